//! Saving one part of the working copy. Two tabs, devices or co-authors never overwrite each other silently: a form says
//! what each of its fields began from, and where a field is another by now, both texts come back (`merge`).

use super::fields::{self, Fields};
use super::merge::{Began, merge};
use super::store::{self, Circumstances};
use super::{body, open};
use crate::act::Stop;
use crate::db::Tx;
use domain::actor::Actor;
use domain::entry::{Draft, EntryState, Part, SubmitRefusal, access, edit_again, submit};
use domain::ids::EntryId;
use domain::time::Instant;

/// The most bytes of a working copy as it is stored.
pub const MAX_BYTES: usize = 512 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub at: Instant,
    /// What the next save of the same form begins from.
    pub began: Began,
    /// Fields that a script sent and that were not taken, as somebody else wrote them meanwhile.
    pub theirs: Vec<Theirs>,
}

/// A field as somebody else wrote it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theirs {
    pub name: String,
    /// Empty where it was cleared.
    pub values: Vec<String>,
    /// What a save begins from that puts another text in its place.
    pub seen: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveRefusal {
    /// Fields of a whole form were changed by it and by somebody else: nothing is saved until a person has seen both.
    Stale {
        theirs: Vec<Theirs>,
        /// The form to go on with: what was typed, and what others changed in the fields that it left alone.
        form: Fields,
        /// What that form begins from: everything that is stored.
        began: Began,
    },
    TooLarge {
        most: usize,
        have: usize,
    },
    /// What cannot stand as typed, or an entry that is no longer to be edited.
    Problem(SubmitRefusal),
}

/// How strictly a save looks at what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// By itself while somebody types: takes anything that fits.
    Unasked,
    /// The button: gives mistakes back.
    Asked,
}

/// What a form sends of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub fields: Fields,
    /// The fields that a script sends; `None` where the whole form was sent.
    pub changed: Option<Vec<String>>,
}

impl Sent {
    pub fn whole(fields: Fields) -> Sent {
        Sent { fields, changed: None }
    }

    /// The whole form: what was not sent stands as it is stored.
    fn over(&self, stored: &Fields) -> Fields {
        let Some(changed) = &self.changed else { return self.fields.clone() };
        let named = |name: &str| changed.iter().any(|c| c == name);
        stored.iter().filter(|(n, _)| !named(n)).chain(self.fields.iter().filter(|(n, _)| named(n))).collect()
    }
}

/// Saves what a form sends of a part. `began` is what the form was drawn from. Files are saved elsewhere.
pub fn save_draft(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    part: Part,
    sent: &Sent,
    began: &Began,
    saving: Saving,
    now: Instant,
) -> Result<Saved, Stop<SaveRefusal>> {
    let (row, working) = store::find_working(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    may_be_edited(tx, &row).map_err(|stop| stop.map(SaveRefusal::Problem))?;
    let working = match working {
        Some(working) => working,
        None => open::start_working(tx, &row, now)?,
    };
    let stored = fields::of_part(part, &working.draft);
    let mut typed = cleaned(fields::read_part(part, &sent.over(&stored)), saving);
    if typed.authors.iter().any(|a| !a.grounds.is_blank()) {
        let rules = crate::contest::store::rules_of(tx, row.contest)?;
        typed.authors.iter_mut().for_each(|a| a.grounds.keep_asked(&rules.entrants));
    }
    let typed = fields::of_part(part, &typed);
    let merged = merge(began, &stored, &typed, sent.changed.as_deref());
    let theirs: Vec<Theirs> = merged.conflicts.iter().map(|name| theirs(name, &stored)).collect();
    if sent.changed.is_none() && !theirs.is_empty() {
        return Err(Stop::refuse(SaveRefusal::Stale {
            theirs,
            form: merged.form,
            began: Began::of(&stored),
        }));
    }
    let mut draft = working.draft.clone();
    draft.put(part, &fields::read_part(part, &merged.fields));
    let draft = cleaned(draft, saving);
    let now_stored = fields::of_part(part, &draft);
    let began = match &sent.changed {
        None => Began::of(&now_stored),
        Some(changed) => {
            let taken: Vec<String> =
                changed.iter().filter(|n| !merged.conflicts.contains(n)).cloned().collect();
            began.after(&taken, &now_stored)
        }
    };
    if draft.only(part) == working.draft.only(part) {
        return Ok(Saved { at: working.saved_at, began, theirs });
    }
    let have = body::draft_text(&draft, None)?.len();
    if have > MAX_BYTES {
        return Err(Stop::refuse(SaveRefusal::TooLarge { most: MAX_BYTES, have }));
    }
    if saving == Saving::Asked {
        let around = Circumstances::load(tx, &row, &draft)?;
        let mistakes: Vec<SaveRefusal> = submit::problems(&draft, &around.hand_in(now))
            .into_iter()
            .filter(|p| p.is_mistake() && p.field().part() == Some(part))
            .map(SaveRefusal::Problem)
            .collect();
        if !mistakes.is_empty() {
            return Err(Stop::Refused(mistakes));
        }
    }
    store::save_working(tx, entry, working.revision + 1, &draft, now)?;
    Ok(Saved { at: now, began, theirs })
}

/// Lines of authors keep their places while somebody types; the button drops blank ones.
fn cleaned(draft: Draft, saving: Saving) -> Draft {
    let mut draft = draft.cleaned();
    if saving == Saving::Asked {
        draft.drop_blank_authors();
    }
    draft
}

fn theirs(name: &str, stored: &Fields) -> Theirs {
    let seen = Began::of(stored).get(name).map(str::to_owned);
    Theirs { name: name.to_owned(), values: stored.all(name).map(str::to_owned).collect(), seen }
}

/// A draft always; what is handed in as long as it is not with the committee. The deadline does not stop writing, only
/// handing in.
pub(crate) fn may_be_edited(tx: &mut Tx, row: &store::EntryRow) -> Result<(), Stop<SubmitRefusal>> {
    if row.state == EntryState::Draft {
        return Ok(());
    }
    let here = store::whereabouts(tx, row)?;
    edit_again::may_still_change(&here).map_err(Stop::Refused)
}

/// What a form of this part begins from when it is drawn now.
pub fn began(draft: &Draft, part: Part) -> Began {
    Began::of(&fields::of_part(part, draft))
}

//! Saving one part of the working copy. Two tabs never overwrite each other silently: a form says what it began from, and
//! where the stored part is another by now, both come back.

use super::store::{self, Circumstances};
use super::{body, open};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::entry::{Draft, EntryState, Part, SubmitRefusal, access, edit_again, submit};
use domain::ids::EntryId;
use domain::time::Instant;

/// The most bytes of a working copy as it is stored.
pub const MAX_BYTES: usize = 512 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub at: Instant,
    /// What the next save of this part begins from.
    pub seen: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveRefusal {
    /// Another tab was faster. `stored` holds the part as it is now, `seen` what to begin from to overwrite it.
    Stale {
        stored: Box<Draft>,
        seen: String,
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

/// Saves the part that `typed` makes of the stored draft. `seen` is what [`seen`] told of the part when the form was drawn. Files are saved elsewhere.
pub fn save_draft(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    part: Part,
    typed: impl FnOnce(&Draft) -> Draft,
    began_from: &str,
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
    let stored_seen = seen(&working.draft, part)?;
    let mut draft = working.draft.clone();
    draft.put(part, &typed(&working.draft));
    let mut draft = draft.cleaned();
    if saving == Saving::Asked {
        draft.drop_blank_authors();
    }
    let now_seen = seen(&draft, part)?;
    if now_seen == stored_seen {
        return Ok(Saved { at: working.saved_at, seen: stored_seen });
    }
    if began_from != stored_seen {
        return Err(Stop::refuse(SaveRefusal::Stale {
            stored: Box::new(working.draft.only(part)),
            seen: stored_seen,
        }));
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
    Ok(Saved { at: now, seen: now_seen })
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

/// A short digest of a part: what a form remembers of the state it began from.
pub fn seen(draft: &Draft, part: Part) -> Result<String, DbFault> {
    let digest = body::digest(body::draft_text(&draft.only(part), None)?.as_bytes());
    Ok(body::hex(&digest[..8]))
}

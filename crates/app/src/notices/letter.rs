//! What stands in the letter of one notice, or of many: its arguments. The words are made when it is posted or shown.

use super::readers::{Asked, Reader};
use super::store::{self, Kept};
use crate::db::{DbFault, Tx};
use crate::mail::{self, Line, NoteArg};
use crate::outbox::{self, Due, Letter};
use domain::ids::{ContestId, EntryId, PersonId, UnitId};
use domain::notices::Kind;
use domain::time::{Before, Instant};
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::LazyLock;

/// Lines of a collected letter; what is beyond is counted.
const LINES: usize = 60;

/// A collected letter's kind in the outbox; its texts are `mail-digest-…`.
pub(crate) const DIGEST: &str = "digest";

/// Puts one letter about these notices into the outbox.
pub(super) fn write(
    tx: &mut Tx,
    asked: &mut Asked,
    reader: &Reader,
    notices: &[Kept],
    now: Instant,
) -> Result<(), DbFault> {
    let Some(address) = reader.address.clone() else { return Ok(()) };
    let (kind, body) = compose(tx, asked, reader, notices)?;
    let letter = Letter {
        kind,
        person: reader.person.map(|p| p.0),
        address,
        lang: if reader.lang == "en" { "en" } else { "vi" },
        subject: String::new(),
        body,
    };
    let id = outbox::put(tx, &letter, now)?;
    let ids: Vec<i64> = notices.iter().map(|n| n.id).collect();
    store::save_letter(tx, &reader.key, &ids, id)
}

/// Asked when the postman takes a letter: whether its reader is still meant, and by what of it. Its address and its lines are made anew;
/// `false`, and the letter is gone, when nothing is left: the role was lost, the account closed, the address taken out, the unit caught up.
pub fn still_meant(tx: &mut Tx, due: &mut Due, now: Instant) -> Result<bool, DbFault> {
    let mut asked = Asked::default();
    let mut notices = Vec::new();
    let mut reader: Option<Reader> = None;
    let rows = store::list_of_letter(tx, due.id)?;
    if rows.is_empty() {
        return account_stands(tx, due);
    }
    for (key, n) in rows {
        match asked.find(tx, &n, &key, now)?.filter(|r| r.address.is_some()) {
            Some(found) => {
                reader = Some(found);
                notices.push(n);
            }
            None => store::save_unwanted(tx, &key, n.id)?,
        }
    }
    let Some(reader) = reader else {
        outbox::drop_letter(tx, due)?;
        return Ok(false);
    };
    let (kind, body) = compose(tx, &mut asked, &reader, &notices)?;
    (due.kind, due.body, due.lang) = (kind.to_owned(), body, reader.lang);
    due.address = reader.address.unwrap_or_default();
    Ok(true)
}

/// A letter to an account that is about no notice (an invitation): it goes to the address that the open account has now.
fn account_stands(tx: &mut Tx, due: &mut Due) -> Result<bool, DbFault> {
    let Some(person) = due.person else { return Ok(true) };
    let p = crate::people::store::person(tx, PersonId(person))?.filter(|p| p.active);
    match p {
        Some(p) => {
            due.address = p.email.unwrap_or_default();
            Ok(true)
        }
        None => {
            outbox::drop_letter(tx, due)?;
            Ok(false)
        }
    }
}

/// Kind and body of a letter: one notice in its own words, more of them as lines.
fn compose(
    tx: &mut Tx,
    asked: &mut Asked,
    reader: &Reader,
    notices: &[Kept],
) -> Result<(&'static str, String), DbFault> {
    let mut names = Names::default();
    if let [one] = notices {
        let facts = names.facts(tx, asked, one)?;
        return Ok((word_of(one.kind), mail::note_json(&args(&facts, one, reader))));
    }
    // The same thing again and again is one line, at the place of its last time.
    let mut lines: Vec<(Line, (Kind, Option<EntryId>, Option<ContestId>))> = Vec::new();
    for n in notices {
        let what = (n.kind, n.entry, n.contest);
        let before = lines.iter().position(|(_, w)| *w == what).map(|i| lines.remove(i));
        let facts = names.facts(tx, asked, n)?;
        let line = Line {
            kind: word_of(n.kind).to_owned(),
            times: before.map_or(1, |(l, _)| l.times + 1),
            args: args(&facts, n, reader).into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
        };
        lines.push((line, what));
    }
    let more = lines.len().saturating_sub(LINES);
    let lines: Vec<Line> = lines.into_iter().skip(more).map(|(line, _)| line).collect();
    let link = if reader.person.is_some() { "/inbox" } else { "/lookup" };
    let count = i64::try_from(notices.len()).unwrap_or(i64::MAX);
    Ok((DIGEST, mail::digest_json(&lines, count, i64::try_from(more).unwrap_or(0), link)))
}

/// `notice-WORD`, as the texts are named.
pub(crate) fn word_of(kind: Kind) -> &'static str {
    static WORDS: LazyLock<HashMap<Kind, String>> =
        LazyLock::new(|| Kind::ALL.iter().map(|k| (*k, format!("notice-{}", k.word()))).collect());
    WORDS.get(&kind).map_or("notice", String::as_str)
}

/// What a notice is about, by name.
#[derive(Debug, Clone, Default)]
struct Facts {
    contest_code: String,
    contest: String,
    before: Option<Instant>,
    entry: String,
    unit: String,
    missing: u32,
}

/// Names looked up already.
#[derive(Default)]
struct Names {
    contests: HashMap<ContestId, (String, String, Instant)>,
    entries: HashMap<EntryId, String>,
    units: HashMap<UnitId, String>,
}

impl Names {
    fn facts(&mut self, tx: &mut Tx, asked: &mut Asked, n: &Kept) -> Result<Facts, DbFault> {
        let mut facts = Facts::default();
        if n.kind == Kind::UnitBehind {
            facts.missing = asked.missing(tx, n.contest, n.unit)?;
        }
        if let Some(id) = n.contest {
            if !self.contests.contains_key(&id)
                && let Some(c) = crate::contest::store::find(tx, id)?
            {
                self.contests.insert(id, (c.code, c.name, c.units_send_before));
            }
            if let Some((code, name, before)) = self.contests.get(&id) {
                (facts.contest_code, facts.contest) = (code.clone(), name.clone());
                facts.before = Some(*before);
            }
        }
        if matches!(n.kind, Kind::EntryExtended | Kind::UnitExtended)
            && let Some(contest) = n.contest
            && let Some(until) = crate::screening::store::extended_until(tx, contest, n.entry, n.unit)?
        {
            facts.before = Some(until.0);
        }
        if let Some(id) = n.entry {
            if let Slot::Vacant(slot) = self.entries.entry(id) {
                let row = tx.opt("SELECT code FROM entry WHERE id = $1", &[id.0.into()])?;
                let code = row.map(|r| r.text(0).map(str::to_owned)).transpose()?;
                slot.insert(code.unwrap_or_default());
            }
            facts.entry = self.entries.get(&id).cloned().unwrap_or_default();
        }
        if let Some(id) = n.unit {
            if let Slot::Vacant(slot) = self.units.entry(id) {
                let unit = crate::people::store::unit(tx, id)?;
                slot.insert(unit.map(|u| u.name).unwrap_or_default());
            }
            facts.unit = self.units.get(&id).cloned().unwrap_or_default();
        }
        Ok(facts)
    }
}

/// Where the reader finds what the notice is about.
pub(super) fn path(n: &Kept, code: &str, by_account: bool) -> String {
    if !by_account {
        return if code.is_empty() { "/".to_owned() } else { format!("/contests/{code}") };
    }
    match (n.kind, n.entry) {
        (Kind::ResultReleased, _) => format!("/contests/{code}/results"),
        (Kind::RulesAmended | Kind::DeadlineMoved, _) => format!("/contests/{code}"),
        (Kind::EntryExtended | Kind::UnitExtended | Kind::ExtensionTakenBack, _) => "/work".to_owned(),
        (_, Some(entry)) => format!("/desk/entries/{}", entry.0),
        (Kind::BatchForwarded, None) => format!("/contests/{code}/intake"),
        (Kind::PasswordChosen, None) => "/password".to_owned(),
        (_, None) => "/work".to_owned(),
    }
}

/// The arguments that every notice's text may use.
fn args(facts: &Facts, n: &Kept, reader: &Reader) -> Vec<(&'static str, NoteArg)> {
    arguments(facts, n.at, path(n, &facts.contest_code, reader.person.is_some()))
}

fn arguments(facts: &Facts, at: Instant, link: String) -> Vec<(&'static str, NoteArg)> {
    let until = facts.before.map_or(at, |b| Before(b).last_valid());
    vec![
        ("contest", NoteArg::Text(facts.contest.clone())),
        ("entry", NoteArg::Text(facts.entry.clone())),
        ("unit", NoteArg::Text(facts.unit.clone())),
        ("missing", NoteArg::Count(facts.missing.into())),
        ("until", NoteArg::At(until)),
        ("at", NoteArg::At(at)),
        ("link", NoteArg::Path(link)),
    ]
}

/// The same arguments with example values, for the page that shows every letter beforehand.
pub fn example_args(
    contest: &crate::contest::store::ContestRow,
    unit: &str,
    at: Instant,
) -> Vec<(&'static str, NoteArg)> {
    let facts = Facts {
        contest_code: contest.code.clone(),
        contest: contest.name.clone(),
        before: Some(contest.units_send_before),
        entry: format!("{}-017", contest.code),
        unit: unit.to_owned(),
        missing: 1,
    };
    arguments(&facts, at, "/work".to_owned())
}

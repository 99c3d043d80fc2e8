//! Each author's word: who is asked, by which code, what was answered and how (`domain::entry::authors`).
//!
//! The code of a question is derived from its number with the server's secret: it is shown to whoever hands in as often as needed, and
//! nothing that opens a question is stored.

use super::author_store::{self as store, AskRow, Who};
use super::store::{self as entries, EntryRow};
use super::submit;
use crate::act::Stop;
use crate::contest;
use crate::contest::store::ContestRow;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use crate::mail::{self, Note, NoteArg};
use crate::record::{actor_text, record};
use crate::seal::Opener;
use domain::actor::{Actor, Grant};
use domain::contest::{Category, CoAuthors, RulesEdition};
use domain::entry::authors::{self as rule, AnswerRefusal, How, Question, Said, Word};
use domain::entry::double::phone_key;
use domain::entry::submit::would_be;
use domain::entry::{Author, Dossier, EntryEvent, EntryState, access};
use domain::ids::EntryId;
use domain::text::fold;
use domain::time::Instant;
use std::convert::Infallible;
use std::sync::Arc;

/// An author with what was asked and answered.
#[derive(Debug, Clone)]
pub struct Line {
    pub name: String,
    /// Hundredths of a percent.
    pub share: i64,
    /// Hands in: has said it with the declaration, unless it came on paper.
    pub is_contact: bool,
    /// `None` where nobody has been asked yet.
    pub ask: Option<AskRow>,
}

impl Line {
    pub fn is_confirmed(&self) -> bool {
        self.ask.as_ref().and_then(|a| a.given.as_ref()).is_some_and(|g| g.word == Word::Confirmed)
    }
}

/// By what an author is known here: another name, telephone or share is another question.
pub fn who(opener: &Opener, a: &Author) -> Result<Who, DbFault> {
    let key = phone_key(&a.name, &a.phone).unwrap_or_else(|| fold(&a.name));
    Ok((opener.digest(&key)?, a.share.0))
}

fn all_of(opener: &Opener, dossier: &Dossier) -> Result<Vec<Who>, DbFault> {
    dossier.authors.iter().map(|a| who(opener, a)).collect()
}

fn is_contact(dossier: &Dossier, n: usize) -> bool {
    match dossier.category {
        Category::Individual => n == 0,
        Category::Collective => dossier.authors.get(n).is_some_and(|a| a.representative),
    }
}

/// The authors of a dossier with their answers. No access question: the caller has asked it.
pub fn lines_of(tx: &mut Tx, entry: EntryId, dossier: &Dossier) -> Result<Vec<Line>, DbFault> {
    let asked = store::of_entry(tx, entry)?;
    lines(&tx.opener(), dossier, &asked.iter().collect::<Vec<_>>())
}

fn lines(opener: &Opener, dossier: &Dossier, asked: &[&AskRow]) -> Result<Vec<Line>, DbFault> {
    let line = |(n, a): (usize, &Author)| {
        let own = who(opener, a)?;
        Ok(Line {
            name: a.name.clone(),
            share: a.share.0,
            is_contact: is_contact(dossier, n),
            ask: asked.iter().find(|ask| ask.who == own).map(|ask| (*ask).clone()),
        })
    };
    dossier.authors.iter().enumerate().map(line).collect()
}

fn waiting(lines: &[Line]) -> Vec<usize> {
    (0..lines.len()).filter(|n| !lines[*n].is_contact && !lines[*n].is_confirmed()).collect()
}

/// Places of the co-authors who have not confirmed; who hands in is none of them.
pub fn unconfirmed(tx: &mut Tx, entry: EntryId, dossier: &Dossier) -> Result<Vec<usize>, DbFault> {
    if dossier.authors.len() < 2 {
        return Ok(Vec::new());
    }
    Ok(waiting(&lines_of(tx, entry, dossier)?))
}

/// Which of these entries wait for a co-author, where the contest asks for it before an entry is sent on. Two statements at most.
pub fn held_back(tx: &mut Tx, rules: &RulesEdition, entries: &[EntryId]) -> Result<Vec<EntryId>, DbFault> {
    if rules.entrants.co_authors == CoAuthors::Shown {
        return Ok(Vec::new());
    }
    let asked = store::of_entries(tx, entries)?;
    let mut out = Vec::new();
    for (entry, dossier) in store::dossiers(tx, entries)? {
        let own: Vec<&AskRow> = asked.iter().filter(|a| a.entry == entry).collect();
        if !waiting(&lines(&tx.opener(), &dossier, &own)?).is_empty() {
            out.push(entry);
        }
    }
    Ok(out)
}

/// A version counts from now on: questions that no longer fit are void, new authors are asked; who hands in online has answered.
pub(super) fn handed_in(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    dossier: &Dossier,
    how: How,
    now: Instant,
) -> Result<(), DbFault> {
    let asked = store::of_entry(tx, entry)?;
    let wanted = all_of(&tx.opener(), dossier)?;
    let gone: Vec<i64> = asked.iter().filter(|a| !wanted.contains(&a.who)).map(|a| a.id).collect();
    store::void(tx, &gone, now)?;
    let contact = (how == How::HandIn)
        .then(|| (0..wanted.len()).find(|n| is_contact(dossier, *n)).map(|n| wanted[n]))
        .flatten();
    let by = actor_text(actor);
    let new = missing(&asked, &wanted);
    let place = contact.and_then(|c| new.iter().position(|w| *w == c));
    store::insert(tx, entry, &new, place.map(|n| (n, by.as_str())), now)?;
    let unsaid = asked.iter().find(|a| Some(a.who) == contact && !has_confirmed(a));
    if let Some(ask) = unsaid {
        let said =
            Said { word: Some(Word::Confirmed), data_use: true, office_use: true, reason: String::new() };
        store::save_answer(tx, ask.id, Word::Confirmed, &said, How::HandIn, &by, now)?;
    }
    Ok(())
}

fn has_confirmed(ask: &AskRow) -> bool {
    ask.given.as_ref().is_some_and(|g| g.word == Word::Confirmed)
}

fn missing(asked: &[AskRow], wanted: &[Who]) -> Vec<Who> {
    let mut new: Vec<Who> = Vec::new();
    for w in wanted {
        if !asked.iter().any(|a| a.who == *w) && !new.contains(w) {
            new.push(*w);
        }
    }
    new
}

/// The page of the authors: for who holds the entry and for the desk.
#[derive(Debug, Clone)]
pub struct AuthorsPage {
    pub row: EntryRow,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub lines: Vec<Line>,
    /// Holds the code and PIN: sees the codes of the others and may have letters written.
    pub may_ask: bool,
    /// Serves at the desk: records what was signed on paper.
    pub may_record: bool,
}

pub fn page(tx: &mut Tx, actor: &Actor, entry: EntryId) -> Result<AuthorsPage, Stop<Infallible>> {
    let row = entries::find(tx, entry)?.ok_or(Stop::NotFound)?;
    let subject = row.subject();
    let may_ask = access::withdraw(actor, &subject).is_ok() && !matches!(actor, Actor::Person(_));
    let may_record = access::hear_authors(actor, &subject).is_ok();
    if !may_ask && !may_record {
        return Err(Stop::NotFound);
    }
    let (dossier, rules) = current(tx, &row)?;
    let contest = contest::store::find(tx, row.contest)?.ok_or(Stop::NotFound)?;
    Ok(AuthorsPage { lines: lines_of(tx, entry, &dossier)?, row, contest, rules, may_ask, may_record })
}

/// What is handed in; of a draft what is typed.
fn current(tx: &mut Tx, row: &EntryRow) -> Result<(Dossier, Arc<RulesEdition>), DbFault> {
    let rules = contest::store::rules_of(tx, row.contest)?;
    let dossier = match entries::dossier_of(tx, row.id, row.version)? {
        Some((dossier, _)) => dossier,
        None => {
            let draft = entries::find_working(tx, row.id)?.and_then(|(_, w)| w).map(|w| w.draft);
            would_be(&submit::with_files(tx, row.id, draft.unwrap_or_default())?, &rules)
        }
    };
    Ok((dossier, rules))
}

/// Asks the authors of a draft, so that they can confirm before it is handed in; what is handed in has asked by itself.
pub fn ask(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Result<(), Stop<Infallible>> {
    let row = entries::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::withdraw(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let rules = contest::store::rules_of(tx, row.contest)?;
    let asked = store::of_entry(tx, entry)?;
    let (counting, _) = current(tx, &row)?;
    let opener = tx.opener();
    let mut wanted = all_of(&opener, &counting)?;
    if let Some(working) = entries::find_working(tx, entry)?.and_then(|(_, w)| w) {
        let draft = submit::with_files(tx, entry, working.draft)?;
        let mut typed = would_be(&draft, &rules);
        typed.authors.retain(|a| !a.name.is_empty());
        wanted.extend(all_of(&opener, &typed)?);
    }
    store::insert(tx, entry, &missing(&asked, &wanted), None, now)?;
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterRefusal {
    AddressUnreadable,
    /// Answered, or the list has changed.
    NotOpen,
}

/// Writes to a co-author; the letter has the link.
pub fn write_to(
    tx: &mut Tx,
    actor: &Actor,
    keys: &Keys,
    entry: EntryId,
    ask: i64,
    address: &str,
    lang: &str,
    now: Instant,
) -> Result<(), Stop<LetterRefusal>> {
    let row = entries::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::withdraw(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let asked = store::find(tx, ask)?.filter(|a| a.entry == entry).ok_or(Stop::NotFound)?;
    if asked.is_void || asked.given.is_some() {
        return Err(Stop::refuse(LetterRefusal::NotOpen));
    }
    let address = domain::text::clean_line(address);
    if !domain::entry::submit::is_email(&address) {
        return Err(Stop::refuse(LetterRefusal::AddressUnreadable));
    }
    let contest = contest::store::find(tx, row.contest)?.ok_or(Stop::NotFound)?;
    let (dossier, _) = current(tx, &row)?;
    let title = dossier.title;
    let code = code_of(keys, ask);
    let note = Note {
        kind: "entry-co-author",
        person: None,
        address,
        lang: lang.to_owned(),
        args: vec![
            ("contest", NoteArg::Text(contest.name)),
            ("title", NoteArg::Text(title)),
            ("code", NoteArg::Text(code.clone())),
            ("link", NoteArg::Path(format!("/co-author/{code}"))),
        ],
    };
    mail::put(tx, &note, now)?;
    store::save_letter(tx, ask, now)?;
    record(tx, actor, Some(row.contest), EntryEvent::AuthorsAsked { entry, letters: 1 }, now)?;
    Ok(())
}

/// Ten signs without those that are mistaken for one another, about 49 bits, behind the number of the question.
pub fn code_of(keys: &Keys, ask: i64) -> String {
    const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let digest = keys.digest("co-author", &[&ask.to_be_bytes()]);
    let mut rest = u128::from_be_bytes(std::array::from_fn(|n| digest[n]));
    let mut sign = || {
        let n = usize::try_from(rest % 31).unwrap_or(0);
        rest /= 31;
        char::from(SIGNS[n])
    };
    let (a, b): (String, String) = ((0..5).map(|_| sign()).collect(), (0..5).map(|_| sign()).collect());
    format!("{ask}-{a}-{b}")
}

/// The question of a code as typed: with or without dashes, in any case.
pub fn read_code(keys: &Keys, typed: &str) -> Option<i64> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let (number, _) = plain.split_at_checked(plain.len().checked_sub(10)?)?;
    let ask: i64 = number.parse().ok().filter(|n| *n > 0)?;
    let right: String = code_of(keys, ask).chars().filter(|c| *c != '-').collect();
    Keys::same(right.as_bytes(), plain.as_bytes()).then_some(ask)
}

/// What whoever has the code reads.
#[derive(Debug, Clone)]
pub struct Asked {
    pub ask: AskRow,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub row: EntryRow,
    pub dossier: Dossier,
    /// The author who is asked: a place in the list, where it is still there.
    pub place: Option<usize>,
}

/// The question of a right code. No access question: the code is the key.
pub fn asked(tx: &mut Tx, ask: i64) -> Result<Asked, Stop<Infallible>> {
    let ask = store::find(tx, ask)?.ok_or(Stop::NotFound)?;
    let row = entries::find(tx, ask.entry)?.ok_or(Stop::NotFound)?;
    let contest = contest::store::find(tx, row.contest)?.ok_or(Stop::NotFound)?;
    let (dossier, rules) = current(tx, &row)?;
    let place = all_of(&tx.opener(), &dossier)?.iter().position(|w| *w == ask.who);
    Ok(Asked { ask, contest, rules, row, dossier, place })
}

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Who has the code. Somebody signed in who serves the contest is refused.
    Code,
    /// The desk, for what was signed on paper.
    Paper(EntryId),
}

pub fn answer(
    tx: &mut Tx,
    actor: &Actor,
    ask: i64,
    said: &Said,
    by: By,
    now: Instant,
) -> Result<(), Stop<AnswerRefusal>> {
    let asked = asked(tx, ask).map_err(|stop| stop.map(|no| match no {}))?;
    let how = match by {
        By::Code => How::Link,
        By::Paper(entry) => {
            if entry != asked.row.id || access::hear_authors(actor, &asked.row.subject()).is_err() {
                return Err(Stop::NotFound);
            }
            How::Desk
        }
    };
    let question = Question {
        entry: asked.row.id,
        is_void: asked.ask.is_void || asked.place.is_none() || asked.row.state == EntryState::Withdrawn,
        phase: asked.row.phase,
        official: by == By::Code && serves(actor, &asked.row),
    };
    let (word, event) = rule::answer(&question, said, how)?;
    store::save_answer(tx, ask, word, said, how, &actor_text(actor), now)?;
    record(tx, actor, Some(asked.row.contest), event, now)?;
    Ok(())
}

/// Organises, judges or serves the contest as a secretary.
fn serves(actor: &Actor, row: &EntryRow) -> bool {
    actor.grants().iter().any(|g| match g {
        Grant::Secretary { contest }
        | Grant::Organiser { contest }
        | Grant::Judge { contest, .. }
        | Grant::Chair { contest, .. } => *contest == row.contest,
        Grant::Clerk { .. }
        | Grant::Head { .. }
        | Grant::Auditor { .. }
        | Grant::Leader { .. }
        | Grant::Admin => false,
    })
}

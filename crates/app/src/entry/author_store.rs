//! All SQL for the table `author_ask`: what each author of an entry is asked and has said.

use super::body::read_dossier;
use super::personal::{SALTS, Seals};
use crate::db::{DbFault, Row, Tx, Val, in_list};
use domain::entry::Dossier;
use domain::entry::authors::{CONSENT_TEXT, How, Said, Word};
use domain::ids::{ContestId, EntryId};
use domain::time::Instant;

/// Who is asked: a digest of name and telephone, and the share.
pub type Who = ([u8; 16], i64);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskRow {
    pub id: i64,
    pub entry: EntryId,
    pub who: Who,
    pub is_void: bool,
    /// When the newest letter was written.
    pub letter_at: Option<Instant>,
    pub given: Option<Given>,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub word: Word,
    pub reason: String,
    pub how: How,
    pub at: Instant,
    pub data_use: bool,
    pub office_use: bool,
    /// The number of the wording that was agreed to; `None` for a refusal.
    pub text: Option<i64>,
}

const COLUMNS: &str = "id, entry_id, who, share, void_at, letter_at, answer, reason, how, answered_at, data_use, office_use, consent_text";

fn read(r: &Row) -> Result<AskRow, DbFault> {
    let unknown = |what: &str| DbFault::other(format!("unknown {what} in author_ask"));
    let who = r.blob(2)?.try_into().map_err(|_| unknown("author"))?;
    let given = match (r.opt_text(6)?, r.opt_text(8)?, r.opt_int(9)?) {
        (Some(word), Some(how), Some(at)) => Some(Given {
            word: Word::from_word(word).ok_or_else(|| unknown("answer"))?,
            reason: r.text(7)?.to_owned(),
            how: How::from_word(how).ok_or_else(|| unknown("way"))?,
            at: Instant(at),
            data_use: r.int(10)? == 1,
            office_use: r.int(11)? == 1,
            text: r.opt_int(12)?,
        }),
        _ => None,
    };
    Ok(AskRow {
        id: r.int(0)?,
        entry: EntryId(r.int(1)?),
        who: (who, r.int(3)?),
        is_void: r.opt_int(4)?.is_some(),
        letter_at: r.opt_int(5)?.map(Instant),
        given,
    })
}

/// What stands open or answered of an entry, oldest first.
pub fn of_entry(tx: &mut Tx, entry: EntryId) -> Result<Vec<AskRow>, DbFault> {
    let sql = format!("SELECT {COLUMNS} FROM author_ask WHERE entry_id = $1 AND void_at IS NULL ORDER BY id");
    tx.query(&sql, &[entry.0.into()])?.iter().map(read).collect()
}

/// The same of several entries.
pub fn of_entries(tx: &mut Tx, entries: &[EntryId]) -> Result<Vec<AskRow>, DbFault> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM author_ask WHERE void_at IS NULL AND entry_id IN {} ORDER BY id",
        in_list(1, entries.len())
    );
    let vals: Vec<Val<'_>> = entries.iter().map(|e| Val::from(e.0)).collect();
    tx.query(&sql, &vals)?.iter().map(read).collect()
}

/// What counts of several entries.
pub fn dossiers(tx: &mut Tx, entries: &[EntryId]) -> Result<Vec<(EntryId, Dossier)>, DbFault> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT e.id, v.body, {SALTS} FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version WHERE e.id IN {}",
        in_list(1, entries.len())
    );
    let vals: Vec<Val<'_>> = entries.iter().map(|e| Val::from(e.0)).collect();
    let opener = tx.opener();
    let read = |r: &Row| {
        let seals = Seals::of_row(&opener, &r.as_ref(), 2)?;
        Ok((EntryId(r.int(0)?), read_dossier(r.text(1)?, &seals)?))
    };
    tx.query(&sql, &vals)?.iter().map(read).collect()
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<AskRow>, DbFault> {
    let sql = format!("SELECT {COLUMNS} FROM author_ask WHERE id = $1");
    tx.opt(&sql, &[id.into()])?.as_ref().map(read).transpose()
}

/// One statement however many there are. `handed_in` is the place of who hands in, whose answer comes with it, and by whom.
pub fn insert(
    tx: &mut Tx,
    entry: EntryId,
    asked: &[Who],
    handed_in: Option<(usize, &str)>,
    now: Instant,
) -> Result<(), DbFault> {
    if asked.is_empty() {
        return Ok(());
    }
    const WIDTH: usize = 11;
    let mut vals: Vec<Val<'_>> = Vec::with_capacity(WIDTH * asked.len());
    for (n, (who, share)) in asked.iter().enumerate() {
        let by = handed_in.filter(|(at, _)| *at == n).map(|(_, by)| by);
        let given = by.is_some();
        vals.extend([entry.0.into(), Val::from(who.as_slice()), (*share).into(), now.0.into()]);
        vals.extend([
            by.map(|_| Word::Confirmed.word()).into(),
            by.map(|_| How::HandIn.word()).into(),
            by.into(),
            by.map(|_| now.0).into(),
            given.into(),
            given.into(),
            by.map(|_| CONSENT_TEXT).into(),
        ]);
    }
    let rows: Vec<String> = (0..asked.len()).map(|n| in_list(n * WIDTH + 1, WIDTH)).collect();
    let sql = format!(
        "INSERT INTO author_ask (entry_id, who, share, asked_at, answer, how, by_actor, answered_at, data_use, office_use, consent_text) VALUES {}",
        rows.join(",")
    );
    tx.exec(&sql, &vals).map(|_| ())
}

pub fn void(tx: &mut Tx, ids: &[i64], now: Instant) -> Result<(), DbFault> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut vals: Vec<Val<'_>> = vec![now.0.into()];
    vals.extend(ids.iter().map(|id| Val::from(*id)));
    let sql = format!("UPDATE author_ask SET void_at = $1 WHERE id IN {}", in_list(2, ids.len()));
    tx.exec(&sql, &vals).map(|_| ())
}

pub fn save_answer(
    tx: &mut Tx,
    id: i64,
    word: Word,
    said: &Said,
    how: How,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    let agreed = word == Word::Confirmed;
    let sql = "UPDATE author_ask SET answer = $2, reason = $3, how = $4, by_actor = $5, answered_at = $6, data_use = $7, office_use = $8, \
               consent_text = $9 WHERE id = $1";
    tx.exec(
        sql,
        &[
            id.into(),
            word.word().into(),
            (if agreed { "" } else { said.reason.trim() }).into(),
            how.word().into(),
            by.into(),
            now.0.into(),
            (agreed && said.data_use).into(),
            (agreed && said.office_use).into(),
            agreed.then_some(CONSENT_TEXT).into(),
        ],
    )
    .map(|_| ())
}

pub fn save_letter(tx: &mut Tx, id: i64, now: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE author_ask SET letter_at = $2 WHERE id = $1";
    tx.exec(sql, &[id.into(), now.0.into()]).map(|_| ())
}

/// Who stands by which entry of the contest, of the newest lists: for what the public may see.
pub fn confirmed_of(tx: &mut Tx, contest: ContestId) -> Result<Vec<(EntryId, Who)>, DbFault> {
    let sql = "SELECT a.entry_id, a.who, a.share FROM author_ask a JOIN entry e ON e.id = a.entry_id \
               WHERE e.contest_id = $1 AND a.void_at IS NULL AND a.answer = 'confirmed' AND a.data_use = 1";
    let read = |r: &Row| {
        let who = r.blob(1)?.try_into().map_err(|_| DbFault::other("unknown author in author_ask"))?;
        Ok((EntryId(r.int(0)?), (who, r.int(2)?)))
    };
    tx.query(sql, &[contest.0.into()])?.iter().map(read).collect()
}

/// Takes away what authors gave as reasons; that and when they answered stays.
pub fn forget_reasons(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("UPDATE author_ask SET reason = '' WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}

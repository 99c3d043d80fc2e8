//! Sends the notices of an event into the outbox, in the transaction of what they tell. Who is told is `domain::notices`; here are
//! only the addresses.

use crate::db::{DbFault, Row, Tx, Val};
use crate::mail::{self, Note, NoteArg};
use domain::Event;
use domain::ids::{ContestId, PersonId};
use domain::notices::{Notice, Whom, of};
use domain::time::Instant;

/// Tells everybody whom the event concerns. Mostly nobody; then it asks nothing.
pub fn tell(tx: &mut Tx, contest: Option<ContestId>, event: &Event, now: Instant) -> Result<(), DbFault> {
    let notices = of(event);
    if notices.is_empty() {
        return Ok(());
    }
    let mut told: Vec<String> = Vec::new();
    let mut name = None;
    for Notice { whom, word } in notices {
        for reader in readers(tx, contest, whom, now)? {
            // Somebody with two roles gets one letter.
            if told.contains(&reader.address) {
                continue;
            }
            if name.is_none() {
                name = Some(contest_name(tx, contest)?);
            }
            let (code, title) = name.clone().unwrap_or_default();
            let link = match whom {
                Whom::Person(_) => "/work".to_owned(),
                Whom::AuthorOf(_) | Whom::Authors => format!("/contests/{code}"),
                _ => "/work".to_owned(),
            };
            let note = Note {
                kind: kind_of(word),
                person: reader.person,
                address: reader.address.clone(),
                lang: reader.lang,
                args: vec![
                    ("contest", NoteArg::Text(title)),
                    ("entry", NoteArg::Text(reader.entry)),
                    ("link", NoteArg::Path(link)),
                    ("at", NoteArg::At(now)),
                ],
            };
            mail::put(tx, &note, now)?;
            told.push(reader.address);
        }
    }
    Ok(())
}

/// `notice-WORD`, as the texts are named.
fn kind_of(word: &'static str) -> &'static str {
    // The words are few and static; their kinds are made once.
    use std::collections::HashMap;
    use std::sync::LazyLock;
    static KINDS: LazyLock<HashMap<&'static str, String>> =
        LazyLock::new(|| domain::notices::WORDS.iter().map(|w| (*w, format!("notice-{w}"))).collect());
    KINDS.get(word).map_or("notice", String::as_str)
}

struct Reader {
    person: Option<PersonId>,
    address: String,
    lang: String,
    /// The code of the entry it is about, where it is about one.
    entry: String,
}

/// Accounts that hold a role on a day; completed by a condition on `g` and by joins of it.
fn by_role(joins: &str, condition: &str, entry: &str) -> String {
    format!(
        "SELECT DISTINCT p.id, p.email, p.lang, {entry} FROM person_grant g JOIN person p ON p.id = g.person_id {joins} \
         WHERE {condition} AND p.active = 1 AND p.email IS NOT NULL \
         AND (g.valid_from_on IS NULL OR g.valid_from_on <= $2) AND (g.valid_to_on IS NULL OR g.valid_to_on >= $2) ORDER BY p.id"
    )
}

fn readers(
    tx: &mut Tx,
    contest: Option<ContestId>,
    whom: Whom,
    now: Instant,
) -> Result<Vec<Reader>, DbFault> {
    let of_entry = "JOIN entry e ON e.unit_id = g.unit_id";
    let of_contest = |role: &str| by_role("", &format!("g.contest_id = $1 AND g.role {role}"), "''");
    let contest_id = contest.map_or(0, |c| c.0);
    let (sql, id) = match whom {
        Whom::AuthorOf(entry) => {
            let sql = "SELECT NULL, email, 'vi', code FROM entry WHERE id = $1 AND email IS NOT NULL AND email <> ''";
            (sql.to_owned(), entry.0)
        }
        Whom::Authors => {
            let sql = "SELECT DISTINCT NULL, email, 'vi', code FROM entry WHERE contest_id = $1 AND state = 'handed_in' AND email IS NOT NULL AND email <> '' ORDER BY code";
            (sql.to_owned(), contest_id)
        }
        Whom::ClerksOf(entry) => (by_role(of_entry, "e.id = $1 AND g.role = 'clerk'", "e.code"), entry.0),
        Whom::HeadsOf(entry) => (by_role(of_entry, "e.id = $1 AND g.role = 'head'", "e.code"), entry.0),
        Whom::Judge(judge) => {
            (by_role("", "g.judge_id = $1 AND g.role IN ('judge', 'chair')", "''"), judge.0)
        }
        Whom::JudgeOf(sheet) => {
            let joins = "JOIN score_sheet s ON s.judge_id = g.judge_id";
            (by_role(joins, "s.id = $1 AND g.role IN ('judge', 'chair')", "''"), sheet.0)
        }
        Whom::Judges => (of_contest("IN ('judge', 'chair')"), contest_id),
        Whom::Chair => (of_contest("= 'chair'"), contest_id),
        Whom::Secretaries => (of_contest("= 'secretary'"), contest_id),
        Whom::Organisers => (of_contest("= 'organiser'"), contest_id),
        Whom::Units => {
            let joins = "JOIN contest_unit x ON x.unit_id = g.unit_id";
            (by_role(joins, "x.contest_id = $1 AND g.role = 'clerk'", "''"), contest_id)
        }
        Whom::Person(person) => {
            let sql =
                "SELECT id, email, lang, '' FROM person WHERE id = $1 AND active = 1 AND email IS NOT NULL";
            (sql.to_owned(), person.0)
        }
    };
    let day = now.day().to_string();
    let vals: [Val<'_>; 2] = [id.into(), day.as_str().into()];
    let vals = if sql.contains("$2") { &vals[..] } else { &vals[..1] };
    tx.query(&sql, vals)?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Reader, DbFault> {
    Ok(Reader {
        person: row.opt_int(0)?.map(PersonId),
        address: row.text(1)?.to_owned(),
        lang: row.text(2)?.to_owned(),
        entry: row.text(3)?.to_owned(),
    })
}

fn contest_name(tx: &mut Tx, contest: Option<ContestId>) -> Result<(String, String), DbFault> {
    let Some(contest) = contest else { return Ok(Default::default()) };
    let row = tx.one("SELECT code, name FROM contest WHERE id = $1", &[contest.0.into()])?;
    Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))
}

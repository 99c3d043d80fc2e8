//! Whom a notice means at this moment: the rule's words against the roles, units and addresses there are now.

use super::store::Kept;
use crate::db::{DbFault, Row, Tx, Val};
use crate::seal::Opener;
use domain::ids::{ContestId, PersonId, UnitId};
use domain::notices::{Kind, Whom, remind};
use domain::time::Instant;
use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// `p:7` for an account, `a:ten@vidu.vn` for an author's address.
    pub key: String,
    pub person: Option<PersonId>,
    /// `None`: such a person reads the box of the account.
    pub address: Option<String>,
    /// `vi` or `en`.
    pub lang: String,
    /// Waits for the round of collected letters.
    pub digest: bool,
}

/// What was looked up already: one transaction asks for the same readers again and again.
#[derive(Default)]
pub struct Asked {
    readers: HashMap<(Option<ContestId>, Vec<Whom>), Rc<Vec<Reader>>>,
    missing: HashMap<ContestId, HashMap<UnitId, u32>>,
}

impl Asked {
    /// Everybody whom the notice means at `now`.
    pub(super) fn of(&mut self, tx: &mut Tx, n: &Kept, now: Instant) -> Result<Rc<Vec<Reader>>, DbFault> {
        // A reminder means nobody once the unit has caught up.
        if n.kind == Kind::UnitBehind && self.missing(tx, n.contest, n.unit)? == 0 {
            return Ok(Rc::default());
        }
        let key = (n.contest, n.whom.clone());
        if let Some(found) = self.readers.get(&key) {
            return Ok(found.clone());
        }
        let found = Rc::new(readers_of(tx, n.contest, &n.whom, now)?);
        self.readers.insert(key, found.clone());
        Ok(found)
    }

    /// The reader with this key, if the notice still means him.
    pub(super) fn find(
        &mut self,
        tx: &mut Tx,
        n: &Kept,
        key: &str,
        now: Instant,
    ) -> Result<Option<Reader>, DbFault> {
        Ok(self.of(tx, n, now)?.iter().find(|r| r.key == key).cloned())
    }

    /// Of how many entries the unit is behind.
    pub(super) fn missing(
        &mut self,
        tx: &mut Tx,
        contest: Option<ContestId>,
        unit: Option<UnitId>,
    ) -> Result<u32, DbFault> {
        let (Some(contest), Some(unit)) = (contest, unit) else { return Ok(0) };
        if let Slot::Vacant(slot) = self.missing.entry(contest) {
            let (board, _) = crate::screening::quota_board(tx, contest)?;
            let all = board.iter().map(|row| (row.unit.id, remind::missing(row))).collect();
            slot.insert(all);
        }
        Ok(self.missing.get(&contest).and_then(|m| m.get(&unit)).copied().unwrap_or(0))
    }
}

/// Everybody whom the rule names, each once: accounts first, then authors whose address no such account has.
pub fn readers_of(
    tx: &mut Tx,
    contest: Option<ContestId>,
    whom: &[Whom],
    now: Instant,
) -> Result<Vec<Reader>, DbFault> {
    let mut all: Vec<Reader> = Vec::new();
    for whom in whom {
        all.extend(read_all(tx, contest, *whom, now)?);
    }
    all.sort_by_key(|r| r.person.is_none());
    let mut told: Vec<Reader> = Vec::with_capacity(all.len());
    let mut keys = std::collections::HashSet::new();
    let mut addresses = std::collections::HashSet::new();
    for reader in all {
        let address = reader.address.as_deref().map(str::to_lowercase);
        let is_known = reader.person.is_none() && address.as_ref().is_some_and(|a| addresses.contains(a));
        if !is_known && keys.insert(reader.key.clone()) {
            addresses.extend(address);
            told.push(reader);
        }
    }
    Ok(told)
}

/// Accounts that hold a role on a day; completed by a condition on `g` and by joins of it.
fn by_role(joins: &str, condition: &str) -> String {
    format!(
        "SELECT DISTINCT p.id, p.email, p.lang, p.digest FROM person_grant g JOIN person p ON p.id = g.person_id {joins} \
         WHERE {condition} AND p.active = 1 \
         AND (g.valid_from_on IS NULL OR g.valid_from_on <= $2) AND (g.valid_to_on IS NULL OR g.valid_to_on >= $2) ORDER BY p.id"
    )
}

fn read_all(
    tx: &mut Tx,
    contest: Option<ContestId>,
    whom: Whom,
    now: Instant,
) -> Result<Vec<Reader>, DbFault> {
    let of_entry = "JOIN entry e ON e.unit_id = g.unit_id";
    let of_contest = |role: &str| by_role("", &format!("g.contest_id = $1 AND g.role {role}"));
    let contest_id = contest.map_or(0, |c| c.0);
    let author =
        "SELECT NULL, email, 'vi', 1, contact_salt FROM entry WHERE email IS NOT NULL AND email <> ''";
    let (sql, id) = match whom {
        Whom::AuthorOf(entry) => (format!("{author} AND id = $1"), entry.0),
        Whom::Authors => {
            (format!("{author} AND contest_id = $1 AND state = 'handed_in' ORDER BY id"), contest_id)
        }
        Whom::ClerksOf(entry) => (by_role(of_entry, "e.id = $1 AND g.role = 'clerk'"), entry.0),
        Whom::HeadsOf(entry) => (by_role(of_entry, "e.id = $1 AND g.role = 'head'"), entry.0),
        Whom::ClerksOfUnit(unit) => (by_role("", "g.unit_id = $1 AND g.role = 'clerk'"), unit.0),
        Whom::HeadsOfUnit(unit) => (by_role("", "g.unit_id = $1 AND g.role = 'head'"), unit.0),
        Whom::Judge(judge) => (by_role("", "g.judge_id = $1 AND g.role IN ('judge', 'chair')"), judge.0),
        Whom::JudgeOf(sheet) => {
            let joins = "JOIN score_sheet s ON s.judge_id = g.judge_id";
            (by_role(joins, "s.id = $1 AND g.role IN ('judge', 'chair')"), sheet.0)
        }
        Whom::Judges => (of_contest("IN ('judge', 'chair')"), contest_id),
        Whom::Chair => (of_contest("= 'chair'"), contest_id),
        Whom::Secretaries => (of_contest("= 'secretary'"), contest_id),
        Whom::Organisers => (of_contest("= 'organiser'"), contest_id),
        Whom::Units => {
            let joins = "JOIN contest_unit x ON x.unit_id = g.unit_id";
            (by_role(joins, "x.contest_id = $1 AND g.role = 'clerk'"), contest_id)
        }
        Whom::Person(person) => {
            let sql = "SELECT id, email, lang, digest FROM person WHERE id = $1 AND active = 1";
            (sql.to_owned(), person.0)
        }
    };
    let day = now.day().to_string();
    let vals: [Val<'_>; 2] = [id.into(), day.as_str().into()];
    let vals = if sql.contains("$2") { &vals[..] } else { &vals[..1] };
    let opener = tx.opener();
    let (mut readers, mut known) = (Vec::new(), HashSet::new());
    for row in tx.query(&sql, vals)? {
        let reader = read(&row, &opener)?;
        // An author of several entries is one reader.
        if reader.person.is_some() || known.insert(reader.key.clone()) {
            readers.push(reader);
        }
    }
    Ok(readers)
}

fn read(row: &Row, opener: &Opener) -> Result<Reader, DbFault> {
    let person = row.opt_int(0)?.map(PersonId);
    let stored = row.opt_text(1)?.unwrap_or_default();
    let address = match person {
        Some(_) => stored.to_owned(),
        None => opener.seal(row.opt_blob(4)?)?.open(stored)?,
    };
    let address = Some(address).filter(|a| !a.is_empty());
    let key = match person {
        Some(p) => format!("p:{}", p.0),
        None => format!("a:{}", address.as_deref().unwrap_or_default().to_lowercase()),
    };
    Ok(Reader { key, person, address, lang: row.text(2)?.to_owned(), digest: row.bool(3)? })
}

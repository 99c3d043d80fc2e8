//! Where a contest is judged blind: what tells who wrote an entry, and texts without it.

use super::board::Board;
use crate::contest::store as contests;
use crate::db::{DbFault, Row, Tx, Val};
use domain::actor::Actor;
use domain::contest::Visibility;
use domain::entry::Dossier;
use domain::entry::mask::{self, Person, Secrets};
use domain::ids::{ContestId, EntryId};
use domain::judging::access;
use std::collections::HashMap;
use std::sync::Arc;

/// The actor judges the contest and must not learn who wrote what.
pub fn reads_blind(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<bool, DbFault> {
    if actor.judge_in(contest).is_none() {
        return Ok(false);
    }
    let rules = contests::rules_of(tx, contest)?;
    Ok(rules.judging.visibility == Visibility::Blind && access::judges_only(actor, contest))
}

const PEOPLE: &str = "SELECT e.id, a.name, a.address, a.phone, COALESCE(u.name, ''), COALESCE(r.name, ''), COALESCE(e.email, ''), e.contact_salt FROM entry e JOIN author a ON a.entry_id = e.id AND a.version = e.version LEFT JOIN org_unit u ON u.id = a.unit_id LEFT JOIN org_unit r ON r.id = e.unit_id";

/// The secrets of one entry.
pub fn secrets_of(tx: &mut Tx, entry: EntryId) -> Result<Secrets, DbFault> {
    let mut found = secrets(tx, "e.id = $1", entry.0)?;
    Ok(found.remove(&entry).unwrap_or_default())
}

/// The secrets of every entry of a contest.
pub fn all_secrets(tx: &mut Tx, contest: ContestId) -> Result<HashMap<EntryId, Secrets>, DbFault> {
    secrets(tx, "e.contest_id = $1 AND e.state <> 'draft'", contest.0)
}

fn secrets(tx: &mut Tx, which: &str, id: i64) -> Result<HashMap<EntryId, Secrets>, DbFault> {
    let mut rows: HashMap<EntryId, Vec<Row>> = HashMap::new();
    for row in tx.query(&format!("{PEOPLE} WHERE {which}"), &[Val::from(id)])? {
        rows.entry(EntryId(row.int(0)?)).or_default().push(row);
    }
    let opener = tx.opener();
    let mut out = HashMap::with_capacity(rows.len());
    for (entry, rows) in rows {
        let (mut contacts, mut others) = (vec![], vec![]);
        let seal = opener.seal(rows.first().map(|r| r.opt_blob(7)).transpose()?.flatten())?;
        for r in &rows {
            contacts.push([seal.open(r.text(2)?)?, seal.open(r.text(3)?)?]);
            others.extend([r.text(4)?, r.text(5)?]);
        }
        let mut people = Vec::with_capacity(rows.len());
        for (r, [address, phone]) in rows.iter().zip(&contacts) {
            people.push(Person { name: r.text(1)?, address, phone });
        }
        let email = seal.open(rows.first().map(|r| r.text(6)).transpose()?.unwrap_or_default())?;
        out.insert(entry, Secrets::of(people, others, [email.as_str()]));
    }
    Ok(out)
}

/// The dossier as the actor may read it.
pub fn readable(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    entry: EntryId,
    dossier: Dossier,
) -> Result<Dossier, DbFault> {
    if !reads_blind(tx, actor, contest)? {
        return Ok(dossier);
    }
    Ok(mask::blind(&dossier, &secrets_of(tx, entry)?))
}

/// A title as the actor may read it, for lists: `None` where all titles stay as they are.
pub fn titles(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<Option<HashMap<EntryId, Secrets>>, DbFault> {
    if reads_blind(tx, actor, contest)? { all_secrets(tx, contest).map(Some) } else { Ok(None) }
}

/// The board as the actor may read it: titles masked, units gone.
pub(super) fn board(tx: &mut Tx, actor: &Actor, board: Arc<Board>) -> Result<Arc<Board>, DbFault> {
    let Some(secrets) = titles(tx, actor, board.round.contest)? else { return Ok(board) };
    let mut board = Board::clone(&board);
    for row in &mut board.rows {
        if let Some(of_entry) = secrets.get(&row.entry.id) {
            row.entry.title = of_entry.mask(&row.entry.title);
        }
        row.entry.unit = None;
    }
    Ok(Arc::new(board))
}

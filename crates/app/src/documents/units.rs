//! What the papers of units and authors say: minutes of the screening, the head's sheet, the letter with its list, the receipt.

use super::facts::named_units;
use super::store::{self, TextRow};
use crate::act::Stop;
use crate::audit::checkpoint::Checkpoint;
use crate::audit::log::Log;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx, Val, in_list};
use crate::entry::store as entries;
use crate::screening::{BatchPage, Desk, EntryPage, batch_page, desk, entry_page};
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::documents::{DocumentKind, NamedUnit};
use domain::entry::Dossier;
use domain::ids::{BatchId, ContestId, EntryId, UnitId};
use domain::time::Instant;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

type Read<T> = Result<T, Stop<Infallible>>;

/// What all of them share.
#[derive(Debug, Clone)]
pub struct Around {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub units: Arc<HashMap<String, NamedUnit>>,
    /// The wording of the contest; `None`: that of the house.
    pub text: Option<TextRow>,
    /// `Kế hoạch số … ngày …`, where one was issued.
    pub plan: Option<(String, domain::time::Day)>,
}

pub(super) fn around(
    tx: &mut Tx,
    contest: ContestRow,
    rules: Arc<RulesEdition>,
    kind: DocumentKind,
) -> Read<Around> {
    let issues = store::list_issues(tx, contest.id)?;
    let plan = issues.into_iter().find(|i| i.kind == DocumentKind::Plan).map(|i| (i.number, i.dated));
    Ok(Around {
        units: named_units(tx)?,
        text: store::find_text(tx, contest.id, kind)?,
        contest,
        rules,
        plan,
    })
}

/// Minutes of a unit: its desk says what was received and decided.
pub fn minutes(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    now: Instant,
) -> Read<(Around, Desk)> {
    let desk = desk(tx, actor, contest, unit, now)?;
    let around = around(tx, desk.contest.clone(), desk.rules.clone(), DocumentKind::ScreeningMinutes)?;
    Ok((around, desk))
}

/// The head's sheet of one entry: as it was confirmed, or to be signed on paper where the unit has selected it.
pub fn confirmation(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Read<(Around, EntryPage)> {
    let page = entry_page(tx, actor, entry, now)?;
    if page.confirmations.iter().all(|c| c.voided_at.is_some())
        && !(page.gate.handed_in && page.gate.is_selected())
    {
        return Err(Stop::NotFound);
    }
    let around = around(tx, page.contest.clone(), page.rules.clone(), DocumentKind::Confirmation)?;
    Ok((around, page))
}

/// The letter of a batch: the batch, and the authors of each of its entries.
pub fn letter(
    tx: &mut Tx,
    actor: &Actor,
    batch: BatchId,
    now: Instant,
) -> Read<(Around, BatchPage, HashMap<EntryId, Vec<Contact>>)> {
    let page = batch_page(tx, actor, batch, now)?;
    let ids: Vec<EntryId> = page.items.iter().map(|i| i.listed.gate.entry).collect();
    let contacts = contacts(tx, &ids)?;
    let around = around(tx, page.contest.clone(), page.rules.clone(), DocumentKind::CoverLetter)?;
    Ok((around, page, contacts))
}

/// The receipt of an entry that was handed in.
pub fn receipt(
    tx: &mut Tx,
    log: &Log,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Read<(Around, entries::EntryRow, Dossier, Checkpoint)> {
    let own = crate::entry::open::open(tx, actor, entry, now)?;
    let (Some((dossier, _)), true) = (own.dossier, own.row.submitted_at.is_some()) else {
        return Err(Stop::NotFound);
    };
    let around = around(tx, own.contest, own.rules, DocumentKind::Receipt)?;
    Ok((around, own.row, dossier, log.checkpoint(tx)?))
}

/// An author as a list for the office names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub address: String,
    pub phone: String,
}

/// The representative first.
fn contacts(tx: &mut Tx, ids: &[EntryId]) -> Result<HashMap<EntryId, Vec<Contact>>, DbFault> {
    let mut out: HashMap<EntryId, Vec<Contact>> = HashMap::new();
    if ids.is_empty() {
        return Ok(out);
    }
    let sql = format!(
        "SELECT a.entry_id, a.name, a.address, a.phone, e.contact_salt FROM author a JOIN entry e ON e.id = a.entry_id AND e.version = a.version \
         WHERE a.entry_id IN {} ORDER BY a.entry_id, a.representative DESC, a.position",
        in_list(1, ids.len())
    );
    let vals: Vec<Val<'_>> = ids.iter().map(|id| Val::from(id.0)).collect();
    let opener = tx.opener();
    for r in tx.query(&sql, &vals)? {
        let seal = opener.seal(r.opt_blob(4)?)?;
        let contact = Contact {
            name: r.text(1)?.to_owned(),
            address: seal.open(r.text(2)?)?,
            phone: seal.open(r.text(3)?)?,
        };
        out.entry(EntryId(r.int(0)?)).or_default().push(contact);
    }
    Ok(out)
}

/// Every unit with entries, every batch and every entry of a contest: whose papers a rehearsal prints.
pub fn everything(
    tx: &mut Tx,
    contest: ContestId,
) -> Result<(Vec<UnitId>, Vec<BatchId>, Vec<EntryId>), DbFault> {
    contests::find(tx, contest)?;
    let ids = |tx: &mut Tx, sql: &str| -> Result<Vec<i64>, DbFault> {
        tx.query(sql, &[contest.0.into()])?.iter().map(|r| r.int(0)).collect()
    };
    let units = ids(
        tx,
        "SELECT u.id FROM org_unit u WHERE u.id IN (SELECT unit_id FROM entry WHERE contest_id = $1 AND state = 'handed_in') ORDER BY u.position, u.id",
    )?;
    let batches = ids(tx, "SELECT id FROM batch WHERE contest_id = $1 AND state = 'forwarded' ORDER BY id")?;
    let entries =
        ids(tx, "SELECT id FROM entry WHERE contest_id = $1 AND state = 'handed_in' ORDER BY code")?;
    Ok((
        units.into_iter().map(UnitId).collect(),
        batches.into_iter().map(BatchId).collect(),
        entries.into_iter().map(EntryId).collect(),
    ))
}

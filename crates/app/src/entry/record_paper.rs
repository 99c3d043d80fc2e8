//! Recording what came on paper, as it came, with its defects; and recording it again when a mended one was brought.

use super::begin::free_code;
use super::{authors, body, store};
use crate::act::Stop;
use crate::contest;
use crate::db::{DbFault, Tx};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::entry::authors::How;
use domain::entry::formal::{self, Findings};
use domain::entry::{
    Dossier, EntryState, KnownUnit, RecordRefusal, Submitted, access, edit_again, record_paper as rule,
};
use domain::ids::{ContestId, EntryCode, EntryId, UnitCode, UnitId};
use domain::time::Instant;

/// Records a paper entry under the code of the office's files, or under a new one. Only what makes a record impossible
/// refuses; formal defects are found again at the committee's intake.
pub fn record_paper(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    code: Option<EntryCode>,
    dossier: &Dossier,
    received_at: Instant,
    now: Instant,
) -> Result<EntryId, Stop<RecordRefusal>> {
    let row = contest::store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let units = named(tx, contest, dossier)?;
    match unit_id(&units, &dossier.receiving_unit) {
        Some(unit) => access::record_paper(actor, contest, unit)?,
        // An unknown unit: whoever serves at some desk reads the refusal.
        None => access::at_some_desk(actor, contest)?,
    }
    let rules = contest::store::rules_of(tx, contest)?;
    let knows = |u: &UnitCode| unit_id(&units, u).is_some();
    let mut refusals =
        rule::record_paper(dossier, &rules, row.phase, knows, received_at, now).err().unwrap_or_default();
    let code = match code {
        Some(code) if !is_writable(&code) => {
            refusals.push(RecordRefusal::CodeUnreadable);
            code
        }
        Some(code) => {
            if store::is_code_taken(tx, contest, &code)? {
                refusals.push(RecordRefusal::CodeTaken);
            }
            code
        }
        None => free_code(tx, contest, &row.code)?,
    };
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    let entry = store::insert_paper(tx, contest, &code, None, now)?;
    let submitted = version(dossier, 1, received_at);
    store::save_version(tx, entry, &submitted, &units, &actor_text(actor), now)?;
    authors::handed_in(tx, actor, entry, dossier, How::Desk, now)?;
    record(tx, actor, Some(contest), rule::recorded(entry, 1, received_at, submitted.dossier_hash), now)?;
    Ok(entry)
}

/// Records a mended dossier as the next version of a paper entry that is not with the committee.
pub fn record_paper_again(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    dossier: &Dossier,
    received_at: Instant,
    now: Instant,
) -> Result<(), Stop<RecordRefusal>> {
    let row = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::keep_paper(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let here = store::whereabouts(tx, &row)?;
    let units = named(tx, row.contest, dossier)?;
    let rules = contest::store::rules_of(tx, row.contest)?;
    let knows = |u: &UnitCode| unit_id(&units, u).is_some();
    let mut refusals =
        rule::record_paper(dossier, &rules, row.phase, knows, received_at, now).err().unwrap_or_default();
    if row.state != EntryState::HandedIn || edit_again::may_still_change(&here).is_err() {
        refusals.push(RecordRefusal::NoLongerHere);
    }
    let submitted = version(dossier, row.version + 1, received_at);
    if here.dossier_hash == Some(submitted.dossier_hash) {
        refusals.push(RecordRefusal::Unchanged);
    }
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    store::save_version(tx, entry, &submitted, &units, &actor_text(actor), now)?;
    authors::handed_in(tx, actor, entry, dossier, How::Desk, now)?;
    let event = rule::recorded(entry, submitted.version, received_at, submitted.dossier_hash);
    record(tx, actor, Some(row.contest), event, now)?;
    Ok(())
}

/// What the committee's intake will find of this dossier: for the desk, before and after recording.
pub fn paper_findings(tx: &mut Tx, contest: ContestId, dossier: &Dossier) -> Result<Findings, DbFault> {
    let rules = contest::store::rules_of(tx, contest)?;
    let officials = store::officials(tx, contest)?;
    Ok(formal::check(dossier, &rules, &officials))
}

fn version(dossier: &Dossier, version: i64, received_at: Instant) -> Submitted {
    Submitted {
        dossier: dossier.clone(),
        dossier_hash: body::digest(dossier.canonical().as_bytes()),
        version,
        at: received_at,
        email: None,
    }
}

fn named(tx: &mut Tx, contest: ContestId, d: &Dossier) -> Result<Vec<(UnitId, KnownUnit)>, DbFault> {
    let codes = store::named_units(Some(&d.receiving_unit), d.authors.iter().map(|a| a.unit.as_ref()));
    store::units(tx, contest, &codes)
}

fn unit_id(units: &[(UnitId, KnownUnit)], code: &UnitCode) -> Option<UnitId> {
    units.iter().find(|(_, u)| u.code == *code).map(|(id, _)| *id)
}

/// 1 to 40 letters, digits and dashes.
fn is_writable(code: &EntryCode) -> bool {
    let c = code.as_str();
    (1..=40).contains(&c.len()) && c.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

//! A confirmation signed on paper is recorded on the head's behalf, with its scan; and the scan is shown.

use super::store::{self, HeadLine, NewPaper};
use crate::act::Stop;
use crate::db::Tx;
use crate::files::store::{NamedFile, ensure};
use crate::files::{Kept, MediaType};
use crate::record::record;
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::ids::{EntryId, PersonId};
use domain::screening::confirm::Statement;
use domain::screening::record_confirmation::{self as rule, NoScan, SignedSheet, Signer};
use domain::screening::{RecordConfirmationRefusal, access};
use domain::text;
use domain::time::{Day, Instant};
use std::convert::Infallible;

/// The sheet as the clerk has it: who signed, when, the code that is printed on it, its scan.
#[derive(Debug, Clone)]
pub struct RecordedSheet {
    pub signer: Option<PersonId>,
    pub signed_on: Option<Day>,
    pub printed: String,
    pub scan: Option<Kept>,
    /// In the words of the paper.
    pub level: String,
    pub feasibility: String,
    pub remarks: String,
}

/// Answers the confirmation's id. Whoever works at the unit's desk records it; the signer is head or delegate on the day of
/// the signature, whatever the roles are today.
pub fn record_confirmation(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    sheet: &RecordedSheet,
    now: Instant,
) -> Result<i64, Stop<RecordConfirmationRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.gate.unit, now)?;
    let heads = store::list_heads(tx, held.gate.unit)?;
    let (signer, line) = signer_of(&heads, sheet.signer, sheet.signed_on);
    let said = Statement {
        version: held.gate.version,
        dossier_hash: held.gate.dossier_hash,
        level: text::clean_line(&sheet.level),
        feasibility: text::clean_line(&sheet.feasibility),
        remarks: text::clean(&sheet.remarks),
        by: line.map(|l| l.name.clone()).unwrap_or_default(),
    };
    let is_scan = |k: &Kept| matches!(k.media_type, MediaType::Pdf | MediaType::Jpg | MediaType::Png);
    let paper = SignedSheet {
        signer,
        signed_on: sheet.signed_on,
        printed: text::clean_line(&sheet.printed),
        scan: match &sheet.scan {
            None => Err(NoScan::Missing),
            Some(kept) if !is_scan(kept) => Err(NoScan::OtherKind),
            Some(kept) => Ok(HEXLOWER.encode(&kept.sha256)),
        },
    };
    let authors = store::list_author_names(tx, &held.gate)?;
    let versions: Vec<(i64, [u8; 32])> =
        store::list_versions(tx, entry)?.into_iter().map(|v| (v.version, v.dossier_hash)).collect();
    let phase = held.contest.phase;
    let event = rule::record_confirmation(&held.gate, &said, &paper, &authors, &versions, phase, now)?;
    let (Some(kept), Some(signed_on), Some(line)) = (&sheet.scan, sheet.signed_on, line) else {
        return Err(Stop::NotFound);
    };
    let scan = ensure(tx, kept, now)?;
    let new = NewPaper { signed_on, scan, delegate: line.delegate, recorder: actor };
    let id = store::insert_confirmation(tx, entry, &said, Some(line.person), Some(&new), now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(id)
}

/// The line of the signer that holds on the day, else one of the same person.
fn signer_of(heads: &[HeadLine], signer: Option<PersonId>, on: Option<Day>) -> (Signer, Option<&HeadLine>) {
    let theirs = || heads.iter().filter(|h| Some(h.person) == signer);
    let then = on.and_then(|day| theirs().find(|h| h.holds_on(day)));
    match then.or_else(|| theirs().next()) {
        None => (Signer::Nobody, None),
        Some(line) if then.is_none() => (Signer::NotThen, Some(line)),
        Some(line) if line.delegate => (Signer::Delegate, Some(line)),
        Some(line) => (Signer::Head, Some(line)),
    }
}

/// The scan of a confirmation signed on paper, for those who may read the entry at its unit or at the intake.
pub fn signed_scan(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    confirmation: i64,
    now: Instant,
) -> Result<NamedFile, Stop<Infallible>> {
    let held = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    let contest = held.contest.id;
    if access::see_desk(actor, held.gate.unit, contest, now).is_err()
        && access::see_intake(actor, contest).is_err()
    {
        return Err(Stop::NotFound);
    }
    let papers = store::list_confirmations(tx, entry)?.into_iter().filter_map(|c| c.paper);
    let paper = papers.into_iter().find(|p| p.id == confirmation).ok_or(Stop::NotFound)?;
    let name = format!("{}-confirmation-{confirmation}", held.gate.code);
    crate::documents::store::find_file(tx, paper.scan, &name)?.ok_or(Stop::NotFound)
}

/// Who may have signed for the unit of the entry, for the one who records it.
pub fn signers(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    now: Instant,
) -> Result<Vec<HeadLine>, Stop<Infallible>> {
    let held = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.gate.unit, now).map_err(|_| Stop::NotFound)?;
    Ok(store::list_heads(tx, held.gate.unit)?)
}

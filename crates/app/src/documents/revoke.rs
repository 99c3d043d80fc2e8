//! documents/revoke: a certificate is no longer valid, for a reason that everybody who checks it reads.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::documents::{DocumentsEvent, access};
use domain::ids::ContestId;
use domain::text;
use domain::time::Instant;

/// Characters of a reason, both included.
const REASON: (usize, usize) = (5, 500);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevokeRefusal {
    ReasonMissing { least: usize, most: usize },
}

/// Revoking one that is revoked already changes nothing.
pub fn revoke(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    token: &str,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<RevokeRefusal>> {
    access::revoke(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let row = store::find_certificate(tx, token)?.filter(|c| c.contest == contest).ok_or(Stop::NotFound)?;
    if row.revoked.is_some() {
        return Ok(());
    }
    let reason = text::clean_line(reason);
    if !(REASON.0..=REASON.1).contains(&text::length(&reason)) {
        return Err(Stop::refuse(RevokeRefusal::ReasonMissing { least: REASON.0, most: REASON.1 }));
    }
    store::save_revoked(tx, token, &reason, now)?;
    let event = DocumentsEvent::CertificateRevoked { contest, entry: row.entry, reason };
    record(tx, actor, Some(contest), event, now)?;
    Ok(())
}

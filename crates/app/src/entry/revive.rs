//! Bringing a withdrawn entry back, as it was, before the deadline.

use super::{double, store};
use crate::act::Stop;
use crate::contest;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::entry::{ReviveRefusal, access, revive as rule};
use domain::ids::EntryId;
use domain::time::Instant;

pub fn revive(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Result<(), Stop<ReviveRefusal>> {
    let row = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::withdraw(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let rules = contest::store::rules_of(tx, row.contest)?;
    let event = rule::revive(entry, row.state, &rules, row.phase, row.granted(), now)?;
    let (dossier, _) = store::dossier_of(tx, entry, row.version)?.ok_or(Stop::NotFound)?;
    if !double::told(tx, row.contest, entry, &dossier)?.is_empty() {
        return Err(Stop::refuse(ReviveRefusal::SameWork));
    }
    store::save_revived(tx, entry, now)?;
    record(tx, actor, Some(row.contest), event, now)?;
    Ok(())
}

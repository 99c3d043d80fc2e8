//! Releases the result: from this moment, and not before, everybody may see it.

use super::store;
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::awards::release::ReleaseRefusal;
use domain::awards::{AwardEvent, access};
use domain::contest::{ContestEvent, Phase};
use domain::ids::ContestId;
use domain::time::Instant;

pub fn release(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    now: Instant,
) -> Result<(), Stop<ReleaseRefusal>> {
    store::lock(tx, contest)?;
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::confirm(actor, contest)?;
    domain::awards::release::release(store::find_award(tx, contest)?.map(|a| a.state))?;
    store::save_released(tx, contest, now)?;
    contests::save_released(tx, contest, now)?;
    record(tx, actor, Some(contest), AwardEvent::Released { contest }, now)?;
    record(tx, actor, Some(contest), ContestEvent::PhaseChanged { contest, to: Phase::Released }, now)?;
    Ok(())
}

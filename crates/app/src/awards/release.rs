//! Releases the result: from this moment, and not before, everybody may see it. The log keeps the digest of everything that
//! the result follows from (`package`), so that nobody can change it afterwards unseen.

use super::{package, store};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::keys::Keys;
use crate::record::record;
use domain::actor::Actor;
use domain::awards::release::ReleaseRefusal;
use domain::awards::{AwardEvent, access};
use domain::contest::{ContestEvent, Phase};
use domain::ids::ContestId;
use domain::time::Instant;

pub fn release(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    contest: ContestId,
    now: Instant,
) -> Result<(), Stop<ReleaseRefusal>> {
    store::lock(tx, contest)?;
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::confirm(actor, contest)?;
    domain::awards::release::release(store::find_award(tx, contest)?.map(|a| a.state))?;
    let digest =
        package::core(tx, keys, contest, now)?.map(|p| package::hex(&p.digest())).unwrap_or_default();
    store::save_released(tx, contest, now)?;
    contests::save_released(tx, contest, now)?;
    record(tx, actor, Some(contest), AwardEvent::Released { contest, package: digest }, now)?;
    record(tx, actor, Some(contest), ContestEvent::PhaseChanged { contest, to: Phase::Released }, now)?;
    Ok(())
}

//! A member of the unit's committee says what he or she thinks of a version; for one without an account the desk writes it down.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::EntryId;
use domain::screening::give_opinion::{self as rule, Opinion};
use domain::screening::{OpinionRefusal, access};
use domain::text;
use domain::time::Instant;

/// `position` is the member's place in the committee, from 0.
pub fn give_opinion(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    position: usize,
    opinion: &Opinion,
    now: Instant,
) -> Result<(), Stop<OpinionRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::work_desk(actor, held.gate.unit, now)?;
    let committee = store::find_committee(tx, held.contest.id, held.gate.unit)?.ok_or(Stop::NotFound)?;
    let member = committee.members.get(position).ok_or(Stop::NotFound)?;
    let opinion = Opinion { reason: text::clean(&opinion.reason), ..opinion.clone() };
    let authors = store::list_author_names(tx, &held.gate)?;
    let event =
        rule::give_opinion(&held.gate, member, &opinion, actor.person_id(), &authors, held.contest.phase)?;
    store::insert_opinion(tx, committee.id, position, entry, &opinion, actor, now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}

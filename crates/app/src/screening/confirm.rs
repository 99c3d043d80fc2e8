//! The head's confirmation of exactly one version, and taking it back.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::EntryId;
use domain::screening::confirm::{self as rule, Statement, VoidRefusal};
use domain::screening::{ConfirmRefusal, access};
use domain::text;
use domain::time::Instant;

/// Answers the confirmation's id. A person signs with the name of the account, whatever `said.by` holds; the program
/// itself (the rehearsal of recorded facts) gives the signer as the paper does.
pub fn confirm(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    said: &Statement,
    now: Instant,
) -> Result<i64, Stop<ConfirmRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::answer_for_unit(actor, held.gate.unit, now)?;
    let authors = store::list_author_names(tx, &held.gate)?;
    let by = match actor {
        Actor::Person(p) => p.name.clone(),
        Actor::Anonymous | Actor::EntryHolder { .. } | Actor::System => text::clean_line(&said.by),
    };
    let said = Statement {
        level: text::clean_line(&said.level),
        feasibility: text::clean_line(&said.feasibility),
        remarks: text::clean(&said.remarks),
        by,
        ..said.clone()
    };
    let event = rule::confirm(&held.gate, &said, &authors, held.contest.phase)?;
    let id = store::insert_confirmation(tx, entry, &said, actor.person_id(), None, now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(id)
}

/// The head takes the confirmation back.
pub fn void_confirmation(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    reason: &str,
    now: Instant,
) -> Result<(), Stop<VoidRefusal>> {
    let held = store::hold(tx, entry)?.ok_or(Stop::NotFound)?;
    access::answer_for_unit(actor, held.gate.unit, now)?;
    let event = rule::void(&held.gate, reason)?;
    store::void_confirmation(tx, entry, &text::clean(reason), now)?;
    record(tx, actor, Some(held.contest.id), event, now)?;
    Ok(())
}

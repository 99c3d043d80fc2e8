//! contest/ask: the contest's own questions as the organiser put them together, in force as the next edition of the rules.

use super::amend::{AmendRefusal, amend};
use super::{format, store};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::contest::{FormField, access};
use domain::ids::{ContestId, EditionId};
use domain::time::Instant;
use serde_json::{Value, json};

/// Puts the questions in force, everything else as in edition `began_from`: where there is a later one by now, nothing is done.
pub fn ask(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    began_from: i64,
    fields: &[FormField],
    reason: &str,
    now: Instant,
) -> Result<EditionId, Stop<AmendRefusal>> {
    access::set_up(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let number = store::list_editions(tx, contest)?.first().map_or(1, |e| e.number);
    if number != began_from {
        return Err(Stop::refuse(AmendRefusal::Overtaken { number }));
    }
    let body = store::edition_body(tx, contest, number)?.ok_or(Stop::NotFound)?;
    let body = with_fields(&body, fields)?;
    amend(tx, actor, contest, &body, reason, now)
}

/// The text of the rules with these questions in it.
fn with_fields(body: &str, fields: &[FormField]) -> Result<String, DbFault> {
    let broken = |e: serde_json::Error| DbFault::other(format!("stored rules cannot be read: {e}"));
    let mut rules: Value = serde_json::from_str(body).map_err(broken)?;
    if !rules["form"].is_object() {
        rules["form"] = json!({});
    }
    rules["form"]["fields"] = format::write_fields(fields);
    serde_json::to_string_pretty(&rules).map_err(broken)
}

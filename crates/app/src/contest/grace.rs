//! contest/grace: more time for everybody, as the next edition of the rules: the announced deadline stays in it, with the later one and why.

use super::amend::{self, amend};
use super::{AmendRefusal, store};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::contest::access;
use domain::contest::deadline::{self, GraceRefusal};
use domain::ids::{ContestId, EditionId};
use domain::text;
use domain::time::{Before, Instant};
use serde_json::{Value, json};

/// Why there is no grace period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraceStop {
    Grace(GraceRefusal),
    Amend(AmendRefusal),
}

/// Gives everybody time until just before `until`.
pub fn grant_grace(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    until: Before,
    reason: &str,
    now: Instant,
) -> Result<EditionId, Stop<GraceStop>> {
    access::set_up(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let row = store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let rules = store::rules_of(tx, contest)?;
    let mut no: Vec<GraceStop> =
        deadline::grace(&rules.timeline, row.phase, until, now).into_iter().map(GraceStop::Grace).collect();
    let body = with_grace(&store::body_of_edition(tx, row.edition)?, until, reason)?;
    // Where the moment itself is wrong, what another edition would say of it adds nothing.
    let adds = |why: &AmendRefusal| no.is_empty() || is_about_reason(why);
    let more: Vec<AmendRefusal> = match amend::preview_amendment(tx, actor, contest, &body, reason) {
        Ok(preview) => preview.refusals.into_iter().filter(adds).collect(),
        Err(Stop::Refused(why)) => why.into_iter().filter(adds).collect(),
        Err(stop) => return Err(stop.map(GraceStop::Amend)),
    };
    no.extend(more.into_iter().map(GraceStop::Amend));
    if !no.is_empty() {
        return Err(Stop::Refused(no));
    }
    amend(tx, actor, contest, &body, reason, now).map_err(|s| s.map(GraceStop::Amend))
}

fn is_about_reason(refusal: &AmendRefusal) -> bool {
    matches!(refusal, AmendRefusal::Rule(domain::contest::amend::AmendRefusal::ReasonMissing { .. }))
}

/// The text of the edition with the later deadline in it. Everything else stays as it was written.
fn with_grace(body: &str, until: Before, reason: &str) -> Result<String, DbFault> {
    let broken = |e: serde_json::Error| DbFault::other(format!("a stored edition is no JSON: {e}"));
    let mut v: Value = serde_json::from_str(body).map_err(broken)?;
    if let Some(units_send) = v.pointer_mut("/timeline/units_send") {
        units_send["grace"] = json!({ "before": until.0.to_string(), "reason": text::clean(reason) });
    }
    serde_json::to_string_pretty(&v).map_err(broken)
}

//! The versions of one entry, and what two of them differ in.

use super::store::{self, UnitFace, VersionLine};
use crate::act::Stop;
use crate::contest::store::ContestRow;
use crate::db::Tx;
use crate::entry::store as entries;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::ids::EntryId;
use domain::screening::compare::{self as rule, Difference};
use domain::screening::{Gate, access};
use domain::time::Instant;
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct VersionsPage {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub unit: UnitFace,
    pub gate: Gate,
    pub title: String,
    /// Newest first.
    pub versions: Vec<VersionLine>,
    /// The two that are compared, the older one first; absent where there is one alone.
    pub compared: Option<(i64, i64, Vec<Difference>)>,
}

/// For those who see the entry at its desk or at the intake. Without `from` and `to` the last two are compared; numbers that there are
/// not are nobody's.
pub fn versions(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    from: Option<i64>,
    to: Option<i64>,
    now: Instant,
) -> Result<VersionsPage, Stop<Infallible>> {
    let held = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    let (gate, contest, rules) = (held.gate, held.contest, held.rules);
    let at_desk = access::see_desk(actor, gate.unit, contest.id, now).is_ok();
    if !at_desk && access::see_intake(actor, contest.id).is_err() {
        return Err(Stop::NotFound);
    }
    let unit = store::find_unit(tx, contest.id, gate.unit)?.ok_or(Stop::NotFound)?;
    let versions = store::list_versions(tx, entry)?;
    let (newest, _) = entries::dossier_of(tx, entry, gate.version)?.ok_or(Stop::NotFound)?;
    let to = to.unwrap_or(gate.version);
    let from = from.unwrap_or((to - 1).max(1));
    let title = newest.title.clone();
    let compared = if gate.version > 1 {
        let (older, newer) = (from.min(to), from.max(to));
        let mut read = |version| -> Result<_, Stop<Infallible>> {
            entries::dossier_of(tx, entry, version)?.ok_or(Stop::NotFound)
        };
        let ((old, _), (new, _)) = (read(older)?, read(newer)?);
        Some((older, newer, rule::compare(&old, &new)))
    } else {
        None
    };
    Ok(VersionsPage { contest, rules, unit, gate, title, versions, compared })
}

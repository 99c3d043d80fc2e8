//! contest/create: a contest with its first edition of rules and the units that take part.

use super::format::{self, Problem};
use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::people;
use crate::record::record;
use domain::actor::Actor;
use domain::contest::{ContestEvent, QuotaStrength, RulesEdition, access};
use domain::ids::{ContestId, UnitCode, UnitId};
use domain::time::Instant;
use sha2::{Digest, Sha256};

/// Why a contest cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateRefusal {
    Rules(Problem),
    CodeTaken {
        code: String,
    },
    /// The organiser's or the standing body's unit is not in the register.
    UnknownUnit {
        code: UnitCode,
    },
}

/// Makes a contest from the text of a `contest.json`. It is a draft until it is announced; `units` take part, each with the
/// strength of its quota.
pub fn create(
    tx: &mut Tx,
    actor: &Actor,
    body: &str,
    units: &[(UnitId, QuotaStrength)],
    now: Instant,
) -> Result<ContestId, Stop<CreateRefusal>> {
    access::create(actor)?;
    let (rules, mut why) = read(tx, body)?;
    let organiser = people::unit_by_code(tx, rules.organiser_unit.as_str())?;
    let standing = people::unit_by_code(tx, rules.standing_body.as_str())?;
    for (found, code) in [(&organiser, &rules.organiser_unit), (&standing, &rules.standing_body)] {
        if found.is_none() {
            why.push(CreateRefusal::UnknownUnit { code: code.clone() });
        }
    }
    let (Some(organiser), Some(standing), true) = (organiser, standing, why.is_empty()) else {
        return Err(Stop::Refused(why));
    };
    let contest = store::insert(tx, body, &rules, organiser.id, standing.id, "", now)?;
    for (unit, quota) in units {
        store::save_unit(tx, contest, *unit, *quota)?;
    }
    let edition = store::find(tx, contest)?.ok_or(Stop::NotFound)?.edition;
    let rules_sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(body.as_bytes()));
    record(tx, actor, Some(contest), ContestEvent::Created { contest, edition, rules_sha256 }, now)?;
    if !units.is_empty() {
        let units = i64::try_from(units.len()).unwrap_or(i64::MAX);
        record(tx, actor, Some(contest), ContestEvent::UnitsChosen { contest, units }, now)?;
    }
    Ok(contest)
}

/// The rules of the text with what stands against them apart from units: those may come with the same upload.
pub fn preview(
    tx: &mut Tx,
    actor: &Actor,
    body: &str,
) -> Result<(RulesEdition, Vec<CreateRefusal>), Stop<CreateRefusal>> {
    access::create(actor)?;
    read(tx, body)
}

fn read(tx: &mut Tx, body: &str) -> Result<(RulesEdition, Vec<CreateRefusal>), Stop<CreateRefusal>> {
    let rules = format::parse(body)
        .map_err(|all| Stop::Refused(all.into_iter().map(CreateRefusal::Rules).collect()))?;
    let mut why = Vec::new();
    if store::find_by_code(tx, &rules.code)?.is_some() {
        why.push(CreateRefusal::CodeTaken { code: rules.code.clone() });
    }
    Ok((rules, why))
}

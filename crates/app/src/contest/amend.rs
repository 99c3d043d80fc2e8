//! contest/amend: a new edition of the rules from the text of a `contest.json`, with the reason that everybody concerned reads.

use super::format::{self, Problem};
use super::store::{self, ContestRow};
use crate::act::Stop;
use crate::db::Tx;
use crate::people;
use crate::record::record;
use domain::actor::Actor;
use domain::contest::amend::{self as rule, Amendment};
use domain::contest::{ContestEvent, RulesEdition, access};
use domain::ids::{ContestId, EditionId, UnitCode, UnitId};
use domain::time::Instant;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Why there is no new edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmendRefusal {
    /// One field of the file.
    Rules(Problem),
    Rule(rule::AmendRefusal),
    /// The organiser's or the standing body's unit is not in the register.
    UnknownUnit {
        code: UnitCode,
    },
    /// What was changed began from an edition that is no longer in force.
    Overtaken {
        number: i64,
    },
}

/// Puts the next edition in force.
pub fn amend(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    body: &str,
    reason: &str,
    now: Instant,
) -> Result<EditionId, Stop<AmendRefusal>> {
    access::set_up(actor, contest)?;
    tx.lock_row("contest", contest.0)?;
    let row = store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let (new, decided) = decide(tx, &row, body, reason)?;
    let (Amendment { parts, reason }, (organiser, standing)) = decided.map_err(Stop::Refused)?;
    let edition = store::insert_edition(tx, contest, body, &new, &reason, now)?;
    if (organiser, standing) != (row.organiser_unit, row.standing_unit) {
        store::save_bodies(tx, contest, organiser, standing)?;
    }
    let number = store::list_editions(tx, contest)?.first().map_or(1, |e| e.number);
    let rules_sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(body.as_bytes()));
    let event = ContestEvent::Amended { contest, edition, number, parts, reason, rules_sha256 };
    record(tx, actor, Some(contest), event, now)?;
    Ok(edition)
}

/// What a file would change, and everything that stands against it.
#[derive(Debug, Clone, PartialEq)]
pub struct AmendPreview {
    pub parts: Vec<rule::Part>,
    pub refusals: Vec<AmendRefusal>,
    pub new: RulesEdition,
}

/// Looks at a file before it is put in force. Refused with the problems of its fields where it cannot be read.
pub fn preview_amendment(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    body: &str,
    reason: &str,
) -> Result<AmendPreview, Stop<AmendRefusal>> {
    access::set_up(actor, contest)?;
    let row = store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let old = store::rules_of(tx, contest)?;
    let (new, decided) = decide(tx, &row, body, reason)?;
    let mut parts = rule::changed(&old, &new);
    let refusals = match decided {
        Ok((amendment, _)) => {
            parts = amendment.parts;
            vec![]
        }
        Err(refusals) => refusals,
    };
    Ok(AmendPreview { parts, refusals, new })
}

type Decided = Result<(Amendment, (UnitId, UnitId)), Vec<AmendRefusal>>;

fn decide(
    tx: &mut Tx,
    row: &ContestRow,
    body: &str,
    reason: &str,
) -> Result<(RulesEdition, Decided), Stop<AmendRefusal>> {
    let new = format::parse(body)
        .map_err(|all| Stop::Refused(all.into_iter().map(AmendRefusal::Rules).collect()))?;
    let old = store::rules_of(tx, row.id)?;
    let number = store::list_editions(tx, row.id)?.first().map_or(1, |e| e.number);
    let before = store::edition_body(tx, row.id, number)?.unwrap_or_default();
    let said = |text: &str| serde_json::from_str::<Value>(text).ok();
    let wording_differs = said(&before) != said(body);
    let mut why = Vec::new();
    let organiser = people::unit_by_code(tx, new.organiser_unit.as_str())?;
    let standing = people::unit_by_code(tx, new.standing_body.as_str())?;
    for (found, code) in [(&organiser, &new.organiser_unit), (&standing, &new.standing_body)] {
        if found.is_none() {
            why.push(AmendRefusal::UnknownUnit { code: code.clone() });
        }
    }
    let course = match &standing {
        Some(unit) => store::course(tx, row, unit.id)?,
        None => rule::Course::default(),
    };
    let amendment = rule::amend(&old, &new, wording_differs, row.phase, course, reason);
    let decided = match (amendment, organiser, standing) {
        (Ok(amendment), Some(organiser), Some(standing)) => Ok((amendment, (organiser.id, standing.id))),
        (amendment, _, _) => {
            why.extend(amendment.err().unwrap_or_default().into_iter().map(AmendRefusal::Rule));
            Err(why)
        }
    };
    Ok((new, decided))
}

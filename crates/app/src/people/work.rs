//! "My work": what waits for a person, by role. Some queries whatever the number of entries, one per kind of role held.

use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx, Val, in_list};
use domain::actor::{Actor, Grant};
use domain::contest::Phase;
use domain::ids::{ContestId, UnitId};
use domain::people::Role;
use domain::time::Instant;
use std::collections::HashMap;

/// A pile of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pile {
    /// Handed in to my unit, not yet taken in.
    Receive,
    /// Taken in, not yet screened.
    Screen,
    /// Selected, waiting for the head's confirmation of this version.
    Confirm,
    /// Confirmed, not yet sent to the committee.
    Forward,
    /// Arrived at the committee, not yet decided upon.
    Intake,
    /// Sheets of mine that are not signed.
    Score,
    /// Letters that nobody has got.
    Letters,
    /// Invited people who have not chosen a password.
    Invited,
}

/// One pile that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub pile: Pile,
    pub contest: Option<ContestId>,
    pub unit: Option<UnitId>,
    pub count: i64,
    /// Of how many: sheets in all.
    pub of: Option<i64>,
}

/// A role held, with the names of its scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub role: Role,
    pub delegate: bool,
    pub contest: Option<ContestId>,
    pub unit: Option<(UnitId, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Work {
    pub waiting: Vec<Waiting>,
    pub held: Vec<Held>,
    /// The contests that `held` and `waiting` name, and those that are open for the units.
    pub contests: HashMap<ContestId, ContestSketch>,
}

/// What the page says of a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestSketch {
    pub code: String,
    pub name: String,
    pub phase: Phase,
    pub units_send_before: Instant,
}

/// Everything that waits for the actor, in the order of a contest's life.
pub fn my_work(tx: &mut Tx, actor: &Actor) -> Result<Work, Stop<()>> {
    if actor.person_id().is_none() {
        return Err(Stop::NotAllowed);
    }
    let mut work = Work { held: held(tx, actor)?, ..Work::default() };
    for row in contests::list(tx)? {
        let ContestRow { id, code, name, phase, units_send_before, .. } = row;
        work.contests.insert(id, ContestSketch { code, name, phase, units_send_before });
    }
    let units = |role: fn(&Grant) -> Option<UnitId>| -> Vec<i64> {
        let mut ids: Vec<i64> = actor.grants().iter().filter_map(role).map(|u| u.0).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let clerk_of = units(|g| match g {
        Grant::Clerk { unit } => Some(*unit),
        _ => None,
    });
    let head_of = units(|g| match g {
        Grant::Head { unit, .. } => Some(*unit),
        _ => None,
    });
    in_units(tx, &clerk_of, &head_of, &mut work.waiting)?;
    let secretary_of: Vec<i64> = actor
        .grants()
        .iter()
        .filter_map(|g| match g {
            Grant::Secretary { contest } => Some(contest.0),
            _ => None,
        })
        .collect();
    at_intake(tx, &secretary_of, &mut work.waiting)?;
    let seats: Vec<i64> = actor
        .grants()
        .iter()
        .filter_map(|g| match g {
            Grant::Judge { judge, .. } | Grant::Chair { judge, .. } => Some(judge.0),
            _ => None,
        })
        .collect();
    to_score(tx, &seats, &mut work.waiting)?;
    if actor.is_admin() {
        for_administrator(tx, &mut work.waiting)?;
    }
    Ok(work)
}

fn held(tx: &mut Tx, actor: &Actor) -> Result<Vec<Held>, DbFault> {
    let names: HashMap<UnitId, String> =
        if actor.grants().iter().any(|g| matches!(g, Grant::Clerk { .. } | Grant::Head { .. })) {
            super::store::list_units(tx)?.into_iter().map(|u| (u.id, u.name)).collect()
        } else {
            HashMap::new()
        };
    let unit = |u: &UnitId| Some((*u, names.get(u).cloned().unwrap_or_default()));
    Ok(actor
        .grants()
        .iter()
        .map(|g| {
            let (contest, unit, delegate) = match g {
                Grant::Clerk { unit: u } => (None, unit(u), false),
                Grant::Head { unit: u, delegate, .. } => (None, unit(u), *delegate),
                Grant::Secretary { contest }
                | Grant::Judge { contest, .. }
                | Grant::Chair { contest, .. }
                | Grant::Organiser { contest }
                | Grant::Auditor { contest }
                | Grant::Leader { contest } => (Some(*contest), None, false),
                Grant::Admin => (None, None, false),
            };
            Held { role: Role::of(g), delegate, contest, unit }
        })
        .collect())
}

fn ints(ids: &[i64]) -> Vec<Val<'static>> {
    ids.iter().map(|id| Val::Int(*id)).collect()
}

/// Piles of the units while the contest is open.
fn in_units(tx: &mut Tx, clerk_of: &[i64], head_of: &[i64], out: &mut Vec<Waiting>) -> Result<(), DbFault> {
    let mut all: Vec<i64> = clerk_of.iter().chain(head_of).copied().collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        return Ok(());
    }
    let count = |when: &str| format!("CAST(SUM(CASE WHEN {when} THEN 1 ELSE 0 END) AS BIGINT)");
    let screened = "g.verdict IS NOT NULL AND g.verdict_version = e.version";
    let rows = tx.query(
        &format!(
            "SELECT e.contest_id, e.unit_id, {}, {}, {}, {} FROM entry e JOIN contest c ON c.id = e.contest_id \
             LEFT JOIN gate g ON g.entry_id = e.id \
             LEFT JOIN confirmation k ON k.entry_id = e.id AND k.version = e.version AND k.voided_at IS NULL \
             WHERE e.unit_id IN {} AND e.state = 'handed_in' AND c.phase = 'open' GROUP BY e.contest_id, e.unit_id ORDER BY e.contest_id, e.unit_id",
            count("g.received_at IS NULL"),
            count(&format!("g.received_at IS NOT NULL AND NOT ({screened})")),
            count(&format!("{screened} AND g.verdict = 'selected' AND k.id IS NULL")),
            count(&format!("{screened} AND g.verdict = 'selected' AND k.id IS NOT NULL AND g.arrived_at IS NULL")),
            in_list(1, all.len()),
        ),
        &ints(&all),
    )?;
    for row in &rows {
        let (contest, unit) = (ContestId(row.int(0)?), row.int(1)?);
        let (clerk, head) = (clerk_of.contains(&unit), head_of.contains(&unit));
        for (i, pile, mine) in [
            (2, Pile::Receive, clerk),
            (3, Pile::Screen, clerk),
            (4, Pile::Confirm, head),
            (5, Pile::Forward, clerk || head),
        ] {
            let count = row.int(i)?;
            if mine && count > 0 {
                out.push(Waiting { pile, contest: Some(contest), unit: Some(UnitId(unit)), count, of: None });
            }
        }
    }
    Ok(())
}

fn at_intake(tx: &mut Tx, contests: &[i64], out: &mut Vec<Waiting>) -> Result<(), DbFault> {
    if contests.is_empty() {
        return Ok(());
    }
    let rows = tx.query(
        &format!(
            "SELECT e.contest_id, COUNT(*) FROM gate g JOIN entry e ON e.id = g.entry_id \
             WHERE e.contest_id IN {} AND e.state = 'handed_in' AND g.arrived_at IS NOT NULL AND g.intake = 'pending' GROUP BY e.contest_id ORDER BY e.contest_id",
            in_list(1, contests.len())
        ),
        &ints(contests),
    )?;
    for row in &rows {
        let contest = Some(ContestId(row.int(0)?));
        out.push(Waiting { pile: Pile::Intake, contest, unit: None, count: row.int(1)?, of: None });
    }
    Ok(())
}

fn to_score(tx: &mut Tx, seats: &[i64], out: &mut Vec<Waiting>) -> Result<(), DbFault> {
    if seats.is_empty() {
        return Ok(());
    }
    let rows = tx.query(
        &format!(
            "SELECT r.contest_id, COUNT(*), CAST(SUM(CASE WHEN s.signed_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) \
             FROM score_sheet s JOIN judging_round r ON r.id = s.round_id \
             WHERE s.judge_id IN {} AND s.released_at IS NULL AND r.state = 'open' GROUP BY r.contest_id ORDER BY r.contest_id",
            in_list(1, seats.len())
        ),
        &ints(seats),
    )?;
    for row in &rows {
        let (contest, all, open) = (ContestId(row.int(0)?), row.int(1)?, row.int(2)?);
        if open > 0 {
            out.push(Waiting {
                pile: Pile::Score,
                contest: Some(contest),
                unit: None,
                count: open,
                of: Some(all),
            });
        }
    }
    Ok(())
}

fn for_administrator(tx: &mut Tx, out: &mut Vec<Waiting>) -> Result<(), DbFault> {
    for (pile, sql) in [
        (Pile::Letters, "SELECT COUNT(*) FROM outbox WHERE state <> 'sent'"),
        (Pile::Invited, "SELECT COUNT(*) FROM person WHERE password_hash IS NULL AND active = 1"),
    ] {
        let count = tx.one(sql, &[])?.int(0)?;
        if count > 0 {
            out.push(Waiting { pile, contest: None, unit: None, count, of: None });
        }
    }
    Ok(())
}

//! notices/remind: the clock tells units that are behind that their deadline is near. Each reminder of each deadline once.

use super::store;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::record::record;
use domain::actor::Actor;
use domain::contest::{ContestEvent, Phase};
use domain::ids::ContestId;
use domain::notices::remind;
use domain::time::{Before, Instant};

/// Contests whose reminder is due and not given: few and cheap to ask, so the sorter asks it on every round.
pub(super) fn due(tx: &mut Tx, now: Instant) -> Result<Vec<(ContestId, Before, i64)>, DbFault> {
    let mut found = Vec::new();
    for contest in contests::list(tx)?.into_iter().filter(|c| c.phase == Phase::Open) {
        let before = Before(contest.units_send_before);
        if let Some(days) = remind::due(before, now)
            && !store::is_reminded(tx, contest.id, before.0, days)?
        {
            found.push((contest.id, before, days));
        }
    }
    Ok(found)
}

/// Reminds every unit that is behind at `now`, and nobody else. Answers how many units.
pub fn remind(tx: &mut Tx, now: Instant) -> Result<usize, DbFault> {
    let mut reminded = 0;
    for (contest, before, days) in due(tx, now)? {
        let (board, _) = crate::screening::quota_board(tx, contest)?;
        let behind: Vec<_> =
            board.iter().map(|r| (r.unit.id, remind::missing(r))).filter(|(_, n)| *n > 0).collect();
        let units = i64::try_from(behind.len()).unwrap_or(i64::MAX);
        if !store::insert_reminder(tx, contest, before.0, days, units, now)? {
            continue;
        }
        for (unit, missing) in &behind {
            let event =
                ContestEvent::UnitReminded { contest, unit: *unit, days, missing: i64::from(*missing) };
            record(tx, &Actor::System, Some(contest), event, now)?;
        }
        reminded += behind.len();
    }
    Ok(reminded)
}

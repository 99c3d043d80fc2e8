//! personal/forget: what has been kept long enough goes by itself.

use super::store;
use crate::db::{DbFault, Tx};
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::personal::{PersonalEvent, keep};
use domain::time::Instant;

/// Entries looked at in one transaction.
const MOST: i64 = 200;
const DAY_MS: i64 = 86_400_000;

/// Erases what is over, a part at a time; how much went. `years` after the release.
pub fn forget_old(tx: &mut Tx, years: i64, now: Instant) -> Result<usize, DbFault> {
    let taken_before = now.plus_ms(-keep::DRAFT_DAYS * DAY_MS);
    // The rule counts to the day; whole years of 365 days are early enough to look.
    let released_before = now.plus_ms(years.saturating_mul(-365 * DAY_MS));
    let mut gone = 0;
    for (entry, contest, case, taken, released) in store::list_old(tx, taken_before, released_before, MOST)? {
        let Some(extent) = keep::over(case, taken, released, years, now) else { continue };
        store::erase(tx, entry, extent, false, &actor_text(&Actor::System), now)?;
        let event = PersonalEvent::Erased { entry, extent, on_request: false };
        record(tx, &Actor::System, Some(contest), event, now)?;
        gone += 1;
    }
    Ok(gone)
}

//! The only place that asks the time. It never goes back, also not over a restart; the demo may shift it.
//!
//! Source: reliability, time authority for deadlines: the server's own clock, read once when a request's head arrived.

use crate::db::{Db, DbFault};
use domain::time::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Cheap to clone; all clones show the same time.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    shift_ms: AtomicI64,
    /// The latest instant ever shown, in milliseconds.
    seen: AtomicI64,
}

fn system_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

impl Clock {
    /// The system's time.
    pub fn system() -> Clock {
        Clock(Arc::new(Inner { shift_ms: AtomicI64::new(0), seen: AtomicI64::new(0) }))
    }

    /// The system's time moved so that now is `at`; it goes on from there.
    pub fn starting_at(at: Instant) -> Clock {
        let clock = Clock::system();
        clock.set(at);
        clock
    }

    /// Continues a database's clock: never earlier than what it has seen, with the shift of a demo.
    pub async fn resume(db: &Db) -> Result<Clock, DbFault> {
        let (seen, shift) = db
            .read(|tx| {
                let row = tx.one("SELECT max_seen_at, shift_ms FROM clock WHERE id = 1", &[])?;
                Ok::<_, DbFault>((row.int(0)?, row.int(1)?))
            })
            .await?;
        Ok(Clock(Arc::new(Inner { shift_ms: AtomicI64::new(shift), seen: AtomicI64::new(seen) })))
    }

    /// Milliseconds since 1970, never less than an earlier answer.
    pub fn now(&self) -> Instant {
        let at = system_ms().saturating_add(self.0.shift_ms.load(Ordering::Relaxed));
        Instant(self.0.seen.fetch_max(at, Ordering::Relaxed).max(at))
    }

    /// How far the clock stands behind what it has shown, in milliseconds: 0 in good health. The system's clock was set
    /// back when it is not.
    pub fn set_back_ms(&self) -> i64 {
        (self.0.seen.load(Ordering::Relaxed)
            - system_ms().saturating_add(self.0.shift_ms.load(Ordering::Relaxed)))
        .max(0)
    }

    /// Moves the clock, also back. For the demo and for rehearsals only: a served contest never calls it.
    pub fn set(&self, at: Instant) {
        self.0.shift_ms.store(at.0 - system_ms(), Ordering::Relaxed);
        self.0.seen.store(at.0, Ordering::Relaxed);
    }

    /// Keeps what was seen, so that a restart with a clock set back does not reopen a deadline.
    pub async fn keep(&self, db: &Db) -> Result<(), DbFault> {
        let (seen, shift) = (self.now().0, self.0.shift_ms.load(Ordering::Relaxed));
        db.write(move |tx| {
            tx.exec(
                "UPDATE clock SET max_seen_at = $1, shift_ms = $2 WHERE id = 1",
                &[seen.into(), shift.into()],
            )
            .map(|_| ())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_never_goes_back() {
        let clock = Clock::starting_at(Instant(1_000_000));
        let a = clock.now();
        clock.0.shift_ms.fetch_sub(3_600_000, Ordering::Relaxed);
        assert!(clock.now() >= a);
        assert!(clock.set_back_ms() > 3_500_000);
    }
}

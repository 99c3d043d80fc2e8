//! The one who sorts notices as they come, and looks at the clock for reminders.

use super::{TOPIC, remind, sort, store};
use crate::clock::Clock;
use crate::db::{Db, DbFault};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// How often to look for what has become due, without being told.
const ROUND: Duration = Duration::from_secs(15);
/// After being told: a storm of hand-ins is sorted in few transactions.
const BREATH: Duration = Duration::from_millis(300);

/// Sorts for ever. Several may work on one database: a notice is sorted by whoever comes first.
#[derive(Clone)]
pub struct Sorter {
    db: Db,
    clock: Clock,
}

impl Sorter {
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    /// Works until it is dropped. What it was at is then undone and done again by the next one.
    pub async fn run(self) {
        let mut told = self.db.subscribe();
        loop {
            match self.round().await {
                Ok(n) if n > 0 => {
                    // Others want to write too.
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                }
                Ok(_) => {}
                Err(fault) => tracing::error!(error = %fault, "notices cannot be sorted"),
            }
            let news = async {
                loop {
                    match told.recv().await {
                        Ok(event) if event.topic == TOPIC => return,
                        Ok(_) => {}
                        Err(RecvError::Lagged(_)) => return,
                        Err(RecvError::Closed) => std::future::pending().await,
                    }
                }
            };
            if tokio::time::timeout(ROUND, news).await.is_ok() {
                tokio::time::sleep(BREATH).await;
            }
        }
    }

    /// Does what is due now, and answers how much that was.
    pub async fn round(&self) -> Result<usize, DbFault> {
        let now = self.clock.now();
        let (reminders, notices) = self
            .db
            .read(move |tx| {
                Ok::<_, DbFault>((!remind::due(tx, now)?.is_empty(), store::is_anything_due(tx, now)?))
            })
            .await?;
        if reminders {
            self.db.write(move |tx| remind::remind(tx, now)).await?;
        }
        if !reminders && !notices {
            return Ok(0);
        }
        self.db.write(move |tx| sort(tx, now)).await
    }
}

//! The one who takes letters out of the box and to the mail server.

use super::{Due, Post, PostFault, TOPIC, store};
use crate::clock::Clock;
use crate::db::{Db, DbFault, Engine, Tx};
use domain::time::Instant;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Letters taken at a time, and for how long: longer than the slowest delivery of all of them.
const BATCH: i64 = 5;
const LEASE_MS: i64 = 3 * 60_000;
/// How often to look for letters whose time has come, without being told.
const ROUND: Duration = Duration::from_secs(30);

/// Puts a letter into words, subject and body, where it came without (`crate::mail`).
pub type Words = dyn Fn(&Due) -> (String, String) + Send + Sync;

/// Asked of every letter in the transaction that takes it: whether it is still wanted. It may write its address and body anew.
pub type Check = fn(&mut Tx, &mut Due, Instant) -> Result<bool, DbFault>;

/// Posts letters as they come. Several may work on one database, in one process or in many.
#[derive(Clone)]
pub struct Postman {
    db: Db,
    clock: Clock,
    post: Post,
    words: Option<Arc<Words>>,
    check: Check,
}

impl Postman {
    pub fn new(db: Db, clock: Clock, post: Post) -> Self {
        Self { db, clock, post, words: None, check: |_, _, _| Ok(true) }
    }

    /// With somebody who puts letters into words.
    pub fn with_words(mut self, words: Arc<Words>) -> Self {
        self.words = Some(words);
        self
    }

    /// With somebody who says whether a letter is still wanted.
    pub fn with_check(mut self, check: Check) -> Self {
        self.check = check;
        self
    }

    /// Posts for ever; ends only by being dropped. A letter in hand is then posted again by the next one: at once on SQLite,
    /// where only one process writes, else after its lease.
    pub async fn run(self) {
        let mut told = self.db.subscribe();
        if self.db.engine() == Engine::Sqlite
            && let Err(fault) = self.db.write(store::take_over).await
        {
            tracing::error!(error = %fault, "letters of an earlier run stay where they are until their lease ends");
        }
        loop {
            match self.round().await {
                // There may be more than one batch.
                Ok(n) if n > 0 => continue,
                Ok(_) => {}
                Err(fault) => tracing::error!(error = %fault, "letters cannot be read or noted"),
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
            // Either way the next round looks at all that is due.
            let _ = tokio::time::timeout(ROUND, news).await;
        }
    }

    /// Posts one batch and answers how many letters it held.
    pub async fn round(&self) -> Result<usize, DbFault> {
        let (now, check) = (self.clock.now(), self.check);
        let taken = self.db.write(move |tx| {
            let mut wanted = Vec::new();
            let all = store::lease(tx, BATCH, LEASE_MS, now)?;
            let count = all.len();
            for mut due in all {
                if check(tx, &mut due, now)? {
                    wanted.push(due);
                }
            }
            Ok::<_, DbFault>((count, wanted))
        });
        let (count, wanted) = taken.await?;
        for due in wanted {
            self.one(due).await?;
        }
        Ok(count)
    }

    async fn one(&self, due: Due) -> Result<(), DbFault> {
        let (post, mut letter) = (self.post.clone(), due.clone());
        if let Some(words) = self.words.as_ref().filter(|_| letter.subject.is_empty()) {
            (letter.subject, letter.body) = words(&letter);
        }
        let out = tokio::task::spawn_blocking(move || post.deliver(&letter)).await;
        let out = out.unwrap_or_else(|e| Err(PostFault::Later(e.to_string())));
        let now = self.clock.now();
        if let Err(fault) = &out {
            // Neither address nor text: a log is read by more people than a letter.
            tracing::warn!(
                letter = due.id,
                tries = due.tries,
                for_good = !matches!(fault, PostFault::Later(_)),
                "letter not taken"
            );
        }
        self.db
            .write(move |tx| match &out {
                Ok(()) => store::sent(tx, &due, now),
                Err(PostFault::Later(why)) => store::not_sent(tx, &due, why, false, now),
                Err(PostFault::Never(why)) => store::not_sent(tx, &due, why, true, now),
                Err(PostFault::Bounced(why)) => store::bounced(tx, due.id, why, now).map(|_| ()),
            })
            .await
    }
}

//! The one who takes letters out of the box and to the mail server.

use super::{Due, Post, PostFault, TOPIC, store};
use crate::clock::Clock;
use crate::db::{Db, DbFault};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Letters taken at a time, and for how long: longer than the slowest delivery of all of them.
const BATCH: i64 = 20;
const LEASE_MS: i64 = 15 * 60_000;
/// How often to look for letters whose time has come, without being told.
const ROUND: Duration = Duration::from_secs(30);

/// Puts a letter into words, subject and body, where it came without (`crate::mail`).
pub type Words = dyn Fn(&Due) -> (String, String) + Send + Sync;

/// Posts letters as they come. Several may work on one database, in one process or in many.
#[derive(Clone)]
pub struct Postman {
    db: Db,
    clock: Clock,
    post: Post,
    words: Option<Arc<Words>>,
}

impl Postman {
    pub fn new(db: Db, clock: Clock, post: Post) -> Self {
        Self { db, clock, post, words: None }
    }

    /// With somebody who puts letters into words.
    pub fn with_words(mut self, words: Arc<Words>) -> Self {
        self.words = Some(words);
        self
    }

    /// Posts for ever; ends only by being dropped. A letter in hand is then posted again by the next one, after its lease.
    pub async fn run(self) {
        let mut told = self.db.subscribe();
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
        let now = self.clock.now();
        let batch = self.db.write(move |tx| store::lease(tx, BATCH, LEASE_MS, now)).await?;
        let count = batch.len();
        for due in batch {
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
                for_good = matches!(fault, PostFault::Never(_)),
                "letter not taken"
            );
        }
        self.db
            .write(move |tx| match &out {
                Ok(()) => store::sent(tx, &due, now),
                Err(PostFault::Later(why)) => store::not_sent(tx, &due, why, false, now),
                Err(PostFault::Never(why)) => store::not_sent(tx, &due, why, true, now),
            })
            .await
    }
}

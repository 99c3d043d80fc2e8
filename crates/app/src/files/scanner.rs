//! Has new contents looked at by the scanner, one after the other, the newest first. Where the scanner gives no answer everything waits and
//! it is asked again at growing distances; the operator sees why and since when.

use super::clamd::{Clamd, Said};
use super::verdict::{self, Unscanned};
use super::{Contents, setting};
use crate::clock::Clock;
use crate::db::{Db, DbFault};
use anyhow::Context;
use std::fs::File;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Asked at a time.
const MOST: i64 = 20;
/// How often to look without being told; also how often the scanner is asked whether it is there.
const ROUND: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

pub struct Scanner {
    db: Db,
    clock: Clock,
    clamd: Clamd,
    files: Contents,
}

impl Scanner {
    pub fn new(db: Db, clock: Clock, clamd: Clamd, files: Contents) -> Self {
        Self { db, clock, clamd, files }
    }

    /// Works for ever; ends only by being dropped.
    pub async fn run(self) {
        let mut told = self.db.subscribe();
        let mut pause = FIRST_PAUSE;
        loop {
            match self.round().await {
                Ok(more) => {
                    pause = FIRST_PAUSE;
                    if more {
                        continue;
                    }
                }
                Err(fault) => {
                    tracing::warn!(fault = format!("{fault:#}"), "contents wait for the scanner");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
            }
            let news = async {
                loop {
                    match told.recv().await {
                        Ok(event) if event.topic == verdict::TOPIC => return,
                        Ok(_) => {}
                        Err(RecvError::Lagged(_)) => return,
                        Err(RecvError::Closed) => std::future::pending().await,
                    }
                }
            };
            let _ = tokio::time::timeout(ROUND, news).await;
        }
    }

    /// Has what is due looked at; `true` when there may be more. `Err`: the scanner gives no answer, which is noted.
    pub async fn round(&self) -> anyhow::Result<bool> {
        let now = self.clock.now();
        let due = self.db.read(move |tx| verdict::due(tx, MOST, now)).await?;
        let looked_at = match due.is_empty() {
            true => self.ping().await.map(|()| false),
            false => self.look_at(due).await.map(|()| true),
        };
        let (fault, now) = (looked_at.as_ref().err().map(|why| format!("{why:#}")), self.clock.now());
        let noted = self.db.read(|tx| Ok::<_, DbFault>(setting::fault(tx)?.is_some())).await?;
        if fault.is_some() || noted {
            self.db.write(move |tx| setting::save_fault(tx, fault.as_deref(), now)).await?;
        }
        looked_at
    }

    async fn look_at(&self, due: Vec<Unscanned>) -> anyhow::Result<()> {
        for content in due {
            let (clamd, files) = (self.clamd.clone(), self.files.clone());
            let scanning = tokio::task::spawn_blocking(move || {
                let local = files.local(&content.sha256)?;
                let name = || format!("{} cannot be read", local.path().display());
                let file = File::open(local.path()).with_context(name)?;
                anyhow::Ok(clamd.scan(file))
            });
            let said = match scanning.await? {
                Ok(Ok(said)) => said,
                // One content that it breaks off at must not keep the others waiting.
                Ok(Err(why)) => {
                    self.ping().await?;
                    Said::Unread(format!("{why:#}"))
                }
                Err(why) => Said::Unread(format!("{why:#}")),
            };
            if let Said::Infected(name) = &said {
                tracing::warn!(file = content.file.0, name, "a content is infected and is not given out");
            }
            let now = self.clock.now();
            self.db.write(move |tx| verdict::save(tx, content.file, &said, now)).await?;
        }
        Ok(())
    }

    async fn ping(&self) -> anyhow::Result<()> {
        let clamd = self.clamd.clone();
        tokio::task::spawn_blocking(move || clamd.ping()).await?
    }
}

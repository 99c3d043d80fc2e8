//! Views of public pages, counted without tracking anybody: a number per page and day, nothing about who looked. Counted in memory and
//! added to the tables every few seconds, so that a page that everybody opens does not write each time. What was counted in the last
//! seconds before a crash is lost, and may be.

use super::store;
use crate::db::Db;
use domain::time::{Day, Instant};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Added to the tables after this time.
const PAUSE: Duration = Duration::from_secs(3);

/// A page whose views are counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Page {
    /// The home of the contest with this code.
    Contest(String),
    Article(i64),
    /// The results of the contest with this code.
    Result(String),
}

impl Page {
    fn name(&self) -> String {
        match self {
            Page::Contest(code) => format!("contest:{code}"),
            Page::Article(id) => format!("article:{id}"),
            Page::Result(code) => format!("result:{code}"),
        }
    }
}

/// The counter of a site. Cheap to clone.
#[derive(Clone)]
pub struct Views {
    db: Db,
    inner: Arc<Mutex<Counts>>,
}

#[derive(Default)]
struct Counts {
    by_page: HashMap<(Page, Day), i64>,
    /// Somebody is waiting to add them.
    waiting: bool,
}

impl Views {
    pub fn new(db: Db) -> Views {
        Views { db, inner: Arc::default() }
    }

    /// Counts one view. Must be called on a runtime; it waits for nothing.
    pub fn count(&self, page: &Page, now: Instant) {
        let mut counts = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.by_page.entry((page.clone(), now.day())).or_default() += 1;
        if !counts.waiting {
            counts.waiting = true;
            let views = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(PAUSE).await;
                views.flush().await;
            });
        }
    }

    /// Adds what was counted to the tables. What cannot be added is kept for the next time.
    pub async fn flush(&self) {
        let counted: Vec<((Page, Day), i64)> = {
            let mut counts = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            counts.waiting = false;
            counts.by_page.drain().collect()
        };
        if counted.is_empty() {
            return;
        }
        let rows = counted.clone();
        let added = self.db.write(move |tx| {
            for ((page, day), n) in &rows {
                let article = match page {
                    Page::Article(id) => Some(*id),
                    Page::Contest(_) | Page::Result(_) => None,
                };
                store::add_views(tx, &page.name(), article, *day, *n)?;
            }
            Ok::<_, crate::db::DbFault>(())
        });
        if let Err(fault) = added.await {
            tracing::warn!(%fault, "views cannot be added");
            let mut counts = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, n) in counted {
                *counts.by_page.entry(key).or_default() += n;
            }
        }
    }
}

//! One request at a time writes to an upload. A newer one of the same upload makes the older one leave: its line is dead,
//! though nobody has told us yet.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedMutexGuard, watch};

/// How long a newer request waits until the older one has left.
const PATIENCE: Duration = Duration::from_secs(20);

struct Line {
    lock: Arc<tokio::sync::Mutex<()>>,
    newer: watch::Sender<u64>,
}

/// The uploads that somebody is busy with.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<HashMap<String, Arc<Line>>>>);

/// The right to write to one upload, until it is dropped.
pub(super) struct Held {
    _guard: OwnedMutexGuard<()>,
    pub(super) newer: watch::Receiver<u64>,
    line: Arc<Line>,
    token: String,
    lines: Lines,
}

impl Lines {
    /// `None` when the older request does not leave in time.
    pub(super) async fn take(&self, token: &str) -> Option<Held> {
        let line = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let line = all
                .entry(token.to_owned())
                .or_insert_with(|| Arc::new(Line { lock: Arc::default(), newer: watch::Sender::new(0) }));
            line.clone()
        };
        line.newer.send_modify(|n| *n += 1);
        let newer = line.newer.subscribe();
        let guard = tokio::time::timeout(PATIENCE, line.lock.clone().lock_owned()).await.ok()?;
        Some(Held { _guard: guard, newer, line, token: token.to_owned(), lines: self.clone() })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut all = self.lines.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The list's own and ours: nobody waits for it.
        if Arc::strong_count(&self.line) == 2 {
            all.remove(&self.token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_newer_request_makes_the_older_one_leave() {
        let lines = Lines::default();
        let mut first = lines.take("a").await.expect("free");
        let other = lines.take("b").await.expect("another upload");
        let waiting = tokio::spawn({
            let lines = lines.clone();
            async move { lines.take("a").await.is_some() }
        });
        first.newer.changed().await.expect("told");
        drop(first);
        assert!(waiting.await.expect("no panic"));
        drop(other);
        assert_eq!(lines.0.lock().unwrap().len(), 0, "nothing is kept of those who left");
    }
}

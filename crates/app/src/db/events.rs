//! What the rest of the process learns after a commit.

use super::kept::Shelf;
use crate::seal::Master;
use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::broadcast;

/// Something changed, and it is durable: readers that care ask the database again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub topic: Cow<'static, str>,
    pub id: i64,
}

/// How many events a slow subscriber may lag behind before it is told that it missed some.
const BACKLOG: usize = 1024;

/// The counter and the channel shared by all clones of one `Db`.
pub(super) struct Hub {
    generation: AtomicU64,
    sender: broadcast::Sender<Event>,
    deaf: AtomicBool,
    /// What readers keep from one commit to the next.
    pub(super) shelf: Arc<Shelf>,
    /// Set once, soon after the start.
    pub(super) keys: Arc<OnceLock<Master>>,
}

impl Hub {
    pub(super) fn new() -> Self {
        Self {
            generation: AtomicU64::new(0),
            sender: broadcast::Sender::new(BACKLOG),
            deaf: AtomicBool::new(false),
            shelf: Arc::default(),
            keys: Arc::default(),
        }
    }

    pub(super) fn generation(&self) -> u64 {
        if self.deaf.load(Ordering::Acquire) {
            return self.generation.fetch_add(1, Ordering::AcqRel) + 1;
        }
        self.generation.load(Ordering::Acquire)
    }

    /// Others may be committing without our knowledge: until this is over every look at the generation finds a new one.
    pub(super) fn set_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, Ordering::Release);
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// Called once per committed group, before any caller of the group gets its answer.
    pub(super) fn committed(&self, changed: bool, notes: impl IntoIterator<Item = Event>) {
        if changed {
            self.generation.fetch_add(1, Ordering::AcqRel);
        }
        for note in notes {
            // An error means that nobody listens, which is fine.
            let _ = self.sender.send(note);
        }
    }
}

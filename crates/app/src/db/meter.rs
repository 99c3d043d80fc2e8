//! How much database a request has used: for the timing header, and for tests that a page asks a fixed number of questions.

use std::cell::Cell;
use std::ops::AddAssign;
use std::time::Duration;

/// Work done on database threads. Waiting in the queue and for the commit is not in `time`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Transactions, counting those that ran again.
    pub jobs: u32,
    /// Statements.
    pub queries: u32,
    pub time: Duration,
}

impl AddAssign for Spent {
    fn add_assign(&mut self, more: Self) {
        self.jobs += more.jobs;
        self.queries += more.queries;
        self.time += more.time;
    }
}

tokio::task_local! {
    static SPENT: Cell<Spent>;
}

/// Runs `f` and tells what its `read`s and `write`s have used. Tasks that it spawns count for themselves.
pub async fn metered<F: Future>(f: F) -> (F::Output, Spent) {
    SPENT.scope(Cell::default(), async { (f.await, SPENT.with(Cell::get)) }).await
}

pub(super) fn add(more: Spent) {
    // Outside `metered` nobody asked.
    let _ = SPENT.try_with(|cell| {
        let mut sum = cell.get();
        sum += more;
        cell.set(sum);
    });
}

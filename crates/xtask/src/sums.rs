//! `cargo xtask sums`: what the suite leaves out because it takes minutes: a thousand simulated contests, a million random
//! allocations of prizes, assignments of 10,000 entries. Prints the figures; fails where a promise is not kept.

use crate::run::{cargo, step};

pub fn run() -> anyhow::Result<()> {
    let slow = [
        "test",
        "--release",
        "-p",
        "sk-domain",
        "--lib",
        "--",
        "--ignored",
        "--nocapture",
        "--test-threads",
        "1",
    ];
    step("large assignments, simulated contests, random prizes", cargo().args(slow))
}

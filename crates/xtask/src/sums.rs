//! `cargo xtask sums`: what the suite leaves out because it takes minutes: a thousand simulated contests, a million random
//! allocations of prizes, assignments of 10,000 entries, ten thousand changes of a log and of a result package. Prints the
//! figures; fails where a promise is not kept.

use crate::run::{cargo, step};

const SLOW: [&str; 5] = ["--", "--ignored", "--nocapture", "--test-threads", "1"];

pub fn run() -> anyhow::Result<()> {
    for (what, tests) in [
        ("large assignments, simulated contests, random prizes", &["-p", "sk-domain", "--lib"][..]),
        ("changed copies of the log", &["-p", "sk-app", "--lib"]),
        ("changed result packages", &["-p", "sangkien", "--test", "stories"]),
    ] {
        step(what, cargo().args(["test", "--release"]).args(tests).args(SLOW))?;
    }
    Ok(())
}

//! What the demonstration shows: the moments of the clock bar, the files of the contest, and who can log in.

use super::PASSWORD;
use crate::rehearse::part;
use anyhow::Context;
use domain::time::Instant;
use std::path::Path;

/// A moment of the clock bar.
pub struct Moment {
    at: &'static str,
    /// The key of its name in the pages' texts.
    pub label: &'static str,
}

impl Moment {
    pub fn instant(&self) -> anyhow::Result<Instant> {
        Instant::parse(self.at).context("a moment of the demonstration is no instant")
    }
}

/// In the order of time.
pub const MOMENTS: &[Moment] = &[
    Moment { at: "2024-03-30T09:00:00+07:00", label: "demo-moment-announced" },
    Moment { at: "2024-04-08T09:00:00+07:00", label: "demo-moment-gate" },
    Moment { at: "2024-04-09T21:00:00+07:00", label: "demo-moment-last-evening" },
    Moment { at: "2024-04-11T10:45:00+07:00", label: "demo-moment-intake" },
    Moment { at: "2024-04-22T09:00:00+07:00", label: "demo-moment-judging" },
    Moment { at: "2024-05-02T16:15:00+07:00", label: "demo-moment-deciding" },
    Moment { at: "2024-05-04T09:00:00+07:00", label: "demo-moment-released" },
];

macro_rules! folder { ($($name:literal),*) => { &[$(($name, include_bytes!(concat!("../../../../data/chuong-my-2024/", $name)))),*] } }

/// The files of the contest, so that the program shows them wherever it is started.
pub const FOLDER: &[(&str, &[u8])] = folder!(
    "contest.json",
    "units.csv",
    "entries.jsonl",
    "judges.csv",
    "conflicts.csv",
    "scores.csv",
    "decisions.csv",
    "chair-decisions.csv",
    "initiatives-2023.csv"
);

/// The announcement as the organiser publishes it. Source: the district's announcement of 2024.
pub const ANNOUNCEMENT: &str = include_str!("announcement.md");

/// Prints what to open and who can log in.
pub fn tell(base_url: &str, dir: &Path) {
    println!();
    println!("Open {base_url}");
    println!("Everything lives in {}", dir.display());
    println!("Everybody's password: {PASSWORD}");
    println!();
    let parts = [
        (part::ADMIN.to_owned(), "administrator: accounts, units"),
        (part::ORGANISER.to_owned(), "organiser: rules, prizes, release"),
        (part::SECRETARY.to_owned(), "secretary: intake, assignment, standings"),
        (part::judge("GK01"), "jury chair"),
        (part::judge("GK02"), "judge (gk02 to gk09)"),
        (part::clerk("X-PHUNGHIA"), "clerk of a commune"),
        (part::head("X-PHUNGHIA"), "head of the same commune"),
        (part::clerk("CM-NV"), "clerk of the standing body"),
        (part::AUDITOR.to_owned(), "auditor"),
        (part::LEADER.to_owned(), "leader's page"),
    ];
    for (login, what) in parts {
        println!("  {login:<24} {what}");
    }
    println!();
    println!("An entrant needs no account. Move the simulated date with the bar above each page.");
}

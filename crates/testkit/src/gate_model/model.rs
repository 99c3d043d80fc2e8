//! The state of the reference, in plain numbers. What may happen to it is `reference`.

use super::op::{Verdict, Who};

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;
/// 2024-03-30 and 2024-04-01 00:00, 2024-04-10 00:00 in Hà Nội.
pub const LAUNCH: i64 = 1_711_731_600_000;
pub const START: i64 = LAUNCH + 2 * DAY;
pub const DEADLINE: i64 = LAUNCH + 11 * DAY;
/// Days of the delegation, counted from the start: the first and the last.
pub const DELEGATED: (i64, i64) = (2, 6);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Draft,
    Open,
    Judging,
    Deciding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Draft,
    HandedIn,
    Withdrawn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intake {
    Pending,
    Accepted,
    Returned,
    Rejected,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub paper: bool,
    pub state: State,
    pub unit: usize,
    pub version: i64,
    pub submitted: i64,
    /// Text and unit of the working copy; `None` where nothing is typed.
    pub typed: Option<(u64, usize)>,
    pub text: u64,
    pub received: bool,
    pub verdict: Option<(Verdict, i64)>,
    /// Always of the version that counts: an edit takes it away.
    pub confirmed: bool,
    pub arrived: Option<(i64, i64)>,
    pub intake: Intake,
    pub decided: bool,
    pub kept: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub unit: usize,
    pub forwarded: bool,
    pub letter: bool,
    /// When it was handed over, or came.
    pub at: i64,
    /// Entry and version.
    pub items: Vec<(usize, i64)>,
}

/// More time that was given to an entry, or else to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub entry: Option<usize>,
    pub unit: usize,
    pub from: i64,
    pub until: i64,
    pub back: bool,
}

impl Given {
    pub fn is_to(&self, entry: Option<usize>, unit: usize) -> bool {
        self.entry == entry && (entry.is_some() || self.unit == unit)
    }

    pub fn covers(&self, at: i64) -> bool {
        !self.back && self.from < at && at < self.until
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub entry: usize,
    pub judge: usize,
    pub live: bool,
    /// How often it was saved.
    pub saved: i64,
    pub signed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    pub now: i64,
    pub deadline: i64,
    pub phase: Phase,
    pub round: bool,
    pub entries: Vec<Entry>,
    pub batches: Vec<Batch>,
    pub sheets: Vec<Sheet>,
    pub given: Vec<Given>,
    /// The last text that was typed anywhere.
    pub texts: u64,
}

impl Model {
    pub fn new() -> Model {
        Model {
            now: START,
            deadline: DEADLINE,
            phase: Phase::Open,
            round: false,
            entries: vec![],
            batches: vec![],
            sheets: vec![],
            given: vec![],
            texts: 0,
        }
    }

    pub fn running(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Judging)
    }

    pub fn in_time(&self) -> bool {
        self.phase == Phase::Open && LAUNCH <= self.now && self.now < self.deadline
    }

    /// Whether this entry may be handed in, edited or brought back now.
    pub fn in_time_for(&self, entry: usize) -> bool {
        self.in_time() || (self.phase == Phase::Open && LAUNCH <= self.now && self.has_own(entry, self.now))
    }

    fn has_own(&self, entry: usize, at: i64) -> bool {
        self.given.iter().any(|g| g.entry == Some(entry) && g.covers(at))
    }

    /// Whether what arrives at this instant is in time, if this were the deadline.
    pub fn timely(&self, entry: usize, at: i64, deadline: i64) -> bool {
        let e = &self.entries[entry];
        let sent_later = self.given.iter().any(|g| g.entry.is_none() && g.unit == e.unit && g.covers(at));
        let had_in_time = e.submitted < deadline || self.has_own(entry, e.submitted);
        at < deadline || self.has_own(entry, at) || (sent_later && had_in_time)
    }

    /// Nobody may send any more.
    pub fn is_closed(&self) -> bool {
        self.now >= self.deadline && self.given.iter().all(|g| g.back || self.now >= g.until)
    }

    pub fn heads(&self, who: Who, unit: usize) -> bool {
        let day = (self.now - START).div_euclid(DAY);
        match who {
            Who::Head(u) => u == unit,
            Who::Delegate(u) => u == unit && DELEGATED.0 <= day && day <= DELEGATED.1,
            _ => false,
        }
    }

    pub fn serves(&self, who: Who, unit: usize) -> bool {
        who == Who::Clerk(unit) || self.heads(who, unit)
    }

    pub fn live(&self, entry: usize) -> usize {
        self.sheets.iter().filter(|s| s.entry == entry && s.live).count()
    }

    /// Whether another entry was decided out in favour of this one.
    pub fn stands_for_another(&self, entry: usize) -> bool {
        self.entries.iter().any(|e| e.kept == Some(entry))
    }
}

impl Entry {
    pub fn in_(&self) -> bool {
        self.state == State::HandedIn
    }

    pub fn judged_as(&self) -> Option<Verdict> {
        self.verdict.filter(|(_, version)| *version == self.version).map(|(v, _)| v)
    }

    pub fn selected(&self) -> bool {
        self.judged_as() == Some(Verdict::Selected)
    }

    pub fn arrival(&self) -> Option<i64> {
        if self.unit == 0 {
            return self.in_().then_some(self.submitted);
        }
        self.arrived.filter(|(_, version)| *version == self.version).map(|(at, _)| at)
    }

    pub fn sent(&self) -> bool {
        self.unit != 0 && self.arrival().is_some()
    }

    /// May stand on no list: it is elsewhere, or with the committee.
    pub fn off_lists(&self, live: usize) -> bool {
        let over = matches!(self.intake, Intake::Accepted | Intake::Rejected);
        !self.in_() || self.unit == 0 || live > 0 || over || (self.sent() && self.intake != Intake::Returned)
    }

    /// The committee or the judges have it: nobody edits it.
    pub fn away(&self, live: usize) -> bool {
        let there = self.arrived.is_some_and(|(_, v)| v == self.version) && self.intake != Intake::Returned;
        live > 0 || there || matches!(self.intake, Intake::Accepted | Intake::Rejected)
    }
}

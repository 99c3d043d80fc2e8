//! Who acts. Every action takes an `Actor`; every access question is a pure function of it.

use crate::ids::{ContestId, EntryId, JudgeId, PersonId, UnitId};
use crate::time::{Day, Instant};

/// Somebody at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The public: nobody in particular.
    Anonymous,
    /// An entrant who showed the receipt code and PIN of one entry. Needs no account.
    EntryHolder { entry: EntryId },
    /// A person with an account and the roles held at this moment.
    Person(Person),
    /// The program itself: timers, the rehearsal's intake of recorded facts, jobs.
    System,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub grants: Vec<Grant>,
}

/// A role within its scope. Source: product.md, section 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    Clerk {
        unit: UnitId,
    },
    /// The head of a unit, or a delegate valid on the days from `from` to `to`, both included; open where `None`.
    Head {
        unit: UnitId,
        from: Option<Day>,
        to: Option<Day>,
        delegate: bool,
    },
    Secretary {
        contest: ContestId,
    },
    Judge {
        contest: ContestId,
        judge: JudgeId,
    },
    Chair {
        contest: ContestId,
        judge: JudgeId,
    },
    Organiser {
        contest: ContestId,
    },
    Auditor {
        contest: ContestId,
    },
    /// The leader's page of a contest: figures, no marks.
    Leader {
        contest: ContestId,
    },
    Admin,
}

/// The answer of an access question that says no. It never says why to an outsider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAllowed;

pub type May = Result<(), NotAllowed>;

/// `Ok` when `yes`.
pub fn may(yes: bool) -> May {
    if yes { Ok(()) } else { Err(NotAllowed) }
}

impl Actor {
    pub fn grants(&self) -> &[Grant] {
        match self {
            Actor::Person(p) => &p.grants,
            Actor::Anonymous | Actor::EntryHolder { .. } | Actor::System => &[],
        }
    }

    pub fn person_id(&self) -> Option<PersonId> {
        match self {
            Actor::Person(p) => Some(p.id),
            Actor::Anonymous | Actor::EntryHolder { .. } | Actor::System => None,
        }
    }

    pub fn is_system(&self) -> bool {
        matches!(self, Actor::System)
    }

    fn has(&self, f: impl Fn(&Grant) -> bool) -> bool {
        self.is_system() || self.grants().iter().any(f)
    }

    pub fn is_clerk_of(&self, unit: UnitId) -> bool {
        self.has(|g| matches!(g, Grant::Clerk { unit: u } if *u == unit))
    }

    /// Head or delegate of the unit on the day of `now`.
    pub fn is_head_of(&self, unit: UnitId, now: Instant) -> bool {
        let day = now.day();
        self.has(|g| match g {
            Grant::Head { unit: u, from, to, .. } => {
                *u == unit && from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t)
            }
            _ => false,
        })
    }

    /// Clerk, head or delegate of the unit.
    pub fn serves_unit(&self, unit: UnitId, now: Instant) -> bool {
        self.is_clerk_of(unit) || self.is_head_of(unit, now)
    }

    pub fn is_secretary_of(&self, contest: ContestId) -> bool {
        self.has(|g| matches!(g, Grant::Secretary { contest: c } if *c == contest))
    }

    pub fn is_organiser_of(&self, contest: ContestId) -> bool {
        self.has(|g| matches!(g, Grant::Organiser { contest: c } if *c == contest))
    }

    /// Runs the contest's business from day to day: its secretary or organiser.
    pub fn runs(&self, contest: ContestId) -> bool {
        self.is_secretary_of(contest) || self.is_organiser_of(contest)
    }

    pub fn is_auditor_of(&self, contest: ContestId) -> bool {
        self.has(|g| matches!(g, Grant::Auditor { contest: c } if *c == contest))
    }

    pub fn is_chair_of(&self, contest: ContestId) -> bool {
        self.has(|g| matches!(g, Grant::Chair { contest: c, .. } if *c == contest))
    }

    pub fn is_leader_of(&self, contest: ContestId) -> bool {
        self.has(|g| matches!(g, Grant::Leader { contest: c } if *c == contest))
    }

    pub fn is_admin(&self) -> bool {
        self.has(|g| matches!(g, Grant::Admin))
    }

    /// The judge that this person is in the contest (the chair is a judge too).
    pub fn judge_in(&self, contest: ContestId) -> Option<JudgeId> {
        self.grants().iter().find_map(|g| match g {
            Grant::Judge { contest: c, judge } | Grant::Chair { contest: c, judge } if *c == contest => {
                Some(*judge)
            }
            _ => None,
        })
    }
}

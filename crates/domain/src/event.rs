//! What happened, as one value. The audit line and the notices both derive from it.

use crate::awards::AwardEvent;
use crate::contest::ContestEvent;
use crate::documents::DocumentsEvent;
use crate::entry::EntryEvent;
use crate::gallery::GalleryEvent;
use crate::judging::JudgingEvent;
use crate::people::PeopleEvent;
use crate::personal::PersonalEvent;
use crate::screening::ScreeningEvent;

/// A change of state, of any slice.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    People(PeopleEvent),
    Contest(ContestEvent),
    Entry(EntryEvent),
    Screening(ScreeningEvent),
    Judging(JudgingEvent),
    Award(AwardEvent),
    Gallery(GalleryEvent),
    Documents(DocumentsEvent),
    Personal(PersonalEvent),
}

/// One detail of an event, for the audit line. Never personal data: ids, codes, counts, hashes, instants, reasons.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    Id(i64),
    Number(i64),
    Text(String),
    List(Vec<String>),
}

impl From<&str> for Fact {
    fn from(s: &str) -> Fact {
        Fact::Text(s.to_owned())
    }
}

impl From<String> for Fact {
    fn from(s: String) -> Fact {
        Fact::Text(s)
    }
}

impl From<i64> for Fact {
    fn from(n: i64) -> Fact {
        Fact::Number(n)
    }
}

impl Event {
    /// `slice.verb`, as in `entry.submitted`.
    pub fn name(&self) -> &'static str {
        match self {
            Event::People(e) => e.name(),
            Event::Contest(e) => e.name(),
            Event::Entry(e) => e.name(),
            Event::Screening(e) => e.name(),
            Event::Judging(e) => e.name(),
            Event::Award(e) => e.name(),
            Event::Gallery(e) => e.name(),
            Event::Documents(e) => e.name(),
            Event::Personal(e) => e.name(),
        }
    }

    /// What it is about: the kind of thing and its id (`entry`, 17).
    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Event::People(e) => e.subject(),
            Event::Contest(e) => e.subject(),
            Event::Entry(e) => e.subject(),
            Event::Screening(e) => e.subject(),
            Event::Judging(e) => e.subject(),
            Event::Award(e) => e.subject(),
            Event::Gallery(e) => e.subject(),
            Event::Documents(e) => e.subject(),
            Event::Personal(e) => e.subject(),
        }
    }

    /// The details in a fixed order.
    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Event::People(e) => e.facts(),
            Event::Contest(e) => e.facts(),
            Event::Entry(e) => e.facts(),
            Event::Screening(e) => e.facts(),
            Event::Judging(e) => e.facts(),
            Event::Award(e) => e.facts(),
            Event::Gallery(e) => e.facts(),
            Event::Documents(e) => e.facts(),
            Event::Personal(e) => e.facts(),
        }
    }
}

macro_rules! event_from { ($($slice:ident($ty:ident)),*) => { $(
    impl From<$ty> for Event { fn from(e: $ty) -> Event { Event::$slice(e) } }
)* } }
event_from!(
    People(PeopleEvent),
    Contest(ContestEvent),
    Entry(EntryEvent),
    Screening(ScreeningEvent),
    Judging(JudgingEvent),
    Award(AwardEvent),
    Gallery(GalleryEvent),
    Documents(DocumentsEvent),
    Personal(PersonalEvent)
);

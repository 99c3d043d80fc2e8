//! The papers of a contest, one file each: a struct of plain values and a pure function that makes the document. The wording stands
//! in `texts/<paper>.txt` and may be replaced by the organiser's own; numbers, dates, names and tables come from the values.
//!
//! A paper knows nothing of where its values come from. What is not known yet (a number, a name) is left open, as a clerk would.

mod lists;
mod office;

pub mod announcement;
pub mod certificates;
pub mod committee_minutes;
pub mod confirmation;
pub mod cover_letter;
pub mod decision_results;
pub mod decision_setup;
pub mod jury_minutes;
pub mod memo;
pub mod payment;
pub mod plan;
pub mod poster;
pub mod receipt;
pub mod replication;
pub mod report;
pub mod rules;
pub mod score_sheet;
pub mod score_table;
pub mod screening_minutes;

pub use crate::document::{Document, Signer};
pub use lists::{Checkpoint, Person, PrizeLevel, Winner};
pub use office::{ContestFacts, Issue, Office, day, day_words};

use crate::wording::BadWording;

/// A paper, or every mistake in its wording.
pub type Made = Result<Document, Vec<BadWording>>;

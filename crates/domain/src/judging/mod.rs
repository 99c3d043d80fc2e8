//! Judging: *chấm điểm*.
//!
//! Judges are seated on the panel, conflicts are derived (same unit) and declared. A round opens with the rules edition in
//! force; entries that passed the gate are assigned, balanced and free of conflict. Each judge fills a sheet
//! (`sheet`: saved at will, checked every time) and signs it (`sign`); the chair may reopen one with a reason (`reopen`).
//! Gaps call a third mark; `close` refuses while anything is missing. Then `combine` makes one exact value of an entry's
//! sheets, `rounds` one score of its rounds, `community` adds the vote of the public, `rank` makes places, `standings` all of it.
//!
//! This slice must not know prizes given: where a border of prizes runs is the business of `awards`.

pub mod access;
pub mod advisory;
pub mod assign;
pub mod assignment;
pub mod close;
pub mod combine;
pub mod community;
pub mod conflict;
pub mod count_votes;
pub mod discuss;
pub mod drift;
pub mod event;
pub mod finalists;
pub mod masked;
pub mod meeting;
pub mod rank;
pub mod reopen;
pub mod rounds;
pub mod rubric;
pub mod seat;
pub mod sheet;
pub mod sign;
pub mod standings;

pub use event::JudgingEvent;

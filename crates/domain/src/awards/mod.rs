//! Awards: *giải thưởng*.
//!
//! Standings are frozen once the last round is closed. Where equal entries lie across a border of prizes, the chair puts
//! them in order or the committee votes (`ties`); nobody else is put in order by hand. Prizes go down the places
//! (`allocate`) as a proposal; the committee confirms it with its minutes (`confirm`); `release` makes it public at one
//! moment. Side prizes (`side`) are proposed one by one and confirmed with the others. After the confirmation nothing changes, unless the answer to a `complaint` opens the decision again.
//!
//! This slice must not know sheets or marks: it starts from places.

pub mod access;
pub mod allocate;
#[cfg(test)]
mod cases;
pub mod complaint;
pub mod confirm;
pub mod event;
pub mod release;
pub mod shares;
pub mod side;
pub mod ties;

pub use event::AwardEvent;

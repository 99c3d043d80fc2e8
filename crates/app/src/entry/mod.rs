//! The entry: writing, handing in, editing, withdrawing, recording what came on paper.

pub mod author_store;
pub mod authors;
pub mod begin;
pub mod body;
pub mod double;
pub mod double_store;
pub mod edit_again;
pub mod fields;
pub mod look_up;
pub mod merge;
pub mod open;
pub mod personal;
pub mod record_paper;
pub mod renew_pin;
pub mod revive;
pub mod save_draft;
pub mod store;
pub mod submit;
pub mod take_over;
pub mod too_late;
pub mod withdraw;

pub use begin::{Begun, begin};
pub use edit_again::edit_again;
pub use look_up::{LookedUp, Proved, look_up, prove};
pub use open::{Desk, OwnEntry, hand_in_desk, open};
pub use record_paper::{paper_findings, record_paper, record_paper_again};
pub use renew_pin::renew_pin;
pub use revive::revive;
pub use save_draft::{SaveRefusal, Saved, save_draft};
pub use store::{EntryRow, dossier_of, officials};
pub use submit::{Receipt, submit};
pub use take_over::{TakeOverRefusal, take_over};
pub use too_late::{TooLate, too_late};
pub use withdraw::withdraw;

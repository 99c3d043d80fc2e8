//! Awards: standings frozen from the signed sheets, ties decided, prizes proposed, confirmed, released; `result` says all
//! of it as CONTEST-FORMAT defines, `view` shows it to those who run the contest, `store::public_result` to everybody.

pub mod compute;
pub mod frozen;
pub mod members;
pub mod package;
pub mod result;
pub mod side;
pub mod side_store;
pub mod store;
pub mod verify;
pub mod view;

mod complain;
mod confirm;
mod decide_tie;
mod freeze_standings;
mod propose;
mod recompute;
mod release;

pub use complain::{NewComplaint, answer_complaint, list_complaints, record_complaint};
pub use confirm::confirm;
pub use decide_tie::{TieRuling, decide_tie};
pub use freeze_standings::{FreezeRefusal, freeze_standings};
pub use propose::{ProposeRefusal, propose};
pub use recompute::{Recomputed, recompute};
pub use release::release;
pub use side::{SideProposal, propose_side, take_back_side};

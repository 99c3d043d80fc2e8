//! Judging: panel, conflicts, rounds, assignment, sheets. What is read for pages stands beside what is done:
//! `panel`, `desk` (a judge's own sheets), `board` (all sheets of a round), `export`.

pub mod advise;
pub mod blind;
pub mod board;
pub mod count_votes;
pub mod desk;
pub mod discuss;
pub mod draw;
pub mod export;
pub mod lead;
pub mod masked;
pub mod masked_store;
pub mod meet;
pub mod meeting_store;
pub mod order;
pub mod panel;
pub mod store;
pub mod votes_store;

mod assign;
mod call_third;
mod close_round;
mod declare_conflict;
mod detect_conflicts;
pub mod import_judges;
mod open_round;
mod release_assignment;
mod reopen_round;
mod reopen_sheet;
mod save_sheet;
mod seat_judge;
mod sign;

pub use assign::{
    Compared, Proposed, Wanted, WantedPlan, assign, assign_plan, compare_assignments, propose_assignment,
};
pub use call_third::{CallThirdRefusal, call_third};
pub use close_round::close_round;
pub use count_votes::{count_votes, take_back_votes};
pub use declare_conflict::declare_conflict;
pub use detect_conflicts::detect_conflicts;
pub use discuss::discuss;
pub use draw::{CommitRefusal, commit_draw};
pub use import_judges::{SeatRowRefusal, import_judges};
pub use meet::{close_meeting, open_meeting, turn_to};
pub use open_round::{OpenRefusal, open_round};
pub use order::{OrderRefusal, commit_order, draw_order};
pub use release_assignment::release_assignment;
pub use reopen_round::reopen_round;
pub use reopen_sheet::reopen_sheet;
pub use save_sheet::{SaveRefusal, Saved, SheetInput, save_sheet};
pub use seat_judge::{NewJudge, give_account, seat_judge, unseat_judge};
pub use sign::sign;

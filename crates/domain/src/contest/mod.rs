//! The contest and its rules: *cuộc thi, thể lệ*.
//!
//! draft → open → (units send before the deadline) → judging → deciding → decided → released. Rules are numbered editions that
//! never change; a later change is a new edition with a reason. Mechanisms are the closed enums of `rules`; the choice is data.
//! Articles carry the announcement and the news. This slice knows nothing of entries, sheets or prizes given.

pub mod access;
pub mod age;
pub mod amend;
pub mod article;
pub mod community;
pub mod deadline;
pub mod event;
pub mod fields;
pub mod phase;
pub mod quota;
pub mod rules;
pub mod side_prize;

pub use age::{AgeRefusal, AgeRule};
pub use article::{ArticleKind, StarTally, Stars};
pub use community::*;
pub use deadline::{Extension, Extensions, Grace};
pub use event::ContestEvent;
pub use fields::FormField;
pub use phase::Phase;
pub use rules::*;
pub use side_prize::*;

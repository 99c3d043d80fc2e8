pub mod access;
pub mod event;

pub use event::JudgingEvent;

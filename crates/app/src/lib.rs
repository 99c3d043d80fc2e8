//! DOES. The only crate with SQL, files, mail and jobs. Actions are synchronous; async stays at the edge.

pub mod act;
pub mod audit;
pub mod awards;
pub mod clock;
pub mod contest;
pub mod db;
pub mod documents;
pub mod entry;
pub mod files;
pub mod gallery;
pub mod held;
pub mod import;
pub mod jobs;
pub mod judging;
pub mod keys;
pub mod mail;
pub mod notices;
pub mod once;
pub mod outbox;
pub mod people;
pub mod personal;
pub mod record;
pub mod screening;
pub mod seal;
pub mod session;

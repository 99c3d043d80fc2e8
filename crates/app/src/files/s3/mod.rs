//! A store that speaks the protocol of S3: MinIO, Ceph, a cloud. Contents are objects named by their hash, so an object is written once
//! and never changes; large ones go and come in pieces of [`PIECE`] bytes.
//!
//! This module knows requests and answers. What is kept where, and when, is `contents.rs`.

mod call;
mod objects;
pub mod place;
mod sign;

pub use place::Place;
pub use sign::Keys;

/// Bytes of one request: at least 5 MiB for all parts but the last, at most 10,000 parts. Source: S3, "Multipart upload limits".
pub const PIECE: usize = 8 << 20;

/// Why the store does not do what it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// No line, no answer in time, or it is busy: later it may go well.
    #[error("the store of files gives no answer: {0}")]
    Away(String),
    /// Wrong keys, no such bucket, no right: somebody has to change something.
    #[error("the store of files refuses: {0}")]
    Refuses(String),
    /// An object that the database speaks of is not there.
    #[error("the store of files does not hold {0}")]
    Missing(String),
    /// An object is not what its name says.
    #[error("{0} in the store of files is not what was put there")]
    Changed(String),
}

/// A store with the connections to it.
pub struct S3 {
    agent: ureq::Agent,
    place: Place,
}

impl S3 {
    /// Asks nothing yet: [`S3::check`] does.
    pub fn new(place: Place) -> S3 {
        S3 { agent: call::agent(&place), place }
    }
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.place)
    }
}

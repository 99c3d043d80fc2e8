//! The foundation of the pages, seen from outside.

mod http;
mod sources;

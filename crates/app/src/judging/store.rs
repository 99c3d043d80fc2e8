//! All SQL that writes the tables of judging, and the rows that its actions load.

mod entries;
mod panel;
mod rounds;
mod sheets;
pub use entries::*;
pub use panel::*;
pub use rounds::*;
pub use sheets::*;

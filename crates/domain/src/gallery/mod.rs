//! What the public may see of entries and results: *trưng bày*.

pub mod disclosure;

//! Which event tells whom: one exhaustive match.

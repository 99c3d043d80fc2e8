//! The one status an author reads, derived from what each slice owns.

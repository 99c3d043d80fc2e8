//! PRINTS. Files for people, from plain values: CSV, workbooks, QR codes, official documents. Knows no database.
//!
//! Whatever a person typed may stand in these files, and none of it may ever run: formulas in CSV get an apostrophe,
//! cells of a workbook are typed as text, SVG text is escaped.

pub mod chart;
pub mod companion;
pub mod contest;
pub mod csv;
pub mod document;
pub mod papers;
pub mod qr;
pub mod wording;
pub mod words;
pub mod xlsx;

//! What can happen in this slice. One value per happening; never personal data.

use crate::event::Fact;
use crate::ids::SheetId;

#[derive(Debug, Clone, PartialEq)]
pub enum JudgingEvent {
    SheetSigned { sheet: SheetId },
}

impl JudgingEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::SheetSigned { .. } => "judging.sheet_signed",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::SheetSigned { sheet } => ("sheet", sheet.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::SheetSigned { .. } => vec![],
        }
    }
}

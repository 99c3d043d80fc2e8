//! What is wrong with a form: beside each field, and above the form in a summary that links to the fields.

use crate::i18n::Msg;

/// Errors in the order of the form. A field may have several; only the first is shown beside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldErrors {
    list: Vec<(Option<String>, Msg)>,
}

impl FieldErrors {
    pub fn new() -> FieldErrors {
        FieldErrors::default()
    }

    /// An error of one field. The text says what happened and what to do.
    pub fn add(&mut self, field: impl Into<String>, msg: Msg) -> &mut FieldErrors {
        self.list.push((Some(field.into()), msg));
        self
    }

    /// An error of the form as a whole: the rule refused, no single field is to blame.
    pub fn add_form(&mut self, msg: Msg) -> &mut FieldErrors {
        self.list.push((None, msg));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn first_of(&self, field: &str) -> Option<&Msg> {
        self.list.iter().find(|(f, _)| f.as_deref() == Some(field)).map(|(_, msg)| msg)
    }

    /// Field (none for the whole form) and text.
    pub fn iter(&self) -> impl Iterator<Item = (Option<&str>, &Msg)> {
        self.list.iter().map(|(f, msg)| (f.as_deref(), msg))
    }

    /// `Ok` when nothing is wrong.
    pub fn check(self) -> Result<(), FieldErrors> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

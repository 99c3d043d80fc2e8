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

    /// Reasons, each beside its field or, without one, of the form as a whole.
    pub fn told<F: Into<String>>(reasons: impl IntoIterator<Item = (Option<F>, Msg)>) -> FieldErrors {
        let list = reasons.into_iter().map(|(field, msg)| (field.map(Into::into), msg)).collect();
        FieldErrors { list }
    }

    /// Reasons of the form as a whole.
    pub fn above(reasons: impl IntoIterator<Item = Msg>) -> FieldErrors {
        FieldErrors::told(reasons.into_iter().map(|msg| (None::<String>, msg)))
    }

    /// Reasons that all stand beside one field.
    pub fn beside(field: impl Into<String>, reasons: impl IntoIterator<Item = Msg>) -> FieldErrors {
        let field = field.into();
        FieldErrors::told(reasons.into_iter().map(|msg| (Some(field.clone()), msg)))
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

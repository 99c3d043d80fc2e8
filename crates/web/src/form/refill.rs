//! A form as a template draws it: values, errors, and a fresh idempotency key for each time it is drawn.

use super::{FieldErrors, FormData, FormKey};
use crate::i18n::T;

#[derive(Debug, Clone)]
pub struct Form {
    pub t: T,
    /// The value of the hidden `form_key` field.
    pub key: String,
    values: Vec<(String, String)>,
    errors: FieldErrors,
}

/// An option of a select, of radios or of checkboxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub text: String,
    /// A further line below the text; empty for none.
    pub hint: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Choice {
        Choice { value: value.into(), text: text.into(), hint: String::new() }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

/// One line of the error summary.
#[derive(Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// The id of the field that the line leads to; none for the form as a whole.
    pub field: Option<String>,
    pub text: String,
}

impl Form {
    /// An empty form.
    pub fn new(t: T) -> Form {
        Form { t, key: FormKey::random().to_string(), values: Vec::new(), errors: FieldErrors::new() }
    }

    /// The form as it was sent, with what is wrong: nothing that was typed is lost. Passwords are not given back.
    pub fn refused(t: T, sent: &FormData, errors: FieldErrors) -> Form {
        let values =
            sent.fields().filter(|(name, _)| !name.contains("password") && *name != super::KEY_FIELD);
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Form { errors, values, ..Form::new(t) }
    }

    /// A key for a further form of the same page.
    pub fn new_key(&self) -> String {
        FormKey::random().to_string()
    }

    /// A value to begin with; more than one of a name for checkboxes.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Form {
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// The first value of that name, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Everything, name and value, in order.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// All values of that name, in order.
    pub fn all<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> {
        self.values.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// True when the name has this value among its values: for options, radios, checkboxes.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(n, v)| n == name && v == value)
    }

    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.first_of(name).map(|msg| self.t.m(msg).into_owned())
    }

    pub fn is_bad(&self, name: &str) -> bool {
        self.errors.first_of(name).is_some()
    }

    /// The id of an option: the first has the field's name, to which the error summary leads.
    pub fn option_id(&self, name: &str, index: impl std::borrow::Borrow<usize>) -> String {
        match *index.borrow() {
            0 => name.to_owned(),
            index => format!("{name}-{}", index + 1),
        }
    }

    /// The attributes that tie a field to its hint and error; written as they are, because names are ours.
    pub fn described(&self, name: &str, hint: &str) -> askama::filters::Safe<String> {
        let is_bad = self.is_bad(name);
        let mut ids = Vec::new();
        if !hint.is_empty() {
            ids.push(format!("{name}-hint"));
        }
        if is_bad {
            ids.push(format!("{name}-error"));
        }
        let mut text = String::new();
        if !ids.is_empty() {
            text = format!(" aria-describedby=\"{}\"", ids.join(" "));
        }
        if is_bad {
            text.push_str(" aria-invalid=\"true\"");
        }
        askama::filters::Safe(text)
    }

    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    pub fn summary(&self) -> Vec<SummaryLine> {
        let line = |(field, msg): (Option<&str>, _)| SummaryLine {
            field: field.map(str::to_owned),
            text: self.t.m(msg).into_owned(),
        };
        self.errors.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Msg};

    #[test]
    fn a_refused_form_keeps_what_was_typed_but_no_password() {
        let sent = FormData::of(&[
            ("title", "A"),
            ("area", "x"),
            ("area", "y"),
            ("password", "secret"),
            ("form_key", "00"),
        ]);
        let mut errors = FieldErrors::new();
        errors.add("title", Msg::new("form-required")).add_form(Msg::new("error-fault-text"));
        let form = Form::refused(T::new(Lang::Vi), &sent, errors);
        assert_eq!(form.value("title"), "A");
        assert!(form.has("area", "x") && form.has("area", "y") && !form.has("area", "z"));
        assert_eq!(form.value("password"), "");
        assert_ne!(form.key, "00");
        assert!(form.error("title").is_some() && form.error("area").is_none());
        let fields: Vec<_> = form.summary().into_iter().map(|l| l.field).collect();
        assert_eq!(fields, [Some("title".to_owned()), None]);
    }
}

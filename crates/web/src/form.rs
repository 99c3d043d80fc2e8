//! Forms: what a browser sent, bounded and checked as text; and the form to show again when it was refused.
//!
//! [`FormData`] is the extractor. Values are text as typed, with line ends made `\n`; trimming, NFC and parsing belong to
//! the domain. A page's template draws its fields from a [`Form`], which remembers values and [`FieldErrors`].

mod data;
mod field_errors;
mod refill;
mod urlencoded;

pub use data::{FormData, Upload, UploadBody};
pub use field_errors::FieldErrors;
pub use refill::{Choice, Form, SummaryLine};

/// The name of the hidden field that makes a second click harmless.
pub const KEY_FIELD: &str = "form_key";

/// The idempotency key of one rendered form: 128 random bits, printed as 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormKey(pub [u8; 16]);

impl FormKey {
    /// A key of its own for each rendered form.
    pub fn random() -> FormKey {
        let mut bytes = [0_u8; 16];
        if getrandom::fill(&mut bytes).is_err() {
            tracing::error!("the system gives no random bytes");
        }
        FormKey(bytes)
    }

    pub fn parse(text: &str) -> Option<FormKey> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(FormKey)
    }
}

impl std::fmt::Display for FormKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

//! Arguments of texts, and texts that wait for a language.

use std::borrow::Cow;

/// An argument of a text. What depends on the language (dates, money, another text) is given as a value and printed by
/// the language of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    Text(Cow<'a, str>),
    /// A count: chooses the plural form, printed with thousands marks. Years and codes are texts, not counts.
    Count(i64),
    /// An instant in milliseconds UTC, printed as date and time.
    At(i64),
    /// A civil date.
    Day(jiff::civil::Date),
    /// Whole dong.
    Vnd(i64),
    /// Marks in whole hundredths.
    Marks(i64),
    /// Another text, by its key.
    Key(Cow<'a, str>),
}

/// A text with its arguments, kept until the language of the reader is known: refusals, flash messages, field errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Msg {
    pub key: Cow<'static, str>,
    pub args: Vec<(Cow<'static, str>, Arg<'static>)>,
}

impl Msg {
    pub fn new(key: &'static str) -> Msg {
        Msg { key: Cow::Borrowed(key), args: Vec::new() }
    }

    pub fn arg(mut self, name: &'static str, value: impl Into<Arg<'static>>) -> Msg {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&&'a str> for Arg<'a> {
    fn from(text: &&'a str) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&&'a String> for Arg<'a> {
    fn from(text: &&'a String) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}
impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Arg::Text(text)
    }
}
impl<'a> From<&'a Cow<'_, str>> for Arg<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&Arg<'a>> for Arg<'a> {
    fn from(arg: &Arg<'a>) -> Self {
        arg.clone()
    }
}

macro_rules! values { ($($from:ty => $kind:ident, $value:expr;)*) => { $(
    impl From<$from> for Arg<'_> {
        fn from(v: $from) -> Self {
            let value: fn($from) -> _ = $value;
            Arg::$kind(value(v))
        }
    }
    impl From<&$from> for Arg<'_> {
        fn from(v: &$from) -> Self {
            Arg::from(*v)
        }
    }
    impl From<&&$from> for Arg<'_> {
        fn from(v: &&$from) -> Self {
            Arg::from(**v)
        }
    }
)* } }
values! {
    domain::time::Instant => At, |at| at.0;
    domain::time::Day => Day, |day| day.0;
    domain::money::Vnd => Vnd, |amount| amount.0;
    domain::marks::Marks => Marks, |marks| marks.0;
}

macro_rules! counts { ($($int:ty),*) => { $(
    impl From<$int> for Arg<'_> {
        fn from(n: $int) -> Self {
            Arg::Count(i64::try_from(n).unwrap_or(i64::MAX))
        }
    }
    impl From<&$int> for Arg<'_> {
        fn from(n: &$int) -> Self {
            Arg::from(*n)
        }
    }
    impl From<&&$int> for Arg<'_> {
        fn from(n: &&$int) -> Self {
            Arg::from(**n)
        }
    }
)* } }
counts!(u8, u16, u32, u64, usize, i32, i64);

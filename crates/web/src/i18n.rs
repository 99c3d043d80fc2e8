//! The texts of the pages: every `locales/{vi,en}/*.ftl` is embedded at build time, Vietnamese first.
//!
//! A page holds a [`T`], a copyable handle of the person's language. `t.s("key")` is a plain text, `t.a("key", …)` one
//! with arguments. A key that is missing in English is answered in Vietnamese, a key missing in both is answered by
//! itself and logged: a page is never lost to a text.

mod arg;
pub mod source;

pub use arg::{Arg, Msg};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A language that pages speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Vi, Lang::En];

    /// The code in `lang` attributes, cookies and folder names.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    pub fn parse(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|l| l.code() == code)
    }

    pub fn other(self) -> Lang {
        match self {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }
}

/// The handle by which a page speaks. Copy it freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct T {
    pub lang: Lang,
}

impl T {
    pub fn new(lang: Lang) -> T {
        T { lang }
    }

    /// A text without arguments; borrowed, not built.
    pub fn s(self, key: &str) -> Cow<'static, str> {
        if let Some(text) = BOOK[self.lang as usize].plain.get(key) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.a(key, &[]))
    }

    /// A text with arguments.
    pub fn a(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set((*name).to_owned(), self.value(arg));
        }
        self.look_up(key, &values)
    }

    /// A text with one argument: `t.a1("entry-list-found", "n", entries.len())`.
    pub fn a1<'a>(self, key: &str, name: &str, value: impl Into<Arg<'a>>) -> String {
        self.a(key, &[(name, value.into())])
    }

    /// A text with two arguments.
    pub fn a2<'a, 'b>(
        self,
        key: &str,
        n1: &str,
        v1: impl Into<Arg<'a>>,
        n2: &str,
        v2: impl Into<Arg<'b>>,
    ) -> String {
        self.a(key, &[(n1, v1.into()), (n2, v2.into())])
    }

    /// A kept text in this language.
    pub fn m(self, msg: &Msg) -> Cow<'static, str> {
        if msg.args.is_empty() {
            return self.s(&msg.key);
        }
        let mut values = FluentArgs::with_capacity(msg.args.len());
        for (name, arg) in &msg.args {
            values.set(&**name, self.value(arg));
        }
        Cow::Owned(self.look_up(&msg.key, &values))
    }

    fn value<'a>(self, arg: &'a Arg<'_>) -> FluentValue<'a> {
        match arg {
            Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            // Counts stay far below 2^53, up to which this type is exact.
            Arg::Count(n) => FluentValue::Number(FluentNumber::from(*n)),
            Arg::At(ms) => FluentValue::String(Cow::Owned(self.date_time(*ms))),
            Arg::Day(day) => FluentValue::String(Cow::Owned(self.day(*day))),
            Arg::Vnd(amount) => FluentValue::String(Cow::Owned(self.vnd(*amount))),
            Arg::Marks(hundredths) => FluentValue::String(Cow::Owned(self.marks(*hundredths))),
            Arg::Key(key) => FluentValue::String(self.s(key)),
        }
    }

    fn look_up(self, key: &str, args: &FluentArgs<'_>) -> String {
        for lang in [self.lang, Lang::Vi] {
            let bundle = &BOOK[lang as usize].bundle;
            let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
                tracing::error!(key, lang = lang.code(), "text missing");
                continue;
            };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(args), &mut errors);
            if !errors.is_empty() {
                tracing::error!(key, lang = lang.code(), ?errors, "text lacks an argument");
            }
            return text.into_owned();
        }
        key.to_owned()
    }
}

/// True when both languages have the key.
pub fn knows(key: &str) -> bool {
    BOOK.iter().all(|b| b.bundle.has_message(key))
}

struct Texts {
    bundle: FluentBundle<FluentResource>,
    /// The texts without arguments, formatted once for the life of the process.
    plain: HashMap<&'static str, &'static str>,
}

static BOOK: LazyLock<[Texts; 2]> = LazyLock::new(|| Lang::ALL.map(read));

fn read(lang: Lang) -> Texts {
    let id = lang.code().parse().expect("vi and en are language codes");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Vi => |v, _| group(v, '.'),
        Lang::En => |v, _| group(v, ','),
    }));
    for (code, file, text) in LOCALES.iter().filter(|(code, _, _)| *code == lang.code()) {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(code, file, ?errors, "texts with a fault in their form");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(code, file, ?errors, "text defined twice");
        }
    }
    let mut plain = HashMap::new();
    for (key, variables) in source::variables(lang) {
        if !variables.is_empty() {
            continue;
        }
        let Some(pattern) = bundle.get_message(&key).and_then(|m| m.value()) else { continue };
        let text = bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned();
        // Leaked once per process: the book lives as long as the process does.
        plain.insert(&*Box::leak(key.into_boxed_str()), &*Box::leak(text.into_boxed_str()));
    }
    Texts { bundle, plain }
}

fn group(value: &FluentValue<'_>, mark: char) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.value.fract() == 0.0 => {
            Some(crate::format::grouped(n.value as i128, mark))
        }
        _ => None,
    }
}

//! What a template may hand to a format function: askama passes values, references, and references to references.

use domain::marks::Marks;
use domain::money::Vnd;
use domain::percent::SharePercent;
use domain::time::{Before, Day, Instant};
use jiff::civil;

/// An instant in milliseconds UTC, however a template holds it.
#[derive(Debug, Clone, Copy)]
pub struct At(pub i64);

/// A whole number, however a template holds it.
#[derive(Debug, Clone, Copy)]
pub struct Whole(pub i64);

macro_rules! from_numbers { ($($target:ident: $($int:ty),*;)*) => { $($(
    impl From<$int> for $target {
        fn from(n: $int) -> Self {
            $target(i64::try_from(n).unwrap_or(i64::MAX))
        }
    }
    impl From<&$int> for $target {
        fn from(n: &$int) -> Self {
            $target::from(*n)
        }
    }
    impl From<&&$int> for $target {
        fn from(n: &&$int) -> Self {
            $target::from(**n)
        }
    }
)*)* } }
/// A civil date, however a template holds it.
#[derive(Debug, Clone, Copy)]
pub struct On(pub civil::Date);

impl From<&At> for At {
    fn from(at: &At) -> Self {
        *at
    }
}

from_numbers! { At: i64; Whole: i64, i32, u16, u32, u64, usize; }

macro_rules! from_values { ($($target:ident: $from:ty, $value:expr;)*) => { $(
    impl From<$from> for $target {
        fn from(v: $from) -> Self {
            let value: fn($from) -> _ = $value;
            $target(value(v))
        }
    }
    impl From<&$from> for $target {
        fn from(v: &$from) -> Self {
            $target::from(*v)
        }
    }
    impl From<&&$from> for $target {
        fn from(v: &&$from) -> Self {
            $target::from(**v)
        }
    }
)* } }
from_values! {
    At: Instant, |at| at.0;
    At: Before, |before| before.0.0;
    On: civil::Date, |day| day;
    On: Day, |day| day.0;
    Whole: Marks, |marks| marks.0;
    Whole: Vnd, |amount| amount.0;
    Whole: SharePercent, |share| share.0;
}

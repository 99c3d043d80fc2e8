//! Values that go into a statement.

use std::borrow::Cow;

/// One parameter of a statement. Text and bytes are borrowed where the caller keeps them, so passing one copies nothing.
///
/// Marks are hundredths, money is đồng, times are milliseconds UTC, truth is 0 or 1: all of them are `Int`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Val<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
    Blob(Cow<'a, [u8]>),
}

impl From<i64> for Val<'_> {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}

impl From<i32> for Val<'_> {
    fn from(v: i32) -> Self {
        Self::Int(v.into())
    }
}

impl From<u32> for Val<'_> {
    fn from(v: u32) -> Self {
        Self::Int(v.into())
    }
}

impl From<u16> for Val<'_> {
    fn from(v: u16) -> Self {
        Self::Int(v.into())
    }
}

impl From<u8> for Val<'_> {
    fn from(v: u8) -> Self {
        Self::Int(v.into())
    }
}

impl From<usize> for Val<'_> {
    /// Counts and lengths of things in memory.
    fn from(v: usize) -> Self {
        Self::Int(i64::try_from(v).expect("nothing in memory has 2^63 parts"))
    }
}

impl From<bool> for Val<'_> {
    fn from(v: bool) -> Self {
        Self::Int(v.into())
    }
}

impl<'a> From<&'a str> for Val<'a> {
    fn from(v: &'a str) -> Self {
        Self::Text(Cow::Borrowed(v))
    }
}

impl<'a> From<&'a String> for Val<'a> {
    fn from(v: &'a String) -> Self {
        Self::Text(Cow::Borrowed(v))
    }
}

impl From<String> for Val<'_> {
    fn from(v: String) -> Self {
        Self::Text(Cow::Owned(v))
    }
}

impl<'a> From<Cow<'a, str>> for Val<'a> {
    fn from(v: Cow<'a, str>) -> Self {
        Self::Text(v)
    }
}

impl<'a> From<&'a [u8]> for Val<'a> {
    fn from(v: &'a [u8]) -> Self {
        Self::Blob(Cow::Borrowed(v))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Val<'a> {
    fn from(v: &'a [u8; N]) -> Self {
        Self::Blob(Cow::Borrowed(v))
    }
}

impl<'a> From<&'a Vec<u8>> for Val<'a> {
    fn from(v: &'a Vec<u8>) -> Self {
        Self::Blob(Cow::Borrowed(v))
    }
}

impl From<Vec<u8>> for Val<'_> {
    fn from(v: Vec<u8>) -> Self {
        Self::Blob(Cow::Owned(v))
    }
}

impl<'a, T: Into<Val<'a>>> From<Option<T>> for Val<'a> {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}

/// `($3,$4,$5)` for `count` values beginning with parameter `first`: the body of an `IN` list.
/// An empty list is `(NULL)`, which nothing is in.
pub fn in_list(first: usize, count: usize) -> String {
    if count == 0 {
        return "(NULL)".to_owned();
    }
    let names: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("({})", names.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_number_their_parameters() {
        assert_eq!(in_list(3, 2), "($3,$4)");
        assert_eq!(in_list(1, 0), "(NULL)");
    }

    #[test]
    fn an_absent_value_is_null() {
        assert_eq!(Val::from(None::<i64>), Val::Null);
        assert_eq!(Val::from(Some("ế")), Val::Text("ế".into()));
    }
}

//! Shares of authors, in whole hundredths of a percent.

use std::fmt;

/// Tỷ lệ đóng góp. 0 to 100 % as hundredths of a percent: 33,33 % is 3333.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharePercent(pub i64);

impl SharePercent {
    pub const WHOLE: SharePercent = SharePercent(10_000);

    /// Reads `33,33`, `25`; `None` when negative, above 100 or with more than two decimals.
    pub fn parse(text: &str) -> Option<SharePercent> {
        let m = crate::marks::Marks::parse(text).ok()?;
        (0..=10_000).contains(&m.0).then_some(SharePercent(m.0))
    }
}

impl fmt::Display for SharePercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::marks::Marks(self.0).fmt(f)
    }
}

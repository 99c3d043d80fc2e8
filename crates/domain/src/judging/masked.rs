//! A file that could not be cleaned of what tells its author: withheld from the judges of a blind contest, until a person has looked at it and
//! says why it may be given out. Source: ours, `docs/rules/blind.md`.

use crate::text;

/// Why a file is not given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseFileRefusal {
    /// It is not withheld: its copy is clean, not made yet, or it was given out before.
    NotWithheld,
    ReasonMissing,
    TooLong {
        most: usize,
    },
}

/// Longest reason, in characters.
pub const MOST_REASON: usize = 500;

pub fn release(withheld: bool, reason: &str) -> Result<(), Vec<ReleaseFileRefusal>> {
    let mut no = vec![];
    if !withheld {
        no.push(ReleaseFileRefusal::NotWithheld);
    }
    if reason.is_empty() {
        no.push(ReleaseFileRefusal::ReasonMissing);
    }
    if text::length(reason) > MOST_REASON {
        no.push(ReleaseFileRefusal::TooLong { most: MOST_REASON });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReleaseFileRefusal::*;

    #[test]
    fn only_a_withheld_file_is_given_out_and_with_a_reason() {
        for (withheld, reason, want) in [
            (true, "Đã xem, không có tên tác giả.", vec![]),
            (false, "Đã xem", vec![NotWithheld]),
            (true, "", vec![ReasonMissing]),
            (true, &"ă".repeat(501)[..], vec![TooLong { most: 500 }]),
        ] {
            assert_eq!(release(withheld, reason).err().unwrap_or_default(), want);
        }
    }
}

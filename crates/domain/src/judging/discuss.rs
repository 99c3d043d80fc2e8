//! Trao đổi về một bài: what the panel said about an entry whose marks lie apart, or that the chair brought up, and what it
//! decided. It changes no mark: marks change by a sheet that is opened again or by a third mark. Source: ours, `docs/rules/gaps.md`.

use crate::contest::Combine;
use crate::text;
use crate::words::words;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The marks stay as they are.
    AsIs,
    /// Judges read the entry again; the chair opens their sheets.
    ReadAgain,
    /// A third mark is called, where the rules know one.
    ThirdMark,
    /// Something else, told in the words.
    Noted,
}

words!(Outcome { AsIs = "as_is", ReadAgain = "read_again", ThirdMark = "third_mark", Noted = "noted" });

/// What is put down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discussion {
    /// Who took part, as the minutes will name them.
    pub took_part: String,
    /// What was said, and the reasons of what was decided.
    pub said: String,
    pub outcome: Option<Outcome>,
    /// In favour and cast, where it was voted.
    pub votes: Option<(u32, u32)>,
}

/// Why it is not put down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscussRefusal {
    TookPartMissing,
    SaidMissing,
    OutcomeMissing,
    /// The rules combine the marks in another way.
    NoThirdMark,
    /// In a closed round nobody reads again.
    RoundClosed,
    TooLong {
        most: usize,
    },
    VotesImpossible,
    /// Whoever has a sheet of the entry signs it before the others' marks are spoken of.
    OwnSheetOpen,
}

/// Longest text, in characters.
pub const MOST: usize = 4_000;
/// Largest number of votes that is believed.
const MOST_VOTES: u32 = 1_000;

pub fn discuss(d: &Discussion, combine: Combine, round_open: bool) -> Result<Outcome, Vec<DiscussRefusal>> {
    let mut no = vec![];
    if d.took_part.is_empty() {
        no.push(DiscussRefusal::TookPartMissing);
    }
    if d.said.is_empty() {
        no.push(DiscussRefusal::SaidMissing);
    }
    if text::length(&d.took_part).max(text::length(&d.said)) > MOST {
        no.push(DiscussRefusal::TooLong { most: MOST });
    }
    match d.outcome {
        None => no.push(DiscussRefusal::OutcomeMissing),
        Some(Outcome::ReadAgain | Outcome::ThirdMark) if !round_open => no.push(DiscussRefusal::RoundClosed),
        Some(Outcome::ThirdMark) if !matches!(combine, Combine::ThirdMarker { .. }) => {
            no.push(DiscussRefusal::NoThirdMark);
        }
        Some(_) => {}
    }
    if d.votes.is_some_and(|(votes_for, cast)| cast == 0 || votes_for > cast || cast > MOST_VOTES) {
        no.push(DiscussRefusal::VotesImpossible);
    }
    match d.outcome {
        Some(outcome) if no.is_empty() => Ok(outcome),
        _ => Err(no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::ThirdMark;
    use crate::ratio::Ratio;
    use DiscussRefusal::*;

    #[test]
    fn a_discussion_says_who_what_and_what_came_of_it() {
        let third = Combine::ThirdMarker { gap: Ratio::whole(10), third: ThirdMark::Decides };
        let full = Discussion {
            took_part: "Nguyễn Văn A; Trần Thị B".into(),
            said: "Hai giám khảo hiểu khác nhau về phạm vi áp dụng.".into(),
            outcome: Some(Outcome::AsIs),
            votes: None,
        };
        let with = |outcome| Discussion { outcome: Some(outcome), ..full.clone() };
        let votes = |v| Discussion { votes: Some(v), ..full.clone() };
        for (what, d, combine, open, want) in [
            ("as is", full.clone(), Combine::Mean, true, vec![]),
            ("noted after the close", with(Outcome::Noted), Combine::Mean, false, vec![]),
            ("read again", with(Outcome::ReadAgain), Combine::Mean, true, vec![]),
            ("read again, closed", with(Outcome::ReadAgain), Combine::Mean, false, vec![RoundClosed]),
            ("third", with(Outcome::ThirdMark), third, true, vec![]),
            ("third, mean", with(Outcome::ThirdMark), Combine::Mean, true, vec![NoThirdMark]),
            ("votes", votes((3, 5)), Combine::Mean, true, vec![]),
            ("more than cast", votes((6, 5)), Combine::Mean, true, vec![VotesImpossible]),
            ("none cast", votes((0, 0)), Combine::Mean, true, vec![VotesImpossible]),
            (
                "nothing",
                Discussion { took_part: String::new(), said: String::new(), outcome: None, votes: None },
                Combine::Mean,
                true,
                vec![TookPartMissing, SaidMissing, OutcomeMissing],
            ),
            (
                "too long",
                Discussion { said: "ă".repeat(MOST + 1), ..full.clone() },
                Combine::Mean,
                true,
                vec![TooLong { most: MOST }],
            ),
        ] {
            assert_eq!(discuss(&d, combine, open).err().unwrap_or_default(), want, "{what}");
        }
    }
}

//! Each author's word (*xác nhận của đồng tác giả*): to stand by the entry with this share, and two consents, each given by that author.
//!
//! asked → confirmed with both consents, or refused with a reason → perhaps answered again, until judging begins. A change of the
//! author's name, telephone or share makes the answer void and asks anew; what others' lines say does not. Whoever hands in has said
//! it with the three ticks of the declaration. Source: issue "handing in", points 2 and 3; Law 91/2025/QH15 on consent.

use super::event::EntryEvent;
use crate::contest::Phase;
use crate::contest::rules::words;
use crate::ids::EntryId;
use crate::text;

/// The number of the wording of both consents. A changed text is a new number (a test of the pages holds on to it).
pub const CONSENT_TEXT: i64 = 1;
/// Shortest and longest reason of a refusal, in characters.
pub const LEAST_REASON: usize = 5;
pub const MOST_REASON: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Confirmed,
    Refused,
}

words!(Word { Confirmed = "confirmed", Refused = "refused" });

/// How it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By handing in.
    HandIn,
    /// With the link or the code that only the author was given.
    Link,
    /// On signed paper, recorded by a clerk or the secretary.
    Desk,
}

words!(How { HandIn = "hand_in", Link = "link", Desk = "desk" });

/// What an author says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub word: Option<Word>,
    /// Personal data may be used for this contest.
    pub data_use: bool,
    /// The office may use the entry without asking again.
    pub office_use: bool,
    /// Of a refusal.
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerRefusal {
    WordMissing,
    /// Confirming without it is not possible: the contest cannot be held without the data.
    DataUseMissing,
    /// The announcement gives the office this right in every entry.
    OfficeUseMissing,
    ReasonMissing {
        least: usize,
    },
    ReasonTooLong {
        most: usize,
        have: usize,
    },
    /// Organisers, secretaries and judges cannot be authors in the contest they serve.
    Official,
    /// The list of authors has changed since this was asked.
    Void,
    JudgingBegan,
}

/// The question as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    pub entry: EntryId,
    pub is_void: bool,
    pub phase: Phase,
    /// Whoever answers serves the contest.
    pub official: bool,
}

/// The answer, or every reason why it cannot be taken.
pub fn answer(q: &Question, said: &Said, how: How) -> Result<(Word, EntryEvent), Vec<AnswerRefusal>> {
    let mut no = Vec::new();
    if q.is_void {
        no.push(AnswerRefusal::Void);
    }
    if q.phase > Phase::Open {
        no.push(AnswerRefusal::JudgingBegan);
    }
    match said.word {
        None => no.push(AnswerRefusal::WordMissing),
        Some(Word::Confirmed) => {
            if q.official {
                no.push(AnswerRefusal::Official);
            }
            if !said.data_use {
                no.push(AnswerRefusal::DataUseMissing);
            }
            if !said.office_use {
                no.push(AnswerRefusal::OfficeUseMissing);
            }
        }
        Some(Word::Refused) => {
            let have = text::length(said.reason.trim());
            if have < LEAST_REASON {
                no.push(AnswerRefusal::ReasonMissing { least: LEAST_REASON });
            }
            if have > MOST_REASON {
                no.push(AnswerRefusal::ReasonTooLong { most: MOST_REASON, have });
            }
        }
    }
    match said.word {
        Some(word) if no.is_empty() => {
            Ok((word, EntryEvent::AuthorAnswered { entry: q.entry, word, how, text: CONSENT_TEXT }))
        }
        _ => Err(no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AnswerRefusal as No;

    #[test]
    fn an_answer_is_whole_or_refused_with_every_reason() {
        let q = Question { entry: EntryId(1), is_void: false, phase: Phase::Open, official: false };
        let yes =
            Said { word: Some(Word::Confirmed), data_use: true, office_use: true, reason: String::new() };
        let no = Said {
            word: Some(Word::Refused),
            data_use: false,
            office_use: false,
            reason: "Tôi không tham gia".into(),
        };
        let silent = Said { word: None, ..no.clone() };
        let official = Question { official: true, ..q };
        for (name, q, said, want) in [
            ("confirmed", q, yes.clone(), vec![]),
            ("refused", q, no.clone(), vec![]),
            ("nothing said", q, silent, vec![No::WordMissing]),
            ("no data", q, Said { data_use: false, ..yes.clone() }, vec![No::DataUseMissing]),
            (
                "no consent at all",
                q,
                Said { data_use: false, office_use: false, ..yes.clone() },
                vec![No::DataUseMissing, No::OfficeUseMissing],
            ),
            (
                "no reason",
                q,
                Said { reason: " ko ".into(), ..no.clone() },
                vec![No::ReasonMissing { least: 5 }],
            ),
            (
                "a long reason",
                q,
                Said { reason: "ế".repeat(501), ..no.clone() },
                vec![No::ReasonTooLong { most: 500, have: 501 }],
            ),
            ("a judge confirms", official, yes.clone(), vec![No::Official]),
            ("a judge says no", official, no.clone(), vec![]),
            ("the list has changed", Question { is_void: true, ..q }, yes.clone(), vec![No::Void]),
            ("judged", Question { phase: Phase::Judging, ..q }, yes, vec![No::JudgingBegan]),
        ] {
            assert_eq!(answer(&q, &said, How::Link).err().unwrap_or_default(), want, "{name}");
        }
    }
}

//! The minutes of the unit's committee: who was there, how they voted, what was decided; only then the verdict counts.

use super::ScreeningEvent;
use super::committee::{MOST_LINE, Member, Part};
use super::confirm::AuthorName;
use super::gate::{Gate, Verdict};
use super::give_opinion::is_author;
use super::screen::{ScreenRefusal, Sheet, screen};
use crate::contest::Phase;
use crate::ids::{EntryCode, UnitId};
use crate::text;
use crate::time::{Before, Day, Instant};

/// Most entries of one meeting.
pub const MOST_DECISIONS: usize = 200;
/// Most characters of what was said.
pub const MOST_SUMMARY: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub held_on: Option<Day>,
    pub venue: String,
    /// Places of the members who were there, counted from 0.
    pub present: Vec<usize>,
    pub summary: String,
}

/// One entry before the meeting, with the newest opinion of each member on this version, in the order of the members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub gate: Gate,
    /// The version that the minutes name.
    pub version: i64,
    pub authors: Vec<AuthorName>,
    pub opinions: Vec<Option<bool>>,
    /// Why it is declined, in the committee's words.
    pub reason: String,
}

/// What the meeting decided of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub sheet: Sheet,
    pub votes_for: usize,
    pub votes_against: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MinutesRefusal {
    #[error("the day of the meeting is missing")]
    DayMissing,
    #[error("the meeting is still to come")]
    DayToCome { today: Day },
    #[error("the chair was not there")]
    ChairAbsent,
    #[error("{have} of {members} were there; more than half are needed")]
    TooFewPresent { have: usize, members: usize },
    #[error("no entry was decided on")]
    Nothing,
    #[error("one meeting decides on at most {most} entries")]
    TooMany { most: usize },
    #[error("a text is longer than {most} characters")]
    TooLong { most: usize },
    #[error("{entry}: {name} was there and has given no opinion")]
    OpinionMissing { entry: EntryCode, name: String },
    #[error("{entry}: all who were there are its authors")]
    NobodyVotes { entry: EntryCode },
    #[error("{entry}: {why}")]
    Entry { entry: EntryCode, why: ScreenRefusal },
}

/// Votes are the opinions of those who were there, authors of the entry left out. Selected is what more than half of them select.
/// All reasons at once; the minutes stand as a whole or not at all.
pub fn record_minutes(
    unit: UnitId,
    members: &[Member],
    meeting: &Meeting,
    items: &[Item],
    phase: Phase,
    before: Before,
    now: Instant,
) -> Result<(Vec<Decided>, ScreeningEvent), Vec<MinutesRefusal>> {
    let mut no = Vec::new();
    match meeting.held_on {
        None => no.push(MinutesRefusal::DayMissing),
        Some(day) if day > now.day() => no.push(MinutesRefusal::DayToCome { today: now.day() }),
        Some(_) => {}
    }
    let there = |n: usize| meeting.present.contains(&n);
    let have = (0..members.len()).filter(|n| there(*n)).count();
    if !members.iter().enumerate().any(|(n, m)| m.part == Part::Chair && there(n)) {
        no.push(MinutesRefusal::ChairAbsent);
    }
    if have * 2 <= members.len() {
        no.push(MinutesRefusal::TooFewPresent { have, members: members.len() });
    }
    if items.is_empty() {
        no.push(MinutesRefusal::Nothing);
    }
    if items.len() > MOST_DECISIONS {
        no.push(MinutesRefusal::TooMany { most: MOST_DECISIONS });
    }
    if text::length(&meeting.summary) > MOST_SUMMARY {
        no.push(MinutesRefusal::TooLong { most: MOST_SUMMARY });
    }
    if text::length(&meeting.venue) > MOST_LINE {
        no.push(MinutesRefusal::TooLong { most: MOST_LINE });
    }
    let mut decided = Vec::new();
    for item in items {
        let entry = || item.gate.code.clone();
        let voters: Vec<usize> =
            (0..members.len()).filter(|n| there(*n) && !is_author(&members[*n], &item.authors)).collect();
        if voters.is_empty() && have > 0 {
            no.push(MinutesRefusal::NobodyVotes { entry: entry() });
        }
        let said = |n: &usize| item.opinions.get(*n).copied().flatten();
        for n in voters.iter().filter(|n| said(n).is_none()) {
            no.push(MinutesRefusal::OpinionMissing { entry: entry(), name: members[*n].name.clone() });
        }
        let votes_for = voters.iter().filter(|n| said(n) == Some(true)).count();
        let verdict = if votes_for * 2 > voters.len() { Verdict::Selected } else { Verdict::NotSelected };
        let reason = text::clean(&item.reason);
        let sheet = Sheet { version: item.version, findings: vec![], verdict, reason, mend_before: None };
        // The minutes are what the gate waits for: everything else that keeps a verdict off is asked as always.
        let gate = Gate { has_committee: false, ..item.gate.clone() };
        let why = screen(&gate, &sheet, phase, before, now).err().unwrap_or_default();
        no.extend(why.into_iter().map(|why| MinutesRefusal::Entry { entry: entry(), why }));
        decided.push(Decided { sheet, votes_for, votes_against: voters.len() - votes_for });
    }
    match (no.is_empty(), meeting.held_on) {
        (true, Some(held_on)) => {
            let entries = items.iter().map(|i| i.gate.code.clone()).collect();
            let present = i64::try_from(have).unwrap_or(i64::MAX);
            Ok((decided, ScreeningEvent::MinutesRecorded { unit, held_on, present, entries }))
        }
        _ => Err(no),
    }
}

#[cfg(test)]
mod tests {
    use super::super::committee::tests::three;
    use super::super::gate::tests::{a_gate, an_arrived_gate, at, before};
    use super::MinutesRefusal::*;
    use super::*;

    fn unscreened() -> Gate {
        Gate { verdict: None, confirmation: None, has_committee: true, ..a_gate() }
    }

    fn an_item(opinions: [Option<bool>; 3]) -> Item {
        Item {
            gate: unscreened(),
            version: 2,
            authors: vec![],
            opinions: opinions.to_vec(),
            reason: "Đã áp dụng từ lâu".into(),
        }
    }

    fn a_meeting(present: &[usize]) -> Meeting {
        Meeting {
            held_on: Day::parse("2024-04-04"),
            venue: "Phòng họp số 1".into(),
            present: present.to_vec(),
            summary: String::new(),
        }
    }

    fn go(meeting: &Meeting, items: &[Item]) -> Result<Vec<Decided>, Vec<MinutesRefusal>> {
        let now = at("2024-04-05T08:00:00");
        record_minutes(UnitId(3), &three(), meeting, items, Phase::Open, before(), now).map(|(d, _)| d)
    }

    #[test]
    fn more_than_half_of_those_who_were_there_select() {
        let (yes, no) = (Some(true), Some(false));
        for (present, opinions, selected, votes) in [
            (&[0, 1, 2][..], [yes, yes, yes], true, (3, 0)),
            (&[0, 1, 2], [yes, yes, no], true, (2, 1)),
            (&[0, 1, 2], [yes, no, no], false, (1, 2)),
            (&[0, 1], [yes, no, yes], false, (1, 1)),
            (&[0, 1], [yes, yes, None], true, (2, 0)),
        ] {
            let decided = go(&a_meeting(present), &[an_item(opinions)]).expect("recorded");
            let d = &decided[0];
            assert_eq!(d.sheet.verdict == Verdict::Selected, selected, "{present:?} {opinions:?}");
            assert_eq!((d.votes_for, d.votes_against), votes, "{present:?} {opinions:?}");
        }
    }

    #[test]
    fn a_member_who_is_an_author_does_not_vote() {
        let authors = vec![AuthorName { name: "Ngô Văn Viên".into(), may_be_of_this_unit: true }];
        let item = Item { authors, ..an_item([Some(true), Some(false), None]) };
        let decided = go(&a_meeting(&[0, 1, 2]), &[item]).expect("the author's silence is none");
        assert_eq!((decided[0].votes_for, decided[0].votes_against), (1, 1));
        assert_eq!(decided[0].sheet.verdict, Verdict::NotSelected, "half is not more than half");
    }

    #[test]
    fn a_meeting_has_its_chair_and_more_than_half() {
        let item = [an_item([Some(true); 3])];
        assert_eq!(go(&a_meeting(&[1, 2]), &item), Err(vec![ChairAbsent]));
        assert_eq!(go(&a_meeting(&[0]), &item), Err(vec![TooFewPresent { have: 1, members: 3 }]));
        assert_eq!(go(&a_meeting(&[0, 0, 7]), &item), Err(vec![TooFewPresent { have: 1, members: 3 }]));
        assert_eq!(go(&a_meeting(&[0, 1]), &[]), Err(vec![Nothing]));
        let today = Day::parse("2024-04-05").unwrap();
        let tomorrow = Meeting { held_on: Day::parse("2024-04-06"), ..a_meeting(&[0, 1]) };
        assert_eq!(go(&tomorrow, &item), Err(vec![DayToCome { today }]));
        assert_eq!(go(&Meeting { held_on: None, ..a_meeting(&[0, 1]) }, &item), Err(vec![DayMissing]));
        let long = Meeting { summary: "a".repeat(MOST_SUMMARY + 1), ..a_meeting(&[0, 1]) };
        assert_eq!(go(&long, &item), Err(vec![TooLong { most: MOST_SUMMARY }]));
    }

    #[test]
    fn who_was_there_has_said_something_and_the_gate_lets_it_through() {
        let entry: EntryCode = "CM24-007".into();
        let silent = an_item([Some(true), None, Some(true)]);
        let missing = OpinionMissing { entry: entry.clone(), name: "Vũ Thị Thư".into() };
        assert_eq!(go(&a_meeting(&[0, 1, 2]), &[silent]), Err(vec![missing]));
        let sent = Item { gate: an_arrived_gate(), ..an_item([Some(true); 3]) };
        let why = ScreenRefusal::AlreadySent;
        assert_eq!(go(&a_meeting(&[0, 1]), &[sent]), Err(vec![Entry { entry: entry.clone(), why }]));
        let declined = Item { reason: " ".into(), ..an_item([Some(false); 3]) };
        let why = ScreenRefusal::ReasonMissing;
        assert_eq!(go(&a_meeting(&[0, 1]), &[declined]), Err(vec![Entry { entry, why }]));
    }
}

//! What can happen in this slice. One value per happening; never personal data, and no marks: a sheet is named by the
//! SHA-256 of what was signed.

use super::conflict::ConflictKind;
use super::count_votes::VoteSource;
use super::discuss::Outcome;
use crate::event::Fact;
use crate::ids::{ContestId, EditionId, EntryId, JudgeId, RoundCode, SheetId};

#[derive(Debug, Clone, PartialEq)]
pub enum JudgingEvent {
    JudgeSeated {
        judge: JudgeId,
        chair: bool,
    },
    JudgeUnseated {
        judge: JudgeId,
    },
    ConflictRecorded {
        judge: JudgeId,
        entry: EntryId,
        kind: ConflictKind,
    },
    RoundOpened {
        contest: ContestId,
        round: RoundCode,
        edition: EditionId,
        entries: usize,
    },
    /// `pairs` are `entry:judge`, by their codes.
    Assigned {
        contest: ContestId,
        round: RoundCode,
        pairs: Vec<String>,
    },
    AssignmentReleased {
        sheet: SheetId,
        judge: JudgeId,
        entry: EntryId,
        reason: String,
    },
    ThirdCalled {
        sheet: SheetId,
        judge: JudgeId,
        entry: EntryId,
    },
    SheetSaved {
        sheet: SheetId,
        revision: i64,
        given: usize,
    },
    SheetSigned {
        sheet: SheetId,
        revision: i64,
        digest: String,
    },
    SheetReopened {
        sheet: SheetId,
        revision: i64,
        reason: String,
    },
    RoundClosed {
        contest: ContestId,
        round: RoundCode,
        sheets: usize,
    },
    RoundReopened {
        contest: ContestId,
        round: RoundCode,
        reason: String,
    },
    /// `hash` is the SHA-256 of the seed of a drawn assignment.
    DrawCommitted {
        contest: ContestId,
        round: RoundCode,
        hash: String,
    },
    DrawRevealed {
        contest: ContestId,
        round: RoundCode,
        seed: String,
    },
    /// The same of the order of presentation.
    OrderCommitted {
        contest: ContestId,
        round: RoundCode,
        hash: String,
    },
    OrderDrawn {
        contest: ContestId,
        round: RoundCode,
        seed: String,
    },
    /// What was said stays out of the log: it may tell marks.
    Discussed {
        entry: EntryId,
        round: RoundCode,
        outcome: Outcome,
    },
    /// A file that could not be cleaned is given to the judges of a blind contest as it came. `number`: its place in the entry.
    FileReleased {
        entry: EntryId,
        number: i64,
        reason: String,
    },
    /// `count` is the number of the count, `digest` the SHA-256 of its list.
    VotesCounted {
        contest: ContestId,
        count: i64,
        source: VoteSource,
        votes: u64,
        left_out: u64,
        digest: String,
    },
    VotesTakenBack {
        contest: ContestId,
        count: i64,
        reason: String,
    },
    MeetingOpened {
        contest: ContestId,
        round: RoundCode,
    },
    MeetingClosed {
        contest: ContestId,
        round: RoundCode,
        discussed: usize,
    },
}

impl JudgingEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::JudgeSeated { .. } => "judging.judge_seated",
            Self::JudgeUnseated { .. } => "judging.judge_unseated",
            Self::ConflictRecorded { .. } => "judging.conflict_recorded",
            Self::RoundOpened { .. } => "judging.round_opened",
            Self::Assigned { .. } => "judging.assigned",
            Self::AssignmentReleased { .. } => "judging.assignment_released",
            Self::ThirdCalled { .. } => "judging.third_called",
            Self::SheetSaved { .. } => "judging.sheet_saved",
            Self::SheetSigned { .. } => "judging.sheet_signed",
            Self::SheetReopened { .. } => "judging.sheet_reopened",
            Self::RoundClosed { .. } => "judging.round_closed",
            Self::RoundReopened { .. } => "judging.round_reopened",
            Self::DrawCommitted { .. } => "judging.draw_committed",
            Self::DrawRevealed { .. } => "judging.draw_revealed",
            Self::OrderCommitted { .. } => "judging.order_committed",
            Self::OrderDrawn { .. } => "judging.order_drawn",
            Self::Discussed { .. } => "judging.discussed",
            Self::FileReleased { .. } => "judging.file_released",
            Self::VotesCounted { .. } => "judging.votes_counted",
            Self::VotesTakenBack { .. } => "judging.votes_taken_back",
            Self::MeetingOpened { .. } => "judging.meeting_opened",
            Self::MeetingClosed { .. } => "judging.meeting_closed",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::JudgeSeated { judge, .. } | Self::JudgeUnseated { judge } => ("judge", judge.0),
            Self::ConflictRecorded { entry, .. }
            | Self::Discussed { entry, .. }
            | Self::FileReleased { entry, .. } => ("entry", entry.0),
            Self::RoundOpened { contest, .. }
            | Self::Assigned { contest, .. }
            | Self::DrawCommitted { contest, .. }
            | Self::RoundReopened { contest, .. }
            | Self::DrawRevealed { contest, .. }
            | Self::OrderCommitted { contest, .. }
            | Self::OrderDrawn { contest, .. }
            | Self::VotesCounted { contest, .. }
            | Self::VotesTakenBack { contest, .. }
            | Self::MeetingOpened { contest, .. }
            | Self::MeetingClosed { contest, .. }
            | Self::RoundClosed { contest, .. } => ("contest", contest.0),
            Self::AssignmentReleased { sheet, .. }
            | Self::ThirdCalled { sheet, .. }
            | Self::SheetSaved { sheet, .. }
            | Self::SheetSigned { sheet, .. }
            | Self::SheetReopened { sheet, .. } => ("sheet", sheet.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        let number = |n: &usize| Fact::Number(i64::try_from(*n).unwrap_or(i64::MAX));
        match self {
            Self::JudgeSeated { chair, .. } => vec![("chair", i64::from(*chair).into())],
            Self::JudgeUnseated { .. } => vec![],
            Self::ConflictRecorded { judge, kind, .. } => {
                vec![("judge", Fact::Id(judge.0)), ("kind", kind.word().into())]
            }
            Self::RoundOpened { round, edition, entries, .. } => {
                vec![
                    ("round", round.as_str().into()),
                    ("edition", Fact::Id(edition.0)),
                    ("entries", number(entries)),
                ]
            }
            Self::Assigned { round, pairs, .. } => {
                vec![("round", round.as_str().into()), ("pairs", Fact::List(pairs.clone()))]
            }
            Self::AssignmentReleased { judge, entry, reason, .. } => {
                vec![
                    ("judge", Fact::Id(judge.0)),
                    ("entry", Fact::Id(entry.0)),
                    ("reason", reason.as_str().into()),
                ]
            }
            Self::ThirdCalled { judge, entry, .. } => {
                vec![("judge", Fact::Id(judge.0)), ("entry", Fact::Id(entry.0))]
            }
            Self::SheetSaved { revision, given, .. } => {
                vec![("revision", (*revision).into()), ("given", number(given))]
            }
            Self::SheetSigned { revision, digest, .. } => {
                vec![("revision", (*revision).into()), ("digest", digest.as_str().into())]
            }
            Self::SheetReopened { revision, reason, .. } => {
                vec![("revision", (*revision).into()), ("reason", reason.as_str().into())]
            }
            Self::RoundClosed { round, sheets, .. } => {
                vec![("round", round.as_str().into()), ("sheets", number(sheets))]
            }
            Self::RoundReopened { round, reason, .. } => {
                vec![("round", round.as_str().into()), ("reason", reason.as_str().into())]
            }
            Self::DrawCommitted { round, hash, .. } | Self::OrderCommitted { round, hash, .. } => {
                vec![("round", round.as_str().into()), ("seed_hash", hash.as_str().into())]
            }
            Self::DrawRevealed { round, seed, .. } | Self::OrderDrawn { round, seed, .. } => {
                vec![("round", round.as_str().into()), ("seed", seed.as_str().into())]
            }
            Self::Discussed { round, outcome, .. } => {
                vec![("round", round.as_str().into()), ("outcome", outcome.word().into())]
            }
            Self::FileReleased { number, reason, .. } => {
                vec![("number", (*number).into()), ("reason", reason.as_str().into())]
            }
            Self::VotesCounted { count, source, votes, left_out, digest, .. } => {
                let whole = |n: &u64| Fact::Number(i64::try_from(*n).unwrap_or(i64::MAX));
                vec![
                    ("number", (*count).into()),
                    ("source", source.word().into()),
                    ("votes", whole(votes)),
                    ("left_out", whole(left_out)),
                    ("digest", digest.as_str().into()),
                ]
            }
            Self::VotesTakenBack { count, reason, .. } => {
                vec![("number", (*count).into()), ("reason", reason.as_str().into())]
            }
            Self::MeetingOpened { round, .. } => vec![("round", round.as_str().into())],
            Self::MeetingClosed { round, discussed, .. } => {
                vec![("round", round.as_str().into()), ("discussed", number(discussed))]
            }
        }
    }
}

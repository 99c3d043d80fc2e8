//! What an import yields: plain values, checked one by one, for the actions to use. Nothing here knows the database.

use std::collections::BTreeSet;

use super::problem::Problem;
use domain::judging::count_votes::VoteSource;
use jiff::civil::Date;

/// The rows read from one file and everything wrong with it.
///
/// A row with a problem is not among `rows`; a row with only warnings is. Nothing may be written unless [`Preview::is_clean`].
#[derive(Debug, Clone, PartialEq)]
pub struct Preview<R> {
    pub rows: Vec<R>,
    pub problems: Vec<Problem>,
    pub warnings: Vec<Problem>,
    /// Problems and warnings beyond the first 5,000 of each: counted only.
    pub left_out: usize,
    /// Every code the file defines, also of rows left out, so that one wrong row does not make every reference to it wrong.
    pub codes: BTreeSet<String>,
}

impl<R> Preview<R> {
    /// Whether the rows may be written: no problem at all. Warnings do not count.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty() && self.left_out == 0
    }
}

/// Where a row stands in its file. Rows and lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub sheet: Option<String>,
    pub row: u32,
}

/// An instant with the text it was given as, because results print it as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenInstant {
    /// Milliseconds since 1970, UTC. With `Precision::Day` the first instant of the day in Việt Nam.
    pub at_ms: i64,
    pub text: String,
    pub precision: Precision,
}

/// How exactly an instant was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    Day,
    Minute,
    Second,
}

/// Thể loại: one author or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    Individual,
    Collective,
}

/// Kết quả sơ loại: what the unit's screening said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Selected,
    NotSelected,
    Returned,
}

/// Chỉ tiêu: whether a unit must, should or need not hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quota {
    Required,
    Encouraged,
    None,
}

/// A person's decision at the committee's intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntakeDecision {
    Duplicate,
    Merged,
    NotNew,
    OffTopic,
}

/// Bài dự thi, as handed to the unit and as far as the file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    pub at: Place,
    pub code: String,
    pub title: String,
    /// Codes of content areas, in the file's order.
    pub areas: Vec<String>,
    /// `written`, `video`, or what the contest allows.
    pub format: String,
    pub category: Category,
    pub authors: Vec<AuthorRow>,
    pub receiving_unit_code: String,
    /// Not in an office's list.
    pub route: Option<String>,
    pub submitted_at: GivenInstant,
    pub attachments: Vec<AttachmentRow>,
    /// Code and text of each section, in the file's order. Empty in an office's list.
    pub sections: Vec<(String, String)>,
    pub already_applied: Option<bool>,
    pub screening: Option<ScreeningRow>,
    pub confirmation: Option<ConfirmationRow>,
    pub forwarded_at: Option<GivenInstant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorRow {
    pub name: String,
    pub role_title: String,
    pub unit_code: Option<String>,
    pub address: String,
    /// As typed, but with the leading zero a spreadsheet dropped. May be empty or wrong: that is for the rules.
    pub phone: String,
    /// Share in hundredths of a per cent: 100 % is 10,000. `None` where a list of groups has no such column.
    pub share_hundredths: Option<i64>,
    pub representative: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentRow {
    pub name: String,
    pub kind: String,
    pub bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreeningRow {
    pub verdict: Verdict,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationRow {
    pub by: String,
    pub level: String,
    pub feasibility: String,
    pub at: GivenInstant,
}

/// Đơn vị, with the days on which it exists (both inclusive, open where empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    pub at: Place,
    pub code: String,
    pub name: String,
    /// Free text that `quotas[].unit_kinds` refers to.
    pub kind: String,
    pub parent_code: Option<String>,
    pub quota: Quota,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub successor_code: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeRow {
    pub at: Place,
    pub code: String,
    pub name: String,
    pub title: String,
    pub unit_code: Option<String>,
    pub chair: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictRow {
    pub at: Place,
    pub judge_code: String,
    pub entry_code: String,
    /// `same_unit`, `declared`, or another word of the office.
    pub kind: String,
    pub note: String,
}

/// One mark: points of one judge for one entry in one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRow {
    pub at: Place,
    /// `1` where the file has no rounds.
    pub round: String,
    pub judge_code: String,
    pub entry_code: String,
    pub criterion: String,
    /// 17.5 points are 1750. Limits and steps are for the rules.
    pub points_hundredths: i64,
    pub comment: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    pub at: Place,
    pub entry_code: String,
    pub decision: IntakeDecision,
    pub kept_entry_code: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChairDecisionRow {
    pub at: Place,
    pub decided_by: String,
    pub decided_at: GivenInstant,
    /// Best first, at least two.
    pub entry_codes_in_order: Vec<String>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThirdMarkerRow {
    pub at: Place,
    pub round: String,
    pub entry_code: String,
    pub judge_code: String,
}

/// Sáng kiến of earlier years, to compare new entries with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitiativeRow {
    pub at: Place,
    pub code: String,
    /// Exactly as printed.
    pub name: String,
    pub unit_code: Option<String>,
    pub kind: String,
    pub description: String,
    pub replicated: String,
    pub basis: String,
}

/// Votes of the public for an entry, cast at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteRow {
    pub at: Place,
    pub entry_code: String,
    pub votes: u64,
    pub source: VoteSource,
}

/// A side prize of an entry or of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SidePrizeRow {
    pub at: Place,
    pub prize_code: String,
    pub entry_code: Option<String>,
    pub unit_code: Option<String>,
    pub reason: String,
    /// In favour, and cast.
    pub votes: Option<(u32, u32)>,
}

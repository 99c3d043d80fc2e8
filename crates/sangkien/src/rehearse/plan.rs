//! The office's files as a sequence of steps on a simulated clock.
//!
//! A file says when an entry was handed in, confirmed and forwarded; it does not say when a unit screened it or a judge
//! marked it. Screening is played right before the confirmation (or soon after the hand-in), judging is spread evenly
//! between the end of intake and the last days before the result.

use app::import::contest_folder::ContestFolder;
use app::import::rows::{EntryRow, ScoreRow, Verdict};
use domain::contest::RulesEdition;
use domain::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Units, the contest, its people, its panel.
    SetUp,
    /// A clerk of the receiving unit records the entry as it came. Index into the folder's entries.
    Record(usize),
    Screen(usize),
    Confirm(usize),
    /// A unit sends these entries with one letter.
    Forward {
        unit: String,
        entries: Vec<usize>,
    },
    /// The secretary writes down what was decided about double, known and off-topic entries.
    Decide(usize),
    /// The secretary takes in what is in order.
    TakeIn,
    /// Conflicts of interest are found and declared.
    Recuse,
    OpenRound(usize),
    /// One judge writes and signs one sheet.
    Mark {
        round: usize,
        judge: String,
        entry: String,
    },
    /// The chair calls a third marker.
    CallThird {
        round: usize,
        judge: String,
        entry: String,
    },
    CloseRound(usize),
    /// The secretary takes in the counts of the public's votes.
    CountVotes,
    /// Standings are frozen.
    Freeze,
    /// The chair (or the committee) orders a tie. Index into the folder's chair decisions.
    OrderTie(usize),
    /// The committee proposes a side prize. Index into the folder's side prizes.
    ProposeSide(usize),
    Propose,
    Confirmed,
    Release,
}

/// A step and the simulated moment of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    pub at: Instant,
    pub step: Step,
}

/// All steps in the order of time; steps of one moment stay in the order of a contest's life.
pub fn plan(folder: &ContestFolder, rules: &RulesEdition) -> Vec<Timed> {
    let mut steps = Vec::new();
    let first_entry =
        folder.entries.iter().map(|e| e.submitted_at.at_ms).min().unwrap_or(rules.timeline.units_send.0.0);
    let launch = rules
        .timeline
        .launch
        .and_then(|d| d.begins_at())
        .map_or(first_entry, |at| (at.0 + 8 * HOUR).min(first_entry));
    steps.push((launch - MINUTE, Step::SetUp));
    gate(folder, rules, &mut steps);
    let sent = rules.timeline.units_send.0.0;
    let last = steps.iter().map(|(at, _)| *at).max().unwrap_or(sent).max(sent);
    let intake = last + HOUR;
    steps.extend((0..folder.decisions.len()).map(|i| (intake, Step::Decide(i))));
    steps.push((intake + HOUR, Step::TakeIn));
    steps.push((intake + 2 * HOUR, Step::Recuse));
    let ordered = folder.chair_decisions.iter().map(|d| d.decided_at.at_ms).min();
    let finish = ordered
        .or(rules.timeline.judging_finished.map(|b| b.0.0 - 2 * DAY))
        .unwrap_or(intake + 12 * DAY)
        .max(intake + 2 * DAY)
        // A vote is counted when it is over, and before judging is.
        .max(vote_over(rules) + 2 * HOUR);
    let closed = judging(folder, rules, intake + 3 * HOUR, finish - HOUR, &mut steps);
    steps.push((closed, Step::Freeze));
    let mut at = closed;
    for (i, d) in folder.chair_decisions.iter().enumerate() {
        at = at.max(d.decided_at.at_ms);
        steps.push((at, Step::OrderTie(i)));
    }
    steps.extend((0..folder.side_prizes.len()).map(|i| (at + 2 * HOUR, Step::ProposeSide(i))));
    for (hours, step) in [(1, Step::Propose), (24, Step::Confirmed), (26, Step::Release)] {
        steps.push((at + hours * HOUR, step));
    }
    steps.sort_by_key(|(at, _)| *at);
    steps.into_iter().map(|(at, step)| Timed { at: Instant(at), step }).collect()
}

/// The end of the public's vote; long ago where there is none.
fn vote_over(rules: &RulesEdition) -> i64 {
    rules.judging.community_vote.as_ref().and_then(|v| v.closes).map_or(0, |closes| closes.0.0)
}

/// Hand-in, screening, confirmation and letters, as the files say.
fn gate(folder: &ContestFolder, rules: &RulesEdition, steps: &mut Vec<(i64, Step)>) {
    let mut letters: BTreeMap<(i64, &str), Vec<usize>> = BTreeMap::new();
    for (i, e) in folder.entries.iter().enumerate() {
        let handed_in = e.submitted_at.at_ms;
        steps.push((handed_in, Step::Record(i)));
        if e.screening.is_some() {
            steps.push((screened_at(e), Step::Screen(i)));
        }
        if let Some(c) = &e.confirmation {
            steps.push((c.at.at_ms.max(handed_in), Step::Confirm(i)));
        }
        // The standing body sends itself nothing: what is handed in there has arrived.
        if let Some(f) =
            e.forwarded_at.as_ref().filter(|_| e.receiving_unit_code != rules.standing_body.as_str())
        {
            letters.entry((f.at_ms, &e.receiving_unit_code)).or_default().push(i);
        }
    }
    steps.extend(
        letters
            .into_iter()
            .map(|((at, unit), entries)| (at, Step::Forward { unit: unit.to_owned(), entries })),
    );
}

/// When a unit may have screened an entry: an hour after the hand-in, but before it confirmed or sent it.
fn screened_at(e: &EntryRow) -> i64 {
    let handed_in = e.submitted_at.at_ms;
    let selected = e.screening.as_ref().is_some_and(|s| s.verdict == Verdict::Selected);
    let next = [e.confirmation.as_ref().map(|c| c.at.at_ms), e.forwarded_at.as_ref().map(|f| f.at_ms)]
        .into_iter()
        .flatten()
        .min();
    let latest = next.filter(|_| selected).unwrap_or(i64::MAX);
    (handed_in + HOUR).min(latest).max(handed_in)
}

/// Spreads the sheets evenly over the time there is, round by round, and answers when the last round is closed.
fn judging(
    folder: &ContestFolder,
    rules: &RulesEdition,
    begin: i64,
    end: i64,
    steps: &mut Vec<(i64, Step)>,
) -> i64 {
    let rounds = &rules.judging.rounds;
    let count = i64::try_from(rounds.len().max(1)).unwrap_or(1);
    let span = ((end - begin) / count).max(HOUR);
    for (r, round) in rounds.iter().enumerate() {
        let opens = begin + span * i64::try_from(r).unwrap_or(0);
        steps.push((opens, Step::OpenRound(r)));
        let sheets = sheets_of(&folder.scores, round.code.as_str());
        let thirds: BTreeSet<(&str, &str)> = folder
            .third_markers
            .iter()
            .filter(|t| t.round == round.code.as_str())
            .map(|t| (t.judge_code.as_str(), t.entry_code.as_str()))
            .collect();
        let (third, regular): (Vec<_>, Vec<_>) = sheets.into_iter().partition(|pair| thirds.contains(pair));
        let regular = in_turn(regular);
        let each = (span - HOUR) / i64::try_from(regular.len() + 2 * third.len() + 1).unwrap_or(1).max(1);
        let mut at = opens;
        for (judge, entry) in regular {
            at += each;
            steps.push((at, Step::Mark { round: r, judge: judge.to_owned(), entry: entry.to_owned() }));
        }
        for (judge, entry) in third {
            steps.push((
                at + each,
                Step::CallThird { round: r, judge: judge.to_owned(), entry: entry.to_owned() },
            ));
            at += 2 * each;
            steps.push((at, Step::Mark { round: r, judge: judge.to_owned(), entry: entry.to_owned() }));
        }
        if r + 1 == rounds.len() && !folder.votes.is_empty() {
            steps.push((opens + span - 2 * MINUTE, Step::CountVotes));
        }
        steps.push((opens + span - MINUTE, Step::CloseRound(r)));
    }
    begin + span * count
}

/// All judges work at the same time: everybody's first sheet, then everybody's second.
fn in_turn<'a>(pairs: Vec<(&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, (&str, &str))> = pairs
        .into_iter()
        .map(|pair| {
            let turn = done.entry(pair.0).or_default();
            *turn += 1;
            (*turn, pair)
        })
        .collect();
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, pair)| pair).collect()
}

/// The (judge, entry) pairs of a round that have marks, in the order of the file.
pub fn sheets_of<'a>(scores: &'a [ScoreRow], round: &str) -> Vec<(&'a str, &'a str)> {
    let mut seen = BTreeSet::new();
    scores
        .iter()
        .filter(|s| s.round == round)
        .map(|s| (s.judge_code.as_str(), s.entry_code.as_str()))
        .filter(|pair| seen.insert(*pair))
        .collect()
}

//! A whole contest as a folder of files: everything is read, every cross reference checked, every problem told,
//! before anything is written anywhere.
//!
//! Source: the folder format. `traps.json` and `expected.json` are never opened.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::known::Known;
use super::problem::{Problem, ProblemKind, Sink, Spot};
use super::rows::*;
use super::source::FILE_LIMIT;
use super::{
    chair_decisions, conflicts, csv, decisions, entries, initiatives, judges, scores, side_prizes,
    third_markers, units, votes,
};

/// Everything a contest's folder holds, read and checked against itself.
#[derive(Debug, Clone)]
pub struct ContestFolder {
    /// `contest.json` as written, to be parsed by the rules and kept word for word.
    pub contest_text: String,
    pub contest: Value,
    pub units: Vec<UnitRow>,
    pub entries: Vec<EntryRow>,
    pub judges: Vec<JudgeRow>,
    pub conflicts: Vec<ConflictRow>,
    pub scores: Vec<ScoreRow>,
    pub third_markers: Vec<ThirdMarkerRow>,
    pub decisions: Vec<DecisionRow>,
    pub chair_decisions: Vec<ChairDecisionRow>,
    pub votes: Vec<VoteRow>,
    pub side_prizes: Vec<SidePrizeRow>,
    /// Rows of all files `initiatives*.csv`, by file name.
    pub initiatives: Vec<InitiativeRow>,
    pub warnings: Vec<Problem>,
}

/// Reads the folder. `Err` names every problem of every file, with line and field.
pub fn read_folder(dir: &Path) -> Result<ContestFolder, Vec<Problem>> {
    let mut all = All::default();
    let contest = all.needed(dir, "contest.json").and_then(|bytes| all.contest(&bytes));
    let mut known = contest.as_ref().map(|(_, contest)| Known::from_contest(contest)).unwrap_or_default();

    let file = all.needed(dir, "units.csv");
    let units = all.take(file, |bytes| units::read("units.csv", bytes, &known));
    if let Some(units) = &units {
        known = known.with_units(&units.rows, &units.codes);
    }
    let file = all.needed(dir, "judges.csv");
    let judges = all.take(file, |bytes| judges::read("judges.csv", bytes, &known));
    known.judges = judges.as_ref().map(|judges| judges.codes.clone());
    let file = all.needed(dir, "entries.jsonl");
    let entries = all.take(file, |bytes| entries::read("entries.jsonl", bytes, &known));
    known.entries = entries.as_ref().map(|entries| entries.codes.clone());
    let file = all.needed(dir, "conflicts.csv");
    let conflicts = all.take(file, |bytes| conflicts::read("conflicts.csv", bytes, &known));
    let file = all.needed(dir, "scores.csv");
    let scores = all.take(file, |bytes| scores::read("scores.csv", bytes, &known));
    let file = all.optional(dir, "third-markers.csv");
    let third_markers = all.take(file, |bytes| third_markers::read("third-markers.csv", bytes, &known));
    let file = all.optional(dir, "decisions.csv");
    let decisions = all.take(file, |bytes| decisions::read("decisions.csv", bytes, &known));
    let file = all.optional(dir, "chair-decisions.csv");
    let chair_decisions = all.take(file, |bytes| chair_decisions::read("chair-decisions.csv", bytes, &known));
    let file = all.optional(dir, "votes.csv");
    let votes = all.take(file, |bytes| votes::read("votes.csv", bytes, &known));
    let file = all.optional(dir, "side-prizes.csv");
    let side_prizes = all.take(file, |bytes| side_prizes::read("side-prizes.csv", bytes, &known));
    let mut initiatives = Vec::new();
    for name in initiative_files(dir) {
        let file = all.optional(dir, &name);
        initiatives
            .extend(all.take(file, |bytes| initiatives::read(&name, bytes, &known)).map(|read| read.rows));
    }

    let Some((contest_text, contest)) = contest.filter(|_| all.problems.is_empty()) else {
        return Err(all.problems);
    };
    Ok(ContestFolder {
        contest_text,
        contest,
        units: rows(units),
        entries: rows(entries),
        judges: rows(judges),
        conflicts: rows(conflicts),
        scores: rows(scores),
        third_markers: rows(third_markers),
        decisions: rows(decisions),
        chair_decisions: rows(chair_decisions),
        votes: rows(votes),
        side_prizes: rows(side_prizes),
        initiatives: initiatives.into_iter().flatten().collect(),
        warnings: all.warnings,
    })
}

fn rows<R>(preview: Option<Preview<R>>) -> Vec<R> {
    preview.map(|preview| preview.rows).unwrap_or_default()
}

fn initiative_files(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| name.starts_with("initiatives") && name.ends_with(".csv")).collect();
    names.sort();
    names
}

/// Problems and warnings of all files so far.
#[derive(Default)]
struct All {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl All {
    fn needed(&mut self, dir: &Path, name: &str) -> Option<Vec<u8>> {
        if !dir.join(name).exists() {
            self.report(name, Spot::default(), ProblemKind::MissingFile, "", "");
            return None;
        }
        self.optional(dir, name)
    }

    fn optional(&mut self, dir: &Path, name: &str) -> Option<Vec<u8>> {
        let path = dir.join(name);
        if !path.exists() {
            return None;
        }
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(FILE_LIMIT as u64 + 1).read_to_end(&mut bytes));
        match read {
            Ok(size) if size <= FILE_LIMIT => Some(bytes),
            Ok(_) => {
                self.report(name, Spot::default(), ProblemKind::TooLarge, "", "20 MB");
                None
            }
            Err(error) => {
                self.report(name, Spot::default(), ProblemKind::UnreadableFile, &error.to_string(), "");
                None
            }
        }
    }

    fn take<R>(
        &mut self,
        bytes: Option<Vec<u8>>,
        read: impl FnOnce(&[u8]) -> Preview<R>,
    ) -> Option<Preview<R>> {
        let mut preview = read(&bytes?);
        self.problems.append(&mut preview.problems);
        self.warnings.append(&mut preview.warnings);
        Some(preview)
    }

    fn contest(&mut self, bytes: &[u8]) -> Option<(String, Value)> {
        let mut sink = Sink::new("contest.json");
        let text = csv::text(bytes, &mut sink).map(str::to_owned);
        self.problems.append(&mut sink.problems);
        let text = text?;
        match serde_json::from_str(&text) {
            Ok(contest @ Value::Object(_)) => Some((text, contest)),
            Ok(_) => {
                self.report("contest.json", Spot::row(1), ProblemKind::WrongType, &text, "{…}");
                None
            }
            Err(error) => {
                let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default().trim();
                let message = format!("{line} ({error})");
                self.report(
                    "contest.json",
                    Spot::row(error.line() as u32),
                    ProblemKind::InvalidJson,
                    &message,
                    "",
                );
                None
            }
        }
    }

    fn report(&mut self, file: &str, spot: Spot, kind: ProblemKind, found: &str, expected: &str) {
        let mut sink = Sink::new(file);
        sink.problem(spot, kind, found, expected);
        self.problems.append(&mut sink.problems);
    }
}

//! Marks: one mark a row as in the folder format, or one sheet a row with a column for each criterion, as offices
//! keep it (`Tính mới (tối đa 25)`, `Nhận xét tính mới`).

use std::collections::{BTreeSet, HashMap};

use super::header::{Field, field};
use super::known::{Known, Named};
use super::problem::{ProblemKind, Sink};
use super::rows::{Place, Preview, ScoreRow};
use super::source;
use super::table::{self, Row, Table};

const ROUND: usize = 0;
const JUDGE: usize = 1;
const ENTRY: usize = 2;
const CRITERION: usize = 3;
const POINTS: usize = 4;
const COMMENT: usize = 5;
/// From here on two fields a criterion: its points, its comment.
const CRITERIA: usize = 6;

/// The round of a file without a column for it.
const ONLY_ROUND: &str = "1";

fn fields(criteria: &[Named]) -> Vec<Field> {
    let mut fields = vec![
        field("round", false, &["vòng", "vòng chấm"]),
        field("judge_code", true, &["giám khảo", "mã giám khảo", "mã gk", "gk"]),
        field("entry_code", true, &["mã bài", "mã bài dự thi", "mã số bài", "mã hồ sơ", "bài dự thi"]),
        field("criterion", false, &["tiêu chí", "mã tiêu chí"]),
        field("points", false, &["điểm", "số điểm", "điểm chấm"]),
        field("comment", false, &["nhận xét", "ghi chú", "ý kiến"]),
    ];
    for criterion in criteria {
        fields.push(field(&criterion.code, false, &[&criterion.name, &format!("Điểm {}", criterion.name)]));
        let comments = [
            format!("Nhận xét {}", criterion.name),
            format!("Nhận xét về {}", criterion.name),
            format!("Nhận xét {}", criterion.code),
        ];
        fields.push(field(
            &format!("comment_{}", criterion.code),
            false,
            &comments.each_ref().map(String::as_str),
        ));
    }
    fields
}

/// Reads a file of marks. Judges, entries, rounds and criteria are checked as far as they are known.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<ScoreRow> {
    let mut sink = Sink::new(name);
    let criteria = known.criteria();
    let fields = fields(&criteria);
    let grids = source::grids(bytes, &fields, &mut sink);
    let mut marks = Marks { known, seen: HashMap::new(), rows: Vec::new() };
    if !grids.is_empty() {
        let tables = table::tables(&grids, &fields, &mut sink);
        let one_marks = tables.iter().any(|table| shape(table, &criteria).is_some());
        for table in &tables {
            match shape(table, &criteria) {
                Some(Shape::Marks) => {
                    table.rows(&mut sink).iter().for_each(|row| marks.single(row, &criteria, &mut sink));
                }
                Some(Shape::Sheets) => {
                    table
                        .rows(&mut sink)
                        .iter()
                        .for_each(|row| marks.sheet(row, table, &criteria, &mut sink));
                }
                // A list of who marks what, beside the marks.
                None if one_marks => table.skip(&mut sink),
                None => {
                    for field in [CRITERION, POINTS].into_iter().filter(|field| !table.has(*field)) {
                        table.missing(table.field(field), &mut sink);
                    }
                }
            }
        }
    }
    let rows = marks.rows;
    super::preview(rows, BTreeSet::new(), sink)
}

enum Shape {
    /// One mark a row.
    Marks,
    /// One sheet a row, a column for each criterion.
    Sheets,
}

fn shape(table: &Table<'_>, criteria: &[Named]) -> Option<Shape> {
    if table.has(CRITERION) && table.has(POINTS) {
        return Some(Shape::Marks);
    }
    (0..criteria.len()).any(|at| table.has(CRITERIA + 2 * at)).then_some(Shape::Sheets)
}

struct Marks<'k> {
    known: &'k Known,
    /// Round, judge, entry and criterion of every mark, with its row.
    seen: HashMap<(String, String, String, String), u32>,
    rows: Vec<ScoreRow>,
}

/// What a row of either shape says about whose mark it is.
struct Whose {
    at: Place,
    round: String,
    judge: String,
    entry: String,
}

impl Marks<'_> {
    fn single(&mut self, row: &Row<'_>, criteria: &[Named], sink: &mut Sink) {
        let whose = self.whose(row, sink);
        let criterion = row.needed(CRITERION, sink).and_then(|text| {
            let Some(code) = criterion_code(&text, criteria) else {
                sink.problem(row.spot(CRITERION), ProblemKind::UnknownCriterion, &text, &codes(criteria));
                return None;
            };
            Some(code)
        });
        let points = match row.optional_hundredths(POINTS, sink) {
            Ok(None) => {
                row.needed(POINTS, sink);
                None
            }
            Ok(points) => points,
            Err(_) => None,
        };
        let comment = row.text(COMMENT, sink);
        if let (Some(whose), Some(criterion), Some(points)) = (whose, criterion, points) {
            self.add(&whose, criterion, points, comment, (row, CRITERION), sink);
        }
    }

    fn sheet(&mut self, row: &Row<'_>, table: &Table<'_>, criteria: &[Named], sink: &mut Sink) {
        let whose = self.whose(row, sink);
        let whole = row.text(COMMENT, sink);
        for (at, criterion) in criteria.iter().enumerate() {
            let (points_field, comment_field) = (CRITERIA + 2 * at, CRITERIA + 2 * at + 1);
            let points = row.optional_hundredths(points_field, sink);
            let comment = match table.has(comment_field) {
                true => row.text(comment_field, sink),
                false => whole.clone(),
            };
            if let (Some(whose), Ok(Some(points))) = (&whose, points) {
                self.add(whose, criterion.code.clone(), points, comment, (row, points_field), sink);
            }
        }
        let marked = (0..criteria.len()).any(|at| !row.is_blank(CRITERIA + 2 * at));
        if !marked {
            let first = (0..criteria.len()).map(|at| CRITERIA + 2 * at).find(|field| table.has(*field));
            sink.problem(row.spot(first.unwrap_or(ENTRY)), ProblemKind::MissingValue, "", "");
        }
    }

    fn whose(&self, row: &Row<'_>, sink: &mut Sink) -> Option<Whose> {
        let at = row.place(sink);
        let round = match row.optional_code(ROUND, sink) {
            Ok(round) => Some(round.unwrap_or_else(|| ONLY_ROUND.to_owned())),
            Err(_) => None,
        };
        let round = round.filter(|code| {
            let fine =
                self.known.rounds.is_empty() || self.known.rounds.iter().any(|round| round.code == *code);
            if !fine {
                let rounds: Vec<&str> = self.known.rounds.iter().map(|round| round.code.as_str()).collect();
                sink.problem(row.spot(ROUND), ProblemKind::UnknownRound, code, &rounds.join(", "));
            }
            fine
        });
        let judge = row.code(JUDGE, sink);
        let judge = judge.filter(|code| {
            known_code(code, self.known.judges.as_ref(), ProblemKind::UnknownJudge, row, JUDGE, sink)
        });
        let entry = row.code(ENTRY, sink);
        let entry = entry.filter(|code| {
            known_code(code, self.known.entries.as_ref(), ProblemKind::UnknownEntry, row, ENTRY, sink)
        });
        Some(Whose { at, round: round?, judge: judge?, entry: entry? })
    }

    fn add(
        &mut self,
        whose: &Whose,
        criterion: String,
        points: i64,
        comment: String,
        (row, field): (&Row<'_>, usize),
        sink: &mut Sink,
    ) {
        let round = self.known.rounds.iter().find(|round| round.code == whose.round);
        if round.is_some_and(|round| round.criteria.iter().all(|known| known.code != criterion)) {
            let allowed = round.map(|round| codes(&round.criteria)).unwrap_or_default();
            sink.problem(row.spot(field), ProblemKind::UnknownCriterion, &criterion, &allowed);
            return;
        }
        let key = (whose.round.clone(), whose.judge.clone(), whose.entry.clone(), criterion.clone());
        if let Some(first) = self.seen.insert(key, whose.at.row) {
            let found = format!("{} {} {criterion}", whose.judge, whose.entry);
            sink.problem(row.spot(field), ProblemKind::DuplicateCode, &found, &format!("#{first}"));
            return;
        }
        self.rows.push(ScoreRow {
            at: whose.at.clone(),
            round: whose.round.clone(),
            judge_code: whose.judge.clone(),
            entry_code: whose.entry.clone(),
            criterion,
            points_hundredths: points,
            comment,
        });
    }
}

/// The criterion's code, given by code or name; any word while no criteria are known.
fn criterion_code(text: &str, criteria: &[Named]) -> Option<String> {
    if criteria.is_empty() || criteria.iter().any(|criterion| criterion.code == text) {
        return Some(text.to_owned());
    }
    let folded = super::text::fold(text);
    criteria
        .iter()
        .find(|criterion| super::text::fold(&criterion.name) == folded)
        .map(|criterion| criterion.code.clone())
}

fn codes(criteria: &[Named]) -> String {
    criteria.iter().map(|criterion| criterion.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether a code is among those known; reported when not.
pub(super) fn known_code(
    code: &str,
    known: Option<&BTreeSet<String>>,
    kind: ProblemKind,
    row: &Row<'_>,
    field: usize,
    sink: &mut Sink,
) -> bool {
    let fine = known.is_none_or(|known| known.contains(code));
    if !fine {
        sink.problem(row.spot(field), kind, code, "");
    }
    fine
}

//! A judge's own desk: the list of own sheets, and one sheet with what is needed to fill it in.

use super::blind;
use super::store::{self, JudgeRow, SheetFile};
use crate::act::Stop;
use crate::db::Tx;
use domain::actor::Actor;
use domain::contest::Round;
use domain::ids::{ContestId, EntryCode, EntryId, JudgeId, RoundId, SheetId};
use domain::judging::access;
use domain::judging::drift::Done;
use domain::judging::rubric::Rubric;
use domain::judging::sheet::parse_marks;
use domain::ratio::Ratio;
use domain::time::Instant;
use std::convert::Infallible;

/// One of the judge's sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSheet {
    pub id: SheetId,
    pub round: RoundId,
    pub entry: EntryCode,
    pub title: String,
    pub third: bool,
    /// Marks given so far.
    pub given: usize,
    /// Weighted, of the marks given so far.
    pub total: Ratio,
    pub saved_at: Option<Instant>,
    pub signed_at: Option<Instant>,
    pub reopened: i64,
}

/// The judge's sheets of one round, those given up left out, in the order of presentation, or by entry code where none was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    pub id: RoundId,
    pub open: bool,
    pub rules: Round,
    pub sheets: Vec<OwnSheet>,
}

impl Desk {
    pub fn signed(&self) -> usize {
        self.sheets.iter().filter(|s| s.signed_at.is_some()).count()
    }
}

/// Everything on the actor's desk, newest round first.
pub fn my_sheets(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<(JudgeRow, Vec<Desk>), Stop<Infallible>> {
    let judge = actor.judge_in(contest).ok_or(Stop::NotAllowed)?;
    let row = store::find_judge(tx, judge)?.ok_or(Stop::NotFound)?;
    let mut desks: Vec<Desk> = vec![];
    for round in store::list_rounds(tx, contest)?.into_iter().rev() {
        let rules = store::rules_of_round(tx, &round)?;
        desks.push(Desk { id: round.id, open: round.open, rules, sheets: vec![] });
    }
    let rubrics: Vec<Rubric> = desks.iter().map(|d| Rubric::of(&d.rules.criteria)).collect();
    let secrets = blind::titles(tx, actor, contest)?;
    let readable = |entry: i64, title: &str| match secrets.as_ref().and_then(|s| s.get(&EntryId(entry))) {
        Some(of_entry) => of_entry.mask(title),
        None => title.to_owned(),
    };
    for r in tx.query(
        "SELECT s.id, s.round_id, e.code, e.title, s.role, s.marks, s.saved_at, s.signed_at, s.reopened, e.id FROM score_sheet s JOIN entry e ON e.id = s.entry_id LEFT JOIN presentation p ON p.round_id = s.round_id AND p.entry_id = s.entry_id WHERE s.judge_id = $1 AND s.released_at IS NULL ORDER BY COALESCE(p.position, 1000000000), e.code",
        &[judge.0.into()],
    )? {
        let round = RoundId(r.int(1)?);
        let Some(at) = desks.iter().position(|d| d.id == round) else { continue };
        let marks = parse_marks(r.text(5)?, desks[at].rules.criteria.len()).unwrap_or_default();
        desks[at].sheets.push(OwnSheet {
            id: SheetId(r.int(0)?),
            round,
            entry: EntryCode(r.text(2)?.to_owned()),
            title: readable(r.int(9)?, r.text(3)?),
            third: r.text(4)? == "third",
            given: marks.iter().flatten().count(),
            total: rubrics[at].running_total(&marks),
            saved_at: r.opt_int(6)?.map(Instant),
            signed_at: r.opt_int(7)?.map(Instant),
            reopened: r.int(8)?,
        });
    }
    Ok((row, desks))
}

/// One sheet, opened by its judge.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSheet {
    pub file: SheetFile,
    pub entry_code: EntryCode,
    /// The version of the entry that the judge reads.
    pub version: i64,
    /// Own sheets of this round: signed, and all.
    pub done: (i64, i64),
    /// The next own sheet of this round that is not signed yet, in the order of presentation (by entry code where none was drawn),
    /// around the end.
    pub next: Option<SheetId>,
    /// Reason of the last reopening.
    pub reopened_because: Option<String>,
    /// The judge's other sheets of the round that have all their marks.
    pub own: Vec<Done>,
}

pub fn open_sheet(tx: &mut Tx, actor: &Actor, sheet: SheetId) -> Result<OpenSheet, Stop<Infallible>> {
    let file = store::find_sheet(tx, sheet)?.ok_or(Stop::NotFound)?;
    access::write_sheet(actor, file.contest, file.judge)?;
    // An entry that came after the draw stands at the end of the order, as on the page of the order.
    let entry = tx.one(
        "SELECT e.code, e.version, COALESCE(p.position, 1000000000) FROM entry e LEFT JOIN presentation p ON p.entry_id = e.id AND p.round_id = $2 WHERE e.id = $1",
        &[file.entry.0.into(), file.round.0.into()],
    )?;
    let entry_code = EntryCode(entry.text(0)?.to_owned());
    let done = tx.one(
        "SELECT COUNT(signed_at), COUNT(*) FROM score_sheet WHERE round_id = $1 AND judge_id = $2 AND released_at IS NULL",
        &[file.round.0.into(), file.judge.0.into()],
    )?;
    let next = tx.opt(
        "SELECT s.id FROM score_sheet s JOIN entry e ON e.id = s.entry_id LEFT JOIN presentation p ON p.round_id = s.round_id AND p.entry_id = s.entry_id WHERE s.round_id = $1 AND s.judge_id = $2 AND s.released_at IS NULL AND s.signed_at IS NULL AND s.id <> $3 ORDER BY CASE WHEN COALESCE(p.position, 1000000000) > $5 OR COALESCE(p.position, 1000000000) = $5 AND e.code > $4 THEN 0 ELSE 1 END, COALESCE(p.position, 1000000000), e.code",
        &[
            file.round.0.into(),
            file.judge.0.into(),
            sheet.0.into(),
            entry_code.as_str().into(),
            entry.int(2)?.into(),
        ],
    )?;
    let reopened_because = match file.reopened {
        0 => None,
        _ => tx
            .opt(
                "SELECT reason FROM sheet_history WHERE sheet_id = $1 ORDER BY revision DESC",
                &[sheet.0.into()],
            )?
            .map(|r| r.text(0).map(str::to_owned))
            .transpose()?,
    };
    let own = own_done(tx, &file)?;
    Ok(OpenSheet {
        own,
        version: entry.int(1)?,
        done: (done.int(0)?, done.int(1)?),
        next: next.map(|r| r.int(0)).transpose()?.map(SheetId),
        entry_code,
        reopened_because,
        file,
    })
}

fn own_done(tx: &mut Tx, file: &SheetFile) -> Result<Vec<Done>, crate::db::DbFault> {
    let rubric = Rubric::of(&file.round_rules.criteria);
    let criteria = file.round_rules.criteria.len();
    let rows = tx.query(
        "SELECT s.marks, s.saved_at, e.areas, e.id FROM score_sheet s JOIN entry e ON e.id = s.entry_id WHERE s.round_id = $1 AND s.judge_id = $2 AND s.released_at IS NULL",
        &[file.round.0.into(), file.judge.0.into()],
    )?;
    let areas = |text: &str| text.split(',').filter(|a| !a.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let mut own = vec![];
    let mut here = vec![];
    for row in &rows {
        let marks = parse_marks(row.text(0)?, criteria).unwrap_or_default();
        if row.int(3)? == file.entry.0 {
            here = areas(row.text(2)?);
        } else if let (Some(marks), Some(at)) =
            (marks.into_iter().collect::<Option<Vec<_>>>(), row.opt_int(1)?)
            && !marks.is_empty()
        {
            own.push((rubric.total(&marks), Instant(at), areas(row.text(2)?)));
        }
    }
    let done = |(total, saved_at, of): (Ratio, Instant, Vec<String>)| Done {
        similar: of.iter().any(|a| here.contains(a)),
        total,
        saved_at,
    };
    Ok(own.into_iter().map(done).collect())
}

/// True where the judge has a sheet of the entry that was not given up: then the judge may read the entry and its files.
pub fn may_read(tx: &mut Tx, judge: JudgeId, entry: EntryId) -> Result<bool, crate::db::DbFault> {
    Ok(!store::sheets_of(tx, judge, entry)?.is_empty() && !store::has_conflict(tx, judge, entry)?)
}

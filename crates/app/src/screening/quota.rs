//! The board of quotas and the leader's figures.

use super::assess::assess_all;
use super::store::{self, UnitFace};
use crate::act::Stop;
use crate::contest::store::ContestRow;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::contest::quota::{self, AskedUnit, Counted, QuotaRow, QuotaSummary};
use domain::entry::formal::Findings;
use domain::ids::{AreaCode, ContestId, UnitId};
use domain::screening::{Gate, Stage, Step, access, assess, step};
use domain::time::{Before, Instant};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

/// One row for each unit with a quota, in the order of the list of units, and the summary. Asks no access question.
pub fn quota_board(tx: &mut Tx, contest: ContestId) -> Result<(Vec<QuotaRow>, QuotaSummary), DbFault> {
    let Some((contest, rules, all)) = assess_all(tx, contest)? else { return Ok(Default::default()) };
    let units = store::list_units(tx, contest.id)?;
    let board = board(&rules, &units, &all);
    let summary = quota::summary(&board);
    Ok((board, summary))
}

fn board(rules: &RulesEdition, units: &[UnitFace], all: &[(Gate, Findings)]) -> Vec<QuotaRow> {
    let before = rules.timeline.units_send;
    let asked = units.iter().filter_map(|u| {
        Some(AskedUnit {
            id: u.id,
            code: u.code.clone(),
            name: u.name.clone(),
            kind: u.kind.clone(),
            strength: u.quota?,
        })
    });
    quota::board(rules, asked, all.iter().map(|(g, f)| counted(g, f, before)))
}

fn counted(gate: &Gate, findings: &Findings, before: Before) -> Counted {
    Counted {
        unit: gate.unit,
        selected: gate.is_selected(),
        forwarded_in_time: gate.is_selected() && gate.arrival().is_some() && !gate.is_late(before),
        accepted: assess::assess(gate, findings, before).stage == Stage::Accepted,
    }
}

/// How many entries of one content area. An entry counts once in each of its areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaCount {
    pub code: AreaCode,
    pub name: String,
    pub received: u32,
    pub accepted: u32,
}

/// What waits for one unit, or stayed behind with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub unit: UnitId,
    pub unit_name: String,
    pub step: Step,
    pub count: u32,
    /// When the oldest of them was handed in.
    pub since: Instant,
}

/// The contest at a glance: no mark, no author.
#[derive(Debug, Clone)]
pub struct Figures {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub board: Vec<QuotaRow>,
    pub summary: QuotaSummary,
    pub areas: Vec<AreaCount>,
    pub received: u32,
    /// Selected and arrived in time.
    pub in_time: u32,
    pub accepted: u32,
    /// Arrived or handed in too late.
    pub late: u32,
    /// Wait for the secretary.
    pub at_intake: u32,
    /// Units with a quota that have sent nothing in time.
    pub silent_units: u32,
    /// Score sheets assigned, and signed of them.
    pub sheets: (u32, u32),
    /// Entries by stage, in the order of `Stage`.
    pub stages: Vec<(Stage, u32)>,
    /// What waits for a unit, the oldest first.
    pub behind: Vec<Behind>,
    /// Entries that came too late, by unit.
    pub late_units: Vec<(String, u32)>,
}

/// A constant number of statements; read once for all readers until something changes.
pub fn figures(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Arc<Figures>, Stop<Infallible>> {
    access::see_figures(actor, contest).map_err(|_| Stop::NotFound)?;
    tx.kept(contest.0, |tx| load(tx, contest))
}

fn load(tx: &mut Tx, contest: ContestId) -> Result<Figures, Stop<Infallible>> {
    let (contest, rules, all) = assess_all(tx, contest)?.ok_or(Stop::NotFound)?;
    let units = store::list_units(tx, contest.id)?;
    let faces = store::list_faces(tx, contest.id, None)?;
    let sheets = store::count_sheets(tx, contest.id)?;
    let before = rules.timeline.units_send;
    let board = board(&rules, &units, &all);
    let name_of: HashMap<UnitId, &str> = units.iter().map(|u| (u.id, u.name.as_str())).collect();
    let name = |unit: UnitId| name_of.get(&unit).copied().unwrap_or_default().to_owned();

    let area = |a: &domain::contest::Area| AreaCount {
        code: a.code.clone(),
        name: a.name.clone(),
        received: 0,
        accepted: 0,
    };
    let mut areas: Vec<AreaCount> = rules.areas.iter().map(area).collect();
    let mut stages: HashMap<Stage, u32> = HashMap::new();
    let mut behind: HashMap<(UnitId, Step), Behind> = HashMap::new();
    let mut late_units: Vec<(UnitId, u32)> = Vec::new();
    let (mut in_time, mut at_intake) = (0, 0);
    for (gate, findings) in &all {
        let stage = assess::assess(gate, findings, before).stage;
        *stages.entry(stage).or_default() += 1;
        in_time += u32::from(counted(gate, findings, before).forwarded_in_time);
        for a in faces.get(&gate.entry).into_iter().flat_map(|f| &f.areas) {
            if let Some(count) = areas.iter_mut().find(|c| c.code == *a) {
                count.received += 1;
                count.accepted += u32::from(stage == Stage::Accepted);
            }
        }
        if stage == Stage::Late {
            match late_units.iter_mut().find(|(u, _)| *u == gate.unit) {
                Some((_, n)) => *n += 1,
                None => late_units.push((gate.unit, 1)),
            }
            continue;
        }
        let step = step::next(gate);
        at_intake += u32::from(step == Step::AtIntake);
        if step.is_with_unit() {
            let b = behind.entry((gate.unit, step)).or_insert_with(|| Behind {
                unit: gate.unit,
                unit_name: name(gate.unit),
                step,
                count: 0,
                since: gate.submitted_at,
            });
            b.count += 1;
            b.since = b.since.min(gate.submitted_at);
        }
    }
    let mut behind: Vec<Behind> = behind.into_values().collect();
    behind.sort_by(|a, b| a.since.cmp(&b.since).then(a.unit.cmp(&b.unit)).then(a.step.cmp(&b.step)));
    let mut stages: Vec<(Stage, u32)> = stages.into_iter().collect();
    stages.sort_unstable();
    let count = |stage: Stage| stages.iter().find(|(s, _)| *s == stage).map_or(0, |(_, n)| *n);
    Ok(Figures {
        received: u32::try_from(all.len()).unwrap_or(u32::MAX),
        in_time,
        accepted: count(Stage::Accepted),
        late: count(Stage::Late),
        at_intake,
        silent_units: u32::try_from(board.iter().filter(|r| r.brought.forwarded_in_time == 0).count())
            .unwrap_or(u32::MAX),
        sheets: (u32::try_from(sheets.0).unwrap_or(0), u32::try_from(sheets.1).unwrap_or(0)),
        late_units: late_units.into_iter().map(|(u, n)| (name(u), n)).collect(),
        summary: quota::summary(&board),
        board,
        areas,
        stages,
        behind,
        contest,
        rules,
    })
}

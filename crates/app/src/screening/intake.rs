//! The secretary's list: every entry that arrived, with everything that stands against it.

use super::store::{self, BatchLine, Face, UnitFace};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::entry::Dossier;
use domain::entry::formal::{self, FormalWarning};
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::screening::accept::obstacles;
use domain::screening::{AcceptRefusal, Assessed, Gate, Step, access, assess, step};
use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct IntakeRow {
    pub gate: Gate,
    pub face: Face,
    pub assessed: Assessed,
    pub step: Step,
    /// Why it cannot be accepted; empty where it can.
    pub obstacles: Vec<AcceptRefusal>,
    pub warnings: Vec<FormalWarning>,
    pub kept: Option<EntryCode>,
}

impl IntakeRow {
    /// Arrived, undecided, and nothing stands against it.
    pub fn is_acceptable(&self) -> bool {
        self.obstacles.is_empty() && self.step == Step::AtIntake
    }
}

/// The list for one viewer.
#[derive(Debug, Clone)]
pub struct Intake {
    pub may_work: bool,
    list: Arc<IntakeList>,
}

impl Deref for Intake {
    type Target = IntakeList;

    fn deref(&self) -> &IntakeList {
        &self.list
    }
}

/// What everybody who may see the list sees alike.
#[derive(Debug)]
pub struct IntakeList {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    /// In the order of the list of units.
    pub units: Vec<UnitFace>,
    pub batches: Vec<BatchLine>,
    /// Every entry that is handed in, by code.
    pub rows: Vec<IntakeRow>,
}

/// A constant number of statements, whatever the number of entries.
pub fn intake(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Intake, Stop<Infallible>> {
    access::see_intake(actor, contest).map_err(|_| Stop::NotFound)?;
    let list = tx.kept(contest.0, |tx| load(tx, contest))?;
    Ok(Intake { may_work: access::work_intake(actor, contest).is_ok(), list })
}

fn load(tx: &mut Tx, contest: ContestId) -> Result<IntakeList, Stop<Infallible>> {
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let rules = contests::rules_of(tx, contest.id)?;
    let officials = crate::entry::store::officials(tx, contest.id)?;
    let all = store::list_gates_with_faces(tx, &contest)?;
    let mut dossiers: HashMap<EntryId, Dossier> =
        all.iter().map(|(gate, f)| (gate.entry, store::checkable(f.form, f.category))).collect();
    store::fill_checkable(tx, "", &[contest.id.0.into()], &mut dossiers)?;
    let kept_ids: Vec<_> = all.iter().filter_map(|(g, _)| g.decision.as_ref()?.kept).collect();
    let kept = store::codes(tx, &kept_ids)?;
    let before = rules.timeline.units_send;
    let rows = all
        .into_iter()
        .map(|(gate, face)| {
            let dossier = dossiers.get(&gate.entry);
            let findings = dossier.map(|d| formal::check(d, &rules, &officials)).unwrap_or_default();
            IntakeRow {
                face,
                assessed: assess::assess(&gate, &findings, before),
                step: step::next(&gate),
                obstacles: obstacles(&gate, &findings, before),
                warnings: findings.warnings,
                kept: gate.decision.as_ref().and_then(|d| kept.get(&d.kept?).cloned()),
                gate,
            }
        })
        .collect();
    Ok(IntakeList {
        units: store::list_units(tx, contest.id)?,
        batches: store::list_batches(tx, contest.id, None)?,
        contest,
        rules,
        rows,
    })
}

/// An entry of the contest by its code, for whoever sees the intake.
pub fn entry_by_code(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    code: &str,
) -> Result<Option<EntryId>, Stop<Infallible>> {
    access::see_intake(actor, contest).map_err(|_| Stop::NotFound)?;
    Ok(store::find_by_code(tx, contest, code)?)
}

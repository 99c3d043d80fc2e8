//! What the unit's desk, the page of one entry and the page of one batch show.

use super::bulk::LastBulk;
use super::store::{
    self, BatchLine, CheckRow, CommitteeRow, ConfirmationRow, ConfirmedWords, ExtensionRow, Face, MinutesRow,
    OpinionRow, SheetRow, StruckLine, UnitFace,
};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx};
use crate::entry::authors::{Line, held_back, lines_of};
use crate::entry::store as entries;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::contest::quota::{self, AskedUnit, Counted, QuotaRow};
use domain::entry::Dossier;
use domain::entry::formal::Findings;
use domain::ids::{BatchId, ContestId, EntryCode, EntryId, UnitCode, UnitId};
use domain::screening::forward::{Batch, EntryProblem, Listed, problems};
use domain::screening::{Gate, Step, access, step};
use domain::time::Instant;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

/// Reading refuses nothing: either there is such a page for this person or not.
type Read<T> = Result<T, Stop<Infallible>>;

#[derive(Debug, Clone)]
pub struct DeskRow {
    pub gate: Gate,
    pub face: Face,
    pub step: Step,
    /// It stands on the unit's open batch.
    pub listed: bool,
}

#[derive(Debug, Clone)]
pub struct Desk {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub unit: UnitFace,
    /// Absent where the unit has no quota.
    pub quota: Option<QuotaRow>,
    pub is_standing_body: bool,
    pub open_batch: Option<(BatchId, i64)>,
    pub batches: Vec<BatchLine>,
    /// What waits for the unit first, in the order of the work; within a step what is asked for soonest, then what has waited longest.
    pub rows: Vec<DeskRow>,
    /// The last act for many entries, while it can be undone.
    pub last_bulk: Option<LastBulk>,
    /// The unit's committee in force and its minutes, newest first.
    pub committee: Option<(CommitteeRow, Vec<MinutesRow>)>,
    /// What was granted to the unit, the longest first.
    pub extensions: Vec<ExtensionRow>,
    pub may_work: bool,
}

/// The desk of one unit in one contest.
pub fn desk(tx: &mut Tx, actor: &Actor, contest: ContestId, unit: UnitId, now: Instant) -> Read<Desk> {
    access::see_desk(actor, unit, contest, now).map_err(|_| Stop::NotFound)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let rules = contests::rules_of(tx, contest.id)?;
    let unit = store::find_unit(tx, contest.id, unit)?.ok_or(Stop::NotFound)?;
    let gates = store::list_gates_of_unit(tx, &contest, unit.id)?;
    let mut faces = store::list_faces(tx, contest.id, Some(unit.id))?;
    let open_batch = store::find_open_batch(tx, contest.id, unit.id)?;
    let listed = match open_batch {
        Some((batch, _)) => store::list_items(tx, batch)?.into_iter().collect(),
        None => HashMap::new(),
    };
    let may_work = access::work_desk(actor, unit.id, now).is_ok();
    let last_bulk = match may_work {
        true => super::bulk::last(tx, contest.id, unit.id, gates.iter(), &listed)?,
        false => None,
    };
    let before = rules.timeline.units_send;
    let asked = unit.quota.map(|strength| AskedUnit {
        id: unit.id,
        code: unit.code.clone(),
        name: unit.name.clone(),
        kind: unit.kind.clone(),
        strength,
    });
    let counted = gates.iter().filter(|g| g.handed_in).map(|g| Counted {
        unit: g.unit,
        selected: g.is_selected(),
        forwarded_in_time: g.is_selected() && g.arrival().is_some() && !g.is_late(before),
        accepted: g.is_accepted(),
    });
    let quota = quota::board(&rules, asked, counted).pop();
    let mut rows: Vec<DeskRow> = gates
        .into_iter()
        .filter_map(|gate| {
            let face = faces.remove(&gate.entry)?;
            let listed = listed.contains_key(&gate.entry);
            Some(DeskRow { step: step::next(&gate), gate, face, listed })
        })
        .collect();
    rows.sort_by_cached_key(|r| {
        let asked = r.gate.verdict().and_then(|v| v.mend_before);
        (r.step, asked.is_none(), asked, r.gate.submitted_at, r.gate.code.clone())
    });
    let batches = store::list_batches(tx, contest.id, Some(unit.id))?;
    let is_standing_body = unit.id == contest.standing_unit;
    let extensions = store::list_reaching(tx, &contest, &[], unit.id)?;
    let committee = match store::find_committee(tx, contest.id, unit.id)? {
        None => None,
        Some(c) => {
            let minutes = store::list_minutes(tx, c.id)?;
            Some((c, minutes))
        }
    };
    Ok(Desk {
        contest,
        rules,
        unit,
        quota,
        is_standing_body,
        open_batch,
        batches,
        rows,
        last_bulk,
        committee,
        extensions,
        may_work,
    })
}

/// One entry before those who work on it at its unit or at the intake.
#[derive(Debug, Clone)]
pub struct EntryPage {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub unit: UnitFace,
    pub gate: Gate,
    pub face: Face,
    pub step: Step,
    pub dossier: Dossier,
    /// Names of the units that the authors work in.
    pub unit_names: Vec<(UnitCode, String)>,
    pub findings: Findings,
    /// What each author has said, in the order of the dossier.
    pub authors: Vec<Line>,
    pub requirements: Vec<String>,
    /// Newest first.
    pub sheets: Vec<SheetRow>,
    /// Newest first.
    pub confirmations: Vec<ConfirmationRow>,
    pub kept: Option<(EntryId, EntryCode)>,
    /// The unit's committee with what its members say of this version.
    pub committee: Option<(CommitteeRow, Vec<OpinionRow>)>,
    /// What was granted to it or to its unit, the longest first.
    pub extensions: Vec<ExtensionRow>,
    pub may_work_desk: bool,
    pub may_confirm: bool,
    pub may_work_intake: bool,
}

pub fn entry_page(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Read<EntryPage> {
    let held = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    let (gate, contest, rules) = (held.gate, held.contest, held.rules);
    let at_desk = access::see_desk(actor, gate.unit, contest.id, now).is_ok();
    if !at_desk && access::see_intake(actor, contest.id).is_err() {
        return Err(Stop::NotFound);
    }
    let unit = store::find_unit(tx, contest.id, gate.unit)?.ok_or(Stop::NotFound)?;
    let face = store::list_faces(tx, contest.id, Some(gate.unit))?.remove(&entry).ok_or(Stop::NotFound)?;
    let (dossier, _) = entries::dossier_of(tx, entry, gate.version)?.ok_or(Stop::NotFound)?;
    let named: Vec<&UnitCode> = dossier.authors.iter().filter_map(|a| a.unit.as_ref()).collect();
    let unit_names = entries::unit_names(tx, &named)?;
    let findings = super::accept::findings_of(tx, contest.id, entry, &rules)?;
    let authors = lines_of(tx, entry, &dossier)?;
    let kept = match gate.decision.as_ref().and_then(|d| d.kept) {
        None => None,
        Some(id) => store::codes(tx, &[id])?.remove(&id).map(|code| (id, code)),
    };
    let committee = match store::find_committee(tx, contest.id, gate.unit)? {
        None => None,
        Some(c) => {
            let mut said = store::list_opinions(tx, c.id, &[entry])?.remove(&entry).unwrap_or_default();
            said.retain(|o| o.version == gate.version);
            Some((c, said))
        }
    };
    let extensions = store::list_reaching(tx, &contest, &[entry], gate.unit)?;
    Ok(EntryPage {
        committee,
        extensions,
        step: step::next(&gate),
        requirements: store::requirements(tx, contest.id)?,
        sheets: store::list_sheets(tx, entry)?,
        confirmations: store::list_confirmations(tx, entry)?,
        may_work_desk: access::work_desk(actor, gate.unit, now).is_ok(),
        may_confirm: access::answer_for_unit(actor, gate.unit, now).is_ok(),
        may_work_intake: access::work_intake(actor, contest.id).is_ok(),
        contest,
        rules,
        unit,
        gate,
        face,
        dossier,
        unit_names,
        findings,
        authors,
        kept,
    })
}

/// One line of a batch with what keeps it from being sent.
#[derive(Debug, Clone)]
pub struct BatchItem {
    pub listed: Listed,
    pub face: Face,
    pub problems: Vec<EntryProblem>,
    /// Level and feasibility, as the head confirmed them.
    pub confirmed: Option<ConfirmedWords>,
}

#[derive(Debug, Clone)]
pub struct BatchPage {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub unit: UnitFace,
    pub batch: Batch,
    pub created_at: Instant,
    pub forwarded_at: Option<Instant>,
    pub as_it_came: bool,
    pub receipt: Option<String>,
    pub items: Vec<BatchItem>,
    /// What left the list.
    pub struck: Vec<StruckLine>,
    /// The last count of what lay in the parcel.
    pub last_check: Option<CheckRow>,
    /// Selected entries of the unit that could be put on the list.
    pub others: Vec<DeskRow>,
    /// What was granted to the unit or to an entry on the list, the longest first.
    pub extensions: Vec<ExtensionRow>,
    pub may_work: bool,
    pub may_forward: bool,
}

/// For the unit, and for the committee once the batch is there.
pub fn batch_page(tx: &mut Tx, actor: &Actor, batch: BatchId, now: Instant) -> Read<BatchPage> {
    let held = store::find_batch(tx, batch)?.ok_or(Stop::NotFound)?;
    let (contest, unit) = (held.contest, held.batch.unit);
    let committee = held.batch.is_forwarded && access::see_intake(actor, contest.id).is_ok();
    if !committee && access::see_desk(actor, unit, contest.id, now).is_err() {
        return Err(Stop::NotFound);
    }
    let unit = store::find_unit(tx, contest.id, unit)?.ok_or(Stop::NotFound)?;
    let on_it = store::list_items(tx, batch)?;
    let mut faces = store::list_faces(tx, contest.id, Some(unit.id))?;
    let mut words = store::confirmed_words(tx, batch)?;
    let on_list: Vec<EntryId> = on_it.iter().map(|(entry, _)| *entry).collect();
    let waiting = held_back(tx, &held.rules, &on_list)?;
    let before = held.rules.timeline.units_send;
    let extensions = store::list_reaching(tx, &contest, &on_list, unit.id)?;
    let (mut items, mut others) = (Vec::new(), Vec::new());
    for gate in store::list_gates_of_unit(tx, &contest, unit.id)? {
        let Some(face) = faces.remove(&gate.entry) else { continue };
        if let Some((_, version)) = on_it.iter().find(|(e, _)| *e == gate.entry) {
            let listed = Listed { version: *version, gate };
            let mut problems = if held.batch.is_forwarded { vec![] } else { problems(&listed) };
            if !held.batch.is_forwarded && waiting.contains(&listed.gate.entry) {
                problems.push(EntryProblem::AuthorUnconfirmed);
            }
            if !held.batch.is_forwarded && !listed.gate.would_arrive(before, now) {
                problems.push(EntryProblem::Late);
            }
            let confirmed = words.remove(&listed.gate.entry);
            items.push(BatchItem { listed, face, problems, confirmed });
        } else if matches!(step::next(&gate), Step::Confirm | Step::Send | Step::BackFromCommittee)
            && !gate.is_sent()
        {
            others.push(DeskRow { step: step::next(&gate), gate, face, listed: false });
        }
    }
    Ok(BatchPage {
        may_work: access::work_desk(actor, unit.id, now).is_ok(),
        may_forward: access::answer_for_unit(actor, unit.id, now).is_ok(),
        contest,
        rules: held.rules,
        unit,
        batch: held.batch,
        created_at: held.created_at,
        forwarded_at: held.forwarded_at,
        as_it_came: held.as_it_came,
        receipt: held.receipt,
        items,
        struck: store::list_struck(tx, batch)?,
        last_check: store::list_checks(tx, batch)?.into_iter().next(),
        others,
        extensions,
    })
}

/// The contests in which a person serves units, with those units: where the desk begins.
pub fn my_desks(tx: &mut Tx, actor: &Actor, now: Instant) -> Result<Vec<(ContestRow, UnitFace)>, DbFault> {
    let mut desks = Vec::new();
    for contest in contests::list(tx)? {
        if contest.phase == domain::contest::Phase::Draft {
            continue;
        }
        for unit in store::list_units(tx, contest.id)? {
            if access::work_desk(actor, unit.id, now).is_ok() {
                desks.push((contest.clone(), unit));
            }
        }
    }
    Ok(desks)
}

/// The contests whose intake the person may see; newest first, without drafts.
pub fn my_intakes(tx: &mut Tx, actor: &Actor) -> Result<Vec<ContestRow>, DbFault> {
    running(tx, |contest| access::see_intake(actor, contest).is_ok())
}

/// The contests whose figures the person may see; newest first, without drafts.
pub fn my_figures(tx: &mut Tx, actor: &Actor) -> Result<Vec<ContestRow>, DbFault> {
    running(tx, |contest| access::see_figures(actor, contest).is_ok())
}

fn running(tx: &mut Tx, may: impl Fn(ContestId) -> bool) -> Result<Vec<ContestRow>, DbFault> {
    let mut list = contests::list(tx)?;
    list.retain(|c| c.phase != domain::contest::Phase::Draft && may(c.id));
    Ok(list)
}

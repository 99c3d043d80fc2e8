//! The minutes of the unit's committee, and with them the verdicts of the unit.

use super::store::{self, CommitteeRow, Face, OpinionRow, UnitFace};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::{ContestId, EntryId, UnitId};
use domain::screening::record_minutes::{self as rule, Item, Meeting};
use domain::screening::screen::Sheet;
use domain::screening::{Gate, MinutesRefusal, Verdict, access};
use domain::text;
use domain::time::Instant;
use std::collections::HashMap;
use std::convert::Infallible;

/// What the clerk of the meeting writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMinutes {
    pub meeting: Meeting,
    /// Entry, the version that was before the meeting, why it is declined.
    pub entries: Vec<(EntryId, i64, String)>,
}

/// All of it or nothing. Every decision writes a screening sheet with the findings that a majority of the opinions has.
pub fn record_minutes(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    new: &NewMinutes,
    now: Instant,
) -> Result<i64, Stop<MinutesRefusal>> {
    access::work_desk(actor, unit, now)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    if !tx.lock_row("org_unit", unit.0)? {
        return Err(Stop::NotFound);
    }
    let committee = store::find_committee(tx, contest.id, unit)?.ok_or(Stop::NotFound)?;
    let rules = contests::rules_of(tx, contest.id)?;
    let mut ids: Vec<EntryId> = new.entries.iter().map(|(id, ..)| *id).collect();
    ids.sort();
    ids.dedup();
    let gates = store::hold_many(tx, &contest, &ids)?;
    if gates.iter().any(|g| g.unit != unit) || gates.len() < ids.len() {
        return Err(Stop::NotFound);
    }
    let opinions = store::list_opinions(tx, committee.id, &ids)?;
    let mut items = Vec::with_capacity(gates.len());
    for gate in gates {
        let Some((_, version, reason)) = new.entries.iter().find(|(id, ..)| *id == gate.entry) else {
            continue;
        };
        let said = opinions.get(&gate.entry).map(Vec::as_slice).unwrap_or_default();
        let of =
            |n: usize| said.iter().find(|o| o.position == n && o.version == gate.version).map(|o| o.selects);
        items.push(Item {
            version: *version,
            authors: store::list_author_names(tx, &gate)?,
            opinions: (0..committee.members.len()).map(of).collect(),
            reason: text::clean(reason),
            gate,
        });
    }
    let meeting = Meeting {
        venue: text::clean_line(&new.meeting.venue),
        summary: text::clean(&new.meeting.summary),
        ..new.meeting.clone()
    };
    let before = rules.timeline.units_send;
    let (decided, event) =
        rule::record_minutes(unit, &committee.members, &meeting, &items, contest.phase, before, now)?;
    let Some(held_on) = meeting.held_on else { return Err(Stop::NotFound) };
    let minutes = store::insert_minutes(tx, committee.id, &meeting, held_on, actor, now)?;
    for (item, decided) in items.iter().zip(&decided) {
        store::insert_decision(tx, minutes, item.gate.entry, decided)?;
    }
    record(tx, actor, Some(contest.id), event, now)?;
    for (item, decided) in items.iter().zip(decided) {
        let said = opinions.get(&item.gate.entry).map(Vec::as_slice).unwrap_or_default();
        let sheet =
            Sheet { findings: by_majority(said, item.gate.version, &meeting.present), ..decided.sheet };
        super::screen::save(tx, actor, contest.id, &item.gate, &sheet, now)?;
    }
    Ok(minutes)
}

/// Per requirement, what most of those who were there have answered; of two equally frequent the stricter one.
fn by_majority(
    opinions: &[OpinionRow],
    version: i64,
    present: &[usize],
) -> Vec<domain::screening::screen::Finding> {
    use domain::screening::screen::{Answer, Finding};
    let counted: Vec<&OpinionRow> =
        opinions.iter().filter(|o| o.version == version && present.contains(&o.position)).collect();
    let Some(first) = counted.first() else { return vec![] };
    let answer = |requirement: &str| {
        let count = |a: Answer| {
            counted
                .iter()
                .flat_map(|o| &o.findings)
                .filter(|f| f.requirement == requirement && f.answer == a)
                .count()
        };
        // From the mildest to the strictest: the last of equals is taken.
        [Answer::Yes, Answer::Partly, Answer::No].into_iter().max_by_key(|a| count(*a)).unwrap_or(Answer::No)
    };
    let finding =
        |f: &Finding| Finding { requirement: f.requirement.clone(), answer: answer(&f.requirement) };
    first.findings.iter().map(finding).collect()
}

/// One entry that waits for the committee.
#[derive(Debug, Clone)]
pub struct MinutesItem {
    pub gate: Gate,
    pub face: Face,
    /// On the version that counts, in the order of the members.
    pub opinions: Vec<OpinionRow>,
}

#[derive(Debug, Clone)]
pub struct MinutesPage {
    pub contest: ContestRow,
    pub unit: UnitFace,
    pub committee: CommitteeRow,
    pub items: Vec<MinutesItem>,
}

/// What a meeting of the committee could decide on: handed in, neither selected nor declined in this version.
pub fn minutes_page(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    unit: UnitId,
    now: Instant,
) -> Result<MinutesPage, Stop<Infallible>> {
    access::work_desk(actor, unit, now).map_err(|_| Stop::NotFound)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let face = store::find_unit(tx, contest.id, unit)?.ok_or(Stop::NotFound)?;
    let committee = store::find_committee(tx, contest.id, unit)?.ok_or(Stop::NotFound)?;
    let gates: Vec<Gate> = store::list_gates_of_unit(tx, &contest, unit)?
        .into_iter()
        .filter(|g| g.handed_in && g.verdict().is_none_or(|v| v.verdict == Verdict::Returned))
        .collect();
    let ids: Vec<EntryId> = gates.iter().map(|g| g.entry).collect();
    let mut opinions = store::list_opinions(tx, committee.id, &ids)?;
    let mut faces: HashMap<EntryId, Face> = store::list_faces(tx, contest.id, Some(unit))?;
    let item = |gate: Gate| {
        let face = faces.remove(&gate.entry)?;
        let mut said = opinions.remove(&gate.entry).unwrap_or_default();
        said.retain(|o| o.version == gate.version);
        Some(MinutesItem { face, opinions: said, gate })
    };
    Ok(MinutesPage { items: gates.into_iter().filter_map(item).collect(), contest, unit: face, committee })
}

//! The panel and its conflicts, for those who run the contest; a judge's own conflicts.

use super::blind;
use super::store::{self, ConflictRow, JudgeRow, RoundRow};
use crate::act::Stop;
use crate::db::Tx;
use domain::actor::Actor;
use domain::ids::{ContestId, EntryCode, EntryId, JudgeId, UnitId};
use domain::judging::access;
use std::collections::HashMap;
use std::convert::Infallible;

/// A judge with the figures of the panel page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seated {
    pub judge: JudgeRow,
    pub unit_name: String,
    /// The account's log-in name, where there is one.
    pub login: Option<String>,
    pub sheets: i64,
    pub signed: i64,
    pub conflicts: i64,
}

/// The panel, by code.
pub fn list_panel(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Vec<Seated>, Stop<Infallible>> {
    access::list_conflicts(actor, contest)?;
    let judges = store::list_judges(tx, contest)?;
    let rows = tx.query(
        "SELECT j.id, COALESCE(u.name, ''), p.login, (SELECT COUNT(*) FROM score_sheet s WHERE s.judge_id = j.id AND s.released_at IS NULL), (SELECT COUNT(*) FROM score_sheet s WHERE s.judge_id = j.id AND s.released_at IS NULL AND s.signed_at IS NOT NULL), (SELECT COUNT(*) FROM conflict x WHERE x.judge_id = j.id) FROM judge j LEFT JOIN org_unit u ON u.id = j.unit_id LEFT JOIN person p ON p.id = j.person_id WHERE j.contest_id = $1",
        &[contest.0.into()],
    )?;
    let mut figures = HashMap::new();
    for r in &rows {
        let of = (r.text(1)?.to_owned(), r.opt_text(2)?.map(str::to_owned), r.int(3)?, r.int(4)?, r.int(5)?);
        figures.insert(JudgeId(r.int(0)?), of);
    }
    let seated = |judge: JudgeRow| {
        let (unit_name, login, sheets, signed, conflicts) = figures.remove(&judge.id).unwrap_or_default();
        Seated { judge, unit_name, login, sheets, signed, conflicts }
    };
    Ok(judges.into_iter().map(seated).collect())
}

/// The opened rounds, for whoever runs, judges or audits the contest.
pub fn list_rounds(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<Vec<RoundRow>, Stop<Infallible>> {
    if actor.judge_in(contest).is_none() {
        access::list_conflicts(actor, contest)?;
    }
    Ok(store::list_rounds(tx, contest)?)
}

/// A conflict in words people know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub conflict: ConflictRow,
    pub judge: String,
    pub entry: EntryCode,
    pub title: String,
}

/// All conflicts of a contest; of the actor's own seat, where the actor is a judge and nothing more.
pub fn list_conflicts(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<Vec<Named>, Stop<Infallible>> {
    let all = access::list_conflicts(actor, contest).is_ok();
    let own = actor.judge_in(contest);
    if !all && own.is_none() {
        return Err(Stop::NotAllowed);
    }
    let judges: HashMap<JudgeId, String> = store::list_judges(tx, contest)?
        .into_iter()
        .map(|j| (j.id, format!("{} · {}", j.code, j.name)))
        .collect();
    let mut entries = HashMap::new();
    for r in tx.query(
        "SELECT DISTINCT e.id, e.code, e.title FROM entry e JOIN conflict x ON x.entry_id = e.id WHERE e.contest_id = $1",
        &[contest.0.into()],
    )? {
        entries.insert(EntryId(r.int(0)?), (EntryCode(r.text(1)?.to_owned()), r.text(2)?.to_owned()));
    }
    if let Some(secrets) = blind::titles(tx, actor, contest)? {
        for (entry, (_, title)) in &mut entries {
            if let Some(of_entry) = secrets.get(entry) {
                *title = of_entry.mask(title);
            }
        }
    }
    let mut out = vec![];
    for conflict in store::list_conflicts(tx, contest)? {
        if !all && own != Some(conflict.judge) {
            continue;
        }
        let (entry, title) =
            entries.get(&conflict.entry).cloned().unwrap_or((EntryCode::from(""), String::new()));
        let judge = judges.get(&conflict.judge).cloned().unwrap_or_default();
        out.push(Named { conflict, judge, entry, title });
    }
    Ok(out)
}

/// An entry that a judge may have to keep away from: what is needed to know whether one does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declarable {
    pub id: EntryId,
    pub code: EntryCode,
    pub title: String,
    pub unit_name: String,
    pub declared: bool,
}

/// The accepted entries of a contest with the judge's own conflicts, by code.
pub fn list_declarable(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
) -> Result<Vec<Declarable>, Stop<Infallible>> {
    let judge = actor.judge_in(contest).ok_or(Stop::NotAllowed)?;
    let units = unit_names(tx)?;
    let mine: Vec<EntryId> = store::list_conflicts(tx, contest)?
        .into_iter()
        .filter(|c| c.judge == judge)
        .map(|c| c.entry)
        .collect();
    let secrets = blind::titles(tx, actor, contest)?;
    let entry = |e: store::AcceptedEntry| Declarable {
        declared: mine.contains(&e.id),
        // Where the contest is judged blind, neither unit nor a name in a title tells whose it is.
        unit_name: match &secrets {
            None => e.unit.and_then(|u| units.get(&u).cloned()).unwrap_or_default(),
            Some(_) => String::new(),
        },
        title: match secrets.as_ref().and_then(|s| s.get(&e.id)) {
            Some(of_entry) => of_entry.mask(&e.title),
            None => e.title,
        },
        id: e.id,
        code: e.code,
    };
    Ok(store::list_accepted(tx, contest)?.into_iter().map(entry).collect())
}

/// Names of all units.
pub(crate) fn unit_names(tx: &mut Tx) -> Result<HashMap<UnitId, String>, crate::db::DbFault> {
    let rows = tx.query("SELECT id, name FROM org_unit", &[])?;
    rows.iter().map(|r| Ok((UnitId(r.int(0)?), r.text(1)?.to_owned()))).collect()
}

/// Judging at a glance.
#[derive(Debug, Clone)]
pub struct Overview {
    pub contest: crate::contest::store::ContestRow,
    pub rules: std::sync::Arc<domain::contest::RulesEdition>,
    /// The rounds of the rules, in order.
    pub rounds: Vec<RoundState>,
    pub judges: usize,
    pub conflicts: usize,
    /// Accepted at intake.
    pub entries: usize,
}

#[derive(Debug, Clone)]
pub struct RoundState {
    pub code: domain::ids::RoundCode,
    pub name: String,
    /// `None` while the round is not opened.
    pub row: Option<RoundRow>,
    /// Entries that somebody is assigned to.
    pub assigned: i64,
    pub sheets: i64,
    pub signed: i64,
}

pub fn overview(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Overview, Stop<Infallible>> {
    let row = crate::contest::store::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::see_board(actor, contest)?;
    let rules = crate::contest::store::rules_of(tx, contest)?;
    let opened = store::list_rounds(tx, contest)?;
    let mut counts = HashMap::new();
    for r in tx.query(
        "SELECT s.round_id, COUNT(DISTINCT s.entry_id), COUNT(*), COUNT(s.signed_at) FROM score_sheet s JOIN judging_round r ON r.id = s.round_id WHERE r.contest_id = $1 AND s.released_at IS NULL GROUP BY s.round_id",
        &[contest.0.into()],
    )? {
        counts.insert(r.int(0)?, (r.int(1)?, r.int(2)?, r.int(3)?));
    }
    let state = |r: &domain::contest::Round| {
        let row = opened.iter().find(|o| o.code == r.code).cloned();
        let (assigned, sheets, signed) =
            row.as_ref().and_then(|o| counts.get(&o.id.0)).copied().unwrap_or_default();
        RoundState { code: r.code.clone(), name: r.name.clone(), row, assigned, sheets, signed }
    };
    let of_contest = [contest.0.into()];
    let figure = |tx: &mut Tx, sql: &str| -> Result<usize, crate::db::DbFault> {
        Ok(usize::try_from(tx.one(sql, &of_contest)?.int(0)?).unwrap_or(0))
    };
    Ok(Overview {
        contest: row,
        rounds: rules.judging.rounds.iter().map(state).collect(),
        judges: figure(tx, "SELECT COUNT(*) FROM judge WHERE contest_id = $1 AND active = 1")?,
        conflicts: figure(
            tx,
            "SELECT COUNT(*) FROM conflict x JOIN judge j ON j.id = x.judge_id WHERE j.contest_id = $1",
        )?,
        entries: figure(
            tx,
            "SELECT COUNT(*) FROM entry e JOIN gate g ON g.entry_id = e.id WHERE e.contest_id = $1 AND g.intake = 'accepted' AND e.state = 'handed_in'",
        )?,
        rules,
    })
}

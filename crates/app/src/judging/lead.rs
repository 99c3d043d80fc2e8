//! Who leads on an entry: the chair, or the deputy where the chair keeps away from it. Where the deputy keeps away too, nobody.

use super::store;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::ids::{ContestId, EntryCode, EntryId, JudgeId, RoundId};

/// Chair and deputy of the panel, as far as there are any.
fn heads(tx: &mut Tx, contest: ContestId) -> Result<(Option<JudgeId>, Option<JudgeId>), DbFault> {
    let judges = store::list_judges(tx, contest)?;
    let find = |is: fn(&store::JudgeRow) -> bool| judges.iter().find(|j| j.active && is(j)).map(|j| j.id);
    Ok((find(|j| j.chair), find(|j| j.deputy)))
}

/// Who leads on the entry.
pub fn leader_of(tx: &mut Tx, contest: ContestId, entry: EntryId) -> Result<Option<JudgeId>, DbFault> {
    let (chair, deputy) = heads(tx, contest)?;
    for judge in [chair, deputy].into_iter().flatten() {
        if !store::has_conflict(tx, judge, entry)? {
            return Ok(Some(judge));
        }
    }
    Ok(None)
}

/// True where the actor leads on the entry.
pub fn leads(tx: &mut Tx, actor: &Actor, contest: ContestId, entry: EntryId) -> Result<bool, DbFault> {
    let me = actor.judge_in(contest);
    Ok(actor.is_system() || me.is_some() && leader_of(tx, contest, entry)? == me)
}

/// The entries of the contest in which the actor, being the deputy, takes the chair's place. Empty for everybody else.
pub fn led_as_deputy(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Vec<EntryId>, DbFault> {
    let Some(me) = actor.judge_in(contest) else { return Ok(vec![]) };
    let (Some(chair), Some(deputy)) = heads(tx, contest)? else { return Ok(vec![]) };
    if me != deputy {
        return Ok(vec![]);
    }
    let all = store::list_conflicts(tx, contest)?;
    let of = |judge| all.iter().filter(move |c| c.judge == judge).map(|c| c.entry);
    let mut out: Vec<EntryId> = of(chair).filter(|e| !of(me).any(|own| own == *e)).collect();
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

/// An entry of an open round that the deputy leads on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    pub round: RoundId,
    pub entry: EntryId,
    pub code: EntryCode,
    pub title: String,
}

/// What the deputy's own page lists.
pub fn list_led(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Vec<Led>, DbFault> {
    let led = led_as_deputy(tx, actor, contest)?;
    if led.is_empty() {
        return Ok(vec![]);
    }
    let secrets = super::blind::titles(tx, actor, contest)?;
    let readable = |entry: EntryId, title: String| match secrets.as_ref().and_then(|s| s.get(&entry)) {
        Some(of_entry) => of_entry.mask(&title),
        None => title,
    };
    let mut out = vec![];
    for round in store::list_rounds(tx, contest)?.into_iter().filter(|r| r.open) {
        for e in super::board::entries_of(tx, contest, round.position)? {
            if led.contains(&e.id) {
                out.push(Led { round: round.id, entry: e.id, code: e.code, title: readable(e.id, e.title) });
            }
        }
    }
    Ok(out)
}

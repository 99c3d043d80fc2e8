//! What the papers of a contest say, as plain values: read in one go, for who may see the paper.

use super::certificates;
use super::store;
use crate::act::Stop;
use crate::audit::log::Log;
use crate::awards::result::result_json;
use crate::awards::store as awards;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx};
use crate::judging::blind;
use crate::judging::meeting_store as meetings;
use crate::judging::store as judging;
use crate::people::store as people;
use domain::actor::Actor;
use domain::awards::confirm::AwardState;
use domain::contest::{Category, Phase, RulesEdition};
use domain::documents::{Days, DocumentKind, Listed, NamedUnit, Needs, access};
use domain::entry::mask::Secrets;
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::people::Role;
use domain::time::{Day, Instant};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::Arc;

/// Everything that a paper of the contest itself may say.
#[derive(Debug, Clone)]
pub struct Facts {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    /// The file of the edition: what is only text in it (purposes, requirements).
    pub file: Value,
    pub units: Arc<HashMap<String, NamedUnit>>,
    /// Entries that are handed in, by code; none for papers that tell no result.
    pub entries: BTreeMap<String, Listed>,
    /// By code, those who left included.
    pub judges: Vec<judging::JudgeRow>,
    /// Names of those who serve the contest.
    pub organisers: Vec<String>,
    pub secretaries: Vec<String>,
    pub reached: Needs,
    /// As `result.json` has it; `None` before the standings and for papers that tell no result.
    pub result: Option<Arc<Value>>,
    pub days: Days,
    /// Votes for and cast, where the committee voted.
    pub votes: Option<(u32, u32)>,
    /// Number and day of the newest issue of each kind.
    pub issued: BTreeMap<DocumentKind, (String, Day)>,
    /// Size and root of the log: what minutes bind.
    pub checkpoint: Option<(u64, [u8; 32])>,
    /// Tokens of certificates, by entry; for certificates only.
    pub tokens: BTreeMap<String, String>,
}

/// How far a contest is.
pub fn reached(tx: &mut Tx, contest: ContestId) -> Result<Needs, DbFault> {
    Ok(match awards::find_award(tx, contest)?.map(|a| a.state) {
        Some(AwardState::Confirmed | AwardState::Released) => Needs::Confirmed,
        Some(AwardState::Proposed) => Needs::Proposal,
        None if awards::find_standing(tx, contest)?.is_some() => Needs::Standings,
        None => Needs::Nothing,
    })
}

/// The actor is a judge who must keep away from some entry.
pub(super) fn is_recused(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<bool, DbFault> {
    let Some(judge) = actor.judge_in(contest) else { return Ok(false) };
    Ok(judging::list_conflicts(tx, contest)?.iter().any(|c| c.judge == judge))
}

/// For a paper of this kind. Refuses nothing: either the person may see such a paper or there is none.
pub fn facts(
    tx: &mut Tx,
    log: &Log,
    actor: &Actor,
    contest: ContestId,
    kind: DocumentKind,
    now: Instant,
) -> Result<Facts, Stop<Infallible>> {
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::see(actor, contest)?;
    let recused = is_recused(tx, actor, contest)?;
    access::see_result(actor, contest, kind, recused, row.phase == Phase::Released)?;
    let award = awards::find_award(tx, contest)?;
    let standing = awards::find_standing(tx, contest)?;
    let reached = reached(tx, contest)?;
    let tells = kind.needs() != Needs::Nothing;
    let result = if tells && reached >= kind.needs() { told(tx, contest)? } else { None };
    // A chair who judges blind reads papers without names until the result is released.
    let secrets = match row.phase {
        Phase::Released => None,
        _ => blind::titles(tx, actor, contest)?,
    };
    let result = match (result, kind) {
        (Some(result), DocumentKind::JuryMinutes) => {
            let mut result = Value::clone(&result);
            result["discussions"] = discussions(tx, contest, secrets.as_ref())?;
            Some(Arc::new(result))
        }
        (result, _) => result,
    };
    let rules = contests::edition(tx, standing.as_ref().map_or(row.edition, |s| s.edition))?;
    let file = serde_json::from_str(&contests::body_of_edition(tx, row.edition)?).unwrap_or_default();
    let mut entries = if tells { list_entries(tx, contest)? } else { BTreeMap::new() };
    if let Some(secrets) = &secrets {
        nameless(tx, contest, secrets, &mut entries)?;
    }
    let (organisers, secretaries) = servants(tx, contest, now.day())?;
    let mut issued = BTreeMap::new();
    for i in store::list_issues(tx, contest)? {
        issued.entry(i.kind).or_insert((i.number, i.dated));
    }
    let checkpoint = match kind {
        DocumentKind::JuryMinutes | DocumentKind::CommitteeMinutes => {
            let at = log.checkpoint(tx)?;
            Some((at.size, at.root))
        }
        _ => None,
    };
    let tokens = match (&result, kind) {
        (Some(result), DocumentKind::Certificates) => {
            let listed = [&result["prizes"], &result["side_prizes"]].into_iter().filter_map(Value::as_array);
            let codes = listed.flatten().filter_map(|p| p["entry"].as_str());
            let token = |code: &str| certificates::token(log.keys(), &row.code, &EntryCode::from(code));
            codes.map(|code| (code.to_owned(), token(code))).collect()
        }
        _ => BTreeMap::new(),
    };
    Ok(Facts {
        units: named_units(tx)?,
        judges: judging::list_judges(tx, contest)?,
        days: Days {
            jury: standing.as_ref().map(|s| s.frozen_at.day()),
            committee: award.as_ref().and_then(|a| a.confirmed_at).map(Instant::day),
            release: award.as_ref().and_then(|a| a.released_at).map(Instant::day),
            today: now.day(),
        },
        votes: award.and_then(|a| a.ballot.votes),
        contest: row,
        rules,
        file,
        entries,
        organisers,
        secretaries,
        reached,
        result,
        issued,
        checkpoint,
        tokens,
    })
}

/// The result as it stands, computed once for all who look until something changes; none while sheets are missing.
fn told(tx: &mut Tx, contest: ContestId) -> Result<Option<Arc<Value>>, DbFault> {
    struct Told(Option<Arc<Value>>);
    let told = tx.kept(contest.0, |tx| match result_json(tx, contest) {
        Ok(result) => Ok(Told(Some(Arc::new(result)))),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Refused(_) | Stop::NotFound | Stop::NotAllowed) => Ok(Told(None)),
    })?;
    Ok(told.0.clone())
}

/// What the panel said of single entries, round by round: part of its minutes.
fn discussions(
    tx: &mut Tx,
    contest: ContestId,
    secrets: Option<&HashMap<EntryId, Secrets>>,
) -> Result<Value, DbFault> {
    let mut out = vec![];
    for round in judging::list_rounds(tx, contest)? {
        for d in meetings::list_discussions(tx, round.id)? {
            out.push(serde_json::json!({
                "entry": d.code.as_str(),
                "on": d.at.day().to_string(),
                "took_part": d.took_part,
                "said": match secrets.and_then(|s| s.get(&d.entry)) {
                    Some(of_entry) => of_entry.mask(&d.said),
                    None => d.said,
                },
                "outcome": d.outcome.word(),
                "votes": d.votes.map(|(votes_for, cast)| format!("{votes_for}/{cast}")),
            }));
        }
    }
    Ok(out.into())
}

/// Takes authors and units out, and masks titles.
fn nameless(
    tx: &mut Tx,
    contest: ContestId,
    secrets: &HashMap<EntryId, Secrets>,
    entries: &mut BTreeMap<String, Listed>,
) -> Result<(), DbFault> {
    let mut ids = HashMap::new();
    for row in tx.query("SELECT code, id FROM entry WHERE contest_id = $1", &[contest.0.into()])? {
        ids.insert(row.text(0)?.to_owned(), EntryId(row.int(1)?));
    }
    for (code, listed) in entries {
        listed.authors.clear();
        listed.unit.clear();
        let of_entry = ids.get(code).and_then(|id| secrets.get(id));
        listed.title = of_entry.map_or_else(String::new, |s| s.mask(&listed.title));
    }
    Ok(())
}

/// Names of all units by code, with what stands above them.
pub fn named_units(tx: &mut Tx) -> Result<Arc<HashMap<String, NamedUnit>>, DbFault> {
    tx.kept(0, |tx| {
        let units = people::units(tx)?;
        let parent = |u: &domain::people::org_unit::OrgUnit| {
            u.parent.and_then(|p| units.get(&p)).map(|p| p.code.as_str().to_owned())
        };
        let named = |u: &domain::people::org_unit::OrgUnit| {
            (u.code.as_str().to_owned(), NamedUnit { name: u.name.clone(), parent: parent(u) })
        };
        Ok(units.values().map(named).collect())
    })
}

fn list_entries(tx: &mut Tx, contest: ContestId) -> Result<BTreeMap<String, Listed>, DbFault> {
    let mut out: BTreeMap<String, Listed> = BTreeMap::new();
    tx.each(
        "SELECT e.code, e.title, e.category, COALESCE(u.code, ''), a.name FROM entry e JOIN author a ON a.entry_id = e.id AND a.version = e.version \
         LEFT JOIN org_unit u ON u.id = e.unit_id WHERE e.contest_id = $1 AND e.state = 'handed_in' ORDER BY e.code, a.representative DESC, a.position",
        &[contest.0.into()],
        |r| {
            let code = r.text(0)?;
            if let Some(listed) = out.get_mut(code) {
                listed.authors.push(r.text(4)?.to_owned());
                return Ok::<_, DbFault>(());
            }
            let listed = Listed {
                title: r.text(1)?.to_owned(),
                collective: r.text(2)? == Category::Collective.word(),
                unit: r.text(3)?.to_owned(),
                authors: vec![r.text(4)?.to_owned()],
            };
            out.insert(code.to_owned(), listed);
            Ok(())
        },
    )?;
    Ok(out)
}

/// Names of organisers and secretaries on the day.
fn servants(tx: &mut Tx, contest: ContestId, day: Day) -> Result<(Vec<String>, Vec<String>), DbFault> {
    let rows = tx.query(
        "SELECT g.role, p.name FROM person_grant g JOIN person p ON p.id = g.person_id WHERE g.contest_id = $1 AND g.role IN ('organiser', 'secretary') \
         AND (g.valid_from_on IS NULL OR g.valid_from_on <= $2) AND (g.valid_to_on IS NULL OR g.valid_to_on >= $2) ORDER BY g.id",
        &[contest.0.into(), day.to_string().into()],
    )?;
    let (mut organisers, mut secretaries) = (vec![], vec![]);
    for r in &rows {
        let of = if r.text(0)? == Role::Organiser.word() { &mut organisers } else { &mut secretaries };
        of.push(r.text(1)?.to_owned());
    }
    Ok((organisers, secretaries))
}

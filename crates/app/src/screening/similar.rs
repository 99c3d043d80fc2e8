//! Hints on copies for the secretary, computed when asked for.

use super::store;
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::entry::{double_store, store as entries};
use domain::actor::Actor;
use domain::entry::double::author_keys;
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::screening::similar::{self as rule, Other, Share, Work};
use domain::screening::{DecisionKind, access};
use std::convert::Infallible;

/// One side of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub entry: EntryId,
    pub code: EntryCode,
    pub title: String,
    pub lead_author: String,
    pub unit_name: String,
    pub decision: Option<DecisionKind>,
}

/// What it looks like: another entry, or a work of an earlier year by its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Like {
    Entry(Side),
    Earlier(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarPair {
    /// The one handed in earlier, where both are entries.
    pub first: Side,
    pub like: Like,
    pub text: Option<Share>,
    pub title: Option<Share>,
    pub figures: Option<u32>,
    pub same_author: bool,
    /// The same work by the same author, by the rule of the hand-in.
    pub double: Option<Share>,
    /// Why whoever handed in the second says that they are two works; empty where nobody was asked.
    pub declared: String,
}

/// Pairs of handed-in entries that look alike, and entries that look like one of `earlier` (title and description of
/// works of earlier years; none where the office has no list), the most alike first.
pub fn similar(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    earlier: &[(String, String)],
) -> Result<Vec<SimilarPair>, Stop<Infallible>> {
    access::see_intake(actor, contest).map_err(|_| Stop::NotFound)?;
    let contest = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    let mut gates = store::list_gates(tx, &contest)?;
    gates.retain(|g| g.handed_in);
    gates.sort_by(|a, b| a.submitted_at.cmp(&b.submitted_at).then_with(|| a.code.cmp(&b.code)));
    let faces = store::list_faces(tx, contest.id, None)?;
    let units = store::list_units(tx, contest.id)?;
    let mut dossiers = std::collections::HashMap::new();
    entries::each_dossier::<DbFault>(tx, contest.id, |entry, dossier| {
        let text = dossier.sections.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
        let authors = dossier.authors.iter().flat_map(author_keys).collect();
        dossiers.insert(entry, Work { title: dossier.title, text, authors });
        Ok(())
    })?;
    let works: Vec<Work> = gates
        .iter()
        .map(|g| {
            dossiers.remove(&g.entry).unwrap_or_else(|| Work {
                title: String::new(),
                text: String::new(),
                authors: vec![],
            })
        })
        .collect();
    let before: Vec<Work> = earlier
        .iter()
        .map(|(title, text)| Work { title: title.clone(), text: text.clone(), authors: vec![] })
        .collect();
    let side = |i: usize| {
        let gate = &gates[i];
        let face = faces.get(&gate.entry);
        Side {
            entry: gate.entry,
            code: gate.code.clone(),
            title: face.map(|f| f.title.clone()).unwrap_or_default(),
            lead_author: face.map(|f| f.lead_author.clone()).unwrap_or_default(),
            unit_name: units.iter().find(|u| u.id == gate.unit).map(|u| u.name.clone()).unwrap_or_default(),
            decision: gate.decision.as_ref().map(|d| d.kind),
        }
    };
    let reasons = double_store::reasons(tx, contest.id)?;
    let declared = |p: &rule::Pair| match p.other {
        Other::Work(i) => {
            let (a, b) = (gates[p.work].entry, gates[i].entry);
            reasons.get(&(a.min(b), a.max(b))).cloned().unwrap_or_default()
        }
        Other::Earlier(_) => String::new(),
    };
    let pair = |p: rule::Pair| SimilarPair {
        declared: declared(&p),
        first: side(p.work),
        like: match p.other {
            Other::Work(i) => Like::Entry(side(i)),
            Other::Earlier(i) => Like::Earlier(earlier[i].0.clone()),
        },
        text: p.text,
        title: p.title,
        figures: p.figures,
        same_author: p.same_author,
        double: p.double,
    };
    Ok(rule::similar(&works, &before).into_iter().map(pair).collect())
}

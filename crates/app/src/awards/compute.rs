//! Standings computed from what the judges signed: the rules of each round are those of the edition it was opened with.

use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::judging::board::signed_marks;
use crate::judging::store::{self as sheets, RoundRow};
use crate::judging::votes_store;
use domain::contest::{Category, RulesEdition};
use domain::ids::{ContestId, EntryCode, EntryId, JudgeCode, JudgeId, RoundCode};
use domain::judging::combine::SignedSheet;
use domain::judging::standings::{Incomplete, Judged, Standings, stand};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Everything that the standings follow from.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The edition in force, with each opened round as its own edition says.
    pub rules: RulesEdition,
    pub rounds: Vec<RoundRow>,
    pub judges: Vec<JudgeCode>,
    pub entries: Vec<BasisEntry>,
    /// The rules have a community vote and no count of it stands.
    pub votes_missing: bool,
    /// SHA-256 over round, entry, judge, role and marks of every sheet that counts, in this order; then over entry and votes where
    /// the rules have a community vote.
    pub sheets_hash: [u8; 32],
}

#[derive(Debug, Clone)]
pub struct BasisEntry {
    pub id: EntryId,
    pub code: EntryCode,
    pub category: Category,
    /// Of each opened round, by judge.
    pub sheets: Vec<Vec<SignedSheet>>,
    /// Of the public, where the rules have a community vote.
    pub votes: u64,
}

/// Loads the signed sheets of all entries that reached judging.
pub fn basis(tx: &mut Tx, contest: ContestId) -> Result<Basis, DbFault> {
    let mut rules = (*contests::rules_of(tx, contest)?).clone();
    let rounds = sheets::list_rounds(tx, contest)?;
    for round in &rounds {
        let opened = sheets::rules_of_round(tx, round)?;
        if let Some(r) = rules.judging.rounds.iter_mut().find(|r| r.code == round.code) {
            *r = opened;
        }
    }
    let judges: HashMap<JudgeId, JudgeCode> =
        sheets::list_judges(tx, contest)?.into_iter().map(|j| (j.id, j.code)).collect();
    let accepted = sheets::list_accepted(tx, contest)?;
    let at: HashMap<EntryId, usize> = accepted.iter().enumerate().map(|(n, e)| (e.id, n)).collect();
    let blank = vec![vec![]; rounds.len()];
    let voted = rules.judging.community_vote.is_some();
    let votes = if voted { votes_store::votes_of(tx, contest)? } else { None };
    let votes_missing = voted && votes.is_none();
    let votes = votes.unwrap_or_default();
    let mut entries: Vec<BasisEntry> = accepted
        .into_iter()
        .map(|e| BasisEntry {
            votes: votes.get(&e.id).copied().unwrap_or_default(),
            id: e.id,
            code: e.code,
            category: e.category,
            sheets: blank.clone(),
        })
        .collect();
    for (n, round) in rounds.iter().enumerate() {
        let criteria = rules.round(&round.code).map_or(0, |r| r.criteria.len());
        for line in sheets::list_sheets(tx, round.id)? {
            let (Some(entry), Some(judge)) = (at.get(&line.entry), judges.get(&line.judge)) else { continue };
            if line.signed && !line.released {
                let marks = signed_marks(&line, criteria)?;
                entries[*entry].sheets[n].push(SignedSheet {
                    judge: judge.clone(),
                    third: line.third,
                    marks,
                });
            }
        }
    }
    for entry in &mut entries {
        for of_round in &mut entry.sheets {
            of_round.sort_by(|a, b| a.judge.cmp(&b.judge));
        }
    }
    let sheets_hash = hash(&rounds, &entries, voted);
    let mut judges: Vec<JudgeCode> = judges.into_values().collect();
    judges.sort();
    Ok(Basis { rules, rounds, judges, entries, votes_missing, sheets_hash })
}

impl Basis {
    /// The standings, or what is missing.
    pub fn stand(&self) -> Result<Standings, Vec<Incomplete>> {
        let judged = |e: &BasisEntry| Judged {
            entry: e.code.clone(),
            category: e.category,
            sheets: self.in_order_of_rules(e),
            votes: e.votes,
        };
        stand(&self.rules, self.entries.iter().map(judged).collect())
    }

    fn in_order_of_rules(&self, e: &BasisEntry) -> Vec<Vec<SignedSheet>> {
        let of =
            |code: &RoundCode| self.rounds.iter().position(|r| r.code == *code).map(|n| e.sheets[n].clone());
        self.rules.judging.rounds.iter().map(|r| of(&r.code).unwrap_or_default()).collect()
    }

    pub fn sheet_count(&self) -> usize {
        self.entries.iter().flat_map(|e| &e.sheets).map(Vec::len).sum()
    }

    /// How many sheets of all rounds a judge has signed.
    pub fn sheets_of(&self, judge: &JudgeCode) -> usize {
        let all = self.entries.iter().flat_map(|e| &e.sheets).flatten();
        all.filter(|s| s.judge == *judge).count()
    }
}

fn hash(rounds: &[RoundRow], entries: &[BasisEntry], voted: bool) -> [u8; 32] {
    let mut sha = Sha256::new();
    for (n, round) in rounds.iter().enumerate() {
        for entry in entries {
            for sheet in &entry.sheets[n] {
                let role = if sheet.third { "third" } else { "regular" };
                sha.update(format!("{}\n{}\n{}\n{role}\n", round.code, entry.code, sheet.judge));
                for mark in &sheet.marks {
                    sha.update(format!("{},", mark.0));
                }
                sha.update("\n");
            }
        }
    }
    for entry in entries.iter().filter(|_| voted) {
        sha.update(format!("votes\n{}\n{}\n", entry.code, entry.votes));
    }
    sha.finalize().into()
}

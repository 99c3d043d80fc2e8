//! All signed marks of a contest, line by line, for whoever may see the board.

use super::board;
use super::store;
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::ids::{ContestId, EntryCode, JudgeCode, RoundCode};
use domain::judging::access::{self, Sight};
use domain::judging::sheet::parse_marks;
use domain::marks::Marks;
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

/// The scores of one round.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundScores {
    pub round: RoundCode,
    pub round_name: String,
    /// Code and name, in order.
    pub criteria: Vec<(String, String)>,
    /// By entry code, then judge code.
    pub sheets: Vec<ScoreLine>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ScoreLine {
    pub entry: EntryCode,
    pub judge: JudgeCode,
    pub third: bool,
    pub marks: Vec<Marks>,
    pub comments: Vec<String>,
    pub general_comment: String,
}

/// Signed sheets only; of rows that the actor may not see yet, nothing.
pub fn scores(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Vec<RoundScores>, Stop<Infallible>> {
    access::see_board(actor, contest)?;
    let mut out = vec![];
    for round in store::list_rounds(tx, contest)? {
        let hidden: HashSet<_> = match actor.judge_in(contest) {
            None => HashSet::new(),
            Some(_) => {
                let board = board::load(tx, round.clone())?;
                let unseen = board.rows.iter().filter(|r| board.sight(actor, r) != Sight::Full);
                unseen.map(|r| r.entry.id.0).collect()
            }
        };
        let rules = store::rules_of_round(tx, &round)?;
        let judges: HashMap<i64, JudgeCode> =
            store::list_judges(tx, contest)?.into_iter().map(|j| (j.id.0, j.code)).collect();
        let entries: HashMap<i64, EntryCode> =
            store::list_accepted(tx, contest)?.into_iter().map(|e| (e.id.0, e.code)).collect();
        let n = rules.criteria.len();
        let mut sheets = vec![];
        tx.each(
            "SELECT entry_id, judge_id, role, marks, comments, general_comment FROM score_sheet WHERE round_id = $1 AND signed_at IS NOT NULL AND released_at IS NULL",
            &[round.id.0.into()],
            |row| -> Result<(), DbFault> {
                let (entry, judge) = (row.int(0)?, row.int(1)?);
                let (Some(code), Some(judge)) = (entries.get(&entry), judges.get(&judge)) else { return Ok(()) };
                if hidden.contains(&entry) {
                    return Ok(());
                }
                let marks = parse_marks(row.text(3)?, n).unwrap_or_default();
                sheets.push(ScoreLine {
                    entry: code.clone(),
                    judge: judge.clone(),
                    third: row.text(2)? == "third",
                    marks: marks.into_iter().flatten().collect(),
                    comments: store::parse_comments(row.text(4)?, n).unwrap_or_default(),
                    general_comment: row.text(5)?.to_owned(),
                });
                Ok(())
            },
        )?;
        sheets.sort_by(|a, b| (&a.entry, &a.judge).cmp(&(&b.entry, &b.judge)));
        let criteria = rules.criteria.into_iter().map(|c| (c.code.0, c.name)).collect();
        out.push(RoundScores { round: round.code, round_name: rules.name, criteria, sheets });
    }
    Ok(out)
}

//! Conflicts, rounds and score sheets.

use super::{Stage, part};
use anyhow::Context;
use app::db::Tx;
use app::judging::SheetInput;
use domain::ids::{EntryId, JudgeId, RoundId, SheetId};
use domain::judging::count_votes::{Count, VoteSource};
use domain::marks::Marks;
use std::collections::BTreeSet;

impl Stage<'_> {
    /// Conflicts that follow from units are found; those that judges declared are declared by them.
    pub(super) fn recuse(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (contest, now) = (self.contest()?, self.now);
        let secretary = self.actor(tx, part::SECRETARY)?;
        self.tried(tx, part::SECRETARY, "judging.detect_conflicts", &[], |tx| {
            app::judging::detect_conflicts(tx, &secretary, contest, now)
        })?;
        let known: BTreeSet<(JudgeId, EntryId)> = app::judging::store::list_conflicts(tx, contest)?
            .into_iter()
            .map(|c| (c.judge, c.entry))
            .collect();
        for row in &self.scene.folder.conflicts {
            let (Some(entry), Some(judge)) =
                (self.entry(&row.entry_code), self.state.judges.get(&row.judge_code).copied())
            else {
                continue;
            };
            if known.contains(&(judge, entry)) {
                continue;
            }
            let who = part::judge(&row.judge_code);
            let actor = self.actor(tx, &who)?;
            let note = if row.note.is_empty() { row.kind.clone() } else { row.note.clone() };
            self.tried(
                tx,
                &who,
                "judging.declare_conflict",
                &[("judge", &row.judge_code), ("entry", &row.entry_code)],
                |tx| app::judging::declare_conflict(tx, &actor, judge, entry, &note, now),
            )?;
        }
        Ok(())
    }

    /// Opens a round and gives each judge the entries that the file says he or she marked.
    pub(super) fn open_round(&mut self, tx: &mut Tx, r: usize) -> anyhow::Result<()> {
        let (contest, now) = (self.contest()?, self.now);
        let code = self.scene.rules.judging.rounds[r].code.clone();
        let secretary = self.actor(tx, part::SECRETARY)?;
        let opened =
            self.tried(tx, part::SECRETARY, "judging.open_round", &[("round", code.as_str())], |tx| {
                app::judging::open_round(tx, &secretary, contest, &code, now)
            })?;
        let Some(round) = opened else { return Ok(()) };
        self.state.rounds.insert(r, round);
        let folder = &self.scene.folder;
        let third: BTreeSet<(&str, &str)> = folder
            .third_markers
            .iter()
            .filter(|t| t.round == code.as_str())
            .map(|t| (t.judge_code.as_str(), t.entry_code.as_str()))
            .collect();
        let pairs: Vec<(&str, &str)> = crate::rehearse::plan::sheets_of(&folder.scores, code.as_str())
            .into_iter()
            .filter(|p| !third.contains(p))
            .collect();
        let ids: Vec<(EntryId, JudgeId)> =
            pairs.iter().filter_map(|(j, e)| Some((self.entry(e)?, *self.state.judges.get(*j)?))).collect();
        let all = tx.attempt(|tx| app::judging::assign(tx, &secretary, round, &ids, now));
        if ids.len() == pairs.len() && all.is_ok() {
            return Ok(());
        }
        // Something in the list cannot be: each pair for itself, so that only that is refused.
        for (judge_code, entry_code) in pairs {
            let (Some(entry), Some(judge)) =
                (self.entry(entry_code), self.state.judges.get(judge_code).copied())
            else {
                continue;
            };
            self.tried(
                tx,
                part::SECRETARY,
                "judging.assign",
                &[("judge", judge_code), ("entry", entry_code), ("round", code.as_str())],
                |tx| app::judging::assign(tx, &secretary, round, &[(entry, judge)], now),
            )?;
        }
        Ok(())
    }

    /// One judge writes one sheet and signs it.
    pub(super) fn mark(&mut self, tx: &mut Tx, r: usize, judge: &str, entry: &str) -> anyhow::Result<()> {
        let now = self.now;
        let round = &self.scene.rules.judging.rounds[r];
        let Some(sheet) = self.sheet(tx, r, judge, entry)? else { return Ok(()) };
        let rows = self
            .scene
            .folder
            .scores
            .iter()
            .filter(|s| s.round == round.code.as_str() && s.judge_code == judge && s.entry_code == entry);
        let mut input = SheetInput::default();
        for row in rows {
            let at =
                round.criteria.iter().position(|c| c.code.as_str() == row.criterion).with_context(|| {
                    format!("{} is not a criterion of round {}", row.criterion, round.code)
                })?;
            input.marks.push((at, Some(Marks(row.points_hundredths))));
            if !row.comment.is_empty() {
                input.comments.push((at, row.comment.clone()));
            }
        }
        let who = part::judge(judge);
        let actor = self.actor(tx, &who)?;
        let about = [("judge", judge), ("entry", entry), ("round", round.code.as_str())];
        let saved = self.tried(tx, &who, "judging.save_sheet", &about, |tx| {
            app::judging::save_sheet(tx, &actor, sheet, &input, now)
        })?;
        if let Some(saved) = saved {
            self.tried(tx, &who, "judging.sign", &about, |tx| {
                app::judging::sign(tx, &actor, sheet, saved.revision, now)
            })?;
        }
        Ok(())
    }

    pub(super) fn call_third(
        &mut self,
        tx: &mut Tx,
        r: usize,
        judge: &str,
        entry: &str,
    ) -> anyhow::Result<()> {
        let now = self.now;
        let (Some(round), Some(entry_id), Some(judge_id)) =
            (self.state.rounds.get(&r).copied(), self.entry(entry), self.state.judges.get(judge).copied())
        else {
            return Ok(());
        };
        let secretary = self.actor(tx, part::SECRETARY)?;
        self.tried(tx, part::SECRETARY, "judging.call_third", &[("judge", judge), ("entry", entry)], |tx| {
            app::judging::call_third(tx, &secretary, round, entry_id, judge_id, now)
        })?;
        Ok(())
    }

    /// Closes the round. What keeps it open is written down; sheets that were never signed are taken back with that reason,
    /// and the round is closed over the rest.
    /// One count for each place where votes were cast.
    pub(super) fn count_votes(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (contest, now) = (self.contest()?, self.now);
        let secretary = self.actor(tx, part::SECRETARY)?;
        for source in VoteSource::ALL {
            let rows = self.scene.folder.votes.iter().filter(|v| v.source == *source);
            let votes: Vec<_> = rows.map(|v| (v.entry_code.as_str().into(), v.votes)).collect();
            if votes.is_empty() {
                continue;
            }
            let note = format!("votes.csv, {}", source.word());
            let count = Count { source: *source, note, left_out: 0, votes };
            self.tried(tx, part::SECRETARY, "judging.count_votes", &[("source", source.word())], |tx| {
                app::judging::count_votes(tx, &secretary, contest, &count, now)
            })?;
        }
        Ok(())
    }

    pub(super) fn close_round(&mut self, tx: &mut Tx, r: usize) -> anyhow::Result<()> {
        let now = self.now;
        let Some(round) = self.state.rounds.get(&r).copied() else { return Ok(()) };
        let code = self.scene.rules.judging.rounds[r].code.clone();
        let about = [("round", code.as_str())];
        let secretary = self.actor(tx, part::SECRETARY)?;
        if self
            .tried(tx, part::SECRETARY, "judging.close_round", &about, |tx| {
                app::judging::close_round(tx, &secretary, round, now)
            })?
            .is_some()
        {
            return Ok(());
        }
        for sheet in unsigned(tx, round)? {
            self.tried(tx, part::SECRETARY, "judging.release_assignment", &about, |tx| {
                app::judging::release_assignment(
                    tx,
                    &secretary,
                    sheet,
                    "not signed when the round was closed",
                    now,
                )
            })?;
        }
        self.tried(tx, part::SECRETARY, "judging.close_round", &about, |tx| {
            app::judging::close_round(tx, &secretary, round, now)
        })?;
        Ok(())
    }

    fn sheet(&self, tx: &mut Tx, r: usize, judge: &str, entry: &str) -> anyhow::Result<Option<SheetId>> {
        let (Some(round), Some(judge), Some(entry)) =
            (self.state.rounds.get(&r), self.state.judges.get(judge), self.entry(entry))
        else {
            return Ok(None);
        };
        Ok(app::judging::store::sheet_for(tx, *round, entry, *judge)?)
    }
}

fn unsigned(tx: &mut Tx, round: RoundId) -> anyhow::Result<Vec<SheetId>> {
    Ok(app::judging::store::unsigned_sheets(tx, round)?)
}

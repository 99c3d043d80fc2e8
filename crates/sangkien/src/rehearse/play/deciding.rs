//! Standings, ties, prizes, release.

use super::{Stage, part};
use app::awards::{SideProposal, TieRuling};
use app::db::Tx;
use domain::actor::Actor;
use domain::awards::confirm::Ballot;
use domain::awards::side::SideWinner;
use domain::contest::LastTieBreak;

impl Stage<'_> {
    pub(super) fn freeze(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (contest, now) = (self.contest()?, self.now);
        let secretary = self.actor(tx, part::SECRETARY)?;
        self.tried(tx, part::SECRETARY, "awards.freeze_standings", &[], |tx| {
            app::awards::freeze_standings(tx, &secretary, contest, now)
        })?;
        Ok(())
    }

    /// An order that the office decided: by the chair, or a committee's vote that is only recorded.
    pub(super) fn order_tie(&mut self, tx: &mut Tx, i: usize) -> anyhow::Result<()> {
        let row = &self.scene.folder.chair_decisions[i];
        let (contest, now) = (self.contest()?, self.now);
        let who = part::judge(&row.decided_by);
        let chair =
            self.scene.rules.judging.last_tie_break == LastTieBreak::Chair && self.is_chair(&row.decided_by);
        let actor = if chair { self.actor(tx, &who)? } else { Actor::System };
        let codes = row.entry_codes_in_order.join(" > ");
        let ruling = TieRuling {
            order: row.entry_codes_in_order.iter().map(|c| c.as_str().into()).collect(),
            reason: row.reason.clone(),
            ballot: Ballot::default(),
            decided_by: (!chair).then(|| row.decided_by.clone()),
        };
        self.tried(tx, &who, "awards.decide_tie", &[("entries", &codes)], |tx| {
            app::awards::decide_tie(tx, &actor, contest, &ruling, now)
        })?;
        Ok(())
    }

    pub(super) fn propose(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (contest, now) = (self.contest()?, self.now);
        let secretary = self.actor(tx, part::SECRETARY)?;
        self.tried(tx, part::SECRETARY, "awards.propose", &[], |tx| {
            app::awards::propose(tx, &secretary, contest, now)
        })?;
        Ok(())
    }

    pub(super) fn propose_side(&mut self, tx: &mut Tx, i: usize) -> anyhow::Result<()> {
        let row = &self.scene.folder.side_prizes[i];
        let (contest, now) = (self.contest()?, self.now);
        let secretary = self.actor(tx, part::SECRETARY)?;
        let winner = match (&row.entry_code, &row.unit_code) {
            (Some(entry), _) => SideWinner::Entry(entry.as_str().into()),
            (None, unit) => SideWinner::Unit(unit.as_deref().unwrap_or_default().into()),
        };
        let about = [("prize", row.prize_code.as_str()), ("to", winner.code())];
        let proposal = SideProposal {
            prize: row.prize_code.as_str().into(),
            winner: winner.clone(),
            reason: row.reason.clone(),
            votes: row.votes,
        };
        self.tried(tx, part::SECRETARY, "awards.propose_side", &about, |tx| {
            app::awards::propose_side(tx, &secretary, contest, &proposal, now)
        })?;
        Ok(())
    }

    pub(super) fn confirm_prizes(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (contest, now) = (self.contest()?, self.now);
        let organiser = self.actor(tx, part::ORGANISER)?;
        let votes = self.scene.rules.committee_majority.map(|_| (1, 1));
        let ballot = Ballot { votes, minutes: format!("{}/BB-BTC, {}", self.scene.rules.code, now.day()) };
        self.tried(tx, part::ORGANISER, "awards.confirm", &[], |tx| {
            app::awards::confirm(tx, &organiser, contest, &ballot, now)
        })?;
        Ok(())
    }

    pub(super) fn release(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let (contest, now) = (self.contest()?, self.now);
        let organiser = self.actor(tx, part::ORGANISER)?;
        let keys = &self.scene.keys;
        self.tried(tx, part::ORGANISER, "awards.release", &[], |tx| {
            app::awards::release(tx, keys, &organiser, contest, now)
        })?;
        Ok(())
    }

    fn is_chair(&self, judge: &str) -> bool {
        self.scene.folder.judges.iter().any(|j| j.code == judge && j.chair)
    }
}

//! Plays steps: each one is the action that a person would start from a page, by that person, at its simulated moment.
//! What an action refuses is written down and the contest goes on, as it would in an office.

mod announce;
mod deciding;
mod gate;
mod judging;
mod set_up;

pub use set_up::{strength, unit_input};

use super::plan::{Step, Timed};
use super::refusals::Refusals;
use anyhow::{Context, bail};
use app::act::Stop;
use app::audit::log::Log;
use app::awards::package::{Package, package};
use app::db::{Db, Tx};
use app::import::contest_folder::ContestFolder;
use app::keys::Keys;
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::ids::{ContestId, EntryId, JudgeId, PersonId, RoundId, UnitId};
use domain::time::Instant;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;

/// Who the people of the play are.
#[derive(Debug, Clone)]
pub enum Cast {
    /// Accounts nobody can log in with.
    Silent,
    /// Accounts with this password hash, for a demonstration.
    WithPassword(String),
}

/// A contest being played.
pub struct Play {
    db: Db,
    scene: Arc<Scene>,
    state: State,
}

/// What does not change while it is played.
struct Scene {
    folder: ContestFolder,
    rules: RulesEdition,
    cast: Cast,
    keys: Keys,
}

/// What has come about so far.
#[derive(Clone, Default)]
struct State {
    contest: Option<ContestId>,
    units: HashMap<String, UnitId>,
    people: HashMap<String, PersonId>,
    judges: HashMap<String, JudgeId>,
    entries: HashMap<usize, EntryId>,
    rounds: HashMap<usize, RoundId>,
    refusals: Refusals,
}

impl Play {
    /// `keys`: the secret of the installation that is played.
    pub fn new(db: &Db, folder: &ContestFolder, rules: &RulesEdition, cast: Cast, keys: Keys) -> Play {
        db.use_keys(&keys);
        Play {
            db: db.clone(),
            scene: Arc::new(Scene { folder: folder.clone(), rules: rules.clone(), cast, keys }),
            state: State::default(),
        }
    }

    /// Plays steps in one transaction.
    pub fn steps(&mut self, steps: &[Timed]) -> anyhow::Result<()> {
        let (scene, before, steps) = (self.scene.clone(), self.state.clone(), steps.to_vec());
        self.state = self.db.write_blocking(move |tx| {
            let mut stage = Stage { scene: &scene, state: before.clone(), now: Instant(0) };
            for timed in &steps {
                stage.now = timed.at;
                stage.play(tx, &timed.step).with_context(|| format!("at {}: {:?}", timed.at, timed.step))?;
            }
            Ok::<_, anyhow::Error>(stage.state)
        })?;
        Ok(())
    }

    /// The result as CONTEST-FORMAT defines it, and the head of the audit log.
    pub fn outcome(&self) -> anyhow::Result<(Value, Value)> {
        let contest = self.state.contest.context("the contest was not set up")?;
        let scene = self.scene.clone();
        self.db.read_blocking(move |tx| {
            let mut result = app::awards::result::result_json(tx, contest)
                .map_err(|stop| anyhow::anyhow!("there is no result: {stop:?}"))?;
            as_given(&mut result, &scene.folder);
            let head = app::audit::verify(tx)?
                .map_err(|broken| anyhow::anyhow!("the audit chain is broken: {broken:?}"))?;
            Ok::<_, anyhow::Error>((result, super::head_json(head.seq, &head.hash)))
        })
    }

    /// The result package; `None` when nothing was released.
    pub fn package(&self) -> anyhow::Result<Option<Package>> {
        let (contest, keys) = (self.contest()?, self.scene.keys.clone());
        Ok(self.db.read_blocking(move |tx| package(tx, &keys, contest))?)
    }

    /// The papers of the contest as they could be printed at that moment.
    pub fn papers(&self, now: Instant) -> anyhow::Result<super::Papers> {
        let (contest, log) = (self.contest()?, Log::new(self.scene.keys.clone()));
        self.db.read_blocking(move |tx| super::Papers::of(tx, &log, contest, now))
    }

    pub fn contest(&self) -> anyhow::Result<ContestId> {
        self.state.contest.context("the contest was not set up")
    }

    pub fn into_refusals(self) -> Refusals {
        self.state.refusals
    }
}

/// Instants are stored as instants; the result repeats them as the office wrote them.
fn as_given(result: &mut Value, folder: &ContestFolder) {
    for e in &folder.entries {
        let at = &mut result["entries"][&e.code]["arrival_at"];
        let shown = at.as_str().and_then(Instant::parse);
        let given = [e.forwarded_at.as_ref(), Some(&e.submitted_at)]
            .into_iter()
            .flatten()
            .find(|g| Some(Instant(g.at_ms)) == shown);
        if let Some(given) = given {
            *at = given.text.as_str().into();
        }
    }
}

/// One moment on stage.
struct Stage<'a> {
    scene: &'a Scene,
    state: State,
    now: Instant,
}

impl Stage<'_> {
    fn play(&mut self, tx: &mut Tx, step: &Step) -> anyhow::Result<()> {
        match step {
            Step::SetUp => self.set_up(tx),
            Step::Record(i) => self.record(tx, *i),
            Step::Screen(i) => self.screen(tx, *i),
            Step::Confirm(i) => self.confirm(tx, *i),
            Step::Forward { unit, entries } => self.forward(tx, unit, entries),
            Step::Decide(i) => self.decide(tx, *i),
            Step::TakeIn => self.take_in(tx),
            Step::Recuse => self.recuse(tx),
            Step::OpenRound(r) => self.open_round(tx, *r),
            Step::Mark { round, judge, entry } => self.mark(tx, *round, judge, entry),
            Step::CallThird { round, judge, entry } => self.call_third(tx, *round, judge, entry),
            Step::CountVotes => self.count_votes(tx),
            Step::CloseRound(r) => self.close_round(tx, *r),
            Step::Freeze => self.freeze(tx),
            Step::OrderTie(i) => self.order_tie(tx, *i),
            Step::ProposeSide(i) => self.propose_side(tx, *i),
            Step::Propose => self.propose(tx),
            Step::Confirmed => self.confirm_prizes(tx),
            Step::Release => self.release(tx),
        }
    }

    /// Does an action; a refusal is written down and answered as `None`.
    fn tried<T, R: Debug>(
        &mut self,
        tx: &mut Tx,
        who: &str,
        operation: &str,
        about: &[(&str, &str)],
        action: impl FnOnce(&mut Tx) -> Result<T, Stop<R>>,
    ) -> anyhow::Result<Option<T>> {
        match tx.attempt(action) {
            Ok(done) => Ok(Some(done)),
            Err(Stop::Refused(reasons)) => {
                self.state.refusals.add(self.now, who, operation, about, &reasons);
                Ok(None)
            }
            Err(Stop::Fault(fault)) => Err(fault).with_context(|| format!("{operation} {about:?}")),
            Err(Stop::NotAllowed) => bail!("{who} may not {operation} {about:?}"),
            Err(Stop::NotFound) => bail!("{operation} {about:?}: not found"),
        }
    }

    /// Whoever plays this part, with the roles held at this moment.
    fn actor(&self, tx: &mut Tx, part: &str) -> anyhow::Result<Actor> {
        let person = *self.state.people.get(part).with_context(|| format!("nobody plays {part}"))?;
        app::people::actor_of(tx, person, self.now)?
            .with_context(|| format!("the account of {part} is closed"))
    }

    fn contest(&self) -> anyhow::Result<ContestId> {
        self.state.contest.context("the contest was not set up")
    }

    fn unit(&self, code: &str) -> anyhow::Result<UnitId> {
        self.state.units.get(code).copied().with_context(|| format!("unknown unit {code}"))
    }

    /// The entry with this code, when it could be recorded.
    fn entry(&self, code: &str) -> Option<EntryId> {
        let i = self.scene.folder.entries.iter().position(|e| e.code == code)?;
        self.state.entries.get(&i).copied()
    }
}

/// The parts in the play, by the names of their accounts.
pub mod part {
    pub const SECRETARY: &str = "thuky";
    pub const ORGANISER: &str = "bantochuc";
    pub const AUDITOR: &str = "kiemtra";
    pub const LEADER: &str = "lanhdao";
    pub const ADMIN: &str = "quantri";

    pub fn clerk(unit: &str) -> String {
        format!("canbo.{}", unit.to_lowercase())
    }

    pub fn head(unit: &str) -> String {
        format!("thutruong.{}", unit.to_lowercase())
    }

    pub fn judge(code: &str) -> String {
        code.to_lowercase()
    }
}

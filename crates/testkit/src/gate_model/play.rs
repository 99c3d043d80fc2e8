//! Plays an operation through the real actions, and compares what both make of it.

use super::Seen;
use super::model::{Intake, Model, State};
use super::op::{Op, Verdict, What};
use super::world::{self, World};
use app::act::Stop;
use app::db::{DbFault, Tx};
use app::keys::Keys;
use app::screening::{self, Arrived};
use app::{contest, entry, judging};
use domain::contest::Phase;
use domain::ids::{BatchId, EntryId, RoundId, SheetId};
use domain::marks::Marks;
use domain::screening as rules;
use domain::time::{Before, Instant};

/// What the model's numbers are in the database.
pub struct Play<'a> {
    world: &'a World,
    entries: Vec<EntryId>,
    batches: Vec<BatchId>,
    sheets: Vec<SheetId>,
    given: Vec<i64>,
    round: RoundId,
    /// Lines of the log so far.
    log: i64,
    refusals: usize,
}

/// Runs an action in a savepoint: `None` where it was refused, in whatever words.
fn told<T, R>(tx: &mut Tx, f: impl FnOnce(&mut Tx) -> Result<T, Stop<R>>) -> Result<Option<T>, DbFault> {
    match tx.attempt(f) {
        Ok(done) => Ok(Some(done)),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::NotAllowed | Stop::NotFound | Stop::Refused(_)) => Ok(None),
    }
}

impl<'a> Play<'a> {
    pub fn new(world: &'a World) -> Play<'a> {
        Play {
            world,
            entries: vec![],
            batches: vec![],
            sheets: vec![],
            given: vec![],
            round: RoundId(0),
            log: -1,
            refusals: 0,
        }
    }

    /// One operation on both sides. Answers what differs, in words.
    pub fn both(
        &mut self,
        tx: &mut Tx,
        model: &mut Model,
        op: Op,
        seen: &mut Seen,
    ) -> Result<Option<String>, DbFault> {
        if self.log < 0 {
            self.log = self.lines(tx)?;
        }
        model.pass(op.wait);
        let before = model.clone();
        let Some(said) = model.step(op) else { return Ok(None) };
        seen.count(op.what, said);
        let did = match self.act(tx, &before, model, op) {
            Ok(did) => did,
            Err(DbFault::Guard { message }) => {
                return Ok(Some(format!("{op:?}: the reference says {said}, a guard says {message}")));
            }
            Err(fault) => return Err(fault),
        };
        if did != said {
            return Ok(Some(format!("{op:?}: the reference says {said}, the product {did}")));
        }
        self.compare(tx, model, op, said)
    }

    fn act(&mut self, tx: &mut Tx, before: &Model, after: &Model, op: Op) -> Result<bool, DbFault> {
        let now = Instant(after.now);
        let id = self.spoken_of(op.what);
        let e = id.unwrap_or(EntryId(0));
        let by = &self.world.actor(op.who, id);
        let contest = self.world.contest;
        let batch = |b: usize| self.batches.get(b).copied().unwrap_or(BatchId(0));
        let sheet = |s: usize| self.sheets.get(s).copied().unwrap_or(SheetId(0));
        let unit = |u: usize| self.world.units[u];
        let reason = "Theo biên bản ngày hôm nay.";
        let done = match op.what {
            What::Begin => {
                let keys = Keys::fixed([7; 32]);
                let begun = told(tx, |tx| entry::begin(tx, by, contest, &keys, now))?;
                self.entries.extend(begun.as_ref().map(|b| b.entry));
                begun.map(drop)
            }
            What::Type { entry, unit } => {
                let revision = i64::try_from(after.texts).unwrap_or(0) + 1;
                let typed = world::draft(after.texts, unit);
                entry::store::save_working(tx, self.entries[entry], revision, &typed, now)?;
                Some(())
            }
            What::Submit { .. } => told(tx, |tx| entry::submit(tx, by, e, now))?.map(drop),
            What::EditAgain { .. } => told(tx, |tx| entry::edit_again(tx, by, e, now))?.map(drop),
            What::Paper { unit, .. } => {
                let (dossier, at) = (world::dossier(after.texts, unit), Instant(after.ago(op.what)));
                let made = told(tx, |tx| entry::record_paper(tx, by, contest, None, &dossier, at, now))?;
                self.entries.extend(made);
                made.map(drop)
            }
            What::PaperAgain { unit, .. } => {
                let (dossier, at) = (world::dossier(after.texts, unit), Instant(after.ago(op.what)));
                told(tx, |tx| entry::record_paper_again(tx, by, e, &dossier, at, now))?
            }
            What::Withdraw { .. } => told(tx, |tx| entry::withdraw(tx, by, e, now))?,
            What::Revive { .. } => told(tx, |tx| entry::revive(tx, by, e, now))?,
            What::Receive { .. } => told(tx, |tx| screening::receive(tx, by, e, now))?,
            What::Screen { entry, verdict, stale } => {
                let version = before.entries[entry].version - i64::from(stale);
                let verdict = match verdict {
                    Verdict::Selected => rules::Verdict::Selected,
                    Verdict::NotSelected => rules::Verdict::NotSelected,
                    Verdict::Returned => rules::Verdict::Returned,
                };
                let (findings, reason) = (vec![], reason.to_owned());
                let said = rules::screen::Sheet { version, findings, verdict, reason, mend_before: None };
                told(tx, |tx| screening::screen(tx, by, e, &said, now))?
            }
            What::Confirm { entry, stale } => {
                let mut hash = self.hash(tx, e)?;
                hash[0] ^= u8::from(stale);
                let said = rules::confirm::Statement {
                    version: before.entries[entry].version,
                    dossier_hash: hash,
                    level: "tốt".into(),
                    feasibility: "cao".into(),
                    remarks: String::new(),
                    by: String::new(),
                };
                told(tx, |tx| screening::confirm(tx, by, e, &said, now))?.map(drop)
            }
            What::Void { .. } => told(tx, |tx| screening::void_confirmation(tx, by, e, reason, now))?,
            What::OpenBatch { unit: u } => {
                let made = told(tx, |tx| screening::open_batch(tx, by, contest, unit(u), now))?;
                if let Some(id) = made
                    && !self.batches.contains(&id)
                {
                    self.batches.push(id);
                }
                made.map(drop)
            }
            What::Add { batch: b, .. } => {
                told(tx, |tx| screening::add_to_batch(tx, by, batch(b), &[e], now))?
            }
            What::Remove { batch: b, .. } => {
                told(tx, |tx| screening::remove_from_batch(tx, by, batch(b), e, reason, now))?
            }
            What::Letter { batch: b } => {
                told(tx, |tx| screening::set_letter(tx, by, batch(b), "45/UBND", "Chủ tịch", now))?
            }
            What::Forward { batch: b } => told(tx, |tx| screening::forward(tx, by, batch(b), now))?.map(drop),
            What::Arrival { unit: u, .. } => {
                let at = Instant(after.ago(op.what));
                let paper = Arrived { at, letter_number: "45".into(), signer: String::new() };
                let made =
                    told(tx, |tx| screening::record_arrival(tx, by, contest, unit(u), &[e], &paper, now))?;
                self.batches.extend(made);
                made.map(drop)
            }
            What::Accept { .. } => told(tx, |tx| screening::accept(tx, by, e, now))?,
            What::Return { .. } => told(tx, |tx| screening::return_to_unit(tx, by, e, reason, now))?,
            What::Reject { .. } => told(tx, |tx| screening::reject(tx, by, e, reason, now))?,
            What::Decide { kept, .. } => {
                let kind =
                    if kept.is_some() { rules::DecisionKind::Duplicate } else { rules::DecisionKind::NotNew };
                let kept = kept.map(|k| self.entries[k]);
                let decision = rules::Decision { kind, kept, reason: reason.to_owned() };
                told(tx, |tx| screening::decide(tx, by, e, &decision, now))?
            }
            What::TakeBack { .. } => told(tx, |tx| screening::take_back_decision(tx, by, e, reason, now))?,
            What::Advance { judging } => {
                let to = if judging { Phase::Judging } else { Phase::Open };
                told(tx, |tx| contest::advance(tx, by, contest, to, now))?
            }
            What::StepBack => told(tx, |tx| contest::step_back(tx, by, contest, reason, now))?.map(drop),
            What::Freeze => Some(contest::store::save_phase(tx, contest, Phase::Deciding)?),
            What::Amend { by: ms } => {
                let body = world::rules(before.deadline + ms);
                told(tx, |tx| contest::amend(tx, by, contest, &body, reason, now))?.map(drop)
            }
            What::Extend { entry, unit: u, by: ms } => {
                let whose = match entry {
                    Some(_) => rules::Whose::Entry(e),
                    None => rules::Whose::Unit(unit(u)),
                };
                let until = Before(Instant(before.deadline + ms));
                let made = told(tx, |tx| screening::extend(tx, by, contest, whose, until, reason, now))?;
                self.given.extend(made);
                made.map(drop)
            }
            What::TakeTimeBack { given } => {
                let id = self.given[given];
                told(tx, |tx| screening::take_extension_back(tx, by, contest, id, reason, now))?
            }
            What::OpenRound => {
                let code = "V1".into();
                let code = self.round_code(tx).unwrap_or(code);
                let opened = told(tx, |tx| judging::open_round(tx, by, contest, &code, now))?;
                self.round = opened.unwrap_or(self.round);
                opened.map(drop)
            }
            What::Assign { judge, .. } => {
                let pair = (e, self.world.judges[judge]);
                let round = self.round;
                let given = told(tx, |tx| judging::assign(tx, by, round, &[pair], now))?;
                if given.is_some() {
                    let sql = "SELECT id FROM score_sheet WHERE entry_id = $1 AND judge_id = $2";
                    self.sheets.push(SheetId(tx.one(sql, &[pair.0.0.into(), pair.1.0.into()])?.int(0)?));
                }
                given.map(drop)
            }
            What::TakeSheet { sheet: s } => {
                told(tx, |tx| judging::release_assignment(tx, by, sheet(s), reason, now))?
            }
            What::Mark { sheet: s } => {
                let saved = before.sheets[s].saved;
                let marks = [2_000 + 50 * (saved % 2), 2_000, 2_000, 1_000, 300];
                let input = judging::SheetInput {
                    seen: saved,
                    marks: marks.iter().map(|m| Some(Marks(*m))).enumerate().collect(),
                    comments: vec![(0, "Mới trong phạm vi huyện.".into())],
                    ..judging::SheetInput::default()
                };
                told(tx, |tx| judging::save_sheet(tx, by, sheet(s), &input, now))?.map(drop)
            }
            What::Sign { sheet: s } => {
                let seen = before.sheets[s].saved;
                told(tx, |tx| judging::sign(tx, by, sheet(s), seen, now))?
            }
        };
        Ok(done.is_some())
    }

    fn spoken_of(&self, what: What) -> Option<EntryId> {
        let entry = match what {
            What::Type { entry, .. }
            | What::Submit { entry }
            | What::EditAgain { entry }
            | What::PaperAgain { entry, .. }
            | What::Withdraw { entry }
            | What::Revive { entry }
            | What::Receive { entry }
            | What::Screen { entry, .. }
            | What::Confirm { entry, .. }
            | What::Void { entry }
            | What::Add { entry, .. }
            | What::Remove { entry, .. }
            | What::Arrival { entry, .. }
            | What::Accept { entry }
            | What::Return { entry }
            | What::Reject { entry }
            | What::Decide { entry, .. }
            | What::TakeBack { entry }
            | What::Extend { entry: Some(entry), .. }
            | What::Assign { entry, .. } => entry,
            _ => return None,
        };
        self.entries.get(entry).copied()
    }

    fn round_code(&self, tx: &mut Tx) -> Option<domain::ids::RoundCode> {
        let rules = contest::store::rules_of(tx, self.world.contest).ok()?;
        rules.judging.rounds.first().map(|r| r.code.clone())
    }

    fn hash(&self, tx: &mut Tx, e: EntryId) -> Result<[u8; 32], DbFault> {
        let sql = "SELECT dossier_hash FROM entry_version WHERE entry_id = $1 ORDER BY version DESC";
        let found = tx.opt(sql, &[e.0.into()])?;
        let bytes = found.map(|r| r.blob(0).map(<[u8]>::to_vec)).transpose()?.unwrap_or_else(|| vec![0; 32]);
        bytes.try_into().map_err(|_| DbFault::other("a digest has 32 bytes"))
    }

    fn lines(&self, tx: &mut Tx) -> Result<i64, DbFault> {
        tx.one("SELECT seq FROM audit_head WHERE id = 1", &[])?.int(0)
    }

    fn compare(&mut self, tx: &mut Tx, model: &Model, op: Op, said: bool) -> Result<Option<String>, DbFault> {
        let differs = |what: &str, want: String, have: String| {
            Ok(Some(format!("after {op:?} {what}: the reference has\n    {want}\n  the product\n    {have}")))
        };
        let lines = self.lines(tx)?;
        if !said && lines != self.log {
            return differs("the log", "nothing new".into(), format!("{} lines more", lines - self.log));
        }
        self.log = lines;
        // A refusal wrote nothing; over a line to a server one look in eight is enough to see that it changed nothing either.
        self.refusals += usize::from(!said);
        if !said && tx.engine() == app::db::Engine::Postgres && !self.refusals.is_multiple_of(8) {
            return Ok(None);
        }
        let rows = tx.query(ENTRIES, &[self.world.contest.0.into()])?;
        for (n, e) in model.entries.iter().enumerate() {
            let unit = |u: usize| if e.version == 0 { 0 } else { self.world.units[u].0 };
            let judged = e.verdict.map_or((String::new(), 0), |(v, n)| (word(v).to_owned(), n));
            let (arrived, arrived_version) = e.arrived.unwrap_or((0, 0));
            let want = format!(
                "{} v{} unit {} at {} received {} {judged:?} confirmed {} arrived {arrived} v{arrived_version} {} decided {} sheets {}",
                state(e.state),
                e.version,
                unit(e.unit),
                e.submitted,
                i64::from(e.received),
                i64::from(e.confirmed),
                intake(e.intake),
                i64::from(e.decided),
                model.live(n)
            );
            let Some(row) = rows.iter().find(|r| r.int(0).ok() == self.entries.get(n).map(|id| id.0)) else {
                return differs("an entry", want, "nothing".into());
            };
            let verdict = (row.text(6)?.to_owned(), row.int(7)?);
            let have = format!(
                "{} v{} unit {} at {} received {} {verdict:?} confirmed {} arrived {} v{} {} decided {} sheets {}",
                row.text(1)?,
                row.int(2)?,
                row.int(3)?,
                row.int(4)?,
                row.int(5)?,
                row.int(8)?,
                row.int(9)?,
                row.int(10)?,
                row.text(11)?,
                row.int(12)?,
                row.int(13)?
            );
            if want != have {
                return differs(&format!("entry {n}"), want, have);
            }
            if row.int(13)? > 0 && row.int(14)? == 0 {
                return differs(&format!("entry {n}"), "a whole chain, or no sheets".into(), have);
            }
        }
        if rows.len() != model.entries.len() {
            return differs("entries", model.entries.len().to_string(), rows.len().to_string());
        }
        let rows = tx.query(BATCHES, &[self.world.contest.0.into()])?;
        let have: Vec<(i64, i64, i64)> =
            rows.iter().map(|r| Ok((r.int(0)?, r.int(1)?, r.int(2)?))).collect::<Result<_, DbFault>>()?;
        let want: Vec<(i64, i64, i64)> = model
            .batches
            .iter()
            .zip(&self.batches)
            .map(|(b, id)| (id.0, i64::from(b.forwarded), i64::try_from(b.items.len()).unwrap_or(0)))
            .collect();
        if want != have || model.batches.len() != self.batches.len() {
            return differs("the batches", format!("{want:?}"), format!("{have:?}"));
        }
        Ok(None)
    }
}

/// The last column asks for the chain in words of its own.
const ENTRIES: &str = "SELECT e.id, e.state, e.version, COALESCE(e.unit_id, 0), COALESCE(e.submitted_at, 0), \
    CASE WHEN g.received_at IS NULL THEN 0 ELSE 1 END, COALESCE(g.verdict, ''), COALESCE(g.verdict_version, 0), \
    (SELECT COUNT(*) FROM confirmation k WHERE k.entry_id = e.id AND k.voided_at IS NULL), COALESCE(g.arrived_at, 0), COALESCE(g.arrived_version, 0), \
    COALESCE(g.intake, 'pending'), CASE WHEN g.decision IS NULL THEN 0 ELSE 1 END, \
    (SELECT COUNT(*) FROM score_sheet s WHERE s.entry_id = e.id AND s.released_at IS NULL), \
    CASE WHEN e.state = 'handed_in' AND g.verdict = 'selected' AND g.verdict_version = e.version AND g.arrived_version = e.version \
      AND (SELECT COUNT(*) FROM contest c WHERE c.id = e.contest_id AND (g.arrived_at < c.units_send_before_at \
        OR 0 < (SELECT COUNT(*) FROM extension x WHERE x.entry_id = e.id AND x.taken_back_at IS NULL AND g.arrived_at BETWEEN x.granted_at + 1 AND x.until_at - 1) \
        OR (0 < (SELECT COUNT(*) FROM extension x WHERE x.unit_id = e.unit_id AND x.taken_back_at IS NULL AND g.arrived_at BETWEEN x.granted_at + 1 AND x.until_at - 1) \
          AND (e.submitted_at < c.units_send_before_at OR 0 < (SELECT COUNT(*) FROM extension x WHERE x.entry_id = e.id AND x.taken_back_at IS NULL AND e.submitted_at BETWEEN x.granted_at + 1 AND x.until_at - 1))))) > 0 \
      AND (SELECT k.dossier_hash FROM confirmation k WHERE k.entry_id = e.id AND k.voided_at IS NULL) = \
          (SELECT v.dossier_hash FROM entry_version v WHERE v.entry_id = e.id AND v.version = e.version) \
      AND (e.unit_id = (SELECT c.standing_unit_id FROM contest c WHERE c.id = e.contest_id) OR (SELECT COUNT(*) FROM batch b, batch_item i \
          WHERE i.batch_id = b.id AND i.entry_id = e.id AND i.version = e.version AND i.removed_at IS NULL AND b.forwarded_at = g.arrived_at AND b.unit_id = e.unit_id) > 0) \
    THEN 1 ELSE 0 END \
    FROM entry e LEFT JOIN gate g ON g.entry_id = e.id WHERE e.contest_id = $1 ORDER BY e.id";
const BATCHES: &str = "SELECT b.id, CASE WHEN b.state = 'forwarded' THEN 1 ELSE 0 END, \
    (SELECT COUNT(*) FROM batch_item i WHERE i.batch_id = b.id AND i.removed_at IS NULL) FROM batch b WHERE b.contest_id = $1 ORDER BY b.id";

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Selected => "selected",
        Verdict::NotSelected => "not_selected",
        Verdict::Returned => "returned",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::HandedIn => "handed_in",
        State::Withdrawn => "withdrawn",
    }
}

fn intake(intake: Intake) -> &'static str {
    match intake {
        Intake::Pending => "pending",
        Intake::Accepted => "accepted",
        Intake::Returned => "returned",
        Intake::Rejected => "rejected",
    }
}

//! What the reference allows and what it makes of it. `None`: there is nothing to try it on; else whether it happened.

use super::model::{Batch, DEADLINE, Entry, Given, Intake, LAUNCH, Model, Phase, Sheet, State};
use super::op::{Op, Verdict, Wait, What, Who};

impl Model {
    pub fn pass(&mut self, wait: Wait) {
        self.now = match wait {
            // Two things never happen in the same millisecond.
            Wait::For(ms) => self.now + ms.max(1),
            Wait::Deadline(after) => (self.now + 1).max(self.deadline + after),
        };
    }

    pub fn step(&mut self, op: Op) -> Option<bool> {
        let who = op.who;
        match op.what {
            What::Begin => {
                let yes = self.in_time();
                if yes {
                    self.entries.push(Entry::new(false));
                }
                Some(yes)
            }
            What::Type { entry, unit } => {
                let text = self.texts + 1;
                let e = self.entries.get_mut(entry).filter(|e| !e.paper)?;
                e.typed = Some((text, unit));
                self.texts = text;
                Some(true)
            }
            What::Submit { entry } => {
                let e = self.entries.get(entry).filter(|e| !e.paper)?;
                let typed = e
                    .typed
                    .filter(|_| e.state == State::Draft && who == Who::Holder && self.in_time_for(entry));
                self.edit(entry, typed, self.now)
            }
            What::EditAgain { entry } => {
                let e = self.entries.get(entry).filter(|e| !e.paper)?;
                let may =
                    e.in_() && who == Who::Holder && !e.away(self.live(entry)) && self.in_time_for(entry);
                let typed = e.typed.filter(|(text, unit)| may && (*text, *unit) != (e.text, e.unit));
                self.edit(entry, typed, self.now)
            }
            What::Paper { unit, ago: _ } => {
                let yes = (who == Who::Clerk(unit) || who == Who::Secretary) && self.phase != Phase::Draft;
                if yes {
                    self.entries.push(Entry::new(true));
                    self.texts += 1;
                    let (entry, at) = (self.entries.len() - 1, self.ago(op.what));
                    self.edit(entry, Some((self.texts, unit)), at)
                } else {
                    Some(false)
                }
            }
            What::PaperAgain { entry, unit, .. } => {
                let e = self.entries.get(entry)?;
                let keeps = e.paper && (who == Who::Clerk(e.unit) || who == Who::Secretary);
                let may = keeps && e.in_() && !e.away(self.live(entry)) && self.phase != Phase::Draft;
                self.texts += 1;
                self.edit(entry, may.then_some((self.texts, unit)), self.ago(op.what))
            }
            What::Withdraw { entry } => self.withdraw(who, entry),
            What::Revive { entry } => {
                let (now, in_time) = (self.now, self.in_time_for(entry));
                let e = self.entries.get_mut(entry)?;
                let yes = e.takes_back(who) && e.state == State::Withdrawn && in_time;
                if yes {
                    (e.state, e.submitted) = (State::HandedIn, now);
                }
                Some(yes)
            }
            What::Receive { .. } | What::Screen { .. } | What::Confirm { .. } | What::Void { .. } => {
                self.at_unit(who, op.what)
            }
            What::OpenBatch { .. }
            | What::Add { .. }
            | What::Remove { .. }
            | What::Letter { .. }
            | What::Forward { .. }
            | What::Arrival { .. } => self.batch(who, op.what),
            What::Accept { .. }
            | What::Return { .. }
            | What::Reject { .. }
            | What::Decide { .. }
            | What::TakeBack { .. } => self.intake(who, op.what),
            What::Advance { .. } | What::StepBack | What::Freeze | What::Amend { .. } => {
                self.contest(who, op.what)
            }
            What::Extend { entry, unit, by } => self.extend(who, entry, unit, self.deadline + by),
            What::TakeTimeBack { given } => self.take_time_back(who, given),
            What::OpenRound
            | What::Assign { .. }
            | What::TakeSheet { .. }
            | What::Mark { .. }
            | What::Sign { .. } => self.judging(who, op.what),
        }
    }

    /// When the paper came.
    pub fn ago(&self, what: What) -> i64 {
        match what {
            What::Paper { ago, .. } | What::PaperAgain { ago, .. } | What::Arrival { ago, .. } => {
                self.now - ago
            }
            _ => self.now,
        }
    }

    /// The next version: what was said of the one before is gone.
    fn edit(&mut self, entry: usize, typed: Option<(u64, usize)>, at: i64) -> Option<bool> {
        let Some((text, unit)) = typed else { return Some(false) };
        let e = self.entries.get_mut(entry)?;
        if e.version > 0 && unit != e.unit {
            e.received = false;
            for b in self.batches.iter_mut().filter(|b| !b.forwarded) {
                b.items.retain(|(i, _)| *i != entry);
            }
        }
        (e.state, e.version, e.submitted, e.text, e.unit) = (State::HandedIn, e.version + 1, at, text, unit);
        e.confirmed = false;
        Some(true)
    }

    fn withdraw(&mut self, who: Who, entry: usize) -> Option<bool> {
        let live = self.live(entry);
        let early = self.phase <= Phase::Open;
        let e = self.entries.get_mut(entry)?;
        if !(e.takes_back(who) && e.in_() && early && live == 0) {
            return Some(false);
        }
        (e.state, e.confirmed, e.arrived) = (State::Withdrawn, false, None);
        if e.intake == Intake::Accepted {
            e.intake = Intake::Pending;
        }
        for b in &mut self.batches {
            b.items.retain(|(i, _)| *i != entry);
        }
        Some(true)
    }

    fn at_unit(&mut self, who: Who, what: What) -> Option<bool> {
        let (What::Receive { entry }
        | What::Screen { entry, .. }
        | What::Confirm { entry, .. }
        | What::Void { entry }) = what
        else {
            return None;
        };
        let (running, live) = (self.running(), self.live(entry));
        let unit = self.entries.get(entry)?.unit;
        let (serves, heads) = (self.serves(who, unit), self.heads(who, unit));
        let e = &mut self.entries[entry];
        let over = e.intake == Intake::Accepted;
        let yes = e.version > 0
            && match what {
                What::Receive { .. } => serves && running && e.in_() && !e.received,
                What::Screen { stale, .. } => {
                    let stands = e.judged_as().is_some() && e.sent() && e.intake != Intake::Returned;
                    serves && running && e.in_() && !stale && !stands && !over && live == 0
                }
                What::Confirm { stale, .. } => {
                    heads && running && e.in_() && !stale && !e.confirmed && e.selected() && !over
                }
                _ => heads && e.confirmed && !e.sent() && !over && live == 0,
            };
        if yes {
            match what {
                What::Receive { .. } => e.received = true,
                What::Screen { verdict, .. } => {
                    (e.verdict, e.received) = (Some((verdict, e.version)), true);
                    e.confirmed &= verdict == Verdict::Selected;
                }
                What::Confirm { .. } => e.confirmed = true,
                _ => e.confirmed = false,
            }
        }
        Some(yes)
    }

    fn batch(&mut self, who: Who, what: What) -> Option<bool> {
        match what {
            What::OpenBatch { unit } => {
                let open = self.batches.iter().find(|b| b.unit == unit && !b.forwarded);
                let serves = self.serves(who, unit);
                match open {
                    Some(b) => Some(serves && b.items.is_empty()),
                    None if serves && self.running() && unit != 0 => {
                        self.batches.push(Batch {
                            unit,
                            forwarded: false,
                            letter: false,
                            at: 0,
                            items: vec![],
                        });
                        Some(true)
                    }
                    None => Some(false),
                }
            }
            What::Add { batch, entry } => {
                let (b, e) = (self.batches.get(batch)?, self.entries.get(entry)?);
                let fits =
                    e.version > 0 && e.unit == b.unit && e.selected() && !e.off_lists(self.live(entry));
                let yes = self.serves(who, b.unit) && !b.forwarded && fits;
                let version = e.version;
                if yes {
                    let items = &mut self.batches[batch].items;
                    items.retain(|(i, _)| *i != entry);
                    items.push((entry, version));
                }
                Some(yes)
            }
            What::Remove { batch, entry } => {
                self.entries.get(entry)?;
                let b = self.batches.get(batch)?;
                let on = b.items.iter().any(|(i, _)| *i == entry);
                let yes = self.serves(who, b.unit) && !b.forwarded && on;
                if yes {
                    self.batches[batch].items.retain(|(i, _)| *i != entry);
                }
                Some(yes)
            }
            What::Letter { batch } => {
                let b = self.batches.get(batch)?;
                let yes = self.serves(who, b.unit) && !b.forwarded;
                self.batches[batch].letter |= yes;
                Some(yes)
            }
            What::Forward { batch } => {
                let b = self.batches.get(batch)?;
                let fit = b.items.iter().all(|(i, version)| {
                    let e = &self.entries[*i];
                    e.version == *version
                        && e.selected()
                        && e.confirmed
                        && !e.off_lists(self.live(*i))
                        && self.timely(*i, self.now, self.deadline)
                });
                let when = self.running();
                let yes =
                    self.heads(who, b.unit) && !b.forwarded && b.letter && !b.items.is_empty() && when && fit;
                if yes {
                    (self.batches[batch].forwarded, self.batches[batch].at) = (true, self.now);
                    for (i, version) in self.batches[batch].items.clone() {
                        self.entries[i].arrive(self.now, version);
                    }
                }
                Some(yes)
            }
            What::Arrival { unit, entry, .. } => {
                let at = self.ago(what);
                let e = self.entries.get(entry)?;
                let fits =
                    e.version > 0 && e.unit == unit && !e.off_lists(self.live(entry)) && at >= e.submitted;
                let yes = who == Who::Secretary && self.running() && fits;
                let version = e.version;
                if yes {
                    let items = vec![(entry, version)];
                    self.batches.push(Batch { unit, forwarded: true, letter: true, at, items });
                    self.entries[entry].arrive(at, version);
                }
                Some(yes)
            }
            _ => None,
        }
    }

    fn intake(&mut self, who: Who, what: What) -> Option<bool> {
        let (What::Accept { entry }
        | What::Return { entry }
        | What::Reject { entry }
        | What::Decide { entry, .. }
        | What::TakeBack { entry }) = what
        else {
            return None;
        };
        let (live, stands) = (self.live(entry), self.stands_for_another(entry));
        let works = who == Who::Secretary && self.running();
        let kept_fits = match what {
            What::Decide { kept: Some(k), .. } => {
                let other = self.entries.get(k)?;
                k != entry && other.in_() && !other.decided && other.version > 0
            }
            _ => true,
        };
        let arrival = self.entries.get(entry)?.arrival();
        let timely = arrival.is_some_and(|at| self.timely(entry, at, self.deadline));
        let e = self.entries.get_mut(entry)?;
        let accepted = e.intake == Intake::Accepted;
        let yes = works
            && e.version > 0
            && match what {
                What::Accept { .. } => {
                    e.in_() && !accepted && timely && !e.decided && e.selected() && e.confirmed
                }
                What::Return { .. } | What::Reject { .. } => {
                    e.in_() && arrival.is_some() && !accepted && live == 0
                }
                What::Decide { .. } => e.in_() && kept_fits && !stands,
                _ => e.decided,
            };
        if yes {
            match what {
                What::Accept { .. } => {
                    if e.unit == 0 {
                        e.arrived = Some((e.submitted, e.version));
                    }
                    e.intake = Intake::Accepted;
                }
                What::Return { .. } => e.intake = Intake::Returned,
                What::Reject { .. } => e.intake = Intake::Rejected,
                What::Decide { kept, .. } => (e.decided, e.kept, e.intake) = (true, kept, Intake::Rejected),
                _ => (e.decided, e.kept, e.intake) = (false, None, Intake::Pending),
            }
        }
        Some(yes)
    }

    fn contest(&mut self, who: Who, what: What) -> Option<bool> {
        let organises = who == Who::Organiser;
        let judged = self.sheets.iter().any(|s| s.live);
        let to = match (what, self.phase) {
            (What::Advance { judging: false }, Phase::Draft) => Some(Phase::Open),
            (What::Advance { judging: true }, Phase::Open) if self.is_closed() => Some(Phase::Judging),
            (What::StepBack, Phase::Open) => Some(Phase::Draft),
            (What::StepBack, Phase::Judging) => Some(Phase::Open),
            (What::StepBack, Phase::Deciding) => Some(Phase::Judging),
            (What::Freeze, Phase::Judging) => Some(Phase::Deciding),
            (What::Freeze, _) => return None,
            (What::Amend { by }, Phase::Draft | Phase::Open) => {
                let new = self.deadline + by;
                let behind = |n: usize| {
                    let e = &self.entries[n];
                    let timely = e.arrived.is_some_and(|(at, _)| self.timely(n, at, new));
                    e.intake == Intake::Accepted && !timely
                };
                let near = (new - DEADLINE).abs() <= 8 * super::model::DAY && new > LAUNCH;
                if !near {
                    return None;
                }
                let yes = organises && !judged && !(0..self.entries.len()).any(behind);
                if yes {
                    self.deadline = new;
                }
                return Some(yes);
            }
            _ => None,
        };
        let yes = to.is_some() && (organises || what == What::Freeze);
        if let (true, Some(to)) = (yes, to) {
            self.phase = to;
        }
        Some(yes)
    }

    fn extend(&mut self, who: Who, entry: Option<usize>, unit: usize, until: i64) -> Option<bool> {
        if let Some(entry) = entry {
            self.entries.get(entry)?;
        }
        let longer = self.given.iter().filter(|g| g.is_to(entry, unit)).all(|g| g.back || g.until < until);
        let yes = who == Who::Organiser
            && self.phase == Phase::Open
            && until > self.deadline.max(self.now)
            && longer
            && (entry.is_some() || unit != 0);
        if yes {
            self.given.push(Given { entry, unit, from: self.now, until, back: false });
        }
        Some(yes)
    }

    fn take_time_back(&mut self, who: Who, given: usize) -> Option<bool> {
        let g = self.given.get(given)?;
        let by_it = |at: i64| at >= self.deadline && g.covers(at);
        let used = match g.entry {
            Some(entry) => {
                let e = &self.entries[entry];
                by_it(e.submitted) || e.arrived.is_some_and(|(at, _)| by_it(at))
            }
            None => self.batches.iter().any(|b| b.unit == g.unit && b.forwarded && by_it(b.at)),
        };
        let yes = who == Who::Organiser && !g.back && !used;
        self.given[given].back |= yes;
        Some(yes)
    }

    fn judging(&mut self, who: Who, what: What) -> Option<bool> {
        let runs = who == Who::Secretary || who == Who::Organiser;
        match what {
            What::OpenRound => {
                let ready = self.entries.iter().any(|e| e.intake == Intake::Accepted);
                let yes = runs && !self.round && self.is_closed() && self.running() && ready;
                if yes {
                    (self.round, self.phase) = (true, Phase::Judging);
                }
                Some(yes)
            }
            What::Assign { entry, judge } => {
                let e = self.entries.get(entry).filter(|_| self.round)?;
                let new = !self.sheets.iter().any(|s| (s.entry, s.judge) == (entry, judge));
                let yes = runs && new && e.intake == Intake::Accepted;
                if yes {
                    self.sheets.push(Sheet { entry, judge, live: true, saved: 0, signed: false });
                }
                Some(yes)
            }
            What::TakeSheet { sheet } => {
                let s = self.sheets.get_mut(sheet)?;
                let yes = runs && s.live && !s.signed;
                s.live &= !yes;
                Some(yes)
            }
            What::Mark { sheet } | What::Sign { sheet } => {
                let s = self.sheets.get(sheet)?;
                let counts = self.entries[s.entry].intake == Intake::Accepted;
                let s = &mut self.sheets[sheet];
                let signs = matches!(what, What::Sign { .. });
                let yes =
                    who == Who::Judge(s.judge) && s.live && !s.signed && counts && (!signs || s.saved > 0);
                if yes && signs {
                    s.signed = true;
                } else if yes {
                    s.saved += 1;
                }
                Some(yes)
            }
            _ => None,
        }
    }
}

impl Entry {
    fn new(paper: bool) -> Entry {
        Entry {
            paper,
            state: State::Draft,
            unit: 0,
            version: 0,
            submitted: 0,
            typed: None,
            text: 0,
            received: false,
            verdict: None,
            confirmed: false,
            arrived: None,
            intake: Intake::Pending,
            decided: false,
            kept: None,
        }
    }

    /// Whoever may withdraw it and bring it back.
    fn takes_back(&self, who: Who) -> bool {
        let desk = self.paper && (who == Who::Clerk(self.unit) || who == Who::Secretary);
        who == Who::Holder || desk
    }

    fn arrive(&mut self, at: i64, version: i64) {
        (self.arrived, self.intake) = (Some((at, version)), Intake::Pending);
    }
}

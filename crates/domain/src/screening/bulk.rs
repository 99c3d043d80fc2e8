//! One act for many entries at a unit's desk: what it would make of each, and when it can be undone. The act asks the same rules
//! as the single one; what is refused stays as it is, the others go on.

use super::forward::{self, EntryProblem};
use super::gate::{Gate, GivenVerdict, Verdict, is_running};
use super::receive::{ReceiveRefusal, receive};
use super::screen::{Finding, ScreenRefusal, Sheet, screen};
use super::step::{Step, next};
use crate::contest::{Phase, words};
use crate::time::{Before, Instant};

/// Most entries of one act.
pub const MOST_ENTRIES: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulkAct {
    Receive,
    /// Selects: whoever does so says that every requirement is met.
    Select,
    Decline,
    /// Puts on the list of the open batch; one is opened where there is none.
    List,
}

words!(BulkAct { Receive = "receive", Select = "select", Decline = "decline", List = "list" });

/// What keeps the act from one entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BulkProblem {
    #[error("{0}")]
    Receive(ReceiveRefusal),
    #[error("{0}")]
    Screen(ScreenRefusal),
    #[error("the contest is not running")]
    NotRunning,
    #[error("{0:?}")]
    List(EntryProblem),
    /// It stands on the open list already, with this version.
    #[error("it is on the list")]
    OnList,
}

/// What is asked of every entry alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'a> {
    pub act: BulkAct,
    /// Why they are declined.
    pub reason: &'a str,
    pub phase: Phase,
    pub before: Before,
    pub now: Instant,
}

impl Wanted<'_> {
    /// The sheet that the act writes, where it writes one.
    pub fn sheet(&self, version: i64, findings: &[Finding]) -> Option<Sheet> {
        let verdict = match self.act {
            BulkAct::Select => Verdict::Selected,
            BulkAct::Decline => Verdict::NotSelected,
            BulkAct::Receive | BulkAct::List => return None,
        };
        let findings = if verdict == Verdict::Selected { findings.to_vec() } else { vec![] };
        Some(Sheet { version, findings, verdict, reason: self.reason.to_owned(), mend_before: None })
    }
}

/// Every reason against it for one entry, of the version that was seen; `on_list` is the version on the open list.
pub fn bulk(
    gate: &Gate,
    seen: i64,
    on_list: Option<i64>,
    wanted: &Wanted<'_>,
) -> Result<(), Vec<BulkProblem>> {
    if seen != gate.version {
        let other = ScreenRefusal::OtherVersion { current: gate.version };
        return Err(vec![BulkProblem::Screen(other)]);
    }
    let mut no = Vec::new();
    match wanted.act {
        BulkAct::Receive => {
            no.extend(receive(gate, wanted.phase).err().into_iter().flatten().map(BulkProblem::Receive));
        }
        BulkAct::Select | BulkAct::Decline => {
            if let Some(sheet) = wanted.sheet(gate.version, &[]) {
                let answer = screen(gate, &sheet, wanted.phase, wanted.before, wanted.now);
                no.extend(answer.err().into_iter().flatten().map(BulkProblem::Screen));
            }
        }
        BulkAct::List => {
            if !is_running(wanted.phase) {
                no.push(BulkProblem::NotRunning);
            }
            if on_list == Some(gate.version) {
                no.push(BulkProblem::OnList);
            }
            let mut problems = forward::may_be_listed(gate);
            if gate.handed_in && !gate.is_selected() {
                problems.push(EntryProblem::NotSelected);
            }
            no.extend(problems.into_iter().map(BulkProblem::List));
        }
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// What the entry will wait for when it is done.
pub fn then(gate: &Gate, wanted: &Wanted<'_>) -> Step {
    let mut gate = gate.clone();
    match wanted.act {
        BulkAct::Receive => gate.received_at = Some(wanted.now),
        BulkAct::Select | BulkAct::Decline => {
            if let Some(sheet) = wanted.sheet(gate.version, &[]) {
                let (verdict, version) = (sheet.verdict, sheet.version);
                let reason = sheet.reason;
                gate.verdict =
                    Some(GivenVerdict { verdict, version, reason, at: wanted.now, mend_before: None });
                if verdict != Verdict::Selected {
                    gate.confirmation = None;
                }
            }
        }
        BulkAct::List => {}
    }
    next(&gate)
}

/// Why an act is not undone for one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoProblem {
    /// It was edited, withdrawn, or somebody said something else of it since.
    Changed,
    /// The unit has set up a committee since: only its minutes change verdicts.
    CommitteeDecides,
    /// Something was built on it: a verdict, a confirmation, a place on a list, a batch that was sent.
    BuiltOn,
}

/// Whether the act on this version can be taken back. `on_list` is the version on the open list of the unit.
pub fn undo(
    gate: &Gate,
    act: BulkAct,
    version: i64,
    done_at: Instant,
    on_list: Option<i64>,
) -> Result<(), UndoProblem> {
    if !gate.handed_in || gate.version != version {
        return Err(UndoProblem::Changed);
    }
    if gate.is_sent() || gate.is_accepted() || gate.with_judges {
        return Err(UndoProblem::BuiltOn);
    }
    match act {
        BulkAct::Receive if gate.received_at != Some(done_at) => Err(UndoProblem::Changed),
        BulkAct::Receive if gate.verdict().is_some() => Err(UndoProblem::BuiltOn),
        BulkAct::Select | BulkAct::Decline if gate.has_committee => Err(UndoProblem::CommitteeDecides),
        BulkAct::Select | BulkAct::Decline => {
            let said = if act == BulkAct::Select { Verdict::Selected } else { Verdict::NotSelected };
            match gate.verdict() {
                Some(v) if v.verdict == said && v.at == done_at => {}
                Some(_) | None => return Err(UndoProblem::Changed),
            }
            if gate.confirmation().is_some() || on_list.is_some() {
                Err(UndoProblem::BuiltOn)
            } else {
                Ok(())
            }
        }
        BulkAct::List if on_list != Some(version) => Err(UndoProblem::Changed),
        BulkAct::Receive | BulkAct::List => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::{a_gate, an_arrived_gate, at, before};
    use super::*;

    fn wanted(act: BulkAct) -> Wanted<'static> {
        Wanted {
            act,
            reason: "Trùng nội dung",
            phase: Phase::Open,
            before: before(),
            now: at("2024-04-05T08:00:00"),
        }
    }

    fn fresh() -> Gate {
        Gate { received_at: None, verdict: None, confirmation: None, ..a_gate() }
    }

    #[test]
    fn each_entry_is_asked_as_alone() {
        use BulkAct::{Decline, List, Receive, Select};
        let refused = |p: EntryProblem| vec![BulkProblem::List(p)];
        let silent = Wanted { reason: " ", ..wanted(Decline) };
        for (name, gate, seen, on, wanted, want) in [
            ("received", fresh(), 2, None, wanted(Receive), vec![]),
            (
                "received twice",
                a_gate(),
                2,
                None,
                wanted(Receive),
                vec![BulkProblem::Receive(ReceiveRefusal::AlreadyReceived)],
            ),
            ("selected", fresh(), 2, None, wanted(Select), vec![]),
            (
                "selected after it was sent",
                an_arrived_gate(),
                2,
                None,
                wanted(Select),
                vec![BulkProblem::Screen(ScreenRefusal::AlreadySent)],
            ),
            (
                "edited since",
                fresh(),
                1,
                None,
                wanted(Select),
                vec![BulkProblem::Screen(ScreenRefusal::OtherVersion { current: 2 })],
            ),
            (
                "declined without a reason",
                fresh(),
                2,
                None,
                silent,
                vec![BulkProblem::Screen(ScreenRefusal::ReasonMissing)],
            ),
            ("listed", a_gate(), 2, None, wanted(List), vec![]),
            ("listed again", a_gate(), 2, Some(2), wanted(List), vec![BulkProblem::OnList]),
            ("listed anew after an edit", a_gate(), 2, Some(1), wanted(List), vec![]),
            ("listed unscreened", fresh(), 2, None, wanted(List), refused(EntryProblem::NotSelected)),
        ] {
            assert_eq!(bulk(&gate, seen, on, &wanted).err().unwrap_or_default(), want, "{name}");
        }
    }

    #[test]
    fn the_preview_tells_the_next_step() {
        for (act, gate, step) in [
            (BulkAct::Receive, fresh(), Step::Screen),
            (BulkAct::Select, fresh(), Step::Confirm),
            (BulkAct::Decline, a_gate(), Step::Declined),
            (BulkAct::List, a_gate(), Step::Send),
        ] {
            assert_eq!(then(&gate, &wanted(act)), step, "{act:?}");
        }
    }

    #[test]
    fn an_act_is_undone_as_long_as_nothing_is_built_on_it() {
        use BulkAct::{List, Receive, Select};
        use UndoProblem::{BuiltOn, Changed};
        let said = at("2024-04-03T08:00:00");
        let taken = at("2024-04-02T09:00:00");
        let selected = || Gate { confirmation: None, ..a_gate() };
        let received = || Gate { verdict: None, ..selected() };
        for (name, gate, act, done, on, want) in [
            ("received", received(), Receive, taken, None, Ok(())),
            ("received by somebody else", received(), Receive, said, None, Err(Changed)),
            ("received, then screened", selected(), Receive, taken, None, Err(BuiltOn)),
            ("selected", selected(), Select, said, None, Ok(())),
            ("selected again since", selected(), Select, taken, None, Err(Changed)),
            ("confirmed", a_gate(), Select, said, None, Err(BuiltOn)),
            ("on a list", selected(), Select, said, Some(2), Err(BuiltOn)),
            ("edited", Gate { version: 3, ..selected() }, Select, said, None, Err(Changed)),
            ("withdrawn", Gate { handed_in: false, ..selected() }, Select, said, None, Err(Changed)),
            ("sent", an_arrived_gate(), Select, said, None, Err(BuiltOn)),
            ("listed", a_gate(), List, said, Some(2), Ok(())),
            ("taken off the list since", a_gate(), List, said, None, Err(Changed)),
            ("listed and sent", an_arrived_gate(), List, said, Some(2), Err(BuiltOn)),
        ] {
            assert_eq!(undo(&gate, act, 2, done, on), want, "{name}");
        }
    }
}

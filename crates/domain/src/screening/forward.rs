//! The strict gate: a numbered batch (*công văn kèm danh sách*) goes to the standing body, whole or not at all.

use super::ScreeningEvent;
use super::gate::{Gate, Intake, is_running};
use crate::contest::Phase;
use crate::ids::{BatchId, EntryCode, EntryId, UnitCode, UnitId};
use crate::text;
use crate::time::{Before, Instant};

/// A batch while it is being put together. Numbered per unit and civil year, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    pub unit: UnitId,
    pub year: i16,
    pub number: i64,
    pub is_forwarded: bool,
    /// Số công văn.
    pub letter_number: String,
    /// Người ký.
    pub signer: String,
}

impl Batch {
    /// What names the batch on its papers, as text and as QR: `X-PHUNGHIA 1/2024`.
    pub fn code(&self, unit: &UnitCode) -> String {
        format!("{unit} {}/{}", self.number, self.year)
    }
}

/// An entry on the list, with the version that was put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub version: i64,
    pub gate: Gate,
}

/// Most characters of a letter number and of a signer.
pub const MOST_LETTER: usize = 100;
/// Most entries of one batch.
pub const MOST_ITEMS: usize = 2_000;

/// What keeps one entry from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryProblem {
    NotHandedIn,
    /// It was edited after it was put on the list.
    Changed,
    NotSelected,
    Unconfirmed,
    /// A co-author has not confirmed, and the contest asks for it before an entry is sent on.
    AuthorUnconfirmed,
    AlreadySent,
    /// Accepted or turned down by the committee.
    IntakeOver,
    /// Judges hold sheets of it.
    WithJudges,
    /// Handed in to the standing body itself: it is there already.
    AtStandingBody,
    /// The day it is said to have come lies before the day it was handed in.
    ArrivedBeforeHandedIn,
    /// The deadline has passed, and no extension reaches this entry; others on the list have one.
    Late,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForwardRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the batch has been forwarded")]
    AlreadyForwarded,
    #[error("the units had to send before {}", before.0)]
    Late { before: Before },
    #[error("the batch is empty")]
    Empty,
    #[error("the number of the cover letter is missing")]
    LetterNumberMissing,
    #[error("the signer is missing")]
    SignerMissing,
    #[error("{entry}: {problem:?}")]
    Entry { entry: EntryCode, problem: EntryProblem },
}

/// Every entry selected, confirmed for exactly this version, not withdrawn; before the deadline at the server's instant,
/// that instant itself excluded, or within an extension; none in `waiting`, whose co-authors have not confirmed. All reasons of all entries at once. Source: announcement, "trước ngày 10/4/2024".
pub fn forward(
    batch: &Batch,
    items: &[Listed],
    waiting: &[EntryId],
    phase: Phase,
    before: Before,
    now: Instant,
) -> Result<ScreeningEvent, Vec<ForwardRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(ForwardRefusal::NotRunning);
    }
    if batch.is_forwarded {
        no.push(ForwardRefusal::AlreadyForwarded);
    }
    let is_late = |item: &Listed| !item.gate.would_arrive(before, now);
    let all_late = !before.admits(now) && items.iter().all(is_late);
    if all_late {
        no.push(ForwardRefusal::Late { before });
    }
    if items.is_empty() {
        no.push(ForwardRefusal::Empty);
    }
    if batch.letter_number.trim().is_empty() {
        no.push(ForwardRefusal::LetterNumberMissing);
    }
    if batch.signer.trim().is_empty() {
        no.push(ForwardRefusal::SignerMissing);
    }
    for item in items {
        let named = |problem| ForwardRefusal::Entry { entry: item.gate.code.clone(), problem };
        no.extend(problems(item).into_iter().map(named));
        if !all_late && is_late(item) {
            no.push(named(EntryProblem::Late));
        }
        if waiting.contains(&item.gate.entry) {
            no.push(named(EntryProblem::AuthorUnconfirmed));
        }
    }
    if no.is_empty() {
        let entries = items.iter().map(|i| i.gate.code.clone()).collect();
        Ok(ScreeningEvent::Forwarded { batch: batch.id, unit: batch.unit, entries })
    } else {
        Err(no)
    }
}

/// What keeps the entry from being sent now; empty when nothing does. The batch page shows it before anybody asks.
pub fn problems(item: &Listed) -> Vec<EntryProblem> {
    let gate = &item.gate;
    let mut no = may_be_listed(gate);
    if gate.handed_in && item.version != gate.version {
        no.push(EntryProblem::Changed);
    }
    if !gate.is_selected() {
        no.push(EntryProblem::NotSelected);
    }
    if gate.confirmation().is_none() {
        no.push(EntryProblem::Unconfirmed);
    }
    no
}

/// What keeps the entry off any list.
pub(super) fn may_be_listed(gate: &Gate) -> Vec<EntryProblem> {
    let mut no = Vec::new();
    if !gate.handed_in {
        no.push(EntryProblem::NotHandedIn);
    }
    if gate.at_standing_body {
        no.push(EntryProblem::AtStandingBody);
    }
    if gate.with_judges {
        no.push(EntryProblem::WithJudges);
    } else if gate.is_accepted() || gate.intake == Intake::Rejected {
        no.push(EntryProblem::IntakeOver);
    } else if gate.is_sent() && gate.intake != Intake::Returned {
        no.push(EntryProblem::AlreadySent);
    }
    no
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("batch {number} of the unit is still open")]
    StillOpen { number: i64 },
    #[error("the standing body sends itself nothing")]
    StandingBody,
    #[error("the batch has been forwarded")]
    AlreadyForwarded,
    #[error("{entry} is of another unit")]
    OtherUnit { entry: EntryCode },
    #[error("a batch holds at most {most} entries")]
    TooMany { most: usize },
    #[error("the number of the letter or the signer is longer than {most} characters")]
    LetterTooLong { most: usize },
    #[error("{entry}: {problem:?}")]
    Entry { entry: EntryCode, problem: EntryProblem },
}

/// Whether the unit may open a batch: one at a time. `still_open` is the number of the one that is open.
pub fn open(phase: Phase, standing_body: bool, still_open: Option<i64>) -> Result<(), Vec<BatchRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(BatchRefusal::NotRunning);
    }
    if standing_body {
        no.push(BatchRefusal::StandingBody);
    }
    if let Some(number) = still_open {
        no.push(BatchRefusal::StillOpen { number });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// Whether entries may be put on the list. An unconfirmed entry may wait on it; it only cannot be sent.
pub fn add(batch: &Batch, already_on_it: usize, gates: &[Gate]) -> Result<(), Vec<BatchRefusal>> {
    let mut no = Vec::new();
    if batch.is_forwarded {
        no.push(BatchRefusal::AlreadyForwarded);
    }
    if already_on_it.saturating_add(gates.len()) > MOST_ITEMS {
        no.push(BatchRefusal::TooMany { most: MOST_ITEMS });
    }
    for gate in gates {
        let entry = || gate.code.clone();
        if gate.unit != batch.unit {
            no.push(BatchRefusal::OtherUnit { entry: entry() });
            continue;
        }
        let mut problems = may_be_listed(gate);
        if !gate.is_selected() {
            problems.push(EntryProblem::NotSelected);
        }
        no.extend(problems.into_iter().map(|problem| BatchRefusal::Entry { entry: entry(), problem }));
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// Whether the open batch may take this cover letter; both may still be empty.
pub fn letter(batch: &Batch, number: &str, signer: &str) -> Result<(), Vec<BatchRefusal>> {
    let mut no = Vec::new();
    if batch.is_forwarded {
        no.push(BatchRefusal::AlreadyForwarded);
    }
    if text::length(number) > MOST_LETTER || text::length(signer) > MOST_LETTER {
        no.push(BatchRefusal::LetterTooLong { most: MOST_LETTER });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::{a_gate, an_arrived_gate, at, before};
    use super::*;
    use crate::contest::{Extension, Extensions};

    fn a_batch() -> Batch {
        Batch {
            id: BatchId(5),
            unit: UnitId(3),
            year: 2024,
            number: 1,
            is_forwarded: false,
            letter_number: "45/UBND-VP".into(),
            signer: "Lê Thị An, Chủ tịch".into(),
        }
    }

    fn listed(gate: Gate) -> Listed {
        Listed { version: 2, gate }
    }

    #[test]
    fn the_deadline_excludes_its_own_instant() {
        for (now, ok) in [("2024-04-09T23:59:59.999", true), ("2024-04-10T00:00:00", false)] {
            let got = forward(&a_batch(), &[listed(a_gate())], &[], Phase::Open, before(), at(now));
            let want = (!ok).then(|| vec![ForwardRefusal::Late { before: before() }]);
            assert_eq!(got.err(), want, "{now}");
        }
    }

    #[test]
    fn after_the_deadline_only_what_was_granted_more_time_is_sent() {
        let granted =
            Extension { granted_at: at("2024-04-09T08:00:00"), until: Before(at("2024-04-12T00:00:00")) };
        let entry = Extensions { entry: vec![granted], unit: vec![] };
        let unit = Extensions { entry: vec![], unit: vec![granted] };
        let other = || Gate { code: "CM24-008".into(), ..a_gate() };
        let with = |extensions: &Extensions, gate: Gate| Gate { extensions: extensions.clone(), ..gate };
        let late = ForwardRefusal::Late { before: before() };
        let one = ForwardRefusal::Entry { entry: "CM24-008".into(), problem: EntryProblem::Late };
        let now = "2024-04-11T23:59:59.999";
        for (case, gates, now, want) in [
            ("its own", vec![with(&entry, a_gate())], now, None),
            ("the unit's", vec![with(&unit, a_gate()), with(&unit, other())], now, None),
            ("one of two", vec![with(&entry, a_gate()), other()], now, Some(vec![one])),
            ("none", vec![a_gate(), other()], now, Some(vec![late.clone()])),
            ("over", vec![with(&entry, a_gate())], "2024-04-12T00:00:00", Some(vec![late])),
        ] {
            let items: Vec<Listed> = gates.into_iter().map(listed).collect();
            assert_eq!(
                forward(&a_batch(), &items, &[], Phase::Open, before(), at(now)).err(),
                want,
                "{case}"
            );
        }
    }

    #[test]
    fn each_link_of_the_chain_is_asked_for() {
        use EntryProblem::*;
        let rows = [
            ("in order", listed(a_gate()), vec![]),
            (
                "withdrawn",
                listed(Gate { handed_in: false, confirmation: None, ..a_gate() }),
                vec![NotHandedIn, Unconfirmed],
            ),
            ("not screened", listed(Gate { verdict: None, ..a_gate() }), vec![NotSelected]),
            ("not confirmed", listed(Gate { confirmation: None, ..a_gate() }), vec![Unconfirmed]),
            (
                "edited since",
                listed(Gate { version: 3, dossier_hash: [8; 32], ..a_gate() }),
                vec![Changed, NotSelected, Unconfirmed],
            ),
            (
                "listed before it was edited and confirmed again",
                Listed { version: 1, gate: a_gate() },
                vec![Changed],
            ),
            ("sent before", listed(an_arrived_gate()), vec![AlreadySent]),
            (
                "sent, returned by the committee",
                listed(Gate { intake: Intake::Returned, ..an_arrived_gate() }),
                vec![],
            ),
            ("accepted", listed(Gate { intake: Intake::Accepted, ..an_arrived_gate() }), vec![IntakeOver]),
            (
                "decided out and taken back under sheets",
                listed(Gate { with_judges: true, ..an_arrived_gate() }),
                vec![WithJudges],
            ),
            (
                "of the standing body",
                listed(Gate { at_standing_body: true, ..a_gate() }),
                vec![AtStandingBody],
            ),
        ];
        for (name, item, want) in rows {
            assert_eq!(problems(&item), want, "{name}");
        }
    }

    #[test]
    fn all_reasons_of_all_entries_come_at_once() {
        use ForwardRefusal::*;
        let batch = Batch { letter_number: " ".into(), signer: String::new(), ..a_batch() };
        let other = Gate { code: "CM24-008".into(), verdict: None, ..a_gate() };
        let items = [listed(Gate { confirmation: None, ..a_gate() }), listed(other)];
        let got = forward(&batch, &items, &[], Phase::Open, before(), at("2024-04-11T08:00:00")).err();
        let entry = |code: &str, problem| Entry { entry: code.into(), problem };
        assert_eq!(
            got,
            Some(vec![
                Late { before: before() },
                LetterNumberMissing,
                SignerMissing,
                entry("CM24-007", EntryProblem::Unconfirmed),
                entry("CM24-008", EntryProblem::NotSelected),
            ])
        );
        let empty = forward(&a_batch(), &[], &[], Phase::Open, before(), at("2024-04-01T08:00:00"));
        assert_eq!(empty.err(), Some(vec![Empty]));
    }

    #[test]
    fn who_waits_for_a_co_author_is_not_sent() {
        let now = at("2024-04-01T08:00:00");
        let items = [listed(a_gate())];
        let got = forward(&a_batch(), &items, &[items[0].gate.entry], Phase::Open, before(), now).err();
        let problem = EntryProblem::AuthorUnconfirmed;
        assert_eq!(got, Some(vec![ForwardRefusal::Entry { entry: "CM24-007".into(), problem }]));
    }

    #[test]
    fn a_batch_takes_selected_entries_of_its_own_unit() {
        assert!(add(&a_batch(), 0, &[Gate { confirmation: None, ..a_gate() }]).is_ok());
        let strange = Gate { unit: UnitId(4), ..a_gate() };
        let entry = EntryCode::from("CM24-007");
        assert_eq!(
            add(&a_batch(), 0, &[strange]),
            Err(vec![BatchRefusal::OtherUnit { entry: entry.clone() }])
        );
        let problem = EntryProblem::NotSelected;
        assert_eq!(
            add(&a_batch(), 0, &[Gate { verdict: None, ..a_gate() }]),
            Err(vec![BatchRefusal::Entry { entry, problem }])
        );
        assert_eq!(open(Phase::Open, false, Some(1)), Err(vec![BatchRefusal::StillOpen { number: 1 }]));
        assert_eq!(open(Phase::Open, true, None), Err(vec![BatchRefusal::StandingBody]));
    }
}

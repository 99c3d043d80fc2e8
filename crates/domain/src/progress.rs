//! The one status an author reads, derived from what each slice owns; with it, what happens next and who acts.
//!
//! Before the release it tells how far the entry has come, never how well it does: an entry below a threshold is "being judged" like
//! all the others.

use crate::contest::Phase;
use crate::entry::EntryState;
use crate::screening::gate::{Gate, Intake, Verdict};
use crate::time::{Before, Day, Instant};
use crate::words::words;

/// What is known of an entry, by the slices that own it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'g> {
    pub state: EntryState,
    pub phase: Phase,
    pub units_send: Before,
    /// Present once the entry has been handed in.
    pub gate: Option<&'g Gate>,
    /// The entry has a prize; meaningful only once the result is released.
    pub has_prize: bool,
    pub now: Instant,
}

/// Where an entry stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Draft,
    /// A draft, and units no longer take entries.
    DraftTooLate,
    Withdrawn,
    /// At the unit, not yet received.
    HandedIn,
    Received,
    ReturnedByUnit,
    NotSelected,
    Selected,
    Confirmed,
    /// Sent, or handed in at the standing body: the committee checks it.
    WithCommittee,
    ReturnedByCommittee,
    Rejected,
    /// Arrived too late, or was never sent.
    TooLate,
    Accepted,
    Judging,
    Deciding,
    Prize,
    NoPrize,
}

words!(Status {
    Draft = "draft",
    DraftTooLate = "draft-too-late",
    Withdrawn = "withdrawn",
    HandedIn = "handed-in",
    Received = "received",
    ReturnedByUnit = "returned-by-unit",
    NotSelected = "not-selected",
    Selected = "selected",
    Confirmed = "confirmed",
    WithCommittee = "with-committee",
    ReturnedByCommittee = "returned-by-committee",
    Rejected = "rejected",
    TooLate = "too-late",
    Accepted = "accepted",
    Judging = "judging",
    Deciding = "deciding",
    Prize = "prize",
    NoPrize = "no-prize",
});

/// Who has to do something next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Author,
    UnitClerk,
    UnitHead,
    Committee,
    Judges,
    Nobody,
}

/// The status with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub status: Status,
    pub next: Actor,
    /// Why, where somebody gave a reason.
    pub reason: String,
    /// The mended entry is asked for before this day.
    pub mend_before: Option<Day>,
}

/// Derives the status.
pub fn of(k: &Known<'_>) -> Progress {
    let status = status(k);
    let verdict = k.gate.and_then(Gate::verdict);
    let (reason, mend_before) = match status {
        Status::ReturnedByUnit | Status::NotSelected => {
            (verdict.map(|v| v.reason.clone()), verdict.and_then(|v| v.mend_before))
        }
        Status::ReturnedByCommittee | Status::Rejected => (k.gate.map(|g| g.intake_note.clone()), None),
        _ => (None, None),
    };
    Progress { status, next: status.next(), reason: reason.unwrap_or_default(), mend_before }
}

fn status(k: &Known<'_>) -> Status {
    match (k.state, k.gate) {
        (EntryState::Withdrawn, _) => Status::Withdrawn,
        (EntryState::Draft, _) | (EntryState::HandedIn, None) => {
            if k.units_send.admits(k.now) && k.phase <= Phase::Open {
                Status::Draft
            } else {
                Status::DraftTooLate
            }
        }
        (EntryState::HandedIn, Some(gate)) => at_gate(k, gate),
    }
}

fn at_gate(k: &Known<'_>, gate: &Gate) -> Status {
    if gate.is_accepted() && gate.decision.is_none() {
        return match k.phase {
            Phase::Draft | Phase::Open => Status::Accepted,
            Phase::Judging => Status::Judging,
            Phase::Deciding | Phase::Decided => Status::Deciding,
            Phase::Released if k.has_prize => Status::Prize,
            Phase::Released => Status::NoPrize,
        };
    }
    match gate.intake {
        Intake::Rejected => return Status::Rejected,
        Intake::Returned => return Status::ReturnedByCommittee,
        Intake::Pending | Intake::Accepted => {}
    }
    match gate.verdict().map(|v| v.verdict) {
        Some(Verdict::NotSelected) => return Status::NotSelected,
        Some(Verdict::Returned) if k.phase <= Phase::Open => return Status::ReturnedByUnit,
        _ => {}
    }
    let arrived_in_time = gate.arrival().is_some_and(|at| k.units_send.admits(at));
    if !arrived_in_time && (gate.arrival().is_some() || !k.units_send.admits(k.now)) {
        return Status::TooLate;
    }
    if k.phase > Phase::Open {
        // In time, but never accepted: the contest went on without it.
        return Status::Rejected;
    }
    let at_committee = gate.recorded_arrival.is_some_and(|a| a.version == gate.version);
    match (gate.is_selected(), gate.confirmation().is_some()) {
        (true, true) if at_committee || gate.at_standing_body => Status::WithCommittee,
        (true, true) => Status::Confirmed,
        (true, false) => Status::Selected,
        _ if gate.received_at.is_some() => Status::Received,
        _ => Status::HandedIn,
    }
}

impl Status {
    /// Who acts next.
    pub fn next(self) -> Actor {
        match self {
            Status::Draft | Status::ReturnedByUnit => Actor::Author,
            Status::HandedIn | Status::Received | Status::Confirmed | Status::ReturnedByCommittee => {
                Actor::UnitClerk
            }
            Status::Selected => Actor::UnitHead,
            Status::WithCommittee | Status::Accepted | Status::Deciding => Actor::Committee,
            Status::Judging => Actor::Judges,
            Status::DraftTooLate
            | Status::Withdrawn
            | Status::NotSelected
            | Status::Rejected
            | Status::TooLate
            | Status::Prize
            | Status::NoPrize => Actor::Nobody,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{EntryCode, EntryId, UnitId};
    use crate::screening::gate::{Arrival, Confirmation, GivenVerdict};

    const BEFORE: Before = Before(Instant(1_000));

    fn gate() -> Gate {
        Gate {
            entry: EntryId(1),
            code: EntryCode("CM24-001".into()),
            unit: UnitId(2),
            handed_in: true,
            version: 1,
            dossier_hash: [1; 32],
            submitted_at: Instant(10),
            at_standing_body: false,
            received_at: None,
            verdict: None,
            confirmation: None,
            recorded_arrival: None,
            intake: Intake::Pending,
            intake_note: String::new(),
            decision: None,
            with_judges: false,
            has_committee: false,
            extensions: crate::contest::Extensions::default(),
        }
    }

    fn verdict(verdict: Verdict, version: i64) -> Option<GivenVerdict> {
        let reason = "Thiếu số liệu".to_owned();
        Some(GivenVerdict {
            verdict,
            version,
            reason,
            at: Instant(20),
            mend_before: Day::parse("2024-04-05"),
        })
    }

    fn selected() -> Gate {
        Gate { received_at: Some(Instant(15)), verdict: verdict(Verdict::Selected, 1), ..gate() }
    }

    fn confirmed() -> Gate {
        let confirmation =
            Some(Confirmation { id: 1, version: 1, dossier_hash: [1; 32], at: Instant(30), on_paper: false });
        Gate { confirmation, ..selected() }
    }

    fn arrived(at: i64) -> Gate {
        Gate { recorded_arrival: Some(Arrival { at: Instant(at), version: 1 }), ..confirmed() }
    }

    fn accepted() -> Gate {
        Gate { intake: Intake::Accepted, ..arrived(40) }
    }

    fn see(gate: &Gate, phase: Phase, now: i64, has_prize: bool) -> Progress {
        let state = EntryState::HandedIn;
        of(&Known { state, phase, units_send: BEFORE, gate: Some(gate), has_prize, now: Instant(now) })
    }

    #[test]
    fn every_stage_has_one_status_and_one_who_acts() {
        use Phase::*;
        for (case, gate, phase, now, status, next) in [
            ("handed in", gate(), Open, 50, Status::HandedIn, Actor::UnitClerk),
            (
                "received",
                Gate { received_at: Some(Instant(15)), ..gate() },
                Open,
                50,
                Status::Received,
                Actor::UnitClerk,
            ),
            ("selected", selected(), Open, 50, Status::Selected, Actor::UnitHead),
            ("edited since", Gate { version: 2, ..selected() }, Open, 50, Status::Received, Actor::UnitClerk),
            ("confirmed", confirmed(), Open, 50, Status::Confirmed, Actor::UnitClerk),
            ("sent", arrived(40), Open, 50, Status::WithCommittee, Actor::Committee),
            (
                "sent on the last millisecond",
                arrived(999),
                Open,
                1_000,
                Status::WithCommittee,
                Actor::Committee,
            ),
            ("sent too late", arrived(1_000), Open, 1_000, Status::TooLate, Actor::Nobody),
            ("never sent", confirmed(), Open, 1_000, Status::TooLate, Actor::Nobody),
            ("accepted", accepted(), Open, 50, Status::Accepted, Actor::Committee),
            ("judged", accepted(), Judging, 2_000, Status::Judging, Actor::Judges),
            ("decided", accepted(), Decided, 2_000, Status::Deciding, Actor::Committee),
            ("released", accepted(), Released, 2_000, Status::NoPrize, Actor::Nobody),
            ("in time, not accepted", arrived(40), Judging, 2_000, Status::Rejected, Actor::Nobody),
            (
                "rejected",
                Gate { intake: Intake::Rejected, ..arrived(40) },
                Open,
                50,
                Status::Rejected,
                Actor::Nobody,
            ),
            (
                "returned by the committee",
                Gate { intake: Intake::Returned, ..arrived(40) },
                Open,
                50,
                Status::ReturnedByCommittee,
                Actor::UnitClerk,
            ),
            (
                "not selected",
                Gate { verdict: verdict(Verdict::NotSelected, 1), ..gate() },
                Judging,
                2_000,
                Status::NotSelected,
                Actor::Nobody,
            ),
        ] {
            let got = see(&gate, phase, now, false);
            assert_eq!((got.status, got.next), (status, next), "{case}");
        }
        assert_eq!(see(&accepted(), Released, 2_000, true).status, Status::Prize);
    }

    #[test]
    fn a_prize_shows_only_after_the_release() {
        for phase in [Phase::Open, Phase::Judging, Phase::Deciding, Phase::Decided] {
            let (with, without) =
                (see(&accepted(), phase, 2_000, true), see(&accepted(), phase, 2_000, false));
            assert_eq!(with, without, "{phase:?}");
        }
    }

    #[test]
    fn a_returned_entry_says_why_and_until_when() {
        let returned = Gate { verdict: verdict(Verdict::Returned, 1), ..selected() };
        let p = see(&returned, Phase::Open, 50, false);
        assert_eq!(
            (p.status, p.next, p.reason.as_str()),
            (Status::ReturnedByUnit, Actor::Author, "Thiếu số liệu")
        );
        assert_eq!(p.mend_before, Day::parse("2024-04-05"));
    }

    #[test]
    fn a_draft_is_told_when_it_is_too_late() {
        let see = |state, now| {
            of(&Known {
                state,
                phase: Phase::Open,
                units_send: BEFORE,
                gate: None,
                has_prize: false,
                now: Instant(now),
            })
            .status
        };
        assert_eq!(see(EntryState::Draft, 999), Status::Draft);
        assert_eq!(see(EntryState::Draft, 1_000), Status::DraftTooLate);
        assert_eq!(see(EntryState::Withdrawn, 0), Status::Withdrawn);
    }
}

//! What can happen in this slice. One value per happening; never personal data.

use super::bulk::BulkAct;
use super::decide::DecisionKind;
use super::extend::Whose;
use super::gate::Verdict;
use crate::event::Fact;
use crate::ids::{BatchId, EntryCode, EntryId, UnitId};
use crate::time::{Day, Instant};

/// What the log keeps of a sheet signed on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnPaper {
    pub signed_on: Day,
    /// SHA-256 of its scan, in hex digits.
    pub scan: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ScreeningEvent {
    Received {
        entry: EntryId,
    },
    Screened {
        entry: EntryId,
        version: i64,
        verdict: Verdict,
    },
    Confirmed {
        entry: EntryId,
        version: i64,
        dossier_hash: [u8; 32],
        level: String,
        feasibility: String,
        /// Signed on paper, recorded on the head's behalf.
        on_paper: Option<OnPaper>,
    },
    ConfirmationVoided {
        entry: EntryId,
        version: i64,
    },
    BatchOpened {
        batch: BatchId,
        unit: UnitId,
        number: i64,
    },
    BatchChanged {
        batch: BatchId,
        added: Vec<EntryCode>,
        removed: Vec<EntryCode>,
    },
    Forwarded {
        batch: BatchId,
        unit: UnitId,
        entries: Vec<EntryCode>,
    },
    /// `arrived_at` is what the paper says; the line itself has the instant of recording.
    ArrivalRecorded {
        batch: BatchId,
        unit: UnitId,
        entries: Vec<EntryCode>,
        arrived_at: Instant,
    },
    Decided {
        entry: EntryId,
        decision: DecisionKind,
        kept: Option<EntryCode>,
    },
    DecisionTakenBack {
        entry: EntryId,
    },
    Accepted {
        entry: EntryId,
        version: i64,
    },
    ReturnedToUnit {
        entry: EntryId,
    },
    Rejected {
        entry: EntryId,
    },
    /// The unit has a committee from now on, perhaps in the place of another one.
    CommitteeSet {
        unit: UnitId,
        members: i64,
    },
    CommitteeEnded {
        unit: UnitId,
    },
    /// A member of the committee has said what he or she thinks.
    OpinionGiven {
        entry: EntryId,
        version: i64,
        selects: bool,
    },
    MinutesRecorded {
        unit: UnitId,
        held_on: Day,
        present: i64,
        entries: Vec<EntryCode>,
    },
    /// What lay in a parcel was compared with its list.
    BatchChecked {
        batch: BatchId,
        matched: i64,
        missing: Vec<EntryCode>,
        surplus: i64,
    },
    /// The entry, or what the unit sends, may come until just before `until`.
    Extended {
        extension: i64,
        whose: Whose,
        until: Instant,
        reason: String,
    },
    ExtensionTakenBack {
        extension: i64,
        whose: Whose,
        reason: String,
    },
    /// An act for many entries was taken back.
    Undone {
        unit: UnitId,
        act: BulkAct,
        entries: Vec<EntryCode>,
    },
}

impl ScreeningEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Received { .. } => "screening.received",
            Self::Screened { .. } => "screening.screened",
            Self::Confirmed { .. } => "screening.confirmed",
            Self::ConfirmationVoided { .. } => "screening.confirmation_voided",
            Self::BatchOpened { .. } => "screening.batch_opened",
            Self::BatchChanged { .. } => "screening.batch_changed",
            Self::Forwarded { .. } => "screening.forwarded",
            Self::ArrivalRecorded { .. } => "screening.arrival_recorded",
            Self::Decided { .. } => "screening.decided",
            Self::DecisionTakenBack { .. } => "screening.decision_taken_back",
            Self::Accepted { .. } => "screening.accepted",
            Self::ReturnedToUnit { .. } => "screening.returned_to_unit",
            Self::Rejected { .. } => "screening.rejected",
            Self::CommitteeSet { .. } => "screening.committee_set",
            Self::CommitteeEnded { .. } => "screening.committee_ended",
            Self::OpinionGiven { .. } => "screening.opinion_given",
            Self::MinutesRecorded { .. } => "screening.minutes_recorded",
            Self::BatchChecked { .. } => "screening.batch_checked",
            Self::Extended { .. } => "screening.extended",
            Self::ExtensionTakenBack { .. } => "screening.extension_taken_back",
            Self::Undone { .. } => "screening.undone",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::Received { entry }
            | Self::Screened { entry, .. }
            | Self::Confirmed { entry, .. }
            | Self::ConfirmationVoided { entry, .. }
            | Self::Decided { entry, .. }
            | Self::DecisionTakenBack { entry }
            | Self::Accepted { entry, .. }
            | Self::ReturnedToUnit { entry }
            | Self::OpinionGiven { entry, .. }
            | Self::Rejected { entry } => ("entry", entry.0),
            Self::Extended { whose, .. } | Self::ExtensionTakenBack { whose, .. } => match whose {
                Whose::Entry(entry) => ("entry", entry.0),
                Whose::Unit(unit) => ("unit", unit.0),
            },
            Self::CommitteeSet { unit, .. }
            | Self::CommitteeEnded { unit }
            | Self::MinutesRecorded { unit, .. }
            | Self::Undone { unit, .. } => ("unit", unit.0),
            Self::BatchOpened { batch, .. }
            | Self::BatchChanged { batch, .. }
            | Self::BatchChecked { batch, .. }
            | Self::Forwarded { batch, .. }
            | Self::ArrivalRecorded { batch, .. } => ("batch", batch.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        let codes = |list: &[EntryCode]| Fact::List(list.iter().map(|c| c.0.clone()).collect());
        match self {
            Self::Received { .. }
            | Self::DecisionTakenBack { .. }
            | Self::ReturnedToUnit { .. }
            | Self::CommitteeEnded { .. }
            | Self::Rejected { .. } => vec![],
            Self::Screened { version, verdict, .. } => {
                vec![("version", (*version).into()), ("verdict", verdict.word().into())]
            }
            Self::Confirmed { version, dossier_hash, level, feasibility, on_paper, .. } => {
                let mut facts = vec![
                    ("version", (*version).into()),
                    ("dossier", hex(dossier_hash).into()),
                    ("level", level.as_str().into()),
                    ("feasibility", feasibility.as_str().into()),
                ];
                if let Some(paper) = on_paper {
                    facts.push(("signed_on", paper.signed_on.to_string().into()));
                    facts.push(("scan", paper.scan.as_str().into()));
                }
                facts
            }
            Self::ConfirmationVoided { version, .. } | Self::Accepted { version, .. } => {
                vec![("version", (*version).into())]
            }
            Self::BatchOpened { unit, number, .. } => {
                vec![("unit", Fact::Id(unit.0)), ("number", (*number).into())]
            }
            Self::CommitteeSet { members, .. } => vec![("members", (*members).into())],
            Self::OpinionGiven { version, selects, .. } => {
                let verdict = if *selects { Verdict::Selected } else { Verdict::NotSelected };
                vec![("version", (*version).into()), ("verdict", verdict.word().into())]
            }
            Self::MinutesRecorded { held_on, present, entries, .. } => vec![
                ("held_on", held_on.to_string().into()),
                ("present", (*present).into()),
                ("entries", codes(entries)),
            ],
            Self::BatchChecked { matched, missing, surplus, .. } => vec![
                ("matched", (*matched).into()),
                ("missing", codes(missing)),
                ("surplus", (*surplus).into()),
            ],
            Self::Extended { extension, until, reason, .. } => vec![
                ("extension", Fact::Id(*extension)),
                ("until", until.to_string().into()),
                ("reason", reason.as_str().into()),
            ],
            Self::ExtensionTakenBack { extension, reason, .. } => {
                vec![("extension", Fact::Id(*extension)), ("reason", reason.as_str().into())]
            }
            Self::Undone { act, entries, .. } => {
                vec![("act", act.word().into()), ("entries", codes(entries))]
            }
            Self::BatchChanged { added, removed, .. } => {
                vec![("added", codes(added)), ("removed", codes(removed))]
            }
            Self::Forwarded { unit, entries, .. } => {
                vec![("unit", Fact::Id(unit.0)), ("entries", codes(entries))]
            }
            Self::ArrivalRecorded { unit, entries, arrived_at, .. } => vec![
                ("unit", Fact::Id(unit.0)),
                ("entries", codes(entries)),
                ("arrived_at", arrived_at.to_string().into()),
            ],
            Self::Decided { decision, kept, .. } => {
                let kept = kept.as_ref().map_or("", |k| k.as_str());
                vec![("decision", decision.word().into()), ("kept", kept.into())]
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

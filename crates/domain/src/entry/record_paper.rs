//! Recording a paper entry (*tiếp nhận bài nộp trực tiếp*): a clerk writes down what came, as it came. Defects do not refuse
//! it; `formal::check` names them at the committee's intake. Only what makes a record impossible refuses.

use super::dossier::Dossier;
use super::draft;
use super::event::EntryEvent;
use super::submit::{AuthorField, Field};
use crate::contest::{Phase, RulesEdition};
use crate::ids::{EntryId, UnitCode};
use crate::text;
use crate::time::Instant;

/// Longest text of a section of a paper entry, in characters: no rule of the contest, only what a form carries.
pub const MAX_SECTION: usize = 100_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordRefusal {
    /// The contest is being set up: there are no rules to record by.
    ContestNotOpen,
    /// The result is decided.
    ContestOver,
    /// Received after this moment.
    InTheFuture {
        now: Instant,
    },
    CodeTaken,
    CodeUnreadable,
    /// It was forwarded or withdrawn: a mended dossier cannot take its place.
    NoLongerHere,
    /// The mended dossier says what the one before says.
    Unchanged,
    Missing {
        at: Field,
    },
    TooLong {
        at: Field,
        most: usize,
        have: usize,
    },
    TooMany {
        at: Field,
        most: usize,
        have: usize,
    },
    Unknown {
        at: Field,
    },
}

impl RecordRefusal {
    pub fn field(&self) -> Field {
        match self {
            Self::ContestNotOpen | Self::ContestOver | Self::InTheFuture { .. } => Field::Entry,
            Self::CodeTaken | Self::CodeUnreadable | Self::NoLongerHere | Self::Unchanged => Field::Entry,
            Self::Missing { at }
            | Self::TooLong { at, .. }
            | Self::TooMany { at, .. }
            | Self::Unknown { at } => at.clone(),
        }
    }
}

/// Everything that makes the record impossible. `knows_unit` tells whether a unit with the code has ever existed.
pub fn record_paper(
    dossier: &Dossier,
    rules: &RulesEdition,
    phase: Phase,
    knows_unit: impl Fn(&UnitCode) -> bool,
    received_at: Instant,
    now: Instant,
) -> Result<(), Vec<RecordRefusal>> {
    let mut refusals = Vec::new();
    match phase {
        Phase::Draft => refusals.push(RecordRefusal::ContestNotOpen),
        Phase::Decided | Phase::Released => refusals.push(RecordRefusal::ContestOver),
        Phase::Open | Phase::Judging | Phase::Deciding => {}
    }
    if received_at > now {
        refusals.push(RecordRefusal::InTheFuture { now });
    }
    let mut line = |typed: &str, at: Field, most: usize, required: bool| {
        let have = text::length(typed.trim());
        if have == 0 && required {
            refusals.push(RecordRefusal::Missing { at });
        } else if have > most {
            refusals.push(RecordRefusal::TooLong { at, most, have });
        }
    };
    line(&dossier.title, Field::Title, draft::MAX_TITLE, true);
    for (code, body) in &dossier.sections {
        line(body, Field::Section(code.clone()), MAX_SECTION, false);
    }
    for (n, a) in dossier.authors.iter().enumerate() {
        let at = |field| Field::Author(n, field);
        line(&a.name, at(AuthorField::Name), draft::MAX_NAME, true);
        line(&a.role_title, at(AuthorField::RoleTitle), draft::MAX_ROLE_TITLE, false);
        line(&a.address, at(AuthorField::Address), draft::MAX_ADDRESS, false);
        line(&a.phone, at(AuthorField::Phone), draft::MAX_PHONE, false);
    }
    if dossier.authors.is_empty() {
        refusals.push(RecordRefusal::Missing { at: Field::Authors });
    }
    for (at, most, have) in [
        (Field::Authors, draft::MAX_AUTHORS, dossier.authors.len()),
        (Field::Files, draft::MAX_FILES, dossier.attachments.len()),
    ] {
        if have > most {
            refusals.push(RecordRefusal::TooMany { at, most, have });
        }
    }
    let mut unknown = |is: bool, at: Field| {
        if is {
            refusals.push(RecordRefusal::Unknown { at });
        }
    };
    unknown(!knows_unit(&dossier.receiving_unit), Field::Unit);
    unknown(!rules.routes.iter().any(|r| r.code == dossier.route), Field::Route);
    unknown(dossier.areas.iter().any(|c| !rules.areas.iter().any(|a| a.code == *c)), Field::Areas);
    for (n, a) in dossier.authors.iter().enumerate() {
        let is = a.unit.as_ref().is_some_and(|u| !knows_unit(u));
        unknown(is, Field::Author(n, AuthorField::Unit));
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// The event of a record that was made.
pub fn recorded(entry: EntryId, version: i64, received_at: Instant, dossier_hash: [u8; 32]) -> EntryEvent {
    EntryEvent::PaperRecorded { entry, version, received_at, dossier_hash }
}

#[cfg(test)]
mod tests {
    use super::super::submit::tests::{a_dossier, at, the_rules};
    use super::*;
    use crate::percent::SharePercent;

    type Change = fn(&mut Dossier);

    fn record(change: impl FnOnce(&mut Dossier), phase: Phase, received: &str) -> Vec<RecordRefusal> {
        let mut dossier = a_dossier();
        change(&mut dossier);
        let knows = |u: &UnitCode| u.as_str().starts_with("CM") || u.as_str().starts_with("X-");
        let now = at("2024-04-12T08:00:00+07:00");
        record_paper(&dossier, &the_rules(), phase, knows, at(received), now).err().unwrap_or_default()
    }

    #[test]
    fn defects_of_the_dossier_do_not_refuse_it() {
        let received = "2024-04-08T08:00:00+07:00";
        assert_eq!(record(|_| {}, Phase::Open, received), []);
        let defects: [(&str, Change); 6] = [
            ("shares", |d| d.authors[0].share = SharePercent(9000)),
            ("phone", |d| d.authors[0].phone = "09000000O1".into()),
            ("no phone", |d| d.authors[0].phone = String::new()),
            ("a group of one", |d| d.category = crate::contest::Category::Collective),
            ("no sections", |d| d.sections.clear()),
            ("no area", |d| d.areas.clear()),
        ];
        for (name, defect) in defects {
            assert_eq!(record(defect, Phase::Open, received), [], "{name}");
        }
        assert_eq!(record(|_| {}, Phase::Judging, "2024-04-11T08:00:00+07:00"), [], "late");
    }

    #[test]
    fn what_cannot_be_recorded_is_refused() {
        let received = "2024-04-08T08:00:00+07:00";
        let rows: [(&str, Change, RecordRefusal); 7] = [
            ("no title", |d| d.title = " ".into(), RecordRefusal::Missing { at: Field::Title }),
            ("no author", |d| d.authors.clear(), RecordRefusal::Missing { at: Field::Authors }),
            (
                "no name",
                |d| d.authors[0].name = String::new(),
                RecordRefusal::Missing { at: Field::Author(0, AuthorField::Name) },
            ),
            ("unknown unit", |d| d.receiving_unit = "Y".into(), RecordRefusal::Unknown { at: Field::Unit }),
            ("unknown route", |d| d.route = "air".into(), RecordRefusal::Unknown { at: Field::Route }),
            ("unknown area", |d| d.areas = vec!["x".into()], RecordRefusal::Unknown { at: Field::Areas }),
            (
                "long title",
                |d| d.title = "ế".repeat(301),
                RecordRefusal::TooLong { at: Field::Title, most: 300, have: 301 },
            ),
        ];
        for (name, defect, refusal) in rows {
            assert_eq!(record(defect, Phase::Open, received), [refusal], "{name}");
        }
        assert_eq!(record(|_| {}, Phase::Draft, received), [RecordRefusal::ContestNotOpen]);
        assert_eq!(record(|_| {}, Phase::Released, received), [RecordRefusal::ContestOver]);
        let now = at("2024-04-12T08:00:00+07:00");
        assert_eq!(
            record(|_| {}, Phase::Open, "2024-04-12T08:00:00.001+07:00"),
            [RecordRefusal::InTheFuture { now }]
        );
    }
}

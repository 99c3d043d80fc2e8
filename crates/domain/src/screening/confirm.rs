//! The head confirms the level of effectiveness and the feasibility of exactly this version: *xác nhận của thủ trưởng*.

use super::ScreeningEvent;
use super::gate::{Gate, is_running};
use super::screen::MOST_REASON;
use crate::contest::Phase;
use crate::text;

/// What the head says. `version` and `dossier_hash` are those of the page that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub version: i64,
    pub dossier_hash: [u8; 32],
    /// Mức độ hiệu quả, in the office's words: `tốt`, `khá`.
    pub level: String,
    /// Tính khả thi: `cao`, `cần làm thử thêm`.
    pub feasibility: String,
    /// May be empty.
    pub remarks: String,
    /// Who signs: name, and title after a comma (`Ngô Hữu Trường, Trưởng phòng`).
    pub by: String,
}

/// An author as far as the separation of duties asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorName {
    pub name: String,
    /// Works in the unit that confirms, or in none that the entry names.
    pub may_be_of_this_unit: bool,
}

/// Most characters of level and feasibility, and of remarks.
pub const MOST_WORDS: usize = 200;
pub const MOST_REMARKS: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the entry is not handed in")]
    NotHandedIn,
    #[error("the entry has changed since it was read; the newest version is {current}")]
    OtherVersion { current: i64 },
    #[error("the unit has not selected this version")]
    NotSelected,
    #[error("this version is confirmed already")]
    AlreadyConfirmed,
    #[error("the intake is over for this entry")]
    IntakeOver,
    #[error("nobody confirms an entry of which he or she is an author")]
    OwnEntry,
    #[error("the signer is missing")]
    SignerMissing,
    #[error("the level of effectiveness is missing")]
    LevelMissing,
    #[error("the feasibility is missing")]
    FeasibilityMissing,
    #[error("the level is longer than {most} characters")]
    LevelTooLong { most: usize },
    #[error("the feasibility is longer than {most} characters")]
    FeasibilityTooLong { most: usize },
    #[error("the remarks are longer than {most} characters")]
    RemarksTooLong { most: usize },
}

/// Source: announcement, "confirmed by the head of the unit as to effectiveness and feasibility"; that an author cannot
/// confirm is invariant I13. A namesake in another unit is somebody else. No deadline: what the standing body received in
/// time may be confirmed after it, and what came by post unconfirmed is completed by a confirmation of that version.
pub fn confirm(
    gate: &Gate,
    said: &Statement,
    authors: &[AuthorName],
    phase: Phase,
) -> Result<ScreeningEvent, Vec<ConfirmRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(ConfirmRefusal::NotRunning);
    }
    if !gate.handed_in {
        no.push(ConfirmRefusal::NotHandedIn);
    }
    if said.version != gate.version || said.dossier_hash != gate.dossier_hash {
        no.push(ConfirmRefusal::OtherVersion { current: gate.version });
    } else if gate.confirmation().is_some() {
        no.push(ConfirmRefusal::AlreadyConfirmed);
    }
    if !gate.is_selected() {
        no.push(ConfirmRefusal::NotSelected);
    }
    if gate.is_accepted() {
        no.push(ConfirmRefusal::IntakeOver);
    }
    let signer = signer_name(&said.by);
    if signer.is_empty() {
        no.push(ConfirmRefusal::SignerMissing);
    } else if authors.iter().any(|a| a.may_be_of_this_unit && name_key(&a.name) == signer) {
        no.push(ConfirmRefusal::OwnEntry);
    }
    let words = |t: &str| (t.trim().is_empty(), text::length(t) > MOST_WORDS);
    match words(&said.level) {
        (true, _) => no.push(ConfirmRefusal::LevelMissing),
        (_, true) => no.push(ConfirmRefusal::LevelTooLong { most: MOST_WORDS }),
        _ => {}
    }
    match words(&said.feasibility) {
        (true, _) => no.push(ConfirmRefusal::FeasibilityMissing),
        (_, true) => no.push(ConfirmRefusal::FeasibilityTooLong { most: MOST_WORDS }),
        _ => {}
    }
    if text::length(&said.remarks) > MOST_REMARKS {
        no.push(ConfirmRefusal::RemarksTooLong { most: MOST_REMARKS });
    }
    if !no.is_empty() {
        return Err(no);
    }
    Ok(ScreeningEvent::Confirmed {
        entry: gate.entry,
        version: gate.version,
        dossier_hash: gate.dossier_hash,
        level: text::clean_line(&said.level),
        feasibility: text::clean_line(&said.feasibility),
        on_paper: None,
    })
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VoidRefusal {
    #[error("there is no confirmation of this version")]
    NotConfirmed,
    #[error("the entry has been forwarded")]
    AlreadySent,
    #[error("the committee has accepted the entry")]
    AlreadyAccepted,
    #[error("judges hold sheets of the entry")]
    WithJudges,
    #[error("a reason is missing")]
    ReasonMissing,
    #[error("the reason is longer than {most} characters")]
    ReasonTooLong { most: usize },
}

/// The head takes the confirmation back, with a reason, as long as the entry has not been sent.
pub fn void(gate: &Gate, reason: &str) -> Result<ScreeningEvent, Vec<VoidRefusal>> {
    let mut no = Vec::new();
    if gate.confirmation().is_none() {
        no.push(VoidRefusal::NotConfirmed);
    }
    if gate.is_sent() {
        no.push(VoidRefusal::AlreadySent);
    }
    if gate.is_accepted() {
        no.push(VoidRefusal::AlreadyAccepted);
    } else if gate.with_judges {
        no.push(VoidRefusal::WithJudges);
    }
    if reason.trim().is_empty() {
        no.push(VoidRefusal::ReasonMissing);
    }
    if text::length(reason) > MOST_REASON {
        no.push(VoidRefusal::ReasonTooLong { most: MOST_REASON });
    }
    if no.is_empty() {
        Ok(ScreeningEvent::ConfirmationVoided { entry: gate.entry, version: gate.version })
    } else {
        Err(no)
    }
}

fn signer_name(by: &str) -> String {
    name_key(by.split(',').next().unwrap_or_default())
}

/// Names compare without regard to case and form; tone marks count.
pub(super) fn name_key(name: &str) -> String {
    text::clean_line(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::{a_gate, an_arrived_gate};
    use super::super::gate::{GivenVerdict, Verdict};
    use super::*;

    fn unconfirmed() -> Gate {
        Gate { confirmation: None, ..a_gate() }
    }

    fn a_statement() -> Statement {
        Statement {
            version: 2,
            dossier_hash: [9; 32],
            level: "tốt".into(),
            feasibility: "cao".into(),
            remarks: String::new(),
            by: "Ngô Hữu Trường, Trưởng phòng".into(),
        }
    }

    fn author(name: &str, may_be_of_this_unit: bool) -> AuthorName {
        AuthorName { name: name.into(), may_be_of_this_unit }
    }

    #[test]
    fn a_confirmation_is_for_the_version_that_was_read() {
        use ConfirmRefusal::*;
        let go = |gate: &Gate, s: &Statement| confirm(gate, s, &[], Phase::Open).err();
        assert_eq!(go(&unconfirmed(), &a_statement()), None);
        let other = Some(vec![OtherVersion { current: 2 }]);
        assert_eq!(go(&unconfirmed(), &Statement { version: 1, ..a_statement() }), other);
        assert_eq!(go(&unconfirmed(), &Statement { dossier_hash: [8; 32], ..a_statement() }), other);
        assert_eq!(go(&a_gate(), &a_statement()), Some(vec![AlreadyConfirmed]));
        let declined = GivenVerdict { verdict: Verdict::NotSelected, ..unconfirmed().verdict.unwrap() };
        assert_eq!(
            go(&Gate { verdict: Some(declined), ..unconfirmed() }, &a_statement()),
            Some(vec![NotSelected])
        );
        let stale = GivenVerdict { version: 1, ..unconfirmed().verdict.unwrap() };
        assert_eq!(
            go(&Gate { verdict: Some(stale), ..unconfirmed() }, &a_statement()),
            Some(vec![NotSelected])
        );
    }

    #[test]
    fn no_head_confirms_an_own_entry() {
        for (name, here, refused) in [
            ("Ngô Hữu Trường", true, true),
            ("NGÔ HỮU  TRƯỜNG", true, true),
            ("Ngo\u{302} Hữu Trường", true, true),
            ("Ngô Hữu Trường", false, false),
            ("Ngô Hữu Trưởng", true, false),
        ] {
            let authors = [author("Lê Thị An", true), author(name, here)];
            let got = confirm(&unconfirmed(), &a_statement(), &authors, Phase::Open);
            let want = refused.then(|| vec![ConfirmRefusal::OwnEntry]);
            assert_eq!(got.err(), want, "{name} here={here}");
        }
    }

    #[test]
    fn every_missing_word_is_named_at_once() {
        use ConfirmRefusal::*;
        let empty =
            Statement { level: " ".into(), feasibility: String::new(), by: ",".into(), ..a_statement() };
        let got = confirm(&unconfirmed(), &empty, &[], Phase::Open);
        assert_eq!(got.err(), Some(vec![SignerMissing, LevelMissing, FeasibilityMissing]));
        let long = Statement { level: "a".repeat(201), remarks: "a".repeat(2_001), ..a_statement() };
        let got = confirm(&unconfirmed(), &long, &[], Phase::Open);
        assert_eq!(got.err(), Some(vec![LevelTooLong { most: 200 }, RemarksTooLong { most: 2_000 }]));
    }

    #[test]
    fn a_confirmation_is_taken_back_before_sending_only() {
        assert!(void(&a_gate(), "Nhầm bài").is_ok());
        assert_eq!(void(&an_arrived_gate(), "Nhầm bài"), Err(vec![VoidRefusal::AlreadySent]));
        assert_eq!(
            void(&unconfirmed(), ""),
            Err(vec![VoidRefusal::NotConfirmed, VoidRefusal::ReasonMissing])
        );
        assert!(void(&a_gate(), &"a".repeat(2_000)).is_ok());
        let long = void(&a_gate(), &"a".repeat(2_001));
        assert_eq!(long, Err(vec![VoidRefusal::ReasonTooLong { most: 2_000 }]));
    }
}

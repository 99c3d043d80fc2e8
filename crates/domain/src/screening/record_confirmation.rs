//! A confirmation signed on paper, recorded by the unit on the head's behalf: *xác nhận ký trên giấy*.
//!
//! The sheet is printed with the hash of the dossier; the head, or a delegate valid on the day of the signature, signs it; the
//! clerk records level, feasibility and remarks as they stand there, with the day, the code printed on it and its scan.

use super::ScreeningEvent;
use super::confirm::{self, AuthorName, ConfirmRefusal, Statement};
use super::event::OnPaper;
use super::gate::Gate;
use super::sheet_code::SheetCode;
use crate::contest::Phase;
use crate::time::{Day, Instant};

/// Who signed, as the register of roles has it for the day of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    Head,
    Delegate,
    /// Named, but neither head nor delegate of the unit on that day.
    NotThen,
    Nobody,
}

/// The paper as it lies before the clerk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedSheet {
    pub signer: Signer,
    pub signed_on: Option<Day>,
    /// As typed or scanned from the sheet.
    pub printed: String,
    /// SHA-256 of the scan in hex digits; `Err` where there is none of a fitting kind.
    pub scan: Result<String, NoScan>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoScan {
    Missing,
    /// Neither PDF nor a photograph.
    OtherKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordConfirmationRefusal {
    #[error(transparent)]
    Confirm(#[from] ConfirmRefusal),
    #[error("nobody is named as the signer")]
    SignerMissing,
    #[error("the signer was neither head nor delegate on that day")]
    SignerNotThen { on: Day },
    #[error("the day of the signature is missing")]
    DayMissing,
    #[error("the day of the signature is still to come")]
    DayToCome { today: Day },
    #[error("the version was handed in on {first}, after that day")]
    DayBefore { first: Day },
    #[error("the code printed on the sheet is missing")]
    CodeMissing,
    #[error("this is no code of a sheet")]
    CodeUnreadable,
    #[error("the sheet was printed for another dossier")]
    OtherDossier,
    #[error("the sheet was printed for version {printed}; the newest is {current}")]
    OtherVersion { printed: i64, current: i64 },
    #[error("the scan is missing")]
    ScanMissing,
    #[error("the scan is neither PDF nor a picture")]
    ScanKind,
}

/// Everything that [`confirm::confirm`] asks, of the signer named; and that the paper is of exactly this dossier. `versions` are
/// the hashes of all versions of the entry, so that an old sheet is called by its number.
pub fn record_confirmation(
    gate: &Gate,
    said: &Statement,
    paper: &SignedSheet,
    authors: &[AuthorName],
    versions: &[(i64, [u8; 32])],
    phase: Phase,
    now: Instant,
) -> Result<ScreeningEvent, Vec<RecordConfirmationRefusal>> {
    use RecordConfirmationRefusal as No;
    let mut no: Vec<No> = Vec::new();
    match (paper.signer, paper.signed_on) {
        (Signer::Nobody, _) => no.push(No::SignerMissing),
        (Signer::NotThen, Some(on)) => no.push(No::SignerNotThen { on }),
        (Signer::NotThen | Signer::Head | Signer::Delegate, _) => {}
    }
    let first = gate.submitted_at.day();
    match paper.signed_on {
        None => no.push(No::DayMissing),
        Some(day) if day > now.day() => no.push(No::DayToCome { today: now.day() }),
        Some(day) if day < first => no.push(No::DayBefore { first }),
        Some(_) => {}
    }
    no.extend(of_this_dossier(gate, &paper.printed, versions).err());
    match &paper.scan {
        Ok(_) => {}
        Err(NoScan::Missing) => no.push(No::ScanMissing),
        Err(NoScan::OtherKind) => no.push(No::ScanKind),
    }
    // What the paper says is said of the version whose code stands on it, which is the newest or is refused above.
    let said = Statement { version: gate.version, dossier_hash: gate.dossier_hash, ..said.clone() };
    let event = match confirm::confirm(gate, &said, authors, phase) {
        Ok(event) => Some(event),
        Err(why) => {
            let named =
                |w: &ConfirmRefusal| *w != ConfirmRefusal::SignerMissing || paper.signer != Signer::Nobody;
            no.extend(why.into_iter().filter(named).map(No::Confirm));
            None
        }
    };
    match (event, &paper.scan, paper.signed_on) {
        (
            Some(ScreeningEvent::Confirmed { entry, version, dossier_hash, level, feasibility, .. }),
            Ok(scan),
            Some(signed_on),
        ) if no.is_empty() => {
            let on_paper = Some(OnPaper { signed_on, scan: scan.clone() });
            Ok(ScreeningEvent::Confirmed { entry, version, dossier_hash, level, feasibility, on_paper })
        }
        _ => Err(no),
    }
}

fn of_this_dossier(
    gate: &Gate,
    printed: &str,
    versions: &[(i64, [u8; 32])],
) -> Result<(), RecordConfirmationRefusal> {
    use RecordConfirmationRefusal as No;
    if printed.trim().is_empty() {
        return Err(No::CodeMissing);
    }
    let code = SheetCode::read(printed).filter(|c| !c.digits.is_empty()).ok_or(No::CodeUnreadable)?;
    if code.is_of(&gate.code, gate.version, &gate.dossier_hash) {
        return Ok(());
    }
    let older = versions.iter().find(|(version, hash)| code.is_of(&gate.code, *version, hash));
    Err(match older {
        Some((printed, _)) => No::OtherVersion { printed: *printed, current: gate.version },
        None => No::OtherDossier,
    })
}

#[cfg(test)]
mod tests {
    use super::super::gate::tests::{a_gate, an_arrived_gate, at};
    use super::super::sheet_code::{short, text};
    use super::RecordConfirmationRefusal::*;
    use super::*;

    fn unconfirmed() -> Gate {
        Gate { confirmation: None, ..a_gate() }
    }

    fn words() -> Statement {
        Statement {
            version: 0,
            dossier_hash: [0; 32],
            level: "tốt".into(),
            feasibility: "cao".into(),
            remarks: String::new(),
            by: "Ngô Hữu Trường".into(),
        }
    }

    fn a_sheet() -> SignedSheet {
        SignedSheet {
            signer: Signer::Head,
            signed_on: Day::parse("2024-04-03"),
            printed: text(&"CM24-007".into(), 2, &[9; 32]),
            scan: Ok("ab".into()),
        }
    }

    fn go(gate: &Gate, paper: &SignedSheet) -> Result<ScreeningEvent, Vec<RecordConfirmationRefusal>> {
        let versions = [(1, [1; 32]), (2, [9; 32])];
        record_confirmation(gate, &words(), paper, &[], &versions, Phase::Open, at("2024-04-05T08:00:00"))
    }

    #[test]
    fn a_sheet_is_recorded_for_the_dossier_whose_code_it_bears() {
        let current = 2;
        for (printed, refusal) in [
            (text(&"CM24-007".into(), 2, &[9; 32]), None),
            (short(&[9; 32]), None),
            (text(&"CM24-007".into(), 1, &[1; 32]), Some(OtherVersion { printed: 1, current })),
            (short(&[1; 32]), Some(OtherVersion { printed: 1, current })),
            (text(&"CM24-008".into(), 2, &[9; 32]), Some(OtherDossier)),
            (short(&[7; 32]), Some(OtherDossier)),
            ("CM24-007".into(), Some(CodeUnreadable)),
            ("xyz xyz".into(), Some(CodeUnreadable)),
            (" ".into(), Some(CodeMissing)),
        ] {
            let got = go(&unconfirmed(), &SignedSheet { printed: printed.clone(), ..a_sheet() });
            assert_eq!(got.err(), refusal.map(|r| vec![r]), "{printed}");
        }
        let Ok(ScreeningEvent::Confirmed { on_paper, version: 2, .. }) = go(&unconfirmed(), &a_sheet())
        else {
            panic!("recorded")
        };
        assert_eq!(
            on_paper,
            Some(OnPaper { signed_on: Day::parse("2024-04-03").unwrap(), scan: "ab".into() })
        );
    }

    #[test]
    fn the_day_lies_between_the_hand_in_and_today() {
        let day = |d: &str| Day::parse(d).unwrap();
        for (on, refusal) in [
            ("2024-04-01", Some(DayBefore { first: day("2024-04-02") })),
            ("2024-04-02", None),
            ("2024-04-05", None),
            ("2024-04-06", Some(DayToCome { today: day("2024-04-05") })),
        ] {
            let got = go(&unconfirmed(), &SignedSheet { signed_on: Day::parse(on), ..a_sheet() });
            assert_eq!(got.err(), refusal.map(|r| vec![r]), "{on}");
        }
    }

    #[test]
    fn who_signs_is_head_or_delegate_on_that_day() {
        let on = Day::parse("2024-04-03").unwrap();
        for (signer, refusal) in [
            (Signer::Head, None),
            (Signer::Delegate, None),
            (Signer::NotThen, Some(SignerNotThen { on })),
            (Signer::Nobody, Some(SignerMissing)),
        ] {
            let got = go(&unconfirmed(), &SignedSheet { signer, ..a_sheet() });
            assert_eq!(got.err(), refusal.map(|r| vec![r]), "{signer:?}");
        }
    }

    #[test]
    fn what_a_confirmation_asks_is_asked_of_the_paper_too() {
        let none = SignedSheet {
            signer: Signer::Nobody,
            signed_on: None,
            printed: String::new(),
            scan: Err(NoScan::Missing),
        };
        let want = vec![SignerMissing, DayMissing, CodeMissing, ScanMissing];
        assert_eq!(go(&unconfirmed(), &none), Err(want));
        let picture = SignedSheet { scan: Err(NoScan::OtherKind), ..a_sheet() };
        assert_eq!(go(&unconfirmed(), &picture), Err(vec![ScanKind]));
        assert_eq!(go(&a_gate(), &a_sheet()), Err(vec![Confirm(ConfirmRefusal::AlreadyConfirmed)]));
        let over = Gate { intake: crate::screening::Intake::Accepted, ..an_arrived_gate() };
        assert!(go(&over, &a_sheet()).is_err());
        let authors = [AuthorName { name: "ngô hữu trường".into(), may_be_of_this_unit: true }];
        let now = at("2024-04-05T08:00:00");
        let own = record_confirmation(&unconfirmed(), &words(), &a_sheet(), &authors, &[], Phase::Open, now);
        assert_eq!(own, Err(vec![Confirm(ConfirmRefusal::OwnEntry)]));
    }
}

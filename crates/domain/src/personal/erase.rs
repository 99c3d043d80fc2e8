//! Xoá dữ liệu cá nhân: at once where nobody needs it, else on a decision with its reason in law. Source: Law 91/2025/QH15 (research/domain.md,
//! section 8; research/reliability.md, 17): a request is answered, and a refusal names the duty to keep.

use crate::contest::Phase;
use crate::entry::EntryState;
use crate::text;
use crate::time::Instant;
use crate::words::words;

/// Days until a request is to be decided. Source: research/reliability.md, 17.
pub const DAYS: i64 = 20;
/// Shortest and longest reason, in characters.
pub const REASON: (usize, usize) = (10, 500);

/// What is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Address, telephone, e-mail.
    Contact,
    /// The names too.
    All,
}
words!(Extent { Contact = "contact", All = "all" });

/// What is known of an entry when somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    pub state: EntryState,
    pub phase: Phase,
    /// Judges hold or held sheets of it.
    pub judged: bool,
    pub has_prize: bool,
    /// What is gone already.
    pub erased: Option<Extent>,
    /// A request waits for its decision.
    pub asked: bool,
}

/// How a request goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Done with the asking: nobody relies on it.
    AtOnce,
    /// The organiser decides before this instant.
    Decided { before: Instant },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EraseRefusal {
    /// Nothing of what is asked for is left.
    NothingLeft,
    /// One request waits already.
    AskedBefore,
    ReasonMissing {
        least: usize,
        most: usize,
        have: usize,
    },
    /// The contest still runs: whoever takes part has to be reached. An entry may be withdrawn first.
    Running,
    /// The decision on the results names the winners; it is kept by law.
    NamedInResult,
    /// It was decided before.
    Decided,
}

/// What the holder asks for.
pub fn ask(
    case: Case,
    extent: Extent,
    reason: &str,
    now: Instant,
) -> Result<(Way, String), Vec<EraseRefusal>> {
    let mut why = Vec::new();
    if case.erased.is_some_and(|gone| gone >= extent) {
        why.push(EraseRefusal::NothingLeft);
    }
    if case.asked {
        why.push(EraseRefusal::AskedBefore);
    }
    if extent == Extent::All && case.has_prize {
        why.push(EraseRefusal::NamedInResult);
    }
    let at_once = relies_on_nobody(case);
    let reason = text::clean(reason);
    // Who takes back what nobody relies on owes no reason.
    if !(at_once && reason.is_empty()) {
        why.extend(reason_refusal(&reason));
    }
    if !why.is_empty() {
        return Err(why);
    }
    let way = if at_once { Way::AtOnce } else { Way::Decided { before: now.plus_ms(DAYS * 86_400_000) } };
    Ok((way, reason))
}

/// A draft, or an entry that was taken back before anybody judged it.
fn relies_on_nobody(case: Case) -> bool {
    match case.state {
        EntryState::Draft => true,
        EntryState::Withdrawn => !case.judged,
        EntryState::HandedIn => false,
    }
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Erase,
    /// `basis`: the duty to keep, in words.
    Keep {
        basis: String,
    },
}

/// The decision as it is kept.
pub fn decide(case: Case, extent: Extent, decision: Decision) -> Result<Decision, Vec<EraseRefusal>> {
    let mut why = Vec::new();
    if !case.asked {
        why.push(EraseRefusal::Decided);
    }
    let decision = match decision {
        Decision::Erase => {
            if case.state == EntryState::HandedIn && case.phase != Phase::Released {
                why.push(EraseRefusal::Running);
            }
            if extent == Extent::All && case.has_prize {
                why.push(EraseRefusal::NamedInResult);
            }
            Decision::Erase
        }
        Decision::Keep { basis } => {
            let basis = text::clean(&basis);
            why.extend(reason_refusal(&basis));
            Decision::Keep { basis }
        }
    };
    if why.is_empty() { Ok(decision) } else { Err(why) }
}

fn reason_refusal(reason: &str) -> Option<EraseRefusal> {
    let (least, most) = REASON;
    let have = text::length(reason);
    (!(least..=most).contains(&have)).then_some(EraseRefusal::ReasonMissing { least, most, have })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_730_000_000_000);
    const CASE: Case = Case {
        state: EntryState::HandedIn,
        phase: Phase::Released,
        judged: true,
        has_prize: false,
        erased: None,
        asked: false,
    };
    const WHY: &str = "Tôi không còn dự thi nữa";

    #[test]
    fn what_nobody_relies_on_goes_at_once_and_the_rest_is_decided() {
        let before = NOW.plus_ms(20 * 86_400_000);
        let due = Ok((Way::Decided { before }, WHY.to_owned()));
        let gone = Ok((Way::AtOnce, WHY.to_owned()));
        for (name, case, extent, is) in [
            ("a draft", Case { state: EntryState::Draft, judged: false, ..CASE }, Extent::All, gone.clone()),
            ("taken back", Case { state: EntryState::Withdrawn, judged: false, ..CASE }, Extent::All, gone),
            (
                "taken back from judges",
                Case { state: EntryState::Withdrawn, ..CASE },
                Extent::All,
                due.clone(),
            ),
            ("in the contest", CASE, Extent::Contact, due.clone()),
            ("a winner's address", Case { has_prize: true, ..CASE }, Extent::Contact, due.clone()),
            (
                "a winner's name",
                Case { has_prize: true, ..CASE },
                Extent::All,
                Err(vec![EraseRefusal::NamedInResult]),
            ),
            ("asked twice", Case { asked: true, ..CASE }, Extent::All, Err(vec![EraseRefusal::AskedBefore])),
            (
                "gone before",
                Case { erased: Some(Extent::All), ..CASE },
                Extent::Contact,
                Err(vec![EraseRefusal::NothingLeft]),
            ),
            ("more than before", Case { erased: Some(Extent::Contact), ..CASE }, Extent::All, due),
        ] {
            assert_eq!(ask(case, extent, WHY, NOW), is, "{name}");
        }
    }

    #[test]
    fn a_reason_is_owed_where_somebody_decides() {
        let draft = Case { state: EntryState::Draft, judged: false, ..CASE };
        assert_eq!(ask(draft, Extent::All, " ", NOW), Ok((Way::AtOnce, String::new())));
        let missing = EraseRefusal::ReasonMissing { least: 10, most: 500, have: 0 };
        assert_eq!(ask(CASE, Extent::All, " ", NOW), Err(vec![missing]));
    }

    #[test]
    fn a_decision_erases_after_the_contest_or_names_its_reason() {
        let asked = Case { asked: true, ..CASE };
        let keep = |basis: &str| Decision::Keep { basis: basis.to_owned() };
        let basis = "Hồ sơ thanh toán phải lưu 10 năm";
        for (name, case, extent, decision, is) in [
            ("after the release", asked, Extent::All, Decision::Erase, Ok(Decision::Erase)),
            (
                "while it runs",
                Case { phase: Phase::Judging, ..asked },
                Extent::Contact,
                Decision::Erase,
                Err(vec![EraseRefusal::Running]),
            ),
            (
                "taken back while it runs",
                Case { phase: Phase::Judging, state: EntryState::Withdrawn, ..asked },
                Extent::All,
                Decision::Erase,
                Ok(Decision::Erase),
            ),
            (
                "a prize came between",
                Case { has_prize: true, ..asked },
                Extent::All,
                Decision::Erase,
                Err(vec![EraseRefusal::NamedInResult]),
            ),
            ("kept", asked, Extent::All, keep(basis), Ok(keep(basis))),
            (
                "kept without a word",
                asked,
                Extent::All,
                keep(" "),
                Err(vec![EraseRefusal::ReasonMissing { least: 10, most: 500, have: 0 }]),
            ),
            ("decided before", CASE, Extent::All, Decision::Erase, Err(vec![EraseRefusal::Decided])),
        ] {
            assert_eq!(decide(case, extent, decision), is, "{name}");
        }
    }
}

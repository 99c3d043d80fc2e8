//! Handing in (*nộp bài*): the draft becomes version 1 of the dossier, or every reason why not, each beside its field.
//!
//! Handing in at the standing body is arrival at the committee: `submitted_at` counts there (CONTEST-FORMAT, `arrival_at`).
//! Everywhere else the unit still has to forward before the same instant, so nothing is admitted after it either.

use super::dossier::{Attachment, Dossier};
use super::draft::{self, Draft, Part};
use super::event::EntryEvent;
use super::formal::{self, FormalReason, Official};
use crate::contest::deadline::{Extension, Extensions, ends};
use crate::contest::fields::AnswerRefusal;
use crate::contest::{Admitted, AgeRefusal, Category, Phase, RulesEdition};
use crate::ids::{EntryId, UnitCode};
use crate::percent::SharePercent;
use crate::text;
use crate::time::{Day, Instant};

/// What an entry is decided by, besides itself.
#[derive(Debug, Clone, Copy)]
pub struct HandIn<'a> {
    pub rules: &'a RulesEdition,
    pub phase: Phase,
    /// The last one that was granted to this entry.
    pub extension: Option<Extension>,
    pub officials: &'a [Official],
    /// At least the units that the draft names, where they are known.
    pub units: &'a [KnownUnit],
    /// Positions of the files in which the scanner found something.
    pub infected: &'a [usize],
    /// Places of authors who have not confirmed, where the contest asks for that before the hand-in; else none.
    pub unconfirmed: &'a [usize],
    /// SHA-256, given by the caller: this crate computes no digests.
    pub digest: fn(&[u8]) -> [u8; 32],
    pub now: Instant,
}

/// A unit as far as an entry may name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUnit {
    pub code: UnitCode,
    /// First and last day of the unit, both included; open where `None`.
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub successor: Option<UnitCode>,
    /// The unit takes part in the contest and receives entries.
    pub receives: bool,
}

impl KnownUnit {
    pub fn exists_on(&self, day: Day) -> bool {
        self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t)
    }
}

/// What was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    pub dossier: Dossier,
    /// `digest` of `dossier.canonical()`: what the head's confirmation is bound to.
    pub dossier_hash: [u8; 32],
    /// From 1, without gaps.
    pub version: i64,
    pub at: Instant,
    /// Where the receipt goes by mail, if anywhere.
    pub email: Option<String>,
}

/// Where a refusal belongs on the pages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The entry as a whole.
    Entry,
    Route,
    Unit,
    Title,
    Areas,
    Form,
    Applied,
    Section(String),
    /// A question of the contest's own.
    Asked(String),
    Category,
    /// All authors together.
    Authors,
    /// Counted from 0.
    Author(usize, AuthorField),
    Files,
    Email,
    Declaration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorField {
    Name,
    RoleTitle,
    Unit,
    Address,
    Phone,
    Share,
    Representative,
    /// Asked only where the contest has a rule on age.
    Birth,
}

impl Field {
    /// The page on which it is answered; `None` for the entry as a whole.
    pub fn part(&self) -> Option<Part> {
        match self {
            Field::Entry => None,
            Field::Route | Field::Unit => Some(Part::Place),
            Field::Title | Field::Areas | Field::Form | Field::Applied => Some(Part::About),
            Field::Section(_) | Field::Asked(_) => Some(Part::Text),
            Field::Category | Field::Authors | Field::Author(..) => Some(Part::Authors),
            Field::Files => Some(Part::Files),
            Field::Email | Field::Declaration => Some(Part::Declaration),
        }
    }
}

/// Why an entry is not taken. All reasons come at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmitRefusal {
    NotOpenYet {
        opens_on: Option<Day>,
    },
    /// `closed_at` is the first instant that was too late.
    Closed {
        closed_at: Instant,
    },
    AlreadyHandedIn,
    Withdrawn,
    /// The unit has sent it to the committee.
    AlreadyForwarded,
    /// The working copy says what the last version says.
    Unchanged,
    /// The same author has handed in the same work before: which of them counts is asked on a page of its own.
    SameWork,
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
    /// The contest does not take this form or category.
    NotAdmitted {
        at: Field,
    },
    /// No number of percent with at most two decimals.
    ShareUnreadable {
        author: usize,
    },
    EmailUnreadable,
    UnitNotValid {
        at: Field,
        unit: UnitCode,
        successor: Option<UnitCode>,
    },
    /// The unit takes no part in the contest.
    UnitTakesNone {
        unit: UnitCode,
    },
    OneAuthorOnly {
        have: usize,
    },
    /// Only people who work in a unit may enter.
    StaffOnly {
        author: usize,
    },
    /// The birth date, or the age that follows from it.
    Age {
        author: usize,
        why: AgeRefusal,
    },
    /// The co-author has not confirmed yet, and the contest asks for it.
    NotConfirmed {
        author: usize,
    },
    FilesTooLarge {
        most: u64,
        have: u64,
    },
    /// Its content is not held: it was only named.
    FileNotHeld {
        position: usize,
    },
    /// The scanner found something in it.
    FileInfected {
        position: usize,
    },
    /// The answer to a question of the contest's own cannot stand.
    Answer {
        code: String,
        why: AnswerRefusal,
    },
    Formal(FormalReason),
}

impl SubmitRefusal {
    /// True where something typed cannot stand as it is; false where something is only missing yet, where the answers do
    /// not fit together yet, or where the time is wrong. The pages keep the former back and save the latter.
    pub fn is_mistake(&self) -> bool {
        match self {
            Self::TooLong { .. }
            | Self::TooMany { .. }
            | Self::Unknown { .. }
            | Self::NotAdmitted { .. }
            | Self::ShareUnreadable { .. }
            | Self::EmailUnreadable
            | Self::UnitNotValid { .. }
            | Self::UnitTakesNone { .. }
            | Self::Age { .. }
            | Self::OneAuthorOnly { .. } => true,
            Self::NotOpenYet { .. }
            | Self::Closed { .. }
            | Self::AlreadyHandedIn
            | Self::Withdrawn
            | Self::AlreadyForwarded
            | Self::Unchanged
            | Self::SameWork
            | Self::Missing { .. }
            | Self::StaffOnly { .. }
            | Self::NotConfirmed { .. }
            | Self::FilesTooLarge { .. }
            | Self::FileNotHeld { .. }
            | Self::FileInfected { .. } => false,
            // Files are chosen and sent on two pages: what does not fit together yet is saved.
            Self::Answer { why, .. } => !matches!(
                why,
                AnswerRefusal::Missing | AnswerRefusal::WrongKind { .. } | AnswerRefusal::TooManyFiles { .. }
            ),
            Self::Formal(reason) => matches!(reason, FormalReason::BadContactPhone { .. }),
        }
    }

    pub fn field(&self) -> Field {
        match self {
            Self::NotOpenYet { .. }
            | Self::Closed { .. }
            | Self::AlreadyHandedIn
            | Self::Withdrawn
            | Self::AlreadyForwarded
            | Self::Unchanged
            | Self::SameWork => Field::Entry,
            Self::Missing { at }
            | Self::TooLong { at, .. }
            | Self::TooMany { at, .. }
            | Self::Unknown { at }
            | Self::NotAdmitted { at }
            | Self::UnitNotValid { at, .. } => at.clone(),
            Self::ShareUnreadable { author } => Field::Author(*author, AuthorField::Share),
            Self::EmailUnreadable => Field::Email,
            Self::UnitTakesNone { .. } => Field::Unit,
            Self::OneAuthorOnly { .. } => Field::Authors,
            Self::StaffOnly { author } => Field::Author(*author, AuthorField::Unit),
            Self::Age { author, .. } => Field::Author(*author, AuthorField::Birth),
            Self::FilesTooLarge { .. } | Self::FileNotHeld { .. } | Self::FileInfected { .. } => Field::Files,
            Self::NotConfirmed { author } => Field::Author(*author, AuthorField::Name),
            Self::Answer { code, .. } => Field::Asked(code.clone()),
            Self::Formal(reason) => match reason {
                FormalReason::AuthorIsJudge { author } => Field::Author(*author, AuthorField::Name),
                FormalReason::BadContactPhone { author } => Field::Author(*author, AuthorField::Phone),
                FormalReason::NoWordText => Field::Files,
                FormalReason::GroupTooSmall { .. }
                | FormalReason::GroupTooLarge { .. }
                | FormalReason::NoRepresentative { .. }
                | FormalReason::SharesNotWhole { .. } => Field::Authors,
            },
        }
    }
}

/// Hands a draft in as version 1.
pub fn submit(
    entry: EntryId,
    draft: &Draft,
    with: &HandIn<'_>,
) -> Result<(Submitted, EntryEvent), Vec<SubmitRefusal>> {
    let submitted = take(draft, 1, with)?;
    let event = EntryEvent::Submitted {
        entry,
        version: submitted.version,
        at: submitted.at,
        dossier_hash: submitted.dossier_hash,
    };
    Ok((submitted, event))
}

/// The gate of time: from the launch day's first instant until the last instant before the deadline, or before the end of what was granted
/// to this entry, while the contest is open. Source: announcement, "trước ngày 10/4/2024" (exclusive).
pub fn in_time(
    rules: &RulesEdition,
    phase: Phase,
    extension: Option<Extension>,
    now: Instant,
) -> Result<(), SubmitRefusal> {
    let opens_on = rules.timeline.launch;
    let before_launch = opens_on.and_then(Day::begins_at).is_some_and(|opens| now < opens);
    let deadline = rules.timeline.units_send;
    let granted = Extensions { entry: extension.into_iter().collect(), unit: Vec::new() };
    match phase {
        Phase::Draft => Err(SubmitRefusal::NotOpenYet { opens_on }),
        Phase::Open if before_launch => Err(SubmitRefusal::NotOpenYet { opens_on }),
        Phase::Open if granted.hand_in(deadline, now) => Ok(()),
        Phase::Open | Phase::Judging | Phase::Deciding | Phase::Decided | Phase::Released => {
            Err(SubmitRefusal::Closed { closed_at: ends(deadline, extension.map(|e| e.until)).0 })
        }
    }
}

/// Everything that stands against handing the draft in now; empty when nothing does.
pub fn problems(draft: &Draft, with: &HandIn<'_>) -> Vec<SubmitRefusal> {
    take(draft, 1, with).err().unwrap_or_default()
}

/// What the draft would be as a dossier, gaps as blanks: to tell whether a working copy differs from what was handed in.
pub fn would_be(draft: &Draft, rules: &RulesEdition) -> Dossier {
    draft.as_dossier(rules)
}

/// The dossier of a draft as version `version`, or every reason against it.
pub(super) fn take(draft: &Draft, version: i64, with: &HandIn<'_>) -> Result<Submitted, Vec<SubmitRefusal>> {
    let mut refusals: Vec<SubmitRefusal> =
        in_time(with.rules, with.phase, with.extension, with.now).err().into_iter().collect();
    let dossier = draft.as_dossier(with.rules);
    check_content(draft, with, &mut refusals);
    check_authors(draft, with, &mut refusals);
    check_files(&draft.attachments, &mut refusals);
    refusals.extend(with.infected.iter().map(|position| SubmitRefusal::FileInfected { position: *position }));
    check_formal(draft, &dossier, with, &mut refusals);
    refusals.extend(with.unconfirmed.iter().map(|n| SubmitRefusal::NotConfirmed { author: *n }));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let dossier_hash = (with.digest)(dossier.canonical().as_bytes());
    let email = Some(draft.email.trim().to_owned()).filter(|e| !e.is_empty());
    Ok(Submitted { dossier, dossier_hash, version, at: with.now, email })
}

/// What is missing, too long or unknown outside the authors. Also what the task list shows as not yet done.
fn check_content(draft: &Draft, with: &HandIn<'_>, refusals: &mut Vec<SubmitRefusal>) {
    let rules = with.rules;
    match &draft.route {
        None => refusals.push(SubmitRefusal::Missing { at: Field::Route }),
        Some(code) if !rules.routes.iter().any(|r| r.code == *code) => {
            refusals.push(SubmitRefusal::Unknown { at: Field::Route });
        }
        Some(_) => {}
    }
    match &draft.receiving_unit {
        None => refusals.push(SubmitRefusal::Missing { at: Field::Unit }),
        Some(code) => {
            let receives = check_unit(code, Field::Unit, with, refusals);
            if receives == Some(false) {
                refusals.push(SubmitRefusal::UnitTakesNone { unit: code.clone() });
            }
        }
    }
    check_line(&draft.title, Field::Title, draft::MAX_TITLE, true, refusals);
    if draft.areas.is_empty() {
        refusals.push(SubmitRefusal::Missing { at: Field::Areas });
    } else if draft.areas.iter().any(|code| !rules.areas.iter().any(|a| a.code == *code)) {
        refusals.push(SubmitRefusal::Unknown { at: Field::Areas });
    }
    match draft.form {
        None => refusals.push(SubmitRefusal::Missing { at: Field::Form }),
        Some(form) if !rules.formats.allowed.contains(&form) => {
            refusals.push(SubmitRefusal::NotAdmitted { at: Field::Form });
        }
        Some(_) => {}
    }
    if draft.already_applied.is_none() {
        refusals.push(SubmitRefusal::Missing { at: Field::Applied });
    }
    for s in &rules.sections {
        let body = draft.section(&s.code);
        check_line(body, Field::Section(s.code.clone()), s.max_chars, s.required, refusals);
    }
    for (field, said) in draft.answered(rules) {
        if let Err(why) = said {
            refusals.push(SubmitRefusal::Answer { code: field.code.clone(), why });
        }
    }
    let email = draft.email.trim();
    if !email.is_empty() && !is_email(email) {
        refusals.push(SubmitRefusal::EmailUnreadable);
    }
    if !draft.declared.whole() {
        refusals.push(SubmitRefusal::Missing { at: Field::Declaration });
    }
}

fn check_authors(draft: &Draft, with: &HandIn<'_>, refusals: &mut Vec<SubmitRefusal>) {
    let rules = with.rules;
    let have = draft.authors.len();
    match draft.category {
        None => refusals.push(SubmitRefusal::Missing { at: Field::Category }),
        Some(Category::Individual) if rules.entrants.admitted == Admitted::CollectiveOnly => {
            refusals.push(SubmitRefusal::NotAdmitted { at: Field::Category });
        }
        Some(Category::Individual) if have > 1 => refusals.push(SubmitRefusal::OneAuthorOnly { have }),
        Some(Category::Individual | Category::Collective) => {}
    }
    if have == 0 {
        refusals.push(SubmitRefusal::Missing { at: Field::Authors });
    }
    if have > draft::MAX_AUTHORS {
        refusals.push(SubmitRefusal::TooMany { at: Field::Authors, most: draft::MAX_AUTHORS, have });
    }
    for (n, a) in draft.authors.iter().enumerate().take(draft::MAX_AUTHORS) {
        let at = |field| Field::Author(n, field);
        check_line(&a.name, at(AuthorField::Name), draft::MAX_NAME, true, refusals);
        check_line(&a.role_title, at(AuthorField::RoleTitle), draft::MAX_ROLE_TITLE, false, refusals);
        check_line(&a.address, at(AuthorField::Address), draft::MAX_ADDRESS, true, refusals);
        check_line(&a.phone, at(AuthorField::Phone), draft::MAX_PHONE, true, refusals);
        if a.share.trim().is_empty() {
            refusals.push(SubmitRefusal::Missing { at: at(AuthorField::Share) });
        } else if SharePercent::parse(&a.share).is_none() {
            refusals.push(SubmitRefusal::ShareUnreadable { author: n });
        }
        match &a.unit {
            Some(code) => {
                check_unit(code, at(AuthorField::Unit), with, refusals);
            }
            None if rules.entrants.admitted == Admitted::StaffOnly => {
                refusals.push(SubmitRefusal::StaffOnly { author: n });
            }
            None => {}
        }
        a.grounds.check(n, rules, with.now.day(), refusals);
    }
}

fn check_files(files: &[Attachment], refusals: &mut Vec<SubmitRefusal>) {
    if files.len() > draft::MAX_FILES {
        refusals.push(SubmitRefusal::TooMany { at: Field::Files, most: draft::MAX_FILES, have: files.len() });
    }
    let have: u64 = files.iter().map(|f| f.bytes).sum();
    if have > draft::MAX_ENTRY_BYTES {
        refusals.push(SubmitRefusal::FilesTooLarge { most: draft::MAX_ENTRY_BYTES, have });
    }
    if let Some(position) = files.iter().position(|f| f.sha256.is_none()) {
        refusals.push(SubmitRefusal::FileNotHeld { position });
    }
}

/// The reasons of `formal::check` that are not already said by an empty or unreadable field.
fn check_formal(draft: &Draft, dossier: &Dossier, with: &HandIn<'_>, refusals: &mut Vec<SubmitRefusal>) {
    let shares_read = draft.authors.iter().all(|a| SharePercent::parse(&a.share).is_some());
    let said = |reason: &FormalReason| match reason {
        FormalReason::GroupTooSmall { .. }
        | FormalReason::GroupTooLarge { .. }
        | FormalReason::NoRepresentative { .. } => draft.category.is_none() || draft.authors.is_empty(),
        FormalReason::SharesNotWhole { .. } => draft.authors.is_empty() || !shares_read,
        FormalReason::NoWordText => draft.form.is_none() && draft.attachments.is_empty(),
        FormalReason::BadContactPhone { author } => {
            draft.authors.get(*author).is_some_and(|a| a.phone.trim().is_empty())
        }
        FormalReason::AuthorIsJudge { .. } => false,
    };
    let found = formal::check(dossier, with.rules, with.officials).reasons;
    refusals.extend(found.into_iter().filter(|r| !said(r)).map(SubmitRefusal::Formal));
}

/// Whether the unit receives entries; `None` where it is unknown or not valid, which is said already.
fn check_unit(
    code: &UnitCode,
    at: Field,
    with: &HandIn<'_>,
    refusals: &mut Vec<SubmitRefusal>,
) -> Option<bool> {
    match with.units.iter().find(|u| u.code == *code) {
        None => refusals.push(SubmitRefusal::Unknown { at }),
        Some(u) if !u.exists_on(with.now.day()) => {
            refusals.push(SubmitRefusal::UnitNotValid {
                at,
                unit: code.clone(),
                successor: u.successor.clone(),
            });
        }
        Some(u) => return Some(u.receives),
    }
    None
}

fn check_line(typed: &str, at: Field, most: usize, required: bool, refusals: &mut Vec<SubmitRefusal>) {
    let typed = typed.trim();
    if typed.is_empty() {
        if required {
            refusals.push(SubmitRefusal::Missing { at });
        }
        return;
    }
    // No text has more characters than bytes: most are not counted at all.
    if typed.len() <= most {
        return;
    }
    let have = text::length(typed);
    if have > most {
        refusals.push(SubmitRefusal::TooLong { at, most, have });
    }
}

/// Good enough to try: something, one `@`, something with a dot, no blanks.
pub fn is_email(text: &str) -> bool {
    let Some((who, host)) = text.split_once('@') else { return false };
    let plain = text.len() <= draft::MAX_EMAIL && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let dotted = host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
    plain && !who.is_empty() && dotted && !host.contains('@')
}

#[cfg(test)]
pub(super) mod tests;

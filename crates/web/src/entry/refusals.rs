//! What a refusal says to the person, and at which field.

use crate::{Arg, FieldErrors, Msg};
use app::entry::SaveRefusal;
use app::files::{AttachRefusal, KeepRefusal};
use domain::contest::{Admitted, AgeRefusal, RulesEdition};
use domain::entry::formal::{FormalReason, FormalWarning};
use domain::entry::{AuthorField, Field, RecordRefusal, ReviveRefusal, SubmitRefusal, WithdrawRefusal};
use domain::time::Instant;

/// The id of the field on its page; the first option of a choice has the id of the choice.
pub fn field_id(field: &Field) -> String {
    let name = match field {
        Field::Entry => "main",
        Field::Route => "route",
        Field::Unit => "unit",
        Field::Title => "title",
        Field::Areas => "area",
        Field::Form => "form",
        Field::Applied => "applied",
        Field::Section(code) => return format!("section-{code}"),
        Field::Asked(code) => return app::entry::fields::of_question(code),
        Field::Category => "category",
        Field::Authors => "authors",
        Field::Author(_, AuthorField::Representative) => "representative",
        Field::Author(n, part) => return format!("author-{}-{}", n + 1, author_part(*part)),
        Field::Files => "file",
        Field::Email => "email",
        Field::Declaration => "own-work",
    };
    name.to_owned()
}

fn author_part(part: AuthorField) -> &'static str {
    match part {
        AuthorField::Name => "name",
        AuthorField::RoleTitle => "role",
        AuthorField::Unit => "unit",
        AuthorField::Address => "address",
        AuthorField::Phone => "phone",
        AuthorField::Share => "share",
        AuthorField::Representative => "representative",
        AuthorField::Birth => "birth",
    }
}

/// What a field is called in the middle of a sentence.
pub fn field_name(field: &Field, rules: &RulesEdition) -> Arg<'static> {
    let key = match field {
        Field::Entry => "entry-what-entry",
        Field::Route => "entry-what-route",
        Field::Unit => "entry-what-unit",
        Field::Title => "entry-what-title",
        Field::Areas => "entry-what-areas",
        Field::Form => "entry-what-form",
        Field::Applied => "entry-what-applied",
        Field::Section(code) | Field::Asked(code) => {
            return Arg::from(rules.name_of(code).map_or_else(|| code.clone(), |name| format!("“{name}”")));
        }
        Field::Category => "entry-what-category",
        Field::Authors => "entry-what-authors",
        Field::Author(_, AuthorField::Name) => "entry-what-author-name",
        Field::Author(_, AuthorField::RoleTitle) => "entry-what-author-role",
        Field::Author(_, AuthorField::Unit) => "entry-what-author-unit",
        Field::Author(_, AuthorField::Address) => "entry-what-author-address",
        Field::Author(_, AuthorField::Phone) => "entry-what-author-phone",
        Field::Author(_, AuthorField::Share) => "entry-what-author-share",
        Field::Author(_, AuthorField::Representative) => "entry-what-representative",
        Field::Author(_, AuthorField::Birth) => "entry-what-author-birth",
        Field::Files => "entry-what-files",
        Field::Email => "entry-what-email",
        Field::Declaration => "entry-what-declaration",
    };
    Arg::Key(key.into())
}

/// `key` for a field of the entry, `author_key` for one of an author, who is counted from 1.
fn about(field: &Field, rules: &RulesEdition, key: &'static str, author_key: &'static str) -> Msg {
    let what = field_name(field, rules);
    match field {
        Field::Author(n, _) => Msg::new(author_key).arg("what", what).arg("n", n + 1),
        _ => Msg::new(key).arg("what", what),
    }
}

fn too_long(at: &Field, most: usize, have: usize, rules: &RulesEdition) -> Msg {
    let msg = about(at, rules, "entry-refusal-too-long", "entry-refusal-too-long-author");
    msg.arg("most", most).arg("have", have)
}

fn unknown(at: &Field, rules: &RulesEdition) -> Msg {
    about(at, rules, "entry-refusal-unknown", "entry-refusal-unknown-author")
}

fn missing(at: &Field, rules: &RulesEdition) -> Msg {
    match at {
        Field::Route
        | Field::Unit
        | Field::Areas
        | Field::Form
        | Field::Category
        | Field::Applied
        | Field::Files => Msg::new("entry-refusal-choose").arg("what", field_name(at, rules)),
        Field::Declaration => Msg::new("entry-refusal-declare"),
        Field::Authors => Msg::new("entry-refusal-no-author"),
        Field::Entry
        | Field::Title
        | Field::Section(_)
        | Field::Asked(_)
        | Field::Author(..)
        | Field::Email => about(at, rules, "entry-refusal-missing", "entry-refusal-missing-author"),
    }
}

fn closed(closed_at: Instant) -> Msg {
    Msg::new("entry-refusal-closed").arg("at", Arg::At(closed_at.0)).arg("last", Arg::At(closed_at.0 - 1))
}

fn not_open(opens_on: Option<domain::time::Day>) -> Msg {
    match opens_on {
        Some(day) => Msg::new("entry-refusal-not-open-yet").arg("day", Arg::Day(day.0)),
        None => Msg::new("entry-refusal-not-open"),
    }
}

pub fn submit(refusal: &SubmitRefusal, rules: &RulesEdition) -> Msg {
    use SubmitRefusal as R;
    match refusal {
        R::NotOpenYet { opens_on } => not_open(*opens_on),
        R::Closed { closed_at } => closed(*closed_at),
        R::AlreadyHandedIn => Msg::new("entry-refusal-already-handed-in"),
        R::Withdrawn => Msg::new("entry-refusal-withdrawn"),
        R::AlreadyForwarded => Msg::new("entry-refusal-already-forwarded"),
        R::Unchanged => Msg::new("entry-refusal-unchanged"),
        R::SameWork => Msg::new("entry-refusal-same-work"),
        R::Missing { at } => missing(at, rules),
        R::TooLong { at, most, have } => too_long(at, *most, *have, rules),
        R::TooMany { at, most, have } => too_many(at, *most, *have, rules),
        R::Unknown { at } => unknown(at, rules),
        R::NotAdmitted { at: Field::Category } => match rules.entrants.admitted {
            Admitted::CollectiveOnly => Msg::new("entry-refusal-collective-only"),
            Admitted::Everyone | Admitted::StaffOnly => unknown(&Field::Category, rules),
        },
        R::NotAdmitted { .. } => Msg::new("entry-refusal-form-not-admitted"),
        R::ShareUnreadable { author } => Msg::new("entry-refusal-share").arg("n", author + 1),
        R::EmailUnreadable => Msg::new("entry-refusal-email"),
        R::UnitNotValid { unit, successor: Some(successor), .. } => Msg::new("entry-refusal-unit-replaced")
            .arg("unit", unit.0.clone())
            .arg("successor", successor.0.clone()),
        R::UnitNotValid { unit, successor: None, .. } => {
            Msg::new("entry-refusal-unit-gone").arg("unit", unit.0.clone())
        }
        R::UnitTakesNone { unit } => Msg::new("entry-refusal-unit-takes-none").arg("unit", unit.0.clone()),
        R::OneAuthorOnly { have } => Msg::new("entry-refusal-one-author").arg("have", *have),
        R::StaffOnly { author } => Msg::new("entry-refusal-staff-only").arg("n", author + 1),
        R::NotConfirmed { author } => Msg::new("entry-refusal-not-confirmed").arg("n", author + 1),
        R::Age { author, why } => age(*author, why),
        R::FilesTooLarge { most, have } => too_large_together(*most, *have),
        R::FileNotHeld { position } => Msg::new("entry-refusal-file-not-held").arg("n", position + 1),
        R::FileInfected { position } => Msg::new("entry-refusal-file-infected").arg("n", position + 1),
        R::Answer { code, why } => super::asked::refusal(why, rules.name_of(code).unwrap_or(code)),
        R::Formal(reason) => formal(reason),
    }
}

fn too_many(at: &Field, most: usize, have: usize, rules: &RulesEdition) -> Msg {
    Msg::new("entry-refusal-too-many").arg("what", field_name(at, rules)).arg("most", most).arg("have", have)
}

fn too_large_together(most: u64, have: u64) -> Msg {
    Msg::new("entry-refusal-files-too-large")
        .arg("most", mega(most))
        .arg("have", mega(have.saturating_add(MB - 1)))
}

const MB: u64 = 1024 * 1024;

fn mega(bytes: u64) -> u64 {
    bytes / MB
}

/// About the author at this place, from 0.
pub fn age(author: usize, why: &AgeRefusal) -> Msg {
    let said = |key| Msg::new(key).arg("n", author + 1);
    let years = |key, age: u16, bound: u8, on: domain::time::Day| {
        said(key).arg("age", u32::from(age)).arg("bound", u32::from(bound)).arg("day", Arg::Day(on.0))
    };
    match *why {
        AgeRefusal::Unreadable => said("entry-refusal-birth-unreadable"),
        AgeRefusal::InFuture => said("entry-refusal-birth-future"),
        AgeRefusal::TooYoung { age, least, on } => years("entry-refusal-too-young", age, least, on),
        AgeRefusal::TooOld { age, most, on } => years("entry-refusal-too-old", age, most, on),
    }
}

pub fn formal(reason: &FormalReason) -> Msg {
    match reason {
        FormalReason::AuthorIsJudge { author } => {
            Msg::new("entry-formal-author-is-judge").arg("n", author + 1)
        }
        FormalReason::GroupTooSmall { least, have } => {
            Msg::new("entry-formal-group-too-small").arg("least", *least).arg("have", *have)
        }
        FormalReason::GroupTooLarge { most, have } => {
            Msg::new("entry-formal-group-too-large").arg("most", *most).arg("have", *have)
        }
        FormalReason::NoRepresentative { have: 0 } => Msg::new("entry-formal-no-representative"),
        FormalReason::NoRepresentative { have } => {
            Msg::new("entry-formal-representatives").arg("have", *have)
        }
        FormalReason::NoWordText => Msg::new("entry-formal-no-word-text"),
        FormalReason::SharesNotWhole { total, must } => {
            Msg::new("entry-formal-shares").arg("total", Arg::Marks(*total)).arg("must", Arg::Marks(*must))
        }
        FormalReason::BadContactPhone { author } => Msg::new("entry-formal-phone").arg("n", author + 1),
    }
}

pub fn warning(warning: &FormalWarning) -> Msg {
    match warning {
        FormalWarning::BadPhoneCoAuthor { author } => {
            Msg::new("entry-formal-phone-co-author").arg("n", author + 1)
        }
    }
}

/// The refusals of a hand-in, each at its field.
pub fn submit_errors<'a>(
    refusals: impl IntoIterator<Item = &'a SubmitRefusal>,
    rules: &RulesEdition,
) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for r in refusals {
        match r.field() {
            Field::Entry => errors.add_form(submit(r, rules)),
            field => errors.add(field_id(&field), submit(r, rules)),
        };
    }
    errors
}

/// The refusals of a save; `Stale` has a page of its own.
pub fn save_errors(refusals: &[SaveRefusal], rules: &RulesEdition) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for r in refusals {
        match r {
            SaveRefusal::Problem(p) => match p.field() {
                Field::Entry => errors.add_form(submit(p, rules)),
                field => errors.add(field_id(&field), submit(p, rules)),
            },
            SaveRefusal::TooLarge { .. } => errors.add_form(Msg::new("entry-refusal-draft-too-large")),
            SaveRefusal::Stale { .. } => errors.add_form(Msg::new("entry-part-stale")),
        };
    }
    errors
}

pub fn record(refusal: &RecordRefusal, rules: &RulesEdition) -> Msg {
    use RecordRefusal as R;
    match refusal {
        R::ContestNotOpen => Msg::new("entry-record-not-open"),
        R::ContestOver => Msg::new("entry-record-over"),
        R::InTheFuture { now } => Msg::new("entry-record-future").arg("now", Arg::At(now.0)),
        R::CodeTaken => Msg::new("entry-record-code-taken"),
        R::CodeUnreadable => Msg::new("entry-record-code-unreadable"),
        R::NoLongerHere => Msg::new("entry-record-no-longer-here"),
        R::Unchanged => Msg::new("entry-refusal-unchanged"),
        R::Missing { at } => missing(at, rules),
        R::TooLong { at, most, have } => too_long(at, *most, *have, rules),
        R::TooMany { at, most, have } => too_many(at, *most, *have, rules),
        R::Unknown { at } => unknown(at, rules),
    }
}

pub fn record_errors(refusals: &[RecordRefusal], rules: &RulesEdition) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for r in refusals {
        let msg = record(r, rules);
        match r {
            RecordRefusal::InTheFuture { .. } => errors.add("received-at", msg),
            RecordRefusal::CodeTaken | RecordRefusal::CodeUnreadable => errors.add("code", msg),
            _ => match r.field() {
                Field::Entry => errors.add_form(msg),
                field => errors.add(field_id(&field), msg),
            },
        };
    }
    errors
}

pub fn withdraw(refusal: &WithdrawRefusal) -> Msg {
    Msg::new(match refusal {
        WithdrawRefusal::NotHandedIn => "entry-withdraw-not-handed-in",
        WithdrawRefusal::AlreadyWithdrawn => "entry-withdraw-already",
        WithdrawRefusal::JudgingBegan => "entry-withdraw-judging-began",
    })
}

pub fn revive(refusal: &ReviveRefusal) -> Msg {
    match refusal {
        ReviveRefusal::NotWithdrawn => Msg::new("entry-revive-not-withdrawn"),
        ReviveRefusal::SameWork => Msg::new("entry-revive-same-work"),
        ReviveRefusal::NotOpenYet { opens_on } => not_open(*opens_on),
        ReviveRefusal::Closed { closed_at } => closed(*closed_at),
    }
}

/// About one file, by its name.
pub fn attach(refusal: &AttachRefusal, name: &str, rules: &RulesEdition) -> Msg {
    let named = |key| Msg::new(key).arg("name", shown(name));
    match refusal {
        AttachRefusal::UnknownType => named("entry-file-unknown-type"),
        AttachRefusal::Empty => named("entry-file-empty"),
        AttachRefusal::TooLarge { most, .. } => named("entry-file-too-large").arg("most", mega(*most)),
        AttachRefusal::TooMany { most } => Msg::new("entry-file-too-many").arg("most", *most),
        AttachRefusal::TooLargeTogether { most, have } => too_large_together(*most, *have),
        AttachRefusal::NameTooLong { most, have } => {
            Msg::new("entry-file-name-too-long").arg("most", *most).arg("have", *have)
        }
        AttachRefusal::NameMissing => Msg::new("entry-file-name-missing"),
        AttachRefusal::Locked(why) => submit(why, rules),
    }
}

/// About one file of several, by its name.
pub fn keep(refusal: &KeepRefusal, name: &str) -> Msg {
    let name = shown(name);
    match refusal {
        KeepRefusal::Empty => Msg::new("entry-file-empty").arg("name", name),
        KeepRefusal::TooLarge { most } => {
            Msg::new("entry-file-too-large").arg("name", name).arg("most", mega(*most))
        }
        KeepRefusal::UnknownType => Msg::new("entry-file-unknown-type").arg("name", name),
        KeepRefusal::Macro => Msg::new("entry-file-macro").arg("name", name),
        KeepRefusal::BadArchive => Msg::new("entry-file-bad-archive").arg("name", name),
        KeepRefusal::ReachesOut => Msg::new("entry-file-reaches-out").arg("name", name),
        KeepRefusal::NameDisagrees { is } => {
            Msg::new("entry-file-name-disagrees").arg("name", name).arg("is", is.extension())
        }
    }
}

/// A file's name as a page may say it: what a stranger chose, without what turns letters round, and not longer than a line or two.
pub(super) fn shown(name: &str) -> String {
    domain::text::clean_line(name.rsplit(['/', '\\']).next().unwrap_or_default()).chars().take(120).collect()
}

//! What the rules of this slice say no to, in words. Every refusal has its text; the compiler sees to it.

use crate::Msg;
use app::people::accounts::AccountRefusal;
use domain::people::GrantRefusal;
use domain::people::invitation::LinkRefusal;
use domain::people::login::LoginNameRefusal;
use domain::people::name::NameRefusal;
use domain::people::org_unit::UnitRefusal;
use domain::people::password::PasswordRefusal;

/// The field and the text.
pub type Fault = (&'static str, Msg);

pub fn password(why: PasswordRefusal) -> Fault {
    match why {
        PasswordRefusal::TooShort { least, have } => {
            ("password", Msg::new("people-password-too-short").arg("least", least).arg("have", have))
        }
        PasswordRefusal::TooLong { most } => {
            ("password", Msg::new("people-password-too-long").arg("most", most))
        }
        PasswordRefusal::Common => ("password", Msg::new("people-password-common")),
        PasswordRefusal::HoldsOwnName => ("password", Msg::new("people-password-own-name")),
        PasswordRefusal::Monotonous => ("password", Msg::new("people-password-monotonous")),
        PasswordRefusal::NotRepeated => ("password-again", Msg::new("people-password-not-repeated")),
    }
}

pub fn link(why: LinkRefusal) -> Msg {
    Msg::new(match why {
        LinkRefusal::Unknown => "people-link-unknown",
        LinkRefusal::Used => "people-link-used",
        LinkRefusal::Expired => "people-link-expired",
        LinkRefusal::AccountClosed => "people-link-account-closed",
    })
}

pub fn account(why: &AccountRefusal) -> (Option<&'static str>, Msg) {
    match why {
        AccountRefusal::Name(why) => (Some("name"), name(*why)),
        AccountRefusal::Login(why) => (Some("login"), login(*why)),
        AccountRefusal::LoginTaken => (Some("login"), Msg::new("people-login-taken")),
        AccountRefusal::BadEmail => (Some("email"), Msg::new("people-email-bad")),
        AccountRefusal::BadLang => (Some("lang"), Msg::new("people-lang-bad")),
        AccountRefusal::LastAdministrator => (None, Msg::new("people-last-administrator")),
        AccountRefusal::OwnAccount => (None, Msg::new("people-own-account")),
    }
}

fn name(why: NameRefusal) -> Msg {
    match why {
        NameRefusal::Empty => Msg::new("people-name-missing"),
        NameRefusal::TooShort { least } => Msg::new("people-name-too-short").arg("least", least),
        NameRefusal::TooLong { most } => Msg::new("people-name-too-long").arg("most", most),
        NameRefusal::NotAName => Msg::new("people-name-not-a-name"),
    }
}

fn login(why: LoginNameRefusal) -> Msg {
    match why {
        LoginNameRefusal::Empty => Msg::new("people-log-in-login-missing"),
        LoginNameRefusal::TooShort { least } => Msg::new("people-login-too-short").arg("least", least),
        LoginNameRefusal::TooLong { most } => Msg::new("people-login-too-long").arg("most", most),
        LoginNameRefusal::NotPlain => Msg::new("people-login-not-plain"),
    }
}

pub fn grant(why: &GrantRefusal) -> (Option<&'static str>, Msg) {
    match why {
        GrantRefusal::UnitMissing => (Some("unit"), Msg::new("people-grant-unit-missing")),
        GrantRefusal::ContestMissing => (Some("contest"), Msg::new("people-grant-contest-missing")),
        GrantRefusal::SeatMissing => (Some("role"), Msg::new("people-grant-seat-missing")),
        GrantRefusal::DaysReversed => (Some("to"), Msg::new("people-days-reversed")),
        GrantRefusal::DelegateNeedsDays => (Some("from"), Msg::new("people-grant-delegate-needs-days")),
        GrantRefusal::DelegateOfWhom => (Some("role"), Msg::new("people-grant-delegate-of-whom")),
        GrantRefusal::AdminSeesNoMarks => (Some("role"), Msg::new("people-grant-admin-sees-no-marks")),
        GrantRefusal::AuditorOnlyReads => (Some("role"), Msg::new("people-grant-auditor-only-reads")),
        GrantRefusal::HeldAlready => (Some("role"), Msg::new("people-grant-held-already")),
        GrantRefusal::ToOneself => (None, Msg::new("people-grant-to-oneself")),
        GrantRefusal::AccountClosed => (None, Msg::new("people-link-account-closed")),
    }
}

pub fn unit(why: &UnitRefusal) -> Fault {
    match why {
        UnitRefusal::BadCode => ("code", Msg::new("people-unit-code-bad")),
        UnitRefusal::CodeTaken => ("code", Msg::new("people-unit-code-taken")),
        UnitRefusal::NameMissing => ("name", Msg::new("people-unit-name-missing")),
        UnitRefusal::NameTooLong { most } => ("name", Msg::new("people-name-too-long").arg("most", *most)),
        UnitRefusal::BadKind => ("kind", Msg::new("people-unit-kind-bad")),
        UnitRefusal::DaysReversed => ("to", Msg::new("people-days-reversed")),
        UnitRefusal::UnknownParent => ("parent", Msg::new("people-unit-parent-unknown")),
        UnitRefusal::UnknownSuccessor => ("successor", Msg::new("people-unit-successor-unknown")),
        UnitRefusal::ParentCircle => ("parent", Msg::new("people-unit-parent-circle")),
        UnitRefusal::SharesNotWhole => ("successor", Msg::new("people-unit-shares-not-whole")),
        UnitRefusal::SuccessorCircle => ("successor", Msg::new("people-unit-successor-circle")),
    }
}

//! What can happen in this slice. One value per happening; never personal data.

use super::grant::Role;
use super::invitation::InvitationKind;
use crate::event::Fact;
use crate::ids::{ContestId, PersonId, UnitCode, UnitId};

#[derive(Debug, Clone, PartialEq)]
pub enum PeopleEvent {
    AccountCreated {
        person: PersonId,
    },
    AccountChanged {
        person: PersonId,
        fields: Vec<&'static str>,
    },
    AccountClosed {
        person: PersonId,
    },
    AccountReopened {
        person: PersonId,
    },
    Invited {
        person: PersonId,
        kind: InvitationKind,
    },
    PasswordChosen {
        person: PersonId,
    },
    LoggedIn {
        person: PersonId,
    },
    LoggedOutEverywhere {
        person: PersonId,
        sessions: i64,
    },
    Granted {
        person: PersonId,
        role: Role,
        unit: Option<UnitId>,
        contest: Option<ContestId>,
        days: (String, String),
        delegate: bool,
    },
    Revoked {
        person: PersonId,
        role: Role,
        unit: Option<UnitId>,
        contest: Option<ContestId>,
    },
    UnitCreated {
        unit: UnitId,
        code: UnitCode,
    },
    UnitChanged {
        unit: UnitId,
        fields: Vec<&'static str>,
    },
    UnitsImported {
        created: i64,
        changed: i64,
        file_sha256: String,
    },
    /// `created` units went, `changed` ones became what they were.
    UnitImportUndone {
        import: i64,
        created: i64,
        changed: i64,
    },
}

impl PeopleEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::AccountCreated { .. } => "people.account_created",
            Self::AccountChanged { .. } => "people.account_changed",
            Self::AccountClosed { .. } => "people.account_closed",
            Self::AccountReopened { .. } => "people.account_reopened",
            Self::Invited { .. } => "people.invited",
            Self::PasswordChosen { .. } => "people.password_chosen",
            Self::LoggedIn { .. } => "people.logged_in",
            Self::LoggedOutEverywhere { .. } => "people.logged_out_everywhere",
            Self::Granted { .. } => "people.granted",
            Self::Revoked { .. } => "people.revoked",
            Self::UnitCreated { .. } => "people.unit_created",
            Self::UnitChanged { .. } => "people.unit_changed",
            Self::UnitsImported { .. } => "people.units_imported",
            Self::UnitImportUndone { .. } => "people.unit_import_undone",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::AccountCreated { person }
            | Self::AccountChanged { person, .. }
            | Self::AccountClosed { person }
            | Self::AccountReopened { person }
            | Self::Invited { person, .. }
            | Self::PasswordChosen { person }
            | Self::LoggedIn { person }
            | Self::LoggedOutEverywhere { person, .. }
            | Self::Granted { person, .. }
            | Self::Revoked { person, .. } => ("person", person.0),
            Self::UnitCreated { unit, .. } | Self::UnitChanged { unit, .. } => ("unit", unit.0),
            Self::UnitsImported { .. } => ("units", 0),
            Self::UnitImportUndone { import, .. } => ("units", *import),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        let names = |fields: &[&'static str]| Fact::List(fields.iter().map(|f| (*f).to_owned()).collect());
        let scope = |role: &Role, unit: &Option<UnitId>, contest: &Option<ContestId>| {
            let mut facts: Vec<(&'static str, Fact)> = vec![("role", role.word().into())];
            facts.extend(unit.map(|u| ("unit", Fact::Id(u.0))));
            facts.extend(contest.map(|c| ("contest", Fact::Id(c.0))));
            facts
        };
        match self {
            Self::AccountCreated { .. }
            | Self::AccountClosed { .. }
            | Self::AccountReopened { .. }
            | Self::PasswordChosen { .. }
            | Self::LoggedIn { .. } => vec![],
            Self::AccountChanged { fields, .. } | Self::UnitChanged { fields, .. } => {
                vec![("fields", names(fields))]
            }
            Self::Invited { kind, .. } => vec![("kind", kind.word().into())],
            Self::LoggedOutEverywhere { sessions, .. } => vec![("sessions", (*sessions).into())],
            Self::Granted { role, unit, contest, days, delegate, .. } => {
                let mut facts = scope(role, unit, contest);
                facts.push(("from", days.0.clone().into()));
                facts.push(("to", days.1.clone().into()));
                facts.push(("delegate", i64::from(*delegate).into()));
                facts
            }
            Self::Revoked { role, unit, contest, .. } => scope(role, unit, contest),
            Self::UnitCreated { code, .. } => vec![("code", code.as_str().into())],
            Self::UnitImportUndone { created, changed, .. } => {
                vec![("created", (*created).into()), ("changed", (*changed).into())]
            }
            Self::UnitsImported { created, changed, file_sha256 } => vec![
                ("created", (*created).into()),
                ("changed", (*changed).into()),
                ("file_sha256", file_sha256.clone().into()),
            ],
        }
    }
}

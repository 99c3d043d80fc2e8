//! What can happen in this slice. One value per happening; never personal data.

use crate::event::Fact;
use crate::ids::PersonId;

#[derive(Debug, Clone, PartialEq)]
pub enum PeopleEvent {
    AccountCreated { person: PersonId },
    LoggedIn { person: PersonId },
}

impl PeopleEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::AccountCreated { .. } => "people.account_created",
            Self::LoggedIn { .. } => "people.logged_in",
        }
    }

    pub fn subject(&self) -> (&'static str, i64) {
        match self {
            Self::AccountCreated { person } | Self::LoggedIn { person } => ("person", person.0),
        }
    }

    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        match self {
            Self::AccountCreated { .. } | Self::LoggedIn { .. } => vec![],
        }
    }
}

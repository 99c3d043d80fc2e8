//! Who looks at the page, as far as the coarse gate of a route needs to know. The action asks the fine question.

use crate::AppState;
use axum::http::request::Parts;
use domain::actor::Actor;
use domain::time::Instant;

/// A kind of role, without its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Clerk,
    Head,
    Secretary,
    Judge,
    Chair,
    Organiser,
    Auditor,
    Leader,
    Admin,
}

/// A person who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub person_id: i64,
    pub name: String,
    /// The kinds of roles held at this moment, each once.
    pub roles: Vec<Role>,
}

/// The one at the door: nobody in particular, a person with an account, an entrant with the receipt code and PIN of one
/// entry, or a person who is both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    pub person: Option<SignedIn>,
    /// The entry whose code and PIN were shown in this session.
    pub entry_id: Option<i64>,
}

impl Viewer {
    pub fn anonymous() -> Viewer {
        Viewer::default()
    }

    pub fn is_anonymous(&self) -> bool {
        self.person.is_none() && self.entry_id.is_none()
    }

    pub fn has(&self, role: Role) -> bool {
        self.person.as_ref().is_some_and(|p| p.roles.contains(&role))
    }

    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|r| self.has(*r))
    }
}

/// Who sends this request: asked once per request, before the route's gate.
pub async fn from_request(_parts: &Parts, state: &AppState, _now: Instant) -> (Viewer, Actor) {
    let _ = &state.config;
    (Viewer::anonymous(), Actor::Anonymous)
}

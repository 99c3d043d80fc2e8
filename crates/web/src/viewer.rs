//! Who looks at the page: found once per request from the cookies, before the route's gate. The gate knows kinds of roles; the
//! action asks the fine question of the [`Actor`].

use crate::{AppState, cookie};
use app::session::{self, Found, Token};
use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use domain::actor::Actor;
use domain::ids::EntryId;
pub use domain::people::Role;
use domain::time::Instant;
use std::net::{IpAddr, SocketAddr};

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

    /// Who acts upon this entry: its holder where code and PIN of exactly this entry were shown, else `actor`.
    pub fn acting_on(&self, entry: EntryId, actor: &Actor) -> Actor {
        if self.entry_id == Some(entry.0) { Actor::EntryHolder { entry } } else { actor.clone() }
    }
}

/// Who sends this request. A session that is over, or a fault of the database, is nobody in particular: the gate then says so.
pub async fn from_request(parts: &Parts, state: &AppState, now: Instant) -> (Viewer, Actor) {
    let headers = &parts.headers;
    let person = look_up(state, cookie::session(headers, &state.config), now).await;
    let entry = look_up(state, cookie::entry_session(headers, &state.config), now).await;
    let mut viewer = Viewer::anonymous();
    let mut actor = Actor::Anonymous;
    if let Some(Found { actor: Actor::EntryHolder { entry }, .. }) = entry {
        viewer.entry_id = Some(entry.0);
        actor = Actor::EntryHolder { entry };
    }
    if let Some(Found { actor: Actor::Person(p), .. }) = person {
        let mut roles: Vec<Role> = p.grants.iter().map(Role::of).collect();
        roles.sort_unstable();
        roles.dedup();
        viewer.person = Some(SignedIn { person_id: p.id.0, name: p.name.clone(), roles });
        actor = Actor::Person(p);
    }
    (viewer, actor)
}

async fn look_up(state: &AppState, token: Option<&str>, now: Instant) -> Option<Found> {
    let hash = Token::hash_of(token?)?;
    let found = match state.db.read(move |tx| session::find(tx, &hash, now)).await {
        Ok(found) => found?,
        Err(fault) => {
            tracing::error!(%fault, "a session cannot be read");
            return None;
        }
    };
    if found.touch {
        // Late or lost, it only ends an idle session a little earlier: nobody waits for it.
        let db = state.db.clone();
        tokio::spawn(async move {
            if let Err(fault) = db.write(move |tx| session::touch(tx, &hash, now)).await {
                tracing::warn!(%fault, "\"last seen\" cannot be written");
            }
        });
    }
    Some(found)
}

/// The address the request came from. Behind a reverse proxy on this machine it is the one that the proxy saw and appended to
/// `X-Forwarded-For`; what a caller wrote there itself stands before it and is not believed.
pub fn address(headers: &HeaderMap, peer: Option<&ConnectInfo<SocketAddr>>) -> IpAddr {
    let peer = peer.map_or(IpAddr::from([127, 0, 0, 1]), |c| c.0.ip().to_canonical());
    if !peer.is_loopback() {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_what_the_own_proxy_appended_is_believed() {
        let from = |peer: &str, forwarded: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in forwarded {
                headers.append("x-forwarded-for", HeaderValue::from_static(value));
            }
            let peer = ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1));
            address(&headers, Some(&peer)).to_string()
        };
        assert_eq!(from("203.0.113.9", &[]), "203.0.113.9");
        assert_eq!(from("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(from("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(from("127.0.0.1", &["1.1.1.1, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(from("127.0.0.1", &["1.1.1.1", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(from("::1", &["nonsense"]), "::1");
    }

    #[test]
    fn the_holder_of_one_entry_is_a_stranger_to_the_next() {
        let viewer = Viewer { person: None, entry_id: Some(5) };
        let own = viewer.acting_on(EntryId(5), &Actor::Anonymous);
        assert_eq!(own, Actor::EntryHolder { entry: EntryId(5) });
        assert_eq!(viewer.acting_on(EntryId(6), &Actor::Anonymous), Actor::Anonymous);
    }
}

//! people/log_in: in three steps, because the slow one must not hold a transaction.
//!
//! 1. [`begin`] counts the attempt (before the password is looked at, so that a hundred at once do not all count as the first) and
//!    hands out the hash to check: the account's own, or nobody's when there is no such account.
//! 2. [`password::verify`](super::password::verify), outside any transaction.
//! 3. [`finish`] opens a session with a new token, or does nothing. Known and unknown accounts, right and wrong passwords of closed
//!    accounts take the same path and time, and the page says the same.

use super::store;
use super::throttle::{self, Counted};
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use crate::record::record;
use crate::session::{self, Token, TokenHash};
use domain::actor::{Actor, Person};
use domain::ids::PersonId;
use domain::people::PeopleEvent;
use domain::people::login::typed_form;
use domain::people::throttle::Scope;
use domain::time::Instant;

/// What is known of an attempt before the password is looked at.
#[derive(Debug, Clone)]
pub struct Attempt {
    person: Option<PersonId>,
    login: String,
    /// To be checked against what was typed.
    pub hash: String,
    counted: Vec<Counted>,
    device: Device,
}

#[derive(Debug)]
pub enum Begun {
    /// Too many attempts: the next one is looked at from this instant on. Nothing was counted.
    Wait {
        until: Instant,
    },
    Check(Attempt),
}

/// Someone who has logged in.
#[derive(Debug)]
pub struct LoggedIn {
    pub person: PersonId,
    pub lang: String,
    /// For the session cookie.
    pub token: Token,
    /// For the device cookie: lets this browser log in to this account whatever others do from elsewhere.
    pub device: String,
}

/// `network` is [`throttle::network`] of the caller, `device` the device cookie as sent, if any.
pub fn begin(
    tx: &mut Tx,
    keys: &Keys,
    typed_login: &str,
    network: &str,
    device: Option<&str>,
    now: Instant,
) -> Result<Begun, DbFault> {
    let login = typed_form(typed_login);
    let device = Device::parse(device);
    let count = |scope, parts: &[&str]| Counted::new(keys, scope, "log-in", parts);
    let counted = if device.knows(keys, &login) {
        vec![count(Scope::KnownDevice, &[&login, &device.id])]
    } else {
        vec![
            count(Scope::AccountFromNetwork, &[&login, network]),
            count(Scope::Account, &[&login]),
            count(Scope::Network, &[network]),
        ]
    };
    if let Some(until) = throttle::attempt(tx, &counted, now)? {
        return Ok(Begun::Wait { until });
    }
    let (person, hash) = match store::credential(tx, &login)? {
        Some((person, hash)) => (Some(person), hash),
        None => (None, super::password::nobody().to_owned()),
    };
    Ok(Begun::Check(Attempt { person, login, hash, counted, device }))
}

/// `verified` is what [`password::verify`](super::password::verify) said. `before` is the session the browser had: it ends.
pub fn finish(
    tx: &mut Tx,
    keys: &Keys,
    attempt: &Attempt,
    verified: bool,
    before: Option<&TokenHash>,
    now: Instant,
) -> Result<Option<LoggedIn>, DbFault> {
    let Some(id) = attempt.person.filter(|_| verified) else { return Ok(None) };
    // The account may have been closed, or its password changed, while the hash was checked.
    let Some(row) = store::person(tx, id)?.filter(|p| p.active) else { return Ok(None) };
    if store::password_hash(tx, id)?.as_deref() != Some(attempt.hash.as_str()) {
        return Ok(None);
    }
    throttle::succeeded(tx, &attempt.counted)?;
    let token = session::open(tx, id, before, now)?;
    let actor = Actor::Person(Person { id, name: row.name, grants: vec![] });
    record(tx, &actor, None, PeopleEvent::LoggedIn { person: id }, now)?;
    let device = attempt.device.clone().known_to(keys, &attempt.login).text();
    Ok(Some(LoggedIn { person: id, lang: row.lang, token, device }))
}

/// A browser that has logged in before: a random id, and for each of the last accounts a keyed mark that only we can make.
/// Its text is `id.mark.mark…`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Device {
    id: String,
    marks: Vec<String>,
}

/// On a shared PC so many accounts are remembered, the latest first.
const ACCOUNTS: usize = 6;

impl Device {
    fn parse(cookie: Option<&str>) -> Device {
        let hex = |s: &str| s.len() == 32 && s.bytes().all(|b| b.is_ascii_hexdigit());
        let mut parts = cookie.unwrap_or_default().split('.');
        match parts.next().filter(|id| hex(id)) {
            Some(id) => {
                let marks = parts.filter(|m| hex(m)).take(ACCOUNTS).map(str::to_owned).collect();
                Device { id: id.to_owned(), marks }
            }
            None => {
                let mut bytes = [0_u8; 16];
                if getrandom::fill(&mut bytes).is_err() {
                    tracing::error!("the system gives no random bytes");
                }
                Device { id: data_encoding::HEXLOWER.encode(&bytes), marks: Vec::new() }
            }
        }
    }

    fn mark(&self, keys: &Keys, login: &str) -> String {
        let digest = keys.digest("device", &[self.id.as_bytes(), login.as_bytes()]);
        data_encoding::HEXLOWER.encode(&digest[..16])
    }

    fn knows(&self, keys: &Keys, login: &str) -> bool {
        let mark = self.mark(keys, login);
        self.marks.iter().any(|m| Keys::same(m.as_bytes(), mark.as_bytes()))
    }

    fn known_to(mut self, keys: &Keys, login: &str) -> Device {
        let mark = self.mark(keys, login);
        self.marks.retain(|m| *m != mark);
        self.marks.insert(0, mark);
        self.marks.truncate(ACCOUNTS);
        self
    }

    fn text(&self) -> String {
        let mut text = self.id.clone();
        for mark in &self.marks {
            text.push('.');
            text.push_str(mark);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_only_to_the_accounts_that_logged_in_on_it() {
        let keys = Keys::fixed([3; 32]);
        let d = Device::parse(None).known_to(&keys, "an");
        let again = Device::parse(Some(&d.text()));
        assert_eq!(again, d);
        assert!(again.knows(&keys, "an"));
        assert!(!again.knows(&keys, "binh"));
        assert!(!again.knows(&Keys::fixed([4; 32]), "an"));
        let stolen_mark = Device { id: "0".repeat(32), marks: d.marks.clone() };
        assert!(!stolen_mark.knows(&keys, "an"));
        let many = (0..20).fold(d, |d, i| d.known_to(&keys, &format!("p{i}")));
        assert_eq!(many.marks.len(), ACCOUNTS);
        assert!(many.knows(&keys, "p19") && !many.knows(&keys, "an"));
    }

    #[test]
    fn a_forged_cookie_is_a_new_device() {
        for forged in ["", "x", "….…", &"z".repeat(32)] {
            let d = Device::parse(Some(forged));
            assert!(d.marks.is_empty() && d.id.len() == 32, "{forged}");
        }
    }
}

//! Counts attempts and makes them wait. Shared by log-in, "forgot my password" and the entrant's code and PIN.

use super::store;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use domain::people::throttle::{Scope, wait_until};
use domain::time::Instant;

/// One key under which an attempt counts. The text that is kept is a keyed digest: the table tells nobody's name or address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub scope: Scope,
    pub key: String,
}

impl Counted {
    /// `what` is the door (`log-in`, `entry-pin`), `parts` what is counted together: the account, the network, the device.
    pub fn new(keys: &Keys, scope: Scope, what: &str, parts: &[&str]) -> Counted {
        let name = match scope {
            Scope::AccountFromNetwork => "pair",
            Scope::Account => "account",
            Scope::KnownDevice => "device",
            Scope::Network => "network",
        };
        let mut all: Vec<&[u8]> = vec![what.as_bytes(), name.as_bytes()];
        all.extend(parts.iter().map(|p| p.as_bytes()));
        let digest = keys.digest("throttle", &all);
        Counted { scope, key: data_encoding::HEXLOWER.encode(&digest[..16]) }
    }
}

/// Counts one attempt under every key, unless it has to wait: then nothing is counted and the answer is until when.
/// Call it before checking the secret, in a transaction that commits.
pub fn attempt(tx: &mut Tx, counted: &[Counted], now: Instant) -> Result<Option<Instant>, DbFault> {
    let mut all = Vec::with_capacity(counted.len());
    for c in counted {
        all.push((c.scope, store::find_tries(tx, &c.key)?));
    }
    if let Some(until) = wait_until(&all, now) {
        return Ok(Some(until));
    }
    for (c, (scope, tries)) in counted.iter().zip(all) {
        let next = tries.one_more(scope, now);
        store::save_tries(tx, &c.key, next, next.free_at(scope).unwrap_or(now))?;
    }
    Ok(None)
}

/// The secret was right: the attempt is taken back, and what this device or network did wrong with this account is forgiven.
/// What others did to the account from elsewhere stays counted.
pub fn succeeded(tx: &mut Tx, counted: &[Counted]) -> Result<(), DbFault> {
    for c in counted {
        match c.scope {
            Scope::AccountFromNetwork | Scope::KnownDevice => store::delete_tries(tx, &c.key)?,
            Scope::Account | Scope::Network => {
                let mut tries = store::find_tries(tx, &c.key)?;
                tries.failures = tries.failures.saturating_sub(1);
                match tries.last_at {
                    Some(last) if tries.failures > 0 => {
                        store::save_tries(tx, &c.key, tries, tries.free_at(c.scope).unwrap_or(last))?;
                    }
                    _ => store::delete_tries(tx, &c.key)?,
                }
            }
        }
    }
    Ok(())
}

/// The network of an address, as attempts are counted: an IPv4 /24, an IPv6 /56. An office behind one address counts as one.
pub fn network(address: std::net::IpAddr) -> String {
    use std::net::IpAddr;
    match address.to_canonical() {
        IpAddr::V4(a) => {
            let [x, y, z, _] = a.octets();
            format!("{x}.{y}.{z}.0/24")
        }
        IpAddr::V6(a) => {
            let [p, q, r, s, ..] = a.segments();
            format!("{p:x}:{q:x}:{r:x}:{:x}::/56", s & 0xff00)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_cut_where_providers_cut_them() {
        for (address, net) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2ff:1::1", "2001:db8:1:200::/56"),
        ] {
            assert_eq!(network(address.parse().unwrap()), net);
        }
    }

    #[test]
    fn keys_tell_nothing_and_differ_by_door_scope_and_part() {
        let keys = Keys::fixed([1; 32]);
        let k = |scope, what, parts: &[&str]| Counted::new(&keys, scope, what, parts).key;
        let a = k(Scope::Account, "log-in", &["an"]);
        assert_eq!(a.len(), 32);
        assert_ne!(a, k(Scope::Network, "log-in", &["an"]));
        assert_ne!(a, k(Scope::Account, "entry-pin", &["an"]));
        assert_ne!(
            k(Scope::AccountFromNetwork, "x", &["ab", "c"]),
            k(Scope::AccountFromNetwork, "x", &["a", "bc"])
        );
    }
}

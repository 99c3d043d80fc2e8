//! How long the next attempt to log in (or to open an entry by code and PIN) has to wait.
//!
//! There is no lock-out: a lock is a weapon in the hands of whoever knows a log-in name. Failures cost *time*, counted three ways:
//! for the pair of account and network (grows fast, up to a quarter of an hour), for the account from anywhere (grows slowly, up to ten
//! seconds), and for a device that logged in to this account before (a budget of its own: whatever others do from elsewhere, the
//! owner's own device waits only for its own mistakes). Source: ours, after research on reliability, section 5.9.

use crate::time::Instant;

/// What is counted under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// This account from this network (an IPv4 /24, an IPv6 /56).
    AccountFromNetwork,
    /// This account from anywhere but its known devices.
    Account,
    /// A device that has logged in to this account before.
    KnownDevice,
    /// This network, whatever account: against one who tries many accounts.
    Network,
}

/// The count under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// Attempts since the last success or the last long quiet, successful ones not counted.
    pub failures: u32,
    pub last_at: Option<Instant>,
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

struct Curve {
    /// So many failures cost nothing: people mistype.
    free: u32,
    /// The first wait; it doubles with every failure.
    first_ms: i64,
    cap_ms: i64,
    /// Failures are forgotten after so much quiet.
    forget_ms: i64,
}

fn curve(scope: Scope) -> Curve {
    match scope {
        Scope::AccountFromNetwork => {
            Curve { free: 4, first_ms: 2 * SECOND, cap_ms: 15 * MINUTE, forget_ms: 12 * 60 * MINUTE }
        }
        Scope::Account => Curve { free: 20, first_ms: SECOND, cap_ms: 10 * SECOND, forget_ms: 60 * MINUTE },
        Scope::KnownDevice => Curve { free: 5, first_ms: SECOND, cap_ms: 5 * MINUTE, forget_ms: 60 * MINUTE },
        // An office of two hundred behind one address mistypes now and then; a machine does nothing else.
        Scope::Network => Curve { free: 100, first_ms: SECOND, cap_ms: 30 * SECOND, forget_ms: 60 * MINUTE },
    }
}

impl Tries {
    /// What still counts at `now`.
    pub fn at(self, scope: Scope, now: Instant) -> Tries {
        match self.last_at {
            Some(last) if now.0 - last.0 < curve(scope).forget_ms => self,
            _ => Tries::default(),
        }
    }

    /// The first instant at which the next attempt is looked at. An attempt before it is refused without being counted, so hammering
    /// does not lengthen the wait.
    pub fn free_at(self, scope: Scope) -> Option<Instant> {
        let c = curve(scope);
        let over = self.failures.checked_sub(c.free + 1)?;
        let wait = c.first_ms.saturating_mul(1_i64 << over.min(30)).min(c.cap_ms);
        self.last_at.map(|last| last.plus_ms(wait))
    }

    /// One attempt more. It is counted before the password is checked, so that a hundred at once do not all count as the first;
    /// a success takes it back.
    pub fn one_more(self, scope: Scope, now: Instant) -> Tries {
        let t = self.at(scope, now);
        Tries { failures: t.failures.saturating_add(1), last_at: Some(now) }
    }
}

/// When the attempt may be made, given all keys that count for it: the latest of their instants, when it is still to come.
pub fn wait_until(tries: &[(Scope, Tries)], now: Instant) -> Option<Instant> {
    tries.iter().filter_map(|(scope, t)| t.at(*scope, now).free_at(*scope)).max().filter(|at| *at > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(scope: Scope, n: u32) -> i64 {
        let now = Instant(1_000_000);
        let t = (0..n).fold(Tries::default(), |t, _| t.one_more(scope, now));
        t.free_at(scope).map_or(0, |at| at.0 - now.0)
    }

    #[test]
    fn the_first_mistakes_are_free_and_the_wait_is_capped() {
        for (scope, failures, wait_ms) in [
            (Scope::AccountFromNetwork, 4, 0),
            (Scope::AccountFromNetwork, 5, 2_000),
            (Scope::AccountFromNetwork, 6, 4_000),
            (Scope::AccountFromNetwork, 10, 64_000),
            (Scope::AccountFromNetwork, 1_000, 900_000),
            (Scope::Account, 20, 0),
            (Scope::Account, 21, 1_000),
            (Scope::Account, 100_000, 10_000),
            (Scope::KnownDevice, 5, 0),
            (Scope::KnownDevice, 6, 1_000),
            (Scope::Network, 100, 0),
            (Scope::Network, 101, 1_000),
        ] {
            assert_eq!(after(scope, failures), wait_ms, "{scope:?} {failures}");
        }
    }

    #[test]
    fn a_known_device_does_not_wait_for_what_others_do() {
        let now = Instant(5_000_000);
        let attacked = Tries { failures: 9_999, last_at: Some(now) };
        let elsewhere = [(Scope::AccountFromNetwork, Tries::default()), (Scope::Account, attacked)];
        assert_eq!(wait_until(&elsewhere, now), Some(now.plus_ms(10_000)));
        assert_eq!(wait_until(&[(Scope::KnownDevice, Tries::default())], now), None);
    }

    #[test]
    fn quiet_is_forgiven() {
        let t = Tries { failures: 50, last_at: Some(Instant(0)) };
        let hour = Instant(3_600_000);
        assert_eq!(t.at(Scope::Account, hour), Tries::default());
        assert_eq!(t.one_more(Scope::Account, hour).failures, 1);
        assert_eq!(t.at(Scope::AccountFromNetwork, hour), t);
        assert_eq!(wait_until(&[(Scope::AccountFromNetwork, t)], Instant(900_000)), None);
        assert_eq!(wait_until(&[(Scope::AccountFromNetwork, t)], Instant(899_999)), Some(Instant(900_000)));
    }
}

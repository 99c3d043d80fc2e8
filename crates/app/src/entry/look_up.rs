//! Opening an entry by its code and PIN. A wrong code and a wrong PIN get the same answer in the same time; tries cost time,
//! counted as for log-in (`domain::people::throttle`).

use super::begin::pin_digest;
use super::store::{self, Coded};
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use crate::people::throttle::{self, Counted};
use crate::session::{self, Token, TokenHash};
use domain::entry::receipt::{Pin, read_code};
use domain::ids::{ContestId, EntryId};
use domain::people::throttle::Scope;
use domain::time::Instant;

#[derive(Debug)]
pub enum LookedUp {
    Opened {
        entry: EntryId,
        /// For the cookie of the entry's session.
        token: Token,
    },
    /// No entry has this code and PIN; which of them is wrong is not said.
    Wrong,
    /// Too many tries: the next one is looked at from this instant on.
    Wait { until: Instant },
}

/// Tries a code and PIN as typed. `network` is `throttle::network` of the caller; `before` the entry session that the browser
/// had. Commits also when the answer is `Wrong`: the try is counted.
pub fn look_up(
    tx: &mut Tx,
    keys: &Keys,
    typed_code: &str,
    typed_pin: &str,
    network: &str,
    before: Option<&TokenHash>,
    now: Instant,
) -> Result<LookedUp, DbFault> {
    match prove(tx, keys, typed_code, typed_pin, network, now)? {
        Proved::Held(entry) => {
            let token = session::open_for_entry(tx, entry, before, now)?;
            Ok(LookedUp::Opened { entry, token })
        }
        Proved::Wrong => Ok(LookedUp::Wrong),
        Proved::Wait { until } => Ok(LookedUp::Wait { until }),
    }
}

/// Whose code and PIN these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proved {
    Held(EntryId),
    Wrong,
    Wait { until: Instant },
}

/// Tries a code and PIN as typed, counted like [`look_up`]; no session is opened.
pub fn prove(
    tx: &mut Tx,
    keys: &Keys,
    typed_code: &str,
    typed_pin: &str,
    network: &str,
    now: Instant,
) -> Result<Proved, DbFault> {
    let code = read_code(typed_code).ok();
    let pin = Pin::read(typed_pin);
    let count = |scope, parts: &[&str]| Counted::new(keys, scope, "entry-pin", parts);
    let mut counted = vec![count(Scope::Network, &[network])];
    if let Some(code) = &code {
        counted.push(count(Scope::AccountFromNetwork, &[code.as_str(), network]));
        counted.push(count(Scope::Account, &[code.as_str()]));
    }
    if let Some(until) = throttle::attempt(tx, &counted, now)? {
        return Ok(Proved::Wait { until });
    }
    let (Some(code), Some(pin)) = (code, pin) else { return Ok(Proved::Wrong) };
    let mut found = store::find_by_code(tx, &code)?;
    if found.is_empty() {
        // Nobody's: one comparison, as for a code that exists.
        found.push(Coded { entry: EntryId(0), contest: ContestId(0), pin_hash: None });
    }
    let right = |c: &&Coded| {
        let digest = pin_digest(keys, c.contest, &code, &pin);
        Keys::same(&digest, c.pin_hash.as_deref().unwrap_or(&[0; 32]))
    };
    let Some(Coded { entry, .. }) = found.iter().find(right) else { return Ok(Proved::Wrong) };
    throttle::succeeded(tx, &counted)?;
    Ok(Proved::Held(*entry))
}

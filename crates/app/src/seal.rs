//! Personal data at rest: closed under a key that is made of the server's secret, which lies outside the database, and of a salt in the row
//! of the entry. Without the salt nothing opens again: taking it away erases what every version and the working copy hold, without
//! changing a line that a guard keeps. Source: Luật 91/2025/QH15, Điều 14 (domain.md 3.5).

use crate::db::DbFault;
use crate::keys::Keys;
use data_encoding::BASE64URL_NOPAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use std::sync::{Arc, OnceLock};

/// What a closed value begins with. A value without it was written before values were closed.
const MARK: &str = "closed1:";
/// In bytes.
pub const SALT: usize = 16;

/// Makes seals with the secret of a database.
#[derive(Clone)]
pub struct Opener(Arc<OnceLock<Master>>);

/// What all seals of a database are made with: of the server's secret, under a name of its own.
pub struct Master(hmac::Key);

impl Master {
    pub fn of(keys: &Keys) -> Master {
        Master(hmac::Key::new(hmac::HMAC_SHA256, &keys.digest("personal", &[])))
    }
}

impl Opener {
    pub(crate) fn of(master: Arc<OnceLock<Master>>) -> Opener {
        Opener(master)
    }

    /// What belongs to this salt; see [`Seal`]. A fault on a database that was not told the secret.
    pub fn seal(&self, salt: Option<&[u8]>) -> Result<Seal, DbFault> {
        let master = self.0.get().ok_or_else(|| DbFault::other("this database was not told its secret"))?;
        Seal::of(master, salt)
    }

    /// By what a person is found again in a table that does not hold who it is: useless without the server's secret.
    pub fn digest(&self, text: &str) -> Result<[u8; 16], DbFault> {
        let master = self.0.get().ok_or_else(|| DbFault::other("this database was not told its secret"))?;
        let tag = hmac::sign(&master.0, format!("person {text}").as_bytes());
        let mut short = [0; 16];
        short.copy_from_slice(&tag.as_ref()[..16]);
        Ok(short)
    }
}

/// Closes and opens the values of one entry.
pub struct Seal(Option<LessSafeKey>);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Seal(secret)" } else { "Seal(gone)" })
    }
}

impl Seal {
    /// `None` when the salt was taken away: everything reads as empty then.
    fn of(master: &Master, salt: Option<&[u8]>) -> Result<Seal, DbFault> {
        let Some(salt) = salt else { return Ok(Seal(None)) };
        let key = UnboundKey::new(&CHACHA20_POLY1305, hmac::sign(&master.0, salt).as_ref());
        Ok(Seal(Some(LessSafeKey::new(key.map_err(|_| DbFault::other("no key for personal data"))?))))
    }

    /// The salt was taken away.
    pub fn is_gone(&self) -> bool {
        self.0.is_none()
    }

    /// Nothing stays nothing. A fault after the salt was taken away.
    pub fn close(&self, text: &str) -> Result<String, DbFault> {
        if text.is_empty() {
            return Ok(String::new());
        }
        let key =
            self.0.as_ref().ok_or_else(|| DbFault::other("personal data of an entry without a salt"))?;
        let mut nonce = [0_u8; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|e| DbFault::other(format!("no random bytes: {e}")))?;
        let mut bytes = text.as_bytes().to_vec();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut bytes)
            .map_err(|_| DbFault::other("personal data cannot be closed"))?;
        let mut out = MARK.to_owned();
        BASE64URL_NOPAD.encode_append(&[&nonce[..], &bytes].concat(), &mut out);
        Ok(out)
    }

    /// The value; empty when it was erased. A fault when it is damaged or the server's secret is another one.
    pub fn open(&self, stored: &str) -> Result<String, DbFault> {
        let Some(closed) = stored.strip_prefix(MARK) else { return Ok(stored.to_owned()) };
        let Some(key) = &self.0 else { return Ok(String::new()) };
        let damaged = || DbFault::other("personal data cannot be opened: another secret.key, or damaged");
        let mut bytes = BASE64URL_NOPAD.decode(closed.as_bytes()).map_err(|_| damaged())?;
        if bytes.len() < NONCE_LEN {
            return Err(damaged());
        }
        let mut sealed = bytes.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&bytes).map_err(|_| damaged())?;
        let text = key.open_in_place(nonce, Aad::empty(), &mut sealed).map_err(|_| damaged())?;
        String::from_utf8(text.to_vec()).map_err(|_| damaged())
    }
}

/// A new salt.
pub fn salt() -> Result<[u8; SALT], DbFault> {
    let mut salt = [0_u8; SALT];
    getrandom::fill(&mut salt).map_err(|e| DbFault::other(format!("no random bytes: {e}")))?;
    Ok(salt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_under_its_own_salt_and_secret_alone() {
        let master = Master::of(&Keys::fixed([7; 32]));
        let seal = Seal::of(&master, Some(&[1; SALT])).unwrap();
        let closed = seal.close("Thôn Trung Hoà, 0912 345 678").unwrap();
        assert!(closed.starts_with(MARK) && !closed.contains("0912"));
        assert_ne!(
            closed,
            seal.close("Thôn Trung Hoà, 0912 345 678").unwrap(),
            "equal values look different"
        );
        assert_eq!(seal.open(&closed).unwrap(), "Thôn Trung Hoà, 0912 345 678");
        assert!(Seal::of(&master, Some(&[2; SALT])).unwrap().open(&closed).is_err());
        assert!(
            Seal::of(&Master::of(&Keys::fixed([8; 32])), Some(&[1; SALT])).unwrap().open(&closed).is_err()
        );
        let mut damaged = closed.clone();
        damaged.replace_range(
            MARK.len() + 20..MARK.len() + 21,
            if closed.as_bytes()[MARK.len() + 20] == b'A' { "B" } else { "A" },
        );
        assert!(seal.open(&damaged).is_err());
    }

    #[test]
    fn without_its_salt_a_value_is_gone() {
        let master = Master::of(&Keys::fixed([7; 32]));
        let closed = Seal::of(&master, Some(&[1; SALT])).unwrap().close("0912 345 678").unwrap();
        let gone = Seal::of(&master, None).unwrap();
        assert_eq!(gone.open(&closed).unwrap(), "");
        assert_eq!(gone.close("").unwrap(), "");
        assert!(gone.close("0912").is_err());
        assert_eq!(gone.open("written before").unwrap(), "written before");
    }
}

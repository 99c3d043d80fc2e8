//! Sessions: *phiên làm việc*. A random token in the browser's cookie, its SHA-256 in the table, read on every request.
//!
//! A person's session begins at log-in with a new token, an entrant's when code and PIN were shown. It ends at log-out, when idle, after
//! twelve hours, or with all the others of the person ("log out everywhere", a new password, a closed account).
//! This slice knows people and their roles; of an entry it knows only the id.

pub mod store;

use crate::db::{DbFault, Tx};
use data_encoding::BASE64URL_NOPAD;
use domain::actor::{Actor, Person};
use domain::ids::{EntryId, PersonId};
use domain::people::session::{ABSOLUTE_MS, SessionKind, is_alive, is_touch_due};
use domain::time::Instant;
use sha2::{Digest, Sha256};

/// 256 random bits. Only the browser has it; we keep its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// What the tables hold of a token.
pub type TokenHash = [u8; 32];

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(secret)")
    }
}

impl Token {
    pub fn random() -> Result<Token, DbFault> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|e| DbFault::other(format!("no random bytes: {e}")))?;
        Ok(Token(bytes))
    }

    /// The text of a cookie or a link: 43 letters, digits, `-` and `_`.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0).into()
    }

    /// The hash of a token as a browser sent it; `None` when it cannot be one.
    pub fn hash_of(text: &str) -> Option<TokenHash> {
        if text.len() != 43 {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        Some(Sha256::digest(bytes).into())
    }
}

/// A session that opens doors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub actor: Actor,
    /// Empty for an entrant with code and PIN.
    pub name: String,
    pub login: String,
    pub lang: String,
    /// [`touch`] is due.
    pub touch: bool,
}

/// Whom the token stands for, with the roles held on the day of `now`. One query; it runs on every request.
pub fn find(tx: &mut Tx, hash: &TokenHash, now: Instant) -> Result<Option<Found>, DbFault> {
    let Some(row) = store::find(tx, hash, now)? else { return Ok(None) };
    let kind = if row.entry.is_some() { SessionKind::EntryHolder } else { SessionKind::Person };
    if !is_alive(kind, row.created_at, row.seen_at, now) {
        return Ok(None);
    }
    let touch = is_touch_due(row.seen_at, now);
    Ok(match (row.entry, row.person) {
        (Some(entry), _) => Some(Found {
            actor: Actor::EntryHolder { entry },
            name: String::new(),
            login: String::new(),
            lang: String::new(),
            touch,
        }),
        (None, Some(p)) if p.active => {
            let person = Person { id: p.id, name: p.name.clone(), grants: row.grants };
            Some(Found { actor: Actor::Person(person), name: p.name, login: p.login, lang: p.lang, touch })
        }
        (None, _) => None,
    })
}

/// Writes "last seen". Call it when [`Found::touch`] says so, at most once a minute.
pub fn touch(tx: &mut Tx, hash: &TokenHash, now: Instant) -> Result<(), DbFault> {
    store::save_seen(tx, hash, now)
}

/// Opens a session for a person who has just proved who they are, and ends the one the browser had before.
pub fn open(
    tx: &mut Tx,
    person: PersonId,
    before: Option<&TokenHash>,
    now: Instant,
) -> Result<Token, DbFault> {
    begin(tx, Some(person), None, before, now)
}

/// Opens a session for whoever showed the code and PIN of the entry, and ends the one the browser had before.
pub fn open_for_entry(
    tx: &mut Tx,
    entry: EntryId,
    before: Option<&TokenHash>,
    now: Instant,
) -> Result<Token, DbFault> {
    begin(tx, None, Some(entry), before, now)
}

fn begin(
    tx: &mut Tx,
    person: Option<PersonId>,
    entry: Option<EntryId>,
    before: Option<&TokenHash>,
    now: Instant,
) -> Result<Token, DbFault> {
    if let Some(hash) = before {
        store::delete(tx, hash)?;
    }
    let token = Token::random()?;
    store::insert(tx, &token.hash(), person, entry, now, now.plus_ms(ABSOLUTE_MS))?;
    Ok(token)
}

/// Ends one session: log-out. Ending what has ended is no fault.
pub fn end(tx: &mut Tx, hash: &TokenHash) -> Result<(), DbFault> {
    store::delete(tx, hash)
}

/// Ends every session of a person, perhaps but the one in use. Says how many.
pub fn end_all(tx: &mut Tx, person: PersonId, but: Option<&TokenHash>) -> Result<i64, DbFault> {
    store::delete_of_person(tx, person, but)
}

/// Ends every session of an entry: its PIN was renewed.
pub fn end_all_of_entry(tx: &mut Tx, entry: EntryId) -> Result<i64, DbFault> {
    store::delete_of_entry(tx, entry)
}

/// Moves the times of all sessions. Only for the demonstration, whose clock jumps by weeks: nobody is to log in again for that.
pub fn shift_all(tx: &mut Tx, by_ms: i64) -> Result<(), DbFault> {
    store::shift_all(tx, by_ms)
}

/// Forgets sessions that are over. For the upkeep, now and then.
pub fn forget_old(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    store::delete_expired(tx, now)
}

/// Lets everybody who is logged in at one moment of a demonstration be logged in at another one, whose clock shows `now`. Only a
/// demonstration has two databases with the same people.
pub async fn carry_over(from: &crate::db::Db, to: &crate::db::Db, now: Instant) -> Result<(), DbFault> {
    let sessions = from.read(store::of_persons).await?;
    to.write(move |tx| {
        for (hash, person) in &sessions {
            store::restart(tx, hash, *person, now, now.plus_ms(ABSOLUTE_MS))?;
        }
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_text_and_nothing_else() {
        let token = Token::random().unwrap();
        assert_eq!(Token::hash_of(&token.text()), Some(token.hash()));
        for bad in ["", "abc", &"?".repeat(43), &format!("{}A", token.text())] {
            assert_eq!(Token::hash_of(bad), None, "{bad}");
        }
        assert_ne!(Token::random().unwrap().text(), token.text());
        assert!(!format!("{token:?}").contains(&token.text()));
    }
}

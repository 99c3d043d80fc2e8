//! Certificates: their tokens, and what everybody may ask about one of them. Nobody can list them.

use super::store::{self, CertificateRow};
use crate::awards::store::{PublicResult, public_result};
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use domain::ids::{EntryCode, EntryId};

/// Letters and digits of a token: 80 bits that only the server's secret gives.
const BYTES: usize = 10;

/// The token of an entry's certificate, the same for every issue: `MZXW6YTBOI4DSNJQ`.
pub fn token(keys: &Keys, contest: &str, entry: &EntryCode) -> String {
    let digest = keys.digest("certificate", &[contest.as_bytes(), entry.as_str().as_bytes()]);
    data_encoding::BASE32_NOPAD.encode(&digest[..BYTES])
}

/// What a certificate's code leads to.
#[derive(Debug, Clone)]
pub enum Checked {
    /// It was issued, for this prize of this contest.
    Valid(Box<Certified>),
    Revoked(CertificateRow),
    /// There is no such certificate, or its result is not released.
    Unknown,
}

#[derive(Debug, Clone)]
pub struct Certified {
    pub certificate: CertificateRow,
    pub contest_code: String,
    pub contest_name: String,
    pub winner: CertifiedWork,
}

/// What a certificate is about: an entry with all its prizes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CertifiedWork {
    pub title: String,
    /// Names of its prizes, side prizes last.
    pub prizes: Vec<String>,
    pub authors: Vec<String>,
    pub unit: String,
}

fn certified(result: PublicResult, entry: EntryId) -> Option<CertifiedWork> {
    let main = result.winners.into_iter().filter(|w| w.entry == entry);
    let main = main.map(|w| (w.level_name, w.title, w.authors, w.unit));
    let side = result.side.into_iter().filter(|s| s.entry.as_ref().is_some_and(|e| e.0 == entry));
    let side = side.map(|s| (s.name, s.title, s.authors, s.unit));
    main.chain(side).fold(None, |all: Option<CertifiedWork>, (prize, title, authors, unit)| {
        let mut work = all.unwrap_or(CertifiedWork { title, prizes: vec![], authors, unit });
        work.prizes.push(prize);
        Some(work)
    })
}

/// What is known of the certificate with this token, however it was typed.
pub fn check(tx: &mut Tx, token: &str) -> Result<Checked, DbFault> {
    let token: String = token.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    let Some(row) = store::find_certificate(tx, &token.to_ascii_uppercase())? else {
        return Ok(Checked::Unknown);
    };
    if row.revoked.is_some() {
        return Ok(Checked::Revoked(row));
    }
    // A certificate may be printed before the release; until then nobody outside learns of it.
    let Some(result) = public_result(tx, row.contest)? else { return Ok(Checked::Unknown) };
    let contest =
        contests::find(tx, row.contest)?.ok_or_else(|| DbFault::other("a certificate of no contest"))?;
    let winner = certified(result, row.entry);
    Ok(match winner {
        Some(winner) => Checked::Valid(Box::new(Certified {
            certificate: row,
            contest_code: contest.code,
            contest_name: contest.name,
            winner,
        })),
        None => Checked::Unknown,
    })
}

//! Certificates: their tokens, and what everybody may ask about one of them. Nobody can list them.

use super::store::{self, CertificateRow};
use crate::awards::store::{Winner, public_result};
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use domain::ids::EntryCode;

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
    pub winner: Winner,
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
    let winner = result.winners.into_iter().find(|w| w.entry == row.entry);
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

//! All SQL for the table `gallery_consent`, and the entries that a gallery may show.

use crate::db::{DbFault, Tx};
use crate::entry::personal::{SALTS, Seals};
use domain::gallery::Consent;
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::time::Instant;

/// An entry that is handed in, with what its author agreed to. The text is that of the newest version.
pub struct Candidate<'a> {
    pub entry: EntryId,
    pub code: EntryCode,
    pub version: i64,
    pub unit: String,
    pub unit_kind: String,
    pub given: Consent,
    pub body: &'a str,
    pub seals: Seals,
}

/// Every entry of the contest that is handed in, by code.
pub fn each_candidate(
    tx: &mut Tx,
    contest: ContestId,
    mut f: impl FnMut(Candidate<'_>) -> Result<(), DbFault>,
) -> Result<(), DbFault> {
    let sql = format!(
        "SELECT e.id, e.code, e.version, COALESCE(u.name, ''), COALESCE(u.kind, ''), COALESCE(g.show_names, 0), \
               COALESCE(g.show_text, 0), COALESCE(g.show_files, 0), v.body, {SALTS} FROM entry e \
               JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version LEFT JOIN org_unit u ON u.id = e.unit_id \
               LEFT JOIN gallery_consent g ON g.entry_id = e.id WHERE e.contest_id = $1 AND e.state = 'handed_in' ORDER BY e.code"
    );
    let opener = tx.opener();
    tx.each(&sql, &[contest.0.into()], |r| {
        f(Candidate {
            entry: EntryId(r.int(0)?),
            code: EntryCode(r.text(1)?.to_owned()),
            version: r.int(2)?,
            unit: r.text(3)?.to_owned(),
            unit_kind: r.text(4)?.to_owned(),
            given: given(r.int(5)?, r.int(6)?, r.int(7)?),
            body: r.text(8)?,
            seals: Seals::of_row(&opener, r, 9)?,
        })
    })
}

/// What the author agreed to; nothing where nothing was said.
pub fn find_consent(tx: &mut Tx, entry: EntryId) -> Result<Consent, DbFault> {
    let sql = "SELECT show_names, show_text, show_files FROM gallery_consent WHERE entry_id = $1";
    let row = tx.opt(sql, &[entry.0.into()])?;
    row.map_or(Ok(Consent::default()), |r| Ok(given(r.int(0)?, r.int(1)?, r.int(2)?)))
}

pub fn save_consent(
    tx: &mut Tx,
    entry: EntryId,
    given: Consent,
    by: &str,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO gallery_consent (entry_id, show_names, show_text, show_files, by_actor, at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (entry_id) DO UPDATE SET show_names = excluded.show_names, show_text = excluded.show_text, \
         show_files = excluded.show_files, by_actor = excluded.by_actor, at = excluded.at",
        &[entry.0.into(), given.names.into(), given.text.into(), given.files.into(), by.into(), now.0.into()],
    )
    .map(|_| ())
}

/// As if the author had never agreed to be named.
pub fn hide_names(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("UPDATE gallery_consent SET show_names = 0 WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}

fn given(names: i64, text: i64, files: i64) -> Consent {
    Consent { names: names == 1, text: text == 1, files: files == 1 }
}

//! Signs a sheet: from now on nothing changes it but a reopening by the chair.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::ids::SheetId;
use domain::judging::sheet::SheetContent;
use domain::judging::sign::{SheetLocked, SignRefusal};
use domain::judging::{JudgingEvent, access};
use domain::time::Instant;
use sha2::{Digest, Sha256};

/// Signs exactly the revision that the judge has seen.
pub fn sign(
    tx: &mut Tx,
    actor: &Actor,
    sheet: SheetId,
    seen: i64,
    now: Instant,
) -> Result<(), Stop<SignRefusal>> {
    let file = store::find_sheet(tx, sheet)?.ok_or(Stop::NotFound)?;
    access::write_sheet(actor, file.contest, file.judge)?;
    domain::judging::sign::sign(&file.round_rules.criteria, file.state, &file.content, file.revision, seen)?;
    if !store::save_signed(tx, sheet, seen, now)? {
        let newest = store::find_sheet(tx, sheet)?.ok_or(Stop::NotFound)?;
        return Err(Stop::refuse(match newest.state.signed {
            true => SignRefusal::Locked(SheetLocked::Signed),
            false => SignRefusal::Stale { revision: newest.revision },
        }));
    }
    let digest = digest(sheet, seen, &file.content);
    record(tx, actor, Some(file.contest), JudgingEvent::SheetSigned { sheet, revision: seen, digest }, now)?;
    Ok(())
}

/// SHA-256 of what was signed, in hexadecimal: each part with its length.
fn digest(sheet: SheetId, revision: i64, content: &SheetContent) -> String {
    let mut sha = Sha256::new();
    let comments = store::comments_text(&content.comments);
    let (sheet, revision) = (sheet.0.to_string(), revision.to_string());
    for part in [&sheet, &revision, &content.marks_text(), &comments, &content.general_comment] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    HEXLOWER.encode(&sha.finalize())
}

//! documents/attach_scan: the signed copy of an issued paper, with the number and day that stand on it.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::files::store::ensure;
use crate::files::{Kept, MediaType};
use crate::record::record;
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::documents::{DocumentsEvent, ScanRefusal, access, check_scan};
use domain::ids::ContestId;
use domain::text;
use domain::time::{Day, Instant};

pub fn attach_scan(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    issue: i64,
    kept: &Kept,
    number: &str,
    dated: Option<Day>,
    now: Instant,
) -> Result<(), Stop<ScanRefusal>> {
    let held = store::find_issue(tx, contest, issue)?.ok_or(Stop::NotFound)?;
    access::write(actor, contest)?;
    let number = text::clean_line(number);
    let is_scan = matches!(kept.media_type, MediaType::Pdf | MediaType::Jpg | MediaType::Png);
    let dated = check_scan(&number, dated, is_scan, now.day())?;
    let file = ensure(tx, kept, now)?;
    // The same scan again changes nothing.
    if store::list_scans(tx, issue)?.iter().any(|s| s.file == file && s.number == number && s.dated == dated)
    {
        return Ok(());
    }
    store::insert_scan(tx, issue, file, &number, dated, actor.person_id(), now)?;
    let digest = HEXLOWER.encode(&kept.sha256);
    let event = DocumentsEvent::Scanned { contest, kind: held.kind, issue: held.issue, number, digest };
    record(tx, actor, Some(contest), event, now)?;
    Ok(())
}

//! documents/issue: a paper is fixed: number, day, who signs, and the bytes of its files.

use super::facts::reached;
use super::{certificates, store};
use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::Tx;
use crate::files::Kept;
use crate::files::store::ensure_own;
use crate::keys::Keys;
use crate::record::record;
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::documents::{DocumentKind, DocumentsEvent, Fields, IssueRefusal, access, check_issue};
use domain::ids::{ContestId, EntryCode};
use domain::time::{Day, Instant};

/// The files of the paper, kept on the disk already, and what they say.
#[derive(Debug, Clone)]
pub struct IssuedFiles {
    /// The text that they were made from; 0 for that of the house.
    pub text_version: i64,
    pub fields: Fields,
    /// As it stands on the paper: `05/QĐ-UBND`; empty for papers without one.
    pub number: String,
    pub dated: Day,
    pub pdf: Kept,
    pub docx: Kept,
    pub xlsx: Option<Kept>,
    /// Of certificates: each entry with its number.
    pub certificates: Vec<(EntryCode, String)>,
}

/// Answers the id of the issue.
pub fn issue(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    contest: ContestId,
    kind: DocumentKind,
    files: &IssuedFiles,
    now: Instant,
) -> Result<i64, Stop<IssueRefusal>> {
    if !tx.lock_row("contest", contest.0)? {
        return Err(Stop::NotFound);
    }
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::write(actor, contest)?;
    let fields = Fields { dated: Some(files.dated), ..files.fields.clone() };
    check_issue(kind, &fields, reached(tx, contest)?, now.day())?;
    let version = store::find_text(tx, contest, kind)?.map_or(0, |t| t.version);
    if version != files.text_version {
        return Err(Stop::refuse(IssueRefusal::Stale { version }));
    }
    let new = store::NewIssue {
        kind,
        text_version: version,
        number: &files.number,
        dated: files.dated,
        signer: &fields.signer,
        pdf: ensure_own(tx, &files.pdf, now)?,
        docx: ensure_own(tx, &files.docx, now)?,
        xlsx: files.xlsx.as_ref().map(|kept| ensure_own(tx, kept, now)).transpose()?,
    };
    let (id, issue) = store::insert_issue(tx, contest, &new, actor.person_id(), now)?;
    for (code, number) in &files.certificates {
        let entry = crate::judging::store::entry_by_code(tx, contest, code)?.ok_or(Stop::NotFound)?;
        let token = certificates::token(keys, &row.code, code);
        store::save_certificate(tx, contest, entry, &token, id, number)?;
    }
    let digest = HEXLOWER.encode(&files.pdf.sha256);
    let event = DocumentsEvent::Issued { contest, kind, issue, number: files.number.clone(), digest };
    record(tx, actor, Some(contest), event, now)?;
    Ok(id)
}

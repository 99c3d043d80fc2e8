//! documents/unit_issue: fixed copies of the papers of units: the bytes that were signed, whatever happens to the entries.

use super::store;
use super::units::{self, Around, Contact};
use crate::act::Stop;
use crate::db::Tx;
use crate::entry::store as entries;
use crate::files::Kept;
use crate::files::store::{NamedFile, ensure_own};
use crate::record::record;
use crate::screening::{BatchPage, Desk, EntryPage};
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::documents::{DocumentsEvent, UnitPaper, access};
use domain::ids::{ContestId, EntryId, FileId, UnitId};
use domain::time::{Day, Instant};
use std::collections::HashMap;
use std::convert::Infallible;

type Read<T> = Result<T, Stop<Infallible>>;

/// What such a paper is made from.
pub enum Source {
    Minutes(Around, Box<Desk>),
    Confirmation(Around, Box<EntryPage>),
    Letter(Around, Box<BatchPage>, HashMap<EntryId, Vec<Contact>>),
}

impl Source {
    pub fn around(&self) -> &Around {
        match self {
            Source::Minutes(around, _) | Source::Confirmation(around, _) | Source::Letter(around, ..) => {
                around
            }
        }
    }

    /// As the registry of the unit has it; empty for papers without a number.
    pub fn number(&self) -> &str {
        match self {
            Source::Letter(_, page, _) => &page.batch.letter_number,
            Source::Minutes(..) | Source::Confirmation(..) => "",
        }
    }
}

/// A fixed copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitIssue {
    /// From 1 for each paper.
    pub issue: i64,
    pub number: String,
    pub dated: Day,
    pub issued_at: Instant,
    /// SHA-256 of the PDF.
    pub digest: Vec<u8>,
    pub pdf: FileId,
    pub docx: FileId,
}

/// A paper with its copies, newest first.
pub struct Issues {
    pub source: Source,
    pub issues: Vec<UnitIssue>,
    pub may_issue: bool,
}

/// For those who may see the paper itself; each of them asks its own slice.
pub fn issues(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    paper: UnitPaper,
    now: Instant,
) -> Read<Issues> {
    let source = match paper {
        UnitPaper::Minutes(unit) => {
            let (around, desk) = units::minutes(tx, actor, contest, unit, now)?;
            Source::Minutes(around, Box::new(desk))
        }
        UnitPaper::Confirmation(entry) => {
            let (around, page) = units::confirmation(tx, actor, entry, now)?;
            Source::Confirmation(around, Box::new(page))
        }
        UnitPaper::Letter(batch) => {
            let (around, page, contacts) = units::letter(tx, actor, batch, now)?;
            Source::Letter(around, Box::new(page), contacts)
        }
    };
    if source.around().contest.id != contest {
        return Err(Stop::NotFound);
    }
    let unit = unit_of(tx, paper)?;
    Ok(Issues {
        issues: store::list_unit_issues(tx, contest, paper)?,
        may_issue: access::issue_of_unit(actor, unit, now).is_ok(),
        source,
    })
}

/// One of the files of a copy by its extension.
pub fn issue_file(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    paper: UnitPaper,
    issue: i64,
    extension: &str,
    now: Instant,
) -> Read<NamedFile> {
    let held = issues(tx, actor, contest, paper, now)?;
    let copy = held.issues.iter().find(|i| i.issue == issue).ok_or(Stop::NotFound)?;
    let file = match extension {
        "pdf" => copy.pdf,
        "docx" => copy.docx,
        _ => return Err(Stop::NotFound),
    };
    let name = format!("{}-{issue}", paper.kind().word());
    store::find_file(tx, file, &name)?.ok_or(Stop::NotFound)
}

/// The files of a copy, kept on the disk already.
#[derive(Debug, Clone)]
pub struct UnitFiles {
    pub number: String,
    pub dated: Day,
    pub signer: String,
    pub pdf: Kept,
    pub docx: Kept,
}

/// Answers the number of the copy; the same paper again is the same copy.
pub fn issue_of_unit(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    paper: UnitPaper,
    files: &UnitFiles,
    now: Instant,
) -> Read<i64> {
    let unit = unit_of(tx, paper)?;
    tx.lock_row("org_unit", unit.0)?;
    access::issue_of_unit(actor, unit, now)?;
    let pdf = ensure_own(tx, &files.pdf, now)?;
    let docx = ensure_own(tx, &files.docx, now)?;
    if let Some(same) = store::list_unit_issues(tx, contest, paper)?.first().filter(|i| i.pdf == pdf) {
        return Ok(same.issue);
    }
    let issue = store::insert_unit_issue(tx, contest, paper, files, (pdf, docx), actor.person_id(), now)?;
    let digest = HEXLOWER.encode(&files.pdf.sha256);
    let event = DocumentsEvent::UnitIssued { paper, issue, number: files.number.clone(), digest };
    record(tx, actor, Some(contest), event, now)?;
    Ok(issue)
}

/// Whose paper it is.
fn unit_of(tx: &mut Tx, paper: UnitPaper) -> Read<UnitId> {
    match paper {
        UnitPaper::Minutes(unit) => Ok(unit),
        UnitPaper::Confirmation(entry) => {
            entries::find(tx, entry)?.and_then(|e| e.unit).ok_or(Stop::NotFound)
        }
        UnitPaper::Letter(batch) => {
            let row = tx.opt("SELECT unit_id FROM batch WHERE id = $1", &[batch.0.into()])?;
            row.map(|r| r.int(0)).transpose()?.map(UnitId).ok_or(Stop::NotFound)
        }
    }
}

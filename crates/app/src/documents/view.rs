//! What the pages of papers show: the list, one paper, one issue.

use super::facts::{is_recused, reached};
use super::store::{self, CertificateRow, IssueRow, ScanRow, TextRow};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx};
use crate::files::store::NamedFile;
use crate::judging::blind;
use domain::actor::Actor;
use domain::contest::Phase;
use domain::documents::{DocumentKind, Needs, access};
use domain::ids::ContestId;
use std::convert::Infallible;

type Read<T> = Result<T, Stop<Infallible>>;

/// All papers of a contest.
#[derive(Debug, Clone)]
pub struct Shelf {
    pub contest: ContestRow,
    pub reached: Needs,
    /// Versions of texts of one's own, by kind.
    pub versions: Vec<(DocumentKind, i64)>,
    /// The newest first.
    pub issues: Vec<IssueRow>,
    pub may_write: bool,
    /// Papers that tell a result are kept from this person.
    pub recused: bool,
}

pub fn shelf(tx: &mut Tx, actor: &Actor, code: &str) -> Read<Shelf> {
    let contest = contests::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see(actor, contest.id)?;
    // A fixed paper names winners: who judges blind reads it after the release.
    let blind = reads_no_names(tx, actor, &contest)?;
    let mut issues = store::list_issues(tx, contest.id)?;
    issues.retain(|i| !blind || i.kind.needs() == Needs::Nothing);
    Ok(Shelf {
        reached: reached(tx, contest.id)?,
        versions: store::list_versions(tx, contest.id)?,
        issues,
        may_write: access::write(actor, contest.id).is_ok(),
        recused: contest.phase != Phase::Released && is_recused(tx, actor, contest.id)?,
        contest,
    })
}

/// The actor judges the contest blind, and the result is not out yet.
fn reads_no_names(tx: &mut Tx, actor: &Actor, contest: &ContestRow) -> Result<bool, DbFault> {
    Ok(contest.phase != Phase::Released && blind::reads_blind(tx, actor, contest.id)?)
}

/// The text in force of one paper; `None` while it is that of the house. For every paper, also those of units.
pub fn text_of(tx: &mut Tx, contest: ContestId, kind: DocumentKind) -> Read<Option<TextRow>> {
    Ok(store::find_text(tx, contest, kind)?)
}

/// One issue with its scans and, where it is of certificates, these.
#[derive(Debug, Clone)]
pub struct Issue {
    pub contest: ContestRow,
    pub issue: IssueRow,
    pub scans: Vec<ScanRow>,
    pub certificates: Vec<CertificateRow>,
    /// A newer issue of the same paper.
    pub newer: Option<i64>,
    /// The issue of the same paper before this one: its id and number.
    pub replaces: Option<(i64, i64)>,
    /// The text was saved anew since, and this is still the newest issue.
    pub changed_since: bool,
    pub may_write: bool,
    pub may_revoke: bool,
}

pub fn issue(tx: &mut Tx, actor: &Actor, code: &str, id: i64) -> Read<Issue> {
    let contest = contests::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see(actor, contest.id)?;
    let issue = store::find_issue(tx, contest.id, id)?.ok_or(Stop::NotFound)?;
    let recused = is_recused(tx, actor, contest.id)? || reads_no_names(tx, actor, &contest)?;
    access::see_result(actor, contest.id, issue.kind, recused, contest.phase == Phase::Released)?;
    let certificates = match issue.kind {
        DocumentKind::Certificates => store::list_certificates(tx, contest.id)?,
        _ => vec![],
    };
    let all = store::list_issues(tx, contest.id)?;
    let newer = all.iter().find(|i| i.kind == issue.kind).map(|i| i.id).filter(|n| *n != issue.id);
    let replaced = all.iter().find(|i| i.kind == issue.kind && i.issue < issue.issue);
    let version = store::find_text(tx, contest.id, issue.kind)?.map_or(0, |t| t.version);
    Ok(Issue {
        scans: store::list_scans(tx, issue.id)?,
        may_write: access::write(actor, contest.id).is_ok(),
        may_revoke: access::revoke(actor, contest.id).is_ok(),
        replaces: replaced.map(|i| (i.id, i.issue)),
        changed_since: newer.is_none() && version != issue.text_version,
        newer,
        contest,
        issue,
        certificates,
    })
}

/// One of the files of an issue by its extension.
pub fn issued_file(tx: &mut Tx, actor: &Actor, code: &str, id: i64, extension: &str) -> Read<NamedFile> {
    let seen = issue(tx, actor, code, id)?;
    let file = match extension {
        "pdf" => Some(seen.issue.pdf),
        "docx" => Some(seen.issue.docx),
        "xlsx" => seen.issue.xlsx,
        _ => None,
    };
    let name = format!("{}-{}", seen.issue.kind.word(), seen.issue.issue);
    store::find_file(tx, file.ok_or(Stop::NotFound)?, &name)?.ok_or(Stop::NotFound)
}

/// The scan at this place, from 1.
pub fn scan(tx: &mut Tx, actor: &Actor, code: &str, id: i64, place: i64) -> Read<NamedFile> {
    let seen = issue(tx, actor, code, id)?;
    let place = usize::try_from(place - 1).map_err(|_| Stop::NotFound)?;
    let scan = seen.scans.get(place).ok_or(Stop::NotFound)?;
    let name = format!("{}-{}-scan-{}", seen.issue.kind.word(), seen.issue.issue, place + 1);
    store::find_file(tx, scan.file, &name)?.ok_or(Stop::NotFound)
}

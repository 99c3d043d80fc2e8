//! All SQL for the tables `paper_text`, `paper_issue`, `paper_scan` and `certificate`.

use super::unit_issue::{UnitFiles, UnitIssue};
use crate::db::{DbFault, Row, Tx};
use crate::files::MediaType;
use crate::files::store::NamedFile;
use domain::documents::{DocumentKind, Fields, UnitPaper};
use domain::ids::{ContestId, EntryCode, EntryId, FileId, PersonId};
use domain::time::{Day, Instant};
use serde_json::{Map, Value, json};

/// A saved text of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// From 1.
    pub version: i64,
    pub wording: String,
    pub fields: Fields,
    pub saved_at: Instant,
}

/// The newest text; `None` while the contest uses that of the house.
pub fn find_text(tx: &mut Tx, contest: ContestId, kind: DocumentKind) -> Result<Option<TextRow>, DbFault> {
    let row = tx.opt(
        "SELECT version, wording, fields, saved_at FROM paper_text WHERE contest_id = $1 AND kind = $2 ORDER BY version DESC LIMIT 1",
        &[contest.0.into(), kind.word().into()],
    )?;
    let read = |r: Row| {
        let fields = fields_of(r.text(2)?).ok_or_else(|| DbFault::other("broken fields of a paper"))?;
        Ok(TextRow {
            version: r.int(0)?,
            wording: r.text(1)?.to_owned(),
            fields,
            saved_at: Instant(r.int(3)?),
        })
    };
    row.map(read).transpose()
}

/// How many texts each kind of paper of the contest has.
pub fn list_versions(tx: &mut Tx, contest: ContestId) -> Result<Vec<(DocumentKind, i64)>, DbFault> {
    let rows = tx.query(
        "SELECT kind, MAX(version) FROM paper_text WHERE contest_id = $1 GROUP BY kind",
        &[contest.0.into()],
    )?;
    rows.iter().map(|r| Ok((kind_of(r.text(0)?)?, r.int(1)?))).collect()
}

pub fn insert_text(
    tx: &mut Tx,
    contest: ContestId,
    kind: DocumentKind,
    version: i64,
    wording: &str,
    fields: &Fields,
    by: Option<PersonId>,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO paper_text (contest_id, kind, version, wording, fields, person_id, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            contest.0.into(),
            kind.word().into(),
            version.into(),
            wording.into(),
            fields_text(fields).into(),
            by.map(|p| p.0).into(),
            now.0.into(),
        ],
    )
    .map(|_| ())
}

fn kind_of(word: &str) -> Result<DocumentKind, DbFault> {
    DocumentKind::from_word(word).ok_or_else(|| DbFault::other("unknown kind of paper"))
}

fn fields_text(f: &Fields) -> String {
    json!({
        "superior": f.superior, "issuer": f.issuer, "place": f.place, "number": f.number, "symbol": f.symbol,
        "dated": f.dated.map(|d| d.to_string()), "authority": f.authority, "title": f.title, "signer": f.signer,
        "file_mark": f.file_mark,
        "own": f.own.iter().map(|(k, v)| (k.clone(), v.as_str().into())).collect::<Map<String, Value>>(),
    })
    .to_string()
}

fn fields_of(text: &str) -> Option<Fields> {
    let v: Value = serde_json::from_str(text).ok()?;
    let line = |name: &str| v[name].as_str().map(str::to_owned);
    let all = |v: &Value| v.as_str().map(str::to_owned);
    Some(Fields {
        superior: line("superior")?,
        issuer: line("issuer")?,
        place: line("place")?,
        number: v["number"].as_u64().and_then(|n| u32::try_from(n).ok()),
        symbol: line("symbol")?,
        dated: v["dated"].as_str().and_then(Day::parse),
        authority: v["authority"].as_array()?.iter().map(all).collect::<Option<_>>()?,
        title: line("title")?,
        signer: line("signer")?,
        file_mark: line("file_mark")?,
        own: v["own"].as_object()?.iter().map(|(k, v)| Some((k.clone(), all(v)?))).collect::<Option<_>>()?,
    })
}

/// A paper that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRow {
    pub id: i64,
    pub kind: DocumentKind,
    /// From 1 for each kind.
    pub issue: i64,
    /// `05/QĐ-UBND`; empty for papers without one.
    pub number: String,
    pub dated: Day,
    pub signer: String,
    pub issued_at: Instant,
    pub pdf: FileId,
    pub docx: FileId,
    pub xlsx: Option<FileId>,
    /// SHA-256 of the PDF.
    pub digest: Vec<u8>,
    pub scans: i64,
    /// The text that it was made from; 0 for that of the house.
    pub text_version: i64,
}

const ISSUE: &str = "i.id, i.kind, i.issue, i.number, i.dated_on, i.signer, i.issued_at, i.pdf_file_id, i.docx_file_id, i.xlsx_file_id, f.sha256, \
    (SELECT COUNT(*) FROM paper_scan s WHERE s.issue_id = i.id), i.text_version";

fn read_issue(r: &Row) -> Result<IssueRow, DbFault> {
    Ok(IssueRow {
        id: r.int(0)?,
        kind: kind_of(r.text(1)?)?,
        issue: r.int(2)?,
        number: r.text(3)?.to_owned(),
        dated: Day::parse(r.text(4)?).ok_or_else(|| DbFault::other("broken day of a paper"))?,
        signer: r.text(5)?.to_owned(),
        issued_at: Instant(r.int(6)?),
        pdf: FileId(r.int(7)?),
        docx: FileId(r.int(8)?),
        xlsx: r.opt_int(9)?.map(FileId),
        digest: r.blob(10)?.to_vec(),
        scans: r.int(11)?,
        text_version: r.int(12)?,
    })
}

/// Every issue of the contest, the newest first.
pub fn list_issues(tx: &mut Tx, contest: ContestId) -> Result<Vec<IssueRow>, DbFault> {
    let sql = format!(
        "SELECT {ISSUE} FROM paper_issue i JOIN file f ON f.id = i.pdf_file_id WHERE i.contest_id = $1 ORDER BY i.id DESC"
    );
    tx.query(&sql, &[contest.0.into()])?.iter().map(read_issue).collect()
}

pub fn find_issue(tx: &mut Tx, contest: ContestId, id: i64) -> Result<Option<IssueRow>, DbFault> {
    let sql = format!(
        "SELECT {ISSUE} FROM paper_issue i JOIN file f ON f.id = i.pdf_file_id WHERE i.contest_id = $1 AND i.id = $2"
    );
    tx.opt(&sql, &[contest.0.into(), id.into()])?.as_ref().map(read_issue).transpose()
}

/// What an issue is made of.
#[derive(Debug, Clone)]
pub struct NewIssue<'a> {
    pub kind: DocumentKind,
    pub text_version: i64,
    pub number: &'a str,
    pub dated: Day,
    pub signer: &'a str,
    pub pdf: FileId,
    pub docx: FileId,
    pub xlsx: Option<FileId>,
}

/// Answers the id and the number of the issue among those of its kind.
pub fn insert_issue(
    tx: &mut Tx,
    contest: ContestId,
    new: &NewIssue<'_>,
    by: Option<PersonId>,
    now: Instant,
) -> Result<(i64, i64), DbFault> {
    let row = tx.one(
        "INSERT INTO paper_issue (contest_id, kind, issue, text_version, number, dated_on, signer, pdf_file_id, docx_file_id, xlsx_file_id, person_id, issued_at) \
         SELECT $1, $2, COALESCE(MAX(issue), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM paper_issue WHERE contest_id = $1 AND kind = $2 RETURNING id, issue",
        &[
            contest.0.into(),
            new.kind.word().into(),
            new.text_version.into(),
            new.number.into(),
            new.dated.to_string().into(),
            new.signer.into(),
            new.pdf.0.into(),
            new.docx.0.into(),
            new.xlsx.map(|f| f.0).into(),
            by.map(|p| p.0).into(),
            now.0.into(),
        ],
    )?;
    Ok((row.int(0)?, row.int(1)?))
}

/// A content under the name that it is given out with.
pub fn find_file(tx: &mut Tx, file: FileId, name: &str) -> Result<Option<NamedFile>, DbFault> {
    let row = tx.opt("SELECT sha256, bytes, media_type FROM file WHERE id = $1", &[file.0.into()])?;
    let read = |r: Row| {
        let media_type =
            MediaType::from_name(r.text(2)?).ok_or_else(|| DbFault::other("unknown media type"))?;
        Ok(NamedFile {
            name: format!("{name}.{}", media_type.extension()),
            sha256: r.blob(0)?.try_into().map_err(|_| DbFault::other("a hash in file is not 32 bytes"))?,
            bytes: u64::try_from(r.int(1)?).unwrap_or(0),
            media_type,
        })
    };
    row.map(read).transpose()
}

/// A scan of a signed copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanRow {
    pub id: i64,
    pub file: FileId,
    pub number: String,
    pub dated: Day,
    pub added_at: Instant,
}

/// In the order in which they were attached.
pub fn list_scans(tx: &mut Tx, issue: i64) -> Result<Vec<ScanRow>, DbFault> {
    let rows = tx.query(
        "SELECT id, file_id, number, dated_on, added_at FROM paper_scan WHERE issue_id = $1 ORDER BY id",
        &[issue.into()],
    )?;
    let read = |r: &Row| {
        Ok(ScanRow {
            id: r.int(0)?,
            file: FileId(r.int(1)?),
            number: r.text(2)?.to_owned(),
            dated: Day::parse(r.text(3)?).ok_or_else(|| DbFault::other("broken day of a scan"))?,
            added_at: Instant(r.int(4)?),
        })
    };
    rows.iter().map(read).collect()
}

pub fn insert_scan(
    tx: &mut Tx,
    issue: i64,
    file: FileId,
    number: &str,
    dated: Day,
    by: Option<PersonId>,
    now: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO paper_scan (issue_id, file_id, number, dated_on, person_id, added_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[issue.into(), file.0.into(), number.into(), dated.to_string().into(), by.map(|p| p.0).into(), now.0.into()],
    )
    .map(|_| ())
}

/// A certificate and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    pub token: String,
    pub contest: ContestId,
    pub entry: EntryId,
    pub code: EntryCode,
    pub number: String,
    pub dated: Day,
    pub revoked: Option<(Instant, String)>,
}

const CERTIFICATE: &str = "c.token, c.contest_id, c.entry_id, e.code, c.number, i.dated_on, c.revoked_at, c.revoke_reason \
    FROM certificate c JOIN entry e ON e.id = c.entry_id JOIN paper_issue i ON i.id = c.issue_id";

fn read_certificate(r: &Row) -> Result<CertificateRow, DbFault> {
    Ok(CertificateRow {
        token: r.text(0)?.to_owned(),
        contest: ContestId(r.int(1)?),
        entry: EntryId(r.int(2)?),
        code: EntryCode(r.text(3)?.to_owned()),
        number: r.text(4)?.to_owned(),
        dated: Day::parse(r.text(5)?).ok_or_else(|| DbFault::other("broken day of a paper"))?,
        revoked: r
            .opt_int(6)?
            .map(|at| Ok::<_, DbFault>((Instant(at), r.text(7)?.to_owned())))
            .transpose()?,
    })
}

pub fn find_certificate(tx: &mut Tx, token: &str) -> Result<Option<CertificateRow>, DbFault> {
    let row = tx.opt(&format!("SELECT {CERTIFICATE} WHERE c.token = $1"), &[token.into()])?;
    row.as_ref().map(read_certificate).transpose()
}

/// The certificates of the contest by number.
pub fn list_certificates(tx: &mut Tx, contest: ContestId) -> Result<Vec<CertificateRow>, DbFault> {
    let rows = tx.query(
        &format!("SELECT {CERTIFICATE} WHERE c.contest_id = $1 ORDER BY c.number, e.code"),
        &[contest.0.into()],
    )?;
    rows.iter().map(read_certificate).collect()
}

/// A certificate that is issued again keeps its token; one that was revoked stays revoked.
pub fn save_certificate(
    tx: &mut Tx,
    contest: ContestId,
    entry: EntryId,
    token: &str,
    issue: i64,
    number: &str,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO certificate (token, contest_id, entry_id, issue_id, number) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (contest_id, entry_id) DO UPDATE SET issue_id = excluded.issue_id, number = excluded.number WHERE certificate.revoked_at IS NULL",
        &[token.into(), contest.0.into(), entry.0.into(), issue.into(), number.into()],
    )
    .map(|_| ())
}

pub fn save_revoked(tx: &mut Tx, token: &str, reason: &str, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE certificate SET revoked_at = $2, revoke_reason = $3 WHERE token = $1",
        &[token.into(), now.0.into(), reason.into()],
    )
    .map(|_| ())
}

/// Answers the number of the copy.
pub fn insert_unit_issue(
    tx: &mut Tx,
    contest: ContestId,
    paper: UnitPaper,
    files: &UnitFiles,
    (pdf, docx): (FileId, FileId),
    by: Option<PersonId>,
    now: Instant,
) -> Result<i64, DbFault> {
    let row = tx.one(
        "INSERT INTO unit_paper (contest_id, kind, subject, issue, number, dated_on, signer, pdf_file_id, docx_file_id, person_id, issued_at) \
         SELECT $1, $2, $3, COALESCE(MAX(issue), 0) + 1, $4, $5, $6, $7, $8, $9, $10 FROM unit_paper WHERE contest_id = $1 AND kind = $2 AND subject = $3 RETURNING issue",
        &[
            contest.0.into(),
            paper.kind().word().into(),
            paper.subject().1.into(),
            (&files.number).into(),
            files.dated.to_string().into(),
            (&files.signer).into(),
            pdf.0.into(),
            docx.0.into(),
            by.map(|p| p.0).into(),
            now.0.into(),
        ],
    )?;
    row.int(0)
}

/// The copies of a paper of a unit, newest first.
pub fn list_unit_issues(
    tx: &mut Tx,
    contest: ContestId,
    paper: UnitPaper,
) -> Result<Vec<UnitIssue>, DbFault> {
    let rows = tx.query(
        "SELECT p.issue, p.number, p.dated_on, p.issued_at, f.sha256, p.pdf_file_id, p.docx_file_id FROM unit_paper p \
         JOIN file f ON f.id = p.pdf_file_id WHERE p.contest_id = $1 AND p.kind = $2 AND p.subject = $3 ORDER BY p.issue DESC",
        &[contest.0.into(), paper.kind().word().into(), paper.subject().1.into()],
    )?;
    let read = |r: &Row| {
        Ok(UnitIssue {
            issue: r.int(0)?,
            number: r.text(1)?.to_owned(),
            dated: Day::parse(r.text(2)?).ok_or_else(|| DbFault::other("a paper has no day"))?,
            issued_at: Instant(r.int(3)?),
            digest: r.blob(4)?.to_vec(),
            pdf: FileId(r.int(5)?),
            docx: FileId(r.int(6)?),
        })
    };
    rows.iter().map(read).collect()
}

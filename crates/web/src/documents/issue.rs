//! documents/issue: the saved text is laid out, its files are kept, and stay.

use super::fields::{filled, mistake};
use super::kinds::needs_key;
use super::paper::{Held, load, shown};
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError, page};
use app::audit::log::Log;
use app::documents::IssuedFiles;
use app::files::{Contents, Kept};
use axum::Extension;
use axum::extract::{Path, State};
use domain::documents::{DocumentKind, Fields, IssueRefusal, access, check_issue};
use print::contest::{self as papers, Paper};
use print::document::{Document, docx, pdf};

/// POST: the saved text is issued: its files are made, kept, and stay.
pub async fn issue(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((code, kind)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    data.key()?;
    let held = load(&state, &ctx, &log, code.clone(), &kind).await?;
    access::write(&ctx.actor, held.contest.id).map_err(|_| WebError::NotFound)?;
    let (base, today) = (ctx.config.base_url.clone(), ctx.now().day());
    let fields = Fields { dated: Some(held.fields(&base).dated.unwrap_or(today)), ..held.fields(&base) };
    let mut reasons = check_issue(held.kind, &fields, held.facts.reached, today).err().unwrap_or_default();
    if data.get("version").parse() != Ok(held.version()) {
        reasons.push(IssueRefusal::Stale { version: held.version() });
    }
    if reasons.is_empty() {
        let made = Made::of(&held, &fields, &base)?;
        let contents = state.files.clone();
        let files =
            tokio::task::spawn_blocking(move || made.kept(&contents)).await.map_err(WebError::fault)??;
        let (contest, kind, now, keys) = (held.contest.id, held.kind, ctx.now(), state.keys.clone());
        let back = format!("/contests/{code}/papers/");
        let done = once(&state, &ctx, &data, move |tx, actor| {
            let id = app::documents::issue(tx, &keys, actor, contest, kind, &files, now)?;
            Ok(format!("{back}{id}"))
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("documents-issued"))),
            Err(why) => reasons = why,
        }
    }
    let errors = FieldErrors::above(reasons.iter().map(issue_refused));
    let form =
        filled(Form::refused(ctx.t, &FormData::default(), errors), &held.fields(&base), held.wording());
    page::refuse(&shown(&ctx, &held, form, Some((&held.fields(&base), held.wording()))).await?)
}

fn issue_refused(reason: &IssueRefusal) -> Msg {
    match reason {
        IssueRefusal::TooEarly { needs } => Msg::new(needs_key(*needs)),
        IssueRefusal::OfUnit => Msg::new("documents-issue-of-unit"),
        IssueRefusal::NumberMissing => Msg::new("documents-issue-number"),
        IssueRefusal::InTheFuture { today } => Msg::new("documents-issue-future").arg("today", *today),
        IssueRefusal::Stale { version } => Msg::new("documents-stale").arg("version", *version),
    }
}

/// What is printed at an issue.
struct Made {
    document: Document,
    xlsx: Option<Vec<u8>>,
    files: IssuedWithout,
}

/// An issue before its files are kept.
struct IssuedWithout {
    text_version: i64,
    fields: Fields,
    certificates: Vec<(domain::ids::EntryCode, String)>,
}

impl Made {
    fn of(held: &Held, fields: &Fields, base: &str) -> Result<Made, WebError> {
        let paper = Paper { facts: &held.facts, base };
        let document = paper
            .document(held.kind, fields, held.wording())
            .map_err(|why| WebError::Unprocessable(why.iter().map(mistake).collect()))?;
        let xlsx = paper.workbook(held.kind, fields).transpose().map_err(WebError::fault)?;
        let certificates =
            if held.kind == DocumentKind::Certificates { paper.numbers(fields) } else { Vec::new() };
        let files = IssuedWithout { text_version: held.version(), fields: fields.clone(), certificates };
        Ok(Made { document, xlsx, files })
    }

    /// Blocking: lays out and writes.
    fn kept(self, contents: &Contents) -> Result<IssuedFiles, WebError> {
        let keep = |name: &str, bytes: Vec<u8>| -> Result<Kept, WebError> {
            let kept = contents.keep(name, bytes.as_slice())?;
            kept.map_err(|why| WebError::fault(format!("a paper cannot be kept: {why:?}")))
        };
        let IssuedWithout { text_version, fields, certificates } = self.files;
        Ok(IssuedFiles {
            pdf: keep("paper.pdf", pdf::render(&self.document).map_err(WebError::fault)?)?,
            docx: keep("paper.docx", docx::render(&self.document).map_err(WebError::fault)?)?,
            xlsx: self.xlsx.map(|bytes| keep("paper.xlsx", bytes)).transpose()?,
            number: papers::number_text(&fields),
            dated: domain::time::Day(self.document.dated),
            text_version,
            fields,
            certificates,
        })
    }
}

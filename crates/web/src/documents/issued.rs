//! documents/issued: one issue of a paper: its files as they were fixed, the signed copies, the certificates.

use super::certificate::grouped;
use super::kinds::kind_key;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page, setup};
use app::act::Stop;
use app::contest::store as contests;
use app::documents::view;
use app::documents::{RevokeRefusal, attach_scan, revoke as revoke_certificate};
use askama::Template;
use axum::extract::{Path, State};
use domain::documents::{ScanRefusal, access};

#[derive(Template)]
#[template(path = "documents/issued.html")]
struct Shown {
    page: Page,
    form: Form,
    code: String,
    id: i64,
    word: &'static str,
    number: String,
    dated: String,
    signer: String,
    issued_at: String,
    digest: String,
    newer: Option<i64>,
    /// The issue before: its id, and the sentence that names it.
    replaces: Option<(i64, String)>,
    changed_since: bool,
    has_xlsx: bool,
    scans: Vec<(usize, String)>,
    certificates: Vec<Certificate>,
    may_write: bool,
    may_revoke: bool,
    revoke_keys: Vec<String>,
}

struct Certificate {
    token: String,
    shown: String,
    entry: String,
    number: String,
    revoked: Option<String>,
}

type At = Path<(String, String)>;

fn number(text: &str) -> Result<i64, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}

async fn load(state: &AppState, ctx: &Ctx, code: &str, id: i64) -> Result<view::Issue, WebError> {
    let (actor, code) = (ctx.actor.clone(), code.to_owned());
    loaded(state.db.read(move |tx| view::issue(tx, &actor, &code, id)).await)
}

fn shown(ctx: &Ctx, seen: &view::Issue, form: Form) -> Shown {
    let (t, code) = (ctx.t, &seen.contest.code);
    let name = t.s(kind_key(seen.issue.kind));
    let title = t.a2("documents-issued-title", "paper", name, "issue", seen.issue.issue);
    let scan = |(place, s): (usize, &app::documents::store::ScanRow)| {
        (place, t.a2("documents-scan", "number", &s.number, "on", t.day(s.dated)))
    };
    let certificate = |c: &app::documents::store::CertificateRow| Certificate {
        shown: grouped(&c.token),
        token: c.token.clone(),
        entry: c.code.to_string(),
        number: c.number.clone(),
        revoked: c
            .revoked
            .as_ref()
            .map(|(at, why)| t.a2("documents-revoked-since", "at", t.date_time(*at), "reason", why)),
    };
    Shown {
        page: setup::headed(ctx.page_titled(title), &seen.contest)
            .back_to(format!("/contests/{code}/documents"), t.s("documents-title"))
            .refused(form.is_refused()),
        revoke_keys: seen.certificates.iter().map(|_| form.new_key()).collect(),
        form,
        code: code.clone(),
        id: seen.issue.id,
        word: seen.issue.kind.word(),
        number: seen.issue.number.clone(),
        dated: t.day(seen.issue.dated),
        signer: seen.issue.signer.clone(),
        issued_at: t.date_time(seen.issue.issued_at),
        digest: data_encoding::HEXLOWER.encode(&seen.issue.digest),
        newer: seen.newer,
        replaces: seen.replaces.map(|(id, n)| (id, t.a1("documents-replaces", "issue", n))),
        changed_since: seen.changed_since,
        has_xlsx: seen.issue.xlsx.is_some(),
        scans: (1..).zip(&seen.scans).map(scan).collect(),
        certificates: seen.certificates.iter().map(certificate).collect(),
        may_write: seen.may_write,
        may_revoke: seen.may_revoke,
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path((code, id)): At) -> Answer {
    let seen = load(&state, &ctx, &code, number(&id)?).await?;
    page::show(&shown(&ctx, &seen, Form::new(ctx.t)))
}

/// GET: a file as it was issued.
pub async fn file(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, id, format)): Path<(String, String, String)>,
) -> Answer {
    let (actor, id) = (ctx.actor.clone(), number(&id)?);
    let read = move |tx: &mut app::db::Tx| view::issued_file(tx, &actor, &code, id, &format);
    let opened = loaded(state.db.read(read).await)?;
    crate::entry::send(&state, None, opened).await
}

/// GET: a scan of the signed copy.
pub async fn scan(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, id, place)): Path<(String, String, String)>,
) -> Answer {
    let (actor, id, place) = (ctx.actor.clone(), number(&id)?, number(&place)?);
    let opened = loaded(state.db.read(move |tx| view::scan(tx, &actor, &code, id, place)).await)?;
    crate::entry::send(&state, None, opened).await
}

/// POST with a file: the signed copy with its number and day.
pub async fn attach(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, id)): At,
    mut data: FormData,
) -> Answer {
    data.key()?;
    let id = number(&id)?;
    let seen = load(&state, &ctx, &code, id).await?;
    access::write(&ctx.actor, seen.contest.id).map_err(|_| WebError::NotFound)?;
    let mut errors = FieldErrors::new();
    let dated = crate::format::read_day(data.get("dated"));
    let typed = data.get("number").to_owned();
    let mut kept = None;
    match data.take_files().into_iter().next() {
        None => {
            errors.add("file", Msg::new("documents-scan-missing"));
        }
        Some(upload) => {
            let files = state.files.clone();
            let name = upload.file_name.clone();
            let keeping = move || files.keep(&upload.file_name.clone(), upload.into_reader()?);
            let answer = tokio::task::spawn_blocking(keeping).await.map_err(WebError::fault)??;
            match answer {
                Ok(k) => kept = Some(k),
                Err(why) => {
                    errors.add("file", crate::entry::keep_refused(&why, &name));
                }
            }
        }
    }
    if let Some(kept) = kept {
        let (contest, now) = (seen.contest.id, ctx.now());
        let to = format!("/contests/{code}/papers/{id}");
        let done = once(&state, &ctx, &data, move |tx, actor| {
            attach_scan(tx, actor, contest, id, &kept, &typed, dated, now)?;
            Ok(to.clone())
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("documents-scan-attached"))),
            Err(reasons) => {
                for reason in &reasons {
                    let (field, msg) = match reason {
                        ScanRefusal::NumberMissing { most } => {
                            ("number", Msg::new("documents-scan-number").arg("most", *most))
                        }
                        ScanRefusal::DayMissing => ("dated", Msg::new("documents-scan-day")),
                        ScanRefusal::InTheFuture { today } => {
                            ("dated", Msg::new("documents-issue-future").arg("today", *today))
                        }
                        ScanRefusal::NoScan => ("file", Msg::new("documents-scan-kind")),
                    };
                    errors.add(field, msg);
                }
            }
        }
    }
    page::refuse(&shown(&ctx, &seen, Form::refused(ctx.t, &data, errors)))
}

/// POST: a certificate is revoked, with its reason.
pub async fn revoke(State(state): State<AppState>, ctx: Ctx, Path((code, id)): At, data: FormData) -> Answer {
    data.key()?;
    let id = number(&id)?;
    let seen = load(&state, &ctx, &code, id).await?;
    let (token, reason, now) = (data.get("token").to_owned(), data.get("reason").to_owned(), ctx.now());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let contest = contests::find_by_code(tx, &code)?.ok_or(Stop::NotFound)?.id;
        revoke_certificate(tx, actor, contest, &token, &reason, now)?;
        Ok(format!("/contests/{code}/papers/{id}"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("documents-revoked-done"))),
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for RevokeRefusal::ReasonMissing { least, most } in &reasons {
                errors.add(
                    "reason",
                    Msg::new("documents-revoke-reason").arg("least", *least).arg("most", *most),
                );
            }
            page::refuse(&shown(&ctx, &seen, Form::refused(ctx.t, &data, errors)))
        }
    }
}

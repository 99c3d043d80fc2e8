//! The head's page: exactly this version with its hash, level, feasibility, remarks; and taking a confirmation back.

use super::dossier::DossierView;
use super::entry::load;
use super::texts;
use crate::act::once;
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::screening::{self, EntryPage};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::EntryId;
use domain::screening::confirm::Statement;

#[derive(Template)]
#[template(path = "screening/confirm.html")]
struct ConfirmPage {
    page: Page,
    id: i64,
    dossier: DossierView,
    form: Form,
    signer: String,
    verdict_reason: String,
    findings: Vec<(String, String)>,
    levels: Vec<Choice>,
    feasibilities: Vec<Choice>,
    /// Why nobody needs to confirm it now; the form is not shown then.
    closed: Option<String>,
}

fn view(ctx: &Ctx, e: &EntryPage, form: Form) -> ConfirmPage {
    let t = ctx.t;
    let page = ctx
        .page_titled(t.a1("screening-confirm-title", "entry", &e.gate.code.0))
        .contest(&e.contest.name, format!("/contests/{}", e.contest.code))
        .back_to(format!("/desk/entries/{}", e.gate.entry.0), t.s("screening-back-to-entry"))
        .script("counter.js")
        .refused(form.is_refused())
        .wide();
    let closed = if e.gate.confirmation().is_some() {
        Some("screening-already-confirmed")
    } else if !e.gate.is_selected() {
        Some("screening-problem-not-selected")
    } else {
        None
    };
    let newest = e.sheets.first().filter(|s| s.version == e.gate.version);
    let words = |keys: &[&str]| keys.iter().map(|k| Choice::new(t.s(k), t.s(k))).collect();
    ConfirmPage {
        page,
        id: e.gate.entry.0,
        dossier: DossierView::of(t, e),
        form,
        signer: ctx.viewer.person.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
        verdict_reason: newest.map(|s| s.reason.clone()).unwrap_or_default(),
        findings: newest
            .iter()
            .flat_map(|s| &s.findings)
            .map(|f| (f.requirement.clone(), t.s(texts::answer(f.answer)).into_owned()))
            .collect(),
        levels: words(&["screening-level-1", "screening-level-2", "screening-level-3"]),
        feasibilities: words(&[
            "screening-feasibility-1",
            "screening-feasibility-2",
            "screening-feasibility-3",
        ]),
        closed: closed.map(|key| t.s(key).into_owned()),
    }
}

pub async fn ask(ctx: Ctx, State(state): State<AppState>, Path(entry): Path<i64>) -> Answer {
    let entry = load(&ctx, &state, EntryId(entry)).await?;
    if !entry.may_confirm {
        return Err(WebError::NotFound);
    }
    page::show(&view(&ctx, &entry, Form::new(ctx.t)))
}

pub async fn sign(ctx: Ctx, State(state): State<AppState>, Path(entry): Path<i64>, data: FormData) -> Answer {
    let hash = data_encoding::HEXLOWER.decode(data.get("hash").as_bytes()).ok();
    let said = Statement {
        version: data.get("version").parse().unwrap_or(0),
        dossier_hash: hash.and_then(|h| h.try_into().ok()).unwrap_or([0; 32]),
        level: data.get("level").to_owned(),
        feasibility: data.get("feasibility").to_owned(),
        remarks: data.get("remarks").to_owned(),
        by: ctx.viewer.person.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
    };
    let now = ctx.now();
    if !data.has("read") {
        let mut errors = FieldErrors::new();
        errors.add("read", Msg::new("screening-read-missing"));
        return again(&ctx, &state, entry, Form::refused(ctx.t, &data, errors)).await;
    }
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::confirm(tx, actor, EntryId(entry), &said, now).map(|_| format!("/desk/entries/{entry}"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-confirmed"))),
        Err(reasons) => {
            again(&ctx, &state, entry, Form::refused(ctx.t, &data, texts::confirm(&reasons))).await
        }
    }
}

async fn again(ctx: &Ctx, state: &AppState, entry: i64, form: Form) -> Answer {
    let entry = load(ctx, state, EntryId(entry)).await?;
    if !entry.may_confirm {
        return Err(WebError::NotFound);
    }
    page::refuse(&view(ctx, &entry, form))
}

pub async fn void(ctx: Ctx, State(state): State<AppState>, Path(entry): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let reason = data.get("void_reason").to_owned();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::void_confirmation(tx, actor, EntryId(entry), &reason, now)
            .map(|()| format!("/desk/entries/{entry}"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-voided"))),
        Err(reasons) => Err(WebError::Unprocessable(reasons.iter().map(texts::void).collect())),
    }
}

//! Before a batch goes: everything on one page, then one button that cannot be pressed twice.

use super::batch::{ItemRow, load, name, row};
use super::extensions::{Line, line};
use super::texts;
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::screening::{self, BatchPage};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::BatchId;

#[derive(Template)]
#[template(path = "screening/forward.html")]
struct View {
    page: Page,
    id: i64,
    before_ms: i64,
    extended: Vec<Line>,
    unit: String,
    name: String,
    letter_number: String,
    signer: String,
    items: Vec<ItemRow>,
    form: Form,
    /// Something is wrong already now: the button is not offered.
    blocked: bool,
}

fn view(ctx: &Ctx, b: &BatchPage, form: Form) -> View {
    let t = ctx.t;
    let page = ctx
        .page_titled(t.a1("screening-forward-title", "name", name(b)))
        .contest(&b.contest.name, format!("/contests/{}", b.contest.code))
        .back_to(format!("/desk/batches/{}", b.batch.id.0), t.s("screening-back-to-batch"))
        .script("countdown.js")
        .refused(form.is_refused())
        .wide();
    let before = b.rules.timeline.units_send;
    let blocked = b.items.is_empty()
        || b.items.iter().any(|i| !i.problems.is_empty())
        || b.batch.letter_number.is_empty()
        || b.batch.signer.is_empty();
    View {
        id: b.batch.id.0,
        before_ms: before.0.0,
        extended: b.extensions.iter().map(|x| line(t, x, ctx.now())).collect(),
        unit: b.unit.name.clone(),
        name: name(b),
        letter_number: b.batch.letter_number.clone(),
        signer: b.batch.signer.clone(),
        items: b.items.iter().map(|i| row(ctx, b, "/desk", i)).collect(),
        form,
        blocked,
        page,
    }
}

pub async fn ask(ctx: Ctx, State(state): State<AppState>, Path(batch): Path<i64>) -> Answer {
    let b = load(&ctx, &state, batch).await?;
    if !b.may_forward || b.batch.is_forwarded {
        return Err(WebError::NotFound);
    }
    page::show(&view(&ctx, &b, Form::new(ctx.t)))
}

pub async fn send(ctx: Ctx, State(state): State<AppState>, Path(batch): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::forward(tx, actor, BatchId(batch), now).map(|_| format!("/desk/batches/{batch}"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-forwarded"))),
        Err(reasons) => {
            let errors = FieldErrors::above(reasons.iter().map(texts::forward));
            let b = load(&ctx, &state, batch).await?;
            page::refuse(&view(&ctx, &b, Form::refused(ctx.t, &data, errors)))
        }
    }
}

//! What lay in the parcel of a batch, by the codes on the sheets: matched, missing, surplus; every count is kept for both sides.

use super::batch::{load, name};
use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::screening::{self, BatchPage, CheckRow};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::BatchId;
use domain::screening::reconcile::{Found, Line};

pub(super) struct Counted {
    pub sentence: String,
    pub whole: bool,
    pub note: String,
    /// What was found, with the codes it was found for.
    pub groups: Vec<(String, &'static str, Vec<String>)>,
}

/// One count in words.
pub(super) fn counted(ctx: &Ctx, b: &BatchPage, c: &CheckRow) -> Counted {
    let t = ctx.t;
    let titled = |line: &Line| {
        let item = b.items.iter().find(|i| i.listed.gate.code.0 == line.what);
        item.map_or(line.what.clone(), |i| format!("{} {}", line.what, i.face.title))
    };
    let group = |found: &Found| {
        let codes: Vec<String> = c.lines.iter().filter(|l| l.found == *found).map(titled).collect();
        let (key, class) = match found {
            Found::Missing => ("screening-check-missing", "problem"),
            Found::OtherVersion => ("screening-check-other-version", "problem"),
            Found::Surplus => ("screening-check-surplus", "problem"),
            Found::Unread => ("screening-check-unread", ""),
            Found::Matched => ("screening-check-matched", "good"),
        };
        (!codes.is_empty()).then(|| (t.s(key).into_owned(), class, codes))
    };
    Counted {
        sentence: t.a(
            "screening-check-sentence",
            &[
                ("by", (&c.by_name).into()),
                ("at", t.date_time(c.at.0).into()),
                ("matched", c.count(Found::Matched).into()),
                ("missing", c.count(Found::Missing).into()),
                ("other", c.count(Found::OtherVersion).into()),
                ("surplus", c.count(Found::Surplus).into()),
            ],
        ),
        whole: c.lines.iter().all(|l| l.found == Found::Matched),
        note: c.note.clone(),
        groups: [Found::Missing, Found::OtherVersion, Found::Surplus, Found::Unread, Found::Matched]
            .iter()
            .filter_map(group)
            .collect(),
    }
}

#[derive(Template)]
#[template(path = "screening/check.html")]
struct View {
    page: Page,
    action: String,
    unit: String,
    expected: usize,
    /// Absent while there is nothing to compare with.
    is_sent: bool,
    counts: Vec<Counted>,
    form: Form,
}

fn base(ctx: &Ctx) -> &'static str {
    if ctx.path.starts_with("/intake") { "/intake" } else { "/desk" }
}

async fn view(ctx: &Ctx, state: &AppState, b: &BatchPage, form: Form) -> Result<View, WebError> {
    let (actor, now, batch) = (ctx.actor.clone(), ctx.now(), b.batch.id);
    let counts = loaded(state.db.read(move |tx| screening::checks(tx, &actor, batch, now)).await)?;
    let href = format!("{}/batches/{}", base(ctx), batch.0);
    Ok(View {
        page: ctx
            .page_titled(ctx.t.a1("screening-check-title", "name", name(b)))
            .contest(&b.contest.name, format!("/contests/{}", b.contest.code))
            .back_to(href.clone(), ctx.t.s("screening-back-to-batch"))
            .script("counter.js")
            .refused(form.is_refused()),
        action: format!("{href}/check"),
        unit: b.unit.name.clone(),
        expected: b.items.len(),
        is_sent: b.batch.is_forwarded,
        counts: counts.iter().map(|c| counted(ctx, b, c)).collect(),
        form,
    })
}

pub async fn show(ctx: Ctx, State(state): State<AppState>, Path(batch): Path<i64>) -> Answer {
    let b = load(&ctx, &state, batch).await?;
    page::show(&view(&ctx, &state, &b, Form::new(ctx.t)).await?)
}

pub async fn count(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(batch): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let (lines, note) = (data.get("codes").to_owned(), data.get("note").to_owned());
    let to = format!("{}/batches/{batch}/check", base(&ctx));
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::reconcile(tx, actor, BatchId(batch), &lines, &note, now).map(|()| to.clone())
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-check"))),
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for r in &reasons {
                let (field, msg) = texts::reconcile(r);
                errors.add(field, msg);
            }
            let b = load(&ctx, &state, batch).await?;
            page::refuse(&view(&ctx, &state, &b, Form::refused(ctx.t, &data, errors)).await?)
        }
    }
}

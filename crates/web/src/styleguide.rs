//! Every component on one page, to be looked at. Only in a demonstration.

use crate::page::Pager;
use crate::{Access, Answer, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, Routes, T, page};
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new().get("/styleguide", Access::Demo, show).upload("/styleguide", Access::Demo, submit).post(
        "/styleguide/autosave",
        Access::Demo,
        autosave,
    )
}

const HOUR: i64 = 60 * 60 * 1_000;

#[derive(Template)]
#[template(path = "styleguide.html")]
struct Guide {
    page: Page,
    form: Form,
    pager: Pager,
    areas: Vec<Choice>,
    kinds: Vec<Choice>,
    parts: Vec<Choice>,
    before_ms: i64,
    passed_ms: i64,
}

impl Guide {
    fn new(ctx: &Ctx, form: Form) -> Guide {
        let t = ctx.t;
        let page = ctx
            .page("styleguide-title")
            .back("/")
            .contest(t.s("styleguide-sample-title"), "/styleguide")
            .phase(t.s("styleguide-step-write"))
            .refused(form.is_refused())
            .script("autosave.js")
            .script("counter.js")
            .script("countdown.js")
            .script("score.js");
        Guide {
            page,
            form,
            pager: Pager::new(4, 900, 100, "/styleguide"),
            areas: areas(t),
            kinds: vec![
                Choice::new("person", t.s("styleguide-kind-person")),
                Choice::new("group", t.s("styleguide-kind-group")).hint(t.s("styleguide-kind-group-hint")),
            ],
            parts: vec![
                Choice::new("video", t.s("styleguide-part-video")),
                Choice::new("software", t.s("styleguide-part-software")),
            ],
            before_ms: (ctx.now_ms / HOUR + 51) * HOUR,
            passed_ms: (ctx.now_ms / HOUR - 3) * HOUR,
        }
    }
}

fn areas(t: T) -> Vec<Choice> {
    vec![
        Choice::new("one-stop", t.s("styleguide-area-one-stop")),
        Choice::new("procedures", t.s("styleguide-area-procedures")),
        Choice::new("technology", t.s("styleguide-area-technology")),
    ]
}

#[derive(Deserialize)]
struct State {
    #[serde(default)]
    refused: bool,
}

/// `?refused=true` shows the form as it comes back after a refusal.
async fn show(ctx: Ctx, Query(state): Query<State>) -> Answer {
    if state.refused {
        let form = Form::refused(ctx.t, &FormData::of(&[("text", "a")]), faults(&FormData::default()));
        return page::refuse(&Guide::new(&ctx, form));
    }
    page::show(&Guide::new(&ctx, Form::new(ctx.t).with("title", ctx.t.s("styleguide-sample-title"))))
}

/// Refuses what lacks a title or a kind, so that the errors can be looked at; stores nothing.
async fn submit(ctx: Ctx, data: FormData) -> Answer {
    data.key()?;
    let form = Form::refused(ctx.t, &data, faults(&data));
    if form.is_refused() {
        page::refuse(&Guide::new(&ctx, form))
    } else {
        page::show(&Guide::new(&ctx, form))
    }
}

fn faults(data: &FormData) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if data.get("title").trim().is_empty() {
        errors.add("title", Msg::new("styleguide-required-title"));
    }
    if !data.has("kind-of") {
        errors.add("kind-of", Msg::new("styleguide-required-kind"));
    }
    errors
}

/// Answers as a real draft does, but keeps nothing.
async fn autosave(ctx: Ctx, data: FormData) -> Response {
    let version = data.get("version").parse::<u64>().unwrap_or_default() + 1;
    page::json(
        StatusCode::OK,
        &serde_json::json!({ "version": version, "saved": ctx.t.time_of_second(ctx.now_ms) }),
    )
}

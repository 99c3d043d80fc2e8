//! /scoring/sheets/{sheet}/print: the sheet on one sheet of paper, filled in as far as it is, with room for a signature.

use super::sheet_view::{self, SheetView};
use crate::{Answer, AppState, Ctx, Page, page};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::SheetId;

#[derive(Template)]
#[template(path = "judging/print.html")]
struct Show {
    page: Page,
    view: SheetView,
    judge: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    max: String,
    mark: String,
    comment: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(sheet): Path<i64>) -> Answer {
    let view = sheet_view::load(&state, &ctx, SheetId(sheet)).await?;
    let content = &view.open.file.content;
    let row = |(at, c): (usize, &domain::contest::Criterion)| Row {
        name: c.name.clone(),
        max: ctx.t.marks_short(c.max),
        mark: content.marks[at].map(|m| ctx.t.marks_short(m)).unwrap_or_default(),
        comment: content.comments[at].clone(),
    };
    let rows = view.criteria().iter().enumerate().map(row).collect();
    let page = ctx
        .page("judging-print-title")
        .contest(&*view.contest.name, format!("/scoring/{}", view.contest.id.0));
    let page = page.back_to(format!("/scoring/sheets/{sheet}"), ctx.t.s("judging-sign-back"));
    page::show(&Show {
        page,
        judge: ctx.viewer.person.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
        rows,
        view,
    })
}

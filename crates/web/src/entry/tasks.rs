//! The parts of an entry as a list of tasks, each with how far it is.

use super::{desk, id_of, pin, refusals};
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx};
use app::entry::Desk;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::entry::{Draft, EntryState, Part};

#[derive(Template)]
#[template(path = "entry/tasks.html")]
struct Tasks {
    page: Page,
    id: i64,
    code: String,
    pin: Option<String>,
    before_ms: i64,
    extended: Option<(i64, String)>,
    tasks: Vec<Task>,
    done: usize,
    /// It is handed in, and this is the working copy of an edit.
    is_edit: bool,
    has_changes: bool,
    locked: Option<String>,
    saved_ms: Option<i64>,
}

struct Task {
    href: String,
    name: &'static str,
    hint: &'static str,
    tag: &'static str,
    status: &'static str,
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    let d = desk(&state, &ctx, id).await?;
    let tasks: Vec<Task> = Part::ALL.iter().map(|part| task(&d, *part)).collect();
    let is_edit = d.row.state != EntryState::Draft;
    let title = if is_edit { "entry-tasks-title-edit" } else { "entry-tasks-title" };
    let mut page = super::page_of(&ctx, title, &d.contest).script("countdown.js");
    if is_edit {
        page = page.back(format!("/entries/{}", id.0));
    }
    page::show(&Tasks {
        page,
        id: id.0,
        code: d.row.code.0.clone(),
        pin: pin::of(&headers, id),
        before_ms: super::ends_for(&d.row, &d.rules),
        extended: super::extended(&d.row),
        done: tasks.iter().filter(|t| t.tag == "good").count(),
        tasks,
        is_edit,
        has_changes: d.has_changes,
        locked: d.locked.as_ref().map(|why| ctx.t.m(&refusals::submit(why, &d.rules)).into_owned()),
        saved_ms: d.saved_at.map(|at| at.0),
    })
}

/// The address of the page of a part.
pub fn href(id: i64, part: Part) -> String {
    match part {
        Part::Files => format!("/entries/{id}/files"),
        _ => format!("/entries/{id}/part/{}", part.word()),
    }
}

fn task(d: &Desk, part: Part) -> Task {
    let lacks = d.problems.iter().any(|p| p.field().part() == Some(part));
    let is_empty = d.draft.only(part) == Draft::default();
    let (tag, status) = match (lacks, is_empty) {
        (true, true) => ("", "entry-tasks-todo"),
        (true, false) => ("now", "entry-tasks-lacks"),
        (false, true) if part == Part::Files => ("good", "entry-tasks-no-files"),
        (false, _) => ("good", "entry-tasks-done"),
    };
    Task { href: href(d.row.id.0, part), name: name(part), hint: hint(part), tag, status }
}

pub fn name(part: Part) -> &'static str {
    match part {
        Part::Place => "entry-part-place",
        Part::About => "entry-part-about",
        Part::Text => "entry-part-text",
        Part::Authors => "entry-part-authors",
        Part::Files => "entry-part-files",
        Part::Declaration => "entry-part-declaration",
    }
}

fn hint(part: Part) -> &'static str {
    match part {
        Part::Place => "entry-part-place-hint",
        Part::About => "entry-part-about-hint",
        Part::Text => "entry-part-text-hint",
        Part::Authors => "entry-part-authors-hint",
        Part::Files => "entry-part-files-hint",
        Part::Declaration => "entry-part-declaration-hint",
    }
}

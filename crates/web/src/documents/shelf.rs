//! documents/shelf: every paper of a contest, what it waits for, its text and its newest issue.

use super::kinds::{kind_key, needs_key};
use crate::{Answer, AppState, Ctx, Page, act, page, setup};
use app::documents::view::shelf;
use askama::Template;
use axum::extract::{Path, State};
use domain::documents::{DocumentKind, Needs};

#[derive(Template)]
#[template(path = "documents/shelf.html")]
struct Shelf {
    page: Page,
    code: String,
    groups: Vec<(String, Vec<Row>)>,
    recused: bool,
}

struct Row {
    word: &'static str,
    name: String,
    /// Why there is none yet; empty where there is.
    waits: String,
    text: String,
    issued: Option<Issued>,
    is_list: bool,
    is_of_unit: bool,
}

struct Issued {
    id: i64,
    what: String,
    scans: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let actor = ctx.actor.clone();
    let seen = act::loaded(state.db.read(move |tx| shelf(tx, &actor, &code)).await)?;
    let t = ctx.t;
    let row = |kind: DocumentKind| {
        let version = seen.versions.iter().find(|(k, _)| *k == kind).map(|(_, v)| *v);
        let issued = seen.issues.iter().find(|i| i.kind == kind).map(|i| {
            let what = if i.number.is_empty() {
                t.a2("documents-issue-plain", "issue", i.issue, "on", t.day(i.dated))
            } else {
                let args = [
                    ("issue", i.issue.into()),
                    ("number", (&i.number).into()),
                    ("on", t.day(i.dated).into()),
                ];
                t.a("documents-issue", &args)
            };
            let scans = if i.scans == 0 { String::new() } else { t.a1("documents-scans", "n", i.scans) };
            Issued { id: i.id, what, scans }
        });
        let hidden = seen.recused && kind.needs() != Needs::Nothing;
        let waits = if hidden {
            t.s("documents-recused").into_owned()
        } else if seen.reached < kind.needs() {
            t.s(needs_key(kind.needs())).into_owned()
        } else {
            String::new()
        };
        Row {
            word: kind.word(),
            name: t.s(kind_key(kind)).into_owned(),
            waits,
            text: version.map(|v| t.a1("documents-own-text", "n", v)).unwrap_or_default(),
            issued: issued.filter(|_| !hidden),
            is_list: kind.is_list(),
            is_of_unit: kind.is_of_unit(),
        }
    };
    let group = |key: &str, of: &dyn Fn(DocumentKind) -> bool| {
        let rows: Vec<Row> = DocumentKind::ALL.into_iter().filter(|k| of(*k)).map(row).collect();
        (t.s(key).into_owned(), rows)
    };
    let groups = vec![
        group("documents-group-before", &|k| k.needs() == Needs::Nothing && !k.is_of_unit()),
        group("documents-group-units", &|k| k.is_of_unit()),
        group("documents-group-result", &|k| k.needs() != Needs::Nothing),
    ];
    let page = setup::headed(ctx.page("documents-title"), &seen.contest)
        .back(format!("/contests/{}", seen.contest.code));
    page::show(&Shelf { page, code: seen.contest.code.clone(), groups, recused: seen.recused })
}

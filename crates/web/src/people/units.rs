//! The register of units: a page of it, and what a search finds.

use crate::page::Pager;
use crate::routes::escaped;
use crate::{Answer, AppState, Ctx, Page, act, page};
use app::act::Stop;
use app::people::find_units::{Found, Wanted, find_units};
use askama::Template;
use axum::extract::{Query, State};
use domain::people::access;
use domain::people::org_unit::{OrgUnit, UnitRefusal, accepts};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "people/units.html")]
struct Units {
    page: Page,
    q: String,
    rows: Vec<Line>,
    total: i64,
    pager: Pager,
}

/// For those who have to know a code: the same search, without a way to change anything.
#[derive(Template)]
#[template(path = "people/find_unit.html")]
struct Find {
    page: Page,
    q: String,
    rows: Vec<Line>,
    total: i64,
}

struct Line {
    id: i64,
    code: String,
    name: String,
    kind: String,
    parent: String,
    days: String,
    /// It does not exist today.
    past: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: u32,
}

/// Lines of one page.
const PER_PAGE: u32 = 100;
/// Answers of a search by somebody who looks for one unit.
const FOUND: i64 = 50;

fn line(ctx: &Ctx, f: Found) -> Line {
    let u = f.unit;
    Line {
        id: u.id.0,
        code: u.code.to_string(),
        days: days(ctx, &u),
        past: accepts(&u, ctx.now().day()).is_err(),
        name: u.name,
        kind: u.kind,
        parent: f.parent_name.unwrap_or_default(),
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Query(asked): Query<Asked>) -> Answer {
    let (actor, typed) = (ctx.actor.clone(), asked.q.clone());
    let first = i64::from(asked.page.max(1) - 1) * i64::from(PER_PAGE);
    let loaded = state.db.read(move |tx| {
        access::manage_units(&actor)?;
        let wanted = Wanted { typed: typed.clone(), on: None, most: i64::from(PER_PAGE), offset: first };
        Ok::<_, Stop<UnitRefusal>>(find_units(tx, &wanted)?)
    });
    let (found, total) = act::loaded(loaded.await)?;
    let base =
        if asked.q.is_empty() { "/units".to_owned() } else { format!("/units?q={}", escaped(&asked.q)) };
    let count = u64::try_from(total).unwrap_or(0).max(u64::from(asked.page.max(1) - 1) * u64::from(PER_PAGE));
    page::show(&Units {
        page: ctx.page("people-units-title").wide(),
        q: asked.q,
        rows: found.into_iter().map(|f| line(&ctx, f)).collect(),
        total,
        pager: Pager::new(asked.page, count, PER_PAGE, base),
    })
}

/// GET /units/find: units that exist today, by name or code, for whoever has signed in.
pub async fn find(State(state): State<AppState>, ctx: Ctx, Query(asked): Query<Asked>) -> Answer {
    let (typed, today) = (asked.q.clone(), ctx.now().day());
    let loaded = state.db.read(move |tx| {
        let wanted = Wanted { typed: typed.clone(), on: Some(today), most: FOUND, offset: 0 };
        if typed.trim().is_empty() { Ok((vec![], 0)) } else { find_units(tx, &wanted) }
    });
    let (found, total) = loaded.await.map_err(crate::WebError::fault)?;
    page::show(&Find {
        page: ctx.page("people-units-code-title").back("/work"),
        q: asked.q,
        rows: found.into_iter().map(|f| line(&ctx, f)).collect(),
        total,
    })
}

fn days(ctx: &Ctx, u: &OrgUnit) -> String {
    let t = ctx.t;
    match (u.valid_from, u.valid_to) {
        (None, None) => String::new(),
        (Some(from), None) => t.a1("people-days-from", "from", t.day(from)),
        (None, Some(to)) => t.a1("people-days-to", "to", t.day(to)),
        (Some(from), Some(to)) => t.a2("people-days-from-to", "from", t.day(from), "to", t.day(to)),
    }
}

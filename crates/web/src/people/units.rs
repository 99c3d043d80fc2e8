//! The register of units.

use crate::{Answer, AppState, Ctx, Page, act, page};
use app::act::Stop;
use app::people::import_units::matching;
use app::people::store;
use askama::Template;
use axum::extract::{Query, State};
use domain::people::access;
use domain::people::org_unit::{OrgUnit, UnitRefusal, accepts};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "people/units.html")]
struct Units {
    page: Page,
    q: String,
    rows: Vec<Line>,
}

struct Line {
    id: i64,
    code: String,
    name: String,
    kind: String,
    parent: String,
    days: String,
    successor: String,
    /// It does not exist today.
    past: bool,
}

#[derive(Deserialize)]
pub struct Find {
    #[serde(default)]
    q: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Query(find): Query<Find>) -> Answer {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        access::manage_units(&actor)?;
        Ok::<_, Stop<UnitRefusal>>(store::list_units(tx)?)
    });
    let units = act::loaded(loaded.await)?;
    let names: HashMap<_, _> = units.iter().map(|u| (u.id, u.name.as_str())).collect();
    let name = |id: Option<domain::ids::UnitId>| {
        id.and_then(|id| names.get(&id).copied()).unwrap_or_default().to_owned()
    };
    let today = ctx.now().day();
    let line = |u: &OrgUnit| Line {
        id: u.id.0,
        code: u.code.to_string(),
        name: u.name.clone(),
        kind: u.kind.clone(),
        parent: name(u.parent),
        days: days(&ctx, u),
        successor: name(u.successor),
        past: accepts(u, today).is_err(),
    };
    let rows = matching(&units, &find.q).into_iter().map(line).collect();
    page::show(&Units { page: ctx.page("people-units-title").wide(), q: find.q, rows })
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

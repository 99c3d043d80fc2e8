//! setup/show: the rules in force, their history, the units; the doors to change them.

use super::headed;
use super::words::{self, Block};
use crate::{Answer, AppState, Ctx, Page, act, page};
use app::contest::set_up::{SetUp, edition_text, set_up};
use app::contest::store::EditionRow;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use domain::contest::Phase;

#[derive(Template)]
#[template(path = "setup/show.html")]
struct Show {
    page: Page,
    code: String,
    may_change: bool,
    steps: Vec<Step>,
    blocks: Vec<Block>,
    editions: Vec<Edition>,
    units: Vec<Unit>,
}

struct Step {
    text: String,
    done: bool,
    current: bool,
}

struct Edition {
    number: i64,
    at: String,
    reason: String,
    in_force: bool,
    sha256: String,
}

struct Unit {
    code: String,
    name: String,
    kind: String,
    quota: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let actor = ctx.actor.clone();
    let seen = act::loaded(state.db.read(move |tx| set_up(tx, &actor, &code)).await)?;
    let t = ctx.t;
    let SetUp { contest, rules, editions, units, may_change } = seen;
    let unit_name = |code: &str| units.iter().find(|u| u.code == code).map(|u| u.name.clone());
    let edition = |e: &EditionRow| Edition {
        number: e.number,
        at: t.date_time(e.frozen_at),
        reason: e.reason.clone(),
        in_force: e.id == contest.edition,
        sha256: data_encoding::HEXLOWER.encode(&e.sha256),
    };
    let step = |p: &Phase| Step {
        text: super::phase_name(t, *p),
        done: *p < contest.phase,
        current: *p == contest.phase,
    };
    let unit = |u: &app::contest::store::TakesPart| Unit {
        code: u.code.clone(),
        name: u.name.clone(),
        kind: words::kind(t, &u.kind),
        quota: t.s(words::quota_key(u.quota)).into_owned(),
    };
    page::show(&Show {
        page: headed(ctx.page("setup-title"), &contest).back_to("/work", t.s("people-work-title")),
        blocks: words::rules(t, &rules, unit_name),
        steps: Phase::ALL.iter().map(step).collect(),
        editions: editions.iter().map(edition).collect(),
        units: units.iter().map(unit).collect(),
        code: contest.code.clone(),
        may_change,
    })
}

/// The text of one edition, to be changed and uploaded again.
pub async fn edition(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, number)): Path<(String, i64)>,
) -> Answer {
    let (actor, asked) = (ctx.actor.clone(), code.clone());
    let text = act::loaded(state.db.read(move |tx| edition_text(tx, &actor, &asked, number)).await)?;
    let plain: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let disposition = format!("attachment; filename=\"contest-{plain}-{number}.json\"");
    let headers =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, text).into_response())
}

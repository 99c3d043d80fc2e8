//! The minutes of the unit's committee: who was there, which entries, and what comes of the opinions.

use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, format, page};
use app::screening::{self, MinutesPage, NewMinutes};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{ContestId, EntryId, UnitId};
use domain::screening::record_minutes::Meeting;

struct Line {
    id: i64,
    version: i64,
    href: String,
    code: String,
    title: String,
    author: String,
    /// Name and verdict of each member who has said something.
    opinions: Vec<String>,
    said: usize,
    reason: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "screening/minutes.html")]
struct View {
    page: Page,
    action: String,
    members: usize,
    present: Vec<Choice>,
    lines: Vec<Line>,
    form: Form,
}

fn view(ctx: &Ctx, m: &MinutesPage, form: Form) -> View {
    let t = ctx.t;
    let base = format!("/desk/{}/{}", m.contest.id.0, m.unit.id.0);
    let member = |(n, member): (usize, &domain::screening::committee::Member)| {
        Choice::new(n.to_string(), &member.name).hint(t.s(super::committee::part(member.part)))
    };
    let line = |item: &screening::MinutesItem| {
        let id = item.gate.entry.0;
        let opinion = |o: &screening::OpinionRow| {
            let name = m.committee.members.get(o.position).map(|m| m.name.as_str()).unwrap_or_default();
            let key = if o.selects { "screening-opinion-for" } else { "screening-opinion-against" };
            t.a1(key, "name", name)
        };
        let all = item.opinions.len() == m.committee.members.len();
        Line {
            id,
            version: item.gate.version,
            href: format!("/desk/entries/{id}"),
            code: item.gate.code.0.clone(),
            title: item.face.title.clone(),
            author: item.face.lead_author.clone(),
            opinions: item.opinions.iter().map(opinion).collect(),
            said: item.opinions.len(),
            reason: form.value(&format!("reason-{id}")).to_owned(),
            ticked: match form.is_refused() {
                true => form.all("entry").any(|e| e.split('.').next() == Some(id.to_string().as_str())),
                false => all,
            },
        }
    };
    View {
        page: ctx
            .page_titled(t.a1("screening-minutes-title", "unit", &m.unit.name))
            .contest(&m.contest.name, format!("/contests/{}", m.contest.code))
            .back_to(format!("{base}/committee"), t.s("screening-committee"))
            .script("counter.js")
            .refused(form.is_refused())
            .wide(),
        action: format!("{base}/committee/minutes"),
        members: m.committee.members.len(),
        present: m.committee.members.iter().enumerate().map(member).collect(),
        lines: m.items.iter().map(line).collect(),
        form,
    }
}

async fn load(ctx: &Ctx, state: &AppState, (contest, unit): (i64, i64)) -> Result<MinutesPage, WebError> {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| {
        screening::minutes_page(tx, &actor, ContestId(contest), UnitId(unit), now)
    };
    loaded(state.db.read(read).await)
}

pub async fn ask(ctx: Ctx, State(state): State<AppState>, Path(at): Path<(i64, i64)>) -> Answer {
    let seen = load(&ctx, &state, at).await?;
    let today = ctx.t.day(ctx.now().day().0);
    let form = Form::new(ctx.t).with("held_on", today).with("venue", seen.unit.name.clone());
    page::show(&view(&ctx, &seen, form))
}

pub async fn record(
    ctx: Ctx,
    State(state): State<AppState>,
    Path((contest, unit)): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let entry = |value: &str| {
        let (id, version) = value.split_once('.')?;
        let id: i64 = id.parse().ok()?;
        Some((EntryId(id), version.parse().ok()?, data.get(&format!("reason-{id}")).to_owned()))
    };
    let new = NewMinutes {
        meeting: Meeting {
            held_on: format::read_day(data.get("held_on")),
            venue: data.get("venue").to_owned(),
            present: data.all("present").filter_map(|n| n.parse().ok()).collect(),
            summary: data.get("summary").to_owned(),
        },
        entries: data.all("entry").filter_map(entry).collect(),
    };
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::record_minutes(tx, actor, ContestId(contest), UnitId(unit), &new, now)
            .map(|_| format!("/desk/{contest}/{unit}/committee"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-minutes"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::minutes));
            let seen = load(&ctx, &state, (contest, unit)).await?;
            page::refuse(&view(&ctx, &seen, Form::refused(ctx.t, &data, errors)))
        }
    }
}

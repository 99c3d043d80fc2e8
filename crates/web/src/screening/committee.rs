//! The unit's own screening committee: its members and minutes; the head sets it up and ends it.

use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::screening::{self, CommitteePage, NewCommittee};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{ContestId, PersonId, UnitId};
use domain::screening::committee::{FEWEST_MEMBERS, MOST_MEMBERS, Member, Part};

/// One member's four fields.
struct Row {
    n: usize,
    name: String,
    post: String,
    part: String,
    person: String,
}

struct Minutes {
    title: String,
    present: String,
    summary: String,
    by: String,
    decisions: Vec<Decision>,
}

struct Decision {
    href: String,
    code: String,
    title: String,
    verdict: String,
    votes: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "screening/committee.html")]
struct View {
    page: Page,
    base: String,
    founded_by: Option<String>,
    /// Name, post, part, account.
    members: Vec<(String, String, String, String)>,
    minutes: Vec<Minutes>,
    rows: Vec<Row>,
    parts: Vec<Choice>,
    staff: Vec<Choice>,
    may_set_up: bool,
    may_work: bool,
    form: Form,
    end_key: Form,
}

pub(super) fn part(part: Part) -> &'static str {
    match part {
        Part::Chair => "screening-part-chair",
        Part::Secretary => "screening-part-secretary",
        Part::Member => "screening-part-member",
    }
}

fn view(ctx: &Ctx, c: &CommitteePage, form: Form) -> View {
    let t = ctx.t;
    let base = format!("/desk/{}/{}", c.contest.id.0, c.unit.id.0);
    let members = c.committee.as_ref().map(|k| k.members.as_slice()).unwrap_or_default();
    let account = |m: &Member| {
        let name = |id: PersonId| c.staff.iter().find(|(p, _)| *p == id).map(|(_, name)| name.clone());
        m.person.and_then(name).unwrap_or_default()
    };
    let shown = |m: &Member| (m.name.clone(), m.post.clone(), t.s(part(m.part)).into_owned(), account(m));
    let count = (members.len() + 2).clamp(FEWEST_MEMBERS + 2, MOST_MEMBERS);
    let row = |n: usize| {
        let was = members.get(n);
        let field = |name: &str, kept: String| match form.is_refused() {
            true => form.value(&format!("{name}-{n}")).to_owned(),
            false => kept,
        };
        let usual = if n == 0 { Part::Chair } else { Part::Member };
        Row {
            n,
            name: field("name", was.map(|m| m.name.clone()).unwrap_or_default()),
            post: field("post", was.map(|m| m.post.clone()).unwrap_or_default()),
            part: field("part", was.map_or(usual, |m| m.part).word().to_owned()),
            person: field("person", was.and_then(|m| m.person).map(|p| p.0.to_string()).unwrap_or_default()),
        }
    };
    let minutes = |m: &screening::MinutesRow| Minutes {
        title: t.a2("screening-minutes-line", "n", m.number, "on", t.day(m.held_on.0)),
        present: members
            .iter()
            .enumerate()
            .filter(|(n, _)| m.present.contains(n))
            .map(|(_, member)| member.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        summary: m.summary.clone(),
        by: t.a2("screening-minutes-by", "by", &m.by_name, "at", t.date_time(m.at.0)),
        decisions: m
            .decisions
            .iter()
            .map(|d| Decision {
                href: format!("/desk/entries/{}", d.entry.0),
                code: d.code.0.clone(),
                title: d.title.clone(),
                verdict: t.s(texts::verdict(d.verdict)).into_owned(),
                votes: t.a2("screening-votes", "for", d.votes_for, "against", d.votes_against),
                reason: d.reason.clone(),
            })
            .collect(),
    };
    View {
        page: ctx
            .page_titled(t.a1("screening-committee-title", "unit", &c.unit.name))
            .contest(&c.contest.name, format!("/contests/{}", c.contest.code))
            .back_to(base.clone(), t.s("screening-back-to-desk"))
            .refused(form.is_refused())
            .wide(),
        founded_by: c.committee.as_ref().map(|k| k.founded_by.clone()),
        members: members.iter().map(shown).collect(),
        minutes: c.minutes.iter().map(minutes).collect(),
        rows: (0..count).map(row).collect(),
        parts: Part::ALL.iter().map(|p| Choice::new(p.word(), t.s(part(*p)))).collect(),
        staff: c.staff.iter().map(|(id, name)| Choice::new(id.0.to_string(), name.clone())).collect(),
        may_set_up: c.may_set_up,
        may_work: c.may_work,
        end_key: Form::new(t),
        form,
        base,
    }
}

async fn load(ctx: &Ctx, state: &AppState, (contest, unit): (i64, i64)) -> Result<CommitteePage, WebError> {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| {
        screening::committee_page(tx, &actor, ContestId(contest), UnitId(unit), now)
    };
    loaded(state.db.read(read).await)
}

pub async fn show(ctx: Ctx, State(state): State<AppState>, Path(at): Path<(i64, i64)>) -> Answer {
    let seen = load(&ctx, &state, at).await?;
    let founded = seen.committee.as_ref().map(|c| c.founded_by.clone()).unwrap_or_default();
    page::show(&view(&ctx, &seen, Form::new(ctx.t).with("founded_by", founded)))
}

pub async fn set_up(
    ctx: Ctx,
    State(state): State<AppState>,
    Path((contest, unit)): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let member = |n: usize| Member {
        name: data.get(&format!("name-{n}")).to_owned(),
        post: data.get(&format!("post-{n}")).to_owned(),
        part: Part::from_word(data.get(&format!("part-{n}"))).unwrap_or(Part::Member),
        person: data.get(&format!("person-{n}")).parse().ok().map(PersonId),
    };
    let new = NewCommittee {
        founded_by: data.get("founded_by").to_owned(),
        members: (0..MOST_MEMBERS).map(member).collect(),
    };
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::set_up_committee(tx, actor, ContestId(contest), UnitId(unit), &new, now)
            .map(|()| format!("/desk/{contest}/{unit}/committee"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-committee"))),
        Err(reasons) => {
            let errors = FieldErrors::told(reasons.iter().map(texts::committee));
            let seen = load(&ctx, &state, (contest, unit)).await?;
            page::refuse(&view(&ctx, &seen, Form::refused(ctx.t, &data, errors)))
        }
    }
}

pub async fn end(
    ctx: Ctx,
    State(state): State<AppState>,
    Path((contest, unit)): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::end_committee(tx, actor, ContestId(contest), UnitId(unit), now)
            .map(|()| format!("/desk/{contest}/{unit}/committee"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-committee-ended"))),
        Err(never) => match never.first() {
            Some(nothing) => match *nothing {},
            None => Err(WebError::NotFound),
        },
    }
}

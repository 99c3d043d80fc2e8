//! Roles given by those who are not administrators: the head of a unit names clerks and delegates, the organiser of a contest its
//! secretary, auditor and leaders.

use super::account::add;
use super::choices::{self, GrantLine};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::Stop;
use app::contest::store as contests;
use app::people;
use app::people::grant::RevokeRefusal;
use app::people::store::{self, GrantRow, PersonRow};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{ContestId, PersonId, UnitId};
use domain::people::{GrantRefusal, Role, WantedGrant, access};

#[derive(Template)]
#[template(path = "people/staff.html")]
struct Staff {
    page: Page,
    form: Form,
    lines: Vec<Line>,
    persons: Vec<Choice>,
    roles: Vec<Choice>,
    /// The days are asked for: a unit's delegate serves on given days.
    in_unit: bool,
    /// Where the form goes; the page of a revoked role comes back here.
    action: String,
}

struct Line {
    person: String,
    grant: GrantLine,
    /// Somebody else gives and takes this role.
    fixed: bool,
}

struct Loaded {
    name: String,
    grants: Vec<GrantRow>,
    persons: Vec<PersonRow>,
}

const IN_UNIT: [Role; 2] = [Role::Clerk, Role::Head];
const IN_CONTEST: [Role; 4] = [Role::Secretary, Role::Auditor, Role::Leader, Role::Organiser];

fn show_page(ctx: &Ctx, loaded: Loaded, in_unit: bool, action: String, form: Form) -> Staff {
    let (t, today) = (ctx.t, ctx.now().day());
    let lines = loaded
        .grants
        .iter()
        .map(|g| {
            let person =
                loaded.persons.iter().find(|p| p.id == g.person).map_or_else(String::new, |p| p.name.clone());
            let fixed = access::grant(&ctx.actor, &g.wanted, ctx.now()).is_err() || g.wanted.judge.is_some();
            Line { person, grant: choices::grant_line(t, g, today), fixed }
        })
        .collect();
    let title = t.a1(
        if in_unit { "people-staff-unit-title" } else { "people-staff-contest-title" },
        "name",
        &loaded.name,
    );
    // The head himself is appointed by the administrator: here a head is always a delegate.
    let roles = if in_unit {
        vec![
            Choice::new(Role::Clerk.word(), t.s("people-role-clerk")).hint(t.s("people-role-clerk-hint")),
            Choice::new(Role::Head.word(), t.s("people-role-delegate"))
                .hint(t.s("people-role-delegate-hint")),
        ]
    } else {
        choices::roles(t, &IN_CONTEST)
    };
    Staff {
        page: ctx.page_titled(title).back("/work").refused(form.is_refused()),
        form,
        lines,
        persons: choices::persons(&loaded.persons),
        roles,
        in_unit,
        action,
    }
}

async fn load_unit(state: &AppState, ctx: &Ctx, id: i64) -> Result<Loaded, WebError> {
    let (actor, unit, now) = (ctx.actor.clone(), UnitId(id), ctx.now());
    let loaded = state.db.read(move |tx| {
        access::grant(&actor, &WantedGrant::of_unit(Role::Clerk, unit), now)?;
        let name = store::unit(tx, unit)?.ok_or(Stop::NotFound)?.name;
        let mut grants = store::list_grants(tx, None)?;
        grants.retain(|g| g.wanted.unit == Some(unit));
        Ok::<_, Stop<GrantRefusal>>(Loaded { name, grants, persons: store::list_persons(tx)? })
    });
    act::loaded(loaded.await)
}

async fn load_contest(state: &AppState, ctx: &Ctx, code: &str) -> Result<(ContestId, Loaded), WebError> {
    let (actor, code, now) = (ctx.actor.clone(), code.to_owned(), ctx.now());
    let loaded = state.db.read(move |tx| {
        let contest = contests::find_by_code(tx, &code)?.ok_or(Stop::NotFound)?;
        access::grant(&actor, &WantedGrant::of_contest(Role::Secretary, contest.id), now)?;
        let mut grants = store::list_grants(tx, None)?;
        grants.retain(|g| g.wanted.contest == Some(contest.id));
        let persons = store::list_persons(tx)?;
        Ok::<_, Stop<GrantRefusal>>((contest.id, Loaded { name: contest.name, grants, persons }))
    });
    act::loaded(loaded.await)
}

pub async fn of_unit(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>) -> Answer {
    let loaded = load_unit(&state, &ctx, id).await?;
    page::show(&show_page(&ctx, loaded, true, format!("/staff/units/{id}"), Form::new(ctx.t)))
}

pub async fn of_contest(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let (_, loaded) = load_contest(&state, &ctx, &code).await?;
    page::show(&show_page(&ctx, loaded, false, format!("/staff/contests/{code}"), Form::new(ctx.t)))
}

pub async fn grant_in_unit(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<i64>,
    data: FormData,
) -> Answer {
    let action = format!("/staff/units/{id}");
    let wanted = asked(&data, &IN_UNIT).map(|w| WantedGrant {
        unit: Some(UnitId(id)),
        contest: None,
        delegate: w.role == Role::Head,
        ..w
    });
    match give(&state, &ctx, &data, wanted, &action).await? {
        Ok(()) => Ok(ctx.redirect(&action, Msg::new("people-granted"))),
        Err(form) => {
            let loaded = load_unit(&state, &ctx, id).await?;
            page::refuse(&show_page(&ctx, loaded, true, action, form))
        }
    }
}

pub async fn grant_in_contest(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    let (contest, loaded) = load_contest(&state, &ctx, &code).await?;
    let action = format!("/staff/contests/{code}");
    let wanted = asked(&data, &IN_CONTEST).map(|w| WantedGrant {
        unit: None,
        contest: Some(contest),
        delegate: false,
        ..w
    });
    match give(&state, &ctx, &data, wanted, &action).await? {
        Ok(()) => Ok(ctx.redirect(&action, Msg::new("people-granted"))),
        Err(form) => page::refuse(&show_page(&ctx, loaded, false, action, form)),
    }
}

fn asked(data: &FormData, roles: &[Role]) -> Result<WantedGrant, (&'static str, Msg)> {
    let role = Role::from_word(data.get("role")).filter(|r| roles.contains(r));
    choices::wanted(data, role.ok_or(("role", Msg::new("people-grant-role-missing")))?)
}

async fn give(
    state: &AppState,
    ctx: &Ctx,
    data: &FormData,
    wanted: Result<WantedGrant, (&'static str, Msg)>,
    action: &str,
) -> Result<Result<(), Form>, WebError> {
    let mut errors = FieldErrors::new();
    let person = data.get("person").parse::<i64>().ok().map(PersonId);
    if person.is_none() {
        errors.add("person", Msg::new("people-grant-person-missing"));
    }
    match (wanted, person) {
        (Err((field, msg)), _) => {
            errors.add(field, msg);
        }
        (Ok(wanted), Some(person)) => {
            let (now, action) = (ctx.now(), action.to_owned());
            let answer = act::once(state, ctx, data, move |tx, actor| {
                people::grant(tx, actor, person, &wanted, now)?;
                Ok(action.clone())
            });
            match answer.await? {
                Ok(_) => return Ok(Ok(())),
                Err(why) => add(&mut errors, &why),
            }
        }
        (Ok(_), None) => {}
    }
    Ok(Err(Form::refused(ctx.t, data, errors)))
}

/// POST /grants/{id}/revoke. `next` is the page it was asked on.
pub async fn revoke(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let next = data.get("next").to_owned();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        people::revoke(tx, actor, id, now)?;
        Ok(next.clone())
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("people-revoked"))),
        Err(why) => {
            let text =
                |RevokeRefusal::LastAdministrator: RevokeRefusal| Msg::new("people-last-administrator");
            Err(WebError::Unprocessable(why.into_iter().map(text).collect()))
        }
    }
}

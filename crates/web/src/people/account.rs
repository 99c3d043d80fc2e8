//! One account: made, changed, invited, closed, given roles.

use super::choices::{self, GrantLine, UnitPicker};
use super::refusals;
use crate::{
    Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, flash, page,
};
use app::act::Stop;
use app::contest;
use app::people;
use app::people::accounts::{AccountDraft, AccountRefusal};
use app::people::invite::InviteRefusal;
use app::people::store::{self, GrantRow, PersonRow};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::PersonId;
use domain::people::{GrantRefusal, Role, access};

#[derive(Template)]
#[template(path = "people/account_new.html")]
struct New {
    page: Page,
    form: Form,
    langs: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "people/account.html")]
struct Account {
    page: Page,
    form: Form,
    /// The other form on the page: a role to give.
    role_form: Form,
    id: i64,
    person: PersonRow,
    langs: Vec<Choice>,
    grants: Vec<GrantLine>,
    roles: Vec<Choice>,
    units: UnitPicker,
    contests: Vec<Choice>,
    /// It is the account one is logged in with.
    own: bool,
}

/// The roles an administrator gives; those of a contest are given by its organiser.
const ROLES: [Role; 4] = [Role::Clerk, Role::Head, Role::Organiser, Role::Admin];

fn langs(ctx: &Ctx) -> Vec<Choice> {
    vec![Choice::new("vi", ctx.t.s("people-lang-vi")), Choice::new("en", ctx.t.s("people-lang-en"))]
}

fn draft(data: &FormData) -> AccountDraft {
    let text = |name| data.get(name).to_owned();
    AccountDraft { name: text("name"), login: text("login"), email: text("email"), lang: text("lang") }
}

fn errors_of(why: &[AccountRefusal]) -> FieldErrors {
    FieldErrors::told(why.iter().map(refusals::account))
}

pub async fn new(ctx: Ctx) -> Answer {
    page::show(&new_page(&ctx, Form::new(ctx.t).with("lang", "vi")))
}

fn new_page(ctx: &Ctx, form: Form) -> New {
    let page = ctx.page("people-account-new-title").back("/accounts").refused(form.is_refused());
    New { page, form, langs: langs(ctx) }
}

pub async fn create(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    let (draft, now) = (draft(&data), ctx.now());
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        let id = people::create_account(tx, actor, &draft, now)?;
        match people::invite(tx, actor, id, now) {
            Ok(_) => Ok(format!("/accounts/{}", id.0)),
            Err(stop) => Err(stop.map(|InviteRefusal::AccountClosed| AccountRefusal::OwnAccount)),
        }
    });
    match answer.await? {
        Ok(to) => Ok(flash::redirect(&state.config, &to, Msg::new("people-account-created"))),
        Err(why) => page::refuse(&new_page(&ctx, Form::refused(ctx.t, &data, errors_of(&why)))),
    }
}

/// What the page of an account needs.
struct Loaded {
    person: PersonRow,
    grants: Vec<GrantRow>,
    units: UnitPicker,
    contests: Vec<contest::store::ContestRow>,
}

/// `typed` are words of a unit that is looked for.
async fn load(state: &AppState, ctx: &Ctx, id: i64, typed: &str) -> Result<Loaded, WebError> {
    let (actor, id) = (ctx.actor.clone(), PersonId(id));
    let (typed, today) = (typed.to_owned(), ctx.now().day());
    let loaded = state.db.read(move |tx| {
        access::manage_accounts(&actor)?;
        let person = store::person(tx, id)?.ok_or(Stop::NotFound)?;
        let grants = store::list_grants(tx, Some(id))?;
        let units = choices::unit_picker(tx, &typed, today)?;
        Ok::<_, Stop<AccountRefusal>>(Loaded { person, grants, units, contests: contest::store::list(tx)? })
    });
    act::loaded(loaded.await)
}

fn account_page(ctx: &Ctx, loaded: Loaded, form: Option<Form>, role_form: Option<Form>) -> Account {
    let Loaded { person, grants, units, contests } = loaded;
    let (t, today) = (ctx.t, ctx.now().day());
    let form = form.unwrap_or_else(|| {
        Form::new(t)
            .with("name", person.name.clone())
            .with("login", person.login.clone())
            .with("email", person.email.clone().unwrap_or_default())
            .with("lang", person.lang.clone())
    });
    let role_form = role_form.unwrap_or_else(|| Form::new(t));
    let refused = form.is_refused() || role_form.is_refused();
    Account {
        page: ctx.page_titled(person.name.clone()).back("/accounts").refused(refused),
        form,
        role_form,
        id: person.id.0,
        own: ctx.actor.person_id() == Some(person.id),
        langs: langs(ctx),
        grants: grants.iter().map(|g| choices::grant_line(t, g, today)).collect(),
        roles: choices::roles(t, &ROLES),
        units,
        contests: choices::contests(&contests),
        person,
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>) -> Answer {
    let loaded = load(&state, &ctx, id, "").await?;
    page::show(&account_page(&ctx, loaded, None, None))
}

pub async fn change(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let (draft, now) = (draft(&data), ctx.now());
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        people::change_account(tx, actor, PersonId(id), &draft, now)?;
        Ok(format!("/accounts/{id}"))
    });
    match answer.await? {
        Ok(to) => Ok(flash::redirect(&state.config, &to, Msg::new("people-account-saved"))),
        Err(why) => {
            let form = Form::refused(ctx.t, &data, errors_of(&why));
            page::refuse(&account_page(&ctx, load(&state, &ctx, id, "").await?, Some(form), None))
        }
    }
}

/// POST /accounts/{id}/invite: a new link; it is among the letters, where the administrator reads it when mail is not set up.
pub async fn invite(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        people::invite(tx, actor, PersonId(id), now)?;
        Ok(format!("/accounts/{id}"))
    });
    match answer.await? {
        Ok(to) => Ok(flash::redirect(&state.config, &to, Msg::new("people-invited"))),
        Err(_) => Err(WebError::Unprocessable(vec![Msg::new("people-link-account-closed")])),
    }
}

pub async fn close(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        people::close_account(tx, actor, PersonId(id), now)?;
        Ok(format!("/accounts/{id}"))
    });
    done(&state, answer.await?, "people-account-closed-done")
}

pub async fn reopen(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        people::reopen_account(tx, actor, PersonId(id), now)?;
        Ok(format!("/accounts/{id}"))
    });
    done(&state, answer.await?, "people-account-reopened-done")
}

pub async fn log_out(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        people::log_out_everywhere(tx, actor, PersonId(id), None, now)?;
        Ok(format!("/accounts/{id}"))
    });
    done(&state, answer.await?, "people-account-logged-out-done")
}

fn done(state: &AppState, answer: Result<String, Vec<AccountRefusal>>, key: &'static str) -> Answer {
    match answer {
        Ok(to) => Ok(flash::redirect(&state.config, &to, Msg::new(key))),
        Err(why) => Err(WebError::Unprocessable(why.iter().map(|w| refusals::account(w).1).collect())),
    }
}

/// POST /accounts/{id}/grants: gives a role.
pub async fn grant(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    data.key()?;
    let mut errors = FieldErrors::new();
    // The button of the search: nothing is given, and what is filled in stays.
    if data.has("search") {
        let form = Form::refused(ctx.t, &data, errors);
        let loaded = load(&state, &ctx, id, data.get("unit-q")).await?;
        return page::show(&account_page(&ctx, loaded, None, Some(form)));
    }
    let role = Role::from_word(data.get("role")).filter(|r| ROLES.contains(r));
    let wanted = match role.map(|role| choices::wanted(&data, role)) {
        Some(Ok(wanted)) => Some(wanted),
        Some(Err((field, msg))) => {
            errors.add(field, msg);
            None
        }
        None => {
            errors.add("role", Msg::new("people-grant-role-missing"));
            None
        }
    };
    if let Some(wanted) = wanted {
        let now = ctx.now();
        let answer = act::once(&state, &ctx, &data, move |tx, actor| {
            people::grant(tx, actor, PersonId(id), &wanted, now)?;
            Ok(format!("/accounts/{id}"))
        });
        match answer.await? {
            Ok(to) => return Ok(flash::redirect(&state.config, &to, Msg::new("people-granted"))),
            Err(why) => add(&mut errors, &why),
        }
    }
    let form = Form::refused(ctx.t, &data, errors);
    page::refuse(&account_page(&ctx, load(&state, &ctx, id, data.get("unit-q")).await?, None, Some(form)))
}

pub fn add(errors: &mut FieldErrors, why: &[GrantRefusal]) {
    for why in why {
        match refusals::grant(why) {
            (Some(field), msg) => errors.add(field, msg),
            (None, msg) => errors.add_form(msg),
        };
    }
}

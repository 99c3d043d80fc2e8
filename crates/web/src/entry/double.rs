//! The same work is handed in already: keep this one, keep the other, or hand both in with a reason. Of the other entry the page
//! tells nothing; who wants it taken back shows its code and PIN.

use super::{check, id_of, refusals, who};
use crate::act::once_by;
use crate::page::{self, Page};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, WebError};
use app::act::Stop;
use app::entry::double::{self, ChoiceRefusal, Chosen, Version};
use app::entry::{Desk, Proved, prove};
use app::people::throttle::network;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use domain::entry::EntryState;
use domain::ids::EntryId;

#[derive(Template)]
#[template(path = "entry/double.html")]
struct Ask {
    page: Page,
    form: Form,
    id: i64,
    found: usize,
    choices: Vec<Choice>,
}

pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    match load(&state, &ctx, id).await? {
        (_, 0) => Ok(ctx.see_other(&format!("/entries/{}/check", id.0))),
        (desk, found) => page::show(&template(&ctx, &desk, found, Form::new(ctx.t))),
    }
}

async fn load(state: &AppState, ctx: &Ctx, id: EntryId) -> Result<(Desk, usize), WebError> {
    let (actor, now) = (who(ctx, id), ctx.now());
    let both = state.db.read(move |tx| {
        Ok::<_, Stop<_>>((
            app::entry::hand_in_desk(tx, &actor, id, now)?,
            double::doubles(tx, &actor, id, now)?,
        ))
    });
    crate::act::loaded(both.await)
}

fn template(ctx: &Ctx, desk: &Desk, found: usize, form: Form) -> Ask {
    let t = ctx.t;
    let choice = |value: &str, key: &str, hint: &str| Choice::new(value, t.s(key)).hint(t.s(hint));
    Ask {
        page: super::page_of(ctx, "entry-double-title", &desk.contest)
            .back_to(format!("/entries/{}/check", desk.row.id.0), t.s("entry-part-back"))
            .refused(form.is_refused()),
        form,
        id: desk.row.id.0,
        found,
        choices: vec![
            choice("other", "entry-double-other", "entry-double-other-hint"),
            choice("this", "entry-double-this", "entry-double-this-hint"),
            choice("both", "entry-double-both", "entry-double-both-hint"),
        ],
    }
}

/// POST: 303 to the receipt, or to the list of parts where the other one is kept; 422 with the form; 429 while codes have to wait.
pub async fn choose(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    data.key()?;
    let (desk, found) = load(&state, &ctx, id).await?;
    let again = |status: StatusCode, errors: FieldErrors| {
        let kept: Vec<(&str, &str)> = data.fields().filter(|(name, _)| *name != "pin").collect();
        let form = Form::refused(ctx.t, &FormData::of(&kept), errors);
        page::show_with(status, &template(&ctx, &desk, found.max(1), form))
    };
    let refused = |field: &str, msg: Msg| {
        let mut errors = FieldErrors::new();
        errors.add(field, msg);
        again(StatusCode::UNPROCESSABLE_ENTITY, errors)
    };
    let choice = match data.get("choice") {
        "other" => {
            let to = format!("/entries/{}/tasks", id.0);
            return Ok(ctx.redirect(&to, Msg::new("entry-double-kept-other")));
        }
        "both" => double::Choice::Both { reason: data.get("reason").to_owned() },
        "this" => match held(&state, &ctx, &data).await? {
            Proved::Held(other) => double::Choice::KeepThis { other },
            Proved::Wrong => return refused("code", Msg::new("entry-look-up-wrong")),
            Proved::Wait { until } => {
                let ms = (until.0 - ctx.now().0).max(1);
                let mut errors = FieldErrors::new();
                errors.add("code", Msg::new("entry-look-up-wait").arg("wait", ctx.t.duration(ms)));
                let mut response = again(StatusCode::TOO_MANY_REQUESTS, errors)?;
                let seconds = u64::try_from(ms).unwrap_or(1).div_ceil(1_000);
                response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
                return Ok(response);
            }
        },
        _ => return refused("choice", Msg::new("entry-double-choose")),
    };
    let version = if desk.row.state == EntryState::Draft { Version::First } else { Version::Next };
    let (actor, now) = (who(&ctx, id), ctx.now());
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        Ok::<_, Stop<ChoiceRefusal>>(match double::choose(tx, actor, id, &choice, version, now)? {
            Chosen::HandedIn => check::receipt(id),
            Chosen::AskAgain => format!("/entries/{}/double", id.0),
        })
    });
    match answer.await? {
        Ok(to) if to.ends_with("/double") => Ok(ctx.redirect(&to, Msg::new("entry-double-more"))),
        Ok(to) => Ok(ctx.see_other(&to)),
        Err(why) => {
            let mut errors = FieldErrors::new();
            for w in &why {
                match w {
                    ChoiceRefusal::Submit(s) => errors.add_form(refusals::submit(s, &desk.rules)),
                    ChoiceRefusal::NotADouble => errors.add("code", Msg::new("entry-double-not-it")),
                    ChoiceRefusal::Withdraw(w) => errors.add("code", refusals::withdraw(w)),
                    ChoiceRefusal::ReasonMissing { least } => {
                        errors.add("reason", Msg::new("entry-double-reason-missing").arg("least", *least))
                    }
                    ChoiceRefusal::ReasonTooLong { most, have } => errors.add(
                        "reason",
                        Msg::new("entry-double-reason-long").arg("most", *most).arg("have", *have),
                    ),
                };
            }
            again(StatusCode::UNPROCESSABLE_ENTITY, errors)
        }
    }
}

/// Whose code and PIN were typed; a wrong pair is counted as on the page of codes.
async fn held(state: &AppState, ctx: &Ctx, data: &FormData) -> Result<Proved, WebError> {
    let (keys, now, from) = (state.keys.clone(), ctx.now(), network(ctx.address));
    let (code, digits) = (data.get("code").to_owned(), data.get("pin").to_owned());
    let answer = state.db.write(move |tx| prove(tx, &keys, &code, &digits, &from, now));
    answer.await.map_err(WebError::fault)
}

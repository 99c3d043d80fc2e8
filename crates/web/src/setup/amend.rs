//! setup/amend: a new edition: upload the file with the reason, look at what it changes, confirm.

use super::headed;
use super::problems::{self, Wrong};
use super::words::{self, Block};
use crate::import_preview::{self, Held};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, act, page};
use app::act::Stop;
use app::contest::set_up::{SetUp, set_up};
use app::contest::{AmendRefusal, preview_amendment, store};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::amend::AmendRefusal as RuleRefusal;

#[derive(Template)]
#[template(path = "setup/amend.html")]
struct Amend {
    page: Page,
    form: Form,
    code: String,
    /// The number of the edition in force.
    number: i64,
    seen: Option<Seen>,
}

/// After the upload: what is in the file.
struct Seen {
    file: String,
    held: String,
    reason: String,
    parts: Vec<String>,
    wrong: Vec<Wrong>,
    blocks: Vec<Block>,
}

fn page_of(ctx: &Ctx, set: &SetUp, form: Form, seen: Option<Seen>) -> Amend {
    let contest = &set.contest;
    let refused = form.is_refused() || seen.as_ref().is_some_and(|s| !s.wrong.is_empty());
    let page = headed(ctx.page("setup-amend-title"), contest)
        .back_to(format!("/contests/{}/set-up", contest.code), ctx.t.s("setup-title"))
        .script("counter.js")
        .refused(refused);
    let number = set.editions.first().map_or(1, |e| e.number);
    Amend { page, form, code: contest.code.clone(), number, seen }
}

async fn load(state: &AppState, ctx: &Ctx, code: &str) -> Result<SetUp, WebError> {
    let (actor, code) = (ctx.actor.clone(), code.to_owned());
    let seen = act::loaded(state.db.read(move |tx| set_up(tx, &actor, &code)).await)?;
    if seen.may_change { Ok(seen) } else { Err(WebError::NotFound) }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let set = load(&state, &ctx, &code).await?;
    page::show(&page_of(&ctx, &set, Form::new(ctx.t), None))
}

pub async fn preview(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    mut data: FormData,
) -> Answer {
    data.key()?;
    let set = load(&state, &ctx, &code).await?;
    let Some(file) = import_preview::receive(&state, &mut data).await? else {
        let mut errors = FieldErrors::new();
        errors.add("file", Msg::new("import-file-missing"));
        return page::refuse(&page_of(&ctx, &set, Form::refused(ctx.t, &data, errors), None));
    };
    let reason = data.get("reason").to_owned();
    let (actor, contest, body, why) = (ctx.actor.clone(), set.contest.id, text(&file), reason.clone());
    let looked = state.db.read(move |tx| preview_amendment(tx, &actor, contest, &body, &why)).await;
    let mut errors = FieldErrors::new();
    let t = ctx.t;
    let (parts, wrong, blocks) = match act::settle(looked)? {
        Err(why) => (vec![], why.iter().map(|w| problems::amend(t, w)).collect(), vec![]),
        Ok(seen) => {
            let is_reason =
                |w: &&AmendRefusal| matches!(w, AmendRefusal::Rule(RuleRefusal::ReasonMissing { .. }));
            if let Some(AmendRefusal::Rule(RuleRefusal::ReasonMissing { least, most })) =
                seen.refusals.iter().find(is_reason)
            {
                errors.add("reason", problems::reason_missing(*least, *most));
            }
            let others = seen.refusals.iter().filter(|w| !is_reason(w));
            let wrong: Vec<Wrong> = others.map(|w| problems::amend(t, w)).collect();
            let name = |code: &str| set.units.iter().find(|u| u.code == code).map(|u| u.name.clone());
            let parts = seen.parts.iter().map(|p| t.s(problems::part_key(*p)).into_owned()).collect();
            (parts, wrong, words::rules(t, &seen.new, name))
        }
    };
    let refused = !errors.is_empty() || !wrong.is_empty();
    let form = if errors.is_empty() {
        Form::new(t).with("reason", &reason)
    } else {
        Form::refused(t, &data, errors)
    };
    let seen = Seen { file: file.name, held: file.held, reason, parts, wrong, blocks };
    let shown = page_of(&ctx, &set, form, Some(seen));
    if refused { page::refuse(&shown) } else { page::show(&shown) }
}

pub async fn confirm(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    load(&state, &ctx, &code).await?;
    let file = import_preview::held(&state, &data).await?;
    let (asked, body) = (code.clone(), text(&file));
    let (reason, now) = (data.get("reason").to_owned(), ctx.now());
    let done = act::once(&state, &ctx, &data, move |tx, actor| {
        let contest = store::find_by_code(tx, &asked)?.ok_or(Stop::NotFound)?.id;
        app::contest::amend(tx, actor, contest, &body, &reason, now)?;
        Ok(String::new())
    });
    match done.await? {
        Ok(_) => Ok(ctx.redirect(&format!("/contests/{code}/set-up"), Msg::new("setup-amended"))),
        Err(why) => {
            let line = |w: &AmendRefusal| {
                let Wrong { field, what, found } = problems::amend(ctx.t, w);
                Msg::new("setup-wrong").arg("field", field).arg("what", what).arg("found", found)
            };
            Err(WebError::Unprocessable(why.iter().map(line).collect()))
        }
    }
}

/// A file that is no text is no JSON either; the reader of rules says so.
pub(super) fn text(file: &Held) -> String {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    text.trim_start_matches('\u{feff}').to_owned()
}

//! gallery/consent: the author says what everybody may see of the entry; each tick apart, none set beforehand.

use crate::act::{loaded, once_by};
use crate::entry::who;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError, setup};
use app::act::Stop;
use app::gallery::{ConsentPage, consent, consent_page};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::{Category, Shown};
use domain::entry::{EntryState, Origin};
use domain::gallery::{Consent, ConsentRefusal};
use domain::ids::EntryId;

#[derive(Template)]
#[template(path = "gallery/consent.html")]
struct Ask {
    page: Page,
    form: Form,
    id: i64,
    code: String,
    title: String,
    /// What the rules of the contest show anyway.
    rules: &'static str,
    is_group: bool,
    /// A clerk ticks on the author's word.
    at_desk: bool,
    is_withdrawn: bool,
}

pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let held = load(&state, &ctx, entry_of(&id)?).await?;
    let given = held.given;
    let ticks = [("names", given.names), ("text", given.text), ("files", given.files)];
    let ticked = ticks.into_iter().filter(|(_, on)| *on);
    let form = ticked.fold(Form::new(ctx.t), |form, (name, _)| form.with(name, "yes"));
    page::show(&template(&ctx, held, form))
}

/// POST: what is ticked now in place of what was ticked before.
pub async fn save(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>, data: FormData) -> Answer {
    let id = entry_of(&id)?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let on = |name: &str| data.get(name) == "yes";
    let given = Consent { names: on("names"), text: on("text"), files: on("files") };
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        consent(tx, actor, id, given, now)?;
        Ok::<_, Stop<ConsentRefusal>>(format!("/entries/{}", id.0))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("gallery-consent-saved"))),
        Err(why) => {
            let held = load(&state, &ctx, id).await?;
            let mut errors = FieldErrors::new();
            for refusal in why {
                match refusal {
                    ConsentRefusal::NotHandedIn => errors.add_form(Msg::new("gallery-consent-not-handed-in")),
                };
            }
            page::refuse(&template(&ctx, held, Form::refused(ctx.t, &data, errors)))
        }
    }
}

fn entry_of(text: &str) -> Result<EntryId, WebError> {
    text.parse().map(EntryId).map_err(|_| WebError::NotFound)
}

async fn load(state: &AppState, ctx: &Ctx, id: EntryId) -> Result<ConsentPage, WebError> {
    let actor = who(ctx, id);
    loaded(state.db.read(move |tx| consent_page(tx, &actor, id)).await)
}

fn template(ctx: &Ctx, held: ConsentPage, form: Form) -> Ask {
    let entry = held.entry;
    Ask {
        page: setup::headed(ctx.page("gallery-consent-title"), &held.contest)
            .back(format!("/entries/{}", entry.id.0))
            .refused(form.is_refused()),
        form,
        id: entry.id.0,
        rules: match held.rules.gallery.shown {
            Shown::Nobody => "gallery-consent-rules-none",
            Shown::Winners => "gallery-consent-rules-winners",
            Shown::Consenting => "gallery-consent-rules-consenting",
            Shown::Ranked => "gallery-consent-rules-ranked",
        },
        is_group: entry.category == Category::Collective,
        at_desk: entry.origin == Origin::Paper && ctx.viewer.entry_id != Some(entry.id.0),
        is_withdrawn: entry.state == EntryState::Withdrawn,
        code: entry.code.0,
        title: entry.title,
    }
}

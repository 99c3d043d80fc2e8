//! How one wants letters: in which language, and collected or as they come.

use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, act, page};
use app::people::choose_letters::{Chosen, LettersRefusal, choose_letters, chosen};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "notices/settings.html")]
struct Settings {
    page: Page,
    form: Form,
    /// Where letters go; empty: the administrator has no address.
    address: String,
    langs: Vec<Choice>,
    paces: Vec<Choice>,
}

fn show_page(ctx: &Ctx, address: Option<String>, form: Form) -> Settings {
    let t = ctx.t;
    Settings {
        page: ctx.page("notices-settings-title").back("/work").refused(form.is_refused()),
        form,
        address: address.unwrap_or_default(),
        langs: vec![Choice::new("vi", t.s("people-lang-vi")), Choice::new("en", t.s("people-lang-en"))],
        paces: vec![
            Choice::new("digest", t.s("notices-pace-digest")).hint(t.s("notices-pace-digest-hint")),
            Choice::new("soon", t.s("notices-pace-soon")).hint(t.s("notices-pace-soon-hint")),
        ],
    }
}

async fn load(state: &AppState, ctx: &Ctx) -> Result<Chosen, crate::WebError> {
    let actor = ctx.actor.clone();
    act::loaded(state.db.read(move |tx| chosen(tx, &actor)).await)
}

pub async fn show(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let now = load(&state, &ctx).await?;
    let form =
        Form::new(ctx.t).with("lang", now.lang).with("pace", if now.digest { "digest" } else { "soon" });
    page::show(&show_page(&ctx, now.address, form))
}

pub async fn save(State(state): State<AppState>, ctx: Ctx, data: FormData) -> Answer {
    let mut errors = FieldErrors::new();
    let digest = match data.get("pace") {
        "digest" => true,
        "soon" => false,
        _ => {
            errors.add("pace", Msg::new("notices-pace-missing"));
            true
        }
    };
    let lang = data.get("lang").to_owned();
    if !["vi", "en"].contains(&lang.as_str()) {
        errors.add("lang", Msg::new("people-lang-bad"));
    }
    if errors.is_empty() {
        let now = ctx.now();
        let answer = act::once(&state, &ctx, &data, move |tx, actor| {
            choose_letters(tx, actor, &lang, digest, now)?;
            Ok(String::new())
        });
        match answer.await? {
            Ok(_) => {
                return Ok(ctx.redirect("/settings", Msg::new("notices-settings-saved")));
            }
            Err(why) => {
                for LettersRefusal::BadLang in why {
                    errors.add("lang", Msg::new("people-lang-bad"));
                }
            }
        }
    }
    let address = load(&state, &ctx).await?.address;
    page::refuse(&show_page(&ctx, address, Form::refused(ctx.t, &data, errors)))
}

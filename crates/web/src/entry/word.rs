//! The Word text that goes beside a video, pictures or a program: made from what was typed, or looked at when it was sent.

use super::{desk, id_of, read, refusals, view, who};
use crate::act::settle;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, FormData, Msg, T, WebError};
use app::entry::Desk;
use app::files::MediaType;
use app::files::word::{WordFault, text_of};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::Category;
use print::companion::{self, Companion};

/// POST: writes the Word file from the typed sections and puts it among the files, in place of the one made before.
pub async fn make(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>, data: FormData) -> Answer {
    let id = id_of(&id)?;
    data.key()?;
    let d = desk(&state, &ctx, id).await?;
    let mut errors = FieldErrors::new();
    if let Some(why) = &d.locked {
        errors.add_form(refusals::submit(why, &d.rules));
    } else if d.draft.sections.iter().all(|(_, text)| text.trim().is_empty()) {
        errors.add_form(Msg::new("entry-word-empty"));
    }
    if !errors.is_empty() {
        return super::files::refuse(&state, &ctx, id, errors).await;
    }
    let bytes = companion::docx(&of(ctx.t, &d, ctx.now().day().0)).map_err(WebError::fault)?;
    let name = format!("{}.docx", ctx.t.s("entry-word-name"));
    let (files, file_name) = (state.files.clone(), name.clone());
    let kept = tokio::task::spawn_blocking(move || files.keep(&file_name, bytes.as_slice()));
    let kept = kept.await.map_err(WebError::fault)??;
    let kept = kept.map_err(|why| WebError::fault(format_args!("the file made was refused: {why:?}")))?;
    let (actor, now, file_name) = (who(&ctx, id), ctx.now(), name.clone());
    let answer = state.db.write(move |tx| app::files::replace(tx, &actor, id, &kept, &file_name, now)).await;
    if let Err(reasons) = settle(answer)? {
        for why in &reasons {
            errors.add_form(refusals::attach(why, &name, &d.rules));
        }
        return super::files::refuse(&state, &ctx, id, errors).await;
    }
    Ok(ctx.redirect(&format!("/entries/{}/files", id.0), Msg::new("entry-word-made").arg("name", name)))
}

/// The values of the file, in the words of the page.
fn of(t: T, d: &Desk, day: jiff::civil::Date) -> Companion {
    let v = view::of_draft(t, &d.draft, &d.rules, &d.unit_names, Vec::new());
    let label = |key| t.s(key).into_owned();
    let authors = v.authors.iter().map(|a| {
        let about = [&a.name, &a.role, &a.unit].map(String::as_str);
        about.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    });
    let heading = match d.draft.category {
        Some(Category::Collective) => label("entry-word-authors"),
        _ => label("entry-word-author"),
    };
    Companion {
        contest: d.contest.name.clone(),
        title: v.title,
        lines: vec![
            (label("entry-about-areas"), v.areas.join("; ")),
            (label("entry-about-form"), v.form),
            (label("entry-about-applied"), v.applied),
            (label("entry-place-unit"), v.unit),
            (heading, v.authors.len().to_string()),
        ],
        authors: authors.collect(),
        sections: v.sections,
        dated: day,
    }
}

#[derive(Template)]
#[template(path = "entry/word.html")]
struct Word {
    page: Page,
    name: String,
    /// Paragraphs; `None` with the reason where the file cannot be read.
    lines: Result<Vec<String>, String>,
    cut: bool,
}

/// GET: what the program reads in a Word file of the working copy, so that its author sees whether it is the right one.
pub async fn look(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let id = id_of(&id)?;
    let file: i64 = file.parse().map_err(|_| WebError::NotFound)?;
    let actor = who(&ctx, id);
    let opened = read(&state, move |tx| app::files::open_draft_file(tx, &actor, id, file)).await?;
    if opened.media_type != MediaType::Docx {
        return Err(WebError::NotFound);
    }
    super::send::given_out(&state, opened.sha256).await?;
    let files = state.files.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let local = files.local(&opened.sha256)?;
        anyhow::Ok(text_of(std::fs::File::open(local.path())?))
    });
    let text = reading.await.map_err(WebError::fault)??;
    let d = desk(&state, &ctx, id).await?;
    let (lines, cut) = match text {
        Ok(said) => (Ok(said.text.lines().map(str::to_owned).collect()), said.cut),
        Err(WordFault::Unreadable) => (Err(ctx.t.s("entry-word-unreadable").into_owned()), false),
        Err(WordFault::TooLarge) => (Err(ctx.t.s("entry-word-too-large").into_owned()), false),
    };
    page::show(&Word {
        page: super::page_of(&ctx, "entry-word-title", &d.contest)
            .back_to(format!("/entries/{}/files", id.0), ctx.t.s("entry-word-back")),
        name: opened.name,
        lines,
        cut,
    })
}

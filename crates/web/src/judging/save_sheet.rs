//! /scoring/sheets/{sheet}: the entry beside the sheet; saving by the button.

use super::sheet_view::{self, Field, SheetView};
use super::texts;
use crate::act::settle;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, flash, page};
use app::judging::{self, SaveRefusal, SheetInput};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::SheetId;
use domain::judging::sheet::{SheetContent, check};

#[derive(Template)]
#[template(path = "judging/sheet.html")]
struct Show {
    page: Page,
    form: Form,
    view: SheetView,
    /// The judge's own drift, for the judge alone.
    drift: Option<String>,
    fields: Vec<Field>,
    general: String,
    /// The revision that the form carries.
    version: i64,
    /// What was sent and not saved, because the sheet was changed elsewhere: field, stored, sent.
    clash: Vec<(String, String, String)>,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(sheet): Path<i64>) -> Answer {
    let view = sheet_view::load(&state, &ctx, SheetId(sheet)).await?;
    page::show(&prepare(&ctx, view, Form::new(ctx.t)))
}

fn prepare(ctx: &Ctx, view: SheetView, form: Form) -> Show {
    let home = format!("/scoring/{}", view.contest.id.0);
    let title = ctx.t.a2(
        "judging-sheet-title",
        "code",
        view.open.entry_code.to_string(),
        "title",
        &view.dossier.title,
    );
    let page = ctx.page_titled(title).contest(&*view.contest.name, &*home);
    let page = page.back_to(home, ctx.t.s("judging-my-title")).wide().refused(form.is_refused());
    let stored = view.open.file.content.clone();
    Show {
        page: page.script("score.js").script("autosave.js"),
        drift: view.drift(ctx.t, ctx.now()),
        fields: view.fields(ctx.t, &form, &stored),
        general: if form.is_refused() { form.value("general").to_owned() } else { stored.general_comment },
        version: view.open.file.revision,
        clash: vec![],
        form,
        view,
    }
}

pub async fn save(State(state): State<AppState>, ctx: Ctx, Path(sheet): Path<i64>, data: FormData) -> Answer {
    data.key()?;
    let sheet = SheetId(sheet);
    // The sheet's page is loaded for who gets to see it again; a save that succeeds leads elsewhere.
    let criteria = match sheet_view::criteria_in(&data) {
        // No page of ours sends a sheet without a mark's field: what is missing is empty, not unchanged.
        0 => sheet_view::load(&state, &ctx, sheet).await?.criteria().len(),
        n => n,
    };
    let (input, unreadable) = sheet_view::read_form(&data, criteria, None);
    if !unreadable.is_empty() {
        let view = sheet_view::load(&state, &ctx, sheet).await?;
        let (input, unreadable) = sheet_view::read_form(&data, view.criteria().len(), None);
        return refuse_unreadable(&ctx, view, &data, &input, &unreadable);
    }
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let done = state.db.write(move |tx| judging::save_sheet(tx, &actor, sheet, &input, now)).await;
    match settle(done)? {
        Ok(_) if data.get("next").parse::<i64>().is_ok() => {
            Ok(flash::see_other(&format!("/scoring/sheets/{}", data.get("next"))))
        }
        Ok(_) if data.has("sign") => Ok(flash::see_other(&format!("/scoring/sheets/{}/sign", sheet.0))),
        Ok(_) => {
            let to = format!("/scoring/sheets/{}", sheet.0);
            Ok(ctx.redirect(&to, Msg::new("judging-sheet-saved").arg("at", now)))
        }
        Err(reasons) => {
            let view = sheet_view::load(&state, &ctx, sheet).await?;
            let mut errors = FieldErrors::new();
            let mut clash = None;
            for reason in reasons {
                match texts::save(&reason, view.criteria()) {
                    (Some(field), msg) => errors.add(field, msg),
                    (None, msg) => errors.add_form(msg),
                };
                if let SaveRefusal::Stale { revision, stored, sent } = reason {
                    clash = Some((revision, stored, sent));
                }
            }
            let mut show = prepare(&ctx, view, Form::refused(ctx.t, &data, errors));
            match clash {
                None => page::refuse(&show),
                Some((revision, stored, sent)) => {
                    show.version = revision;
                    show.clash = differences(&ctx, &show.view, &stored, &sent);
                    page::show_with(StatusCode::CONFLICT, &show)
                }
            }
        }
    }
}

/// Marks that are no numbers never reach the rule; what else is wrong is said with them.
fn refuse_unreadable(
    ctx: &Ctx,
    view: SheetView,
    data: &FormData,
    input: &SheetInput,
    unreadable: &[usize],
) -> Answer {
    let mut errors = FieldErrors::new();
    for at in unreadable {
        errors.add(format!("mark-{at}"), unreadable_mark(&view, *at));
    }
    let mut content = SheetContent::blank(view.criteria().len());
    for (at, mark) in &input.marks {
        content.marks[*at] = *mark;
    }
    for (at, comment) in &input.comments {
        content.comments[*at].clone_from(comment);
    }
    for refusal in check(view.criteria(), &content, &[]).err().iter().flatten() {
        match texts::sheet(refusal, view.criteria()) {
            (Some(field), msg) => errors.add(field, msg),
            (None, msg) => errors.add_form(msg),
        };
    }
    page::refuse(&prepare(ctx, view, Form::refused(ctx.t, data, errors)))
}

/// What is said of a mark that is no number.
pub fn unreadable_mark(view: &SheetView, at: usize) -> Msg {
    let name = view.criteria().get(at).map_or_else(String::new, |c| c.name.clone());
    Msg::new("judging-sheet-not-a-number").arg("criterion", name)
}

/// The fields in which two contents differ, each with both texts.
fn differences(
    ctx: &Ctx,
    view: &SheetView,
    stored: &SheetContent,
    sent: &SheetContent,
) -> Vec<(String, String, String)> {
    let mark = |m: Option<domain::marks::Marks>| {
        m.map_or_else(|| ctx.t.s("judging-sheet-no-mark").into_owned(), |m| ctx.t.marks_short(m))
    };
    let mut out = vec![];
    for (at, c) in view.criteria().iter().enumerate() {
        if stored.marks[at] != sent.marks[at] {
            out.push((c.name.clone(), mark(stored.marks[at]), mark(sent.marks[at])));
        }
        if stored.comments[at] != sent.comments[at] {
            out.push((c.name.clone(), stored.comments[at].clone(), sent.comments[at].clone()));
        }
    }
    if stored.general_comment != sent.general_comment {
        let name = ctx.t.s("judging-sheet-general").into_owned();
        out.push((name, stored.general_comment.clone(), sent.general_comment.clone()));
    }
    out
}

impl Show {
    fn locked(&self) -> bool {
        !self.view.writable()
    }

    fn key(&self, at: &usize, part: &str) -> String {
        format!("{part}-{at}")
    }

    fn band_id(&self, at: &usize, code: &str) -> String {
        format!("band-{at}-{code}")
    }

    fn text(&self, key: &str, marks: &domain::marks::Marks) -> String {
        self.page.t.a1(key, "marks", self.page.t.marks_short(marks))
    }
}

/// For the autosave: the same sheet, loaded once more.
pub async fn current(state: &AppState, ctx: &Ctx, sheet: SheetId) -> Result<SheetView, WebError> {
    sheet_view::load(state, ctx, sheet).await
}

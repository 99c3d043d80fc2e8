//! /scoring/sheets/{sheet}/sign: what will be signed, once more; then the signature.

use super::sheet_view::{self, SheetView};
use super::texts;
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, flash, page};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::SheetId;
use domain::judging::sheet::check_complete;

#[derive(Template)]
#[template(path = "judging/sign.html")]
struct Ask {
    page: Page,
    form: Form,
    view: SheetView,
    /// What is still missing, with the field of the sheet it belongs to.
    missing: Vec<(String, String)>,
}

impl Ask {
    fn mark(&self, at: &usize) -> String {
        let mark = self.view.open.file.content.marks.get(*at).copied().flatten();
        mark.map_or_else(|| self.page.s("judging-sheet-no-mark").into_owned(), |m| self.page.t.marks_short(m))
    }

    fn comment(&self, at: &usize) -> &str {
        self.view.open.file.content.comments.get(*at).map_or("", |c| c.as_str())
    }

    fn band(&self, at: &usize) -> String {
        self.view.band_label(*at).map(|b| b.text).unwrap_or_default()
    }
}

pub async fn ask(State(state): State<AppState>, ctx: Ctx, Path(sheet): Path<i64>) -> Answer {
    let view = sheet_view::load(&state, &ctx, SheetId(sheet)).await?;
    if !view.writable() {
        return Ok(flash::see_other(&format!("/scoring/sheets/{sheet}")));
    }
    page::show(&prepare(&ctx, view, Form::new(ctx.t)))
}

fn prepare(ctx: &Ctx, view: SheetView, form: Form) -> Ask {
    let home = format!("/scoring/sheets/{}", view.open.file.id.0);
    let page = ctx
        .page("judging-sign-title")
        .contest(&*view.contest.name, format!("/scoring/{}", view.contest.id.0));
    let wrong = check_complete(view.criteria(), &view.open.file.content).err().unwrap_or_default();
    let line = |r| {
        let (field, msg) = texts::sheet(r, view.criteria());
        (field.map_or_else(|| home.clone(), |f| format!("{home}#{f}")), ctx.t.m(&msg).into_owned())
    };
    let missing = wrong.iter().map(line).collect();
    Ask {
        page: page.back_to(home.clone(), ctx.t.s("judging-sign-back")).refused(form.is_refused()),
        form,
        missing,
        view,
    }
}

pub async fn sign(State(state): State<AppState>, ctx: Ctx, Path(sheet): Path<i64>, data: FormData) -> Answer {
    let id = SheetId(sheet);
    let view = sheet_view::load(&state, &ctx, id).await?;
    let (seen, now) = (data.get("version").parse().unwrap_or(-1), ctx.now());
    let (contest, next) = (view.contest.id.0, view.open.next);
    let to = match next {
        Some(next) => format!("/scoring/sheets/{}", next.0),
        None => format!("/scoring/{contest}"),
    };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        app::judging::sign(tx, actor, id, seen, now).map(|()| to.clone())
    });
    match done.await? {
        Ok(to) => {
            let key = if next.is_some() { "judging-sign-done-next" } else { "judging-sign-done-last" };
            let msg = Msg::new(key).arg("code", view.open.entry_code.to_string());
            Ok(ctx.redirect(&to, msg))
        }
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for reason in &reasons {
                errors.add_form(texts::sign(reason, view.criteria()).1);
            }
            page::refuse(&prepare(&ctx, view, Form::refused(ctx.t, &data, errors)))
        }
    }
}

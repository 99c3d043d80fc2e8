//! Too late: a short page that says by how much, that the draft is kept, and whom to ask for more time.

use crate::page::{self, Page};
use crate::{Answer, Ctx};
use app::entry::TooLate;
use askama::Template;
use axum::http::StatusCode;
use domain::ids::EntryId;

#[derive(Template)]
#[template(path = "entry/late.html")]
struct Late {
    page: Page,
    id: i64,
    code: String,
    /// The first moment that was too late, and the last that was not.
    at: String,
    last: String,
    /// How long ago that was; empty where it lies ahead and only the contest has moved on.
    by: String,
    organiser: String,
    saved: Option<String>,
}

pub(super) fn refuse(ctx: &Ctx, id: EntryId, late: TooLate) -> Answer {
    let (t, ended) = (ctx.t, late.ended.0.0);
    let over = ctx.now().0 - ended;
    let page = Late {
        page: ctx
            .page("entry-late-title")
            .contest(&late.contest, format!("/contests/{}", late.contest_code))
            .refused(true),
        id: id.0,
        code: late.code,
        at: t.date_time(ended),
        last: t.date_time(ended - 1),
        by: if over >= 0 { t.duration(over) } else { String::new() },
        organiser: late.organiser,
        saved: late.saved_at.map(|at| t.date_time(at)),
    };
    page::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

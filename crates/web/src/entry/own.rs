//! The author's own page: how far the entry is, what it says, what may still be done.

use super::progress::{self, Progress};
use super::view::{self, View};
use super::{id_of, own, pin, read, who};
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, Form};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::entry::{EntryState, access, edit_again, submit};

#[derive(Template)]
#[template(path = "entry/own.html")]
struct Own {
    page: Page,
    form: Form,
    id: i64,
    code: String,
    pin: Option<String>,
    version: i64,
    submitted_ms: i64,
    before_ms: i64,
    extended: Option<(i64, String)>,
    progress: Progress,
    view: View,
    may_edit: bool,
    may_withdraw: bool,
    may_revive: bool,
    /// An online entry whose time or place no longer allows an edit.
    edit_over: bool,
    result_href: Option<String>,
    may_take_over: bool,
    /// It came on paper and its author has taken it over.
    taken_over_ms: Option<i64>,
    /// May see who stands by it.
    shows_authors: bool,
    /// Co-authors who have not confirmed.
    unconfirmed: usize,
    /// The author may say what the public sees.
    may_publish: bool,
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    let o = own(&state, &ctx, id).await?;
    let Some((dossier, _)) = &o.dossier else {
        return Ok(ctx.see_other(&format!("/entries/{}/tasks", id.0)));
    };
    let version = o.row.version;
    let (attached, stood) = (dossier.attachments.clone(), dossier.clone());
    let more = read(&state, move |tx| {
        let waiting = app::entry::authors::unconfirmed(tx, id, &stood)?.len();
        Ok((app::entry::store::course(tx, id)?, view::held_of(tx, attached.iter())?, waiting))
    });
    let (course, held, unconfirmed) = more.await?;
    let mut seen = view::of_dossier(ctx.t, dossier, &o.rules, &o.unit_names, |n| {
        format!("/entries/{}/versions/{version}/files/{n}", id.0)
    });
    for (file, f) in seen.files.iter_mut().zip(&dossier.attachments) {
        file.hold(f, &held);
    }
    let (actor, subject) = (who(&ctx, id), o.row.subject());
    let in_time = submit::in_time(&o.rules, o.row.phase, o.row.granted(), ctx.now()).is_ok();
    let here = edit_again::may_still_change(&o.whereabouts).is_ok();
    let writes = access::write(&actor, &subject).is_ok();
    let may_edit = writes && here && in_time;
    let takes_back = access::withdraw(&actor, &subject).is_ok();
    let is_open = o.row.phase <= domain::contest::Phase::Open;
    let released = o.contest.released_at.is_some();
    page::show(&Own {
        page: super::page_of(&ctx, "entry-own-title", &o.contest).script("countdown.js"),
        form: Form::new(ctx.t),
        id: id.0,
        code: o.row.code.0.clone(),
        pin: pin::of(&headers, id),
        version,
        submitted_ms: o.row.submitted_at.map_or(0, |at| at.0),
        before_ms: super::ends_for(&o.row, &o.rules),
        extended: super::extended(&o.row),
        progress: progress::of(o.row.state, o.row.phase, &course),
        view: seen,
        may_edit,
        may_withdraw: takes_back && o.row.state == EntryState::HandedIn && is_open,
        may_revive: takes_back && o.row.state == EntryState::Withdrawn && in_time,
        edit_over: writes && !may_edit,
        may_take_over: o.row.taken_over_at.is_none() && access::take_over(&actor, &subject).is_ok(),
        taken_over_ms: o.row.taken_over_at.map(|at| at.0),
        shows_authors: takes_back || access::hear_authors(&actor, &subject).is_ok(),
        unconfirmed,
        may_publish: domain::gallery::access::consent(&actor, &subject).is_ok() && version > 0,
        result_href: released.then(|| format!("/contests/{}", o.contest.code)),
    })
}

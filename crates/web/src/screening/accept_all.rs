//! Accepting everything that has nothing against it: first seen, then done.

use super::intake::load;
use crate::act::once;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::screening::{self, Intake};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{ContestId, EntryId};
use std::convert::Infallible;

struct Line {
    id: i64,
    href: String,
    code: String,
    title: String,
    author: String,
    unit: String,
    arrived: String,
    warnings: usize,
}

#[derive(Template)]
#[template(path = "screening/accept_all.html")]
struct View {
    page: Page,
    id: i64,
    lines: Vec<Line>,
    form: Form,
}

fn view(ctx: &Ctx, intake: &Intake, form: Form) -> View {
    let t = ctx.t;
    let id = intake.contest.id.0;
    let unit = |u| intake.units.iter().find(|x| x.id == u).map(|x| x.name.clone()).unwrap_or_default();
    let line = |r: &screening::IntakeRow| Line {
        id: r.gate.entry.0,
        href: format!("/intake/entries/{}", r.gate.entry.0),
        code: r.gate.code.0.clone(),
        title: r.face.title.clone(),
        author: r.face.lead_author.clone(),
        unit: unit(r.gate.unit),
        arrived: r.gate.arrival().map(|at| t.date_time(at.0)).unwrap_or_default(),
        warnings: r.warnings.len(),
    };
    let page = ctx
        .page("screening-accept-all-title")
        .contest(&intake.contest.name, format!("/contests/{}", intake.contest.code))
        .back_to(format!("/intake/{id}"), t.s("screening-back-to-intake"))
        .refused(form.is_refused())
        .wide();
    let lines = intake.rows.iter().filter(|r| r.is_acceptable()).map(line).collect();
    View { page, id, lines, form }
}

pub async fn ask(ctx: Ctx, State(state): State<AppState>, Path(contest): Path<i64>) -> Answer {
    let intake = load(&ctx, &state, contest).await?;
    if !intake.may_work {
        return Err(WebError::NotFound);
    }
    page::show(&view(&ctx, &intake, Form::new(ctx.t)))
}

/// Those that are ticked; what has got a reason meanwhile is left as it is.
pub async fn accept(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let entries: Vec<EntryId> = data.all("entry").filter_map(|v| v.parse().ok()).map(EntryId).collect();
    if entries.is_empty() {
        let intake = load(&ctx, &state, contest).await?;
        let mut errors = FieldErrors::new();
        errors.add_form(Msg::new("screening-arrival-empty"));
        return page::refuse(&view(&ctx, &intake, Form::refused(ctx.t, &data, errors)));
    }
    let (now, asked) = (ctx.now(), entries.len());
    let done = once::<Infallible, _>(&state, &ctx, &data, move |tx, actor| {
        let accepted = match screening::accept_all(tx, actor, ContestId(contest), &entries, now) {
            Ok(codes) => codes.len(),
            Err(app::act::Stop::NotAllowed) => return Err(app::act::Stop::NotAllowed),
            Err(app::act::Stop::Fault(fault)) => return Err(app::act::Stop::Fault(fault)),
            Err(app::act::Stop::NotFound | app::act::Stop::Refused(_)) => {
                return Err(app::act::Stop::NotFound);
            }
        };
        Ok(accepted.to_string())
    });
    let accepted = match done.await? {
        Ok(count) => count.parse::<usize>().unwrap_or(0),
        Err(never) => return Err(WebError::fault(format_args!("{} reasons", never.len()))),
    };
    let message =
        Msg::new("screening-done-accepted-all").arg("n", accepted).arg("left", asked - accepted.min(asked));
    Ok(ctx.redirect(&format!("/intake/{contest}"), message))
}

//! What a unit sent by post is recorded as it came: which entries, when by the stamp, with which letter.

use super::intake::load;
use super::texts;
use crate::act::once;
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, format, page};
use app::screening::{self, Arrived, Intake};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::{ContestId, EntryId, UnitId};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "screening/arrival.html")]
struct View {
    page: Page,
    id: i64,
    before_ms: i64,
    units: Vec<Choice>,
    /// The unit that was chosen.
    unit: Option<(i64, String)>,
    entries: Vec<Choice>,
    form: Form,
}

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    unit: String,
}

fn view(ctx: &Ctx, intake: &Intake, unit: Option<UnitId>, form: Form) -> View {
    let t = ctx.t;
    let id = intake.contest.id.0;
    let missing = |r: &&screening::IntakeRow| {
        r.gate.arrival().is_none() || r.gate.intake == domain::screening::Intake::Returned
    };
    let open: Vec<_> = intake.rows.iter().filter(missing).collect();
    let page = ctx
        .page("screening-arrival-title")
        .contest(&intake.contest.name, format!("/contests/{}", intake.contest.code))
        .back_to(format!("/intake/{id}"), t.s("screening-back-to-intake"))
        .refused(form.is_refused());
    let entry =
        |r: &&screening::IntakeRow| {
            Choice::new(r.gate.entry.0.to_string(), format!("{} – {}", r.gate.code, r.face.title))
                .hint(format!("{}; {}", r.face.lead_author, t.s(texts::step(r.step))))
        };
    View {
        page,
        id,
        before_ms: intake.rules.timeline.units_send.0.0,
        units: intake
            .units
            .iter()
            .filter(|u| open.iter().any(|r| r.gate.unit == u.id))
            .map(|u| Choice::new(u.id.0.to_string(), u.name.clone()))
            .collect(),
        unit: unit.and_then(|id| intake.units.iter().find(|u| u.id == id)).map(|u| (u.id.0, u.name.clone())),
        entries: open.iter().filter(|r| Some(r.gate.unit) == unit).map(entry).collect(),
        form,
    }
}

/// First the unit (`?unit=`), then its entries that have not arrived.
pub async fn ask(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(contest): Path<i64>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    let intake = load(&ctx, &state, contest).await?;
    if !intake.may_work {
        return Err(WebError::NotFound);
    }
    let unit = chosen.unit.parse().ok().map(UnitId);
    page::show(&view(&ctx, &intake, unit, Form::new(ctx.t).with("unit", chosen.unit)))
}

pub async fn record(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(contest): Path<i64>,
    data: FormData,
) -> Answer {
    let unit = UnitId(data.get("unit").parse().map_err(|_| WebError::NotFound)?);
    let mut errors = FieldErrors::new();
    let at = format::read_moment(data.get("arrived_at"));
    if at.is_none() {
        errors.add("arrived_at", Msg::new("screening-moment-unreadable"));
    }
    let entries: Vec<EntryId> = data.all("entry").filter_map(|v| v.parse().ok()).map(EntryId).collect();
    if let Some(at) = at {
        let paper = Arrived {
            at,
            letter_number: data.get("letter_number").to_owned(),
            signer: data.get("signer").to_owned(),
        };
        let now = ctx.now();
        let done = once(&state, &ctx, &data, move |tx, actor| {
            let batch =
                screening::record_arrival(tx, actor, ContestId(contest), unit, &entries, &paper, now)?;
            Ok(format!("/intake/batches/{}", batch.0))
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("screening-done-arrival"))),
            Err(reasons) => errors = texts::arrival(&reasons),
        }
    }
    let intake = load(&ctx, &state, contest).await?;
    page::refuse(&view(&ctx, &intake, Some(unit), Form::refused(ctx.t, &data, errors)))
}

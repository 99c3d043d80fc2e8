//! POST /scoring/sheets/{sheet}/autosave: the fields that changed, from the page's script. Answers what `autosave.js` asks
//! for: the new version and the time, or both texts where the sheet was changed elsewhere.

use super::{save_sheet, sheet_view, texts};
use crate::act::settle;
use crate::{Answer, AppState, Ctx, FormData, Msg, page};
use app::judging::store::find_sheet;
use app::judging::{self, SaveRefusal, SheetInput};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::SheetId;
use domain::judging::sheet::SheetContent;
use serde_json::{Map, Value, json};

pub async fn save(State(state): State<AppState>, ctx: Ctx, Path(sheet): Path<i64>, data: FormData) -> Answer {
    let sheet = SheetId(sheet);
    let changed: Vec<String> = data.all("changed").map(str::to_owned).collect();
    let last = changed.iter().filter_map(|n| n.rsplit_once('-')?.1.parse::<usize>().ok()).max();
    let count = last.map_or(0, |n| n.saturating_add(1)).min(sheet_view::MOST_CRITERIA);
    let (input, unreadable) = sheet_view::read_form(&data, count, Some(&changed));
    if !unreadable.is_empty() {
        let view = save_sheet::current(&state, &ctx, sheet).await?;
        let msgs = unreadable.iter().map(|at| save_sheet::unreadable_mark(&view, *at));
        return Ok(refusal(&ctx, &msgs.collect::<Vec<_>>()));
    }
    let (actor, now, sent) = (ctx.actor.clone(), ctx.now(), with_band_marks(&data, input));
    let done = state.db.write(move |tx| judging::save_sheet(tx, &actor, sheet, &sent, now)).await;
    match settle(done)? {
        Ok(saved) => Ok(page::json(
            StatusCode::OK,
            &json!({
                "version": saved.revision.to_string(),
                "revision": saved.revision,
                "saved": ctx.t.time_of_second(saved.saved_at.0),
                "saved_at": saved.saved_at.to_string(),
                "total": ctx.t.ratio(saved.total),
                "given": saved.given,
            }),
        )),
        Err(reasons) => {
            if let Some(SaveRefusal::Stale { revision, stored, .. }) = reasons.first() {
                let fields = fields(&ctx, stored, &changed);
                let answer = json!({"version": revision.to_string(), "fields": fields});
                return Ok(page::json(StatusCode::CONFLICT, &answer));
            }
            let file =
                state.db.read(move |tx| find_sheet(tx, sheet)).await.map_err(crate::WebError::fault)?;
            let criteria = file.map(|f| f.round_rules.criteria).unwrap_or_default();
            let msgs: Vec<Msg> = reasons.iter().map(|r| texts::save(r, &criteria).1).collect();
            Ok(refusal(&ctx, &msgs))
        }
    }
}

/// A ticked band is checked with the mark beside it, so a change of either is checked against both.
fn with_band_marks(data: &FormData, mut input: SheetInput) -> SheetInput {
    for (at, _) in &input.marks {
        let band = data.get(&format!("band-{at}"));
        if !band.is_empty() && !input.ticked.iter().any(|t| t.0 == *at) {
            input.ticked.push((*at, band.to_owned()));
        }
    }
    // A band alone says nothing that is stored.
    let marks = &input.marks;
    input.ticked.retain(|t| marks.iter().any(|m| m.0 == t.0));
    input
}

fn refusal(ctx: &Ctx, msgs: &[Msg]) -> axum::response::Response {
    let text = msgs.iter().map(|m| ctx.t.m(m).into_owned()).collect::<Vec<_>>().join(" ");
    page::json(StatusCode::UNPROCESSABLE_ENTITY, &json!({"error": text}))
}

/// What is stored, by the names of the form's fields.
fn fields(ctx: &Ctx, stored: &SheetContent, changed: &[String]) -> Map<String, Value> {
    let mut out = Map::new();
    for name in changed {
        let at = |prefix: &str| name.strip_prefix(prefix).and_then(|n| n.parse::<usize>().ok());
        let value = if name == "general" {
            Some(stored.general_comment.clone())
        } else if let Some(at) = at("mark-") {
            stored.marks.get(at).map(|m| m.map(|m| ctx.t.marks_short(m)).unwrap_or_default())
        } else {
            at("comment-").and_then(|at| stored.comments.get(at).cloned())
        };
        if let Some(value) = value {
            out.insert(name.clone(), value.into());
        }
    }
    out
}

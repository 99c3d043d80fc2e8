//! A sheet that the head signed on paper is recorded on the head's behalf: who signed, when, the code printed on it, the scan.

use super::entry::load;
use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, format, page};
use app::screening::{self, EntryPage, HeadLine, RecordedSheet};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{EntryId, PersonId};
use domain::screening::sheet_code;

#[derive(Template)]
#[template(path = "screening/confirm_paper.html")]
struct PaperPage {
    page: Page,
    id: i64,
    title: String,
    version: i64,
    /// As it stands on the sheet of this version.
    short: String,
    signers: Vec<Choice>,
    levels: Vec<Choice>,
    feasibilities: Vec<Choice>,
    form: Form,
    /// Why there is nothing to record now; the form is not shown then.
    closed: Option<String>,
}

async fn view(ctx: &Ctx, state: &AppState, e: &EntryPage, form: Form) -> Result<PaperPage, WebError> {
    let t = ctx.t;
    let (actor, entry, now) = (ctx.actor.clone(), e.gate.entry, ctx.now());
    let heads = loaded(state.db.read(move |tx| screening::signers(tx, &actor, entry, now)).await)?;
    let words = |keys: &[&str]| keys.iter().map(|k| Choice::new(t.s(k), t.s(k))).collect();
    let closed = if !e.gate.handed_in {
        Some("screening-not-handed-in")
    } else if e.gate.confirmation().is_some() {
        Some("screening-already-confirmed")
    } else if !e.gate.is_selected() {
        Some("screening-problem-not-selected")
    } else {
        None
    };
    Ok(PaperPage {
        page: ctx
            .page_titled(t.a1("screening-paper-title", "entry", &e.gate.code.0))
            .contest(&e.contest.name, format!("/contests/{}", e.contest.code))
            .back_to(format!("/desk/entries/{}", e.gate.entry.0), t.s("screening-back-to-entry"))
            .script("counter.js")
            .refused(form.is_refused()),
        id: e.gate.entry.0,
        title: e.face.title.clone(),
        version: e.gate.version,
        short: sheet_code::short(&e.gate.dossier_hash),
        signers: signers(ctx, &heads),
        levels: words(&["screening-level-1", "screening-level-2", "screening-level-3"]),
        feasibilities: words(&[
            "screening-feasibility-1",
            "screening-feasibility-2",
            "screening-feasibility-3",
        ]),
        form,
        closed: closed.map(|key| t.s(key).into_owned()),
    })
}

/// Each person once, with all the days that he or she may sign for.
fn signers(ctx: &Ctx, heads: &[HeadLine]) -> Vec<Choice> {
    let t = ctx.t;
    let days = |h: &HeadLine| match (h.delegate, h.from, h.to) {
        (false, None, None) => t.s("screening-paper-head").into_owned(),
        (true, None, None) => t.s("screening-paper-delegate").into_owned(),
        (_, from, to) => {
            let shown = |d: Option<domain::time::Day>| d.map_or("…".to_owned(), |d| t.day(d.0));
            t.a2("screening-paper-delegate-days", "from", shown(from), "to", shown(to))
        }
    };
    let mut all: Vec<(PersonId, &str, Vec<String>)> = vec![];
    for head in heads {
        match all.iter_mut().find(|(id, ..)| *id == head.person) {
            Some((_, _, lines)) => lines.push(days(head)),
            None => all.push((head.person, &head.name, vec![days(head)])),
        }
    }
    all.into_iter()
        .map(|(id, name, lines)| Choice::new(id.0.to_string(), name).hint(lines.join("; ")))
        .collect()
}

pub async fn ask(ctx: Ctx, State(state): State<AppState>, Path(entry): Path<i64>) -> Answer {
    let entry = load(&ctx, &state, EntryId(entry)).await?;
    if !entry.may_work_desk {
        return Err(WebError::NotFound);
    }
    page::show(&view(&ctx, &state, &entry, Form::new(ctx.t)).await?)
}

pub async fn record(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    mut data: FormData,
) -> Answer {
    data.key()?;
    let seen = load(&ctx, &state, EntryId(entry)).await?;
    if !seen.may_work_desk {
        return Err(WebError::NotFound);
    }
    let mut errors = FieldErrors::new();
    let mut scan = None;
    if let Some(upload) = data.take_files().into_iter().find(|f| f.field == "scan") {
        let (files, name) = (state.files.clone(), upload.file_name.clone());
        let keeping = move || files.keep(&upload.file_name.clone(), upload.into_reader()?);
        match tokio::task::spawn_blocking(keeping).await.map_err(WebError::fault)?? {
            Ok(kept) => scan = Some(kept),
            Err(why) => {
                errors.add("scan", crate::entry::keep_refused(&why, &name));
            }
        }
    }
    let sheet = RecordedSheet {
        signer: data.get("signer").parse().ok().map(PersonId),
        signed_on: format::read_day(data.get("signed_on")),
        printed: data.get("printed").to_owned(),
        scan,
        level: data.get("level").to_owned(),
        feasibility: data.get("feasibility").to_owned(),
        remarks: data.get("remarks").to_owned(),
    };
    if errors.is_empty() {
        let now = ctx.now();
        let done = once(&state, &ctx, &data, move |tx, actor| {
            screening::record_confirmation(tx, actor, EntryId(entry), &sheet, now)
                .map(|_| format!("/desk/entries/{entry}"))
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("screening-done-paper"))),
            Err(reasons) => errors = texts::record_confirmation(&reasons),
        }
    }
    page::refuse(&view(&ctx, &state, &seen, Form::refused(ctx.t, &data, errors)).await?)
}

/// GET: the scan of a sheet that was signed on paper.
pub async fn scan(
    ctx: Ctx,
    State(state): State<AppState>,
    Path((entry, number)): Path<(i64, i64)>,
) -> Answer {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| screening::signed_scan(tx, &actor, EntryId(entry), number, now);
    let opened = loaded(state.db.read(read).await)?;
    crate::entry::send(&state, None, opened).await
}

//! One act for many entries of the desk: ticked, looked at entry by entry, done, and undone as long as nothing is built on it.

use super::texts;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::screening::{self, BulkAsk, BulkLine, BulkPreview, BulkRefusal};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::{ContestId, EntryId, UnitId};
use domain::screening::{BulkAct, BulkProblem};

struct Line {
    id: i64,
    version: i64,
    href: String,
    code: String,
    title: String,
    author: String,
    now: String,
    now_class: &'static str,
    then: String,
    then_class: &'static str,
    /// The act makes its confirmation void.
    voids: bool,
    problems: Vec<String>,
}

#[derive(Template)]
#[template(path = "screening/bulk.html")]
struct View {
    page: Page,
    action: String,
    act: &'static str,
    explain: String,
    lines: Vec<Line>,
    can: usize,
    left: usize,
    /// Where the act says that all of them are met.
    requirements: Vec<String>,
    asks_reason: bool,
    form: Form,
}

fn asked(fields: impl Iterator<Item = (String, String)>) -> (Option<BulkAct>, BulkAsk) {
    let (mut act, mut entries, mut reason) = (None, vec![], String::new());
    for (name, value) in fields {
        match name.as_str() {
            "act" => act = BulkAct::from_word(&value),
            "reason" => reason = value,
            "entry" => {
                let (id, version) = value.split_once('.').unwrap_or((&value, ""));
                if let Ok(id) = id.parse() {
                    entries.push((EntryId(id), version.parse().ok()));
                }
            }
            _ => {}
        }
    }
    (act, BulkAsk { act: act.unwrap_or(BulkAct::Receive), entries, reason })
}

async fn load(
    ctx: &Ctx,
    state: &AppState,
    (contest, unit): (i64, i64),
    ask: &BulkAsk,
) -> Result<BulkPreview, WebError> {
    let (actor, now, ask) = (ctx.actor.clone(), ctx.now(), ask.clone());
    let read = state
        .db
        .read(move |tx| screening::preview_bulk(tx, &actor, ContestId(contest), UnitId(unit), &ask, now));
    loaded(read.await)
}

fn view(ctx: &Ctx, p: &BulkPreview, act: BulkAct, form: Form) -> View {
    let t = ctx.t;
    let base = format!("/desk/{}/{}", p.contest.id.0, p.unit.id.0);
    let page = ctx
        .page_titled(t.a1("screening-bulk-title", "act", t.s(texts::bulk_act(act))))
        .contest(&p.contest.name, format!("/contests/{}", p.contest.code))
        .back_to(base.clone(), t.s("screening-back-to-desk"))
        .refused(form.is_refused())
        .wide();
    let line = |l: &BulkLine| Line {
        id: l.gate.entry.0,
        version: l.gate.version,
        href: format!("/desk/entries/{}", l.gate.entry.0),
        code: l.gate.code.0.clone(),
        title: l.face.title.clone(),
        author: l.face.lead_author.clone(),
        now: t.s(texts::step(l.now)).into_owned(),
        now_class: texts::step_class(l.now),
        then: match act {
            BulkAct::List => t.s("screening-listed").into_owned(),
            _ => t.s(texts::step(l.then)).into_owned(),
        },
        then_class: texts::step_class(l.then),
        voids: l.voids,
        problems: l.problems.iter().map(|problem| t.m(&texts::bulk(problem)).into_owned()).collect(),
    };
    let lines: Vec<Line> = p.lines.iter().map(line).collect();
    View {
        action: format!("{base}/bulk"),
        act: act.word(),
        explain: t.s(texts::bulk_explain(act)).into_owned(),
        can: lines.iter().filter(|l| l.problems.is_empty()).count(),
        left: lines.iter().filter(|l| !l.problems.is_empty()).count(),
        requirements: if act == BulkAct::Select { p.requirements.clone() } else { vec![] },
        asks_reason: act == BulkAct::Decline,
        lines,
        form,
        page,
    }
}

/// `?act=` one of the acts, `?entry=` as often as entries are ticked. Changes nothing.
pub async fn ask(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(desk): Path<(i64, i64)>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Answer {
    let (act, ask) = asked(fields.into_iter());
    let preview = load(&ctx, &state, desk, &ask).await?;
    page::show(&view(&ctx, &preview, act.unwrap_or(ask.act), Form::new(ctx.t)))
}

pub async fn act(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(desk): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let (act, ask) = asked(data.fields().map(|(name, value)| (name.to_owned(), value.to_owned())));
    let preview = load(&ctx, &state, desk, &ask).await?;
    let mut errors = FieldErrors::new();
    if act.is_none() {
        errors.add_form(Msg::new("screening-bulk-act-missing"));
    } else {
        let (now, (contest, unit), ask) = (ctx.now(), desk, ask.clone());
        let done = once(&state, &ctx, &data, move |tx, actor| {
            let done = screening::do_bulk(tx, actor, ContestId(contest), UnitId(unit), &ask, now)?;
            Ok(format!("{} {}", done.done, done.left))
        });
        match done.await? {
            Ok(counts) => {
                let (done, left) = counts.split_once(' ').unwrap_or(("0", "0"));
                let count = |n: &str| n.parse::<usize>().unwrap_or(0);
                let message = Msg::new("screening-bulk-done").arg("n", count(done)).arg("left", count(left));
                return Ok(ctx.redirect(&format!("/desk/{contest}/{unit}"), message));
            }
            Err(reasons) => refusals(&reasons, &mut errors),
        }
    }
    page::refuse(&view(&ctx, &preview, ask.act, Form::refused(ctx.t, &data, errors)))
}

fn refusals(reasons: &[BulkRefusal], errors: &mut FieldErrors) {
    for r in reasons {
        match r {
            BulkRefusal::NothingChosen => errors.add_form(Msg::new("screening-arrival-empty")),
            BulkRefusal::TooMany { most } => {
                errors.add_form(Msg::new("screening-batch-too-many").arg("most", *most))
            }
            BulkRefusal::Nothing { entries } => {
                let told = |p: &&BulkProblem| screening::is_of_reason(p);
                match entries.iter().flat_map(|(_, problems)| problems).find(told) {
                    Some(problem) => errors.add("reason", texts::bulk(problem)),
                    None => errors.add_form(Msg::new("screening-bulk-nothing")),
                }
            }
        };
    }
}

pub async fn undo(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(desk): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let nothing = BulkAsk { act: BulkAct::Receive, entries: vec![], reason: String::new() };
    load(&ctx, &state, desk, &nothing).await?;
    data.key()?;
    let Ok(bulk) = data.get("bulk").parse::<i64>() else {
        return Err(WebError::Unprocessable(vec![Msg::new("screening-bulk-undo-none")]));
    };
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::undo_bulk(tx, actor, bulk, now).map(|n| n.to_string())
    });
    match done.await? {
        Ok(n) => {
            let message = Msg::new("screening-bulk-undone").arg("n", n.parse::<usize>().unwrap_or(0));
            Ok(ctx.redirect(&format!("/desk/{}/{}", desk.0, desk.1), message))
        }
        Err(reasons) => Err(WebError::Unprocessable(reasons.iter().map(texts::undo).collect())),
    }
}

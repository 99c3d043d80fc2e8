//! Entries that look like one another, or like a work of an earlier year in a list that the secretary brings along. The
//! page only hints; the decision is made on the entry's own page.

use super::texts;
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::contest::store::ContestRow;
use app::import::{self, Known};
use app::screening::{self, Like, Side, SimilarPair};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::ContestId;

/// The most pairs on the page: beyond it the list is no hint any more.
const MOST_PAIRS: usize = 300;

struct SideView {
    href: String,
    code: String,
    title: String,
    author: String,
    unit: String,
    decision: String,
}

struct Line {
    first: SideView,
    second: Option<SideView>,
    /// Title of a work of an earlier year.
    earlier: String,
    signs: Vec<String>,
    /// What the author said when asked; empty where nobody was.
    declared: String,
    /// Where the later one is decided on, beginning with the earlier one as the kept.
    decide: String,
}

#[derive(Template)]
#[template(path = "screening/similar.html")]
struct View {
    page: Page,
    id: i64,
    lines: Vec<Line>,
    left_out: usize,
    compared: usize,
    form: Form,
}

async fn load(
    ctx: &Ctx,
    state: &AppState,
    contest: i64,
    earlier: Vec<(String, String)>,
) -> Result<(ContestRow, Vec<SimilarPair>), WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| {
        let pairs = screening::similar(tx, &actor, ContestId(contest), &earlier)?;
        let row = app::contest::store::find(tx, ContestId(contest))?.ok_or(app::act::Stop::NotFound)?;
        Ok((row, pairs))
    });
    loaded::<_, std::convert::Infallible>(read.await)
}

fn view(ctx: &Ctx, contest: &ContestRow, pairs: &[SimilarPair], compared: usize, form: Form) -> View {
    let t = ctx.t;
    let id = contest.id.0;
    let page = ctx
        .page("screening-similar-title")
        .contest(&contest.name, format!("/contests/{}", contest.code))
        .back_to(format!("/intake/{id}"), t.s("screening-back-to-intake"))
        .refused(form.is_refused())
        .wide();
    View {
        page,
        id,
        lines: pairs.iter().take(MOST_PAIRS).map(|p| line(ctx, p)).collect(),
        left_out: pairs.len().saturating_sub(MOST_PAIRS),
        compared,
        form,
    }
}

fn line(ctx: &Ctx, p: &SimilarPair) -> Line {
    let t = ctx.t;
    let mut signs = Vec::new();
    if let Some(share) = p.double {
        signs.push(t.a1("screening-sign-double", "percent", share.percent()));
    }
    if let Some(share) = p.text {
        signs.push(t.a1("screening-sign-text", "percent", share.percent()));
    }
    if let Some(share) = p.title {
        signs.push(t.a1("screening-sign-title", "percent", share.percent()));
    }
    if let Some(n) = p.figures {
        signs.push(t.a1("screening-sign-figures", "n", n));
    }
    if p.same_author {
        signs.push(t.s("screening-sign-author").into_owned());
    }
    let (second, earlier, decide) = match &p.like {
        Like::Entry(s) => {
            let decide = format!("/intake/entries/{}?kept={}#decision", s.entry.0, p.first.code);
            (Some(side(ctx, s)), String::new(), decide)
        }
        Like::Earlier(title) => {
            (None, title.clone(), format!("/intake/entries/{}#decision", p.first.entry.0))
        }
    };
    Line { first: side(ctx, &p.first), second, earlier, signs, declared: p.declared.clone(), decide }
}

fn side(ctx: &Ctx, s: &Side) -> SideView {
    SideView {
        href: format!("/intake/entries/{}", s.entry.0),
        code: s.code.0.clone(),
        title: s.title.clone(),
        author: s.lead_author.clone(),
        unit: s.unit_name.clone(),
        decision: s.decision.map(|d| ctx.t.s(texts::decision(d)).into_owned()).unwrap_or_default(),
    }
}

pub async fn show(ctx: Ctx, State(state): State<AppState>, Path(contest): Path<i64>) -> Answer {
    let (row, pairs) = load(&ctx, &state, contest, vec![]).await?;
    page::show(&view(&ctx, &row, &pairs, 0, Form::new(ctx.t)))
}

/// Compares with the works of a file (columns code, name, description) as well. Nothing of it is kept.
pub async fn against(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(contest): Path<i64>,
    mut data: FormData,
) -> Answer {
    data.key()?;
    let mut errors = FieldErrors::new();
    let mut earlier = Vec::new();
    match data.take_files().into_iter().find(|f| f.field == "earlier") {
        None => {
            errors.add("earlier", Msg::new("screening-earlier-missing"));
        }
        Some(file) => {
            let name = file.file_name.clone();
            let read = tokio::task::spawn_blocking(move || {
                let bytes = file.into_bytes()?;
                Ok::<_, std::io::Error>(import::initiatives::read(&name, &bytes, &Known::default()))
            });
            let preview = read.await.map_err(WebError::fault)?.map_err(WebError::fault)?;
            // Codes of units of that year need not be known any more: only what keeps a row from being read matters.
            if preview.rows.is_empty() {
                let row = preview.problems.first().and_then(|p| p.row).unwrap_or(1);
                errors.add("earlier", Msg::new("screening-earlier-unreadable").arg("row", row));
            }
            earlier = preview.rows.into_iter().map(|r| (r.name, r.description)).collect();
        }
    }
    let compared = earlier.len();
    let (row, pairs) = load(&ctx, &state, contest, earlier).await?;
    let form = Form::refused(ctx.t, &data, errors);
    if form.is_refused() {
        page::refuse(&view(&ctx, &row, &pairs, 0, form))
    } else {
        page::show(&view(&ctx, &row, &pairs, compared, form))
    }
}

//! A numbered batch: opened, filled, checked; its printable list; its receipt.

use super::entry::problems;
use super::{extensions, texts};
use crate::act::{loaded, once};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page};
use app::screening::{self, BatchItem, BatchPage};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::{BatchId, ContestId, EntryId, UnitId};

pub(super) struct ItemRow {
    pub href: String,
    pub id: i64,
    pub code: String,
    pub title: String,
    pub author: String,
    pub others: i64,
    pub kind: String,
    pub form: String,
    pub areas: String,
    pub level: String,
    pub feasibility: String,
    /// The head signed on paper, on that day.
    pub on_paper: Option<String>,
    pub problems: Vec<String>,
    /// Each row's button is a form of its own.
    pub key: Form,
}

/// A line that left the list, with its trace.
struct Struck {
    code: String,
    title: String,
    when: String,
    why: String,
}

#[derive(Template)]
#[template(path = "screening/batch.html")]
struct View {
    page: Page,
    base: &'static str,
    /// The fixed copies of its paper.
    copies_href: String,
    id: i64,
    name: String,
    unit: String,
    before_ms: i64,
    extended: Vec<extensions::Line>,
    created: String,
    sent: Option<String>,
    by_post: bool,
    receipt: Option<String>,
    letter_number: String,
    signer: String,
    items: Vec<ItemRow>,
    /// The last count of what lay in the parcel.
    last_check: Option<super::check::Counted>,
    struck: Vec<Struck>,
    others: Vec<Choice>,
    ready: usize,
    may_work: bool,
    may_forward: bool,
    add: Form,
    letter: Form,
    form: Form,
}

#[derive(Template)]
#[template(path = "screening/batch_list.html")]
struct Printed {
    page: Page,
    unit: String,
    contest: String,
    name: String,
    letter_number: String,
    signer: String,
    sent: Option<String>,
    receipt: Option<String>,
    items: Vec<ItemRow>,
    individual: usize,
    collective: usize,
}

pub(super) async fn load(ctx: &Ctx, state: &AppState, batch: i64) -> Result<BatchPage, WebError> {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    loaded(state.db.read(move |tx| screening::batch_page(tx, &actor, BatchId(batch), now)).await)
}

pub(super) fn name(b: &BatchPage) -> String {
    format!("{}/{}", b.batch.number, b.batch.year)
}

pub(super) fn row(ctx: &Ctx, b: &BatchPage, base: &str, item: &BatchItem) -> ItemRow {
    let t = ctx.t;
    let gate = &item.listed.gate;
    let area = |code: &domain::ids::AreaCode| {
        b.rules.areas.iter().find(|a| a.code == *code).map_or(code.0.clone(), |a| a.name.clone())
    };
    let (level, feasibility, on_paper) = match &item.confirmed {
        None => Default::default(),
        Some(c) => (
            c.level.clone(),
            c.feasibility.clone(),
            c.signed_on.map(|d| t.a1("screening-on-paper-of", "on", t.day(d.0))),
        ),
    };
    ItemRow {
        href: format!("{base}/entries/{}", gate.entry.0),
        id: gate.entry.0,
        code: gate.code.0.clone(),
        title: item.face.title.clone(),
        author: item.face.lead_author.clone(),
        others: item.face.author_count - 1,
        kind: t.s(texts::category(item.face.category)).into_owned(),
        form: t.s(texts::form(item.face.form)).into_owned(),
        areas: item.face.areas.iter().map(area).collect::<Vec<_>>().join("; "),
        level,
        feasibility,
        on_paper,
        problems: problems(ctx, &item.problems),
        key: Form::new(t),
    }
}

fn view(ctx: &Ctx, b: &BatchPage, base: &'static str, add: Form, letter: Form) -> View {
    let t = ctx.t;
    let is_open = !b.batch.is_forwarded;
    let at_desk = base == "/desk";
    let refused = if letter.is_refused() { letter.clone() } else { add.clone() };
    let (back, text) = if at_desk {
        (format!("/desk/{}/{}", b.contest.id.0, b.unit.id.0), "screening-back-to-desk")
    } else {
        (format!("/intake/{}", b.contest.id.0), "screening-back-to-intake")
    };
    let page = ctx
        .page_titled(t.a2("screening-batch-title", "name", name(b), "unit", &b.unit.name))
        .contest(&b.contest.name, format!("/contests/{}", b.contest.code))
        .back_to(back, t.s(text))
        .script("countdown.js")
        .refused(refused.is_refused())
        .wide();
    let other = |r: &screening::DeskRow| {
        Choice::new(r.gate.entry.0.to_string(), format!("{} – {}", r.gate.code, r.face.title))
            .hint(t.s(texts::step(r.step)))
    };
    View {
        base,
        copies_href: format!("/desk/{}/papers/cover-letter/{}", b.contest.id.0, b.batch.id.0),
        id: b.batch.id.0,
        name: name(b),
        unit: b.unit.name.clone(),
        before_ms: b.rules.timeline.units_send.0.0,
        extended: b.extensions.iter().map(|x| extensions::line(t, x, ctx.now())).collect(),
        created: t.date_time(b.created_at.0),
        sent: b.forwarded_at.map(|at| t.date_time(at.0)),
        by_post: b.as_it_came,
        receipt: b.receipt.clone(),
        letter_number: b.batch.letter_number.clone(),
        signer: b.batch.signer.clone(),
        items: b.items.iter().map(|i| row(ctx, b, base, i)).collect(),
        last_check: b.last_check.as_ref().map(|c| super::check::counted(ctx, b, c)),
        struck: b
            .struck
            .iter()
            .map(|s| Struck {
                code: s.code.0.clone(),
                title: s.title.clone(),
                when: t.date_time(s.at.0),
                why: texts::struck(&s.reason).map_or(s.reason.clone(), |key| t.s(key).into_owned()),
            })
            .collect(),
        others: b.others.iter().map(other).collect(),
        ready: b.items.iter().filter(|i| i.problems.is_empty()).count(),
        may_work: at_desk && is_open && b.may_work,
        may_forward: at_desk && is_open && b.may_forward,
        add,
        letter,
        form: refused,
        page,
    }
}

fn letter_form(ctx: &Ctx, b: &BatchPage) -> Form {
    Form::new(ctx.t)
        .with("letter_number", b.batch.letter_number.clone())
        .with("signer", b.batch.signer.clone())
}

pub async fn at_desk(ctx: Ctx, State(state): State<AppState>, Path(batch): Path<i64>) -> Answer {
    let b = load(&ctx, &state, batch).await?;
    page::show(&view(&ctx, &b, "/desk", Form::new(ctx.t), letter_form(&ctx, &b)))
}

pub async fn at_intake(ctx: Ctx, State(state): State<AppState>, Path(batch): Path<i64>) -> Answer {
    let b = load(&ctx, &state, batch).await?;
    page::show(&view(&ctx, &b, "/intake", Form::new(ctx.t), letter_form(&ctx, &b)))
}

/// The list that goes with the cover letter, to be printed and signed.
pub async fn list(ctx: Ctx, State(state): State<AppState>, Path(batch): Path<i64>) -> Answer {
    let b = load(&ctx, &state, batch).await?;
    let base = if ctx.path.starts_with("/intake") { "/intake" } else { "/desk" };
    let collective =
        b.items.iter().filter(|i| i.face.category == domain::contest::Category::Collective).count();
    page::show(&Printed {
        page: ctx
            .page_titled(ctx.t.a1("screening-list-title", "name", name(&b)))
            .back(format!("{base}/batches/{batch}"))
            .wide(),
        unit: b.unit.name.clone(),
        contest: b.contest.name.clone(),
        name: name(&b),
        letter_number: b.batch.letter_number.clone(),
        signer: b.batch.signer.clone(),
        sent: b.forwarded_at.map(|at| ctx.t.date_time(at.0)),
        receipt: b.receipt.clone(),
        items: b.items.iter().map(|i| row(&ctx, &b, base, i)).collect(),
        individual: b.items.len() - collective,
        collective,
    })
}

pub async fn open(
    ctx: Ctx,
    State(state): State<AppState>,
    Path((contest, unit)): Path<(i64, i64)>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let batch = screening::open_batch(tx, actor, ContestId(contest), UnitId(unit), now)?;
        Ok(format!("/desk/batches/{}", batch.0))
    });
    match done.await? {
        Ok(to) => Ok(ctx.see_other(&to)),
        Err(reasons) => Err(WebError::Unprocessable(reasons.iter().map(texts::batch).collect())),
    }
}

pub async fn add(ctx: Ctx, State(state): State<AppState>, Path(batch): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let entries: Vec<EntryId> = data.all("entry").filter_map(|v| v.parse().ok()).map(EntryId).collect();
    let mut errors = FieldErrors::new();
    if entries.is_empty() {
        errors.add("entry", Msg::new("screening-arrival-empty"));
    } else {
        let done = once(&state, &ctx, &data, move |tx, actor| {
            screening::add_to_batch(tx, actor, BatchId(batch), &entries, now)
                .map(|()| format!("/desk/batches/{batch}"))
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("screening-done-added"))),
            Err(reasons) => {
                for r in &reasons {
                    errors.add("entry", texts::batch(r));
                }
            }
        }
    }
    let b = load(&ctx, &state, batch).await?;
    let form = Form::refused(ctx.t, &data, errors);
    page::refuse(&view(&ctx, &b, "/desk", form, letter_form(&ctx, &b)))
}

pub async fn remove(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(batch): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let entry = EntryId(data.get("entry").parse().map_err(|_| WebError::NotFound)?);
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::remove_from_batch(tx, actor, BatchId(batch), entry, "", now)
            .map(|()| format!("/desk/batches/{batch}"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-removed"))),
        Err(reasons) => Err(WebError::Unprocessable(reasons.iter().map(texts::batch).collect())),
    }
}

pub async fn letter(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(batch): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let (number, signer) = (data.get("letter_number").to_owned(), data.get("signer").to_owned());
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::set_letter(tx, actor, BatchId(batch), &number, &signer, now)
            .map(|()| format!("/desk/batches/{batch}"))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-letter"))),
        Err(reasons) => {
            let errors = FieldErrors::beside("letter_number", reasons.iter().map(texts::batch));
            let b = load(&ctx, &state, batch).await?;
            let form = Form::refused(ctx.t, &data, errors);
            page::refuse(&view(&ctx, &b, "/desk", Form::new(ctx.t), form))
        }
    }
}

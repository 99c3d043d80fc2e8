//! The unit's desk: what waits for the unit, its quota in one look, its entries, its batches.

use super::{extensions, texts};
use crate::act::loaded;
use crate::{Answer, AppState, Choice, Ctx, Form, Page, WebError, page};
use app::screening::{self, BatchLine, DeskRow};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::{ContestId, UnitId};
use domain::screening::{BulkAct, Step};
use domain::text::fold;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "screening/desks.html")]
struct Desks {
    page: Page,
    /// Address, contest, unit.
    desks: Vec<(String, String, String)>,
}

/// Leads to the only desk, or lists them.
pub async fn mine(ctx: Ctx, State(state): State<AppState>) -> Answer {
    choose(&ctx, &state, |_| true).await
}

/// The desks of one contest, by its code.
pub async fn of_contest(ctx: Ctx, State(state): State<AppState>, Path(code): Path<String>) -> Answer {
    choose(&ctx, &state, move |c| c.code == code).await
}

async fn choose(
    ctx: &Ctx,
    state: &AppState,
    wanted: impl Fn(&app::contest::store::ContestRow) -> bool,
) -> Answer {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = state.db.read(move |tx| screening::my_desks(tx, &actor, now)).await;
    let mut desks = read.map_err(WebError::fault)?;
    desks.retain(|(contest, _)| wanted(contest));
    let line = |(contest, unit): &(app::contest::store::ContestRow, screening::UnitFace)| {
        (format!("/desk/{}/{}", contest.id.0, unit.id.0), contest.name.clone(), unit.name.clone())
    };
    let desks: Vec<_> = desks.iter().map(line).collect();
    match desks.as_slice() {
        [(href, _, _)] => Ok(ctx.see_other(href)),
        _ => page::show(&Desks { page: ctx.page("screening-desks-title"), desks }),
    }
}

#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
}

/// One line of the list; everything printed once.
struct Line {
    id: i64,
    href: String,
    code: String,
    title: String,
    author: String,
    others: i64,
    kind: std::borrow::Cow<'static, str>,
    form: std::borrow::Cow<'static, str>,
    submitted: String,
    step: std::borrow::Cow<'static, str>,
    class: &'static str,
    next: std::borrow::Cow<'static, str>,
    mend: String,
    listed: bool,
    /// Confirmed by a sheet signed on paper.
    on_paper: bool,
}

/// Work that waits for the unit.
struct Task {
    href: String,
    text: String,
    hint: String,
    count: usize,
}

struct QuotaLine {
    tag: String,
    class: &'static str,
    sentence: String,
}

struct BatchRow {
    href: String,
    name: String,
    count: i64,
    letter: String,
    sent: Option<String>,
    by_post: bool,
}

#[derive(Template)]
#[template(path = "screening/desk.html")]
struct DeskPage {
    page: Page,
    before_ms: i64,
    /// What was granted to the unit.
    extended: Vec<extensions::Line>,
    quota: Option<QuotaLine>,
    tasks: Vec<Task>,
    lines: Vec<Line>,
    total: usize,
    states: Vec<Choice>,
    form: Form,
    batches: Vec<BatchRow>,
    /// Where a clerk records an entry that came on paper.
    paper_href: Option<String>,
    /// The minutes of the screening, before `/pdf` and `/docx`.
    minutes_href: String,
    /// The fixed copies of the minutes.
    copies_href: String,
    may_open: bool,
    is_standing_body: bool,
    open_href: String,
    base_href: String,
    /// The unit decides by the minutes of its committee.
    has_committee: bool,
    /// Where ticked entries go; absent for those who only look.
    bulk_href: Option<String>,
    acts: Vec<Choice>,
    last: Option<Last>,
}

/// What was done last for many entries and can be undone.
struct Last {
    id: i64,
    sentence: String,
    key: Form,
}

/// `?state=` one step, `?q=` words of the title, an author or a code.
pub async fn show(
    ctx: Ctx,
    State(state): State<AppState>,
    Path((contest, unit)): Path<(i64, i64)>,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = state.db.read(move |tx| screening::desk(tx, &actor, ContestId(contest), UnitId(unit), now));
    let desk = loaded(read.await)?;
    let t = ctx.t;
    let base = format!("/desk/{contest}/{unit}");
    let wanted = Step::from_word(&filter.state);
    let words = fold(&filter.q);
    let shown = |r: &&DeskRow| {
        wanted.is_none_or(|s| s == r.step)
            && (words.is_empty() || r.face.fold.contains(&words) || fold(&r.gate.code.0).contains(&words))
    };
    let lines: Vec<Line> = desk.rows.iter().filter(shown).map(|r| line(&ctx, r)).collect();
    let count = |step: Step| desk.rows.iter().filter(|r| r.step == step).count();
    let task = |step: &Step| Task {
        href: format!("{base}?state={}", step.word()),
        text: t.s(texts::step(*step)).into_owned(),
        hint: t.s(texts::next(*step)).into_owned(),
        count: count(*step),
    };
    let tasks = Step::ALL.iter().filter(|s| s.is_with_unit() && count(**s) > 0).map(task).collect();
    let state_choice =
        |s: &Step| Choice::new(s.word(), format!("{} ({})", t.s(texts::step(*s)), t.number(count(*s))));
    let states = Step::ALL.iter().filter(|s| count(**s) > 0).map(state_choice).collect();
    let quota = desk.quota.as_ref().map(|row| {
        let (key, class) = texts::quota(row, !desk.rules.timeline.units_send.admits(now));
        let b = row.brought;
        let sentence = t.a(
            "screening-quota-line",
            &[
                ("min", row.min.into()),
                ("received", b.received.into()),
                ("sent", b.forwarded_in_time.into()),
                ("accepted", b.accepted.into()),
            ],
        );
        QuotaLine { tag: t.s(key).into_owned(), class, sentence }
    });
    let page = ctx
        .page_titled(t.a1("screening-desk-title", "unit", &desk.unit.name))
        .contest(&desk.contest.name, format!("/contests/{}", desk.contest.code))
        .script("countdown.js")
        .wide();
    page::show(&DeskPage {
        page,
        before_ms: desk.rules.timeline.units_send.0.0,
        extended: desk.extensions.iter().map(|x| extensions::line(t, x, now)).collect(),
        quota,
        tasks,
        lines,
        total: desk.rows.len(),
        states,
        form: Form::new(t).with("state", filter.state).with("q", filter.q),
        batches: desk.batches.iter().map(|b| batch_row(&ctx, b, "/desk")).collect(),
        paper_href: ctx.viewer.has(crate::viewer::Role::Clerk).then(|| format!("{base}/paper")),
        minutes_href: format!("{base}/minutes"),
        copies_href: format!("/desk/{contest}/papers/screening-minutes/{unit}"),
        may_open: desk.open_batch.is_none() && !desk.is_standing_body,
        is_standing_body: desk.is_standing_body,
        open_href: format!("{base}/batches"),
        base_href: base.clone(),
        has_committee: desk.committee.is_some(),
        bulk_href: desk.may_work.then(|| format!("{base}/bulk")),
        acts: BulkAct::ALL
            .iter()
            .filter(|act| **act != BulkAct::List || !desk.is_standing_body)
            .map(|act| Choice::new(act.word(), t.s(texts::bulk_act(*act))))
            .collect(),
        last: desk.last_bulk.as_ref().map(|l| Last {
            id: l.id,
            key: Form::new(t),
            sentence: t.a(
                "screening-bulk-last",
                &[
                    ("act", t.s(texts::bulk_act(l.act)).into()),
                    ("n", l.count.into()),
                    ("at", t.date_time(l.done_at.0).into()),
                ],
            ),
        }),
    })
}

fn batch_row(ctx: &Ctx, b: &BatchLine, base: &str) -> BatchRow {
    BatchRow {
        href: format!("{base}/batches/{}", b.id.0),
        name: format!("{}/{}", b.number, b.year),
        count: b.count,
        letter: b.letter_number.clone(),
        sent: b.forwarded_at.map(|at| ctx.t.date_time(at.0)),
        by_post: b.as_it_came,
    }
}

fn line(ctx: &Ctx, r: &DeskRow) -> Line {
    let t = ctx.t;
    let mend = r.gate.verdict().and_then(|v| v.mend_before).filter(|_| r.step == Step::Mend);
    Line {
        id: r.gate.entry.0,
        href: format!("/desk/entries/{}", r.gate.entry.0),
        code: r.gate.code.0.clone(),
        title: r.face.title.clone(),
        author: r.face.lead_author.clone(),
        others: r.face.author_count - 1,
        kind: t.s(texts::category(r.face.category)),
        form: t.s(texts::form(r.face.form)),
        submitted: t.date_time(r.gate.submitted_at.0),
        step: t.s(texts::step(r.step)),
        class: texts::step_class(r.step),
        next: t.s(texts::next(r.step)),
        mend: mend.map(|day| t.day(day.0)).unwrap_or_default(),
        listed: r.listed,
        on_paper: r.gate.confirmation().is_some_and(|c| c.on_paper),
    }
}

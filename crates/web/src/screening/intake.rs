//! The secretary's list: what arrived, what stands against it, what was done with it.

use super::texts;
use crate::act::loaded;
use crate::{Answer, AppState, Choice, Ctx, Form, Page, WebError, page};
use app::screening::{self, Intake, IntakeRow};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::{ContestId, UnitId};
use domain::screening::{Intake as Done, Stage, Step};
use domain::text::fold;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "screening/contests.html")]
pub(super) struct Contests {
    pub page: Page,
    /// Address and name.
    pub contests: Vec<(String, String)>,
}

/// Leads to the only intake, or lists them.
pub async fn mine(ctx: Ctx, State(state): State<AppState>) -> Answer {
    let actor = ctx.actor.clone();
    let list = state.db.read(move |tx| screening::my_intakes(tx, &actor)).await.map_err(WebError::fault)?;
    let contests: Vec<_> = list.iter().map(|c| (format!("/intake/{}", c.id.0), c.name.clone())).collect();
    match contests.as_slice() {
        [(href, _)] => Ok(ctx.see_other(href)),
        _ => page::show(&Contests { page: ctx.page("screening-intakes-title"), contests }),
    }
}

/// The intake of one contest, by its code.
pub async fn of_contest(ctx: Ctx, State(state): State<AppState>, Path(code): Path<String>) -> Answer {
    let actor = ctx.actor.clone();
    let list = state.db.read(move |tx| screening::my_intakes(tx, &actor)).await.map_err(WebError::fault)?;
    let found = list.iter().find(|c| c.code == code).ok_or(WebError::NotFound)?;
    Ok(ctx.see_other(&format!("/intake/{}", found.id.0)))
}

/// Which entries the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// Arrived and undecided.
    Open,
    /// Arrived, undecided, nothing against it.
    Ready,
    /// Arrived, undecided, with reasons.
    Flawed,
    Accepted,
    /// Sent back, turned down, decided out.
    Out,
    Late,
    /// Still with the units.
    AtUnits,
    All,
}

impl Show {
    const ALL: [Show; 8] = [
        Show::Open,
        Show::Ready,
        Show::Flawed,
        Show::Accepted,
        Show::Out,
        Show::Late,
        Show::AtUnits,
        Show::All,
    ];

    fn word(self) -> &'static str {
        match self {
            Show::Open => "open",
            Show::Ready => "ready",
            Show::Flawed => "flawed",
            Show::Accepted => "accepted",
            Show::Out => "out",
            Show::Late => "late",
            Show::AtUnits => "units",
            Show::All => "all",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Show::Open => "screening-show-open",
            Show::Ready => "screening-show-ready",
            Show::Flawed => "screening-show-flawed",
            Show::Accepted => "screening-show-accepted",
            Show::Out => "screening-show-out",
            Show::Late => "screening-show-late",
            Show::AtUnits => "screening-show-units",
            Show::All => "screening-show-all",
        }
    }

    fn has(self, r: &IntakeRow) -> bool {
        let arrived = r.gate.arrival().is_some();
        let open = arrived && r.gate.intake == Done::Pending && r.step != Step::Withdrawn;
        match self {
            Show::Open => open,
            Show::Ready => r.is_acceptable(),
            Show::Flawed => open && !r.obstacles.is_empty(),
            Show::Accepted => r.step == Step::Accepted,
            Show::Out => matches!(r.gate.intake, Done::Returned | Done::Rejected),
            Show::Late => r.assessed.stage == Stage::Late,
            Show::AtUnits => !arrived && r.gate.intake == Done::Pending,
            Show::All => true,
        }
    }
}

#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    unit: String,
}

struct Line {
    href: String,
    code: String,
    title: String,
    author: String,
    others: i64,
    unit: String,
    arrived: String,
    state: Cow<'static, str>,
    class: &'static str,
    /// Confirmed by a sheet signed on paper.
    on_paper: bool,
    findings: Vec<String>,
    warnings: Vec<String>,
}

struct BatchRow {
    href: String,
    name: String,
    unit: String,
    letter: String,
    sent: String,
    count: i64,
    by_post: bool,
}

#[derive(Template)]
#[template(path = "screening/intake.html")]
struct View {
    page: Page,
    id: i64,
    before_ms: i64,
    page_code: String,
    /// Text, number, address.
    figures: Vec<(String, usize, String)>,
    ready: usize,
    lines: Vec<Line>,
    total: usize,
    shows: Vec<Choice>,
    units: Vec<Choice>,
    form: Form,
    batches: Vec<BatchRow>,
    may_work: bool,
}

pub(super) async fn load(ctx: &Ctx, state: &AppState, contest: i64) -> Result<Intake, WebError> {
    let actor = ctx.actor.clone();
    loaded(state.db.read(move |tx| screening::intake(tx, &actor, ContestId(contest))).await)
}

/// `?show=` which entries, `?unit=` whose, `?q=` words of the title, an author or a code.
pub async fn show(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(contest): Path<i64>,
    Query(filter): Query<Filter>,
) -> Answer {
    let intake = load(&ctx, &state, contest).await?;
    let t = ctx.t;
    let wanted = Show::ALL.into_iter().find(|s| s.word() == filter.show).unwrap_or(Show::Open);
    let words = fold(&filter.q);
    let unit: Option<UnitId> = filter.unit.parse().ok().map(UnitId);
    let names: HashMap<UnitId, &str> = intake.units.iter().map(|u| (u.id, u.name.as_str())).collect();
    let shown = |r: &&IntakeRow| {
        wanted.has(r)
            && unit.is_none_or(|u| u == r.gate.unit)
            && (words.is_empty() || r.face.fold.contains(&words) || fold(&r.gate.code.0).contains(&words))
    };
    let lines: Vec<Line> = intake.rows.iter().filter(shown).map(|r| line(&ctx, r, &names)).collect();
    let count = |s: Show| intake.rows.iter().filter(|r| s.has(r)).count();
    let base = format!("/intake/{contest}");
    let figure = |s: Show| (t.s(s.key()).into_owned(), count(s), format!("{base}?show={}", s.word()));
    let show_choice = |s: Show| Choice::new(s.word(), format!("{} ({})", t.s(s.key()), t.number(count(s))));
    let has_entry = |u: &UnitId| intake.rows.iter().any(|r| r.gate.unit == *u);
    let batch = |b: &screening::BatchLine| {
        Some(BatchRow {
            href: format!("/intake/batches/{}", b.id.0),
            name: format!("{}/{}", b.number, b.year),
            unit: names.get(&b.unit).copied().unwrap_or_default().to_owned(),
            letter: b.letter_number.clone(),
            sent: t.date_time(b.forwarded_at?.0),
            count: b.count,
            by_post: b.as_it_came,
        })
    };
    let page = ctx
        .page("screening-intake-title")
        .contest(&intake.contest.name, format!("/contests/{}", intake.contest.code))
        .script("countdown.js")
        .wide();
    page::show(&View {
        page,
        id: contest,
        before_ms: intake.rules.timeline.units_send.0.0,
        page_code: intake.contest.code.clone(),
        figures: [Show::Open, Show::Ready, Show::Flawed, Show::Accepted, Show::Out, Show::Late]
            .map(figure)
            .into(),
        ready: count(Show::Ready),
        total: intake.rows.len(),
        shows: Show::ALL.map(show_choice).into(),
        units: intake
            .units
            .iter()
            .filter(|u| has_entry(&u.id))
            .map(|u| Choice::new(u.id.0.to_string(), u.name.clone()))
            .collect(),
        form: Form::new(t).with("show", wanted.word()).with("q", filter.q).with("unit", filter.unit),
        batches: intake.batches.iter().filter_map(batch).collect(),
        may_work: intake.may_work,
        lines,
    })
}

fn line(ctx: &Ctx, r: &IntakeRow, names: &HashMap<UnitId, &str>) -> Line {
    let t = ctx.t;
    let arrived = r.gate.arrival();
    // While an entry is at its unit, only what the form finds is of use to the secretary.
    let findings = if arrived.is_some() && r.step != Step::Accepted {
        r.obstacles.iter().map(|o| t.m(&texts::accept(o)).into_owned()).collect()
    } else {
        r.obstacles
            .iter()
            .filter(|o| matches!(o, domain::screening::AcceptRefusal::Because(_)))
            .map(|o| t.m(&texts::accept(o)).into_owned())
            .collect()
    };
    Line {
        href: format!("/intake/entries/{}", r.gate.entry.0),
        code: r.gate.code.0.clone(),
        title: r.face.title.clone(),
        author: r.face.lead_author.clone(),
        others: r.face.author_count - 1,
        unit: names.get(&r.gate.unit).copied().unwrap_or_default().to_owned(),
        arrived: arrived.map(|at| t.date_time(at.0)).unwrap_or_default(),
        state: t.s(texts::step(r.step)),
        class: texts::step_class(r.step),
        on_paper: r.gate.confirmation().is_some_and(|c| c.on_paper),
        findings,
        warnings: r.warnings.iter().map(|w| t.m(&texts::warning(w)).into_owned()).collect(),
    }
}

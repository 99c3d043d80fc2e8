//! One entry with the sheet beside it: at its unit's desk, and at the committee's intake.

use super::dossier::DossierView;
use super::texts;
use crate::act::loaded;
use crate::{Answer, AppState, Choice, Ctx, Form, Page, WebError, page};
use app::screening::{self, EntryPage};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::EntryId;
use domain::screening::screen::Answer as Finding;
use domain::screening::{DecisionKind, Step, Verdict, accept as intake_rule};
use serde::Deserialize;

mod act;
mod past;
pub(super) use act::problems;
pub use act::*;
use past::past;

/// One line of what has happened, newest first.
struct Past {
    what: String,
    when: String,
    by: String,
    note: String,
    lines: Vec<String>,
    /// The scan of what was signed on paper.
    scan: Option<String>,
}

/// One requirement on the sheet.
struct Requirement {
    /// Name and id of its field.
    name: String,
    text: String,
}

#[derive(Template)]
#[template(path = "screening/entry.html")]
struct View {
    page: Page,
    /// The slip of the desk, and a new PIN for an author who lost it.
    slip_href: Option<String>,
    base: &'static str,
    /// The fixed copies of its paper.
    copies_href: String,
    id: i64,
    dossier: DossierView,
    step: String,
    class: &'static str,
    next: String,
    before_ms: i64,
    extended: Vec<super::extensions::Line>,
    past: Vec<Past>,
    is_confirmed: bool,
    /// The confirmation in force was signed on paper.
    is_on_paper: bool,
    /// The head may sign a printed sheet instead, and the unit records it.
    may_record_paper: bool,
    /// What the formal check finds.
    findings: Vec<String>,
    warnings: Vec<String>,
    /// Why it cannot be accepted.
    obstacles: Vec<String>,
    may_receive: bool,
    may_screen: bool,
    may_confirm: bool,
    may_void: bool,
    may_decide: bool,
    may_accept: bool,
    may_give_back: bool,
    may_take_back: bool,
    /// Where a mended paper is recorded as the next version.
    paper_again: Option<String>,
    requirements: Vec<Requirement>,
    answers: Vec<Choice>,
    verdicts: Vec<Choice>,
    decisions: Vec<Choice>,
    outcomes: Vec<Choice>,
    /// The form that was refused, or a fresh one: each form of the page has its own key.
    form: Form,
    receive_key: Form,
    accept_key: Form,
    void_key: Form,
    give_back: Form,
    decide: Form,
    take_back: Form,
    /// The members of the unit's committee with their opinions; empty where the unit has none.
    said: Vec<super::opinion::Said>,
    /// The members for whom the person may write; empty where nothing is to be said any more.
    members: Vec<Choice>,
    opinions: Vec<Choice>,
    opinion_requirements: Vec<Requirement>,
    opinion: Form,
    committee_href: String,
}

/// Which form of the page came back.
pub(super) enum Refilled {
    None,
    Opinion(Form),
    Sheet(Form),
    GiveBack(Form),
    Decide(Form),
    TakeBack(Form),
    Whole(Form),
}

/// What the intake's page may be asked to begin with: a decision on a copy of this entry.
#[derive(Deserialize, Default)]
pub struct Begin {
    #[serde(default)]
    kept: String,
}

pub async fn at_desk(ctx: Ctx, State(state): State<AppState>, Path(entry): Path<i64>) -> Answer {
    let entry = load(&ctx, &state, EntryId(entry)).await?;
    page::show(&view(&ctx, &entry, "/desk", Refilled::None, ""))
}

pub async fn at_intake(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    Query(begin): Query<Begin>,
) -> Answer {
    let entry = load(&ctx, &state, EntryId(entry)).await?;
    page::show(&view(&ctx, &entry, "/intake", Refilled::None, &begin.kept))
}

pub(super) async fn load(ctx: &Ctx, state: &AppState, entry: EntryId) -> Result<EntryPage, WebError> {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    loaded(state.db.read(move |tx| screening::entry_page(tx, &actor, entry, now)).await)
}

pub(super) async fn refused(
    ctx: &Ctx,
    state: &AppState,
    entry: EntryId,
    base: &'static str,
    back: Refilled,
) -> Answer {
    let entry = load(ctx, state, entry).await?;
    page::refuse(&view(ctx, &entry, base, back, ""))
}

fn view(ctx: &Ctx, e: &EntryPage, base: &'static str, back: Refilled, kept: &str) -> View {
    let t = ctx.t;
    let at_desk = base == "/desk";
    let desk = at_desk && e.may_work_desk;
    let intake = !at_desk && e.may_work_intake;
    let sent = e.gate.is_sent() && e.gate.intake != domain::screening::Intake::Returned;
    let is_paper =
        e.face.origin == domain::entry::Origin::Paper && ctx.viewer.has(crate::viewer::Role::Clerk);
    let before = e.rules.timeline.units_send;
    let obstacles = intake_rule::obstacles(&e.gate, &e.findings, before);
    let fresh = || Form::new(t);
    let sheet = || {
        let mut form = fresh().with("version", e.gate.version.to_string());
        if let Some(v) = e.gate.verdict() {
            form = form.with("verdict", v.verdict.word()).with("reason", v.reason.clone());
            if let Some(day) = v.mend_before {
                form = form.with("mend_before", t.day(day.0));
            }
            let newest = e.sheets.first().filter(|s| s.version == e.gate.version);
            for (n, text) in e.requirements.iter().enumerate() {
                let given = newest.and_then(|s| s.findings.iter().find(|f| f.requirement == *text));
                if let Some(f) = given {
                    form = form.with(&format!("req{n}"), f.answer.word());
                }
            }
        }
        form
    };
    let (mut form, mut give_back, mut take_back) = (sheet(), fresh(), fresh());
    let mut opinion = fresh();
    let mut decide =
        if kept.is_empty() { fresh() } else { fresh().with("kept", kept).with("decision", "duplicate") };
    match back {
        Refilled::None => {}
        Refilled::Opinion(f) => opinion = f,
        Refilled::Sheet(f) | Refilled::Whole(f) => form = f,
        Refilled::GiveBack(f) => give_back = f,
        Refilled::Decide(f) => decide = f,
        Refilled::TakeBack(f) => take_back = f,
    }
    let undecided = e.gate.verdict().is_none_or(|v| v.verdict == Verdict::Returned);
    let may_say = desk && e.gate.handed_in && e.gate.has_committee && undecided;
    let is_refused = [&form, &give_back, &decide, &take_back, &opinion].iter().any(|f| f.is_refused());
    let back_href = if at_desk {
        format!("/desk/{}/{}", e.contest.id.0, e.unit.id.0)
    } else {
        format!("/intake/{}", e.contest.id.0)
    };
    let back_text = if at_desk { "screening-back-to-desk" } else { "screening-back-to-intake" };
    let page = ctx
        .page_titled(format!("{} – {}", e.gate.code, e.face.title))
        .contest(&e.contest.name, format!("/contests/{}", e.contest.code))
        .back_to(back_href, t.s(back_text))
        .script("countdown.js")
        .script("counter.js")
        .refused(is_refused)
        .wide();
    let requirement =
        |(n, text): (usize, &String)| Requirement { name: format!("req{n}"), text: text.clone() };
    let answer = |a: &Finding| Choice::new(a.word(), t.s(texts::answer(*a)));
    let verdict = |v: &Verdict| Choice::new(v.word(), t.s(texts::verdict(*v)));
    let decision = |d: &DecisionKind| Choice::new(d.word(), t.s(texts::decision(*d)));
    let mut dossier = DossierView::of(t, e);
    if ctx.actor.is_clerk_of(e.unit.id) || ctx.actor.is_secretary_of(e.contest.id) {
        dossier.authors_href = Some(format!("/entries/{}/authors", e.gate.entry.0));
    }
    View {
        slip_href: (desk && ctx.actor.is_clerk_of(e.unit.id))
            .then(|| format!("/entries/{}/slip", e.gate.entry.0)),
        base,
        copies_href: format!("/desk/{}/papers/confirmation/{}", e.contest.id.0, e.gate.entry.0),
        id: e.gate.entry.0,
        dossier,
        step: t.s(texts::step(e.step)).into_owned(),
        class: texts::step_class(e.step),
        next: t.s(texts::next(e.step)).into_owned(),
        before_ms: before.0.0,
        extended: e.extensions.iter().map(|x| super::extensions::line(t, x, ctx.now())).collect(),
        past: past(ctx, e),
        is_on_paper: e.gate.confirmation().is_some_and(|c| c.on_paper),
        may_record_paper: desk && e.step == Step::Confirm,
        is_confirmed: e.confirmations.iter().any(|c| c.voided_at.is_none()),
        findings: e.findings.reasons.iter().map(|r| t.m(&texts::formal(r)).into_owned()).collect(),
        warnings: e.findings.warnings.iter().map(|w| t.m(&texts::warning(w)).into_owned()).collect(),
        obstacles: obstacles.iter().map(|o| t.m(&texts::accept(o)).into_owned()).collect(),
        may_receive: desk && e.step == Step::Receive,
        may_screen: desk
            && e.gate.handed_in
            && !e.gate.is_accepted()
            && (!sent || e.gate.verdict().is_none()),
        may_confirm: at_desk && e.may_confirm && e.step == Step::Confirm,
        may_void: at_desk
            && e.may_confirm
            && e.gate.confirmation().is_some()
            && !e.gate.is_sent()
            && !e.gate.is_accepted(),
        may_decide: intake && e.gate.handed_in && e.gate.decision.is_none(),
        may_accept: intake && obstacles.is_empty() && !e.gate.is_accepted(),
        may_give_back: intake
            && e.gate.decision.is_none()
            && e.gate.handed_in
            && e.gate.arrival().is_some()
            && !e.gate.is_accepted(),
        may_take_back: intake && e.gate.decision.is_some(),
        paper_again: (desk && is_paper && !sent && !e.gate.is_accepted())
            .then(|| format!("/entries/{}/paper", e.gate.entry.0)),
        requirements: e.requirements.iter().enumerate().map(requirement).collect(),
        answers: Finding::ALL.iter().map(answer).collect(),
        // Where a committee decides, the desk alone only returns.
        verdicts: Verdict::ALL
            .iter()
            .filter(|v| !e.gate.has_committee || **v == Verdict::Returned)
            .map(verdict)
            .collect(),
        said: super::opinion::said(t, e),
        members: if may_say { super::opinion::writable(ctx, e) } else { vec![] },
        opinions: [Verdict::Selected, Verdict::NotSelected].iter().map(verdict).collect(),
        opinion_requirements: e
            .requirements
            .iter()
            .enumerate()
            .map(|(n, text)| Requirement { name: format!("opinion-req{n}"), text: text.clone() })
            .collect(),
        opinion,
        committee_href: format!("/desk/{}/{}/committee", e.contest.id.0, e.unit.id.0),
        decisions: DecisionKind::ALL.iter().map(decision).collect(),
        outcomes: vec![
            Choice::new("back", t.s("screening-outcome-back")).hint(t.s("screening-outcome-back-hint")),
            Choice::new("down", t.s("screening-outcome-down")).hint(t.s("screening-outcome-down-hint")),
        ],
        form,
        receive_key: fresh(),
        accept_key: fresh(),
        void_key: fresh(),
        give_back,
        decide,
        take_back,
        page,
    }
}

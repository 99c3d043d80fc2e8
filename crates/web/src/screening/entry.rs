//! One entry with the sheet beside it: at its unit's desk, and at the committee's intake.

use super::dossier::DossierView;
use super::texts;
use crate::act::{loaded, once};
use crate::{
    Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, T, WebError, format, page,
};
use app::screening::{self, EntryPage};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::EntryId;
use domain::screening::screen::{Answer as Finding, Finding as Found, Sheet};
use domain::screening::{Decision, DecisionKind, Step, Verdict, accept as intake_rule, forward};
use serde::Deserialize;

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

fn push(all: &mut Vec<(i64, Past)>, t: T, at: i64, what: String, by: &str, note: String, lines: Vec<String>) {
    all.push((at, Past { what, when: t.date_time(at), by: by.to_owned(), note, lines, scan: None }));
}

/// What the tables keep of the entry's way, newest first.
fn past(ctx: &Ctx, e: &EntryPage) -> Vec<Past> {
    let t = ctx.t;
    let mut all: Vec<(i64, Past)> = Vec::new();
    push(
        &mut all,
        t,
        e.gate.submitted_at.0,
        t.a1("screening-past-handed-in", "n", e.gate.version),
        "",
        String::new(),
        vec![],
    );
    if let Some(at) = e.gate.received_at {
        push(&mut all, t, at.0, t.s("screening-past-received").into_owned(), "", String::new(), vec![]);
    }
    for s in &e.sheets {
        let what = match s.verdict {
            Some(v) => t.a2("screening-past-screened", "verdict", t.s(texts::verdict(v)), "n", s.version),
            None => t.a1("screening-past-taken-back", "n", s.version),
        };
        let finding = |f: &Found| format!("{}: {}", f.requirement, t.s(texts::answer(f.answer)));
        push(
            &mut all,
            t,
            s.at.0,
            what,
            &s.by_name,
            s.reason.clone(),
            s.findings.iter().map(finding).collect(),
        );
    }
    for c in &e.confirmations {
        let what = t.a(
            "screening-past-confirmed",
            &[
                ("level", (&c.level).into()),
                ("feasibility", (&c.feasibility).into()),
                ("n", c.version.into()),
            ],
        );
        let on_paper = |p: &screening::PaperRow| {
            let key = if p.delegate { "screening-past-paper-delegate" } else { "screening-past-paper" };
            t.a2(key, "on", t.day(p.signed_on.0), "by", &p.recorded_by)
        };
        let lines: Vec<String> = c.paper.iter().map(on_paper).collect();
        push(&mut all, t, c.at.0, what, &c.by_name, c.remarks.clone(), lines);
        if let (Some((_, line)), Some(paper)) = (all.last_mut(), &c.paper) {
            line.scan = Some(format!("/desk/entries/{}/scans/{}", e.gate.entry.0, paper.id));
        }
        if let Some(at) = c.voided_at {
            let why =
                texts::void_reason(&c.void_reason).map_or(c.void_reason.clone(), |key| t.s(key).into_owned());
            push(&mut all, t, at.0, t.a1("screening-past-voided", "n", c.version), "", why, vec![]);
        }
    }
    if let (Some(at), true) = (e.gate.arrival(), e.gate.is_sent()) {
        push(&mut all, t, at.0, t.s("screening-past-arrived").into_owned(), "", String::new(), vec![]);
    }
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut past: Vec<Past> = all.into_iter().map(|(_, p)| p).collect();
    if !e.gate.intake_note.is_empty() || e.gate.decision.is_some() {
        let kind = e.gate.decision.as_ref().map(|d| t.s(texts::decision(d.kind)).into_owned());
        let kept = e.kept.as_ref().map(|(_, code)| t.a1("screening-past-kept", "entry", &code.0));
        let what = kind.unwrap_or_else(|| t.s("screening-past-intake").into_owned());
        past.insert(
            0,
            Past {
                what,
                when: String::new(),
                by: String::new(),
                note: e.gate.intake_note.clone(),
                lines: kept.into_iter().collect(),
                scan: None,
            },
        );
    }
    past
}

fn desk_href(entry: i64) -> String {
    format!("/desk/entries/{entry}")
}

fn intake_href(entry: i64) -> String {
    format!("/intake/entries/{entry}")
}

fn whole(ctx: &Ctx, data: &FormData, reasons: Vec<Msg>) -> Refilled {
    let mut errors = FieldErrors::new();
    for msg in reasons {
        errors.add_form(msg);
    }
    Refilled::Whole(Form::refused(ctx.t, data, errors))
}

pub async fn receive(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::receive(tx, actor, EntryId(entry), now).map(|()| desk_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-received"))),
        Err(reasons) => {
            let back = whole(&ctx, &data, reasons.iter().map(texts::receive).collect());
            refused(&ctx, &state, EntryId(entry), "/desk", back).await
        }
    }
}

/// The sheet: findings, verdict, reason, and the day before which a returned entry is asked for.
pub async fn screen(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let page = load(&ctx, &state, EntryId(entry)).await?;
    let mut errors = FieldErrors::new();
    let verdict = Verdict::from_word(data.get("verdict"));
    if verdict.is_none() {
        errors.add("verdict", Msg::new("screening-verdict-missing"));
    }
    let mut findings = Vec::new();
    for (n, text) in page.requirements.iter().enumerate() {
        let name = format!("req{n}");
        match Finding::from_word(data.get(&name)) {
            Some(answer) => findings.push(Found { requirement: text.clone(), answer }),
            None => {
                errors.add(name, Msg::new("screening-answer-missing").arg("requirement", text.clone()));
            }
        }
    }
    let day = data.get("mend_before").trim();
    let mend_before = format::read_day(day);
    if !day.is_empty() && mend_before.is_none() {
        errors.add("mend_before", Msg::new("screening-day-unreadable"));
    }
    let last_day = page.rules.timeline.units_send;
    if verdict == Some(Verdict::Returned) && day.is_empty() && last_day.admits(ctx.now()) {
        errors.add("mend_before", Msg::new("screening-mend-missing"));
    }
    let (Some(verdict), true) = (verdict, errors.is_empty()) else {
        return refused(
            &ctx,
            &state,
            EntryId(entry),
            "/desk",
            Refilled::Sheet(Form::refused(ctx.t, &data, errors)),
        )
        .await;
    };
    let sheet = Sheet {
        version: data.get("version").parse().unwrap_or(0),
        findings,
        verdict,
        reason: data.get("reason").to_owned(),
        mend_before,
    };
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::screen(tx, actor, EntryId(entry), &sheet, now).map(|()| desk_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-screened"))),
        Err(reasons) => {
            let form = Form::refused(ctx.t, &data, texts::screen(&reasons));
            refused(&ctx, &state, EntryId(entry), "/desk", Refilled::Sheet(form)).await
        }
    }
}

pub async fn accept(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::accept(tx, actor, EntryId(entry), now).map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-accepted"))),
        Err(reasons) => {
            let back = whole(&ctx, &data, reasons.iter().map(texts::accept).collect());
            refused(&ctx, &state, EntryId(entry), "/intake", back).await
        }
    }
}

/// Refilled to the unit, or turned down: both with a reason.
pub async fn give_back(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let reason = data.get("give_back_reason").to_owned();
    let (down, message) = match data.get("outcome") {
        "back" => (false, "screening-done-returned"),
        "down" => (true, "screening-done-turned-down"),
        _ => {
            let mut errors = FieldErrors::new();
            errors.add("outcome", Msg::new("screening-outcome-missing"));
            let back = Refilled::GiveBack(Form::refused(ctx.t, &data, errors));
            return refused(&ctx, &state, EntryId(entry), "/intake", back).await;
        }
    };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let done = if down {
            screening::reject(tx, actor, EntryId(entry), &reason, now)
        } else {
            screening::return_to_unit(tx, actor, EntryId(entry), &reason, now)
        };
        done.map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new(message))),
        Err(reasons) => {
            let form = Form::refused(ctx.t, &data, texts::give_back(&reasons));
            refused(&ctx, &state, EntryId(entry), "/intake", Refilled::GiveBack(form)).await
        }
    }
}

/// A copy, one work by two routes, not new, off the topic. The kept entry is named by its code.
pub async fn decide(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let page = load(&ctx, &state, EntryId(entry)).await?;
    let mut errors = FieldErrors::new();
    let kind = DecisionKind::from_word(data.get("decision"));
    if kind.is_none() {
        errors.add("decision", Msg::new("screening-decision-missing"));
    }
    let code = data.get("kept").trim().to_owned();
    let contest = page.contest.id;
    let kept = if code.is_empty() {
        None
    } else {
        let wanted = code.clone();
        let actor = ctx.actor.clone();
        let found =
            loaded(state.db.read(move |tx| screening::entry_by_code(tx, &actor, contest, &wanted)).await)?;
        if found.is_none() {
            errors.add("kept", Msg::new("screening-kept-unknown").arg("entry", code));
        }
        found
    };
    let (Some(kind), true) = (kind, errors.is_empty()) else {
        let back = Refilled::Decide(Form::refused(ctx.t, &data, errors));
        return refused(&ctx, &state, EntryId(entry), "/intake", back).await;
    };
    let decision = Decision { kind, kept, reason: data.get("decide_reason").to_owned() };
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::decide(tx, actor, EntryId(entry), &decision, now).map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-decided"))),
        Err(reasons) => {
            let form = Form::refused(ctx.t, &data, texts::decide(&reasons));
            refused(&ctx, &state, EntryId(entry), "/intake", Refilled::Decide(form)).await
        }
    }
}

pub async fn take_back(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let reason = data.get("take_back_reason").to_owned();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::take_back_decision(tx, actor, EntryId(entry), &reason, now).map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-taken-back"))),
        Err(reasons) => {
            let mut errors = FieldErrors::new();
            for r in &reasons {
                errors.add("take_back_reason", texts::take_back(r));
            }
            let back = Refilled::TakeBack(Form::refused(ctx.t, &data, errors));
            refused(&ctx, &state, EntryId(entry), "/intake", back).await
        }
    }
}

/// For the pages of a batch: what keeps an entry from being sent, in words.
pub(super) fn problems(ctx: &Ctx, list: &[forward::EntryProblem]) -> Vec<String> {
    list.iter().map(|p| ctx.t.s(texts::problem(*p)).into_owned()).collect()
}

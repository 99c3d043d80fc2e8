//! The home of a contest: what it is, who may enter, what one can win, until when, one button; and how far it has come.

use super::phase_key;
use crate::public_cache::public_counted;
use crate::{Answer, AppState, Ctx, Page, T, act, page};
use app::contest::home::{Home, Wording, home};
use app::contest::views::{Page as Viewed, Views};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use domain::contest::{AttachmentKind, Form, Phase, PrizeLevel, PrizeStructure, RulesEdition, access};
use domain::money::Vnd;
use domain::time::Instant;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "contest/home.html")]
struct HomePage {
    page: Page,
    code: String,
    name: String,
    organiser: String,
    rules: Arc<RulesEdition>,
    wording: Wording,
    /// What becomes of entries and winners.
    after: Vec<String>,
    deadline_ms: i64,
    /// The deadline as it was announced first, and why everybody has more time.
    grace: Option<(String, String)>,
    action: Action,
    steps: Vec<Step>,
    prizes: Vec<PrizeTable>,
    forms: Vec<&'static str>,
    needs_word: bool,
    group: String,
    articles: Vec<ArticleLine>,
    /// Pages for those who run the contest.
    staff: Vec<(String, &'static str)>,
}

/// The one button.
struct Action {
    key: &'static str,
    href: String,
}

struct Step {
    text: &'static str,
    when: String,
    done: bool,
    current: bool,
}

struct PrizeTable {
    /// Empty where one table serves everybody.
    title: &'static str,
    lines: Vec<PrizeLine>,
    /// It has a column for groups.
    with_groups: bool,
}

struct PrizeLine {
    name: String,
    count: usize,
    amount: Vnd,
    group_amount: Option<Vnd>,
}

struct ArticleLine {
    id: i64,
    title: String,
    at: Instant,
}

pub async fn show(
    State(state): State<AppState>,
    Extension(views): Extension<Views>,
    ctx: Ctx,
    Path(code): Path<String>,
) -> Answer {
    let (actor, asked) = (ctx.actor.clone(), code.clone());
    let found = act::loaded(state.db.read(move |tx| home(tx, &actor, &asked)).await)?;
    let shown = page::show(&of(&ctx, found))?;
    let (clock, viewed) = (state.clock.clone(), Viewed::Contest(code));
    views.count(&viewed, ctx.now());
    Ok(public_counted(shown, Arc::new(move || views.count(&viewed, clock.now()))))
}

fn of(ctx: &Ctx, found: Home) -> HomePage {
    let (t, now) = (ctx.t, ctx.now());
    let Home { contest, rules, wording, articles } = found;
    let open = contest.phase == Phase::Open && now < contest.units_send_before;
    let href = |rest: &str| format!("/contests/{}/{rest}", contest.code);
    let action = match contest.phase {
        Phase::Open if open => Action { key: "contest-home-enter", href: href("enter") },
        Phase::Released => Action { key: "contest-home-results", href: href("results") },
        Phase::Draft | Phase::Open | Phase::Judging | Phase::Deciding | Phase::Decided => {
            Action { key: "contest-home-look-up", href: "/lookup".to_owned() }
        }
    };
    let mut staff = Vec::new();
    if access::see_set_up(&ctx.actor, contest.id).is_ok() {
        staff.push((href("set-up"), "people-door-set-up"));
    }
    if access::write_articles(&ctx.actor, contest.id).is_ok() {
        staff.push((href("articles"), "people-door-articles"));
    }
    HomePage {
        page: ctx
            .page_titled(contest.name.clone())
            .phase(t.s(phase_key(contest.phase)))
            .script("countdown.js"),
        deadline_ms: contest.units_send_before.0,
        grace: rules.timeline.grace.as_ref().map(|g| (t.deadline_limit(g.announced), g.reason.clone())),
        action,
        steps: steps(t, &rules, contest.phase, open),
        prizes: prizes(&rules),
        forms: rules.formats.allowed.iter().map(|f| form_key(*f)).collect(),
        needs_word: rules.formats.word_companion_required_for.iter().any(|k| *k != AttachmentKind::Word),
        group: group(t, &rules),
        articles: articles
            .into_iter()
            .filter_map(|a| Some(ArticleLine { id: a.id, title: a.title, at: a.published_at? }))
            .collect(),
        code: contest.code,
        name: contest.name,
        organiser: rules.organiser_name.clone(),
        after: [&wording.unit_duty, &wording.after, &wording.bonus, &wording.rights]
            .into_iter()
            .filter(|line| !line.is_empty())
            .cloned()
            .collect(),
        wording,
        rules,
        staff,
    }
}

fn form_key(form: Form) -> &'static str {
    match form {
        Form::Written => "contest-form-written",
        Form::Video => "contest-form-video",
    }
}

fn group(t: T, rules: &RulesEdition) -> String {
    match rules.group.max_members {
        None => t.a1("contest-home-group-from", "least", rules.group.min_members),
        Some(most) => t.a2("contest-home-group-between", "least", rules.group.min_members, "most", most),
    }
}

/// The way of the contest with today marked. `open`: entries are still taken.
fn steps(t: T, rules: &RulesEdition, phase: Phase, open: bool) -> Vec<Step> {
    let before = |at: Option<domain::time::Before>| {
        at.map(|b| t.a1("contest-step-until", "at", t.long_date(b.last_valid()))).unwrap_or_default()
    };
    // How many steps lie behind, counted from the announcement.
    let behind = match phase {
        Phase::Draft => 0,
        Phase::Open if open => 1,
        Phase::Open | Phase::Judging => 2,
        Phase::Deciding | Phase::Decided => 3,
        Phase::Released => 4,
    };
    let whens = [
        rules.timeline.launch.map(|d| t.day(d)).unwrap_or_default(),
        before(Some(rules.timeline.units_send)),
        before(rules.timeline.judging_finished),
        String::new(),
    ];
    let texts = ["contest-step-announce", "contest-step-enter", "contest-step-judge", "contest-step-result"];
    let last = texts.len() - 1;
    texts
        .into_iter()
        .zip(whens)
        .enumerate()
        .map(|(i, (text, when))| Step { text, when, done: i < behind, current: i == behind.min(last) })
        .collect()
}

fn prizes(rules: &RulesEdition) -> Vec<PrizeTable> {
    let line = |l: &PrizeLevel, group_amount: Option<Vnd>| PrizeLine {
        name: l.name.clone(),
        count: l.count,
        amount: l.prize_vnd,
        group_amount,
    };
    match &rules.prizes {
        PrizeStructure::Pooled { levels, collective_factor } => {
            let lines = levels.iter().map(|l| line(l, l.prize_vnd.times(*collective_factor))).collect();
            vec![PrizeTable { title: "", lines, with_groups: true }]
        }
        PrizeStructure::PerCategory { individual, collective } => {
            let table = |title, levels: &[PrizeLevel]| PrizeTable {
                title,
                lines: levels.iter().map(|l| line(l, None)).collect(),
                with_groups: false,
            };
            vec![table("contest-prize-individual", individual), table("contest-prize-collective", collective)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn exactly_one_step_is_today() {
        let body = include_str!("../../../../data/chuong-my-2024/contest.json");
        let rules = app::contest::format::parse(body).unwrap();
        for (phase, open, current, done) in [
            (Phase::Draft, false, 0, 0),
            (Phase::Open, true, 1, 1),
            (Phase::Open, false, 2, 2),
            (Phase::Judging, false, 2, 2),
            (Phase::Decided, false, 3, 3),
            (Phase::Released, false, 3, 4),
        ] {
            let steps = steps(T::new(Lang::Vi), &rules, phase, open);
            let marked: Vec<usize> =
                steps.iter().enumerate().filter(|(_, s)| s.current).map(|(i, _)| i).collect();
            assert_eq!(marked, [current], "{phase:?}");
            assert_eq!(steps.iter().filter(|s| s.done).count(), done, "{phase:?}");
        }
        let table = prizes(&rules);
        assert_eq!(table[0].lines[0].group_amount, Some(Vnd(4_500_000)));
    }
}

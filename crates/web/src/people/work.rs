//! "My work": the first page after logging in. What waits, by deadline; below it the doors of one's roles.

use super::choices::role_key;
use crate::{Answer, AppState, Ctx, Page, act, page};
use app::people::work::{Held, Pile, Waiting, Work, my_work};
use askama::Template;
use axum::extract::State;
use domain::contest::Phase;
use domain::people::Role;

#[derive(Template)]
#[template(path = "people/work.html")]
struct MyWork {
    page: Page,
    waiting: Vec<Line>,
    roles: Vec<RoleCard>,
}

struct Line {
    text: String,
    place: String,
    href: String,
    /// Deadline in milliseconds, where there is one.
    before: Option<i64>,
}

struct RoleCard {
    title: String,
    place: String,
    /// Where the contest stands, in words.
    phase: String,
    doors: Vec<Door>,
}

struct Door {
    href: String,
    text: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let actor = ctx.actor.clone();
    let work = act::loaded(state.db.read(move |tx| my_work(tx, &actor)).await)?;
    let mut waiting: Vec<Line> = work.waiting.iter().map(|w| line(&ctx, &work, w)).collect();
    waiting.sort_by_key(|l| l.before.unwrap_or(i64::MAX));
    let roles = work.held.iter().map(|h| card(&ctx, &work, h)).collect();
    page::show(&MyWork { page: ctx.page("people-work-title").script("countdown.js"), waiting, roles })
}

fn line(ctx: &Ctx, work: &Work, w: &Waiting) -> Line {
    let t = ctx.t;
    let contest = w.contest.and_then(|c| work.contests.get(&c));
    let code = contest.map_or("", |c| c.code.as_str());
    let key = match w.pile {
        Pile::Receive => "people-work-receive",
        Pile::Screen => "people-work-screen",
        Pile::Confirm => "people-work-confirm",
        Pile::Forward => "people-work-forward",
        Pile::Intake => "people-work-intake",
        Pile::Score => "people-work-score",
        Pile::Letters => "people-work-letters",
        Pile::Invited => "people-work-invited",
    };
    let text = match w.of {
        Some(all) => t.a2(key, "n", w.count, "all", all),
        None => t.a1(key, "n", w.count),
    };
    let unit = w.unit.and_then(|u| {
        let named = |h: &&Held| h.unit.as_ref().is_some_and(|(id, _)| *id == u);
        work.held.iter().find(named).and_then(|h| h.unit.clone()).map(|(_, name)| name)
    });
    let place = [unit.as_deref(), contest.map(|c| c.name.as_str())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    let href = match w.pile {
        Pile::Receive | Pile::Screen | Pile::Confirm | Pile::Forward => doors::unit_desk(code),
        Pile::Intake => doors::intake(code),
        Pile::Score => doors::scoring(code),
        Pile::Letters => "/letters".to_owned(),
        Pile::Invited => "/accounts".to_owned(),
    };
    let before = match w.pile {
        Pile::Receive | Pile::Screen | Pile::Confirm | Pile::Forward => {
            contest.map(|c| c.units_send_before.0)
        }
        Pile::Intake | Pile::Score | Pile::Letters | Pile::Invited => None,
    };
    Line { text, place, href, before }
}

fn card(ctx: &Ctx, work: &Work, h: &Held) -> RoleCard {
    let t = ctx.t;
    let title = if h.delegate { t.s("people-role-delegate") } else { t.s(role_key(h.role)) };
    let contest = h.contest.and_then(|c| work.contests.get(&c));
    let code = contest.map_or("", |c| c.code.as_str());
    let place = match (&h.unit, contest) {
        (Some((_, name)), _) => name.clone(),
        (None, Some(c)) => c.name.clone(),
        (None, None) => String::new(),
    };
    let phase = contest.map_or_else(String::new, |c| t.s(phase_key(c.phase)).into_owned());
    let door = |href: String, key: &str| Door { href, text: t.s(key).into_owned() };
    let doors = match h.role {
        Role::Clerk | Role::Head => {
            let mut doors: Vec<Door> = open_contests(work)
                .map(|c| Door {
                    href: doors::unit_desk(&c.code),
                    text: t.a1("people-door-unit-desk", "contest", &c.name),
                })
                .collect();
            if let Some((unit, _)) = h.unit.as_ref().filter(|_| h.role == Role::Head && !h.delegate) {
                doors.push(door(format!("/staff/units/{}", unit.0), "people-door-staff"));
            }
            doors
        }
        Role::Secretary => vec![
            door(doors::intake(code), "people-door-intake"),
            door(doors::board(code), "people-door-board"),
            door(doors::articles(code), "people-door-articles"),
        ],
        Role::Judge => vec![door(doors::scoring(code), "people-door-scoring")],
        Role::Chair => vec![
            door(doors::scoring(code), "people-door-scoring"),
            door(doors::board(code), "people-door-board"),
        ],
        Role::Organiser => vec![
            door(doors::set_up(code), "people-door-set-up"),
            door(doors::articles(code), "people-door-articles"),
            door(format!("/staff/contests/{code}"), "people-door-staff"),
            door(doors::board(code), "people-door-board"),
        ],
        Role::Auditor => vec![door(doors::audit(code), "people-door-audit")],
        Role::Leader => vec![door(doors::home(code), "people-door-home")],
        Role::Admin => vec![
            door("/accounts".to_owned(), "people-door-accounts"),
            door("/units".to_owned(), "people-door-units"),
            door("/letters".to_owned(), "people-door-letters"),
            door("/contests/new".to_owned(), "people-door-new-contest"),
        ],
    };
    RoleCard { title: title.into_owned(), place, phase, doors }
}

fn open_contests(work: &Work) -> impl Iterator<Item = &app::people::work::ContestSketch> {
    let mut open: Vec<_> = work.contests.values().filter(|c| c.phase != Phase::Draft).collect();
    open.sort_by(|a, b| b.units_send_before.cmp(&a.units_send_before));
    open.into_iter()
}

pub fn phase_key(phase: Phase) -> &'static str {
    match phase {
        Phase::Draft => "contest-phase-draft",
        Phase::Open => "contest-phase-open",
        Phase::Judging => "contest-phase-judging",
        Phase::Deciding => "contest-phase-deciding",
        Phase::Decided => "contest-phase-decided",
        Phase::Released => "contest-phase-released",
    }
}

/// Where the desks of the other slices stand.
pub mod doors {
    pub fn home(code: &str) -> String {
        format!("/contests/{code}")
    }
    pub fn unit_desk(code: &str) -> String {
        format!("/contests/{code}/desk")
    }
    pub fn intake(code: &str) -> String {
        format!("/contests/{code}/intake")
    }
    pub fn scoring(code: &str) -> String {
        format!("/contests/{code}/sheets")
    }
    pub fn board(code: &str) -> String {
        format!("/contests/{code}/board")
    }
    pub fn set_up(code: &str) -> String {
        format!("/contests/{code}/set-up")
    }
    pub fn articles(code: &str) -> String {
        format!("/contests/{code}/articles")
    }
    pub fn audit(code: &str) -> String {
        format!("/contests/{code}/audit")
    }
}

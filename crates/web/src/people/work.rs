//! "My work": the first page after logging in. What waits, by deadline; below it the doors of one's roles.

use super::choices::role_key;
use crate::contest::phase_key;
use crate::{Answer, AppState, Ctx, Page, act, page};
use app::notices::inbox;
use app::people::work::{ContestSketch, Held, Pile, Waiting, Work, my_work};
use askama::Template;
use axum::extract::State;
use domain::contest::Phase;
use domain::ids::ContestId;
use domain::people::Role;

#[derive(Template)]
#[template(path = "people/work.html")]
struct MyWork {
    page: Page,
    unread: i64,
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
    let loaded = state.db.read(move |tx| Ok((my_work(tx, &actor)?, inbox::count_unread(tx, &actor)?)));
    let (work, unread) = act::loaded(loaded.await)?;
    let mut waiting: Vec<Line> = work.waiting.iter().map(|w| line(&ctx, &work, w)).collect();
    waiting.sort_by_key(|l| l.before.unwrap_or(i64::MAX));
    let roles = work.held.iter().map(|h| card(&ctx, &work, h)).collect();
    page::show(&MyWork { page: ctx.page("people-work-title").script("countdown.js"), unread, waiting, roles })
}

fn line(ctx: &Ctx, work: &Work, w: &Waiting) -> Line {
    let t = ctx.t;
    let contest = w.contest.and_then(|c| work.contests.get(&c));
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
        Pile::Receive | Pile::Screen | Pile::Confirm | Pile::Forward => doors::unit_desk(w.contest, w.unit),
        Pile::Intake => doors::intake(w.contest),
        Pile::Score => doors::scoring(w.contest),
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
    let own = |rest: &str| format!("/contests/{code}/{rest}");
    let doors = match h.role {
        Role::Clerk | Role::Head => {
            let unit = h.unit.as_ref().map(|(id, _)| *id);
            let desk = |(id, c): (ContestId, &ContestSketch)| Door {
                href: doors::unit_desk(Some(id), unit),
                text: t.a1("people-door-unit-desk", "contest", &c.name),
            };
            let mut doors: Vec<Door> = announced(work).map(desk).collect();
            if let Some(unit) = unit.filter(|_| h.role == Role::Head && !h.delegate) {
                doors.push(door(format!("/staff/units/{}", unit.0), "people-door-staff"));
            }
            doors
        }
        Role::Secretary => vec![
            door(doors::intake(h.contest), "people-door-intake"),
            door(doors::judging(h.contest), "people-door-judging"),
            door(doors::awards(h.contest), "people-door-awards"),
            door(own("articles"), "people-door-articles"),
            door(own("documents"), "documents-title"),
            door(own("set-up"), "people-door-set-up"),
        ],
        Role::Judge => vec![door(doors::scoring(h.contest), "people-door-scoring")],
        Role::Chair => vec![
            door(doors::scoring(h.contest), "people-door-scoring"),
            door(doors::judging(h.contest), "people-door-judging"),
            door(doors::awards(h.contest), "people-door-awards"),
            door(own("documents"), "documents-title"),
        ],
        Role::Organiser => vec![
            door(own("set-up"), "people-door-set-up"),
            door(own("articles"), "people-door-articles"),
            door(own("documents"), "documents-title"),
            door(own("notices"), "notices-preview-title"),
            door(format!("/staff/contests/{code}"), "people-door-staff"),
            door(doors::intake(h.contest), "people-door-intake"),
            door(doors::judging(h.contest), "people-door-judging"),
            door(doors::awards(h.contest), "people-door-awards"),
        ],
        Role::Auditor => vec![
            door(own("audit"), "people-door-audit"),
            door(own("documents"), "documents-title"),
            door(doors::intake(h.contest), "people-door-intake"),
            door(doors::judging(h.contest), "people-door-judging"),
            door(doors::awards(h.contest), "people-door-awards"),
            door(own("set-up"), "people-door-set-up"),
        ],
        Role::Leader => vec![door(doors::leader(h.contest), "people-door-leader")],
        Role::Admin => vec![
            door("/accounts".to_owned(), "people-door-accounts"),
            door("/units".to_owned(), "people-door-units"),
            door("/letters".to_owned(), "people-door-letters"),
            door("/contests/new".to_owned(), "people-door-new-contest"),
        ],
    };
    RoleCard { title: title.into_owned(), place, phase, doors }
}

/// The contests that units have seen announced, the latest deadline first.
fn announced(work: &Work) -> impl Iterator<Item = (ContestId, &ContestSketch)> {
    let mut all: Vec<_> =
        work.contests.iter().filter(|(_, c)| c.phase != Phase::Draft).map(|(id, c)| (*id, c)).collect();
    all.sort_by_key(|(id, c)| (std::cmp::Reverse(c.units_send_before), *id));
    all.into_iter()
}

/// Where the desks of the other slices stand.
mod doors {
    use domain::ids::{ContestId, UnitId};

    fn of(desk: &str, contest: Option<ContestId>) -> String {
        match contest {
            Some(c) => format!("/{desk}/{}", c.0),
            None => format!("/{desk}"),
        }
    }
    pub fn unit_desk(contest: Option<ContestId>, unit: Option<UnitId>) -> String {
        match (contest, unit) {
            (Some(c), Some(u)) => format!("/desk/{}/{}", c.0, u.0),
            _ => "/desk".to_owned(),
        }
    }
    pub fn intake(contest: Option<ContestId>) -> String {
        of("intake", contest)
    }
    pub fn scoring(contest: Option<ContestId>) -> String {
        of("scoring", contest)
    }
    pub fn judging(contest: Option<ContestId>) -> String {
        of("judging", contest)
    }
    pub fn awards(contest: Option<ContestId>) -> String {
        of("awards", contest)
    }
    pub fn leader(contest: Option<ContestId>) -> String {
        of("leader", contest)
    }
}

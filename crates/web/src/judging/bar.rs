//! The bar of links within one contest, and the contests that a person judges or runs.

use crate::{Ctx, Page, T};
use domain::actor::Grant;
use domain::contest::Round;
use domain::ids::{ContestId, RoundCode};

/// One link of the bar.
#[derive(Debug, Clone)]
pub struct Tab {
    pub href: String,
    pub text: String,
    pub current: bool,
}

/// A page of a contest for those who run it; `current` is the key of its link in the bar.
pub fn staff_page(
    ctx: &Ctx,
    contest: &app::contest::store::ContestRow,
    title: &str,
    current: &str,
) -> (Page, Vec<Tab>) {
    let id = contest.id.0;
    let tabs = [
        (format!("/judging/{id}"), "judging-tab-overview"),
        (format!("/judging/{id}/panel"), "judging-tab-panel"),
        (format!("/judging/{id}/conflicts"), "judging-tab-conflicts"),
        (format!("/awards/{id}"), "judging-tab-standings"),
        (format!("/awards/{id}/ties"), "judging-tab-ties"),
        (format!("/awards/{id}/prizes"), "judging-tab-prizes"),
    ];
    let tab =
        |(href, key): (String, &str)| Tab { text: ctx.t.s(key).into_owned(), current: key == current, href };
    let page = ctx.page_titled(title).contest(&*contest.name, format!("/judging/{id}"));
    (page, tabs.into_iter().map(tab).collect())
}

/// The name of a round; a contest with one round need not name it.
pub fn round_name(t: T, round: &Round) -> String {
    named(t, &round.name, &round.code)
}

/// As `round_name`, from its parts.
pub fn named(t: T, name: &str, code: &RoundCode) -> String {
    if name.is_empty() { t.a1("judging-round-name", "code", code.to_string()) } else { name.to_owned() }
}

/// The contests that the person runs or audits, newest last.
pub fn run_by(ctx: &Ctx) -> Vec<ContestId> {
    let contest = |g: &Grant| match g {
        Grant::Secretary { contest }
        | Grant::Organiser { contest }
        | Grant::Auditor { contest }
        | Grant::Chair { contest, .. } => Some(*contest),
        Grant::Judge { .. }
        | Grant::Leader { .. }
        | Grant::Clerk { .. }
        | Grant::Head { .. }
        | Grant::Admin => None,
    };
    distinct(ctx.actor.grants().iter().filter_map(contest))
}

/// The contests that the person judges.
pub fn judged_by(ctx: &Ctx) -> Vec<ContestId> {
    let contest = |g: &Grant| match g {
        Grant::Judge { contest, .. } | Grant::Chair { contest, .. } => Some(*contest),
        Grant::Secretary { .. }
        | Grant::Organiser { .. }
        | Grant::Auditor { .. }
        | Grant::Leader { .. }
        | Grant::Clerk { .. }
        | Grant::Head { .. }
        | Grant::Admin => None,
    };
    distinct(ctx.actor.grants().iter().filter_map(contest))
}

fn distinct(ids: impl Iterator<Item = ContestId>) -> Vec<ContestId> {
    let mut ids: Vec<ContestId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

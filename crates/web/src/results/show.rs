//! results/show: podium, prizes, how they came about, what was equal and who decided.

use super::{Released, load, pool_key};
use crate::setup::words::{self, Line};
use crate::{Answer, AppState, Ctx, Page, T, page, public_cache, setup};
use app::awards::store::{PublicTie, SideShown, Winner};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::LastTieBreak;
use domain::judging::rank::ResolvedBy;

#[derive(Template)]
#[template(path = "results/show.html")]
struct Show {
    page: Page,
    code: String,
    released: String,
    money: String,
    figures: Vec<(String, String)>,
    groups: Vec<Group>,
    unawarded: Vec<String>,
    computed: Vec<Line>,
    tie_break: Vec<String>,
    pooling: String,
    ties: Vec<Tie>,
    gallery: bool,
    sheets_hash: String,
    audit: Option<(String, String)>,
}

/// The winners of one level.
struct Group {
    title: String,
    winners: Vec<Card>,
}

struct Card {
    title: String,
    authors: String,
    about: String,
    /// Place and points; empty for a side prize.
    rank: String,
    amount: String,
}

struct Tie {
    what: String,
    how: Vec<String>,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let Released { contest, result, line } = load(&state, code).await?;
    let t = ctx.t;
    let several = result.winners.iter().any(|w| w.pool != result.winners[0].pool);
    let mut groups: Vec<Group> = Vec::new();
    for of_level in result.winners.chunk_by(|a, b| (a.pool, &a.level) == (b.pool, &b.level)) {
        let first = &of_level[0];
        let title = if several {
            let pool = t.s(pool_key(first.pool));
            t.a2("results-level-of-pool", "level", &first.level_name, "pool", pool)
        } else {
            first.level_name.clone()
        };
        groups.push(Group { title, winners: of_level.iter().map(|w| card(t, w)).collect() });
    }
    for of_prize in result.side.chunk_by(|a, b| a.prize == b.prize) {
        let winners = of_prize.iter().map(|s| side_card(t, s)).collect();
        groups.push(Group { title: of_prize[0].name.clone(), winners });
    }
    let unawarded = result.unawarded.iter().map(|(pool, level)| {
        let seats = domain::awards::ties::seats(&result.rules, *pool);
        let name = seats.iter().find(|l| l.code == *level).map_or(level.as_str(), |l| l.name.as_str());
        if several {
            t.a2("results-level-of-pool", "level", name, "pool", t.s(pool_key(*pool)))
        } else {
            name.to_owned()
        }
    });
    let decider = result.rules.judging.last_tie_break;
    let figure = |key: &str, value: String| (t.s(key).into_owned(), value);
    let shown = Show {
        page: setup::headed(ctx.page("results-title"), &contest),
        released: t.a1("results-released", "at", t.date_time(result.released_at)),
        money: t.a1("results-money", "amount", t.vnd(result.budget_total)),
        figures: vec![
            figure("results-figure-prizes", t.number(result.winners.len() + result.side.len())),
            figure("results-figure-entries", t.number(result.ranked)),
            figure("results-figure-sheets", t.number(result.sheets)),
        ],
        unawarded: unawarded.collect(),
        computed: words::computed(t, &result.rules),
        tie_break: words::tie_break(t, &result.rules),
        pooling: words::pooling(t, &result.rules),
        ties: result.ties.iter().map(|tie| equal(t, tie, &result.winners, decider)).collect(),
        gallery: result.rules.gallery.shown != domain::contest::Shown::Nobody,
        sheets_hash: data_encoding::HEXLOWER.encode(&result.sheets_hash),
        audit: line.map(|(seq, hash)| (t.number(seq), data_encoding::HEXLOWER.encode(&hash))),
        code: contest.code,
        groups,
    };
    page::show(&shown).map(public_cache::public)
}

fn card(t: T, w: &Winner) -> Card {
    let category = t.s(words::category_key(w.category)).into_owned();
    let about: Vec<&str> =
        [w.code.as_str(), w.unit.as_str(), category.as_str()].into_iter().filter(|s| !s.is_empty()).collect();
    Card {
        title: w.title.clone(),
        authors: w.authors.join(", "),
        about: about.join(" · "),
        rank: format!(
            "{} · {}",
            t.a1("results-place", "n", w.place),
            t.a1("results-points", "points", t.ratio(w.value))
        ),
        amount: t.vnd(w.amount),
    }
}

/// A side prize: of an entry, or of a unit.
fn side_card(t: T, s: &SideShown) -> Card {
    let (title, about) = match &s.entry {
        Some((_, code)) => (s.title.clone(), [code.as_str(), s.unit.as_str()].join(" · ")),
        None => (s.unit.clone(), String::new()),
    };
    Card { title, authors: s.authors.join(", "), about, rank: String::new(), amount: t.vnd(s.amount) }
}

/// What was equal, and how it was told apart.
fn equal(t: T, tie: &PublicTie, winners: &[Winner], decider: LastTieBreak) -> Tie {
    let name = |code: &domain::ids::EntryCode| {
        let title = winners.iter().find(|w| w.code == *code).map_or("", |w| w.title.as_str());
        t.a2("results-tie-entry", "code", code.as_str(), "title", title)
    };
    let names = tie.winners.iter().map(name).collect::<Vec<_>>().join("; ");
    let points = t.ratio(tie.value);
    let what = if tie.others == 0 {
        t.a2("results-tie-winners", "points", points, "entries", names)
    } else {
        let args = [("points", points.into()), ("entries", names.into()), ("others", tie.others.into())];
        t.a("results-tie-others", &args)
    };
    let mut how = vec![];
    match tie.resolved_by {
        ResolvedBy::Criterion => how.push(t.s("results-tie-criteria").into_owned()),
        ResolvedBy::Partly => how.push(t.s("results-tie-partly").into_owned()),
        ResolvedBy::None => how.push(t.s("results-tie-none").into_owned()),
    }
    for ruling in &tie.rulings {
        let args = [
            ("by", t.s(decider_key(decider)).into()),
            ("at", t.date_time(ruling.decided_at).into()),
            ("reason", (&ruling.reason).into()),
        ];
        how.push(t.a("results-tie-ruling", &args));
        if let Some((votes_for, cast)) = ruling.ballot.votes {
            how.push(t.a2("results-tie-votes", "for", votes_for, "cast", cast));
        }
    }
    if tie.rulings.is_empty() && tie.resolved_by != ResolvedBy::Criterion {
        how.push(t.s("results-tie-shared").into_owned());
    }
    Tie { what, how }
}

/// Who decides what the criteria leave equal: the office. The account behind it stands in the audit log only.
fn decider_key(decider: LastTieBreak) -> &'static str {
    match decider {
        LastTieBreak::Chair => "results-by-chair",
        LastTieBreak::CommitteeVote => "results-by-committee",
        LastTieBreak::Nobody => "results-by-nobody",
    }
}

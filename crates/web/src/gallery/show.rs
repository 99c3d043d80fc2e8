//! gallery/show: the entries as cards, by prize, area, kind of unit, words.

use super::{areas, authors};
use crate::page::{self, Page, Pager};
use crate::routes::escaped;
use crate::setup::words;
use crate::{Answer, AppState, Choice, Ctx, Form, T, WebError, public_cache, setup};
use app::gallery::{Gallery, Item, Wanted, gallery};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::contest::{Area, Shown};
use serde::Deserialize;
use std::collections::HashSet;

const PER_PAGE: u32 = 24;
/// Letters of a search at most.
const WORDS_MOST: usize = 200;

#[derive(Template)]
#[template(path = "gallery/show.html")]
struct Show {
    page: Page,
    form: Form,
    code: String,
    lead: &'static str,
    selects: Vec<Select>,
    /// Entries in the gallery at all.
    has_any: bool,
    count: String,
    cards: Vec<Card>,
    pager: Pager,
}

/// A filter with what can be chosen.
struct Select {
    name: &'static str,
    label: &'static str,
    any: &'static str,
    choices: Vec<Choice>,
}

struct Card {
    href: String,
    title: String,
    prize: String,
    summary: String,
    authors: String,
    about: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    q: String,
    area: String,
    kind: String,
    prize: String,
    page: u32,
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let read = state.db.read(move |tx| gallery(tx, &code)).await.map_err(WebError::fault)?;
    let held = read.ok_or(WebError::NotFound)?;
    let t = ctx.t;
    let wanted = Wanted {
        words: asked.q.chars().take(WORDS_MOST).collect(),
        area: asked.area,
        unit_kind: asked.kind,
        prize: asked.prize,
    };
    let found = held.find(&wanted);
    let path = format!("/contests/{}/gallery", held.contest.code);
    let pager = Pager::new(asked.page, found.len() as u64, PER_PAGE, format!("{path}{}", query(&wanted)));
    let from = usize::try_from(pager.offset(PER_PAGE)).unwrap_or(usize::MAX);
    let cards = found.iter().skip(from).take(PER_PAGE as usize);
    let shown = Show {
        page: setup::headed(ctx.page("gallery-title"), &held.contest)
            .back_to(format!("/contests/{}/results", held.contest.code), t.s("results-title")),
        lead: match held.rules.gallery.shown {
            Shown::Nobody | Shown::Winners => "gallery-lead-winners",
            Shown::Consenting => "gallery-lead-consenting",
            Shown::Ranked => "gallery-lead-ranked",
        },
        selects: vec![
            Select {
                name: "prize",
                label: "gallery-prize",
                any: "gallery-any-prize",
                choices: prizes(&held),
            },
            Select {
                name: "area",
                label: "gallery-area",
                any: "gallery-any-area",
                choices: shown_areas(&held),
            },
            Select { name: "kind", label: "gallery-kind", any: "gallery-any-kind", choices: kinds(t, &held) },
        ],
        has_any: !held.items.is_empty(),
        count: t.a1("gallery-count", "n", found.len()),
        cards: cards.map(|i| card(t, &held, &path, i)).collect(),
        code: held.contest.code.clone(),
        form: Form::new(t)
            .with("q", wanted.words)
            .with("area", wanted.area)
            .with("kind", wanted.unit_kind)
            .with("prize", wanted.prize),
        pager,
    };
    page::show(&shown).map(public_cache::public)
}

/// The areas that some entry is about, in the order of the announcement.
fn shown_areas(held: &Gallery) -> Vec<Choice> {
    let is_there = |a: &&Area| held.items.iter().any(|i| i.areas.contains(&a.code));
    held.rules.areas.iter().filter(is_there).map(|a| Choice::new(a.code.as_str(), &a.name)).collect()
}

/// The prizes that were awarded, in order of rank.
fn prizes(held: &Gallery) -> Vec<Choice> {
    let mut seen = HashSet::new();
    let prizes = held.items.iter().filter_map(|i| i.prize.as_ref());
    prizes.filter(|(level, _)| seen.insert(level)).map(|(l, name)| Choice::new(l.as_str(), name)).collect()
}

/// The kinds of units that entries came from, by their names.
fn kinds(t: T, held: &Gallery) -> Vec<Choice> {
    let codes: HashSet<&str> =
        held.items.iter().map(|i| i.unit_kind.as_str()).filter(|k| !k.is_empty()).collect();
    let mut kinds: Vec<(String, &str)> = codes.into_iter().map(|k| (words::kind(t, k), k)).collect();
    kinds.sort_by_cached_key(|(name, code)| (domain::text::sort_key(name), (*code).to_owned()));
    kinds.into_iter().map(|(name, code)| Choice::new(code, name)).collect()
}

fn card(t: T, held: &Gallery, path: &str, i: &Item) -> Card {
    let mut about = vec![i.code.to_string(), i.unit.clone(), areas(i, &held.rules)];
    about.retain(|part| !part.is_empty());
    Card {
        href: format!("{path}/{}", escaped(i.code.as_str())),
        title: i.title.clone(),
        prize: i.prize.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        summary: i.summary.clone(),
        authors: authors(t, i),
        about: about.join(" · "),
    }
}

/// What was asked for as a query, empty where nothing was.
fn query(wanted: &Wanted) -> String {
    let asked =
        [("q", &wanted.words), ("prize", &wanted.prize), ("area", &wanted.area), ("kind", &wanted.unit_kind)];
    let parts: Vec<String> = asked
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

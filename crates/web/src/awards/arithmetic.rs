//! /awards/{contest}/entries/{entry}: how the figure of one entry came about, mark by mark, to be followed by hand.

use super::texts;
use crate::act::loaded;
use crate::judging::bar::{self, Tab};
use crate::{Answer, AppState, Ctx, Page, WebError, page};
use app::act::Stop;
use app::awards::view::{self, Arithmetic};
use app::contest::store as contests;
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::Round;
use domain::ids::{ContestId, EntryId};
use domain::judging::combine::{Combined, How, SignedSheet};
use domain::judging::community::{VoteShare, largest};
use domain::judging::rounds::{Outcome, passes};
use domain::ratio::Ratio;
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "awards/arithmetic.html")]
struct Show {
    page: Page,
    tabs: Vec<Tab>,
    rounds: Vec<RoundText>,
    /// The ranked figure: rounded, and as a fraction.
    value: Option<(String, String)>,
    final_score: Option<String>,
    /// The vote of the public: each step as a sentence.
    vote: Vec<String>,
}

struct RoundText {
    name: String,
    how: String,
    /// Name, and weight where it is not 1.
    criteria: Vec<(String, String)>,
    /// Judge, marks, weighted total, remark.
    sheets: Vec<(String, Vec<String>, String, String)>,
    means: Vec<String>,
    sum: String,
    counted: usize,
    value: String,
    exact: String,
    passed: Option<bool>,
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((contest, entry)): Path<(i64, i64)>,
) -> Answer {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, ContestId(contest))?.ok_or(Stop::NotFound)?;
        Ok((row, view::arithmetic(tx, &actor, EntryId(entry))?))
    });
    let (row, a) = loaded(read.await)?;
    if a.contest != row.id {
        return Err(WebError::NotFound);
    }
    let title = ctx.t.a2("awards-arithmetic-title", "code", a.entry.to_string(), "title", &a.title);
    let (page, tabs) = bar::staff_page(&ctx, &row, &title, "judging-tab-standings");
    let score = match &a.played.outcome {
        Outcome::Ranked(score) => Some((ctx.t.ratio(score.value), score.value.to_string())),
        Outcome::BelowThreshold | Outcome::NotAmongFinalists | Outcome::NotRanked(_) => None,
    };
    let several = a.basis.rules.judging.rounds.len() > 1;
    page::show(&Show {
        page: page.wide().back(format!("/awards/{contest}")),
        tabs,
        rounds: rounds(&ctx, &a),
        value: score,
        vote: a.played.vote.map(|v| vote(&ctx, &a, v)).unwrap_or_default(),
        final_score: several.then(|| texts::final_score(ctx.t, &a.basis.rules)),
    })
}

/// The judges' value, the votes as a mark, the weighted sum.
fn vote(ctx: &Ctx, a: &Arithmetic, v: VoteShare) -> Vec<String> {
    let (t, judging) = (ctx.t, &a.basis.rules.judging);
    let weight = judging.community_vote.as_ref().map_or(Ratio::ZERO, |r| r.weight);
    let both = |r: Ratio| format!("{} ({r})", t.ratio(r));
    let marks = [
        ("votes", v.votes.to_string()),
        ("of", v.of.to_string()),
        ("largest", t.ratio(largest(judging))),
        ("marks", both(v.marks)),
    ];
    let sum = [
        ("judges", (Ratio::ONE - weight).to_string()),
        ("judged", both(v.judged)),
        ("weight", weight.to_string()),
        ("marks", both(v.marks)),
        ("value", both(v.value)),
    ];
    vec![
        t.a("awards-arithmetic-votes", &marks.map(|(k, v)| (k, v.into()))),
        t.a("awards-arithmetic-with-votes", &sum.map(|(k, v)| (k, v.into()))),
    ]
}

fn rounds(ctx: &Ctx, a: &Arithmetic) -> Vec<RoundText> {
    let rules = a.basis.rules.judging.rounds.iter().zip(&a.sheets);
    rules.zip(&a.played.rounds).map(|((rules, sheets), done)| round(ctx, rules, sheets, done)).collect()
}

fn round(ctx: &Ctx, rules: &Round, sheets: &[SignedSheet], done: &Combined) -> RoundText {
    let t = ctx.t;
    let weight =
        |w: domain::ratio::Ratio| if w == domain::ratio::Ratio::ONE { String::new() } else { t.ratio(w) };
    let dropped = match &done.how {
        How::Dropped(Some(values)) => Some(*values),
        How::Dropped(None) | How::Mean { .. } | How::Gap { .. } => None,
    };
    let (mut low, mut high) = (dropped.map(|d| d.0), dropped.map(|d| d.1));
    let sheet = |s: &SignedSheet| {
        let total = done.totals.iter().find(|(j, _)| *j == s.judge).map(|(_, v)| *v).unwrap_or(done.value);
        let remark = if s.third {
            t.s("judging-third-tag").into_owned()
        } else if high == Some(total) {
            high = None;
            t.s("awards-arithmetic-highest").into_owned()
        } else if low == Some(total) {
            low = None;
            t.s("awards-arithmetic-lowest").into_owned()
        } else {
            String::new()
        };
        (s.judge.to_string(), s.marks.iter().map(|m| t.marks_short(m)).collect(), t.ratio(total), remark)
    };
    RoundText {
        name: bar::round_name(t, rules),
        how: texts::combine(t, rules),
        criteria: rules.criteria.iter().map(|c| (c.name.clone(), weight(c.weight))).collect(),
        sheets: sheets.iter().map(sheet).collect(),
        means: done.criteria.iter().map(|m| t.ratio(*m)).collect(),
        sum: t.ratio(done.sum),
        counted: done.counted,
        value: t.ratio(done.value),
        exact: done.value.to_string(),
        passed: rules.threshold.map(|_| passes(rules, done.value)),
    }
}

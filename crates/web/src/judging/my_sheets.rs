//! /scoring: a judge's own sheets, what is done and what waits.

use super::{bar, overview};
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, Page, page};
use app::act::Stop;
use app::contest::store::{self as contests, ContestRow};
use app::judging::desk::{Desk, my_sheets};
use app::judging::lead::{self, Led};
use app::judging::store::JudgeRow;
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::RulesEdition;
use domain::ids::ContestId;
use domain::ratio::Ratio;
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "judging/my_sheets.html")]
struct Show {
    page: Page,
    contest: ContestRow,
    rules: Arc<RulesEdition>,
    judge: JudgeRow,
    desks: Vec<Desk>,
    /// Where the judge, being the deputy, takes the chair's place.
    led: Vec<Led>,
}

impl Show {
    /// The mean of the totals signed so far: drift against one's own earlier marks shows beside it.
    fn own_mean(&self, desk: &Desk) -> Option<Ratio> {
        let signed: Vec<Ratio> =
            desk.sheets.iter().filter(|s| s.signed_at.is_some()).map(|s| s.total).collect();
        signed.iter().copied().sum::<Ratio>().over(signed.len())
    }

    /// The first sheet that is not signed.
    fn next(&self, desk: &Desk) -> Option<i64> {
        desk.sheets.iter().find(|s| s.signed_at.is_none()).filter(|_| desk.open).map(|s| s.id.0)
    }

    fn round_name(&self, desk: &Desk) -> String {
        bar::round_name(self.page.t, &desk.rules)
    }

    fn criteria(&self, desk: &Desk) -> usize {
        desk.rules.criteria.len()
    }
}

pub async fn mine(State(state): State<AppState>, ctx: Ctx) -> Answer {
    overview::list(&state, &ctx, bar::judged_by(&ctx), "/scoring").await
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(contest): Path<i64>) -> Answer {
    let (actor, id) = (ctx.actor.clone(), ContestId(contest));
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let row = contests::find(tx, id)?.ok_or(Stop::NotFound)?;
        let rules = contests::rules_of(tx, id)?;
        Ok((row, rules, my_sheets(tx, &actor, id)?, lead::list_led(tx, &actor, id)?))
    });
    let (contest, rules, (judge, desks), led) = loaded(read.await)?;
    let page = ctx.page("judging-my-title").contest(&*contest.name, format!("/scoring/{}", contest.id.0));
    page::show(&Show { page: page.script("countdown.js"), contest, rules, judge, desks, led })
}

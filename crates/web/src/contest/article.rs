//! One article: its date, how often it was opened, what readers think of it in stars. And the vote.

use super::body::{Block, blocks};
use super::phase_key;
use crate::public_cache::public_counted;
use crate::{Answer, AppState, Ctx, FormData, Msg, Page, WebError, act, cookie, page};
use app::contest::articles::{self, Article, Voted};
use app::contest::views::{Page as Viewed, Views};
use app::people::throttle::network;
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use domain::contest::{ArticleKind, Stars};
use domain::time::Instant;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "contest/article.html")]
struct ArticlePage {
    page: Page,
    code: String,
    id: i64,
    kind: &'static str,
    blocks: Vec<Block>,
    published_at: Option<Instant>,
    views: i64,
    votes: i64,
    /// The mean of the stars, printed.
    mean: String,
    may_write: bool,
}

pub fn kind_key(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::Announcement => "contest-article-announcement",
        ArticleKind::News => "contest-article-news",
        ArticleKind::Result => "contest-article-result",
    }
}

pub async fn show(
    State(state): State<AppState>,
    Extension(views): Extension<Views>,
    ctx: Ctx,
    Path((code, id)): Path<(String, i64)>,
) -> Answer {
    let actor = ctx.actor.clone();
    let found = act::loaded(state.db.read(move |tx| articles::article(tx, &actor, &code, id)).await)?;
    let Article { contest, article, stars, may_write } = found;
    let t = ctx.t;
    let page = ctx
        .page_titled(article.title.clone())
        .contest(contest.name, format!("/contests/{}", contest.code))
        .phase(t.s(phase_key(contest.phase)));
    let shown = page::show(&ArticlePage {
        page,
        code: contest.code,
        id,
        kind: kind_key(article.kind),
        blocks: blocks(&article.body),
        published_at: article.published_at,
        views: article.views,
        votes: stars.votes,
        mean: t.fraction(i128::from(stars.sum), i128::from(stars.votes)),
        may_write,
    })?;
    if article.published_at.is_none() {
        return Ok(shown);
    }
    let (clock, viewed) = (state.clock.clone(), Viewed::Article(id));
    views.count(&viewed, ctx.now());
    Ok(public_counted(shown, Arc::new(move || views.count(&viewed, clock.now()))))
}

/// The cookie that makes a vote changeable: a random value of this browser, used for nothing else.
const VOTER: &str = "voter";

/// POST …/stars. The page is the same for everybody, so its form holds no key; voting twice is harmless by itself, because a browser has
/// one vote and the last one counts.
pub async fn vote(
    State(state): State<AppState>,
    ctx: Ctx,
    headers: HeaderMap,
    Path((code, id)): Path<(String, i64)>,
    data: FormData,
) -> Answer {
    let Some(stars) = Stars::parse(data.get("stars")) else {
        // An article that is not there cannot be starred, however few stars there are.
        let actor = ctx.actor.clone();
        let found = act::loaded(state.db.read(move |tx| articles::article(tx, &actor, &code, id)).await)?;
        found.article.published_at.ok_or(WebError::NotFound)?;
        return Err(WebError::Unprocessable(vec![Msg::new("contest-stars-missing")]));
    };
    let known =
        cookie::read(&headers, VOTER).filter(|v| v.len() == 32 && v.bytes().all(|b| b.is_ascii_hexdigit()));
    let voter = known.map_or_else(|| crate::FormKey::random().to_string(), str::to_owned);
    let (actor, keys, from, now) = (ctx.actor.clone(), state.keys.clone(), network(ctx.address), ctx.now());
    let (asked, by) = (code.clone(), voter.clone());
    let voted = state
        .db
        .write(move |tx| articles::vote(tx, &actor, &keys, &asked, id, by.as_bytes(), &from, stars, now))
        .await;
    if let Voted::Wait { until } = act::loaded(voted)? {
        let seconds = u64::try_from((until.0 - now.0) / 1_000).unwrap_or(0) + 1;
        return Err(WebError::TooMany { retry_after_s: seconds });
    }
    let msg = Msg::new("contest-stars-thanks").arg("n", i64::from(stars.count()));
    let mut response = ctx.redirect(&format!("/contests/{code}/articles/{id}"), msg);
    let year = Some(365 * 24 * 60 * 60);
    response.headers_mut().append(header::SET_COOKIE, cookie::build(&state.config, VOTER, &voter, year));
    Ok(response)
}

//! The articles of a contest, for those who write them: drafts and published ones.

use super::article::kind_key;
use crate::{Answer, AppState, Ctx, Form, FormData, Msg, Page, WebError, act, page};
use app::act::Stop;
use app::contest::articles;
use app::contest::store::{self, ArticleRow};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::article::ArticleRefusal;
use domain::ids::ContestId;

#[derive(Template)]
#[template(path = "contest/articles.html")]
struct Articles {
    page: Page,
    form: Form,
    code: String,
    rows: Vec<Line>,
    /// No announcement has been written yet: one can begin from the rules.
    no_announcement: bool,
}

struct Line {
    article: ArticleRow,
    kind: &'static str,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let actor = ctx.actor.clone();
    let (contest, list) = act::loaded(state.db.read(move |tx| articles::articles(tx, &actor, &code)).await)?;
    let no_announcement = list.iter().all(|a| a.kind != domain::contest::ArticleKind::Announcement);
    let rows = list.into_iter().map(|article| Line { kind: kind_key(article.kind), article }).collect();
    let page =
        ctx.page("contest-articles-title").contest(&contest.name, format!("/contests/{}", contest.code));
    page::show(&Articles {
        page: page.back("/work"),
        form: Form::new(ctx.t),
        code: contest.code,
        rows,
        no_announcement,
    })
}

/// The contest with this code, inside an action: it may not be known to the actor.
pub fn contest_id(tx: &mut app::db::Tx, code: &str) -> Result<ContestId, Stop<ArticleRefusal>> {
    Ok(store::find_by_code(tx, code)?.ok_or(Stop::NotFound)?.id)
}

pub async fn publish(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, id)): Path<(String, i64)>,
    data: FormData,
) -> Answer {
    let (now, asked) = (ctx.now(), code.clone());
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        let contest = contest_id(tx, &asked)?;
        articles::publish_article(tx, actor, contest, id, now)?;
        Ok(String::new())
    });
    answer.await?.map_err(|_| WebError::NotFound)?;
    let to = format!("/contests/{code}/articles");
    Ok(ctx.redirect(&to, Msg::new("contest-article-published")))
}

pub async fn withdraw(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, id)): Path<(String, i64)>,
    data: FormData,
) -> Answer {
    let (now, asked) = (ctx.now(), code.clone());
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        let contest = contest_id(tx, &asked)?;
        articles::withdraw_article(tx, actor, contest, id, now)?;
        Ok(String::new())
    });
    answer.await?.map_err(|_| WebError::NotFound)?;
    let to = format!("/contests/{code}/articles");
    Ok(ctx.redirect(&to, Msg::new("contest-article-withdrawn")))
}

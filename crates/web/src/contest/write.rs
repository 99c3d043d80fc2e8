//! Writing an article: a new one, perhaps begun from the rules of the contest, or the next revision of one.

use super::article::kind_key;
use super::articles::contest_id;
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, Page, T, act, page};
use app::contest::articles::{self, ArticleDraft};
use app::contest::home::{Home, home};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::contest::access;
use domain::contest::article::{ArticleRefusal, BODY_MOST};
use domain::contest::{ArticleKind, PrizeStructure};
use serde::Deserialize;
use std::fmt::Write as _;

#[derive(Template)]
#[template(path = "contest/write.html")]
struct Write {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
    most: usize,
}

#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    from: String,
}

fn show_page(ctx: &Ctx, code: &str, title_key: &str, form: Form) -> Write {
    let t = ctx.t;
    let kinds = ArticleKind::ALL.iter().map(|k| Choice::new(k.word(), t.s(kind_key(*k)))).collect();
    let page = ctx
        .page(title_key)
        .back(format!("/contests/{code}/articles"))
        .refused(form.is_refused())
        .script("counter.js");
    Write { page, form, kinds, most: BODY_MOST }
}

pub async fn new(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    Query(from): Query<From>,
) -> Answer {
    let (actor, asked) = (ctx.actor.clone(), code.clone());
    let found = act::loaded(
        state
            .db
            .read(move |tx| {
                articles::articles(tx, &actor, &asked)?;
                home(tx, &actor, &asked)
            })
            .await,
    )?;
    let form = Form::new(ctx.t);
    let form = if from.from == "rules" {
        form.with("kind", ArticleKind::Announcement.word())
            .with("title", found.rules.name.clone())
            .with("body", of_rules(ctx.t, &found))
    } else {
        form.with("kind", ArticleKind::News.word())
    };
    page::show(&show_page(&ctx, &code, "contest-article-new-title", form))
}

/// The announcement in plain text, from the rules in force: a draft to be read and mended before it is published.
fn of_rules(t: T, h: &Home) -> String {
    let mut out = String::new();
    let mut section = |title: &str, items: &[String]| {
        if !items.is_empty() {
            let _ = write!(out, "## {title}\n\n");
            for item in items {
                let _ = writeln!(out, "- {item}");
            }
            out.push('\n');
        }
    };
    let rules = &h.rules;
    section(&t.s("contest-home-purpose"), &h.wording.purpose);
    section(&t.s("contest-home-who-individual"), &rules.entrants.individual);
    section(&t.s("contest-home-who-collective"), &rules.entrants.collective);
    let names: Vec<String> = rules.areas.iter().map(|a| a.name.clone()).collect();
    section(&t.s("contest-home-areas"), &names);
    section(&t.s("contest-home-requirements"), &h.wording.requirements);
    let routes: Vec<String> = rules.routes.iter().map(|r| r.name.clone()).collect();
    section(&t.s("contest-home-where"), &routes);
    section(&t.s("contest-home-until"), &[t.deadline_limit(rules.timeline.units_send)]);
    let prize = |l: &domain::contest::PrizeLevel| format!("{} {}: {}", l.count, l.name, t.vnd(l.prize_vnd));
    let prizes: Vec<String> = match &rules.prizes {
        PrizeStructure::Pooled { levels, .. } => levels.iter().map(prize).collect(),
        PrizeStructure::PerCategory { individual, collective } => {
            individual.iter().chain(collective).map(prize).collect()
        }
    };
    section(&t.s("contest-home-prizes"), &prizes);
    let rest: Vec<String> = [&h.wording.unit_duty, &h.wording.rights, &h.wording.after, &h.wording.bonus]
        .into_iter()
        .filter(|s| !s.is_empty())
        .cloned()
        .collect();
    section(&t.s("contest-home-after"), &rest);
    out.trim_end().to_owned()
}

pub async fn edit(State(state): State<AppState>, ctx: Ctx, Path((code, id)): Path<(String, i64)>) -> Answer {
    let (actor, asked) = (ctx.actor.clone(), code.clone());
    let found = act::loaded(state.db.read(move |tx| articles::article(tx, &actor, &asked, id)).await)?;
    if !found.may_write {
        return Err(crate::WebError::NotFound);
    }
    let a = found.article;
    let form = Form::new(ctx.t)
        .with("kind", a.kind.word())
        .with("title", a.title)
        .with("body", a.body)
        .with("revision", a.revision.to_string());
    page::show(&show_page(&ctx, &code, "contest-article-edit-title", form))
}

pub async fn create(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    data: FormData,
) -> Answer {
    store(state, ctx, code, None, data).await
}

pub async fn save(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((code, id)): Path<(String, i64)>,
    data: FormData,
) -> Answer {
    let revision = data.get("revision").parse::<i64>().unwrap_or(0);
    store(state, ctx, code, Some((id, revision)), data).await
}

/// Asked where the form is refused before the action could ask.
async fn may_write(
    state: &AppState,
    ctx: &Ctx,
    code: &str,
    article: Option<i64>,
) -> Result<(), crate::WebError> {
    let (actor, code) = (ctx.actor.clone(), code.to_owned());
    let asked = state.db.read(move |tx| {
        let contest = contest_id(tx, &code)?;
        access::write_articles(&actor, contest)?;
        let Some(id) = article else { return Ok(()) };
        articles::article(tx, &actor, &code, id).map(drop).map_err(|stop| stop.map(|never| match never {}))
    });
    act::loaded(asked.await)
}

async fn store(
    state: AppState,
    ctx: Ctx,
    code: String,
    before: Option<(i64, i64)>,
    data: FormData,
) -> Answer {
    let mut errors = FieldErrors::new();
    match ArticleKind::from_word(data.get("kind")) {
        None => {
            may_write(&state, &ctx, &code, before.map(|b| b.0)).await?;
            errors.add("kind", Msg::new("contest-article-kind-missing"));
        }
        Some(kind) => {
            let draft =
                ArticleDraft { kind, title: data.get("title").to_owned(), body: data.get("body").to_owned() };
            let (now, asked) = (ctx.now(), code.clone());
            let answer = act::once(&state, &ctx, &data, move |tx, actor| {
                let contest = contest_id(tx, &asked)?;
                articles::save_article(tx, actor, contest, before, &draft, now).map(|id| id.to_string())
            });
            match answer.await? {
                Ok(id) => {
                    let to = format!("/contests/{code}/articles/{id}");
                    return Ok(ctx.redirect(&to, Msg::new("contest-article-saved")));
                }
                Err(why) => why.iter().for_each(|w| add(&mut errors, *w)),
            }
        }
    }
    let title = if before.is_some() { "contest-article-edit-title" } else { "contest-article-new-title" };
    page::refuse(&show_page(&ctx, &code, title, Form::refused(ctx.t, &data, errors)))
}

fn add(errors: &mut FieldErrors, why: ArticleRefusal) {
    match why {
        ArticleRefusal::TitleMissing => errors.add("title", Msg::new("contest-article-title-missing")),
        ArticleRefusal::TitleTooLong { most } => {
            errors.add("title", Msg::new("contest-article-too-long").arg("most", most))
        }
        ArticleRefusal::BodyMissing => errors.add("body", Msg::new("contest-article-body-missing")),
        ArticleRefusal::BodyTooLong { most } => {
            errors.add("body", Msg::new("contest-article-too-long").arg("most", most))
        }
        ArticleRefusal::ChangedMeanwhile => errors.add_form(Msg::new("contest-article-changed")),
    };
}

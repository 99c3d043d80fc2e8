//! documents/paper: one paper: its wording and fields with a preview beside them.

use super::compose;
use super::fields::{filled, mistake};
use super::kinds::{kind_key, needs_key, own_key};
use crate::act::loaded;
use crate::{Answer, AppState, Ctx, Form, Page, WebError, page, setup};
use app::act::Stop;
use app::audit::log::Log;
use app::contest::store::{self as contests, ContestRow};
use app::documents::facts;
use app::documents::store::TextRow;
use app::documents::view::text_of;
use askama::Template;
use askama::filters::Safe;
use axum::Extension;
use axum::extract::{Path, State};
use domain::documents::{DocumentKind, Fields, access};
use print::contest::{self as papers, Facts, Paper};
use print::document::{Document, html};

#[derive(Template)]
#[template(path = "documents/paper.html")]
pub(super) struct Shown {
    page: Page,
    form: Form,
    code: String,
    word: &'static str,
    /// The version of the text that is looked at; 0: that of the house.
    version: i64,
    own: Vec<Own>,
    /// Why there is nothing to see yet; empty where there is.
    waits: String,
    preview: Option<Safe<String>>,
    may_write: bool,
    is_of_unit: bool,
    is_list: bool,
    issue_key: String,
}

/// A field of a paper's own.
struct Own {
    name: String,
    label: String,
    /// One person a line.
    is_list: bool,
}

/// A paper with what is known of it.
pub(super) struct Held {
    pub contest: ContestRow,
    pub facts: Facts,
    pub text: Option<TextRow>,
    pub kind: DocumentKind,
}

impl Held {
    pub fn version(&self) -> i64 {
        self.text.as_ref().map_or(0, |t| t.version)
    }

    pub fn fields(&self, base: &str) -> Fields {
        match &self.text {
            Some(text) => text.fields.clone(),
            None => Paper { facts: &self.facts, base }.fields(self.kind),
        }
    }

    pub fn wording(&self) -> &str {
        self.text.as_ref().map_or(papers::wording(self.kind), |t| &t.wording)
    }

    fn is_settled(&self) -> bool {
        self.facts.reached >= self.kind.needs()
    }

    /// The paper as its saved text makes it.
    pub fn document(&self, base: &str) -> Result<Document, WebError> {
        if !self.is_settled() {
            return Err(WebError::NotFound);
        }
        let made = Paper { facts: &self.facts, base }.document(self.kind, &self.fields(base), self.wording());
        // A wording is checked before it is saved; one that no longer fills is of another release.
        made.map_err(|why| WebError::Unprocessable(why.iter().map(mistake).collect()))
    }
}

pub(super) async fn load(
    state: &AppState,
    ctx: &Ctx,
    log: &Log,
    code: String,
    kind: &str,
) -> Result<Held, WebError> {
    let kind = DocumentKind::from_word(kind).ok_or(WebError::NotFound)?;
    let (actor, log, now) = (ctx.actor.clone(), log.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| {
        let contest = contests::find_by_code(tx, &code)?.ok_or(Stop::NotFound)?.id;
        let known = facts(tx, &log, &actor, contest, kind, now)?;
        let text = text_of(tx, contest, kind)?;
        let contest = known.contest.clone();
        Ok::<_, Stop<std::convert::Infallible>>(Held { contest, facts: compose::facts(known), text, kind })
    };
    loaded(state.db.read(read).await)
}

pub async fn show(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((code, kind)): Path<(String, String)>,
) -> Answer {
    let held = load(&state, &ctx, &log, code, &kind).await?;
    let fields = held.fields(&ctx.config.base_url);
    let form = filled(Form::new(ctx.t), &fields, held.wording());
    page::show(&shown(&ctx, &held, form, Some((&fields, held.wording()))).await?)
}

/// The page, with a preview of this text where there is one to show.
pub(super) async fn shown(
    ctx: &Ctx,
    held: &Held,
    form: Form,
    text: Option<(&Fields, &str)>,
) -> Result<Shown, WebError> {
    let (kind, contest, t) = (held.kind, &held.contest, ctx.t);
    let base = ctx.config.base_url.as_str();
    let preview = match text {
        Some((fields, wording)) if held.is_settled() => {
            let paper = Paper { facts: &held.facts, base };
            let made = paper.document(kind, fields, wording).ok();
            made.map(|d| html::render(&d).map(Safe).map_err(WebError::fault)).transpose()?
        }
        _ => None,
    };
    let name = t.s(kind_key(kind)).into_owned();
    let own = |n: &&str| Own {
        name: format!("own-{n}"),
        label: t.s(own_key(n)).into_owned(),
        is_list: DocumentKind::is_list_field(n),
    };
    let page = setup::headed(ctx.page_titled(name), contest)
        .back_to(format!("/contests/{}/documents", contest.code), t.s("documents-title"))
        .script("counter.js")
        .script("preview.js")
        .refused(form.is_refused())
        .wide();
    Ok(Shown {
        page,
        issue_key: form.new_key(),
        form,
        code: contest.code.clone(),
        word: kind.word(),
        version: held.version(),
        own: kind.own_fields().iter().map(own).collect(),
        waits: if held.is_settled() { String::new() } else { t.s(needs_key(kind.needs())).into_owned() },
        preview,
        may_write: access::write(&ctx.actor, contest.id).is_ok(),
        is_of_unit: kind.is_of_unit(),
        is_list: kind.is_list(),
    })
}

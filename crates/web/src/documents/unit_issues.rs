//! documents/unit_issue: the fixed copies of a paper of a unit.

use super::compose;
use super::kinds::kind_key;
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, Form, FormData, Msg, Page, WebError, page, setup};
use app::act::Stop;
use app::documents::unit_issue::{Issues, Source, UnitFiles, issue_file, issue_of_unit, issues};
use askama::Template;
use axum::extract::{Path, State};
use domain::documents::{DocumentKind, UnitPaper};
use domain::ids::ContestId;
use domain::time::Day;
use print::document::{Document, docx, pdf};
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "documents/unit_issues.html")]
struct Shown {
    page: Page,
    form: Form,
    /// The address of this page.
    path: String,
    /// The paper as it would be made now, without its extension.
    draft: String,
    copies: Vec<Copy>,
    may_issue: bool,
}

struct Copy {
    issue: i64,
    what: String,
    issued_at: String,
    digest: String,
}

/// A paper by its address.
struct At {
    contest: ContestId,
    paper: UnitPaper,
    path: String,
}

fn at(contest: &str, kind: &str, number: &str) -> Result<At, WebError> {
    let whole = |text: &str| text.parse::<i64>().map_err(|_| WebError::NotFound);
    let kind = DocumentKind::from_word(kind).ok_or(WebError::NotFound)?;
    let (contest, subject) = (whole(contest)?, whole(number)?);
    let paper = UnitPaper::of(kind, subject).ok_or(WebError::NotFound)?;
    let path = format!("/desk/{contest}/papers/{}/{subject}", kind.word());
    Ok(At { contest: ContestId(contest), paper, path })
}

async fn load(state: &AppState, ctx: &Ctx, at: &At) -> Result<Issues, WebError> {
    let (actor, contest, paper, now) = (ctx.actor.clone(), at.contest, at.paper, ctx.now());
    loaded(state.db.read(move |tx| issues(tx, &actor, contest, paper, now)).await)
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((contest, kind, number)): Path<(String, String, String)>,
) -> Answer {
    let at = at(&contest, &kind, &number)?;
    let held = load(&state, &ctx, &at).await?;
    let t = ctx.t;
    let copy = |i: &app::documents::unit_issue::UnitIssue| Copy {
        issue: i.issue,
        what: match i.number.as_str() {
            "" => t.a2("documents-copy-plain", "issue", i.issue, "on", t.day(i.dated)),
            number => {
                let args =
                    [("issue", i.issue.into()), ("number", number.into()), ("on", t.day(i.dated).into())];
                t.a("documents-copy", &args)
            }
        },
        issued_at: t.date_time(i.issued_at),
        digest: data_encoding::HEXLOWER.encode(&i.digest),
    };
    let (back, draft) = match (at.paper, at.contest.0) {
        (UnitPaper::Minutes(unit), contest) => {
            (format!("/desk/{contest}/{}", unit.0), format!("/desk/{contest}/{}/minutes", unit.0))
        }
        (UnitPaper::Confirmation(entry), _) => {
            (format!("/desk/entries/{}", entry.0), format!("/desk/entries/{}/confirmation", entry.0))
        }
        (UnitPaper::Letter(batch), _) => {
            (format!("/desk/batches/{}", batch.0), format!("/desk/batches/{}/cover", batch.0))
        }
    };
    let title = t.a1("documents-copies-title", "paper", t.s(kind_key(at.paper.kind())));
    page::show(&Shown {
        page: setup::headed(ctx.page_titled(title), &held.source.around().contest).back(back),
        form: Form::new(t),
        path: at.path,
        draft,
        copies: held.issues.iter().map(copy).collect(),
        may_issue: held.may_issue,
    })
}

/// POST: the paper as it is now is laid out and kept.
pub async fn issue(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((contest, kind, number)): Path<(String, String, String)>,
    data: FormData,
) -> Answer {
    data.key()?;
    let At { contest, paper, path } = at(&contest, &kind, &number)?;
    let held = load(&state, &ctx, &At { contest, paper, path: path.clone() }).await?;
    if !held.may_issue {
        return Err(WebError::NotFound);
    }
    let (contents, today, now) = (state.files.clone(), ctx.now().day(), ctx.now());
    let making = move || files(&contents, held.source, today);
    let files = tokio::task::spawn_blocking(making).await.map_err(WebError::fault)??;
    let done = once(&state, &ctx, &data, move |tx, actor| {
        issue_of_unit(tx, actor, contest, paper, &files, now)?;
        Ok::<_, Stop<Infallible>>(path.clone())
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("documents-copy-kept"))),
        Err(_) => Err(WebError::NotFound),
    }
}

/// Blocking: lays out and writes.
fn files(contents: &app::files::Contents, source: Source, today: Day) -> Result<UnitFiles, WebError> {
    let number = source.number().to_owned();
    let (made, signer) = match source {
        Source::Minutes(near, desk) => (compose::minutes((near, *desk), today), String::new()),
        Source::Confirmation(near, page) => {
            let by = page.confirmations.iter().find(|c| c.voided_at.is_none());
            let by = by.map(|c| c.by_name.clone()).unwrap_or_default();
            (compose::confirmation((near, *page)), by)
        }
        Source::Letter(near, page, contacts) => {
            let signer = page.batch.signer.clone();
            (compose::letter((near, *page, contacts), today), signer)
        }
    };
    let document: Document = made.map_err(|why| WebError::fault(format!("a paper of a unit: {why:?}")))?;
    let keep = |name: &str, bytes: Vec<u8>| {
        let kept = contents.keep(name, bytes.as_slice())?;
        kept.map_err(|why| WebError::fault(format!("a paper cannot be kept: {why:?}")))
    };
    Ok(UnitFiles {
        number,
        dated: Day(document.dated),
        signer,
        pdf: keep("paper.pdf", pdf::render(&document).map_err(WebError::fault)?)?,
        docx: keep("paper.docx", docx::render(&document).map_err(WebError::fault)?)?,
    })
}

/// GET: a file of a copy.
pub async fn file(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((contest, kind, number, issue, format)): Path<(String, String, String, String, String)>,
) -> Answer {
    let At { contest, paper, .. } = at(&contest, &kind, &number)?;
    let issue: i64 = issue.parse().map_err(|_| WebError::NotFound)?;
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| issue_file(tx, &actor, contest, paper, issue, &format, now);
    let opened = loaded(state.db.read(read).await)?;
    crate::entry::send(&state, None, opened).await
}

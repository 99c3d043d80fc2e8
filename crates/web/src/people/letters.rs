//! Letters by state: waiting, sent, given up, come back. Without a mail server the administrator reads out those that wait, or hands them
//! over. A letter may hold a link that opens an account: only the administrator sees it, and it is gone once sent or handed over.

use crate::{Answer, AppState, Ctx, Form, FormData, Msg, Page, WebError, act, flash, letters as words, page};
use app::act::Stop;
use app::outbox::{self, Counts, Shown};
use askama::Template;
use axum::extract::{Path, State};
use domain::people::access;

#[derive(Template)]
#[template(path = "people/letters.html")]
struct Letters {
    page: Page,
    form: Form,
    letters: Vec<Letter>,
    /// The four states and how many letters are in each.
    counts: Counts,
    sent: Vec<Sent>,
}

/// A letter that is gone: its text is not kept.
struct Sent {
    id: i64,
    kind: String,
    address: String,
    at_ms: i64,
}

struct Letter {
    id: i64,
    address: String,
    at_ms: i64,
    subject: String,
    body: String,
    error: String,
    given_up: bool,
    bounced: bool,
    tries: i64,
    /// When it is tried next; `None` where it is not.
    next_ms: Option<i64>,
}

/// Shown at once.
const MOST: i64 = 200;

pub async fn show(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        access::see_unsent_mail(&actor)?;
        let lists = (outbox::stuck(tx, MOST)?, outbox::waiting(tx, MOST)?, outbox::list_sent(tx, MOST)?);
        Ok::<_, Stop<()>>((lists, outbox::count(tx)?))
    });
    let ((stuck, waiting, sent), counts) = act::loaded(loaded.await)?;
    let letter = |l: Shown, given_up: bool| {
        let (subject, body) = words::write(&state.config, &l.kind, &l.lang, &l.subject, &l.body);
        Letter {
            id: l.id,
            address: l.address,
            at_ms: l.created.0,
            subject,
            body,
            error: l.error.unwrap_or_default(),
            given_up,
            bounced: l.is_bounced,
            tries: l.tries,
            next_ms: (!given_up && l.tries > 0).then_some(l.due.0),
        }
    };
    let mut letters: Vec<Letter> = stuck.into_iter().map(|l| letter(l, true)).collect();
    letters.extend(waiting.into_iter().map(|l| letter(l, false)));
    page::show(&Letters {
        page: ctx.page("people-letters-title").back("/work"),
        form: Form::new(ctx.t),
        letters,
        counts,
        sent: sent.into_iter().map(|l| gone(&ctx, l)).collect(),
    })
}

fn gone(ctx: &Ctx, l: Shown) -> Sent {
    let key = format!("people-letter-kind-{}", l.kind.strip_prefix("people-").unwrap_or("notice"));
    Sent { id: l.id, kind: ctx.t.s(&key).into_owned(), address: l.address, at_ms: l.due.0 }
}

/// POST /letters/{id}/bounced: the letter came back to the sender's address.
pub async fn bounced(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        access::see_unsent_mail(actor)?;
        if outbox::bounced(tx, id, "", now)? { Ok(String::new()) } else { Err(Stop::<()>::NotFound) }
    });
    finish(&state, answer.await?, "people-letter-bounced")
}

/// POST /letters/{id}/given: the person has it.
pub async fn given(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        access::see_unsent_mail(actor)?;
        if outbox::given_by_hand(tx, id, now)? { Ok(String::new()) } else { Err(Stop::<()>::NotFound) }
    });
    finish(&state, answer.await?, "people-letter-given")
}

/// POST /letters/{id}/again: to be posted once more.
pub async fn again(State(state): State<AppState>, ctx: Ctx, Path(id): Path<i64>, data: FormData) -> Answer {
    let now = ctx.now();
    let answer = act::once(&state, &ctx, &data, move |tx, actor| {
        access::see_unsent_mail(actor)?;
        if outbox::again(tx, id, now)? { Ok(String::new()) } else { Err(Stop::<()>::NotFound) }
    });
    finish(&state, answer.await?, "people-letter-again")
}

fn finish(state: &AppState, answer: Result<String, Vec<()>>, key: &'static str) -> Answer {
    answer.map_err(|_| WebError::NotFound)?;
    Ok(flash::redirect(&state.config, "/letters", Msg::new(key)))
}

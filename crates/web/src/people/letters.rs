//! Letters that nobody has got yet. Without a mail server the administrator reads them out or hands them over; with one, those that
//! were given up. A letter may hold a link that opens an account: only the administrator sees it, and it is gone once handed over.

use crate::{Answer, AppState, Ctx, Form, FormData, Msg, Page, WebError, act, flash, letters as words, page};
use app::act::Stop;
use app::outbox::{self, Shown};
use askama::Template;
use axum::extract::{Path, State};
use domain::people::access;

#[derive(Template)]
#[template(path = "people/letters.html")]
struct Letters {
    page: Page,
    form: Form,
    letters: Vec<Letter>,
}

struct Letter {
    id: i64,
    address: String,
    at_ms: i64,
    subject: String,
    body: String,
    error: String,
    given_up: bool,
}

/// Shown at once.
const MOST: i64 = 200;

pub async fn show(State(state): State<AppState>, ctx: Ctx) -> Answer {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        access::see_unsent_mail(&actor)?;
        Ok::<_, Stop<()>>((outbox::stuck(tx, MOST)?, outbox::waiting(tx, MOST)?))
    });
    let (stuck, waiting) = act::loaded(loaded.await)?;
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
        }
    };
    let mut letters: Vec<Letter> = stuck.into_iter().map(|l| letter(l, true)).collect();
    letters.extend(waiting.into_iter().map(|l| letter(l, false)));
    page::show(&Letters {
        page: ctx.page("people-letters-title").back("/work"),
        form: Form::new(ctx.t),
        letters,
    })
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

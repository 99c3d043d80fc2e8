//! The authors of an entry: who stands by it, who has not answered, how to ask; at the desk, what was signed on paper.

use super::{id_of, read, who};
use crate::act::once_by;
use crate::page::{self, Page};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, T, WebError};
use app::act::Stop;
use app::entry::authors::{self, AuthorsPage, By, LetterRefusal, Line};
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::CoAuthors;
use domain::entry::authors::{AnswerRefusal, How, Said, Word};
use domain::entry::{EntryState, SubmitRefusal};
use domain::ids::EntryId;
use std::convert::Infallible;

/// An author's standing, in the words of the pages.
pub struct Standing {
    pub name: String,
    pub share: String,
    pub tag: &'static str,
    pub state: &'static str,
    /// How and when it was answered, or asked by letter.
    pub note: String,
    pub reason: String,
    /// The number of the question that may still be answered.
    ask: Option<i64>,
    code: String,
}

#[derive(Template)]
#[template(path = "entry/authors.html")]
struct Authors {
    page: Page,
    form: Form,
    id: i64,
    /// What the contest asks for.
    rule: &'static str,
    lines: Vec<Standing>,
    is_draft: bool,
    may_ask: bool,
    may_record: bool,
    /// Somebody on the list has not been asked yet.
    may_begin: bool,
    open: Vec<Choice>,
    /// The address under which a code is entered.
    address: String,
}

pub fn standing(t: T, line: &Line, code: impl Fn(i64) -> String) -> Standing {
    let given = line.ask.as_ref().and_then(|a| a.given.as_ref());
    let (tag, state) = match given.map(|g| g.word) {
        Some(Word::Confirmed) => ("good", "entry-authors-confirmed"),
        Some(Word::Refused) => ("problem", "entry-authors-refused"),
        None => ("now", "entry-authors-open"),
    };
    let letter = line.ask.as_ref().and_then(|a| a.letter_at);
    let note = match (given, letter) {
        (Some(g), _) => {
            let key = match g.how {
                How::HandIn => "entry-authors-how-hand-in",
                How::Link => "entry-authors-how-link",
                How::Desk => "entry-authors-how-desk",
            };
            t.a1(key, "at", t.date_time(g.at.0))
        }
        (None, Some(at)) => t.a1("entry-authors-letter-sent", "at", t.date_time(at.0)),
        (None, None) => String::new(),
    };
    Standing {
        name: line.name.clone(),
        share: t.share(line.share),
        tag,
        state,
        note,
        reason: given.map(|g| g.reason.clone()).unwrap_or_default(),
        code: line.ask.as_ref().filter(|_| given.is_none()).map(|a| code(a.id)).unwrap_or_default(),
        ask: line.ask.as_ref().map(|a| a.id),
    }
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let held = load(&state, &ctx, id).await?;
    page::show(&template(&state, &ctx, &held, Form::new(ctx.t)))
}

async fn load(state: &AppState, ctx: &Ctx, id: EntryId) -> Result<AuthorsPage, WebError> {
    let actor = who(ctx, id);
    read(state, move |tx| authors::page(tx, &actor, id)).await
}

fn template(state: &AppState, ctx: &Ctx, held: &AuthorsPage, form: Form) -> Authors {
    let (t, id) = (ctx.t, held.row.id.0);
    let is_draft = held.row.state == EntryState::Draft;
    let code = |ask| if held.may_ask { authors::code_of(&state.keys, ask) } else { String::new() };
    let lines: Vec<Standing> = held.lines.iter().map(|l| standing(t, l, code)).collect();
    let waits = |l: &&Standing| held.may_record || !l.code.is_empty();
    let open =
        lines.iter().filter(waits).filter_map(|l| l.ask.map(|ask| Choice::new(ask.to_string(), &l.name)));
    let back = if is_draft { format!("/entries/{id}/tasks") } else { format!("/entries/{id}") };
    Authors {
        page: super::page_of(ctx, "entry-authors-title", &held.contest).back(back).refused(form.is_refused()),
        form,
        id,
        rule: match held.rules.entrants.co_authors {
            CoAuthors::Shown => "entry-authors-rule-shown",
            CoAuthors::BeforeForwarding => "entry-authors-rule-forward",
            CoAuthors::BeforeHandIn => "entry-authors-rule-hand-in",
        },
        open: open.collect(),
        may_begin: held.may_ask && held.lines.iter().any(|l| l.ask.is_none() && !l.name.is_empty()),
        lines,
        is_draft,
        may_ask: held.may_ask,
        may_record: held.may_record,
        address: format!("{}/co-author", ctx.config.base_url),
    }
}

/// POST: codes for the authors of a draft.
pub async fn begin(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        authors::ask(tx, actor, id, now)?;
        Ok::<_, Stop<Infallible>>(format!("/entries/{}/authors", id.0))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.see_other(&to)),
        Err(_) => Err(WebError::NotFound),
    }
}

/// POST: a letter with the link to one co-author.
pub async fn write(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    let (actor, now, keys) = (who(&ctx, id), ctx.now(), state.keys.clone());
    let (ask, address) = (data.get("ask").parse().unwrap_or(0), data.get("email").to_owned());
    let lang = ctx.t.lang.code();
    if ask == 0 {
        load(&state, &ctx, id).await?.may_ask.then_some(()).ok_or(WebError::NotFound)?;
        let mut errors = FieldErrors::new();
        errors.add("ask", Msg::new("entry-authors-choose"));
        return again(&state, &ctx, id, &data, errors).await;
    }
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        authors::write_to(tx, actor, &keys, id, ask, &address, lang, now)?;
        Ok::<_, Stop<LetterRefusal>>(format!("/entries/{}/authors", id.0))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("entry-authors-letter-done"))),
        Err(why) => {
            let mut errors = FieldErrors::new();
            for w in why {
                match w {
                    LetterRefusal::AddressUnreadable => errors.add("email", Msg::new("entry-refusal-email")),
                    LetterRefusal::NotOpen => errors.add("ask", Msg::new("entry-authors-not-open")),
                };
            }
            again(&state, &ctx, id, &data, errors).await
        }
    }
}

async fn again(state: &AppState, ctx: &Ctx, id: EntryId, data: &FormData, errors: FieldErrors) -> Answer {
    let held = load(state, ctx, id).await?;
    page::refuse(&template(state, ctx, &held, Form::refused(ctx.t, data, errors)))
}

/// POST at the desk: what an author signed on paper.
pub async fn record(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let (ask, said) = (data.get("ask").parse::<i64>().unwrap_or(0), read_said(&data));
    if ask == 0 {
        load(&state, &ctx, id).await?.may_record.then_some(()).ok_or(WebError::NotFound)?;
        let mut errors = FieldErrors::new();
        errors.add("ask", Msg::new("entry-authors-choose"));
        return again(&state, &ctx, id, &data, errors).await;
    }
    let answer = once_by(&state, actor, &ctx, &data, move |tx, actor| {
        authors::answer(tx, actor, ask, &said, By::Paper(id), now)?;
        Ok::<_, Stop<AnswerRefusal>>(format!("/entries/{}/authors", id.0))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("entry-authors-recorded"))),
        Err(why) => again(&state, &ctx, id, &data, answer_errors(&why)).await,
    }
}

/// What a form of an answer says; no tick is set beforehand.
pub fn read_said(data: &FormData) -> Said {
    Said {
        word: Word::from_word(data.get("answer")),
        data_use: data.get("data-use") == "yes",
        office_use: data.get("office-use") == "yes",
        reason: data.get("reason").to_owned(),
    }
}

pub fn answer_errors(why: &[AnswerRefusal]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for w in why {
        match *w {
            AnswerRefusal::WordMissing => errors.add("answer", Msg::new("entry-co-author-choose")),
            AnswerRefusal::DataUseMissing => errors.add("data-use", Msg::new("entry-co-author-data-use")),
            AnswerRefusal::OfficeUseMissing => {
                errors.add("office-use", Msg::new("entry-co-author-office-use"))
            }
            AnswerRefusal::ReasonMissing { least } => {
                errors.add("reason", Msg::new("entry-co-author-reason-missing").arg("least", least))
            }
            AnswerRefusal::ReasonTooLong { most, have } => {
                errors.add("reason", Msg::new("entry-double-reason-long").arg("most", most).arg("have", have))
            }
            AnswerRefusal::Official => errors.add("answer", Msg::new("entry-co-author-official")),
            AnswerRefusal::Void => errors.add_form(Msg::new("entry-co-author-void")),
            AnswerRefusal::JudgingBegan => errors.add_form(Msg::new("entry-co-author-judging")),
        };
    }
    errors
}

/// Whether a hand-in waits for co-authors: the check page then leads here.
pub fn waits(problems: &[SubmitRefusal]) -> bool {
    problems.iter().any(|p| matches!(p, SubmitRefusal::NotConfirmed { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;
    use domain::entry::authors::CONSENT_TEXT;
    use sha2::{Digest, Sha256};

    /// What was agreed to is kept as a number. Who changes a wording gives it a new number, here and in the rules.
    #[test]
    fn the_wording_of_the_consents_is_that_of_its_number() {
        let texts = [Lang::Vi, Lang::En].map(|lang| {
            let t = T::new(lang);
            format!("{}\n{}", t.s("entry-declare-data-use"), t.s("entry-declare-office-use"))
        });
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(texts.join("\n")));
        assert_eq!((CONSENT_TEXT, &digest[..16]), (1, "3939156b0a63d384"));
    }
}

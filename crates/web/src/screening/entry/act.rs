//! What is done to an entry on its page, from the receipt to the decision and back.

use super::super::texts;
use super::{Refilled, load, refused};
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, format};
use app::screening;
use axum::extract::{Path, State};
use domain::ids::EntryId;
use domain::screening::screen::{Answer as Finding, Finding as Found, Sheet};
use domain::screening::{Decision, DecisionKind, Verdict, forward};

fn desk_href(entry: i64) -> String {
    format!("/desk/entries/{entry}")
}

fn intake_href(entry: i64) -> String {
    format!("/intake/entries/{entry}")
}

fn whole(ctx: &Ctx, data: &FormData, reasons: Vec<Msg>) -> Refilled {
    let errors = FieldErrors::above(reasons);
    Refilled::Whole(Form::refused(ctx.t, data, errors))
}

pub async fn receive(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::receive(tx, actor, EntryId(entry), now).map(|()| desk_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-received"))),
        Err(reasons) => {
            let back = whole(&ctx, &data, reasons.iter().map(texts::receive).collect());
            refused(&ctx, &state, EntryId(entry), "/desk", back).await
        }
    }
}

/// The sheet: findings, verdict, reason, and the day before which a returned entry is asked for.
pub async fn screen(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let page = load(&ctx, &state, EntryId(entry)).await?;
    let mut errors = FieldErrors::new();
    let verdict = Verdict::from_word(data.get("verdict"));
    if verdict.is_none() {
        errors.add("verdict", Msg::new("screening-verdict-missing"));
    }
    let mut findings = Vec::new();
    for (n, text) in page.requirements.iter().enumerate() {
        let name = format!("req{n}");
        match Finding::from_word(data.get(&name)) {
            Some(answer) => findings.push(Found { requirement: text.clone(), answer }),
            None => {
                errors.add(name, Msg::new("screening-answer-missing").arg("requirement", text.clone()));
            }
        }
    }
    let day = data.get("mend_before").trim();
    let mend_before = format::read_day(day);
    if !day.is_empty() && mend_before.is_none() {
        errors.add("mend_before", Msg::new("screening-day-unreadable"));
    }
    let last_day = page.rules.timeline.units_send;
    if verdict == Some(Verdict::Returned) && day.is_empty() && last_day.admits(ctx.now()) {
        errors.add("mend_before", Msg::new("screening-mend-missing"));
    }
    let (Some(verdict), true) = (verdict, errors.is_empty()) else {
        return refused(
            &ctx,
            &state,
            EntryId(entry),
            "/desk",
            Refilled::Sheet(Form::refused(ctx.t, &data, errors)),
        )
        .await;
    };
    let sheet = Sheet {
        version: data.get("version").parse().unwrap_or(0),
        findings,
        verdict,
        reason: data.get("reason").to_owned(),
        mend_before,
    };
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::screen(tx, actor, EntryId(entry), &sheet, now).map(|()| desk_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-screened"))),
        Err(reasons) => {
            let form = Form::refused(ctx.t, &data, texts::screen(&reasons));
            refused(&ctx, &state, EntryId(entry), "/desk", Refilled::Sheet(form)).await
        }
    }
}

pub async fn accept(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::accept(tx, actor, EntryId(entry), now).map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-accepted"))),
        Err(reasons) => {
            let back = whole(&ctx, &data, reasons.iter().map(texts::accept).collect());
            refused(&ctx, &state, EntryId(entry), "/intake", back).await
        }
    }
}

/// Refilled to the unit, or turned down: both with a reason.
pub async fn give_back(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let reason = data.get("give_back_reason").to_owned();
    let (down, message) = match data.get("outcome") {
        "back" => (false, "screening-done-returned"),
        "down" => (true, "screening-done-turned-down"),
        _ => {
            let mut errors = FieldErrors::new();
            errors.add("outcome", Msg::new("screening-outcome-missing"));
            let back = Refilled::GiveBack(Form::refused(ctx.t, &data, errors));
            return refused(&ctx, &state, EntryId(entry), "/intake", back).await;
        }
    };
    let done = once(&state, &ctx, &data, move |tx, actor| {
        let done = if down {
            screening::reject(tx, actor, EntryId(entry), &reason, now)
        } else {
            screening::return_to_unit(tx, actor, EntryId(entry), &reason, now)
        };
        done.map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new(message))),
        Err(reasons) => {
            let form = Form::refused(ctx.t, &data, texts::give_back(&reasons));
            refused(&ctx, &state, EntryId(entry), "/intake", Refilled::GiveBack(form)).await
        }
    }
}

/// A copy, one work by two routes, not new, off the topic. The kept entry is named by its code.
pub async fn decide(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let page = load(&ctx, &state, EntryId(entry)).await?;
    let mut errors = FieldErrors::new();
    let kind = DecisionKind::from_word(data.get("decision"));
    if kind.is_none() {
        errors.add("decision", Msg::new("screening-decision-missing"));
    }
    let code = data.get("kept").trim().to_owned();
    let contest = page.contest.id;
    let kept = if code.is_empty() {
        None
    } else {
        let wanted = code.clone();
        let actor = ctx.actor.clone();
        let found =
            loaded(state.db.read(move |tx| screening::entry_by_code(tx, &actor, contest, &wanted)).await)?;
        if found.is_none() {
            errors.add("kept", Msg::new("screening-kept-unknown").arg("entry", code));
        }
        found
    };
    let (Some(kind), true) = (kind, errors.is_empty()) else {
        let back = Refilled::Decide(Form::refused(ctx.t, &data, errors));
        return refused(&ctx, &state, EntryId(entry), "/intake", back).await;
    };
    let decision = Decision { kind, kept, reason: data.get("decide_reason").to_owned() };
    let now = ctx.now();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::decide(tx, actor, EntryId(entry), &decision, now).map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-decided"))),
        Err(reasons) => {
            let form = Form::refused(ctx.t, &data, texts::decide(&reasons));
            refused(&ctx, &state, EntryId(entry), "/intake", Refilled::Decide(form)).await
        }
    }
}

pub async fn take_back(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    data: FormData,
) -> Answer {
    let now = ctx.now();
    let reason = data.get("take_back_reason").to_owned();
    let done = once(&state, &ctx, &data, move |tx, actor| {
        screening::take_back_decision(tx, actor, EntryId(entry), &reason, now).map(|()| intake_href(entry))
    });
    match done.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("screening-done-taken-back"))),
        Err(reasons) => {
            let errors = FieldErrors::beside("take_back_reason", reasons.iter().map(texts::take_back));
            let back = Refilled::TakeBack(Form::refused(ctx.t, &data, errors));
            refused(&ctx, &state, EntryId(entry), "/intake", back).await
        }
    }
}

/// For the pages of a batch: what keeps an entry from being sent, in words.
pub(in crate::screening) fn problems(ctx: &Ctx, list: &[forward::EntryProblem]) -> Vec<String> {
    list.iter().map(|p| ctx.t.s(texts::problem(*p)).into_owned()).collect()
}

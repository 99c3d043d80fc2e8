//! A member of the unit's committee says what he or she thinks of an entry; on the entry's page.

use super::entry::{Refilled, load, refused};
use super::texts;
use crate::act::once;
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, T, WebError};
use app::screening::{self, EntryPage};
use axum::extract::{Path, State};
use domain::ids::EntryId;
use domain::screening::Verdict;
use domain::screening::give_opinion::Opinion;
use domain::screening::screen::{Answer as Finding, Finding as Found};

/// One member's line on the page of an entry.
pub(super) struct Said {
    pub name: String,
    pub part: String,
    /// Nothing yet where absent.
    pub verdict: Option<String>,
    pub reason: String,
    pub lines: Vec<String>,
    /// Who wrote it down and when.
    pub by: String,
}

/// Every member with the newest opinion on this version.
pub(super) fn said(t: T, e: &EntryPage) -> Vec<Said> {
    let Some((committee, opinions)) = &e.committee else { return vec![] };
    let line = |(n, m): (usize, &domain::screening::committee::Member)| {
        let o = opinions.iter().find(|o| o.position == n);
        let finding = |f: &Found| format!("{}: {}", f.requirement, t.s(texts::answer(f.answer)));
        let verdict = |o: &screening::OpinionRow| {
            let verdict = if o.selects { Verdict::Selected } else { Verdict::NotSelected };
            t.s(texts::verdict(verdict)).into_owned()
        };
        Said {
            name: m.name.clone(),
            part: t.s(super::committee::part(m.part)).into_owned(),
            verdict: o.map(verdict),
            reason: o.map(|o| o.reason.clone()).unwrap_or_default(),
            lines: o.map(|o| o.findings.iter().map(finding).collect()).unwrap_or_default(),
            by: o
                .map(|o| t.a2("screening-minutes-by", "by", &o.by_name, "at", t.date_time(o.at.0)))
                .unwrap_or_default(),
        }
    };
    committee.members.iter().enumerate().map(line).collect()
}

/// The members for whom this person may write.
pub(super) fn writable(ctx: &Ctx, e: &EntryPage) -> Vec<Choice> {
    let Some((committee, _)) = &e.committee else { return vec![] };
    let me = ctx.actor.person_id();
    committee
        .members
        .iter()
        .enumerate()
        .filter(|(_, m)| m.person.is_none() || m.person == me)
        .map(|(n, m)| Choice::new(n.to_string(), &m.name))
        .collect()
}

pub async fn give(ctx: Ctx, State(state): State<AppState>, Path(entry): Path<i64>, data: FormData) -> Answer {
    data.key()?;
    let page = load(&ctx, &state, EntryId(entry)).await?;
    let mut errors = FieldErrors::new();
    let position: Option<usize> = data.get("member").parse().ok();
    if position.is_none() {
        errors.add("member", Msg::new("screening-opinion-member-missing"));
    }
    let selects = match Verdict::from_word(data.get("opinion")) {
        Some(Verdict::Selected) => Some(true),
        Some(Verdict::NotSelected) => Some(false),
        Some(Verdict::Returned) | None => None,
    };
    if selects.is_none() {
        errors.add("opinion", Msg::new("screening-verdict-missing"));
    }
    let mut findings = Vec::new();
    for (n, text) in page.requirements.iter().enumerate() {
        let name = format!("opinion-req{n}");
        match Finding::from_word(data.get(&name)) {
            Some(answer) => findings.push(Found { requirement: text.clone(), answer }),
            None => {
                errors.add(name, Msg::new("screening-answer-missing").arg("requirement", text.clone()));
            }
        }
    }
    if let (Some(position), Some(selects), true) = (position, selects, errors.is_empty()) {
        let opinion = Opinion {
            version: data.get("version").parse().unwrap_or(0),
            findings,
            selects,
            reason: data.get("opinion_reason").to_owned(),
        };
        let now = ctx.now();
        let done = once(&state, &ctx, &data, move |tx, actor| {
            screening::give_opinion(tx, actor, EntryId(entry), position, &opinion, now)
                .map(|()| format!("/desk/entries/{entry}"))
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("screening-done-opinion"))),
            Err(reasons) => {
                for r in &reasons {
                    match texts::opinion(r) {
                        (Some(field), msg) => errors.add(field, msg),
                        (None, msg) => errors.add_form(msg),
                    };
                }
            }
        }
    } else if page.committee.is_none() {
        return Err(WebError::NotFound);
    }
    let back = Refilled::Opinion(Form::refused(ctx.t, &data, errors));
    refused(&ctx, &state, EntryId(entry), "/desk", back).await
}

//! audit/show: lines in words, filtered and paged; the head of the chain and whether it holds.

use super::words;
use crate::page::Pager;
use crate::routes::escaped;
use crate::{Answer, AppState, Choice, Ctx, Form, Page, T, act, format, page, setup};
use app::audit::page::{Asked, AuditPage, page as read};
use app::audit::verify::{Broken, BrokenAt};
use app::record::Line;
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;

const PER_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "audit/show.html")]
struct Show {
    page: Page,
    form: Form,
    /// Where the filter goes.
    path: String,
    /// The hint below the field of the subject.
    about_hint: String,
    events: Vec<Choice>,
    day_wrong: bool,
    unknown: bool,
    total: u64,
    rows: Vec<Row>,
    pager: Pager,
    head: (String, String),
    /// The sentence, and whether it is good news; none when the chain was not verified now.
    verdict: Option<(String, bool)>,
    check_href: String,
}

struct Row {
    seq: String,
    at: String,
    who: String,
    /// Leads to what else this person did.
    who_href: Option<String>,
    what: String,
    about: String,
    details: Vec<(String, String)>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    event: String,
    login: String,
    about: String,
    day: String,
    page: u32,
    check: String,
}

pub async fn house(state: State<AppState>, ctx: Ctx, Query(wanted): Query<Wanted>) -> Answer {
    show(state, ctx, None, wanted).await
}

pub async fn contest(
    state: State<AppState>,
    ctx: Ctx,
    Path(code): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    show(state, ctx, Some(code), wanted).await
}

async fn show(State(state): State<AppState>, ctx: Ctx, code: Option<String>, wanted: Wanted) -> Answer {
    let t = ctx.t;
    let day = format::read_day(wanted.day.trim());
    let day_wrong = day.is_none() && !wanted.day.trim().is_empty();
    let from = day.and_then(|d| d.begins_at());
    let asked = Asked {
        contest: code.clone(),
        event: wanted.event.clone(),
        login: wanted.login.trim().to_lowercase(),
        about: wanted.about.trim().to_owned(),
        from,
        before: from.map(|at| at.plus_ms(24 * 60 * 60 * 1_000)),
        page: wanted.page.max(1),
        per_page: PER_PAGE,
        check: wanted.check == "yes",
    };
    let actor = ctx.actor.clone();
    let seen = act::loaded(state.db.read(move |tx| read(tx, &actor, &asked)).await)?;
    let path = match &code {
        Some(code) => format!("/contests/{}/audit", escaped(code)),
        None => "/audit".to_owned(),
    };
    let base = with_query(&path, &wanted, None);
    let title = if code.is_some() { "audit-title" } else { "audit-house-title" };
    let back = ("/work", t.s("people-work-title"));
    let shown = ctx.page(title).wide().back_to(back.0, back.1);
    let shown = match &seen.contest {
        Some(contest) => setup::headed(shown, contest),
        None => shown,
    };
    let about_hint = if code.is_some() { "audit-about-contest" } else { "audit-about-house" };
    let form = Form::new(t)
        .with("event", &wanted.event)
        .with("login", &wanted.login)
        .with("about", &wanted.about)
        .with("day", &wanted.day);
    page::show(&Show {
        page: shown,
        form,
        about_hint: t.s(about_hint).into_owned(),
        events: words::choices(t, code.is_some()),
        day_wrong,
        unknown: seen.unknown,
        total: seen.lines.total,
        rows: seen.lines.lines.iter().map(|line| row(t, &seen, line, &path)).collect(),
        pager: Pager::new(wanted.page, seen.lines.total, PER_PAGE, base),
        // The head follows from every line, also from digests of signed sheets, and marks are few enough to be tried out: whoever may
        // not read the lines of a contest does not get it.
        head: (t.number(seen.head.seq), if code.is_some() { seen.head.hex() } else { String::new() }),
        verdict: seen.verified.map(|v| verdict(t, v)),
        check_href: with_query(&path, &wanted, Some(("check", "yes"))),
        path,
    })
}

fn with_query(path: &str, wanted: &Wanted, more: Option<(&str, &str)>) -> String {
    let fields = [
        ("event", wanted.event.as_str()),
        ("login", &wanted.login),
        ("about", &wanted.about),
        ("day", &wanted.day),
    ];
    let parts: Vec<String> = fields
        .into_iter()
        .chain(more)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

fn row(t: T, seen: &AuditPage, line: &Line, path: &str) -> Row {
    let person: Option<i64> = line.actor.strip_prefix("person:").and_then(|id| id.parse().ok());
    let entry: Option<i64> = line.actor.strip_prefix("entry:").and_then(|id| id.parse().ok());
    let who = match (person, entry) {
        (Some(id), _) => {
            let name = seen.lines.names.iter().find(|(of, _)| *of == id).map(|(_, name)| name.clone());
            name.unwrap_or_else(|| line.actor.clone())
        }
        (None, Some(id)) => {
            let code = seen.named.get(&("entry".to_owned(), id)).cloned().unwrap_or_else(|| id.to_string());
            t.a1("audit-who-entrant", "code", code)
        }
        (None, None) if line.actor == "system" => t.s("audit-who-system").into_owned(),
        (None, None) => t.s("audit-who-anonymous").into_owned(),
    };
    let who_href =
        person.and_then(|id| seen.logins.get(&id)).map(|login| format!("{path}?login={}", escaped(login)));
    Row {
        seq: t.number(line.seq),
        at: format!("{} {}", t.date(line.at), t.time_of_second(line.at)),
        who,
        who_href,
        what: words::event(t, &line.event),
        about: words::subject(t, &line.subject, line.subject_id, &seen.named),
        details: words::facts(t, &line.event, &line.facts, &seen.named),
    }
}

fn verdict(t: T, verified: Result<(), BrokenAt>) -> (String, bool) {
    match verified {
        Ok(()) => (t.s("audit-unbroken").into_owned(), true),
        Err(broken) => {
            let key = match broken.why {
                Broken::Gap => "audit-broken-gap",
                Broken::Link => "audit-broken-link",
                Broken::Content => "audit-broken-content",
                Broken::Head => "audit-broken-head",
            };
            (t.a1(key, "seq", broken.seq), false)
        }
    }
}

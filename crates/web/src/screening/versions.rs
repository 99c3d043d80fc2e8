//! The versions of an entry, and two of them side by side in colour and in words.

use super::texts;
use crate::act::loaded;
use crate::{Answer, AppState, Choice, Ctx, Form, Page, page};
use app::screening;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::EntryId;
use domain::screening::compare::{Piece, Place};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

struct Version {
    name: String,
    at: String,
    hash: String,
}

/// A run of words: its element in the page, and the words.
struct Run {
    kind: &'static str,
    text: String,
}

struct Part {
    name: String,
    runs: Vec<Run>,
}

#[derive(Template)]
#[template(path = "screening/versions.html")]
struct View {
    page: Page,
    versions: Vec<Version>,
    choices: Vec<Choice>,
    form: Form,
    compared: Option<String>,
    parts: Vec<Part>,
}

pub async fn show(
    ctx: Ctx,
    State(state): State<AppState>,
    Path(entry): Path<i64>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let (from, to) = (asked.from.parse().ok(), asked.to.parse().ok());
    let read = state.db.read(move |tx| screening::versions(tx, &actor, EntryId(entry), from, to, now));
    let v = loaded(read.await)?;
    let t = ctx.t;
    let base = if ctx.path.starts_with("/intake") { "/intake" } else { "/desk" };
    let name = |n: i64| t.a1("screening-versions-name", "n", n);
    let place = |p: &Place| match p {
        Place::Section(code) => v.rules.name_of(code).unwrap_or(code).to_owned(),
        other => t.s(texts::place(other)).into_owned(),
    };
    let run = |p: &Piece| match p {
        Piece::Same(text) => Run { kind: "span", text: text.clone() },
        Piece::Gone(text) => Run { kind: "del", text: text.clone() },
        Piece::New(text) => Run { kind: "ins", text: text.clone() },
    };
    let (mut parts, mut form, mut compared) = (vec![], Form::new(t), None);
    if let Some((from, to, differences)) = &v.compared {
        let part = |d: &domain::screening::compare::Difference| Part {
            name: place(&d.place),
            runs: d.pieces.iter().map(run).collect(),
        };
        parts = differences.iter().map(part).collect();
        form = form.with("from", from.to_string()).with("to", to.to_string());
        compared = Some(t.a2("screening-versions-compared", "from", *from, "to", *to));
    }
    let line = |l: &screening::VersionLine| Version {
        name: name(l.version),
        at: t.date_time(l.at.0),
        hash: data_encoding::HEXLOWER.encode(&l.dossier_hash[..8]),
    };
    page::show(&View {
        page: ctx
            .page_titled(t.a1("screening-versions-title", "entry", &v.gate.code.0))
            .contest(&v.contest.name, format!("/contests/{}", v.contest.code))
            .back_to(format!("{base}/entries/{entry}"), t.s("screening-back-to-entry")),
        versions: v.versions.iter().map(line).collect(),
        choices: v.versions.iter().map(|l| Choice::new(l.version.to_string(), name(l.version))).collect(),
        form,
        compared,
        parts,
    })
}

//! Every letter shown beforehand, in both languages, with example values: to whom it goes is asked of the rule itself.

use crate::letters::{in_words, value};
use crate::setup::headed;
use crate::{Answer, AppState, Ctx, Lang, Page, T, act, page};
use app::contest::store::{self, ContestRow};
use app::notices::example_args;
use askama::Template;
use axum::extract::{Path, State};
use domain::contest::access;
use domain::notices::{Kind, Notice, Pace, of, samples};
use std::convert::Infallible;

#[derive(Template)]
#[template(path = "notices/preview.html")]
struct Preview {
    page: Page,
    letters: Vec<Letter>,
}

struct Letter {
    word: &'static str,
    name: String,
    whom: String,
    pace: String,
    texts: Vec<Text>,
}

struct Text {
    lang: &'static str,
    name: String,
    subject: String,
    body: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(code): Path<String>) -> Answer {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        let contest = store::find_by_code(tx, &code)?.ok_or(app::act::Stop::NotFound)?;
        access::see_set_up(&actor, contest.id)?;
        let unit = store::list_units(tx, contest.id)?.into_iter().next().map(|u| u.name);
        Ok::<_, app::act::Stop<Infallible>>((contest, unit.unwrap_or_default()))
    });
    let (contest, unit) = act::loaded(loaded.await)?;
    let letters =
        samples().iter().filter_map(of).map(|n| letter(&state, &ctx, &contest, &unit, &n)).collect();
    let page = headed(ctx.page("notices-preview-title"), &contest);
    page::show(&Preview { page: page.back_to("/work", ctx.t.s("people-work-title")), letters })
}

fn letter(state: &AppState, ctx: &Ctx, contest: &ContestRow, unit: &str, n: &Notice) -> Letter {
    let t = ctx.t;
    let kind = format!("notice-{}", n.kind.word());
    let args = example_args(contest, unit, ctx.now());
    let text = |lang: Lang| {
        let args: Vec<_> = args.iter().map(|(name, a)| (*name, value(&state.config, a))).collect();
        let (subject, body) = in_words(T::new(lang), &kind, &args);
        let name = t.s(if lang == Lang::Vi { "people-lang-vi" } else { "people-lang-en" }).into_owned();
        Text { lang: lang.code(), name, subject, body }
    };
    let texts: Vec<Text> = Lang::ALL.map(text).into();
    let own = texts.iter().find(|x| x.lang == t.lang.code()).map(|x| x.subject.clone());
    let whom: Vec<String> =
        n.whom.iter().map(|w| t.s(&format!("notices-whom-{}", w.word())).into_owned()).collect();
    Letter {
        word: n.kind.word(),
        name: own.unwrap_or_default(),
        whom: whom.join(", "),
        pace: pace(t, n.kind),
        texts,
    }
}

fn pace(t: T, kind: Kind) -> String {
    let key = match kind.pace() {
        Pace::AtOnce => "notices-leaves-at-once",
        Pace::Collected => "notices-leaves-collected",
    };
    t.s(key).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_who_is_told_has_a_name() {
        for notice in samples().iter().filter_map(of) {
            for whom in notice.whom {
                let key = format!("notices-whom-{}", whom.word());
                assert!(crate::i18n::knows(&key), "{key}");
            }
        }
    }
}

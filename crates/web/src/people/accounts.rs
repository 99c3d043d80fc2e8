//! The list of accounts.

use super::choices;
use crate::{Answer, AppState, Ctx, Page, act, page};
use app::act::Stop;
use app::people::accounts::{AccountRefusal, list_accounts};
use app::people::store;
use askama::Template;
use axum::extract::{Query, State};
use domain::people::WantedGrant;
use domain::text::fold;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "people/accounts.html")]
struct Accounts {
    page: Page,
    q: String,
    rows: Vec<Line>,
}

struct Line {
    id: i64,
    name: String,
    login: String,
    email: String,
    roles: String,
    /// The key of its state and the class of its tag.
    state: &'static str,
    tag: &'static str,
}

#[derive(Deserialize)]
pub struct Find {
    #[serde(default)]
    q: String,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Query(find): Query<Find>) -> Answer {
    let actor = ctx.actor.clone();
    let loaded = state.db.read(move |tx| {
        let persons = list_accounts(tx, &actor)?;
        Ok::<_, Stop<AccountRefusal>>((persons, store::list_grants(tx, None)?))
    });
    let (persons, grants) = act::loaded(loaded.await)?;
    let t = ctx.t;
    let mut roles: HashMap<i64, Vec<String>> = HashMap::new();
    for g in &grants {
        let WantedGrant { role, delegate, .. } = g.wanted;
        let name = if delegate { t.s("people-role-delegate") } else { t.s(choices::role_key(role)) };
        let list = roles.entry(g.person.0).or_default();
        if !list.iter().any(|r| *r == name) {
            list.push(name.into_owned());
        }
    }
    let wanted = fold(&find.q);
    let rows = persons
        .into_iter()
        .filter(|p| wanted.is_empty() || fold(&p.name).contains(&wanted) || p.login.contains(&wanted))
        .map(|p| {
            let (state, tag) = match (p.active, p.has_password) {
                (false, _) => ("people-account-closed", "tag"),
                (true, false) => ("people-account-invited", "tag now"),
                (true, true) => ("people-account-open", "tag good"),
            };
            let roles = roles.remove(&p.id.0).unwrap_or_default().join(", ");
            let email = p.email.unwrap_or_default();
            Line { id: p.id.0, name: p.name, login: p.login, email, roles, state, tag }
        })
        .collect();
    page::show(&Accounts { page: ctx.page("people-accounts-title").wide(), q: find.q, rows })
}

//! What the public page of a contest shows: rules in force, the wording of the announcement, the articles.

use super::store::{self, ArticleRow, ContestRow};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::contest::{RulesEdition, access};
use serde_json::Value;
use std::convert::Infallible;
use std::sync::Arc;

/// Parts of the announcement that no rule reads, word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    pub purpose: Vec<String>,
    pub requirements: Vec<String>,
    pub unit_duty: String,
    pub rights: String,
    pub after: String,
    pub bonus: String,
}

impl Wording {
    /// Reads the wording from the text of an edition. What is missing is empty.
    pub fn of(body: &str) -> Wording {
        let json: Value = serde_json::from_str(body).unwrap_or_default();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        let list = |name: &str| {
            let items = json[name].as_array().map(Vec::as_slice).unwrap_or_default();
            items.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        Wording {
            purpose: list("purpose"),
            requirements: list("requirements"),
            unit_duty: text("unit_duty"),
            rights: text("rights"),
            after: text("after"),
            bonus: text("bonus"),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Home {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub wording: Wording,
    /// Published ones, newest first.
    pub articles: Vec<ArticleRow>,
}

/// The page of a contest: for everybody once it is announced, before that for those who set it up.
pub fn home(tx: &mut Tx, actor: &Actor, code: &str) -> Result<Home, Stop<Infallible>> {
    let contest = store::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see(actor, contest.id, contest.phase)?;
    let rules = store::rules_of(tx, contest.id)?;
    let body = tx.one("SELECT body FROM rules_edition WHERE id = $1", &[contest.edition.0.into()])?;
    let wording = Wording::of(body.text(0)?);
    let mut articles = store::list_articles(tx, contest.id)?;
    articles.retain(|a| a.published_at.is_some());
    Ok(Home { contest, rules, wording, articles })
}

/// The contests that the actor may see, newest first.
pub fn contests(tx: &mut Tx, actor: &Actor) -> Result<Vec<ContestRow>, DbFault> {
    let mut all = store::list(tx)?;
    all.retain(|c| access::see(actor, c.id, c.phase).is_ok());
    Ok(all)
}

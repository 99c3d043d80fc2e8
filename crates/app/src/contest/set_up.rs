//! contest/set_up: everything that the set-up page shows: rules, editions, units.

use super::store::{self, ContestRow, EditionRow, TakesPart};
use crate::act::Stop;
use crate::db::Tx;
use domain::actor::Actor;
use domain::contest::{RulesEdition, access};
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct SetUp {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    /// Newest first.
    pub editions: Vec<EditionRow>,
    pub units: Vec<TakesPart>,
    /// The viewer may change it.
    pub may_change: bool,
}

/// The set-up of the contest with this code, for its organiser, secretary and auditor.
pub fn set_up(tx: &mut Tx, actor: &Actor, code: &str) -> Result<SetUp, Stop<Infallible>> {
    let contest = store::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see_set_up(actor, contest.id)?;
    let editions = store::list_editions(tx, contest.id)?;
    let rules = match editions.iter().find(|e| e.id == contest.edition) {
        Some(e) => store::cached(tx, e.id, &e.sha256)?,
        None => return Err(Stop::NotFound),
    };
    let units = store::list_units(tx, contest.id)?;
    let may_change = access::set_up(actor, contest.id).is_ok();
    Ok(SetUp { contest, rules, editions, units, may_change })
}

/// The text of one edition, for those who may see the set-up.
pub fn edition_text(tx: &mut Tx, actor: &Actor, code: &str, number: i64) -> Result<String, Stop<Infallible>> {
    let contest = store::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see_set_up(actor, contest.id)?;
    store::edition_body(tx, contest.id, number)?.ok_or(Stop::NotFound)
}

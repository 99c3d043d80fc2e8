//! gallery/consent: the author says what everybody may see of the entry, or takes it back.

use super::store;
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use crate::entry::store as entries;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::gallery::{Consent, ConsentRefusal, access, consent as rule};
use domain::ids::EntryId;
use domain::time::Instant;
use std::convert::Infallible;
use std::sync::Arc;

/// What the author is asked, and what was said before.
#[derive(Debug, Clone)]
pub struct ConsentPage {
    pub entry: entries::EntryRow,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub given: Consent,
}

pub fn consent_page(tx: &mut Tx, actor: &Actor, entry: EntryId) -> Result<ConsentPage, Stop<Infallible>> {
    let row = entries::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::consent(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    // A draft has its pages elsewhere.
    if row.version == 0 {
        return Err(Stop::NotFound);
    }
    Ok(ConsentPage {
        contest: contests::find(tx, row.contest)?.ok_or(Stop::NotFound)?,
        rules: contests::rules_of(tx, row.contest)?,
        given: store::find_consent(tx, entry)?,
        entry: row,
    })
}

pub fn consent(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    given: Consent,
    now: Instant,
) -> Result<(), Stop<ConsentRefusal>> {
    let row = entries::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::consent(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let event = rule::consent(row.contest, entry, row.state, given).map_err(Stop::Refused)?;
    store::save_consent(tx, entry, given, &actor_text(actor), now)?;
    record(tx, actor, Some(row.contest), event, now)?;
    Ok(())
}

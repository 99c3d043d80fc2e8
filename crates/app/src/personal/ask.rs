//! personal/ask: the author wants data erased.

use super::store;
use crate::act::Stop;
use crate::db::Tx;
use crate::entry::store as entries;
use crate::record::{actor_text, record};
use domain::actor::Actor;
use domain::ids::EntryId;
use domain::personal::{EraseRefusal, Extent, PersonalEvent, Way, access, erase as rule};
use domain::time::Instant;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Erased,
    /// It is decided before this instant.
    Asked {
        before: Instant,
    },
}

/// Erases at once what nobody relies on; otherwise keeps the request for those who decide.
pub fn ask(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    extent: Extent,
    reason: &str,
    now: Instant,
) -> Result<Done, Stop<EraseRefusal>> {
    let row = entries::find(tx, entry)?.ok_or(Stop::NotFound)?;
    access::ask(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let case = store::case(tx, &row)?;
    let (way, reason) = rule::ask(case, extent, reason, now).map_err(Stop::Refused)?;
    match way {
        Way::AtOnce => {
            store::erase(tx, entry, extent, true, &actor_text(actor), now)?;
            record(
                tx,
                actor,
                Some(row.contest),
                PersonalEvent::Erased { entry, extent, on_request: true },
                now,
            )?;
            Ok(Done::Erased)
        }
        Way::Decided { before } => {
            store::insert_request(tx, entry, extent, &reason, before, now)?;
            record(tx, actor, Some(row.contest), PersonalEvent::Asked { entry, extent, before }, now)?;
            Ok(Done::Asked { before })
        }
    }
}

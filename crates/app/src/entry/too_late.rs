//! entry/too_late: whether a draft comes too late, from one statement. In the second after the deadline hundreds ask so at once: who is too late is
//! told without its dossier being opened, and those who came in time do not wait behind them.

use crate::db::{DbFault, Tx};
use domain::actor::Actor;
use domain::contest::deadline::ends;
use domain::contest::{Extension, Extensions, Phase};
use domain::entry::access::{self, Subject};
use domain::entry::{EntryState, Origin};
use domain::ids::{ContestId, EntryId, UnitId};
use domain::time::{Before, Instant};

/// What is told to whoever comes too late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLate {
    pub code: String,
    pub contest_code: String,
    pub contest: String,
    /// Who may give more time.
    pub organiser: String,
    /// The deadline, or the end of what was granted to this entry.
    pub ended: Before,
    /// When the draft was saved last: it stays.
    pub saved_at: Option<Instant>,
}

/// `None`: in time, or no draft of whoever asks, or the form with this key was answered before. Those go the whole way.
pub fn too_late(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    key: &str,
    now: Instant,
) -> Result<Option<TooLate>, DbFault> {
    let row = tx.opt(
        "SELECT e.contest_id, e.unit_id, e.origin, e.taken_over_at, e.code, c.phase, c.code, c.name, o.name, c.units_send_before_at, \
         x.granted_at, x.until_at, d.saved_at FROM entry e JOIN contest c ON c.id = e.contest_id JOIN org_unit o ON o.id = c.organiser_unit_id \
         LEFT JOIN extension x ON x.id = (SELECT MAX(y.id) FROM extension y WHERE y.entry_id = e.id AND y.taken_back_at IS NULL) \
         LEFT JOIN draft d ON d.entry_id = e.id WHERE e.id = $1 AND e.state = 'draft' AND c.units_send_before_at <= $2 \
         AND NOT EXISTS (SELECT 1 FROM form_key f WHERE f.key = $3)",
        &[entry.0.into(), now.0.into(), key.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let subject = Subject {
        entry,
        contest: ContestId(row.int(0)?),
        unit: row.opt_int(1)?.map(UnitId),
        state: EntryState::Draft,
        origin: Origin::from_word(row.text(2)?).ok_or_else(|| DbFault::other("unknown origin in entry"))?,
        taken_over: row.opt_int(3)?.is_some(),
        assigned: false,
        recused: false,
        blind: false,
    };
    if access::write(actor, &subject).is_err() {
        return Ok(None);
    }
    let phase = Phase::from_word(row.text(5)?).ok_or_else(|| DbFault::other("unknown phase in contest"))?;
    let before = Before(Instant(row.int(9)?));
    let granted = match (row.opt_int(10)?, row.opt_int(11)?) {
        (Some(from), Some(until)) => {
            Some(Extension { granted_at: Instant(from), until: Before(Instant(until)) })
        }
        _ => None,
    };
    let extensions = Extensions { entry: granted.into_iter().collect(), unit: vec![] };
    if phase == Phase::Open && extensions.hand_in(before, now) {
        return Ok(None);
    }
    Ok(Some(TooLate {
        code: row.text(4)?.to_owned(),
        contest_code: row.text(6)?.to_owned(),
        contest: row.text(7)?.to_owned(),
        organiser: row.text(8)?.to_owned(),
        ended: ends(before, granted.map(|e| e.until)),
        saved_at: row.opt_int(12)?.map(Instant),
    }))
}

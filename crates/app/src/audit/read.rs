//! audit/read: lines of the log by what they are about.

use super::verify::line_of;
use crate::act::Stop;
use crate::db::{DbFault, Tx, Val};
use crate::record::Line;
use domain::actor::Actor;
use domain::contest::access;
use domain::ids::ContestId;
use domain::time::Instant;

/// Which lines to show. Empty texts and `None` mean "whatever".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// `entry`, `entry.submitted`: the beginning of the event's name.
    pub event: String,
    /// `person:12`.
    pub actor: String,
    /// `entry`, and its id.
    pub subject: String,
    pub subject_id: Option<i64>,
    pub from: Option<Instant>,
    /// Lines before this instant.
    pub before: Option<Instant>,
}

/// Lines of a page, newest first, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    pub total: u64,
    pub lines: Vec<Line>,
    /// Names of the persons among the actors, by id.
    pub names: Vec<(i64, String)>,
}

/// The log of one contest for its auditor or organiser, or the lines of no contest (accounts, units) for the administrator.
pub fn lines(
    tx: &mut Tx,
    actor: &Actor,
    contest: Option<ContestId>,
    filter: &Filter,
    offset: u64,
    limit: u32,
) -> Result<Lines, Stop<std::convert::Infallible>> {
    access::read_audit(actor, contest)?;
    let like = |prefix: &str| {
        let plain: String =
            prefix.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_')).collect();
        format!("{}%", plain.replace('_', "\\_"))
    };
    let scope = match contest {
        Some(_) => "contest_id = $1",
        None => "contest_id IS NULL AND CAST($1 AS BIGINT) = 0",
    };
    let wanted = format!(
        "{scope} AND event LIKE $2 ESCAPE '\\' AND (actor = $3 OR $3 = '') AND (subject = $4 OR $4 = '') AND (subject_id = $5 OR $5 = -1) AND at >= $6 AND at < $7"
    );
    let vals: Vec<Val<'_>> = vec![
        contest.map_or(0, |c| c.0).into(),
        like(&filter.event).into(),
        (&filter.actor).into(),
        (&filter.subject).into(),
        filter.subject_id.unwrap_or(-1).into(),
        filter.from.map_or(i64::MIN, |at| at.0).into(),
        filter.before.map_or(i64::MAX, |at| at.0).into(),
        limit.into(),
        i64::try_from(offset).unwrap_or(i64::MAX).into(),
    ];
    let total = tx.one(&format!("SELECT COUNT(*) FROM audit WHERE {wanted}"), &vals[..7])?.int(0)?;
    let rows = tx.query(
        &format!(
            "SELECT seq, at, actor, event, contest_id, subject, subject_id, facts FROM audit WHERE {wanted} ORDER BY seq DESC LIMIT $8 OFFSET $9"
        ),
        &vals,
    )?;
    let lines: Vec<Line> = rows.iter().map(|r| line_of(&r.as_ref())).collect::<Result<_, DbFault>>()?;
    let mut ids: Vec<i64> =
        lines.iter().filter_map(|l| l.actor.strip_prefix("person:")?.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let persons = tx.query(
        &format!("SELECT id, name FROM person WHERE id IN {}", crate::db::in_list(1, ids.len())),
        &ids.iter().map(|id| Val::from(*id)).collect::<Vec<_>>(),
    )?;
    let names =
        persons.iter().map(|r| Ok((r.int(0)?, r.text(1)?.to_owned()))).collect::<Result<_, DbFault>>()?;
    Ok(Lines { total: u64::try_from(total).unwrap_or(0), lines, names })
}

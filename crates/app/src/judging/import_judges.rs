//! The panel of an office's list, seated in one go: all of them or none.

use super::seat_judge::{NewJudge, seat_judge};
use crate::act::Stop;
use crate::db::Tx;
use crate::import::Known;
use crate::import::rows::JudgeRow;
use crate::people;
use domain::actor::Actor;
use domain::ids::ContestId;
use domain::judging::access;
use domain::judging::seat::SeatRefusal;
use domain::time::Instant;

/// Why a row cannot be seated; `row` counts the judges of the list from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRowRefusal {
    pub row: usize,
    pub why: SeatRefusal,
}

/// Seats every judge; every reason of every row at once. Accounts are given later, on the panel's page.
pub fn import_judges(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    list: &[JudgeRow],
    now: Instant,
) -> Result<usize, Stop<SeatRowRefusal>> {
    access::seat_judge(actor, contest)?;
    let mut refusals = Vec::new();
    for (row, j) in list.iter().enumerate() {
        let unit = match &j.unit_code {
            Some(code) => match people::unit_by_code(tx, code)? {
                Some(unit) => Some(unit.id),
                None => {
                    refusals.push(SeatRowRefusal { row, why: SeatRefusal::UnknownUnit });
                    continue;
                }
            },
            None => None,
        };
        let new = NewJudge {
            code: j.code.clone(),
            name: j.name.clone(),
            title: j.title.clone(),
            unit,
            chair: j.chair,
            ..NewJudge::default()
        };
        match seat_judge(tx, actor, contest, &new, now) {
            Ok(_) => {}
            Err(Stop::Refused(why)) => {
                refusals.extend(why.into_iter().map(|why| SeatRowRefusal { row, why }));
            }
            Err(stop) => return Err(stop.map(|why| SeatRowRefusal { row, why })),
        }
    }
    if refusals.is_empty() { Ok(list.len()) } else { Err(Stop::Refused(refusals)) }
}

/// What a list of judges may refer to.
pub fn judges_known(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Known, Stop<SeatRowRefusal>> {
    access::seat_judge(actor, contest)?;
    Ok(crate::screening::import_entries::known(tx, contest)?)
}

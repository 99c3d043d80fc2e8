//! Saves a judge's sheet: whole from the button, in part from the autosave. Never over something that was not seen.
//!
//! One statement loads, one saves, one action records: the storm of an evening before the closing is many of these.

use super::store::{self, SheetFile};
use crate::act::Stop;
use crate::db::Tx;
use crate::record::record;
use domain::actor::Actor;
use domain::ids::SheetId;
use domain::judging::rubric::Rubric;
use domain::judging::sheet::{SheetContent, SheetRefusal, check};
use domain::judging::sign::{SheetLocked, writable};
use domain::judging::{JudgingEvent, access};
use domain::marks::Marks;
use domain::ratio::Ratio;
use domain::text;
use domain::time::Instant;

/// What the judge sent; what is not named stays as it is. Positions run over the round's criteria, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetInput {
    /// The revision that the judge's page showed.
    pub seen: i64,
    pub marks: Vec<(usize, Option<Marks>)>,
    pub comments: Vec<(usize, String)>,
    pub general_comment: Option<String>,
    /// The code of a ticked band.
    pub ticked: Vec<(usize, String)>,
}

/// A sheet as it is now stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub revision: i64,
    pub saved_at: Instant,
    /// Weighted, of the marks given so far.
    pub total: Ratio,
    pub given: usize,
}

/// Why nothing was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveRefusal {
    Locked(SheetLocked),
    /// The sheet was changed elsewhere: both texts, nothing overwritten.
    Stale {
        revision: i64,
        stored: SheetContent,
        sent: SheetContent,
    },
    Sheet(SheetRefusal),
}

pub fn save_sheet(
    tx: &mut Tx,
    actor: &Actor,
    sheet: SheetId,
    input: &SheetInput,
    now: Instant,
) -> Result<Saved, Stop<SaveRefusal>> {
    let file = store::find_sheet(tx, sheet)?.ok_or(Stop::NotFound)?;
    access::write_sheet(actor, file.contest, file.judge)?;
    let criteria = &file.round_rules.criteria;
    let (sent, ticked) = merged(&file, input).ok_or_else(|| {
        Stop::refuse(SaveRefusal::Sheet(SheetRefusal::WrongShape { criteria: criteria.len() }))
    })?;
    if sent == file.content && input.ticked.is_empty() {
        return Ok(answer(&file, &sent, file.revision, file.saved_at.unwrap_or(now)));
    }
    writable(file.state).map_err(|l| Stop::refuse(SaveRefusal::Locked(l)))?;
    check(criteria, &sent, &ticked)
        .map_err(|no| Stop::Refused(no.into_iter().map(SaveRefusal::Sheet).collect()))?;
    if sent == file.content {
        return Ok(answer(&file, &sent, file.revision, file.saved_at.unwrap_or(now)));
    }
    if input.seen != file.revision || !store::save_content(tx, sheet, input.seen, &sent, now)? {
        return Err(stale(tx, file, sent)?);
    }
    let revision = file.revision + 1;
    let saved = JudgingEvent::SheetSaved { sheet, revision, given: sent.given() };
    record(tx, actor, Some(file.contest), saved, now)?;
    Ok(answer(&file, &sent, revision, now))
}

/// The stored sheet with what was sent laid over it. `None` when a position is not of this rubric.
fn merged(file: &SheetFile, input: &SheetInput) -> Option<(SheetContent, Vec<Option<String>>)> {
    let mut content = file.content.clone();
    for (at, mark) in &input.marks {
        *content.marks.get_mut(*at)? = *mark;
    }
    for (at, comment) in &input.comments {
        *content.comments.get_mut(*at)? = text::clean(comment);
    }
    if let Some(general) = &input.general_comment {
        content.general_comment = text::clean(general);
    }
    let mut ticked = vec![None; content.marks.len()];
    for (at, band) in &input.ticked {
        *ticked.get_mut(*at)? = Some(band.clone());
    }
    Some((content, ticked))
}

fn answer(file: &SheetFile, content: &SheetContent, revision: i64, saved_at: Instant) -> Saved {
    let total = Rubric::of(&file.round_rules.criteria).running_total(&content.marks);
    Saved { revision, saved_at, total, given: content.given() }
}

/// On PostgreSQL another save may have come between loading and saving: what is stored now is asked again.
fn stale(tx: &mut Tx, file: SheetFile, sent: SheetContent) -> Result<Stop<SaveRefusal>, crate::db::DbFault> {
    let newest = store::find_sheet(tx, file.id)?.unwrap_or(file);
    if newest.state.signed {
        return Ok(Stop::refuse(SaveRefusal::Locked(SheetLocked::Signed)));
    }
    let (revision, stored) = (newest.revision, newest.content);
    Ok(Stop::refuse(SaveRefusal::Stale { revision, stored, sent }))
}

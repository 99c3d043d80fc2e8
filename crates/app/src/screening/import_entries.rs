//! Paper entries of an office's list, recorded in one go and received at their desk: all of them or none.

use crate::act::Stop;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::entry;
use crate::import::Known;
use crate::import::known::{KnownUnit, KnownUnits};
use crate::import::rows::{AttachmentRow, AuthorRow, Category as RowCategory, EntryRow};
use crate::people;
use domain::actor::Actor;
use domain::contest::{AttachmentKind, Category, Form};
use domain::entry::{Attachment, Author, Dossier, RecordRefusal, access};
use domain::ids::{ContestId, EntryCode, RouteCode};
use domain::percent::SharePercent;
use domain::text;
use domain::time::Instant;

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperEntry {
    pub code: EntryCode,
    pub dossier: Dossier,
    pub received_at: Instant,
}

/// Why a row cannot be recorded; `row` counts the entries of the list from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRefusal {
    pub row: usize,
    pub why: RowWhy,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowWhy {
    Record(RecordRefusal),
    /// The receiving unit is another one's desk.
    OtherDesk,
}

/// Records every entry and receives it where its unit may; every reason of every row at once.
pub fn import_entries(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    list: &[PaperEntry],
    now: Instant,
) -> Result<usize, Stop<RowRefusal>> {
    access::at_some_desk(actor, contest)?;
    let mut refusals = Vec::new();
    for (row, e) in list.iter().enumerate() {
        let code = Some(e.code.clone());
        match entry::record_paper(tx, actor, contest, code, &e.dossier, e.received_at, now) {
            Ok(id) => match tx.attempt(|tx| super::receive(tx, actor, id, now)) {
                Ok(()) | Err(Stop::Refused(_) | Stop::NotAllowed | Stop::NotFound) => {}
                Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
            },
            Err(Stop::Refused(why)) => {
                refusals.extend(why.into_iter().map(|why| RowRefusal { row, why: RowWhy::Record(why) }));
            }
            Err(Stop::NotAllowed) => refusals.push(RowRefusal { row, why: RowWhy::OtherDesk }),
            Err(Stop::NotFound) => return Err(Stop::NotFound),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        }
    }
    if refusals.is_empty() { Ok(list.len()) } else { Err(Stop::Refused(refusals)) }
}

/// What a list may refer to: units, areas, forms, routes. For those who record at a desk.
pub fn import_known(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Known, Stop<RowRefusal>> {
    access::at_some_desk(actor, contest)?;
    Ok(known(tx, contest)?)
}

pub(crate) fn known(tx: &mut Tx, contest: ContestId) -> Result<Known, DbFault> {
    let editions = contests::list_editions(tx, contest)?;
    let number = editions.first().map_or(1, |e| e.number);
    let body = contests::edition_body(tx, contest, number)?.unwrap_or_default();
    let units = people::store::list_units(tx)?.into_iter().map(|u| KnownUnit {
        code: u.code.0,
        name: u.name,
        valid_from: u.valid_from.map(|d| d.0),
        valid_to: u.valid_to.map(|d| d.0),
    });
    let rules = serde_json::from_str(&body).unwrap_or_default();
    Ok(Known { units: Some(KnownUnits::new(units)), ..Known::from_contest(&rules) })
}

/// The dossier that a row of a list tells; `route` where the list has none. `None` for a form that no contest has.
pub fn paper_entry(row: &EntryRow, route: &RouteCode) -> Option<PaperEntry> {
    let author = |a: &AuthorRow| Author {
        name: text::clean_line(&a.name),
        role_title: text::clean_line(&a.role_title),
        unit: a.unit_code.as_deref().map(Into::into),
        address: text::clean_line(&a.address),
        phone: a.phone.clone(),
        share: SharePercent(a.share_hundredths.unwrap_or(0)),
        representative: a.representative,
        grounds: domain::entry::Grounds::default(),
    };
    let attachment = |a: &AttachmentRow| Attachment {
        name: text::clean_line(&a.name),
        kind: AttachmentKind::from_word(&a.kind).unwrap_or(AttachmentKind::Other),
        bytes: a.bytes,
        sha256: None,
    };
    let dossier = Dossier {
        title: text::clean_line(&row.title),
        areas: row.areas.iter().map(|a| a.as_str().into()).collect(),
        form: Form::from_word(&row.format)?,
        category: match row.category {
            RowCategory::Individual => Category::Individual,
            RowCategory::Collective => Category::Collective,
        },
        authors: row.authors.iter().map(author).collect(),
        receiving_unit: row.receiving_unit_code.as_str().into(),
        route: row.route.as_deref().map_or_else(|| route.clone(), Into::into),
        attachments: row.attachments.iter().map(attachment).collect(),
        sections: row.sections.iter().map(|(c, t)| (c.clone(), text::clean(t))).collect(),
        already_applied: row.already_applied.unwrap_or(false),
    };
    let received_at = Instant(row.submitted_at.at_ms);
    Some(PaperEntry { code: EntryCode(row.code.clone()), dossier, received_at })
}

//! personal/held: what an office holds of the authors of an entry, told to its holder.

use super::store::{self, RequestRow};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use crate::entry::store::{self as entries, EntryRow};
use crate::record::record;
use domain::actor::Actor;
use domain::entry::DraftAuthor;
use domain::ids::EntryId;
use domain::personal::{Case, Extent, PersonalEvent, access};
use domain::time::Instant;
use std::convert::Infallible;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldAuthor {
    pub name: String,
    pub role_title: String,
    pub address: String,
    pub phone: String,
    /// As handed in, or as typed; empty where the contest does not ask.
    pub birth: String,
}

impl HeldAuthor {
    fn of(a: DraftAuthor) -> HeldAuthor {
        let DraftAuthor { name, role_title, address, phone, grounds, .. } = a;
        HeldAuthor { name, role_title, address, phone, birth: grounds.birth }
    }
}

/// What is held of one entry.
#[derive(Debug, Clone)]
pub struct Held {
    pub entry: EntryRow,
    pub contest: ContestRow,
    /// Of the newest version, or of the draft.
    pub authors: Vec<HeldAuthor>,
    pub email: String,
    pub case: Case,
    pub erased: Option<(Extent, Instant)>,
    pub requests: Vec<RequestRow>,
}

pub fn held(tx: &mut Tx, actor: &Actor, entry: EntryId) -> Result<Held, Stop<Infallible>> {
    let (row, working) = entries::find_working(tx, entry)?.ok_or(Stop::NotFound)?;
    access::ask(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let mut email = row.email(tx)?;
    let authors = match (entries::dossier_of(tx, entry, row.version)?, working) {
        (Some((dossier, _)), _) => dossier.authors.iter().map(|a| HeldAuthor::of(a.as_typed())).collect(),
        (None, Some(working)) => {
            email = working.draft.email;
            working.draft.authors.into_iter().map(HeldAuthor::of).collect()
        }
        (None, None) => vec![],
    };
    Ok(Held {
        contest: contests::find(tx, row.contest)?.ok_or(Stop::NotFound)?,
        authors,
        email,
        case: store::case(tx, &row)?,
        erased: store::erased(tx, entry)?,
        requests: store::list_of_entry(tx, entry)?,
        entry: row,
    })
}

/// All of it as a file that other programs read (JSON, UTF-8). That it was given out is recorded.
pub fn export(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Result<String, Stop<Infallible>> {
    let held = held(tx, actor, entry)?;
    let author = |a: &HeldAuthor| {
        let mut held = serde_json::json!({ "name": a.name, "role": a.role_title, "address": a.address, "phone": a.phone });
        if !a.birth.is_empty() {
            held["birth"] = a.birth.as_str().into();
        }
        held
    };
    let mut versions = Vec::new();
    for version in 1..=held.entry.version {
        let Some((d, hash)) = entries::dossier_of(tx, entry, version)? else { continue };
        let people = d.authors.iter().map(|a| {
            let mut held = author(&HeldAuthor::of(a.as_typed()));
            held["share_percent"] = a.share.to_string().into();
            held
        });
        versions.push(serde_json::json!({
            "version": version,
            "sha256": crate::entry::body::hex(&hash),
            "title": d.title,
            "authors": people.collect::<Vec<_>>(),
            "files": d.attachments.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
        }));
    }
    let given = crate::gallery::store::find_consent(tx, entry)?;
    let file = serde_json::json!({
        "contest": held.contest.code,
        "code": held.entry.code.as_str(),
        "given_out_at": now.to_string(),
        "authors": held.authors.iter().map(author).collect::<Vec<_>>(),
        "email": held.email,
        "versions": versions,
        "published": { "names": given.names, "text": given.text, "files": given.files },
        "requests": held.requests.iter().map(|r| serde_json::json!({
            "extent": r.extent.word(), "reason": r.reason, "asked_at": r.asked_at.to_string(),
            "decided_at": r.decided_at.map(|at| at.to_string()), "erased": r.erased, "basis": r.basis,
        })).collect::<Vec<_>>(),
    });
    record(tx, actor, Some(held.entry.contest), PersonalEvent::Told { entry }, now)?;
    serde_json::to_string_pretty(&file).map_err(|e| crate::db::DbFault::other(e.to_string()).into())
}

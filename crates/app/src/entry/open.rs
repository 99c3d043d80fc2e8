//! What the author sees of an entry, and what the pages of the hand-in work on.

use super::save_draft::may_be_edited;
use super::store::{self, Circumstances, EntryRow, Working};
use crate::act::Stop;
use crate::contest::store::ContestRow;
use crate::db::{DbFault, Tx};
use crate::{contest, files};
use domain::actor::Actor;
use domain::contest::RulesEdition;
use domain::entry::{Attachment, Dossier, Draft, SubmitRefusal, Whereabouts, access, submit};
use domain::ids::{EntryId, UnitCode};
use domain::time::Instant;
use std::sync::Arc;

/// An entry with everything that a page about it shows.
#[derive(Debug, Clone)]
pub struct OwnEntry {
    pub row: EntryRow,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    /// The version that counts, and its hash; `None` for a draft.
    pub dossier: Option<(Dossier, [u8; 32])>,
    pub whereabouts: Whereabouts,
    /// Names of the units that it names.
    pub unit_names: Vec<(UnitCode, String)>,
    /// Where letters about it go; empty where nowhere.
    pub email: String,
}

/// Opens an entry that was handed in, or one's own draft. Whoever may not see it finds nothing.
pub fn open<R>(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Result<OwnEntry, Stop<R>> {
    let row = store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    let subject = store::subject_for(tx, actor, &row)?;
    access::see(actor, &subject, now).map_err(|_| Stop::NotFound)?;
    let dossier = store::dossier_of(tx, entry, row.version)?;
    let whereabouts = store::whereabouts(tx, &row)?;
    let named = dossier.as_ref().map_or_else(Vec::new, |(d, _)| {
        store::named_units(Some(&d.receiving_unit), d.authors.iter().map(|a| a.unit.as_ref()))
    });
    let unit_names = store::unit_names(tx, &named)?;
    let rules = contest::store::rules_of(tx, row.contest)?;
    let contest = contest::store::find(tx, row.contest)?.ok_or(Stop::NotFound)?;
    let email = row.email(tx)?;
    Ok(OwnEntry { row, contest, rules, dossier, whereabouts, unit_names, email })
}

/// The working copy on the author's desk.
#[derive(Debug, Clone)]
pub struct Desk {
    pub row: EntryRow,
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub draft: Draft,
    pub saved_at: Option<Instant>,
    /// The ids of the files, in the order of `draft.attachments`.
    pub file_ids: Vec<i64>,
    /// Everything that stands against handing it in now.
    pub problems: Vec<SubmitRefusal>,
    /// Names of the units that it names.
    pub unit_names: Vec<(UnitCode, String)>,
    /// It is handed in and can no longer be edited, for this reason.
    pub locked: Option<SubmitRefusal>,
    pub dossier_hash: Option<[u8; 32]>,
    /// Handed in before, and the working copy says something else by now.
    pub has_changes: bool,
}

/// The working copy, for whoever may write it. Reads only: what was handed in without one is shown as it was.
pub fn hand_in_desk<R>(tx: &mut Tx, actor: &Actor, entry: EntryId, now: Instant) -> Result<Desk, Stop<R>> {
    let (row, working) = store::find_working(tx, entry)?.ok_or(Stop::NotFound)?;
    access::write(actor, &row.subject()).map_err(|_| Stop::NotFound)?;
    let locked = match may_be_edited(tx, &row) {
        Ok(()) => None,
        Err(Stop::Refused(reasons)) => reasons.into_iter().next(),
        Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        Err(Stop::NotAllowed | Stop::NotFound) => return Err(Stop::NotFound),
    };
    let handed_in = store::dossier_of(tx, entry, row.version)?;
    let (draft, saved_at, file_ids) = match working {
        Some(w) => {
            let (ids, attachments): (Vec<i64>, Vec<Attachment>) =
                store::draft_files(tx, entry)?.into_iter().unzip();
            (Draft { attachments, ..w.draft }, Some(w.saved_at), ids)
        }
        None => {
            let rules = contest::store::rules_of(tx, row.contest)?;
            let draft = handed_in.as_ref().map(|(d, _)| Draft::of_dossier(d, &rules));
            (draft.unwrap_or_default(), None, Vec::new())
        }
    };
    let mut decided = draft.clone();
    decided.drop_blank_authors();
    let around = Circumstances::load(tx, &row, &decided)?;
    let problems = submit::problems(&decided, &around.hand_in(now));
    let dossier_hash = handed_in.as_ref().map(|(_, hash)| *hash);
    let has_changes =
        handed_in.as_ref().is_some_and(|(d, _)| submit::would_be(&decided, &around.rules) != *d);
    let named =
        store::named_units(decided.receiving_unit.as_ref(), decided.authors.iter().map(|a| a.unit.as_ref()));
    let unit_names = store::unit_names(tx, &named)?;
    let contest = contest::store::find(tx, row.contest)?.ok_or(Stop::NotFound)?;
    let rules = around.rules.clone();
    Ok(Desk {
        row,
        contest,
        rules,
        draft,
        saved_at,
        file_ids,
        problems,
        unit_names,
        locked,
        dossier_hash,
        has_changes,
    })
}

/// Makes the working copy of an entry that has none: of the version that counts, with its files.
pub(crate) fn start_working(tx: &mut Tx, row: &EntryRow, now: Instant) -> Result<Working, DbFault> {
    let draft = match store::dossier_of(tx, row.id, row.version)? {
        Some((dossier, _)) => {
            files::store::copy_to_draft(tx, row.id, row.version, now)?;
            let rules = contest::store::rules_of(tx, row.contest)?;
            Draft { attachments: Vec::new(), ..Draft::of_dossier(&dossier, &rules) }
        }
        None => Draft::default(),
    };
    store::save_working(tx, row.id, 1, &draft, now)?;
    Ok(Working { revision: 1, draft, saved_at: now })
}

//! What each author of a group gets of its prize.

use crate::act::Stop;
use crate::db::Tx;
use domain::actor::Actor;
use domain::awards::access;
use domain::awards::allocate::Prize;
use domain::awards::shares::split;
use domain::ids::{ContestId, EntryCode};
use domain::money::Vnd;
use domain::percent::SharePercent;
use std::collections::HashMap;
use std::convert::Infallible;

/// A prize of a group, cut into parts that add up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    pub entry: EntryCode,
    pub amount: Vnd,
    /// Name, share and part, in the order of the dossier.
    pub members: Vec<(String, SharePercent, Vnd)>,
}

/// The prizes of groups among these, for those who run the contest and its auditor: the chair may judge blind.
pub fn parted(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    prizes: &[Prize],
) -> Result<Vec<Parted>, Stop<Infallible>> {
    access::read_complaints(actor, contest)?;
    let mut authors: HashMap<EntryCode, Vec<(String, SharePercent)>> = HashMap::new();
    tx.each(
        "SELECT e.code, a.name, a.share FROM entry e JOIN author a ON a.entry_id = e.id AND a.version = e.version WHERE e.contest_id = $1 AND e.state = 'handed_in' AND e.author_count > 1 ORDER BY e.code, a.position",
        &[contest.0.into()],
        |row| -> Result<(), crate::db::DbFault> {
            let of_entry = authors.entry(EntryCode(row.text(0)?.to_owned())).or_default();
            of_entry.push((row.text(1)?.to_owned(), SharePercent(row.int(2)?)));
            Ok(())
        },
    )?;
    let part = |prize: &Prize| {
        let authors = authors.remove(&prize.entry)?;
        let shares: Vec<SharePercent> = authors.iter().map(|a| a.1).collect();
        let parts = split(prize.amount, &shares);
        let members =
            authors.into_iter().zip(parts).map(|((name, share), part)| (name, share, part)).collect();
        Some(Parted { entry: prize.entry.clone(), amount: prize.amount, members })
    };
    Ok(prizes.iter().filter_map(part).collect())
}

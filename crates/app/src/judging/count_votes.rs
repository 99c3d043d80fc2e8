//! Takes in a count of the public's votes, and takes one back. What a count says is never changed: another one is taken in.

use super::{store, votes_store};
use crate::act::Stop;
use crate::contest::store::{self as contests, ContestRow};
use crate::db::Tx;
use crate::record::{actor_text, record};
use data_encoding::HEXLOWER;
use domain::actor::Actor;
use domain::contest::CommunityVote;
use domain::ids::{ContestId, EntryCode, EntryId};
use domain::judging::count_votes::{self as rule, Count, CountRefusal, UncountRefusal};
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use votes_store::CountRow;

/// Answers the number of the count.
pub fn count_votes(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    count: &Count,
    now: Instant,
) -> Result<i64, Stop<CountRefusal>> {
    tx.lock_row("contest", contest.0)?;
    contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::count_votes(actor, contest)?;
    let rules = contests::rules_of(tx, contest)?;
    let ids: HashMap<EntryCode, EntryId> =
        store::list_accepted(tx, contest)?.into_iter().map(|e| (e.code, e.id)).collect();
    let judged: HashSet<EntryCode> = ids.keys().cloned().collect();
    let count = Count { note: text::clean(&count.note), ..count.clone() };
    let closed = votes_store::judging_closed(tx, contest)?;
    rule::count_votes(rules.judging.community_vote.as_ref(), closed, &judged, &count, now)?;
    let digest = digest(&count);
    let id = votes_store::insert_count(tx, contest, &count, &ids, &digest, &actor_text(actor), now)?;
    let counted = JudgingEvent::VotesCounted {
        contest,
        count: id,
        source: count.source,
        votes: count.votes.iter().map(|(_, votes)| votes).sum(),
        left_out: count.left_out,
        digest: HEXLOWER.encode(&digest),
    };
    record(tx, actor, Some(contest), counted, now)?;
    Ok(id)
}

/// SHA-256 over `entry,votes` lines, by entry.
fn digest(count: &Count) -> [u8; 32] {
    let mut lines: Vec<String> = count.votes.iter().map(|(e, votes)| format!("{e},{votes}\n")).collect();
    lines.sort();
    Sha256::digest(lines.concat()).into()
}

/// Takes a count back, with a reason; it stays on the list as taken back. Answers its contest.
pub fn take_back_votes(
    tx: &mut Tx,
    actor: &Actor,
    count: i64,
    reason: &str,
    now: Instant,
) -> Result<ContestId, Stop<UncountRefusal>> {
    let row = votes_store::find_count(tx, count)?.ok_or(Stop::NotFound)?;
    let contest = row.contest;
    tx.lock_row("contest", contest.0)?;
    access::count_votes(actor, contest)?;
    let reason = text::clean(reason);
    let closed = votes_store::judging_closed(tx, contest)?;
    rule::take_back(closed, row.taken_back.is_some(), &reason)?;
    votes_store::save_taken_back(tx, count, &actor_text(actor), &reason, now)?;
    record(tx, actor, Some(contest), JudgingEvent::VotesTakenBack { contest, count, reason }, now)?;
    Ok(contest)
}

/// The vote of a contest as those who count see it.
#[derive(Debug, Clone)]
pub struct Votes {
    pub contest: ContestRow,
    /// `None`: the rules have no vote, and there is nothing to take in.
    pub rule: Option<CommunityVote>,
    pub closed: bool,
    pub counts: Vec<CountRow>,
    /// Code, title, votes over all counts that stand; most votes first.
    pub entries: Vec<(EntryCode, String, u64)>,
}

pub fn votes(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Votes, Stop<Infallible>> {
    let row = contests::find(tx, contest)?.ok_or(Stop::NotFound)?;
    access::see_votes(actor, contest)?;
    let rule = contests::rules_of(tx, contest)?.judging.community_vote.clone();
    let sums = votes_store::votes_of(tx, contest)?.unwrap_or_default();
    let of = |id: &EntryId| sums.get(id).copied().unwrap_or_default();
    let mut entries: Vec<(EntryCode, String, u64)> =
        store::list_accepted(tx, contest)?.into_iter().map(|e| (e.code, e.title, of(&e.id))).collect();
    entries.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    let (closed, counts) =
        (votes_store::judging_closed(tx, contest)?, votes_store::list_counts(tx, contest)?);
    Ok(Votes { contest: row, rule, closed, counts, entries })
}

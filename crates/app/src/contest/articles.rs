//! The announcement and the news of a contest: written, published, taken back, voted on with stars.

use super::store::{self, ArticleRow, ContestRow};
use crate::act::Stop;
use crate::db::Tx;
use crate::keys::Keys;
use crate::people::throttle::{self, Counted};
use crate::record::record;
use domain::actor::Actor;
use domain::contest::article::{ArticleRefusal, check_article};
use domain::contest::{ArticleKind, ContestEvent, StarTally, Stars, access};
use domain::ids::ContestId;
use domain::people::throttle::Scope;
use domain::time::Instant;
use std::convert::Infallible;

/// What is typed for an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleDraft {
    pub kind: ArticleKind,
    pub title: String,
    pub body: String,
}

/// An article with its contest and its stars.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    pub contest: ContestRow,
    pub article: ArticleRow,
    pub stars: StarTally,
    /// The viewer may change it.
    pub may_write: bool,
}

fn contest_of(tx: &mut Tx, actor: &Actor, code: &str) -> Result<ContestRow, Stop<Infallible>> {
    let contest = store::find_by_code(tx, code)?.ok_or(Stop::NotFound)?;
    access::see(actor, contest.id, contest.phase)?;
    Ok(contest)
}

/// One article: everybody reads a published one, its writers a draft too.
pub fn article(tx: &mut Tx, actor: &Actor, code: &str, id: i64) -> Result<Article, Stop<Infallible>> {
    let contest = contest_of(tx, actor, code)?;
    let article = store::find_article(tx, id)?.filter(|a| a.contest == contest.id).ok_or(Stop::NotFound)?;
    let may_write = access::write_articles(actor, contest.id).is_ok();
    if article.published_at.is_none() && !may_write {
        return Err(Stop::NotFound);
    }
    let stars = store::star_tally(tx, id)?;
    Ok(Article { contest, article, stars, may_write })
}

/// All articles of a contest, drafts included, for those who write them.
pub fn articles(
    tx: &mut Tx,
    actor: &Actor,
    code: &str,
) -> Result<(ContestRow, Vec<ArticleRow>), Stop<Infallible>> {
    let contest = contest_of(tx, actor, code)?;
    access::write_articles(actor, contest.id)?;
    let list = store::list_articles(tx, contest.id)?;
    Ok((contest, list))
}

/// Saves a new article, or the next revision of one (`before`: its id and the revision that was opened). Answers its id.
pub fn save_article(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    before: Option<(i64, i64)>,
    draft: &ArticleDraft,
    now: Instant,
) -> Result<i64, Stop<ArticleRefusal>> {
    access::write_articles(actor, contest)?;
    let fields = check_article(&draft.title, &draft.body)?;
    let (article, revision) = match before {
        None => (store::insert_article(tx, contest, draft.kind, &fields, now)?, 1),
        Some((id, revision)) => {
            store::find_article(tx, id)?.filter(|a| a.contest == contest).ok_or(Stop::NotFound)?;
            if !store::save_article(tx, id, draft.kind, &fields, revision)? {
                return Err(Stop::refuse(ArticleRefusal::ChangedMeanwhile));
            }
            (id, revision + 1)
        }
    };
    record(tx, actor, Some(contest), ContestEvent::ArticleSaved { contest, article, revision }, now)?;
    Ok(article)
}

/// Shows the article to everybody, with this moment as its date. Publishing what is published keeps its date.
pub fn publish_article(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    article: i64,
    now: Instant,
) -> Result<(), Stop<ArticleRefusal>> {
    access::write_articles(actor, contest)?;
    tx.lock_row("article", article)?;
    let row = store::find_article(tx, article)?.filter(|a| a.contest == contest).ok_or(Stop::NotFound)?;
    if row.published_at.is_none() {
        store::save_published(tx, article, Some(now))?;
        record(tx, actor, Some(contest), ContestEvent::ArticlePublished { contest, article }, now)?;
    }
    Ok(())
}

/// Makes it a draft again. Views and stars stay.
pub fn withdraw_article(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    article: i64,
    now: Instant,
) -> Result<(), Stop<ArticleRefusal>> {
    access::write_articles(actor, contest)?;
    tx.lock_row("article", article)?;
    let row = store::find_article(tx, article)?.filter(|a| a.contest == contest).ok_or(Stop::NotFound)?;
    if row.published_at.is_some() {
        store::save_published(tx, article, None)?;
        record(tx, actor, Some(contest), ContestEvent::ArticleWithdrawn { contest, article }, now)?;
    }
    Ok(())
}

/// What became of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voted {
    Counted,
    /// Too many votes from one network: the next one counts from this instant on.
    Wait {
        until: Instant,
    },
}

/// A vote of one to five stars. `voter` is the random value of the browser: one vote per browser and article, changeable. Kept is only
/// a keyed digest of it, with the article in it, so that votes on two articles cannot be joined. Not an event: nobody decides by it.
pub fn vote(
    tx: &mut Tx,
    actor: &Actor,
    keys: &Keys,
    code: &str,
    id: i64,
    voter: &[u8],
    network: &str,
    stars: Stars,
    now: Instant,
) -> Result<Voted, Stop<Infallible>> {
    let contest = contest_of(tx, actor, code)?;
    let article = store::find_article(tx, id)?.filter(|a| a.contest == contest.id).ok_or(Stop::NotFound)?;
    if article.published_at.is_none() {
        return Err(Stop::NotFound);
    }
    let counted = [Counted::new(keys, Scope::Network, "stars", &[network])];
    if let Some(until) = throttle::attempt(tx, &counted, now)? {
        return Ok(Voted::Wait { until });
    }
    let hash = keys.digest("star", &[&id.to_be_bytes(), voter]);
    store::save_star(tx, id, &hash, stars)?;
    Ok(Voted::Counted)
}

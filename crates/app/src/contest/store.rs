//! All SQL for the tables of the contest slice.

use crate::contest::format;
use crate::db::{DbFault, Tx};
use domain::contest::amend::Course;
use domain::contest::article::ArticleFields;
use domain::contest::deadline::ends;
use domain::contest::{ArticleKind, Phase, QuotaStrength, RulesEdition, StarTally, Stars};
use domain::ids::{ContestId, EditionId, UnitId};
use domain::time::{Before, Day, Instant};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

/// A contest as its row says.
#[derive(Debug, Clone, PartialEq)]
pub struct ContestRow {
    pub id: ContestId,
    pub code: String,
    pub name: String,
    pub phase: Phase,
    pub edition: EditionId,
    pub units_send_before: Instant,
    /// The end of the longest extension in force that was granted to one entry or unit.
    pub extended_until: Option<Instant>,
    pub organiser_unit: UnitId,
    pub standing_unit: UnitId,
    pub released_at: Option<Instant>,
}

const COLUMNS: &str = "id, code, name, phase, COALESCE(edition_id, 0), units_send_before_at, organiser_unit_id, standing_unit_id, released_at, \
    (SELECT MAX(x.until_at) FROM extension x WHERE x.contest_id = contest.id AND x.taken_back_at IS NULL)";

fn read(row: &crate::db::Row) -> Result<ContestRow, DbFault> {
    Ok(ContestRow {
        id: ContestId(row.int(0)?),
        code: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        phase: Phase::from_word(row.text(3)?).ok_or_else(|| DbFault::other("unknown phase in contest"))?,
        edition: EditionId(row.int(4)?),
        units_send_before: Instant(row.int(5)?),
        organiser_unit: UnitId(row.int(6)?),
        standing_unit: UnitId(row.int(7)?),
        released_at: row.opt_int(8)?.map(Instant),
        extended_until: row.opt_int(9)?.map(Instant),
    })
}

impl ContestRow {
    /// From this instant on nobody may send an entry any more: the deadline, or the end of the longest extension.
    pub fn nobody_sends_from(&self) -> Before {
        ends(Before(self.units_send_before), self.extended_until.map(Before))
    }
}

pub fn find(tx: &mut Tx, id: ContestId) -> Result<Option<ContestRow>, DbFault> {
    tx.opt(&format!("SELECT {COLUMNS} FROM contest WHERE id = $1"), &[id.0.into()])?
        .as_ref()
        .map(read)
        .transpose()
}

pub fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<ContestRow>, DbFault> {
    tx.opt(&format!("SELECT {COLUMNS} FROM contest WHERE code = $1"), &[code.into()])?
        .as_ref()
        .map(read)
        .transpose()
}

/// All contests, newest first.
pub fn list(tx: &mut Tx) -> Result<Vec<ContestRow>, DbFault> {
    tx.query(&format!("SELECT {COLUMNS} FROM contest ORDER BY id DESC"), &[])?.iter().map(read).collect()
}

type Editions = HashMap<Vec<u8>, Arc<RulesEdition>>;
static EDITIONS: LazyLock<RwLock<Editions>> = LazyLock::new(Default::default);

/// The edition in force. An edition never changes (a guard sees to it), so a text is parsed once per process, found again
/// by its SHA-256.
pub fn rules_of(tx: &mut Tx, contest: ContestId) -> Result<Arc<RulesEdition>, DbFault> {
    let row = tx.one(
        "SELECT e.id, e.sha256 FROM contest c JOIN rules_edition e ON e.id = c.edition_id WHERE c.id = $1",
        &[contest.0.into()],
    )?;
    cached(tx, EditionId(row.int(0)?), row.blob(1)?)
}

/// One edition by its id.
pub fn edition(tx: &mut Tx, id: EditionId) -> Result<Arc<RulesEdition>, DbFault> {
    let row = tx.one("SELECT sha256 FROM rules_edition WHERE id = $1", &[id.0.into()])?;
    cached(tx, id, row.blob(0)?)
}

/// One edition by its id, where the SHA-256 of its text is known already: no statement when it was parsed before.
pub fn cached(tx: &mut Tx, id: EditionId, sha256: &[u8]) -> Result<Arc<RulesEdition>, DbFault> {
    if let Some(rules) = EDITIONS.read().ok().and_then(|map| map.get(sha256).cloned()) {
        return Ok(rules);
    }
    let row = tx.one("SELECT body FROM rules_edition WHERE id = $1", &[id.0.into()])?;
    let broken = |p: Vec<format::Problem>| {
        DbFault::other(format!(
            "stored edition {} is broken: {}",
            id.0,
            p.first().map(ToString::to_string).unwrap_or_default()
        ))
    };
    let rules = Arc::new(format::parse(row.text(0)?).map_err(broken)?);
    if let Ok(mut map) = EDITIONS.write() {
        if map.len() > 200 {
            map.clear();
        }
        map.insert(sha256.to_vec(), rules.clone());
    }
    Ok(rules)
}

/// Inserts a contest with its first edition. The body was parsed before.
pub fn insert(
    tx: &mut Tx,
    body: &str,
    rules: &RulesEdition,
    organiser: UnitId,
    standing: UnitId,
    reason: &str,
    now: Instant,
) -> Result<ContestId, DbFault> {
    let id = tx
        .one(
            "INSERT INTO contest (code, name, phase, units_send_before_at, organiser_unit_id, standing_unit_id, created_at) VALUES ($1, $2, 'draft', $3, $4, $5, $6) RETURNING id",
            &[(&rules.code).into(), (&rules.name).into(), rules.timeline.units_send.0.0.into(), organiser.0.into(), standing.0.into(), now.0.into()],
        )?
        .int(0)?;
    insert_edition(tx, ContestId(id), body, rules, reason, now)?;
    Ok(ContestId(id))
}

/// Adds the next edition and puts it in force.
pub fn insert_edition(
    tx: &mut Tx,
    contest: ContestId,
    body: &str,
    rules: &RulesEdition,
    reason: &str,
    now: Instant,
) -> Result<EditionId, DbFault> {
    let sha256 = Sha256::digest(body.as_bytes());
    let id = tx
        .one(
            "INSERT INTO rules_edition (contest_id, number, body, sha256, reason, frozen_at) SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM rules_edition WHERE contest_id = $1 RETURNING id",
            &[contest.0.into(), body.into(), sha256.as_slice().into(), reason.into(), now.0.into()],
        )?
        .int(0)?;
    tx.exec(
        "UPDATE contest SET edition_id = $2, name = $3, units_send_before_at = $4 WHERE id = $1",
        &[contest.0.into(), id.into(), (&rules.name).into(), rules.timeline.units_send.0.0.into()],
    )?;
    Ok(EditionId(id))
}

/// An edition as the history shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRow {
    pub id: EditionId,
    /// From 1.
    pub number: i64,
    pub reason: String,
    pub frozen_at: Instant,
    pub sha256: Vec<u8>,
}

/// All editions, newest first.
pub fn list_editions(tx: &mut Tx, contest: ContestId) -> Result<Vec<EditionRow>, DbFault> {
    let rows = tx.query(
        "SELECT id, number, reason, frozen_at, sha256 FROM rules_edition WHERE contest_id = $1 ORDER BY number DESC",
        &[contest.0.into()],
    )?;
    let read = |r: &crate::db::Row| {
        Ok(EditionRow {
            id: EditionId(r.int(0)?),
            number: r.int(1)?,
            reason: r.text(2)?.to_owned(),
            frozen_at: Instant(r.int(3)?),
            sha256: r.blob(4)?.to_vec(),
        })
    };
    rows.iter().map(read).collect()
}

/// The text of an edition as it was uploaded.
pub fn edition_body(tx: &mut Tx, contest: ContestId, number: i64) -> Result<Option<String>, DbFault> {
    let row = tx.opt(
        "SELECT body FROM rules_edition WHERE contest_id = $1 AND number = $2",
        &[contest.0.into(), number.into()],
    )?;
    row.map(|r| Ok(r.text(0)?.to_owned())).transpose()
}

/// The text of an edition.
pub fn body_of_edition(tx: &mut Tx, edition: EditionId) -> Result<String, DbFault> {
    let row = tx.one("SELECT body FROM rules_edition WHERE id = $1", &[edition.0.into()])?;
    Ok(row.text(0)?.to_owned())
}

/// What has happened under the edition in force, where `standing` would be the standing body. What came by an extension of its own hangs on
/// no deadline; what a unit sent by one of its own hangs on the instant at which it was handed in.
pub fn course(tx: &mut Tx, contest: &ContestRow, standing: UnitId) -> Result<Course, DbFault> {
    let row = tx.one(
        "SELECT (SELECT COUNT(*) FROM score_sheet x JOIN entry e ON e.id = x.entry_id WHERE e.contest_id = $1 AND x.released_at IS NULL), \
         (SELECT MAX(CASE WHEN EXISTS (SELECT 1 FROM extension x WHERE x.entry_id = e.id AND x.taken_back_at IS NULL AND x.granted_at < g.arrived_at AND g.arrived_at < x.until_at) THEN NULL \
         WHEN NOT EXISTS (SELECT 1 FROM extension x WHERE x.contest_id = $1 AND x.unit_id = e.unit_id AND x.taken_back_at IS NULL AND x.granted_at < g.arrived_at AND g.arrived_at < x.until_at) THEN g.arrived_at \
         WHEN EXISTS (SELECT 1 FROM extension x WHERE x.entry_id = e.id AND x.taken_back_at IS NULL AND x.granted_at < e.submitted_at AND e.submitted_at < x.until_at) THEN NULL ELSE e.submitted_at END) \
         FROM gate g JOIN entry e ON e.id = g.entry_id WHERE e.contest_id = $1 AND g.intake = 'accepted'), \
         (SELECT COUNT(*) FROM gate g JOIN entry e ON e.id = g.entry_id WHERE e.contest_id = $1 AND e.unit_id IN ($2, $3) AND g.arrived_at IS NOT NULL)",
        &[contest.id.0.into(), contest.standing_unit.0.into(), standing.0.into()],
    )?;
    Ok(Course {
        judged: row.int(0)? > 0,
        last_accepted: row.opt_int(1)?.map(Instant),
        standing_in_use: row.int(2)? > 0,
    })
}

/// Another organiser or standing body.
pub fn save_bodies(
    tx: &mut Tx,
    contest: ContestId,
    organiser: UnitId,
    standing: UnitId,
) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE contest SET organiser_unit_id = $2, standing_unit_id = $3 WHERE id = $1",
        &[contest.0.into(), organiser.0.into(), standing.0.into()],
    )
    .map(|_| ())
}

/// A unit that takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakesPart {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub quota: QuotaStrength,
}

/// The units that take part, in the order of the register.
pub fn list_units(tx: &mut Tx, contest: ContestId) -> Result<Vec<TakesPart>, DbFault> {
    let rows = tx.query(
        "SELECT u.code, u.name, u.kind, c.quota FROM contest_unit c JOIN org_unit u ON u.id = c.unit_id WHERE c.contest_id = $1 ORDER BY u.position, u.id",
        &[contest.0.into()],
    )?;
    let read = |r: &crate::db::Row| {
        Ok(TakesPart {
            code: r.text(0)?.to_owned(),
            name: r.text(1)?.to_owned(),
            kind: r.text(2)?.to_owned(),
            quota: QuotaStrength::from_word(r.text(3)?)
                .ok_or_else(|| DbFault::other("unknown quota of a unit"))?,
        })
    };
    rows.iter().map(read).collect()
}

/// Lets a unit take part, with the strength of its quota.
pub fn save_unit(tx: &mut Tx, contest: ContestId, unit: UnitId, quota: QuotaStrength) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, $2, $3) ON CONFLICT (contest_id, unit_id) DO UPDATE SET quota = $3",
        &[contest.0.into(), unit.0.into(), quota.word().into()],
    )
    .map(|_| ())
}

pub fn save_phase(tx: &mut Tx, contest: ContestId, phase: Phase) -> Result<(), DbFault> {
    tx.exec("UPDATE contest SET phase = $2 WHERE id = $1", &[contest.0.into(), phase.word().into()])
        .map(|_| ())
}

/// The result is public from `now` on.
pub fn save_released(tx: &mut Tx, contest: ContestId, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE contest SET phase = 'released', released_at = $2 WHERE id = $1",
        &[contest.0.into(), now.0.into()],
    )
    .map(|_| ())
}

// Articles, stars, views

/// Bài viết.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    pub id: i64,
    pub contest: ContestId,
    pub kind: ArticleKind,
    pub title: String,
    pub body: String,
    /// `None` while it is a draft.
    pub published_at: Option<Instant>,
    pub views: i64,
    pub revision: i64,
}

const ARTICLE: &str = "id, contest_id, kind, title, body, published_at, views, revision";

fn read_article(row: &crate::db::Row) -> Result<ArticleRow, DbFault> {
    Ok(ArticleRow {
        id: row.int(0)?,
        contest: ContestId(row.int(1)?),
        kind: ArticleKind::from_word(row.text(2)?)
            .ok_or_else(|| DbFault::other("unknown kind of article"))?,
        title: row.text(3)?.to_owned(),
        body: row.text(4)?.to_owned(),
        published_at: row.opt_int(5)?.map(Instant),
        views: row.int(6)?,
        revision: row.int(7)?,
    })
}

pub fn find_article(tx: &mut Tx, id: i64) -> Result<Option<ArticleRow>, DbFault> {
    tx.opt(&format!("SELECT {ARTICLE} FROM article WHERE id = $1"), &[id.into()])?
        .as_ref()
        .map(read_article)
        .transpose()
}

/// The articles of a contest, drafts first, then the newest.
pub fn list_articles(tx: &mut Tx, contest: ContestId) -> Result<Vec<ArticleRow>, DbFault> {
    tx.query(
        &format!("SELECT {ARTICLE} FROM article WHERE contest_id = $1 ORDER BY published_at DESC NULLS FIRST, id DESC"),
        &[contest.0.into()],
    )?
    .iter()
    .map(read_article)
    .collect()
}

pub fn insert_article(
    tx: &mut Tx,
    contest: ContestId,
    kind: ArticleKind,
    fields: &ArticleFields,
    now: Instant,
) -> Result<i64, DbFault> {
    tx.one(
        "INSERT INTO article (contest_id, kind, title, body, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[contest.0.into(), kind.word().into(), (&fields.title).into(), (&fields.body).into(), now.0.into()],
    )?
    .int(0)
}

/// Saves the next revision; `false` when somebody saved one since `revision`.
pub fn save_article(
    tx: &mut Tx,
    id: i64,
    kind: ArticleKind,
    fields: &ArticleFields,
    revision: i64,
) -> Result<bool, DbFault> {
    let n = tx.exec(
        "UPDATE article SET kind = $2, title = $3, body = $4, revision = revision + 1 WHERE id = $1 AND revision = $5",
        &[id.into(), kind.word().into(), (&fields.title).into(), (&fields.body).into(), revision.into()],
    )?;
    Ok(n == 1)
}

pub fn save_published(tx: &mut Tx, id: i64, at: Option<Instant>) -> Result<(), DbFault> {
    tx.exec("UPDATE article SET published_at = $2 WHERE id = $1", &[id.into(), at.map(|at| at.0).into()])
        .map(|_| ())
}

pub fn star_tally(tx: &mut Tx, article: i64) -> Result<StarTally, DbFault> {
    let row = tx.one(
        "SELECT CAST(COALESCE(SUM(stars), 0) AS BIGINT), COUNT(*) FROM article_star WHERE article_id = $1",
        &[article.into()],
    )?;
    Ok(StarTally { sum: row.int(0)?, votes: row.int(1)? })
}

/// One vote of a browser; a later one replaces it.
pub fn save_star(tx: &mut Tx, article: i64, voter: &[u8; 32], stars: Stars) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO article_star (article_id, voter_hash, stars) VALUES ($1, $2, $3) \
         ON CONFLICT (article_id, voter_hash) DO UPDATE SET stars = excluded.stars",
        &[article.into(), voter.into(), i64::from(stars.count()).into()],
    )
    .map(|_| ())
}

/// Adds views that were counted in memory: by page and day, and to the article where the page is one.
pub fn add_views(tx: &mut Tx, page: &str, article: Option<i64>, day: Day, n: i64) -> Result<(), DbFault> {
    tx.quiet();
    tx.exec(
        "INSERT INTO page_view (page, on_day, views) VALUES ($1, $2, $3) \
         ON CONFLICT (page, on_day) DO UPDATE SET views = page_view.views + excluded.views",
        &[page.into(), day.to_string().into(), n.into()],
    )?;
    if let Some(article) = article {
        tx.exec("UPDATE article SET views = views + $2 WHERE id = $1", &[article.into(), n.into()])?;
    }
    Ok(())
}

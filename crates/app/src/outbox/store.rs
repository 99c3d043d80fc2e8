//! All SQL for the table `outbox`.

use super::{Letter, TOPIC, next_try};
use crate::db::{DbFault, Row, Tx};
use domain::time::Instant;

/// A letter that the postman has taken. `tries` counts this one, and tells a late postman that his lease is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub id: i64,
    pub tries: i64,
    pub created: Instant,
    /// Since when it is tried: later than `created` where somebody had it tried again.
    pub tried_from: Instant,
    pub kind: String,
    /// The account it goes to, where there is one.
    pub person: Option<i64>,
    pub address: String,
    pub lang: String,
    pub subject: String,
    pub body: String,
}

/// A letter as the administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub id: i64,
    pub kind: String,
    pub person: Option<i64>,
    pub address: String,
    pub lang: String,
    pub subject: String,
    pub body: String,
    pub tries: i64,
    pub created: Instant,
    /// When it was sent; else when it is tried next.
    pub due: Instant,
    pub error: Option<String>,
    /// It came back, or its address was refused.
    pub is_bounced: bool,
}

/// Queues a letter; it is posted once the transaction is durable.
pub fn put(tx: &mut Tx, letter: &Letter, now: Instant) -> Result<i64, DbFault> {
    let id = tx
        .one(
            "INSERT INTO outbox (kind, person_id, address, lang, subject, body, state, created_at, due_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $7) RETURNING id",
            &[
                letter.kind.into(),
                letter.person.into(),
                (&letter.address).into(),
                letter.lang.into(),
                (&letter.subject).into(),
                (&letter.body).into(),
                now.0.into(),
            ],
        )?
        .int(0)?;
    tx.notify(TOPIC, id);
    Ok(id)
}

/// Takes up to `most` letters that are due, or whose postman has not come back, and keeps other postmen off them for
/// `lease_ms`.
pub fn lease(tx: &mut Tx, most: i64, lease_ms: i64, now: Instant) -> Result<Vec<Due>, DbFault> {
    tx.quiet();
    let sql = format!(
        "UPDATE outbox SET state = 'sending', lease_until = $1, tries = tries + 1 WHERE id IN (\
         SELECT id FROM outbox WHERE address <> '' AND ((state = 'queued' AND due_at <= $2) OR (state = 'sending' AND lease_until <= $2)) \
         ORDER BY due_at, id LIMIT $3{}) RETURNING id, tries, created_at, address, subject, body, kind, lang, person_id, COALESCE(tried_from_at, created_at)",
        tx.skip_locked()
    );
    let until = now.plus_ms(lease_ms);
    let rows = tx.query(&sql, &[until.0.into(), now.0.into(), most.into()])?;
    let mut due = rows.iter().map(read_due).collect::<Result<Vec<_>, _>>()?;
    due.sort_unstable_by_key(|d| d.id);
    Ok(due)
}

/// The letter is on its way. Its text is forgotten, for it may hold a link that logs somebody in.
pub fn sent(tx: &mut Tx, due: &Due, now: Instant) -> Result<(), DbFault> {
    tx.quiet();
    tx.exec(
        "UPDATE outbox SET state = 'sent', sent_at = $1, body = '', error = NULL, lease_until = NULL \
         WHERE id = $2 AND state = 'sending' AND tries = $3",
        &[now.0.into(), due.id.into(), due.tries.into()],
    )?;
    Ok(())
}

/// The letter was not taken. It is tried later, unless `for_good` or for too long already.
pub fn not_sent(tx: &mut Tx, due: &Due, error: &str, for_good: bool, now: Instant) -> Result<(), DbFault> {
    tx.quiet();
    let next = if for_good { None } else { next_try(due.tried_from, due.tries, now) };
    let state = if next.is_some() { "queued" } else { "failed" };
    tx.exec(
        "UPDATE outbox SET state = $1, due_at = COALESCE($2, due_at), error = $3, lease_until = NULL \
         WHERE id = $4 AND state = 'sending' AND tries = $5",
        &[state.into(), next.map(|at| at.0).into(), error.into(), due.id.into(), due.tries.into()],
    )?;
    Ok(())
}

/// The server refused the address for good, or the letter came back: `bounced`. A letter that was sent is then a failed one.
pub fn bounced(tx: &mut Tx, id: i64, why: &str, now: Instant) -> Result<bool, DbFault> {
    let sql = "UPDATE outbox SET state = 'failed', bounced_at = $1, error = $2, lease_until = NULL \
               WHERE id = $3 AND state IN ('sent', 'sending') AND bounced_at IS NULL";
    Ok(tx.exec(sql, &[now.0.into(), why.into(), id.into()])? == 1)
}

/// A letter that nobody is to get any more.
pub fn drop_letter(tx: &mut Tx, due: &Due) -> Result<(), DbFault> {
    tx.exec("DELETE FROM outbox WHERE id = $1 AND tries = $2", &[due.id.into(), due.tries.into()]).map(|_| ())
}

/// Gives back what a postman of this process's predecessor had in hand: on one machine he cannot come back.
pub fn take_over(tx: &mut Tx) -> Result<u64, DbFault> {
    tx.quiet();
    tx.exec("UPDATE outbox SET state = 'queued', lease_until = NULL WHERE state = 'sending'", &[])
}

/// How many letters are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub queued: i64,
    pub sent: i64,
    pub failed: i64,
    pub bounced: i64,
}

pub fn count(tx: &mut Tx) -> Result<Counts, DbFault> {
    let sum = |when: &str| format!("COALESCE(CAST(SUM(CASE WHEN {when} THEN 1 ELSE 0 END) AS BIGINT), 0)");
    let row = tx.one(
        &format!(
            "SELECT {}, {}, {}, {} FROM outbox",
            sum("state IN ('queued', 'sending')"),
            sum("state = 'sent'"),
            sum("state = 'failed' AND bounced_at IS NULL"),
            sum("state = 'failed' AND bounced_at IS NOT NULL"),
        ),
        &[],
    )?;
    Ok(Counts { queued: row.int(0)?, sent: row.int(1)?, failed: row.int(2)?, bounced: row.int(3)? })
}

/// Letters that are on their way or arrived, newest first; their text is gone.
pub fn list_sent(tx: &mut Tx, most: i64) -> Result<Vec<Shown>, DbFault> {
    shown(tx, "state = 'sent'", "id DESC", most)
}

/// Letters that wait, oldest first: what an administrator reads out where there is no mail server.
pub fn waiting(tx: &mut Tx, most: i64) -> Result<Vec<Shown>, DbFault> {
    shown(tx, "state IN ('queued', 'sending')", "id", most)
}

/// Letters that were given up or came back, oldest first.
pub fn stuck(tx: &mut Tx, most: i64) -> Result<Vec<Shown>, DbFault> {
    shown(tx, "state = 'failed'", "id", most)
}

/// An administrator has told the person; `false` when the letter no longer waits.
pub fn given_by_hand(tx: &mut Tx, id: i64, now: Instant) -> Result<bool, DbFault> {
    let sql = "UPDATE outbox SET state = 'sent', sent_at = $1, body = '', error = 'by hand', lease_until = NULL \
               WHERE id = $2 AND state IN ('queued', 'failed')";
    Ok(tx.exec(sql, &[now.0.into(), id.into()])? == 1)
}

/// Tries a letter that was given up once more, under its old Message-ID; `false` when it was not given up.
pub fn again(tx: &mut Tx, id: i64, now: Instant) -> Result<bool, DbFault> {
    let sql = "UPDATE outbox SET state = 'queued', tried_from_at = $1, due_at = $1, bounced_at = NULL WHERE id = $2 AND state = 'failed'";
    let found = tx.exec(sql, &[now.0.into(), id.into()])? == 1;
    if found {
        tx.notify(TOPIC, id);
    }
    Ok(found)
}

/// Takes back letters of a kind to a person that nobody has got yet: what they say is void.
pub fn take_back(tx: &mut Tx, person: i64, kind: &str) -> Result<u64, DbFault> {
    let sql = "DELETE FROM outbox WHERE person_id = $1 AND kind = $2 AND state IN ('queued', 'failed')";
    tx.exec(sql, &[person.into(), kind.into()])
}

/// Deletes letters that were sent more than 30 days ago.
pub fn forget_old(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.quiet();
    tx.exec("DELETE FROM outbox WHERE state = 'sent' AND sent_at < $1", &[(now.0 - 30 * 86_400_000).into()])
}

fn shown(tx: &mut Tx, which: &str, order: &str, most: i64) -> Result<Vec<Shown>, DbFault> {
    let sql = format!(
        "SELECT id, kind, person_id, address, lang, subject, body, tries, created_at, COALESCE(sent_at, due_at), error, bounced_at FROM outbox \
         WHERE {which} ORDER BY {order} LIMIT $1"
    );
    tx.query(&sql, &[most.into()])?.iter().map(read_shown).collect()
}

fn read_due(row: &Row) -> Result<Due, DbFault> {
    Ok(Due {
        id: row.int(0)?,
        tries: row.int(1)?,
        created: Instant(row.int(2)?),
        address: row.text(3)?.to_owned(),
        subject: row.text(4)?.to_owned(),
        body: row.text(5)?.to_owned(),
        kind: row.text(6)?.to_owned(),
        lang: row.text(7)?.to_owned(),
        person: row.opt_int(8)?,
        tried_from: Instant(row.int(9)?),
    })
}

fn read_shown(row: &Row) -> Result<Shown, DbFault> {
    Ok(Shown {
        id: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        person: row.opt_int(2)?,
        address: row.text(3)?.to_owned(),
        lang: row.text(4)?.to_owned(),
        subject: row.text(5)?.to_owned(),
        body: row.text(6)?.to_owned(),
        tries: row.int(7)?,
        created: Instant(row.int(8)?),
        due: Instant(row.int(9)?),
        error: row.opt_text(10)?.map(str::to_owned),
        is_bounced: row.opt_int(11)?.is_some(),
    })
}

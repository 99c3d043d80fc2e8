//! Persons with their log-in.

use crate::db::{DbFault, Row, Tx};
use domain::ids::PersonId;
use domain::time::Instant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub login: String,
    pub email: Option<String>,
    pub lang: String,
    /// Letters that do not press are collected into one.
    pub digest: bool,
    /// False for somebody who was invited and has not chosen a password yet.
    pub has_password: bool,
    pub active: bool,
    pub created_at: Instant,
}

const PERSON: &str = "id, name, login, email, lang, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, active, created_at, digest";

fn person_of(row: &Row) -> Result<PersonRow, DbFault> {
    Ok(PersonRow {
        id: PersonId(row.int(0)?),
        name: row.text(1)?.to_owned(),
        login: row.text(2)?.to_owned(),
        email: row.opt_text(3)?.map(str::to_owned),
        lang: row.text(4)?.to_owned(),
        has_password: row.bool(5)?,
        active: row.bool(6)?,
        created_at: Instant(row.int(7)?),
        digest: row.bool(8)?,
    })
}

pub fn person(tx: &mut Tx, id: PersonId) -> Result<Option<PersonRow>, DbFault> {
    tx.opt(&format!("SELECT {PERSON} FROM person WHERE id = $1"), &[id.0.into()])?
        .as_ref()
        .map(person_of)
        .transpose()
}

pub fn person_by_login(tx: &mut Tx, login: &str) -> Result<Option<PersonRow>, DbFault> {
    tx.opt(&format!("SELECT {PERSON} FROM person WHERE login = $1"), &[login.into()])?
        .as_ref()
        .map(person_of)
        .transpose()
}

/// The person who can log in by this name, and the hash to check; `None` also for closed accounts and those without a password.
pub fn credential(tx: &mut Tx, login: &str) -> Result<Option<(PersonId, String)>, DbFault> {
    let row = tx.opt(
        "SELECT id, password_hash FROM person WHERE login = $1 AND active = 1 AND password_hash IS NOT NULL",
        &[login.into()],
    )?;
    row.map(|r| Ok((PersonId(r.int(0)?), r.text(1)?.to_owned()))).transpose()
}

/// All accounts, by given name in Vietnamese order.
pub fn list_persons(tx: &mut Tx) -> Result<Vec<PersonRow>, DbFault> {
    tx.query(&format!("SELECT {PERSON} FROM person ORDER BY sort_key, id"), &[])?
        .iter()
        .map(person_of)
        .collect()
}

pub struct NewPerson<'a> {
    pub name: &'a str,
    pub sort_key: &'a str,
    pub login: &'a str,
    pub email: Option<&'a str>,
    pub lang: &'a str,
}

pub fn insert_person(tx: &mut Tx, p: &NewPerson<'_>, now: Instant) -> Result<PersonId, DbFault> {
    let row = tx.one(
        "INSERT INTO person (name, sort_key, login, email, lang, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[p.name.into(), p.sort_key.into(), p.login.into(), p.email.into(), p.lang.into(), now.0.into()],
    )?;
    Ok(PersonId(row.int(0)?))
}

pub fn save_person(tx: &mut Tx, id: PersonId, p: &NewPerson<'_>) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE person SET name = $2, sort_key = $3, login = $4, email = $5, lang = $6 WHERE id = $1",
        &[id.0.into(), p.name.into(), p.sort_key.into(), p.login.into(), p.email.into(), p.lang.into()],
    )
    .map(|_| ())
}

/// How the person wants letters.
pub fn save_letters(tx: &mut Tx, id: PersonId, lang: &str, digest: bool) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE person SET lang = $2, digest = $3 WHERE id = $1",
        &[id.0.into(), lang.into(), digest.into()],
    )
    .map(|_| ())
}

pub fn save_active(tx: &mut Tx, id: PersonId, active: bool) -> Result<(), DbFault> {
    tx.exec("UPDATE person SET active = $2 WHERE id = $1", &[id.0.into(), active.into()]).map(|_| ())
}

pub fn save_password(tx: &mut Tx, id: PersonId, hash: &str) -> Result<(), DbFault> {
    tx.exec("UPDATE person SET password_hash = $2 WHERE id = $1", &[id.0.into(), hash.into()]).map(|_| ())
}

pub fn password_hash(tx: &mut Tx, id: PersonId) -> Result<Option<String>, DbFault> {
    let row = tx.opt("SELECT password_hash FROM person WHERE id = $1 AND active = 1", &[id.0.into()])?;
    match row {
        Some(r) => Ok(r.opt_text(0)?.map(str::to_owned)),
        None => Ok(None),
    }
}

//! All SQL for the tables of the people slice: units, persons, grants, invitations, throttled keys.

use super::find_units::Found;
use crate::db::{DbFault, Row, Tx, Val, in_list};
use crate::session::TokenHash;
use domain::actor::Grant;
use domain::ids::{ContestId, JudgeId, PersonId, UnitCode, UnitId};
use domain::people::org_unit::{OrgUnit, UnitFields};
use domain::people::throttle::Tries;
use domain::people::{InvitationKind, Role, WantedGrant};
use domain::time::{Day, Instant};
use std::collections::HashMap;

// Units

const UNIT: &str = "id, code, name, kind, parent_id, valid_from_on, valid_to_on, successor_id";

fn day_at(row: &Row, i: usize) -> Result<Option<Day>, DbFault> {
    match row.opt_text(i)? {
        None => Ok(None),
        Some(text) => Day::parse(text).map(Some).ok_or_else(|| DbFault::other(format!("no date: {text}"))),
    }
}

fn day_text(day: Option<Day>) -> Option<String> {
    day.map(|d| d.to_string())
}

fn unit_of(row: &Row) -> Result<OrgUnit, DbFault> {
    Ok(OrgUnit {
        id: UnitId(row.int(0)?),
        code: UnitCode(row.text(1)?.to_owned()),
        name: row.text(2)?.to_owned(),
        kind: row.text(3)?.to_owned(),
        parent: row.opt_int(4)?.map(UnitId),
        valid_from: day_at(row, 5)?,
        valid_to: day_at(row, 6)?,
        successor: row.opt_int(7)?.map(UnitId),
    })
}

pub fn unit(tx: &mut Tx, id: UnitId) -> Result<Option<OrgUnit>, DbFault> {
    tx.opt(&format!("SELECT {UNIT} FROM org_unit WHERE id = $1"), &[id.0.into()])?
        .as_ref()
        .map(unit_of)
        .transpose()
}

pub fn unit_by_code(tx: &mut Tx, code: &str) -> Result<Option<OrgUnit>, DbFault> {
    tx.opt(&format!("SELECT {UNIT} FROM org_unit WHERE code = $1"), &[code.into()])?
        .as_ref()
        .map(unit_of)
        .transpose()
}

/// All units in the order in which they were entered. Some hundreds at most.
pub fn list_units(tx: &mut Tx) -> Result<Vec<OrgUnit>, DbFault> {
    tx.query(&format!("SELECT {UNIT} FROM org_unit ORDER BY position, id"), &[])?
        .iter()
        .map(unit_of)
        .collect()
}

/// All units by id.
pub fn units(tx: &mut Tx) -> Result<HashMap<UnitId, OrgUnit>, DbFault> {
    Ok(list_units(tx)?.into_iter().map(|u| (u.id, u)).collect())
}

pub fn insert_unit(tx: &mut Tx, f: &UnitFields) -> Result<UnitId, DbFault> {
    let row = tx.one(
        "INSERT INTO org_unit (code, name, fold, kind, parent_id, valid_from_on, valid_to_on, successor_id, position) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT COALESCE(MAX(position), 0) + 1 FROM org_unit)) RETURNING id",
        &[
            f.code.as_str().into(),
            (&f.name).into(),
            (&f.fold).into(),
            (&f.kind).into(),
            f.parent.map(|u| u.0).into(),
            day_text(f.valid_from).into(),
            day_text(f.valid_to).into(),
            f.successor.map(|u| u.0).into(),
        ],
    )?;
    Ok(UnitId(row.int(0)?))
}

pub fn save_unit(tx: &mut Tx, id: UnitId, f: &UnitFields) -> Result<(), DbFault> {
    tx.exec(
        "UPDATE org_unit SET code = $2, name = $3, fold = $4, kind = $5, parent_id = $6, valid_from_on = $7, valid_to_on = $8, successor_id = $9 WHERE id = $1",
        &[
            id.0.into(),
            f.code.as_str().into(),
            (&f.name).into(),
            (&f.fold).into(),
            (&f.kind).into(),
            f.parent.map(|u| u.0).into(),
            day_text(f.valid_from).into(),
            day_text(f.valid_to).into(),
            f.successor.map(|u| u.0).into(),
        ],
    )
    .map(|_| ())
}

/// Units that became this one, whole or in part.
pub fn list_predecessors(tx: &mut Tx, unit: UnitId) -> Result<Vec<OrgUnit>, DbFault> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit WHERE successor_id = $1 OR id IN (SELECT unit_id FROM unit_heir WHERE heir_id = $1) ORDER BY position, id"
    );
    tx.query(&sql, &[unit.0.into()])?.iter().map(unit_of).collect()
}

/// Units that nothing names any more.
pub fn delete_units(tx: &mut Tx, units: &[UnitId]) -> Result<(), DbFault> {
    for part in units.chunks(500) {
        let ids: Vec<Val<'_>> = part.iter().map(|u| Val::Int(u.0)).collect();
        let list = in_list(1, part.len());
        tx.exec(
            &format!("UPDATE org_unit SET parent_id = NULL, successor_id = NULL WHERE id IN {list}"),
            &ids,
        )?;
    }
    for part in units.chunks(500) {
        let ids: Vec<Val<'_>> = part.iter().map(|u| Val::Int(u.0)).collect();
        tx.exec(&format!("DELETE FROM org_unit WHERE id IN {}", in_list(1, part.len())), &ids)?;
    }
    Ok(())
}

/// Units whose folded name or code holds every word, those first that hold them as typed; and how many there are in all.
pub fn search_units(
    tx: &mut Tx,
    folded: &str,
    words: &[&str],
    on: Option<Day>,
    most: i64,
    offset: i64,
) -> Result<(Vec<Found>, i64), DbFault> {
    // Folding leaves letters, digits and spaces: nothing that LIKE would take for a sign.
    let day = day_text(on).unwrap_or_default();
    let mut vals: Vec<Val<'_>> = vec![most.into(), offset.into(), day.into(), format!("%{folded}%").into()];
    let mut sql = String::from(
        "SELECT u.id, u.code, u.name, u.kind, u.parent_id, u.valid_from_on, u.valid_to_on, u.successor_id, p.name, COUNT(*) OVER () \
         FROM org_unit u LEFT JOIN org_unit p ON p.id = u.parent_id \
         WHERE ($3 = '' OR (COALESCE(u.valid_from_on, '0000-01-01') <= $3 AND COALESCE(u.valid_to_on, '9999-12-31') >= $3))",
    );
    for word in words {
        vals.push(format!("%{word}%").into());
        let n = vals.len();
        sql.push_str(&format!(" AND (u.fold LIKE ${n} OR LOWER(u.code) LIKE ${n})"));
    }
    sql.push_str(" ORDER BY CASE WHEN u.fold LIKE $4 THEN 0 ELSE 1 END, u.position, u.id LIMIT $1 OFFSET $2");
    let rows = tx.query(&sql, &vals)?;
    let total = rows.first().map_or(Ok(0), |r| r.int(9))?;
    let read = |r: &Row| {
        Ok::<_, DbFault>(Found { unit: unit_of(r)?, parent_name: r.opt_text(8)?.map(str::to_owned) })
    };
    Ok((rows.iter().map(read).collect::<Result<_, _>>()?, total))
}

// Persons

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

// Grants

const GRANT: &str = "role, unit_id, contest_id, judge_id, valid_from_on, valid_to_on, delegate";

/// Reads a grant whose columns begin at `i` in the order role, unit, contest, judge, from, to, delegate.
pub fn grant_at(row: &Row, i: usize) -> Result<Grant, DbFault> {
    let missing = |what: &str| DbFault::other(format!("grant without {what}"));
    let unit = || Ok::<_, DbFault>(UnitId(row.opt_int(i + 1)?.ok_or_else(|| missing("unit"))?));
    let contest = || Ok::<_, DbFault>(ContestId(row.opt_int(i + 2)?.ok_or_else(|| missing("contest"))?));
    let judge = || Ok::<_, DbFault>(JudgeId(row.opt_int(i + 3)?.ok_or_else(|| missing("seat"))?));
    let role = Role::from_word(row.text(i)?).ok_or_else(|| DbFault::other("unknown role in a grant"))?;
    Ok(match role {
        Role::Clerk => Grant::Clerk { unit: unit()? },
        Role::Head => Grant::Head {
            unit: unit()?,
            from: day_at(row, i + 4)?,
            to: day_at(row, i + 5)?,
            delegate: row.bool(i + 6)?,
        },
        Role::Secretary => Grant::Secretary { contest: contest()? },
        Role::Judge => Grant::Judge { contest: contest()?, judge: judge()? },
        Role::Chair => Grant::Chair { contest: contest()?, judge: judge()? },
        Role::Organiser => Grant::Organiser { contest: contest()? },
        Role::Auditor => Grant::Auditor { contest: contest()? },
        Role::Leader => Grant::Leader { contest: contest()? },
        Role::Admin => Grant::Admin,
    })
}

/// A grant as the page of an account shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    pub id: i64,
    pub person: PersonId,
    pub wanted: WantedGrant,
    pub unit_name: Option<String>,
    pub contest_name: Option<String>,
}

/// All grants, past and coming ones too: of one person, or of everybody.
pub fn list_grants(tx: &mut Tx, person: Option<PersonId>) -> Result<Vec<GrantRow>, DbFault> {
    let rows = tx.query(
        "SELECT g.id, g.person_id, g.role, g.unit_id, g.contest_id, g.judge_id, g.valid_from_on, g.valid_to_on, g.delegate, u.name, c.name \
         FROM person_grant g LEFT JOIN org_unit u ON u.id = g.unit_id LEFT JOIN contest c ON c.id = g.contest_id \
         WHERE g.person_id = $1 OR $1 = 0 ORDER BY g.id",
        &[person.map_or(0, |p| p.0).into()],
    )?;
    rows.iter().map(grant_row_of).collect()
}

pub fn find_grant(tx: &mut Tx, id: i64) -> Result<Option<GrantRow>, DbFault> {
    tx.opt(
        "SELECT g.id, g.person_id, g.role, g.unit_id, g.contest_id, g.judge_id, g.valid_from_on, g.valid_to_on, g.delegate, u.name, c.name \
         FROM person_grant g LEFT JOIN org_unit u ON u.id = g.unit_id LEFT JOIN contest c ON c.id = g.contest_id WHERE g.id = $1",
        &[id.into()],
    )?
    .as_ref()
    .map(grant_row_of)
    .transpose()
}

fn grant_row_of(row: &Row) -> Result<GrantRow, DbFault> {
    Ok(GrantRow {
        id: row.int(0)?,
        person: PersonId(row.int(1)?),
        wanted: WantedGrant {
            role: Role::from_word(row.text(2)?).ok_or_else(|| DbFault::other("unknown role in a grant"))?,
            unit: row.opt_int(3)?.map(UnitId),
            contest: row.opt_int(4)?.map(ContestId),
            judge: row.opt_int(5)?.map(JudgeId),
            from: day_at(row, 6)?,
            to: day_at(row, 7)?,
            delegate: row.bool(8)?,
        },
        unit_name: row.opt_text(9)?.map(str::to_owned),
        contest_name: row.opt_text(10)?.map(str::to_owned),
    })
}

/// What the person holds on a day.
pub fn grants_on(tx: &mut Tx, person: PersonId, day: Day) -> Result<Vec<Grant>, DbFault> {
    let rows = tx.query(
        &format!(
            "SELECT {GRANT} FROM person_grant WHERE person_id = $1 AND (valid_from_on IS NULL OR valid_from_on <= $2) AND (valid_to_on IS NULL OR valid_to_on >= $2) ORDER BY id"
        ),
        &[person.0.into(), day.to_string().into()],
    )?;
    rows.iter().map(|r| grant_at(r, 0)).collect()
}

/// What the person holds now or will hold after today: what a new grant is checked against.
pub fn grants_from(tx: &mut Tx, person: PersonId, day: Day) -> Result<Vec<Grant>, DbFault> {
    let rows = tx.query(
        &format!(
            "SELECT {GRANT} FROM person_grant WHERE person_id = $1 AND (valid_to_on IS NULL OR valid_to_on >= $2) ORDER BY id"
        ),
        &[person.0.into(), day.to_string().into()],
    )?;
    rows.iter().map(|r| grant_at(r, 0)).collect()
}

pub fn insert_grant(tx: &mut Tx, person: PersonId, g: &WantedGrant) -> Result<i64, DbFault> {
    tx.one(
        "INSERT INTO person_grant (person_id, role, unit_id, contest_id, judge_id, valid_from_on, valid_to_on, delegate) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        &[
            person.0.into(),
            g.role.word().into(),
            g.unit.map(|u| u.0).into(),
            g.contest.map(|c| c.0).into(),
            g.judge.map(|j| j.0).into(),
            day_text(g.from).into(),
            day_text(g.to).into(),
            g.delegate.into(),
        ],
    )?
    .int(0)
}

pub fn delete_grant(tx: &mut Tx, id: i64) -> Result<u64, DbFault> {
    tx.exec("DELETE FROM person_grant WHERE id = $1", &[id.into()])
}

/// True when an open account holds the administrator's role on the day and has chosen a password.
pub fn has_administrator(tx: &mut Tx, day: Day) -> Result<bool, DbFault> {
    let row = tx.opt(
        "SELECT 1 FROM person_grant g JOIN person p ON p.id = g.person_id WHERE g.role = 'admin' AND p.active = 1 AND p.password_hash IS NOT NULL \
         AND (g.valid_from_on IS NULL OR g.valid_from_on <= $1) AND (g.valid_to_on IS NULL OR g.valid_to_on >= $1)",
        &[day.to_string().into()],
    )?;
    Ok(row.is_some())
}

// Invitations

pub struct InvitationRow {
    pub person: PersonId,
    pub kind: InvitationKind,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
}

pub fn find_invitation(tx: &mut Tx, hash: &TokenHash) -> Result<Option<InvitationRow>, DbFault> {
    let row = tx.opt(
        "SELECT person_id, kind, expires_at, used_at FROM invitation WHERE token_hash = $1",
        &[hash.into()],
    )?;
    row.map(|r| {
        Ok(InvitationRow {
            person: PersonId(r.int(0)?),
            kind: InvitationKind::from_word(r.text(1)?)
                .ok_or_else(|| DbFault::other("unknown kind of invitation"))?,
            expires_at: Instant(r.int(2)?),
            used_at: r.opt_int(3)?.map(Instant),
        })
    })
    .transpose()
}

pub fn insert_invitation(
    tx: &mut Tx,
    hash: &TokenHash,
    person: PersonId,
    kind: InvitationKind,
    now: Instant,
    expires_at: Instant,
) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO invitation (token_hash, person_id, kind, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        &[hash.into(), person.0.into(), kind.word().into(), now.0.into(), expires_at.0.into()],
    )
    .map(|_| ())
}

pub fn save_invitation_used(tx: &mut Tx, hash: &TokenHash, now: Instant) -> Result<(), DbFault> {
    tx.exec("UPDATE invitation SET used_at = $2 WHERE token_hash = $1", &[hash.into(), now.0.into()])
        .map(|_| ())
}

/// Links of a person that were not used yet: a newer one, or a chosen password, makes them void.
pub fn delete_open_invitations(tx: &mut Tx, person: PersonId) -> Result<(), DbFault> {
    tx.exec("DELETE FROM invitation WHERE person_id = $1 AND used_at IS NULL", &[person.0.into()]).map(|_| ())
}

// Throttled keys

pub fn find_tries(tx: &mut Tx, key: &str) -> Result<Tries, DbFault> {
    let row = tx.opt("SELECT failures, last_at FROM throttle WHERE key = $1", &[key.into()])?;
    match row {
        None => Ok(Tries::default()),
        Some(r) => Ok(Tries {
            failures: u32::try_from(r.int(0)?).unwrap_or(u32::MAX),
            last_at: Some(Instant(r.int(1)?)),
        }),
    }
}

pub fn save_tries(tx: &mut Tx, key: &str, tries: Tries, free_at: Instant) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO throttle (key, failures, last_at, free_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, free_at = excluded.free_at",
        &[key.into(), tries.failures.into(), tries.last_at.map_or(0, |at| at.0).into(), free_at.0.into()],
    )
    .map(|_| ())
}

pub fn delete_tries(tx: &mut Tx, key: &str) -> Result<(), DbFault> {
    tx.exec("DELETE FROM throttle WHERE key = $1", &[key.into()]).map(|_| ())
}

/// Counts that have been quiet for a day.
pub fn delete_old_tries(tx: &mut Tx, now: Instant) -> Result<u64, DbFault> {
    tx.quiet();
    tx.exec("DELETE FROM throttle WHERE last_at < $1", &[(now.0 - 86_400_000).into()])
}

//! Roles of persons, by days.

use super::units::{day_at, day_text};
use crate::db::{DbFault, Row, Tx};
use domain::actor::Grant;
use domain::ids::{ContestId, JudgeId, PersonId, UnitId};
use domain::people::{Role, WantedGrant};
use domain::time::Day;

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

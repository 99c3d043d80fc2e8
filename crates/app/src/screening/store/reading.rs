//! What other slices' tables say.

use super::{FACE_COLUMNS, digest, word};
use crate::db::{DbFault, Row, RowRef, Tx, Val, in_list};
use domain::contest::{AttachmentKind, Category, Form, QuotaStrength};
use domain::entry::{Attachment, Author, Dossier, Origin};
use domain::ids::{AreaCode, ContestId, EntryCode, EntryId, PersonId, UnitCode, UnitId};
use domain::percent::SharePercent;
use domain::screening::Gate;
use domain::screening::confirm::AuthorName;
use domain::time::{Day, Instant};
use std::collections::HashMap;

/// What a formal check reads of the newest version (no sections, no addresses): of every entry of the contest that was
/// ever handed in, or of one; in three statements.
pub(in crate::screening) fn list_checkable(
    tx: &mut Tx,
    contest: ContestId,
    only: Option<EntryId>,
) -> Result<HashMap<EntryId, Dossier>, DbFault> {
    let (filter, mut vals) = ("", vec![Val::from(contest.0)]);
    let filter = match only {
        None => filter,
        Some(id) => {
            vals.push(id.0.into());
            " AND e.id = $2"
        }
    };
    let mut found: HashMap<EntryId, Dossier> = HashMap::new();
    let sql = format!(
        "SELECT e.id, e.form, e.category FROM entry e WHERE e.contest_id = $1 AND e.version > 0{filter}"
    );
    tx.each(&sql, &vals, |row| {
        let form = Form::from_word(row.text(1)?).ok_or_else(|| DbFault::other("unknown form"))?;
        let category = Category::from_word(row.text(2)?).ok_or_else(|| DbFault::other("unknown category"))?;
        found.insert(EntryId(row.int(0)?), checkable(form, category));
        Ok::<_, DbFault>(())
    })?;
    fill_checkable(tx, filter, &vals, &mut found)?;
    Ok(found)
}

/// The part of a dossier that the formal check reads, still without authors and files.
pub(in crate::screening) fn checkable(form: Form, category: Category) -> Dossier {
    Dossier {
        title: String::new(),
        areas: vec![],
        form,
        category,
        authors: vec![],
        receiving_unit: UnitCode(String::new()),
        route: "".into(),
        attachments: vec![],
        sections: vec![],
        already_applied: false,
    }
}

/// Authors and files of what was found, of the contest that `vals` names first.
pub(in crate::screening) fn fill_checkable(
    tx: &mut Tx,
    filter: &str,
    vals: &[Val<'_>],
    found: &mut HashMap<EntryId, Dossier>,
) -> Result<(), DbFault> {
    let sql = format!(
        "SELECT e.id, a.name, u.code, a.phone, a.share, a.representative, e.contact_salt FROM entry e \
         JOIN author a ON a.entry_id = e.id AND a.version = e.version LEFT JOIN org_unit u ON u.id = a.unit_id \
         WHERE e.contest_id = $1{filter} ORDER BY e.id, a.position"
    );
    let opener = tx.opener();
    tx.each(&sql, vals, |row| {
        if let Some(d) = found.get_mut(&EntryId(row.int(0)?)) {
            d.authors.push(Author {
                name: row.text(1)?.to_owned(),
                role_title: String::new(),
                unit: row.opt_text(2)?.map(UnitCode::from),
                address: String::new(),
                phone: opener.seal(row.opt_blob(6)?)?.open(row.text(3)?)?,
                share: SharePercent(row.int(4)?),
                representative: row.bool(5)?,
                grounds: domain::entry::Grounds::default(),
            });
        }
        Ok::<_, DbFault>(())
    })?;
    let sql = format!(
        "SELECT e.id, f.kind FROM entry e JOIN attachment f ON f.entry_id = e.id AND f.version = e.version \
         WHERE e.contest_id = $1{filter} ORDER BY e.id, f.position"
    );
    tx.each(&sql, vals, |row| {
        if let Some(d) = found.get_mut(&EntryId(row.int(0)?)) {
            let kind = AttachmentKind::from_word(row.text(1)?);
            let kind = kind.ok_or_else(|| DbFault::other("unknown kind of attachment"))?;
            d.attachments.push(Attachment { name: String::new(), kind, bytes: 0, sha256: None });
        }
        Ok::<_, DbFault>(())
    })?;
    Ok(())
}

/// The authors of one version, as far as the separation of duties asks.
pub(in crate::screening) fn list_author_names(tx: &mut Tx, gate: &Gate) -> Result<Vec<AuthorName>, DbFault> {
    let sql = "SELECT name, unit_id FROM author WHERE entry_id = $1 AND version = $2 ORDER BY position";
    let rows = tx.query(sql, &[gate.entry.0.into(), gate.version.into()])?;
    let author = |r: &Row| {
        let unit = r.opt_int(1)?;
        Ok(AuthorName {
            name: r.text(0)?.to_owned(),
            may_be_of_this_unit: unit.is_none_or(|u| u == gate.unit.0),
        })
    };
    rows.iter().map(author).collect()
}

/// What lists show of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub title: String,
    pub fold: String,
    pub lead_author: String,
    pub author_count: i64,
    pub category: Category,
    pub form: Form,
    pub origin: Origin,
    pub unit: UnitId,
    pub areas: Vec<AreaCode>,
}

/// The faces of every entry of the contest that was ever handed in (of one unit where given).
pub(in crate::screening) fn list_faces(
    tx: &mut Tx,
    contest: ContestId,
    unit: Option<UnitId>,
) -> Result<HashMap<EntryId, Face>, DbFault> {
    let mut vals = vec![Val::from(contest.0)];
    let mut filter = "";
    if let Some(unit) = unit {
        vals.push(unit.0.into());
        filter = " AND e.unit_id = $2";
    }
    let sql =
        format!("SELECT {FACE_COLUMNS}, e.id FROM entry e WHERE e.contest_id = $1 AND e.version > 0{filter}");
    let mut faces = HashMap::new();
    tx.each(&sql, &vals, |row| {
        faces.insert(EntryId(row.int(9)?), read_face(*row, 0)?);
        Ok::<_, DbFault>(())
    })?;
    Ok(faces)
}

pub(super) fn read_face(row: RowRef<'_>, at: usize) -> Result<Face, DbFault> {
    let unknown = |what: &str| DbFault::other(format!("unknown {what} in entry"));
    Ok(Face {
        title: row.text(at)?.to_owned(),
        fold: row.text(at + 1)?.to_owned(),
        lead_author: row.text(at + 2)?.to_owned(),
        author_count: row.int(at + 3)?,
        category: Category::from_word(row.text(at + 4)?).ok_or_else(|| unknown("category"))?,
        form: Form::from_word(row.text(at + 5)?).ok_or_else(|| unknown("form"))?,
        origin: Origin::from_word(row.text(at + 6)?).ok_or_else(|| unknown("origin"))?,
        unit: UnitId(row.int(at + 7)?),
        areas: row.text(at + 8)?.split(',').filter(|a| !a.is_empty()).map(AreaCode::from).collect(),
    })
}

/// A unit as pages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFace {
    pub id: UnitId,
    pub code: UnitCode,
    pub name: String,
    pub kind: String,
    /// `None` where the unit has no line in this contest.
    pub quota: Option<QuotaStrength>,
}

/// The units of the contest and every unit that received an entry of it, in the order of the list of units.
pub(in crate::screening) fn list_units(tx: &mut Tx, contest: ContestId) -> Result<Vec<UnitFace>, DbFault> {
    let sql = "SELECT u.id, u.code, u.name, u.kind, k.quota FROM org_unit u \
        LEFT JOIN contest_unit k ON k.unit_id = u.id AND k.contest_id = $1 \
        WHERE k.unit_id IS NOT NULL OR u.id IN (SELECT unit_id FROM entry WHERE contest_id = $1) ORDER BY u.position, u.id";
    tx.query(sql, &[contest.0.into()])?.iter().map(read_unit).collect()
}

pub(in crate::screening) fn find_unit(
    tx: &mut Tx,
    contest: ContestId,
    unit: UnitId,
) -> Result<Option<UnitFace>, DbFault> {
    let sql = "SELECT u.id, u.code, u.name, u.kind, k.quota FROM org_unit u \
        LEFT JOIN contest_unit k ON k.unit_id = u.id AND k.contest_id = $1 WHERE u.id = $2";
    tx.opt(sql, &[contest.0.into(), unit.0.into()])?.as_ref().map(read_unit).transpose()
}

fn read_unit(row: &Row) -> Result<UnitFace, DbFault> {
    Ok(UnitFace {
        id: UnitId(row.int(0)?),
        code: row.text(1)?.into(),
        name: row.text(2)?.to_owned(),
        kind: row.text(3)?.to_owned(),
        quota: word(row.as_ref(), 4, QuotaStrength::from_word)?,
    })
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    pub version: i64,
    pub at: Instant,
    pub dossier_hash: [u8; 32],
}

/// Every version that was handed in, newest first.
pub(in crate::screening) fn list_versions(tx: &mut Tx, entry: EntryId) -> Result<Vec<VersionLine>, DbFault> {
    let sql = "SELECT v.version, v.created_at, v.dossier_hash FROM entry_version v JOIN entry e ON e.id = v.entry_id AND v.version <= e.version \
        WHERE v.entry_id = $1 ORDER BY v.version DESC";
    let line = |r: &Row| {
        Ok(VersionLine { version: r.int(0)?, at: Instant(r.int(1)?), dossier_hash: digest(r.blob(2)?)? })
    };
    tx.query(sql, &[entry.0.into()])?.iter().map(line).collect()
}

/// What the contest asks of an entry (`requirements` of its file), in its words; empty where it names none.
pub(in crate::screening) fn requirements(tx: &mut Tx, contest: ContestId) -> Result<Vec<String>, DbFault> {
    let sql = "SELECT e.body FROM contest c JOIN rules_edition e ON e.id = c.edition_id WHERE c.id = $1";
    let Some(row) = tx.opt(sql, &[contest.0.into()])? else { return Ok(vec![]) };
    let body: serde_json::Value = serde_json::from_str(row.text(0)?).unwrap_or_default();
    let list = body.get("requirements").and_then(|r| r.as_array()).cloned().unwrap_or_default();
    Ok(list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
}

/// Codes of the entries of the contest by id, for showing which one is kept.
pub(in crate::screening) fn codes(
    tx: &mut Tx,
    ids: &[EntryId],
) -> Result<HashMap<EntryId, EntryCode>, DbFault> {
    let mut found = HashMap::new();
    for part in ids.chunks(500) {
        let vals: Vec<Val> = part.iter().map(|id| Val::from(id.0)).collect();
        let sql = format!("SELECT id, code FROM entry WHERE id IN {}", in_list(1, part.len()));
        for row in tx.query(&sql, &vals)? {
            found.insert(EntryId(row.int(0)?), row.text(1)?.into());
        }
    }
    Ok(found)
}

/// Score sheets assigned and signed, for the leader's figures: how far judging is, never a mark.
pub(in crate::screening) fn count_sheets(tx: &mut Tx, contest: ContestId) -> Result<(i64, i64), DbFault> {
    let sql = "SELECT COUNT(*), COUNT(s.signed_at) FROM score_sheet s JOIN judging_round r ON r.id = s.round_id \
        WHERE r.contest_id = $1 AND s.released_at IS NULL";
    let row = tx.one(sql, &[contest.0.into()])?;
    Ok((row.int(0)?, row.int(1)?))
}

/// A handed-in or withdrawn entry by its code, written in whatever case.
pub(in crate::screening) fn find_by_code(
    tx: &mut Tx,
    contest: ContestId,
    code: &str,
) -> Result<Option<EntryId>, DbFault> {
    let sql = "SELECT id FROM entry WHERE contest_id = $1 AND version > 0 AND UPPER(code) = $2";
    let row = tx.opt(sql, &[contest.0.into(), code.trim().to_uppercase().into()])?;
    row.map(|r| Ok(EntryId(r.int(0)?))).transpose()
}

/// Who may have signed for a unit: its heads and delegates, with their days. The head first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadLine {
    pub person: PersonId,
    pub name: String,
    pub from: Option<Day>,
    /// Included.
    pub to: Option<Day>,
    pub delegate: bool,
}

impl HeadLine {
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

pub(in crate::screening) fn list_heads(tx: &mut Tx, unit: UnitId) -> Result<Vec<HeadLine>, DbFault> {
    let sql = "SELECT p.id, p.name, g.valid_from_on, g.valid_to_on, g.delegate FROM person_grant g JOIN person p ON p.id = g.person_id \
        WHERE g.role = 'head' AND g.unit_id = $1 ORDER BY g.delegate, p.sort_key, g.id";
    let line = |r: &Row| {
        Ok(HeadLine {
            person: PersonId(r.int(0)?),
            name: r.text(1)?.to_owned(),
            from: r.opt_text(2)?.and_then(Day::parse),
            to: r.opt_text(3)?.and_then(Day::parse),
            delegate: r.bool(4)?,
        })
    };
    tx.query(sql, &[unit.0.into()])?.iter().map(line).collect()
}

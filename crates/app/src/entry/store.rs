//! All SQL for the tables of the entry slice: `entry`, `draft`, `entry_version`, `author`, `attachment`.

use super::body;
use super::personal::{self, SALTS, Seals};
use crate::db::{DbFault, Row, Tx, Val, in_list};
use crate::files::verdict::{self, Held};
use crate::seal;
use domain::actor::Actor;
use domain::contest::{AttachmentKind, Category, CoAuthors, Extension, Form, Phase, RulesEdition};
use domain::entry::access::Subject;
use domain::entry::formal::Official;
use domain::entry::{Attachment, Dossier, Draft, EntryState, KnownUnit, Origin, Submitted, Whereabouts};
use domain::ids::{AreaCode, ContestId, EntryCode, EntryId, RouteCode, UnitCode, UnitId};
use domain::text;
use domain::time::{Before, Day, Instant};
use std::fmt::Write;

/// An entry as its row says. What is shown of it is that of the newest version; a draft's is in its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    pub id: EntryId,
    pub contest: ContestId,
    pub code: EntryCode,
    pub state: EntryState,
    pub origin: Origin,
    /// The receiving unit; `None` for a draft.
    pub unit: Option<UnitId>,
    pub route: RouteCode,
    pub category: Category,
    pub form: Form,
    pub title: String,
    pub areas: Vec<AreaCode>,
    pub lead_author: String,
    pub author_count: i64,
    /// 0 for a draft.
    pub version: i64,
    /// When the newest version was handed in; of a paper entry, when it was received.
    pub submitted_at: Option<Instant>,
    pub recorded_at: Instant,
    pub withdrawn_at: Option<Instant>,
    /// The phase of its contest.
    pub phase: Phase,
    /// As the row holds it; see [`EntryRow::email`].
    closed_email: Option<String>,
    contact_salt: Option<Vec<u8>>,
    /// When its author took the paper entry over.
    pub taken_over_at: Option<Instant>,
    /// The last extension in force that was granted to it, and why.
    pub extension: Option<(Extension, String)>,
}

const COLUMNS: &str = "e.id, e.contest_id, e.code, e.state, e.origin, e.unit_id, e.route, e.category, e.form, e.title, \
    e.areas, e.lead_author, e.author_count, e.version, e.submitted_at, e.recorded_at, e.withdrawn_at, c.phase, e.email, e.contact_salt, e.taken_over_at, \
    x.granted_at, x.until_at, x.reason";
const TABLES: &str = "FROM entry e JOIN contest c ON c.id = e.contest_id \
    LEFT JOIN extension x ON x.id = (SELECT MAX(y.id) FROM extension y WHERE y.entry_id = e.id AND y.taken_back_at IS NULL)";
/// Where further columns begin.
const MORE: usize = 24;

fn read_entry(row: &Row) -> Result<EntryRow, DbFault> {
    let unknown = |what: &str| DbFault::other(format!("unknown {what} in entry"));
    Ok(EntryRow {
        id: EntryId(row.int(0)?),
        contest: ContestId(row.int(1)?),
        code: EntryCode(row.text(2)?.to_owned()),
        state: EntryState::from_word(row.text(3)?).ok_or_else(|| unknown("state"))?,
        origin: Origin::from_word(row.text(4)?).ok_or_else(|| unknown("origin"))?,
        unit: row.opt_int(5)?.map(UnitId),
        route: row.text(6)?.into(),
        category: Category::from_word(row.text(7)?).ok_or_else(|| unknown("category"))?,
        form: Form::from_word(row.text(8)?).ok_or_else(|| unknown("form"))?,
        title: row.text(9)?.to_owned(),
        areas: row.text(10)?.split(',').filter(|a| !a.is_empty()).map(AreaCode::from).collect(),
        lead_author: row.text(11)?.to_owned(),
        author_count: row.int(12)?,
        version: row.int(13)?,
        submitted_at: row.opt_int(14)?.map(Instant),
        recorded_at: Instant(row.int(15)?),
        withdrawn_at: row.opt_int(16)?.map(Instant),
        phase: Phase::from_word(row.text(17)?).ok_or_else(|| unknown("phase"))?,
        closed_email: row.opt_text(18)?.map(str::to_owned),
        contact_salt: row.opt_blob(19)?.map(<[u8]>::to_vec),
        taken_over_at: row.opt_int(20)?.map(Instant),
        extension: match (row.opt_int(21)?, row.opt_int(22)?) {
            (Some(granted_at), Some(until)) => {
                let granted = Extension { granted_at: Instant(granted_at), until: Before(Instant(until)) };
                Some((granted, row.opt_text(23)?.unwrap_or_default().to_owned()))
            }
            _ => None,
        },
    })
}

impl EntryRow {
    /// Where letters about the entry go; empty where nowhere, or erased.
    pub fn email(&self, tx: &Tx) -> Result<String, DbFault> {
        tx.opener().seal(self.contact_salt.as_deref())?.open(self.closed_email.as_deref().unwrap_or_default())
    }

    /// What was granted to it, where anything was.
    pub fn granted(&self) -> Option<Extension> {
        self.extension.as_ref().map(|(granted, _)| *granted)
    }

    /// For the access questions, as far as the asker is no judge.
    pub fn subject(&self) -> Subject {
        Subject {
            entry: self.id,
            contest: self.contest,
            unit: self.unit,
            state: self.state,
            origin: self.origin,
            taken_over: self.taken_over_at.is_some(),
            assigned: false,
            recused: false,
            blind: false,
        }
    }
}

pub fn find(tx: &mut Tx, id: EntryId) -> Result<Option<EntryRow>, DbFault> {
    let sql = format!("SELECT {COLUMNS} {TABLES} WHERE e.id = $1");
    tx.opt(&sql, &[id.0.into()])?.as_ref().map(read_entry).transpose()
}

/// The entry and its working copy without files, in one statement.
pub fn find_working(tx: &mut Tx, id: EntryId) -> Result<Option<(EntryRow, Option<Working>)>, DbFault> {
    let sql = format!(
        "SELECT {COLUMNS}, d.revision, d.body, d.saved_at, {SALTS} {TABLES} \
         LEFT JOIN draft d ON d.entry_id = e.id WHERE e.id = $1"
    );
    let Some(row) = tx.opt(&sql, &[id.0.into()])? else { return Ok(None) };
    let working = match (row.opt_int(MORE)?, row.opt_text(MORE + 1)?, row.opt_int(MORE + 2)?) {
        (Some(revision), Some(body), Some(at)) => {
            let seals = Seals::of_row(&tx.opener(), &row.as_ref(), MORE + 3)?;
            let draft = body::read_draft(body, Vec::new(), &seals)?;
            Some(Working { revision, draft, saved_at: Instant(at) })
        }
        _ => None,
    };
    Ok(Some((read_entry(&row)?, working)))
}

/// The working copy of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    /// Grows by one with every save.
    pub revision: i64,
    pub draft: Draft,
    pub saved_at: Instant,
}

/// An entry found by its code, with what its PIN is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    pub entry: EntryId,
    pub contest: ContestId,
    /// `None`: no PIN was given out.
    pub pin_hash: Option<Vec<u8>>,
}

/// Entries with this code, in whatever contest; codes given online are unique, codes of files only within a contest.
pub fn find_by_code(tx: &mut Tx, code: &EntryCode) -> Result<Vec<Coded>, DbFault> {
    let sql = "SELECT id, contest_id, pin_hash FROM entry WHERE code = $1 ORDER BY id DESC LIMIT 20";
    let rows = tx.query(sql, &[code.as_str().into()])?;
    let read = |r: &Row| {
        let pin_hash = r.opt_blob(2)?.map(<[u8]>::to_vec);
        Ok(Coded { entry: EntryId(r.int(0)?), contest: ContestId(r.int(1)?), pin_hash })
    };
    rows.iter().map(read).collect()
}

pub fn is_code_taken(tx: &mut Tx, contest: ContestId, code: &EntryCode) -> Result<bool, DbFault> {
    let sql = "SELECT 1 FROM entry WHERE contest_id = $1 AND code = $2";
    Ok(tx.opt(sql, &[contest.0.into(), code.as_str().into()])?.is_some())
}

/// For the access questions, whoever asks: also whether the asking judge is assigned or recused.
pub fn subject_for(tx: &mut Tx, actor: &Actor, entry: &EntryRow) -> Result<Subject, DbFault> {
    let mut subject = entry.subject();
    if let Some(judge) = actor.judge_in(entry.contest) {
        let row = tx.one(
            "SELECT (SELECT COUNT(*) FROM score_sheet WHERE judge_id = $1 AND entry_id = $2 AND released_at IS NULL), \
             (SELECT COUNT(*) FROM conflict WHERE judge_id = $1 AND entry_id = $2)",
            &[judge.0.into(), entry.id.0.into()],
        )?;
        subject.assigned = row.int(0)? > 0;
        subject.recused = row.int(1)? > 0;
        subject.blind = crate::judging::blind::reads_blind(tx, actor, entry.contest)?;
    }
    Ok(subject)
}

/// Where it stands, for a change of it: also whether the committee or its judges have it.
pub fn whereabouts(tx: &mut Tx, entry: &EntryRow) -> Result<Whereabouts, DbFault> {
    let row = tx.opt(
        "SELECT v.dossier_hash, CASE WHEN g.intake IN ('accepted', 'rejected') OR (g.arrived_version = v.version AND \
         g.intake <> 'returned') THEN 1 ELSE 0 END, CASE WHEN EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = v.entry_id \
         AND x.released_at IS NULL) THEN 1 ELSE 0 END FROM entry_version v LEFT JOIN gate g ON g.entry_id = v.entry_id \
         WHERE v.entry_id = $1 AND v.version = $2",
        &[entry.id.0.into(), entry.version.into()],
    )?;
    let mut here = Whereabouts {
        state: entry.state,
        version: entry.version,
        dossier_hash: None,
        with_committee: false,
        with_judges: false,
    };
    if let Some(row) = row {
        here.dossier_hash = Some(hash_of(row.blob(0)?)?);
        here.with_judges = row.int(2)? == 1;
        here.with_committee = row.int(1)? == 1 || here.with_judges;
    }
    Ok(here)
}

fn hash_of(bytes: &[u8]) -> Result<[u8; 32], DbFault> {
    bytes.try_into().map_err(|_| DbFault::other("a dossier hash is not 32 bytes"))
}

/// One version and its hash. No access question: the caller has asked it.
pub fn dossier_of(tx: &mut Tx, entry: EntryId, version: i64) -> Result<Option<(Dossier, [u8; 32])>, DbFault> {
    let sql = format!(
        "SELECT v.body, v.dossier_hash, {SALTS} FROM entry_version v JOIN entry e ON e.id = v.entry_id \
         WHERE v.entry_id = $1 AND v.version = $2"
    );
    let Some(row) = tx.opt(&sql, &[entry.0.into(), version.into()])? else { return Ok(None) };
    let seals = Seals::of_row(&tx.opener(), &row.as_ref(), 2)?;
    Ok(Some((body::read_dossier(row.text(0)?, &seals)?, hash_of(row.blob(1)?)?)))
}

/// The newest version of every entry of the contest that was ever handed in, by id, in one statement.
pub fn each_dossier<E: From<DbFault>>(
    tx: &mut Tx,
    contest: ContestId,
    mut f: impl FnMut(EntryId, Dossier) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT e.id, v.body, {SALTS} FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version \
         WHERE e.contest_id = $1 ORDER BY e.id"
    );
    let opener = tx.opener();
    tx.each(&sql, &[contest.0.into()], |row| {
        let seals = Seals::of_row(&opener, row, 2)?;
        f(EntryId(row.int(0)?), body::read_dossier(row.text(1)?, &seals)?)
    })
}

/// Who serves the contest and cannot be an author: active judges, and the organisers and secretaries with the units that
/// they also serve.
pub fn officials(tx: &mut Tx, contest: ContestId) -> Result<Vec<Official>, DbFault> {
    let rows = tx.query(
        "SELECT j.name, u.code FROM judge j LEFT JOIN org_unit u ON u.id = j.unit_id WHERE j.contest_id = $1 AND j.active = 1 \
         UNION ALL SELECT p.name, u.code FROM person_grant g JOIN person p ON p.id = g.person_id \
         JOIN person_grant w ON w.person_id = g.person_id AND w.unit_id IS NOT NULL JOIN org_unit u ON u.id = w.unit_id \
         WHERE g.contest_id = $1 AND g.role IN ('organiser', 'secretary')",
        &[contest.0.into()],
    )?;
    let read =
        |r: &Row| Ok(Official { name: r.text(0)?.to_owned(), unit: r.opt_text(1)?.map(UnitCode::from) });
    rows.iter().map(read).collect()
}

/// The units of these codes that exist or existed, with their ids.
pub fn units(
    tx: &mut Tx,
    contest: ContestId,
    codes: &[&UnitCode],
) -> Result<Vec<(UnitId, KnownUnit)>, DbFault> {
    let mut wanted: Vec<&str> = codes.iter().map(|c| c.as_str()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    // A few lengths of the list only, so that few statements are prepared.
    let places = wanted.len().next_power_of_two();
    let sql = format!(
        "SELECT u.id, u.code, u.valid_from_on, u.valid_to_on, s.code, \
         (SELECT COUNT(*) FROM contest_unit k WHERE k.contest_id = $1 AND k.unit_id = u.id) + \
         (SELECT COUNT(*) FROM contest c WHERE c.id = $1 AND c.standing_unit_id = u.id) \
         FROM org_unit u LEFT JOIN org_unit s ON s.id = u.successor_id WHERE u.code IN {}",
        in_list(2, places)
    );
    let last = wanted.last().copied().unwrap_or_default();
    let mut vals: Vec<Val<'_>> = vec![contest.0.into()];
    vals.extend((0..places).map(|i| Val::from(wanted.get(i).copied().unwrap_or(last))));
    let day = |text: Option<&str>| text.and_then(Day::parse);
    let read = |r: &Row| {
        let known = KnownUnit {
            code: r.text(1)?.into(),
            from: day(r.opt_text(2)?),
            to: day(r.opt_text(3)?),
            successor: r.opt_text(4)?.map(UnitCode::from),
            receives: r.int(5)? > 0,
        };
        Ok((UnitId(r.int(0)?), known))
    };
    tx.query(&sql, &vals)?.iter().map(read).collect()
}

/// A new draft with its code. The PIN's digest is put beside it.
pub fn insert_draft(
    tx: &mut Tx,
    contest: ContestId,
    code: &EntryCode,
    pin_hash: &[u8],
    now: Instant,
) -> Result<EntryId, DbFault> {
    let row = tx.one(
        "INSERT INTO entry (contest_id, code, state, origin, pin_hash, route, category, form, title, fold, areas, \
         lead_author, author_count, recorded_at, contact_salt, name_salt) VALUES ($1, $2, 'draft', 'online', $3, '', 'individual', \
         'written', '', '', '', '', 0, $4, $5, $6) RETURNING id",
        &[
            contest.0.into(),
            code.as_str().into(),
            pin_hash.into(),
            now.0.into(),
            (&seal::salt()?[..]).into(),
            (&seal::salt()?[..]).into(),
        ],
    )?;
    let id = EntryId(row.int(0)?);
    save_working(tx, id, 1, &Draft::default(), now)?;
    Ok(id)
}

/// Puts the working copy in place of the one before.
pub fn save_working(
    tx: &mut Tx,
    entry: EntryId,
    revision: i64,
    draft: &Draft,
    now: Instant,
) -> Result<(), DbFault> {
    let body = body::draft_text(draft, Some(&personal::for_writing(tx, entry)?))?;
    tx.exec(
        "INSERT INTO draft (entry_id, revision, body, saved_at) VALUES ($1, $2, $3, $4) ON CONFLICT (entry_id) DO UPDATE \
         SET revision = excluded.revision, body = excluded.body, saved_at = excluded.saved_at",
        &[entry.0.into(), revision.into(), body.into(), now.0.into()],
    )
    .map(|_| ())
}

/// A new entry that came on paper, without a version yet.
pub fn insert_paper(
    tx: &mut Tx,
    contest: ContestId,
    code: &EntryCode,
    pin_hash: Option<&[u8]>,
    now: Instant,
) -> Result<EntryId, DbFault> {
    let row = tx.one(
        "INSERT INTO entry (contest_id, code, state, origin, pin_hash, route, category, form, title, fold, areas, \
         lead_author, author_count, recorded_at) VALUES ($1, $2, 'draft', 'paper', $3, '', 'individual', 'written', '', '', '', \
         '', 0, $4) RETURNING id",
        &[contest.0.into(), code.as_str().into(), pin_hash.into(), now.0.into()],
    )?;
    Ok(EntryId(row.int(0)?))
}

/// Writes a version and makes it the one that counts. `units` holds the ids of all units that the dossier names.
pub fn save_version(
    tx: &mut Tx,
    entry: EntryId,
    s: &Submitted,
    units: &[(UnitId, KnownUnit)],
    by: &str,
    recorded_at: Instant,
) -> Result<(), DbFault> {
    let d = &s.dossier;
    let unit_id = |code: &UnitCode| units.iter().find(|(_, u)| u.code == *code).map(|(id, _)| id.0);
    let seals = personal::for_writing(tx, entry)?;
    let body = body::dossier_text(d, &seals)?;
    tx.exec(
        "INSERT INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[entry.0.into(), s.version.into(), (&s.dossier_hash).into(), body.into(), by.into(), recorded_at.0.into()],
    )?;
    let mut rows = Rows::new(
        "INSERT INTO author (entry_id, version, position, name, fold, role_title, unit_id, address, phone, share, representative)",
        11,
    );
    let closed = |text: &str| seals.contact.close(text);
    let contacts: Vec<(String, String)> = d
        .authors
        .iter()
        .map(|a| Ok((closed(&a.address)?, closed(&a.phone)?)))
        .collect::<Result<_, DbFault>>()?;
    for (n, (a, (address, phone))) in d.authors.iter().zip(&contacts).enumerate() {
        rows.push([
            entry.0.into(),
            s.version.into(),
            n.into(),
            (&a.name).into(),
            text::fold(&a.name).into(),
            (&a.role_title).into(),
            a.unit.as_ref().and_then(unit_id).into(),
            address.into(),
            phone.into(),
            a.share.0.into(),
            a.representative.into(),
        ]);
    }
    rows.insert(tx)?;
    if !d.attachments.is_empty() {
        save_attachments(tx, entry, s)?;
    }
    let lead = d.contact().or(d.authors.first()).map_or("", |a| a.name.as_str());
    let mut areas = String::new();
    for a in &d.areas {
        let comma = if areas.is_empty() { "" } else { "," };
        let _ = write!(areas, "{comma}{}", a.as_str());
    }
    let fold = text::fold(&format!("{} {lead}", d.title));
    let email = s.email.as_deref().map(closed).transpose()?;
    tx.exec(
        "UPDATE entry SET state = 'handed_in', unit_id = $2, route = $3, category = $4, form = $5, title = $6, fold = $7, \
         areas = $8, lead_author = $9, author_count = $10, version = $11, email = COALESCE($12, email), submitted_at = $13, \
         withdrawn_at = NULL WHERE id = $1",
        &[
            entry.0.into(),
            unit_id(&d.receiving_unit).into(),
            d.route.as_str().into(),
            d.category.word().into(),
            d.form.word().into(),
            (&d.title).into(),
            fold.into(),
            areas.into(),
            lead.into(),
            d.authors.len().into(),
            s.version.into(),
            email.as_deref().into(),
            s.at.0.into(),
        ],
    )?;
    Ok(())
}

fn save_attachments(tx: &mut Tx, entry: EntryId, s: &Submitted) -> Result<(), DbFault> {
    let files = &s.dossier.attachments;
    let held: Vec<&[u8]> = files.iter().filter_map(|f| f.sha256.as_ref().map(<[u8; 32]>::as_slice)).collect();
    let mut ids: Vec<(Vec<u8>, i64)> = Vec::new();
    if !held.is_empty() {
        let sql = format!("SELECT sha256, id FROM file WHERE sha256 IN {}", in_list(1, held.len()));
        let vals: Vec<Val<'_>> = held.iter().map(|h| Val::from(*h)).collect();
        for row in tx.query(&sql, &vals)? {
            ids.push((row.blob(0)?.to_vec(), row.int(1)?));
        }
    }
    let id_of = |f: &Attachment| f.sha256.and_then(|h| ids.iter().find(|(k, _)| *k == h).map(|(_, id)| *id));
    let mut rows =
        Rows::new("INSERT INTO attachment (entry_id, version, position, name, kind, bytes, file_id)", 7);
    for (n, f) in files.iter().enumerate() {
        rows.push([
            entry.0.into(),
            s.version.into(),
            n.into(),
            (&f.name).into(),
            f.kind.word().into(),
            i64::try_from(f.bytes).unwrap_or(i64::MAX).into(),
            id_of(f).into(),
        ]);
    }
    rows.insert(tx)
}

/// Rows of one statement: `INSERT … VALUES (…),(…)`, so that a group of authors is one round trip.
struct Rows<'a> {
    head: &'static str,
    width: usize,
    vals: Vec<Val<'a>>,
}

impl<'a> Rows<'a> {
    fn new(head: &'static str, width: usize) -> Rows<'a> {
        Rows { head, width, vals: Vec::new() }
    }

    fn push<const N: usize>(&mut self, row: [Val<'a>; N]) {
        self.vals.extend(row);
    }

    fn insert(self, tx: &mut Tx) -> Result<(), DbFault> {
        let rows: Vec<String> =
            (0..self.vals.len() / self.width).map(|n| in_list(n * self.width + 1, self.width)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        tx.exec(&format!("{} VALUES {}", self.head, rows.join(",")), &self.vals).map(|_| ())
    }
}

/// New salts where there are none; both as they are now.
pub(super) fn save_salts(tx: &mut Tx, entry: EntryId, contact: &[u8], names: &[u8]) -> Result<Row, DbFault> {
    let sql = "UPDATE entry SET contact_salt = COALESCE(contact_salt, $2), name_salt = COALESCE(name_salt, $3) WHERE id = $1 \
               RETURNING contact_salt, name_salt";
    tx.one(sql, &[entry.0.into(), contact.into(), names.into()])
}

/// Takes contact data away: the salt first, so that no version and no copy of the table opens again.
pub fn forget_contact(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("UPDATE entry SET contact_salt = NULL, email = NULL WHERE id = $1", &[entry.0.into()])?;
    tx.exec("UPDATE author SET address = '', phone = '' WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}

/// Takes the names away; `gone` stands in lists instead.
pub fn forget_names(tx: &mut Tx, entry: EntryId, gone: &str) -> Result<(), DbFault> {
    let title = tx.one("SELECT title FROM entry WHERE id = $1", &[entry.0.into()])?.text(0)?.to_owned();
    tx.exec(
        "UPDATE entry SET name_salt = NULL, lead_author = $2, fold = $3 WHERE id = $1",
        &[entry.0.into(), gone.into(), text::fold(&title).into()],
    )?;
    tx.exec("UPDATE author SET name = $2, fold = '' WHERE entry_id = $1", &[entry.0.into(), gone.into()])
        .map(|_| ())
}

pub fn delete_working(tx: &mut Tx, entry: EntryId) -> Result<(), DbFault> {
    tx.exec("DELETE FROM draft WHERE entry_id = $1", &[entry.0.into()]).map(|_| ())
}

pub fn save_withdrawn(tx: &mut Tx, entry: EntryId, at: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE entry SET state = 'withdrawn', withdrawn_at = $2 WHERE id = $1";
    tx.exec(sql, &[entry.0.into(), at.0.into()]).map(|_| ())
}

/// Handed in again as it was, at this instant.
pub fn save_revived(tx: &mut Tx, entry: EntryId, at: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE entry SET state = 'handed_in', withdrawn_at = NULL, submitted_at = $2 WHERE id = $1";
    tx.exec(sql, &[entry.0.into(), at.0.into()]).map(|_| ())
}

pub fn save_taken_over(tx: &mut Tx, entry: EntryId, at: Instant) -> Result<(), DbFault> {
    let sql = "UPDATE entry SET taken_over_at = $2 WHERE id = $1";
    tx.exec(sql, &[entry.0.into(), at.0.into()]).map(|_| ())
}

/// Where letters about a draft go, as its author has typed it; an address that was left before stays.
pub fn save_address(tx: &mut Tx, entry: EntryId, email: &str) -> Result<(), DbFault> {
    if email.trim().is_empty() {
        return Ok(());
    }
    let closed = personal::for_writing(tx, entry)?.contact.close(email.trim())?;
    let sql = "UPDATE entry SET email = $2 WHERE id = $1 AND email IS NULL";
    tx.exec(sql, &[entry.0.into(), closed.as_str().into()]).map(|_| ())
}

pub fn save_pin(tx: &mut Tx, entry: EntryId, pin_hash: &[u8]) -> Result<(), DbFault> {
    let sql = "UPDATE entry SET pin_hash = $2 WHERE id = $1";
    tx.exec(sql, &[entry.0.into(), pin_hash.into()]).map(|_| ())
}

/// A unit as a list of choices shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChoice {
    pub code: UnitCode,
    pub name: String,
    pub kind: String,
    /// Name of the unit above it.
    pub parent: Option<String>,
}

/// Units of the contest that exist on the day and whose folded name or code contains `folded`, in their order; all where it
/// is empty. At most `most`.
pub fn find_units(
    tx: &mut Tx,
    contest: ContestId,
    folded: &str,
    on: Day,
    most: usize,
) -> Result<Vec<UnitChoice>, DbFault> {
    let escaped: String = folded.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let rows = tx.query(
        "SELECT u.code, u.name, u.kind, p.name FROM org_unit u LEFT JOIN org_unit p ON p.id = u.parent_id \
         WHERE (u.id IN (SELECT unit_id FROM contest_unit WHERE contest_id = $1) OR u.id IN (SELECT standing_unit_id FROM contest WHERE id = $1)) \
         AND COALESCE(u.valid_from_on, '0000-01-01') <= $2 AND COALESCE(u.valid_to_on, '9999-12-31') >= $2 \
         AND (u.fold LIKE $3 OR LOWER(u.code) LIKE $3) ORDER BY u.position, u.id LIMIT $4",
        &[contest.0.into(), on.to_string().into(), format!("%{escaped}%").into(), most.into()],
    )?;
    let read = |r: &Row| {
        Ok(UnitChoice {
            code: r.text(0)?.into(),
            name: r.text(1)?.to_owned(),
            kind: r.text(2)?.to_owned(),
            parent: r.opt_text(3)?.map(str::to_owned),
        })
    };
    rows.iter().map(read).collect()
}

/// Names of units by code, for showing.
pub fn unit_names(tx: &mut Tx, codes: &[&UnitCode]) -> Result<Vec<(UnitCode, String)>, DbFault> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT code, name FROM org_unit WHERE code IN {}", in_list(1, codes.len()));
    let vals: Vec<Val<'_>> = codes.iter().map(|c| Val::from(c.as_str())).collect();
    tx.query(&sql, &vals)?.iter().map(|r| Ok((r.text(0)?.into(), r.text(1)?.to_owned()))).collect()
}

/// The files of the working copy, in the order in which they were added.
pub fn draft_files(tx: &mut Tx, entry: EntryId) -> Result<Vec<(i64, Attachment)>, DbFault> {
    let rows = tx.query(
        "SELECT d.id, d.name, d.kind, d.bytes, f.sha256 FROM draft_file d LEFT JOIN file f ON f.id = d.file_id \
         WHERE d.entry_id = $1 ORDER BY d.id",
        &[entry.0.into()],
    )?;
    let read = |r: &Row| {
        let kind = AttachmentKind::from_word(r.text(2)?);
        let attachment = Attachment {
            name: r.text(1)?.to_owned(),
            kind: kind.ok_or_else(|| DbFault::other("unknown kind in draft_file"))?,
            bytes: u64::try_from(r.int(3)?).unwrap_or(0),
            sha256: r.opt_blob(4)?.map(hash_of).transpose()?,
        };
        Ok((r.int(0)?, attachment))
    };
    rows.iter().map(read).collect()
}

/// The units that a draft or dossier names.
pub fn named_units<'a>(
    receiving: Option<&'a UnitCode>,
    authors: impl Iterator<Item = Option<&'a UnitCode>>,
) -> Vec<&'a UnitCode> {
    receiving.into_iter().chain(authors.flatten()).collect()
}

/// What a hand-in is decided by, besides the draft itself.
pub struct Circumstances {
    pub rules: std::sync::Arc<RulesEdition>,
    pub officials: Vec<Official>,
    pub units: Vec<(UnitId, KnownUnit)>,
    pub known: Vec<KnownUnit>,
    infected: Vec<usize>,
    unconfirmed: Vec<usize>,
    phase: Phase,
    extension: Option<Extension>,
}

impl Circumstances {
    pub fn load(tx: &mut Tx, row: &EntryRow, draft: &Draft) -> Result<Circumstances, DbFault> {
        let (contest, phase) = (row.contest, row.phase);
        let rules = crate::contest::store::rules_of(tx, contest)?;
        let officials = if rules.entrants.officials_excluded { officials(tx, contest)? } else { Vec::new() };
        let named = named_units(draft.receiving_unit.as_ref(), draft.authors.iter().map(|a| a.unit.as_ref()));
        let units = if named.is_empty() { Vec::new() } else { units(tx, contest, &named)? };
        let known = units.iter().map(|(_, u)| u.clone()).collect();
        let infected = infected(tx, draft)?;
        let unconfirmed = match rules.entrants.co_authors {
            CoAuthors::BeforeHandIn => {
                let dossier = domain::entry::submit::would_be(draft, &rules);
                super::authors::unconfirmed(tx, row.id, &dossier)?
            }
            CoAuthors::Shown | CoAuthors::BeforeForwarding => Vec::new(),
        };
        Ok(Circumstances {
            rules,
            officials,
            units,
            known,
            infected,
            unconfirmed,
            phase,
            extension: row.granted(),
        })
    }

    pub fn hand_in(&self, now: Instant) -> domain::entry::HandIn<'_> {
        domain::entry::HandIn {
            rules: &self.rules,
            phase: self.phase,
            extension: self.extension,
            officials: &self.officials,
            units: &self.known,
            infected: &self.infected,
            unconfirmed: &self.unconfirmed,
            digest: body::digest,
            now,
        }
    }
}

/// Positions of the files in which the scanner found something.
fn infected(tx: &mut Tx, draft: &Draft) -> Result<Vec<usize>, DbFault> {
    let contents: Vec<[u8; 32]> = draft.attachments.iter().filter_map(|f| f.sha256).collect();
    let held = verdict::all_held(tx, &contents)?;
    let is_infected =
        |sha256: Option<[u8; 32]>| sha256.is_some_and(|h| held.get(&h) == Some(&Held::Infected));
    Ok((0..).zip(&draft.attachments).filter(|(_, f)| is_infected(f.sha256)).map(|(n, _)| n).collect())
}

/// What the unit and the committee have done with the version that counts: what its author may read of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    pub submitted_ms: Option<i64>,
    pub received_ms: Option<i64>,
    /// `selected`, `not_selected`, `returned`.
    pub verdict: Option<String>,
    pub verdict_reason: Option<String>,
    pub verdict_ms: Option<i64>,
    pub confirmed_ms: Option<i64>,
    pub arrived_ms: Option<i64>,
    /// `pending`, `accepted`, `returned`, `rejected`.
    pub intake: String,
    pub intake_note: Option<String>,
    pub intake_ms: Option<i64>,
    /// Received by the standing body itself: nobody has to send it on.
    pub at_standing_body: bool,
}

/// Verdict, confirmation and arrival of earlier versions do not count.
pub fn course(tx: &mut Tx, entry: EntryId) -> Result<Course, DbFault> {
    let row = tx.one(
        "SELECT e.submitted_at, g.received_at, CASE WHEN g.verdict_version = e.version THEN g.verdict END, \
         CASE WHEN g.verdict_version = e.version THEN g.verdict_reason END, CASE WHEN g.verdict_version = e.version THEN g.verdict_at END, \
         (SELECT MAX(k.at) FROM confirmation k WHERE k.entry_id = e.id AND k.version = e.version AND k.voided_at IS NULL), \
         CASE WHEN g.arrived_version = e.version THEN g.arrived_at END, \
         CASE WHEN g.intake IS NULL OR (g.intake = 'returned' AND e.submitted_at > g.intake_at) THEN 'pending' ELSE g.intake END, \
         g.intake_note, g.intake_at, CASE WHEN e.unit_id = c.standing_unit_id THEN 1 ELSE 0 END \
         FROM entry e JOIN contest c ON c.id = e.contest_id LEFT JOIN gate g ON g.entry_id = e.id WHERE e.id = $1",
        &[entry.0.into()],
    )?;
    Ok(Course {
        submitted_ms: row.opt_int(0)?,
        received_ms: row.opt_int(1)?,
        verdict: row.opt_text(2)?.map(str::to_owned),
        verdict_reason: row.opt_text(3)?.map(str::to_owned),
        verdict_ms: row.opt_int(4)?,
        confirmed_ms: row.opt_int(5)?,
        arrived_ms: row.opt_int(6)?,
        intake: row.text(7)?.to_owned(),
        intake_note: row.opt_text(8)?.map(str::to_owned),
        intake_ms: row.opt_int(9)?,
        at_standing_body: row.int(10)? == 1,
    })
}

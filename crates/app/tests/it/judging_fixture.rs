//! A contest whose entries have passed the gate, written straight into the tables: what judging begins with.

use app::act::Stop;
use app::contest::{format, store as contests};
use app::db::{Db, DbFault, Tx, Val};
use app::judging::{self, NewJudge, SheetInput, store};
use app::record::record;
use domain::actor::{Actor, Grant, Person};
use domain::contest::Phase;
use domain::ids::{BatchId, ContestId, EntryId, JudgeId, PersonId, RoundId, UnitId};
use domain::marks::Marks;
use domain::screening::{ScreeningEvent, Verdict};
use domain::time::Instant;
use std::collections::HashMap;

/// An hour after the deadline of a contest.
pub fn after(before: Instant) -> Instant {
    before.plus_ms(3_600_000)
}

#[derive(Debug, Clone)]
pub struct Contest {
    pub id: ContestId,
    pub before: Instant,
    pub units: HashMap<String, UnitId>,
}

pub fn unit(tx: &mut Tx, code: &str, kind: &str, position: usize) -> Result<UnitId, DbFault> {
    let sql =
        "INSERT INTO org_unit (code, name, fold, kind, position) VALUES ($1, $2, '', $3, $4) RETURNING id";
    let name = format!("Đơn vị {code}");
    Ok(UnitId(tx.one(sql, &[code.into(), name.into(), kind.into(), position.into()])?.int(0)?))
}

/// A contest by the text of its `contest.json`, open, with these units.
pub fn contest(tx: &mut Tx, body: &str, unit_codes: &[(&str, &str)]) -> Result<Contest, DbFault> {
    let rules = format::parse(body).map_err(|p| DbFault::other(format!("{p:?}")))?;
    let mut units = HashMap::new();
    for (n, (code, kind)) in unit_codes.iter().enumerate() {
        units.insert((*code).to_owned(), unit(tx, code, kind, n)?);
    }
    let of = |code: &str| units.get(code).copied().expect("the folder names its units");
    let (organiser, standing) = (of(rules.organiser_unit.as_str()), of(rules.standing_body.as_str()));
    let before = rules.timeline.units_send.0;
    let id = contests::insert(tx, body, &rules, organiser, standing, "", Instant(0))?;
    contests::save_phase(tx, id, Phase::Open)?;
    Ok(Contest { id, before, units })
}

/// An entry handed in, selected, confirmed, arrived in time and accepted.
pub fn accepted(
    tx: &mut Tx,
    c: &Contest,
    code: &str,
    category: &str,
    unit: UnitId,
    author_units: &[Option<UnitId>],
) -> Result<EntryId, DbFault> {
    let at = c.before.0 - 1;
    let title = format!("Bài {code}");
    let id = tx
        .one(
            "INSERT INTO entry (contest_id, code, state, origin, unit_id, route, category, form, title, fold, areas, lead_author, author_count, version, submitted_at, recorded_at) VALUES ($1, $2, 'handed_in', 'paper', $3, 'own_unit', $4, 'written', $5, '', '', 'A', $6, 1, $7, $7) RETURNING id",
            &[c.id.0.into(), code.into(), unit.0.into(), category.into(), title.into(), author_units.len().into(), at.into()],
        )?
        .int(0)?;
    let hash = [7_u8; 32];
    tx.exec(
        "INSERT INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) VALUES ($1, 1, $2, '{}', 'system', $3)",
        &[id.into(), (&hash).into(), at.into()],
    )?;
    for (n, unit) in author_units.iter().enumerate() {
        tx.exec(
            "INSERT INTO author (entry_id, version, position, name, fold, role_title, unit_id, address, phone, share, representative) VALUES ($1, 1, $2, $3, '', '', $4, '', '', 0, 0)",
            &[id.into(), n.into(), format!("Tác giả {code}-{n}").into(), unit.map(|u| u.0).into()],
        )?;
    }
    tx.exec(
        "INSERT INTO gate (entry_id, received_at, verdict, verdict_version, verdict_at, arrived_at, arrived_version) VALUES ($1, $2, 'selected', 1, $2, $2, 1)",
        &[id.into(), at.into()],
    )?;
    tx.exec(
        "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ($1, 1, 'selected', '', '[]', 'A', $2)",
        &[id.into(), at.into()],
    )?;
    let (entry, now) = (EntryId(id), Instant(at));
    let screened = ScreeningEvent::Screened { entry, version: 1, verdict: Verdict::Selected };
    record(tx, &Actor::System, Some(c.id), screened, now)?;
    tx.exec(
        "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) VALUES ($1, 1, $2, '', '', '', 'B', $3)",
        &[id.into(), (&hash).into(), at.into()],
    )?;
    let (level, feasibility) = (String::new(), String::new());
    let confirmed = ScreeningEvent::Confirmed {
        entry,
        version: 1,
        dossier_hash: hash,
        level,
        feasibility,
        on_paper: None,
    };
    record(tx, &Actor::System, Some(c.id), confirmed, now)?;
    let batch = tx
        .one(
            "INSERT INTO batch (contest_id, unit_id, year, number, state, created_at) SELECT $1, $2, 2024, COALESCE(MAX(number), 0) + 1, 'forwarded', $3 FROM batch WHERE unit_id = $2 RETURNING id",
            &[c.id.0.into(), unit.0.into(), at.into()],
        )?
        .int(0)?;
    tx.exec(
        "INSERT INTO batch_item (batch_id, entry_id, version, added_at) VALUES ($1, $2, 1, $3)",
        &[batch.into(), id.into(), at.into()],
    )?;
    tx.exec("UPDATE batch SET forwarded_at = $2 WHERE id = $1", &[batch.into(), at.into()])?;
    let sent = ScreeningEvent::Forwarded { batch: BatchId(batch), unit, entries: vec![code.into()] };
    record(tx, &Actor::System, Some(c.id), sent, now)?;
    tx.exec("UPDATE gate SET intake = 'accepted' WHERE entry_id = $1", &[Val::Int(id)])?;
    Ok(EntryId(id))
}

pub fn judge(tx: &mut Tx, c: &Contest, code: &str, unit: Option<UnitId>, chair: bool) -> JudgeId {
    let new =
        NewJudge {
            code: code.into(), name: format!("Giám khảo {code}"), unit, chair, ..NewJudge::default()
        };
    judging::seat_judge(tx, &secretary(c.id), c.id, &new, Instant(1)).expect("a seat")
}

fn person(id: i64, grant: Grant) -> Actor {
    Actor::Person(Person { id: PersonId(id), name: String::new(), grants: vec![grant] })
}

pub fn secretary(contest: ContestId) -> Actor {
    person(101, Grant::Secretary { contest })
}

pub fn organiser(contest: ContestId) -> Actor {
    person(102, Grant::Organiser { contest })
}

pub fn as_judge(contest: ContestId, judge: JudgeId) -> Actor {
    person(200 + judge.0, Grant::Judge { contest, judge })
}

pub fn as_chair(contest: ContestId, judge: JudgeId) -> Actor {
    person(200 + judge.0, Grant::Chair { contest, judge })
}

/// What cannot be refused here.
pub fn fault<R: std::fmt::Debug>(stop: Stop<R>) -> DbFault {
    match stop {
        Stop::Fault(f) => f,
        other => DbFault::other(format!("{other:?}")),
    }
}

pub fn refused<T: std::fmt::Debug, R: std::fmt::Debug>(answer: Result<T, Stop<R>>) -> Vec<R> {
    match answer {
        Err(Stop::Refused(reasons)) => reasons,
        other => panic!("not refused: {other:?}"),
    }
}

pub fn not_allowed<T, R>(answer: Result<T, Stop<R>>) -> bool {
    matches!(answer, Err(Stop::NotAllowed))
}

/// Runs in one write; a panic of an assertion fails the test.
pub fn write<T: Send + 'static>(db: &Db, f: impl FnMut(&mut Tx) -> T + Send + 'static) -> T {
    let mut f = f;
    db.write_blocking(move |tx| Ok::<_, DbFault>(f(tx))).expect("no fault")
}

/// The message of the guard that refuses the statement.
pub fn guarded(tx: &mut Tx, sql: &str) -> String {
    match tx.attempt(|tx| tx.exec(sql, &[])) {
        Err(DbFault::Guard { message }) => message,
        other => panic!("{sql}: {other:?}"),
    }
}

/// One judge marks one criterion and signs.
pub fn mark(
    tx: &mut Tx,
    c: &Contest,
    round: RoundId,
    (entry, judge): (EntryId, JudgeId),
    points: i64,
    now: Instant,
) {
    judging::assign(tx, &secretary(c.id), round, &[(entry, judge)], now).expect("an assignment");
    let sheet = store::sheet_for(tx, round, entry, judge).expect("a read").expect("a sheet");
    let me = as_judge(c.id, judge);
    let input = SheetInput { seen: 0, marks: vec![(0, Some(Marks(points * 100)))], ..SheetInput::default() };
    let saved = judging::save_sheet(tx, &me, sheet, &input, now).expect("a save");
    judging::sign(tx, &me, sheet, saved.revision, now).expect("a signature");
}

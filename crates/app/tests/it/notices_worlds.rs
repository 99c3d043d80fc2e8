//! Random worlds of units, roles, delegations and people without mail: whoever gets a notice is whom a small oracle of its own
//! computes from the world, before and after roles are lost, accounts closed and addresses taken out.

use app::db::{Db, DbFault, Engine, Tx};
use app::{notices, outbox};
use domain::Event;
use domain::awards::AwardEvent;
use domain::contest::{ContestEvent, Phase};
use domain::entry::EntryEvent;
use domain::ids::{ContestId, EntryId, JudgeId, PersonId, SheetId};
use domain::judging::JudgingEvent;
use domain::people::PeopleEvent;
use domain::screening::{DecisionKind, ScreeningEvent, Verdict};
use domain::time::{Day, Instant};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use testkit::engines::fresh;

const NOW: Instant = Instant(1_712_023_200_000); // 2024-04-02T09:00+07:00
/// After the round of half past one.
const LATER: Instant = Instant(NOW.0 + 5 * 3_600_000);

struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }
}

#[derive(Debug, Clone)]
struct Someone {
    active: bool,
    email: Option<String>,
    digest: bool,
}

/// Ids count from 1 in each list.
#[derive(Debug, Clone)]
struct Held {
    person: usize,
    role: &'static str,
    unit: Option<usize>,
    contest: Option<i64>,
    judge: Option<i64>,
    from: Option<Day>,
    to: Option<Day>,
}

#[derive(Debug, Clone)]
struct World {
    persons: Vec<Someone>,
    units: usize,
    /// Unit, address, state, contest.
    entries: Vec<(Option<usize>, Option<String>, &'static str, i64)>,
    grants: Vec<Held>,
    /// Units of contest 1.
    takes_part: Vec<usize>,
    /// The judge whose sheet it is.
    sheets: Vec<i64>,
}

const ROLES: [&str; 9] =
    ["clerk", "head", "secretary", "judge", "chair", "organiser", "auditor", "leader", "admin"];

fn day(offset: i64) -> Day {
    NOW.plus_ms(offset * 86_400_000).day()
}

impl World {
    fn random(rng: &mut Rng) -> World {
        let units = 1 + usize::try_from(rng.below(3)).unwrap();
        let some_unit = |rng: &mut Rng| 1 + usize::try_from(rng.below(units as i64)).unwrap();
        let persons: Vec<Someone> = (0..1 + rng.below(6))
            .map(|n| Someone {
                active: rng.chance(85),
                email: rng.chance(70).then(|| format!("P{n}@vidu.vn")),
                digest: rng.chance(60),
            })
            .collect();
        let entries = (0..1 + rng.below(3))
            .map(|_| {
                let unit = rng.chance(90).then(|| some_unit(rng));
                // An author may be one of those who have an account, in other letters.
                let email = rng.chance(75).then(|| match rng.below(4) {
                    0 => "p0@vidu.vn".to_owned(),
                    n => format!("tacgia{n}@vidu.vn"),
                });
                let state = ["draft", "handed_in", "withdrawn"][usize::try_from(rng.below(3)).unwrap()];
                (unit, email, state, 1 + rng.below(2))
            })
            .collect();
        let mut world = World {
            units,
            entries,
            grants: vec![],
            takes_part: (1..=units).filter(|_| rng.chance(70)).collect(),
            sheets: vec![1 + rng.below(2), 1 + rng.below(2)],
            persons,
        };
        for _ in 0..rng.below(12) {
            let held = world.grant(rng);
            world.grants.push(held);
        }
        world
    }

    fn grant(&self, rng: &mut Rng) -> Held {
        let role = ROLES[usize::try_from(rng.below(9)).unwrap()];
        let of_unit = ["clerk", "head"].contains(&role);
        let is_judge = ["judge", "chair"].contains(&role);
        let edge = |rng: &mut Rng| rng.chance(35).then(|| day(rng.below(3) - 1));
        let (from, to) = (edge(rng), edge(rng));
        Held {
            person: 1 + usize::try_from(rng.below(self.persons.len() as i64)).unwrap(),
            role,
            unit: of_unit.then(|| 1 + usize::try_from(rng.below(self.units as i64)).unwrap()),
            contest: (!of_unit && role != "admin").then(|| 1 + rng.below(2)),
            judge: is_judge.then(|| 1 + rng.below(2)),
            from,
            to,
        }
    }

    /// What changes between the event and the posting: mostly losses, now and then somebody takes over.
    fn change(&mut self, rng: &mut Rng) {
        self.grants.retain(|_| rng.chance(75));
        for p in &mut self.persons {
            p.active &= rng.chance(90);
            if rng.chance(10) {
                p.email = None;
            }
        }
        if rng.chance(30) {
            let held = self.grant(rng);
            self.grants.push(held);
        }
        for e in &mut self.entries {
            if rng.chance(10) {
                e.1 = None;
            }
            if rng.chance(10) && e.2 == "handed_in" {
                e.2 = "withdrawn";
            }
        }
    }

    fn save(&self, tx: &mut Tx) -> Result<(), DbFault> {
        let text = |t: Option<&str>| t.map_or("NULL".to_owned(), |t| format!("'{t}'"));
        let number = |n: Option<i64>| n.map_or("NULL".to_owned(), |n| n.to_string());
        let date = |d: Option<Day>| text(d.map(|d| d.to_string()).as_deref());
        let mut persons = String::new();
        for (n, p) in self.persons.iter().enumerate() {
            let (id, active, digest) = (n + 1, i64::from(p.active), i64::from(p.digest));
            let email = text(p.email.as_deref());
            write!(persons, "({id}, 'A', 'a', 'p{id}', {email}, 'vi', {active}, {digest}, 0),").unwrap();
        }
        let mut entries = String::new();
        for (n, (unit, email, state, contest)) in self.entries.iter().enumerate() {
            let (id, unit) = (n + 1, number(unit.map(|u| u as i64)));
            let email = text(email.as_deref());
            write!(entries, "({id}, {contest}, 'E{id}', '{state}', 'online', {unit}, 'own_unit', 'individual', 'written', 'T', 't', '', 'A', 1, {email}, 0),").unwrap();
        }
        let mut grants = String::new();
        for g in &self.grants {
            let (unit, contest) = (number(g.unit.map(|u| u as i64)), number(g.contest));
            let (judge, from, to) = (number(g.judge), date(g.from), date(g.to));
            write!(grants, "({}, '{}', {unit}, {contest}, {judge}, {from}, {to}),", g.person, g.role)
                .unwrap();
        }
        let part: String = self.takes_part.iter().map(|u| format!("(1, {u}, 'none'),")).collect();
        let sheets: String = self
            .sheets
            .iter()
            .enumerate()
            .map(|(n, j)| format!("({0}, 1, {0}, {j}, 'regular', 0),", n + 1))
            .collect();
        for (into, rows) in [
            ("person (id, name, sort_key, login, email, lang, active, digest, created_at)", persons),
            (
                "entry (id, contest_id, code, state, origin, unit_id, route, category, form, title, fold, areas, lead_author, author_count, email, recorded_at)",
                entries,
            ),
            (
                "person_grant (person_id, role, unit_id, contest_id, judge_id, valid_from_on, valid_to_on)",
                grants,
            ),
            ("contest_unit (contest_id, unit_id, quota)", part),
            (
                "score_sheet (id, round_id, entry_id, judge_id, role, assigned_at)",
                if self.entries.len() > 1 { sheets } else { String::new() },
            ),
        ] {
            if !rows.is_empty() {
                tx.exec(&format!("INSERT INTO {into} VALUES {}", rows.trim_end_matches(',')), &[])?;
            }
        }
        Ok(())
    }

    fn save_again(&self, tx: &mut Tx) -> Result<(), DbFault> {
        for (n, p) in self.persons.iter().enumerate() {
            let vals = [p.active.into(), p.email.as_deref().into(), (n + 1).into()];
            tx.exec("UPDATE person SET active = $1, email = $2 WHERE id = $3", &vals)?;
        }
        for (n, e) in self.entries.iter().enumerate() {
            tx.exec(
                "UPDATE entry SET email = $1, state = $2 WHERE id = $3",
                &[e.1.as_deref().into(), e.2.into(), (n + 1).into()],
            )?;
        }
        tx.exec("DELETE FROM person_grant", &[])?;
        let only =
            World { persons: vec![], entries: vec![], takes_part: vec![], sheets: vec![], ..self.clone() };
        only.save(tx)
    }

    /// Accounts that hold one of these roles on the day, where `fits`.
    fn holders(&self, roles: &[&str], fits: impl Fn(&Held) -> bool) -> BTreeSet<usize> {
        let today = NOW.day();
        self.grants
            .iter()
            .filter(|g| roles.contains(&g.role) && fits(g))
            .filter(|g| g.from.is_none_or(|d| d <= today) && g.to.is_none_or(|d| today <= d))
            .map(|g| g.person)
            .filter(|p| self.persons[p - 1].active)
            .collect()
    }

    /// Whom the rule means: a table of its own, from docs/rules/notices.md. Key of the reader, and the address a letter goes to.
    fn oracle(&self, told: &Told) -> BTreeMap<String, Option<String>> {
        let entry = |id: usize| &self.entries[id - 1];
        let of_unit = |role: &'static str, unit: Option<usize>| match unit {
            Some(unit) => self.holders(&[role], |g| g.unit == Some(unit)),
            None => BTreeSet::new(),
        };
        let in_contest = |roles: &[&str]| self.holders(roles, |g| g.contest == Some(1));
        let mut people = BTreeSet::new();
        let mut authors: Vec<&Option<String>> = vec![];
        for who in told.who.split(' ').filter(|w| !w.is_empty()) {
            match who {
                "author" => authors.push(&entry(told.id).1),
                "authors" => {
                    authors
                        .extend(self.entries.iter().filter(|e| e.2 == "handed_in" && e.3 == 1).map(|e| &e.1));
                }
                "clerks" => people.extend(of_unit("clerk", entry(told.id).0)),
                "heads" => people.extend(of_unit("head", entry(told.id).0)),
                "units" => people.extend(
                    self.holders(&["clerk"], |g| g.unit.is_some_and(|u| self.takes_part.contains(&u))),
                ),
                "judges" => people.extend(in_contest(&["judge", "chair"])),
                "chair" => people.extend(in_contest(&["chair"])),
                "secretaries" => people.extend(in_contest(&["secretary"])),
                "organisers" => people.extend(in_contest(&["organiser"])),
                "judge" => {
                    people.extend(self.holders(&["judge", "chair"], |g| g.judge == Some(told.id as i64)));
                }
                "sheet" if self.entries.len() > 1 => {
                    let judge = self.sheets[told.id - 1];
                    people.extend(self.holders(&["judge", "chair"], |g| g.judge == Some(judge)));
                }
                "sheet" => {}
                "person" => {
                    if self.persons.get(told.id - 1).is_some_and(|p| p.active) {
                        people.insert(told.id);
                    }
                }
                other => panic!("no such reader: {other}"),
            }
        }
        let mut meant: BTreeMap<String, Option<String>> =
            people.iter().map(|p| (format!("p:{p}"), self.persons[p - 1].email.clone())).collect();
        let taken: BTreeSet<String> = meant.values().flatten().map(|a| a.to_lowercase()).collect();
        for address in authors.into_iter().flatten().filter(|a| !taken.contains(&a.to_lowercase())) {
            meant.insert(format!("a:{}", address.to_lowercase()), Some(address.clone()));
        }
        meant
    }
}

/// One event, and whom it tells as the prose of the rules says.
struct Told {
    event: Event,
    who: &'static str,
    /// Of the entry, judge, sheet or person it is about.
    id: usize,
    at_once: bool,
}

fn event(rng: &mut Rng, world: &World) -> Told {
    let contest = ContestId(1);
    let (version, at, dossier_hash) = (1, NOW, [0; 32]);
    let e = 1 + usize::try_from(rng.below(world.entries.len() as i64)).unwrap();
    let two = 1 + usize::try_from(rng.below(2)).unwrap();
    let p = 1 + usize::try_from(rng.below(world.persons.len() as i64)).unwrap();
    let (entry, judge, sheet) = (EntryId(e as i64), JudgeId(two as i64), SheetId(two as i64));
    let text = String::new;
    let round = || domain::ids::RoundCode(text());
    let (event, who, id, at_once): (Event, _, _, _) = match rng.below(34) {
        0 => (EntryEvent::Submitted { entry, version, at, dossier_hash }.into(), "author", e, true),
        1 => (EntryEvent::Edited { entry, version, at, dossier_hash }.into(), "author", e, false),
        2 => (EntryEvent::Withdrawn { entry, at }.into(), "author clerks", e, false),
        3 => (EntryEvent::Revived { entry, at }.into(), "author", e, false),
        4 => {
            let event = EntryEvent::PaperRecorded { entry, version, received_at: at, dossier_hash };
            (event.into(), "author", e, false)
        }
        5 => (EntryEvent::PinRenewed { entry }.into(), "author", e, true),
        6 => (EntryEvent::Begun { entry }.into(), "", e, true),
        7 => (ScreeningEvent::Received { entry }.into(), "author", e, false),
        8 => {
            let event = ScreeningEvent::Screened { entry, version, verdict: Verdict::Returned };
            (event.into(), "author", e, true)
        }
        9 => {
            let (level, feasibility) = (text(), text());
            let event = ScreeningEvent::Confirmed {
                entry,
                version,
                dossier_hash,
                level,
                feasibility,
                on_paper: None,
            };
            (event.into(), "author clerks", e, false)
        }
        10 => (ScreeningEvent::ConfirmationVoided { entry, version }.into(), "heads clerks", e, false),
        11 => {
            let (batch, unit) = (domain::ids::BatchId(1), domain::ids::UnitId(1));
            (ScreeningEvent::Forwarded { batch, unit, entries: vec![] }.into(), "secretaries", e, false)
        }
        12 => {
            let event = ScreeningEvent::Decided { entry, decision: DecisionKind::OffTopic, kept: None };
            (event.into(), "clerks", e, false)
        }
        13 => (ScreeningEvent::DecisionTakenBack { entry }.into(), "clerks", e, false),
        14 => (ScreeningEvent::Accepted { entry, version }.into(), "author", e, false),
        15 => (ScreeningEvent::ReturnedToUnit { entry }.into(), "author clerks", e, true),
        16 => (ScreeningEvent::Rejected { entry }.into(), "author clerks", e, false),
        17 => (ContestEvent::PhaseChanged { contest, to: Phase::Open }.into(), "units", e, false),
        18 => (ContestEvent::PhaseChanged { contest, to: Phase::Judging }.into(), "judges", e, false),
        19 => (ContestEvent::PhaseChanged { contest, to: Phase::Deciding }.into(), "", e, true),
        20 => {
            let (from, to, reason) = (Phase::Judging, Phase::Open, text());
            let event = ContestEvent::SteppedBack { contest, from, to, reason };
            (event.into(), "organisers secretaries chair", e, true)
        }
        21 => {
            let edition = domain::ids::EditionId(1);
            let (parts, reason, rules_sha256) = (vec![], text(), text());
            let event = ContestEvent::Amended { contest, edition, number: 2, parts, reason, rules_sha256 };
            (event.into(), "authors units judges secretaries", e, false)
        }
        22 => (JudgingEvent::JudgeSeated { judge, chair: false }.into(), "judge", two, true),
        23 => {
            (JudgingEvent::Assigned { contest, round: round(), pairs: vec![] }.into(), "judges", two, false)
        }
        24 => {
            let event = JudgingEvent::AssignmentReleased { sheet, judge, entry, reason: text() };
            (event.into(), "judge", two, false)
        }
        25 => (JudgingEvent::ThirdCalled { sheet, judge, entry }.into(), "judge", two, true),
        26 => (JudgingEvent::SheetReopened { sheet, revision: 1, reason: text() }.into(), "sheet", two, true),
        27 => {
            let event = JudgingEvent::RoundClosed { contest, round: round(), sheets: 1 };
            (event.into(), "chair organisers", e, false)
        }
        28 => (JudgingEvent::SheetSaved { sheet, revision: 1, given: 1 }.into(), "", two, true),
        29 => (AwardEvent::Proposed { contest, prizes: 1, budget_vnd: 1 }.into(), "organisers", e, false),
        30 => (AwardEvent::Confirmed { contest, votes: None }.into(), "secretaries", e, false),
        31 => (AwardEvent::Released { contest, package: text() }.into(), "authors units judges", e, true),
        32 => {
            let event = PeopleEvent::PasswordChosen { person: PersonId(p as i64) };
            (event.into(), "person", p, true)
        }
        _ => (PeopleEvent::LoggedIn { person: PersonId(p as i64) }.into(), "", p, true),
    };
    Told { event, who, id, at_once }
}

/// Rows that every world has, and no guard in the way of worlds that no contest could come to.
fn prepare(db: &Db) {
    db.write_blocking(|tx| {
        let triggers = match tx.engine() {
            Engine::Sqlite => "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
            Engine::Postgres => {
                "SELECT 'DROP TRIGGER ' || t.tgname || ' ON ' || c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
            }
        };
        for row in tx.query(triggers, &[])? {
            tx.exec(row.text(0)?, &[])?;
        }
        for sql in [
            "INSERT INTO org_unit (id, code, name, fold, kind, position) VALUES (1, 'U1', 'A', 'a', 'x', 1), (2, 'U2', 'A', 'a', 'x', 2), (3, 'U3', 'A', 'a', 'x', 3)",
            "INSERT INTO contest (id, code, name, phase, units_send_before_at, organiser_unit_id, standing_unit_id, created_at) VALUES (1, 'C1', 'Một', 'open', 1, 1, 1, 0), (2, 'C2', 'Hai', 'open', 1, 1, 1, 0)",
            "INSERT INTO rules_edition (id, contest_id, number, body, sha256, reason, frozen_at) VALUES (1, 1, 1, '{}', '', '', 0)",
            "INSERT INTO judge (id, contest_id, code, name, fold, title) VALUES (1, 1, 'GK1', 'A', 'a', ''), (2, 1, 'GK2', 'B', 'b', '')",
            "INSERT INTO judging_round (id, contest_id, code, position, edition_id, state, opened_at) VALUES (1, 1, '1', 1, 1, 'open', 0)",
        ] {
            let sql = sql.replace("'{}', ''", if tx.engine() == Engine::Postgres { "'{}', '\\x00'::bytea" } else { "'{}', x'00'" });
            tx.exec(&sql, &[])?;
        }
        Ok::<_, DbFault>(())
    })
    .unwrap();
}

/// Undoes a world when it has been looked at.
#[derive(Debug)]
enum Out {
    Seen { told: usize, dropped: usize },
    Wrong(String),
    Fault(DbFault),
}

impl From<DbFault> for Out {
    fn from(fault: DbFault) -> Out {
        Out::Fault(fault)
    }
}

type Letters = BTreeSet<(usize, String, String)>;

fn play(tx: &mut Tx, seed: u64) -> Result<(), Out> {
    let mut rng = Rng(seed);
    let mut world = World::random(&mut rng);
    world.save(tx)?;
    let told: Vec<Told> = (0..3).map(|_| event(&mut rng, &world)).collect();
    let mut of_notice: BTreeMap<i64, usize> = BTreeMap::new();
    for (n, t) in told.iter().enumerate() {
        notices::tell(tx, Some(ContestId(1)), &t.event, NOW)?;
        let newest = tx.one("SELECT COALESCE(MAX(id), 0) FROM notice", &[])?.int(0)?;
        if !t.who.is_empty() {
            of_notice.insert(newest, n);
        }
    }
    while notices::sort(tx, NOW)? > 0 {}
    // The boxes and the addresses of everybody meant, nobody else.
    let mut boxes: BTreeSet<(usize, String)> = BTreeSet::new();
    for row in tx.query("SELECT notice_id, reader FROM message", &[])? {
        boxes.insert((of_notice[&row.int(0)?], row.text(1)?.to_owned()));
    }
    let before: Vec<_> = told.iter().map(|t| world.oracle(t)).collect();
    let wanted: BTreeSet<(usize, String)> =
        before.iter().enumerate().flat_map(|(n, m)| m.keys().map(move |k| (n, k.clone()))).collect();
    if boxes != wanted {
        return Err(Out::Wrong(format!("told {boxes:?}, meant {wanted:?}")));
    }
    world.change(&mut rng);
    world.save_again(tx)?;
    while notices::sort(tx, LATER)? > 0 {}
    // What the postman takes, and what he is told to leave.
    let (mut posted, mut dropped) = (Letters::new(), 0);
    for mut due in outbox::lease(tx, 1_000, 60_000, LATER)? {
        if !notices::still_meant(tx, &mut due, LATER)? {
            dropped += 1;
            continue;
        }
        let rows =
            tx.query("SELECT notice_id, reader FROM message WHERE letter_id = $1", &[due.id.into()])?;
        if rows.is_empty() {
            return Err(Out::Wrong("an empty letter".to_owned()));
        }
        for row in rows {
            posted.insert((of_notice[&row.int(0)?], row.text(1)?.to_owned(), due.address.clone()));
        }
    }
    let mut wanted = Letters::new();
    for (n, t) in told.iter().enumerate() {
        for (key, address) in world.oracle(t) {
            // What presses was written when it happened; the rest now, also to who has taken over.
            let was_written = before[n].get(&key).is_some_and(Option::is_some);
            let never_had_mail = before[n].get(&key).is_some_and(Option::is_none);
            if let Some(address) = address.filter(|_| if t.at_once { was_written } else { !never_had_mail }) {
                wanted.insert((n, key, address));
            }
        }
    }
    if posted != wanted {
        return Err(Out::Wrong(format!("posted {posted:?}, meant {wanted:?}")));
    }
    let left = tx.one("SELECT COUNT(*) FROM outbox WHERE state = 'queued'", &[])?.int(0)?;
    if left != 0 {
        return Err(Out::Wrong(format!("{left} letters were left")));
    }
    Err(Out::Seen { told: posted.len(), dropped })
}

fn worlds(engine: Engine, seeds: std::ops::Range<u64>) {
    let db = fresh(engine);
    prepare(&db);
    let (mut told, mut empty, mut dropped) = (0, 0, 0);
    for seed in seeds {
        match db.write_blocking(move |tx| play(tx, seed)) {
            Err(Out::Seen { told: n, dropped: d }) => {
                told += n;
                empty += usize::from(n == 0);
                dropped += d;
            }
            Err(Out::Wrong(what)) => panic!("world {seed} on {engine:?}: {what}"),
            Err(Out::Fault(fault)) => panic!("world {seed} on {engine:?}: {fault}"),
            Ok(()) => panic!("a world is undone"),
        }
    }
    // The worlds were worth looking at.
    assert!(told > 0 && empty > 0 && dropped > 0, "{told} letters, {empty} silent worlds, {dropped} dropped");
}

#[test]
fn in_ten_thousand_worlds_everybody_meant_is_told_and_nobody_else() {
    worlds(Engine::Sqlite, 0..10_000);
}

#[test]
fn in_two_hundred_worlds_on_postgres_too() {
    worlds(Engine::Postgres, 0..200);
}

//! Contests for the tests of the gate: a small one of our own, and whole folders of files played up to the intake.

use app::act::Stop;
use app::contest::{format, store as contests};
use app::db::{Db, DbFault, Tx};
use app::import::{self, ContestFolder};
use app::screening::{self, Arrived};
use app::{entry, import::read_folder};
use domain::actor::{Actor, Grant, Person};
use domain::contest::{AttachmentKind, Category, Form};
use domain::entry::{Attachment, Author, Dossier};
use domain::ids::{ContestId, EntryCode, EntryId, PersonId, UnitId};
use domain::percent::SharePercent;
use domain::screening::confirm::Statement;
use domain::screening::screen::Sheet;
use domain::screening::{Decision, DecisionKind, ForwardRefusal, Verdict};
use domain::time::Instant;
use std::collections::HashMap;
use std::path::Path;

pub fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}+07:00")).expect("an instant")
}

/// Runs one action of the program itself and expects it to happen.
pub fn must<T: Send + 'static, R: std::fmt::Debug + Send + 'static>(
    db: &Db,
    f: impl FnMut(&mut Tx) -> Result<T, Stop<R>> + Send + 'static,
) -> T {
    run(db, f).unwrap_or_else(|stop| panic!("{stop:?}"))
}

/// Runs one action and answers what it answered.
pub fn run<T: Send + 'static, R: Send + 'static>(
    db: &Db,
    f: impl FnMut(&mut Tx) -> Result<T, Stop<R>> + Send + 'static,
) -> Result<T, Stop<R>> {
    db.write_blocking(f)
}

/// The reasons of a refusal.
pub fn refused<T: std::fmt::Debug, R: std::fmt::Debug>(answer: Result<T, Stop<R>>) -> Vec<R> {
    match answer {
        Err(Stop::Refused(reasons)) => reasons,
        other => panic!("not refused: {other:?}"),
    }
}

/// Runs raw SQL, as somebody with a console would.
pub fn raw(db: &Db, sql: &str) -> Result<u64, DbFault> {
    let sql = sql.to_owned();
    db.write_blocking(move |tx| tx.exec(&sql, &[]))
}

/// A contest whose rules are those of `contest_text`, open, with units and judges of the folder.
fn found(db: &Db, folder: &ContestFolder) -> (ContestId, HashMap<String, UnitId>) {
    let folder = folder.clone();
    must::<_, ()>(db, move |tx| {
        let mut units = HashMap::new();
        for (n, u) in folder.units.iter().enumerate() {
            let id = tx
                .one(
                    "INSERT INTO org_unit (code, name, fold, kind, position) VALUES ($1, $2, $3, $4, $5) RETURNING id",
                    &[(&u.code).into(), (&u.name).into(), domain::text::fold(&u.name).into(), (&u.kind).into(), n.into()],
                )?
                .int(0)?;
            units.insert(u.code.clone(), UnitId(id));
        }
        let rules = format::parse(&folder.contest_text).expect("the folder was read");
        let organiser = units[rules.organiser_unit.as_str()];
        let standing = units[rules.standing_body.as_str()];
        let now = at("2024-01-02T08:00:00");
        let contest = contests::insert(tx, &folder.contest_text, &rules, organiser, standing, "", now)?;
        contests::save_phase(tx, contest, domain::contest::Phase::Open)?;
        for u in &folder.units {
            let quota = match u.quota {
                import::rows::Quota::Required => "required",
                import::rows::Quota::Encouraged => "encouraged",
                import::rows::Quota::None => "none",
            };
            tx.exec(
                "INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, $2, $3)",
                &[contest.0.into(), units[&u.code].0.into(), quota.into()],
            )?;
        }
        for j in &folder.judges {
            let unit = j.unit_code.as_ref().and_then(|c| units.get(c)).map(|u| u.0);
            tx.exec(
                "INSERT INTO judge (contest_id, code, name, fold, title, unit_id) VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    contest.0.into(),
                    (&j.code).into(),
                    (&j.name).into(),
                    domain::text::fold(&j.name).into(),
                    (&j.title).into(),
                    unit.into(),
                ],
            )?;
        }
        Ok((contest, units.clone()))
    })
}

pub fn dossier_of(row: &import::rows::EntryRow) -> Dossier {
    Dossier {
        title: row.title.clone(),
        areas: row.areas.iter().map(|a| a.as_str().into()).collect(),
        form: Form::from_word(&row.format).expect("a known form"),
        category: match row.category {
            import::rows::Category::Individual => Category::Individual,
            import::rows::Category::Collective => Category::Collective,
        },
        authors: row
            .authors
            .iter()
            .map(|a| Author {
                name: a.name.clone(),
                role_title: a.role_title.clone(),
                unit: a.unit_code.as_deref().map(Into::into),
                address: a.address.clone(),
                phone: a.phone.clone(),
                share: SharePercent(a.share_hundredths.unwrap_or(0)),
                representative: a.representative,
                grounds: domain::entry::Grounds::default(),
            })
            .collect(),
        receiving_unit: row.receiving_unit_code.as_str().into(),
        route: row.route.as_deref().unwrap_or("own_unit").into(),
        attachments: row
            .attachments
            .iter()
            .map(|f| Attachment {
                name: f.name.clone(),
                kind: AttachmentKind::from_word(&f.kind).expect("a known kind"),
                bytes: f.bytes,
                sha256: None,
            })
            .collect(),
        sections: row.sections.clone(),
        already_applied: row.already_applied.unwrap_or(false),
    }
}

/// A folder, played up to the intake's last decision.
pub struct Played {
    pub contest: ContestId,
    pub earlier: Vec<(String, String)>,
    /// What the strict gate said to what was forwarded.
    pub not_forwarded: HashMap<String, Vec<ForwardRefusal>>,
    /// Why the intake refused, in words.
    pub not_accepted: HashMap<String, Vec<&'static str>>,
}

/// Everything through the actions: recorded as it came, screened, confirmed, forwarded by the strict gate or, where that
/// refuses, recorded as it came; decided; accepted or refused.
pub fn play(db: &Db, dir: &Path) -> Played {
    let folder = read_folder(dir).unwrap_or_else(|p| panic!("{}", p[0]));
    let (contest, units) = found(db, &folder);
    let mut entries: HashMap<String, EntryId> = HashMap::new();
    let mut not_forwarded = HashMap::new();
    for row in &folder.entries {
        let dossier = dossier_of(row);
        let submitted = Instant(row.submitted_at.at_ms);
        let code = EntryCode::from(row.code.as_str());
        let entry = must(db, move |tx| {
            entry::record_paper(
                tx,
                &Actor::System,
                contest,
                Some(code.clone()),
                &dossier,
                submitted,
                submitted,
            )
        });
        entries.insert(row.code.clone(), entry);
        must(db, move |tx| screening::receive(tx, &Actor::System, entry, submitted));
        if let Some(s) = row.screening.clone() {
            let verdict = match s.verdict {
                import::rows::Verdict::Selected => Verdict::Selected,
                import::rows::Verdict::NotSelected => Verdict::NotSelected,
                import::rows::Verdict::Returned => Verdict::Returned,
            };
            let sheet = Sheet { version: 1, findings: vec![], verdict, reason: s.reason, mend_before: None };
            must(db, move |tx| screening::screen(tx, &Actor::System, entry, &sheet, submitted));
        }
        if let Some(c) = row.confirmation.clone() {
            let signed = Instant(c.at.at_ms);
            let said = Statement {
                version: 1,
                dossier_hash: hash_of(db, entry),
                level: c.level,
                feasibility: c.feasibility,
                remarks: String::new(),
                by: c.by,
            };
            must(db, move |tx| screening::confirm(tx, &Actor::System, entry, &said, signed));
        }
        let unit = units[&row.receiving_unit_code];
        let own = is_standing(db, contest, unit);
        if let (Some(sent), false) = (&row.forwarded_at, own) {
            let sent = Instant(sent.at_ms);
            let batch = must(db, move |tx| screening::open_batch(tx, &Actor::System, contest, unit, sent));
            must(db, move |tx| screening::set_letter(tx, &Actor::System, batch, "01/CV", "Thủ trưởng", sent));
            must(db, move |tx| screening::add_to_batch(tx, &Actor::System, batch, &[entry], sent));
            match run(db, move |tx| screening::forward(tx, &Actor::System, batch, sent)) {
                Ok(_) => {}
                Err(Stop::Refused(reasons)) => {
                    not_forwarded.insert(row.code.clone(), reasons);
                    must(db, move |tx| {
                        screening::remove_from_batch(tx, &Actor::System, batch, entry, "", sent)
                    });
                    let paper = Arrived { at: sent, letter_number: String::new(), signer: String::new() };
                    must(db, move |tx| {
                        screening::record_arrival(tx, &Actor::System, contest, unit, &[entry], &paper, sent)
                    });
                }
                Err(stop) => panic!("{stop:?}"),
            }
        }
    }
    let now = at("2024-12-01T08:00:00");
    for row in &folder.decisions {
        let decision = Decision {
            kind: match row.decision {
                import::rows::IntakeDecision::Duplicate => DecisionKind::Duplicate,
                import::rows::IntakeDecision::Merged => DecisionKind::Merged,
                import::rows::IntakeDecision::NotNew => DecisionKind::NotNew,
                import::rows::IntakeDecision::OffTopic => DecisionKind::OffTopic,
            },
            kept: row.kept_entry_code.as_ref().map(|c| entries[c]),
            reason: row.reason.clone(),
        };
        let entry = entries[&row.entry_code];
        must(db, move |tx| screening::decide(tx, &Actor::System, entry, &decision, now));
    }
    let mut not_accepted = HashMap::new();
    for row in &folder.entries {
        let entry = entries[&row.code];
        match run(db, move |tx| screening::accept(tx, &Actor::System, entry, now)) {
            Ok(()) => {}
            Err(Stop::Refused(reasons)) => {
                not_accepted.insert(row.code.clone(), reasons.iter().map(|r| r.word()).collect());
            }
            Err(stop) => panic!("{stop:?}"),
        }
    }
    let earlier = folder.initiatives.iter().map(|i| (i.name.clone(), i.description.clone())).collect();
    Played { contest, earlier, not_forwarded, not_accepted }
}

pub fn hash_of(db: &Db, entry: EntryId) -> [u8; 32] {
    let sql = "SELECT v.dossier_hash FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version WHERE e.id = $1";
    db.read_blocking(move |tx| Ok::<_, DbFault>(tx.one(sql, &[entry.0.into()])?.blob(0)?.to_vec()))
        .expect("a version")
        .try_into()
        .expect("32 bytes")
}

fn is_standing(db: &Db, contest: ContestId, unit: UnitId) -> bool {
    let row = db.read_blocking(move |tx| contests::find(tx, contest)).expect("readable");
    row.is_some_and(|c| c.standing_unit == unit)
}

/// A small open contest with the rules of Chương Mỹ: two units, a standing body, no entries.
pub struct Small {
    pub contest: ContestId,
    pub unit: UnitId,
    pub standing: UnitId,
}

pub fn small(db: &Db) -> Small {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024");
    let folder = read_folder(&dir).unwrap_or_else(|p| panic!("{}", p[0]));
    let (contest, units) = found(db, &folder);
    Small { contest, unit: units["X-CHUCSON"], standing: units["CM-NV"] }
}

pub fn a_dossier(unit: &str) -> Dossier {
    Dossier {
        title: "Tủ nhận hồ sơ ngoài giờ".into(),
        areas: vec!["mot_cua".into()],
        form: Form::Written,
        category: Category::Individual,
        authors: vec![Author {
            name: "Lê Thị An".into(),
            role_title: "Công chức".into(),
            unit: Some(unit.into()),
            address: "Khu Bình Sơn".into(),
            phone: "0900000001".into(),
            share: SharePercent::WHOLE,
            representative: true,
            grounds: domain::entry::Grounds::default(),
        }],
        receiving_unit: unit.into(),
        route: "own_unit".into(),
        attachments: vec![],
        sections: vec![("noi_dung".into(), "Đặt tủ trước cổng.".into())],
        already_applied: false,
    }
}

/// A person who is in the table of persons, with these roles.
pub fn person(db: &Db, id: i64, name: &str, grants: Vec<Grant>) -> Actor {
    let (login, name_text) = (format!("p{id}"), name.to_owned());
    must::<_, ()>(db, move |tx| {
        tx.exec(
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES ($1, $2, $2, $3, 0)",
            &[id.into(), (&name_text).into(), (&login).into()],
        )?;
        Ok(())
    });
    Actor::Person(Person { id: PersonId(id), name: name.to_owned(), grants })
}

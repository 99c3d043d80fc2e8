//! The world of the model: the rules of Chương Mỹ 2024, three units that receive entries, their people, two judges.

use super::model::{DAY, DELEGATED, START};
use super::op::Who;
use app::contest::{format, store as contests};
use app::db::{DbFault, Tx};
use domain::actor::{Actor, Grant, Person};
use domain::contest::{Category, Form, Phase};
use domain::entry::{Author, Declared, Dossier, Draft, DraftAuthor};
use domain::ids::{ContestId, EntryId, JudgeId, PersonId, UnitId};
use domain::percent::SharePercent;
use domain::time::Instant;

pub const CONTEST: &str = include_str!("../../../../data/chuong-my-2024/contest.json");
/// The standing body first.
const UNITS: [&str; 3] = ["CM-NV", "CM-TP", "X-TANTIEN"];
const SECTIONS: [&str; 5] = ["hien_trang", "noi_dung", "tinh_moi", "hieu_qua", "kha_nang_ap_dung"];

#[derive(Debug, Clone)]
pub struct World {
    pub contest: ContestId,
    pub units: Vec<UnitId>,
    pub judges: Vec<JudgeId>,
}

impl World {
    pub fn found(tx: &mut Tx) -> Result<World, DbFault> {
        let unit = |tx: &mut Tx, code: &str| -> Result<UnitId, DbFault> {
            let sql = "INSERT INTO org_unit (code, name, fold, kind, position) VALUES ($1, $1, $1, 'district_office', 1) RETURNING id";
            Ok(UnitId(tx.one(sql, &[code.into()])?.int(0)?))
        };
        let rules = format::parse(CONTEST).map_err(|p| DbFault::other(format!("{p:?}")))?;
        let organiser = unit(tx, "CM")?;
        let units: Vec<UnitId> = UNITS.iter().map(|code| unit(tx, code)).collect::<Result<_, _>>()?;
        let founded = Instant(START - 10 * DAY);
        let contest = contests::insert(tx, CONTEST, &rules, organiser, units[0], "", founded)?;
        contests::save_phase(tx, contest, Phase::Open)?;
        for unit in &units[1..] {
            tx.exec(
                "INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, $2, 'required')",
                &[contest.0.into(), unit.0.into()],
            )?;
        }
        let mut judges = vec![];
        for code in ["GK01", "GK02"] {
            let sql = "INSERT INTO judge (contest_id, code, name, fold, title) VALUES ($1, $2, $2, $2, '') RETURNING id";
            judges.push(JudgeId(tx.one(sql, &[contest.0.into(), code.into()])?.int(0)?));
        }
        for id in 1..=PEOPLE {
            tx.exec(
                "INSERT INTO person (id, name, sort_key, login, created_at) VALUES ($1, $2, $2, $2, 0)",
                &[id.into(), format!("p{id}").into()],
            )?;
        }
        Ok(World { contest, units, judges })
    }

    pub fn actor(&self, who: Who, entry: Option<EntryId>) -> Actor {
        let contest = self.contest;
        let day = |n: i64| Some(Instant(START + n * DAY).day());
        let (id, grant) = match who {
            Who::Holder => return entry.map_or(Actor::Anonymous, |entry| Actor::EntryHolder { entry }),
            Who::Clerk(u) => (1 + u, Grant::Clerk { unit: self.units[u] }),
            Who::Head(u) => {
                (4 + u, Grant::Head { unit: self.units[u], from: None, to: None, delegate: false })
            }
            Who::Delegate(u) => {
                let (from, to) = (day(DELEGATED.0), day(DELEGATED.1));
                (7 + u, Grant::Head { unit: self.units[u], from, to, delegate: true })
            }
            Who::Secretary => (10, Grant::Secretary { contest }),
            Who::Organiser => (11, Grant::Organiser { contest }),
            Who::Judge(j) => (12 + j, Grant::Judge { contest, judge: self.judges[j] }),
            Who::Stranger => (14, Grant::Leader { contest }),
        };
        let id = PersonId(i64::try_from(id).unwrap_or(0));
        Actor::Person(Person { id, name: format!("Người số {}", id.0), grants: vec![grant] })
    }
}

const PEOPLE: i64 = 14;

fn title(text: u64) -> String {
    format!("Tủ nhận hồ sơ ngoài giờ, kiểu {text}")
}

fn words() -> String {
    "Đặt tủ trước cổng để người dân nộp ngoài giờ.".to_owned()
}

/// A working copy that is taken.
pub fn draft(text: u64, unit: usize) -> Draft {
    let author = DraftAuthor {
        name: person(text),
        role_title: "Công chức".into(),
        unit: Some(UNITS[unit].into()),
        address: "Khu Bình Sơn".into(),
        phone: format!("09{:08}", text % 100_000_000),
        share: "100".into(),
        representative: true,
        grounds: domain::entry::DraftGrounds::default(),
    };
    Draft {
        title: title(text),
        areas: vec!["mot_cua".into()],
        form: Some(Form::Written),
        category: Some(Category::Individual),
        receiving_unit: Some(UNITS[unit].into()),
        route: Some("own_unit".into()),
        authors: vec![author],
        attachments: vec![],
        sections: SECTIONS.iter().map(|s| ((*s).to_owned(), words())).collect(),
        answers: vec![],
        already_applied: Some(true),
        email: String::new(),
        declared: Declared::ALL,
    }
}

/// Somebody else for every text: who hands the same work in twice is asked first, which is no matter of this model.
fn person(text: u64) -> String {
    const NAMES: [&str; 10] = ["An", "Bình", "Chi", "Dung", "Giang", "Hoa", "Khánh", "Lan", "Minh", "Nga"];
    let given = text.to_string().bytes().map(|b| NAMES[usize::from(b - b'0')]).collect::<Vec<_>>().join(" ");
    format!("Lê {given}")
}

/// The same on paper.
pub fn dossier(text: u64, unit: usize) -> Dossier {
    Dossier {
        title: title(text),
        areas: vec!["mot_cua".into()],
        form: Form::Written,
        category: Category::Individual,
        authors: vec![Author {
            name: person(text),
            role_title: "Công chức".into(),
            unit: Some(UNITS[unit].into()),
            address: "Khu Bình Sơn".into(),
            phone: format!("09{:08}", text % 100_000_000),
            share: SharePercent::WHOLE,
            representative: true,
            grounds: domain::entry::Grounds::default(),
        }],
        receiving_unit: UNITS[unit].into(),
        route: "own_unit".into(),
        attachments: vec![],
        sections: vec![("noi_dung".into(), words())],
        already_applied: false,
    }
}

/// The rules with another deadline.
pub fn rules(deadline: i64) -> String {
    CONTEST.replace("2024-04-10T00:00:00+07:00", &Instant(deadline).to_string())
}

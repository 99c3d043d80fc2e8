//! A contest that is open, for the tests of entries: the rules of Chương Mỹ 2024, a few of its units, one judge.

use app::contest;
use app::db::{Db, DbFault};
use app::entry;
use app::keys::Keys;
use domain::actor::Actor;
use domain::contest::{Category, Form, Phase};
use domain::entry::{Declared, Draft, DraftAuthor};
use domain::ids::{ContestId, EntryId, UnitId};
use domain::time::Instant;

pub const CONTEST: &str = include_str!("../../../../data/chuong-my-2024/contest.json");

pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// A moment at which entries are taken.
pub fn open_time() -> Instant {
    at("2024-04-03T09:00:00+07:00")
}

pub fn keys() -> Keys {
    Keys::fixed([7; 32])
}

/// Inserts units and the contest, opened. Units 1 to 4: `CM`, `CM-NV` (standing body), `CM-TP`, `X-TANTIEN`.
pub fn a_contest(db: &Db) -> ContestId {
    a_contest_by(db, CONTEST)
}

/// The same by other rules.
pub fn a_contest_by(db: &Db, body: &str) -> ContestId {
    let body = body.to_owned();
    db.write_blocking(move |tx| {
        for (n, code) in ["CM", "CM-NV", "CM-TP", "X-TANTIEN"].iter().enumerate() {
            tx.exec(
                "INSERT INTO org_unit (code, name, fold, kind, position) VALUES ($1, $1, $2, 'district_office', $3)",
                &[(*code).into(), domain::text::fold(code).into(), n.into()],
            )?;
        }
        let rules = contest::format::parse(&body).map_err(|p| DbFault::other(format!("{p:?}")))?;
        let (organiser, standing) = (unit(tx, "CM")?, unit(tx, "CM-NV")?);
        let id = contest::store::insert(
            tx,
            &body,
            &rules,
            organiser,
            standing,
            "first",
            at("2024-03-29T00:00:00+07:00"),
        )?;
        contest::store::save_phase(tx, id, Phase::Open)?;
        for code in ["CM-TP", "X-TANTIEN"] {
            let unit = unit(tx, code)?;
            tx.exec(
                "INSERT INTO contest_unit (contest_id, unit_id, quota) VALUES ($1, $2, 'required')",
                &[id.0.into(), unit.0.into()],
            )?;
        }
        tx.exec(
            "INSERT INTO judge (contest_id, code, name, fold, title, unit_id) SELECT $1, 'GK04', 'Doãn Đức Định', 'doan duc dinh', '', id \
             FROM org_unit WHERE code = 'CM-TP'",
            &[id.0.into()],
        )?;
        Ok::<_, DbFault>(id)
    })
    .expect("a contest")
}

pub fn unit(tx: &mut app::db::Tx, code: &str) -> Result<UnitId, DbFault> {
    Ok(UnitId(tx.one("SELECT id FROM org_unit WHERE code = $1", &[code.into()])?.int(0)?))
}

/// A draft that is taken at `open_time`.
pub fn a_draft() -> Draft {
    let text = "Hồ sơ bị trả lại nhiều lần, mỗi lần nêu một lỗi.".to_owned();
    let sections = ["hien_trang", "noi_dung", "tinh_moi", "hieu_qua", "kha_nang_ap_dung"];
    Draft {
        title: "Bảng kiểm chung cho hồ sơ thanh toán".into(),
        areas: vec!["mot_cua".into(), "cong_nghe".into()],
        form: Some(Form::Written),
        category: Some(Category::Collective),
        receiving_unit: Some("CM-TP".into()),
        route: Some("own_unit".into()),
        authors: vec![an_author("Dương Văn Vượng", "60", true), an_author("Lê Thị Mơ", "40", false)],
        attachments: vec![],
        sections: sections.iter().map(|s| ((*s).to_owned(), text.clone())).collect(),
        answers: vec![],
        already_applied: Some(true),
        email: "vuong@chuongmy.example.vn".into(),
        declared: Declared::ALL,
    }
}

pub fn an_author(name: &str, share: &str, representative: bool) -> DraftAuthor {
    DraftAuthor {
        name: name.into(),
        role_title: "Chuyên viên".into(),
        unit: Some("CM-TP".into()),
        address: "Thôn Chùa, xã Hòa Chính".into(),
        phone: "+84 912 345 678".into(),
        share: share.into(),
        representative,
        grounds: domain::entry::DraftGrounds::default(),
    }
}

/// Begins an entry and fills its draft.
pub fn a_filled_draft(db: &Db, contest: ContestId) -> entry::Begun {
    db.write_blocking(move |tx| {
        let begun = entry::begin(tx, &Actor::Anonymous, contest, &keys(), open_time()).map_err(fault)?;
        entry::store::save_working(tx, begun.entry, 2, &a_draft(), open_time())?;
        Ok::<_, DbFault>(begun)
    })
    .expect("a draft")
}

/// Begins, fills and hands in.
pub fn an_entry(db: &Db, contest: ContestId) -> EntryId {
    let id = a_filled_draft(db, contest).entry;
    db.write_blocking(move |tx| entry::submit(tx, &holder(id), id, open_time()).map_err(fault))
        .expect("handed in");
    id
}

pub fn holder(entry: EntryId) -> Actor {
    Actor::EntryHolder { entry }
}

pub fn fault<R: std::fmt::Debug>(stop: app::act::Stop<R>) -> DbFault {
    DbFault::other(format!("{stop:?}"))
}

pub fn count(db: &Db, sql: &'static str) -> i64 {
    db.read_blocking(move |tx| tx.one(sql, &[])?.int(0)).expect("a count")
}

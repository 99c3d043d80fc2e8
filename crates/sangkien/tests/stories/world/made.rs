//! Things that the story needs beside the folder.

use super::*;

/// The next contest, in preparation, and somebody who has every role in it.
pub(super) fn elsewhere(tx: &mut Tx, text: &str, hash: &str, now: Instant) -> Result<ContestId, DbFault> {
    let contest = app::contest::create(tx, &Actor::System, text, &[], now).map_err(fault)?;
    let person =
        app::people::create_account(tx, &Actor::System, &account(ELSEWHERE, "Người Ở Nơi Khác"), now)
            .map_err(fault)?;
    for role in [Role::Secretary, Role::Organiser, Role::Leader] {
        app::people::grant(tx, &Actor::System, person, &WantedGrant::of_contest(role, contest), now)
            .map_err(fault)?;
    }
    let seat = NewJudge {
        code: "GK01".to_owned(),
        name: "Người Ở Nơi Khác".to_owned(),
        person: Some(person),
        chair: true,
        ..NewJudge::default()
    };
    app::judging::seat_judge(tx, &Actor::System, contest, &seat, now).map_err(fault)?;
    app::people::choose_password::set_password(tx, &Actor::System, ELSEWHERE, hash, now).map_err(fault)?;
    Ok(contest)
}

pub(super) fn article(
    tx: &mut Tx,
    contest: ContestId,
    kind: ArticleKind,
    title: &str,
    now: Instant,
) -> Result<i64, DbFault> {
    let draft =
        ArticleDraft {
            kind, title: title.to_owned(), body: "Gửi hồ sơ trước ngày 10/04/2024.".to_owned()
        };
    app::contest::articles::save_article(tx, &Actor::System, contest, None, &draft, now).map_err(fault)
}

pub fn account(login: &str, name: &str) -> AccountDraft {
    AccountDraft {
        name: name.to_owned(),
        login: login.to_owned(),
        email: String::new(),
        lang: "vi".to_owned(),
    }
}

pub fn fault<R: Debug>(stop: Stop<R>) -> DbFault {
    DbFault::other(format!("{stop:?}"))
}

pub(super) fn actor(tx: &mut Tx, login: &str, now: Instant) -> Result<Actor, DbFault> {
    let row = app::people::store::person_by_login(tx, login)?;
    let row = row.ok_or_else(|| DbFault::other(format!("no account {login}")))?;
    app::people::actor_of(tx, row.id, now)?.ok_or_else(|| DbFault::other(format!("{login} is closed")))
}

pub(super) fn unit(tx: &mut Tx, code: &str) -> Result<UnitId, DbFault> {
    Ok(UnitId(tx.one("SELECT id FROM org_unit WHERE code = $1", &[code.into()])?.int(0)?))
}

pub(super) fn judge(tx: &mut Tx, contest: ContestId, code: &str) -> Result<JudgeId, DbFault> {
    let sql = "SELECT id FROM judge WHERE contest_id = $1 AND code = $2";
    Ok(JudgeId(tx.one(sql, &[contest.0.into(), code.into()])?.int(0)?))
}

pub(super) fn round(tx: &mut Tx, contest: ContestId) -> Result<Option<RoundId>, DbFault> {
    let row = tx.opt("SELECT id FROM judging_round WHERE contest_id = $1", &[contest.0.into()])?;
    row.map(|row| Ok(RoundId(row.int(0)?))).transpose()
}

pub(super) fn sheet(
    tx: &mut Tx,
    contest: ContestId,
    entry: EntryId,
    code: &str,
) -> Result<Option<SheetId>, DbFault> {
    let judge = judge(tx, contest, code)?;
    let sql = "SELECT id FROM score_sheet WHERE entry_id = $1 AND judge_id = $2";
    let row = tx.opt(sql, &[entry.0.into(), judge.0.into()])?;
    row.map(|row| Ok(SheetId(row.int(0)?))).transpose()
}

/// A draft that is taken while the contest is open.
pub fn a_draft(title: &str) -> Draft {
    let sections = ["hien_trang", "noi_dung", "tinh_moi", "hieu_qua", "kha_nang_ap_dung"];
    let text = "Mỗi hồ sơ bị trả lại hai lần vì thiếu một giấy tờ mà bảng kiểm đã nêu.";
    Draft {
        title: title.into(),
        areas: vec!["mot_cua".into(), "cong_nghe".into()],
        form: Some(Form::Written),
        category: Some(Category::Collective),
        receiving_unit: Some(UNIT.into()),
        route: Some("own_unit".into()),
        authors: vec![an_author("Dương Văn Vượng", "60", true), an_author("Lê Thị Mơ", "40", false)],
        attachments: vec![],
        sections: sections.iter().map(|s| ((*s).to_owned(), text.to_owned())).collect(),
        answers: vec![],
        already_applied: Some(true),
        email: "vuong@chuongmy.example.vn".into(),
        declared: Declared::ALL,
    }
}

pub(super) fn an_author(name: &str, share: &str, representative: bool) -> DraftAuthor {
    DraftAuthor {
        name: name.into(),
        role_title: "Chuyên viên".into(),
        unit: Some(UNIT.into()),
        address: "Thôn Chùa, xã Hòa Chính".into(),
        phone: "0912345678".into(),
        share: share.into(),
        representative,
        grounds: domain::entry::DraftGrounds::default(),
    }
}

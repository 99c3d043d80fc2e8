//! A contest that is judged blind, through HTTP. Two sites that differ in who wrote an entry answer alike, byte for byte, to everybody who judges:
//! every route, search, export, paper, header, letter. And the way of a file that cannot be cleaned, of a meeting, of the chair's papers.

use crate::matrix::ROLES;
use crate::secrecy::nobody_learns;
use crate::site::{Answer, Site};
use crate::world::{Ids, World};
use app::db::{DbFault, Tx};
use app::entry::personal::{SALTS, Seals};
use domain::time::Instant;
use sangkien::rehearse::part;
use sha2::{Digest, Sha256};

/// The authors of the online entry, and who wrote it on the other site: other names, another house, other telephones.
const AUTHORS: [(&str, &str); 4] = [
    ("Dương Văn Vượng", "Trịnh Công Khuê"),
    ("Lê Thị Mơ", "Ngô Thị Ánh Tuyết"),
    ("Thôn Chùa, xã Hòa Chính", "Thôn Đông Cựu, xã Phú Nghĩa"),
    ("0912345678", "0987650001"),
];

/// Whoever may know who wrote an entry.
fn entitled() -> Vec<&'static str> {
    ROLES.iter().map(|r| r.0).filter(|r| !["jas", "jno", "jcf", "chr"].contains(r)).collect()
}

/// The contest becomes blind as if it had been announced so: what guards the rules and the dossiers is taken away on both sites.
fn blind(tx: &mut Tx, ids: &Ids) -> Result<(), DbFault> {
    for row in tx.query(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('rules_edition', 'entry_version', 'author', 'entry')",
        &[],
    )? {
        tx.exec(&format!("DROP TRIGGER {}", row.text(0)?), &[])?;
    }
    let rows =
        tx.query("SELECT id, body FROM rules_edition WHERE contest_id = $1", &[ids.contest.0.into()])?;
    for row in &rows {
        let mut body: serde_json::Value = serde_json::from_str(row.text(1)?).expect("the rules");
        body["judging"]["visibility"] = "blind".into();
        let body = body.to_string();
        let hash: [u8; 32] = Sha256::digest(&body).into();
        tx.exec(
            "UPDATE rules_edition SET body = $2, sha256 = $3 WHERE id = $1",
            &[row.int(0)?.into(), body.into(), (&hash).into()],
        )?;
    }
    Ok(())
}

/// Who wrote the online entry. Title and text name the author on both sites.
fn who_wrote_it(tx: &mut Tx, ids: &Ids, _: Instant, other: bool) -> Result<(), DbFault> {
    blind(tx, ids)?;
    let entry = ids.entry.0;
    let told = "Bảng kiểm của Dương Văn Vượng trên điện thoại";
    tx.exec("UPDATE entry SET title = $2 WHERE id = $1", &[entry.into(), told.into()])?;
    tx.exec(
        "UPDATE entry_version SET body = REPLACE(body, 'Mỗi hồ sơ bị trả lại', 'LE THI MO (0912345678) kể: hồ sơ bị trả lại') WHERE entry_id = $1",
        &[entry.into()],
    )?;
    if !other {
        return Ok(());
    }
    let instead =
        |text: &str| AUTHORS.iter().fold(text.to_owned(), |t, (one, another)| t.replace(one, another));
    for (one, another) in AUTHORS {
        for (table, column, key) in [
            ("author", "name", "entry_id"),
            ("entry", "title", "id"),
            ("entry", "lead_author", "id"),
            ("entry_version", "body", "entry_id"),
        ] {
            let sql = format!("UPDATE {table} SET {column} = REPLACE({column}, $2, $3) WHERE {key} = $1");
            tx.exec(&sql, &[entry.into(), one.into(), another.into()])?;
        }
    }
    closed_instead(tx, entry, instead)?;
    tx.exec(
        "UPDATE entry_version SET body = REPLACE(body, 'LE THI MO', 'NGO THI ANH TUYET') WHERE entry_id = $1",
        &[entry.into()],
    )?;
    Ok(())
}

/// The same in what is closed: addresses, telephones, and the names within the texts.
fn closed_instead(tx: &mut Tx, entry: i64, instead: impl Fn(&str) -> String) -> Result<(), DbFault> {
    let row = tx.one(&format!("SELECT {SALTS} FROM entry e WHERE e.id = $1"), &[entry.into()])?;
    let seals = Seals::of_row(&tx.opener(), &row.as_ref(), 0)?;
    let again = |seal: &app::seal::Seal, text: &str| seal.close(&instead(&seal.open(text)?));
    for row in
        tx.query("SELECT version, position, address, phone FROM author WHERE entry_id = $1", &[entry.into()])?
    {
        let (address, phone) = (again(&seals.contact, row.text(2)?)?, again(&seals.contact, row.text(3)?)?);
        tx.exec(
            "UPDATE author SET address = $4, phone = $5 WHERE entry_id = $1 AND version = $2 AND position = $3",
            &[entry.into(), row.int(0)?.into(), row.int(1)?.into(), address.into(), phone.into()],
        )?;
    }
    for row in tx.query("SELECT version, body FROM entry_version WHERE entry_id = $1", &[entry.into()])? {
        let mut body: serde_json::Value = serde_json::from_str(row.text(1)?).expect("a dossier");
        for author in body["authors"].as_array_mut().into_iter().flatten() {
            for (field, seal) in
                [("name", &seals.names), ("address", &seals.contact), ("phone", &seals.contact)]
            {
                author[field] = again(seal, author[field].as_str().unwrap_or_default())?.into();
            }
        }
        let vals = [entry.into(), row.int(0)?.into(), body.to_string().into()];
        tx.exec("UPDATE entry_version SET body = $3 WHERE entry_id = $1 AND version = $2", &vals)?;
    }
    Ok(())
}

/// The same, and all other entries are by somebody else too: papers name winners.
fn who_wrote_them(tx: &mut Tx, ids: &Ids, now: Instant, other: bool) -> Result<(), DbFault> {
    who_wrote_it(tx, ids, now, other)?;
    if other {
        let sql = "UPDATE author SET name = 'Hoàng Kim Phượng Ngân' WHERE entry_id <> $1";
        tx.exec(sql, &[ids.entry.0.into()])?;
    }
    Ok(())
}

/// The key of the form that goes to this address, or of the page's own form.
fn key_of(page: &Answer, action: &str) -> String {
    if page.body.contains(&format!("action=\"{action}\"")) {
        page.form_key(action).to_owned()
    } else {
        page.hidden("form_key").to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn judges_of_a_blind_contest_do_not_learn_who_wrote_an_entry() {
    nobody_learns("judging", &entitled(), who_wrote_it).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_the_chair_from_standings_prizes_and_papers_before_the_release() {
    nobody_learns("deciding", &entitled(), who_wrote_it).await;
    nobody_learns("confirmed", &entitled(), who_wrote_them).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_tells_is_left_out_until_it_is_given_out() {
    let site = Site::at_moment("judging");
    let ids = World::get().moment("judging").ids.clone();
    let (of_plant, now) = (ids.clone(), World::get().moment("judging").at);
    site.write(move |tx| who_wrote_it(tx, &of_plant, now, false)).await;
    let (entry, position) = (ids.entry.0, ids.position);
    let sheet = format!("/scoring/sheets/{}", ids.sheet.expect("a sheet").0);
    let (judge, secretary) = (site.person("gk02").await, site.person(part::SECRETARY).await);
    let names = |body: &str| AUTHORS.iter().any(|(one, _)| body.contains(one)) || body.contains("LE THI MO");

    // The sheet shows the text without names, and that there is a file without its name.
    let page = judge.get(&sheet).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("[…]") && !names(&page.body), "{}", page.body);
    assert!(!page.body.contains("bang-kiem.pdf"), "names of files tell");
    // This PDF cannot be read: nobody knows what it tells.
    let version = site.count("SELECT MAX(version) FROM attachment").await;
    let file = format!("/entries/{entry}/versions/{version}/files/{position}");
    let paths: Vec<String> = page
        .body
        .split("href=\"")
        .skip(1)
        .filter_map(|t| t.split('"').next())
        .filter(|t| t.contains("/files/"))
        .map(str::to_owned)
        .collect();
    let file = paths.first().cloned().unwrap_or(file);
    let withheld = judge.get(&file).await;
    assert!(!withheld.bytes.starts_with(b"%PDF"), "{file}: {}", withheld.status);

    // The secretary sees why, looks at it and gives it out, with a reason that stays in the log.
    let list = format!("/judging/{}/files", ids.contest.0);
    let page = secretary.get(&list).await;
    assert_eq!(page.status, 200);
    let release = page
        .body
        .split("action=\"")
        .skip(1)
        .filter_map(|t| t.split('"').next())
        .find(|t| t.starts_with("/judging/files/") && t.contains(&format!("/{entry}/")))
        .expect("a withheld file")
        .to_owned();
    let key = key_of(&page, &release);
    let bare = secretary.post(&release, &[("form_key", &key), ("reason", " ")]).await;
    assert_eq!(bare.status, 422);
    let key = key_of(&bare, &release);
    let reason = "Đã xem: chỉ có bảng kiểm, không có tên ai.";
    assert_eq!(secretary.post(&release, &[("form_key", &key), ("reason", reason)]).await.status, 303);
    let given = judge.get(&file).await;
    assert_eq!(given.status, 200, "{file}");
    assert!(given.bytes.starts_with(b"%PDF"));
    assert!(!given.header("content-disposition").contains("bang-kiem"), "not under its own name");
    assert_eq!(site.count("SELECT COUNT(*) FROM audit WHERE event = 'judging.file_released'").await, 1);

    // In a meeting the panel reads the same.
    let round = ids.round.expect("a round").0;
    let to = format!("/judging/rounds/{round}/meeting");
    let chair = site.person("gk01").await;
    let key = key_of(&chair.get(&to).await, &to);
    let open = [("form_key", key.as_str()), ("place", "Phòng họp"), ("present", "A; B")];
    assert_eq!(chair.post(&to, &open).await.status, 303);
    let meeting = site.count("SELECT id FROM meeting").await;
    let turn = format!("/judging/meetings/{meeting}/turn");
    let key = key_of(&chair.get(&to).await, &turn);
    let id = entry.to_string();
    assert_eq!(chair.post(&turn, &[("form_key", &key), ("entry", &id)]).await.status, 303);
    for who in ["gk01", "gk02", "gk04"] {
        let page = site.person(who).await.get(&to).await;
        assert!(page.status == 200 && !names(&page.body), "{who}: {}", page.body);
    }
    let page = secretary.get(&to).await;
    assert!(page.body.contains("Dương Văn Vượng"), "who runs the contest knows");
}

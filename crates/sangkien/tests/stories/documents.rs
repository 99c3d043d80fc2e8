//! Papers through HTTP: the organiser changes a wording, looks, saves, issues; the signed copy comes back; a certificate is checked by
//! its code and revoked; a receipt is proved to be in the log.

use crate::site::{Answer, Person, Site};
use crate::world::World;
use domain::ids::EntryId;
use sangkien::rehearse::part;
use std::fs;
use std::process::Command;

const C: &str = "/contests/CM24/documents";

/// The words of a PDF.
fn words(pdf: &[u8]) -> String {
    assert!(pdf.starts_with(b"%PDF-"), "a PDF");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.pdf");
    fs::write(&path, pdf).unwrap();
    let out = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().unwrap();
    assert!(out.status.success(), "pdftotext");
    String::from_utf8(out.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn issue(who: &Person, kind: &str) -> String {
    let page = who.get(&format!("{C}/{kind}")).await.expect(200);
    let done = who.submit(&page, &format!("{C}/{kind}/issue"), &[]).await;
    done.location().unwrap_or_else(|| panic!("{kind}: {} {}", done.status, done.text()))
}

async fn saved(who: &Person, kind: &str, fields: &[(&str, &str)]) -> Answer {
    let page = who.get(&format!("{C}/{kind}")).await;
    who.submit(&page, &format!("{C}/{kind}"), fields).await
}

#[tokio::test]
async fn a_paper_is_worded_issued_and_stays_while_a_later_change_is_a_new_issue() {
    let site = Site::at_moment("confirmed");
    let organiser = site.person(part::ORGANISER).await;
    let page = organiser.get(&format!("{C}/decision")).await.expect(200);
    assert!(page.text().contains("QUYẾT ĐỊNH"), "the preview shows the paper");

    // Without a number it is not issued; with a mistake in its wording it is not saved.
    let refused = organiser.submit(&page, &format!("{C}/decision/issue"), &[]).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let wording =
        page.form(&format!("{C}/decision")).fields.iter().find(|(n, _)| n == "wording").unwrap().1.clone();
    let wrong = wording.replace("{prizes}", "{prises}");
    let refused = saved(&organiser, "decision", &[("wording", &wrong)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("prises"), "the unknown field is named");

    // A look saves nothing.
    let changed = wording.replace("Điều 3. Quyết định này", "Điều 3. Bản quyết định này");
    assert_ne!(changed, wording);
    let fields = [("wording", changed.as_str()), ("number", "128"), ("signer", "Khuất Công Tuyển")];
    let head = site.audit_head().await;
    let form = page.form(&format!("{C}/decision"));
    let mut all: Vec<(String, String)> =
        form.fields.iter().filter(|(n, _)| !fields.iter().any(|(f, _)| f == n)).cloned().collect();
    all.extend(fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let look = organiser.post(&format!("{C}/decision/preview"), &all).await.expect(200);
    assert!(look.text().contains("Bản quyết định này") && look.text().contains("128/QĐ-UBND"));
    assert_eq!(site.audit_head().await, head);

    assert_eq!(saved(&organiser, "decision", &fields).await.status, 303);
    let first = issue(&organiser, "decision").await;
    let pdf = organiser.get(&format!("{first}/file/pdf")).await;
    let text = words(&pdf.bytes);
    for expected in ["Số: 128/QĐ-UBND", "Bản quyết định này có hiệu lực", "Khuất Công Tuyển", "Bằng chữ:"]
    {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    let docx = organiser.get(&format!("{first}/file/docx")).await;
    assert!(docx.bytes.starts_with(b"PK"));
    assert_eq!(organiser.get(&format!("{first}/file/xlsx")).await.status, 404);

    // Another text and another issue leave the first as it was.
    assert_eq!(saved(&organiser, "decision", &[("number", "131")]).await.status, 303);
    let second = issue(&organiser, "decision").await;
    assert_ne!(first, second);
    assert!(words(&organiser.get(&format!("{second}/file/pdf")).await.bytes).contains("Số: 131/QĐ-UBND"));
    assert!(organiser.get(&format!("{first}/file/pdf")).await.bytes == pdf.bytes);
    assert!(
        organiser.get(&first).await.body.contains(&format!("href=\"{second}\"")),
        "the newer issue is named"
    );
    let newest = organiser.get(&second).await;
    assert!(
        newest.text().contains("Thay thế lần ban hành 1.")
            && newest.body.contains(&format!("href=\"{first}\""))
    );
    assert!(!newest.text().contains("chưa ban hành lại"));
    assert_eq!(saved(&organiser, "decision", &[("number", "132")]).await.status, 303);
    assert!(
        organiser.get(&second).await.text().contains("chưa ban hành lại"),
        "a text that waits for its issue"
    );
    let events = "SELECT COUNT(*) FROM audit WHERE event = 'documents.issued'";
    assert_eq!(site.count(events).await, 3, "the world's poster and these two");

    // What was issued cannot be changed, also by who owns the database.
    let guarded =
        site.state.db.write(|tx| tx.exec("UPDATE paper_issue SET number = '1'", &[]).map(|_| ())).await;
    assert!(guarded.is_err());

    // Two tabs: who saved on an older text is told, and nothing is overwritten.
    let secretary = site.person(part::SECRETARY).await;
    let older = secretary.get(&format!("{C}/memo")).await;
    let page = organiser.get(&format!("{C}/memo")).await;
    assert_eq!(organiser.submit(&page, &format!("{C}/memo"), &[("number", "7")]).await.status, 303);
    let late = secretary.submit(&older, &format!("{C}/memo"), &[("number", "8")]).await;
    assert_eq!(late.status, 422);

    // The signed copy, with its number and day.
    let page = organiser.get(&first).await;
    let action = format!("{first}/scans");
    let scan = [("file", "ban-ky.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n3 0 obj".to_vec())];
    let no_day = organiser.submit_files(&page, &action, &[("number", "128/QĐ-UBND")], &scan).await;
    assert_eq!(no_day.status, 422);
    let fields = [("number", "128/QĐ-UBND"), ("dated", "03/05/2024")];
    assert_eq!(organiser.submit_files(&page, &action, &fields, &scan).await.status, 303);
    let auditor = site.person(part::AUDITOR).await;
    assert!(auditor.get(&first).await.text().contains("Số 128/QĐ-UBND ngày 03/05/2024"));
    assert_eq!(auditor.get(&format!("{action}/1")).await.bytes, scan[0].2);
    assert_eq!(
        auditor.post_multipart(&action, &fields, &scan).await.status,
        404,
        "the auditor changes nothing"
    );
}

#[tokio::test]
async fn the_code_of_a_certificate_tells_valid_revoked_unknown_and_lists_nobody() {
    let site = Site::at_moment("confirmed");
    let organiser = site.person(part::ORGANISER).await;
    assert_eq!(saved(&organiser, "certificates", &[("number", "1")]).await.status, 303);
    let issued = issue(&organiser, "certificates").await;
    let page = organiser.get(&issued).await;
    let tokens: Vec<String> = page
        .body
        .split("href=\"/certificates/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(tokens.len(), 8, "eight prizes");

    // Everything the codes on the paper say is an address of these.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gcn.pdf");
    fs::write(&path, &organiser.get(&format!("{issued}/file/pdf")).await.bytes).unwrap();
    let png = dir.path().join("gcn");
    let args = ["-r", "150", "-gray", "-f", "1", "-l", "1"];
    assert!(Command::new("pdftoppm").args(args).arg(&path).arg(&png).status().unwrap().success());
    let read = Command::new("zbarimg")
        .args(["--quiet", "--raw"])
        .arg(dir.path().join("gcn-1.pgm"))
        .output()
        .unwrap();
    let address = String::from_utf8(read.stdout).unwrap();
    let token = address.trim().rsplit('/').next().unwrap().to_owned();
    assert!(tokens.contains(&token) && address.contains("/certificates/"), "{address}");

    // Before the release nobody outside learns of it.
    let anyone = site.anyone();
    let unknown = anyone.get("/certificates/AAAAAAAAAAAAAAAA").await;
    assert_eq!(unknown.status, 404);
    assert_eq!(anyone.get(&format!("/certificates/{token}")).await.status, 404);

    let released = Site::at_moment("released");
    let organiser = released.person(part::ORGANISER).await;
    saved(&organiser, "certificates", &[("number", "1")]).await;
    let issued = issue(&organiser, "certificates").await;
    let anyone = released.anyone();
    for typed in [token.clone(), token.to_lowercase(), format!("{}-{}", &token[..8], &token[8..])] {
        let valid = anyone.get(&format!("/certificates/{typed}")).await.expect(200);
        assert!(valid.text().contains("đang có giá trị") && valid.text().contains("/GCN-UBND"), "{typed}");
        let others = tokens.iter().filter(|t| **t != token).any(|t| valid.body.contains(t.as_str()));
        assert!(!others, "one certificate tells of no other");
    }
    let page = organiser.get(&issued).await;
    let no_reason =
        organiser.post(&format!("{issued}/revoke"), &[("token", token.as_str()), ("reason", "")]).await;
    assert_eq!(no_reason.status, 422, "{}", page.status);
    let why = [("token", token.as_str()), ("reason", "In nhầm tên tác giả")];
    assert_eq!(organiser.post(&format!("{issued}/revoke"), &why).await.status, 303);
    let revoked = anyone.get(&format!("/certificates/{token}")).await.expect(200);
    assert!(revoked.text().contains("đã bị thu hồi") && revoked.text().contains("In nhầm tên tác giả"));
    let secretary = released.person(part::SECRETARY).await;
    assert_eq!(secretary.post(&format!("{issued}/revoke"), &why).await.status, 403);
}

#[tokio::test]
async fn every_paper_of_a_contest_a_unit_and_an_author_opens_elsewhere() {
    let site = Site::at_moment("released");
    let secretary = site.person(part::SECRETARY).await;
    for kind in domain::documents::DocumentKind::ALL.into_iter().filter(|k| !k.is_of_unit()) {
        let page = secretary.get(&format!("{C}/{}", kind.word())).await.expect(200);
        assert!(page.body.contains("class=\"doc"), "{kind:?} has a preview");
        let docx = secretary.get(&format!("{C}/{}/file/docx", kind.word())).await;
        assert!(docx.status == 200 && docx.bytes.starts_with(b"PK"), "{kind:?}");
        let xlsx = secretary.get(&format!("{C}/{}/file/xlsx", kind.word())).await;
        assert_eq!(xlsx.status, if kind.is_list() { 200 } else { 404 }, "{kind:?}");
    }
    let pdf = secretary.get(&format!("{C}/jury-minutes/file/pdf")).await;
    assert!(words(&pdf.bytes).contains("Điểm kiểm tra của nhật ký"), "the minutes bind the log");

    let moment = World::get().moment("released");
    let clerk = site.person(&part::clerk(crate::world::UNIT)).await;
    let (unit, entry) = (moment.ids.unit.0, moment.ids.entry.0);
    let minutes = words(&clerk.get(&format!("/desk/1/{unit}/minutes/pdf")).await.bytes);
    assert!(minutes.contains("Bảng kiểm") && minutes.contains("Chương Mỹ, ngày"), "{minutes}");
    let sheet = words(&clerk.get(&format!("/desk/entries/{entry}/confirmation/pdf")).await.bytes);
    assert!(sheet.contains("PHIẾU XÁC NHẬN") && sheet.contains("SHA-256"), "{sheet}");
    let batch = moment.ids.batch.unwrap().0;
    let letter = words(&clerk.get(&format!("/desk/batches/{batch}/cover/pdf")).await.bytes);
    assert!(letter.contains("Kính gửi: Ban Tổ chức") && letter.contains("DANH SÁCH BÀI DỰ THI"), "{letter}");
}

#[tokio::test]
async fn a_receipt_binds_the_log_and_its_proof_is_checked_by_others_means() {
    let site = Site::at_moment("judging");
    let entry = World::get().moment("judging").ids.entry;
    let author = site.holder(EntryId(entry.0)).await;
    let receipt = words(&author.get(&format!("/entries/{}/receipt/pdf", entry.0)).await.bytes);
    assert!(receipt.contains("GIẤY BIÊN NHẬN") && receipt.contains("Điểm kiểm tra của nhật ký"), "{receipt}");
    let proof = author.get(&format!("/entries/{}/proof.json", entry.0)).await;
    let shown: serde_json::Value = serde_json::from_slice(&proof.bytes).unwrap();
    let key = shown["key"].as_str().unwrap().to_owned();
    let at = app::audit::log::proved(&shown, &key).unwrap();
    assert_eq!(shown["line"]["event"], "entry.submitted");

    // The checkpoint of today is continued by the log of tomorrow, and by no other.
    let anyone = site.anyone();
    let root = data_encoding::BASE64URL_NOPAD.encode(&at.root);
    let same = anyone.get(&format!("/log?size={}&root={root}", at.size)).await;
    assert!(same.text().contains("Khớp"), "{}", same.text());
    let secretary = site.person(part::SECRETARY).await;
    secretary.get(&format!("{C}/poster")).await.expect(200);
    assert_eq!(saved(&secretary, "poster", &[("own-slogan", "Mỗi người một sáng kiến")]).await.status, 303);
    let later = anyone.get(&format!("/log?size={}&root={root}", at.size)).await;
    assert!(later.text().contains("Khớp") && later.text().contains("ghi thêm 1 dòng"), "{}", later.text());
    let bent = data_encoding::BASE64URL_NOPAD.encode(&[9; 32]);
    assert!(anyone.get(&format!("/log?size={}&root={bent}", at.size)).await.text().contains("KHÔNG khớp"));
    assert!(anyone.get(&format!("/log?size=99999&root={root}")).await.text().contains("KHÔNG khớp"));
    assert!(anyone.get("/log?size=x&root=y").await.text().contains("Không đọc được"));

    // Whoever keeps tiles computes the root of the checkpoint.
    let note = anyone.get("/log/checkpoint").await.body;
    let verifier = app::audit::checkpoint::Verifier::parse(&key).unwrap();
    let now = verifier.open(&note).unwrap();
    assert_eq!(now.size, at.size + 1);
    let mut tree = app::audit::tree::Tree::new();
    let (full, rest) = (now.size / 256, now.size % 256);
    for n in 0..full {
        let tile = anyone.get(&format!("/log/tile/0/{n:03}")).await;
        assert!(tile.header("cache-control").contains("immutable"));
        tile.bytes.chunks(32).for_each(|h| tree.push(h.try_into().unwrap()));
    }
    let tile = anyone.get(&format!("/log/tile/0/{full:03}.p/{rest}")).await;
    tile.bytes.chunks(32).for_each(|h| tree.push(h.try_into().unwrap()));
    assert_eq!(tree.root(now.size), Some(now.root));
    assert_eq!(anyone.get("/log/tile/0/999").await.status, 404);
    let proof = anyone.get(&format!("/log/consistency?from={}", at.size)).await;
    let proof: serde_json::Value = serde_json::from_slice(&proof.bytes).unwrap();
    let decoded = |v: &serde_json::Value| -> [u8; 32] {
        data_encoding::BASE64.decode(v.as_str().unwrap().as_bytes()).unwrap().try_into().unwrap()
    };
    let path: Vec<[u8; 32]> = proof["proof"].as_array().unwrap().iter().map(decoded).collect();
    assert!(app::audit::tree::is_consistent(at.size, now.size, &path, &at.root, &now.root));
}

/// What somebody may do to a file: change, lose, double or swap bytes, cut it off.
fn bent(bytes: &[u8], n: usize) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let at = n.wrapping_mul(7_919) % bytes.len();
    match n % 6 {
        0 => out[at] ^= 1 << (n / 6 % 7),
        1 => out[at] = out[at].wrapping_add(1 + u8::try_from(n / 6 % 200).unwrap()),
        2 => drop(out.remove(at)),
        3 => out.insert(at, b" 0,aA\"}\n"[n / 6 % 8]),
        4 => out.swap(at, (at + 1) % bytes.len()),
        _ => out.truncate(at),
    }
    out
}

/// One change of the meaning, written properly: the bytes tell nothing then.
fn forged(shown: &serde_json::Value, name: &str) -> serde_json::Value {
    let mut bent = shown.clone();
    match name {
        "seq" | "at" | "subject_id" | "contest" => {
            bent["line"][name] = (shown["line"][name].as_i64().unwrap() + 1).into();
        }
        "actor" | "event" | "subject" | "facts" => {
            bent["line"][name] = format!("{}x", shown["line"][name].as_str().unwrap()).into();
        }
        "salt" => bent["salt"] = "00".repeat(16).into(),
        "proof" => drop(bent["proof"].as_array_mut().unwrap().pop()),
        "checkpoint" => {
            bent["checkpoint"] = shown["checkpoint"].as_str().unwrap().replacen('1', "2", 1).into()
        }
        _ => bent["more"] = name.into(),
    }
    bent
}

#[tokio::test]
async fn every_change_of_a_receipt_is_found_and_its_place_named() {
    let site = Site::at_moment("judging");
    let entry = World::get().moment("judging").ids.entry;
    let author = site.holder(entry).await;
    let whole = author.get(&format!("/entries/{}/proof.json", entry.0)).await.bytes;
    let receipt = app::audit::receipt::open(&whole, None).unwrap();
    let key = receipt.key.clone();
    assert_eq!(app::audit::receipt::open(&whole, Some(&key)), Ok(receipt));

    let mut changed = 0;
    for n in 0..10_000 {
        let bent = bent(&whole, n);
        if bent.trim_ascii_end() == whole.as_slice() {
            continue;
        }
        changed += 1;
        for key in [None, Some(key.as_str())] {
            match app::audit::receipt::open(&bent, key) {
                Ok(_) => panic!("change {n} is not found: {}", String::from_utf8_lossy(&bent)),
                Err(place) => assert!(!place.is_empty(), "change {n} has no place"),
            }
        }
    }
    assert!(changed > 9_900, "{changed}");

    let shown: serde_json::Value = serde_json::from_slice(&whole).unwrap();
    for (name, place) in [
        ("seq", "log proof"),
        ("at", "log proof"),
        ("actor", "log proof"),
        ("event", "log proof"),
        ("contest", "log proof"),
        ("subject", "log proof"),
        ("subject_id", "log proof"),
        ("facts", "log proof"),
        ("salt", "log proof"),
        ("proof", "log proof"),
        ("checkpoint", "log checkpoint"),
        ("another member", "more"),
    ] {
        let why = app::audit::receipt::open(forged(&shown, name).to_string().as_bytes(), None).unwrap_err();
        assert!(why.starts_with(place), "{name}: {why}");
    }

    // The command says so, and its status is what a script reads.
    let dir = tempfile::tempdir().unwrap();
    let run = |bytes: &[u8], more: &[&str]| {
        let path = dir.path().join("receipt-proof.json");
        fs::write(&path, bytes).unwrap();
        let out = Command::new(env!("CARGO_BIN_EXE_sangkien"))
            .arg("verify")
            .arg(&path)
            .args(more)
            .output()
            .unwrap();
        (out.status.success(), String::from_utf8(out.stdout).unwrap())
    };
    let (holds, said) = run(&whole, &[]);
    assert!(
        holds && said.contains("Đúng: dòng số") && said.contains("entry.submitted") && said.contains(&key),
        "{said}"
    );
    let (holds, said) = run(&whole, &["--key", &key, "--lang", "en"]);
    assert!(holds && !said.contains(&key), "{said}");
    let stranger = app::audit::checkpoint::Signer::of(&app::keys::Keys::fixed([9; 32])).verifier().text();
    let (holds, said) = run(&whole, &["--key", &stranger]);
    assert!(!holds && said.contains("SAI") && said.contains("(key)"), "{said}");
    let (holds, said) = run(forged(&shown, "facts").to_string().as_bytes(), &[]);
    assert!(!holds && said.contains("(log proof)"), "{said}");
    let (holds, said) = run(&whole[..whole.len() - 9], &[]);
    assert!(!holds && said.contains("byte"), "{said}");
}

#[tokio::test]
async fn minutes_name_who_was_there_as_the_clerk_writes_it() {
    let site = Site::at_moment("confirmed");
    let secretary = site.person(part::SECRETARY).await;
    let page = secretary.get(&format!("{C}/jury-minutes")).await.expect(200);
    let form = page.form(&format!("{C}/jury-minutes"));
    let served = &form.fields.iter().find(|(n, _)| n == "own-members").unwrap().1;
    assert!(served.lines().count() >= 9 && served.contains("; Trưởng Ban Giám khảo"), "{served}");
    let present = "Khuất Công Tuyển; Phó Chủ tịch UBND huyện; Trưởng Ban Giám khảo\n\nLê Thị Mơ;;Thư ký";
    let fields = [
        ("own-members", present),
        ("own-absent", "Tạ Văn Ba (đi công tác)"),
        ("own-vote", "08/08 thành viên tán thành"),
        ("number", "3"),
    ];
    assert_eq!(saved(&secretary, "jury-minutes", &fields).await.status, 303);
    let minutes = words(&secretary.get(&format!("{C}/jury-minutes/file/pdf")).await.bytes);
    for said in
        ["Lê Thị Mơ", "Vắng mặt: Tạ Văn Ba (đi công tác).", "Kết quả biểu quyết: 08/08 thành viên tán thành."]
    {
        assert!(minutes.contains(said), "{said} is not in {minutes}");
    }
    let crowd = "Lê Thị Mơ\n".repeat(61);
    let refused = saved(&secretary, "jury-minutes", &[("own-members", crowd.as_str())]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("60"), "{}", refused.text());
    // The committee's begin with those who serve in it.
    let committee = secretary.get(&format!("{C}/committee-minutes")).await.expect(200);
    assert!(committee.body.contains("Thành viên Ban Tổ chức"));
}

#[tokio::test]
async fn a_score_sheet_is_a_paper_for_its_judge_and_signed_for_those_who_see_its_marks() {
    let before = Site::at_moment("judging");
    let sheet = World::get().moment("judging").ids.sheet.unwrap().0;
    let path = format!("/judging/sheets/{sheet}/paper/pdf");
    let own = words(&before.person("gk02").await.get(&path).await.expect(200).bytes);
    assert!(own.contains("PHIẾU CHẤM ĐIỂM") && !own.contains("đã ký trên hệ thống"), "{own}");
    for login in [part::SECRETARY, "gk03"] {
        assert_eq!(before.person(login).await.get(&path).await.status, 404, "{login}, before the signature");
    }
    let after = Site::at_moment("deciding");
    let secretary = after.person(part::SECRETARY).await;
    let filled = words(&secretary.get(&path).await.expect(200).bytes);
    for said in [
        "PHIẾU CHẤM ĐIỂM",
        "Bảng kiểm hồ sơ thanh toán",
        "15,5",
        "61,5",
        "đã ký trên hệ thống",
        "BAN TỔ CHỨC CUỘC THI",
    ] {
        assert!(filled.contains(said), "{said} is not in {filled}");
    }
    let word = secretary.get(&path.replace("/pdf", "/docx")).await.expect(200);
    assert!(word.bytes.starts_with(b"PK"));
    assert_eq!(after.person("gk03").await.get(&path).await.status, 404, "another judge");
}

#[tokio::test]
async fn a_receipt_on_the_screen_carries_the_checkpoint_of_its_moment() {
    let site = Site::at_moment("judging");
    let entry = World::get().moment("judging").ids.entry;
    let author = site.holder(entry).await;
    let page = author.get(&format!("/entries/{}/receipt", entry.0)).await.expect(200);
    let note = site.anyone().get("/log/checkpoint").await.body;
    let (size, root) = {
        let mut lines = note.lines().skip(1);
        (lines.next().unwrap(), lines.next().unwrap())
    };
    assert!(page.text().contains(&format!("{size} {root}")), "{size} {root} is not in {}", page.text());
    assert_eq!(page.body.matches("role=\"img\"").count(), 2, "the code of the entry and that of the log");
}

#[tokio::test]
async fn a_unit_keeps_its_papers_as_they_were_signed() {
    let site = Site::at_moment("released");
    let ids = &World::get().moment("released").ids;
    let (unit, entry, batch) = (ids.unit.0, ids.entry.0, ids.batch.unwrap().0);
    let clerk = site.person(&part::clerk(crate::world::UNIT)).await;
    let secretary = site.person(part::SECRETARY).await;
    let stranger = site.person(&part::clerk(crate::world::OTHER_UNIT)).await;
    for (kind, subject, from, says) in [
        ("screening-minutes", unit, format!("/desk/1/{unit}"), "BIÊN BẢN"),
        ("confirmation", entry, format!("/desk/entries/{entry}"), "PHIẾU XÁC NHẬN"),
        ("cover-letter", batch, format!("/desk/batches/{batch}"), "Kính gửi"),
    ] {
        let path = format!("/desk/1/papers/{kind}/{subject}");
        assert!(clerk.get(&from).await.expect(200).links().contains(&path), "{from} leads to the copies");
        assert_eq!(stranger.get(&path).await.status, 404, "{kind}");
        for _ in 0..2 {
            let page = clerk.get(&path).await.expect(200);
            let kept = clerk.submit(&page, &format!("{path}/issue"), &[]).await;
            assert_eq!(kept.status, 303, "{kind}: {}", kept.text());
        }
        let page = clerk.get(&path).await.expect(200);
        assert!(page.text().contains("Lần 1") || page.text().contains("lần 1"), "{kind}: {}", page.text());
        assert!(!page.body.contains("/copies/2/"), "the same again is no new copy");
        let file = clerk.get(&format!("{path}/copies/1/pdf")).await.expect(200);
        assert!(words(&file.bytes).contains(says), "{kind}");
        assert!(clerk.get(&format!("{path}/copies/1/docx")).await.expect(200).bytes.starts_with(b"PK"));
        assert_eq!(clerk.get(&format!("{path}/copies/2/pdf")).await.status, 404);
        assert_eq!(stranger.get(&format!("{path}/copies/1/pdf")).await.status, 404);
        // The committee reads what came to it, and keeps nothing in the unit's name.
        let read = secretary.get(&path).await.status;
        assert_eq!(read, if kind == "screening-minutes" { 404 } else { 200 }, "{kind}");
        assert_eq!(secretary.post(&format!("{path}/issue"), &[]).await.status, 404, "{kind}");
    }
    for nowhere in ["/desk/2/papers/confirmation/1", "/desk/1/papers/receipt/1", "/desk/1/papers/poster/1"] {
        assert_eq!(clerk.get(nowhere).await.status, 404, "{nowhere}");
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM audit WHERE event = 'documents.unit_issued'").await, 3);
    let guarded = site.state.db.write(|tx| tx.exec("DELETE FROM unit_paper", &[]).map(|_| ())).await;
    assert!(guarded.is_err(), "also who owns the database changes no copy");
    site.verified().await;
}

//! The released result, for everybody, and the pages that are kept ready.

use crate::setup::contest;
use crate::site::Site;
use app::db::{DbFault, metered};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::ids::ContestId;

const NOW: &str = "2024-05-04T09:00:00+07:00";

/// Three entries; the first two have the same value and the chair decided between them; the result is ready to be released.
fn decided(site: &Site) -> ContestId {
    let id = contest(site);
    let c = id.0;
    site.write(move |tx| {
        let unit = tx.one("SELECT id FROM org_unit WHERE code = 'CM-VP'", &[])?.int(0)?;
        let mut entries = vec![];
        for (code, title, category) in [
            ("CM24-001", "=1+1 Một cửa số", "collective"),
            ("CM24-002", "Trả kết quả tại nhà", "individual"),
            ("CM24-003", "Bài không có giải", "individual"),
        ] {
            let entry = tx
                .one(
                    "INSERT INTO entry (contest_id, code, state, origin, unit_id, route, category, form, title, fold, areas, lead_author, author_count, version, submitted_at, recorded_at) VALUES ($1, $2, 'handed_in', 'paper', $3, 'own_unit', $4, 'written', $5, '', '', 'A', 1, 1, 5, 5) RETURNING id",
                    &[c.into(), code.into(), unit.into(), category.into(), title.into()],
                )?
                .int(0)?;
            tx.exec(
                "INSERT INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) VALUES ($1, 1, $2, '{}', 'system', 5)",
                &[entry.into(), (&[7_u8; 32]).into()],
            )?;
            tx.exec(
                "INSERT INTO author (entry_id, version, position, name, fold, role_title, address, phone, share, representative) VALUES ($1, 1, 0, $2, '', '', 'Thôn bí mật', '0912345678', 10000, 1)",
                &[entry.into(), format!("Tác giả {code}").into()],
            )?;
            entries.push(entry);
        }
        let line = |code: &str, category: &str, place: usize, shared: bool, value: &str| {
            serde_json::json!({"entry": code, "category": category, "place": place, "shared": shared,
                "place_by_total_only": place, "value": value, "tie_break": ["1", "2"]})
        };
        let body = serde_json::json!({
            "layout": 1, "rounds": [], "final_score": "last_round_decides", "tie_break": ["hieu_qua", "tinh_moi"],
            "last_tie_break": "chair", "zero_disqualifies": [], "sheets": 15, "entries": [],
            "pools": [{"pool": "all", "lines": [
                line("CM24-001", "collective", 1, true, "9276/100"),
                line("CM24-002", "individual", 1, true, "9276/100"),
                line("CM24-003", "individual", 1, true, "9276/100"),
            ]}],
        });
        let edition = app::contest::store::find(tx, id)?.unwrap().edition.0;
        let standing = app::awards::store::insert_standing(
            tx, id, domain::ids::EditionId(edition), &body.to_string(), &[9; 32], domain::time::Instant(6),
        )?;
        tx.exec(
            "INSERT INTO tie_decision (contest_id, entries, decided_by, reason, decided_at) VALUES ($1, 'CM24-002,CM24-001,CM24-003', 'person:136', 'chi phí thấp hơn', 7)",
            &[c.into()],
        )?;
        tx.exec(
            "INSERT INTO award (contest_id, state, standing_id, proposed_at) VALUES ($1, 'proposed', $2, 8)",
            &[c.into(), standing.into()],
        )?;
        for (level, position, entry, amount) in [
            ("nhat", 1, Some(entries[1]), 3_000_000),
            ("nhat", 2, Some(entries[0]), 4_500_000),
            ("nhi", 1, None, 0),
        ] {
            tx.exec(
                "INSERT INTO prize (contest_id, pool, level, position, entry_id, amount_vnd) VALUES ($1, 'all', $2, $3, $4, $5)",
                &[c.into(), level.into(), position.into(), entry.into(), amount.into()],
            )?;
        }
        tx.exec("UPDATE award SET state = 'confirmed', confirmed_at = 9 WHERE contest_id = $1", &[c.into()])?;
        app::contest::store::save_phase(tx, id, domain::contest::Phase::Decided)
    });
    id
}

fn release(site: &Site, id: ContestId) {
    let now = site.clock.now();
    site.write(move |tx| {
        app::awards::release(tx, &app::keys::Keys::fixed([7; 32]), &domain::actor::Actor::System, id, now)
    });
}

#[tokio::test]
async fn before_the_release_the_result_does_not_exist() {
    let site = Site::at(NOW);
    let id = decided(&site);
    let visitor = site.browser();
    let boss = site.signed_in("btc").await;
    for path in ["/contests/CM24/results", "/contests/CM24/results.csv", "/contests/CM24/results.xlsx"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(boss.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    release(&site, id);
    let page = visitor.get("/contests/CM24/results").await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Giải nhất",
        "Trả kết quả tại nhà",
        "Tác giả CM24-001",
        "4.500.000 đồng",
        "7.500.000 đồng",
        "92,76 điểm",
        "Giải không trao",
        "Trưởng Ban Giám khảo quyết định lúc",
        "chi phí thấp hơn",
        "và 1 bài không có giải",
        "Điểm của bài là trung bình cộng",
        &"09".repeat(32),
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    for secret in ["person:", "0912345678", "Thôn bí mật", "CM24-003", "Bài không có giải"] {
        assert!(!page.body.contains(secret), "{secret}");
    }
    let (line, hash) = site.write(move |tx| app::awards::store::released_line(tx, id)).unwrap();
    assert!(line > 0 && page.body.contains(&data_encoding::HEXLOWER.encode(&hash)));
    assert_eq!(visitor.get("/contests/XX/results").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_of_prizes_is_a_file_without_formulas() {
    let site = Site::at(NOW);
    let id = decided(&site);
    release(&site, id);
    let csv = site.browser().get("/contests/CM24/results.csv").await;
    assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(csv.body.contains("Trả kết quả tại nhà") && csv.body.contains("4500000"), "{}", csv.body);
    assert!(
        !csv.body.contains(";=1+1") && !csv.body.contains(",=1+1") && !csv.body.contains("\"=1+1"),
        "{}",
        csv.body
    );
    let book = site.browser().get("/contests/CM24/results.xlsx").await;
    assert_eq!(book.status, StatusCode::OK);
    assert!(book.body.starts_with("PK"));
}

#[tokio::test]
async fn a_public_page_is_kept_until_something_is_committed_and_only_for_strangers() {
    let site = Site::at(NOW);
    let id = decided(&site);
    release(&site, id);
    let visitor = site.browser();
    let at = "/contests/CM24/results";
    let (first, spent) = metered(visitor.get(at)).await;
    assert!((1..=10).contains(&spent.queries), "a constant number: {}", spent.queries);
    let (kept, spent) = metered(visitor.get(at)).await;
    assert_eq!(spent.queries, 0, "from the kept page");
    assert_eq!((kept.status, &kept.body), (StatusCode::OK, &first.body));
    for name in [header::CONTENT_SECURITY_POLICY, header::CACHE_CONTROL, header::X_CONTENT_TYPE_OPTIONS] {
        assert_eq!(kept.headers[&name], first.headers[&name]);
    }
    let packed = |browser: &crate::site::Browser<'_>| {
        let request = Request::get(at).header(header::ACCEPT_ENCODING, "br, gzip");
        let _ = browser;
        request.body(Body::empty()).unwrap()
    };
    let page = visitor.send(packed(&visitor)).await;
    assert_eq!(page.headers[header::CONTENT_ENCODING], "gzip");
    assert!(page.headers.get_all(header::VARY).iter().any(|v| v == "accept-encoding"));

    visitor.get("/lang/en").await;
    let (english, spent) = metered(visitor.get(at)).await;
    assert!(spent.queries > 0 && english.body.contains("<html lang=\"en\""));
    let (english, spent) = metered(visitor.get(at)).await;
    assert!(spent.queries == 0 && english.body.contains("<html lang=\"en\""));

    let boss = site.signed_in("btc").await;
    let (own, spent) = metered(boss.get(at)).await;
    assert!(
        spent.queries > 0 && own.body.contains("Trưởng Ban"),
        "a signed-in person has a page of their own"
    );
    let (after, spent) = metered(site.browser().get(at)).await;
    assert!(spent.queries > 0, "the login was a commit");
    assert!(!after.body.contains("Trưởng Ban</li>"));
    let (_, spent) = metered(site.browser().get(&format!("{at}?x=1"))).await;
    assert!(spent.queries > 0, "a query is never kept");
    site.write(move |tx| {
        tx.exec("UPDATE contest SET name = 'Tên khác' WHERE id = $1", &[id.0.into()])?;
        Ok::<_, DbFault>(())
    });
    assert!(site.browser().get(at).await.body.contains("Tên khác"), "no page outlives a commit");
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let (_, spent) = metered(site.browser().get(at)).await;
    assert!(spent.queries > 0, "nor a second");
}

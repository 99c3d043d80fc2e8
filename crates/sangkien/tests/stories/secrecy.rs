//! Two sites that differ in one secret answer alike to everybody who is not entitled to it: every route of the table, the
//! searches, the exports, the headers, the letters. What is compared is bytes; keys of forms are made by chance and left out.
//!
//! That the comparison sees a leak is shown by leaks put in on purpose, in the last test.

use crate::matrix::{Cast, ROLES, filled, letter_of, routes};
use crate::site::{Answer, Person, Site};
use crate::world::{Ids, World, fault};
use app::db::{DbFault, Tx};
use app::judging::SheetInput;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use domain::actor::Actor;
use domain::ids::{PersonId, RoundId, SheetId};
use domain::judging::discuss::{Discussion, Outcome};
use domain::judging::meeting::Opening;
use domain::marks::Marks;
use domain::time::Instant;
use sangkien::rehearse::part;
use std::collections::BTreeMap;
use web::AppState;

/// How the two sites come to differ: done on both, told on which. What only one of them is to have is the secret.
pub type Plant = fn(&mut Tx, &Ids, Instant, bool) -> Result<(), DbFault>;

/// Asked beside the routes of the table: searches, filters, the same lists in other forms.
const SEARCHES: [&str; 18] = [
    "/intake/{contest}?show=all",
    "/intake/{contest}?show=all&q=thanh+to%C3%A1n",
    "/intake/{contest}?show=accepted&unit=CM-TCKH",
    "/desk/{contest}/{unit}?state=all",
    "/desk/{contest}/{unit}?q=thanh",
    "/accounts?q=gk",
    "/accounts?q=nguyen",
    "/units?q=tai",
    "/judging/rounds/{round}?show=missing",
    "/judging/rounds/{round}?show=deviating",
    "/judging/rounds/{round}?show=third",
    "/audit?event=judging.",
    "/audit?event=awards.",
    "/audit?check=yes",
    "/contests/CM24/audit?event=judging.sheet_signed",
    "/lookup?code=CM24-001",
    "/contests/CM24?lang=en",
    "/scoring/sheets/1",
];

/// Who may know what those know who run the judging.
const RUN: [&str; 4] = ["sec", "chr", "org", "aud"];

/// Both sites, prepared; the second has the secret.
async fn planted(moment: &str, plant: Plant) -> (Cast, Cast) {
    (prepared(moment, plant, false, None).await, prepared(moment, plant, true, None).await)
}

async fn prepared(moment: &str, plant: Plant, other: bool, leak: Option<Leak>) -> Cast {
    let mut site = Site::at_moment(moment);
    let (ids, now) = (World::get().moment(moment).ids.clone(), World::get().moment(moment).at);
    site.write(move |tx| plant(tx, &ids, now, other)).await;
    if let Some(leak) = leak {
        let state = (leak, site.state.clone());
        site = site.behind(|router| router.layer(axum::middleware::from_fn_with_state(state, leak_it)));
    }
    Cast::over(site).await
}

/// Everything in which the two sites differ for somebody who is not entitled.
async fn differences(moment: &'static str, one: &Cast, other: &Cast, entitled: &[&str]) -> Vec<String> {
    let ids = &World::get().moment(moment).ids;
    let outsiders: Vec<usize> = (0..ROLES.len()).filter(|r| !entitled.contains(&ROLES[*r].0)).collect();
    let mut found = vec![];
    for path in addresses(ids) {
        for r in outsiders.iter().copied() {
            let mut told = None;
            // What the second shows may have turned between two questions; a secret tells itself every time.
            for _ in 0..3 {
                let a = at_that_moment(moment, one, ask(&one.people[r], &path)).await;
                let b = at_that_moment(moment, other, ask(&other.people[r], &path)).await;
                told = apart(&a, &b);
                if told.is_none() {
                    break;
                }
            }
            found.extend(told.map(|told| format!("{}: GET {path}: {told}", ROLES[r].0)));
        }
    }
    for (path, fields, r) in refused_forms(moment, ids, &outsiders) {
        let mut told = None;
        for _ in 0..3 {
            let a = at_that_moment(moment, one, send(&one.people[r], &path, &fields)).await;
            let b = at_that_moment(moment, other, send(&other.people[r], &path, &fields)).await;
            told = apart(&a, &b);
            if told.is_none() {
                break;
            }
        }
        found.extend(told.map(|told| format!("{}: POST {path}: {told}", ROLES[r].0)));
    }
    let (a, b) = (letters(&one.site, entitled).await, letters(&other.site, entitled).await);
    if a != b {
        let differing = a.iter().zip(&b).find(|(a, b)| a != b);
        found.push(format!("letters: {} and {}: {differing:?}", a.len(), b.len()));
    }
    found
}

/// Both sites are asked at the same second.
async fn at_that_moment(moment: &str, cast: &Cast, question: impl Future<Output = Answer>) -> Answer {
    cast.site.state.clock.set(World::get().moment(moment).at.plus_ms(60_000));
    question.await
}

/// Every address that is read.
fn addresses(ids: &Ids) -> Vec<String> {
    let table = routes().into_iter().filter(|r| r.method == Method::GET).map(|r| filled(r.path, ids));
    let mut all: Vec<String> = table.chain(SEARCHES.iter().map(|path| filled(path, ids))).collect();
    all.retain(|path| !is_commitment(path));
    // Whoever has the code of a question is that author, in whatever other role.
    all.retain(|path| !path.starts_with("/co-author/"));
    all.sort();
    all.dedup();
    all
}

/// Roots and proofs of the log's tree: two logs have two roots, and none says anything, because every leaf is salted with what only
/// the server's secret gives (`app::audit::tree`, ADR-0009). They stand on these pages and papers, and nowhere else.
fn is_commitment(path: &str) -> bool {
    let of_entry = path.starts_with("/entries/")
        && (path.contains("/proof") || path.contains("/receipt") || path.ends_with("/slip"));
    path == "/log" || path.starts_with("/log/") || of_entry
}

/// Forms that these people may not send at that moment: what they are told must not depend on the secret either.
fn refused_forms(
    moment: &'static str,
    ids: &Ids,
    outsiders: &[usize],
) -> Vec<(String, Vec<(String, String)>, usize)> {
    let mut all = vec![];
    for route in routes().into_iter().filter(|r| r.method == Method::POST) {
        let path = filled(route.path, ids);
        for r in outsiders {
            if let Some((letter, fields)) = letter_of(&route, *r, moment, ids)
                && ".fs".contains(letter)
            {
                all.push((path.clone(), fields, *r));
            }
        }
    }
    all
}

/// One question that leaves nothing in the browser.
async fn ask(person: &Person, path: &str) -> Answer {
    let jar = person.jar();
    let answer = person.get(path).await;
    person.put_back(jar);
    answer
}

async fn send(person: &Person, path: &str, fields: &[(String, String)]) -> Answer {
    let jar = person.jar();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let answer = person.post(path, &fields).await;
    person.put_back(jar);
    answer
}

/// The first thing in which two answers differ.
fn apart(a: &Answer, b: &Answer) -> Option<String> {
    if a.status != b.status {
        return Some(format!("status {} and {}", a.status, b.status));
    }
    let (one, other) = (headers(a), headers(b));
    if one != other {
        let name = one.keys().chain(other.keys()).find(|n| one.get(*n) != other.get(*n));
        return Some(format!("header {name:?}"));
    }
    let (one, other) = (content(a), content(b));
    if one == other {
        return None;
    }
    let at = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let near = |bytes: &[u8]| {
        let end = (at + 60).min(bytes.len());
        String::from_utf8_lossy(&bytes[at.saturating_sub(60).min(end)..end]).into_owned()
    };
    Some(format!("{} and {} bytes, at {at}: {:?} | {:?}", one.len(), other.len(), near(&one), near(&other)))
}

/// All of them; of a cookie only that it is set, because its value is made by chance.
fn headers(answer: &Answer) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in &answer.headers {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let text = match name.as_str() {
            "set-cookie" => text.split('=').next().unwrap_or_default().to_owned(),
            _ => text,
        };
        all.entry(name.to_string()).or_default().push(text);
    }
    all
}

/// The body without the keys of its forms.
fn content(answer: &Answer) -> Vec<u8> {
    const MARK: &str = "name=\"form_key\" value=\"";
    if !answer.header("content-type").starts_with("text/html") {
        return answer.bytes.clone();
    }
    let mut out = String::with_capacity(answer.body.len());
    for (n, part) in answer.body.split(MARK).enumerate() {
        out.push_str(if n == 0 { part } else { part.split_once('"').map_or("", |(_, rest)| rest) });
    }
    out.into_bytes()
}

/// All letters but those to people who are entitled.
async fn letters(site: &Site, entitled: &[&str]) -> Vec<String> {
    let logins: Vec<String> = entitled.iter().filter_map(|role| crate::matrix::login_of(role)).collect();
    // Everything that was told becomes letters, the collected ones too.
    let later = site.now().plus_ms(2 * 86_400_000);
    site.write(move |tx| {
        while app::notices::sort(tx, later)? > 0 {}
        Ok(())
    })
    .await;
    site.read(move |tx| {
        let mut all = vec![];
        for row in tx.query(
            "SELECT COALESCE(p.login, ''), o.kind, o.address, o.subject, o.body, o.state FROM outbox o LEFT JOIN person p ON p.id = o.person_id ORDER BY o.id",
            &[],
        )? {
            if !logins.iter().any(|l| row.text(0).is_ok_and(|login| login == l)) {
                let mut fields = vec![];
                for at in 1..6 {
                    fields.push(row.text(at)?.to_owned());
                }
                all.push(fields.join("\n"));
            }
        }
        Ok(all)
    })
    .await
}

pub async fn nobody_learns(moment: &'static str, entitled: &[&str], plant: Plant) {
    let (one, other) = planted(moment, plant).await;
    assert_ne!(one.site.content().await, other.site.content().await, "there is no secret to tell");
    let found = differences(moment, &one, &other, entitled).await;
    assert!(found.is_empty(), "{moment}: {} leaks:\n{}", found.len(), found.join("\n"));
}

// The secrets.

/// What GK02 has written on the sheet that is not signed yet.
fn an_unsigned_mark(tx: &mut Tx, ids: &Ids, _: Instant, other: bool) -> Result<(), DbFault> {
    if other {
        let sheet = ids.sheet.map_or(0, |s| s.0);
        tx.exec(
            "UPDATE score_sheet SET marks = '1950,2450,2900,1350,950', comments = '[\"Rất hay\",\"\",\"\",\"\",\"\"]', general_comment = 'Nên trao giải' WHERE id = $1",
            &[sheet.into()],
        )?;
    }
    Ok(())
}

/// What the author of the online entry agreed to publish.
fn what_is_agreed(tx: &mut Tx, ids: &Ids, now: Instant, other: bool) -> Result<(), DbFault> {
    if other {
        let all = domain::gallery::Consent { names: true, text: true, files: true };
        app::gallery::store::save_consent(tx, ids.entry, all, "entry:0", now)?;
    }
    Ok(())
}

/// Who sits on the seat GK02.
fn a_judges_identity(tx: &mut Tx, ids: &Ids, _: Instant, other: bool) -> Result<(), DbFault> {
    if other {
        tx.exec(
            "UPDATE judge SET name = 'Bùi Thị Kín', fold = 'bui thi kin', title = 'Chánh thanh tra', areas = 'the_che' WHERE id = $1",
            &[ids.judge.0.into()],
        )?;
    }
    Ok(())
}

/// Who has the entry on the desk: GK02 or GK04.
fn who_has_the_entry(tx: &mut Tx, ids: &Ids, _: Instant, other: bool) -> Result<(), DbFault> {
    if other {
        let sheet = ids.sheet.map_or(0, |s| s.0);
        tx.exec(
            "UPDATE score_sheet SET judge_id = (SELECT id FROM judge WHERE code = 'GK04' AND contest_id = $2) WHERE id = $1",
            &[sheet.into(), ids.contest.0.into()],
        )?;
    }
    Ok(())
}

/// That GK04 keeps away from the entry.
fn a_conflict(tx: &mut Tx, ids: &Ids, now: Instant, other: bool) -> Result<(), DbFault> {
    if other {
        conflict(tx, ids, "GK04", now)?;
    }
    Ok(())
}

fn conflict(tx: &mut Tx, ids: &Ids, judge: &str, now: Instant) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO conflict (judge_id, entry_id, kind, note, at) SELECT id, $2, 'declared', 'Anh em ruột với tác giả', $4 FROM judge WHERE code = $3 AND contest_id = $1",
        &[ids.contest.0.into(), ids.entry.0.into(), judge.into(), now.0.into()],
    )?;
    Ok(())
}

/// What GK03 has signed, while GK02 still writes.
fn anothers_signed_mark(tx: &mut Tx, ids: &Ids, _: Instant, other: bool) -> Result<(), DbFault> {
    tx.exec("DROP TRIGGER signed_sheet_locked", &[])?;
    if other {
        tx.exec(
            "UPDATE score_sheet SET marks = '1950,2450,2900,1350,950', general_comment = 'Nên trao giải' WHERE entry_id = $1 AND judge_id = (SELECT id FROM judge WHERE code = 'GK03' AND contest_id = $2)",
            &[ids.entry.0.into(), ids.contest.0.into()],
        )?;
    }
    Ok(())
}

/// The same, while the chair must keep away from the entry.
fn a_signed_mark_before_a_recused_chair(
    tx: &mut Tx,
    ids: &Ids,
    now: Instant,
    other: bool,
) -> Result<(), DbFault> {
    conflict(tx, ids, "GK01", now)?;
    anothers_signed_mark(tx, ids, now, other)
}

/// The whole contest marked to the end, closed, frozen; in the other one GK02 has lifted the online entry to the top.
fn a_standing(tx: &mut Tx, ids: &Ids, now: Instant, other: bool) -> Result<(), DbFault> {
    let round = ids.round.ok_or_else(|| DbFault::other("no round"))?;
    let own = if other { "1850,2200,2400,1150,450" } else { "1550,1600,1900,800,300" };
    sign_all(tx, ids, round, own, now)?;
    let secretary = actor(tx, part::SECRETARY, now)?;
    app::judging::close_round(tx, &secretary, round, now).map_err(fault)?;
    app::awards::freeze_standings(tx, &secretary, ids.contest, now).map_err(fault)?;
    Ok(())
}

/// The same, and the chair must keep away from that entry.
fn a_standing_before_a_recused_chair(
    tx: &mut Tx,
    ids: &Ids,
    now: Instant,
    other: bool,
) -> Result<(), DbFault> {
    conflict(tx, ids, "GK01", now)?;
    a_standing(tx, ids, now, other)
}

fn sign_all(tx: &mut Tx, ids: &Ids, round: RoundId, own: &str, now: Instant) -> Result<(), DbFault> {
    let sheets = tx.query(
        "SELECT s.id, p.id, s.marks, s.revision FROM score_sheet s JOIN judge j ON j.id = s.judge_id JOIN person p ON p.id = j.person_id WHERE s.round_id = $1 AND s.signed_at IS NULL AND s.released_at IS NULL ORDER BY s.id",
        &[round.0.into()],
    )?;
    let rows: Result<Vec<(i64, i64, String, i64)>, DbFault> =
        sheets.iter().map(|r| Ok((r.int(0)?, r.int(1)?, r.text(2)?.to_owned(), r.int(3)?))).collect();
    for (sheet, person, stored, revision) in rows? {
        let judge = app::people::actor_of(tx, PersonId(person), now)?;
        let judge = judge.ok_or_else(|| DbFault::other("a judge has no account"))?;
        let sheet = SheetId(sheet);
        let text = match ids.sheet == Some(sheet) {
            true => own.to_owned(),
            false if stored.is_empty() || stored.contains(",,") => "1500,1800,2000,900,500".to_owned(),
            false => stored,
        };
        let input = SheetInput {
            seen: revision,
            marks: text.split(',').map(|m| m.parse().ok().map(Marks)).enumerate().collect(),
            comments: (0..5).map(|at| (at, "Đã đọc kỹ".to_owned())).collect(),
            ..SheetInput::default()
        };
        let saved = app::judging::save_sheet(tx, &judge, sheet, &input, now).map_err(fault)?;
        app::judging::sign(tx, &judge, sheet, saved.revision, now).map_err(fault)?;
    }
    Ok(())
}

/// Which of two entries of a level of prizes has which: confirmed and not released.
fn a_prize(tx: &mut Tx, ids: &Ids, _: Instant, other: bool) -> Result<(), DbFault> {
    tx.exec("DROP TRIGGER prize_fixed_update", &[])?;
    if other {
        let rows = tx.query(
            "SELECT id, entry_id FROM prize WHERE contest_id = $1 AND entry_id IS NOT NULL ORDER BY id",
            &[ids.contest.0.into()],
        )?;
        let (first, last) = (&rows[0], &rows[rows.len() - 1]);
        let all = [(first.int(0)?, last.int(1)?), (last.int(0)?, first.int(1)?)];
        for (prize, _) in all {
            tx.exec("UPDATE prize SET entry_id = NULL WHERE id = $1", &[prize.into()])?;
        }
        for (prize, entry) in all {
            tx.exec("UPDATE prize SET entry_id = $2 WHERE id = $1", &[prize.into(), entry.into()])?;
        }
    }
    Ok(())
}

/// What the panel said of the entry in turn, and decided.
fn what_was_said(tx: &mut Tx, ids: &Ids, now: Instant, other: bool) -> Result<(), DbFault> {
    let round = ids.round.expect("a round is open");
    let opening = Opening { place: "Phòng họp".to_owned(), present: "Lê Ân".to_owned() };
    let meeting = app::judging::open_meeting(tx, &Actor::System, round, &opening, now).map_err(fault)?;
    app::judging::turn_to(tx, &Actor::System, meeting, ids.entry).map_err(fault)?;
    let (said, outcome) = match other {
        false => ("Giữ nguyên.", Outcome::AsIs),
        true => ("Chênh nhau quá xa, phải đọc lại.", Outcome::ReadAgain),
    };
    let said = Discussion {
        took_part: "Lê Ân".to_owned(),
        said: said.to_owned(),
        outcome: Some(outcome),
        votes: Some((if other { 3 } else { 2 }, 3)),
    };
    app::judging::discuss(tx, &Actor::System, round, ids.entry, &said, now).map_err(fault)
}

fn what_was_said_before_a_recused_chair(
    tx: &mut Tx,
    ids: &Ids,
    now: Instant,
    other: bool,
) -> Result<(), DbFault> {
    conflict(tx, ids, "GK01", now)?;
    what_was_said(tx, ids, now, other)
}

fn actor(tx: &mut Tx, login: &str, now: Instant) -> Result<Actor, DbFault> {
    let row = app::people::store::person_by_login(tx, login)?;
    let row = row.ok_or_else(|| DbFault::other(format!("no account {login}")))?;
    app::people::actor_of(tx, row.id, now)?.ok_or_else(|| DbFault::other(format!("{login} is closed")))
}

fn with(more: &[&'static str]) -> Vec<&'static str> {
    RUN.iter().copied().chain(more.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_before_the_signature_is_its_judges_alone() {
    nobody_learns("judging", &["jas"], an_unsigned_mark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_judge_is_stays_with_those_who_run_the_judging() {
    for moment in ["judging", "deciding", "released"] {
        nobody_learns(moment, &with(&["jas"]), a_judges_identity).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_entry_stays_with_them_and_the_two_judges() {
    nobody_learns("judging", &with(&["jas", "jno"]), who_has_the_entry).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_stays_with_them_and_the_judge() {
    for moment in ["judging", "deciding", "released"] {
        nobody_learns(moment, &with(&["jno"]), a_conflict).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_mark_stays_away_from_judges_who_have_not_signed() {
    nobody_learns("judging", &RUN, anothers_signed_mark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recused_chair_learns_no_figure_of_the_entry() {
    nobody_learns("judging", &["sec", "org", "aud"], a_signed_mark_before_a_recused_chair).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standing_before_the_release_is_theirs_who_decide() {
    nobody_learns("judging", &with(&["jas"]), a_standing).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recused_chair_learns_no_place_of_the_entry() {
    nobody_learns("judging", &["sec", "org", "aud", "jas"], a_standing_before_a_recused_chair).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_author_agreed_to_is_the_authors_before_the_release() {
    nobody_learns("deciding", &["own"], what_is_agreed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prize_before_the_release_is_theirs_who_decide() {
    nobody_learns("confirmed", &RUN, a_prize).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_in_a_meeting_stays_away_from_judges_who_have_not_signed() {
    nobody_learns("judging", &RUN, what_was_said).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recused_chair_follows_a_meeting_and_learns_nothing() {
    nobody_learns("judging", &["sec", "org", "aud"], what_was_said_before_a_recused_chair).await;
}

// Leaks put in on purpose.

/// What an answer tells beside what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leak {
    /// A sum in a header.
    Header,
    /// One space in a page, where the mark is high.
    Space,
    /// Another status where something exists.
    Status,
    /// A count in the list of a search.
    Count,
}

/// Tells GK02's unsigned mark of the first criterion in one way.
async fn leak_it(State((leak, state)): State<(Leak, AppState)>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let mark = state
        .db
        .read(|tx| {
            let sql = "SELECT marks FROM score_sheet WHERE revision > 0 AND signed_at IS NULL AND marks LIKE '%,800,300' OR marks LIKE '%,1350,950' ORDER BY id";
            let row = tx.opt(sql, &[])?;
            Ok::<_, DbFault>(row.map(|r| r.text(0).map(str::to_owned)).transpose()?.unwrap_or_default())
        })
        .await
        .unwrap_or_default();
    let high = mark.ends_with("950");
    let mut response = next.run(request).await;
    match leak {
        Leak::Header if path == "/" => {
            let value = HeaderValue::from_str(&format!("sum;dur={}", mark.len())).expect("plain letters");
            response.headers_mut().insert("server-timing", value);
        }
        Leak::Space if path == "/work" && high => return with_more(response, " ").await,
        Leak::Status if path.starts_with("/scoring/sheets/") && high && response.status() == 404 => {
            *response.status_mut() = axum::http::StatusCode::FORBIDDEN;
        }
        Leak::Count if query.contains("q=") && high => return with_more(response, "<!-- 1 -->").await,
        Leak::Header | Leak::Space | Leak::Status | Leak::Count => {}
    }
    response
}

async fn with_more(response: Response, more: &str) -> Response {
    let (mut head, body) = response.into_parts();
    let mut bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap_or_default().to_vec();
    bytes.extend_from_slice(more.as_bytes());
    head.headers.remove("content-length");
    Response::from_parts(head, Body::from(bytes))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leak_put_in_on_purpose_is_seen() {
    for (leak, told) in [
        (Leak::Header, "GET /: header Some(\"server-timing\")"),
        (Leak::Space, "GET /work: "),
        (Leak::Status, " /scoring/sheets/"),
        (Leak::Count, "q="),
    ] {
        let one = prepared("judging", an_unsigned_mark, false, Some(leak)).await;
        let other = prepared("judging", an_unsigned_mark, true, Some(leak)).await;
        let found = differences("judging", &one, &other, &["jas"]).await;
        assert!(!found.is_empty(), "{leak:?} was not seen");
        let strange: Vec<&String> = found.iter().filter(|f| !f.contains(told)).collect();
        assert!(strange.is_empty(), "{leak:?}: {strange:?}");
    }
    // A letter that says more than it should.
    fn letter(tx: &mut Tx, ids: &Ids, now: Instant, other: bool) -> Result<(), DbFault> {
        an_unsigned_mark(tx, ids, now, other)?;
        let body = if other {
            "Bài của bạn đang dẫn đầu"
        } else {
            "Bài của bạn đang được chấm"
        };
        tx.exec(
            "INSERT INTO outbox (kind, address, lang, subject, body, state, created_at, due_at) VALUES ('notice', 'vuong@chuongmy.example.vn', 'vi', 'Tin', $1, 'queued', 0, 0)",
            &[body.into()],
        )?;
        Ok(())
    }
    let (one, other) = planted("judging", letter).await;
    let found = differences("judging", &one, &other, &["jas"]).await;
    assert!(found.iter().any(|f| f.starts_with("letters: ")), "{found:?}");
}

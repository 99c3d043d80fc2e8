//! A page asks the database the same number of questions however many rows it shows.

use crate::site::{Person, Site};
use crate::world::{UNIT, World, a_draft, account, fault};
use app::contest::articles::ArticleDraft;
use app::db::{Engine, metered};
use domain::actor::Actor;
use domain::contest::ArticleKind;
use domain::ids::{ContestId, EntryId};
use sangkien::rehearse::part;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// How many rows are added where rows are added.
const MORE: usize = 45;

/// The entries of the small contest: with a conflict, two that are equal, and one that is the same as another.
const FEW: [&str; 5] = ["CM24-001", "CM24-010", "CM24-016", "CM24-036", "CM24-043"];

/// The office's contest with a few of its entries, and what is said about them.
fn few() -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024");
    let kept = |line: &str| {
        let mut codes = line.match_indices("CM24-").map(|(at, _)| &line[at..(at + 8).min(line.len())]);
        codes.all(|code| FEW.contains(&code))
    };
    for entry in data.read_dir().expect("the office's files").flatten() {
        let (name, to) = (entry.file_name(), dir.path().join(entry.file_name()));
        let of_entries =
            ["entries.jsonl", "scores.csv", "conflicts.csv", "decisions.csv", "chair-decisions.csv"];
        if of_entries.iter().any(|f| *f == name) {
            let text = fs::read_to_string(entry.path()).expect("a text");
            let lines: Vec<&str> = text.lines().filter(|l| kept(l)).collect();
            fs::write(to, lines.join("\n") + "\n").expect("room for a copy");
        } else {
            fs::copy(entry.path(), to).expect("room for a copy");
        }
    }
    dir
}

/// Statements that a page takes, the second time: what is kept ready between requests is ready then.
async fn asked(who: &Person, path: &str) -> u32 {
    who.get(path).await.expect(200);
    let (answer, spent) = metered(who.get(path)).await;
    answer.expect(200);
    spent.queries
}

#[tokio::test]
async fn pages_of_a_contest_ask_the_same_for_five_entries_and_for_fifty() {
    let few = few();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024");
    let c = "/contests/CM24";
    let moments: [(&str, &[(&str, &[&str])]); 4] = [
        (
            "2024-04-11T10:45:00",
            &[
                (
                    part::SECRETARY,
                    &[
                        "/intake/1",
                        "/intake/1?show=all",
                        "/intake/1/accept-all",
                        "/intake/1/similar",
                        "/intake/1/quota",
                        "/intake/1/figures",
                        "/work",
                    ],
                ),
                (part::LEADER, &["/leader/1", "/leader/1/quota"]),
                (part::AUDITOR, &["/contests/CM24/audit"]),
            ],
        ),
        (
            "2024-04-22T09:00:00",
            &[
                (
                    part::SECRETARY,
                    &[
                        "/judging/1",
                        "/judging/1/panel",
                        "/judging/1/conflicts",
                        "/judging/rounds/1",
                        "/judging/rounds/1?show=missing",
                        "/judging/rounds/1/assign",
                        "/judging/rounds/1/order",
                        "/judging/1/files",
                        "/judging/1/votes",
                        "/judging/rounds/1/meeting",
                        "/judging/1/scores.csv",
                        "/judging/1/scores.xlsx",
                        "/work",
                    ],
                ),
                ("gk01", &["/scoring/1", "/scoring/1/conflicts", "/judging/rounds/1/live", "/work"]),
                (part::AUDITOR, &["/judging/rounds/1", "/contests/CM24/audit"]),
            ],
        ),
        (
            "2024-05-02T16:45:00",
            &[(
                part::SECRETARY,
                &[
                    "/awards/1",
                    "/awards/1/standings.csv",
                    "/awards/1/standings.xlsx",
                    "/awards/1/ties",
                    "/awards/1/prizes",
                    "/awards/1/side",
                ],
            )],
        ),
        (
            "2024-05-04T09:00:00",
            &[
                (part::ORGANISER, &["/awards/1/prizes", "/awards/1/release"]),
                (
                    "",
                    &[
                        "/",
                        c,
                        "/contests/CM24/results",
                        "/contests/CM24/results.csv",
                        "/contests/CM24/results.xlsx",
                        "/contests/CM24/gallery",
                        "/contests/CM24/gallery?area=mot_cua&q=ho",
                        "/contests/CM24/gallery/CM24-010",
                    ],
                ),
            ],
        ),
    ];
    let mut wrong = Vec::new();
    for (moment, people) in moments {
        let small = Site::of_folder(Engine::Sqlite, few.path(), moment);
        let large = Site::of_folder(Engine::Sqlite, &data, moment);
        let entries = "SELECT COUNT(*) FROM entry";
        let (a, b) = (small.count(entries).await, large.count(entries).await);
        assert!(a <= 5 && b >= 45, "{a} and {b} entries");
        for (login, pages) in people {
            let (one, other) = match *login {
                "" => (small.anyone(), large.anyone()),
                _ => (small.person(login).await, large.person(login).await),
            };
            for path in *pages {
                let (few, many) = (asked(&one, path).await, asked(&other, path).await);
                // Fewer happens: the audit log asks for the names of each kind of thing on the page.
                if many > few {
                    wrong.push(format!("{moment} {path}: {few} for few entries, {many} for many"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_ask_the_same_when_they_grow() {
    let site = Site::at_moment("open");
    let ids = World::get().moment("open").ids.clone();
    let (c, unit, batch) = (ids.contest.0, ids.unit.0, ids.batch.expect("there is one").0);
    let pages = [
        (part::clerk(UNIT), format!("/desk/{c}/{unit}")),
        (part::clerk(UNIT), format!("/desk/{c}/{unit}/bulk?act=select")),
        (part::clerk(UNIT), format!("/desk/batches/{batch}")),
        (part::clerk(UNIT), "/work".to_owned()),
        (part::head(UNIT), format!("/desk/{c}/{unit}")),
        (part::head(UNIT), format!("/staff/units/{unit}")),
        (part::clerk(UNIT), "/inbox".to_owned()),
        (part::clerk(UNIT), "/units/find?q=phong".to_owned()),
        (part::ORGANISER.to_owned(), "/contests/CM24/notices".to_owned()),
        (part::ADMIN.to_owned(), "/units/import".to_owned()),
        (part::SECRETARY.to_owned(), format!("/intake/{c}?show=all")),
        (part::SECRETARY.to_owned(), "/contests/CM24/articles".to_owned()),
        (part::SECRETARY.to_owned(), "/contests/CM24/import/entries".to_owned()),
        (part::ORGANISER.to_owned(), "/staff/contests/CM24".to_owned()),
        (part::ORGANISER.to_owned(), "/contests/CM24/set-up".to_owned()),
        (part::ADMIN.to_owned(), "/accounts".to_owned()),
        (part::ADMIN.to_owned(), format!("/accounts/{}", ids.person)),
        (part::ADMIN.to_owned(), "/units".to_owned()),
        (part::ADMIN.to_owned(), "/letters".to_owned()),
        (part::ADMIN.to_owned(), "/audit".to_owned()),
        (part::LEADER.to_owned(), format!("/leader/{c}/quota")),
        (String::new(), "/".to_owned()),
        (String::new(), "/contests/CM24".to_owned()),
    ];
    let count = || async {
        let mut all = Vec::new();
        for (login, path) in &pages {
            let who = if login.is_empty() { site.anyone() } else { site.person(login).await };
            all.push(asked(&who, path).await);
        }
        all
    };
    let before = count().await;
    grow(&site, ids.contest).await;
    let after = count().await;
    let wrong: Vec<String> = pages
        .iter()
        .zip(before.iter().zip(&after))
        .filter(|(_, (b, a))| a > b)
        .map(|((who, path), (b, a))| format!("{path} of {who}: {b} before, {a} with {MORE} rows more"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// More of everything: entries on paper at the desk, accounts with letters, units, articles.
async fn grow(site: &Site, contest: ContestId) {
    let now = site.now();
    site.write(move |tx| {
        let rules = app::contest::store::rules_of(tx, contest)?;
        let dossier = domain::entry::submit::would_be(&a_draft("Thêm một sáng kiến"), &rules);
        for n in 0..MORE {
            let made = app::entry::record_paper(tx, &Actor::System, contest, None, &dossier, now, now);
            let entry: EntryId = made.map_err(fault)?;
            app::screening::receive(tx, &Actor::System, entry, now).map_err(fault)?;
            let letter = char::from(b'a' + u8::try_from(n % 26).unwrap_or_default());
            let login = format!("them{letter}{}", n / 26);
            let person =
                app::people::create_account(tx, &Actor::System, &account(&login, "Người Thêm Vào"), now);
            app::people::invite(tx, &Actor::System, person.map_err(fault)?, now).map_err(fault)?;
            let draft = ArticleDraft {
                kind: ArticleKind::News,
                title: format!("Tin {n}"),
                body: "Nhắc lịch nộp.".to_owned(),
            };
            let article =
                app::contest::articles::save_article(tx, &Actor::System, contest, None, &draft, now);
            let article = article.map_err(fault)?;
            app::contest::articles::publish_article(tx, &Actor::System, contest, article, now)
                .map_err(fault)?;
        }
        Ok(())
    })
    .await;
}

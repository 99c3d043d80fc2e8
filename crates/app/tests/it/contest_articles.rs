//! Articles, stars and views of a contest.

use app::act::Stop;
use app::contest::articles::{self, ArticleDraft, Voted};
use app::contest::home::{contests, home};
use app::contest::views::{Page, Views};
use app::contest::{advance, create, store};
use app::db::{Db, DbFault};
use app::keys::Keys;
use app::people::{self, import_units::UnitInput};
use domain::actor::{Actor, Grant, Person};
use domain::contest::article::ArticleRefusal;
use domain::contest::{ArticleKind, Phase, StarTally, Stars};
use domain::ids::{ContestId, PersonId};
use domain::time::Instant;
use testkit::engines::both;

const NOW: Instant = Instant(1_712_023_200_000); // 2024-04-02T09:00+07:00
const RULES: &str = include_str!("../../../../data/chuong-my-2024/contest.json");

fn contest(db: &Db) -> ContestId {
    db.write_blocking(|tx| {
        let unit = |code: &str| UnitInput {
            code: code.into(),
            name: code.into(),
            kind: "district_office".into(),
            parent_code: None,
            valid_from: None,
            valid_to: None,
            successor_code: None,
        };
        people::import_units(tx, &Actor::System, &[unit("CM"), unit("CM-NV")], "00", NOW).unwrap();
        Ok::<_, DbFault>(create(tx, &Actor::System, RULES, &[], NOW).unwrap())
    })
    .unwrap()
}

fn organiser(contest: ContestId) -> Actor {
    Actor::Person(Person { id: PersonId(1), name: "An".into(), grants: vec![Grant::Organiser { contest }] })
}

fn draft(title: &str) -> ArticleDraft {
    ArticleDraft { kind: ArticleKind::News, title: title.into(), body: "Nội dung".into() }
}

#[test]
fn an_article_is_public_once_published_in_a_contest_that_is() {
    both(|db| {
        let id = contest(db);
        let boss = organiser(id);
        let by = boss.clone();
        let article = db
            .write_blocking(move |tx| articles::save_article(tx, &by, id, None, &draft("Tin một"), NOW))
            .unwrap();
        let read = |actor: Actor| db.read_blocking(move |tx| articles::article(tx, &actor, "CM24", article));
        assert!(read(boss.clone()).is_ok());
        assert!(matches!(read(Actor::Anonymous), Err(Stop::NotAllowed)), "the contest itself is a draft");
        db.write_blocking(move |tx| advance(tx, &Actor::System, id, Phase::Open, NOW)).unwrap();
        assert!(matches!(read(Actor::Anonymous), Err(Stop::NotFound)), "the article is a draft");
        let by = boss.clone();
        db.write_blocking(move |tx| articles::publish_article(tx, &by, id, article, NOW)).unwrap();
        let seen = read(Actor::Anonymous).unwrap();
        assert_eq!(
            (seen.article.published_at, seen.may_write, seen.stars),
            (Some(NOW), false, StarTally::default())
        );
        let other = db.read_blocking(move |tx| articles::article(tx, &Actor::Anonymous, "CM24", article + 1));
        assert!(matches!(other, Err(Stop::NotFound)));

        let front = db.read_blocking(|tx| home(tx, &Actor::Anonymous, "CM24")).unwrap();
        assert_eq!(front.articles.len(), 1);
        assert!(front.wording.purpose[0].starts_with("Tìm ý tưởng") && !front.wording.rights.is_empty());
        db.write_blocking(move |tx| articles::withdraw_article(tx, &boss, id, article, NOW)).unwrap();
        assert!(matches!(read(Actor::Anonymous), Err(Stop::NotFound)));
        let stranger = Actor::Person(Person { id: PersonId(2), name: "B".into(), grants: vec![] });
        let denied = db.write_blocking(move |tx| articles::publish_article(tx, &stranger, id, article, NOW));
        assert!(matches!(denied, Err(Stop::NotAllowed)));
    });
}

#[test]
fn drafts_of_contests_are_listed_for_those_who_set_them_up() {
    both(|db| {
        let id = contest(db);
        let count = |actor: Actor| db.read_blocking(move |tx| contests(tx, &actor)).unwrap().len();
        assert_eq!((count(Actor::Anonymous), count(organiser(id))), (0, 1));
        assert!(matches!(db.read_blocking(|tx| home(tx, &Actor::Anonymous, "CM24")), Err(Stop::NotAllowed)));
        db.write_blocking(move |tx| advance(tx, &Actor::System, id, Phase::Open, NOW)).unwrap();
        assert_eq!(count(Actor::Anonymous), 1);
    });
}

#[test]
fn two_writers_never_overwrite_each_other_silently() {
    both(|db| {
        let id = contest(db);
        let save = |before: Option<(i64, i64)>, title: &'static str| {
            let boss = organiser(id);
            db.write_blocking(move |tx| articles::save_article(tx, &boss, id, before, &draft(title), NOW))
        };
        let article = save(None, "Một").unwrap();
        save(Some((article, 1)), "Hai").unwrap();
        match save(Some((article, 1)), "Ba") {
            Err(Stop::Refused(why)) => assert_eq!(why, [ArticleRefusal::ChangedMeanwhile]),
            other => panic!("{other:?}"),
        }
        let kept = db.read_blocking(move |tx| store::find_article(tx, article)).unwrap().unwrap();
        assert_eq!((kept.title.as_str(), kept.revision), ("Hai", 2));
        assert!(matches!(save(Some((article + 1, 1)), "Ba"), Err(Stop::NotFound)));
    });
}

#[test]
fn a_browser_has_one_vote_and_the_last_one_counts() {
    both(|db| {
        let id = contest(db);
        let boss = organiser(id);
        let article = db
            .write_blocking(move |tx| {
                let article = articles::save_article(tx, &boss, id, None, &draft("Tin"), NOW).unwrap();
                articles::publish_article(tx, &boss, id, article, NOW).unwrap();
                advance(tx, &Actor::System, id, Phase::Open, NOW).unwrap();
                Ok::<_, DbFault>(article)
            })
            .unwrap();
        let keys = Keys::fixed([1; 32]);
        let vote = |voter: &'static str, stars: &'static str, network: &'static str| {
            let keys = keys.clone();
            db.write_blocking(move |tx| {
                let stars = Stars::parse(stars).unwrap();
                articles::vote(
                    tx,
                    &Actor::Anonymous,
                    &keys,
                    "CM24",
                    article,
                    voter.as_bytes(),
                    network,
                    stars,
                    NOW,
                )
            })
            .unwrap()
        };
        for (voter, stars) in [("a", "5"), ("b", "2"), ("a", "3")] {
            assert_eq!(vote(voter, stars, "x"), Voted::Counted);
        }
        let tally = db.read_blocking(move |tx| store::star_tally(tx, article)).unwrap();
        assert_eq!(tally, StarTally { sum: 5, votes: 2 });
        let waits = (0..150).filter(|_| vote("c", "1", "y") != Voted::Counted).count();
        assert!(waits > 0, "a machine at it waits");
        let gone = db.write_blocking(move |tx| {
            let keys = Keys::fixed([1; 32]);
            articles::vote(
                tx,
                &Actor::Anonymous,
                &keys,
                "CM24",
                999,
                b"a",
                "x",
                Stars::parse("1").unwrap(),
                NOW,
            )
        });
        assert!(matches!(gone, Err(Stop::NotFound)));
    });
}

#[test]
fn views_are_added_by_page_and_day_without_touching_kept_pages() {
    both(|db| {
        let id = contest(db);
        let boss = organiser(id);
        let article = db
            .write_blocking(move |tx| articles::save_article(tx, &boss, id, None, &draft("Tin"), NOW))
            .unwrap();
        let generation = db.generation();
        let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        rt.block_on(async {
            let views = Views::new(Db::clone(db));
            for _ in 0..3 {
                views.count(&Page::Article(article), NOW);
            }
            views.count(&Page::Contest("CM24".into()), NOW);
            views.flush().await;
            views.count(&Page::Article(article), NOW.plus_ms(86_400_000));
            views.flush().await;
        });
        assert_eq!(db.generation(), generation, "counting makes no page stale");
        let row = db.read_blocking(move |tx| store::find_article(tx, article)).unwrap().unwrap();
        assert_eq!(row.views, 4);
        let days = db
            .read_blocking(|tx| {
                let rows =
                    tx.query("SELECT page, on_day, views FROM page_view ORDER BY page, on_day", &[])?;
                rows.iter()
                    .map(|r| Ok((r.text(0)?.to_owned(), r.text(1)?.to_owned(), r.int(2)?)))
                    .collect::<Result<Vec<_>, DbFault>>()
            })
            .unwrap();
        let name = format!("article:{article}");
        assert_eq!(
            days,
            [
                (name.clone(), "2024-04-02".to_owned(), 3),
                (name, "2024-04-03".to_owned(), 1),
                ("contest:CM24".to_owned(), "2024-04-02".to_owned(), 1)
            ]
        );
    });
}

//! The contest of Chương Mỹ 2024 at moments of its life, played once per test process and copied for each story.
//!
//! Beside what the office's files tell, one entry goes the whole way online (`ENTRY`): handed in at `CM-TCKH` with a file,
//! screened, confirmed, forwarded, accepted, marked. GK02 has it on the desk, GK06 works at its unit, GK04 has nothing to do
//! with it, the chair GK01 did not mark it. A second entry stays a draft, a second contest stays in preparation.

mod made;
mod stage;
pub use made::*;

use crate::site::{Site, keys};
use app::act::Stop;
use app::contest::articles::ArticleDraft;
use app::db::{Db, DbFault, Engine, Tx};
use app::entry::Begun;
use app::judging::{NewJudge, SheetInput};
use app::people::accounts::AccountDraft;
use domain::actor::Actor;
use domain::contest::{ArticleKind, Category, Form};
use domain::entry::{Declared, Draft, DraftAuthor};
use domain::ids::{BatchId, ContestId, EntryId, JudgeId, RoundId, SheetId, UnitId};
use domain::marks::Marks;
use domain::people::{Role, WantedGrant};
use domain::screening::Verdict;
use domain::screening::confirm::Statement;
use domain::screening::screen::Sheet;
use domain::time::Instant;
use sangkien::rehearse::{Cast, Play, Step, Timed, part, plan, read};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::path::Path;
use std::sync::OnceLock;
use testkit::engines::{copy_of, fresh};

/// Everybody's password.
pub const PASSWORD: &str = "Thu nghiem 2024!";

/// The unit of the online entry, and one that has nothing to do with it.
pub const UNIT: &str = "CM-TCKH";
pub const OTHER_UNIT: &str = "CM-BHXH";

/// Who may everything in the contest that is still in preparation, and nothing here.
pub const ELSEWHERE: &str = "noikhac";

/// The judges of the online entry, with the marks of their sheets in hundredths: 61.5, 62, 61, 63.5, 58.5, on average 61.3.
pub const MARKS: [(&str, [i64; 5]); 5] = [
    ("GK02", [1_550, 1_600, 1_900, 800, 300]),
    ("GK03", [1_600, 1_600, 1_900, 800, 300]),
    ("GK05", [1_500, 1_600, 1_900, 800, 300]),
    ("GK07", [1_650, 1_650, 1_950, 800, 300]),
    ("GK08", [1_450, 1_500, 1_850, 750, 300]),
];

/// The title of the article that nobody may read yet.
pub const UNPUBLISHED: &str = "Tin sắp đăng về buổi trao giải";

/// What a judge writes about the online entry: words that stand nowhere else.
pub fn comment(judge: &str) -> String {
    format!("Chim bạch hạc của {judge} đậu ở chỗ này.")
}

/// The moments, in the order of time.
pub const MOMENTS: [&str; 6] = ["open", "intake", "judging", "deciding", "confirmed", "released"];

/// The rows that the stories speak of. `None` where there is no such thing yet.
#[derive(Debug, Clone)]
pub struct Ids {
    pub contest: ContestId,
    pub unit: UnitId,
    pub entry: EntryId,
    pub draft: EntryId,
    pub batch: Option<BatchId>,
    pub round: Option<RoundId>,
    /// GK02's sheet for the online entry.
    pub sheet: Option<SheetId>,
    /// GK02.
    pub judge: JudgeId,
    /// Somebody who was invited and has not come yet, with the letter and the path of the invitation.
    pub person: i64,
    pub letter: i64,
    pub invitation: String,
    /// The file of the online entry: in the version handed in by position, in the working copy by id.
    pub position: i64,
    pub file: i64,
    /// The clerk's role in the unit.
    pub grant: i64,
    /// An announcement that everybody reads, and an article that is still being written.
    pub published: i64,
    pub article: i64,
    /// An entry that came to the unit on paper.
    pub paper: i64,
    /// The question to the co-author of the online entry.
    pub ask: i64,
}

/// One moment of the contest.
pub struct Moment {
    database: Vec<u8>,
    pub at: Instant,
    pub ids: Ids,
    /// Who is logged in at that moment, by login; an entrant by the entry's id.
    pub sessions: HashMap<String, String>,
}

/// What was made beside the office's files.
pub struct World {
    moments: BTreeMap<&'static str, Moment>,
    pub entry: Begun,
    pub draft: Begun,
    /// The contents of files; every site gets a copy.
    files: tempfile::TempDir,
}

impl World {
    pub fn get() -> &'static World {
        static WORLD: OnceLock<World> = OnceLock::new();
        // On a thread of its own: a story runs inside a runtime, which must not wait for the database.
        WORLD.get_or_init(|| std::thread::spawn(World::play).join().expect("the contest can be played"))
    }

    pub fn moment(&self, name: &str) -> &Moment {
        self.moments.get(name).unwrap_or_else(|| panic!("no moment {name}"))
    }

    fn play() -> World {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024");
        let (folder, rules) = read(&data).expect("the folder is in order");
        let steps = plan(&folder, &rules);
        let cuts = Cuts::of(&steps);
        let db = fresh(Engine::Sqlite);
        let hash = app::people::password::hash(PASSWORD).expect("a hash");
        let mut play = Play::new(
            &db,
            &folder,
            &rules,
            Cast::WithPassword(hash.clone()),
            app::keys::Keys::fixed([7; 32]),
        );
        let files = tempfile::tempdir().expect("a temporary folder");
        let mut stage = Stage { db: Db::clone(&db), moments: BTreeMap::new(), files };
        let mut rest = steps.as_slice();
        let mut until = |at: i64, play: &mut Play| {
            let n = rest.iter().take_while(|t| t.at.0 <= at).count();
            play.steps(&rest[..n]).unwrap_or_else(|why| panic!("{why:?}"));
            rest = &rest[n..];
        };

        until(at("2024-04-03T08:00:00+07:00").0, &mut play);
        let contest = play.contest().expect("it was set up");
        let made = stage.hand_in(contest, &data, hash);
        until(cuts.open, &mut play);
        stage.screen_and_confirm(&made, cuts.open);
        stage.issue_poster(&made, cuts.open);
        let batch = stage.open_batch(&made, cuts.open);
        stage.keep("open", cuts.open + 1_000, &made);
        stage.forward(batch, cuts.open + 2_000);
        until(cuts.intake, &mut play);
        stage.keep("intake", cuts.intake, &made);
        until(cuts.taken_in, &mut play);
        stage.accept(&made, cuts.taken_in);
        until(cuts.assigned, &mut play);
        stage.assign(&made, cuts.assigned);
        until(cuts.judging, &mut play);
        stage.mark(&made, cuts.judging);
        stage.keep("judging", cuts.judging + 1_000, &made);
        stage.sign("GK02", &made, cuts.judging + 2_000);
        for (name, cut) in
            [("deciding", cuts.deciding), ("confirmed", cuts.confirmed), ("released", cuts.released)]
        {
            until(cut, &mut play);
            stage.keep(name, cut, &made);
        }
        World { moments: stage.moments, files: stage.files, entry: made.entry, draft: made.draft }
    }
}

impl Site {
    /// The contest of 2024 at a moment of its life, as a site of its own.
    pub fn at_moment(name: &str) -> Site {
        let world = World::get();
        let moment = world.moment(name);
        let mut site = Site::over(copy_of(&moment.database), moment.at);
        site.sessions = moment.sessions.clone();
        copy_folder(world.files.path(), site.data_dir());
        site
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in from.read_dir().expect("it is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("room for a copy");
        }
    }
}

pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// Where the play is stopped, in milliseconds.
struct Cuts {
    open: i64,
    intake: i64,
    taken_in: i64,
    assigned: i64,
    judging: i64,
    deciding: i64,
    confirmed: i64,
    released: i64,
}

impl Cuts {
    fn of(steps: &[Timed]) -> Cuts {
        const MINUTE: i64 = 60_000;
        let when =
            |is: fn(&Step) -> bool| steps.iter().find(|t| is(&t.step)).expect("it is in the plan").at.0;
        let (opened, closed) =
            (when(|s| matches!(s, Step::OpenRound(_))), when(|s| matches!(s, Step::CloseRound(_))));
        Cuts {
            open: at("2024-04-08T09:00:00+07:00").0,
            intake: when(|s| matches!(s, Step::TakeIn)) - MINUTE,
            taken_in: when(|s| matches!(s, Step::TakeIn)) + MINUTE,
            assigned: opened + MINUTE,
            judging: opened + (closed - opened) / 2,
            deciding: when(|s| matches!(s, Step::Freeze)) + MINUTE,
            confirmed: when(|s| matches!(s, Step::Release)) - MINUTE,
            released: when(|s| matches!(s, Step::Release)) + 60 * MINUTE,
        }
    }
}

/// What the stage has made and goes on with.
struct Made {
    contest: ContestId,
    unit: UnitId,
    entry: Begun,
    draft: Begun,
    person: i64,
    letter: i64,
    invitation: String,
    published: i64,
    article: i64,
}

/// The part of the play that the office's files do not tell.
struct Stage {
    db: Db,
    moments: BTreeMap<&'static str, Moment>,
    files: tempfile::TempDir,
}

impl Stage {
    fn act<T: Send + 'static>(&self, f: impl FnMut(&mut Tx) -> Result<T, DbFault> + Send + 'static) -> T {
        self.db.write_blocking(f).expect("the action is taken")
    }

    /// Keeps a moment; everybody with a part in it is logged in.
    fn keep(&mut self, name: &'static str, now: i64, made: &Made) {
        let holders = [made.entry.entry, made.draft.entry];
        let sessions = self.act(move |tx| {
            let (mut sessions, now) = (HashMap::new(), Instant(now));
            for person in app::people::store::list_persons(tx)? {
                sessions.insert(person.login, app::session::open(tx, person.id, None, now)?.text());
            }
            for entry in holders {
                let token = app::session::open_for_entry(tx, entry, None, now)?;
                sessions.insert(entry.0.to_string(), token.text());
            }
            Ok(sessions)
        });
        let path = self.files.path().join("copy.db");
        self.db.backup_to(&path).expect("room for a copy");
        let database = std::fs::read(&path).expect("it was just written");
        std::fs::remove_file(&path).expect("it was just written");
        let (contest, unit) = (made.contest, made.unit);
        let (entry, draft) = (made.entry.entry, made.draft.entry);
        let (person, letter, invitation) = (made.person, made.letter, made.invitation.clone());
        let (published, article) = (made.published, made.article);
        let ids = self.db.read_blocking(move |tx| {
            let batch = tx.opt("SELECT batch_id FROM batch_item WHERE entry_id = $1", &[entry.0.into()])?;
            Ok::<_, DbFault>(Ids {
                contest,
                unit,
                entry,
                draft,
                batch: batch.map(|row| row.int(0)).transpose()?.map(BatchId),
                round: round(tx, contest)?,
                sheet: sheet(tx, contest, entry, "GK02")?,
                judge: judge(tx, contest, "GK02")?,
                person,
                letter,
                invitation: invitation.clone(),
                position: tx
                    .one("SELECT position FROM attachment WHERE entry_id = $1", &[entry.0.into()])?
                    .int(0)?,
                file: tx.one("SELECT id FROM draft_file WHERE entry_id = $1", &[entry.0.into()])?.int(0)?,
                grant: tx
                    .one(
                        "SELECT id FROM person_grant WHERE role = 'clerk' AND unit_id = $1",
                        &[unit.0.into()],
                    )?
                    .int(0)?,
                published,
                article,
                paper: tx
                    .one(
                        "SELECT MIN(id) FROM entry WHERE origin = 'paper' AND unit_id = $1",
                        &[unit.0.into()],
                    )?
                    .int(0)?,
                ask: tx
                    .one(
                        "SELECT id FROM author_ask WHERE entry_id = $1 AND void_at IS NULL AND answer IS NULL",
                        &[entry.0.into()],
                    )?
                    .int(0)?,
            })
        });
        self.moments
            .insert(name, Moment { database, at: Instant(now), ids: ids.expect("they are there"), sessions });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_starts_at_any_moment_of_the_contest() {
    for name in MOMENTS {
        let site = Site::at_moment(name);
        site.verified().await;
        let began = std::time::Instant::now();
        let again = Site::at_moment(name);
        assert!(began.elapsed().as_secs() < 20, "{name} took {:?}", began.elapsed());
        assert_eq!(site.audit_head().await, again.audit_head().await);
        assert_eq!(again.person(part::SECRETARY).await.get("/healthz").await.expect(200).body, "ok\n");
    }
    let phases = ["open", "open", "judging", "deciding", "decided", "released"];
    for (name, phase) in MOMENTS.iter().zip(phases) {
        let site = Site::at_moment(name);
        let stands = site
            .read(|tx| Ok(tx.one("SELECT phase FROM contest WHERE code = 'CM24'", &[])?.text(0)?.to_owned()));
        assert_eq!(stands.await, phase, "{name}");
    }
}

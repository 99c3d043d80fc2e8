//! The contests that are measured, made through the actions of the product: 1,000 entries and 5,000 score sheets each, one
//! contest in the middle of judging and one released; a third one that takes entries, with drafts ready to be handed in.
//!
//! Rules, units and texts are those of Chương Mỹ 2024; only the dates are moved, so that each contest is in its phase at [`now`].

mod gate;
mod judged;
mod staff;
mod texts;
pub use judged::marks;
use texts::*;

use crate::run::root;
use anyhow::{Context, anyhow, bail};
use app::act::Stop;
use app::clock::Clock;
use app::db::{Db, Tx};
use app::entry::merge::Began;
use app::import::{self, ContestFolder};
use app::people::accounts::{AccountDraft, actor_of, create_account};
use app::people::import_units::{UnitInput, import_units};
use app::screening::{self, Arrived};
use app::{awards, contest, entry, judging, keys, people, session};
use domain::actor::Actor;
use domain::awards::confirm::Ballot;
use domain::contest::{Category, Form, Phase, QuotaStrength};
use domain::entry::{Author, Declared, Dossier, Draft, DraftAuthor, Part};
use domain::ids::{
    ContestId, EntryCode, EntryId, JudgeId, PersonId, RoundCode, RoundId, SheetId, UnitCode, UnitId,
};
use domain::marks::Marks;
use domain::people::{Role, WantedGrant};
use domain::percent::SharePercent;
use domain::screening::Verdict;
use domain::screening::confirm::Statement;
use domain::screening::screen::Sheet;
use domain::time::{Day, Instant};
use std::collections::HashMap;

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Of each judged contest.
    pub entries: usize,
    /// Ready to be handed in.
    pub drafts: usize,
}

/// Sheets for each entry, and judges who share them; the chair is a ninth and has none.
pub const SHEETS_EACH: usize = 5;
pub const JUDGES: usize = 8;
/// Actions in one commit while seeding.
const TOGETHER: usize = 100;

/// What the bench has to know of what was made.
pub struct Seeded {
    /// In the phase of judging; every sheet is saved once, none is signed.
    pub judged_round: RoundId,
    /// Released, every sheet signed.
    pub released: ContestId,
    pub released_round: RoundId,
    /// Takes entries.
    pub open: ContestId,
    /// Session tokens.
    pub chair: String,
    pub secretary: String,
    /// With their sheets in the contest that is judged.
    pub judges: Vec<JudgeAtWork>,
    pub drafts: Vec<ReadyDraft>,
}

pub struct JudgeAtWork {
    pub actor: Actor,
    pub token: String,
    pub sheets: Vec<OwnSheet>,
}

#[derive(Clone)]
pub struct OwnSheet {
    pub id: SheetId,
    pub revision: i64,
}

pub struct ReadyDraft {
    pub entry: EntryId,
    pub code: EntryCode,
    pub token: String,
}

/// The instant to which the clock of the installation is set: the day before Chương Mỹ's deadline.
pub fn now() -> Instant {
    at("2024-04-09T08:00:00+07:00")
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("written here")
}

/// A contest with its own dates.
struct Dates {
    code: &'static str,
    launch: &'static str,
    /// Units send before this day.
    send: &'static str,
    last: &'static str,
}

const JUDGED: Dates = Dates { code: "CM24B", launch: "2024-03-01", send: "2024-03-20", last: "2024-03-19" };
const RELEASED: Dates = Dates { code: "CM24C", launch: "2024-03-01", send: "2024-03-20", last: "2024-03-19" };
const OPEN: Dates = Dates { code: "CM24A", launch: "2024-03-30", send: "2024-04-10", last: "2024-04-09" };

/// Fills an empty, migrated database and sets its clock to [`now`]. `keys` is the secret of its data folder.
pub fn seed(db: &Db, keys: &keys::Keys, size: Size) -> anyhow::Result<Seeded> {
    db.use_keys(keys);
    let folder = import::read_folder(&root().join("data/chuong-my-2024"))
        .map_err(|p| anyhow!("the data of Chương Mỹ 2024 has {} problems", p.len()))?;
    let mut house = House::found(db, &folder)?;
    let judged = house.judged_contest(&JUDGED, size.entries)?;
    let released = house.judged_contest(&RELEASED, size.entries)?;
    house.sign_and_release(&released, keys)?;
    let open = house.contest(&OPEN, Phase::Open)?;
    let drafts = house.drafts(open, keys, size.drafts)?;
    let (chair, secretary) = (house.chair, house.secretary);
    let mut judges = Vec::new();
    for (n, person) in house.judges.clone().into_iter().enumerate() {
        judges.push(JudgeAtWork {
            actor: house.actor(person)?,
            token: house.session(person)?,
            sheets: judged.sheets[n].iter().map(|id| OwnSheet { id: *id, revision: 1 }).collect(),
        });
    }
    let seeded = Seeded {
        judged_round: judged.round,
        released: released.id,
        released_round: released.round,
        open,
        chair: house.session(chair)?,
        secretary: house.session(secretary)?,
        judges,
        drafts,
    };
    let rt = tokio::runtime::Builder::new_current_thread().build()?;
    rt.block_on(Clock::starting_at(now()).keep(db))?;
    Ok(seeded)
}

struct JudgedContest {
    id: ContestId,
    round: RoundId,
    seats: Vec<JudgeId>,
    /// By judge.
    sheets: Vec<Vec<SheetId>>,
    /// Which entry a sheet is about, counted from 0.
    about: HashMap<i64, usize>,
}

/// The installation while it is made.
struct House<'a> {
    db: &'a Db,
    folder: &'a ContestFolder,
    units: HashMap<String, UnitId>,
    /// Communes and towns of 2024: they receive the entries.
    desks: Vec<(String, UnitId)>,
    texts: Vec<Dossier>,
    clerk: PersonId,
    head: PersonId,
    secretary: PersonId,
    organiser: PersonId,
    chair: PersonId,
    judges: Vec<PersonId>,
}

/// Runs one job of the program and expects it to happen.
fn must<T: Send + 'static, R: std::fmt::Debug + Send + 'static>(
    db: &Db,
    what: &str,
    f: impl FnMut(&mut Tx) -> Result<T, Stop<R>> + Send + 'static,
) -> anyhow::Result<T> {
    db.write_blocking(f).map_err(|stop| anyhow!("{what}: {stop:?}"))
}

impl<'a> House<'a> {
    fn found(db: &'a Db, folder: &'a ContestFolder) -> anyhow::Result<House<'a>> {
        let began = at("2024-01-02T08:00:00+07:00");
        let rows: Vec<UnitInput> = folder
            .units
            .iter()
            .map(|u| UnitInput {
                code: u.code.clone(),
                name: u.name.clone(),
                kind: u.kind.clone(),
                parent_code: u.parent_code.clone(),
                valid_from: u.valid_from.and_then(|d| Day::parse(&d.to_string())),
                valid_to: u.valid_to.and_then(|d| Day::parse(&d.to_string())),
                successor_code: u.successor_code.clone(),
            })
            .collect();
        must(db, "units", move |tx| import_units(tx, &Actor::System, &rows, "", began).map(drop))?;
        let mut units = HashMap::new();
        for u in &folder.units {
            let code = u.code.clone();
            let unit = db.read_blocking(move |tx| people::unit_by_code(tx, &code))?;
            units.insert(u.code.clone(), unit.context("the unit was imported")?.id);
        }
        let desks = folder
            .units
            .iter()
            .filter(|u| u.code.starts_with("X-"))
            .map(|u| (u.code.clone(), units[&u.code]))
            .collect();
        let mut house = House {
            db,
            folder,
            units,
            desks,
            texts: texts(folder),
            clerk: PersonId(0),
            head: PersonId(0),
            secretary: PersonId(0),
            organiser: PersonId(0),
            chair: PersonId(0),
            judges: Vec::new(),
        };
        house.clerk = house.account("Vũ Thị Thư", "vanthu")?;
        house.head = house.account("Trịnh Kim Ngân", "thutruong")?;
        house.secretary = house.account("Ngô Văn Ký", "thuky")?;
        house.organiser = house.account("Khuất Công Tổ", "bantochuc")?;
        house.chair = house.account("Khuất Thị Chủ", "chutich")?;
        for n in 1..=JUDGES {
            let judge = house.account(&format!("Khuất Khảo {}", GIVEN[n]), &format!("giamkhao{n}"))?;
            house.judges.push(judge);
        }
        for (_, unit) in house.desks.clone() {
            house.grant(house.clerk, WantedGrant::of_unit(Role::Clerk, unit))?;
            house.grant(house.head, WantedGrant::of_unit(Role::Head, unit))?;
        }
        Ok(house)
    }

    fn contest(&self, dates: &Dates, to: Phase) -> anyhow::Result<ContestId> {
        let body = self
            .folder
            .contest_text
            .replace("\"CM24\"", &format!("\"{}\"", dates.code))
            .replace("2024-03-30", dates.launch)
            .replace("2024-04-10T", &format!("{}T", dates.send))
            .replace("2024-04-09T", &format!("{}T", dates.last));
        let units: Vec<(UnitId, QuotaStrength)> = self
            .folder
            .units
            .iter()
            .map(|u| {
                let strength = match u.quota {
                    import::rows::Quota::Required => QuotaStrength::Required,
                    import::rows::Quota::Encouraged => QuotaStrength::Encouraged,
                    import::rows::Quota::None => QuotaStrength::None,
                };
                (self.units[&u.code], strength)
            })
            .collect();
        let opens = at(&format!("{}T07:00:00+07:00", dates.launch));
        let id =
            must(self.db, "contest", move |tx| contest::create(tx, &Actor::System, &body, &units, opens))?;
        self.grant(self.organiser, WantedGrant::of_contest(Role::Organiser, id))?;
        self.grant(self.secretary, WantedGrant::of_contest(Role::Secretary, id))?;
        must(self.db, "opening", move |tx| contest::advance(tx, &Actor::System, id, Phase::Open, opens))?;
        if to != Phase::Open {
            bail!("a contest is taken further by its own steps");
        }
        Ok(id)
    }

    /// Up to the sheets: every entry accepted, every sheet saved once.
    fn judged_contest(&mut self, dates: &Dates, entries: usize) -> anyhow::Result<JudgedContest> {
        let id = self.contest(dates, Phase::Open)?;
        let received = at(&format!("{}T08:00:00+07:00", dates.launch)).plus_ms(86_400_000);
        let ids = self.paper(id, dates.code, entries, received)?;
        self.gate(id, &ids, received)?;
        let closed = at(&format!("{}T08:00:00+07:00", dates.send));
        let accepted = ids.clone();
        must(self.db, "intake", move |tx| {
            screening::accept_all(tx, &Actor::System, id, &accepted, closed).map(drop)
        })?;
        must(self.db, "judging", move |tx| contest::advance(tx, &Actor::System, id, Phase::Judging, closed))?;
        let seats = self.panel(id, closed)?;
        self.sheets(id, seats, &ids, closed)
    }

    /// Written drafts with nothing missing; each has a session of its own.
    fn drafts(&self, contest: ContestId, keys: &keys::Keys, count: usize) -> anyhow::Result<Vec<ReadyDraft>> {
        let mut out = Vec::new();
        let numbers: Vec<usize> = (0..count).collect();
        for some in numbers.chunks(TOGETHER) {
            let ready: Vec<Draft> = some.iter().map(|n| self.draft(*n)).collect();
            let keys = keys.clone();
            out.extend(must(self.db, "draft", move |tx| {
                let mut made = Vec::new();
                for draft in &ready {
                    made.push(begin(tx, contest, &keys, draft).map_err(|e| Stop::refuse(format!("{e:#}")))?);
                }
                Ok::<_, Stop<String>>(made)
            })?);
        }
        Ok(out)
    }
}

fn begin(tx: &mut Tx, contest: ContestId, keys: &keys::Keys, draft: &Draft) -> anyhow::Result<ReadyDraft> {
    let begun =
        entry::begin(tx, &Actor::Anonymous, contest, keys, now()).map_err(|s| anyhow!("begin: {s:?}"))?;
    let holder = Actor::EntryHolder { entry: begun.entry };
    for part in [Part::Place, Part::About, Part::Text, Part::Authors, Part::Declaration] {
        let sent = entry::save_draft::Sent::whole(entry::fields::of_part(part, draft));
        let saving = entry::save_draft::Saving::Unasked;
        entry::save_draft(tx, &holder, begun.entry, part, &sent, &Began::default(), saving, now())
            .map_err(|s| anyhow!("{part:?}: {s:?}"))?;
    }
    let token = session::open_for_entry(tx, begun.entry, None, now())?.text();
    Ok(ReadyDraft { entry: begun.entry, code: begun.code, token })
}

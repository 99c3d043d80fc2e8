//! The contests that are measured, made through the actions of the product: 1,000 entries and 5,000 score sheets each, one
//! contest in the middle of judging and one released; a third one that takes entries, with drafts ready to be handed in.
//!
//! Rules, units and texts are those of Chương Mỹ 2024; only the dates are moved, so that each contest is in its phase at [`now`].

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

    fn account(&self, name: &str, login: &str) -> anyhow::Result<PersonId> {
        let draft =
            AccountDraft { name: name.into(), login: login.into(), email: String::new(), lang: "vi".into() };
        must(self.db, "account", move |tx| {
            create_account(tx, &Actor::System, &draft, at("2024-01-02T08:00:00+07:00"))
        })
    }

    fn grant(&self, person: PersonId, wanted: WantedGrant) -> anyhow::Result<()> {
        let began = at("2024-01-02T08:00:00+07:00");
        must(self.db, "role", move |tx| people::grant::grant(tx, &Actor::System, person, &wanted, began))?;
        Ok(())
    }

    fn actor(&self, person: PersonId) -> anyhow::Result<Actor> {
        self.db.read_blocking(move |tx| actor_of(tx, person, now()))?.context("an account that was made")
    }

    fn session(&self, person: PersonId) -> anyhow::Result<String> {
        Ok(self.db.write_blocking(move |tx| session::open(tx, person, None, now()))?.text())
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

    fn paper(
        &self,
        contest: ContestId,
        code: &str,
        entries: usize,
        received: Instant,
    ) -> anyhow::Result<Vec<EntryId>> {
        let mut out = Vec::new();
        let all: Vec<(EntryCode, Dossier)> =
            (0..entries).map(|n| (EntryCode(format!("{code}-{:04}", n + 1)), self.dossier(n))).collect();
        for some in all.chunks(TOGETHER) {
            let some = some.to_vec();
            out.extend(must(self.db, "paper entry", move |tx| {
                let mut ids = Vec::new();
                for (code, dossier) in &some {
                    let code = Some(code.clone());
                    ids.push(entry::record_paper(
                        tx,
                        &Actor::System,
                        contest,
                        code,
                        dossier,
                        received,
                        received,
                    )?);
                }
                Ok(ids)
            })?);
        }
        Ok(out)
    }

    /// Screens and confirms every entry and sends them on, one batch for each unit.
    fn gate(&self, contest: ContestId, ids: &[EntryId], received: Instant) -> anyhow::Result<()> {
        let (clerk, head) = (self.actor(self.clerk)?, self.actor(self.head)?);
        for some in ids.chunks(TOGETHER) {
            let (some, clerk, head) = (some.to_vec(), clerk.clone(), head.clone());
            must(self.db, "gate", move |tx| {
                for entry in &some {
                    through(tx, &clerk, &head, *entry, received)
                        .map_err(|e| Stop::refuse(format!("{e:#}")))?;
                }
                Ok::<_, Stop<String>>(())
            })?;
        }
        for (n, (_, unit)) in self.desks.iter().enumerate() {
            let own: Vec<EntryId> = ids.iter().skip(n).step_by(self.desks.len()).copied().collect();
            if own.is_empty() {
                continue;
            }
            let (unit, sent) = (*unit, received.plus_ms(7_200_000));
            must(self.db, "sending", move |tx| {
                let letter =
                    Arrived {
                        at: sent, letter_number: "45/UBND-VP".into(), signer: "Trịnh Kim Ngân".into()
                    };
                screening::record_arrival(tx, &Actor::System, contest, unit, &own, &letter, sent)
            })?;
        }
        Ok(())
    }

    fn panel(&self, contest: ContestId, now: Instant) -> anyhow::Result<Vec<JudgeId>> {
        let mut seats = Vec::new();
        let mut people: Vec<PersonId> = self.judges.clone();
        people.push(self.chair);
        for (n, person) in people.into_iter().enumerate() {
            let chair = n == JUDGES;
            let new = judging::NewJudge {
                code: format!("GK{:02}", n + 1),
                name: format!("Khuất Khảo {}", GIVEN[n + 1]),
                title: "Ủy viên Ban Giám khảo".into(),
                person: Some(person),
                chair,
                ..judging::NewJudge::default()
            };
            let judge =
                must(self.db, "seat", move |tx| judging::seat_judge(tx, &Actor::System, contest, &new, now))?;
            seats.push(judge);
        }
        Ok(seats)
    }

    fn sheets(
        &self,
        contest: ContestId,
        seats: Vec<JudgeId>,
        ids: &[EntryId],
        now: Instant,
    ) -> anyhow::Result<JudgedContest> {
        let code = RoundCode::from("1");
        let round =
            must(self.db, "round", move |tx| judging::open_round(tx, &Actor::System, contest, &code, now))?;
        let pairs: Vec<(EntryId, JudgeId)> = ids
            .iter()
            .enumerate()
            .flat_map(|(n, entry)| (0..SHEETS_EACH).map(move |k| (*entry, (n + k) % JUDGES)))
            .map(|(entry, judge)| (entry, seats[judge]))
            .collect();
        must(self.db, "assignment", move |tx| {
            judging::assign(tx, &Actor::System, round, &pairs, now).map(drop)
        })?;
        let rows = self.db.read_blocking(move |tx| judging::store::list_sheets(tx, round))?;
        let number: HashMap<EntryId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
        let mut out = JudgedContest {
            id: contest,
            round,
            sheets: vec![Vec::new(); JUDGES],
            about: HashMap::new(),
            seats,
        };
        for row in rows {
            let judge = out.seats.iter().position(|s| *s == row.judge).context("a seat")?;
            out.about.insert(row.id.0, number[&row.entry]);
            out.sheets[judge].push(row.id);
        }
        for (judge, sheets) in out.sheets.iter().enumerate() {
            let actor = self.actor(self.judges[judge])?;
            for some in sheets.chunks(TOGETHER) {
                let inputs: Vec<(SheetId, judging::SheetInput)> =
                    some.iter().map(|id| (*id, marks(out.about[&id.0], judge))).collect();
                let actor = actor.clone();
                must(self.db, "sheet", move |tx| {
                    for (sheet, input) in &inputs {
                        judging::save_sheet(tx, &actor, *sheet, input, now)?;
                    }
                    Ok(())
                })?;
            }
        }
        Ok(out)
    }

    fn sign_and_release(&self, c: &JudgedContest, keys: &keys::Keys) -> anyhow::Result<()> {
        let signed = at("2024-04-02T08:00:00+07:00");
        for (judge, sheets) in c.sheets.iter().enumerate() {
            let actor = self.actor(self.judges[judge])?;
            for some in sheets.chunks(TOGETHER) {
                let (some, actor) = (some.to_vec(), actor.clone());
                must(self.db, "signature", move |tx| {
                    for sheet in &some {
                        judging::sign(tx, &actor, *sheet, 1, signed)?;
                    }
                    Ok(())
                })?;
            }
        }
        let (contest, round) = (c.id, c.round);
        must(self.db, "closing", move |tx| judging::close_round(tx, &Actor::System, round, signed))?;
        must(self.db, "standings", move |tx| awards::freeze_standings(tx, &Actor::System, contest, signed))?;
        must(self.db, "proposal", move |tx| awards::propose(tx, &Actor::System, contest, signed).map(drop))?;
        let organiser = self.actor(self.organiser)?;
        must(self.db, "confirmation", move |tx| {
            let ballot =
                Ballot { votes: Some((7, 7)), minutes: "Biên bản số 12/BB-BTC ngày 02/4/2024".into() };
            awards::confirm(tx, &organiser, contest, &ballot, signed)
        })?;
        let organiser = self.actor(self.organiser)?;
        let keys = keys.clone();
        must(self.db, "release", move |tx| awards::release(tx, &keys, &organiser, contest, signed))
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

    /// The n-th entry: a text of Chương Mỹ, another title, another author, one of the communes.
    fn dossier(&self, n: usize) -> Dossier {
        let text = &self.texts[n % self.texts.len()];
        let unit = UnitCode(self.desks[n % self.desks.len()].0.clone());
        let count = if text.category == Category::Collective { 3 } else { 1 };
        let share = [10_000, 0, 0];
        let shared = [4_000, 3_000, 3_000];
        Dossier {
            title: format!("{} ({})", text.title, n + 1),
            authors: (0..count)
                .map(|k| Author {
                    name: author_name(n * 3 + k),
                    role_title: "Công chức Văn phòng - Thống kê".into(),
                    unit: Some(unit.clone()),
                    address: format!("Thôn {}, huyện Chương Mỹ, Hà Nội", n % 12 + 1),
                    phone: format!("09{:08}", n * 3 + k + 1),
                    share: SharePercent(if count == 1 { share[k] } else { shared[k] }),
                    representative: k == 0,
                })
                .collect(),
            receiving_unit: unit,
            ..text.clone()
        }
    }

    fn draft(&self, n: usize) -> Draft {
        let d = self.dossier(n);
        Draft {
            title: d.title,
            areas: d.areas,
            form: Some(Form::Written),
            category: Some(d.category),
            receiving_unit: Some(d.receiving_unit),
            route: Some(d.route),
            authors: d
                .authors
                .into_iter()
                .map(|a| DraftAuthor {
                    name: a.name,
                    role_title: a.role_title,
                    unit: a.unit,
                    address: a.address,
                    phone: a.phone,
                    share: (a.share.0 / 100).to_string(),
                    representative: a.representative,
                })
                .collect(),
            attachments: Vec::new(),
            sections: d.sections,
            already_applied: Some(d.already_applied),
            email: String::new(),
            declared: Declared::ALL,
        }
    }
}

fn through(
    tx: &mut Tx,
    clerk: &Actor,
    head: &Actor,
    entry: EntryId,
    received: Instant,
) -> anyhow::Result<()> {
    let stop = |what: &str, why: String| anyhow!("{what}: {why}");
    screening::receive(tx, clerk, entry, received).map_err(|s| stop("receive", format!("{s:?}")))?;
    let sheet = Sheet {
        version: 1,
        findings: Vec::new(),
        verdict: Verdict::Selected,
        reason: "Có tính mới trong phạm vi huyện, đủ hồ sơ.".into(),
        mend_before: None,
    };
    screening::screen(tx, clerk, entry, &sheet, received).map_err(|s| stop("screen", format!("{s:?}")))?;
    let (_, dossier_hash) = entry::dossier_of(tx, entry, 1)?.context("version 1")?;
    let said = Statement {
        version: 1,
        dossier_hash,
        level: "tốt".into(),
        feasibility: "cao".into(),
        remarks: String::new(),
        by: String::new(),
    };
    screening::confirm(tx, head, entry, &said, received).map_err(|s| stop("confirm", format!("{s:?}")))?;
    Ok(())
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

/// Written entries of Chương Mỹ with all their sections, as they were handed in.
fn texts(folder: &ContestFolder) -> Vec<Dossier> {
    folder
        .entries
        .iter()
        .filter(|e| {
            e.format == "written"
                && e.sections.len() == 5
                && e.sections.iter().all(|(_, t)| t.chars().count() > 50)
        })
        .map(|e| Dossier {
            title: e.title.clone(),
            areas: e.areas.iter().map(|a| a.as_str().into()).collect(),
            form: Form::Written,
            category: match e.category {
                import::rows::Category::Individual => Category::Individual,
                import::rows::Category::Collective => Category::Collective,
            },
            authors: Vec::new(),
            receiving_unit: UnitCode::from(""),
            route: "own_unit".into(),
            attachments: Vec::new(),
            sections: e.sections.clone(),
            already_applied: e.already_applied.unwrap_or(false),
        })
        .collect()
}

const FAMILY: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương"];
const MIDDLE: [&str; 9] = ["Thị", "Văn", "Đình", "Thu", "Minh", "Hữu", "Ngọc", "Kim", "Quang"];
const GIVEN: [&str; 14] = [
    "Loan", "Chiến", "Vượng", "Lý", "Lụa", "Mơ", "Tuyển", "Hạnh", "Dũng", "Ước", "Ánh", "Nghĩa", "Thảo",
    "Bình",
];

fn author_name(n: usize) -> String {
    format!(
        "{} {} {}",
        FAMILY[n % FAMILY.len()],
        MIDDLE[n / FAMILY.len() % MIDDLE.len()],
        GIVEN[n / 7 % GIVEN.len()]
    )
}

/// The five marks of a judge for an entry, in halves. The first ten entries are far ahead and all different, so that no tie
/// stands at a border of the prizes; the others follow a pattern that repeats only by chance.
pub fn marks(entry: usize, judge: usize) -> judging::SheetInput {
    const MOST: [i64; 5] = [2_500, 2_500, 3_000, 1_500, 500];
    let mut given = Vec::new();
    for (k, most) in MOST.iter().enumerate() {
        let mark = if entry < 10 {
            if k == 2 { most - 50 * entry as i64 } else { *most }
        } else {
            // At most four fifths of what the criterion has.
            let steps = most / 50 * 4 / 5;
            let mixed = (entry as i64 * 31 + judge as i64 * 17 + k as i64 * 7) * 2_654_435_761 % 1_000_003;
            50 * (1 + mixed.abs() % steps)
        };
        given.push((k, Some(Marks(mark))));
    }
    judging::SheetInput {
        seen: 0,
        marks: given,
        comments: vec![(0, "Mới trong phạm vi huyện, số liệu làm thử rõ ràng.".into())],
        general_comment: None,
        ticked: Vec::new(),
    }
}

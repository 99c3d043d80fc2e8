//! Every route × every role × every stage of the contest: who gets an answer, who is asked to sign in, to whom the thing does
//! not exist. `matrix.txt` declares it; a route without a line fails the test, and so does a line without a route.

use crate::site::{Answer, Person, Site};
use crate::world::{ELSEWHERE, Ids, OTHER_UNIT, UNIT, World};
use axum::http::Method;
use sangkien::rehearse::part;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use web::routes::Route;
use web::{FormKey, Lang, T};

const TABLE: &str = include_str!("matrix.txt");

/// In the order of a cell's letters.
const STAGES: [&str; 5] = ["open", "intake", "judging", "deciding", "released"];

/// In the order of the columns.
pub const ROLES: [(&str, &str); 17] = [
    ("anon", "nobody in particular"),
    ("own", "who showed code and PIN of this entry"),
    ("oth", "who showed code and PIN of another entry"),
    ("clk", "clerk of the entry's unit"),
    ("clx", "clerk of another unit"),
    ("hd", "head of the entry's unit"),
    ("hdx", "head of another unit"),
    ("sec", "secretary"),
    ("jas", "judge to whom the entry is assigned (GK02)"),
    ("jno", "judge to whom it is not (GK04)"),
    ("jcf", "judge in conflict with it (GK06)"),
    ("chr", "jury chair (GK01)"),
    ("org", "organiser"),
    ("aud", "auditor"),
    ("ldr", "leader"),
    ("adm", "administrator"),
    ("els", "secretary, organiser, leader and chair of another contest"),
];

/// Asked once more for the entry that is still a draft: `own` is then who holds the draft, `oth` who holds the other entry.
/// And for the article that is published: the other one is not.
const DRAFTS: [&str; 12] = [
    "GET /entries/{draft}",
    "GET /entries/{draft}/tasks",
    "GET /entries/{draft}/part/{part}",
    "GET /entries/{draft}/files",
    "GET /entries/{draft}/check",
    "GET /entries/{draft}/double",
    "GET /entries/{draft}/authors",
    "GET /desk/entries/{draft}",
    "GET /intake/entries/{draft}",
    "POST /entries/{draft}/withdraw",
    "GET /contests/{code}/articles/{published}",
    "POST /contests/{code}/articles/{published}/stars",
];

/// An id, a code, a token that nothing has.
const NONE: &str = "987654321";

/// One line of the table.
struct Line {
    /// One text of five letters for each role.
    cells: Vec<[char; 5]>,
    /// Further fields of the form, where an empty one says too little; `{entry}` and the like stand for ids.
    fields: Vec<(String, String)>,
}

/// What an answer means to the one who asked.
fn class(answer: &Answer) -> char {
    let t = T::new(Lang::Vi);
    match answer.status {
        303 if answer
            .location()
            .is_some_and(|to| to.starts_with("/login?") || to.starts_with("/lookup?")) =>
        {
            's'
        }
        403 if answer.body.contains(&*t.s("error-signed-out-title")) => 's',
        403 => 'f',
        404 => '.',
        200 | 201 | 204 | 303 | 409 | 422 => 'y',
        400 => 'b',
        _ => '!',
    }
}

fn declared() -> HashMap<String, Line> {
    let mut lines = HashMap::new();
    for text in TABLE.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let mut words = text.split_whitespace();
        let route = format!("{} {}", words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let cells: Vec<[char; 5]> = words.by_ref().take(ROLES.len()).map(cell).collect();
        assert_eq!(cells.len(), ROLES.len(), "a cell is missing: {text}");
        let fields =
            words.filter_map(|w| w.split_once('=')).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        assert!(lines.insert(route, Line { cells, fields }).is_none(), "declared twice: {text}");
    }
    lines
}

/// One letter for all stages, or one for each.
fn cell(word: &str) -> [char; 5] {
    let letters: Vec<char> = word.chars().collect();
    match letters.as_slice() {
        [one] => [*one; 5],
        five => five.try_into().unwrap_or_else(|_| panic!("a cell has one letter or five: {word}")),
    }
}

fn written(cell: [char; 5]) -> String {
    if cell.iter().all(|c| *c == cell[0]) { cell[0].to_string() } else { cell.iter().collect() }
}

/// A route's name in the table.
fn name_of(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

/// Every route, and those that the table asks once more for an entry that is still a draft.
pub fn routes() -> Vec<Route> {
    let mut routes = web::routes::table().list().to_vec();
    for name in DRAFTS {
        let (method, path) = name.split_once(' ').unwrap_or_default();
        let same = |r: &&Route| {
            r.method == method
                && ["{id}", "{entry}"]
                    .iter()
                    .any(|id| path.replace("{draft}", id).replace("{published}", id) == r.path)
        };
        let known = routes.iter().find(same);
        let route = known.unwrap_or_else(|| panic!("no route {name}")).clone();
        routes.push(Route { path, ..route });
    }
    routes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_role_gets_what_the_table_declares_at_every_stage() {
    let (routes, declared) = (routes(), declared());
    let mut wrong = Vec::new();
    for name in declared.keys().filter(|name| !routes.iter().any(|r| name_of(r) == **name)) {
        wrong.push(format!("{name}: declared, but there is no such route"));
    }
    let stages = STAGES.map(|stage| tokio::spawn(walk(stage, routes.clone())));
    let mut seen: BTreeMap<String, Vec<[char; 5]>> = BTreeMap::new();
    for (s, stage) in stages.into_iter().enumerate() {
        let (cells, complaints) = stage.await.expect("a stage was walked");
        wrong.extend(complaints);
        for (name, letters) in cells {
            let row = seen.entry(name).or_insert_with(|| vec![['?'; 5]; ROLES.len()]);
            for (r, letter) in letters.into_iter().enumerate() {
                row[r][s] = letter;
            }
        }
    }
    let mut lines = String::new();
    for route in &routes {
        let name = name_of(route);
        let have = &seen[&name];
        match declared.get(&name) {
            Some(line) if line.cells == *have => continue,
            Some(line) => {
                for (r, (role, _)) in ROLES.iter().enumerate().filter(|(r, _)| line.cells[*r] != have[*r]) {
                    let (want, have) = (written(line.cells[r]), written(have[r]));
                    wrong.push(format!("{name}, {role}: {have} instead of {want}"));
                }
            }
            None => wrong.push(format!("{name}: not declared")),
        }
        let cells: String = have.iter().map(|c| format!(" {:<5}", written(*c))).collect();
        let _ = writeln!(lines, "{}", format!("{name:<52}{cells}").trim_end());
    }
    assert!(wrong.is_empty(), "{} differences:\n{}\n\nas it is:\n{lines}", wrong.len(), wrong.join("\n"));
}

/// Asks every route as every role at one stage. The letters by route, and what must not be at all.
async fn walk(stage: &'static str, routes: Vec<Route>) -> (Vec<(String, Vec<char>)>, Vec<String>) {
    let (declared, ids) = (declared(), World::get().moment(stage).ids.clone());
    let s = STAGES.iter().position(|x| *x == stage).expect("it is a stage");
    let (mut cells, mut wrong) = (Vec::new(), Vec::new());
    // What must not change anything goes to one site, which must be as it was in the end. What may goes to another.
    let mut quiet = Cast::at(stage).await;
    let before = quiet.site.content().await;
    let mut loud = Cast::at(stage).await;
    for route in &routes {
        let name = name_of(route);
        let line = declared.get(&name);
        let path = filled(route.path, &ids);
        let fields: Vec<(String, String)> = line
            .map(|l| l.fields.iter().map(|(n, v)| (n.clone(), filled(v, &ids))).collect())
            .unwrap_or_default();
        let (mut letters, mut tells) = (Vec::new(), false);
        for (r, (role, _)) in ROLES.iter().enumerate() {
            let may_act = route.method == Method::POST && line.is_none_or(|l| "yb".contains(l.cells[r][s]));
            let cast = if may_act { &loud } else { &quiet };
            let person = cast.role(r, route);
            let answer = ask(person, route, &path, &fields).await;
            let letter = class(&answer);
            letters.push(letter);
            if letter == '!' {
                wrong.push(format!("{stage}, {role}: {name}: {}", short(&answer)));
            }
            // Who has a link knows that it was made; everything else has an id that can be guessed.
            if letter == '.' && !tells && route.path.contains('{') && !route.path.contains("{token}") {
                let nowhere = nowhere(route.path);
                let other = ask(person, route, &nowhere, &fields).await;
                if normal(&answer) != normal(&other) {
                    tells = true;
                    wrong.push(format!(
                        "{stage}, {role}: {name} tells what exists:\n{}\n{}",
                        short(&answer),
                        short(&other)
                    ));
                }
            }
            let head = cast.site.audit_head().await;
            if may_act && (letter == 'y' && answer.status < 400 || head != cast.head) {
                loud = Cast::at(stage).await;
            } else if head != cast.head {
                wrong.push(format!("{stage}, {role}: {name} changed something: {}", short(&answer)));
                quiet.head = head;
            }
        }
        cells.push((name, letters));
    }
    for (table, (have, want)) in differing(&quiet.site.content().await, &before) {
        wrong.push(format!(
            "{stage}: what must change nothing has changed {table}: {want} before, {have} after"
        ));
    }
    (cells, wrong)
}

/// The status and the beginning of what stands in the page itself.
fn short(answer: &Answer) -> String {
    let main = answer.body.split_once("<main").map_or("", |(_, main)| main);
    let text: String = crate::html::text(main).chars().take(200).collect();
    format!("{} {} {text}", answer.status, answer.location().unwrap_or_default())
}

/// The account of a role that has one.
pub fn login_of(role: &str) -> Option<String> {
    Some(match role {
        "clk" => part::clerk(UNIT),
        "clx" => part::clerk(OTHER_UNIT),
        "hd" => part::head(UNIT),
        "hdx" => part::head(OTHER_UNIT),
        "sec" => part::SECRETARY.to_owned(),
        "jas" => part::judge("GK02"),
        "jno" => part::judge("GK04"),
        "jcf" => part::judge("GK06"),
        "chr" => part::judge("GK01"),
        "org" => part::ORGANISER.to_owned(),
        "aud" => part::AUDITOR.to_owned(),
        "ldr" => part::LEADER.to_owned(),
        "adm" => part::ADMIN.to_owned(),
        "els" => ELSEWHERE.to_owned(),
        _ => return None,
    })
}

/// What the table declares of a route for a role at a stage, and what its form says. `None` where it declares nothing.
pub fn letter_of(
    route: &Route,
    role: usize,
    stage: &str,
    ids: &Ids,
) -> Option<(char, Vec<(String, String)>)> {
    static TABLE_READ: std::sync::LazyLock<HashMap<String, Line>> = std::sync::LazyLock::new(declared);
    // Between the decision and its release the table has no stage of its own: nobody may more than while deciding.
    let stage = if stage == "confirmed" { "deciding" } else { stage };
    let s = STAGES.iter().position(|x| *x == stage)?;
    let line = TABLE_READ.get(&name_of(route))?;
    let fields = line.fields.iter().map(|(n, v)| (n.clone(), filled(v, ids))).collect();
    Some((line.cells[role][s], fields))
}

/// A site with somebody for every role.
pub struct Cast {
    pub site: Site,
    pub people: Vec<Person>,
    head: (i64, Vec<u8>),
}

impl Cast {
    pub async fn at(stage: &str) -> Cast {
        Cast::over(Site::at_moment(stage)).await
    }

    /// The same people on this site.
    pub async fn over(site: Site) -> Cast {
        let world = World::get();
        let mut people = Vec::new();
        for (role, _) in ROLES {
            people.push(match (role, login_of(role)) {
                ("own", _) => site.holder(world.entry.entry).await,
                ("oth", _) => site.holder(world.draft.entry).await,
                (_, Some(login)) => site.person(&login).await,
                (_, None) => site.anyone(),
            });
        }
        let head = site.audit_head().await;
        Cast { site, people, head }
    }

    /// Who of them asks. Of a draft the owner is the other holder.
    fn role(&self, r: usize, route: &Route) -> &Person {
        match ROLES[r].0 {
            "own" if route.path.contains("{draft}") => &self.people[r + 1],
            "oth" if route.path.contains("{draft}") => &self.people[r - 1],
            _ => &self.people[r],
        }
    }
}

/// One question; what it leaves in the browser is forgotten, so that the next one is asked by the same person.
async fn ask(person: &Person, route: &Route, path: &str, fields: &[(String, String)]) -> Answer {
    let jar = person.jar();
    let answer = asked(person, route, path, fields).await;
    person.put_back(jar);
    answer
}

async fn asked(person: &Person, route: &Route, path: &str, fields: &[(String, String)]) -> Answer {
    if route.method == Method::GET {
        return person.get(path).await;
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    match route.class {
        web::routes::Class::Form => person.post(path, &fields).await,
        web::routes::Class::Upload | web::routes::Class::Files => {
            person.post_multipart(path, &fields, &[]).await
        }
        web::routes::Class::Stream => {
            let said = [
                ("upload-length", "10"),
                ("upload-metadata", "filename YS5wZGY="),
                ("upload-offset", "0"),
                ("content-type", "application/offset+octet-stream"),
            ];
            person.tus(route.method.as_str(), path, &said, Vec::new()).await
        }
    }
}

/// The address with the things of the story in it.
pub fn filled(path: &str, ids: &Ids) -> String {
    // Addresses that people read name contests and units by their codes.
    let path = match path.strip_prefix("/contests/") {
        Some(rest) => format!("/contests/{}", rest.replace("{contest}", "CM24").replace("{unit}", UNIT)),
        None => path.to_owned(),
    };
    let or_none = |id: Option<i64>| id.map_or_else(|| NONE.to_owned(), |id| id.to_string());
    let id = match path.split('/').nth(1).unwrap_or_default() {
        "entries" => ids.entry.0,
        "units" | "staff" => ids.unit.0,
        "accounts" => ids.person,
        "grants" => ids.grant,
        "letters" => ids.letter,
        "contests" => ids.article,
        _ => 0,
    };
    path.replace("{id}", &id.to_string())
        .replace("{draft}", &ids.draft.0.to_string())
        .replace("{contest}", &ids.contest.0.to_string())
        .replace("{unit}", &ids.unit.0.to_string())
        .replace("{entry}", &ids.entry.0.to_string())
        .replace("{batch}", &or_none(ids.batch.map(|b| b.0)))
        .replace("{complaint}", NONE)
        .replace("{side}", NONE)
        .replace("{count}", NONE)
        // An entry of the office's files that has a prize.
        .replace("{shown}", "CM24-010")
        // The one by which the world's units came.
        .replace("{import}", "1")
        .replace("{meeting}", NONE)
        .replace("{request}", NONE)
        .replace("{extension}", NONE)
        .replace("{round}", &or_none(ids.round.map(|r| r.0)))
        .replace("{sheet}", &or_none(ids.sheet.map(|s| s.0)))
        .replace("{judge}", &ids.judge.0.to_string())
        .replace(
            "/co-author/{ask}",
            &format!("/co-author/{}", app::entry::authors::code_of(&crate::site::keys(), ids.ask)),
        )
        .replace("{ask}", &ids.ask.to_string())
        .replace("/certificates/{token}", "/certificates/AAAAAAAAAAAAAAAA")
        .replace("{token}", ids.invitation.rsplit('/').next().unwrap_or_default())
        .replace("{paper}", &ids.paper.to_string())
        .replace("{published}", &ids.published.to_string())
        .replace("{version}", "1")
        .replace("{number}", "1")
        .replace("{position}", &ids.position.to_string())
        .replace("{file}", &ids.file.to_string())
        .replace("{issue}", "1")
        .replace("{part}", "about")
        .replace("{kind}", "poster")
        .replace("{format}", "docx")
        .replace("{*tile}", "0/000.p/1")
        .replace("{code}", if path.starts_with("/lang") { "vi" } else { "CM24" })
}

/// The same address with things that nobody has.
pub fn nowhere(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').map(|p| if p.starts_with('{') { NONE } else { p }).collect();
    parts.join("/")
}

/// What two answers must have in common where neither may tell whether the thing exists.
fn normal(answer: &Answer) -> (u16, String, String) {
    let escaped = answer.path.replace('?', "%3F").replace('=', "%3D").replace('&', "%26");
    let mut body = answer.body.replace(&answer.path, "PATH").replace(&escaped, "PATH");
    while let Some(at) = body.find("name=\"form_key\" value=\"") {
        let at = at + "name=\"form_key\" value=\"".len();
        let end = (at + FormKey([0; 16]).to_string().len()).min(body.len());
        body.replace_range(at - "form_key\" value=\"".len()..end, "key");
    }
    (answer.status, answer.header("content-type").to_owned() + answer.header("cache-control"), body)
}

/// What a site's tables hold, without what every visit leaves: sessions, the clock, form keys, counted attempts and views.
impl Site {
    pub async fn content(&self) -> BTreeMap<String, String> {
        self.read(|tx| {
            let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
            let mut content = BTreeMap::new();
            for row in tx.query(names, &[])? {
                let table = row.text(0)?.to_owned();
                if ["session", "clock", "form_key", "throttle", "page_view"].contains(&table.as_str()) {
                    continue;
                }
                // Every column of every row, as one text with what separates values nowhere else.
                let columns = tx.query("SELECT name FROM pragma_table_info($1) WHERE name <> 'views'", &[table.as_str().into()])?;
                let columns: Vec<String> =
                    columns.iter().map(|c| Ok(format!("quote(\"{}\")", c.text(0)?))).collect::<Result<_, app::db::DbFault>>()?;
                let sql = format!(
                    "SELECT count(*), coalesce(group_concat(line, char(10)), '') FROM (SELECT {} AS line FROM \"{table}\" ORDER BY 1)",
                    columns.join(" || ',' || ")
                );
                let row = tx.one(&sql, &[])?;
                content.insert(table, format!("{} rows, {:016x}", row.int(0)?, hash(row.text(1)?)));
            }
            Ok(content)
        })
        .await
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn differing<'a>(
    have: &'a BTreeMap<String, String>,
    want: &'a BTreeMap<String, String>,
) -> Vec<(&'a str, (&'a str, &'a str))> {
    have.iter()
        .filter_map(|(table, now)| {
            let then = want.get(table).map_or("", String::as_str);
            (now != then).then_some((table.as_str(), (now.as_str(), then)))
        })
        .collect()
}

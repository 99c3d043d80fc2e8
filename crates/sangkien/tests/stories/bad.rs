//! One table of bad input over every form: the right status, a message in the person's language, and nothing changed.
//!
//! `bad.txt` declares, for every POST route, who sends the form at which stage, what a proper form says, and what comes of it when
//! single fields are wrong. Beside these every form is sent broken in the ways that a browser never does: other bytes than
//! UTF-8, 30 MB, no form at all, no key, a key of its own making or used before, ids that nobody has. A POST route without a line fails the test.

use crate::html;
use crate::matrix::{Cast, ROLES, filled, nowhere};
use crate::site::{Answer, Person, Site, urlencoded};
use crate::world::{Ids, World};
use axum::http::Method;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::path::Path;
use web::routes::Class;
use web::{FormKey, Lang};

const TABLE: &str = include_str!("bad.txt");

/// A key under which something else was done before.
const USED: &str = "0123456789abcdef0123456789abcdef";

const FORM: &str = "application/x-www-form-urlencoded";

/// What is sent to a route, and what must come of it.
struct Line {
    path: &'static str,
    role: &'static str,
    stage: &'static str,
    /// A proper form, as far as it matters to the cases.
    base: Vec<(&'static str, &'static str)>,
    /// The form needs no key: sending it twice is harmless by itself.
    is_keyless: bool,
    /// The form has a key, but no answer is kept under it: a look, an upload, an attempt, a PIN.
    is_unkept: bool,
    /// The body is not read at all.
    is_formless: bool,
    cases: Vec<Case>,
}

struct Case {
    text: &'static str,
    fields: Vec<(&'static str, &'static str)>,
    absent: Vec<&'static str>,
    /// Field, file name, kind of content.
    files: Vec<(&'static str, &'static str, &'static str)>,
    status: u16,
    keys: Vec<&'static str>,
}

fn table() -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for text in TABLE.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let mut words = text.split_whitespace();
        if let Some(rest) = text.strip_prefix("POST ") {
            let mut words = rest.split_whitespace();
            let mut word = || words.next().unwrap_or_else(|| panic!("a word is missing: {text}"));
            let (path, role, stage) = (word(), word(), word());
            let rest: Vec<&str> = words.collect();
            let base = rest.iter().filter_map(|w| w.split_once('=')).collect();
            lines.push(Line {
                path,
                role,
                stage,
                base,
                is_keyless: rest.contains(&"!key"),
                is_unkept: rest.contains(&"!unkept"),
                is_formless: rest.contains(&"!form"),
                cases: vec![],
            });
            continue;
        }
        let line = lines.last_mut().unwrap_or_else(|| panic!("no route above: {text}"));
        let mut case = Case {
            text: text.trim(),
            fields: vec![],
            absent: vec![],
            files: vec![],
            status: 0,
            keys: vec![],
        };
        for word in words.by_ref() {
            if let Ok(status) = word.parse::<u16>() {
                case.status = status;
                break;
            }
            if let Some(name) = word.strip_prefix('-') {
                case.absent.push(name);
            } else if let Some((field, file)) = word.strip_prefix("file:").and_then(|w| w.split_once('=')) {
                let (name, kind) = file.split_once(':').unwrap_or((file, "empty"));
                case.files.push((field, name, kind));
            } else if let Some(pair) = word.split_once('=') {
                case.fields.push(pair);
            }
        }
        case.keys = words.collect();
        line.cases.push(case);
    }
    lines
}

/// `+` stands for a space, `ă*5000` for so many letters.
fn value(text: &str, ids: &Ids) -> String {
    let (letter, rest) = text.split_once('*').unwrap_or_default();
    if ["ă", "x"].contains(&letter) {
        let (n, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        return letter.repeat(n.parse().expect("a number of letters")) + rest;
    }
    filled(&text.replace('+', " "), ids)
}

fn content(kind: &str) -> Vec<u8> {
    match kind {
        "empty" => Vec::new(),
        "broken" => b"PK\x03\x04 this was a workbook once".to_vec(),
        "text" => "không phải bảng tính".into(),
        "latin" => b"code,name\nA,S\xE1ng ki\xEAn\n".to_vec(),
        "columns" => b"x,y\n1,2\n".to_vec(),
        "json" => b"{\"code\": 7}".to_vec(),
        "exe" => b"MZ\x90\x00\x03".to_vec(),
        "pdf" => b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj".to_vec(),
        "huge" => vec![b' '; 51 << 20],
        other => panic!("no such content: {other}"),
    }
}

/// Sent broken in a way that no form of ours is: what must come of it, whatever the form.
struct Broken {
    name: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
    status: u16,
    key: &'static str,
}

fn broken() -> Vec<Broken> {
    let key = format!("form_key={}", FormKey::random());
    let form = |name, body: Vec<u8>, status, key| Broken { name, content_type: FORM, body, status, key };
    vec![
        form("not UTF-8", format!("{key}&a=%C3%28").into_bytes(), 400, "form-not-utf8"),
        form("raw bytes", [key.as_bytes(), b"&a=\xff\xfe"].concat(), 400, "form-not-utf8"),
        form("a letter NUL", format!("{key}&a=%00").into_bytes(), 400, "form-bad-characters"),
        form("a broken escape", format!("{key}&a=%zz").into_bytes(), 400, "form-broken-off"),
        form(
            "20,001 fields",
            [key.as_bytes(), "&a=1".repeat(20_001).as_bytes()].concat(),
            400,
            "form-too-many-fields",
        ),
        form("30 MB", [b"a=".as_slice(), &vec![b'x'; 30 << 20]].concat(), 413, "error-too-large-title"),
        Broken {
            name: "JSON",
            content_type: "application/json",
            body: b"{}".to_vec(),
            status: 400,
            key: "form-not-a-form",
        },
        Broken {
            name: "a multipart form without its boundary",
            content_type: "multipart/form-data",
            body: b"--x\r\n".to_vec(),
            status: 400,
            key: "form-broken-off",
        },
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_told_in_the_persons_language_and_changes_nothing() {
    let mut wrong: Vec<String> = Vec::new();
    let lines = table();
    let known: BTreeSet<String> = lines.iter().map(|l| declared(l.path)).collect();
    let routes: BTreeMap<String, Class> = web::routes::table()
        .list()
        .iter()
        .filter(|r| r.method == Method::POST && r.access != web::Access::Demo && r.class != Class::Stream)
        .map(|r| (r.path.to_owned(), r.class))
        .collect();
    wrong.extend(routes.keys().filter(|p| !known.contains(*p)).map(|p| format!("POST {p}: no line")));
    wrong.extend(
        known.iter().filter(|p| !routes.contains_key(*p)).map(|p| format!("POST {p}: no such route")),
    );
    let mut stages: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    for line in lines {
        stages.entry(line.stage).or_default().push(line);
    }
    let texts = std::sync::Arc::new(Texts::read());
    let walks = stages.into_iter().map(|(stage, lines)| tokio::spawn(walk(stage, lines, texts.clone())));
    for done in walks.collect::<Vec<_>>() {
        wrong.extend(done.await.expect("a stage was walked"));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

async fn walk(stage: &'static str, lines: Vec<Line>, texts: std::sync::Arc<Texts>) -> Vec<String> {
    let mut wrong = Vec::new();
    let (cast, ids) = (Cast::at(stage).await, World::get().moment(stage).ids.clone());
    let site = &cast.site;
    let broken = broken();
    let now = site.now();
    site.write(move |tx| {
        let done = |_: &mut app::db::Tx| Ok::<_, app::act::Stop<()>>("/".to_owned());
        app::once::once(tx, &domain::actor::Actor::System, USED, b"something else", now, done)
            .map_err(crate::world::fault)
    })
    .await;
    let mut before = site.content().await;
    for line in &lines {
        let role = ROLES.iter().position(|(r, _)| *r == line.role).expect("it is a role");
        let person = &cast.people[role];
        let uploads = matches!(line.path, p if matches!(class_of(p), Class::Upload | Class::Files));
        let mut asked = Asked { site, person, texts: &texts, line, wrong: Vec::new() };
        let part = line.base.iter().find(|(n, _)| *n == "@part").map_or("{part}", |(_, part)| *part);
        let path = filled(&line.path.replace("{part}", part), &ids);
        if !line.is_formless {
            for b in &broken {
                asked
                    .ask(b.name, b.status, &[b.key], |p| {
                        let path = path.clone();
                        async move { p.post_raw(&path, b.content_type, b.body.clone()).await }
                    })
                    .await;
            }
        }
        // `@` stands for what the page itself would send.
        let shown = match line.base.contains(&("version", "@")) {
            true => person.get(path.trim_end_matches("/autosave")).await.hidden("version").to_owned(),
            false => String::new(),
        };
        let base: Vec<(String, String)> = line
            .base
            .iter()
            .filter(|(n, _)| *n != "@part")
            .map(|(n, v)| ((*n).to_owned(), if *v == "@" { shown.clone() } else { value(v, &ids) }))
            .collect();
        if !line.is_formless && !line.is_keyless {
            for (name, key) in [("no key", None), ("a key of its own making", Some("0123"))] {
                let mut fields: Vec<(&str, &str)> =
                    base.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                fields.extend(key.map(|k| ("form_key", k)));
                let body = urlencoded(&fields);
                asked
                    .ask(name, 400, &["form-key-missing"], |p| {
                        let (path, body) = (path.clone(), body.clone());
                        async move { p.post_raw(&path, FORM, body).await }
                    })
                    .await;
            }
        }
        if !line.is_formless && !line.is_keyless && !line.is_unkept {
            let mut fields = base.clone();
            fields.push(("form_key".to_owned(), USED.to_owned()));
            asked
                .ask("a key that was used for something else", 409, &["form-key-used"], |p| {
                    let (path, fields) = (path.clone(), fields.clone());
                    async move { send(p, &path, &fields, &[], uploads).await }
                })
                .await;
        }
        if line.path.contains('{') && !line.path.contains("{token}") {
            let far = nowhere(line.path);
            asked
                .ask("an id that nothing has", 404, &["error-not-found-title"], |p| {
                    let (far, base) = (far.clone(), base.clone());
                    async move { send(p, &far, &base, &[], uploads).await }
                })
                .await;
        }
        for case in &line.cases {
            let mut fields: Vec<(String, String)> = base
                .iter()
                .filter(|(n, _)| {
                    !case.absent.contains(&n.as_str()) && !case.fields.iter().any(|(f, _)| f == n)
                })
                .cloned()
                .collect();
            fields.extend(case.fields.iter().map(|(n, v)| ((*n).to_owned(), value(v, &ids))));
            asked
                .ask(case.text, case.status, &case.keys, |p| {
                    let (path, fields) = (path.clone(), fields.clone());
                    async move { send(p, &path, &fields, &case.files, uploads).await }
                })
                .await;
        }
        wrong.append(&mut asked.wrong);
        let after = site.content().await;
        if after != before {
            let tables: Vec<&String> =
                after.iter().filter(|(t, v)| before.get(*t) != Some(v)).map(|(t, _)| t).collect();
            wrong.push(format!("{stage}: POST {}: bad input has changed {tables:?}", line.path));
            before = after;
        }
    }
    wrong
}

/// The route of an address that names the draft or the published article.
fn declared(path: &str) -> String {
    path.replace("{draft}", "{id}").replace("{published}", "{id}").replace("{paper}", "{id}")
}

fn class_of(path: &str) -> Class {
    let path = declared(path);
    let table = web::routes::table();
    let route = table.list().iter().find(|r| r.method == Method::POST && r.path == path);
    route.map_or(Class::Form, |r| r.class)
}

async fn send(
    person: &Person,
    path: &str,
    fields: &[(String, String)],
    files: &[(&str, &str, &str)],
    uploads: bool,
) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    if !uploads {
        return person.post(path, &fields).await;
    }
    let files: Vec<(&str, &str, Vec<u8>)> =
        files.iter().map(|(f, n, kind)| (*f, *n, content(kind))).collect();
    person.post_multipart(path, &fields, &files).await
}

/// Questions to one route.
struct Asked<'a> {
    site: &'a Site,
    person: &'a Person,
    texts: &'a Texts,
    line: &'a Line,
    wrong: Vec<String>,
}

impl Asked<'_> {
    /// Asks in both languages. The answer has the status, and its errors say what the keys say.
    async fn ask<'p, F: Future<Output = Answer>>(
        &'p mut self,
        name: &str,
        status: u16,
        keys: &[&str],
        send: impl Fn(&'p Person) -> F,
    ) {
        let head = self.site.audit_head().await;
        let jar = self.person.jar();
        let mut complaints: Vec<String> = Vec::new();
        let mut told = Vec::new();
        for lang in Lang::ALL {
            let mut speaks = jar.clone();
            speaks.insert("lang".to_owned(), lang.code().to_owned());
            self.person.put_back(speaks);
            let answer = send(self.person).await;
            self.person.put_back(jar.clone());
            let errors = errors_of(&answer);
            if answer.status != status {
                complaints.push(format!("{} instead of {status}", answer.status));
            }
            let missing: Vec<&&str> =
                keys.iter().filter(|k| **k != "!data" && !self.texts.says(lang, k, &errors)).collect();
            if !missing.is_empty() {
                complaints.push(format!("{} does not say {missing:?}", lang.code()));
            }
            if keys.is_empty() {
                complaints.push("no message declared".to_owned());
            }
            complaints.extend(self.texts.raw(&answer.text()).map(|raw| format!("the bare key {raw}")));
            complaints
                .extend(strangers(lang, &errors).map(|word| format!("{}: the word {word}", lang.code())));
            if !complaints.is_empty() && told.is_empty() {
                told = self.texts.said(lang, &errors);
                complaints.push(format!("{lang:?} said {:?}", errors.chars().take(300).collect::<String>()));
            }
        }
        if self.site.audit_head().await != head {
            complaints.push("something happened".to_owned());
        }
        if !complaints.is_empty() {
            self.wrong.push(format!(
                "{} {}: {name}: {} → {told:?}",
                self.line.stage,
                self.line.path,
                complaints.join("; ")
            ));
        }
    }
}

/// A word of the other language in a message. Vietnamese has no such words; English no such letters, unless it quotes names.
fn strangers(lang: Lang, errors: &str) -> Option<&'static str> {
    const ENGLISH: [&str; 9] =
        [" the ", " must ", " please ", " not ", " is ", " are ", " of ", " and ", " error"];
    let text = format!(" {} ", errors.to_lowercase());
    match lang {
        Lang::Vi => ENGLISH.into_iter().find(|w| text.contains(w)),
        Lang::En => None,
    }
}

/// What a page says about what is wrong: the summary and the texts beside the fields; of a page that is nothing else, all of it.
fn errors_of(answer: &Answer) -> String {
    if answer.header("content-type").starts_with("application/json") {
        let read: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
        return read.to_string();
    }
    let Some((_, main)) = answer.body.split_once("<main") else { return answer.text() };
    let mut out = String::new();
    if let Some((_, summary)) = main.split_once("class=\"errors\"") {
        out.push_str(summary.split("</div>").next().unwrap_or_default());
    }
    for (at, _) in main.match_indices("class=\"error\"") {
        out.push_str(main[at..].split("</p>").next().unwrap_or_default());
    }
    html::text(if out.is_empty() { main.split("</main").next().unwrap_or_default() } else { &out })
}

/// The texts of the pages, as far as they are the same whatever is inserted: by language and key their fixed pieces.
struct Texts(HashMap<&'static str, BTreeMap<String, Vec<String>>>);

impl Texts {
    fn read() -> Texts {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/locales");
        let mut all = HashMap::new();
        for lang in Lang::ALL {
            let mut texts = BTreeMap::new();
            for file in dir.join(lang.code()).read_dir().expect("the texts").flatten() {
                let source = std::fs::read_to_string(file.path()).expect("a text file");
                let mut message: Option<(String, String)> = None;
                for line in source.lines() {
                    if line.starts_with([' ', '\t']) || line.starts_with('}') {
                        if let Some((_, text)) = &mut message {
                            let _ = write!(text, " {}", line.trim());
                        }
                        continue;
                    }
                    if let Some((key, text)) = message.take() {
                        texts.insert(key, pieces(&text));
                    }
                    if let Some((key, text)) = line.split_once(" =").filter(|_| !line.starts_with('#')) {
                        message = Some((key.to_owned(), text.trim().to_owned()));
                    }
                }
                if let Some((key, text)) = message {
                    texts.insert(key, pieces(&text));
                }
            }
            all.insert(lang.code(), texts);
        }
        Texts(all)
    }

    fn says(&self, lang: Lang, key: &str, text: &str) -> bool {
        let pieces = self.0[lang.code()].get(key).unwrap_or_else(|| panic!("no text {key}"));
        !pieces.is_empty() && pieces.iter().all(|p| text.contains(p.as_str()))
    }

    /// Keys whose texts stand there: what the table could declare.
    fn said(&self, lang: Lang, text: &str) -> Vec<&str> {
        let long = |p: &[String]| p.iter().map(|p| p.chars().count()).sum::<usize>() >= 12;
        let texts = self.0[lang.code()].iter();
        texts.filter(|(k, p)| long(p) && self.says(lang, k, text)).map(|(k, _)| k.as_str()).collect()
    }

    /// A key that stands on the page instead of its text.
    fn raw<'t>(&self, text: &'t str) -> Option<&'t str> {
        let keys = &self.0["vi"];
        let trim = |w: &'t str| w.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        text.split_whitespace().map(trim).find(|w| w.contains('-') && keys.contains_key(*w))
    }
}

/// The pieces of a text between its placeables.
fn pieces(text: &str) -> Vec<String> {
    let (mut out, mut now, mut depth) = (Vec::new(), String::new(), 0);
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth == 0 => now.push(c),
            _ => continue,
        }
        if depth > 0 && !now.is_empty() {
            out.push(std::mem::take(&mut now));
        }
    }
    out.push(now);
    let tidy = |p: String| p.split_whitespace().collect::<Vec<_>>().join(" ");
    out.into_iter().map(tidy).filter(|p| p.chars().count() >= 3).collect()
}

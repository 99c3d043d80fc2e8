//! The site as people meet it: a router and a database of its own for each story, and persons with their cookies. Requests
//! go to the router without a wire between, so that a table of thousands of them takes seconds.

use crate::html::{self, HtmlForm};
use app::audit::verify::Head;
use app::clock::Clock;
use app::db::{Db, DbFault, Engine, Tx};
use app::files::Contents;
use app::keys::Keys;
use app::session::{self, Token};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, header};
use domain::ids::{ContestId, EntryId};
use domain::time::Instant;
use sangkien::rehearse::{self, Cast, Play};
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use testkit::engines::{Fresh, fresh};
use tower::ServiceExt;
use web::{AppState, Config, FormKey};

const HOST: &str = "localhost";

/// The most bytes of an answer.
const LONGEST_ANSWER: usize = 64 << 20;

/// Between the parts of a form with files.
const BOUNDARY: &str = "------------------------the-parts-of-this-form";

/// The secret of every test site: what one of them has made, another one understands.
pub fn keys() -> Keys {
    Keys::fixed([7; 32])
}

/// A site with a database of its own; both end with it.
pub struct Site {
    pub state: AppState,
    /// Tokens of sessions that were there before: by login, an entrant's by the entry's id.
    pub sessions: HashMap<String, String>,
    router: Router,
    _db: Fresh,
    dir: TempDir,
}

impl Site {
    /// An installation on its first day: no accounts, no contest.
    pub fn start(engine: Engine, at: Instant) -> Site {
        Site::over(fresh(engine), at)
    }

    /// A site over a database that is there already.
    pub fn over(db: Fresh, at: Instant) -> Site {
        app::files::clean::use_program(Path::new(env!("CARGO_BIN_EXE_sangkien")));
        let dir = tempfile::Builder::new().prefix("sangkien-site-").tempdir().expect("a temporary folder");
        let state = AppState {
            config: Arc::new(Config { base_url: format!("http://{HOST}"), demo: None }),
            clock: Clock::starting_at(at),
            db: Db::clone(&db),
            keys: keys(),
            data_dir: dir.path().into(),
            files: Contents::on_disk(dir.path()),
        };
        Site { router: web::router(state.clone()), state, sessions: HashMap::new(), _db: db, dir }
    }

    /// The same site with its contents elsewhere.
    pub fn with_files(mut self, files: impl FnOnce(&Path) -> Contents) -> Site {
        self.state.files = files(self.dir.path());
        self.router = web::router(self.state.clone());
        self
    }

    /// The same site with something before its router.
    pub fn behind(mut self, put: impl FnOnce(Router) -> Router) -> Site {
        self.router = put(self.router);
        self
    }

    /// The contest of the office's files as it stood at a moment, in local time without its offset.
    pub fn on(engine: Engine, moment: &str) -> Site {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024");
        Site::of_folder(engine, &dir, moment)
    }

    /// A contest from a folder of files, as [`Site::on`].
    pub fn of_folder(engine: Engine, dir: &Path, moment: &str) -> Site {
        let at = Instant::parse(&format!("{moment}+07:00")).expect("an instant");
        let db = fresh(engine);
        let (folder, rules) = rehearse::read(dir).expect("the folder is in order");
        let steps = rehearse::plan(&folder, &rules);
        let done = steps.iter().take_while(|s| s.at <= at).count();
        let mut play = Play::new(&db, &folder, &rules, Cast::Silent, app::keys::Keys::fixed([7; 32]));
        play.steps(&steps[..done]).expect("the contest is played");
        Site::over(db, at)
    }

    /// The contest, the only one or the first.
    pub async fn contest(&self) -> ContestId {
        ContestId(self.count("SELECT MIN(id) FROM contest").await)
    }

    pub fn db(&self) -> &app::db::Db {
        &self.state.db
    }

    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }

    /// Moves the site's clock.
    pub fn set_clock(&self, at: &str) {
        self.state.clock.set(Instant::parse(at).expect("an instant"));
    }

    pub fn now(&self) -> Instant {
        self.state.clock.now()
    }

    /// The site on a port of its own, for what only a real line can do; it ends with the test.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let at = listener.local_addr().expect("an address");
        let service = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        at
    }

    /// Somebody with a browser, known to nobody.
    pub fn anyone(&self) -> Person {
        Person { router: self.router.clone(), cookies: Mutex::default() }
    }

    /// Somebody who has logged in before.
    pub async fn person(&self, login: &str) -> Person {
        if let Some(token) = self.sessions.get(login) {
            return self.anyone().with_cookie("sid", token);
        }
        let (login, now) = (login.to_owned(), self.now());
        let token = self
            .write(move |tx| {
                let row = app::people::store::person_by_login(tx, &login)?
                    .ok_or_else(|| DbFault::other(format!("no account {login}")))?;
                session::open(tx, row.id, None, now)
            })
            .await;
        self.anyone().with_cookie("sid", &token.text())
    }

    /// Somebody who has shown the code and PIN of this entry before.
    pub async fn holder(&self, entry: EntryId) -> Person {
        if let Some(token) = self.sessions.get(&entry.0.to_string()) {
            return self.anyone().with_cookie("eid", token);
        }
        let now = self.now();
        let token: Token = self.write(move |tx| session::open_for_entry(tx, entry, None, now)).await;
        self.anyone().with_cookie("eid", &token.text())
    }

    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut Tx) -> Result<T, DbFault> + Send + 'static,
    ) -> T {
        self.state.db.read(f).await.expect("the database reads")
    }

    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut Tx) -> Result<T, DbFault> + Send + 'static,
    ) -> T {
        self.state.db.write(f).await.expect("the database writes")
    }

    /// A single number.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.read(move |tx| tx.one(sql, &[])?.int(0)).await
    }

    /// The number of the last line of the audit log, and its hash: equal as long as nothing has happened.
    pub async fn audit_head(&self) -> (i64, Vec<u8>) {
        self.read(|tx| {
            let row = tx.one("SELECT seq, hash FROM audit_head WHERE id = 1", &[])?;
            Ok((row.int(0)?, row.blob(1)?.to_vec()))
        })
        .await
    }

    /// Recomputes the chain of the audit log from its first line.
    pub async fn verified(&self) -> Head {
        self.read(app::audit::verify).await.expect("the chain of the audit log is whole")
    }
}

/// Somebody in front of a browser. Redirects are followed by hand.
pub struct Person {
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Person {
    pub fn with_cookie(self, name: &str, value: &str) -> Person {
        self.cookies.lock().expect("no panic").insert(name.to_owned(), value.to_owned());
        self
    }

    /// The cookies, to be put back later.
    pub fn jar(&self) -> BTreeMap<String, String> {
        self.cookies.lock().expect("no panic").clone()
    }

    pub fn put_back(&self, jar: BTreeMap<String, String>) {
        *self.cookies.lock().expect("no panic") = jar;
    }

    /// Logs in by the page.
    pub async fn log_in(&self, login: &str, password: &str) -> Answer {
        let page = self.get("/login").await;
        self.submit(&page, "/login", &[("login", login), ("password", password)]).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", Vec::new()).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send_with("GET", path, headers, Vec::new()).await
    }

    /// Where an answer sends the person.
    pub async fn follow(&self, answer: &Answer) -> Answer {
        let to = answer.location().unwrap_or_else(|| panic!("it leads nowhere: {answer}"));
        self.get(&to).await
    }

    /// Sends fields to an address without having seen its form, under a key of its own unless they bring one.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = FormKey::random().to_string();
        let has_key = fields.iter().any(|(name, _)| *name == web::form::KEY_FIELD);
        let own = (!has_key).then_some((web::form::KEY_FIELD, key.as_str()));
        let all: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
        self.post_raw(path, FORM, urlencoded(&all)).await
    }

    /// As [`Person::post`], the way a form with files is sent.
    pub async fn post_multipart(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, Vec<u8>)],
    ) -> Answer {
        let key = (web::form::KEY_FIELD.to_owned(), FormKey::random().to_string());
        let own = fields.iter().all(|(name, _)| *name != web::form::KEY_FIELD).then_some(key);
        let fields = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        self.send_multipart(path, own.into_iter().chain(fields), files).await
    }

    /// Sends bytes as they are.
    pub async fn post_raw(&self, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        self.send("POST", path, content_type, body).await
    }

    /// Fills in the form with that action on a page and sends it. A field named here replaces what the form holds; an
    /// empty list of values is not possible, name it in [`Person::submit_without`].
    pub async fn submit(&self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.submit_files(page, action, fields, &[]).await
    }

    /// As [`Person::submit`], with files: field, name, content.
    pub async fn submit_files(
        &self,
        page: &Answer,
        action: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, Vec<u8>)],
    ) -> Answer {
        let form = page.form(action);
        let given = |name: &str| fields.iter().any(|(n, _)| *n == name);
        for (name, _) in fields {
            let known = form.names.iter().any(|n| n == name) || form.fields.iter().any(|(n, _)| n == name);
            assert!(known, "the form {action} of {} has no field {name}: {:?}", page.path, form.names);
        }
        let mut all: Vec<(String, String)> = form.fields.iter().filter(|(n, _)| !given(n)).cloned().collect();
        all.extend(fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let to = if form.action.is_empty() { page.path.clone() } else { form.action.clone() };
        if form.is_multipart {
            return self.send_multipart(&to, all.into_iter(), files).await;
        }
        assert!(files.is_empty(), "the form {action} of {} takes no files", page.path);
        let all: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post_raw(&to, FORM, urlencoded(&all)).await
    }

    async fn send_multipart(
        &self,
        path: &str,
        fields: impl Iterator<Item = (String, String)>,
        files: &[(&str, &str, Vec<u8>)],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend(head.into_bytes());
            body.extend(value.into_bytes());
            body.extend(b"\r\n");
        }
        for (field, name, content) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        self.post_raw(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await
    }

    /// A request of the upload protocol.
    pub async fn tus(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let own =
            headers.iter().all(|(name, _)| *name != "tus-resumable").then_some(("tus-resumable", "1.0.0"));
        let all: Vec<(&str, &str)> = own.iter().chain(headers).copied().collect();
        self.send_with(method, path, &all, body).await
    }

    async fn send(&self, method: &str, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        let kind = [("content-type", content_type)];
        self.send_with(method, path, if method == "GET" { &[] } else { &kind }, body).await
    }

    async fn send_with(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        assert!(path.starts_with('/'), "{path} is no address of the site");
        let jar: Vec<String> =
            self.cookies.lock().expect("no panic").iter().map(|(n, v)| format!("{n}={v}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))))
            .header(header::HOST, HOST)
            .header("sec-fetch-site", "same-origin");
        if !jar.is_empty() {
            request = request.header(header::COOKIE, jar.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !matches!(method, "GET" | "HEAD") {
            request = request.header(header::CONTENT_LENGTH, body.len());
        }
        let request = request.body(Body::from(body)).unwrap_or_else(|why| panic!("{path}: {why:?}"));
        let answer = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        self.keep_cookies(&headers);
        let bytes = axum::body::to_bytes(answer.into_body(), LONGEST_ANSWER).await;
        let bytes = bytes.unwrap_or_else(|why| panic!("{path}: {why:?}")).to_vec();
        Answer {
            path: path.to_owned(),
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut jar = self.cookies.lock().expect("no panic");
        for set in headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if attributes.split(';').any(|a| a.trim() == "Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Fields as a browser writes them.
pub fn urlencoded(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut out = String::new();
    for (name, value) in fields {
        for (text, end) in [(name, '='), (value, '&')] {
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            out.push(end);
        }
    }
    out.pop();
    out.into_bytes()
}

/// What came back.
#[derive(Clone)]
pub struct Answer {
    /// What was asked for.
    pub path: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    pub fn location(&self) -> Option<String> {
        Some(self.headers.get(header::LOCATION)?.to_str().ok()?.to_owned())
    }

    /// Where it sends the person; empty when it is a page.
    pub fn to(&self) -> String {
        self.location().unwrap_or_default()
    }

    /// The value of the first hidden field of that name.
    pub fn hidden(&self, name: &str) -> &str {
        let mark = format!("name=\"{name}\" value=\"");
        let from = self.body.find(&mark).unwrap_or_else(|| panic!("no {name} in {self}")) + mark.len();
        self.body[from..].split('"').next().unwrap_or_default()
    }

    /// The key of the form that is sent to this address.
    pub fn form_key(&self, action: &str) -> &str {
        let form = self.body.find(&format!("action=\"{action}\""));
        let rest = &self.body[form.unwrap_or_else(|| panic!("no form {action} on {self}"))..];
        let mark = "name=\"form_key\" value=\"";
        let from = rest.find(mark).unwrap_or_else(|| panic!("the form {action} has no key")) + mark.len();
        rest[from..].split('"').next().unwrap_or_default()
    }

    /// What a person reads on the page.
    pub fn text(&self) -> String {
        html::text(&self.body)
    }

    pub fn links(&self) -> Vec<String> {
        html::links(&self.body)
    }

    pub fn forms(&self) -> Vec<HtmlForm> {
        html::forms(&self.body)
    }

    /// The form that is sent to that address; `""` stands for the page's own.
    pub fn form(&self, action: &str) -> HtmlForm {
        let mut forms = self.forms().into_iter().filter(|f| f.is_post);
        let found = forms.find(|f| f.action == action || (f.action.is_empty() && self.path == action));
        found.unwrap_or_else(|| {
            let there: Vec<String> = self.forms().into_iter().map(|f| f.action).collect();
            panic!("no form {action} among {there:?} on {self}")
        })
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// It was taken, and the person is sent on.
    #[track_caller]
    pub fn sent_on(self) -> Answer {
        self.expect(303)
    }
}

/// For a failed assertion: the way, the status, and what a person would read.
impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text: String = self.text().chars().take(2_000).collect();
        write!(f, "{} answered {} {} {text}", self.path, self.status, self.location().unwrap_or_default())
    }
}

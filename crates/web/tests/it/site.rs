//! A site with a database of its own, and browsers that keep their cookies.

use app::clock::Clock;
use app::db::{Engine, Tx};
use app::keys::Keys;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::actor::Actor;
use domain::ids::PersonId;
use domain::people::{Role, WantedGrant};
use domain::time::Instant;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::engines::{Fresh, fresh};
use tower::ServiceExt;
use web::{AppState, Config};

pub struct Site {
    pub router: Router,
    pub db: Fresh,
    pub clock: Clock,
    _dir: tempfile::TempDir,
}

/// A form key of the right form; each sending needs another one.
pub fn key() -> String {
    web::FormKey::random().to_string()
}

impl Site {
    pub fn at(now: &str) -> Site {
        let dir = tempfile::tempdir().unwrap();
        let db = fresh(Engine::Sqlite);
        let clock = Clock::starting_at(Instant::parse(now).unwrap());
        let state = AppState {
            config: Arc::new(Config { base_url: "http://localhost".into(), demo: None }),
            clock: clock.clone(),
            db: db.clone(),
            keys: Keys::fixed([5; 32]),
            data_dir: dir.path().into(),
            files: app::files::Contents::on_disk(dir.path()),
        };
        Site { router: web::router(state), db, clock, _dir: dir }
    }

    pub fn write<T: Send + 'static, E: From<app::db::DbFault> + Send + std::fmt::Debug + 'static>(
        &self,
        f: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> T {
        self.db.write_blocking(f).unwrap()
    }

    /// An account with these roles; its password is [`PASSWORD`].
    pub fn account(&self, login: &'static str, name: &'static str, roles: &[WantedGrant]) -> PersonId {
        use std::sync::LazyLock;
        static HASH: LazyLock<String> = LazyLock::new(|| app::people::password::hash(PASSWORD).unwrap());
        let now = self.clock.now();
        let draft = app::people::accounts::AccountDraft {
            name: name.into(),
            login: login.into(),
            email: format!("{login}@example.vn"),
            lang: "vi".into(),
        };
        let id = self.write(move |tx| app::people::create_account(tx, &Actor::System, &draft, now));
        let hash = HASH.clone();
        self.write(move |tx| app::people::store::save_password(tx, id, &hash));
        for &wanted in roles {
            self.write(move |tx| app::people::grant(tx, &Actor::System, id, &wanted, now));
        }
        id
    }

    pub fn admin(&self) -> PersonId {
        self.account("admin", "Quản Trị Viên", &[WantedGrant::new(Role::Admin)])
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookies: RefCell::default() }
    }

    /// A browser in which this account is logged in.
    pub async fn signed_in(&self, login: &str) -> Browser<'_> {
        let browser = self.browser();
        let answer = browser.post("/login", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }
}

pub const PASSWORD: &str = "con meo nam tren mai nha";

/// Keeps cookies, follows nothing.
pub struct Browser<'s> {
    site: &'s Site,
    pub cookies: RefCell<BTreeMap<String, String>>,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The body as it came: a file that is no text.
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap())
    }

    /// The value of the first field of that name.
    pub fn field(&self, name: &str) -> String {
        let at = self
            .body
            .find(&format!("name=\"{name}\" value=\""))
            .unwrap_or_else(|| panic!("no {name} in {}", self.body));
        self.body[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with a fresh key.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let key = key();
        let mut all = fields.to_vec();
        all.push(("form_key", &key));
        self.post_as_is(path, &all).await
    }

    pub async fn post_as_is(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let escape = |t: &str| t.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", escape(n), escape(v))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Sends a form with one file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file_name: &str, content: &[u8]) -> Page {
        self.upload_all(path, fields, &[("file", file_name, content)]).await
    }

    /// Sends a form with files: field, name, content.
    pub async fn upload_all(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let key = key();
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain(&[("form_key", key.as_str())]) {
            body.extend(
                format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (field, file_name, content) in files {
            let disposition = format!("form-data; name=\"{field}\"; filename=\"{file_name}\"");
            body.extend(format!("--B\r\nContent-Disposition: {disposition}\r\n\r\n").bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--B--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B")
            .header(header::CONTENT_LENGTH, body.len())
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> = self.cookies.borrow().iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 * 1_024 * 1_024).await.unwrap();
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.into(),
        }
    }
}

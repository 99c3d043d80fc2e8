//! Requests as browsers and others send them, through everything that is around a handler.

use app::clock::Clock;
use app::db::Engine;
use app::keys::Keys;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::time::Instant;
use std::sync::Arc;
use testkit::engines::{Fresh, fresh};
use tower::ServiceExt;
use web::page::ClockBar;
use web::{Access, Answer, AppState, Config, Ctx, FormData, Msg, Routes, WebError};

const MB: usize = 1_024 * 1_024;

/// A site with an empty database, which goes with it.
struct Site {
    router: Router,
    config: Arc<Config>,
    _db: Fresh,
}

impl Site {
    fn of(routes: Routes, base_url: &str, demo: bool) -> Site {
        let config = Arc::new(Config {
            base_url: base_url.to_owned(),
            demo: demo.then(|| ClockBar { presets: Vec::new() }),
        });
        let db = fresh(Engine::Sqlite);
        let state = AppState {
            config: config.clone(),
            clock: Clock::starting_at(Instant(1_712_682_000_000)),
            db: db.clone(),
            keys: Keys::fixed([1; 32]),
            data_dir: std::env::temp_dir().into(),
            files: app::files::Contents::on_disk(&std::env::temp_dir()),
        };
        Site { router: web::router_of(routes, state), config, _db: db }
    }

    /// The product's own routes.
    fn whole(demo: bool) -> Site {
        Site::of(web::routes::table(), "http://localhost", demo)
    }

    async fn send(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

async fn echo(data: FormData) -> Answer {
    let fields: Vec<String> = data.fields().map(|(n, v)| format!("{n}={v}")).collect();
    let files: Vec<String> =
        data.files().iter().map(|f| format!("{}:{}:{}", f.field, f.file_name, f.size)).collect();
    Ok(format!("{}|{}", fields.join(","), files.join(",")).into_response())
}

async fn content(mut data: FormData) -> Answer {
    let upload = data.take_files().remove(0);
    let bytes = upload.into_bytes().map_err(anyhow::Error::from)?;
    let same = bytes.iter().all(|b| *b == b'x');
    Ok(format!("{} {same}", bytes.len()).into_response())
}

fn routes() -> Routes {
    Routes::new()
        .post("/form", Access::Public, echo)
        .upload("/upload", Access::Public, echo)
        .upload("/content", Access::Public, content)
        .get("/panic", Access::Public, async || -> Answer { panic!("on purpose") })
        .get("/fault", Access::Public, async || -> Answer { Err(anyhow::anyhow!("inner cause").into()) })
        .get("/many", Access::Public, async || -> Answer { Err(WebError::TooMany { retry_after_s: 90 }) })
        .get("/conflict", Access::Public, async || -> Answer {
            Err(WebError::Conflict(Msg::new("error-bad-request-reason")))
        })
        .get("/late", Access::Public, async || -> Answer {
            tokio::time::sleep(std::time::Duration::from_secs(3_600)).await;
            Ok(StatusCode::OK.into_response())
        })
        .get("/judge", Access::Judge, async |ctx: Ctx| ctx.path.clone())
        .post("/judge", Access::Judge, echo)
        .get("/demo", Access::Demo, async || "demo")
}

async fn send(request: Request<Body>) -> Response {
    Site::of(routes(), "http://localhost", false).send(request).await
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn post(path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()
}

const FORM: &str = "application/x-www-form-urlencoded";

fn multipart(path: &str, file: &[u8]) -> Request<Body> {
    let mut body = b"--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na\r\nb\r\n".to_vec();
    body.extend(
        b"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\b\xc3\xa0i.pdf\"\r\n",
    );
    body.extend(b"Content-Type: application/pdf\r\n\r\n");
    body.extend(file);
    body.extend(
        b"\r\n--B\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--B--\r\n",
    );
    let length = body.len();
    let mut request = post(path, "multipart/form-data; boundary=B", body);
    request.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    request
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 64 * MB).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_form_is_read_in_order_with_plain_line_ends() {
    let response = send(post("/form", FORM, "b=1&a=x%0D%0Ay&b=2")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(text(response).await, "b=1,a=x\ny,b=2|");
}

#[tokio::test]
async fn files_arrive_whole_with_their_bare_names() {
    let response = send(multipart("/upload", b"%PDF")).await;
    assert_eq!(text(response).await, "title=a\nb|file:b\u{e0}i.pdf:4");
    for size in [0, 4, 300_000, 20 * MB] {
        let response = send(multipart("/content", &vec![b'x'; size])).await;
        assert_eq!(text(response).await, format!("{size} true"));
    }
}

#[tokio::test]
async fn what_is_no_form_is_refused_in_the_persons_language() {
    let bad_part = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u{0}\r\n--B--\r\n";
    for (kind, body, vi) in [
        (FORM, &b"a=%FF"[..], "UTF-8"),
        (FORM, b"a=\xff", "UTF-8"),
        (FORM, b"a=%0", "đứt quãng"),
        (FORM, b"a=%00", "ký tự điều khiển"),
        ("multipart/form-data; boundary=B", bad_part.as_bytes(), "ký tự điều khiển"),
        ("multipart/form-data; boundary=B", b"--B\r\n", "đứt quãng"),
        ("multipart/form-data", b"--B\r\n", "đứt quãng"),
        ("text/plain", b"a=1", "không phải là biểu mẫu"),
        ("application/json", b"{}", "không phải là biểu mẫu"),
    ] {
        let response = send(post("/form", kind, body.to_vec())).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{kind} {body:?}");
        let page = text(response).await;
        assert!(page.contains(vi) && page.contains("<html lang=\"vi\""), "{kind} {body:?}: {page}");
    }
    let mut request = post("/form", FORM, "a=%FF");
    request.headers_mut().insert(header::COOKIE, "lang=en".parse().unwrap());
    let page = text(send(request).await).await;
    assert!(page.contains("The request cannot be read") && page.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn a_body_beyond_the_limit_gets_a_page_that_tells_the_limit() {
    let announced = |path: &str, kind: &str, size: usize| {
        let mut body = vec![b'a'; size];
        body[1] = b'=';
        let mut request = post(path, kind, body);
        request.headers_mut().insert(header::CONTENT_LENGTH, size.into());
        request
    };
    let unannounced = |size: usize| {
        let chunks = (0..size / MB).map(|_| Ok::<_, std::io::Error>(vec![b'a'; MB]));
        post("/form", FORM, Body::from_stream(futures_util::stream::iter(chunks)))
    };
    for (request, limit) in [
        (announced("/form", FORM, MB + 1), "1 MB"),
        (announced("/form", FORM, 30 * MB), "1 MB"),
        (unannounced(2 * MB), "1 MB"),
        (announced("/upload", "multipart/form-data; boundary=B", 30 * MB), "25 MB"),
        (multipart("/upload", &vec![b'x'; 20 * MB + 1]), "20 MB"),
    ] {
        let response = send(request).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let page = text(response).await;
        assert!(page.contains(&format!("không quá {limit}")), "{limit}: {page}");
    }
    assert_eq!(send(announced("/form", FORM, MB)).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn too_many_fields_are_refused() {
    let body = "a=1&".repeat(20_001);
    assert_eq!(send(post("/form", FORM, body)).await.status(), StatusCode::BAD_REQUEST);
    let body = "a=1&".repeat(20_000);
    assert_eq!(send(post("/form", FORM, body)).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn failures_have_pages_and_hide_their_causes() {
    for (path, status, vi) in [
        ("/panic", 500, "Mã sự cố"),
        ("/fault", 500, "Mã sự cố"),
        ("/many", 429, "1 phút 30 giây"),
        ("/conflict", 409, "không đúng định dạng"),
        ("/nowhere", 404, "Không tìm thấy trang"),
        ("/demo", 404, "Không tìm thấy trang"),
        ("/form", 404, "Không tìm thấy trang"),
        ("/static/app.000000000000.css", 404, ""),
    ] {
        let response = send(get(path)).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        if path == "/many" {
            assert_eq!(response.headers()[header::RETRY_AFTER], "90");
        }
        let page = text(response).await;
        assert!(page.contains(vi), "{path}: {page}");
        assert!(!page.contains("on purpose") && !page.contains("inner cause"), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_never_ends_is_given_up() {
    let response = send(get("/late")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn scripts_of_ours_get_failures_as_data() {
    let mut request = get("/fault");
    request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
    let response = send(request).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let data: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!(data["error"], "Hệ thống gặp sự cố");
}

#[tokio::test]
async fn nobody_in_particular_is_sent_to_sign_in_and_back() {
    let response = send(get("/judge?round=1&x=%C3%A0")).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/login?next=/judge%3Fround%3D1%26x%3D%25C3%25A0");
    let response = send(post("/judge", FORM, "a=1")).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(text(response).await.contains("những gì đã gõ vẫn còn"));
}

#[tokio::test]
async fn a_forged_form_is_refused() {
    for (name, value, status) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("origin", "https://evil.example", 403),
        ("origin", "http://localhost", 200),
    ] {
        let mut request = post("/form", FORM, "a=1");
        request.headers_mut().insert(header::HOST, "localhost".parse().unwrap());
        request.headers_mut().insert(axum::http::HeaderName::from_static(name), value.parse().unwrap());
        let response = send(request).await;
        assert_eq!(response.status().as_u16(), status, "{name}: {value}");
        if status == 403 {
            assert!(text(response).await.contains("<html lang=\"vi\""));
        }
    }
}

#[tokio::test]
async fn every_route_answers_with_the_headers_of_the_house() {
    let site = Site::of(web::routes::table(), "https://thi.example.gov.vn", true);
    for route in web::routes::table().list() {
        let path = route.path.replace("{code}", "vi").replace("{file}", "x");
        let request = Request::builder().method(route.method.clone()).uri(&path);
        let response = site.send(request.body(Body::empty()).unwrap()).await;
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        for part in [
            "default-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{path}");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{path}");
        assert!(headers.contains_key("permissions-policy"), "{path}");
        assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000", "{path}");
        if route.method == Method::POST {
            assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn a_browser_with_a_session_stores_no_page() {
    let mut request = get("/accessibility");
    request.headers_mut().insert(header::COOKIE, "sid=abc".parse().unwrap());
    let site = Site::whole(false);
    let response = site.send(request).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let response = site.send(get("/accessibility")).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
}

#[tokio::test]
async fn static_files_are_kept_for_ever_and_packed() {
    let site = Site::whole(false);
    let url = web::assets::url("app.css");
    let mut request = get(url);
    request.headers_mut().insert(header::ACCEPT_ENCODING, "gzip".parse().unwrap());
    let response = site.send(request).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    let packed = axum::body::to_bytes(response.into_body(), MB).await.unwrap();
    assert_eq!(&packed[..2], b"\x1f\x8b");
    let response = site.send(get(url)).await;
    assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
    assert!(text(response).await.starts_with("/*"));
}

#[tokio::test]
async fn the_language_is_remembered_and_the_page_kept() {
    let site = Site::whole(false);
    for (to, location) in
        [("/a%3Fx%3D1", "/a?x=1"), ("//evil.example", "/"), ("https%3A%2F%2Fevil.example", "/"), ("", "/")]
    {
        let response = site.send(get(&format!("/lang/en?next={to}"))).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::LOCATION], location);
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("lang=en; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    }
    let response = site.send(get("/lang/fr")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    let page = text(site.send(get("/accessibility?a=1")).await).await;
    assert!(page.contains("/lang/en?next=/accessibility%3Fa%3D1"), "{page}");
}

#[tokio::test]
async fn a_message_is_shown_once_after_a_redirect() {
    let site = Site::whole(false);
    let redirect =
        web::flash::redirect(&site.config, "/accessibility", Msg::new("format-vnd").arg("amount", "<b>3"));
    assert_eq!(redirect.status(), StatusCode::SEE_OTHER);
    let cookie =
        redirect.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let mut request = get("/accessibility");
    request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    let response = site.send(request).await;
    let cleared = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cleared.starts_with("flash=; ") && cleared.contains("Max-Age=0"), "{cleared}");
    assert!(text(response).await.contains("&#60;b&#62;3 đồng"));
}

#[tokio::test]
async fn every_route_of_the_table_is_there_once() {
    let table = web::routes::table();
    for (i, route) in table.list().iter().enumerate() {
        assert!(
            !table.list()[..i].iter().any(|r| (&r.method, r.path) == (&route.method, route.path)),
            "{route:?}"
        );
    }
    // Building the router panics where two paths contradict one another.
    let _ = table.into_router();
}

#[tokio::test]
async fn a_refused_form_comes_back_filled_with_its_errors() {
    let site = Site::whole(true);
    let body = "form_key=00112233445566778899aabbccddeeff&title=+&phone=%3Cx%3E";
    let response = site.send(post("/styleguide", FORM, body)).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(response).await;
    assert!(page.contains("<title>Lỗi: "));
    assert!(page.contains("<a href=\"#title\">") && page.contains("<a href=\"#kind-of\">"));
    assert!(page.contains("aria-describedby=\"title-hint title-error\" aria-invalid=\"true\""));
    assert!(page.contains("value=\"&#60;x&#62;\""));
    assert!(!page.contains("00112233445566778899aabbccddeeff"));
    let response = site.send(post("/styleguide", FORM, "title=a&kind-of=person")).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST, "a form without its key");
}

#[tokio::test]
async fn pages_are_packed_and_what_is_packed_already_is_not() {
    let routes = Routes::new()
        .get("/page", Access::Public, async || axum::response::Html("a".repeat(20_000)))
        .get("/short", Access::Public, async || axum::response::Html("a".repeat(500)))
        .get("/sheet", Access::Public, async || {
            ([(header::CONTENT_TYPE, "application/zip")], "a".repeat(20_000))
        });
    let site = Site::of(routes, "http://localhost", false);
    for (path, packed) in [("/page", true), ("/short", false), ("/sheet", false)] {
        let mut request = get(path);
        request.headers_mut().insert(header::ACCEPT_ENCODING, "gzip".parse().unwrap());
        let response = site.send(request).await;
        assert_eq!(response.headers().contains_key(header::CONTENT_ENCODING), packed, "{path}");
    }
}

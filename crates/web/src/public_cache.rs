//! Public pages kept ready for those whom we know nothing about: the evening of a deadline, and the minute of a release, when
//! everybody opens the same page.
//!
//! A handler marks its answer by [`public`]. The next anonymous request for the same path in the same language gets the same
//! bytes, packed once, without a session, a rule or a query, while no commit has happened since (`Db::generation`) and for at
//! most one second. What a page must keep to be marked: it is the same for everybody, and it holds no form key.
//!
//! A request with a session, with a message to show, or with a query never gets a kept page. When a kept page grows old, one
//! request makes it anew and the others wait for it.

use crate::i18n::Lang;
use crate::{AppState, cookie, flash};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// A kept page is shown at most so long.
const KEPT: Duration = Duration::from_secs(1);

/// Pages kept in each language.
const MOST_PAGES: usize = 200;

/// The largest page that is kept, in bytes.
const LARGEST: usize = 256 * 1_024;

/// Called for every request that was answered from a kept page: a counter of views.
pub type OnHit = Arc<dyn Fn() + Send + Sync>;

/// The mark in a response.
#[derive(Clone)]
struct Public {
    on_hit: Option<OnHit>,
}

/// Marks a page as the same for everybody.
pub fn public(mut response: Response) -> Response {
    response.extensions_mut().insert(Public { on_hit: None });
    response
}

/// [`public`], and `on_hit` is called for each request that the handler then does not see.
pub fn public_counted(mut response: Response, on_hit: OnHit) -> Response {
    response.extensions_mut().insert(Public { on_hit: Some(on_hit) });
    response
}

/// The pages of one site.
#[derive(Clone, Default)]
pub struct PublicCache(Arc<[RwLock<Slots>; 2]>);

/// The places of one language, by path.
type Slots = HashMap<String, Arc<Slot>>;

/// The place of one path in one language.
#[derive(Default)]
struct Slot {
    /// Held while the page is made.
    making: Mutex<()>,
    page: RwLock<Option<Arc<Kept>>>,
}

struct Kept {
    generation: u64,
    made_at: Instant,
    headers: HeaderMap,
    plain: Bytes,
    packed: Bytes,
    on_hit: Option<OnHit>,
}

impl Kept {
    fn is_fresh(&self, generation: u64) -> bool {
        self.generation == generation && self.made_at.elapsed() < KEPT
    }

    fn answer(&self, headers: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        if takes_gzip(headers) {
            let encoding = HeaderValue::from_static("gzip");
            response.headers_mut().insert(header::CONTENT_ENCODING, encoding);
            *response.body_mut() = Body::from(self.packed.clone());
        } else {
            *response.body_mut() = Body::from(self.plain.clone());
        }
        response
    }
}

impl PublicCache {
    fn slot(&self, lang: Lang, path: &str) -> Option<Arc<Slot>> {
        self.0[lang as usize].read().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn keep(&self, lang: Lang, path: &str, kept: Arc<Kept>) {
        let mut pages = self.0[lang as usize].write().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MOST_PAGES && !pages.contains_key(path) {
            pages.clear();
        }
        let slot = pages.entry(path.to_owned()).or_default();
        *slot.page.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    fn forget(&self, lang: Lang, path: &str) {
        self.0[lang as usize].write().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}

impl Slot {
    fn fresh(&self, generation: u64) -> Option<Arc<Kept>> {
        let page = self.page.read().unwrap_or_else(PoisonError::into_inner);
        page.as_ref().filter(|kept| kept.is_fresh(generation)).cloned()
    }
}

/// Stands before everything that costs.
pub(crate) async fn layer(
    State((cache, state)): State<(PublicCache, AppState)>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    if request.method() != Method::GET || request.uri().query().is_some() || is_known(headers, &state) {
        return next.run(request).await;
    }
    let lang = cookie::lang(headers);
    let Some(slot) = cache.slot(lang, request.uri().path()) else {
        return make(&cache, lang, &state, request, next).await;
    };
    if let Some(kept) = slot.fresh(state.db.generation()) {
        return hit(&kept, headers);
    }
    let _making = slot.making.lock().await;
    if let Some(kept) = slot.fresh(state.db.generation()) {
        return hit(&kept, headers);
    }
    make(&cache, lang, &state, request, next).await
}

fn hit(kept: &Kept, headers: &HeaderMap) -> Response {
    if let Some(on_hit) = &kept.on_hit {
        on_hit();
    }
    kept.answer(headers)
}

/// True when the answer may depend on who asks.
fn is_known(headers: &HeaderMap, state: &AppState) -> bool {
    headers.contains_key(header::COOKIE)
        && (cookie::session(headers, &state.config).is_some()
            || cookie::entry_session(headers, &state.config).is_some()
            || flash::read(headers).is_some())
}

/// Lets the page be made, and keeps it where it was marked.
async fn make(cache: &PublicCache, lang: Lang, state: &AppState, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let asked = request.headers().get(header::ACCEPT_ENCODING).cloned();
    let (generation, made_at) = (state.db.generation(), Instant::now());
    let mut response = next.run(request).await;
    let mark = response.extensions_mut().remove::<Public>();
    let plain = response.status() == StatusCode::OK && !response.headers().contains_key(header::SET_COOKIE);
    let Some(mark) = mark.filter(|_| plain) else {
        if cache.slot(lang, &path).is_some() {
            cache.forget(lang, &path);
        }
        return response;
    };
    let (parts, body) = response.into_parts();
    let plain = match to_bytes(body, usize::MAX).await {
        Ok(plain) => plain,
        Err(cause) => return crate::WebError::fault(cause).into_response(),
    };
    if plain.len() > LARGEST {
        return Response::from_parts(parts, Body::from(plain));
    }
    let packed = match pack(&plain) {
        Ok(packed) => packed,
        Err(cause) => return crate::WebError::fault(cause).into_response(),
    };
    let mut headers = parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let kept = Arc::new(Kept { generation, made_at, headers, plain, packed, on_hit: mark.on_hit });
    cache.keep(lang, &path, kept.clone());
    let asked: HeaderMap = asked.into_iter().map(|value| (header::ACCEPT_ENCODING, value)).collect();
    kept.answer(&asked)
}

fn pack(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut out = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::default());
    out.write_all(plain)?;
    Ok(out.finish()?.into())
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused =
            parts.any(|p| p.strip_prefix("q=").is_some_and(|q| q.trim_end_matches(['0', '.']).is_empty()));
        (name.eq_ignore_ascii_case("gzip") || name == "*") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_taken_where_it_is_not_refused() {
        for (accepted, takes) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000", false),
            ("br", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(takes_gzip(&headers), takes, "{accepted}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }

    #[test]
    fn no_more_than_so_many_pages_are_kept() {
        let cache = PublicCache::default();
        let kept = Arc::new(Kept {
            generation: 1,
            made_at: Instant::now(),
            headers: HeaderMap::new(),
            plain: Bytes::new(),
            packed: Bytes::new(),
            on_hit: None,
        });
        for n in 0..3 * MOST_PAGES {
            cache.keep(Lang::Vi, &format!("/{n}"), kept.clone());
            assert!(cache.0[0].read().unwrap().len() <= MOST_PAGES);
        }
        let last = cache.slot(Lang::Vi, &format!("/{}", 3 * MOST_PAGES - 1)).unwrap();
        assert!(last.fresh(1).is_some() && last.fresh(2).is_none(), "not after a commit");
        assert!(cache.slot(Lang::En, &format!("/{}", 3 * MOST_PAGES - 1)).is_none());
    }
}

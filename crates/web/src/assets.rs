//! Static files: embedded, named by their content, kept by browsers for ever.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A file of `static/`, embedded at build time.
pub struct Asset {
    pub name: &'static str,
    /// The address with the hash of the content: it changes when the content does.
    pub url: &'static str,
    pub content_type: &'static str,
    pub body: &'static [u8],
    /// The gzip body, where it is smaller.
    pub gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file by its plain name (`app.css`). A name that does not exist is logged and answered by a path
/// that is not found; a test looks up every name that a template uses.
pub fn url(name: &str) -> &'static str {
    match ASSETS.iter().find(|a| a.name == name) {
        Some(asset) => asset.url,
        None => {
            tracing::error!(name, "static file missing");
            "/static/missing"
        }
    }
}

/// GET /static/{file}.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|a| a.url.strip_prefix("/static/") == Some(file.as_str())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = match asset.gzip.filter(|_| accepts_gzip(&headers)) {
        Some(packed) => {
            let mut response = Response::new(Body::from(packed));
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
        None => Response::new(Body::from(asset.body)),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let refused = parts
                .any(|q| matches!(q.strip_prefix("q=").map(|v| v.trim_end_matches(['0', '.'])), Some("")));
            name.eq_ignore_ascii_case("gzip") && !refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        for (accept, takes) in [
            ("gzip, deflate, br", true),
            ("GZIP;q=0.5", true),
            ("deflate, br", false),
            ("gzip;q=0", false),
            ("gzip;q=0.0", false),
            ("gzip;q=1", true),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
            assert_eq!(accepts_gzip(&headers), takes, "{accept:?}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }

    #[test]
    fn every_address_holds_the_hash_of_the_content() {
        use sha2::{Digest, Sha256};
        for asset in ASSETS {
            let hash: String =
                Sha256::digest(asset.body).iter().take(6).map(|b| format!("{b:02x}")).collect();
            assert!(asset.url.contains(&hash), "{}", asset.url);
        }
    }
}

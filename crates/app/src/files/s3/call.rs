//! One request to the store and its answer: signed anew at every try, tried again where that may help.

use super::place::Place;
use super::sign::{self, Asked};
use super::{PIECE, S3, StoreFault};
use std::sync::Arc;
use std::time::Duration;
use ureq::http::{HeaderMap, Request, Response};
use ureq::tls::{PemItem, RootCerts, TlsConfig};

const CONNECT: Duration = Duration::from_secs(10);
/// Between two pieces of an answer, or of what is sent.
const SILENCE: Duration = Duration::from_secs(30);
/// For a whole request: a piece over a line of 28 kB a second.
const WHOLE: Duration = Duration::from_secs(300);
/// Before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(1_000)];

/// What the store says.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The text of the first element of that name.
    pub fn element(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (inside, _) = rest.split_once(&format!("</{name}>"))?;
        Some(quick_xml::escape::unescape(inside).map_or_else(|_| inside.to_owned(), |t| t.into_owned()))
    }

    /// In words for the operator, and for what it was.
    pub fn fault(&self, what: &str) -> StoreFault {
        let code = self.element("Code").unwrap_or_default();
        let text = self.element("Message").unwrap_or_default();
        let hint = match (self.status, code.as_str()) {
            (_, "NoSuchBucket") => " (the bucket does not exist)",
            (_, "SignatureDoesNotMatch") => " (the secret key is wrong)",
            (_, "InvalidAccessKeyId") => " (the access key is not known)",
            (_, "RequestTimeTooSkewed") => " (the clock of this machine or of the store is wrong)",
            (401 | 403, _) => " (the keys are wrong or may not do this)",
            _ => "",
        };
        let status = self.status;
        let said =
            format!("{what}: {status} {code} {text}{hint}").split_whitespace().collect::<Vec<_>>().join(" ");
        match is_passing(status) {
            true => StoreFault::Away(said),
            false => StoreFault::Refuses(said),
        }
    }
}

/// Busy, or broken for now.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

pub(super) fn agent(place: &Place) -> ureq::Agent {
    let mut tls = TlsConfig::builder();
    if let Some(pem) = &place.authority {
        let certificates = ureq::tls::parse_pem(pem).filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        });
        tls = tls.root_certs(RootCerts::Specific(Arc::new(certificates.collect())));
    }
    ureq::Agent::config_builder()
        .tls_config(tls.build())
        // The store is the office's own: never through somebody else's proxy, never sent on to another host.
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_connect(Some(CONNECT))
        .timeout_per_read(Some(SILENCE))
        .timeout_per_write(Some(SILENCE))
        .timeout_global(Some(WHOLE))
        .user_agent("sangkien")
        .build()
        .into()
}

impl S3 {
    /// Asks and waits for the whole answer, which is at most a piece long. An answer that says no is an answer. Blocking.
    pub(super) fn call(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        range: Option<&str>,
        body: &[u8],
    ) -> Result<Answer, StoreFault> {
        let mut pauses = PAUSES.iter();
        loop {
            let said = self.once(method, path, query, range, body);
            let again = said.as_ref().map_or(true, |answer| is_passing(answer.status));
            match pauses.next().filter(|_| again) {
                Some(pause) => std::thread::sleep(*pause),
                None => return said.map_err(|why| StoreFault::Away(why.to_string())),
            }
        }
    }

    fn once(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        range: Option<&str>,
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let place = &self.place;
        let mut pairs: Vec<String> =
            query.iter().map(|(k, v)| format!("{}={}", sign::escaped(k), sign::escaped(v))).collect();
        pairs.sort();
        let query = pairs.join("&");
        let hash = sign::hex_of(body);
        // The store compares it with its own clock: never the time of a contest that is played.
        let at = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let asked = Asked {
            method,
            host: &place.host,
            path,
            query: &query,
            body: &hash,
            at: &at,
            region: &place.region,
        };
        let end = if query.is_empty() { String::new() } else { format!("?{query}") };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}://{}{path}{end}", place.scheme, place.host))
            .header("authorization", sign::authorization(&place.keys, &asked))
            .header("x-amz-content-sha256", &hash)
            .header("x-amz-date", &at);
        if let Some(range) = range {
            request = request.header("range", range);
        }
        let response = match method {
            "PUT" | "POST" => self.agent.run(request.body(body)?)?,
            _ => self.agent.run(request.body(())?)?,
        };
        let (head, body): (_, ureq::Body) = Response::into_parts(response);
        let most = PIECE as u64 + 1;
        let body =
            if method == "HEAD" { Vec::new() } else { body.into_with_config().limit(most).read_to_vec()? };
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }
}

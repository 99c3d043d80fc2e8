//! Reading and setting cookies. All are HttpOnly, SameSite=Lax and Path=/; over https also Secure.

use crate::Config;
use crate::i18n::Lang;
use axum::http::{HeaderMap, HeaderValue, header};

/// A year, in seconds: for what a person chose and would be surprised to lose.
const LONG: i64 = 365 * 24 * 60 * 60;

/// The name of the session cookie. Over https the browser itself guards it from other hosts by the `__Host-` prefix.
pub fn session_name(config: &Config) -> &'static str {
    if config.is_https() { "__Host-sid" } else { "sid" }
}

/// The session token as the browser sent it, unchecked.
pub fn session<'h>(headers: &'h HeaderMap, config: &Config) -> Option<&'h str> {
    read(headers, session_name(config))
}

/// Sets the session cookie for the life of the browser, or for `max_age_s` seconds.
pub fn set_session(config: &Config, token: &str, max_age_s: Option<i64>) -> HeaderValue {
    build(config, session_name(config), token, max_age_s)
}

pub fn clear_session(config: &Config) -> HeaderValue {
    build(config, session_name(config), "", Some(0))
}

/// The name of the cookie of an entrant with receipt code and PIN: a person may be signed in beside it.
fn entry_name(config: &Config) -> &'static str {
    if config.is_https() { "__Host-eid" } else { "eid" }
}

/// The token of an entry's session as the browser sent it, unchecked.
pub fn entry_session<'h>(headers: &'h HeaderMap, config: &Config) -> Option<&'h str> {
    read(headers, entry_name(config))
}

pub fn set_entry_session(config: &Config, token: &str) -> HeaderValue {
    build(config, entry_name(config), token, None)
}

pub fn clear_entry_session(config: &Config) -> HeaderValue {
    build(config, entry_name(config), "", Some(0))
}

/// The cookie by which an account knows a browser it has logged in on before.
pub fn device(headers: &HeaderMap) -> Option<&str> {
    read(headers, "dev")
}

pub fn set_device(config: &Config, device: &str) -> HeaderValue {
    build(config, "dev", device, Some(LONG))
}

/// The chosen language; Vietnamese when none was chosen.
pub fn lang(headers: &HeaderMap) -> Lang {
    read(headers, "lang").and_then(Lang::parse).unwrap_or_default()
}

pub fn set_lang(config: &Config, lang: Lang) -> HeaderValue {
    build(config, "lang", lang.code(), Some(LONG))
}

/// The value of the first cookie of that name.
pub fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` value. `value` holds token characters only (base64url, hex, a language code); anything else makes the
/// cookie empty rather than malformed.
pub fn build(config: &Config, name: &str, value: &str, max_age_s: Option<i64>) -> HeaderValue {
    let clean = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b));
    let value = if clean { value } else { "" };
    let age = max_age_s.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
    let secure = if config.is_https() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(base_url: &str) -> Config {
        Config { base_url: base_url.to_owned(), ..Config::default() }
    }

    #[test]
    fn the_session_cookie_is_bound_to_the_host_over_https() {
        let (plain, tls) = (config("http://127.0.0.1:8080"), config("https://thi.example.gov.vn"));
        assert_eq!(set_session(&plain, "abc", None), "sid=abc; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(
            set_session(&tls, "abc", Some(60)),
            "__Host-sid=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
        );
        assert_eq!(clear_session(&plain), "sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn cookies_are_found_by_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("xsid=1; sid=two; lang=en; sid=three"));
        assert_eq!(session(&headers, &config("http://localhost")), Some("two"));
        assert_eq!(session(&headers, &config("https://localhost")), None);
        assert_eq!(lang(&headers), Lang::En);
    }

    #[test]
    fn an_unknown_language_is_vietnamese() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("lang=fr"));
        assert_eq!(lang(&headers), Lang::Vi);
    }

    #[test]
    fn a_value_cannot_add_attributes() {
        assert_eq!(
            build(&config("http://h"), "x", "a; Domain=evil", None),
            "x=; Path=/; HttpOnly; SameSite=Lax"
        );
    }
}

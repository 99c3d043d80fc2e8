//! A message that survives exactly one redirect: "saved", "sent". It travels in a cookie as the key of a text with its
//! arguments and is read back only when both languages know the key.

use crate::ctx::Ctx;
use crate::i18n::{Arg, Msg, knows};
use crate::{Config, cookie};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;

const NAME: &str = "flash";

/// The longest text argument that is carried, in bytes: a code or a title, not a document.
const LONGEST: usize = 300;

/// 303 to a path of ours; the next page shows `msg` at its top.
pub fn redirect(config: &Config, to: &str, msg: Msg) -> Response {
    let mut response = see_other(to);
    response.headers_mut().append(header::SET_COOKIE, cookie::build(config, NAME, &encode(&msg), Some(60)));
    response
}

/// 303 to a path of ours.
pub fn see_other(to: &str) -> Response {
    let to = if is_local(to) { to } else { "/" };
    let location = HeaderValue::try_from(to).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// True for a path on this site: what a `next` parameter may hold.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

pub(crate) fn read(headers: &HeaderMap) -> Option<Msg> {
    decode(cookie::read(headers, NAME)?)
}

/// Removes the cookie once a page has shown the message.
pub(crate) fn forget_when_shown(ctx: &Ctx, config: &Config, response: &mut Response) {
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if ctx.flash.is_some() && is_page {
        response.headers_mut().append(header::SET_COOKIE, cookie::build(config, NAME, "", Some(0)));
    }
}

fn encode(msg: &Msg) -> String {
    let mut parts = vec![msg.key.to_string()];
    for (name, arg) in &msg.args {
        let (kind, text) = match arg {
            Arg::Text(text) => ('t', text.chars().take(LONGEST / 4).collect()),
            Arg::Count(n) => ('n', n.to_string()),
            Arg::At(ms) => ('a', ms.to_string()),
            Arg::Day(day) => ('d', day.to_string()),
            Arg::Vnd(n) => ('v', n.to_string()),
            Arg::Marks(n) => ('m', n.to_string()),
            Arg::Key(key) => ('k', key.to_string()),
        };
        parts.push(format!("{name}\u{1}{kind}{text}"));
    }
    BASE64URL_NOPAD.encode(parts.join("\u{2}").as_bytes())
}

fn decode(value: &str) -> Option<Msg> {
    let text = String::from_utf8(BASE64URL_NOPAD.decode(value.as_bytes()).ok()?).ok()?;
    let mut parts = text.split('\u{2}');
    let key = parts.next().filter(|key| knows(key))?.to_owned();
    let mut msg = Msg { key: key.into(), args: Vec::new() };
    for part in parts {
        let (name, value) = part.split_once('\u{1}')?;
        let kind = value.chars().next()?;
        let value = value.get(kind.len_utf8()..)?;
        let arg = match kind {
            't' => Arg::Text(value.to_owned().into()),
            'n' => Arg::Count(value.parse().ok()?),
            'a' => Arg::At(value.parse().ok()?),
            'd' => Arg::Day(value.parse().ok()?),
            'v' => Arg::Vnd(value.parse().ok()?),
            'm' => Arg::Marks(value.parse().ok()?),
            'k' => Arg::Key(Some(value).filter(|key| knows(key))?.to_owned().into()),
            _ => return None,
        };
        msg.args.push((name.to_owned().into(), arg));
    }
    Some(msg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_back_as_it_was_sent() {
        let msg = Msg::new("format-vnd").arg("amount", "3.000.000");
        assert_eq!(decode(&encode(&msg)), Some(msg));
        let msg = Msg::new("format-days").arg("n", 3);
        assert_eq!(decode(&encode(&msg)), Some(msg));
    }

    #[test]
    fn a_forged_message_is_not_shown() {
        for forged in ["", "%%%", "AAAA", &BASE64URL_NOPAD.encode(b"no-such-text")] {
            assert_eq!(decode(forged), None, "{forged}");
        }
    }

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for (path, local) in [
            ("/entries/5?x=1", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("", false),
            ("/a\nb", false),
            ("/\u{1ea1}", false),
        ] {
            assert_eq!(is_local(path), local, "{path:?}");
        }
    }
}

//! Letters put into words: the texts `mail-KIND-subject` and `mail-KIND-body` in the reader's language.

use crate::Config;
use crate::i18n::{Arg, Lang, T};
use app::mail::{Content, Line, NoteArg, content_of};

/// Subject and body of a letter as the outbox holds it. One that came in words stays as it is.
pub fn write(config: &Config, kind: &str, lang: &str, subject: &str, body: &str) -> (String, String) {
    let t = T::new(Lang::parse(lang).unwrap_or_default());
    match content_of(subject, body) {
        Content::Words => (subject.to_owned(), body.to_owned()),
        Content::Note(args) => {
            let args: Vec<_> = args.iter().map(|(name, arg)| (name.as_str(), value(config, arg))).collect();
            in_words(t, kind, &args)
        }
        Content::Digest { lines, count, more, link } => {
            let link = Arg::from(format!("{}{link}", config.base_url));
            let mut said: Vec<String> = lines.iter().map(|l| line(config, t, l)).collect();
            if more > 0 {
                said.push(t.a1("mail-digest-more", "n", more));
            }
            in_words(t, "digest", &[("n", count.into()), ("lines", said.join("\n").into()), ("link", link)])
        }
    }
}

/// A letter of a kind with its arguments.
pub fn in_words(t: T, kind: &str, args: &[(&str, Arg<'_>)]) -> (String, String) {
    let mut subject = t.a(&format!("mail-{kind}-subject"), args);
    // A name may be anything; what stands in the head of a letter is one line.
    if subject.contains(char::is_control) {
        subject =
            subject.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    (subject, t.a(&format!("mail-{kind}-body"), args))
}

/// An argument as the texts take it.
pub fn value<'a>(config: &Config, arg: &'a NoteArg) -> Arg<'a> {
    match arg {
        NoteArg::Text(text) => Arg::from(text),
        NoteArg::Count(n) => Arg::Count(*n),
        NoteArg::At(at) => Arg::At(at.0),
        NoteArg::Path(path) => Arg::from(format!("{}{path}", config.base_url)),
    }
}

/// One line of a collected letter.
fn line(config: &Config, t: T, line: &Line) -> String {
    let args: Vec<_> = line.args.iter().map(|(name, arg)| (name.as_str(), value(config, arg))).collect();
    let (what, _) = in_words(t, &line.kind, &args);
    let at = line.args.iter().find_map(|(name, arg)| match arg {
        NoteArg::At(at) if name == "at" => Some(at.0),
        _ => None,
    });
    let args = [("what", what.into()), ("times", line.times.into()), ("at", Arg::At(at.unwrap_or_default()))];
    t.a(if line.times > 1 { "mail-digest-line-times" } else { "mail-digest-line" }, &args)
}

/// For the postman.
pub fn words(config: std::sync::Arc<Config>) -> std::sync::Arc<app::outbox::Words> {
    std::sync::Arc::new(move |due| write(&config, &due.kind, &due.lang, &due.subject, &due.body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_has_its_letter() {
        for kind in domain::notices::Kind::ALL {
            for part in ["subject", "body"] {
                let key = format!("mail-notice-{}-{part}", kind.word());
                assert!(crate::i18n::knows(&key), "{key}");
            }
        }
    }

    #[test]
    fn a_letter_speaks_its_readers_language_and_names_the_whole_address() {
        let config = Config { base_url: "https://thi.example.vn".into(), ..Config::default() };
        let body = r#"{"name":{"text":"Trần Thị Ước"},"login":{"text":"uoc"},"link":{"path":"/invitation/abc"},"until":{"at":1712682000000}}"#;
        let (subject, vi) = write(&config, "people-invite", "vi", "", body);
        assert!(!subject.starts_with("mail-") && !subject.contains('\n'), "{subject}");
        assert!(vi.contains("Trần Thị Ước") && vi.contains("https://thi.example.vn/invitation/abc"), "{vi}");
        let (_, en) = write(&config, "people-reset", "en", "", body);
        assert!(en.contains("https://thi.example.vn/invitation/abc") && en.contains("Dear"), "{en}");
        assert_eq!(write(&config, "x", "vi", "Chủ đề", "Nội dung"), ("Chủ đề".into(), "Nội dung".into()));
    }

    #[test]
    fn fifty_edits_of_a_night_are_one_line_of_one_letter() {
        let config = Config { base_url: "https://thi.example.vn".into(), ..Config::default() };
        let args = |entry: &str| {
            vec![
                ("entry".to_owned(), NoteArg::Text(entry.to_owned())),
                ("at".to_owned(), NoteArg::At(domain::time::Instant(1_712_100_000_000))),
            ]
        };
        let line = |kind: &str, times, entry| Line { kind: kind.into(), times, args: args(entry) };
        let lines =
            [line("notice-entry-received", 1, "CM24-001"), line("notice-entry-edited", 50, "CM24-002")];
        let body = app::mail::digest_json(&lines, 51, 0, "/inbox");
        for lang in ["vi", "en"] {
            let (subject, text) = write(&config, "digest", lang, "", &body);
            assert!(subject.contains("51") && !subject.contains("mail-"), "{subject}");
            assert_eq!(text.lines().filter(|l| l.starts_with("– ")).count(), 2, "{text}");
            assert!(text.contains("CM24-002") && text.contains("50") && text.contains("/inbox"), "{text}");
        }
    }

    #[test]
    fn a_name_breaks_no_line_of_the_head() {
        let t = T::new(Lang::Vi);
        let hostile = "Cuộc thi\r\nBcc: ke@gian.vn\r\n\r\nChào";
        let args = [("contest", Arg::from(hostile)), ("at", Arg::At(0)), ("link", Arg::from(""))];
        let (subject, _) = in_words(t, "notice-contest-opened", &args);
        assert_eq!(subject, "Phát động: Cuộc thi Bcc: ke@gian.vn Chào");
    }
}

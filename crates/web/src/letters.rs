//! Letters put into words: the texts `mail-KIND-subject` and `mail-KIND-body` in the reader's language.

use crate::Config;
use crate::i18n::{Arg, Lang, T};
use app::mail::{NoteArg, args_of};

/// Subject and body of a letter as the outbox holds it. One that came in words stays as it is.
pub fn write(config: &Config, kind: &str, lang: &str, subject: &str, body: &str) -> (String, String) {
    let Some(args) = args_of(subject, body) else { return (subject.to_owned(), body.to_owned()) };
    let t = T::new(Lang::parse(lang).unwrap_or_default());
    let args: Vec<(&str, Arg<'_>)> = args
        .iter()
        .map(|(name, arg)| {
            let arg = match arg {
                NoteArg::Text(text) => Arg::from(text),
                NoteArg::Count(n) => Arg::Count(*n),
                NoteArg::At(at) => Arg::At(at.0),
                NoteArg::Path(path) => Arg::from(format!("{}{path}", config.base_url)),
            };
            (name.as_str(), arg)
        })
        .collect();
    (t.a(&format!("mail-{kind}-subject"), &args), t.a(&format!("mail-{kind}-body"), &args))
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
        for word in domain::notices::WORDS {
            for part in ["subject", "body"] {
                let key = format!("mail-notice-{word}-{part}");
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
}

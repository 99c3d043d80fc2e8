//! Bài viết: the announcement and the news of a contest, with a date, a count of views and a vote of one to five stars.

use crate::text;
use crate::words::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArticleKind {
    Announcement,
    News,
    Result,
}

words!(ArticleKind { Announcement = "announcement", News = "news", Result = "result" });

/// An article as typed, in good form. The body is plain text: paragraphs parted by empty lines, list items beginning with `- `,
/// headings beginning with `## `; whatever else stands there is shown as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFields {
    pub title: String,
    pub body: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleRefusal {
    TitleMissing,
    TitleTooLong {
        most: usize,
    },
    BodyMissing,
    BodyTooLong {
        most: usize,
    },
    /// Somebody saved this article since it was opened.
    ChangedMeanwhile,
}

pub const TITLE_MOST: usize = 300;
pub const BODY_MOST: usize = 50_000;

/// Checks an article. All reasons at once.
pub fn check_article(title: &str, body: &str) -> Result<ArticleFields, Vec<ArticleRefusal>> {
    let mut why = Vec::new();
    let title = text::clean_line(title);
    match text::length(&title) {
        0 => why.push(ArticleRefusal::TitleMissing),
        n if n > TITLE_MOST => why.push(ArticleRefusal::TitleTooLong { most: TITLE_MOST }),
        _ => {}
    }
    let body = text::clean(body);
    match text::length(&body) {
        0 => why.push(ArticleRefusal::BodyMissing),
        n if n > BODY_MOST => why.push(ArticleRefusal::BodyTooLong { most: BODY_MOST }),
        _ => {}
    }
    if why.is_empty() { Ok(ArticleFields { title, body }) } else { Err(why) }
}

/// One to five stars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stars(u8);

impl Stars {
    pub fn parse(typed: &str) -> Option<Stars> {
        match typed.trim().as_bytes() {
            [d @ b'1'..=b'5'] => Some(Stars(d - b'0')),
            _ => None,
        }
    }

    pub fn count(self) -> u8 {
        self.0
    }
}

/// Sum and number of the votes: the mean is printed from both, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StarTally {
    pub sum: i64,
    pub votes: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_has_title_and_body_within_bounds() {
        assert_eq!(
            check_article(" Phát động  cuộc thi ", "Dòng một\r\n\r\nDòng hai ").unwrap(),
            ArticleFields {
                title: "Phát động cuộc thi".into(), body: "Dòng một\n\nDòng hai".into()
            }
        );
        assert_eq!(
            check_article("", " ").unwrap_err(),
            [ArticleRefusal::TitleMissing, ArticleRefusal::BodyMissing]
        );
        assert_eq!(
            check_article(&"ề".repeat(301), &"ề".repeat(50_001)).unwrap_err(),
            [ArticleRefusal::TitleTooLong { most: 300 }, ArticleRefusal::BodyTooLong { most: 50_000 }]
        );
        assert!(check_article(&"ề".repeat(300), &"ề".repeat(50_000)).is_ok());
    }

    #[test]
    fn stars_are_one_to_five() {
        for (typed, want) in [
            ("1", Some(1)),
            (" 5 ", Some(5)),
            ("0", None),
            ("6", None),
            ("4.5", None),
            ("", None),
            ("-1", None),
        ] {
            assert_eq!(Stars::parse(typed).map(Stars::count), want, "{typed}");
        }
    }
}

//! *Bản thuyết minh bằng Word*: the text of an entry, made from what its author typed. Goes beside a video, pictures or a program.
//! Source: announcement, form of entries.

use crate::document::docx::{self, NotWritten};
use crate::document::{Block, Document, Page, Role, Section, Text};
use jiff::civil::Date;

/// What stands in it; what is empty is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    pub contest: String,
    pub title: String,
    /// Label and value: area, form, unit.
    pub lines: Vec<(String, String)>,
    /// One line an author.
    pub authors: Vec<String>,
    /// Name and text, in the order of the contest.
    pub sections: Vec<(String, String)>,
    pub dated: Date,
}

pub fn document(c: &Companion) -> Document {
    let mut blocks: Vec<Block> =
        vec![Text::plain(Role::Note, c.contest.clone()), Text::plain(Role::Display, c.title.clone())];
    for (label, value) in c.lines.iter().filter(|(_, value)| !value.is_empty()) {
        blocks.push(Text::plain(Role::Body, format!("{label}: {value}")));
    }
    blocks.extend(c.authors.iter().map(|a| Text::plain(Role::Dash, a.clone())));
    let told = c.sections.iter().filter(|(_, text)| !text.trim().is_empty());
    for (n, (name, text)) in told.enumerate() {
        blocks.push(Text::labelled(Role::Heading, format!("{}.", n + 1), name.clone()));
        let paragraphs = text.lines().filter(|line| !line.trim().is_empty());
        blocks.extend(paragraphs.map(|line| Text::plain(Role::Body, line.to_owned())));
    }
    Document {
        title: c.title.clone(),
        dated: c.dated,
        sections: vec![Section { page: Page::Portrait, blocks }],
    }
}

/// The file; the same values are the same bytes.
pub fn docx(c: &Companion) -> Result<Vec<u8>, NotWritten> {
    docx::render(&document(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stands_in_it_and_the_rest_does_not() {
        let c = Companion {
            contest: "Tìm kiếm sáng kiến".to_owned(),
            title: "Một cửa thân thiện".to_owned(),
            lines: vec![("Lĩnh vực".to_owned(), "Một cửa".to_owned()), ("Đơn vị".to_owned(), String::new())],
            authors: vec!["Lê Thị Mơ, công chức".to_owned()],
            sections: vec![
                ("Thực trạng".to_owned(), "Dân phải đi lại.\n\nNhiều lần.".to_owned()),
                ("Tính mới".to_owned(), "  ".to_owned()),
                ("Hiệu quả".to_owned(), "Nhanh hơn.".to_owned()),
            ],
            dated: jiff::civil::date(2024, 4, 5),
        };
        let Some(section) = document(&c).sections.pop() else { panic!("a section") };
        let said: Vec<String> = section
            .blocks
            .iter()
            .map(|b| match b {
                Block::Text(t) => format!("{}{}", t.label, t.text),
                other => panic!("{other:?}"),
            })
            .collect();
        let wanted = [
            "Tìm kiếm sáng kiến",
            "Một cửa thân thiện",
            "Lĩnh vực: Một cửa",
            "Lê Thị Mơ, công chức",
            "1.Thực trạng",
            "Dân phải đi lại.",
            "Nhiều lần.",
            "2.Hiệu quả",
            "Nhanh hơn.",
        ];
        assert_eq!(said, wanted);
        assert_eq!(docx(&c).ok(), docx(&c).ok());
    }
}

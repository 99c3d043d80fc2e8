//! The wording of a paper: a text file in a small strict language, filled with fields and slots. What a person typed goes in as
//! the value of a field after the lines were read, so it can never become a command.
//!
//! One line, one paragraph:
//!
//! | Line | Part |
//! |---|---|
//! | `% …` | remark, not printed |
//! | `@tên-loại QUYẾT ĐỊNH` | name of the kind of paper |
//! | `@trích-yếu Về việc …` | its abstract, right after the name |
//! | `@về-việc …` | `V/v …` of an official letter, in the letterhead |
//! | `@kính-gửi …` | an addressee; several lines make a list |
//! | `@căn-cứ …` | a ground, italic |
//! | `@giữa …`, `@lớn …` | bold in the middle; large |
//! | `@mục I. …` | heading |
//! | `@ghi-chú …` | italic in the middle |
//! | `@chèn name` | a slot: a table, a list or a chart made from the data |
//! | `@nơi-nhận …` | a recipient; the last is the file copy |
//! | `Điều 1. …` (without a full stop: a title), `1. …`, `a) …`, `- …` | article, clause, point, dash |
//! | anything else | paragraph |
//!
//! `{name}` is a field. A line with a field `{name?}` that is empty is left out. `{{` and `}}` are braces. An unknown command,
//! field or slot is refused with its line, before anything is printed.

use std::collections::BTreeMap;

use crate::document::{Block, Role, Text};

/// What a wording is filled with.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    fields: BTreeMap<&'static str, String>,
    slots: BTreeMap<&'static str, Vec<Block>>,
}

impl Filling {
    pub fn field(mut self, name: &'static str, value: impl Into<String>) -> Filling {
        self.fields.insert(name, value.into());
        self
    }

    pub fn slot(mut self, name: &'static str, blocks: Vec<Block>) -> Filling {
        self.slots.insert(name, blocks);
        self
    }
}

/// A wording that was filled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filled {
    pub blocks: Vec<Block>,
    /// Of an official letter, else empty.
    pub about: String,
    pub recipients: Vec<String>,
}

/// Why a wording cannot be used, and where. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {mistake}")]
pub struct BadWording {
    pub line: usize,
    pub mistake: Mistake,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    #[error("unknown command @{0}")]
    UnknownCommand(String),
    #[error("unknown field {{{0}}}")]
    UnknownField(String),
    #[error("unknown slot {0}")]
    UnknownSlot(String),
    #[error("a brace is open or stands alone; write {{{{ or }}}} for a brace itself")]
    LoneBrace,
    #[error("the abstract stands right after the name of the paper")]
    AbstractWithoutName,
}

/// Fills a wording. All mistakes are told at once.
pub fn fill(wording: &str, filling: &Filling) -> Result<Filled, Vec<BadWording>> {
    let mut filled = Filled::default();
    let mut mistakes = Vec::new();
    for (i, line) in wording.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('%') {
            continue;
        }
        if let Err(mistake) = filled.line(line, filling) {
            mistakes.push(BadWording { line: i + 1, mistake });
        }
    }
    if mistakes.is_empty() { Ok(filled) } else { Err(mistakes) }
}

impl Filled {
    fn line(&mut self, line: &str, filling: &Filling) -> Result<(), Mistake> {
        let Some(command) = line.strip_prefix('@') else {
            return self.paragraph(line, filling);
        };
        let (command, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let rest = rest.trim();
        if command == "chèn" {
            let blocks = filling.slots.get(rest).ok_or_else(|| Mistake::UnknownSlot(rest.to_owned()))?;
            self.blocks.extend(blocks.iter().cloned());
            return Ok(());
        }
        let text = substituted(rest, filling)?;
        let role = match command {
            "giữa" => Role::Centred,
            "lớn" => Role::Display,
            "căn-cứ" => Role::Ground,
            "mục" => Role::Heading,
            "ghi-chú" => Role::Note,
            "tên-loại" | "trích-yếu" | "về-việc" | "kính-gửi" | "nơi-nhận" => {
                return text.map_or(Ok(()), |text| self.part(command, text));
            }
            _ => return Err(Mistake::UnknownCommand(command.to_owned())),
        };
        self.blocks.extend(text.map(|text| Text::plain(role, text)));
        Ok(())
    }

    /// Parts that are no paragraphs.
    fn part(&mut self, command: &str, text: String) -> Result<(), Mistake> {
        match (command, self.blocks.last_mut()) {
            ("tên-loại", _) => self.blocks.push(Block::TypeName { name: text, about: String::new() }),
            ("trích-yếu", Some(Block::TypeName { about, .. })) if about.is_empty() => *about = text,
            ("trích-yếu", _) => return Err(Mistake::AbstractWithoutName),
            ("kính-gửi", Some(Block::Addressees { to })) => to.push(text),
            ("kính-gửi", _) => self.blocks.push(Block::Addressees { to: vec![text] }),
            ("về-việc", _) => self.about = text,
            _ => self.recipients.push(text),
        }
        Ok(())
    }

    fn paragraph(&mut self, line: &str, filling: &Filling) -> Result<(), Mistake> {
        let (role, label, rest) = labelled(line);
        if let Some(text) = substituted(rest, filling)? {
            self.blocks.push(Text::labelled(role, label, text));
        }
        Ok(())
    }
}

/// The role of a line and its label, by how it begins in the wording itself.
fn labelled(line: &str) -> (Role, &str, &str) {
    if let Some(rest) = line.strip_prefix("- ") {
        return (Role::Dash, "-", rest.trim_start());
    }
    let number = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let cut = |end: usize| (&line[..end], line[end..].trim_start());
    if let Some((article, _)) = line.strip_prefix("Điều ").and_then(|rest| rest.split_once('.'))
        && number(article)
    {
        let (label, rest) = cut("Điều ".len() + article.len() + 1);
        // A title has no full stop.
        let sentence = rest.ends_with(['.', ';', ':', '/']);
        return (if sentence { Role::Article } else { Role::ArticleTitle }, label, rest);
    }
    if let Some((label, _)) = line.split_once(". ")
        && number(label)
    {
        let (label, rest) = cut(label.len() + 1);
        return (Role::Clause, label, rest);
    }
    if let Some((label, _)) = line.split_once(") ")
        && label.chars().count() == 1
        && label.chars().all(char::is_lowercase)
    {
        let (label, rest) = cut(label.len() + 1);
        return (Role::Point, label, rest);
    }
    (Role::Body, "", line)
}

/// The text with its fields, or `None` when a field that may be empty is empty.
fn substituted(text: &str, filling: &Filling) -> Result<Option<String>, Mistake> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        let after = &rest[at + 1..];
        if after.starts_with(brace) {
            out.push_str(brace);
            rest = &after[1..];
            continue;
        }
        let end = after.find('}').filter(|_| brace == "{").ok_or(Mistake::LoneBrace)?;
        let name = &after[..end];
        let (name, may_be_empty) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        let value = filling.fields.get(name).ok_or_else(|| Mistake::UnknownField(name.to_owned()))?;
        if may_be_empty && value.trim().is_empty() {
            return Ok(None);
        }
        out.push_str(value);
        rest = &after[end + 1..];
    }
    out.push_str(rest);
    Ok(Some(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filling() -> Filling {
        Filling::default()
            .field("title", "Điều 9. @chèn {x} % 1. =cmd")
            .field("empty", " ")
            .slot("list", vec![Text::plain(Role::Note, "từ dữ liệu")])
    }

    fn one(line: &str) -> Vec<Block> {
        fill(line, &filling()).unwrap().blocks
    }

    #[test]
    fn a_line_is_the_part_it_begins_like() {
        let cases = [
            ("Điều 12. Trao giải", Role::ArticleTitle, "Điều 12.", "Trao giải"),
            ("Điều 3. Có hiệu lực kể từ ngày ký.", Role::Article, "Điều 3.", "Có hiệu lực kể từ ngày ký."),
            ("1. Ban Tổ chức", Role::Clause, "1.", "Ban Tổ chức"),
            ("a) Cá nhân", Role::Point, "a)", "Cá nhân"),
            ("đ) Tập thể", Role::Point, "đ)", "Tập thể"),
            ("- Như trên", Role::Dash, "-", "Như trên"),
            ("@căn-cứ Căn cứ Luật;", Role::Ground, "", "Căn cứ Luật;"),
            ("@giữa QUYẾT ĐỊNH:", Role::Centred, "", "QUYẾT ĐỊNH:"),
            ("@mục I. KẾT QUẢ", Role::Heading, "", "I. KẾT QUẢ"),
            ("@chèn list", Role::Note, "", "từ dữ liệu"),
            ("Điều này không phải số", Role::Body, "", "Điều này không phải số"),
            ("1.500.000 đồng", Role::Body, "", "1.500.000 đồng"),
            ("(nếu có) ghi rõ", Role::Body, "", "(nếu có) ghi rõ"),
            ("{{x}} ", Role::Body, "", "{x}"),
        ];
        for (line, role, label, text) in cases {
            assert_eq!(one(line), [Text::labelled(role, label, text)], "{line}");
        }
        assert_eq!(one("% remark\n\n"), []);
    }

    #[test]
    fn parts_of_the_head_and_recipients_go_where_they_belong() {
        let wording = "@về-việc gửi bài\n@kính-gửi A\n@kính-gửi B\n@nơi-nhận Như trên;\n@nơi-nhận Lưu: VT.";
        let filled = fill(wording, &filling()).unwrap();
        assert_eq!(filled.about, "gửi bài");
        assert_eq!(filled.blocks, [Block::Addressees { to: vec!["A".to_owned(), "B".to_owned()] }]);
        assert_eq!(filled.recipients, ["Như trên;", "Lưu: VT."]);
        let blocks = one("@tên-loại QUYẾT ĐỊNH\n@trích-yếu Về việc {title}");
        let about = "Về việc Điều 9. @chèn {x} % 1. =cmd".to_owned();
        assert_eq!(blocks, [Block::TypeName { name: "QUYẾT ĐỊNH".to_owned(), about }]);
    }

    #[test]
    fn a_value_is_never_a_command_and_an_empty_one_can_take_its_line_along() {
        assert_eq!(one("{title}"), [Text::plain(Role::Body, "Điều 9. @chèn {x} % 1. =cmd")]);
        assert_eq!(one("1. Ghi chú: {empty?}"), []);
        assert_eq!(one("Ghi chú: {empty}."), [Text::plain(Role::Body, "Ghi chú:  .")]);
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let wording = "@chen list\n{titel} tốt\n\n@chèn danh_sach\na { b\nc } d\n@trích-yếu x\n{title";
        let told: Vec<String> =
            fill(wording, &filling()).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 7, "{told:?}");
        assert_eq!(told[0], "line 1: unknown command @chen");
        assert_eq!(told[1], "line 2: unknown field {titel}");
        assert_eq!(told[2], "line 4: unknown slot danh_sach");
        assert!(told[3].starts_with("line 5: a brace") && told[4].starts_with("line 6: a brace"));
        assert_eq!(told[5], "line 7: the abstract stands right after the name of the paper");
        assert!(told[6].starts_with("line 8: a brace"));
    }
}

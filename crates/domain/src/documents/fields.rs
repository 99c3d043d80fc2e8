//! The fields of a paper: what the registry, the office and the one who signs add to its text.

use super::DocumentKind;
use crate::text;
use crate::time::Day;
use std::collections::BTreeMap;

/// Most characters of one field.
pub const MAX_FIELD: usize = 300;
/// Most characters of a wording.
pub const MAX_WORDING: usize = 20_000;
const MAX_NUMBER: u32 = 99_999;
const MAX_LINES: usize = 4;
/// Persons in one list: the largest committee with room to spare.
const MAX_PEOPLE: usize = 60;

/// *Số, ký hiệu, ngày, cơ quan, người ký*. Empty fields are left open on the paper, as a clerk would.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    pub superior: String,
    pub issuer: String,
    pub place: String,
    /// Given by the registry; `None` while it is open.
    pub number: Option<u32>,
    /// `QĐ-UBND`; empty for papers without a number.
    pub symbol: String,
    /// `None`: the day on which it is printed.
    pub dated: Option<Day>,
    /// `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`: one a line.
    pub authority: Vec<String>,
    pub title: String,
    pub signer: String,
    pub file_mark: String,
    /// Those of [`DocumentKind::own_fields`], by name.
    pub own: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldRefusal {
    #[error("the field {field} is longer than {most} characters")]
    TooLong { field: String, most: usize },
    #[error("a number is 1 to {MAX_NUMBER}")]
    NumberOutside { most: u32 },
    #[error("the field {field} takes {have} lines, at most {most}")]
    TooManyLines { field: String, most: usize, have: usize },
    #[error("the wording is longer than {most} characters")]
    WordingTooLong { most: usize, have: usize },
    #[error("the wording is empty")]
    WordingMissing,
}

impl Fields {
    /// The fields on one line each, without what the kind has no place for.
    pub fn cleaned(&self, kind: DocumentKind) -> Fields {
        let line = |text: &String| text::clean_line(text);
        let own = kind.own_fields().iter().filter_map(|name| {
            let typed = self.own.get(*name)?;
            let value = if DocumentKind::is_list_field(name) { lines_of(typed) } else { line(typed) };
            (!value.is_empty()).then(|| ((*name).to_owned(), value))
        });
        Fields {
            superior: line(&self.superior),
            issuer: line(&self.issuer),
            place: line(&self.place),
            number: self.number,
            symbol: line(&self.symbol),
            dated: self.dated,
            authority: self.authority.iter().map(line).filter(|l| !l.is_empty()).collect(),
            title: line(&self.title),
            signer: line(&self.signer),
            file_mark: line(&self.file_mark),
            own: own.collect(),
        }
    }

    /// Everything that stands against saving these fields with this wording. Source: ours; the bounds keep a head on one page.
    pub fn problems(&self, wording: &str) -> Vec<FieldRefusal> {
        let named = [
            ("superior", &self.superior),
            ("issuer", &self.issuer),
            ("place", &self.place),
            ("symbol", &self.symbol),
            ("title", &self.title),
            ("signer", &self.signer),
            ("file_mark", &self.file_mark),
        ];
        let lines = self.authority.iter().map(|line| ("authority", line));
        let own =
            self.own.iter().flat_map(|(name, value)| value.lines().map(move |line| (name.as_str(), line)));
        let mut out: Vec<FieldRefusal> = named
            .into_iter()
            .chain(lines)
            .map(|(name, value)| (name, value.as_str()))
            .chain(own)
            .filter(|(_, value)| text::length(value) > MAX_FIELD)
            .map(|(field, _)| FieldRefusal::TooLong { field: field.to_owned(), most: MAX_FIELD })
            .collect();
        if self.number.is_some_and(|n| n == 0 || n > MAX_NUMBER) {
            out.push(FieldRefusal::NumberOutside { most: MAX_NUMBER });
        }
        let lists = self.own.iter().map(|(name, value)| (name.as_str(), MAX_PEOPLE, value.lines().count()));
        for (field, most, have) in [("authority", MAX_LINES, self.authority.len())].into_iter().chain(lists) {
            if have > most {
                out.push(FieldRefusal::TooManyLines { field: field.to_owned(), most, have });
            }
        }
        let have = text::length(wording);
        if have > MAX_WORDING {
            out.push(FieldRefusal::WordingTooLong { most: MAX_WORDING, have });
        }
        if wording.trim().is_empty() {
            out.push(FieldRefusal::WordingMissing);
        }
        out
    }
}

/// Each line cleaned, empty ones left out.
fn lines_of(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(text::clean_line).filter(|l| !l.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_on_one_line_and_only_those_of_the_paper() {
        let own = [("slogan", " Hay\nlắm "), ("chief", "Chánh Văn phòng"), ("venue", "")];
        let fields = Fields {
            issuer: " ỦY BAN\tNHÂN DÂN ".to_owned(),
            authority: vec!["TM. UBND".to_owned(), " ".to_owned()],
            own: own.map(|(n, v)| (n.to_owned(), v.to_owned())).into(),
            ..Fields::default()
        };
        let clean = fields.cleaned(DocumentKind::Poster);
        assert_eq!(clean.issuer, "ỦY BAN NHÂN DÂN");
        assert_eq!(clean.authority, ["TM. UBND"]);
        assert_eq!(clean.own.into_iter().collect::<Vec<_>>(), [("slogan".to_owned(), "Hay lắm".to_owned())]);
    }

    #[test]
    fn a_list_keeps_its_lines_and_has_bounds() {
        let of = |text: String| Fields { own: [("members".to_owned(), text)].into(), ..Fields::default() };
        let clean = of(" Lê  Mơ; Trưởng ban\n\n Tạ Ba ".to_owned()).cleaned(DocumentKind::JuryMinutes);
        assert_eq!(clean.own["members"], "Lê Mơ; Trưởng ban\nTạ Ba");
        assert_eq!(of("a\n".repeat(MAX_PEOPLE)).problems("x"), []);
        let told = of("a\n".repeat(MAX_PEOPLE + 1)).problems("x");
        let field = "members".to_owned();
        assert_eq!(told, [FieldRefusal::TooManyLines { field, most: MAX_PEOPLE, have: MAX_PEOPLE + 1 }]);
    }

    #[test]
    fn everything_wrong_is_told_at_once_and_bounds_are_included() {
        let just = Fields { signer: "ă".repeat(MAX_FIELD), number: Some(99_999), ..Fields::default() };
        assert_eq!(just.problems("x"), []);
        let wrong = Fields {
            signer: "ă".repeat(MAX_FIELD + 1),
            number: Some(0),
            authority: vec!["a".to_owned(); 5],
            own: [("venue".to_owned(), "x".repeat(301))].into(),
            ..Fields::default()
        };
        let told = wrong.problems(" ");
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(told.contains(&FieldRefusal::WordingMissing));
        let long = Fields::default().problems(&"x".repeat(MAX_WORDING + 1));
        assert_eq!(long, [FieldRefusal::WordingTooLong { most: MAX_WORDING, have: MAX_WORDING + 1 }]);
    }
}

//! The parts of a draft as the fields of their forms, and back. A field is what two writers may differ in.

use domain::contest::{Category, Form};
use domain::entry::{Declared, Draft, DraftAuthor, DraftGrounds, Part};
use domain::ids::{AreaCode, RouteCode, UnitCode};

/// Lines for authors that a form may have.
pub const MOST_ROWS: usize = 60;

/// Names with their values, as a browser sends a form: a name may stand several times, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    pub fn put(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The first value of that name; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or("")
    }

    /// The values of that name, in their order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(iter: I) -> Fields {
        Fields(iter.into_iter().map(|(n, v)| (n.into(), v.into())).collect())
    }
}

/// The fields of a part, as a browser would send them.
pub fn of_part(part: Part, draft: &Draft) -> Fields {
    let mut out = Fields::default();
    let mut put = |name: &str, value: &str| out.put(name, value);
    match part {
        Part::Place => {
            put("route", draft.route.as_ref().map_or("", |r| r.as_str()));
            put("unit", draft.receiving_unit.as_ref().map_or("", |u| u.as_str()));
        }
        Part::About => {
            put("title", &draft.title);
            for area in &draft.areas {
                put("area", area.as_str());
            }
            put("form", draft.form.map_or("", Form::word));
            put("applied", draft.already_applied.map_or("", |a| if a { "yes" } else { "no" }));
        }
        Part::Text => {
            for (code, text) in &draft.sections {
                put(&format!("section-{code}"), text);
            }
            for (code, values) in &draft.answers {
                let name = of_question(code);
                values.iter().for_each(|value| put(&name, value));
            }
        }
        Part::Authors => {
            put("category", draft.category.map_or("", Category::word));
            for (n, a) in draft.authors.iter().enumerate() {
                let n = n + 1;
                put(&format!("author-{n}-name"), &a.name);
                put(&format!("author-{n}-role"), &a.role_title);
                put(&format!("author-{n}-unit"), a.unit.as_ref().map_or("", |u| u.as_str()));
                put(&format!("author-{n}-address"), &a.address);
                put(&format!("author-{n}-phone"), &a.phone);
                put(&format!("author-{n}-share"), &a.share);
                put(&format!("author-{n}-birth"), &a.grounds.birth);
                if a.representative {
                    put("representative", &n.to_string());
                }
            }
        }
        Part::Files => {}
        Part::Declaration => {
            put("email", &draft.email);
            let d = draft.declared;
            for (name, ticked) in
                [("own-work", d.own_work), ("data-use", d.data_use), ("office-use", d.office_use)]
            {
                if ticked {
                    put(name, "yes");
                }
            }
        }
    }
    out
}

/// A draft that holds what the fields of the part say, and nothing else.
pub fn read_part(part: Part, data: &Fields) -> Draft {
    let chosen = |name: &str| Some(data.get(name).trim()).filter(|v| !v.is_empty());
    let mut draft = Draft::default();
    match part {
        Part::Place => {
            draft.route = chosen("route").map(RouteCode::from);
            draft.receiving_unit = chosen("unit").map(UnitCode::from);
        }
        Part::About => {
            draft.title = data.get("title").to_owned();
            draft.areas = data.all("area").filter(|a| !a.is_empty()).map(AreaCode::from).collect();
            draft.form = Form::from_word(data.get("form"));
            draft.already_applied = match data.get("applied") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
        }
        Part::Text => {
            let text = |(name, text): (&str, &str)| {
                name.strip_prefix("section-").map(|code| (code.to_owned(), text.to_owned()))
            };
            draft.sections =
                data.iter().filter_map(text).filter(|(_, text)| !text.trim().is_empty()).collect();
            draft.sections.dedup_by(|a, b| a.0 == b.0);
            draft.answers = answers(data);
        }
        Part::Authors => {
            draft.category = Category::from_word(data.get("category"));
            let representative: Option<usize> = data.get("representative").parse().ok();
            draft.authors = (1..=rows(data)).map(|n| author(data, n, representative == Some(n))).collect();
        }
        Part::Files => {}
        Part::Declaration => {
            draft.email = data.get("email").to_owned();
            draft.declared = Declared {
                own_work: data.get("own-work") == "yes",
                data_use: data.get("data-use") == "yes",
                office_use: data.get("office-use") == "yes",
            };
        }
    }
    draft
}

/// The name of the field that answers a question of the contest's own.
pub fn of_question(code: &str) -> String {
    format!("field-{code}")
}

/// Code and values of each question that has any.
fn answers(data: &Fields) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in data.iter().filter(|(_, value)| !value.trim().is_empty()) {
        let Some(code) = name.strip_prefix("field-") else { continue };
        match out.iter_mut().find(|(c, _)| c == code) {
            Some((_, values)) => values.push(value.to_owned()),
            None => out.push((code.to_owned(), vec![value.to_owned()])),
        }
    }
    out
}

fn author(data: &Fields, n: usize, representative: bool) -> DraftAuthor {
    let typed = |field: &str| data.get(&format!("author-{n}-{field}")).to_owned();
    DraftAuthor {
        name: typed("name"),
        role_title: typed("role"),
        unit: Some(typed("unit")).filter(|u| !u.is_empty()).map(UnitCode),
        address: typed("address"),
        phone: typed("phone"),
        share: typed("share"),
        representative,
        grounds: DraftGrounds { birth: typed("birth") },
    }
}

/// How many lines for authors were sent.
fn rows(data: &Fields) -> usize {
    let number =
        |(name, _): (&str, &str)| name.strip_prefix("author-")?.split_once('-')?.0.parse::<usize>().ok();
    data.iter().filter_map(number).filter(|n| *n <= MOST_ROWS).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_draft() -> Draft {
        let author = |name: &str, representative| DraftAuthor {
            name: name.to_owned(),
            role_title: "Chuyên viên".to_owned(),
            unit: Some("CM-NV".into()),
            address: "Thôn Chùa".to_owned(),
            phone: "0912345678".to_owned(),
            share: "50".to_owned(),
            representative,
            grounds: DraftGrounds { birth: "5/3/1990".to_owned() },
        };
        Draft {
            title: "Một cửa".to_owned(),
            areas: vec!["mot_cua".into(), "cong_nghe".into()],
            form: Some(Form::Video),
            category: Some(Category::Collective),
            receiving_unit: Some("CM-NV".into()),
            route: Some("own_unit".into()),
            authors: vec![author("An", false), author("Bình", true)],
            attachments: vec![],
            sections: vec![("a".to_owned(), "một\nhai".to_owned()), ("b".to_owned(), "ba".to_owned())],
            answers: vec![
                ("kinh_phi".to_owned(), vec!["1.500.000".to_owned()]),
                ("noi_ap_dung".to_owned(), vec!["xa".to_owned(), "huyen".to_owned()]),
            ],
            already_applied: Some(false),
            email: "a@b.vn".to_owned(),
            declared: Declared { own_work: true, data_use: false, office_use: true },
        }
    }

    #[test]
    fn a_part_comes_back_from_its_fields() {
        let draft = a_draft();
        for part in Part::ALL {
            assert_eq!(read_part(*part, &of_part(*part, &draft)), draft.only(*part), "{part:?}");
        }
    }

    #[test]
    fn far_too_many_lines_are_not_read() {
        let data = Fields::from_iter([("author-999999999-name", "x"), ("author-2-name", "y")]);
        assert_eq!(read_part(Part::Authors, &data).authors.len(), 2);
    }
}

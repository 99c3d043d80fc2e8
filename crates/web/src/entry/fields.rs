//! The parts of a draft as the fields of their forms, and back.

use crate::FormData;
use domain::contest::{Category, Form};
use domain::entry::{Declared, Draft, DraftAuthor, Part};
use domain::ids::{AreaCode, RouteCode, UnitCode};

/// Lines for authors that a form may have.
pub const MOST_ROWS: usize = 60;

pub type Fields = Vec<(String, String)>;

/// The fields of a part, as a browser would send them.
pub fn of_part(part: Part, draft: &Draft) -> Fields {
    let mut out = Fields::new();
    let mut put = |name: &str, value: &str| out.push((name.to_owned(), value.to_owned()));
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
pub fn read_part(part: Part, data: &FormData) -> Draft {
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
                data.fields().filter_map(text).filter(|(_, text)| !text.trim().is_empty()).collect();
            draft.sections.dedup_by(|a, b| a.0 == b.0);
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

fn author(data: &FormData, n: usize, representative: bool) -> DraftAuthor {
    let typed = |field: &str| data.get(&format!("author-{n}-{field}")).to_owned();
    DraftAuthor {
        name: typed("name"),
        role_title: typed("role"),
        unit: Some(typed("unit")).filter(|u| !u.is_empty()).map(UnitCode),
        address: typed("address"),
        phone: typed("phone"),
        share: typed("share"),
        representative,
    }
}

/// How many lines for authors were sent.
fn rows(data: &FormData) -> usize {
    let number =
        |(name, _): (&str, &str)| name.strip_prefix("author-")?.split_once('-')?.0.parse::<usize>().ok();
    data.fields().filter_map(number).filter(|n| *n <= MOST_ROWS).max().unwrap_or(0)
}

/// The stored fields with those that a script sent in their place; `changed` names them, a name without a value was cleared.
pub fn overlaid(stored: &Fields, sent: &FormData) -> FormData {
    let changed: Vec<&str> = sent.all("changed").collect();
    let kept = stored.iter().map(|(n, v)| (n.as_str(), v.as_str())).filter(|(n, _)| !changed.contains(n));
    let new = sent.fields().filter(|(n, _)| changed.contains(n));
    FormData::of(&kept.chain(new).collect::<Vec<_>>())
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
            already_applied: Some(false),
            email: "a@b.vn".to_owned(),
            declared: Declared { own_work: true, data_use: false, office_use: true },
        }
    }

    #[test]
    fn a_part_comes_back_from_its_fields() {
        let draft = a_draft();
        for part in Part::ALL {
            let fields = of_part(*part, &draft);
            let data =
                FormData::of(&fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>());
            assert_eq!(read_part(*part, &data), draft.only(*part), "{part:?}");
        }
    }

    #[test]
    fn a_script_changes_only_what_it_names() {
        let stored = of_part(Part::Authors, &a_draft());
        let sent = FormData::of(&[
            ("version", "x"),
            ("changed", "author-2-name"),
            ("changed", "representative"),
            ("author-2-name", "Cường"),
            ("author-1-name", "not named as changed"),
        ]);
        let draft = read_part(Part::Authors, &overlaid(&stored, &sent));
        let names: Vec<&str> = draft.authors.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["An", "Cường"]);
        assert!(draft.authors.iter().all(|a| !a.representative), "cleared");
        let sent = FormData::of(&[("changed", "area"), ("area", "the_che")]);
        let stored = of_part(Part::About, &a_draft());
        assert_eq!(read_part(Part::About, &overlaid(&stored, &sent)).areas, ["the_che".into()]);
    }

    #[test]
    fn far_too_many_lines_are_not_read() {
        let data = FormData::of(&[("author-999999999-name", "x"), ("author-2-name", "y")]);
        assert_eq!(read_part(Part::Authors, &data).authors.len(), 2);
    }
}

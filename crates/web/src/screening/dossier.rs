//! One version of an entry as pages show it: text as text, whatever it holds.

use super::texts;
use crate::T;
use crate::entry::standing;
use app::screening::EntryPage;
use domain::entry::Dossier;
use domain::ids::UnitCode;

/// Draw it with `{% include "screening/_dossier.html" %}` in a template that has a field `dossier: DossierView`.
pub struct DossierView {
    pub code: String,
    pub title: String,
    pub version: i64,
    /// SHA-256 of the whole content, 64 hex digits.
    pub hash: String,
    pub unit: String,
    pub category: String,
    pub form: String,
    pub route: String,
    pub areas: Vec<String>,
    pub submitted: String,
    pub applied: bool,
    pub authors: Vec<AuthorView>,
    /// Where the answers of the authors are recorded, for those who may.
    pub authors_href: Option<String>,
    pub sections: Vec<SectionView>,
    pub files: Vec<FileView>,
}

pub struct AuthorView {
    pub name: String,
    pub work: String,
    pub address: String,
    pub phone: String,
    /// Empty where the contest does not ask.
    pub birth: String,
    pub share: String,
    pub representative: bool,
    /// Whether the author stands by the entry; empty where it is not known here.
    pub stands: String,
    pub stands_class: &'static str,
}

pub struct SectionView {
    pub name: String,
    pub lines: Vec<String>,
}

pub struct FileView {
    pub name: String,
    pub bytes: String,
    /// Absent where only the name is known.
    pub href: Option<String>,
}

impl DossierView {
    /// The hash in groups of eight, so that a line may end between them.
    pub fn hash_groups(&self) -> impl Iterator<Item = &str> {
        (0..self.hash.len() / 8).filter_map(|n| self.hash.get(n * 8..n * 8 + 8))
    }

    pub fn of(t: T, page: &EntryPage) -> DossierView {
        let d = &page.dossier;
        let unit = |code: &UnitCode| {
            page.unit_names.iter().find(|(c, _)| c == code).map_or(code.0.clone(), |(_, name)| name.clone())
        };
        let stands: Vec<_> = page.authors.iter().map(|l| standing(t, l, |_| String::new())).collect();
        let author = |(n, a): (usize, &domain::entry::Author)| AuthorView {
            stands: stands.get(n).map(|s| t.s(s.state).into_owned()).unwrap_or_default(),
            stands_class: stands.get(n).map_or("", |s| s.tag),
            name: a.name.clone(),
            work: [a.role_title.clone(), a.unit.as_ref().map(unit).unwrap_or_default()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            address: a.address.clone(),
            phone: a.phone.clone(),
            birth: a.grounds.birth.map(|day| t.day(day)).unwrap_or_default(),
            share: t.share(a.share.0),
            representative: a.representative,
        };
        let area = |code: &domain::ids::AreaCode| {
            page.rules.areas.iter().find(|a| a.code == *code).map_or(code.0.clone(), |a| a.name.clone())
        };
        DossierView {
            code: page.gate.code.0.clone(),
            title: d.title.clone(),
            version: page.gate.version,
            hash: data_encoding::HEXLOWER.encode(&page.gate.dossier_hash),
            unit: page.unit.name.clone(),
            category: t.s(texts::category(d.category)).into_owned(),
            form: t.s(texts::form(d.form)).into_owned(),
            route: page
                .rules
                .routes
                .iter()
                .find(|r| r.code == d.route)
                .map_or(String::new(), |r| r.name.clone()),
            areas: d.areas.iter().map(area).collect(),
            submitted: t.date_time(page.gate.submitted_at.0),
            applied: d.already_applied,
            authors: d.authors.iter().enumerate().map(author).collect(),
            authors_href: None,
            sections: sections(page, d),
            files: d
                .attachments
                .iter()
                .enumerate()
                .map(|(n, f)| FileView {
                    name: f.name.clone(),
                    bytes: t.bytes(i64::try_from(f.bytes).unwrap_or(i64::MAX)),
                    href: f.sha256.map(|_| {
                        format!("/entries/{}/versions/{}/files/{n}", page.gate.entry.0, page.gate.version)
                    }),
                })
                .collect(),
        }
    }
}

fn sections(page: &EntryPage, d: &Dossier) -> Vec<SectionView> {
    let name = |code: &str| page.rules.name_of(code).unwrap_or(code).to_owned();
    let section = |(code, text): &(String, String)| SectionView {
        name: name(code),
        lines: text.split('\n').filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
    };
    d.sections.iter().map(section).collect()
}

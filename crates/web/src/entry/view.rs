//! A dossier or a draft as lines to be read: on the check page, on the author's own page, on the slip.

use super::part::{form_key, sentence};
use crate::T;
use app::db::{DbFault, Tx};
use app::files::verdict::{self, Held};
use domain::contest::fields::AnswerRefusal;
use domain::contest::{AttachmentKind, Category, RulesEdition};
use domain::entry::{Attachment, Dossier, Draft};
use domain::ids::{RouteCode, UnitCode};
use std::collections::HashMap;

/// Everything an entry says, in the words of the page.
pub struct View {
    pub title: String,
    pub areas: Vec<String>,
    pub form: String,
    pub applied: String,
    pub route: String,
    pub unit: String,
    pub category: String,
    pub authors: Vec<Author>,
    /// Name and text.
    pub sections: Vec<(String, String)>,
    pub files: Vec<File>,
}

pub struct Author {
    pub name: String,
    pub role: String,
    pub unit: String,
    pub address: String,
    pub phone: String,
    /// `33,33`; empty where none is given.
    pub share: String,
    pub representative: bool,
    /// Empty where the contest does not ask.
    pub birth: String,
}

pub struct File {
    pub name: String,
    pub kind: &'static str,
    pub size: String,
    /// Where to get it; none where only its name is known.
    pub href: Option<String>,
    /// Where a video of a version is played.
    pub watch: Option<String>,
    /// Where the text of a Word file of the working copy is shown.
    pub look: Option<String>,
    /// Why it is given to nobody: the scanner has not looked at it yet, or has found something.
    pub held: Option<&'static str>,
}

impl File {
    /// Says what the scanner has said of it.
    pub fn hold(&mut self, f: &Attachment, held: &HashMap<[u8; 32], Held>) {
        self.held = f.sha256.and_then(|content| held.get(&content)).map(|why| match why {
            Held::Waiting => "entry-file-waiting",
            Held::Infected => "entry-file-infected",
        });
        if self.held.is_some() {
            (self.href, self.watch, self.look) = (None, None, None);
        }
    }
}

/// Of these files, the contents that are given to nobody.
pub fn held_of<'a>(
    tx: &mut Tx,
    files: impl Iterator<Item = &'a Attachment>,
) -> Result<HashMap<[u8; 32], Held>, DbFault> {
    verdict::all_held(tx, &files.filter_map(|f| f.sha256).collect::<Vec<_>>())
}

pub fn of_draft(
    t: T,
    d: &Draft,
    rules: &RulesEdition,
    units: &[(UnitCode, String)],
    files: Vec<File>,
) -> View {
    let author = |a: &domain::entry::DraftAuthor| Author {
        name: a.name.clone(),
        role: a.role_title.clone(),
        unit: a.unit.as_ref().map(|u| unit_name(u, units)).unwrap_or_default(),
        address: a.address.clone(),
        phone: a.phone.clone(),
        share: a.share.clone(),
        representative: a.representative && d.category == Some(Category::Collective),
        birth: a.grounds.birth.clone(),
    };
    View {
        title: d.title.clone(),
        areas: rules.areas.iter().filter(|a| d.areas.contains(&a.code)).map(|a| a.name.clone()).collect(),
        form: d.form.map(|f| t.s(form_key(f)).into_owned()).unwrap_or_default(),
        applied: d.already_applied.map(|a| applied(t, a)).unwrap_or_default(),
        route: d.route.as_ref().map(|r| route_name(r, rules)).unwrap_or_default(),
        unit: d.receiving_unit.as_ref().map(|u| unit_name(u, units)).unwrap_or_default(),
        category: d.category.map(|c| t.s(category_key(c)).into_owned()).unwrap_or_default(),
        authors: d.authors.iter().map(author).collect(),
        sections: rules
            .sections
            .iter()
            .map(|s| (s.name.clone(), d.section(&s.code).to_owned()))
            .chain(
                d.answered(rules).into_iter().map(|(f, said)| (f.label.clone(), said_of(d, &f.code, said))),
            )
            .collect(),
        files,
    }
}

/// An answer as it would be handed in; as typed where it cannot be.
fn said_of(d: &Draft, code: &str, said: Result<Option<String>, AnswerRefusal>) -> String {
    said.map_or_else(|_| d.known().values(code).join("\n"), Option::unwrap_or_default)
}

/// `href` gives the address of the file at a position, where it is held.
pub fn of_dossier(
    t: T,
    d: &Dossier,
    rules: &RulesEdition,
    units: &[(UnitCode, String)],
    href: impl Fn(usize) -> String,
) -> View {
    let author = |a: &domain::entry::Author| Author {
        name: a.name.clone(),
        role: a.role_title.clone(),
        unit: a.unit.as_ref().map(|u| unit_name(u, units)).unwrap_or_default(),
        address: a.address.clone(),
        phone: a.phone.clone(),
        share: a.share.to_string(),
        representative: a.representative && d.category == Category::Collective,
        birth: a.grounds.birth.map(|day| t.day(day)).unwrap_or_default(),
    };
    let name_of = |code: &str| rules.name_of(code).unwrap_or(code).to_owned();
    let held = |(n, f): (usize, &Attachment)| file(t, f, f.sha256.map(|_| href(n)));
    View {
        title: d.title.clone(),
        areas: rules.areas.iter().filter(|a| d.areas.contains(&a.code)).map(|a| a.name.clone()).collect(),
        form: t.s(form_key(d.form)).into_owned(),
        applied: applied(t, d.already_applied),
        route: route_name(&d.route, rules),
        unit: unit_name(&d.receiving_unit, units),
        category: t.s(category_key(d.category)).into_owned(),
        authors: d.authors.iter().map(author).collect(),
        sections: d.sections.iter().map(|(code, text)| (name_of(code), text.clone())).collect(),
        files: d.attachments.iter().enumerate().map(held).collect(),
    }
}

pub fn file(t: T, f: &Attachment, href: Option<String>) -> File {
    // What is handed in has a player; the working copy is its author's own, who has the video.
    let watch = href.as_ref().filter(|h| f.kind == AttachmentKind::Video && h.contains("/versions/"));
    let watch = watch.map(|h| format!("{h}/watch"));
    let is_docx = f.name.to_lowercase().ends_with(".docx");
    let look = href.as_ref().filter(|h| is_docx && !h.contains("/versions/")).map(|h| format!("{h}/text"));
    let is_gone = f.sha256.is_none() && f.name == app::personal::GONE;
    File {
        name: if is_gone { t.s("entry-file-erased").into_owned() } else { f.name.clone() },
        kind: kind_key(f.kind),
        size: t.bytes(f.bytes),
        href,
        watch,
        look,
        held: None,
    }
}

fn applied(t: T, applied: bool) -> String {
    t.s(if applied { "entry-applied-yes" } else { "entry-applied-no" }).into_owned()
}

pub fn category_key(category: Category) -> &'static str {
    match category {
        Category::Individual => "entry-category-individual",
        Category::Collective => "entry-category-collective",
    }
}

pub fn kind_key(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Word => "entry-kind-word",
        AttachmentKind::Pdf => "entry-kind-pdf",
        AttachmentKind::Image => "entry-kind-image",
        AttachmentKind::Video => "entry-kind-video",
        AttachmentKind::Software => "entry-kind-software",
        AttachmentKind::Product => "entry-kind-product",
        AttachmentKind::Other => "entry-kind-other",
    }
}

fn route_name(code: &RouteCode, rules: &RulesEdition) -> String {
    let route = rules.routes.iter().find(|r| r.code == *code);
    route.map_or_else(|| code.0.clone(), |r| sentence(&r.name))
}

pub fn unit_name(code: &UnitCode, units: &[(UnitCode, String)]) -> String {
    units.iter().find(|(c, _)| c == code).map_or_else(|| code.0.clone(), |(_, name)| name.clone())
}

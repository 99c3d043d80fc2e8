//! The draft (*bản nháp*): what an author has typed so far, kept as typed. It becomes a `Dossier` when it is handed in.

use super::dossier::{Attachment, Author, Dossier};
use super::grounds::DraftGrounds;
use crate::contest::fields::{self, AnswerRefusal, Given, Known};
use crate::contest::rules::words;
use crate::contest::{Category, Form, FormField, RulesEdition};
use crate::ids::{AreaCode, RouteCode, UnitCode};
use crate::people::Phone;
use crate::percent::SharePercent;
use crate::text;

/// Bounds in characters after NFC, and in pieces. Source: ours; the sections have the contest's own bounds.
pub const MAX_TITLE: usize = 300;
pub const MAX_NAME: usize = 120;
pub const MAX_ROLE_TITLE: usize = 200;
pub const MAX_ADDRESS: usize = 300;
pub const MAX_PHONE: usize = 30;
pub const MAX_EMAIL: usize = 254;
/// Authors of one entry where the contest sets no bound itself.
pub const MAX_AUTHORS: usize = 50;
/// Files of one entry.
pub const MAX_FILES: usize = 20;
/// Bytes of one file sent by an ordinary form: 50 MB as offices count them.
pub const MAX_FILE_BYTES: u64 = 50 * 1024 * 1024;
/// Bytes of one file sent in pieces: 2 GiB, an hour of video from a telephone.
pub const MAX_UPLOAD_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Bytes of all files of one entry, with what is announced and still on its way.
pub const MAX_ENTRY_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// What has been typed. Empty texts and `None` are questions not yet answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    pub title: String,
    pub areas: Vec<AreaCode>,
    pub form: Option<Form>,
    pub category: Option<Category>,
    pub receiving_unit: Option<UnitCode>,
    pub route: Option<RouteCode>,
    pub authors: Vec<DraftAuthor>,
    pub attachments: Vec<Attachment>,
    /// Section code and text; in any order, unknown codes are dropped when the draft is handed in.
    pub sections: Vec<(String, String)>,
    /// Code of a field of the form, and its values as typed: several for a choice of several. Kept while the field is not asked.
    pub answers: Vec<(String, Vec<String>)>,
    pub already_applied: Option<bool>,
    /// Where the receipt and the news go. May be empty.
    pub email: String,
    pub declared: Declared,
}

/// A page of the hand-in: what is typed and saved together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Where it is handed in: route and unit.
    Place,
    /// Title, areas, form, whether applied already.
    About,
    /// The sections, and the contest's own questions.
    Text,
    /// Category and authors.
    Authors,
    Files,
    /// Declaration and mail address.
    Declaration,
}

words!(Part { Place = "place", About = "about", Text = "text", Authors = "authors", Files = "files", Declaration = "declaration" });

/// Lời cam kết: three separate ticks, none set beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Declared {
    /// The entry is the authors' own and breaks no rule on secrets.
    pub own_work: bool,
    /// Personal data may be used for this contest.
    pub data_use: bool,
    /// The office may use the entry without asking again. Source: announcement, rights.
    pub office_use: bool,
}

impl Declared {
    pub const ALL: Declared = Declared { own_work: true, data_use: true, office_use: true };

    pub fn whole(self) -> bool {
        self == Declared::ALL
    }
}

/// An author as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftAuthor {
    pub name: String,
    pub role_title: String,
    /// `None` for a citizen.
    pub unit: Option<UnitCode>,
    pub address: String,
    pub phone: String,
    /// As typed: `33,33`.
    pub share: String,
    pub representative: bool,
    pub grounds: DraftGrounds,
}

impl DraftAuthor {
    pub fn is_blank(&self) -> bool {
        let DraftAuthor { name, role_title, unit: _, address, phone, share: _, representative: _, grounds } =
            self;
        [name, role_title, address, phone].iter().all(|t| t.trim().is_empty()) && grounds.is_blank()
    }
}

impl Author {
    /// What would be typed for what was handed in.
    pub fn as_typed(&self) -> DraftAuthor {
        DraftAuthor {
            name: self.name.clone(),
            role_title: self.role_title.clone(),
            unit: self.unit.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            share: self.share.to_string(),
            representative: self.representative,
            grounds: DraftGrounds::of(&self.grounds),
        }
    }
}

impl Draft {
    /// Author lines left blank are no authors. Not while somebody types: lines keep their places then.
    pub fn drop_blank_authors(&mut self) {
        self.authors.retain(|a| !a.is_blank());
    }

    /// The draft in the form in which it is kept: NFC, without hidden characters, the only author of an individual entry as
    /// the holder of the whole share.
    pub fn cleaned(mut self) -> Draft {
        self.title = text::clean_line(&self.title);
        self.email = text::clean_line(&self.email);
        for a in &mut self.authors {
            for line in [&mut a.name, &mut a.role_title, &mut a.address, &mut a.phone, &mut a.share] {
                *line = text::clean_line(line);
            }
            a.grounds.clean();
        }
        for (_, body) in &mut self.sections {
            *body = text::clean(body);
        }
        for value in self.answers.iter_mut().flat_map(|(_, values)| values) {
            *value = text::clean(value);
        }
        let mut named = self.authors.iter_mut().filter(|a| !a.is_blank());
        if let (Some(Category::Individual), Some(only), None) = (self.category, named.next(), named.next()) {
            only.representative = true;
            if only.share.is_empty() {
                only.share = "100".to_owned();
            }
        }
        self
    }

    /// Takes over what belongs to the part; everything else stays.
    pub fn put(&mut self, part: Part, from: &Draft) {
        match part {
            Part::Place => {
                self.route = from.route.clone();
                self.receiving_unit = from.receiving_unit.clone();
            }
            Part::About => {
                self.title = from.title.clone();
                self.areas = from.areas.clone();
                self.form = from.form;
                self.already_applied = from.already_applied;
            }
            Part::Text => {
                self.sections = from.sections.clone();
                self.answers = from.answers.clone();
            }
            Part::Authors => {
                self.category = from.category;
                self.authors = from.authors.clone();
            }
            Part::Files => self.attachments = from.attachments.clone(),
            Part::Declaration => {
                self.declared = from.declared;
                self.email = from.email.clone();
            }
        }
    }

    /// The part alone.
    pub fn only(&self, part: Part) -> Draft {
        let mut only = Draft::default();
        only.put(part, self);
        only
    }

    /// The text of a section, empty where nothing is typed.
    pub fn section(&self, code: &str) -> &str {
        self.sections.iter().find(|(c, _)| c == code).map_or("", |(_, body)| body.as_str())
    }

    /// What a condition of a field is about.
    pub fn known(&self) -> Known<'_> {
        Known {
            form: self.form,
            category: self.category,
            already_applied: self.already_applied,
            answers: &self.answers,
        }
    }

    /// The fields that are asked of this entry, each with its answer as it would be handed in, or why it cannot be.
    pub fn answered<'r>(
        &self,
        rules: &'r RulesEdition,
    ) -> Vec<(&'r FormField, Result<Option<String>, AnswerRefusal>)> {
        let (known, files) = (self.known(), given(&self.attachments));
        let asked = fields::asked(&rules.fields, &known);
        let fields = rules.fields.iter().zip(asked).filter(|(_, asked)| *asked).map(|(field, _)| field);
        fields.map(|f| (f, fields::answer(f, &known.values(&f.code), &files))).collect()
    }

    /// What is there as a dossier, gaps filled with blanks; whether it may be handed in is `submit`'s question.
    pub(super) fn as_dossier(&self, rules: &RulesEdition) -> Dossier {
        let category = self.category.unwrap_or(Category::Individual);
        let author = |a: &DraftAuthor| Author {
            name: text::clean_line(&a.name),
            role_title: text::clean_line(&a.role_title),
            unit: a.unit.clone(),
            address: text::clean_line(&a.address),
            phone: dialled(&a.phone),
            share: SharePercent::parse(&a.share).unwrap_or(SharePercent(0)),
            representative: a.representative,
            grounds: a.grounds.read(&rules.entrants),
        };
        let mut areas: Vec<AreaCode> = Vec::new();
        for a in rules.areas.iter().map(|a| &a.code).filter(|a| self.areas.contains(a)) {
            areas.push(a.clone());
        }
        Dossier {
            title: text::clean_line(&self.title),
            areas,
            form: self.form.unwrap_or(Form::Written),
            category,
            authors: self.authors.iter().map(author).collect(),
            receiving_unit: self.receiving_unit.clone().unwrap_or_else(|| UnitCode(String::new())),
            route: self.route.clone().unwrap_or_else(|| RouteCode(String::new())),
            attachments: self.attachments.clone(),
            sections: rules
                .sections
                .iter()
                .map(|s| (s.code.clone(), text::clean(self.section(&s.code))))
                .filter(|(_, body)| !body.is_empty())
                .chain(
                    self.answered(rules)
                        .into_iter()
                        .filter_map(|(f, said)| Some((f.code.clone(), said.ok()??))),
                )
                .collect(),
            already_applied: self.already_applied.unwrap_or(false),
        }
    }

    /// The working copy of what was handed in, for an edit. The declaration is asked for again.
    pub fn of_dossier(dossier: &Dossier, rules: &RulesEdition) -> Draft {
        let files = given(&dossier.attachments);
        let field = |code: &str| rules.fields.iter().find(|f| f.code == code);
        let (answers, sections): (Vec<_>, Vec<_>) =
            dossier.sections.iter().cloned().partition(|(code, _)| field(code).is_some());
        let typed = |(code, said): (String, String)| {
            let values = field(&code).map(|f| fields::typed(f, &said, &files)).unwrap_or_default();
            (code, values)
        };
        Draft {
            title: dossier.title.clone(),
            areas: dossier.areas.clone(),
            form: Some(dossier.form),
            category: Some(dossier.category),
            receiving_unit: Some(dossier.receiving_unit.clone()),
            route: Some(dossier.route.clone()),
            authors: dossier.authors.iter().map(Author::as_typed).collect(),
            attachments: dossier.attachments.clone(),
            sections,
            answers: answers.into_iter().map(typed).collect(),
            already_applied: Some(dossier.already_applied),
            email: String::new(),
            declared: Declared::default(),
        }
    }
}

/// The files of an entry as an answer names them: by their content, so that another file of the same name is another answer.
pub fn given(attachments: &[Attachment]) -> Vec<Given> {
    let key = |f: &Attachment| f.sha256.map(|h| h.iter().map(|b| format!("{b:02x}")).collect::<String>());
    let file = |f: &Attachment| Some(Given { key: key(f)?, name: f.name.clone(), kind: f.kind });
    attachments.iter().filter_map(file).collect()
}

/// A number as it is dialled at home (`people::Phone`). What can be no number stays as typed, so that the contest's pattern
/// judges what was typed.
pub fn dialled(phone: &str) -> String {
    match Phone::parse(phone) {
        Ok(phone) => phone.as_str().to_owned(),
        Err(_) => text::clean_line(phone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_is_dialled() {
        for (typed, kept) in [
            ("0912 345 678", "0912345678"),
            ("+84 912.345.678", "0912345678"),
            ("+84 (0) 912 345 678", "0912345678"),
            ("0084912345678", "0912345678"),
            ("024-3386-6123", "02433866123"),
            ("09123456O8", "09123456O8"),
            ("máy lẻ 12", "máy lẻ 12"),
            ("", ""),
        ] {
            assert_eq!(dialled(typed), kept, "{typed}");
        }
    }

    #[test]
    fn the_parts_together_are_the_draft() {
        let mut draft = super::super::submit::tests::a_draft();
        draft.email = "mo@chuongmy.gov.vn".to_owned();
        let mut put_together = Draft::default();
        for part in Part::ALL {
            put_together.put(*part, &draft.only(*part));
        }
        assert_eq!(put_together, draft);
    }

    #[test]
    fn cleaning_drops_blank_lines_and_gives_the_only_author_the_whole() {
        let a = |name: &str| DraftAuthor { name: name.to_owned(), ..DraftAuthor::default() };
        let draft = Draft {
            category: Some(Category::Individual),
            authors: vec![a(" "), a(" Lê  Thị Mơ ")],
            ..Draft::default()
        };
        let mut cleaned = draft.cleaned();
        cleaned.drop_blank_authors();
        assert_eq!(cleaned.authors.len(), 1);
        assert_eq!(
            (cleaned.authors[0].name.as_str(), cleaned.authors[0].share.as_str()),
            ("Lê Thị Mơ", "100")
        );
        assert!(cleaned.authors[0].representative);
    }
}

//! The dossier (*hồ sơ*): everything an entry says, as one value with one hash.

use super::grounds::Grounds;
use crate::contest::{AttachmentKind, Category, Form};
use crate::ids::{AreaCode, RouteCode, UnitCode};
use crate::percent::SharePercent;

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    pub title: String,
    pub areas: Vec<AreaCode>,
    pub form: Form,
    pub category: Category,
    pub authors: Vec<Author>,
    pub receiving_unit: UnitCode,
    pub route: RouteCode,
    pub attachments: Vec<Attachment>,
    /// Code and text of the sections, then of the answered questions, in the contest's order: no question has a section's code. An
    /// answer is as a person reads it.
    pub sections: Vec<(String, String)>,
    pub already_applied: bool,
}

/// Tác giả / đồng tác giả.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    pub role_title: String,
    /// The unit the author works in; `None` for a citizen.
    pub unit: Option<UnitCode>,
    pub address: String,
    pub phone: String,
    pub share: SharePercent,
    pub representative: bool,
    pub grounds: Grounds,
}

/// Tệp đính kèm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    pub kind: AttachmentKind,
    pub bytes: u64,
    /// SHA-256 of the content, where the content is held; a paper entry may only name its attachments.
    pub sha256: Option<[u8; 32]>,
}

impl Dossier {
    /// The author whom the office calls: the only one of an individual entry, the representative of a group.
    pub fn contact(&self) -> Option<&Author> {
        match self.category {
            Category::Individual => self.authors.first(),
            Category::Collective => self.authors.iter().find(|a| a.representative),
        }
    }

    /// A canonical text of every field, injective: two dossiers have the same text only if they are equal. The head's
    /// confirmation is bound to the SHA-256 of these bytes.
    pub fn canonical(&self) -> String {
        let mut out = String::from("sangkien dossier 1\n");
        let mut put = |name: &str, value: &str| {
            out.push_str(&format!("{name} {}:{value}\n", value.len()));
        };
        put("title", &self.title);
        put("form", self.form.word());
        put("category", self.category.word());
        put("unit", self.receiving_unit.as_str());
        put("route", self.route.as_str());
        put("applied", if self.already_applied { "1" } else { "0" });
        for a in &self.areas {
            put("area", a.as_str());
        }
        for a in &self.authors {
            put("author", &a.name);
            put("role", &a.role_title);
            put("author_unit", a.unit.as_ref().map_or("", |u| u.as_str()));
            put("address", &a.address);
            put("phone", &a.phone);
            put("share", &a.share.0.to_string());
            put("representative", if a.representative { "1" } else { "0" });
            // Only where the contest asks for it: all other dossiers keep the text that they always had.
            if let Some(birth) = a.grounds.birth {
                put("birth", &birth.to_string());
            }
        }
        for f in &self.attachments {
            put("file", &f.name);
            put("kind", f.kind.word());
            put("bytes", &f.bytes.to_string());
            let hex = f.sha256.map(|h| h.iter().map(|b| format!("{b:02x}")).collect::<String>());
            put("sha256", hex.as_deref().unwrap_or(""));
        }
        for (code, text) in &self.sections {
            put("section", code);
            put("text", text);
        }
        out
    }
}

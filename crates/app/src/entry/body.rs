//! Drafts and dossiers as the texts that the tables hold. Field names stay readable by later versions: a missing field is
//! its empty value, an unknown one is ignored.

use super::personal::Seals;
use crate::db::DbFault;
use crate::personal::GONE;
use domain::contest::{AttachmentKind, Category, Form};
use domain::entry::{Attachment, Author, Declared, Dossier, Draft, DraftAuthor, DraftGrounds, Grounds};
use domain::percent::SharePercent;
use domain::time::Day;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct DraftBody {
    title: String,
    areas: Vec<String>,
    form: Option<String>,
    category: Option<String>,
    unit: Option<String>,
    route: Option<String>,
    authors: Vec<DraftAuthorBody>,
    sections: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<(String, Vec<String>)>,
    applied: Option<bool>,
    email: String,
    own_work: bool,
    data_use: bool,
    office_use: bool,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct DraftAuthorBody {
    name: String,
    role: String,
    unit: Option<String>,
    address: String,
    phone: String,
    share: String,
    representative: bool,
    /// As typed; closed.
    #[serde(skip_serializing_if = "String::is_empty")]
    birth: String,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct DossierBody {
    title: String,
    areas: Vec<String>,
    form: String,
    category: String,
    unit: String,
    route: String,
    authors: Vec<AuthorBody>,
    files: Vec<FileBody>,
    sections: Vec<(String, String)>,
    applied: bool,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct AuthorBody {
    name: String,
    role: String,
    unit: Option<String>,
    address: String,
    phone: String,
    /// Hundredths of a percent.
    share: i64,
    representative: bool,
    /// `1990-03-05`, closed; nothing where the contest does not ask.
    #[serde(skip_serializing_if = "String::is_empty")]
    birth: String,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct FileBody {
    name: String,
    kind: String,
    bytes: u64,
    /// 64 hex digits, or nothing where only the name is known.
    sha256: Option<String>,
}

/// SHA-256, as `domain::entry::HandIn` asks for it.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The draft without its files: those have rows of their own. Its personal data is closed, or left open where it is only compared.
pub fn draft_text(draft: &Draft, seals: Option<&Seals>) -> Result<String, DbFault> {
    let d = draft.clone();
    let name = |text: String| seals.map_or(Ok(text.clone()), |s| s.names.close(&text));
    let contact = |text: String| seals.map_or(Ok(text.clone()), |s| s.contact.close(&text));
    let author = |a: DraftAuthor| {
        Ok::<_, DbFault>(DraftAuthorBody {
            name: name(a.name)?,
            role: a.role_title,
            unit: a.unit.map(|u| u.0),
            address: contact(a.address)?,
            phone: contact(a.phone)?,
            share: a.share,
            representative: a.representative,
            birth: contact(a.grounds.birth)?,
        })
    };
    let body = DraftBody {
        title: d.title,
        areas: d.areas.into_iter().map(|a| a.0).collect(),
        form: d.form.map(|f| f.word().to_owned()),
        category: d.category.map(|c| c.word().to_owned()),
        unit: d.receiving_unit.map(|u| u.0),
        route: d.route.map(|r| r.0),
        authors: d.authors.into_iter().map(author).collect::<Result<_, _>>()?,
        sections: d.sections,
        answers: d.answers,
        applied: d.already_applied,
        email: contact(d.email)?,
        own_work: d.declared.own_work,
        data_use: d.declared.data_use,
        office_use: d.declared.office_use,
    };
    serde_json::to_string(&body).map_err(|e| DbFault::other(format!("a draft cannot be written: {e}")))
}

/// The draft of a stored text, with its files.
pub fn read_draft(text: &str, attachments: Vec<Attachment>, seals: &Seals) -> Result<Draft, DbFault> {
    let b: DraftBody = serde_json::from_str(text).map_err(|e| broken("draft", &e))?;
    let author = |a: DraftAuthorBody| {
        Ok::<_, DbFault>(DraftAuthor {
            name: seals.names.open(&a.name)?,
            role_title: a.role,
            unit: a.unit.map(domain::ids::UnitCode),
            address: seals.contact.open(&a.address)?,
            phone: seals.contact.open(&a.phone)?,
            share: a.share,
            representative: a.representative,
            grounds: DraftGrounds { birth: seals.contact.open(&a.birth)? },
        })
    };
    Ok(Draft {
        title: b.title,
        areas: b.areas.into_iter().map(domain::ids::AreaCode).collect(),
        form: b.form.as_deref().and_then(Form::from_word),
        category: b.category.as_deref().and_then(Category::from_word),
        receiving_unit: b.unit.map(domain::ids::UnitCode),
        route: b.route.map(domain::ids::RouteCode),
        authors: b.authors.into_iter().map(author).collect::<Result<_, _>>()?,
        attachments,
        sections: b.sections,
        answers: b.answers,
        already_applied: b.applied,
        email: seals.contact.open(&b.email)?,
        declared: Declared { own_work: b.own_work, data_use: b.data_use, office_use: b.office_use },
    })
}

pub fn dossier_text(dossier: &Dossier, seals: &Seals) -> Result<String, DbFault> {
    let d = dossier.clone();
    let author = |a: Author| {
        Ok::<_, DbFault>(AuthorBody {
            name: seals.names.close(&a.name)?,
            role: a.role_title,
            unit: a.unit.map(|u| u.0),
            address: seals.contact.close(&a.address)?,
            phone: seals.contact.close(&a.phone)?,
            share: a.share.0,
            representative: a.representative,
            birth: seals.contact.close(&a.grounds.birth.map(|b| b.to_string()).unwrap_or_default())?,
        })
    };
    let file = |f: Attachment| FileBody {
        name: f.name,
        kind: f.kind.word().to_owned(),
        bytes: f.bytes,
        sha256: f.sha256.map(|h| hex(&h)),
    };
    let body = DossierBody {
        title: d.title,
        areas: d.areas.into_iter().map(|a| a.0).collect(),
        form: d.form.word().to_owned(),
        category: d.category.word().to_owned(),
        unit: d.receiving_unit.0,
        route: d.route.0,
        authors: d.authors.into_iter().map(author).collect::<Result<_, _>>()?,
        files: d.attachments.into_iter().map(file).collect(),
        sections: d.sections,
        applied: d.already_applied,
    };
    serde_json::to_string(&body).map_err(|e| DbFault::other(format!("a dossier cannot be written: {e}")))
}

/// The dossier of a stored version, as it was confirmed.
pub fn read_dossier(text: &str, seals: &Seals) -> Result<Dossier, DbFault> {
    let b: DossierBody = serde_json::from_str(text).map_err(|e| broken("dossier", &e))?;
    let author = |a: AuthorBody| {
        Ok::<_, DbFault>(Author {
            name: seals.names.open(&a.name)?,
            role_title: a.role,
            unit: a.unit.map(domain::ids::UnitCode),
            address: seals.contact.open(&a.address)?,
            phone: seals.contact.open(&a.phone)?,
            share: SharePercent(a.share),
            representative: a.representative,
            // Of an erased entry nothing is left to be opened.
            grounds: Grounds { birth: Day::parse(&seals.contact.open(&a.birth)?) },
        })
    };
    let file = |f: FileBody| {
        let sha256 = f.sha256.as_deref().map(read_hex).transpose()?;
        let kind = AttachmentKind::from_word(&f.kind);
        let kind = kind.ok_or_else(|| DbFault::other("a dossier has a file of an unknown kind"))?;
        // The files went with the names: what is left of them is their size.
        let attachment = Attachment { name: f.name, kind, bytes: f.bytes, sha256 };
        Ok::<_, DbFault>(match seals.names.is_gone() {
            true => Attachment { name: GONE.to_owned(), sha256: None, ..attachment },
            false => attachment,
        })
    };
    let word = |what: &str| DbFault::other(format!("a dossier has an unknown {what}"));
    Ok(Dossier {
        title: b.title,
        areas: b.areas.into_iter().map(domain::ids::AreaCode).collect(),
        form: Form::from_word(&b.form).ok_or_else(|| word("form"))?,
        category: Category::from_word(&b.category).ok_or_else(|| word("category"))?,
        authors: b.authors.into_iter().map(author).collect::<Result<_, _>>()?,
        receiving_unit: domain::ids::UnitCode(b.unit),
        route: domain::ids::RouteCode(b.route),
        attachments: b.files.into_iter().map(file).collect::<Result<_, _>>()?,
        sections: b.sections,
        already_applied: b.applied,
    })
}

fn broken(what: &str, why: &serde_json::Error) -> DbFault {
    DbFault::other(format!("a stored {what} cannot be read: {why}"))
}

/// Lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn read_hex(text: &str) -> Result<[u8; 32], DbFault> {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
    bytes.and_then(|b| b.try_into().ok()).ok_or_else(|| DbFault::other("a digest is not 64 hex digits"))
}

//! A paper as plain values: what a clerk would call its parts, in the order in which they stand on the page.
//!
//! Layout: Nghị định 30/2020/NĐ-CP, Phụ lục I. The same value is rendered to PDF ([`pdf`]) and to DOCX ([`docx`]); both take the
//! text as data, never as code. Nothing here imitates a signature or a seal: the place for them stays empty.
//!
//! Measures, in millimetres and points, stand in [`measure`], once for both renderers.

pub mod docx;
pub mod html;
pub mod pdf;
mod png;

use domain::text::clean_line;
use jiff::civil::Date;
use serde::Serialize;

/// Measures of a page. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I and II.
pub mod measure {
    /// Paper A4, millimetres.
    pub const PAPER: (u32, u32) = (210, 297);
    /// Margins in millimetres: top and bottom 20 to 25, left 30 to 35, right 15 to 20.
    pub const TOP: u32 = 20;
    pub const BOTTOM: u32 = 20;
    pub const LEFT: u32 = 30;
    pub const RIGHT: u32 = 15;
    /// Distance of the page number from the edge of the paper, millimetres.
    pub const PAGE_NUMBER: u32 = 10;
    /// Sizes of type in points.
    pub const BODY: u32 = 14;
    pub const SMALL: u32 = 11;
    pub const TABLE: u32 = 12;
    /// Side of a QR code on a certificate, millimetres.
    pub const QR: u32 = 25;
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Stands in the properties of the file.
    pub title: String,
    /// Day of the paper; files carry it as their date, so that the same paper is the same file.
    #[serde(serialize_with = "day")]
    pub dated: Date,
    pub sections: Vec<Section>,
}

/// Pages of one shape. Page numbers begin anew in each section (annexes are numbered on their own) and the first page has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    pub page: Page,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    Portrait,
    /// For wide tables.
    Landscape,
    /// Landscape with a frame, without a page number.
    Certificate,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Letterhead(Letterhead),
    /// *Tên loại và trích yếu*.
    TypeName {
        name: String,
        about: String,
    },
    Text(Text),
    /// *Kính gửi*.
    Addressees {
        to: Vec<String>,
    },
    Table(Table),
    Chart(Chart),
    Qr(Qr),
    /// *Nơi nhận* on the left, signature on the right. The last recipient is the file copy: `Lưu: VT, NV.`
    Ending {
        recipients: Vec<String>,
        signer: Signer,
    },
    /// Signatures beside each other: minutes, sheets.
    Signatures {
        signers: Vec<Signer>,
    },
    /// *Phụ lục*: number ("Phụ lục I", may be empty), title, "(Kèm theo …)".
    AppendixTitle {
        number: String,
        title: String,
        with: String,
    },
    Certificate(Box<Certificate>),
}

/// *Quốc hiệu, tiêu ngữ; cơ quan; số, ký hiệu; địa danh và thời gian*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// Empty where there is none.
    pub superior: String,
    pub issuer: String,
    /// `Số: 05/KH-UBND`; empty for papers without one.
    pub number: String,
    /// `V/v …` of an official letter, else empty.
    pub about: String,
    /// `Chương Mỹ, ngày 05 tháng 4 năm 2024`; empty for papers without one.
    pub place_and_date: String,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    pub role: Role,
    /// `Điều 1.`, `1.`, `a)`: set before the text; of an article in bold.
    pub label: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// *Thẩm quyền ban hành* and words such as `QUYẾT ĐỊNH:`: bold, in the middle.
    Centred,
    /// *Căn cứ*: italic.
    Ground,
    /// `I. …`: bold, a heading of the outline.
    Heading,
    /// `Điều 1. …`: label in bold.
    Article,
    /// `Điều 1. …` with nothing but its title, in bold; stays with what follows.
    ArticleTitle,
    /// `1. …`.
    Clause,
    /// `a) …`.
    Point,
    /// `- …`.
    Dash,
    Body,
    /// Italic, in the middle.
    Note,
    /// Large, bold, in the middle: posters.
    Display,
}

/// A table with a head that is repeated on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    pub heading: String,
    /// Share of the width, relative to the other columns.
    pub width: u32,
    pub align: Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Centre,
    Right,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    pub cells: Vec<String>,
    /// A line of totals.
    pub bold: bool,
}

/// Bars, one a row. In a DOCX it is the table of its figures, which can be edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    pub title: String,
    pub label_heading: String,
    pub value_heading: String,
    pub bars: Vec<(String, u64)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// What the code says, usually an address.
    pub text: String,
    pub caption: String,
    /// Side in millimetres.
    pub side: u32,
}

/// Who signs. The space between title and name stays empty for the signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Signer {
    /// `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`; one line each, may be none.
    pub authority: Vec<String>,
    /// `PHÓ CHỦ TỊCH`.
    pub title: String,
    /// `(Ký, ghi rõ họ và tên)` under the title of those who sign minutes and sheets; usually empty.
    pub note: String,
    /// Without degree or rank; empty while it is open.
    pub name: String,
}

/// A certificate: one page of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    pub superior: String,
    pub issuer: String,
    /// `GIẤY CHỨNG NHẬN`.
    pub name: String,
    /// `CHỨNG NHẬN`, `TẶNG`: the word above the winner.
    pub verb: String,
    pub winner: String,
    /// Unit or members of a group; may be empty.
    pub of: String,
    /// `Đã đạt Giải Nhất …`.
    pub lines: Vec<String>,
    /// `Số: 01/GCN`, or of the decision; may be empty.
    pub number: String,
    pub place_and_date: String,
    pub signer: Signer,
    pub qr: Qr,
}

impl Text {
    pub fn plain(role: Role, text: impl Into<String>) -> Block {
        Block::Text(Text { role, label: String::new(), text: text.into() })
    }

    pub fn labelled(role: Role, label: impl Into<String>, text: impl Into<String>) -> Block {
        Block::Text(Text { role, label: label.into(), text: text.into() })
    }
}

impl Column {
    pub fn new(heading: &str, width: u32, align: Align) -> Column {
        Column { heading: heading.to_owned(), width, align }
    }
}

impl Row {
    pub fn of(cells: Vec<String>) -> Row {
        Row { cells, bold: false }
    }

    pub fn total(cells: Vec<String>) -> Row {
        Row { cells, bold: true }
    }
}

impl Document {
    /// Several papers as one file, each beginning on a page of its own; `None` of none.
    pub fn joined(title: &str, papers: Vec<Document>) -> Option<Document> {
        let dated = papers.first()?.dated;
        let sections = papers.into_iter().flat_map(|p| p.sections).collect();
        Some(Document { title: title.to_owned(), dated, sections })
    }

    /// The paper with every text on one line, normalised and without characters that do not print. Renderers take only this.
    pub fn cleaned(&self) -> Document {
        let mut document = self.clone();
        document.title = clean_line(&document.title);
        for block in document.sections.iter_mut().flat_map(|s| s.blocks.iter_mut()) {
            block.clean();
        }
        document
    }
}

impl Block {
    fn clean(&mut self) {
        match self {
            Block::Letterhead(l) => {
                // The number is made of a figure and a symbol; an open one keeps its blank.
                each([&mut l.superior, &mut l.issuer, &mut l.about, &mut l.place_and_date]);
            }
            Block::TypeName { name, about } => each([name, about]),
            Block::Text(t) => each([&mut t.label, &mut t.text]),
            Block::Addressees { to } => each(to),
            Block::Table(t) => {
                each(t.columns.iter_mut().map(|c| &mut c.heading));
                each(t.rows.iter_mut().flat_map(|r| r.cells.iter_mut()));
                // A row is as wide as its table.
                for row in &mut t.rows {
                    row.cells.resize(t.columns.len(), String::new());
                }
            }
            Block::Chart(c) => {
                each([&mut c.title, &mut c.label_heading, &mut c.value_heading]);
                each(c.bars.iter_mut().map(|(label, _)| label));
            }
            Block::Qr(q) => each([&mut q.caption]),
            Block::Ending { recipients, signer } => {
                each(recipients);
                signer.clean();
            }
            Block::Signatures { signers } => signers.iter_mut().for_each(Signer::clean),
            Block::AppendixTitle { number, title, with } => each([number, title, with]),
            Block::Certificate(c) => {
                each([&mut c.superior, &mut c.issuer, &mut c.name, &mut c.verb, &mut c.winner, &mut c.of]);
                // As above: an open number keeps its blank.
                each([&mut c.place_and_date, &mut c.qr.caption]);
                each(&mut c.lines);
                c.signer.clean();
            }
        }
    }
}

impl Signer {
    fn clean(&mut self) {
        each(&mut self.authority);
        each([&mut self.title, &mut self.note, &mut self.name]);
    }
}

fn each<'a>(texts: impl IntoIterator<Item = &'a mut String>) {
    for text in texts {
        let clean = clean_line(text);
        if *text != clean {
            *text = clean;
        }
    }
}

fn day<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    (date.year(), date.month(), date.day()).serialize(serializer)
}

/// The name of an office in a head, as offices break it: a People's Committee on one line, of what on the next.
fn office_lines(name: &str) -> Vec<&str> {
    const COMMITTEE: &str = "ỦY BAN NHÂN DÂN";
    match name.strip_prefix(COMMITTEE) {
        Some(of) if of.starts_with(' ') => vec![COMMITTEE, of.trim_start()],
        Some(_) | None => vec![name],
    }
}

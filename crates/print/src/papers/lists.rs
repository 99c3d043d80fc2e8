//! Lists and tables that several papers show.

use domain::marks::Marks;
use domain::money::Vnd;

use crate::document::{Align, Block, Column, Qr, Role, Row, Table, Text};
use crate::words::figures;

/// A person in a list: *Ông/Bà*, office.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    pub name: String,
    /// Post and unit.
    pub post: String,
    /// `Trưởng ban`, `Ủy viên`; may be empty.
    pub part: String,
}

/// Size and root of the log of the system at a moment. Printed, it binds the log from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// As it may be typed: `421 2jmj7l5rSw0yVb/vlWAYkK/YBwk=`.
    pub text: String,
    /// What its code says, usually an address.
    pub says: String,
}

impl Checkpoint {
    /// The sentence of a wording.
    pub(super) fn sentence(checkpoint: Option<&Checkpoint>) -> String {
        let said = |c: &Checkpoint| {
            format!("Điểm kiểm tra của nhật ký hệ thống tại thời điểm lập văn bản này: {}.", c.text)
        };
        checkpoint.map(said).unwrap_or_default()
    }

    pub(super) fn code(&self) -> Block {
        Block::Qr(Qr {
            text: self.says.clone(), caption: "Điểm kiểm tra của nhật ký".to_owned(), side: 30
        })
    }
}

/// One level of prizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrizeLevel {
    pub name: String,
    pub count: u32,
    pub individual: Vnd,
    pub collective: Vnd,
}

/// An entry that gets a prize.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Winner {
    pub code: String,
    pub title: String,
    /// All authors, the representative first.
    pub authors: Vec<String>,
    pub unit: String,
    pub collective: bool,
    /// `Giải nhất`.
    pub level: String,
    pub amount: Vnd,
    /// Mean as printed: `92,40`.
    pub mean: String,
}

impl Winner {
    /// One author, or the first and how many with them.
    pub fn who(&self) -> String {
        match self.authors.as_slice() {
            [] => self.unit.clone(),
            [one] => one.clone(),
            all => all.join(", "),
        }
    }

    pub fn category(&self) -> &'static str {
        if self.collective { "Tập thể" } else { "Cá nhân" }
    }
}

/// `17,5`, as a paper shows marks.
pub fn marks(marks: Marks) -> String {
    marks.to_string().replace('.', ",")
}

pub fn total(winners: &[Winner]) -> Vnd {
    Vnd(winners.iter().map(|w| w.amount.0).sum())
}

/// `- …` lines.
pub fn dashes(lines: &[String]) -> Vec<Block> {
    lines.iter().map(|line| Text::labelled(Role::Dash, "-", line)).collect()
}

pub fn table(columns: Vec<Column>, rows: Vec<Row>) -> Vec<Block> {
    vec![Block::Table(Table { columns, rows })]
}

/// Rows with their number in front.
pub fn numbered(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<Row> {
    rows.into_iter()
        .enumerate()
        .map(|(i, cells)| {
            let mut row = vec![(i + 1).to_string()];
            row.extend(cells);
            Row::of(row)
        })
        .collect()
}

pub fn people(people: &[Person]) -> Vec<Block> {
    let rows = people.iter().map(|p| vec![p.name.clone(), p.post.clone(), p.part.clone()]);
    let columns = vec![
        Column::new("TT", 1, Align::Centre),
        Column::new("Họ và tên", 5, Align::Left),
        Column::new("Chức vụ, đơn vị", 7, Align::Left),
        Column::new("Nhiệm vụ", 4, Align::Left),
    ];
    table(columns, numbered(rows))
}

pub fn prizes(levels: &[PrizeLevel]) -> Vec<Block> {
    let columns = vec![
        Column::new("TT", 1, Align::Centre),
        Column::new("Giải", 4, Align::Left),
        Column::new("Số lượng", 2, Align::Centre),
        Column::new("Cá nhân (đồng)", 3, Align::Right),
        Column::new("Tập thể (đồng)", 3, Align::Right),
    ];
    let rows = levels.iter().map(|l| {
        vec![l.name.clone(), format!("{:02}", l.count), figures(l.individual), figures(l.collective)]
    });
    table(columns, numbered(rows))
}

/// Winners with their amounts and the sum.
pub fn winners(winners: &[Winner]) -> Vec<Block> {
    let columns = vec![
        Column::new("TT", 2, Align::Centre),
        Column::new("Tên bài dự thi", 11, Align::Left),
        Column::new("Tác giả, nhóm tác giả", 9, Align::Left),
        Column::new("Đơn vị", 7, Align::Left),
        Column::new("Giải", 4, Align::Centre),
        Column::new("Tiền thưởng (đồng)", 5, Align::Right),
    ];
    let mut rows = numbered(winners.iter().map(|w| {
        let who = if w.collective { format!("{} (tập thể)", w.who()) } else { w.who() };
        vec![w.title.clone(), who, w.unit.clone(), w.level.clone(), figures(w.amount)]
    }));
    let blank = String::new;
    rows.push(Row::total(vec![
        blank(),
        "Tổng cộng".to_owned(),
        blank(),
        blank(),
        blank(),
        figures(total(winners)),
    ]));
    table(columns, rows)
}

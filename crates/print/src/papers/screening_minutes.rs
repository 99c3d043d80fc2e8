//! *Biên bản sơ loại, thẩm định* of a unit.

use super::lists::{Person, numbered, people, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Column, Page, Signer};

pub const WORDING: &str = include_str!("../../texts/screening_minutes.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    pub unit: String,
    pub venue: String,
    pub chair: Person,
    pub secretary: Person,
    pub members: Vec<Person>,
    pub entries: Vec<Screened>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screened {
    pub code: String,
    pub title: String,
    pub author: String,
    pub verdict: Verdict,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Selected,
    Returned,
    Declined,
}

impl Verdict {
    fn words(self) -> &'static str {
        match self {
            Verdict::Selected => "Chọn",
            Verdict::Returned => "Trả lại để bổ sung",
            Verdict::Declined => "Không chọn",
        }
    }
}

pub fn document(issue: &Issue, contest: &ContestFacts, screening: &Screening, wording: &str) -> Made {
    let of = |verdict| screening.entries.iter().filter(|e| e.verdict == verdict).count().to_string();
    let named = |person: &Person| match person.post.as_str() {
        "" => person.name.clone(),
        post => format!("{}, {post}", person.name),
    };
    let columns = vec![
        Column::new("TT", 2, Align::Centre),
        Column::new("Mã bài", 6, Align::Centre),
        Column::new("Tên bài dự thi", 11, Align::Left),
        Column::new("Tác giả", 6, Align::Left),
        Column::new("Kết quả", 4, Align::Centre),
        Column::new("Nhận xét, lý do", 8, Align::Left),
    ];
    let rows = numbered(screening.entries.iter().map(|e| {
        let verdict = e.verdict.words().to_owned();
        vec![e.code.clone(), e.title.clone(), e.author.clone(), verdict, e.reason.clone()]
    }));
    let members = if screening.members.is_empty() { Vec::new() } else { people(&screening.members) };
    let filling = issue
        .filling(contest)
        .field("venue", &screening.venue)
        .field("unit", &screening.unit)
        .field("chair", named(&screening.chair))
        .field("secretary", named(&screening.secretary))
        .field("received", screening.entries.len().to_string())
        .field("selected", of(Verdict::Selected))
        .field("returned", of(Verdict::Returned))
        .field("declined", of(Verdict::Declined))
        .slot("members", members)
        .slot("list", table(columns, rows));
    let signer = |title: &str, person: &Person| Signer {
        title: title.to_owned(),
        note: "(Ký, ghi rõ họ và tên)".to_owned(),
        name: person.name.clone(),
        ..Signer::default()
    };
    let signers = vec![signer("THƯ KÝ", &screening.secretary), signer("CHỦ TRÌ", &screening.chair)];
    let title = format!("Biên bản sơ loại, thẩm định của {}", screening.unit);
    issue.signed_by(&title, wording, &filling, Page::Portrait, signers)
}

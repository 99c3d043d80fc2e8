//! *Biên bản họp Ban Giám khảo*: who, how the marks were combined, the ranking, ties and how they were settled.

use super::lists::{Person, dashes, numbered, people, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Block, Column, Page, Qr, Role, Signer, Text};

pub const WORDING: &str = include_str!("../../texts/jury_minutes.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JuryMinutes {
    pub venue: String,
    pub jury: Vec<Person>,
    pub sheets: u64,
    /// `trung bình cộng điểm của các giám khảo`.
    pub combining: String,
    pub tie_break: String,
    pub ranking: Vec<Ranked>,
    /// One sentence a tie; empty where there was none.
    pub ties: Vec<String>,
    /// Head of the audit log, printed as text and as a code; empty where none is kept.
    pub checkpoint: String,
    pub secretary: String,
    pub chair: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    pub place: u32,
    pub code: String,
    pub title: String,
    pub mean: String,
}

pub fn document(issue: &Issue, contest: &ContestFacts, minutes: &JuryMinutes, wording: &str) -> Made {
    let columns = vec![
        Column::new("TT", 2, Align::Centre),
        Column::new("Mã bài", 5, Align::Centre),
        Column::new("Tên bài dự thi", 18, Align::Left),
        Column::new("Điểm trung bình", 4, Align::Centre),
        Column::new("Xếp thứ", 3, Align::Centre),
    ];
    let rows = numbered(
        minutes
            .ranking
            .iter()
            .map(|r| vec![r.code.clone(), r.title.clone(), r.mean.clone(), r.place.to_string()]),
    );
    let ties = if minutes.ties.is_empty() {
        vec![Text::plain(Role::Body, "Không có.")]
    } else {
        dashes(&minutes.ties)
    };
    let checkpoint = match minutes.checkpoint.as_str() {
        "" => String::new(),
        head => format!("Điểm kiểm tra của nhật ký hệ thống tại thời điểm lập biên bản: {head}."),
    };
    let filling = issue
        .filling(contest)
        .field("venue", &minutes.venue)
        .field("entries", minutes.ranking.len().to_string())
        .field("sheets", minutes.sheets.to_string())
        .field("combining", &minutes.combining)
        .field("tie_break", &minutes.tie_break)
        .field("checkpoint", checkpoint)
        .slot("jury", people(&minutes.jury))
        .slot("ranking", table(columns, rows))
        .slot("ties", ties);
    let signer = |title: &str, name: &str| Signer {
        title: title.to_owned(),
        note: "(Ký, ghi rõ họ và tên)".to_owned(),
        name: name.to_owned(),
        ..Signer::default()
    };
    let signers = vec![signer("THƯ KÝ", &minutes.secretary), signer("TRƯỞNG BAN GIÁM KHẢO", &minutes.chair)];
    let title = format!("Biên bản họp Ban Giám khảo {}", contest.name);
    let mut document = issue.signed_by(&title, wording, &filling, Page::Portrait, signers)?;
    if !minutes.checkpoint.is_empty() {
        let qr = Qr {
            text: minutes.checkpoint.clone(),
            caption: "Điểm kiểm tra của nhật ký".to_owned(),
            side: 30,
        };
        document.sections.iter_mut().take(1).for_each(|s| s.blocks.push(Block::Qr(qr.clone())));
    }
    Ok(document)
}

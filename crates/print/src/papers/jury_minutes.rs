//! *Biên bản họp Ban Giám khảo*: who, how the marks were combined, the ranking, ties and how they were settled.

use super::lists::{Checkpoint, Person, dashes, numbered, people, table};
use super::{ContestFacts, Issue, Made};
use crate::document::{Align, Column, Page, Role, Signer, Text};

pub const WORDING: &str = include_str!("../../texts/jury_minutes.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JuryMinutes {
    pub venue: String,
    /// Who was there.
    pub jury: Vec<Person>,
    /// Who was not, and why; may be empty.
    pub absent: String,
    /// `09/09 thành viên tán thành`; empty where there was no vote.
    pub vote: String,
    pub sheets: u64,
    /// `trung bình cộng điểm của các giám khảo`.
    pub combining: String,
    pub tie_break: String,
    pub ranking: Vec<Ranked>,
    /// One sentence a tie; empty where there was none.
    pub ties: Vec<String>,
    /// What was said of single entries and decided, a sentence each.
    pub discussions: Vec<String>,
    /// Printed as text and as a code; `None` where no log is kept.
    pub checkpoint: Option<Checkpoint>,
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
    let discussions = if minutes.discussions.is_empty() {
        vec![Text::plain(Role::Body, "Không có.")]
    } else {
        dashes(&minutes.discussions)
    };
    let filling = issue
        .filling(contest)
        .field("venue", &minutes.venue)
        .field("entries", minutes.ranking.len().to_string())
        .field("sheets", minutes.sheets.to_string())
        .field("combining", &minutes.combining)
        .field("tie_break", &minutes.tie_break)
        .field("absent", &minutes.absent)
        .field("vote", &minutes.vote)
        .field("checkpoint", Checkpoint::sentence(minutes.checkpoint.as_ref()))
        .slot("jury", people(&minutes.jury))
        .slot("ranking", table(columns, rows))
        .slot("ties", ties)
        .slot("discussions", discussions);
    let signer = |title: &str, name: &str| Signer {
        title: title.to_owned(),
        note: "(Ký, ghi rõ họ và tên)".to_owned(),
        name: name.to_owned(),
        ..Signer::default()
    };
    let signers = vec![signer("THƯ KÝ", &minutes.secretary), signer("TRƯỞNG BAN GIÁM KHẢO", &minutes.chair)];
    let title = format!("Biên bản họp Ban Giám khảo {}", contest.name);
    let mut document = issue.signed_by(&title, wording, &filling, Page::Portrait, signers)?;
    if let (Some(checkpoint), Some(section)) = (&minutes.checkpoint, document.sections.first_mut()) {
        section.blocks.push(checkpoint.code());
    }
    Ok(document)
}

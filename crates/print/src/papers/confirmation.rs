//! *Phiếu xác nhận*: the head of the unit confirms effect and feasibility of exactly one version.

use super::office::day;
use super::{ContestFacts, Issue, Made};
use crate::document::{Block, Qr, Role, Text};
use domain::time::Day;

pub const WORDING: &str = include_str!("../../texts/confirmation.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub code: String,
    pub title: String,
    pub authors: String,
    pub unit: String,
    /// SHA-256 of the dossier in hexadecimal; empty for a paper dossier.
    pub dossier: String,
    /// `Hiệu quả cao`.
    pub level: String,
    /// `Khả thi`.
    pub feasibility: String,
    /// The text of the QR code: entry, version and dossier.
    pub printed: String,
    /// The same for those who type, shortened.
    pub short: String,
    /// The day on the paper, and who recorded it on the head's behalf; `None` where it was given on the screen or is still to be signed.
    pub on_paper: Option<(Day, String)>,
}

pub fn document(issue: &Issue, contest: &ContestFacts, confirmation: &Confirmation, wording: &str) -> Made {
    let filling = issue
        .filling(contest)
        .field("code", &confirmation.code)
        .field("title", &confirmation.title)
        .field("authors", &confirmation.authors)
        .field("unit", &confirmation.unit)
        .field("dossier", &confirmation.dossier)
        .field("level", &confirmation.level)
        .field("feasibility", &confirmation.feasibility);
    let mut made =
        issue.paper(&format!("Phiếu xác nhận {}", confirmation.code), wording, &filling, Vec::new())?;
    // The code stands below the signature whatever the contest's wording says: without it a signed paper names no version.
    let qr = Qr {
        text: confirmation.printed.clone(),
        caption: format!("Mã phiếu: {} · {}", confirmation.code, confirmation.short),
        side: 30,
    };
    if let Some(section) = made.sections.last_mut() {
        section.blocks.push(Block::Qr(qr));
        if let Some((on, by)) = &confirmation.on_paper {
            let note = format!(
                "Thủ trưởng đã ký trên giấy ngày {}; {by} ghi nhận thay vào hệ thống, kèm bản quét.",
                day(on.0)
            );
            section.blocks.push(Text::plain(Role::Note, note));
        }
    }
    Ok(made)
}

//! *Giấy biên nhận*: what was handed in, when, to whom, with the code to follow it.

use super::lists::Checkpoint;
use super::{ContestFacts, Issue, Made};
use crate::document::{Block, Qr};

pub const WORDING: &str = include_str!("../../texts/receipt.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub code: String,
    pub title: String,
    pub author: String,
    pub unit: String,
    /// `17 giờ 59 phút 02 giây, ngày 08/4/2024`.
    pub received_at: String,
    /// `01 bài viết, 02 ảnh`.
    pub parts: String,
    pub receiver: String,
    /// The page where the entry can be followed.
    pub address: String,
    /// Printed as text and as a code; `None` where no log is kept.
    pub checkpoint: Option<Checkpoint>,
}

pub fn document(issue: &Issue, contest: &ContestFacts, receipt: &Receipt, wording: &str) -> Made {
    let qr = Qr { text: receipt.address.clone(), caption: receipt.address.clone(), side: 30 };
    let filling = issue
        .filling(contest)
        .field("code", &receipt.code)
        .field("title", &receipt.title)
        .field("author", &receipt.author)
        .field("unit", &receipt.unit)
        .field("received_at", &receipt.received_at)
        .field("parts", &receipt.parts)
        .field("receiver", &receipt.receiver)
        .field("checkpoint", Checkpoint::sentence(receipt.checkpoint.as_ref()))
        .slot("qr", vec![Block::Qr(qr)])
        .slot("checkpoint", receipt.checkpoint.iter().map(Checkpoint::code).collect());
    issue.paper(&format!("Giấy biên nhận {}", receipt.code), wording, &filling, Vec::new())
}

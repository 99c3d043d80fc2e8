//! *Áp phích*: one page to hang up, with the code of the contest's page.

use super::lists::dashes;
use super::{ContestFacts, Issue, Made};
use crate::document::{Block, Document, Page, Qr, Section};
use crate::wording::fill;

pub const WORDING: &str = include_str!("../../texts/poster.txt");

/// `address` is the contest's page.
pub fn document(issue: &Issue, contest: &ContestFacts, slogan: &str, address: &str, wording: &str) -> Made {
    let qr = Qr {
        text: address.to_owned(),
        caption: format!("Quét mã để đọc Thể lệ và gửi bài: {address}"),
        side: 40,
    };
    let filling = issue
        .filling(contest)
        .field("organiser_caps", issue.office.issuer.as_str())
        .field("contest_caps", contest.name.to_uppercase())
        .field("slogan", slogan)
        .slot("areas", dashes(&contest.areas))
        .field("entrants", contest.entrants.join("; "))
        .slot("entrants", dashes(&contest.entrants))
        .slot("qr", vec![Block::Qr(qr)]);
    let blocks = fill(wording, &filling)?.blocks;
    let sections = vec![Section { page: Page::Portrait, blocks }];
    Ok(Document { title: format!("Áp phích {}", contest.name), dated: issue.date, sections })
}

//! *Giấy chứng nhận*: one landscape page a winner, all in one file, each with a code that leads to its check.

use super::lists::Winner;
use super::{ContestFacts, Issue, Made};
use crate::document::{Block, Certificate, Document, Page, Qr, Section, Text, measure};
use crate::wording::fill;

pub const WORDING: &str = include_str!("../../texts/certificate.txt");

/// A certificate: to whom, what its code says (usually the page that tells whether it is valid), and the line below the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awarded {
    pub winner: Winner,
    pub code_says: String,
    pub caption: String,
}

/// Numbers of certificates count from that of the issue; without one they stay open.
pub fn document(issue: &Issue, contest: &ContestFacts, awarded: &[Awarded], wording: &str) -> Made {
    let mut blocks = Vec::with_capacity(awarded.len());
    for (Awarded { winner, code_says, caption }, n) in awarded.iter().zip(0..) {
        let filling = issue
            .filling(contest)
            .field("level", &winner.level)
            .field("category", winner.category().to_lowercase())
            .field("title", format!("“{}”", winner.title))
            .field("code", &winner.code)
            .field("unit", &winner.unit);
        let lines = fill(wording, &filling)?
            .blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Text(Text { text, .. }) => Some(text),
                _ => None,
            })
            .collect();
        let own = Issue { number: issue.number.map(|first| first + n), ..issue.clone() };
        let (name, of) = if winner.collective && winner.authors.len() > 1 {
            (format!("Nhóm tác giả {}", winner.unit), winner.who())
        } else {
            (winner.who(), winner.unit.clone())
        };
        blocks.push(Block::Certificate(Box::new(Certificate {
            superior: issue.office.superior.clone(),
            issuer: issue.office.issuer.clone(),
            name: "GIẤY CHỨNG NHẬN".to_owned(),
            verb: "CHỨNG NHẬN".to_owned(),
            winner: name,
            of,
            lines,
            number: own.number_line(),
            place_and_date: issue.place_and_date(),
            signer: issue.signer.clone(),
            qr: Qr { text: code_says.clone(), caption: caption.clone(), side: measure::QR },
        })));
    }
    let sections = vec![Section { page: Page::Certificate, blocks }];
    Ok(Document { title: format!("Giấy chứng nhận {}", contest.name), dated: issue.date, sections })
}

//! Who issues a paper, of which contest: the fields that all wordings share.

use domain::money::Vnd;
use jiff::civil::Date;

use super::Made;
use super::lists::PrizeLevel;
use crate::document::{Block, Document, Letterhead, Page, Section, Signer};
use crate::wording::{BadWording, Filling, fill};
use crate::words::figures;

/// An office as it stands in the letterhead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Office {
    /// `THÀNH PHỐ HÀ NỘI`; empty where there is none.
    pub superior: String,
    /// `ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ`.
    pub issuer: String,
    /// `Chương Mỹ`.
    pub place: String,
}

/// The issue of one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub office: Office,
    /// Given by the registry when the paper is issued; `None`: left open.
    pub number: Option<u32>,
    /// `QĐ-UBND`; empty for papers without a number (minutes, sheets).
    pub symbol: String,
    pub date: Date,
    pub signer: Signer,
    /// Of the unit that drafted it, in the last line of the recipients: `NV`.
    pub file_mark: String,
}

/// What the papers say of the contest itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestFacts {
    /// With the word *Cuộc thi*.
    pub name: String,
    pub year: i16,
    /// `UBND huyện Chương Mỹ`.
    pub organiser: String,
    /// `Phòng Nội vụ`.
    pub standing_body: String,
    /// Exclusive: the first day that is too late.
    pub units_send_before: Date,
    pub launch: Option<Date>,
    /// Exclusive.
    pub judging_before: Option<Date>,
    pub purposes: Vec<String>,
    pub areas: Vec<String>,
    pub entrants: Vec<String>,
    pub requirements: Vec<String>,
    pub prizes: Vec<PrizeLevel>,
    /// `Tập thể được thưởng bằng 1,5 lần mức thưởng của cá nhân.`; empty where there is no such rule.
    pub collective_rule: String,
    /// The most that the prizes can cost.
    pub budget: Vnd,
    /// `Kế hoạch số 05/KH-UBND ngày 30/3/2024 của UBND huyện Chương Mỹ`.
    pub plan_reference: String,
}

/// `05/4/2024`: a zero before days below 10 and before the months 1 and 2. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.
pub fn day(date: Date) -> String {
    let zero = if date.month() < 3 { "0" } else { "" };
    format!("{:02}/{zero}{}/{}", date.day(), date.month(), date.year())
}

/// `ngày 05 tháng 4 năm 2024`.
pub fn day_words(date: Date) -> String {
    let zero = if date.month() < 3 { "0" } else { "" };
    format!("ngày {:02} tháng {zero}{} năm {}", date.day(), date.month(), date.year())
}

impl Issue {
    /// `Số: 05/QĐ-UBND`, with room for a number that is not given yet; empty for papers without one.
    pub fn number_line(&self) -> String {
        match (self.symbol.trim(), self.number) {
            ("", _) => String::new(),
            (symbol, Some(number)) => format!("Số: {number:02}/{symbol}"),
            (symbol, None) => format!("Số:{}/{symbol}", "\u{a0}".repeat(9)),
        }
    }

    pub fn place_and_date(&self) -> String {
        let date = day_words(self.date);
        if self.office.place.is_empty() { date } else { format!("{}, {date}", self.office.place) }
    }

    fn letterhead(&self, about: &str) -> Block {
        Block::Letterhead(Letterhead {
            superior: self.office.superior.clone(),
            issuer: self.office.issuer.clone(),
            number: self.number_line(),
            about: if about.is_empty() { String::new() } else { format!("V/v {about}") },
            place_and_date: self.place_and_date(),
        })
    }

    /// The fields every wording may use.
    pub(super) fn filling(&self, contest: &ContestFacts) -> Filling {
        Filling::default()
            .field("contest", &contest.name)
            .field("year", contest.year.to_string())
            .field("organiser", &contest.organiser)
            .field("standing_body", &contest.standing_body)
            .field("units_send_before", day(contest.units_send_before))
            .field("judging_before", contest.judging_before.map(day).unwrap_or_default())
            .field("launch", contest.launch.map(|d| format!("ngày {}", day(d))).unwrap_or_default())
            .field("collective_rule", &contest.collective_rule)
            .field("budget", figures(contest.budget))
            .field("plan_reference", &contest.plan_reference)
            .field("issuer", &self.office.issuer)
            .field("superior", &self.office.superior)
            .field("place", &self.office.place)
            .field("date", day(self.date))
            .field("date_words", day_words(self.date))
            .field("file_mark", &self.file_mark)
    }

    /// Letterhead, wording, recipients and signature on portrait pages; `appendices` follow.
    pub(super) fn paper(
        &self,
        title: &str,
        wording: &str,
        filling: &Filling,
        appendices: Vec<Section>,
    ) -> Made {
        let ending = |recipients| vec![Block::Ending { recipients, signer: self.signer.clone() }];
        self.paper_ending(title, wording, filling, Page::Portrait, ending, appendices)
    }

    /// The same with several signatures beside each other, and on pages of a chosen shape.
    pub(super) fn signed_by(
        &self,
        title: &str,
        wording: &str,
        filling: &Filling,
        page: Page,
        signers: Vec<Signer>,
    ) -> Made {
        let ending = |_| if signers.is_empty() { Vec::new() } else { vec![Block::Signatures { signers }] };
        self.paper_ending(title, wording, filling, page, ending, Vec::new())
    }

    fn paper_ending(
        &self,
        title: &str,
        wording: &str,
        filling: &Filling,
        page: Page,
        ending: impl FnOnce(Vec<String>) -> Vec<Block>,
        appendices: Vec<Section>,
    ) -> Result<Document, Vec<BadWording>> {
        let filled = fill(wording, filling)?;
        let mut blocks = vec![self.letterhead(&filled.about)];
        blocks.extend(filled.blocks);
        blocks.extend(ending(filled.recipients));
        let mut sections = vec![Section { page, blocks }];
        sections.extend(appendices);
        Ok(Document { title: title.to_owned(), dated: self.date, sections })
    }

    /// `(Kèm theo Quyết định số …/QĐ-UBND ngày … của …)`.
    pub(super) fn with_this(&self, kind: &str, of: &str) -> String {
        let number = self.number.map_or_else(|| "……".to_owned(), |n| format!("{n:02}"));
        format!("(Kèm theo {kind} số {number}/{} ngày {} của {of})", self.symbol, day(self.date))
    }
}

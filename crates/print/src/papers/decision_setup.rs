//! *Quyết định* that sets up committee, jury and secretariat, with the list of their members.

use super::lists::{Person, people};
use super::{ContestFacts, Issue, Made};
use crate::document::{Block, Page, Role, Section, Text};

pub const WORDING: &str = include_str!("../../texts/decision_setup.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// `CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ`.
    pub authority: String,
    /// `Trưởng Phòng Nội vụ tại Tờ trình số …`.
    pub proposer: String,
    /// `Chánh Văn phòng HĐND và UBND huyện`.
    pub chief_of_office: String,
    pub committee: Vec<Person>,
    pub jury: Vec<Person>,
    pub secretariat: Vec<Person>,
}

pub fn document(issue: &Issue, contest: &ContestFacts, set_up: &SetUp, wording: &str) -> Made {
    let filling = issue
        .filling(contest)
        .field("authority", &set_up.authority)
        .field("proposer", &set_up.proposer)
        .field("chief_of_office", &set_up.chief_of_office);
    let mut blocks = vec![Block::AppendixTitle {
        number: String::new(),
        title: "DANH SÁCH THÀNH VIÊN BAN TỔ CHỨC, BAN GIÁM KHẢO, TỔ THƯ KÝ".to_owned(),
        with: issue.with_this("Quyết định", &contest.organiser),
    }];
    for (heading, members) in [
        ("I. BAN TỔ CHỨC", &set_up.committee),
        ("II. BAN GIÁM KHẢO", &set_up.jury),
        ("III. TỔ THƯ KÝ", &set_up.secretariat),
    ] {
        blocks.push(Text::plain(Role::Heading, heading));
        blocks.extend(people(members));
    }
    let title = format!("Quyết định thành lập Ban Tổ chức, Ban Giám khảo, Tổ Thư ký {}", contest.name);
    issue.paper(&title, wording, &filling, vec![Section { page: Page::Portrait, blocks }])
}

//! The unit's own screening committee: *tổ (hội đồng) sơ loại, thẩm định của đơn vị*.
//!
//! A unit that sets one up selects and declines by its minutes alone; a return to the author stays with the desk. Without one a
//! single appraiser decides. Source: ours, after the contests in which units appoint a committee by decision.

use super::confirm::name_key;
use super::gate::is_running;
use crate::contest::{Phase, words};
use crate::ids::PersonId;
use crate::text;

/// What a member is in the committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Chủ trì.
    Chair,
    /// Thư ký.
    Secretary,
    Member,
}

words!(Part { Chair = "chair", Secretary = "secretary", Member = "member" });

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub name: String,
    /// Chức vụ; may be empty.
    pub post: String,
    pub part: Part,
    /// With an account the member alone gives the opinion; without one the desk records it.
    pub person: Option<PersonId>,
}

pub const FEWEST_MEMBERS: usize = 3;
pub const MOST_MEMBERS: usize = 15;
/// Most characters of a name, a post, and the decision that founded the committee.
pub const MOST_LINE: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitteeRefusal {
    #[error("the contest is not running")]
    NotRunning,
    #[error("the decision that founds it is missing")]
    FoundedByMissing,
    #[error("a committee has {least} to {most} members")]
    Members { least: usize, most: usize },
    #[error("a committee has one chair and not {have}")]
    Chairs { have: usize },
    #[error("{name} stands there twice")]
    Twice { name: String },
    #[error("a text is longer than {most} characters")]
    TooLong { most: usize },
}

/// Whether these people make a committee.
pub fn set_up(founded_by: &str, members: &[Member], phase: Phase) -> Result<(), Vec<CommitteeRefusal>> {
    let mut no = Vec::new();
    if !is_running(phase) {
        no.push(CommitteeRefusal::NotRunning);
    }
    if founded_by.trim().is_empty() {
        no.push(CommitteeRefusal::FoundedByMissing);
    }
    if !(FEWEST_MEMBERS..=MOST_MEMBERS).contains(&members.len()) {
        no.push(CommitteeRefusal::Members { least: FEWEST_MEMBERS, most: MOST_MEMBERS });
    }
    let chairs = members.iter().filter(|m| m.part == Part::Chair).count();
    if chairs != 1 {
        no.push(CommitteeRefusal::Chairs { have: chairs });
    }
    for (n, m) in members.iter().enumerate() {
        let same =
            |o: &Member| name_key(&o.name) == name_key(&m.name) || o.person.is_some() && o.person == m.person;
        if members.iter().take(n).any(same) {
            no.push(CommitteeRefusal::Twice { name: m.name.clone() });
        }
    }
    let lines = members.iter().flat_map(|m| [m.name.as_str(), m.post.as_str()]).chain([founded_by]);
    if lines.into_iter().any(|l| text::length(l) > MOST_LINE) {
        no.push(CommitteeRefusal::TooLong { most: MOST_LINE });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn member(name: &str, part: Part) -> Member {
        Member { name: name.into(), post: String::new(), part, person: None }
    }

    pub fn three() -> Vec<Member> {
        vec![
            member("Lê Văn Chủ", Part::Chair),
            member("Vũ Thị Thư", Part::Secretary),
            member("Ngô Văn Viên", Part::Member),
        ]
    }

    #[test]
    fn a_committee_has_one_chair_and_enough_different_people() {
        use CommitteeRefusal::*;
        let two_chairs = vec![member("A", Part::Chair), member("B", Part::Chair), member("C", Part::Member)];
        let same = |a: &str, b: &str| {
            vec![member(a, Part::Chair), member("B", Part::Member), member(b, Part::Member)]
        };
        let account = |id| Some(PersonId(id));
        let mut one_account = three();
        one_account[0].person = account(7);
        one_account[2].person = account(7);
        for (name, members, want) in [
            ("three", three(), vec![]),
            ("two", three()[..2].to_vec(), vec![Members { least: 3, most: 15 }]),
            ("none", vec![], vec![Members { least: 3, most: 15 }, Chairs { have: 0 }]),
            ("two chairs", two_chairs, vec![Chairs { have: 2 }]),
            ("one name twice", same("Lê Văn Chủ", "LÊ VĂN  CHỦ"), vec![Twice { name: "LÊ VĂN  CHỦ".into() }]),
            ("other tones", same("Lê Văn Chủ", "Lê Văn Chú"), vec![]),
            ("one account twice", one_account, vec![Twice { name: "Ngô Văn Viên".into() }]),
        ] {
            let got = set_up("QĐ 12", &members, Phase::Open).err().unwrap_or_default();
            assert_eq!(got, want, "{name}");
        }
        assert_eq!(set_up(" ", &three(), Phase::Released), Err(vec![NotRunning, FoundedByMissing]));
        assert_eq!(set_up(&"a".repeat(201), &three(), Phase::Open), Err(vec![TooLong { most: 200 }]));
    }
}

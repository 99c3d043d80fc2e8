//! *Biên bản họp Ban Tổ chức*: the prizes that the committee proposes, and its vote.

use super::lists::{Checkpoint, Person, Winner, people, total, winners};
use super::{ContestFacts, Issue, Made};
use crate::document::{Page, Signer};
use crate::words::{MissingTen, dong, figures};

pub const WORDING: &str = include_str!("../../texts/committee_minutes.txt");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitteeMinutes {
    pub venue: String,
    pub chair: Person,
    pub secretary: Person,
    /// Who was there.
    pub members: Vec<Person>,
    /// Who was not, and why; may be empty.
    pub absent: String,
    pub received: u64,
    pub judged: u64,
    pub winners: Vec<Winner>,
    /// `07/07 thành viên tán thành`; empty where there was no vote.
    pub vote: String,
    /// Printed as text and as a code; `None` where no log is kept.
    pub checkpoint: Option<Checkpoint>,
}

pub fn document(issue: &Issue, contest: &ContestFacts, minutes: &CommitteeMinutes, wording: &str) -> Made {
    let named = |person: &Person| {
        [&person.name, &person.post]
            .into_iter()
            .filter(|s| !s.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let sum = total(&minutes.winners);
    let members = if minutes.members.is_empty() { Vec::new() } else { people(&minutes.members) };
    let filling = issue
        .filling(contest)
        .field("venue", &minutes.venue)
        .field("chair", named(&minutes.chair))
        .field("secretary", named(&minutes.secretary))
        .field("received", minutes.received.to_string())
        .field("judged", minutes.judged.to_string())
        .field("prizes", format!("{:02}", minutes.winners.len()))
        .field("budget", figures(sum))
        .field("budget_words", dong(sum, MissingTen::Linh).unwrap_or_default())
        .field("absent", &minutes.absent)
        .field("vote", &minutes.vote)
        .field("checkpoint", Checkpoint::sentence(minutes.checkpoint.as_ref()))
        .slot("members", members)
        .slot("winners", winners(&minutes.winners));
    let signer = |title: &str, person: &Person| Signer {
        title: title.to_owned(),
        note: "(Ký, ghi rõ họ và tên)".to_owned(),
        name: person.name.clone(),
        ..Signer::default()
    };
    let signers = vec![signer("THƯ KÝ", &minutes.secretary), signer("CHỦ TRÌ", &minutes.chair)];
    let title = format!("Biên bản họp Ban Tổ chức {}", contest.name);
    let mut document = issue.signed_by(&title, wording, &filling, Page::Portrait, signers)?;
    if let (Some(checkpoint), Some(section)) = (&minutes.checkpoint, document.sections.first_mut()) {
        section.blocks.push(checkpoint.code());
    }
    Ok(document)
}

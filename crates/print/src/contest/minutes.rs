//! What minutes and rules say of the judging: who, how marks are combined, ties and how they were settled.

use super::outcome::text;
use super::{Judge, Paper, checkpoint};
use crate::papers::*;
use domain::contest::{Combine, LastTieBreak};
use domain::documents::attendees::{self, Attendee};
use domain::documents::{DocumentKind, Fields};
use serde_json::Value;

impl Paper<'_> {
    pub(super) fn rules(&self) -> rules::Rules {
        let judging = &self.facts.rules.judging;
        let criteria = match judging.rounds.as_slice() {
            [one] => &one.criteria,
            _ => &judging.criteria,
        };
        rules::Rules {
            group_min: self.facts.rules.group.min_members.try_into().unwrap_or(u32::MAX),
            criteria: criteria.iter().map(|c| (c.name.clone(), c.max)).collect(),
            tie_break: self.tie_break(),
        }
    }

    pub(super) fn chair(&self) -> String {
        self.facts.judges.iter().find(|j| j.chair).map(|j| j.name.clone()).unwrap_or_default()
    }

    /// Who was there, as the clerk wrote it; else those who serve.
    fn present(&self, fields: &Fields, serving: Vec<Person>) -> Vec<Person> {
        let written = fields.own.get("members").map(|text| attendees::read(text)).unwrap_or_default();
        if written.is_empty() {
            return serving;
        }
        written.into_iter().map(|a| Person { name: a.name, post: a.post, part: a.part }).collect()
    }

    /// Those who serve in the committee.
    fn committee(&self) -> Vec<Person> {
        let member = |name: &String| Person {
            name: name.clone(),
            part: "Thành viên Ban Tổ chức".to_owned(),
            ..Person::default()
        };
        self.facts.organisers.iter().map(member).collect()
    }

    /// The list of those who serve, as a clerk would begin it.
    pub(super) fn serving(&self, kind: DocumentKind) -> String {
        let people = if kind == DocumentKind::JuryMinutes { self.jury() } else { self.committee() };
        let attendee = |p: Person| Attendee { name: p.name, post: p.post, part: p.part };
        attendees::write(&people.into_iter().map(attendee).collect::<Vec<_>>())
    }

    pub(super) fn committee_minutes(&self, fields: &Fields) -> committee_minutes::CommitteeMinutes {
        let own = |name: &str| fields.own.get(name).cloned().unwrap_or_default();
        let person = |name: String, post: &str| Person { name, post: post.to_owned(), ..Person::default() };
        committee_minutes::CommitteeMinutes {
            venue: own("venue"),
            chair: person(own("chair"), "Trưởng Ban Tổ chức"),
            secretary: person(own("secretary"), "Tổ Thư ký"),
            members: self.present(fields, self.committee()),
            absent: own("absent"),
            received: self.count("/counts/all/total"),
            judged: self.count("/counts/judged/total"),
            winners: self.winners(),
            vote: own("vote"),
            checkpoint: self.checkpoint(),
        }
    }

    pub(super) fn jury(&self) -> Vec<Person> {
        let part = |chair| if chair { "Trưởng Ban Giám khảo" } else { "Giám khảo" };
        let person = |j: &Judge| Person {
            name: j.name.clone(),
            post: j.title.clone(),
            part: part(j.chair).to_owned(),
        };
        self.facts.judges.iter().map(person).collect()
    }

    fn criterion(&self, code: &str) -> String {
        let rounds = self.facts.rules.judging.rounds.iter().flat_map(|r| r.criteria.iter());
        let mut all = self.facts.rules.judging.criteria.iter().chain(rounds);
        let found = all.find(|c| c.code.as_str() == code);
        format!("điểm tiêu chí “{}”", found.map_or(code, |c| c.name.as_str()))
    }

    pub(super) fn tie_break(&self) -> String {
        let judging = &self.facts.rules.judging;
        let mut words: Vec<String> = judging.tie_break.iter().map(|c| self.criterion(c.as_str())).collect();
        words.extend(match judging.last_tie_break {
            LastTieBreak::Chair => Some("quyết định của Trưởng Ban Giám khảo".to_owned()),
            LastTieBreak::CommitteeVote => Some("biểu quyết của Ban Tổ chức".to_owned()),
            LastTieBreak::Nobody => None,
        });
        words.join("; ")
    }

    fn combining(&self) -> String {
        let words = self.facts.rules.judging.rounds.iter().map(|round| {
            let how = match &round.combine {
                Combine::Mean => "trung bình cộng tổng điểm của các giám khảo".to_owned(),
                Combine::DropHighestAndLowest { applies_from_judges } => format!(
                    "trung bình cộng sau khi bỏ một điểm cao nhất và một điểm thấp nhất (khi có từ {applies_from_judges} giám khảo)"
                ),
                Combine::ThirdMarker { .. } => "hai giám khảo chấm, giám khảo thứ ba chấm khi chênh lệch lớn".to_owned(),
            };
            // The only round of a contest often has no name.
            if round.name.is_empty() { how } else { format!("{}: {how}", round.name) }
        });
        let words: Vec<String> = words.collect();
        format!("{}; không làm tròn khi xếp thứ", words.join("; "))
    }

    /// A sentence for each total that several entries share, and for each order that was decided.
    fn ties(&self) -> Vec<String> {
        let list = |value: &Value| {
            let codes = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            codes.collect::<Vec<_>>().join(", ")
        };
        let told = |tie: &Value| {
            let entries = list(&tie["entries"]);
            if tie["needs_chair"].as_bool() == Some(true) {
                return match tie["chair_order"].is_null() {
                    true => format!(
                        "Các bài {entries}: chưa có quyết định về thứ tự, không trao giải ở vị trí này."
                    ),
                    false => {
                        format!("Các bài {entries}: thứ tự được quyết định là {}.", list(&tie["chair_order"]))
                    }
                };
            }
            let how = match text(&tie["resolved_by"]) {
                "criterion" => "xếp thứ theo tiêu chí phụ",
                "partly" => "tiêu chí phụ phân định được một phần",
                _ => "tiêu chí phụ không phân định được",
            };
            format!("Các bài {entries} cùng {} điểm: {how}.", text(&tie["text"]))
        };
        self.list("ties").map(told).collect()
    }
    /// What the panel said of single entries, a sentence each.
    fn discussions(&self) -> Vec<String> {
        let told = |d: &Value| {
            let outcome = match text(&d["outcome"]) {
                "as_is" => "giữ nguyên điểm",
                "read_again" => "đọc và chấm lại",
                "third_mark" => "mời giám khảo thứ ba",
                _ => "ghi nhận",
            };
            let votes = match text(&d["votes"]) {
                "" => String::new(),
                votes => format!(" (tán thành {votes} phiếu)"),
            };
            let said = text(&d["said"]).split_whitespace().collect::<Vec<_>>().join(" ");
            let end = if said.ends_with(['.', '!', '?']) { "" } else { "." };
            let names = text(&d["took_part"]).split_whitespace().collect::<Vec<_>>().join(" ");
            format!(
                "Bài {}: {said}{end} Kết luận: {outcome}{votes}. Tham gia trao đổi: {names}.",
                text(&d["entry"])
            )
        };
        self.list("discussions").map(told).collect()
    }

    pub(super) fn jury_minutes(&self, fields: &Fields) -> jury_minutes::JuryMinutes {
        let own = |name: &str| fields.own.get(name).cloned().unwrap_or_default();
        let title = |code: &str| self.facts.entries.get(code).map(|e| e.title.clone()).unwrap_or_default();
        let ranking = self.ranked().map(|row| jury_minutes::Ranked {
            place: row["place"].as_u64().and_then(|p| p.try_into().ok()).unwrap_or_default(),
            code: text(&row["entry"]).to_owned(),
            title: title(text(&row["entry"])),
            mean: text(&row["text"]).to_owned(),
        });
        jury_minutes::JuryMinutes {
            venue: own("venue"),
            jury: self.present(fields, self.jury()),
            absent: own("absent"),
            vote: own("vote"),
            sheets: self.count("/sheets"),
            combining: self.combining(),
            tie_break: self.tie_break(),
            ranking: ranking.collect(),
            ties: self.ties(),
            discussions: self.discussions(),
            checkpoint: self.checkpoint(),
            secretary: own("secretary"),
            chair: own("chair"),
        }
    }

    pub(super) fn checkpoint(&self) -> Option<Checkpoint> {
        self.facts.checkpoint.map(|(size, root)| checkpoint(self.base, size, &root))
    }
}

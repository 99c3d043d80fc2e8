//! Votes of the public: one entry a row, with where they were cast.

use std::collections::HashMap;

use super::header::field;
use super::known::Known;
use super::problem::ProblemKind;
use super::rows::{Preview, VoteRow};
use super::scores::known_code;
use domain::judging::count_votes::VoteSource;

const ENTRY: usize = 0;
const VOTES: usize = 1;
const SOURCE: usize = 2;

const SOURCES: &[(&str, VoteSource)] = &[
    ("paper", VoteSource::Paper),
    ("Phiếu giấy", VoteSource::Paper),
    ("portal", VoteSource::Portal),
    ("Cổng thông tin điện tử", VoteSource::Portal),
    ("facebook", VoteSource::Facebook),
    ("zalo", VoteSource::Zalo),
    ("other", VoteSource::Other),
    ("Khác", VoteSource::Other),
];

/// Reads a file of votes. An entry stands there once for each source; without a source it is `other`.
pub fn read(name: &str, bytes: &[u8], known: &Known) -> Preview<VoteRow> {
    let fields = [
        field("entry_code", true, &["mã bài", "mã bài dự thi", "bài dự thi"]),
        field("votes", true, &["số phiếu", "phiếu", "lượt bình chọn", "số lượt bình chọn", "bình chọn"]),
        field("source", false, &["nguồn", "hình thức bình chọn", "kênh"]),
    ];
    let mut seen: HashMap<(String, VoteSource), u32> = HashMap::new();
    super::rows_of(name, bytes, &fields, |row, sink| {
        let at = row.place(sink);
        let entry = row.code(ENTRY, sink).filter(|code| {
            known_code(code, known.entries.as_ref(), ProblemKind::UnknownEntry, row, ENTRY, sink)
        });
        let votes = row.needed(VOTES, sink).and_then(|text| {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let read = digits.parse::<u64>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
            if read.is_none() {
                sink.problem(row.spot(VOTES), ProblemKind::BadNumber, &text, "0, 17, 1250");
            }
            read
        });
        let source = match row.optional(SOURCE, sink) {
            None => Some(VoteSource::Other),
            Some(text) => row.word(SOURCE, &text, SOURCES, sink),
        };
        let (entry_code, votes, source) = (entry?, votes?, source?);
        if let Some(first) = seen.insert((entry_code.clone(), source), at.row) {
            sink.problem(row.spot(ENTRY), ProblemKind::DuplicateCode, &entry_code, &format!("#{first}"));
            return None;
        }
        Some(VoteRow { at, entry_code, votes, source })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Preview<VoteRow> {
        let entries = Some(["CM-1".to_owned(), "CM-2".to_owned()].into());
        read("votes.csv", text.as_bytes(), &Known { entries, ..Known::default() })
    }

    #[test]
    fn offices_and_folders_are_read_alike() {
        for text in [
            "entry_code,votes,source\nCM-1,120,paper\nCM-1,1250,facebook\nCM-2,0,paper\n",
            "Mã bài,Số phiếu,Nguồn\nCM-1,120,Phiếu giấy\nCM-1,1250,Facebook\nCM-2,0,phiếu giấy\n",
        ] {
            let read = read_text(text);
            assert_eq!(read.problems, []);
            let rows: Vec<_> = read.rows.iter().map(|r| (r.entry_code.as_str(), r.votes, r.source)).collect();
            let want = [
                ("CM-1", 120, VoteSource::Paper),
                ("CM-1", 1250, VoteSource::Facebook),
                ("CM-2", 0, VoteSource::Paper),
            ];
            assert_eq!(rows, want, "{text}");
        }
    }

    #[test]
    fn every_wrong_row_is_named() {
        let read = read_text(
            "entry_code,votes,source\nCM-9,1,paper\nCM-1,-3,paper\nCM-1,1.5,fax\nCM-2,4,paper\nCM-2,4,paper\n",
        );
        let kinds: Vec<_> = read.problems.iter().map(|p| (p.row, p.kind)).collect();
        assert_eq!(
            kinds,
            [
                (Some(2), ProblemKind::UnknownEntry),
                (Some(3), ProblemKind::BadNumber),
                (Some(4), ProblemKind::BadNumber),
                (Some(4), ProblemKind::UnknownValue),
                (Some(6), ProblemKind::DuplicateCode),
            ]
        );
    }
}

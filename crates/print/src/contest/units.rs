//! The papers of units and authors, from what the desk, the batch, the entry know.

use super::head::is_committee;
use super::{COMMITTEE, contest_facts, in_full, issue_of, place, wording};
use crate::papers::*;
use domain::contest::{AttachmentKind, Category, RulesEdition};
use domain::documents::{DocumentKind, Fields, NamedUnit};
use domain::entry::Dossier;
use domain::screening::Verdict;
use domain::time::{Day, Instant};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// What the contest says to all of them.
#[derive(Debug, Clone)]
pub struct Around {
    pub rules: Arc<RulesEdition>,
    pub units: Arc<HashMap<String, NamedUnit>>,
    /// The contest's own fields and wording; `None`: those of the house.
    pub text: Option<(Fields, String)>,
    /// Number and day of the plan, where one was issued.
    pub plan: Option<(String, Day)>,
}

struct Head {
    facts: ContestFacts,
    issue: Issue,
    wording: String,
}

/// A paper of the unit with this name: what the contest did not fill is the unit's.
fn head(around: &Around, kind: DocumentKind, unit: &str, title: &str, signer: &str, on: Day) -> Head {
    let name = |code: &str| around.units.get(code).map_or(code, |u| u.name.as_str()).to_owned();
    let mut facts = contest_facts(&around.rules, &Value::Null, name);
    if let Some((number, on)) = &around.plan {
        let organiser = &around.rules.organiser_name;
        facts.plan_reference = format!("Kế hoạch số {number} ngày {} của {organiser}", day(on.0));
    }
    let (saved, wording) = match &around.text {
        Some((fields, wording)) => (fields.clone(), wording.clone()),
        None => (Fields::default(), wording(kind).to_owned()),
    };
    if let Some(plan) = saved.own.get("plan") {
        facts.plan_reference.clone_from(plan);
    }
    let (name, post, authority) = signing(signer, title);
    let fields = Fields {
        superior: if is_committee(unit) { String::new() } else { around.rules.organiser_name.to_uppercase() },
        issuer: in_full(unit),
        // An office of the authority writes where the authority is.
        place: place(if is_committee(unit) { unit } else { &around.rules.organiser_name }),
        title: if saved.title.is_empty() { post } else { saved.title },
        signer: name,
        authority: if saved.authority.is_empty() { authority } else { saved.authority },
        file_mark: saved.file_mark,
        ..Fields::default()
    };
    Head { facts, issue: issue_of(&fields, on), wording }
}

/// Who signs, as what, for whom. `Dương Phương Nhung, Chủ tịch UBND xã` signs for the committee; a name alone as `title`.
fn signing(signer: &str, title: &str) -> (String, String, Vec<String>) {
    let (name, post) = signer.split_once(',').map_or((signer.trim(), ""), |(n, p)| (n.trim(), p.trim()));
    let chair = post.strip_prefix("Chủ tịch").or_else(|| post.strip_prefix("Phó Chủ tịch"));
    let of_committee = chair.is_some_and(|of| of.is_empty() || of.starts_with(" UBND"));
    let lines = |all: &[&str]| all.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
    let (title, authority) = match (of_committee, post.starts_with("Phó")) {
        (true, false) => ("CHỦ TỊCH".to_owned(), lines(&["TM. ỦY BAN NHÂN DÂN"])),
        (true, true) => ("PHÓ CHỦ TỊCH".to_owned(), lines(&["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"])),
        (false, _) if post.is_empty() => (title.to_owned(), vec![]),
        (false, _) => (post.to_uppercase(), vec![]),
    };
    (name.to_owned(), title, authority)
}

/// An entry that a unit screened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screened {
    pub code: String,
    pub title: String,
    pub lead_author: String,
    pub author_count: i64,
    pub verdict: Verdict,
    pub reason: String,
    /// For and against, where the unit's committee decided.
    pub votes: Option<(i64, i64)>,
    pub at: Instant,
}

/// What a member of a unit's own committee does in it, as papers say it.
pub const CHAIR: &str = "Chủ trì";
pub const SECRETARY: &str = "Thư ký";
pub const MEMBER: &str = "Thành viên";

/// A unit's committee as its minutes name it; the part says who led and who wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committee {
    pub chair: Person,
    /// Absent where none was named: the minutes leave a line to write on.
    pub secretary: Option<Person>,
    pub members: Vec<Person>,
    pub venue: String,
    /// The day of the last meeting.
    pub held_on: Option<Day>,
}

/// Minutes of the screening: every entry with a verdict. Dated on the day of the last meeting of the committee, without one on
/// that of the last verdict.
pub fn minutes(
    around: &Around,
    unit: &str,
    mut screened: Vec<Screened>,
    committee: Option<Committee>,
    today: Day,
) -> Made {
    let met = committee.as_ref().and_then(|c| c.held_on);
    let on = met.unwrap_or_else(|| screened.iter().map(|s| s.at).max().map_or(today, Instant::day));
    screened.sort_by(|a, b| a.code.cmp(&b.code));
    let entry = |s: Screened| screening_minutes::Screened {
        author: match s.author_count {
            ..=1 => s.lead_author,
            n => format!("{} và {} người khác", s.lead_author, n - 1),
        },
        verdict: match s.verdict {
            Verdict::Selected => screening_minutes::Verdict::Selected,
            Verdict::Returned => screening_minutes::Verdict::Returned,
            Verdict::NotSelected => screening_minutes::Verdict::Declined,
        },
        code: s.code,
        title: s.title,
        reason: match s.votes {
            None => s.reason,
            Some((yes, no)) => format!("{yes}/{} phiếu chọn. {}", yes + no, s.reason).trim_end().to_owned(),
        },
    };
    // Without a committee only the unit knows who was there: dots to write on.
    let open =
        |post: &str| Person {
            name: "……………………".to_owned(), post: post.to_owned(), ..Person::default()
        };
    let (chair, secretary, members, venue) = match committee {
        None => (open("Thủ trưởng đơn vị"), None, Vec::new(), String::new()),
        Some(c) => (c.chair, c.secretary, c.members, c.venue),
    };
    let screening = screening_minutes::Screening {
        unit: unit.to_owned(),
        venue: if venue.is_empty() { unit.to_owned() } else { venue },
        chair,
        secretary: secretary.unwrap_or_else(|| open("cán bộ được giao nhiệm vụ")),
        members,
        entries: screened.into_iter().map(entry).collect(),
    };
    let head = head(around, DocumentKind::ScreeningMinutes, unit, "", "", on);
    screening_minutes::document(&head.issue, &head.facts, &screening, &head.wording)
}

/// What a head writes by hand on a sheet that was printed to be signed.
pub const TO_WRITE: &str = "………………………………………………";

/// A level as a list for the office has it: `tốt (ký trên giấy ngày 03/4/2024)`.
pub fn with_paper(level: &str, signed_on: Option<Day>) -> String {
    signed_on.map_or(level.to_owned(), |on| format!("{level} (ký trên giấy ngày {})", day(on.0)))
}

/// The head's sheet; `by` confirmed on that day.
pub fn confirmation(around: &Around, sheet: &confirmation::Confirmation, by: &str, on: Day) -> Made {
    let head = head(around, DocumentKind::Confirmation, &sheet.unit, "THỦ TRƯỞNG ĐƠN VỊ", by, on);
    confirmation::document(&head.issue, &head.facts, sheet, &head.wording)
}

/// The letter of a batch with its list. `code`: of the batch. `number`: as the unit's registry writes it, `12/CV-UBND` or only `12`.
pub fn letter(
    around: &Around,
    unit: &str,
    (number, code): (&str, &str),
    signer: &str,
    sent: &[cover_letter::Sent],
    on: Day,
) -> Made {
    let mut head = head(around, DocumentKind::CoverLetter, unit, "THỦ TRƯỞNG ĐƠN VỊ", signer, on);
    let (number, symbol) = number.split_once('/').unwrap_or((number, "CV"));
    head.issue.number = number.trim().parse().ok();
    head.issue.symbol = symbol.trim().to_owned();
    cover_letter::document(&head.issue, &head.facts, unit, code, sent, &head.wording)
}

/// The receipt of an entry. `address`: where it can be followed.
pub fn receipt(
    around: &Around,
    code: &str,
    dossier: &Dossier,
    received: Instant,
    address: &str,
    checkpoint: Option<Checkpoint>,
) -> Made {
    let unit = dossier.receiving_unit.as_str();
    let unit = around.units.get(unit).map_or(unit, |u| u.name.as_str()).to_owned();
    let head = head(around, DocumentKind::Receipt, &unit, "NGƯỜI NHẬN", "", received.day());
    let clock = received.civil();
    let receipt = receipt::Receipt {
        code: code.to_owned(),
        title: dossier.title.clone(),
        author: dossier.contact().map(|a| a.name.clone()).unwrap_or_default(),
        unit,
        received_at: format!(
            "{:02} giờ {:02} phút {:02} giây, ngày {}",
            clock.hour(),
            clock.minute(),
            clock.second(),
            day(received.day().0)
        ),
        parts: parts(dossier),
        receiver: String::new(),
        address: address.to_owned(),
        checkpoint,
    };
    receipt::document(&head.issue, &head.facts, &receipt, &head.wording)
}

/// A score sheet with the marks of its judge, as the committee prints it.
pub fn score_sheet(around: &Around, sheet: &score_sheet::Sheet, on: Day) -> Made {
    let organiser = &around.rules.organiser_name;
    let name = |code: &str| around.units.get(code).map_or(code, |u| u.name.as_str()).to_owned();
    let facts = contest_facts(&around.rules, &Value::Null, name);
    let (fields, wording) = match &around.text {
        Some((fields, wording)) => (fields.clone(), wording.as_str()),
        None => {
            let issuer = COMMITTEE.to_owned();
            let head = Fields { superior: organiser.to_uppercase(), issuer, ..Fields::default() };
            (Fields { place: place(organiser), ..head }, wording(DocumentKind::ScoreSheet))
        }
    };
    score_sheet::document(&issue_of(&fields, on), &facts, sheet, wording)
}

/// The category of an entry in a list.
pub fn category(category: Category) -> &'static str {
    match category {
        Category::Individual => "Cá nhân",
        Category::Collective => "Tập thể",
    }
}

/// `01 bài viết, 02 ảnh`: the text or video itself and what is attached.
fn parts(dossier: &Dossier) -> String {
    let form = match dossier.form {
        domain::contest::Form::Written => "01 bài viết",
        domain::contest::Form::Video => "01 video clip",
    };
    let mut out = vec![form.to_owned()];
    for (kind, word) in [
        (AttachmentKind::Word, "tệp Word"),
        (AttachmentKind::Pdf, "tệp PDF"),
        (AttachmentKind::Image, "ảnh"),
        (AttachmentKind::Video, "tệp video"),
        (AttachmentKind::Software, "phần mềm"),
        (AttachmentKind::Other, "tệp khác"),
    ] {
        match dossier.attachments.iter().filter(|a| a.kind == kind).count() {
            0 => {}
            n => out.push(format!("{n:02} {word}")),
        }
    }
    out.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signs_signs_as_the_decree_has_it() {
        for (signer, name, title, authority) in [
            ("Lê Thị Mơ", "Lê Thị Mơ", "THỦ TRƯỞNG ĐƠN VỊ", ""),
            ("Lê Thị Mơ, Chủ tịch UBND xã", "Lê Thị Mơ", "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"),
            (
                "Tạ Văn Ba, Phó Chủ tịch UBND xã",
                "Tạ Văn Ba",
                "PHÓ CHỦ TỊCH",
                "TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH",
            ),
            ("Tạ Văn Ba, Chủ tịch Hội Nông dân", "Tạ Văn Ba", "CHỦ TỊCH HỘI NÔNG DÂN", ""),
            ("Tạ Văn Ba, Trưởng phòng", "Tạ Văn Ba", "TRƯỞNG PHÒNG", ""),
            ("", "", "THỦ TRƯỞNG ĐƠN VỊ", ""),
        ] {
            let (n, t, a) = signing(signer, "THỦ TRƯỞNG ĐƠN VỊ");
            assert_eq!((n.as_str(), t.as_str(), a.join("|").as_str()), (name, title, authority), "{signer}");
        }
    }
}

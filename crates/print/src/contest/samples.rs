//! Made-up values, so that the wording of a unit's paper can be looked at where there is no unit.

use crate::papers::*;
use domain::documents::DocumentKind;

const TITLE: &str = "Tên bài dự thi (ví dụ)";
const AUTHOR: &str = "Nguyễn Văn A";
const UNIT: &str = "Đơn vị tiếp nhận (ví dụ)";

/// A paper of a unit with values that are examples, and say so.
pub fn document(kind: DocumentKind, issue: &Issue, facts: &ContestFacts, wording: &str) -> Made {
    let person = |post: &str| Person { name: AUTHOR.to_owned(), post: post.to_owned(), ..Person::default() };
    match kind {
        DocumentKind::ScreeningMinutes => {
            let screening = screening_minutes::Screening {
                unit: UNIT.to_owned(),
                venue: UNIT.to_owned(),
                chair: person("Thủ trưởng đơn vị"),
                secretary: person("cán bộ được giao nhiệm vụ"),
                members: Vec::new(),
                entries: vec![screening_minutes::Screened {
                    code: "BAI-001".to_owned(),
                    title: TITLE.to_owned(),
                    author: AUTHOR.to_owned(),
                    verdict: screening_minutes::Verdict::Selected,
                    reason: "Có số liệu, dễ nhân rộng".to_owned(),
                }],
            };
            screening_minutes::document(issue, facts, &screening, wording)
        }
        DocumentKind::Confirmation => {
            let confirmation = confirmation::Confirmation {
                code: "BAI-001".to_owned(),
                title: TITLE.to_owned(),
                authors: AUTHOR.to_owned(),
                unit: UNIT.to_owned(),
                dossier: "0".repeat(64),
                level: "Hiệu quả cao".to_owned(),
                feasibility: "Khả thi".to_owned(),
                printed: format!("BAI-001 V1 {}", "0".repeat(64)),
                short: "0000 0000 0000 0000".to_owned(),
                on_paper: None,
            };
            confirmation::document(issue, facts, &confirmation, wording)
        }
        DocumentKind::CoverLetter => {
            let sent = cover_letter::Sent {
                code: "BAI-001".to_owned(),
                title: TITLE.to_owned(),
                authors: AUTHOR.to_owned(),
                contact: "Địa chỉ; điện thoại".to_owned(),
                category: "Cá nhân".to_owned(),
                level: "Hiệu quả cao".to_owned(),
                feasibility: "Khả thi".to_owned(),
            };
            cover_letter::document(issue, facts, UNIT, "DV-01 1/2024", &[sent], wording)
        }
        _ => {
            let receipt = receipt::Receipt {
                code: "BAI-001".to_owned(),
                title: TITLE.to_owned(),
                author: AUTHOR.to_owned(),
                unit: UNIT.to_owned(),
                received_at: "00 giờ 00 phút 00 giây, ngày 01/01/2024".to_owned(),
                parts: "01 bài viết".to_owned(),
                receiver: String::new(),
                address: "BAI-001".to_owned(),
                checkpoint: None,
            };
            receipt::document(issue, facts, &receipt, wording)
        }
    }
}

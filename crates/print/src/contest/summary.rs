//! What the office reports and pays: the summary of a contest, the list of payments.

use super::Paper;
use super::outcome::text;
use crate::papers::*;
use domain::documents::Fields;
use serde_json::Value;

impl Paper<'_> {
    pub(super) fn payment(&self, fields: &Fields) -> payment::Payment {
        let own = |name: &str| fields.own.get(name).cloned().unwrap_or_default();
        let signer = |title: &str, name: &str| Signer {
            title: title.to_owned(),
            name: own(name),
            ..Signer::default()
        };
        payment::Payment {
            decision_reference: own("decision"),
            winners: self.winners(),
            signers: vec![
                signer("NGƯỜI LẬP", "maker"),
                signer("KẾ TOÁN", "accountant"),
                signer("THỦ TRƯỞNG ĐƠN VỊ", "head"),
            ],
        }
    }

    pub(super) fn report(&self) -> report::Report {
        let received =
            |row: &Value| Some((self.unit_name(text(&row["unit_code"])), row["received"].as_u64()?));
        let mut by_unit: Vec<(String, u64)> =
            self.list("quota_board").filter_map(received).filter(|(_, received)| *received > 0).collect();
        by_unit.sort_by_key(|(_, received)| std::cmp::Reverse(*received));
        let area = |code: &str| self.count(&format!("/counts/all/by_area/{code}"));
        let pair = |met: &str, total: &str| (self.count(met), self.count(total));
        report::Report {
            issuer_name: "Ban Tổ chức".to_owned(),
            received: self.count("/counts/all/total"),
            judged: self.count("/counts/judged/total"),
            sheets: self.count("/sheets"),
            individuals: self.count("/counts/all/by_category/individual"),
            collectives: self.count("/counts/all/by_category/collective"),
            required: pair("/quota_summary/required_met", "/quota_summary/required_total"),
            encouraged: pair("/quota_summary/encouraged_met", "/quota_summary/encouraged_total"),
            by_unit,
            by_area: self.facts.rules.areas.iter().map(|a| (a.name.clone(), area(a.code.as_str()))).collect(),
            by_form: vec![
                ("Bài viết".to_owned(), self.count("/counts/all/by_format/written")),
                ("Video clip".to_owned(), self.count("/counts/all/by_format/video")),
            ],
            winners: self.winners(),
        }
    }
}

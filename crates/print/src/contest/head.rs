//! What all papers of a contest share: its facts, the head and the end of a paper, names as an office writes them.

use crate::papers::*;
use domain::contest::{PrizeStructure, RulesEdition};
use domain::documents::Fields;
use domain::money::Vnd;
use domain::ratio::Ratio;
use domain::time::Day;
use jiff::civil::Date;
use serde_json::Value;

/// The facts of a contest from its rules; units and committee print them alike.
pub fn contest_facts(rules: &RulesEdition, file: &Value, unit_name: impl Fn(&str) -> String) -> ContestFacts {
    let sent = rules.timeline.units_send.0.day().0;
    let strings = |key: &str| -> Vec<String> {
        let list = file[key].as_array();
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let levels = levels(&rules.prizes);
    let budget = levels.iter().map(|l| l.individual.0.max(l.collective.0) * i64::from(l.count)).sum();
    ContestFacts {
        name: rules.name.clone(),
        year: sent.year(),
        organiser: rules.organiser_name.clone(),
        standing_body: unit_name(rules.standing_body.as_str()),
        units_send_before: sent,
        launch: rules.timeline.launch.map(|Day(date)| date),
        judging_before: rules.timeline.judging_finished.map(|before| before.0.day().0),
        purposes: strings("purpose"),
        areas: rules.areas.iter().map(|a| a.name.clone()).collect(),
        entrants: [rules.entrants.individual.clone(), rules.entrants.collective.clone()].concat(),
        requirements: strings("requirements"),
        prizes: levels,
        collective_rule: collective_rule(&rules.prizes),
        budget: Vnd(budget),
        plan_reference: format!("Kế hoạch của {} về việc tổ chức {}", rules.organiser_name, rules.name),
    }
}

fn levels(prizes: &PrizeStructure) -> Vec<PrizeLevel> {
    let level = |name: &str, count: usize, individual, collective| PrizeLevel {
        name: name.to_owned(),
        count: count.try_into().unwrap_or(u32::MAX),
        individual,
        collective,
    };
    match prizes {
        PrizeStructure::Pooled { levels, collective_factor } => levels
            .iter()
            .map(|l| {
                let collective = l.prize_vnd.times(*collective_factor).unwrap_or(l.prize_vnd);
                level(&l.name, l.count, l.prize_vnd, collective)
            })
            .collect(),
        PrizeStructure::PerCategory { individual, collective } => {
            let only = |l: &domain::contest::PrizeLevel, kind: &str, mine, theirs| {
                level(&format!("{} ({kind})", l.name), l.count, mine, theirs)
            };
            let alone = individual.iter().map(|l| only(l, "cá nhân", l.prize_vnd, Vnd(0)));
            alone.chain(collective.iter().map(|l| only(l, "tập thể", Vnd(0), l.prize_vnd))).collect()
        }
    }
}

fn collective_rule(prizes: &PrizeStructure) -> String {
    match prizes {
        PrizeStructure::Pooled { collective_factor, .. } if *collective_factor != Ratio::whole(1) => {
            let factor = collective_factor.text();
            let factor = factor.trim_end_matches('0').trim_end_matches(',');
            format!("Tập thể được thưởng bằng {factor} lần mức thưởng của cá nhân.")
        }
        PrizeStructure::Pooled { .. } | PrizeStructure::PerCategory { .. } => String::new(),
    }
}

/// The fields as the head and the end of a paper.
pub fn issue_of(fields: &Fields, today: Day) -> Issue {
    Issue {
        office: Office {
            superior: fields.superior.clone(),
            issuer: fields.issuer.clone(),
            place: fields.place.clone(),
        },
        number: fields.number,
        symbol: fields.symbol.clone(),
        date: dated(fields, today),
        signer: Signer {
            authority: fields.authority.clone(),
            title: fields.title.clone(),
            note: String::new(),
            name: fields.signer.clone(),
        },
        file_mark: fields.file_mark.clone(),
    }
}

fn dated(fields: &Fields, today: Day) -> Date {
    fields.dated.unwrap_or(today).0
}

/// `05/QĐ-UBND`; empty for papers without a symbol.
pub fn number_text(fields: &Fields) -> String {
    match (fields.symbol.trim(), fields.number) {
        ("", _) => String::new(),
        (symbol, Some(n)) => format!("{n:02}/{symbol}"),
        (symbol, None) => format!("……/{symbol}"),
    }
}

/// A checkpoint on paper: size and root as people may type them, and a code that leads to the page that compares it with the log
/// of the day. Without a server the code says the checkpoint itself.
pub fn checkpoint(base: &str, size: u64, root: &[u8; 32]) -> Checkpoint {
    let text = format!("{size} {}", data_encoding::BASE64.encode(root));
    let says = if base.is_empty() {
        text.clone()
    } else {
        format!("{base}/log?size={size}&root={}", data_encoding::BASE64URL_NOPAD.encode(root))
    };
    Checkpoint { text, says }
}

/// `ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ` of `UBND huyện Chương Mỹ`, `ỦY BAN NHÂN DÂN XÃ HÒA CHÍNH` of `Xã Hòa Chính`.
pub fn in_full(name: &str) -> String {
    let full = name.replace("UBND", "Ủy ban nhân dân");
    if is_commune(name) { format!("Ủy ban nhân dân {full}").to_uppercase() } else { full.to_uppercase() }
}

/// A commune, a ward or a town by its bare name: its committee writes its papers.
pub(super) fn is_commune(name: &str) -> bool {
    ["Xã ", "Phường ", "Thị trấn "].iter().any(|kind| name.starts_with(kind))
}

/// A People's Committee of any level, which names no body above it in the head of its papers.
pub(super) fn is_committee(name: &str) -> bool {
    name.starts_with("UBND") || name.starts_with("Ủy ban nhân dân") || is_commune(name)
}

/// `Chương Mỹ` of `UBND huyện Chương Mỹ`, `Hòa Chính` of `Xã Hòa Chính`.
pub fn place(name: &str) -> String {
    let name = name.strip_prefix("UBND ").unwrap_or(name);
    let kinds = ["huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh ", "xã ", "phường ", "thị trấn "];
    let small = name.to_lowercase();
    let bare = kinds.iter().find(|kind| small.starts_with(*kind)).and_then(|kind| name.get(kind.len()..));
    bare.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_places_are_named_as_the_decree_names_them() {
        for (name, full, at, alone) in [
            ("UBND huyện Chương Mỹ", "ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ", "Chương Mỹ", true),
            ("Xã Hòa Chính", "ỦY BAN NHÂN DÂN XÃ HÒA CHÍNH", "Hòa Chính", true),
            ("Thị trấn Chúc Sơn", "ỦY BAN NHÂN DÂN THỊ TRẤN CHÚC SƠN", "Chúc Sơn", true),
            ("UBND xã Phú Nghĩa", "ỦY BAN NHÂN DÂN XÃ PHÚ NGHĨA", "Phú Nghĩa", true),
            ("Phòng Nội vụ", "PHÒNG NỘI VỤ", "Phòng Nội vụ", false),
            (
                "Văn phòng HĐND và UBND huyện",
                "VĂN PHÒNG HĐND VÀ ỦY BAN NHÂN DÂN HUYỆN",
                "Văn phòng HĐND và UBND huyện",
                false,
            ),
        ] {
            assert_eq!(
                (in_full(name).as_str(), place(name).as_str(), is_committee(name)),
                (full, at, alone),
                "{name}"
            );
        }
    }
}

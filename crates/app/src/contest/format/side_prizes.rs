//! `prizes.side`: prizes beside the structure.

use super::{Node, ProblemKind, Problems};
use domain::contest::{Area, Category, Eligible, Form, PrizeStructure, SidePrize, SideTo};
use domain::ids::LevelCode;
use domain::money::Vnd;
use domain::ratio::Ratio;

/// The side prizes; codes must differ from each other and from those of the levels.
pub(super) fn side_prizes(
    n: &Node<'_>,
    main: Option<&PrizeStructure>,
    areas: &[Area],
    out: &mut Problems,
) -> Vec<SidePrize> {
    let levels: Vec<&LevelCode> = match main {
        Some(PrizeStructure::Pooled { levels, .. }) => levels.iter().map(|l| &l.code).collect(),
        Some(PrizeStructure::PerCategory { individual, collective }) => {
            individual.iter().chain(collective).map(|l| &l.code).collect()
        }
        None => vec![],
    };
    let mut read: Vec<SidePrize> = vec![];
    for item in n.items(out) {
        let prize = side_prize(&item, areas, out);
        if levels.contains(&&prize.code) || read.iter().any(|p| p.code == prize.code) {
            item.at("code").wrong(ProblemKind::OutOfRange, out);
        }
        read.push(prize);
    }
    read
}

fn side_prize(n: &Node<'_>, areas: &[Area], out: &mut Problems) -> SidePrize {
    let (count, factor, majority) = (n.at("count"), n.at("collective_factor"), n.at("committee_majority"));
    let prize = SidePrize {
        code: n.at("code").text(out).as_str().into(),
        name: n.at("name").text(out),
        count: if count.is_there() { count.count(out) } else { 1 },
        prize_vnd: Vnd(i64::try_from(n.at("vnd").count(out)).unwrap_or(i64::MAX)),
        to: n.at("to").word(SideTo::from_word, out).unwrap_or(SideTo::Entry),
        eligible: Eligible {
            areas: n.at("areas").texts(out).iter().map(|a| a.as_str().into()).collect(),
            forms: n.at("formats").items(out).iter().filter_map(|i| i.word(Form::from_word, out)).collect(),
            categories: n
                .at("categories")
                .items(out)
                .iter()
                .filter_map(|i| i.word(Category::from_word, out))
                .collect(),
            unit_kinds: n.at("unit_kinds").texts(out),
        },
        beside_main: n.at("beside_main").opt_bool(out).unwrap_or(true),
        collective_factor: factor.opt_ratio(out).unwrap_or(Ratio::ONE),
        majority: majority.opt_ratio(out),
    };
    if prize.count == 0 {
        count.wrong(ProblemKind::OutOfRange, out);
    }
    if prize.collective_factor <= Ratio::ZERO || prize.prize_vnd.times(prize.collective_factor).is_none() {
        factor.wrong(ProblemKind::OutOfRange, out);
    }
    if prize.majority.is_some_and(|m| m <= Ratio::ZERO || m > Ratio::ONE) {
        majority.wrong(ProblemKind::OutOfRange, out);
    }
    for (at, code) in prize.eligible.areas.iter().enumerate() {
        if areas.iter().all(|a| a.code != *code) {
            let named = n.at("areas").items(out);
            named[at].wrong(ProblemKind::UnknownReference, out);
        }
    }
    prize
}

#[cfg(test)]
mod tests {
    use super::super::tests::with;
    use super::*;
    use serde_json::json;

    #[test]
    fn a_contest_without_the_field_has_none() {
        assert_eq!(with(|_| {}).unwrap().side_prizes, []);
    }

    #[test]
    fn side_prizes_are_read_with_what_they_leave_out() {
        let r = with(|v| {
            let area = v["areas"][0]["code"].clone();
            v["prizes"]["side"] = json!([
                {"code": "video", "name": "Video ấn tượng", "vnd": 500_000, "formats": ["video"]},
                {"code": "xa", "name": "Xã nhiều bài nhất", "vnd": 1_000_000, "count": 2, "to": "unit",
                 "unit_kinds": ["commune"], "committee_majority": "1/2"},
                {"code": "nhom", "name": "Nhóm", "vnd": 400_000, "areas": [area], "categories": ["collective"],
                 "beside_main": false, "collective_factor": "3/2"},
            ]);
        })
        .unwrap()
        .side_prizes;
        assert_eq!((r[0].count, r[0].to, r[0].beside_main), (1, SideTo::Entry, true));
        assert_eq!(r[0].eligible, Eligible { forms: vec![Form::Video], ..Eligible::default() });
        assert_eq!((r[1].count, r[1].to, r[1].majority), (2, SideTo::Unit, Ratio::new(1, 2)));
        assert_eq!((r[2].beside_main, r[2].collective_factor), (false, Ratio::parse("3/2").unwrap()));
    }

    #[test]
    fn every_mistake_is_named() {
        let level = |v: &serde_json::Value| v["prizes"]["levels"][0]["code"].clone();
        let e = with(|v| {
            let taken = level(v);
            v["prizes"]["side"] = json!([
                {"code": taken, "name": "A", "vnd": 1},
                {"code": "b", "name": "B", "vnd": 3, "count": 0, "to": "person", "areas": ["nowhere"],
                 "collective_factor": "1/2", "committee_majority": "3/2"},
                {"code": "b", "name": "B", "vnd": "many"},
            ]);
        })
        .unwrap_err();
        let fields: Vec<&str> = e.iter().map(|p| p.field.as_str()).collect();
        for want in [
            "prizes.side[0].code",
            "prizes.side[1].count",
            "prizes.side[1].to",
            "prizes.side[1].areas[0]",
            "prizes.side[1].collective_factor",
            "prizes.side[1].committee_majority",
            "prizes.side[2].code",
            "prizes.side[2].vnd",
        ] {
            assert!(fields.contains(&want), "{want} in {fields:?}");
        }
    }
}

//! How the sheets of one entry in one round become its value. Exact; the order of the sheets never matters.
//!
//! Source: CONTEST-FORMAT, `combine.method`; prose in `docs/rules/combining-marks.md`.

use super::rubric::Rubric;
use crate::contest::{Combine, DeviationFlag, ThirdMark};
use crate::ids::JudgeCode;
use crate::marks::Marks;
use crate::ratio::Ratio;

/// A signed sheet: as many marks as the round has criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedSheet {
    pub judge: JudgeCode,
    /// The third mark, called because the first two lay apart.
    pub third: bool,
    pub marks: Vec<Marks>,
}

/// One entry in one round.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// The weighted total of each sheet, by judge.
    pub totals: Vec<(JudgeCode, Ratio)>,
    pub sum: Ratio,
    /// How many sheets count.
    pub counted: usize,
    /// What the round makes of them.
    pub value: Ratio,
    /// Weighted means over all sheets, nothing dropped, in the order of the criteria.
    pub criteria: Vec<Ratio>,
    pub how: How,
}

/// What the method has to say beside the value.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    Mean {
        deviating: Vec<Deviation>,
    },
    /// `None`: too few sheets, nothing was dropped.
    Dropped(Option<(Ratio, Ratio)>),
    Gap {
        gap: Ratio,
        third_needed: bool,
    },
}

/// A sheet far from the others, for the chair to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    pub judge: JudgeCode,
    /// Own total − mean of the entry's other sheets.
    pub difference: Ratio,
}

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CombineRefusal {
    NoSheet,
    /// The third-marker method wants exactly two first marks.
    FirstMarks {
        have: usize,
    },
    ThirdMissing {
        gap: Ratio,
    },
    ThirdNotCalled {
        gap: Ratio,
    },
}

/// Combines the sheets of one entry. `flag` is looked at by the mean only.
pub fn combine(
    method: Combine,
    flag: Option<DeviationFlag>,
    rubric: &Rubric,
    sheets: &[SignedSheet],
) -> Result<Combined, CombineRefusal> {
    if sheets.is_empty() {
        return Err(CombineRefusal::NoSheet);
    }
    let mut sheets: Vec<(&SignedSheet, i128)> = sheets.iter().map(|s| (s, rubric.units(&s.marks))).collect();
    sheets.sort_by(|a, b| a.0.judge.cmp(&b.0.judge));
    let sum: i128 = sheets.iter().map(|s| s.1).sum();
    let (value, counted, how) = match method {
        Combine::Mean => {
            let deviating = flag.map_or(vec![], |f| deviating(f, rubric, &sheets, sum));
            (rubric.points(sum, sheets.len()), sheets.len(), How::Mean { deviating })
        }
        Combine::DropHighestAndLowest { applies_from_judges } => {
            drop_highest_and_lowest(applies_from_judges, rubric, &sheets, sum)
        }
        Combine::ThirdMarker { gap, third } => third_marker(gap, third, rubric, &sheets)?,
    };
    Ok(Combined {
        totals: sheets.iter().map(|(s, units)| (s.judge.clone(), rubric.points(*units, 1))).collect(),
        sum: rubric.points(sum, 1),
        counted,
        value,
        criteria: rubric.means(sheets.iter().map(|(s, _)| &s.marks[..])),
        how,
    })
}

type Weighed<'a> = [(&'a SignedSheet, i128)];

/// Sheets further than the flag from the mean of the others, by judge. A single sheet deviates from nothing.
fn deviating(flag: DeviationFlag, rubric: &Rubric, sheets: &Weighed<'_>, sum: i128) -> Vec<Deviation> {
    let others = sheets.len().saturating_sub(1);
    if others == 0 {
        return vec![];
    }
    let n = i128::try_from(others).unwrap_or(i128::MAX);
    // |own − rest/n| > p/q, all in units: |own·n − rest|·q > p·n·unit
    let limit = flag.more_than.num() * n * rubric.unit();
    sheets
        .iter()
        .filter_map(|(s, own)| {
            let apart = own * n - (sum - own);
            (apart.abs() * flag.more_than.den() > limit)
                .then(|| Deviation { judge: s.judge.clone(), difference: rubric.points(apart, others) })
        })
        .collect()
}

/// One highest and one lowest total go, also among equals, where there are at least `from` sheets. With two sheets or fewer
/// nothing would be left, so nothing is dropped.
fn drop_highest_and_lowest(
    from: usize,
    rubric: &Rubric,
    sheets: &Weighed<'_>,
    sum: i128,
) -> (Ratio, usize, How) {
    let least = sheets.iter().map(|s| s.1).min().unwrap_or(0);
    let most = sheets.iter().map(|s| s.1).max().unwrap_or(0);
    if sheets.len() < from.max(3) {
        return (rubric.points(sum, sheets.len()), sheets.len(), How::Dropped(None));
    }
    let kept = sheets.len() - 2;
    let dropped = Some((rubric.points(least, 1), rubric.points(most, 1)));
    (rubric.points(sum - least - most, kept), kept, How::Dropped(dropped))
}

fn third_marker(
    limit: Ratio,
    rule: ThirdMark,
    rubric: &Rubric,
    sheets: &Weighed<'_>,
) -> Result<(Ratio, usize, How), CombineRefusal> {
    let first: Vec<i128> = sheets.iter().filter(|s| !s.0.third).map(|s| s.1).collect();
    let third: Vec<i128> = sheets.iter().filter(|s| s.0.third).map(|s| s.1).collect();
    let [a, b] = first[..] else {
        return Err(CombineRefusal::FirstMarks { have: first.len() });
    };
    let gap = rubric.points((a - b).abs(), 1);
    let third_needed = gap >= limit;
    let how = How::Gap { gap, third_needed };
    match (third_needed, &third[..]) {
        (false, []) => Ok((rubric.points(a + b, 2), 2, how)),
        (false, _) => Err(CombineRefusal::ThirdNotCalled { gap }),
        (true, [third]) => {
            let (units, counted) = match rule {
                ThirdMark::Decides => (*third, 1),
                ThirdMark::MeanOfThree => (a + b + third, 3),
                ThirdMark::MeanOfTwoClosest => (two_closest([a, b, *third]), 2),
            };
            Ok((rubric.points(units, counted), counted, how))
        }
        (true, _) => Err(CombineRefusal::ThirdMissing { gap }),
    }
}

/// The sum of the two nearest; of two equally near pairs the higher (ADR-0006).
fn two_closest(mut three: [i128; 3]) -> i128 {
    three.sort_unstable();
    let [low, middle, high] = three;
    if middle - low < high - middle { low + middle } else { middle + high }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judging::rubric::tests::criterion;

    /// One criterion of 100 points; totals are given in points.
    fn combined(method: Combine, points: &[&str]) -> Result<Combined, CombineRefusal> {
        let sheets: Vec<SignedSheet> = points
            .iter()
            .enumerate()
            .map(|(n, p)| {
                let third = p.starts_with("3:");
                let marks = vec![Marks::parse(p.trim_start_matches("3:")).unwrap()];
                SignedSheet { judge: JudgeCode(format!("GK{n:02}")), third, marks }
            })
            .collect();
        let flag = Some(DeviationFlag { more_than: Ratio::whole(20) });
        combine(method, flag, &Rubric::of(&[criterion("a", 10_000, "1")]), &sheets)
    }

    fn value(method: Combine, points: &[&str]) -> (String, usize) {
        combined(method, points).map(|c| (c.value.to_string(), c.counted)).unwrap()
    }

    const DROP: Combine = Combine::DropHighestAndLowest { applies_from_judges: 4 };

    fn third(rule: ThirdMark) -> Combine {
        Combine::ThirdMarker { gap: Ratio::whole(10), third: rule }
    }

    #[test]
    fn a_mean_is_a_fraction() {
        assert_eq!(value(Combine::Mean, &["80", "81", "81"]), ("242/3".into(), 3));
        assert_eq!(value(Combine::Mean, &["62"]), ("62".into(), 1));
        assert_eq!(combined(Combine::Mean, &[]), Err(CombineRefusal::NoSheet));
    }

    #[test]
    fn a_sheet_deviates_when_it_lies_further_than_the_limit_from_the_others() {
        for (points, want) in [
            (vec!["80", "60"], vec![]),
            (vec!["80.5", "60"], vec![("GK00", "41/2"), ("GK01", "-41/2")]),
            (vec!["50", "80", "82"], vec![("GK00", "-31")]),
            (vec!["50"], vec![]),
        ] {
            let How::Mean { deviating } = combined(Combine::Mean, &points).unwrap().how else { panic!() };
            let got: Vec<_> =
                deviating.iter().map(|d| (d.judge.as_str(), d.difference.to_string())).collect();
            let got: Vec<_> = got.iter().map(|(j, d)| (*j, d.as_str())).collect();
            assert_eq!(got, want, "{points:?}");
        }
    }

    #[test]
    fn one_highest_and_one_lowest_are_dropped_from_enough_sheets_on() {
        assert_eq!(value(DROP, &["50", "80", "90"]), ("220/3".into(), 3));
        assert_eq!(value(DROP, &["50", "80", "90", "100"]), ("85".into(), 2));
        assert_eq!(value(DROP, &["90", "90", "50", "50"]), ("70".into(), 2));
        let c = combined(DROP, &["50", "80", "90", "100"]).unwrap();
        assert_eq!(c.how, How::Dropped(Some((Ratio::whole(50), Ratio::whole(100)))));
        assert_eq!((c.sum, c.criteria[0]), (Ratio::whole(320), Ratio::whole(80)), "nothing is dropped there");
        let two = Combine::DropHighestAndLowest { applies_from_judges: 2 };
        assert_eq!(value(two, &["50", "80"]), ("65".into(), 2));
    }

    #[test]
    fn a_gap_calls_a_third_mark_and_the_rule_says_what_it_does() {
        use ThirdMark::*;
        assert_eq!(value(third(Decides), &["80", "70.5"]), ("301/4".into(), 2));
        assert_eq!(value(third(Decides), &["80", "70", "3:78"]), ("78".into(), 1));
        assert_eq!(value(third(MeanOfThree), &["80", "70", "3:78"]), ("76".into(), 3));
        assert_eq!(value(third(MeanOfTwoClosest), &["80", "70", "3:78"]), ("79".into(), 2));
        assert_eq!(value(third(MeanOfTwoClosest), &["80", "70", "3:71"]), ("141/2".into(), 2));
        assert_eq!(
            value(third(MeanOfTwoClosest), &["80", "70", "3:75"]),
            ("155/2".into(), 2),
            "the higher pair"
        );
        assert_eq!(
            value(third(MeanOfTwoClosest), &["80", "70", "3:60"]),
            ("75".into(), 2),
            "the higher pair"
        );
        assert_eq!(value(third(MeanOfTwoClosest), &["80", "70", "3:80"]), ("80".into(), 2));
    }

    #[test]
    fn the_third_mark_is_there_exactly_when_it_was_called() {
        let gap = |g: i128| Ratio::whole(g);
        let m = third(ThirdMark::Decides);
        assert_eq!(combined(m, &["80", "70"]), Err(CombineRefusal::ThirdMissing { gap: gap(10) }));
        assert_eq!(combined(m, &["80", "71", "3:75"]), Err(CombineRefusal::ThirdNotCalled { gap: gap(9) }));
        assert_eq!(combined(m, &["80"]), Err(CombineRefusal::FirstMarks { have: 1 }));
        assert_eq!(combined(m, &["80", "71", "75"]), Err(CombineRefusal::FirstMarks { have: 3 }));
    }

    fn any_method() -> impl proptest::strategy::Strategy<Value = Combine> {
        use proptest::prelude::*;
        prop_oneof![
            Just(Combine::Mean),
            (0usize..8).prop_map(|applies_from_judges| Combine::DropHighestAndLowest { applies_from_judges }),
        ]
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_the_sheets_changes_nothing(
            method in any_method(),
            marks in proptest::collection::vec((0i64..=50, 0i64..=20), 1..9),
            turn in 0usize..9,
        ) {
            let rubric = Rubric::of(&[criterion("a", 2500, "1/3"), criterion("b", 1000, "2")]);
            let sheet = |(n, (a, b)): (usize, &(i64, i64))| SignedSheet {
                judge: JudgeCode(format!("GK{n:02}")), third: false, marks: vec![Marks(a * 50), Marks(b * 50)],
            };
            let sheets: Vec<_> = marks.iter().enumerate().map(sheet).collect();
            let mut turned = sheets.clone();
            turned.rotate_left(turn % sheets.len());
            let flag = Some(DeviationFlag { more_than: Ratio::whole(3) });
            proptest::prop_assert_eq!(combine(method, flag, &rubric, &sheets), combine(method, flag, &rubric, &turned));
            turned.reverse();
            proptest::prop_assert_eq!(combine(method, flag, &rubric, &sheets), combine(method, flag, &rubric, &turned));
        }

        #[test]
        fn raising_a_mark_never_lowers_the_value(
            method in any_method(),
            marks in proptest::collection::vec(0i64..=49, 1..9),
            at in 0usize..9, by in 1i64..=20,
        ) {
            let rubric = Rubric::of(&[criterion("a", 5000, "0.3")]);
            let sheets = |raised: i64| -> Vec<SignedSheet> { marks.iter().enumerate().map(|(n, m)| SignedSheet {
                judge: JudgeCode(format!("GK{n:02}")), third: false,
                marks: vec![Marks(m * 50 + if n == at % marks.len() { raised } else { 0 })],
            }).collect() };
            let value = |raised| combine(method, None, &rubric, &sheets(raised)).unwrap().value;
            proptest::prop_assert!(value(by * 50) >= value(0));
        }

        #[test]
        fn the_value_lies_between_the_lowest_and_the_highest_total(marks in proptest::collection::vec(0i64..=50, 3..9)) {
            let rubric = Rubric::of(&[criterion("a", 2500, "1")]);
            let sheets: Vec<_> = marks.iter().enumerate().map(|(n, m)| SignedSheet {
                judge: JudgeCode(format!("GK{n:02}")), third: false, marks: vec![Marks(m * 50)] }).collect();
            let c = combine(DROP, None, &rubric, &sheets).unwrap();
            let low = c.totals.iter().map(|t| t.1).min().unwrap();
            let high = c.totals.iter().map(|t| t.1).max().unwrap();
            proptest::prop_assert!(low <= c.value && c.value <= high);
        }
    }
}

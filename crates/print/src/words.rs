//! Money as a paper states it: in figures (`4.500.000`) and in Vietnamese words ("Bốn triệu năm trăm nghìn đồng").
//!
//! Words: 0 to 10^15 đồng. Source of the readings: primary school arithmetic (*Toán 2* to *Toán 4*): "linh" for a missing ten,
//! "mười" and "mươi", "mốt", "lăm", "tư" after "mươi", "không trăm" inside a number, "nghìn", "triệu", "tỷ".

use domain::money::Vnd;

/// The largest amount that is read out.
pub const LARGEST: Vnd = Vnd(1_000_000_000_000_000);

/// The word for a missing ten: both are right, offices keep to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingTen {
    /// "một trăm linh năm", the word of school books.
    #[default]
    Linh,
    /// "một trăm lẻ năm", the word of the South.
    Le,
}

impl MissingTen {
    fn word(self) -> &'static str {
        match self {
            MissingTen::Linh => "linh",
            MissingTen::Le => "lẻ",
        }
    }
}

/// An amount that has no reading: below zero or above 10^15 đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} đồng cannot be read out: amounts go from 0 to 10^15")]
pub struct Unreadable(pub i64);

/// `4.500.000`: a point between thousands, as offices write amounts. Below zero with a minus sign.
pub fn figures(amount: Vnd) -> String {
    let digits = amount.0.unsigned_abs().to_string();
    let mut text = String::from(if amount.0 < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// "Bốn triệu năm trăm nghìn đồng": first letter large, ends with the currency.
pub fn dong(amount: Vnd, missing_ten: MissingTen) -> Result<String, Unreadable> {
    let number = u64::try_from(amount.0).ok().filter(|_| amount <= LARGEST).ok_or(Unreadable(amount.0))?;
    let mut words = number_words(number, missing_ten);
    words.push("đồng");
    let text = words.join(" ");
    let mut letters = text.chars();
    Ok(letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default())
}

fn number_words(number: u64, missing_ten: MissingTen) -> Vec<&'static str> {
    if number == 0 {
        return vec!["không"];
    }
    let mut words = Vec::new();
    let (billions, rest) = (number / 1_000_000_000, number % 1_000_000_000);
    if billions > 0 {
        below_a_billion(billions, missing_ten, &mut words);
        words.push("tỷ");
    }
    below_a_billion(rest, missing_ten, &mut words);
    words
}

/// Three groups of three digits; a group after others is read with its hundred, groups of zeros are not read.
fn below_a_billion(number: u64, missing_ten: MissingTen, words: &mut Vec<&'static str>) {
    for (unit, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = number / unit % 1_000;
        if group == 0 {
            continue;
        }
        three_digits(group, !words.is_empty(), missing_ten, words);
        if !name.is_empty() {
            words.push(name);
        }
    }
}

fn three_digits(group: u64, inside: bool, missing_ten: MissingTen, words: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    if hundreds > 0 || inside {
        words.extend([digit(hundreds), "trăm"]);
        if tens == 0 && ones > 0 {
            words.push(missing_ten.word());
        }
    }
    match tens {
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
}

fn digit(digit: u64) -> &'static str {
    match digit {
        0 => "không",
        1 => "một",
        2 => "hai",
        3 => "ba",
        4 => "bốn",
        5 => "năm",
        6 => "sáu",
        7 => "bảy",
        8 => "tám",
        _ => "chín",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Made by hand, not by the program.
    const TABLE: &[(i64, &str)] = &[
        (0, "Không"),
        (1, "Một"),
        (4, "Bốn"),
        (5, "Năm"),
        (10, "Mười"),
        (11, "Mười một"),
        (14, "Mười bốn"),
        (15, "Mười lăm"),
        (19, "Mười chín"),
        (20, "Hai mươi"),
        (21, "Hai mươi mốt"),
        (24, "Hai mươi tư"),
        (25, "Hai mươi lăm"),
        (27, "Hai mươi bảy"),
        (31, "Ba mươi mốt"),
        (44, "Bốn mươi tư"),
        (45, "Bốn mươi lăm"),
        (51, "Năm mươi mốt"),
        (54, "Năm mươi tư"),
        (55, "Năm mươi lăm"),
        (91, "Chín mươi mốt"),
        (99, "Chín mươi chín"),
        (100, "Một trăm"),
        (101, "Một trăm linh một"),
        (104, "Một trăm linh bốn"),
        (105, "Một trăm linh năm"),
        (110, "Một trăm mười"),
        (111, "Một trăm mười một"),
        (114, "Một trăm mười bốn"),
        (115, "Một trăm mười lăm"),
        (121, "Một trăm hai mươi mốt"),
        (124, "Một trăm hai mươi tư"),
        (125, "Một trăm hai mươi lăm"),
        (505, "Năm trăm linh năm"),
        (555, "Năm trăm năm mươi lăm"),
        (999, "Chín trăm chín mươi chín"),
        (1_000, "Một nghìn"),
        (1_001, "Một nghìn không trăm linh một"),
        (1_005, "Một nghìn không trăm linh năm"),
        (1_010, "Một nghìn không trăm mười"),
        (1_015, "Một nghìn không trăm mười lăm"),
        (1_021, "Một nghìn không trăm hai mươi mốt"),
        (1_100, "Một nghìn một trăm"),
        (1_104, "Một nghìn một trăm linh bốn"),
        (4_444, "Bốn nghìn bốn trăm bốn mươi tư"),
        (10_000, "Mười nghìn"),
        (15_000, "Mười lăm nghìn"),
        (21_000, "Hai mươi mốt nghìn"),
        (24_500, "Hai mươi tư nghìn năm trăm"),
        (50_005, "Năm mươi nghìn không trăm linh năm"),
        (100_000, "Một trăm nghìn"),
        (101_000, "Một trăm linh một nghìn"),
        (105_015, "Một trăm linh năm nghìn không trăm mười lăm"),
        (500_000, "Năm trăm nghìn"),
        (1_000_000, "Một triệu"),
        (1_000_001, "Một triệu không trăm linh một"),
        (1_005_000, "Một triệu không trăm linh năm nghìn"),
        (1_050_000, "Một triệu không trăm năm mươi nghìn"),
        (1_500_000, "Một triệu năm trăm nghìn"),
        (2_000_000, "Hai triệu"),
        (3_000_000, "Ba triệu"),
        (4_500_000, "Bốn triệu năm trăm nghìn"),
        (14_000_000, "Mười bốn triệu"),
        (19_000_000, "Mười chín triệu"),
        (21_000_000, "Hai mươi mốt triệu"),
        (24_000_000, "Hai mươi tư triệu"),
        (25_000_000, "Hai mươi lăm triệu"),
        (104_000_000, "Một trăm linh bốn triệu"),
        (
            999_999_999,
            "Chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
        ),
        (1_000_000_000, "Một tỷ"),
        (1_000_000_001, "Một tỷ không trăm linh một"),
        (1_000_005_000, "Một tỷ không trăm linh năm nghìn"),
        (1_010_000_000, "Một tỷ không trăm mười triệu"),
        (1_234_567_890, "Một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi"),
        (21_000_000_000, "Hai mươi mốt tỷ"),
        (105_000_000_015, "Một trăm linh năm tỷ không trăm mười lăm"),
        (1_000_000_000_000, "Một nghìn tỷ"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ"),
        (15_021_000_000_000, "Mười lăm nghìn không trăm hai mươi mốt tỷ"),
        (999_000_000_000_999, "Chín trăm chín mươi chín nghìn tỷ chín trăm chín mươi chín"),
        (1_000_000_000_000_000, "Một triệu tỷ"),
    ];

    #[test]
    fn the_hard_cases_read_as_the_table_made_by_hand() {
        for (amount, words) in TABLE {
            assert_eq!(dong(Vnd(*amount), MissingTen::Linh).unwrap(), format!("{words} đồng"), "{amount}");
        }
        assert_eq!(dong(Vnd(1_005), MissingTen::Le).unwrap(), "Một nghìn không trăm lẻ năm đồng");
    }

    #[test]
    fn what_has_no_reading_is_refused() {
        assert_eq!(dong(Vnd(-1), MissingTen::Linh), Err(Unreadable(-1)));
        assert_eq!(dong(Vnd(LARGEST.0 + 1), MissingTen::Linh), Err(Unreadable(LARGEST.0 + 1)));
    }

    #[test]
    fn figures_have_a_point_between_thousands() {
        for (amount, text) in
            [(0, "0"), (999, "999"), (1_000, "1.000"), (4_500_000, "4.500.000"), (-21_000, "-21.000")]
        {
            assert_eq!(figures(Vnd(amount)), text);
        }
    }

    /// A reader that knows nothing of how the words were made: it adds up words from left to right.
    fn heard(text: &str) -> u64 {
        let (mut whole, mut millions, mut part, mut last) = (0u64, 0u64, 0u64, 0u64);
        for word in text.to_lowercase().split(' ') {
            match word {
                "không" => last = 0,
                "một" | "mốt" => last = 1,
                "hai" => last = 2,
                "ba" => last = 3,
                "bốn" | "tư" => last = 4,
                "năm" | "lăm" => last = 5,
                "sáu" => last = 6,
                "bảy" => last = 7,
                "tám" => last = 8,
                "chín" => last = 9,
                "linh" | "lẻ" => {}
                "mười" => part += 10,
                "mươi" => {
                    part += last * 10;
                    last = 0;
                }
                "trăm" => {
                    part += last * 100;
                    last = 0;
                }
                "nghìn" | "triệu" => {
                    millions += (part + last) * if word == "nghìn" { 1_000 } else { 1_000_000 };
                    (part, last) = (0, 0);
                }
                "tỷ" => {
                    whole += (millions + part + last) * 1_000_000_000;
                    (millions, part, last) = (0, 0, 0);
                }
                "đồng" => whole += millions + part + last,
                other => panic!("{other} in {text}"),
            }
        }
        whole
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn words_are_heard_as_the_number(digits in 0u32..=15, raw in 0u64..=1_000_000_000_000_000, holes in any::<u16>()) {
            // Numbers of every length, with zeros struck into them.
            let mut number = raw % 10u64.pow(digits);
            for place in 0..15 {
                let unit = 10u64.pow(place);
                if holes >> place & 1 == 1 {
                    number -= number / unit % 10 * unit;
                }
            }
            for missing_ten in [MissingTen::Linh, MissingTen::Le] {
                let words = dong(Vnd(i64::try_from(number).unwrap()), missing_ten).unwrap();
                prop_assert_eq!(heard(&words), number, "{}", words);
                prop_assert!(!words.contains("  ") && words.chars().next().unwrap().is_uppercase());
            }
        }
    }
}

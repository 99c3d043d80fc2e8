//! The receipt (*giấy hẹn, mã số bài dự thi*): a code that is read out over the telephone and a PIN. Randomness comes in.

use crate::ids::EntryCode;

/// 31 signs without 0 and O, 1, I and L: prime, so that the check sign catches every single wrong sign and every two
/// signs exchanged.
const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Random signs of a code, before the check sign.
const LENGTH: usize = 6;

/// A code of the contest from randomness: `CM24-7K3M9Q-X`. 31^6, about 887 million, codes a contest.
pub fn code_from(contest: &str, random: u64) -> EntryCode {
    let mut rest = random;
    let mut values = [0u8; LENGTH];
    for v in &mut values {
        *v = u8::try_from(rest % 31).unwrap_or(0);
        rest /= 31;
    }
    let body: String = values.iter().map(|v| sign(*v)).collect();
    EntryCode(format!("{contest}-{body}-{}", sign(check(&values))))
}

/// How a typed code is looked up: capitals, no blanks, one kind of dash. A code of ours whose check sign is wrong is
/// `Err(Mistyped)`; a code given on paper (`CM24-001`) has no check sign and passes as it is.
pub fn read_code(typed: &str) -> Result<EntryCode, Mistyped> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '_') { '-' } else { c })
        .flat_map(char::to_uppercase)
        .collect();
    if code.is_empty() || code.len() > 60 || !code.is_ascii() {
        return Err(Mistyped);
    }
    // Typed in one run, without its dashes.
    if let Some(at) = code.len().checked_sub(LENGTH + 1).filter(|at| *at > 0 && !code.contains('-'))
        && let Some((prefix, rest)) = code.split_at_checked(at)
        && let Some((body, last)) = rest.split_at_checked(LENGTH)
    {
        return read_code(&format!("{prefix}-{body}-{last}")).or(Ok(EntryCode(code)));
    }
    match code.rsplit('-').collect::<Vec<_>>().as_slice() {
        [last, body, ..] if last.len() == 1 && body.len() == LENGTH => {
            let values: Option<Vec<u8>> = body.bytes().map(value).collect();
            match (values, last.bytes().next().and_then(value)) {
                (Some(values), Some(given)) if check(&values) == given => Ok(EntryCode(code)),
                _ => Err(Mistyped),
            }
        }
        _ => Ok(EntryCode(code)),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mistyped;

/// Six digits from randomness.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// Every PIN from 000000 to 999999 is equally likely, to within 2^-44.
    pub fn from_random(random: u64) -> Pin {
        Pin(format!("{:06}", random % 1_000_000))
    }

    /// A typed PIN; blanks between the digits do not matter.
    pub fn read(typed: &str) -> Option<Pin> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).take(7).collect();
        (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(Pin(digits))
    }

    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// Never the digits: a PIN does not get into a log.
impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(******)")
    }
}

fn sign(value: u8) -> char {
    char::from(SIGNS[usize::from(value) % 31])
}

fn value(sign: u8) -> Option<u8> {
    SIGNS.iter().position(|s| *s == sign).and_then(|n| u8::try_from(n).ok())
}

/// Weighted sum modulo 31 with the weights 2, 3, 4 …: different, none 0 and none 1 (the check sign's own weight).
fn check(values: &[u8]) -> u8 {
    let sum: usize = values.iter().zip(2usize..).map(|(v, w)| usize::from(*v) * w).sum();
    u8::try_from((31 - sum % 31) % 31).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = code_from("CM24", 123_456_789_012);
        let text = code.as_str();
        assert_eq!(text.len(), "CM24-7K3M9Q-X".len());
        let typed = [
            text.to_lowercase(),
            text.replace('-', " – "),
            text.replace('-', " "),
            text.replace('-', ""),
            format!(" {text} "),
        ];
        for t in typed {
            assert_eq!(read_code(&t), Ok(code.clone()), "{t}");
        }
        assert_eq!(read_code("cm24-001"), Ok(EntryCode("CM24-001".into())));
        assert_eq!(
            read_code("hoso2024001"),
            Ok(EntryCode("HOSO2024001".into())),
            "a code of the office's own"
        );
    }

    #[test]
    fn every_wrong_sign_and_every_exchange_is_caught() {
        for random in [0, 1, 30, 887_503_680, 42_424_242, u64::MAX] {
            let code = code_from("CM24", random);
            let signs: Vec<u8> = code.as_str().bytes().collect();
            let places: Vec<usize> = (5..11).chain([12]).collect();
            for &i in &places {
                for &s in SIGNS.iter().filter(|s| **s != signs[i]) {
                    let mut wrong = signs.clone();
                    wrong[i] = s;
                    assert_eq!(read_code(std::str::from_utf8(&wrong).unwrap()), Err(Mistyped));
                }
                for &j in places.iter().filter(|j| signs[**j] != signs[i]) {
                    let mut wrong = signs.clone();
                    wrong.swap(i, j);
                    assert_eq!(read_code(std::str::from_utf8(&wrong).unwrap()), Err(Mistyped));
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_mistyped() {
        for typed in ["", "   ", "CM24-7K3M9Q-0", "mã số", &"A".repeat(61), "CM24-OOOOOO-2"] {
            assert_eq!(read_code(typed), Err(Mistyped), "{typed}");
        }
    }

    #[test]
    fn a_pin_is_six_digits_and_never_printed() {
        assert_eq!(Pin::from_random(7).digits(), "000007");
        assert_eq!(Pin::from_random(1_999_999).digits(), "999999");
        assert_eq!(Pin::read(" 123 456 "), Some(Pin("123456".into())));
        for bad in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(Pin::read(bad), None, "{bad}");
        }
        assert_eq!(format!("{:?}", Pin::from_random(5)), "Pin(******)");
    }
}

//! `application/x-www-form-urlencoded`, strictly: invalid UTF-8 is refused, not replaced, because a replaced letter
//! would be stored as if the person had typed it.

/// Why a body cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Malformed {
    NotUtf8,
    /// A `%` without two hex digits after it.
    BadEscape,
    TooManyFields,
}

/// The fields in their order. At most `most` of them.
pub fn parse(body: &[u8], most: usize) -> Result<Vec<(String, String)>, Malformed> {
    let mut fields = Vec::new();
    for pair in body.split(|b| *b == b'&').filter(|pair| !pair.is_empty()) {
        if fields.len() == most {
            return Err(Malformed::TooManyFields);
        }
        let mut halves = pair.splitn(2, |b| *b == b'=');
        let name = decode(halves.next().unwrap_or_default())?;
        let value = decode(halves.next().unwrap_or_default())?;
        fields.push((name, value));
    }
    Ok(fields)
}

fn decode(text: &[u8]) -> Result<String, Malformed> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (rest.next().copied().and_then(hex), rest.next().copied().and_then(hex)) {
                (Some(high), Some(low)) => high * 16 + low,
                _ => return Err(Malformed::BadEscape),
            },
            other => *other,
        });
    }
    String::from_utf8(bytes).map_err(|_| Malformed::NotUtf8)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_read_in_order_and_strictly() {
        let pairs =
            |list: &[(&str, &str)]| Ok(list.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect());
        for (body, read) in [
            (&b""[..], pairs(&[])),
            (b"a=1&b=2&a=3", pairs(&[("a", "1"), ("b", "2"), ("a", "3")])),
            (b"a=x+y%2Bz", pairs(&[("a", "x y+z")])),
            (b"a==&&b", pairs(&[("a", "="), ("b", "")])),
            ("t=s%C3%A1ng".as_bytes(), pairs(&[("t", "s\u{e1}ng")])),
            ("t=s\u{e1}ng".as_bytes(), pairs(&[("t", "s\u{e1}ng")])),
            (b"a=%C3", Err(Malformed::NotUtf8)),
            (b"a=\xff", Err(Malformed::NotUtf8)),
            (b"a=%ED%A0%80", Err(Malformed::NotUtf8)),
            (b"a=%", Err(Malformed::BadEscape)),
            (b"a=%2", Err(Malformed::BadEscape)),
            (b"a=%zz", Err(Malformed::BadEscape)),
            (b"a=1&b=2&c=3&d=4", Err(Malformed::TooManyFields)),
        ] {
            assert_eq!(parse(body, 3), read, "{:?}", String::from_utf8_lossy(body));
        }
    }
}

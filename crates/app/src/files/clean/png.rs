//! PNG: the chunks that make the picture, nothing else. Source: W3C PNG, third edition, sections 5 and 11.

use super::{Unclean, number};

const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Needed to show the picture as it was meant. A profile of colours is not among them: it may name whose screen it is.
const KEPT: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs",
    b"cICP", b"acTL", b"fcTL", b"fdAT",
];

pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let broken = Unclean::Broken;
    if !bytes.starts_with(HEAD) {
        return Err(broken);
    }
    let (mut out, mut at) = (HEAD.to_vec(), HEAD.len());
    loop {
        let length = number(bytes, at, 4).ok_or(broken)?;
        let end = at.checked_add(length).and_then(|n| n.checked_add(12)).ok_or(broken)?;
        let chunk = bytes.get(at..end).ok_or(broken)?;
        let kind = &chunk[4..8];
        if at == HEAD.len() && kind != b"IHDR" {
            return Err(broken);
        }
        if KEPT.iter().any(|k| &k[..] == kind) {
            out.extend(chunk);
        } else if kind[0].is_ascii_uppercase() {
            // A critical chunk that nobody knows.
            return Err(broken);
        }
        if kind == b"IEND" {
            // An end that holds something, and what hangs behind it, is not taken over.
            return if length == 0 { Ok(out) } else { Err(broken) };
        }
        at = end;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut out = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
        out.extend(kind);
        out.extend(body);
        out.extend([0; 4]);
        out
    }

    pub fn picture() -> Vec<u8> {
        let mut out = HEAD.to_vec();
        out.extend(chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
        for kind in [b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"iCCP", b"caBX"] {
            out.extend(chunk(kind, b"Author\0Nguyen Thi Thuy"));
        }
        out.extend(chunk(b"IDAT", b"pixels"));
        out.extend(chunk(b"tEXt", b"Author\0Nguyen Thi Thuy"));
        out.extend(chunk(b"IEND", b""));
        out.extend(b"Nguyen Thi Thuy");
        out
    }

    #[test]
    fn only_the_picture_is_left() {
        let copy = clean(&picture()).unwrap();
        assert!(!copy.windows(4).any(|w| w == b"Thuy" || w == b"Auth"));
        assert!(copy.windows(6).any(|w| w == b"pixels"));
        assert_eq!(clean(&copy), Ok(copy.clone()));
    }

    #[test]
    fn hostile_pictures_are_refused() {
        let whole = picture();
        for cut in 0..whole.len() - 15 {
            assert_eq!(clean(&whole[..cut]), Err(Unclean::Broken), "cut at {cut}");
        }
        let mut long = HEAD.to_vec();
        long.extend(b"\xff\xff\xff\xffIHDR");
        assert_eq!(clean(&long), Err(Unclean::Broken));
        let mut full_end = HEAD.to_vec();
        full_end.extend(chunk(b"IHDR", &[0; 13]));
        full_end.extend(chunk(b"IEND", b"Nguyen"));
        assert_eq!(clean(&full_end), Err(Unclean::Broken));
    }
}

//! JPEG: the segments that make the picture, nothing else. Of what a camera wrote only which way is up is kept.
//! Source: ITU-T T.81, annex B; Exif 2.32, 4.6.

use super::{Unclean, number};

pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let broken = Unclean::Broken;
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return Err(broken);
    }
    let mut out = vec![0xff, 0xd8];
    let (mut at, mut turned, mut scans) = (2, None, 0);
    loop {
        if bytes.get(at) != Some(&0xff) {
            return Err(broken);
        }
        let marker = *bytes.get(at + 1).ok_or(broken)?;
        match marker {
            // Filling.
            0xff => at += 1,
            // The end; what hangs behind it is not taken over.
            0xd9 if scans > 0 => {
                out.extend([0xff, 0xd9]);
                return Ok(out);
            }
            0xd8 | 0xd9 | 0x00 | 0x01 | 0xd0..=0xd7 => return Err(broken),
            _ => {
                let length = number(bytes, at + 2, 2).filter(|n| *n >= 2).ok_or(broken)?;
                let segment = bytes.get(at..at + 2 + length).ok_or(broken)?;
                let body = &segment[4..];
                match marker {
                    0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                        // Without the small picture.
                        out.extend([0xff, 0xe0, 0, 16]);
                        out.extend(&body[..12]);
                        out.extend([0, 0]);
                    }
                    0xe1 if turned.is_none() && body.starts_with(b"Exif\0\0") => {
                        turned = orientation(&body[6..]).filter(|o| (2..=8).contains(o));
                        out.extend(turned.map(upright).unwrap_or_default());
                    }
                    // Tells which colours the numbers are.
                    0xee if body.starts_with(b"Adobe") && body.len() == 12 => out.extend(segment),
                    0xe2 if body.starts_with(b"ICC_PROFILE\0") => out.extend(segment),
                    0xe0..=0xef | 0xfe => {}
                    _ => out.extend(segment),
                }
                at += 2 + length;
                if marker == 0xda {
                    scans += 1;
                    let end = scan_end(bytes, at).ok_or(broken)?;
                    out.extend(&bytes[at..end]);
                    at = end;
                }
            }
        }
    }
}

/// Where the coded data of a scan end: at the next marker that is neither a stuffed byte nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let pairs = bytes.get(from..)?.windows(2);
    pairs
        .enumerate()
        .find(|(_, w)| w[0] == 0xff && !matches!(w[1], 0x00 | 0xd0..=0xd7 | 0xff))
        .map(|(n, _)| from + n)
}

/// The tag 0x0112 of the first directory.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let little = tiff.starts_with(b"II");
    let read = |at: usize, length: usize| -> Option<usize> {
        let part = tiff.get(at..at.checked_add(length)?)?;
        let add = |n: usize, b: &u8| n << 8 | usize::from(*b);
        Some(if little { part.iter().rev().fold(0, add) } else { part.iter().fold(0, add) })
    };
    let directory = read(4, 4)?;
    (0..read(directory, 2)?.min(200))
        .map(|n| directory + 2 + n * 12)
        .find(|at| read(*at, 2) == Some(0x0112))
        .and_then(|at| u16::try_from(read(at + 8, 2)?).ok())
}

/// An Exif segment that says which way is up and nothing else.
fn upright(orientation: u16) -> Vec<u8> {
    let mut out = vec![0xff, 0xe1, 0, 34];
    out.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
    out.extend(orientation.to_be_bytes());
    out.extend([0, 0, 0, 0, 0, 0]);
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let mut out = vec![0xff, marker];
        out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend(body);
        out
    }

    /// A picture with everything that cameras and programs write around it.
    pub fn picture() -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        exif.extend(b"\x3b\x01\x02\0\x0f\0\0\0\x26\0\0\0"); // Artist
        exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"); // Orientation 6
        exif.extend(b"\0\0\0\0Nguyen Thi Thuy");
        let mut out = vec![0xff, 0xd8];
        out.extend(segment(0xe0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01Thuy"));
        out.extend(segment(0xe1, &exif));
        out.extend(segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>Nguyen Thi Thuy</x>"));
        out.extend(segment(0xed, b"Photoshop 3.0\0By-line Nguyen Thi Thuy"));
        out.extend(segment(0xfe, b"Nguyen Thi Thuy"));
        out.extend(segment(0xdb, &[0; 65]));
        out.extend(segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]));
        out.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
        out.extend([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9]);
        out.extend(b"PK\x03\x04Nguyen Thi Thuy");
        out
    }

    fn holds(bytes: &[u8], what: &[u8]) -> bool {
        bytes.windows(what.len()).any(|w| w == what)
    }

    #[test]
    fn only_the_picture_and_which_way_is_up_are_left() {
        let copy = clean(&picture()).unwrap();
        assert!(!holds(&copy, b"Thuy") && !holds(&copy, b"Photoshop"));
        assert!(holds(&copy, &[0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9]), "the scan stays");
        assert!(holds(&copy, &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]), "which way is up");
        assert_eq!(clean(&copy), Ok(copy.clone()), "a copy of a copy is the copy");
    }

    #[test]
    fn hostile_pictures_are_refused_and_never_read_beyond() {
        let whole = picture();
        for cut in 0..whole.len() - 20 {
            if let Ok(copy) = clean(&whole[..cut]) {
                assert!(!holds(&copy, b"Thuy"), "cut at {cut}");
            }
        }
        for broken in
            [&b"\xff\xd8\xff\xd9"[..], b"\xff\xd8\xff\xe1\0\x01", b"\xff\xd8\0\0", b"\xff\xd8\xff\xff\xff"]
        {
            assert_eq!(clean(broken), Err(Unclean::Broken));
        }
    }
}

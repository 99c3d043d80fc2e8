//! MP4: boxes that tell something about who, when or where become empty ones of the same size, so that no offset moves.
//! Source: ISO/IEC 14496-12, 4.2, 8.10; ISO/IEC 14496-14.

use super::Unclean;

/// Boxes that hold boxes.
const HOLDERS: [&[u8; 4]; 10] =
    [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"mvex", b"moof", b"traf"];
/// What plays the film.
const KEPT: [&[u8; 4]; 42] = [
    b"ftyp", b"mdat", b"sidx", b"styp", b"mfra", b"tfra", b"mfro", b"mvhd", b"tkhd", b"mdhd", b"hdlr",
    b"vmhd", b"smhd", b"nmhd", b"dref", b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2",
    b"stco", b"co64", b"stss", b"stsh", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"elst",
    b"mehd", b"trex", b"mfhd", b"tfhd", b"tfdt", b"trun", b"tref", b"prft", b"padb",
];
/// Deeper than any film.
const DEEPEST: usize = 12;

pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let mut out = bytes.to_vec();
    let first = boxes(bytes, 0, bytes.len())?;
    if first.first().is_none_or(|b| &b.kind != b"ftyp") || !first.iter().any(|b| &b.kind == b"moov") {
        return Err(Unclean::Broken);
    }
    for b in first {
        walk(&mut out, &b, 0)?;
    }
    Ok(out)
}

/// A box: where it begins, its contents, where it ends.
struct Boxed {
    kind: [u8; 4],
    from: usize,
    body: usize,
    to: usize,
}

fn boxes(bytes: &[u8], from: usize, to: usize) -> Result<Vec<Boxed>, Unclean> {
    let number = |at: usize, length: usize| super::number(bytes, at, length).ok_or(Unclean::Broken);
    let (mut out, mut at) = (vec![], from);
    while at < to {
        let kind: [u8; 4] =
            bytes.get(at + 4..at + 8).and_then(|k| k.try_into().ok()).ok_or(Unclean::Broken)?;
        let (size, head) = match number(at, 4)? {
            // To the end of the file.
            0 => (to - at, 8),
            1 => (number(at + 8, 8)?, 16),
            size => (size, 8),
        };
        let end = at.checked_add(size).filter(|end| size >= head && *end <= to).ok_or(Unclean::Broken)?;
        out.push(Boxed { kind, from: at, body: at + head, to: end });
        at = end;
    }
    Ok(out)
}

fn walk(out: &mut [u8], b: &Boxed, depth: usize) -> Result<(), Unclean> {
    if depth > DEEPEST {
        return Err(Unclean::Broken);
    }
    if HOLDERS.contains(&&b.kind) {
        for inner in boxes(out, b.body, b.to)? {
            walk(out, &inner, depth + 1)?;
        }
        return Ok(());
    }
    match &b.kind {
        b"mvhd" | b"tkhd" | b"mdhd" => without_times(out, b),
        b"hdlr" => handler(out, b),
        kind if KEPT.contains(&kind) => Ok(()),
        // Tags, places, names, thumbnails, what a maker added: empty.
        _ => {
            out[b.from + 4..b.from + 8].copy_from_slice(b"free");
            out[b.body..b.to].fill(0);
            Ok(())
        }
    }
}

/// When it was made and changed is no part of the film.
fn without_times(out: &mut [u8], b: &Boxed) -> Result<(), Unclean> {
    let length = if out.get(b.body) == Some(&1) { 16 } else { 8 };
    let times = out.get_mut(b.body + 4..b.body + 4 + length).filter(|_| b.body + 4 + length <= b.to);
    times.ok_or(Unclean::Broken)?.fill(0);
    Ok(())
}

/// Pictures and sound; a track of anything else may hold places and names among the data, which nobody can take out.
fn handler(out: &mut [u8], b: &Boxed) -> Result<(), Unclean> {
    let kind: [u8; 4] =
        out.get(b.body + 8..b.body + 12).and_then(|k| k.try_into().ok()).ok_or(Unclean::Broken)?;
    if !matches!(&kind, b"vide" | b"soun" | b"dhlr" | b"url " | b"alis") {
        return Err(Unclean::PartInside);
    }
    if b.body + 24 > b.to {
        return Err(Unclean::Broken);
    }
    out[b.body + 24..b.to].fill(0);
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut out = u32::try_from(body.len() + 8).unwrap().to_be_bytes().to_vec();
        out.extend(kind);
        out.extend(body);
        out
    }

    fn hdlr(kind: &[u8; 4]) -> Vec<u8> {
        let mut body = vec![0; 8];
        body.extend(kind);
        body.extend([0; 12]);
        body.extend(b"Nguyen Thi Thuy's phone\0");
        boxed(b"hdlr", &body)
    }

    pub fn film(track: &[u8; 4]) -> Vec<u8> {
        let mdia = boxed(b"mdia", &[boxed(b"mdhd", &[7; 24]), hdlr(track)].concat());
        let trak = boxed(b"trak", &[boxed(b"tkhd", &[7; 84]), mdia, boxed(b"udta", b"Thuy")].concat());
        let udta = boxed(b"udta", &boxed(b"\xa9xyz", b"+20.9-105.7/Thuy"));
        let moov = boxed(b"moov", &[boxed(b"mvhd", &[7; 100]), trak, udta, boxed(b"meta", b"Thuy")].concat());
        [
            boxed(b"ftyp", b"mp42\0\0\0\0mp42isom"),
            moov,
            boxed(b"uuid", b"0123456789abcdefThuy"),
            boxed(b"mdat", b"pictures and sound"),
        ]
        .concat()
    }

    #[test]
    fn the_film_stays_where_it_was_and_nothing_tells_whose_it_is() {
        let whole = film(b"vide");
        let copy = clean(&whole).unwrap();
        assert_eq!(copy.len(), whole.len(), "no offset moves");
        let at = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|w| w == what);
        assert_eq!(at(&copy, b"pictures and sound"), at(&whole, b"pictures and sound"));
        assert_eq!((at(&copy, b"Thuy"), at(&copy, b"+20.9")), (None, None));
        assert_eq!(clean(&copy), Ok(copy.clone()));
    }

    #[test]
    fn a_track_of_data_and_hostile_boxes_are_refused() {
        assert_eq!(clean(&film(b"meta")), Err(Unclean::PartInside));
        assert_eq!(clean(&film(b"text")), Err(Unclean::PartInside));
        let whole = film(b"vide");
        let last = whole.len() - 27;
        for cut in 1..last {
            if let Ok(copy) = clean(&whole[..cut]) {
                assert!(!copy.windows(4).any(|w| w == b"Thuy"), "cut at {cut}");
            }
        }
        let mut deep = boxed(b"trak", b"");
        for _ in 0..40 {
            deep = boxed(b"trak", &deep);
        }
        let deep = [boxed(b"ftyp", b"mp42"), boxed(b"moov", &deep)].concat();
        assert_eq!(clean(&deep), Err(Unclean::Broken));
        assert_eq!(clean(b"\0\0\0\x01ftyp\xff\xff\xff\xff\xff\xff\xff\xff"), Err(Unclean::Broken));
    }
}

//! Whether a workbook may be opened at all. An `.xlsx` is a ZIP of XML parts; every part is unpacked once here,
//! counting, before the workbook library sees it, because sizes in a ZIP directory can lie.
//!
//! Source: ours; abuse case of a packed bomb, sizes from the issue (100 MB unpacked).

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// All parts together, unpacked, in bytes.
const UNPACKED_LIMIT: u64 = 100 * 1024 * 1024;
/// Parts of an office's workbook number some dozens.
const PARTS_LIMIT: usize = 2_000;
/// Unpacked to packed size beyond which a part of more than 1 MB is taken for a bomb. Sheets reach about 30.
const RATIO_LIMIT: u64 = 250;
const RATIO_FROM: u64 = 4 * 1024 * 1024;

/// Why the workbook is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// No ZIP, or a damaged one, or one with parts a workbook never has.
    Broken,
    /// Unpacks to more than is allowed, or is packed suspiciously well.
    TooLarge,
    /// An old binary workbook, or a new one under a password (which is kept in the same container).
    OldOrEncrypted,
}

/// Checks sizes, ratio and the traps that would make the workbook library ask for absurd memory.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Refused::OldOrEncrypted);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Broken)?;
    if archive.len() > PARTS_LIMIT {
        return Err(Refused::TooLarge);
    }
    let mut declared = 0u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| Refused::Broken)?;
        if part.encrypted() {
            return Err(Refused::OldOrEncrypted);
        }
        declared = declared.saturating_add(part.size());
        if declared > UNPACKED_LIMIT || is_packed_too_well(part.size(), part.compressed_size()) {
            return Err(Refused::TooLarge);
        }
    }
    let mut left = UNPACKED_LIMIT;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Refused::Broken)?;
        let name = part.name().map_err(|_| Refused::Broken)?.to_ascii_lowercase();
        let packed = part.compressed_size();
        let mut content = Vec::new();
        part.take(left + 1).read_to_end(&mut content).map_err(|_| Refused::Broken)?;
        let size = content.len() as u64;
        if size > left || is_packed_too_well(size, packed) {
            return Err(Refused::TooLarge);
        }
        left -= size;
        if (name.ends_with(".xml") || name.ends_with(".rels")) && !is_plain_utf8(&content) {
            return Err(Refused::Broken);
        }
        if name.ends_with("sharedstrings.xml") && !counts_are_possible(&content) {
            return Err(Refused::Broken);
        }
    }
    Ok(())
}

fn is_packed_too_well(unpacked: u64, packed: u64) -> bool {
    unpacked > RATIO_FROM && unpacked / packed.max(1) > RATIO_LIMIT
}

/// Workbooks are written in UTF-8. Another encoding would hide words from the checks below.
fn is_plain_utf8(xml: &[u8]) -> bool {
    let head = &xml[..xml.len().min(256)];
    if head.contains(&0) {
        return false;
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let declaration = head.split("?>").next().unwrap_or_default();
    match declaration.split_once("encoding") {
        Some((_, rest)) => rest.trim_start_matches([' ', '=', '"', '\'']).starts_with("utf-8"),
        None => true,
    }
}

/// The reader reserves room for as many strings as the part claims to have; a string needs at least five bytes.
fn counts_are_possible(xml: &[u8]) -> bool {
    let word = b"uniqueCount";
    let mut rest = xml;
    while let Some(at) = rest.windows(word.len()).position(|window| window == word) {
        rest = &rest[at + word.len()..];
        let digits: Vec<u8> = rest
            .iter()
            .copied()
            .skip_while(|b| matches!(b, b'=' | b'"' | b'\'') || b.is_ascii_whitespace())
            .take_while(u8::is_ascii_digit)
            .collect();
        let count = String::from_utf8_lossy(&digits).parse::<u64>();
        if !digits.is_empty() && count.is_ok_and(|count| count <= xml.len() as u64) {
            continue;
        }
        return digits.is_empty();
    }
    true
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

    pub fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            let stored = content.len() > 10 << 20;
            let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn an_ordinary_archive_passes() {
        assert_eq!(
            check(&pack(&[
                ("xl/a.xml", b"<a/>"),
                ("xl/sharedStrings.xml", b"<sst uniqueCount=\"2\"><si/><si/></sst>")
            ])),
            Ok(())
        );
    }

    #[test]
    fn bombs_are_refused() {
        let nine_megabytes = vec![b' '; 9 << 20];
        assert_eq!(check(&pack(&[("xl/a.xml", &nine_megabytes)])), Err(Refused::TooLarge), "packed 1:1000");
        let large = vec![b'x'; 40 << 20];
        let parts: Vec<(&str, &[u8])> = ["a", "b", "c"].iter().map(|name| (*name, &large[..])).collect();
        assert_eq!(check(&pack(&parts)), Err(Refused::TooLarge), "120 MB in all");
    }

    #[test]
    fn a_lying_directory_is_found_out() {
        let mut packed = pack(&[("xl/a.xml", &vec![b' '; 9 << 20])]);
        // The size stands in the local header and in the directory; say 100 bytes in both.
        let real = (9u32 << 20).to_le_bytes();
        let mut at = 0;
        while let Some(found) = packed[at..].windows(4).position(|window| window == real) {
            packed[at + found..at + found + 4].copy_from_slice(&100u32.to_le_bytes());
            at += found + 4;
        }
        assert!(at > 0 && check(&packed).is_err());
    }

    #[test]
    fn what_is_no_archive_is_broken() {
        assert_eq!(check(b""), Err(Refused::Broken));
        assert_eq!(check(b"PK\x03\x04 and nothing"), Err(Refused::Broken));
        assert_eq!(check(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Err(Refused::OldOrEncrypted));
    }

    #[test]
    fn absurd_counts_and_foreign_encodings_are_refused() {
        for strings in [
            "<sst uniqueCount=\"999999999999\"></sst>",
            "<sst count='1' uniqueCount = '99999999999999999999999'></sst>",
        ] {
            assert_eq!(
                check(&pack(&[("xl/sharedStrings.xml", strings.as_bytes())])),
                Err(Refused::Broken),
                "{strings}"
            );
        }
        let foreign = b"<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><sst/>";
        assert_eq!(check(&pack(&[("xl/sharedStrings.xml", foreign)])), Err(Refused::Broken));
        assert_eq!(check(&pack(&[("xl/a.xml", b"<\0a\0")])), Err(Refused::Broken));
    }
}

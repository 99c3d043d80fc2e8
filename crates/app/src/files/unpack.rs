//! Unpacks an archive into nothing, to see whether its directory tells the truth: sizes, places, and of an office file that it
//! fetches nothing from elsewhere. Time and memory are bounded by what the directory may declare at most.

use super::zip::{Directory, Part, ZipFault, read_at, u16_at};
use flate2::read::DeflateDecoder;
use std::io::{Read, Seek, SeekFrom};

/// Before a part's name.
const HEAD: u64 = 30;
/// Of a list of links within an office file.
const MOST_LINKS: u64 = 1024 * 1024;
/// Links that a reader follows by itself when it opens the file; a hyperlink waits for a person.
const FOLLOWED: &[&str] = &[
    "/attachedtemplate\"",
    "/oleobject\"",
    "/frame\"",
    "/subdocument\"",
    "/externallinkpath\"",
    "/control\"",
];

/// Looks at every part once. An office file has to be free of links that are followed by themselves.
pub fn check(file: &mut (impl Read + Seek), directory: &Directory, is_office: bool) -> Result<(), ZipFault> {
    let mut parts: Vec<&Part> = directory.parts.iter().collect();
    parts.sort_by_key(|p| p.head_at);
    let ends = parts.iter().skip(1).map(|p| p.head_at).chain([directory.begins_at]);
    for (part, end) in parts.iter().zip(ends) {
        let from = body_of(file, part)?;
        if from.checked_add(part.packed).is_none_or(|at| at > end) {
            return Err(ZipFault::Lies);
        }
        file.seek(SeekFrom::Start(from)).map_err(|_| ZipFault::Broken)?;
        let packed = file.by_ref().take(part.packed);
        let links = is_office && part.name.to_ascii_lowercase().ends_with(".rels");
        match part.method {
            _ if part.is_closed => return Err(ZipFault::Closed),
            0 if part.packed != part.unpacked => return Err(ZipFault::Lies),
            0 if links => look(packed, part)?,
            0 => {}
            8 if links => look(DeflateDecoder::new(packed), part)?,
            8 => count(DeflateDecoder::new(packed), part.unpacked)?,
            _ => return Err(ZipFault::Closed),
        }
    }
    Ok(())
}

/// Where a part's bytes begin, by its own head.
fn body_of(file: &mut (impl Read + Seek), part: &Part) -> Result<u64, ZipFault> {
    let head = read_at(file, part.head_at, HEAD)?;
    if !head.starts_with(b"PK\x03\x04") {
        return Err(ZipFault::Broken);
    }
    Ok(part.head_at + HEAD + u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28)))
}

/// It unpacks into exactly so many bytes.
fn count(mut content: impl Read, declared: u64) -> Result<(), ZipFault> {
    let mut buffer = vec![0_u8; 64 * 1024];
    let mut bytes = 0_u64;
    loop {
        let n = content.read(&mut buffer).map_err(|_| ZipFault::Broken)?;
        bytes += n as u64;
        if bytes > declared || (n == 0 && bytes != declared) {
            return Err(ZipFault::Lies);
        }
        if n == 0 {
            return Ok(());
        }
    }
}

/// A list of links names none that is followed by itself to elsewhere.
fn look(content: impl Read, part: &Part) -> Result<(), ZipFault> {
    if part.unpacked > MOST_LINKS {
        return Err(ZipFault::Lies);
    }
    let mut bytes = Vec::new();
    content.take(MOST_LINKS + 1).read_to_end(&mut bytes).map_err(|_| ZipFault::Broken)?;
    if bytes.len() as u64 != part.unpacked {
        return Err(ZipFault::Lies);
    }
    // UTF-16 is as good as UTF-8 to a reader of XML.
    let text: String =
        bytes.iter().filter(|b| **b != 0).map(|b| char::from(*b).to_ascii_lowercase()).collect();
    let text = text.replace('\'', "\"");
    let outside = |link: &str| link.contains("targetmode") && link.contains("\"external\"");
    let followed = |link: &str| FOLLOWED.iter().any(|kind| link.contains(kind)) || link.contains("mhtml:");
    match text.split('<').any(|link| outside(link) && followed(link)) {
        true => Err(ZipFault::ReachesOut),
        false => Ok(()),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::zip::directory;
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    /// A true archive of names and contents.
    pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
            file.start_file(*name, options).unwrap();
            file.write_all(content.as_bytes()).unwrap();
        }
        file.finish().unwrap().into_inner()
    }

    /// Two hundred million bytes in two hundred thousand.
    pub fn bomb() -> Vec<u8> {
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        file.start_file("x", SimpleFileOptions::default()).unwrap();
        for _ in 0..200 {
            file.write_all(&[0; 1_000_000]).unwrap();
        }
        file.finish().unwrap().into_inner()
    }

    fn checked(bytes: &[u8], is_office: bool) -> Result<(), ZipFault> {
        let mut file = Cursor::new(bytes);
        let found = directory(&mut file)?;
        check(&mut file, &found, is_office)
    }

    /// Where the directory's entry of the only part begins.
    fn entry_at(bytes: &[u8]) -> usize {
        bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap()
    }

    #[test]
    fn a_true_archive_is_taken() {
        let whole = zipped(&[("a.txt", "một cửa"), ("b/", ""), ("b/c.txt", &"dài ".repeat(100))]);
        assert_eq!(checked(&whole, true), Ok(()));
    }

    #[test]
    fn a_directory_that_lies_is_found() {
        let whole = zipped(&[("x.txt", &"0123456789".repeat(1_000))]);
        let at = entry_at(&whole);
        for (name, offset, bytes, fault) in [
            ("unpacks to less", 24, 9_999_u32.to_le_bytes(), ZipFault::Lies),
            ("unpacks to more", 24, 10_001_u32.to_le_bytes(), ZipFault::Lies),
            ("another head", 42, 1_u32.to_le_bytes(), ZipFault::Broken),
            ("packed over the directory", 20, 5_000_u32.to_le_bytes(), ZipFault::Lies),
            ("password", 8, [1, 0, 8, 0], ZipFault::Closed),
            ("another way to pack", 8, [0, 0, 14, 0], ZipFault::Closed),
        ] {
            let mut lying = whole.clone();
            lying[at + offset..at + offset + 4].copy_from_slice(&bytes);
            assert_eq!(checked(&lying, false), Err(fault), "{name}");
        }
    }

    #[test]
    fn two_entries_of_one_body_are_found() {
        let whole = zipped(&[("a.txt", "0123456789"), ("b.txt", "0123456789")]);
        let second = whole.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let mut lying = whole.clone();
        lying[second + 42..second + 46].copy_from_slice(&[0; 4]);
        assert_eq!(checked(&lying, false), Err(ZipFault::Lies));
    }

    #[test]
    fn links_that_are_followed_are_found_and_others_are_not() {
        let rels = |kind: &str, mode: &str| {
            let link = format!("<R Type='http://s/{kind}' Target=\"http://x/\" TargetMode = \"{mode}\"/>");
            checked(&zipped(&[("word/_rels/document.xml.rels", &link)]), true)
        };
        assert_eq!(rels("hyperlink", "External"), Ok(()));
        assert_eq!(rels("attachedTemplate", "Internal"), Ok(()));
        for kind in ["attachedTemplate", "oleObject", "frame", "subDocument"] {
            assert_eq!(rels(kind, "External"), Err(ZipFault::ReachesOut), "{kind}");
        }
    }
}

//! The directory of a ZIP archive, read without unpacking anything: names and sizes as it declares them. Whether that is true,
//! `unpack` finds out.

use std::io::{Read, Seek, SeekFrom};

/// Limits against archives that unpack into more than a reader's machine holds.
const MOST_ENTRIES: u64 = 2_000;
const MOST_UNPACKED: u64 = 500 * 1024 * 1024;
/// Unpacked to packed bytes of the whole; text compresses to about a tenth.
const MOST_RATIO: u64 = 100;
/// A directory of 2,000 entries with long names.
const LONGEST_DIRECTORY: u64 = 4 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipFault {
    /// Not an archive, cut off, or of a kind that no office program writes (split, ZIP64, encrypted directory).
    Broken,
    TooManyEntries,
    UnpacksTooLarge,
    /// A name that leaves the folder it is unpacked in.
    UnsafeName,
    /// The directory says other sizes than the parts have, or lays one part over another.
    Lies,
    /// A part that cannot be looked at: behind a password, or packed as no office program does.
    Closed,
    /// An office file that fetches or starts something from elsewhere when it is opened.
    ReachesOut,
}

/// A part of an archive, as its directory declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// With `/` between folders.
    pub name: String,
    pub is_closed: bool,
    /// 0 for as it is, 8 for deflate.
    pub method: u16,
    pub packed: u64,
    pub unpacked: u64,
    /// Where its own head begins.
    pub head_at: u64,
}

/// What an archive within the limits holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    pub parts: Vec<Part>,
    /// Where the parts end.
    pub begins_at: u64,
}

/// The directory of an archive within the limits.
pub fn directory(file: &mut (impl Read + Seek)) -> Result<Directory, ZipFault> {
    let length = file.seek(SeekFrom::End(0)).map_err(|_| ZipFault::Broken)?;
    let tail_length = length.min(66_000);
    let tail = read_at(file, length - tail_length, tail_length)?;
    let end = tail.windows(4).rposition(|w| w == b"PK\x05\x06").ok_or(ZipFault::Broken)?;
    let end = tail.get(end..end + 22).ok_or(ZipFault::Broken)?;
    let (disk, start_disk) = (u16_at(end, 4), u16_at(end, 6));
    let (entries, size, offset) =
        (u64::from(u16_at(end, 10)), u64::from(u32_at(end, 12)), u64::from(u32_at(end, 16)));
    if disk != 0 || start_disk != 0 || entries == 0xffff || offset == 0xffff_ffff {
        return Err(ZipFault::Broken);
    }
    if entries > MOST_ENTRIES {
        return Err(ZipFault::TooManyEntries);
    }
    if size > LONGEST_DIRECTORY || offset.checked_add(size).is_none_or(|end| end > length) {
        return Err(ZipFault::Broken);
    }
    let bytes = read_at(file, offset, size)?;
    let mut parts = Vec::new();
    let (mut at, mut packed, mut unpacked) = (0_usize, 0_u64, 0_u64);
    for _ in 0..entries {
        let head = bytes.get(at..at + 46).filter(|h| h.starts_with(b"PK\x01\x02")).ok_or(ZipFault::Broken)?;
        let part = [20, 24, 42].map(|i| u64::from(u32_at(head, i)));
        packed += part[0];
        unpacked += part[1];
        let [name_length, extra, comment] = [28, 30, 32].map(|i| usize::from(u16_at(head, i)));
        let name_at = at + 46;
        let name = bytes.get(name_at..name_at + name_length).ok_or(ZipFault::Broken)?;
        let name = String::from_utf8_lossy(name).replace('\\', "/");
        if name.starts_with('/') || name.contains(':') || name.split('/').any(|part| part == "..") {
            return Err(ZipFault::UnsafeName);
        }
        at = name_at + name_length + extra + comment;
        parts.push(Part {
            name,
            is_closed: u16_at(head, 8) & 1 != 0,
            method: u16_at(head, 10),
            packed: part[0],
            unpacked: part[1],
            head_at: part[2],
        });
    }
    if unpacked > MOST_UNPACKED || unpacked > packed.max(1_024).saturating_mul(MOST_RATIO) {
        return Err(ZipFault::UnpacksTooLarge);
    }
    Ok(Directory { parts, begins_at: offset })
}

pub(super) fn read_at(file: &mut (impl Read + Seek), at: u64, length: u64) -> Result<Vec<u8>, ZipFault> {
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| ZipFault::Broken)?];
    file.seek(SeekFrom::Start(at)).map_err(|_| ZipFault::Broken)?;
    file.read_exact(&mut bytes).map_err(|_| ZipFault::Broken)?;
    Ok(bytes)
}

/// The caller's slice is long enough: both are read from heads of a checked length.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// An archive whose directory declares these entries: name, packed and unpacked size.
    fn archive(entries: &[(&str, u32, u32)]) -> Vec<u8> {
        let mut out = b"PK\x03\x04".to_vec();
        out.resize(64, 0);
        let offset = u32::try_from(out.len()).unwrap();
        for (name, packed, unpacked) in entries {
            let mut head = vec![0_u8; 46];
            head[..4].copy_from_slice(b"PK\x01\x02");
            head[20..24].copy_from_slice(&packed.to_le_bytes());
            head[24..28].copy_from_slice(&unpacked.to_le_bytes());
            head[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            out.extend(head);
            out.extend(name.as_bytes());
        }
        let size = u32::try_from(out.len()).unwrap() - offset;
        let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(count);
        out.extend(count);
        out.extend(size.to_le_bytes());
        out.extend(offset.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    fn read(entries: &[(&str, u32, u32)]) -> Result<Vec<String>, ZipFault> {
        let found = directory(&mut Cursor::new(archive(entries)))?;
        Ok(found.parts.into_iter().map(|p| p.name).collect())
    }

    #[test]
    fn archives_are_read_by_their_directory() {
        assert_eq!(
            read(&[("word/document.xml", 500, 5_000), ("a b.txt", 1, 1)]).unwrap(),
            ["word/document.xml", "a b.txt"]
        );
        assert_eq!(read(&[]), Ok(vec![]));
    }

    #[test]
    fn what_would_harm_a_reader_is_refused() {
        let many: Vec<(&str, u32, u32)> = vec![("x", 1, 1); 2_001];
        for (name, archive, fault) in [
            ("too many", many, ZipFault::TooManyEntries),
            ("a bomb by ratio", vec![("x", 10_000, 1_000_001)], ZipFault::UnpacksTooLarge),
            ("a bomb by size", vec![("x", u32::MAX / 2, 525_000_000)], ZipFault::UnpacksTooLarge),
            ("leaves its folder", vec![("../x", 1, 1)], ZipFault::UnsafeName),
            ("leaves by a backslash", vec![("a\\..\\x", 1, 1)], ZipFault::UnsafeName),
            ("absolute", vec![("/etc/x", 1, 1)], ZipFault::UnsafeName),
            ("a drive", vec![("C:/x", 1, 1)], ZipFault::UnsafeName),
        ] {
            assert_eq!(read(&archive), Err(fault), "{name}");
        }
    }

    #[test]
    fn every_cut_is_broken() {
        let whole = archive(&[("word/document.xml", 500, 5_000)]);
        for length in 0..whole.len() {
            assert!(directory(&mut Cursor::new(&whole[..length])).is_err(), "{length}");
        }
    }
}

//! Archives and office files.

use super::{BAD_ARCHIVE, Fate, Hostile, MACRO, REACHES_OUT};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");

pub fn add(all: &mut Vec<Hostile>) {
    let mut add = |tries, name: &str, content: Vec<u8>, fate| {
        all.push(Hostile { tries, name: name.to_owned(), content, fate });
    };
    let said = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>xin &x; chao</w:t></w:r></w:p></w:body></w:document>";
    let entity = |dtd: &str| {
        let xml = format!("<?xml version=\"1.0\"?><!DOCTYPE d [{dtd}]>{said}");
        zipped(&[TYPES, ("word/document.xml", xml.as_bytes())])
    };
    add(
        "a text that reads a file of the server",
        "thuc the.docx",
        entity("<!ENTITY x SYSTEM \"file:///etc/passwd\">"),
        Fate::Taken("thuc the.docx"),
    );
    let mut laughs = "<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..20 {
        let of = format!("&a{};", n - 1).repeat(10);
        laughs.push_str(&format!("<!ENTITY a{n} \"{of}\">"));
    }
    add(
        "a text that unfolds without end",
        "cuoi.docx",
        entity(&format!("{laughs}<!ENTITY x \"&a19;\">")),
        Fate::Taken("cuoi.docx"),
    );
    let deep = format!("{}{}", "<w:p>".repeat(400_000), "</w:p>".repeat(400_000));
    add(
        "a text 400,000 levels deep",
        "sau.docx",
        zipped_stored(&[TYPES, ("word/document.xml", deep.as_bytes())]),
        Fate::Taken("sau.docx"),
    );
    let word: (&str, &[u8]) = ("word/document.xml", b"<w:document/>");
    add(
        "a text with a program",
        "macro.docx",
        zipped(&[TYPES, word, ("word/vbaProject.bin", b"\xd0\xcf")]),
        MACRO,
    );
    add(
        "a table with a program of the old kind",
        "bang.xlsx",
        zipped(&[TYPES, ("xl/workbook.xml", b"<w/>"), ("xl/macrosheets/sheet1.xml", b"<x/>")]),
        MACRO,
    );
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(600, 0);
    for name in ["WordDocument", "_VBA_PROJECT"] {
        old.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        old.extend([0, 0]);
    }
    add("an old text with a program", "macro.doc", old, MACRO);
    let link = b"<Relationships><Relationship Id=\"r\" Type=\"http://s/attachedTemplate\" Target=\"http://example.invalid/a.dotm\" TargetMode=\"External\"/></Relationships>";
    add(
        "a text that fetches a template",
        "mau.docx",
        zipped(&[TYPES, word, ("word/_rels/settings.xml.rels", link)]),
        REACHES_OUT,
    );

    let zeros = vec![0; 30_000_000];
    let bomb = zipped(&[("so khong.bin", &zeros)]);
    let mut lying = bomb.clone();
    let at = lying.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap_or_default();
    lying[at + 24..at + 28].copy_from_slice(&1_000_u32.to_le_bytes());
    add("a bomb", "bom.zip", bomb.clone(), BAD_ARCHIVE);
    add("a bomb that says it is small", "bom noi doi.zip", lying, BAD_ARCHIVE);
    add("a bomb called a text", "bom.docx", zipped(&[TYPES, word, ("word/a.bin", &zeros)]), BAD_ARCHIVE);
    let inner = zipped_stored(&[("1.zip", &bomb), ("2.zip", &bomb)]);
    add("bombs within an archive", "bom long.zip", inner, Fate::Taken("bom long.zip"));
    add("one body for a hundred names", "chong.zip", overlapping(100), BAD_ARCHIVE);
    add("leaves the folder it is unpacked in", "thoat.zip", zipped(&[("../../thoat.sh", b"x")]), BAD_ARCHIVE);
    let many: Vec<String> = (0..3_000).map(|n| format!("{n}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|n| (n.as_str(), &b"x"[..])).collect();
    add("three thousand files", "nhieu.zip", zipped(&many), BAD_ARCHIVE);
    let whole = zipped(&[("a.txt", b"xin chao")]);
    add("an archive cut off", "cut.zip", whole[..whole.len() - 30].to_vec(), BAD_ARCHIVE);
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    packed(parts, zip::CompressionMethod::Deflated)
}

fn zipped_stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    packed(parts, zip::CompressionMethod::Stored)
}

fn packed(parts: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in parts {
        let written = file.start_file(*name, options).map_err(anyhow::Error::from);
        written.and_then(|()| Ok(file.write_all(content)?)).expect("an archive in memory");
    }
    file.finish().expect("an archive in memory").into_inner()
}

/// An archive whose directory names its only body so many times.
fn overlapping(times: u16) -> Vec<u8> {
    let one = zipped(&[("a.bin", &b"0123456789".repeat(5_000))]);
    let at = one.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap_or_default();
    let end = one.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap_or_default();
    let entry = &one[at..end];
    let mut out = one[..at].to_vec();
    out.extend(entry.repeat(usize::from(times)));
    let size = u32::try_from(entry.len()).unwrap_or(0) * u32::from(times);
    let mut tail = one[end..].to_vec();
    tail[8..10].copy_from_slice(&times.to_le_bytes());
    tail[10..12].copy_from_slice(&times.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    out.extend(tail);
    out
}

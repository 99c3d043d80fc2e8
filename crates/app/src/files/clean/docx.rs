//! DOCX: its properties emptied, its pictures cleaned, its texts masked, persons taken out of comments and tracked changes.
//! Source: ECMA-376, part 2 (packages), part 1, sections 15 and 17.

use super::{Unclean, jpeg, png, xml};
use domain::entry::mask::Secrets;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What all parts unpack into, at most.
const MOST: u64 = 200 * 1024 * 1024;

const CORE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"#;
const APP: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>"#;
const CUSTOM: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>"#;

pub fn clean(bytes: &[u8], secrets: &Secrets) -> Result<Vec<u8>, Unclean> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unclean::Broken)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    // No times, no owners, no remarks of the program that packed it.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut left = MOST;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|_| Unclean::Broken)?;
        if part.is_dir() {
            continue;
        }
        let name = part.name().map_err(|_| Unclean::Broken)?.into_owned();
        let mut content = Vec::new();
        part.take(left + 1).read_to_end(&mut content).map_err(|_| Unclean::Broken)?;
        left = left.checked_sub(content.len() as u64).ok_or(Unclean::TooLarge)?;
        let Some(content) = part_without(&name, content, secrets)? else { continue };
        // A name of a part may tell as much as a name of a file.
        if !secrets.found_in(&name).is_empty() {
            return Err(Unclean::PartInside);
        }
        out.start_file(name, options).map_err(|_| Unclean::Broken)?;
        out.write_all(&content).map_err(|_| Unclean::Broken)?;
    }
    out.finish().map(Cursor::into_inner).map_err(|_| Unclean::Broken)
}

/// `None`: the part is left out.
fn part_without(name: &str, content: Vec<u8>, secrets: &Secrets) -> Result<Option<Vec<u8>>, Unclean> {
    let lower = name.to_ascii_lowercase();
    let extension = lower.rsplit_once('.').map_or("", |(_, e)| e);
    Ok(Some(match lower.as_str() {
        "docprops/core.xml" => CORE.as_bytes().to_vec(),
        "docprops/app.xml" => APP.as_bytes().to_vec(),
        "docprops/custom.xml" => CUSTOM.as_bytes().to_vec(),
        // The small picture of the first page.
        _ if lower.starts_with("docprops/thumbnail.") => return Ok(None),
        "_rels/.rels" => without_thumbnail(&xml::clean(&content, secrets)?)?,
        _ => match extension {
            "xml" | "rels" => xml::clean(&content, secrets)?,
            "jpg" | "jpeg" => jpeg::clean(&content)?,
            "png" => png::clean(&content)?,
            // Fonts hold glyphs.
            "odttf" => content,
            _ => return Err(Unclean::PartInside),
        },
    }))
}

/// Takes the relationship to the small picture away: a part that is named must be there.
fn without_thumbnail(rels: &[u8]) -> Result<Vec<u8>, Unclean> {
    let text = std::str::from_utf8(rels).map_err(|_| Unclean::Broken)?;
    let mut out = String::with_capacity(text.len());
    for (n, piece) in text.split("<Relationship ").enumerate() {
        if n > 0 {
            let thumbnail = piece.split('>').next().is_some_and(|tag| tag.contains("/metadata/thumbnail\""));
            if thumbnail {
                out.push_str(piece.split_once('>').map_or("", |(_, rest)| rest));
                continue;
            }
            out.push_str("<Relationship ");
        }
        out.push_str(piece);
    }
    Ok(out.into_bytes())
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{jpeg, png};
    use super::*;
    use domain::entry::mask::Person;

    pub fn secrets() -> Secrets {
        let address = "Thôn Tiến Tiên, xã Thủy Xuân Tiên";
        let author = Person { name: "Nguyễn Thị Thuỷ", address, phone: "0912345678" };
        Secrets::of([author], ["UBND xã Thủy Xuân Tiên"], [])
    }

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, body) in parts {
            out.start_file(*name, SimpleFileOptions::default()).unwrap();
            out.write_all(body).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    fn part(docx: &[u8], name: &str) -> String {
        let mut archive = ZipArchive::new(Cursor::new(docx)).unwrap();
        let mut out = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut out).unwrap();
        String::from_utf8_lossy(&out).into_owned()
    }

    const DOCUMENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>\
        <w:p><w:r><w:t>Tác giả: NGUYỄN </w:t></w:r><w:r><w:t xml:space=\"preserve\">THỊ</w:t></w:r><w:r><w:t> THỦY &amp; nhóm</w:t></w:r></w:p>\
        <w:p><w:ins w:author=\"Nguyễn Thị Thuỷ\" w:initials=\"NTT\"><w:r><w:t>gọi 0912 345 678 &lt;ngay&gt;</w:t></w:r></w:ins></w:p>\
        <w:p><w:r><w:drawing descr=\"ảnh chị Nguyễn Thị Thuỷ\"/></w:r><w:r><w:t>Một cửa</w:t></w:r></w:p></w:body></w:document>";

    fn document() -> Vec<u8> {
        let rels = b"<Relationships xmlns=\"r\"><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"b\" Type=\"x/metadata/thumbnail\" Target=\"docProps/thumbnail.jpeg\"/></Relationships>";
        zipped(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", rels),
            ("docProps/core.xml", "<c><creator>Nguyễn Thị Thuỷ</creator></c>".as_bytes()),
            ("docProps/app.xml", "<p><Company>UBND xã Thủy Xuân Tiên</Company></p>".as_bytes()),
            ("docProps/thumbnail.jpeg", &jpeg::tests::picture()),
            ("word/document.xml", DOCUMENT.as_bytes()),
            ("word/comments.xml", "<w:comments xmlns:w=\"w\"><w:comment w:author=\"Thuy\"><w:p><w:r><w:t>ok</w:t></w:r></w:p></w:comment></w:comments>".as_bytes()),
            ("word/media/image1.jpg", &jpeg::tests::picture()),
            ("word/media/image2.png", &png::tests::picture()),
        ])
    }

    #[test]
    fn names_are_masked_also_across_runs_and_the_rest_stays() {
        let copy = clean(&document(), &secrets()).unwrap();
        let text = part(&copy, "word/document.xml");
        assert!(!text.contains("THỦY") && !text.contains("Thuỷ") && !text.contains("345"), "{text}");
        assert!(text.contains("<w:t>Tác giả: […]</w:t>") && text.contains(" &amp; nhóm"), "{text}");
        assert!(
            text.contains("w:author=\"\"") && text.contains("&lt;ngay&gt;") && text.contains("Một cửa"),
            "{text}"
        );
        assert!(part(&copy, "word/comments.xml").contains("w:author=\"\""));
        assert!(
            !part(&copy, "docProps/core.xml").contains("Nguy")
                && !part(&copy, "docProps/app.xml").contains("UBND")
        );
        assert!(
            !part(&copy, "_rels/.rels").contains("thumbnail")
                && part(&copy, "_rels/.rels").contains("document.xml")
        );
        assert!(!part(&copy, "word/media/image1.jpg").contains("Thuy"));
        assert!(!copy.windows(9).any(|w| w == b"thumbnail"));
        assert_eq!(clean(&copy, &secrets()).map(|again| part(&again, "word/document.xml")), Ok(text));
    }

    #[test]
    fn hostile_and_unknown_parts_are_refused() {
        let with =
            |name: &str, body: &[u8]| zipped(&[("word/document.xml", DOCUMENT.as_bytes()), (name, body)]);
        for (name, body, why) in [
            ("word/embeddings/oleObject1.bin", &b"x"[..], Unclean::PartInside),
            ("word/media/image1.emf", b"x", Unclean::PartInside),
            ("word/media/image1.png", b"no picture", Unclean::Broken),
            (
                "word/a.xml",
                b"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                Unclean::Broken,
            ),
            ("word/b.xml", b"<a>&unknown;</a>", Unclean::Broken),
            ("word/c.xml", b"<a><b></a>", Unclean::Broken),
            ("word/d.xml", b"\xff\xfe<\0a\0", Unclean::Broken),
            ("word/nguyen-thi-thuy.xml", b"<a/>", Unclean::PartInside),
        ] {
            assert_eq!(clean(&with(name, body), &secrets()), Err(why), "{name}");
        }
        assert_eq!(clean(b"PK\x03\x04", &secrets()), Err(Unclean::Broken));
    }
}

//! What a file is, by its content; the name only has to agree. Nothing is run or shown; an archive is unpacked into nothing, to see
//! whether it is what it says.

use super::{unpack, zip};
use domain::contest::AttachmentKind;
use std::io::{Read, Seek, SeekFrom};

/// What entries may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    Docx,
    Doc,
    Pdf,
    Jpg,
    Png,
    Webp,
    Mp4,
    Webm,
    Xlsx,
    Pptx,
    Txt,
    Zip,
}

/// Type, its extensions (the first is the usual one) and its media type.
const TYPES: &[(MediaType, &[&str], &str)] = &[
    (MediaType::Docx, &["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (MediaType::Doc, &["doc"], "application/msword"),
    (MediaType::Pdf, &["pdf"], "application/pdf"),
    (MediaType::Jpg, &["jpg", "jpeg"], "image/jpeg"),
    (MediaType::Png, &["png"], "image/png"),
    (MediaType::Webp, &["webp"], "image/webp"),
    (MediaType::Mp4, &["mp4", "m4v"], "video/mp4"),
    (MediaType::Webm, &["webm"], "video/webm"),
    (MediaType::Xlsx, &["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (MediaType::Pptx, &["pptx"], "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (MediaType::Txt, &["txt"], "text/plain; charset=utf-8"),
    (MediaType::Zip, &["zip"], "application/zip"),
];

impl MediaType {
    /// The extensions that are taken, for the page.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        TYPES.iter().filter_map(|(_, extensions, _)| extensions.first().copied())
    }

    fn row(self) -> &'static (MediaType, &'static [&'static str], &'static str) {
        TYPES.iter().find(|(t, _, _)| *t == self).unwrap_or(&TYPES[0])
    }

    /// For the header `Content-Type` and the table `file`.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    pub fn from_name(name: &str) -> Option<MediaType> {
        TYPES.iter().find(|(_, _, n)| *n == name).map(|(t, _, _)| *t)
    }

    pub fn extension(self) -> &'static str {
        self.row().1.first().copied().unwrap_or_default()
    }

    /// True when a file of this type may be called so.
    pub fn agrees_with(self, file_name: &str) -> bool {
        let extension = file_name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
        self.row().1.contains(&extension.as_str())
    }

    /// True when some type that is taken may be called so.
    pub fn takes_name(file_name: &str) -> bool {
        TYPES.iter().any(|(t, _, _)| t.agrees_with(file_name))
    }

    /// What it is to the contest. Source: announcement, form; a program comes as an archive.
    pub fn kind(self) -> AttachmentKind {
        match self {
            MediaType::Docx | MediaType::Doc => AttachmentKind::Word,
            MediaType::Pdf => AttachmentKind::Pdf,
            MediaType::Jpg | MediaType::Png | MediaType::Webp => AttachmentKind::Image,
            MediaType::Mp4 | MediaType::Webm => AttachmentKind::Video,
            MediaType::Zip => AttachmentKind::Software,
            MediaType::Xlsx | MediaType::Pptx | MediaType::Txt => AttachmentKind::Other,
        }
    }
}

/// Why a content is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SniffRefusal {
    /// None of the types above.
    UnknownType,
    /// It carries a program that runs when it is opened.
    Macro,
    /// An archive that would harm its reader, or that is cut off.
    BadArchive,
    /// It fetches or starts something from elsewhere when it is opened.
    ReachesOut,
    Unreadable,
}

/// How much of a file tells its type.
const HEAD: usize = 8 * 1024;
/// How much is looked at at a time.
const PIECE: usize = 256 * 1024;

pub fn sniff(file: &mut (impl Read + Seek)) -> Result<MediaType, SniffRefusal> {
    let head = head_of(file)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return archive(file);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(file);
    }
    match infer::get(&head).map(|t| t.mime_type()) {
        Some("application/pdf") => Ok(MediaType::Pdf),
        Some("image/jpeg") => Ok(MediaType::Jpg),
        Some("image/png") => Ok(MediaType::Png),
        Some("image/webp") => Ok(MediaType::Webp),
        Some("video/mp4" | "video/x-m4v") => Ok(MediaType::Mp4),
        Some("video/webm") => Ok(MediaType::Webm),
        Some(_) => Err(SniffRefusal::UnknownType),
        None => plain_text(file),
    }
}

fn head_of(file: &mut (impl Read + Seek)) -> Result<Vec<u8>, SniffRefusal> {
    let mut head = Vec::with_capacity(HEAD);
    file.seek(SeekFrom::Start(0)).map_err(|_| SniffRefusal::Unreadable)?;
    file.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(|_| SniffRefusal::Unreadable)?;
    Ok(head)
}

fn archive(file: &mut (impl Read + Seek)) -> Result<MediaType, SniffRefusal> {
    let directory = zip::directory(file).map_err(|_| SniffRefusal::BadArchive)?;
    let has = |name: &str| directory.parts.iter().any(|p| p.name == name);
    let part_of_office = has("[Content_Types].xml");
    if part_of_office && directory.parts.iter().any(|p| is_program(&p.name)) {
        return Err(SniffRefusal::Macro);
    }
    unpack::check(file, &directory, part_of_office).map_err(|fault| match fault {
        zip::ZipFault::ReachesOut => SniffRefusal::ReachesOut,
        _ => SniffRefusal::BadArchive,
    })?;
    Ok(match part_of_office {
        true if has("word/document.xml") => MediaType::Docx,
        true if has("xl/workbook.xml") => MediaType::Xlsx,
        true if has("ppt/presentation.xml") => MediaType::Pptx,
        _ => MediaType::Zip,
    })
}

/// Macros of either kind, and controls that run by themselves.
fn is_program(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("vbaproject.bin") || name.contains("/activex/") || name.contains("macrosheets/")
}

/// The container of the old Office programs: only Word, only without a program inside. Its directory holds the names of its
/// parts in UTF-16.
fn compound(file: &mut (impl Read + Seek)) -> Result<MediaType, SniffRefusal> {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let (program, word) = (wide("_VBA_PROJECT"), wide("WordDocument"));
    let (mut has_program, mut has_word) = (false, false);
    each_piece(file, |piece| {
        let holds = |name: &[u8]| piece.windows(name.len()).any(|w| w == name);
        has_program |= holds(&program);
        has_word |= holds(&word);
        Some(program.len())
    })?;
    match (has_program, has_word) {
        (true, _) => Err(SniffRefusal::Macro),
        (false, true) => Ok(MediaType::Doc),
        (false, false) => Err(SniffRefusal::UnknownType),
    }
}

/// Text that any program shows: UTF-8 without control characters.
fn plain_text(file: &mut (impl Read + Seek)) -> Result<MediaType, SniffRefusal> {
    let mut rest = 1;
    let plain = each_piece(file, |piece| {
        let text = match std::str::from_utf8(piece) {
            Ok(text) => text,
            // The end of the piece may cut a character.
            Err(e) if e.error_len().is_none() => std::str::from_utf8(piece.get(..e.valid_up_to())?).ok()?,
            Err(_) => return None,
        };
        rest = piece.len() - text.len();
        let plain = !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        plain.then_some(rest)
    })?;
    if plain && rest == 0 { Ok(MediaType::Txt) } else { Err(SniffRefusal::UnknownType) }
}

/// Reads all of a file that is looked through as a whole, piece by piece; `look` says how many bytes at a piece's end belong
/// to the next one too, or `None` when it has seen enough: then the answer is `false`.
fn each_piece(
    file: &mut (impl Read + Seek),
    mut look: impl FnMut(&[u8]) -> Option<usize>,
) -> Result<bool, SniffRefusal> {
    file.seek(SeekFrom::Start(0)).map_err(|_| SniffRefusal::Unreadable)?;
    let mut piece = Vec::with_capacity(PIECE);
    loop {
        let before = piece.len();
        let want = (PIECE - before) as u64;
        file.by_ref().take(want).read_to_end(&mut piece).map_err(|_| SniffRefusal::Unreadable)?;
        if piece.len() == before {
            return Ok(true);
        }
        let Some(kept) = look(&piece) else { return Ok(false) };
        piece.drain(..piece.len() - kept.min(piece.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::unpack::tests::{bomb, zipped};
    use super::*;
    use std::io::Cursor;

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn old_office(parts: &[&str]) -> Vec<u8> {
        let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        out.resize(600, 0);
        for p in parts {
            out.extend(wide(p));
            out.extend([0, 0]);
        }
        out
    }

    #[test]
    fn a_file_is_what_it_holds() {
        const OFFICE: (&str, &str) = ("[Content_Types].xml", "<Types/>");
        let rows: Vec<(&str, Vec<u8>, Result<MediaType, SniffRefusal>)> = vec![
            ("docx", zipped(&[OFFICE, ("word/document.xml", "x")]), Ok(MediaType::Docx)),
            ("xlsx", zipped(&[OFFICE, ("xl/workbook.xml", "x")]), Ok(MediaType::Xlsx)),
            ("pptx", zipped(&[OFFICE, ("ppt/presentation.xml", "x")]), Ok(MediaType::Pptx)),
            ("zip", zipped(&[("main.py", "x")]), Ok(MediaType::Zip)),
            (
                "docm called docx",
                zipped(&[OFFICE, ("word/document.xml", "x"), ("word/vbaProject.bin", "x")]),
                Err(SniffRefusal::Macro),
            ),
            (
                "a template from elsewhere",
                zipped(&[
                    OFFICE,
                    ("word/document.xml", "x"),
                    (
                        "word/_rels/settings.xml.rels",
                        "<Relationship Type=\"http://x/attachedTemplate\" Target=\"http://x/a.dotm\" TargetMode=\"External\"/>",
                    ),
                ]),
                Err(SniffRefusal::ReachesOut),
            ),
            ("bomb", bomb(), Err(SniffRefusal::BadArchive)),
            ("doc", old_office(&["WordDocument"]), Ok(MediaType::Doc)),
            ("doc with a program", old_office(&["WordDocument", "_VBA_PROJECT"]), Err(SniffRefusal::Macro)),
            ("xls", old_office(&["Workbook"]), Err(SniffRefusal::UnknownType)),
            ("pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj".to_vec(), Ok(MediaType::Pdf)),
            ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Ok(MediaType::Png)),
            ("jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec(), Ok(MediaType::Jpg)),
            ("webp", b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(), Ok(MediaType::Webp)),
            ("mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec(), Ok(MediaType::Mp4)),
            ("text", "Hồ sơ\nmột cửa".into(), Ok(MediaType::Txt)),
            ("text of another encoding", b"H\xF4 s\xBE".to_vec(), Err(SniffRefusal::UnknownType)),
            ("long text, characters cut anywhere", "ộ".repeat(400_000).into(), Ok(MediaType::Txt)),
            ("text cut off in a character", b"H\xE1\xBB".to_vec(), Err(SniffRefusal::UnknownType)),
            ("a program", b"MZ\x90\0\x03\0\0\0".to_vec(), Err(SniffRefusal::UnknownType)),
            ("gif", b"GIF89a\x01\0\x01\0".to_vec(), Err(SniffRefusal::UnknownType)),
            ("nothing", vec![], Err(SniffRefusal::UnknownType)),
        ];
        for (name, content, is) in rows {
            assert_eq!(sniff(&mut Cursor::new(content)), is, "{name}");
        }
    }

    #[test]
    fn the_name_agrees_with_the_content() {
        for (t, name, agrees) in [
            (MediaType::Jpg, "Ảnh 7.JPG", true),
            (MediaType::Jpg, "Ảnh.jpeg", true),
            (MediaType::Docx, "Bài dự thi.doc", false),
            (MediaType::Zip, "phần mềm.docx", false),
            (MediaType::Txt, "ghi chú", false),
        ] {
            assert_eq!(t.agrees_with(name), agrees, "{name}");
        }
    }
}

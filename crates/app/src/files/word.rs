//! The text of a Word file (`.docx`), so that its author can check that it is the right one. Nothing of the file is run and nothing
//! outside it is fetched: only the paragraphs of `word/document.xml` are read, up to a bound.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufReader, Read, Seek};

/// The most bytes of the unpacked document that are read.
const MOST_XML: u64 = 20 * 1024 * 1024;
/// The most characters that are given back: about a hundred pages.
pub const MOST_TEXT: usize = 200_000;

/// What a Word file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordText {
    /// Paragraphs on lines of their own.
    pub text: String,
    /// The file says more than [`MOST_TEXT`] characters.
    pub cut: bool,
}

/// Why no text can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordFault {
    /// No document, or one that is damaged.
    Unreadable,
    /// It unpacks into more than is read.
    TooLarge,
}

/// Reads the text of a Word file. Blocking.
pub fn text_of(file: impl Read + Seek) -> Result<WordText, WordFault> {
    let mut archive = zip::ZipArchive::new(file).map_err(|_| WordFault::Unreadable)?;
    let part = archive.by_name("word/document.xml").map_err(|_| WordFault::Unreadable)?;
    let mut reader = Reader::from_reader(BufReader::new(part.take(MOST_XML)));
    let (mut text, mut buffer, mut in_text) = (String::new(), Vec::new(), false);
    let mut length = 0_usize;
    loop {
        match reader.read_event_into(&mut buffer).map_err(|_| WordFault::Unreadable)? {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => in_text = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "p" => text.push('\n'),
                "document" => break,
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" => text.push('\t'),
                "br" | "cr" | "p" => text.push('\n'),
                _ => {}
            },
            Event::Text(said) if in_text => {
                length += said.chars().count();
                text.push_str(&said);
            }
            // The five names that XML knows, and numbers. Whatever else a file declares stays unsaid.
            Event::GeneralRef(name) if in_text => {
                if let Ok(Some(c)) = name.resolve_char_ref() {
                    text.push(c);
                } else {
                    text.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default());
                }
                length += 1;
            }
            Event::Eof => {
                return Err(if reader.buffer_position() >= MOST_XML {
                    WordFault::TooLarge
                } else {
                    WordFault::Unreadable
                });
            }
            _ => {}
        }
        if length > MOST_TEXT {
            return Ok(WordText {
                text: shown(&text.chars().take(MOST_TEXT).collect::<String>()),
                cut: true,
            });
        }
        buffer.clear();
    }
    Ok(WordText { text: shown(&text), cut: false })
}

/// Without hidden characters, without more than one empty line in a row.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = domain::text::clean_line(line);
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 && !(out.is_empty() && line.is_empty()) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn docx(xml: &str) -> Cursor<Vec<u8>> {
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        file.start_file("word/document.xml", options).unwrap();
        file.write_all(xml.as_bytes()).unwrap();
        file.finish().unwrap()
    }

    fn said(body: &str) -> String {
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
    }

    #[test]
    fn paragraphs_are_lines() {
        let xml = said(
            "<w:p><w:r><w:t>Giải pháp </w:t></w:r><w:r><w:t>một cửa &amp; số &#225;</w:t></w:r></w:p><w:p/><w:p/><w:p/>\
             <w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Lợi ích</w:t><w:instrText>HYPERLINK</w:instrText></w:r></w:p>",
        );
        let text = text_of(docx(&xml)).unwrap();
        assert_eq!(text, WordText { text: "Giải pháp một cửa & số á\n\n1. Lợi ích".to_owned(), cut: false });
    }

    #[test]
    fn nothing_is_fetched_and_nothing_unfolds() {
        let declared = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>";
        let xml = said("<w:p><w:r><w:t>a&x;b&b;c</w:t></w:r></w:p>")
            .replace("<w:document", &format!("{declared}<w:document"));
        assert_eq!(text_of(docx(&xml)).unwrap().text, "abc");
    }

    #[test]
    fn what_is_no_word_text_or_too_much_is_said() {
        assert_eq!(text_of(Cursor::new(b"PK\x03\x04".to_vec())), Err(WordFault::Unreadable));
        assert_eq!(text_of(docx("<w:document><w:body>")), Err(WordFault::Unreadable));
        let long = said(&"<w:p><w:r><w:t>một cửa</w:t></w:r></w:p>".repeat(40_000));
        let text = text_of(docx(&long)).unwrap();
        assert!(text.cut && text.text.chars().count() <= MOST_TEXT + 40_000);
        let bomb = said(&"<w:p></w:p>".repeat(2_100_000));
        assert_eq!(text_of(docx(&bomb)), Err(WordFault::TooLarge));
    }
}

//! DOCX for Word and LibreOffice: real styles, real tables with a repeated head, the same bytes for the same paper.
//!
//! Written part by part: WordprocessingML needs little for a paper, and only so do ids, dates and the order of parts stay fixed.
//! Source: ECMA-376, part 1. The face is Times New Roman, which every office has.

mod body;
mod xml;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Document, measure};
use body::Body;
use xml::escape;

/// Why a file could not be made: a QR text that does not fit, or a paper beyond what an archive holds.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error("a text does not fit in a QR code")]
    QrTooLong,
    #[error("the file could not be packed")]
    Packing(#[from] zip::result::ZipError),
    #[error("the file could not be written")]
    Writing(#[from] std::io::Error),
}

/// The paper as DOCX.
pub fn render(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let document = document.cleaned();
    let body = Body::of(&document)?;
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), CONTENT_TYPES.as_bytes().to_vec()),
        ("_rels/.rels".to_owned(), RELS.as_bytes().to_vec()),
        ("docProps/core.xml".to_owned(), core(&document).into_bytes()),
        ("word/document.xml".to_owned(), body.document_xml().into_bytes()),
        ("word/styles.xml".to_owned(), styles().into_bytes()),
        ("word/settings.xml".to_owned(), SETTINGS.as_bytes().to_vec()),
        ("word/header1.xml".to_owned(), page_number().into_bytes()),
        (
            "word/header2.xml".to_owned(),
            header("<w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr></w:p>").into_bytes(),
        ),
        ("word/_rels/document.xml.rels".to_owned(), body.rels().into_bytes()),
    ];
    let pictures = body.pictures().iter().enumerate();
    parts.extend(pictures.map(|(i, png)| (format!("word/media/qr{}.png", i + 1), png.clone())));
    packed(&document, &parts)
}

/// An archive whose every part carries the day of the paper.
fn packed(document: &Document, parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, NotWritten> {
    let day = document.dated;
    let year = u16::try_from(day.year()).unwrap_or(1980);
    let at =
        DateTime::from_date_and_time(year, day.month().unsigned_abs(), day.day().unsigned_abs(), 0, 0, 0)
            .unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(at)
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

const CONTENT_TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Default Extension=\"png\" ContentType=\"image/png\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>",
    "<Override PartName=\"/word/header2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "</Types>",
);

const RELS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "</Relationships>",
);

const SETTINGS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>",
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    "</w:settings>",
);

fn core(document: &Document) -> String {
    let (title, at) = (escape(&document.title), format!("{}T00:00:00Z", document.dated));
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:language>vi-VN</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:modified></cp:coreProperties>"
    )
}

fn header(content: &str) -> String {
    format!("{DECLARATION}<w:hdr {W}>{content}</w:hdr>")
}

/// The page number in the middle of the top margin.
fn page_number() -> String {
    header(
        "<w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
         <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
         <w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
    )
}

/// One style a role: (id, name, based on, outline level, paragraph, run).
const STYLES: &[(&str, &str, &str, &str)] = &[
    (
        "Centred",
        "Giữa, đậm",
        "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"200\"/><w:jc w:val=\"center\"/>",
        "<w:b/>",
    ),
    ("Ground", "Căn cứ", "<w:ind w:firstLine=\"720\"/>", "<w:i/>"),
    ("Article", "Điều", "<w:ind w:firstLine=\"720\"/>", ""),
    ("ArticleTitle", "Tên điều", "<w:keepNext/><w:ind w:firstLine=\"720\"/>", "<w:b/>"),
    ("Clause", "Khoản", "<w:ind w:firstLine=\"720\"/>", ""),
    ("Point", "Điểm", "<w:ind w:firstLine=\"720\"/>", ""),
    ("Dash", "Gạch đầu dòng", "<w:ind w:firstLine=\"720\"/>", ""),
    ("Body", "Nội dung", "<w:ind w:firstLine=\"720\"/>", ""),
    ("Note", "Ghi chú giữa", "<w:jc w:val=\"center\"/>", "<w:i/>"),
    (
        "Display",
        "Chữ lớn",
        "<w:spacing w:before=\"240\" w:after=\"240\"/><w:jc w:val=\"center\"/>",
        "<w:b/><w:sz w:val=\"48\"/><w:szCs w:val=\"48\"/>",
    ),
    (
        "Head",
        "Phần đầu",
        "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
        "<w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
    ),
    (
        "Abstract",
        "Trích yếu",
        "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
        "<w:b/>",
    ),
    ("Addressee", "Kính gửi", "<w:spacing w:before=\"120\" w:after=\"120\"/><w:jc w:val=\"center\"/>", ""),
    (
        "Cell",
        "Ô bảng",
        "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"left\"/>",
        "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
    ),
    (
        "Signature",
        "Chữ ký",
        "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
        "",
    ),
    (
        "Recipients",
        "Nơi nhận",
        "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"left\"/>",
        "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>",
    ),
    (
        "Winner",
        "Người đạt giải",
        "<w:spacing w:before=\"160\" w:after=\"120\"/><w:jc w:val=\"center\"/>",
        "<w:b/><w:sz w:val=\"48\"/><w:szCs w:val=\"48\"/>",
    ),
    (
        "CertificateName",
        "Tên giấy chứng nhận",
        "<w:spacing w:before=\"240\" w:after=\"160\"/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:color w:val=\"8A1C1C\"/><w:sz w:val=\"68\"/><w:szCs w:val=\"68\"/>",
    ),
    (
        "CertificateLine",
        "Dòng chứng nhận",
        "<w:spacing w:before=\"80\" w:after=\"80\"/><w:jc w:val=\"center\"/>",
        "<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
    ),
    (
        "Header",
        "header",
        "<w:spacing w:before=\"0\" w:after=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
    ),
];

fn styles() -> String {
    let size = measure::BODY * 2;
    let mut all = format!(
        "{DECLARATION}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/><w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:before=\"60\" w:after=\"60\" w:line=\"276\" w:lineRule=\"auto\"/><w:jc w:val=\"both\"/></w:pPr></w:pPrDefault>\
         </w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>\
         <w:pPr><w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>\
         <w:pPr><w:keepNext/><w:spacing w:before=\"160\" w:after=\"60\"/><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"
    );
    for (id, name, paragraph, run) in STYLES {
        all.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        ));
    }
    all.push_str(
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>\
         <w:tblCellMar><w:left w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>\
         <w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom w:val=\"single\" w:sz=\"4\"/>\
         <w:right w:val=\"single\" w:sz=\"4\"/><w:insideH w:val=\"single\" w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/>\
         </w:tblBorders></w:tblPr></w:style></w:styles>",
    );
    all
}

//! Pieces of WordprocessingML. Measures: twips (twentieths of a point) and EMU (914,400 an inch).

/// Twips of millimetres.
pub fn twips(millimetres: u32) -> u32 {
    millimetres * 1440 * 10 / 254
}

/// EMU of millimetres.
pub fn emu(millimetres: u32) -> u32 {
    millimetres * 36_000
}

/// Text as the content of an element. Characters that XML 1.0 does not have are left out.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// How letters look where that is not what their style says.
#[derive(Clone, Copy, Default)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
    /// Points; 0: that of the style.
    pub size: u32,
}

pub fn run(text: &str, look: Look) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut properties = String::new();
    if look.bold {
        properties.push_str("<w:b/>");
    }
    if look.italic {
        properties.push_str("<w:i/>");
    }
    if look.size > 0 {
        let half = look.size * 2;
        properties.push_str(&format!("<w:sz w:val=\"{half}\"/><w:szCs w:val=\"{half}\"/>"));
    }
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

/// A paragraph in a style; `more` are paragraph properties that stand after the style.
pub fn paragraph(style: &str, more: &str, content: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{content}</w:p>")
}

/// A short line in the middle, drawn as the upper border of an empty paragraph. `width` and `length` in twips.
pub fn rule(style: &str, width: u32, length: u32) -> String {
    let side = width.saturating_sub(length) / 2;
    let properties = format!(
        "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>\
         <w:spacing w:before=\"20\" w:after=\"60\" w:line=\"120\" w:lineRule=\"exact\"/><w:ind w:left=\"{side}\" w:right=\"{side}\"/>"
    );
    paragraph(style, &properties, "")
}

/// A table without borders: the cells of one row, `(width in twips, content)`.
pub fn side_by_side(cells: &[(u32, String)]) -> String {
    let all: u32 = cells.iter().map(|(width, _)| width).sum();
    let grid: String = cells.iter().map(|(width, _)| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let row: String = cells
        .iter()
        .map(|(width, content)| {
            format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>")
        })
        .collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{all}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>\
         <w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr></w:tbl>"
    )
}

/// A picture in a run. `id` counts from 1 in a file, `side` in millimetres.
pub fn picture(id: usize, side: u32, described: &str) -> String {
    let (size, described) = (emu(side), escape(described));
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{size}\" cy=\"{size}\"/>\
         <wp:docPr id=\"{id}\" name=\"QR {id}\" descr=\"{described}\"/>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"QR {id}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rIdQr{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{size}\" cy=\"{size}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}

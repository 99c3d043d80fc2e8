//! The parts of a paper as WordprocessingML, in the order of the page.

use super::super::office_lines;
use super::super::{
    Align, Block, Certificate, Chart, Column, Document, Letterhead, Page, Qr, Role, Row, Section, Signer,
    Table, Text, measure, png,
};
use super::xml::{Look, paragraph, picture, rule, run, side_by_side, twips};
use super::{DECLARATION, NotWritten};

const PLAIN: Look = Look { bold: false, italic: false, size: 0 };
const BOLD: Look = Look { bold: true, italic: false, size: 0 };
const ITALIC: Look = Look { bold: false, italic: true, size: 0 };

/// What goes into `word/document.xml`, and the pictures it shows.
pub struct Body {
    xml: String,
    pictures: Vec<Vec<u8>>,
    /// Twips between the margins of the section at hand.
    width: u32,
}

impl Body {
    pub fn of(document: &Document) -> Result<Body, NotWritten> {
        let mut body = Body { xml: String::new(), pictures: Vec::new(), width: 0 };
        let count = document.sections.len();
        for (i, section) in document.sections.iter().enumerate() {
            body.section(section, i + 1 == count)?;
        }
        Ok(body)
    }

    pub fn pictures(&self) -> &[Vec<u8>] {
        &self.pictures
    }

    pub fn document_xml(&self) -> String {
        format!(
            "{DECLARATION}<w:document {} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
             xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
             xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{}</w:body></w:document>",
            super::W,
            self.xml
        )
    }

    pub fn rels(&self) -> String {
        const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let mut rels = format!(
            "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rIdStyles\" Type=\"{TYPE}/styles\" Target=\"styles.xml\"/>\
             <Relationship Id=\"rIdSettings\" Type=\"{TYPE}/settings\" Target=\"settings.xml\"/>\
             <Relationship Id=\"rIdHeader\" Type=\"{TYPE}/header\" Target=\"header1.xml\"/>\
             <Relationship Id=\"rIdNoHeader\" Type=\"{TYPE}/header\" Target=\"header2.xml\"/>"
        );
        for n in 1..=self.pictures.len() {
            rels.push_str(&format!(
                "<Relationship Id=\"rIdQr{n}\" Type=\"{TYPE}/image\" Target=\"media/qr{n}.png\"/>"
            ));
        }
        rels + "</Relationships>"
    }

    /// The properties of a section stand in its last paragraph; those of the last section at the end of the body.
    fn section(&mut self, section: &Section, last: bool) -> Result<(), NotWritten> {
        let (short, long) = measure::PAPER;
        let (paper, sides) = match section.page {
            Page::Portrait => (short, measure::LEFT + measure::RIGHT),
            Page::Landscape => (long, measure::LEFT + measure::RIGHT),
            Page::Certificate => (long, 40),
        };
        self.width = twips(paper) - twips(sides);
        let certificates = section.page == Page::Certificate;
        for (i, block) in section.blocks.iter().enumerate() {
            if certificates && i > 0 {
                self.xml.push_str(
                    "<w:p><w:pPr><w:pStyle w:val=\"Head\"/></w:pPr><w:r><w:br w:type=\"page\"/></w:r></w:p>",
                );
            }
            let next = section.blocks.get(i + 1);
            self.block(block, matches!(next, Some(Block::Ending { .. } | Block::Signatures { .. })))?;
        }
        let properties = section_properties(section.page);
        if last {
            // A table cannot be the last thing of a body.
            self.xml.push_str(&paragraph("Head", "", ""));
            self.xml.push_str(&properties);
        } else {
            self.xml.push_str(&paragraph("Head", &properties, ""));
        }
        Ok(())
    }

    /// `signed`: a signature follows, which never stands alone on a page.
    fn block(&mut self, block: &Block, signed: bool) -> Result<(), NotWritten> {
        let xml = match block {
            Block::Letterhead(letterhead) => self.letterhead(letterhead),
            Block::TypeName { name, about } => self.type_name(name, about),
            Block::Text(text) => text_of(text, signed),
            Block::Addressees { to } => addressees(to),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Qr(qr) => self.qr(qr)?,
            Block::Ending { recipients, signer } => self.ending(recipients, signer),
            Block::Signatures { signers } => self.signatures(signers),
            Block::AppendixTitle { number, title, with } => self.appendix_title(number, title, with),
            Block::Certificate(certificate) => self.certificate(certificate)?,
        };
        self.xml.push_str(&xml);
        Ok(())
    }

    fn letterhead(&self, l: &Letterhead) -> String {
        let left = twips(70);
        let right = self.width - left;
        let sized = |text: &str, bold: bool, size: u32| head(text, Look { bold, italic: false, size });
        let mut issuer = sized(&l.superior, false, 12);
        issuer.extend(office_lines(&l.issuer).into_iter().map(|part| sized(part, true, 12)));
        issuer += &rule("Head", left, twips(25));
        issuer += &sized(&l.number, false, 13);
        issuer += &sized(&l.about, false, 12);
        let mut nation = sized("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", true, 12);
        nation += &sized("Độc lập - Tự do - Hạnh phúc", true, 13);
        nation += &rule("Head", right, twips(54));
        nation += &head(&l.place_and_date, Look { italic: true, size: 13, bold: false });
        side_by_side(&[(left, issuer), (right, nation)]) + &paragraph("Head", "", "")
    }

    fn type_name(&self, name: &str, about: &str) -> String {
        let mut xml = paragraph("Heading1", "", &run(name, PLAIN));
        if !about.is_empty() {
            xml += &paragraph("Abstract", "", &run(about, PLAIN));
            xml += &rule("Head", self.width, twips(45));
        }
        xml
    }

    fn table(&self, table: &Table) -> String {
        let shares: u32 = table.columns.iter().map(|c| c.width).sum::<u32>().max(1);
        let widths: Vec<u32> = table.columns.iter().map(|c| self.width * c.width / shares).collect();
        let grid: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
        let cell = |width: u32, align: &str, text: &str, bold: bool| {
            let content =
                paragraph("Cell", &format!("<w:jc w:val=\"{align}\"/>"), &run(text, Look { bold, ..PLAIN }));
            format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>")
        };
        let columns = || table.columns.iter().zip(&widths);
        let head: String = columns().map(|(c, w)| cell(*w, "center", &c.heading, true)).collect();
        let mut xml = format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:firstRow=\"1\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>\
             <w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>",
            widths.iter().sum::<u32>()
        );
        for row in &table.rows {
            let cells: String = columns()
                .zip(&row.cells)
                .map(|((column, width), text)| cell(*width, side(column.align), text, row.bold))
                .collect();
            xml += &format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>");
        }
        xml + "</w:tbl>" + &paragraph("Head", "", "")
    }

    /// A table of the figures, which stays editable.
    fn chart(&self, chart: &Chart) -> String {
        let columns = vec![
            Column::new(&chart.label_heading, 3, Align::Left),
            Column::new(&chart.value_heading, 1, Align::Right),
        ];
        let rows =
            chart.bars.iter().map(|(label, value)| Row::of(vec![label.clone(), value.to_string()])).collect();
        paragraph("Abstract", "", &run(&chart.title, PLAIN)) + &self.table(&Table { columns, rows })
    }

    fn picture(&mut self, qr: &Qr) -> Result<String, NotWritten> {
        self.pictures.push(png::qr(&qr.text).ok_or(NotWritten::QrTooLong)?);
        Ok(picture(self.pictures.len(), qr.side, &format!("Mã QR: {}", qr.text)))
    }

    fn qr(&mut self, qr: &Qr) -> Result<String, NotWritten> {
        let picture = self.picture(qr)?;
        Ok(paragraph("Head", "", &picture)
            + &head(&qr.caption, Look { italic: true, size: measure::SMALL, bold: false }))
    }

    fn ending(&self, recipients: &[String], signer: &Signer) -> String {
        let left = self.width * 45 / 100;
        let mut to = String::new();
        if !recipients.is_empty() {
            to +=
                &paragraph("Recipients", "", &run("Nơi nhận:", Look { bold: true, italic: true, size: 12 }));
            to.extend(recipients.iter().map(|r| paragraph("Recipients", "", &run(&format!("- {r}"), PLAIN))));
        } else {
            to += &paragraph("Recipients", "", "");
        }
        paragraph("Head", "", "") + &side_by_side(&[(left, to), (self.width - left, signature(signer))])
    }

    fn signatures(&self, signers: &[Signer]) -> String {
        // One alone stands on the right.
        let empty = (signers.len() == 1).then(|| paragraph("Signature", "", ""));
        signers
            .chunks(3)
            .map(|line| {
                let count = line.len() + usize::from(empty.is_some());
                let width = self.width / u32::try_from(count).unwrap_or(1);
                let cells: Vec<(u32, String)> = empty
                    .iter()
                    .cloned()
                    .chain(line.iter().map(signature))
                    .map(|cell| (width, cell))
                    .collect();
                paragraph("Head", "", "") + &side_by_side(&cells)
            })
            .collect()
    }

    fn appendix_title(&self, number: &str, title: &str, with: &str) -> String {
        let mut xml = String::new();
        if number.is_empty() {
            xml += &paragraph("Heading1", "", &run(title, PLAIN));
        } else {
            xml += &paragraph("Heading1", "", &run(number, PLAIN));
            xml += &paragraph("Abstract", "", &run(title, PLAIN));
        }
        if !with.is_empty() {
            xml += &paragraph("Note", "", &run(with, PLAIN));
        }
        xml + &rule("Head", self.width, twips(40))
    }

    fn certificate(&mut self, c: &Certificate) -> Result<String, NotWritten> {
        let sized = |text: &str, bold: bool, size: u32| head(text, Look { bold, italic: false, size });
        let mut xml = sized("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", true, 13);
        xml += &sized("Độc lập - Tự do - Hạnh phúc", true, 14);
        xml += &rule("Head", self.width, twips(58));
        xml += &sized(&c.superior, false, 14);
        xml += &sized(&c.issuer, true, 15);
        xml += &paragraph("CertificateName", "", &run(&c.name, PLAIN));
        xml += &paragraph("CertificateLine", "", &run(&c.verb, BOLD));
        xml += &paragraph("Winner", "", &run(&c.winner, PLAIN));
        for line in [&c.of].into_iter().chain(&c.lines).filter(|line| !line.is_empty()) {
            xml += &paragraph("CertificateLine", "", &run(line, PLAIN));
        }
        let picture = self.picture(&c.qr)?;
        let mut left = paragraph("Recipients", "", &picture);
        for line in [&c.qr.caption, &c.number] {
            left += &paragraph("Recipients", "", &run(line, ITALIC));
        }
        let right =
            head(&c.place_and_date, Look { italic: true, size: 14, bold: false }) + &signature(&c.signer);
        let (side, middle) = (twips(60), self.width - twips(165));
        xml += &side_by_side(&[(side, left), (middle, paragraph("Head", "", "")), (twips(105), right)]);
        Ok(xml)
    }
}

fn section_properties(page: Page) -> String {
    let (short, long) = (twips(measure::PAPER.0), twips(measure::PAPER.1));
    let (width, height, orient) = match page {
        Page::Portrait => (short, long, ""),
        Page::Landscape | Page::Certificate => (long, short, " w:orient=\"landscape\""),
    };
    let (edges, headers) = match page {
        Page::Certificate => ([twips(20); 4], "<w:headerReference w:type=\"default\" r:id=\"rIdNoHeader\"/>"),
        _ => (
            [measure::TOP, measure::RIGHT, measure::BOTTOM, measure::LEFT].map(twips),
            "<w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:headerReference w:type=\"first\" r:id=\"rIdNoHeader\"/>",
        ),
    };
    let [top, right, bottom, left] = edges;
    let frame = match page {
        Page::Certificate => {
            let side = |name: &str| {
                format!(
                    "<w:{name} w:val=\"thickThinSmallGap\" w:sz=\"24\" w:space=\"24\" w:color=\"8A1C1C\"/>"
                )
            };
            let sides: String = ["top", "left", "bottom", "right"].map(side).concat();
            format!("<w:pgBorders w:offsetFrom=\"page\">{sides}</w:pgBorders>")
        }
        _ => String::new(),
    };
    let (number, edge) = (twips(measure::PAGE_NUMBER), twips(measure::PAGE_NUMBER));
    format!(
        "<w:sectPr>{headers}<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{orient}/>\
         <w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"{number}\" w:footer=\"{edge}\" w:gutter=\"0\"/>\
         {frame}<w:pgNumType w:start=\"1\"/><w:titlePg/></w:sectPr>"
    )
}

/// A line of the head; nothing for an empty text.
fn head(text: &str, look: Look) -> String {
    if text.is_empty() { String::new() } else { paragraph("Head", "", &run(text, look)) }
}

/// `stays`: with what follows.
fn text_of(text: &Text, stays: bool) -> String {
    let style = match text.role {
        Role::Centred => "Centred",
        Role::Ground => "Ground",
        Role::Heading => "Heading2",
        Role::Article => "Article",
        Role::ArticleTitle => "ArticleTitle",
        Role::Clause => "Clause",
        Role::Point => "Point",
        Role::Dash => "Dash",
        Role::Body => "Body",
        Role::Note => "Note",
        Role::Display => "Display",
    };
    let label = if text.label.is_empty() { String::new() } else { format!("{} ", text.label) };
    let look = if text.role == Role::Article { BOLD } else { PLAIN };
    // What announces a list or a table stays with it.
    let more = if stays || text.text.ends_with(':') { "<w:keepNext/>" } else { "" };
    paragraph(style, more, &(run(&label, look) + &run(&text.text, PLAIN)))
}

fn addressees(to: &[String]) -> String {
    if let [one] = to {
        return paragraph("Addressee", "", &run(&format!("Kính gửi: {one}"), PLAIN));
    }
    let left = |indent: u32| format!("<w:ind w:left=\"{indent}\"/><w:jc w:val=\"left\"/>");
    let mut xml = paragraph("Addressee", &left(1440), &run("Kính gửi:", PLAIN));
    for one in to {
        let more = format!("<w:spacing w:before=\"0\" w:after=\"60\"/>{}", left(2160));
        xml += &paragraph("Addressee", &more, &run(&format!("- {one}"), PLAIN));
    }
    xml
}

/// Title, room for the signature, name.
fn signature(signer: &Signer) -> String {
    let line = |text: &str, look: Look| paragraph("Signature", "", &run(text, look));
    let mut xml: String = signer.authority.iter().map(|text| line(text, BOLD)).collect();
    xml += &line(&signer.title, BOLD);
    if !signer.note.is_empty() {
        xml += &line(&signer.note, Look { italic: true, size: 12, bold: false });
    }
    xml += &line("", PLAIN).repeat(4);
    xml + &line(&signer.name, BOLD)
}

fn side(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    }
}

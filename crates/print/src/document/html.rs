//! A paper as a piece of a page, to look at while its wording is written: the same parts in the same order, without pages. Every
//! text is escaped; nothing is styled here, the classes begin with `doc-`.

use std::fmt::Write as _;

use super::{Align, Block, Certificate, Document, Letterhead, Page, Role, Signer, Table, Text};
use crate::qr::{self, TooLong, escape};

/// The sections of the paper, each an `<article>`.
pub fn render(document: &Document) -> Result<String, TooLong> {
    let mut out = String::new();
    for section in &document.cleaned().sections {
        let class = match section.page {
            Page::Portrait => "",
            Page::Landscape => " doc-wide",
            Page::Certificate => " doc-wide doc-framed",
        };
        let _ = write!(out, "<article class=\"doc{class}\">");
        for block in &section.blocks {
            show(&mut out, block)?;
        }
        out.push_str("</article>");
    }
    Ok(out)
}

fn paragraph(out: &mut String, class: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(out, "<p class=\"{class}\">{}</p>", escape(text));
    }
}

fn show(out: &mut String, block: &Block) -> Result<(), TooLong> {
    match block {
        Block::Letterhead(l) => letterhead(out, l),
        Block::TypeName { name, about } => {
            paragraph(out, "doc-type", name);
            paragraph(out, "doc-about", about);
        }
        Block::Text(t) => text(out, t),
        Block::Addressees { to } => {
            paragraph(out, "doc-centre", &format!("Kính gửi: {}", to.join("; ")));
        }
        Block::Table(t) => table(out, t),
        Block::Chart(c) => {
            let cell = |label: &str, value: String| super::Row::of(vec![label.to_owned(), value]);
            let columns = vec![
                super::Column::new(&c.label_heading, 3, Align::Left),
                super::Column::new(&c.value_heading, 1, Align::Right),
            ];
            paragraph(out, "doc-about", &c.title);
            table(
                out,
                &Table { columns, rows: c.bars.iter().map(|(l, v)| cell(l, v.to_string())).collect() },
            );
        }
        Block::Qr(q) => code(out, &q.text, &q.caption)?,
        Block::Ending { recipients, signer } => {
            out.push_str("<div class=\"doc-two doc-end\"><div>");
            if !recipients.is_empty() {
                paragraph(out, "doc-to", "Nơi nhận:");
                recipients.iter().for_each(|r| paragraph(out, "doc-small", &format!("- {r}")));
            }
            out.push_str("</div>");
            signed(out, signer);
            out.push_str("</div>");
        }
        Block::Signatures { signers } => {
            out.push_str("<div class=\"doc-two doc-end\">");
            signers.iter().for_each(|s| signed(out, s));
            out.push_str("</div>");
        }
        Block::AppendixTitle { number, title, with } => {
            paragraph(out, "doc-about", number);
            paragraph(out, "doc-type", title);
            paragraph(out, "doc-note", with);
        }
        Block::Certificate(c) => certificate(out, c)?,
    }
    Ok(())
}

fn letterhead(out: &mut String, l: &Letterhead) {
    out.push_str("<div class=\"doc-two\"><div class=\"doc-centre\">");
    paragraph(out, "doc-small", &l.superior);
    paragraph(out, "doc-bold", &l.issuer);
    paragraph(out, "doc-small", &l.number);
    paragraph(out, "doc-small", &l.about);
    out.push_str("</div><div class=\"doc-centre\">");
    nation(out);
    paragraph(out, "doc-note", &l.place_and_date);
    out.push_str("</div></div>");
}

fn nation(out: &mut String) {
    paragraph(out, "doc-bold", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    paragraph(out, "doc-bold doc-rule", "Độc lập - Tự do - Hạnh phúc");
}

fn text(out: &mut String, t: &Text) {
    let class = match t.role {
        Role::Centred => "doc-centre doc-bold",
        Role::Ground => "doc-first doc-italic",
        Role::Heading | Role::ArticleTitle => "doc-bold",
        Role::Note => "doc-note",
        Role::Display => "doc-display",
        Role::Article | Role::Clause | Role::Point | Role::Dash | Role::Body => "doc-first",
    };
    let label = escape(&t.label);
    let label = match t.role {
        _ if label.is_empty() => String::new(),
        Role::Article => format!("<b>{label}</b> "),
        _ => format!("{label} "),
    };
    let _ = write!(out, "<p class=\"{class}\">{label}{}</p>", escape(&t.text));
}

fn table(out: &mut String, t: &Table) {
    let class = |align: Align| match align {
        Align::Left => "",
        Align::Centre => " class=\"doc-centre\"",
        Align::Right => " class=\"num\"",
    };
    out.push_str("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Bảng\"><table><thead><tr>");
    for c in &t.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(&c.heading));
    }
    out.push_str("</tr></thead><tbody>");
    for row in &t.rows {
        out.push_str("<tr>");
        for (cell, column) in row.cells.iter().zip(&t.columns) {
            let cell = if row.bold { format!("<b>{}</b>", escape(cell)) } else { escape(cell) };
            let _ = write!(out, "<td{}>{cell}</td>", class(column.align));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn code(out: &mut String, text: &str, caption: &str) -> Result<(), TooLong> {
    let _ = write!(out, "<figure class=\"qr\">{}", qr::svg_for_paper(text, &format!("Mã QR: {text}"))?);
    if !caption.is_empty() {
        let _ = write!(out, "<figcaption>{}</figcaption>", escape(caption));
    }
    out.push_str("</figure>");
    Ok(())
}

/// The place for the signature stays empty.
fn signed(out: &mut String, s: &Signer) {
    out.push_str("<div class=\"doc-centre\">");
    s.authority.iter().for_each(|line| paragraph(out, "doc-bold", line));
    paragraph(out, "doc-bold", &s.title);
    paragraph(out, "doc-note", &s.note);
    let _ = write!(out, "<p class=\"doc-bold doc-name\">{}</p></div>", escape(&s.name));
}

fn certificate(out: &mut String, c: &Certificate) -> Result<(), TooLong> {
    out.push_str("<div class=\"doc-centre\">");
    nation(out);
    paragraph(out, "doc-small", &c.superior);
    paragraph(out, "doc-bold", &c.issuer);
    paragraph(out, "doc-display", &c.name);
    paragraph(out, "doc-bold", &c.verb);
    paragraph(out, "doc-type", &c.winner);
    paragraph(out, "doc-small", &c.of);
    c.lines.iter().for_each(|line| paragraph(out, "doc-small", line));
    out.push_str("</div><div class=\"doc-two doc-end\"><div>");
    code(out, &c.qr.text, &c.qr.caption)?;
    paragraph(out, "doc-small", &c.number);
    out.push_str("</div><div class=\"doc-centre\">");
    paragraph(out, "doc-note", &c.place_and_date);
    signed(out, &c.signer);
    out.push_str("</div></div>");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Row, Section};
    use super::*;

    #[test]
    fn what_a_person_typed_stays_text() {
        let nasty = "<script>alert(1)</script> & \"x\"";
        let table = Table {
            columns: vec![Column::new(nasty, 1, Align::Left)],
            rows: vec![Row::total(vec![nasty.to_owned()])],
        };
        let blocks = vec![
            Block::TypeName { name: nasty.to_owned(), about: nasty.to_owned() },
            Text::labelled(Role::Article, nasty, nasty),
            Block::Table(table),
            Block::Ending {
                recipients: vec![nasty.to_owned()],
                signer: Signer { name: nasty.to_owned(), ..Signer::default() },
            },
        ];
        let sections = vec![Section { page: Page::Portrait, blocks }];
        let html = render(&Document { title: String::new(), dated: jiff::civil::date(2024, 5, 6), sections })
            .unwrap();
        assert!(!html.contains("<script") && !html.contains("style="), "{html}");
        assert_eq!(html.matches("&lt;script&gt;alert(1)&lt;/script&gt;").count(), 8, "{html}");
    }
}

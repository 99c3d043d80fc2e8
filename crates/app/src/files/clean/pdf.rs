//! PDF: a new file of the same pages. Nothing of the old one's description of itself comes along: no properties, no XMP, no attached files,
//! no comments, no bookmarks, no form. What the pages say cannot be changed: a file whose text tells the author is withheld, and so is one whose pages
//! are pictures or whose letters nobody can read. Source: ISO 32000-2, 7.7, 14.3.

use super::Unclean;
use domain::entry::mask::Secrets;
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro_write::hayro_syntax::{LoadPdfError, Pdf};
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use kurbo::{Affine, BezPath};
use pdf_writer::Ref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// More pages than any entry has.
const MOST_PAGES: usize = 1_000;

/// The pages of a document on their own, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    pub text: String,
    pub copy: Vec<u8>,
}

/// Reads a stranger's document with the readers of others: it may take all memory, all time, or the whole process with it, so a server does
/// this in a process of its own (`apart`).
pub fn pages(bytes: &[u8]) -> Result<Pages, Unclean> {
    catch_unwind(AssertUnwindSafe(|| take(bytes))).unwrap_or(Err(Unclean::Broken))
}

fn take(bytes: &[u8]) -> Result<Pages, Unclean> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|why| match why {
        LoadPdfError::Decryption(_) => Unclean::Locked,
        LoadPdfError::Invalid => Unclean::Broken,
    })?;
    let pages = pdf.pages().len();
    if pages == 0 {
        return Err(Unclean::Broken);
    }
    if pages > MOST_PAGES {
        return Err(Unclean::TooLarge);
    }
    let read = read(&pdf);
    if read.pictures_only > 0 || read.unreadable * 10 > read.letters {
        return Err(Unclean::Scanned);
    }
    let mut copy = write(&pdf, pages)?;
    blot(&mut copy)?;
    Ok(Pages { text: read.text, copy })
}

/// The copy for judges, unless the pages tell a secret.
pub fn untold(pages: Pages, secrets: &Secrets) -> Result<Vec<u8>, Unclean> {
    if secrets.tells(&pages.text) { Err(Unclean::Tells) } else { Ok(pages.copy) }
}

fn write(pdf: &Pdf, pages: usize) -> Result<Vec<u8>, Unclean> {
    let mut out = pdf_writer::Pdf::new();
    let mut next = Ref::new(1);
    let catalog = next.bump();
    let queries: Vec<ExtractionQuery> = (0..pages).map(ExtractionQuery::new_page).collect();
    let taken = extract(pdf, Box::new(|| next.bump()), ChunkSettings::default(), |_| {}, &queries)
        .map_err(|_| Unclean::Broken)?;
    let roots: Vec<Ref> =
        taken.root_refs.iter().copied().collect::<Result<_, _>>().map_err(|_| Unclean::Broken)?;
    out.catalog(catalog).pages(taken.page_tree_parent_ref);
    let count = i32::try_from(roots.len()).map_err(|_| Unclean::TooLarge)?;
    out.pages(taken.page_tree_parent_ref).kids(roots).count(count);
    out.extend(&taken.chunk);
    Ok(out.finish())
}

/// Pictures and fonts may carry descriptions of their own: their streams are overwritten, so that no offset moves.
fn blot(out: &mut [u8]) -> Result<(), Unclean> {
    for mark in [&b"/Type /Metadata"[..], b"/Type/Metadata", b"/PieceInfo"] {
        let mut from = 0;
        while let Some(at) = find(out, mark, from) {
            if mark == b"/PieceInfo" {
                return Err(Unclean::PartInside);
            }
            let begin = find(out, b"stream", at).ok_or(Unclean::Broken)? + 6;
            let end = find(out, b"endstream", begin).ok_or(Unclean::Broken)?;
            let first = begin + out[begin..end].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            out[first.min(end)..end].fill(b' ');
            from = end;
        }
    }
    Ok(())
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(what.len()).position(|w| w == what).map(|at| at + from)
}

/// What the pages say.
#[derive(Default)]
struct Read {
    text: String,
    letters: usize,
    /// Letters that no table tells.
    unreadable: usize,
    pictures: usize,
    /// Pages with a picture and without a letter.
    pictures_only: usize,
}

fn read(pdf: &Pdf) -> Read {
    let mut read = Read::default();
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let (letters, pictures) = (read.letters, read.pictures);
        let settings =
            InterpreterSettings { warning_sink: Arc::new(|_| {}), ..InterpreterSettings::default() };
        let (width, height) = page.render_dimensions();
        let area = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(Affine::IDENTITY, area, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut read);
        if read.letters == letters && read.pictures > pictures {
            read.pictures_only += 1;
        }
        read.text.push('\n');
    }
    read
}

impl<'a> Device<'a> for Read {
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, _: Affine, _: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        self.letters += 1;
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.text.push(c),
            Some(BfString::String(s)) => self.text.push_str(&s),
            None => self.unreadable += 1,
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.pictures += 1;
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use pdf_writer::{Content, Finish, Name, Str, TextStr};

    /// A page of Helvetica with this text, an author in the properties, XMP, an attachment's name, a comment.
    pub fn page(text: &[u8]) -> Vec<u8> {
        let mut pdf = pdf_writer::Pdf::new();
        let [catalog, tree, page, font, body, xmp, info, note] =
            std::array::from_fn(|n| Ref::new(n as i32 + 1));
        pdf.catalog(catalog).pages(tree).metadata(xmp);
        pdf.pages(tree).kids([page]).count(1);
        let mut p = pdf.page(page);
        p.media_box(pdf_writer::Rect::new(0.0, 0.0, 595.0, 842.0))
            .parent(tree)
            .contents(body)
            .annotations([note]);
        p.resources().fonts().pair(Name(b"F1"), font);
        p.finish();
        pdf.type1_font(font).base_font(Name(b"Helvetica"));
        let mut content = Content::new();
        content.begin_text().set_font(Name(b"F1"), 14.0).next_line(108.0, 734.0).show(Str(text)).end_text();
        pdf.stream(body, &content.finish());
        pdf.metadata(xmp, b"<x:xmpmeta>Nguyen Thi Thuy</x:xmpmeta>");
        pdf.document_info(info).author(TextStr("Nguyen Thi Thuy"));
        pdf.annotation(note)
            .rect(pdf_writer::Rect::new(0.0, 0.0, 1.0, 1.0))
            .contents(TextStr("Nguyen Thi Thuy"))
            .finish();
        pdf.finish()
    }

    use super::super::docx::tests::secrets;

    fn clean(bytes: &[u8], secrets: &Secrets) -> Result<Vec<u8>, Unclean> {
        pages(bytes).and_then(|p| untold(p, secrets))
    }

    #[test]
    fn only_the_pages_are_left() {
        let original = page(b"Mot cua lien thong");
        assert!(find(&original, b"Nguyen", 0).is_some());
        let copy = clean(&original, &secrets()).unwrap();
        assert_eq!(find(&copy, b"Nguyen", 0), None);
        assert!(read(&Pdf::new(copy.clone()).unwrap()).text.contains("Mot cua"));
        assert_eq!(clean(&copy, &secrets()).map(|again| again.len()), Ok(copy.len()));
    }

    #[test]
    fn a_page_that_tells_the_author_and_a_broken_file_are_withheld() {
        assert_eq!(clean(&page(b"Tac gia: NGUYEN THI THUY"), &secrets()), Err(Unclean::Tells));
        assert_eq!(clean(&page(b"goi 0912.345.678"), &secrets()), Err(Unclean::Tells));
        assert_eq!(clean(b"%PDF-1.7\nnothing", &secrets()), Err(Unclean::Broken));
        let whole = page(b"Tac gia: NGUYEN THI THUY");
        for cut in (0..whole.len()).step_by(37) {
            if let Ok(copy) = clean(&whole[..cut], &secrets()) {
                assert!(!read(&Pdf::new(copy).unwrap()).text.contains("THUY"), "cut at {cut}");
            }
        }
    }
}

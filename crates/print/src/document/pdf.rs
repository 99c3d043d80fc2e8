//! PDF through typst: tagged, with embedded subsets of Tinos, the same bytes for the same paper.
//!
//! The layout is a program of its own (`typst/document.typ`); the paper arrives in its `sys.inputs` as data. Nothing is read
//! from the disk or the network while a paper is laid out.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::{Value as Json, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Document, measure, office_lines};
use crate::{chart, qr};

/// Why a paper could not be laid out: a QR text that is too long, or a mistake of ours in the layout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the paper could not be laid out: {0}")]
pub struct NotLaidOut(String);

const LAYOUT: &str = include_str!("../../typst/document.typ");

/// The four faces of Tinos: metrics of Times New Roman, every Vietnamese letter. Licence: fonts/LICENSE.
pub const FACES: [&[u8]; 4] = [
    include_bytes!("../../fonts/Tinos_400Regular.ttf"),
    include_bytes!("../../fonts/Tinos_400Regular_Italic.ttf"),
    include_bytes!("../../fonts/Tinos_700Bold.ttf"),
    include_bytes!("../../fonts/Tinos_700Bold_Italic.ttf"),
];

/// The paper as PDF. PDF/UA-1 where its text allows that; a text with a character that no face has is still printed, tagged,
/// with an empty box in its place.
pub fn render(document: &Document) -> Result<Vec<u8>, NotLaidOut> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let made = laid_out(document.cleaned(), 0);
    comemo::evict(0);
    made
}

/// One at a time: eviction empties a cache that all threads share, and memory stays that of one paper.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Threads that lay out the papers of a whole contest.
const HANDS: usize = 2;

/// How many evictions a layout outlives while many papers are made: what they share is worked out once.
const KEPT: usize = 2 * HANDS;

/// Many papers, each the same bytes as by [`render`], in the order given; the longest are begun first.
pub fn render_all(documents: &[&Document]) -> Result<Vec<Vec<u8>>, NotLaidOut> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let length = |d: &Document| d.sections.iter().map(|s| s.blocks.len()).sum::<usize>();
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(length(documents[*at])));
    let (order, next) = (&order, AtomicUsize::new(0));
    let hand = || {
        let mut made = Vec::new();
        while let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            made.push((*at, laid_out(documents[*at].cleaned(), KEPT)));
        }
        made
    };
    let mut made: Vec<(usize, Result<Vec<u8>, NotLaidOut>)> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(hand)).collect();
        let done = hands.into_iter().map(|h| h.join().map_err(|_| NotLaidOut("a layout stopped".to_owned())));
        Ok::<_, NotLaidOut>(done.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    })?;
    comemo::evict(0);
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, paper)| paper).collect()
}

/// `age`: what was not used for so many evictions goes.
fn laid_out(document: Document, age: usize) -> Result<Vec<u8>, NotLaidOut> {
    let desk = Desk::new(inputs(&document)?)?;
    let (dated, title) = (document.dated, document.title.clone());
    // A thousand certificates are not held twice while they are laid out.
    drop(document);
    let paged = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| said(&errors))?;
    // What the layout has kept for a next time is not needed while the file is written.
    drop(desk);
    comemo::evict(age);
    let date = Datetime::from_ymd_hms(
        dated.year().into(),
        dated.month().unsigned_abs(),
        dated.day().unsigned_abs(),
        0,
        0,
        0,
    )
    .ok_or_else(|| NotLaidOut("its date is no date".to_owned()))?;
    let options = |standards| PdfOptions {
        ident: Smart::Custom(format!("{title} {dated}")),
        creator: Smart::Custom(Some("Sáng Kiến".to_owned())),
        timestamp: Some(Timestamp::new_utc(date)),
        standards,
        ..PdfOptions::default()
    };
    let accessible =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|why| NotLaidOut(why.message().to_string()))?;
    typst_pdf::pdf(&paged, &options(accessible))
        .or_else(|_| typst_pdf::pdf(&paged, &options(PdfStandards::default())))
        .map_err(|errors| said(&errors))
}

fn said(errors: &[SourceDiagnostic]) -> NotLaidOut {
    NotLaidOut(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
}

/// The paper and its measures as the layout wants them; charts and codes as images.
fn inputs(document: &Document) -> Result<Dict, NotLaidOut> {
    let fault = |why: serde_json::Error| NotLaidOut(why.to_string());
    let mut doc = serde_json::to_value(document).map_err(fault)?;
    let sections = doc["sections"].as_array_mut().into_iter().flatten();
    for block in sections.flat_map(|s| s["blocks"].as_array_mut().into_iter().flatten()) {
        drawn(block)?;
    }
    let measure = json!({
        "top": measure::TOP, "bottom": measure::BOTTOM, "left": measure::LEFT, "right": measure::RIGHT,
        "body": measure::BODY, "small": measure::SMALL, "table": measure::TABLE,
    });
    // By moving: `json!` would copy every code of a thousand certificates.
    let all = serde_json::Map::from_iter([("doc".to_owned(), doc), ("measure".to_owned(), measure)]);
    serde_json::from_value(Json::Object(all)).map_err(fault)
}

/// Adds the image of a chart or code and what a screen reader says of it.
fn drawn(block: &mut Json) -> Result<(), NotLaidOut> {
    match block["kind"].as_str() {
        Some("chart") => {
            let bars: Vec<(String, u64)> =
                serde_json::from_value(block["bars"].take()).map_err(|why| NotLaidOut(why.to_string()))?;
            let title = block["title"].as_str().unwrap_or_default().to_owned();
            let told: Vec<String> = bars.iter().map(|(label, value)| format!("{label}: {value}")).collect();
            block["parts"] = chart::parts(&title, &bars).into();
            block["alt"] = format!("{title}. {}.", told.join("; ")).into();
        }
        Some("letterhead") => {
            let issuer = block["issuer"].as_str().unwrap_or_default().to_owned();
            block["issuer"] = office_lines(&issuer).into();
        }
        Some("qr") => code(block)?,
        Some("certificate") => code(&mut block["qr"])?,
        _ => {}
    }
    Ok(())
}

fn code(qr: &mut Json) -> Result<(), NotLaidOut> {
    let text = qr["text"].as_str().unwrap_or_default().to_owned();
    qr["svg"] = qr::svg_for_paper(&text, "").map_err(|why| NotLaidOut(why.to_string()))?.into();
    qr["alt"] = format!("Mã QR: {text}").into();
    Ok(())
}

/// All that the layout can reach: one source, four faces, the inputs.
struct Desk {
    library: LazyHash<Library>,
    layout: Source,
}

struct Type {
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

fn faces() -> &'static Type {
    static TYPE: OnceLock<Type> = OnceLock::new();
    TYPE.get_or_init(|| {
        let faces: Vec<Font> = FACES.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect();
        Type { book: LazyHash::new(FontBook::from_fonts(&faces)), faces }
    })
}

impl Desk {
    fn new(inputs: Dict) -> Result<Desk, NotLaidOut> {
        static SOURCE: OnceLock<Source> = OnceLock::new();
        let layout = match SOURCE.get() {
            Some(source) => source.clone(),
            None => {
                let path = VirtualPath::new("document.typ").map_err(|why| NotLaidOut(why.to_string()))?;
                let id = RootedPath::new(VirtualRoot::Project, path).intern();
                SOURCE.get_or_init(|| Source::new(id, LAYOUT.to_owned())).clone()
            }
        };
        Ok(Desk { library: LazyHash::new(Library::builder().with_inputs(inputs).build()), layout })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &faces().book
    }

    fn main(&self) -> FileId {
        self.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() { Ok(self.layout.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        faces().faces.get(index).cloned()
    }

    /// A paper knows its own day; that of the machine is nobody's business.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 134 letters with a mark or a stroke, both cases, and the sign of the đồng.
    const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

    #[test]
    fn every_face_has_every_vietnamese_letter() {
        let letters: Vec<char> = LETTERS.chars().chain(LETTERS.to_uppercase().chars()).collect();
        assert_eq!(letters.len(), 134);
        assert_eq!(faces().faces.len(), 4);
        for face in &faces().faces {
            for c in letters.iter().copied().chain("₫“”…–×°²".chars()) {
                assert!(face.info().coverage.contains(u32::from(c)), "{c} in {:?}", face.info().variant);
            }
        }
    }
}

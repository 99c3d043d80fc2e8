//! The judges' copy of a file: what tells who made it removed or masked. The original stays as it is.
//!
//! Metadata goes as a whole: only what a picture, a film, a page needs to be shown is taken over. Text is masked where it can be
//! (`txt`, `docx`); where it cannot (`pdf`), a file that tells a secret is withheld. A file of a kind that cannot be cleaned is withheld
//! until the secretary has looked at it. Prose in `docs/rules/blind.md`.

mod apart;
mod docx;
mod jpeg;
mod mp4;
mod pdf;
mod png;
mod xml;

pub use apart::{use_program, work};

use super::MediaType;
use domain::entry::mask::Secrets;

/// Why there is no copy for judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclean {
    /// Files of this kind cannot be cleaned.
    Kind,
    /// Cut off, or not what its kind says.
    Broken,
    /// Opens with a password only.
    Locked,
    /// A part inside cannot be cleaned: an embedded file, a track of data.
    PartInside,
    /// Pages that are pictures: nobody but a person can read them.
    Scanned,
    /// Its text tells the author, and cannot be changed.
    Tells,
    /// Unpacks into more than is looked through.
    TooLarge,
}

impl Unclean {
    pub const ALL: &'static [Unclean] = &[
        Unclean::Kind,
        Unclean::Broken,
        Unclean::Locked,
        Unclean::PartInside,
        Unclean::Scanned,
        Unclean::Tells,
        Unclean::TooLarge,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Unclean::Kind => "kind",
            Unclean::Broken => "broken",
            Unclean::Locked => "locked",
            Unclean::PartInside => "part_inside",
            Unclean::Scanned => "scanned",
            Unclean::Tells => "tells",
            Unclean::TooLarge => "too_large",
        }
    }

    pub fn from_word(word: &str) -> Option<Unclean> {
        Unclean::ALL.iter().copied().find(|u| u.word() == word)
    }
}

/// The copy for judges.
pub fn clean(media_type: MediaType, bytes: &[u8], secrets: &Secrets) -> Result<Vec<u8>, Unclean> {
    match media_type {
        MediaType::Txt => text(bytes, secrets),
        MediaType::Jpg => jpeg::clean(bytes),
        MediaType::Png => png::clean(bytes),
        MediaType::Mp4 => mp4::clean(bytes),
        MediaType::Docx => docx::clean(bytes, secrets),
        MediaType::Pdf => apart::pages(bytes).and_then(|p| pdf::untold(p, secrets)),
        MediaType::Doc
        | MediaType::Webp
        | MediaType::Webm
        | MediaType::Xlsx
        | MediaType::Pptx
        | MediaType::Zip => Err(Unclean::Kind),
    }
}

fn text(bytes: &[u8], secrets: &Secrets) -> Result<Vec<u8>, Unclean> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unclean::Broken)?;
    Ok(secrets.mask(text).into_bytes())
}

/// A big-endian number of two or four bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    Some(part.iter().fold(0, |n, b| n << 8 | usize::from(*b)))
}

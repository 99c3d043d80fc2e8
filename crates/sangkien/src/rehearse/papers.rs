//! The papers of a rehearsal, from the database that was played in, as the pages print them. Days are those of the simulated clock;
//! what an office adds when it issues a paper (numbers, names of those who sign for the authority) stays open.

use anyhow::Context;
use app::act::Stop;
use app::audit::log::Log;
use app::db::{DbFault, Tx};
use app::documents::{facts, units};
use domain::actor::Actor;
use domain::documents::{DocumentKind, Needs};
use domain::ids::ContestId;
use domain::time::Instant;
use print::contest::{Facts, Paper, wording};
use print::document::{Document, docx, pdf};
use print::papers::Made;
use print::xlsx::Unwritable;
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use web::documents::compose;

/// Files by name, in the order of names.
pub type Files = Vec<(String, Vec<u8>)>;

/// Writes every paper into `papers/` of the folder.
pub fn write(dir: &Path, files: &Files) -> anyhow::Result<()> {
    let dir = dir.join("papers");
    fs::create_dir_all(&dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    for (name, bytes) in files {
        fs::write(dir.join(name), bytes).with_context(|| format!("{name} cannot be written"))?;
    }
    Ok(())
}

/// The papers of a contest before they are laid out.
pub struct Papers {
    facts: Facts,
    documents: Vec<(&'static str, Document)>,
}

/// The name of a paper's file.
fn name_of(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Plan => "ke-hoach",
        DocumentKind::Rules => "the-le",
        DocumentKind::Poster => "ap-phich",
        DocumentKind::SetUp => "quyet-dinh-thanh-lap",
        DocumentKind::ScoreSheet => "phieu-cham-diem",
        DocumentKind::ScreeningMinutes => "bien-ban-so-loai",
        DocumentKind::Confirmation => "phieu-xac-nhan",
        DocumentKind::CoverLetter => "cong-van",
        DocumentKind::Receipt => "giay-bien-nhan",
        DocumentKind::ScoreTable => "bang-diem",
        DocumentKind::JuryMinutes => "bien-ban-ban-giam-khao",
        DocumentKind::CommitteeMinutes => "bien-ban-ban-to-chuc",
        DocumentKind::Memo => "to-trinh",
        DocumentKind::Decision => "quyet-dinh",
        DocumentKind::Certificates => "giay-chung-nhan",
        DocumentKind::Announcement => "thong-bao",
        DocumentKind::Payment => "danh-sach-chi-tien",
        DocumentKind::Report => "bao-cao-tong-ket",
        DocumentKind::Replication => "to-trinh-nhan-rong",
    }
}

impl Papers {
    /// Reads the contest and fills every wording of the house.
    pub fn of(tx: &mut Tx, log: &Log, contest: ContestId, now: Instant) -> anyhow::Result<Papers> {
        let all = &Actor::System;
        // Minutes bind the log, certificates have tokens; the rest is the same.
        let minutes = read(facts(tx, log, all, contest, DocumentKind::JuryMinutes, now))?;
        let mut known = read(facts(tx, log, all, contest, DocumentKind::Certificates, now))?;
        known.checkpoint = minutes.checkpoint;
        let facts = compose::facts(known);
        let mut documents = Vec::new();
        let paper = Paper { facts: &facts, base: "" };
        for kind in DocumentKind::ALL.into_iter().filter(|k| !k.is_of_unit()) {
            if facts.reached < kind.needs() {
                continue;
            }
            let document = paper.document(kind, &paper.fields(kind), wording(kind));
            let document = document.map_err(|mistakes| anyhow::anyhow!("{kind:?}: {mistakes:?}"))?;
            // Nobody won, nobody is certified.
            if document.sections.iter().any(|s| !s.blocks.is_empty()) {
                documents.push((name_of(kind), document));
            }
        }
        documents.extend(of_units(tx, log, contest, now)?);
        documents.sort_by_key(|(name, _)| *name);
        Ok(Papers { facts, documents })
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.documents.iter().map(|(name, _)| *name).collect()
    }

    /// Every paper as PDF and DOCX, lists as workbooks too.
    pub fn render(&self) -> anyhow::Result<Files> {
        let mut files = Files::new();
        let documents: Vec<&Document> = self.documents.iter().map(|(_, document)| document).collect();
        for ((name, document), pdf) in self.documents.iter().zip(pdf::render_all(&documents)?) {
            let bytes = docx::render(document).with_context(|| (*name).to_owned())?;
            files.push((format!("{name}.docx"), bytes));
            files.push((format!("{name}.pdf"), pdf));
        }
        let paper = Paper { facts: &self.facts, base: "" };
        for kind in DocumentKind::ALL.into_iter().filter(|k| self.facts.reached >= k.needs()) {
            if let Some(book) = paper.workbook(kind, &paper.fields(kind)) {
                let bytes = book.map_err(|why: Unwritable| anyhow::anyhow!("{kind:?}: {why}"))?;
                files.push((format!("{}.xlsx", name_of(kind)), bytes));
            }
        }
        files.sort();
        Ok(files)
    }
}

/// All papers of one kind in one file, each on pages of its own.
fn of_units(
    tx: &mut Tx,
    log: &Log,
    contest: ContestId,
    now: Instant,
) -> anyhow::Result<Vec<(&'static str, Document)>> {
    let all = &Actor::System;
    let (of_units, batches, entries) = units::everything(tx, contest)?;
    let (mut minutes, mut letters, mut sheets, mut receipts) = (vec![], vec![], vec![], vec![]);
    for unit in of_units {
        let (around, desk) = read(units::minutes(tx, all, contest, unit, now))?;
        if desk.rows.iter().any(|r| r.gate.verdict().is_some()) {
            minutes.push(made(compose::minutes((around, desk), now.day()))?);
        }
    }
    for batch in batches {
        let seen = read(units::letter(tx, all, batch, now))?;
        letters.push(made(compose::letter(seen, now.day()))?);
    }
    for entry in entries {
        match units::confirmation(tx, all, entry, now) {
            Err(Stop::NotFound) => {}
            seen => sheets.push(made(compose::confirmation(read(seen)?))?),
        }
        let seen = read(units::receipt(tx, log, all, entry, now))?;
        receipts.push(made(compose::receipt(seen, ""))?);
    }
    let joined = [
        (DocumentKind::ScreeningMinutes, "Biên bản sơ loại, thẩm định của các đơn vị", minutes),
        (DocumentKind::CoverLetter, "Công văn gửi bài dự thi của các đơn vị", letters),
        (DocumentKind::Confirmation, "Phiếu xác nhận của thủ trưởng các đơn vị", sheets),
        (DocumentKind::Receipt, "Giấy biên nhận bài dự thi", receipts),
    ];
    let joined = joined.into_iter().filter_map(|(kind, title, papers)| {
        debug_assert_eq!(kind.needs(), Needs::Nothing);
        Some((name_of(kind), Document::joined(title, papers)?))
    });
    Ok(joined.collect())
}

fn read<T>(seen: Result<T, Stop<Infallible>>) -> anyhow::Result<T> {
    seen.map_err(|stop| match stop {
        Stop::Fault(fault) => anyhow::Error::from(fault),
        other => anyhow::Error::from(DbFault::other(format!("a paper has nothing to say: {other:?}"))),
    })
}

fn made(made: Made) -> anyhow::Result<Document> {
    made.map_err(|mistakes| anyhow::anyhow!("a wording of the house: {mistakes:?}"))
}

//! Hand-in on paper, the unit gate and the committee's intake.

use super::{Stage, part};
use anyhow::Context;
use app::db::Tx;
use app::import::rows::{Category as RowCategory, EntryRow, IntakeDecision, Verdict as RowVerdict};
use app::screening::Arrived;
use domain::contest::{AttachmentKind, Category, Form};
use domain::entry::{Attachment, Author, Dossier};
use domain::ids::{EntryCode, EntryId};
use domain::percent::SharePercent;
use domain::screening::confirm::Statement;
use domain::screening::screen::Sheet;
use domain::screening::{Decision, DecisionKind, Verdict};
use domain::text;
use domain::time::Instant;

impl Stage<'_> {
    /// A clerk of the receiving unit records the entry as it came.
    pub(super) fn record(&mut self, tx: &mut Tx, i: usize) -> anyhow::Result<()> {
        let row = &self.scene.folder.entries[i];
        let dossier = dossier(row)?;
        let (who, contest, now) = (part::clerk(&row.receiving_unit_code), self.contest()?, self.now);
        let clerk = self.actor(tx, &who)?;
        let code = EntryCode(row.code.clone());
        let received = Instant(row.submitted_at.at_ms);
        let entry = self.tried(tx, &who, "entry.record_paper", &[("entry", &row.code)], |tx| {
            app::entry::record_paper(tx, &clerk, contest, Some(code), &dossier, received, now)
        })?;
        if let Some(entry) = entry {
            self.state.entries.insert(i, entry);
        }
        Ok(())
    }

    pub(super) fn screen(&mut self, tx: &mut Tx, i: usize) -> anyhow::Result<()> {
        let row = &self.scene.folder.entries[i];
        let (Some(entry), Some(said)) = (self.state.entries.get(&i).copied(), &row.screening) else {
            return Ok(());
        };
        let (who, now) = (part::clerk(&row.receiving_unit_code), self.now);
        let clerk = self.actor(tx, &who)?;
        let verdict = match said.verdict {
            RowVerdict::Selected => Verdict::Selected,
            RowVerdict::NotSelected => Verdict::NotSelected,
            RowVerdict::Returned => Verdict::Returned,
        };
        let (version, _) = version_of(tx, entry)?;
        let sheet =
            Sheet { version, findings: vec![], verdict, reason: said.reason.clone(), mend_before: None };
        self.tried(tx, &who, "screening.screen", &[("entry", &row.code)], |tx| {
            app::screening::screen(tx, &clerk, entry, &sheet, now)
        })?;
        Ok(())
    }

    pub(super) fn confirm(&mut self, tx: &mut Tx, i: usize) -> anyhow::Result<()> {
        let row = &self.scene.folder.entries[i];
        let (Some(entry), Some(said)) = (self.state.entries.get(&i).copied(), &row.confirmation) else {
            return Ok(());
        };
        let (who, now) = (part::head(&row.receiving_unit_code), self.now);
        let head = self.actor(tx, &who)?;
        let (version, dossier_hash) = version_of(tx, entry)?;
        let statement = Statement {
            version,
            dossier_hash,
            level: said.level.clone(),
            feasibility: said.feasibility.clone(),
            remarks: String::new(),
            by: said.by.clone(),
        };
        self.tried(tx, &who, "screening.confirm", &[("entry", &row.code)], |tx| {
            app::screening::confirm(tx, &head, entry, &statement, now)
        })?;
        Ok(())
    }

    /// The unit sends a batch through the strict gate. What the gate refuses came all the same, on paper: the secretary
    /// records it as it came, and intake decides.
    pub(super) fn forward(&mut self, tx: &mut Tx, unit_code: &str, rows: &[usize]) -> anyhow::Result<()> {
        let (unit, contest, now) = (self.unit(unit_code)?, self.contest()?, self.now);
        let entries: Vec<EntryId> = rows.iter().filter_map(|i| self.state.entries.get(i).copied()).collect();
        if entries.is_empty() {
            return Ok(());
        }
        let codes: Vec<&str> = rows.iter().map(|i| self.scene.folder.entries[*i].code.as_str()).collect();
        let (codes, number) = (codes.join(", "), format!("{:02}/{}-CV", self.now.civil().day(), unit_code));
        let who = part::head(unit_code);
        let head = self.actor(tx, &who)?;
        let signer = self.scene.folder.entries[rows[0]]
            .confirmation
            .as_ref()
            .map_or_else(|| who.clone(), |c| c.by.clone());
        let batch = self.tried(
            tx,
            &who,
            "screening.open_batch",
            &[("unit", unit_code), ("entries", &codes)],
            |tx| {
                let batch = app::screening::open_batch(tx, &head, contest, unit, now)?;
                app::screening::add_to_batch(tx, &head, batch, &entries, now)?;
                app::screening::set_letter(tx, &head, batch, &number, &signer, now)?;
                Ok(batch)
            },
        )?;
        let sent = match batch {
            None => None,
            Some(batch) => self.tried(
                tx,
                &who,
                "screening.forward",
                &[("unit", unit_code), ("entries", &codes)],
                |tx| app::screening::forward(tx, &head, batch, now),
            )?,
        };
        if sent.is_some() {
            return Ok(());
        }
        if let Some(batch) = batch {
            for entry in &entries {
                app::screening::remove_from_batch(tx, &head, batch, *entry, "sent on paper", now)
                    .map_err(|stop| anyhow::anyhow!("{stop:?}"))?;
            }
        }
        let secretary = self.actor(tx, part::SECRETARY)?;
        let paper = Arrived { at: now, letter_number: number, signer };
        self.tried(
            tx,
            part::SECRETARY,
            "screening.record_arrival",
            &[("unit", unit_code), ("entries", &codes)],
            |tx| app::screening::record_arrival(tx, &secretary, contest, unit, &entries, &paper, now),
        )?;
        Ok(())
    }

    pub(super) fn decide(&mut self, tx: &mut Tx, i: usize) -> anyhow::Result<()> {
        let row = &self.scene.folder.decisions[i];
        let now = self.now;
        let Some(entry) = self.entry(&row.entry_code) else { return Ok(()) };
        let kind = match row.decision {
            IntakeDecision::Duplicate => DecisionKind::Duplicate,
            IntakeDecision::Merged => DecisionKind::Merged,
            IntakeDecision::NotNew => DecisionKind::NotNew,
            IntakeDecision::OffTopic => DecisionKind::OffTopic,
        };
        let kept = row.kept_entry_code.as_deref().and_then(|c| self.entry(c));
        let secretary = self.actor(tx, part::SECRETARY)?;
        let decision = Decision { kind, kept, reason: row.reason.clone() };
        self.tried(tx, part::SECRETARY, "screening.decide", &[("entry", &row.entry_code)], |tx| {
            app::screening::decide(tx, &secretary, entry, &decision, now)
        })?;
        Ok(())
    }

    /// The secretary takes in what the units selected: accepted, or refused with every reason.
    pub(super) fn take_in(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let now = self.now;
        let secretary = self.actor(tx, part::SECRETARY)?;
        for (i, row) in self.scene.folder.entries.iter().enumerate() {
            let selected = row.screening.as_ref().is_some_and(|s| s.verdict == RowVerdict::Selected);
            let Some(entry) = self.state.entries.get(&i).copied().filter(|_| selected) else { continue };
            let about = [("entry", row.code.as_str())];
            if self
                .tried(tx, part::SECRETARY, "screening.accept", &about, |tx| {
                    app::screening::accept(tx, &secretary, entry, now)
                })?
                .is_none()
            {
                let reason = "refused at intake; the reasons are on the entry's page";
                self.tried(tx, part::SECRETARY, "screening.reject", &about, |tx| {
                    app::screening::reject(tx, &secretary, entry, reason, now)
                })?;
            }
        }
        Ok(())
    }
}

/// The current version and its hash, as a page shows them to whoever screens or confirms it.
fn version_of(tx: &mut Tx, entry: EntryId) -> anyhow::Result<(i64, [u8; 32])> {
    let row = app::entry::store::find(tx, entry)?.context("the entry is gone")?;
    let hash = app::entry::store::whereabouts(tx, &row)?.dossier_hash.context("the entry has no version")?;
    Ok((row.version, hash))
}

fn dossier(row: &EntryRow) -> anyhow::Result<Dossier> {
    let form =
        Form::from_word(&row.format).with_context(|| format!("{}: unknown form {}", row.code, row.format))?;
    let author = |a: &app::import::rows::AuthorRow| Author {
        name: text::clean_line(&a.name),
        role_title: text::clean_line(&a.role_title),
        unit: a.unit_code.as_deref().map(Into::into),
        address: text::clean_line(&a.address),
        phone: a.phone.clone(),
        share: SharePercent(a.share_hundredths.unwrap_or(0)),
        representative: a.representative,
        grounds: domain::entry::Grounds::default(),
    };
    let attachment = |a: &app::import::rows::AttachmentRow| Attachment {
        name: text::clean_line(&a.name),
        kind: AttachmentKind::from_word(&a.kind).unwrap_or(AttachmentKind::Other),
        bytes: a.bytes,
        sha256: None,
    };
    Ok(Dossier {
        title: text::clean_line(&row.title),
        areas: row.areas.iter().map(|a| a.as_str().into()).collect(),
        form,
        category: match row.category {
            RowCategory::Individual => Category::Individual,
            RowCategory::Collective => Category::Collective,
        },
        authors: row.authors.iter().map(author).collect(),
        receiving_unit: row.receiving_unit_code.as_str().into(),
        route: row.route.as_deref().unwrap_or_default().into(),
        attachments: row.attachments.iter().map(attachment).collect(),
        sections: row.sections.iter().map(|(c, t)| (c.clone(), text::clean(t))).collect(),
        already_applied: row.already_applied.unwrap_or(false),
    })
}

//! Entries through the gate.

use super::*;

impl House<'_> {
    pub(super) fn paper(
        &self,
        contest: ContestId,
        code: &str,
        entries: usize,
        received: Instant,
    ) -> anyhow::Result<Vec<EntryId>> {
        let mut out = Vec::new();
        let all: Vec<(EntryCode, Dossier)> =
            (0..entries).map(|n| (EntryCode(format!("{code}-{:04}", n + 1)), self.dossier(n))).collect();
        for some in all.chunks(TOGETHER) {
            let some = some.to_vec();
            out.extend(must(self.db, "paper entry", move |tx| {
                let mut ids = Vec::new();
                for (code, dossier) in &some {
                    let code = Some(code.clone());
                    ids.push(entry::record_paper(
                        tx,
                        &Actor::System,
                        contest,
                        code,
                        dossier,
                        received,
                        received,
                    )?);
                }
                Ok(ids)
            })?);
        }
        Ok(out)
    }

    /// Screens and confirms every entry and sends them on, one batch for each unit.
    pub(super) fn gate(&self, contest: ContestId, ids: &[EntryId], received: Instant) -> anyhow::Result<()> {
        let (clerk, head) = (self.actor(self.clerk)?, self.actor(self.head)?);
        for some in ids.chunks(TOGETHER) {
            let (some, clerk, head) = (some.to_vec(), clerk.clone(), head.clone());
            must(self.db, "gate", move |tx| {
                for entry in &some {
                    through(tx, &clerk, &head, *entry, received)
                        .map_err(|e| Stop::refuse(format!("{e:#}")))?;
                }
                Ok::<_, Stop<String>>(())
            })?;
        }
        for (n, (_, unit)) in self.desks.iter().enumerate() {
            let own: Vec<EntryId> = ids.iter().skip(n).step_by(self.desks.len()).copied().collect();
            if own.is_empty() {
                continue;
            }
            let (unit, sent) = (*unit, received.plus_ms(7_200_000));
            must(self.db, "sending", move |tx| {
                let letter =
                    Arrived {
                        at: sent, letter_number: "45/UBND-VP".into(), signer: "Trịnh Kim Ngân".into()
                    };
                screening::record_arrival(tx, &Actor::System, contest, unit, &own, &letter, sent)
            })?;
        }
        Ok(())
    }
}

pub(super) fn through(
    tx: &mut Tx,
    clerk: &Actor,
    head: &Actor,
    entry: EntryId,
    received: Instant,
) -> anyhow::Result<()> {
    let stop = |what: &str, why: String| anyhow!("{what}: {why}");
    screening::receive(tx, clerk, entry, received).map_err(|s| stop("receive", format!("{s:?}")))?;
    let sheet = Sheet {
        version: 1,
        findings: Vec::new(),
        verdict: Verdict::Selected,
        reason: "Có tính mới trong phạm vi huyện, đủ hồ sơ.".into(),
        mend_before: None,
    };
    screening::screen(tx, clerk, entry, &sheet, received).map_err(|s| stop("screen", format!("{s:?}")))?;
    let (_, dossier_hash) = entry::dossier_of(tx, entry, 1)?.context("version 1")?;
    let said = Statement {
        version: 1,
        dossier_hash,
        level: "tốt".into(),
        feasibility: "cao".into(),
        remarks: String::new(),
        by: String::new(),
    };
    screening::confirm(tx, head, entry, &said, received).map_err(|s| stop("confirm", format!("{s:?}")))?;
    Ok(())
}

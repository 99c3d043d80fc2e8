//! `sangkien verify result.pkg`: recomputes a result offline and says in words what holds and what does not. The proof of a receipt
//! (`receipt-proof.json`) is checked by the same command.

use anyhow::{Context, bail};
use app::audit::receipt::{self, Receipt};
use app::awards::package::MOST_BYTES;
use app::awards::verify::{Finding, verify};
use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use web::{Lang, T};

#[derive(clap::Args)]
pub struct Verify {
    /// The package, as the office published it; or the proof of a receipt.
    package: PathBuf,
    /// The installation's public key, as it is printed on its papers; without it the package's own key is taken.
    #[arg(long)]
    key: Option<String>,
    /// In which language: vi or en.
    #[arg(long, default_value = "vi", value_parser = ["vi", "en"])]
    lang: String,
}

impl Verify {
    pub fn run(self) -> anyhow::Result<()> {
        let file = File::open(&self.package)
            .with_context(|| format!("{} cannot be opened", self.package.display()))?;
        let mut bytes = vec![];
        file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).context("it cannot be read")?;
        if bytes.len() > MOST_BYTES {
            bail!("{} is larger than any package", self.package.display());
        }
        let t = T::new(if self.lang == "en" { Lang::En } else { Lang::Vi });
        if bytes.starts_with(b"{") {
            return self.receipt(t, &bytes);
        }
        let report = verify(&bytes, self.key.as_deref());
        let mut out = std::io::stdout().lock();
        if !report.contest.is_empty() {
            writeln!(out, "{}", report.contest)?;
            let counts = [
                ("entries", report.entries.into()),
                ("sheets", report.sheets.into()),
                ("prizes", report.prizes.into()),
            ];
            writeln!(out, "{}", t.a("verify-counts", &counts))?;
        }
        for finding in &report.findings {
            writeln!(out, "{}", said(t, finding))?;
        }
        if self.key.is_none() && !report.key.is_empty() {
            writeln!(out, "{}", t.a1("verify-own-key", "key", &report.key))?;
        }
        writeln!(out, "{}", t.s(if report.holds() { "verify-all" } else { "verify-not-all" }))?;
        if report.holds() { Ok(()) } else { bail!("{} does not hold", self.package.display()) }
    }

    /// The proof that the log holds a handing in.
    fn receipt(&self, t: T, bytes: &[u8]) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        match receipt::open(bytes, self.key.as_deref()) {
            Ok(Receipt { line, at, key }) => {
                writeln!(out, "{}", t.a2("verify-receipt-yes", "seq", line.seq, "size", at.size))?;
                writeln!(out, "{} {}", line.event, line.facts)?;
                if self.key.is_none() {
                    writeln!(out, "{}", t.a1("verify-own-key", "key", &key))?;
                }
                Ok(())
            }
            Err(place) => {
                writeln!(out, "{}", t.a1("verify-receipt-no", "place", &place))?;
                bail!("{} does not hold", self.package.display())
            }
        }
    }
}

fn said(t: T, finding: &Finding) -> String {
    let check = finding.check.word();
    match finding.holds {
        Some(true) => t.a1("verify-yes", "what", t.s(&format!("verify-check-{check}"))),
        None => t.a1("verify-unknown", "what", t.s(&format!("verify-check-{check}"))),
        Some(false) => {
            let why = t.s(&format!("verify-wrong-{check}")).into_owned();
            t.a2("verify-no", "why", why, "place", &finding.place)
        }
    }
}

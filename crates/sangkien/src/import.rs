//! `sangkien import`: a new contest from a folder of files: its units, rules and panel. Entries and marks come by the pages.

use crate::{Place, rehearse};
use anyhow::bail;
use app::act::Stop;
use app::clock::Clock;
use app::people::import_units::UnitInput;
use domain::actor::Actor;
use domain::contest::QuotaStrength;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Import {
    #[command(flatten)]
    place: Place,
    /// The folder with contest.json and units.csv (its other files are checked and left alone).
    #[arg(long)]
    contest: PathBuf,
    /// Says what would be made and changes nothing.
    #[arg(long)]
    preview: bool,
}

impl Import {
    pub fn run(self) -> anyhow::Result<()> {
        let (folder, rules) = rehearse::read(&self.contest)?;
        let units: Vec<(UnitInput, QuotaStrength)> =
            folder.units.iter().map(|u| (rehearse::unit_input(u), rehearse::strength(u.quota))).collect();
        println!(
            "{}: {} – {} units, {} criteria",
            rules.code,
            rules.name,
            units.len(),
            rules.judging.criteria.len()
        );
        if self.preview {
            return Ok(());
        }
        let opened = self.place.open()?;
        let now = Clock::system().now();
        let made = opened.db.write_blocking(move |tx| {
            let rows: Vec<UnitInput> = units.iter().map(|(u, _)| u.clone()).collect();
            app::people::import_units(tx, &Actor::System, &rows, "", now)
                .map_err(|stop| stop.map(|r| format!("{r:?}")))?;
            let mut quotas = Vec::new();
            for (u, quota) in &units {
                let found = app::people::unit_by_code(tx, &u.code)?.ok_or(Stop::NotFound)?;
                quotas.push((found.id, *quota));
            }
            app::contest::create(tx, &Actor::System, &folder.contest_text, &quotas, now)
                .map_err(|stop| stop.map(|r| format!("{r:?}")))
        });
        match made {
            Ok(_) => println!("made, as a draft: name its organiser and announce it on the pages"),
            Err(Stop::Refused(reasons)) => bail!("nothing was made:\n{}", reasons.join("\n")),
            Err(stop) => bail!("nothing was made: {stop:?}"),
        }
        Ok(())
    }
}

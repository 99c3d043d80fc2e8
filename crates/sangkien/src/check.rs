//! `sangkien check`: whether an installation is whole.

use crate::Place;
use anyhow::{Context, bail};
use app::awards::Recomputed;
use app::db::Db;

#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    place: Place,
}

impl Check {
    pub fn run(self) -> anyhow::Result<()> {
        let db = Db::open_to_read(&self.place.config()).context("the database cannot be opened")?;
        let broken = db.check().context("the database cannot be checked")?;
        for line in &broken {
            println!("{line}");
        }
        if !broken.is_empty() {
            bail!("{} faults found", broken.len());
        }
        println!("database: whole");
        let head = db.read_blocking(app::audit::verify).context("the audit log cannot be read")?;
        match head {
            Ok(head) => println!("audit log: {} lines, unbroken, head {}", head.seq, head.hex()),
            Err(broken) => bail!("the audit log is broken: {broken:?}"),
        }
        let contests = db.read_blocking(|tx| {
            let all = app::contest::store::list(tx)?;
            all.into_iter()
                .map(|c| Ok((c.code, app::awards::recompute(tx, c.id)?)))
                .collect::<Result<Vec<_>, app::db::DbFault>>()
        })?;
        let mut wrong = 0;
        for (code, found) in contests {
            match found {
                Recomputed::NothingFrozen => println!("{code}: no standings yet"),
                Recomputed::Same => println!("{code}: standings computed again, the same"),
                Recomputed::OtherSheets | Recomputed::OtherStandings => {
                    println!("{code}: the standings are not what the signed sheets say ({found:?})");
                    wrong += 1;
                }
            }
        }
        if wrong > 0 {
            bail!("{wrong} contests with wrong standings");
        }
        Ok(())
    }
}

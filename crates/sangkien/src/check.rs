//! `sangkien check`: whether an installation is whole.

use crate::Place;
use crate::content_place::ContentPlace;
use anyhow::{Context, bail};
use app::awards::Recomputed;
use app::db::Db;
use app::files::Contents;
use app::files::contents::Condition;

#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    contents: ContentPlace,
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
        files(&db, &self.contents.open_by_hand(&self.place.data)?)?;
        for line in
            db.read_blocking(app::files::verdict::report).context("the scanner's verdicts cannot be read")?
        {
            println!("{line}");
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

/// Every content that some row speaks of lies where it has to last and still has its hash. Reads all of them.
fn files(db: &Db, contents: &Contents) -> anyhow::Result<()> {
    let all = db.read_blocking(app::files::store::all).context("the list of files cannot be read")?;
    let mut wrong = 0;
    for (hash, _) in &all {
        let condition = contents.condition(hash)?;
        if condition != Condition::Whole {
            println!("file {}: {condition:?}", data_encoding::HEXLOWER.encode(hash));
            wrong += 1;
        }
    }
    if wrong > 0 {
        bail!("{wrong} of {} files missing or changed", all.len());
    }
    println!(
        "files: {}, whole, {}",
        all.len(),
        if contents.has_store() { "in the store" } else { "on the disk" }
    );
    Ok(())
}

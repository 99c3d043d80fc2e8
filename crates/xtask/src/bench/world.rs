//! What several parts share: the seeded installation on each engine, made once per bench and only when a part asks for it.

use super::seed::{self, Seeded, Size};
use anyhow::Context;
use app::db::{Db, DbConfig};
use app::keys::Keys;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A data folder with everything in it, closed: whoever wants it opens it.
pub struct World {
    pub data: PathBuf,
    pub config: DbConfig,
    /// Of the database, when it is on a server.
    pub url: Option<String>,
    pub seeded: Seeded,
    /// How many drafts have been handed in.
    used: usize,
}

impl World {
    /// Makes and fills a data folder; the database is in it, or on a server when `url` names one.
    pub fn make(size: Size, data: &Path, url: Option<&str>) -> anyhow::Result<World> {
        let began = Instant::now();
        std::fs::create_dir_all(data)?;
        let config = match url {
            Some(url) => DbConfig::parse(url),
            None => DbConfig::parse(&data.join("sangkien.db").to_string_lossy()),
        };
        let db = Db::open(&config)?;
        db.migrate(seed::now().0 - 100 * 86_400_000)?;
        let seeded = seed::seed(&db, &Keys::of_folder(data)?, size).context("while making the contests")?;
        eprintln!(
            "    made {} entries, {} sheets, {} drafts twice over in {:.0} s",
            size.entries,
            size.entries * seed::SHEETS_EACH,
            size.drafts,
            began.elapsed().as_secs_f32()
        );
        Ok(World { data: data.to_owned(), config, url: url.map(str::to_owned), seeded, used: 0 })
    }

    /// So many drafts that nobody has handed in yet.
    pub fn take_drafts(&mut self, count: usize) -> anyhow::Result<std::ops::Range<usize>> {
        let range = self.used..self.used + count;
        anyhow::ensure!(range.end <= self.seeded.drafts.len(), "too few drafts were prepared");
        self.used = range.end;
        Ok(range)
    }
}

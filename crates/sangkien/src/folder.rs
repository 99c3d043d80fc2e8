//! The data folder of an installation, and the database in or behind it.

use crate::Place;
use anyhow::Context;
use app::clock::Clock;
use app::db::{Db, DbConfig};
use app::keys::Keys;
use std::path::{Path, PathBuf};

/// An installation with its database open and its schema up to date.
pub struct Opened {
    pub dir: PathBuf,
    pub db: Db,
    pub keys: Keys,
}

impl Place {
    pub fn config(&self) -> DbConfig {
        match &self.database {
            Some(url) => DbConfig::parse(url),
            None => DbConfig::parse(&self.data.join("sangkien.db").to_string_lossy()),
        }
    }

    /// Makes the folder if need be, opens the database, brings its schema up to date.
    pub fn open(&self) -> anyhow::Result<Opened> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("{} cannot be made", self.data.display()))?;
        let db = Db::open(&self.config()).context("the database cannot be opened")?;
        for step in
            db.migrate(Clock::system().now().0).context("the database cannot be brought up to date")?
        {
            tracing::info!(step, "database brought up to date");
        }
        let keys = Keys::of_folder(&self.data)?;
        db.use_keys(&keys);
        Ok(Opened { dir: self.data.clone(), keys, db })
    }
}

/// The folder of stored files within a data folder.
pub fn files(dir: &Path) -> PathBuf {
    dir.join("files")
}

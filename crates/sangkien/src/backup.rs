//! `sangkien backup` and `restore`: a consistent copy while the site runs, and the way back.

use crate::{Place, folder};
use anyhow::{Context, bail};
use app::db::{Db, DbConfig};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// A folder that does not exist yet.
    #[arg(long)]
    to: PathBuf,
    /// Copies no files: those of a store are kept by the store's own copies.
    #[arg(long)]
    without_files: bool,
}

impl Backup {
    pub fn run(self) -> anyhow::Result<()> {
        let DbConfig::Sqlite { .. } = self.place.config() else {
            bail!("a PostgreSQL database is copied with pg_dump; this command copies the embedded one");
        };
        fs::create_dir(&self.to).with_context(|| format!("{} cannot be made", self.to.display()))?;
        let db = Db::open_to_read(&self.place.config()).context("the database cannot be opened")?;
        db.backup_to(&self.to.join("sangkien.db")).context("the database cannot be copied")?;
        // Files never change once they are stored, so a copy made after the database holds everything it names.
        let copied = match self.without_files {
            true => 0,
            false => copy_new(&folder::files(&self.place.data), &folder::files(&self.to))?,
        };
        fs::copy(self.place.data.join("secret.key"), self.to.join("secret.key"))
            .context("the secret key cannot be copied")?;
        println!("database and {copied} files copied to {}", self.to.display());
        Ok(())
    }
}

#[derive(clap::Args)]
pub struct Restore {
    /// The folder of a backup.
    #[arg(long)]
    from: PathBuf,
    /// A folder that does not exist yet.
    #[arg(long)]
    data: PathBuf,
}

impl Restore {
    pub fn run(self) -> anyhow::Result<()> {
        fs::create_dir(&self.data).with_context(|| format!("{} cannot be made", self.data.display()))?;
        for name in ["sangkien.db", "secret.key"] {
            fs::copy(self.from.join(name), self.data.join(name))
                .with_context(|| format!("{name} cannot be copied"))?;
        }
        copy_new(&folder::files(&self.from), &folder::files(&self.data))?;
        let opened = Place { data: self.data.clone(), database: None }.open()?;
        let broken = opened.db.check().context("the database cannot be checked")?;
        if let Some(first) = broken.first() {
            bail!("the restored database is not whole: {first}");
        }
        println!("restored to {}", self.data.display());
        Ok(())
    }
}

/// Copies every file that is not there yet, and says how many.
fn copy_new(from: &Path, to: &Path) -> anyhow::Result<usize> {
    if !from.is_dir() {
        return Ok(0);
    }
    fs::create_dir_all(to)?;
    let mut copied = 0;
    for entry in from.read_dir()? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copied += copy_new(&entry.path(), &target)?;
        } else if !target.exists() {
            fs::copy(entry.path(), &target)?;
            copied += 1;
        }
    }
    Ok(copied)
}

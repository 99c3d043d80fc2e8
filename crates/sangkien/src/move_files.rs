//! `sangkien files`: moves the contents of files between the disk and a store. What is there already is passed over, so a run that
//! broke off is simply begun again; nothing is deleted on either side.

use crate::Place;
use crate::content_place::ContentPlace;
use anyhow::{Context, bail};
use app::db::Db;
use app::files::{Contents, store};
use std::time::{Duration, Instant};

/// Between two lines that say how far it is.
const TOLD: Duration = Duration::from_secs(5);

#[derive(clap::Args)]
pub struct Files {
    /// Where to.
    #[command(subcommand)]
    way: Way,
}

#[derive(clap::Subcommand)]
enum Way {
    /// Sends every content from the data folder to the store, and reads back what was sent.
    ToStore(From),
    /// Fetches every content from the store into the data folder.
    ToDisk(From),
}

#[derive(clap::Args)]
struct From {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    contents: ContentPlace,
}

impl Files {
    pub fn run(self) -> anyhow::Result<()> {
        let (from, verb): (From, fn(&Contents, &[u8; 32]) -> anyhow::Result<bool>) = match self.way {
            Way::ToStore(from) => (from, Contents::move_to_store),
            Way::ToDisk(from) => (from, Contents::move_to_disk),
        };
        if !from.contents.is_store() {
            bail!("name the store: --s3-endpoint and --s3-bucket");
        }
        let db = Db::open_to_read(&from.place.config()).context("the database cannot be opened")?;
        let contents = from.contents.open_by_hand(&from.place.data)?;
        let all = db.read_blocking(store::all).context("the list of files cannot be read")?;
        let (mut moved, mut failed, mut bytes, mut told) = (0, 0, 0, Instant::now());
        for (done, (hash, size)) in all.iter().enumerate() {
            match verb(&contents, hash) {
                Ok(true) => {
                    moved += 1;
                    bytes += size;
                }
                Ok(false) => {}
                Err(why) => {
                    failed += 1;
                    println!("{}: {why:#}", data_encoding::HEXLOWER.encode(hash));
                }
            }
            if told.elapsed() > TOLD {
                told = Instant::now();
                println!("{} of {}, {} MB moved", done + 1, all.len(), bytes / 1_000_000);
            }
        }
        println!(
            "{} contents: {moved} moved ({bytes} bytes), {} were there",
            all.len(),
            all.len() - moved - failed
        );
        if failed > 0 {
            bail!("{failed} contents could not be moved");
        }
        Ok(())
    }
}

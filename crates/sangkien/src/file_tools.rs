//! The programs outside that work on files, where this machine has them: ffmpeg for light copies of videos, clamd against viruses.

use anyhow::Context;
use app::files::clamd::Clamd;
use app::files::ffmpeg::Ffmpeg;
use app::files::scanner::Scanner;
use app::files::setting::{self, Setting};
use app::files::{light, lighten};
use app::jobs::Worker;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinHandle;

#[derive(clap::Args)]
pub struct FileTools {
    /// ffmpeg, which makes light copies of videos; without it the one on the search path, where there is one.
    #[arg(long, env = "SANGKIEN_FFMPEG")]
    ffmpeg: Option<PathBuf>,
    /// Makes no light copies of videos though ffmpeg is there.
    #[arg(long, env = "SANGKIEN_NO_LIGHT_COPIES")]
    no_light_copies: bool,
    /// The scanner of viruses: `tcp:HOST:PORT` or `unix:/PATH` of clamd. A file is given to nobody before it was found clean.
    #[arg(long, env = "SANGKIEN_CLAMD")]
    clamd: Option<Clamd>,
}

/// What runs beside the site.
pub struct Running {
    stop: Vec<Arc<AtomicBool>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Gives up what is in hand; it is done after the next start.
    pub fn end(self) {
        for stop in &self.stop {
            stop.store(true, Ordering::Relaxed);
        }
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl FileTools {
    /// Tells the installation what is there and starts what works on files.
    pub async fn start(self, state: &web::AppState) -> anyhow::Result<Running> {
        let mut running = Running { stop: Vec::new(), tasks: Vec::new() };
        let ffmpeg = match (self.no_light_copies, &self.ffmpeg) {
            (true, _) => None,
            (false, configured) => {
                let found = Ffmpeg::find(configured.as_deref());
                if let (Some(path), None) = (configured, &found) {
                    anyhow::bail!("{} is no ffmpeg that makes H.264 and AAC", path.display());
                }
                found
            }
        };
        let setting = Setting { light: ffmpeg.is_some(), scan: self.clamd.is_some() };
        let now = state.clock.now();
        let told = state.db.write(move |tx| {
            setting::save(tx, setting)?;
            light::ask_missing(tx, now)
        });
        let asked = told.await.context("what is done with files cannot be noted")?;
        tracing::info!(light = setting.light, asked, "copies of videos");
        if let Some(ffmpeg) = ffmpeg {
            running.stop.push(ffmpeg.stopper());
            let (files, clock) = (state.files.clone(), state.clock.clone());
            let worker = Worker::new(state.db.clone(), clock.clone())
                .with(light::KIND, move |db, job| lighten::run(&ffmpeg, &files, &clock, db, job));
            running.tasks.push(tokio::spawn(worker.run()));
        }
        if let Some(clamd) = self.clamd {
            let scanner = Scanner::new(state.db.clone(), state.clock.clone(), clamd, state.files.clone());
            running.tasks.push(tokio::spawn(scanner.run()));
        }
        Ok(running)
    }
}

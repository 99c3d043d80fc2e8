//! The job that makes light copies: takes a video that waits, has the copies made, keeps what came of it.

use super::contents::Contents;
use super::ffmpeg::{Ffmpeg, Unmade};
use super::light;
use crate::clock::Clock;
use crate::db::Db;
use crate::jobs::{self, Job, JobFault};
use domain::ids::FileId;

/// After so many tries a fault of our own machine counts as the video's.
const TRIES: i64 = 4;

/// Does one job of the kind [`light::KIND`]. Blocking, for long.
pub fn run(ffmpeg: &Ffmpeg, files: &Contents, clock: &Clock, db: &Db, job: &Job) -> Result<(), JobFault> {
    let file = FileId(job.payload.parse().map_err(|_| JobFault::Never("no content".to_owned()))?);
    let Some(of) = db.read_blocking(move |tx| light::waiting(tx, file))? else { return Ok(()) };
    let go_on = || {
        let (job, now) = (job.clone(), clock.now());
        // A fault of the database here is met again when the result is kept.
        db.write_blocking(move |tx| jobs::progress(tx, &job, 0, now)).unwrap_or(true)
    };
    let failed = |why: String| {
        let now = clock.now();
        tracing::warn!(file = file.0, why, "no light copy of a video");
        db.write_blocking(move |tx| light::save_failed(tx, file, &why, now)).map_err(JobFault::from)
    };
    let made = files.local(&of.sha256).and_then(|film| ffmpeg.make(files, film.path(), &of, go_on));
    match made {
        Ok(Ok(made)) => {
            let now = clock.now();
            Ok(db.write_blocking(move |tx| {
                light::save_done(tx, file, made.poster.as_ref(), made.light.as_ref(), now)
            })?)
        }
        Ok(Err(Unmade::Never(why))) => failed(why),
        Ok(Err(Unmade::Stopped)) => Err(JobFault::Later("stopped".to_owned())),
        Err(fault) if job.tries >= TRIES => failed(format!("{fault:#}")),
        Err(fault) => Err(JobFault::Later(format!("{fault:#}"))),
    }
}

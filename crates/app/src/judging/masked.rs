//! Files of entries as judges of a blind contest read them: a cleaned copy, made at the first asking and kept; or nothing, until the
//! secretary has looked at the file and gives it out.

use super::masked_store::{self, AttachedFile, CopyState};
use super::{blind, store};
use crate::act::Stop;
use crate::db::{DbFault, Tx};
use crate::files::clean::{self, Unclean};
use crate::files::store::NamedFile;
use crate::files::{self, Contents, Kept};
use crate::record::{actor_text, record};
use anyhow::Context;
use domain::actor::Actor;
use domain::entry::draft::MAX_FILE_BYTES;
use domain::entry::mask::Secrets;
use domain::ids::{ContestId, EntryId};
use domain::judging::masked::ReleaseFileRefusal;
use domain::judging::{JudgingEvent, access};
use domain::text;
use domain::time::Instant;
use std::convert::Infallible;

/// What somebody gets who asks for a file of an entry.
#[derive(Debug, Clone)]
pub enum Given {
    File(NamedFile),
    /// Make the copy first: [`make`], then [`save`], then ask again.
    Make(Box<Job>),
    Withheld(Unclean),
}

/// A copy to be made.
#[derive(Debug, Clone)]
pub struct Job {
    pub of: AttachedFile,
    secrets: Secrets,
}

/// The file itself for those who may see the entry; the copy for a judge of a blind contest.
pub fn open(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    version: i64,
    position: i64,
    now: Instant,
) -> Result<Given, Stop<Infallible>> {
    match files::open(tx, actor, entry, version, position, now) {
        Ok(file) => return Ok(Given::File(file)),
        Err(Stop::NotFound) => {}
        Err(stop) => return Err(stop),
    }
    let row = crate::entry::store::find(tx, entry)?.ok_or(Stop::NotFound)?;
    let subject = crate::entry::store::subject_for(tx, actor, &row)?;
    domain::entry::access::see_masked(actor, &subject).map_err(|_| Stop::NotFound)?;
    let of = masked_store::find_file(tx, entry, version, position)?.ok_or(Stop::NotFound)?;
    Ok(match &of.copy {
        Some(CopyState::Withheld(why)) => Given::Withheld(*why),
        Some(CopyState::Released(_)) => Given::File(NamedFile { name: number(&of), ..of.source.clone() }),
        Some(CopyState::Clean { sha256, bytes }) => Given::File(NamedFile {
            name: number(&of),
            sha256: *sha256,
            bytes: *bytes,
            media_type: of.source.media_type,
        }),
        None => Given::Make(Box::new(Job { secrets: blind::secrets_of(tx, entry)?, of })),
    })
}

/// Names tell: a file has the number of its place.
fn number(of: &AttachedFile) -> String {
    format!("{}.{}", of.position + 1, of.source.media_type.extension())
}

/// Makes the copy and keeps it on the disk. Blocking.
pub fn make(contents: &Contents, job: &Job) -> anyhow::Result<Result<Kept, Unclean>> {
    // A copy is made in memory and kept as one piece.
    if job.of.source.bytes > MAX_FILE_BYTES {
        return Ok(Err(Unclean::TooLarge));
    }
    let source = contents.local(&job.of.source.sha256)?;
    let name = || format!("{} cannot be read", source.path().display());
    let bytes = std::fs::read(source.path()).with_context(name)?;
    match clean::clean(job.of.source.media_type, &bytes, &job.secrets) {
        Err(why) => Ok(Err(why)),
        // What comes out must be what it was; else the cleaner was led astray.
        Ok(copy) => match contents.keep(&number(&job.of), &copy[..])? {
            Ok(kept) if kept.media_type == job.of.source.media_type => Ok(Ok(kept)),
            Ok(_) | Err(_) => Ok(Err(Unclean::Broken)),
        },
    }
}

/// Keeps what became of the copy.
pub fn save(tx: &mut Tx, job: &Job, made: Result<Kept, Unclean>, now: Instant) -> Result<(), DbFault> {
    let made = match made {
        Ok(kept) => {
            let file = files::store::ensure(tx, &kept, now)?;
            files::light::ask(tx, file, kept.media_type, now)?;
            Ok(file)
        }
        Err(why) => Err(why),
    };
    masked_store::save_copy(tx, &job.of, made, now)
}

/// All files of a contest with what became of their copies, for those who run it.
pub fn list(tx: &mut Tx, actor: &Actor, contest: ContestId) -> Result<Vec<AttachedFile>, Stop<Infallible>> {
    access::run_round(actor, contest)?;
    Ok(masked_store::list_files(tx, contest)?)
}

/// The copies that nobody has asked for yet, at most so many.
pub fn waiting(
    tx: &mut Tx,
    actor: &Actor,
    contest: ContestId,
    most: usize,
) -> Result<Vec<Job>, Stop<Infallible>> {
    let files = list(tx, actor, contest)?;
    let mut secrets = blind::all_secrets(tx, contest)?;
    let waiting = files.into_iter().filter(|f| f.copy.is_none()).take(most);
    let job = |of: AttachedFile| Job { secrets: secrets.entry(of.entry).or_default().clone(), of };
    Ok(waiting.map(job).collect())
}

/// Gives a withheld file out as it came, with the reason of whoever looked at it.
pub fn release_file(
    tx: &mut Tx,
    actor: &Actor,
    entry: EntryId,
    version: i64,
    position: i64,
    reason: &str,
    now: Instant,
) -> Result<ContestId, Stop<ReleaseFileRefusal>> {
    tx.lock_row("entry", entry.0)?;
    let (contest, _) = store::find_entry(tx, entry)?.ok_or(Stop::NotFound)?;
    access::run_round(actor, contest)?;
    let of = masked_store::find_file(tx, entry, version, position)?.ok_or(Stop::NotFound)?;
    let reason = text::clean(reason);
    let withheld = matches!(of.copy, Some(CopyState::Withheld(_)));
    domain::judging::masked::release(withheld, &reason)?;
    masked_store::save_released(tx, &of, &actor_text(actor), &reason, now)?;
    let number = of.position + 1;
    record(tx, actor, Some(contest), JudgingEvent::FileReleased { entry, number, reason }, now)?;
    Ok(contest)
}

//! Where contents are kept: on this disk, or in a store that speaks S3 with this disk as its hall.
//!
//! ```text
//! arriving ─► disk, whole and synced ─► store has it ─► the row in the database     (keep, adopt)
//! asked for ─► disk, or fetched from the store, its hash looked at ─► disk          (local)
//! ```
//!
//! With a store a content counts only when the store has it: what lies on this disk may be lost, and goes when room is needed.
//! Source: ours, ADR-0013.

use super::cache::{self, Cache, Local};
use super::disk::{self, KeepRefusal, Kept};
use super::s3::{PIECE, S3, StoreFault};
use anyhow::Context;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The contents of an installation.
#[derive(Clone)]
pub struct Contents {
    dir: Arc<Path>,
    store: Option<Arc<Store>>,
}

struct Store {
    s3: S3,
    cache: Arc<Cache>,
    /// Found changed in the store: put there again when somebody brings them.
    changed: Mutex<HashSet<[u8; 32]>>,
}

/// How a content is that the database speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Whole,
    Missing,
    Changed,
}

impl Contents {
    pub fn on_disk(data_dir: &Path) -> Contents {
        Contents { dir: data_dir.into(), store: None }
    }

    /// At most `most` bytes of what the store holds lie on this disk too; `None`: nothing is cleared away. Blocking.
    pub fn in_store(data_dir: &Path, s3: S3, most: Option<u64>) -> anyhow::Result<Contents> {
        let cache = Arc::new(Cache::of_folder(data_dir, most)?);
        let store = Store { s3, cache, changed: Mutex::default() };
        Ok(Contents { dir: data_dir.into(), store: Some(Arc::new(store)) })
    }

    pub(super) fn data_dir(&self) -> &Path {
        &self.dir
    }

    pub fn has_store(&self) -> bool {
        self.store.is_some()
    }

    /// Keeps a content. `Ok(Err(…))` is the person's matter, `Err` the operator's. Blocking.
    pub fn keep(&self, file_name: &str, content: impl Read) -> anyhow::Result<Result<Kept, KeepRefusal>> {
        self.then_store(disk::keep(&self.dir, file_name, content)?)
    }

    /// Keeps a content that lies complete on this disk already; `part` stays where it is. Blocking; reads all of it.
    pub fn adopt(&self, part: &Path, file_name: &str) -> anyhow::Result<Result<Kept, KeepRefusal>> {
        self.then_store(disk::adopt(&self.dir, part, file_name)?)
    }

    fn then_store(&self, kept: Result<Kept, KeepRefusal>) -> anyhow::Result<Result<Kept, KeepRefusal>> {
        if let (Some(store), Ok(kept)) = (&self.store, &kept) {
            store.send(&self.dir, &kept.sha256)?;
            store.fit(&self.dir);
        }
        Ok(kept)
    }

    /// The content on this disk, fetched where it is not; it stays as long as the answer. Blocking, for as long as a fetch takes.
    pub fn local(&self, sha256: &[u8; 32]) -> anyhow::Result<Local> {
        let Some(store) = &self.store else { return Ok(Local::on_disk(disk::path_of(&self.dir, sha256))) };
        if let Some(local) = store.cache.find(&self.dir, sha256) {
            return Ok(local);
        }
        let local = {
            let _busy = store.cache.alone(sha256);
            match store.cache.find(&self.dir, sha256) {
                Some(local) => local,
                None => store.fetch(&self.dir, sha256)?,
            }
        };
        store.fit(&self.dir);
        Ok(local)
    }

    /// The content, if it lies on this disk or is small enough to be fetched at once. What is not is read piece by piece. Blocking.
    pub fn local_if_small(&self, sha256: &[u8; 32], bytes: u64) -> anyhow::Result<Option<Local>> {
        match &self.store {
            Some(store) if bytes > PIECE as u64 => Ok(store.cache.find(&self.dir, sha256)),
            _ => self.local(sha256).map(Some),
        }
    }

    /// At most so many bytes of a content from the store, from `from` on. Its hash cannot be looked at. Blocking.
    pub fn piece(&self, sha256: &[u8; 32], from: u64, length: u64) -> anyhow::Result<Vec<u8>> {
        let store = self.store.as_ref().context("there is no store of files")?;
        Ok(store.s3.read(sha256, from, length)?)
    }

    /// Somebody who read all of it in pieces found another hash.
    pub fn found_changed(&self, sha256: &[u8; 32]) -> StoreFault {
        let fault = StoreFault::Changed(data_encoding::HEXLOWER.encode(sha256));
        if let Some(store) = &self.store {
            store.changed.lock().unwrap_or_else(PoisonError::into_inner).insert(*sha256);
        }
        tracing::error!(%fault, "a content is damaged");
        fault
    }

    /// Whether a content is where it has to last, and what its hash says. Blocking; reads all of it.
    pub fn condition(&self, sha256: &[u8; 32]) -> anyhow::Result<Condition> {
        let Some(store) = &self.store else {
            return Ok(
                match (disk::path_of(&self.dir, sha256).exists(), disk::is_whole(&self.dir, sha256)?) {
                    (_, true) => Condition::Whole,
                    (true, false) => Condition::Changed,
                    (false, false) => Condition::Missing,
                },
            );
        };
        match store.read_all(sha256, |_| Ok(())) {
            Ok(_) => Ok(Condition::Whole),
            Err(why) => match why.downcast_ref() {
                Some(StoreFault::Missing(_)) => Ok(Condition::Missing),
                Some(StoreFault::Changed(_)) => Ok(Condition::Changed),
                _ => Err(why),
            },
        }
    }

    /// Takes a content away from the disk and from the store. Blocking.
    pub fn remove(&self, sha256: &[u8; 32]) -> anyhow::Result<()> {
        let Some(store) = &self.store else { return cache::remove(&self.dir, sha256) };
        let _busy = store.cache.alone(sha256);
        store.s3.remove(sha256)?;
        store.cache.remove(&self.dir, sha256)
    }

    /// Sends a content that lies on this disk to the store and reads it back; `false` where the store had it. Blocking.
    pub fn move_to_store(&self, sha256: &[u8; 32]) -> anyhow::Result<bool> {
        let store = self.store.as_ref().context("there is no store of files")?;
        let sent = store.send(&self.dir, sha256)?;
        if sent {
            store.read_all(sha256, |_| Ok(()))?;
        }
        Ok(sent)
    }

    /// Fetches a content from the store to this disk; `false` where it lay there. Blocking.
    pub fn move_to_disk(&self, sha256: &[u8; 32]) -> anyhow::Result<bool> {
        if disk::is_whole(&self.dir, sha256)? {
            return Ok(false);
        }
        let store = self.store.as_ref().context("there is no store of files")?;
        let _busy = store.cache.alone(sha256);
        store.fetch(&self.dir, sha256)?;
        Ok(true)
    }
}

impl Store {
    /// The store has what lies on this disk under that hash; `true` where it had to be sent.
    fn send(&self, dir: &Path, sha256: &[u8; 32]) -> anyhow::Result<bool> {
        let _busy = self.cache.alone(sha256);
        let local = self.cache.hold(dir, sha256);
        let name = || format!("{} cannot be read", local.path().display());
        let file = File::open(local.path()).with_context(name)?;
        let bytes = file.metadata().with_context(name)?.len();
        let is_changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner).contains(sha256);
        let sent = is_changed || self.s3.size_of(sha256)? != Some(bytes);
        if sent {
            self.s3.put(sha256, file, bytes)?;
            self.changed.lock().unwrap_or_else(PoisonError::into_inner).remove(sha256);
        }
        self.cache.add(sha256, bytes, SystemTime::now());
        self.cache.is_in_store(sha256);
        Ok(sent)
    }

    fn fetch(&self, dir: &Path, sha256: &[u8; 32]) -> anyhow::Result<Local> {
        let local = self.cache.hold(dir, sha256);
        let bytes = disk::fill(dir, sha256, |file| {
            self.read_all(sha256, |piece| file.write_all(piece).context("a file cannot be written"))
        })?;
        self.cache.add(sha256, bytes, SystemTime::now());
        self.cache.is_in_store(sha256);
        Ok(local)
    }

    /// Reads a content piece by piece and says how long it is. A fault where it is not what its name says: what was given before
    /// is of no worth then.
    fn read_all(
        &self,
        sha256: &[u8; 32],
        mut give: impl FnMut(&[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<u64> {
        let name = || data_encoding::HEXLOWER.encode(sha256);
        let bytes = self.s3.size_of(sha256)?.ok_or_else(|| StoreFault::Missing(name()))?;
        let (mut sha, mut at) = (Sha256::new(), 0);
        while at < bytes {
            let piece = self.s3.read(sha256, at, bytes - at)?;
            sha.update(&piece);
            give(&piece)?;
            at += piece.len() as u64;
        }
        let found: [u8; 32] = sha.finalize().into();
        if found != *sha256 {
            self.changed.lock().unwrap_or_else(PoisonError::into_inner).insert(*sha256);
            return Err(StoreFault::Changed(name()).into());
        }
        Ok(bytes)
    }

    /// Room is made after a content has come; that it could not be is no fault of the content's.
    fn fit(&self, dir: &Path) {
        let fitted = self.cache.fit(dir, |hash, bytes| Ok(self.s3.size_of(hash)? == Some(bytes)));
        if let Err(why) = fitted {
            tracing::warn!(why = format!("{why:#}"), "contents on this disk cannot be cleared away");
        }
    }
}

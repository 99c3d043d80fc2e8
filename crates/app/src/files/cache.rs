//! Which contents of a store lie on this disk too: at most so many bytes, the least lately used go first, never one that somebody
//! reads here, never one that the store does not hold.

use super::disk;
use anyhow::Context;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

type Hash = [u8; 32];

/// How long another's work on the same content is waited for before it is looked at again.
const LOOK: Duration = Duration::from_secs(5);

pub(super) struct Cache {
    /// In bytes; `None`: nothing goes.
    most: Option<u64>,
    state: Mutex<State>,
    free: Condvar,
}

#[derive(Default)]
struct State {
    there: HashMap<Hash, There>,
    bytes: u64,
    /// Read here by so many.
    used: HashMap<Hash, u32>,
    /// On the way to the store or from it.
    busy: HashSet<Hash>,
    /// The store does not hold these: they have to be moved there, or nobody speaks of them.
    only_here: HashSet<Hash>,
}

struct There {
    bytes: u64,
    used_at: SystemTime,
}

/// A content on this disk, which stays as long as this value.
pub struct Local {
    path: PathBuf,
    cache: Option<(Arc<Cache>, Hash)>,
}

impl Local {
    pub(super) fn on_disk(path: PathBuf) -> Local {
        Local { path, cache: None }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        let Some((cache, hash)) = &self.cache else { return };
        let mut state = cache.state();
        match state.used.get_mut(hash) {
            Some(n) if *n > 1 => *n -= 1,
            _ => drop(state.used.remove(hash)),
        }
    }
}

/// The only one who moves a content, until this value ends.
pub(super) struct Busy {
    cache: Arc<Cache>,
    hash: Hash,
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.cache.state().busy.remove(&self.hash);
        self.cache.free.notify_all();
    }
}

impl Cache {
    /// Looks what lies in the folder. Blocking.
    pub fn of_folder(data_dir: &Path, most: Option<u64>) -> anyhow::Result<Cache> {
        let mut state = State::default();
        let files = data_dir.join("files");
        let folders = match fs::read_dir(&files) {
            Ok(list) => list.collect::<Result<Vec<_>, _>>()?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(e) => return Err(e).with_context(|| format!("{} cannot be read", files.display())),
        };
        for folder in folders.iter().filter(|f| f.file_name().len() == 2) {
            for item in fs::read_dir(folder.path())? {
                let item = item?;
                let name = item.file_name();
                let hash = data_encoding::HEXLOWER.decode(name.as_encoded_bytes()).ok();
                let Some(hash) = hash.and_then(|h| Hash::try_from(h).ok()) else { continue };
                let about = item.metadata()?;
                state.bytes += about.len();
                state.there.insert(hash, There { bytes: about.len(), used_at: about.modified()? });
            }
        }
        Ok(Cache { most, state: Mutex::new(state), free: Condvar::new() })
    }

    /// The content, if it lies here; it stays as long as the answer.
    pub fn find(self: &Arc<Self>, data_dir: &Path, hash: &Hash) -> Option<Local> {
        let local = self.hold(data_dir, hash);
        let about = fs::metadata(&local.path).ok()?;
        let now = SystemTime::now();
        // Also for the next start, which reads it; without it the order is only a little wrong.
        let _ = fs::File::open(&local.path).and_then(|file| file.set_modified(now));
        self.add(hash, about.len(), now);
        Some(local)
    }

    /// What lies there now, or is about to, is not cleared away.
    pub fn hold(self: &Arc<Self>, data_dir: &Path, hash: &Hash) -> Local {
        *self.state().used.entry(*hash).or_default() += 1;
        Local { path: disk::path_of(data_dir, hash), cache: Some((Arc::clone(self), *hash)) }
    }

    /// A content has come to lie here, or was used.
    pub fn add(&self, hash: &Hash, bytes: u64, used_at: SystemTime) {
        let mut state = self.state();
        let old = state.there.insert(*hash, There { bytes, used_at }).map_or(0, |t| t.bytes);
        state.bytes = state.bytes.saturating_sub(old) + bytes;
    }

    /// The store holds it: it may go when room is needed.
    pub fn is_in_store(&self, hash: &Hash) {
        self.state().only_here.remove(hash);
    }

    /// Waits until nobody else moves the content.
    pub fn alone(self: &Arc<Self>, hash: &Hash) -> Busy {
        let mut state = self.state();
        while !state.busy.insert(*hash) {
            let waited = self.free.wait_timeout(state, LOOK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        Busy { cache: Arc::clone(self), hash: *hash }
    }

    /// Clears away what was not used for longest until the rest fits. `stored` says whether the store holds a content of so many
    /// bytes; where it gives no answer nothing goes. Blocking.
    pub fn fit(
        &self,
        data_dir: &Path,
        mut stored: impl FnMut(&Hash, u64) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let Some(most) = self.most else { return Ok(()) };
        while let Some((hash, bytes)) = self.oldest(most) {
            if !stored(&hash, bytes)? {
                self.state().only_here.insert(hash);
                continue;
            }
            let mut state = self.state();
            if state.used.contains_key(&hash) {
                continue;
            }
            remove(data_dir, &hash)?;
            state.forget(&hash);
        }
        Ok(())
    }

    /// The content that goes next, where something has to.
    fn oldest(&self, most: u64) -> Option<(Hash, u64)> {
        let state = self.state();
        if state.bytes <= most {
            return None;
        }
        let may_go =
            |h: &Hash| !state.used.contains_key(h) && !state.busy.contains(h) && !state.only_here.contains(h);
        let old = state.there.iter().filter(|(hash, _)| may_go(hash)).min_by_key(|(_, t)| t.used_at);
        old.map(|(hash, t)| (*hash, t.bytes))
    }

    /// It is to be nowhere any more.
    pub fn remove(&self, data_dir: &Path, hash: &Hash) -> anyhow::Result<()> {
        let mut state = self.state();
        remove(data_dir, hash)?;
        state.forget(hash);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is whole by itself.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget(&mut self, hash: &Hash) {
        let bytes = self.there.remove(hash).map_or(0, |t| t.bytes);
        self.bytes = self.bytes.saturating_sub(bytes);
        self.only_here.remove(hash);
    }
}

/// Takes a content from the disk; one that is gone already is no fault.
pub(super) fn remove(data_dir: &Path, hash: &Hash) -> anyhow::Result<()> {
    let path = disk::path_of(data_dir, hash);
    match fs::remove_file(&path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(e).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contents of ten bytes each, used in the order of their numbers.
    fn folder(numbers: &[u8]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for n in numbers {
            let path = disk::path_of(dir.path(), &[*n; 32]);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, [*n; 10]).unwrap();
            let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000 + u64::from(*n));
            fs::File::open(&path).unwrap().set_modified(at).unwrap();
        }
        dir
    }

    fn left(dir: &Path) -> Vec<u8> {
        (0..9).filter(|n| disk::path_of(dir, &[*n; 32]).exists()).collect()
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let dir = folder(&[1, 2, 3, 4, 5]);
        let cache = Arc::new(Cache::of_folder(dir.path(), Some(30)).unwrap());
        drop(cache.find(dir.path(), &[1; 32]).unwrap());
        cache.fit(dir.path(), |_, bytes| Ok(bytes == 10)).unwrap();
        assert_eq!(left(dir.path()), [1, 4, 5]);
        assert!(cache.find(dir.path(), &[2; 32]).is_none());
        // The order is the same after a new start.
        let cache = Arc::new(Cache::of_folder(dir.path(), Some(10)).unwrap());
        cache.fit(dir.path(), |_, _| Ok(true)).unwrap();
        assert_eq!(left(dir.path()), [1]);
    }

    #[test]
    fn what_is_read_or_not_in_the_store_stays() {
        let dir = folder(&[1, 2, 3]);
        let cache = Arc::new(Cache::of_folder(dir.path(), Some(0)).unwrap());
        let read = cache.find(dir.path(), &[1; 32]).unwrap();
        cache.fit(dir.path(), |hash, _| Ok(hash[0] != 2)).unwrap();
        assert_eq!(left(dir.path()), [1, 2]);
        drop(read);
        cache.fit(dir.path(), |_, _| Ok(true)).unwrap();
        assert_eq!(left(dir.path()), [2], "the store is not asked for it again and again");
        cache.is_in_store(&[2; 32]);
        assert!(cache.fit(dir.path(), |_, _| anyhow::bail!("no answer")).is_err());
        assert_eq!(left(dir.path()), [2], "where the store gives no answer nothing goes");
        cache.fit(dir.path(), |_, _| Ok(true)).unwrap();
        assert!(left(dir.path()).is_empty());
    }

    #[test]
    fn one_at_a_time_moves_a_content() {
        let dir = folder(&[]);
        let cache = Arc::new(Cache::of_folder(dir.path(), None).unwrap());
        let busy = cache.alone(&[1; 32]);
        let (of_other, other) = (Arc::clone(&cache), Arc::clone(&cache));
        drop(of_other.alone(&[2; 32]));
        let waiting = std::thread::spawn(move || drop(other.alone(&[1; 32])));
        std::thread::sleep(Duration::from_millis(30));
        assert!(!waiting.is_finished());
        drop(busy);
        waiting.join().unwrap();
    }
}

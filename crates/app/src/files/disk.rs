//! Contents on the local disk, named by their SHA-256, under `files/` of the data folder.

use super::sniff::{MediaType, SniffRefusal, sniff};
use anyhow::Context;
use domain::entry::draft::MAX_FILE_BYTES;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A content that is durable on this disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub sha256: [u8; 32],
    pub bytes: u64,
    pub media_type: MediaType,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepRefusal {
    Empty,
    TooLarge {
        most: u64,
    },
    UnknownType,
    Macro,
    BadArchive,
    /// The name says another type than the content.
    NameDisagrees {
        is: MediaType,
    },
}

/// Keeps a content: written beside, hashed while writing, synced, renamed, the folder synced. `Ok(Err(…))` is the
/// person's matter, `Err` the operator's. Blocking.
pub fn keep(
    data_dir: &Path,
    file_name: &str,
    mut content: impl Read,
) -> anyhow::Result<Result<Kept, KeepRefusal>> {
    let temporary = Temporary::create(data_dir)?;
    let mut file = temporary.open()?;
    let mut sha = Sha256::new();
    let mut bytes = 0_u64;
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let n = content.read(&mut buffer).context("the upload broke off")?;
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else { break };
        bytes += n as u64;
        if bytes > MAX_FILE_BYTES {
            return Ok(Err(KeepRefusal::TooLarge { most: MAX_FILE_BYTES }));
        }
        sha.update(chunk);
        file.write_all(chunk).context("a file cannot be written")?;
    }
    if bytes == 0 {
        return Ok(Err(KeepRefusal::Empty));
    }
    let media_type = match sniff(&mut file) {
        Ok(t) if t.agrees_with(file_name) => t,
        Ok(is) => return Ok(Err(KeepRefusal::NameDisagrees { is })),
        Err(SniffRefusal::UnknownType) => return Ok(Err(KeepRefusal::UnknownType)),
        Err(SniffRefusal::Macro) => return Ok(Err(KeepRefusal::Macro)),
        Err(SniffRefusal::BadArchive) => return Ok(Err(KeepRefusal::BadArchive)),
        Err(SniffRefusal::Unreadable) => anyhow::bail!("a file just written cannot be read"),
    };
    let sha256: [u8; 32] = sha.finalize().into();
    file.sync_all().context("a file cannot be synced")?;
    let path = path_of(data_dir, &sha256);
    let folder = path.parent().context("a content has a folder")?;
    if !folder.is_dir() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        sync_folder(&data_dir.join("files"))?;
    }
    temporary.rename_to(&path)?;
    sync_folder(folder)?;
    Ok(Ok(Kept { sha256, bytes, media_type }))
}

/// Where a content lies: `files/ab/abcdef…`.
pub fn path_of(data_dir: &Path, sha256: &[u8; 32]) -> PathBuf {
    let name = data_encoding::HEXLOWER.encode(sha256);
    data_dir.join("files").join(name.get(..2).unwrap_or("00")).join(&name)
}

/// True where the content on the disk still has its hash. Blocking; reads all of it.
pub fn is_whole(data_dir: &Path, sha256: &[u8; 32]) -> anyhow::Result<bool> {
    let path = path_of(data_dir, sha256);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(e).with_context(|| format!("{} cannot be read", path.display())),
    };
    let mut sha = Sha256::new();
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let n = file.read(&mut buffer).with_context(|| format!("{} cannot be read", path.display()))?;
        match buffer.get(..n) {
            Some(chunk) if n > 0 => sha.update(chunk),
            _ => break,
        }
    }
    Ok(<[u8; 32]>::from(sha.finalize()) == *sha256)
}

fn sync_folder(folder: &Path) -> anyhow::Result<()> {
    let name = || format!("{} cannot be synced", folder.display());
    File::open(folder).with_context(name)?.sync_all().with_context(name)
}

/// A file of this process under `files/tmp`, removed unless it was renamed.
struct Temporary(PathBuf);

impl Temporary {
    fn create(data_dir: &Path) -> anyhow::Result<Temporary> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let folder = data_dir.join("files").join("tmp");
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Temporary(folder.join(format!("{}-{n}", std::process::id()))))
    }

    fn open(&self) -> anyhow::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&self.0)
            .with_context(|| format!("{} cannot be made", self.0.display()))
    }

    fn rename_to(self, path: &Path) -> anyhow::Result<()> {
        fs::rename(&self.0, path).with_context(|| format!("{} cannot be made", path.display()))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Gone already when it was renamed.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_is_kept_once_under_its_hash() {
        let dir = tempfile::tempdir().unwrap();
        let text = "Hồ sơ một cửa";
        let a = keep(dir.path(), "a.txt", text.as_bytes()).unwrap().unwrap();
        let b = keep(dir.path(), "b.TXT", text.as_bytes()).unwrap().unwrap();
        assert_eq!(a, b);
        assert_eq!((a.bytes, a.media_type), (text.len() as u64, MediaType::Txt));
        assert_eq!(fs::read(path_of(dir.path(), &a.sha256)).unwrap(), text.as_bytes());
        assert!(is_whole(dir.path(), &a.sha256).unwrap());
        fs::write(path_of(dir.path(), &a.sha256), "khác").unwrap();
        assert!(!is_whole(dir.path(), &a.sha256).unwrap());
        assert!(!is_whole(dir.path(), &[0; 32]).unwrap());
    }

    #[test]
    fn what_is_refused_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let large = vec![b'a'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
        let rows: Vec<(&str, &[u8], KeepRefusal)> = vec![
            ("a.txt", b"", KeepRefusal::Empty),
            ("a.txt", &large, KeepRefusal::TooLarge { most: MAX_FILE_BYTES }),
            ("a.pdf", b"text", KeepRefusal::NameDisagrees { is: MediaType::Txt }),
            ("a.exe", b"MZ\x90\0\x03\0\0\0", KeepRefusal::UnknownType),
        ];
        for (name, content, refusal) in rows {
            assert_eq!(keep(dir.path(), name, content).unwrap(), Err(refusal), "{name}");
        }
        let left = fs::read_dir(dir.path().join("files")).unwrap().count();
        assert_eq!(left, 1, "only the folder for unfinished files");
        assert_eq!(fs::read_dir(dir.path().join("files/tmp")).unwrap().count(), 0);
        assert!(keep(dir.path(), "a.txt", &large[1..]).unwrap().is_ok(), "20 MB exactly");
    }
}

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
    ReachesOut,
    /// The name says another type than the content.
    NameDisagrees {
        is: MediaType,
    },
}

/// Keeps a content: written beside, hashed while writing, synced, renamed, the folder synced. `Ok(Err(…))` is the
/// person's matter, `Err` the operator's. Blocking.
pub(super) fn keep(
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
    let media_type = match judge(&mut file, bytes, file_name)? {
        Ok(media_type) => media_type,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let sha256: [u8; 32] = sha.finalize().into();
    file.sync_all().context("a file cannot be synced")?;
    place(data_dir, &sha256, |path| temporary.rename_to(path))?;
    Ok(Ok(Kept { sha256, bytes, media_type }))
}

/// Keeps a content that lies complete on this disk already. `part` stays where it is: a process that dies before the database
/// speaks of the content finds it again. Blocking; reads all of it.
pub(super) fn adopt(
    data_dir: &Path,
    part: &Path,
    file_name: &str,
) -> anyhow::Result<Result<Kept, KeepRefusal>> {
    let open = OpenOptions::new().read(true).write(true).open(part);
    let mut file = open.with_context(|| format!("{} cannot be opened", part.display()))?;
    let (sha256, bytes) = digest(&mut file)?;
    let media_type = match judge(&mut file, bytes, file_name)? {
        Ok(media_type) => media_type,
        Err(refusal) => return Ok(Err(refusal)),
    };
    file.sync_all().context("a file cannot be synced")?;
    place(data_dir, &sha256, |path| match fs::hard_link(part, path) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(e).with_context(|| format!("{} cannot be made", path.display()))
        }
        _ => Ok(()),
    })?;
    Ok(Ok(Kept { sha256, bytes, media_type }))
}

/// Writes a content whose hash is known and looked at by whoever writes it, durably. Blocking.
pub(super) fn fill(
    data_dir: &Path,
    sha256: &[u8; 32],
    write: impl FnOnce(&mut File) -> anyhow::Result<u64>,
) -> anyhow::Result<u64> {
    let temporary = Temporary::create(data_dir)?;
    let mut file = temporary.open()?;
    let bytes = write(&mut file)?;
    file.sync_all().context("a file cannot be synced")?;
    place(data_dir, sha256, |path| temporary.rename_to(path))?;
    Ok(bytes)
}

/// What the content is, and whether its name says so too.
fn judge(file: &mut File, bytes: u64, file_name: &str) -> anyhow::Result<Result<MediaType, KeepRefusal>> {
    if bytes == 0 {
        return Ok(Err(KeepRefusal::Empty));
    }
    Ok(match sniff(file) {
        Ok(t) if t.agrees_with(file_name) => Ok(t),
        Ok(is) if MediaType::takes_name(file_name) => Err(KeepRefusal::NameDisagrees { is }),
        Ok(_) => Err(KeepRefusal::UnknownType),
        Err(SniffRefusal::UnknownType) => Err(KeepRefusal::UnknownType),
        Err(SniffRefusal::Macro) => Err(KeepRefusal::Macro),
        Err(SniffRefusal::BadArchive) => Err(KeepRefusal::BadArchive),
        Err(SniffRefusal::ReachesOut) => Err(KeepRefusal::ReachesOut),
        Err(SniffRefusal::Unreadable) => anyhow::bail!("a file just written cannot be read"),
    })
}

/// Puts a synced file under its hash, durably.
fn place(
    data_dir: &Path,
    sha256: &[u8; 32],
    put: impl FnOnce(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let path = path_of(data_dir, sha256);
    let folder = path.parent().context("a content has a folder")?;
    if !folder.is_dir() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        sync_folder(&data_dir.join("files"))?;
    }
    put(&path)?;
    sync_folder(folder)
}

/// SHA-256 and length of all that a file holds.
fn digest(file: &mut File) -> anyhow::Result<([u8; 32], u64)> {
    let mut sha = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0_u8; 256 * 1024];
    loop {
        let n = file.read(&mut buffer).context("a file cannot be read")?;
        let Some(chunk) = buffer.get(..n).filter(|c| !c.is_empty()) else { break };
        sha.update(chunk);
        bytes += n as u64;
    }
    Ok((sha.finalize().into(), bytes))
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
    let (found, _) = digest(&mut file).with_context(|| path.display().to_string())?;
    Ok(found == *sha256)
}

pub(super) fn sync_folder(folder: &Path) -> anyhow::Result<()> {
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
        assert!(keep(dir.path(), "a.txt", &large[1..]).unwrap().is_ok(), "50 MB exactly");
    }
}

//! Files between "look at it" and "write it": an office file is uploaded once, shown with everything wrong in it, and read again from
//! here when the person confirms. Named by its SHA-256, in the data folder, forgotten after a day.

use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, io};

const FOLDER: &str = "held";
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

fn path_of(data_dir: &Path, name: &str) -> Option<PathBuf> {
    let is_hash = name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    is_hash.then(|| data_dir.join(FOLDER).join(name))
}

/// Keeps the bytes and answers their name. Blocking.
pub fn keep(data_dir: &Path, bytes: &[u8]) -> io::Result<String> {
    let name = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let folder = data_dir.join(FOLDER);
    fs::create_dir_all(&folder)?;
    forget_old(&folder);
    let mut part = tempfile_in(&folder, &name)?;
    part.1.write_all(bytes)?;
    part.1.sync_all()?;
    fs::rename(&part.0, folder.join(&name))?;
    Ok(name)
}

/// The bytes kept under the name; `None` when there are none (any more). Blocking.
pub fn find(data_dir: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    let Some(path) = path_of(data_dir, name) else { return Ok(None) };
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// A file of its own to write into, beside the place it will have.
fn tempfile_in(folder: &Path, name: &str) -> io::Result<(PathBuf, fs::File)> {
    let mut salt = [0_u8; 8];
    getrandom::fill(&mut salt).map_err(|e| io::Error::other(e.to_string()))?;
    let path = folder.join(format!("{name}.{}", data_encoding::HEXLOWER.encode(&salt)));
    let file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
    Ok((path, file))
}

fn forget_old(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let age = entry.metadata().and_then(|m| m.modified()).map(|at| SystemTime::now().duration_since(at));
        if matches!(age, Ok(Ok(age)) if age > KEPT)
            && let Err(e) = fs::remove_file(entry.path())
        {
            tracing::warn!(error = %e, "an old upload cannot be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_content_and_by_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let name = keep(dir.path(), b"ma,ten").unwrap();
        assert_eq!(keep(dir.path(), b"ma,ten").unwrap(), name);
        assert_eq!(find(dir.path(), &name).unwrap().as_deref(), Some(&b"ma,ten"[..]));
        assert_eq!(find(dir.path(), &"0".repeat(64)).unwrap(), None);
        for bad in ["../secret.key", "", &name.to_uppercase(), &format!("{name}/..")] {
            assert_eq!(find(dir.path(), bad).unwrap(), None, "{bad}");
        }
        assert_eq!(fs::read_dir(dir.path().join(FOLDER)).unwrap().count(), 1, "no parts are left");
    }
}

//! Unfinished uploads on the local disk, under `files/parts/` of the data folder, one file an upload, named by its token.
//!
//! The length of the file is the truth about how far an upload is: it is told only after a sync, so that no byte that was
//! acknowledged is ever asked for again. Source: tus 1.0, core protocol.

use super::disk::sync_folder;
use anyhow::Context;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

/// Where the bytes of an upload lie. A token is made by us and holds letters and digits only.
pub fn path_of(data_dir: &Path, token: &str) -> PathBuf {
    data_dir.join("files").join("parts").join(token)
}

/// The file of an upload, made where there is none yet, to be written at its end. Blocking.
pub fn open(data_dir: &Path, token: &str) -> anyhow::Result<File> {
    let path = path_of(data_dir, token);
    let folder = path.parent().context("a part has a folder")?;
    if !folder.is_dir() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        sync_folder(&data_dir.join("files"))?;
    }
    let is_new = !path.exists();
    let file = OpenOptions::new().read(true).append(true).create(true).open(&path);
    let file = file.with_context(|| format!("{} cannot be opened", path.display()))?;
    if is_new {
        sync_folder(folder)?;
    }
    Ok(file)
}

/// How many bytes are durable. Blocking: what is written and not yet synced is synced first.
pub fn durable(data_dir: &Path, token: &str) -> anyhow::Result<u64> {
    let path = path_of(data_dir, token);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(e) => return Err(e).with_context(|| format!("{} cannot be opened", path.display())),
    };
    file.sync_all().context("a part cannot be synced")?;
    Ok(file.metadata().context("a part cannot be looked at")?.len())
}

/// Forgets the bytes of an upload. One that has none is no fault.
pub fn remove(data_dir: &Path, token: &str) -> anyhow::Result<()> {
    let path = path_of(data_dir, token);
    match fs::remove_file(&path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(e).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// The tokens of all parts on the disk.
pub fn tokens(data_dir: &Path) -> anyhow::Result<Vec<String>> {
    let folder = data_dir.join("files").join("parts");
    let list = match fs::read_dir(&folder) {
        Ok(list) => list,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(e).with_context(|| format!("{} cannot be read", folder.display())),
    };
    list.map(|item| Ok(item?.file_name().to_string_lossy().into_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_part_grows_and_goes() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(durable(dir.path(), "abc").unwrap(), 0);
        open(dir.path(), "abc").unwrap().write_all(b"Ba ").unwrap();
        open(dir.path(), "abc").unwrap().write_all("Vì".as_bytes()).unwrap();
        assert_eq!(durable(dir.path(), "abc").unwrap(), 6);
        assert_eq!(tokens(dir.path()).unwrap(), ["abc"]);
        remove(dir.path(), "abc").unwrap();
        remove(dir.path(), "abc").unwrap();
        assert_eq!(tokens(dir.path()).unwrap(), Vec::<String>::new());
    }
}

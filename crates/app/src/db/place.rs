//! Where a SQLite file may lie: not on a network drive, whose locks and syncs do not keep the promises that ours rest on.

use super::DbFault;
use std::fs;
use std::path::{Path, PathBuf};

/// File systems of the network, as Linux names them. `fuse.` ones are told by the part behind the dot.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ceph",
    "glusterfs",
    "lustre",
    "afs",
    "9p",
    "sshfs",
    "s3fs",
    "rclone",
];

/// Refuses a network drive where the system tells us about it; elsewhere says nothing.
pub(super) fn refuse_network(path: &Path) -> Result<(), DbFault> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(folder), Ok(mounts)) = (folder.canonicalize(), fs::read_to_string("/proc/self/mountinfo")) else {
        return Ok(());
    };
    match kind_of(&folder, &mounts) {
        Some(kind) if NETWORK.contains(&kind.rsplit('.').next().unwrap_or(kind)) => {
            Err(DbFault::Unusable(format!(
                "{} lies on a network drive ({kind}); a SQLite database needs a local disk",
                path.display()
            )))
        }
        _ => Ok(()),
    }
}

/// The kind of the file system that holds `folder`: of all mounts above it the deepest, and of equals the last.
fn kind_of<'a>(folder: &Path, mounts: &'a str) -> Option<&'a str> {
    let mount = |line: &'a str| {
        let (own, kind) = line.split_once(" - ")?;
        let point = PathBuf::from(unescaped(own.split(' ').nth(4)?));
        folder.starts_with(&point).then(|| (point.components().count(), kind.split(' ').next()))
    };
    mounts.lines().filter_map(mount).max_by_key(|(depth, _)| *depth)?.1
}

/// Blanks in a mount point are written `\040`.
fn unescaped(text: &str) -> String {
    text.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:44 / /srv/chung\\040ta rw,relatime - nfs4 server:/x rw
32 22 0:45 / /home rw - fuse.sshfs a@b: rw
33 32 8:2 / /home/local rw - xfs /dev/sdb1 rw
";

    #[test]
    fn the_deepest_mount_decides() {
        let cases = [
            ("/var/lib", "ext4"),
            ("/srv", "ext4"),
            ("/srv/chung ta/db", "nfs4"),
            ("/home/a", "fuse.sshfs"),
            ("/home/local/a", "xfs"),
        ];
        for (folder, kind) in cases {
            assert_eq!(kind_of(Path::new(folder), MOUNTS), Some(kind), "{folder}");
        }
    }

    #[test]
    fn this_machine_s_temporary_folder_is_local() {
        assert_eq!(refuse_network(&std::env::temp_dir().join("x.db")), Ok(()));
    }
}

//! Python environments of their own for servers that tests talk to, made once under `target/tools`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter of the environment of that name, which is made when it is not there or holds other packages.
pub(crate) fn interpreter(name: &str, packages: &[&str]) -> PathBuf {
    let home = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let dir = home.join("tools").join(name);
    let (python, mark) = (dir.join("bin/python"), dir.join("made-of"));
    let wanted = packages.join("\n");
    // Several tests ask at once: one makes it, the others wait. The lock goes with the file.
    fs::create_dir_all(home.join("tools")).expect("a folder below target");
    let door =
        fs::File::create(home.join("tools").join(format!("{name}.lock"))).expect("a file below target");
    door.lock().expect("the lock of an open file");
    if fs::read_to_string(&mark).is_ok_and(|made| made == wanted) {
        return python;
    }
    let run = |command: &mut Command| {
        let out = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
        assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    };
    run(Command::new("/usr/bin/python3").args(["-m", "venv", "--clear"]).arg(&dir));
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(packages));
    fs::write(&mark, wanted).expect("the environment was just made");
    python
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

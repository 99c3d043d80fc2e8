//! Real films for tests, made by the real ffmpeg. A test that needs it and does not find it fails and says what to install.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The program that makes films here.
pub fn ffmpeg() -> PathBuf {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).map(|dir| dir.join("ffmpeg")).find(|path| path.is_file()).unwrap_or_else(
        || panic!("ffmpeg is missing: `cargo xtask test` installs it, or apt-get install ffmpeg"),
    )
}

/// A film of so many seconds, its name says the kind (`.mp4`, `.webm`), with a place and a name in its metadata and, where it is large,
/// more bytes than it needs.
pub fn film(dir: &Path, name: &str, width: u32, height: u32, seconds: u32) -> Vec<u8> {
    let path = dir.join(name);
    let picture = format!("testsrc2=size={width}x{height}:rate=25:duration={seconds}");
    let sound = format!("sine=frequency=440:duration={seconds}");
    let codecs: &[&str] = match name.ends_with(".webm") {
        true => &["-c:v", "libvpx", "-deadline", "realtime", "-b:v", "4M", "-c:a", "libvorbis"],
        false => &["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "8M", "-c:a", "aac"],
    };
    let out = Command::new(ffmpeg())
        .args([
            "-nostdin",
            "-hide_banner",
            "-loglevel",
            "error",
            "-f",
            "lavfi",
            "-i",
            &picture,
            "-f",
            "lavfi",
            "-i",
            &sound,
        ])
        .args(codecs)
        .args([
            "-pix_fmt",
            "yuv420p",
            "-metadata",
            "artist=Duong Van Vuong",
            "-metadata",
            "location=+20.9-105.7/",
            "-y",
        ])
        .arg(&path)
        .output()
        .expect("ffmpeg starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    std::fs::read(path).expect("a film")
}

/// Width and height of what a file shows, as the program itself sees it.
pub fn size_of(path: &Path) -> (u32, u32) {
    let out = Command::new(ffmpeg().with_file_name("ffprobe"))
        .args([
            "-v",
            "error",
            "-select_streams",
            "v:0",
            "-show_entries",
            "stream=width,height",
            "-of",
            "csv=p=0",
        ])
        .arg(path)
        .output()
        .expect("ffprobe comes with ffmpeg");
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut numbers =
        said.trim().split(',').map(|n| n.parse().unwrap_or_else(|_| panic!("no size: {said:?}")));
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
}

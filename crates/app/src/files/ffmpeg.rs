//! ffmpeg, run on videos that strangers have sent: a poster and a light copy of 720 lines.
//!
//! The program is told what the file is and may open nothing else; it gets no input, no settings and no address space without end, runs
//! behind everything else, and is killed when its time is over. Metadata goes: place, device, names. Source: ours, ADR-0012.

use super::contents::Contents;
use super::disk::Kept;
use super::light::Content;
use super::sniff::MediaType;
use anyhow::Context;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long one run may take: an hour of film in 4K on one core.
const MOST_TIME: Duration = Duration::from_secs(90 * 60);
/// A frame takes seconds.
const MOST_TIME_POSTER: Duration = Duration::from_secs(120);
/// Address space of one run, bytes.
const MOST_MEMORY: u64 = 3 << 30;
const MOST_POSTER: u64 = 2 << 20;
/// Width times height of 8K; what says more is not decoded.
const MOST_PIXELS: &str = "33177600";
/// How often a run is looked at, and how often the caller is asked whether to go on.
const LOOK: Duration = Duration::from_millis(100);
const ASK: Duration = Duration::from_secs(20);
/// 720 lines whichever way the telephone was held; never larger than it was.
const SCALE: &str = "scale=w='if(gt(iw,ih),min(1280,iw),min(720,iw))':h='if(gt(iw,ih),min(720,ih),min(1280,ih))'\
                     :force_original_aspect_ratio=decrease:force_divisible_by=2";

/// A program that can make the copies.
#[derive(Debug, Clone)]
pub struct Ffmpeg {
    program: PathBuf,
    /// Bounds on memory and processor time (`prlimit`), behind everything else (`nice`): where the system has them.
    prlimit: Option<PathBuf>,
    nice: Option<PathBuf>,
    /// Set when the site ends: a run in hand is given up.
    stop: Arc<AtomicBool>,
    most_time: Duration,
}

/// What was made of a video.
#[derive(Debug)]
pub struct Made {
    pub poster: Option<Kept>,
    /// None where the original is light enough.
    pub light: Option<Kept>,
}

/// Why nothing was made.
#[derive(Debug)]
pub enum Unmade {
    /// Of this video there will be none; for the operator.
    Never(String),
    /// The site ends, or another has taken the work over.
    Stopped,
}

impl Ffmpeg {
    /// The program at a path, or the one on the search path; `None` where there is none that makes H.264 and AAC.
    pub fn find(configured: Option<&Path>) -> Option<Ffmpeg> {
        let program = configured.map(Path::to_path_buf).or_else(|| on_path("ffmpeg"))?;
        let out =
            Command::new(&program).args(["-hide_banner", "-encoders"]).stdin(Stdio::null()).output().ok()?;
        let encoders = String::from_utf8_lossy(&out.stdout).into_owned();
        let has = |name: &str| encoders.split_whitespace().any(|word| word == name);
        (out.status.success() && has("libx264") && has("aac") && has("mjpeg")).then(|| Ffmpeg {
            program,
            prlimit: on_path("prlimit"),
            nice: on_path("nice"),
            stop: Arc::default(),
            most_time: MOST_TIME,
        })
    }

    /// With less time for a copy.
    pub fn within(mut self, most_time: Duration) -> Ffmpeg {
        self.most_time = most_time;
        self
    }

    /// What ends a run in hand, from outside.
    pub fn stopper(&self) -> Arc<AtomicBool> {
        self.stop.clone()
    }

    /// Makes poster and light copy of the video at `path` and keeps them. `go_on` is asked now and then. Blocking, for long.
    pub fn make(
        &self,
        files: &Contents,
        path: &Path,
        of: &Content,
        mut go_on: impl FnMut() -> bool,
    ) -> anyhow::Result<Result<Made, Unmade>> {
        let room = Room::make(files.data_dir())?;
        let format = match of.media_type {
            MediaType::Mp4 => "mov",
            MediaType::Webm => "matroska",
            _ => return Ok(Err(Unmade::Never("not a video".to_owned()))),
        };
        let poster = [
            "-map",
            "0:v:0",
            "-frames:v",
            "1",
            "-vf",
            &format!("{SCALE},thumbnail=30"),
            "-pix_fmt",
            "yuvj420p",
            "-q:v",
            "4",
            "-f",
            "mjpeg",
        ];
        let poster = match self.run(
            &room,
            path,
            format,
            &poster,
            "poster.jpg",
            MOST_POSTER,
            MOST_TIME_POSTER,
            &mut go_on,
        )? {
            Ok(bytes) if bytes < MOST_POSTER => keep(files, &room, "poster.jpg", MediaType::Jpg)?,
            Ok(_) => None,
            Err(why) => return Ok(Err(why)),
        };
        // A copy that saves less than a tenth is not worth a second file.
        let most = of.bytes / 10 * 9;
        let light = [
            "-map",
            "0:v:0",
            "-map",
            "0:a:0?",
            "-sn",
            "-dn",
            "-map_chapters",
            "-1",
            "-vf",
            SCALE,
            "-fpsmax",
            "30",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "28",
            "-maxrate",
            "1500k",
            "-bufsize",
            "3000k",
            "-threads",
            "1",
            "-c:a",
            "aac",
            "-b:a",
            "96k",
            "-ac",
            "2",
            "-fflags",
            "+bitexact",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
        ];
        let light =
            match self.run(&room, path, format, &light, "light.mp4", most, self.most_time, &mut go_on)? {
                Ok(bytes) if bytes < most => keep(files, &room, "light.mp4", MediaType::Mp4)?,
                Ok(_) => None,
                Err(Unmade::Never(why)) if why == FULL => None,
                Err(why) => return Ok(Err(why)),
            };
        Ok(Ok(Made { poster, light }))
    }

    /// One run; how many bytes came out.
    fn run(
        &self,
        room: &Room,
        input: &Path,
        format: &str,
        how: &[&str],
        output: &str,
        most_bytes: u64,
        most_time: Duration,
        go_on: &mut impl FnMut() -> bool,
    ) -> anyhow::Result<Result<u64, Unmade>> {
        let mut command = self.bounded(most_bytes, most_time);
        command
            .args([
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-max_alloc",
                "536870912",
                "-filter_threads",
                "1",
            ])
            .args([
                "-protocol_whitelist",
                "file",
                "-max_pixels",
                MOST_PIXELS,
                "-threads",
                "1",
                "-f",
                format,
                "-i",
            ])
            .arg(file_url(input))
            .args(how)
            .args(["-map_metadata", "-1", "-fs", &most_bytes.to_string(), "-y"])
            .arg(format!("file:{output}"))
            .current_dir(&room.0)
            .env_clear()
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child =
            Ending(command.spawn().with_context(|| format!("{} does not start", self.program.display()))?);
        let said = child.0.stderr.take();
        let said = std::thread::spawn(move || said.map(last_of).unwrap_or_default());
        let (begun, mut asked) = (Instant::now(), Instant::now());
        let status = loop {
            if let Some(status) = child.0.try_wait().context("ffmpeg cannot be waited for")? {
                break status;
            }
            if asked.elapsed() >= ASK {
                asked = Instant::now();
                if !go_on() {
                    return Ok(Err(Unmade::Stopped));
                }
            }
            if self.stop.load(Ordering::Relaxed) {
                return Ok(Err(Unmade::Stopped));
            }
            if begun.elapsed() > most_time {
                return Ok(Err(Unmade::Never(format!("took longer than {} s", most_time.as_secs()))));
            }
            std::thread::sleep(LOOK);
        };
        let said = said.join().unwrap_or_default();
        let bytes = fs::metadata(room.0.join(output)).map_or(0, |m| m.len());
        Ok(match status.success() {
            true if bytes > 0 => Ok(bytes),
            true => Err(Unmade::Never("no picture came out".to_owned())),
            false if bytes >= most_bytes => Err(Unmade::Never(FULL.to_owned())),
            false => Err(Unmade::Never(format!("{status}: {said}"))),
        })
    }

    fn bounded(&self, most_bytes: u64, most_time: Duration) -> Command {
        let mut words: Vec<std::ffi::OsString> = Vec::new();
        if let Some(prlimit) = &self.prlimit {
            words.push(prlimit.into());
            words.push(format!("--as={MOST_MEMORY}").into());
            words.push(format!("--cpu={}", most_time.as_secs()).into());
            // A little above what ffmpeg itself is told, so that it ends by itself.
            words.push(format!("--fsize={}", most_bytes.saturating_add(16 << 20)).into());
            words.push("--core=0".into());
            words.push("--nofile=64".into());
        }
        if let Some(nice) = &self.nice {
            words.extend([nice.into(), "-n".into(), "19".into()]);
        }
        words.push((&self.program).into());
        let mut words = words.into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
    }
}

/// Said of an output that reached its bound.
const FULL: &str = "larger than the original";

/// A name is never an option or another protocol.
fn file_url(path: &Path) -> std::ffi::OsString {
    let mut url = std::ffi::OsString::from("file:");
    url.push(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    url
}

/// Keeps what a run wrote, if it is what it should be.
fn keep(files: &Contents, room: &Room, name: &str, is: MediaType) -> anyhow::Result<Option<Kept>> {
    Ok(files.adopt(&room.0.join(name), name)?.ok().filter(|kept| kept.media_type == is))
}

/// The last line of what a program says; the rest is read, so that it never waits for us, and thrown away.
fn last_of(mut said: impl Read) -> String {
    let (mut tail, mut piece) = (Vec::new(), [0_u8; 4096]);
    while let Ok(n @ 1..) = said.read(&mut piece) {
        tail.extend_from_slice(piece.get(..n).unwrap_or_default());
        let over = tail.len().saturating_sub(4096);
        tail.drain(..over);
    }
    String::from_utf8_lossy(&tail).lines().rfind(|l| !l.trim().is_empty()).unwrap_or_default().to_owned()
}

fn on_path(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// A child that does not outlive us.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder for one run, gone afterwards.
struct Room(PathBuf);

impl Room {
    fn make(data_dir: &Path) -> anyhow::Result<Room> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = data_dir.join("files").join("tmp").join(format!("video-{}-{n}", std::process::id()));
        fs::create_dir_all(&dir).with_context(|| format!("{} cannot be made", dir.display()))?;
        Ok(Room(std::path::absolute(dir)?))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Err(why) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%why, "a folder of a video cannot be removed");
        }
    }
}

//! Reading a stranger's document in a process of its own, with bounds on its memory and time: what the document does to its reader, it
//! does to that process alone. The answer comes back over its output; its exit status says what went wrong.

use super::Unclean;
use super::pdf::{self, Pages};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// What the program is asked to do: `sangkien pages-of-a-document`.
const TASK: &str = "pages-of-a-document";
/// In kilobytes of address space.
const MEMORY_KB: u64 = 1_500_000;
/// Of processor time, in seconds.
const PROCESSOR: u64 = 30;
/// By the clock: other processes may need the processor too.
const TIME: Duration = Duration::from_secs(90);
/// The most that an answer may be: the text and the copy of a file of 50 MB.
const ANSWER: u64 = 200 * 1024 * 1024;

/// The program, where it is not this process's own: for tests.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that reads documents; the first one named stays.
pub fn use_program(program: &Path) {
    // Named before: nothing to do.
    let _ = PROGRAM.set(program.to_path_buf());
}

/// Of this process, where it is `sangkien` itself. Another one cannot read documents.
fn program() -> Option<PathBuf> {
    let own =
        || std::env::current_exe().ok().filter(|p| p.file_stem().is_some_and(|name| name == "sangkien"));
    PROGRAM.get().cloned().or_else(own)
}

/// The pages of a document. Blocking.
pub fn pages(bytes: &[u8]) -> Result<Pages, Unclean> {
    let program = program().ok_or(Unclean::Kind)?;
    let mut child = start(&program).ok_or(Unclean::Kind)?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Unclean::Broken);
    };
    let answer = std::thread::scope(|s| {
        // A child that ends early breaks this pipe, which is its own matter.
        s.spawn(move || drop(input.write_all(bytes)));
        let reading = s.spawn(move || {
            let mut answer = Vec::new();
            output.take(ANSWER).read_to_end(&mut answer).map(|_| answer)
        });
        let ended = wait(&mut child);
        let answer = reading.join().ok().and_then(Result::ok);
        ended.and_then(|code| if code == 0 { answer.ok_or(Unclean::Broken) } else { Err(meaning(code)) })
    })?;
    let length = answer.first_chunk().map(|n| u64::from_be_bytes(*n)).and_then(|n| usize::try_from(n).ok());
    let end =
        length.and_then(|n| n.checked_add(8)).filter(|end| *end <= answer.len()).ok_or(Unclean::Broken)?;
    let text = String::from_utf8_lossy(answer.get(8..end).unwrap_or_default()).into_owned();
    Ok(Pages { text, copy: answer.get(end..).unwrap_or_default().to_vec() })
}

/// A shell sets the bounds and becomes the program.
fn start(program: &Path) -> Option<Child> {
    let bounds =
        format!("ulimit -v {MEMORY_KB} 2>/dev/null; ulimit -t {PROCESSOR}; ulimit -c 0; exec \"$0\" {TASK}");
    Command::new("/bin/sh")
        .arg("-c")
        .arg(bounds)
        .arg(program)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}

/// Its exit status; a child that is killed, or has to be, found no end.
fn wait(child: &mut Child) -> Result<i32, Unclean> {
    let until = Instant::now() + TIME;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.code().ok_or(Unclean::TooLarge),
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(5)),
            Ok(None) | Err(_) => {
                // Gone meanwhile: so much the better.
                let _ = child.kill();
                let _ = child.wait();
                return Err(Unclean::TooLarge);
            }
        }
    }
}

/// Exit statuses from here on stand for `Unclean::ALL`, in its order.
const FIRST: u8 = 10;

fn meaning(code: i32) -> Unclean {
    let at = usize::try_from(code - i32::from(FIRST)).ok();
    at.and_then(|n| Unclean::ALL.get(n)).copied().unwrap_or(Unclean::Broken)
}

/// What the process on the other side does: reads a document, answers with the length of its text, the text, the copy.
pub fn work() -> ExitCode {
    let mut bytes = Vec::new();
    if std::io::stdin().read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    match pdf::pages(&bytes) {
        Ok(pages) => {
            let mut out = std::io::stdout().lock();
            let length = (pages.text.len() as u64).to_be_bytes();
            let sent = [&length[..], pages.text.as_bytes(), &pages.copy]
                .iter()
                .try_for_each(|part| out.write_all(part));
            if sent.and_then(|()| out.flush()).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => {
            let at = Unclean::ALL.iter().position(|u| *u == why).and_then(|n| u8::try_from(n).ok());
            ExitCode::from(FIRST + at.unwrap_or(1))
        }
    }
}

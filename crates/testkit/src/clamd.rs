//! A peer that speaks clamd's protocol for tests: it finds the EICAR string, breaks off where it is told to, and refuses what is too long.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// The string that every scanner finds, though it harms nobody. In two parts, so that this file is not found.
pub fn eicar() -> String {
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat()
}

/// A content that holds this makes the peer break off without an answer.
pub const BREAKS_OFF: &str = "breaks-off";

/// A running peer; it ends with this value.
pub struct Scanner {
    pub port: u16,
    seen: Arc<AtomicUsize>,
    end: Arc<AtomicBool>,
}

impl Scanner {
    /// Starts one that refuses contents of more than `most` bytes.
    pub fn start(most: usize) -> Scanner {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (seen, end) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (counted, ended) = (seen.clone(), end.clone());
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let counted = counted.clone();
                std::thread::spawn(move || talk(line, most, &counted));
            }
        });
        Scanner { port, seen, end }
    }

    /// How many contents it has answered about.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.end.store(true, Ordering::SeqCst);
        // The thread that waits for somebody learns that it is over.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// One line: a command, for `INSTREAM` pieces with their length before them, an answer with a zero byte behind.
fn talk(mut line: TcpStream, most: usize, seen: &AtomicUsize) {
    let _ = line.set_read_timeout(Some(Duration::from_secs(20)));
    let mut command = Vec::new();
    let mut byte = [0_u8];
    while line.read(&mut byte).is_ok_and(|n| n == 1) && byte != [0] {
        command.extend(byte);
    }
    let answer: &[u8] = match command.as_slice() {
        b"zPING" => b"PONG\0",
        b"zINSTREAM" => match content(&mut line, most) {
            None => b"INSTREAM size limit exceeded. ERROR\0",
            Some(content) => {
                let holds = |what: &str| content.windows(what.len()).any(|w| w == what.as_bytes());
                if holds(BREAKS_OFF) {
                    return;
                }
                seen.fetch_add(1, Ordering::SeqCst);
                if holds(&eicar()) { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" }
            }
        },
        _ => b"UNKNOWN COMMAND\0",
    };
    let _ = line.write_all(answer);
}

/// `None` when it is too long: the rest is not read.
fn content(line: &mut TcpStream, most: usize) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let mut length = [0_u8; 4];
        line.read_exact(&mut length).ok()?;
        let length = u32::from_be_bytes(length) as usize;
        if length == 0 {
            return Some(all);
        }
        if all.len() + length > most {
            return None;
        }
        let from = all.len();
        all.resize(from + length, 0);
        line.read_exact(&mut all[from..]).ok()?;
    }
}

//! A real SMTP server for tests: `aiosmtpd` in a virtual environment of its own, made once under `target/`.

use crate::python::{interpreter, root};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the environment holds; a change makes it anew.
const PACKAGE: &str = "aiosmtpd==1.4.6";

/// A letter that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub id: String,
    pub to: Vec<String>,
    pub headers: Vec<(String, String)>,
    pub subject: String,
    pub body: String,
    /// Of every byte between DATA and the final dot.
    pub sha256: String,
}

/// A running server; it ends with this value.
pub struct MailServer {
    child: Child,
    pub port: u16,
    kept: PathBuf,
}

impl MailServer {
    /// Starts one that keeps its letters in `kept`, waits `delay_ms` before it says that it has taken one, and knows no mailbox
    /// of these names.
    pub fn start(kept: &Path, delay_ms: u64, refused: &[&str]) -> Self {
        let script = root().join("tests/mail/server.py");
        let mut child = Command::new(interpreter("mail", &[PACKAGE]))
            .arg(script)
            .arg(kept)
            .arg(delay_ms.to_string())
            .args(refused)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the environment holds a Python");
        let out = child.stdout.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("it prints its port");
        let port = line.trim().parse().unwrap_or_else(|_| panic!("no port: {line:?}"));
        Self { child, port, kept: kept.to_path_buf() }
    }

    /// Everything taken so far, in order, twins included.
    pub fn taken(&self) -> Vec<Taken> {
        let text = fs::read_to_string(&self.kept).unwrap_or_default();
        // A line that is being written has no end yet.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        whole.lines().map(read).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // Its standard input ends, and so does it; if not, it is told.
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(line: &str) -> Taken {
    let v: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let list = |v: &serde_json::Value| v.as_array().cloned().unwrap_or_default();
    Taken {
        id: text(&v["id"]),
        to: list(&v["to"]).iter().map(text).collect(),
        headers: list(&v["headers"]).iter().map(|h| (text(&h[0]), text(&h[1]))).collect(),
        subject: text(&v["subject"]),
        body: text(&v["body"]),
        sha256: text(&v["sha256"]),
    }
}

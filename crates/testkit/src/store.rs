//! A store that speaks S3 for tests: `moto` in a virtual environment of its own, made once under `target/`. It looks at signatures.

use crate::python::{interpreter, root};
use app::files::Contents;
use app::files::s3::place::Said;
use app::files::s3::{Keys, Place, S3};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// What the environment holds; a change makes it anew.
const PACKAGES: &[&str] = &["moto==5.2.5", "py-partiql-parser==0.6.3", "flask==3.1.3", "flask-cors==6.0.5"];

pub const BUCKET: &str = "sang-kien";

/// A running server; it ends with this value.
pub struct Store {
    child: Child,
    out: BufReader<ChildStdout>,
    pub port: u16,
    keys: Keys,
}

impl Store {
    pub fn start() -> Store {
        let mut child = Command::new(interpreter("s3", PACKAGES))
            .arg(root().join("tests/s3/server.py"))
            .arg(BUCKET)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the environment holds a Python");
        let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
        let said = line(&mut out);
        let text = |name: &str| said[name].as_str().expect("a text").to_owned();
        let keys = Keys { access: text("access"), secret: text("secret") };
        let port = said["port"].as_u64().and_then(|n| u16::try_from(n).ok()).expect("a port");
        Store { child, out, port, keys }
    }

    pub fn keys(&self) -> Keys {
        self.keys.clone()
    }

    /// The way to it, with other keys or another bucket where a test asks for them.
    pub fn s3(&self, bucket: &str, keys: Keys) -> S3 {
        let said = Said {
            endpoint: &format!("http://127.0.0.1:{}", self.port),
            bucket,
            prefix: "files/",
            region: "us-east-1",
            bucket_in_host: false,
            authority: None,
            keys,
        };
        S3::new(Place::new(said).expect("a place"))
    }

    /// Contents of this store, of which at most so many bytes lie in the folder too.
    pub fn contents(&self, data_dir: &Path, most: u64) -> Contents {
        Contents::in_store(data_dir, self.s3(BUCKET, self.keys()), Some(most)).expect("the folder is read")
    }

    /// How many requests of a method came since this was asked last.
    pub fn requests(&mut self, method: &str) -> u64 {
        self.tell("requests")[method].as_u64().unwrap_or(0)
    }

    /// Changes the last byte of every object.
    pub fn damage(&mut self) {
        self.tell("damage");
    }

    /// From now on it is too busy for everybody, or no longer.
    pub fn busy(&mut self, is: bool) {
        self.tell(if is { "busy" } else { "well" });
    }

    /// It ends in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it has ended");
    }

    fn tell(&mut self, what: &str) -> serde_json::Value {
        let input = self.child.stdin.as_mut().expect("it is piped");
        writeln!(input, "{what}").expect("it reads");
        line(&mut self.out)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(out: &mut BufReader<ChildStdout>) -> serde_json::Value {
    let mut line = String::new();
    out.read_line(&mut line).expect("it answers");
    serde_json::from_str(&line).unwrap_or_else(|why| panic!("{line:?}: {why}"))
}

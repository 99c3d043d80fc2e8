//! The product as a child process: the binary that was built, on a data folder, on a free port of this machine.

use super::machine::kib;
use super::{http, load};
use anyhow::{Context, bail};
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server. Killed when dropped, unless it was stopped before.
pub struct Server {
    child: Child,
    pub addr: SocketAddr,
    /// From the start of the process to the first answer with status 200.
    pub ready_after: Duration,
}

const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    /// `sangkien serve` on the folder; `database` is a PostgreSQL address or nothing for the embedded one.
    pub fn serve(binary: &Path, data: &Path, database: Option<&str>, log: &Path) -> anyhow::Result<Server> {
        let mut args = vec!["serve".into(), "--data".into(), data.as_os_str().to_owned()];
        if let Some(url) = database {
            args.extend(["--database".into(), url.into()]);
        }
        Server::start(binary, args, log, "/healthz")
    }

    /// Starts the binary with these arguments and a port of its own choice, and waits until `path` answers 200. What it
    /// writes to standard error goes to the file `log`.
    pub fn start(
        binary: &Path,
        args: Vec<std::ffi::OsString>,
        log: &Path,
        path: &str,
    ) -> anyhow::Result<Server> {
        let log = fs::OpenOptions::new().create(true).append(true).open(log)?;
        let began = Instant::now();
        let mut child = Command::new(binary)
            .args(args)
            .args(["--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} did not start", binary.display()))?;
        let out = child.stdout.take().context("no output of the server")?;
        match listening(out, began).and_then(|addr| Ok((addr, first_answer(addr, path, began)?))) {
            Ok((addr, ready_after)) => Ok(Server { child, addr, ready_after }),
            Err(e) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(e)
            }
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory now and at its highest, in MB (1,000,000 bytes).
    pub fn memory_mb(&self) -> (f64, f64) {
        let file = format!("/proc/{}/status", self.pid());
        let mb = |field| kib(&file, field).unwrap_or(0) as f64 * 1024.0 / 1e6;
        (mb("VmRSS:"), mb("VmHWM:"))
    }

    /// As a power cut does it: no word of warning.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop and waits.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let asked = Command::new("kill").arg("-TERM").arg(self.pid().to_string()).status()?;
        if !asked.success() {
            bail!("the server could not be told to stop");
        }
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > PATIENCE {
                bail!("the server did not stop");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address that the server prints when it listens. Its output is read to the end, so that it never waits for us.
fn listening(out: std::process::ChildStdout, began: Instant) -> anyhow::Result<SocketAddr> {
    let (found, wait) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let Some(addr) = address_in(&line) {
                let _ = found.send(addr);
            }
        }
    });
    let left = PATIENCE.saturating_sub(began.elapsed());
    wait.recv_timeout(left).context("the server did not say where it listens; see its log")
}

/// `http://127.0.0.1:4711` anywhere in a line.
fn address_in(line: &str) -> Option<SocketAddr> {
    let rest = line.split("http://").nth(1)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':').unwrap_or(rest.len());
    rest[..end].parse().ok()
}

fn first_answer(addr: SocketAddr, path: &str, began: Instant) -> anyhow::Result<Duration> {
    let request = http::get(addr, path, "", false);
    loop {
        match load::ask(addr, &request, load::is_ok) {
            Ok(()) => return Ok(began.elapsed()),
            Err(e) if began.elapsed() > PATIENCE => return Err(e.context("no page from the server")),
            Err(_) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn the_address_is_found_in_what_the_server_prints() {
        let addr = Some("127.0.0.1:4711".parse().unwrap());
        assert_eq!(address_in("http://127.0.0.1:4711"), addr);
        assert_eq!(address_in("Open http://127.0.0.1:4711/ now"), addr);
        assert_eq!(address_in("nothing"), None);
    }
}

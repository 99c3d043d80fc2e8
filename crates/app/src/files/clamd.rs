//! The scanner of viruses `clamd`, asked over its socket: a content goes there piece by piece (`INSTREAM`), so that the scanner may run on
//! another machine and needs no right to our files. Source: clamd(8), "COMMANDS".

use anyhow::{Context, bail};
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(10);
/// For a piece to be taken.
const WRITE: Duration = Duration::from_secs(60);
/// For the answer to the whole; its own bound on a scan is two minutes.
const READ: Duration = Duration::from_secs(300);
const PIECE: usize = 256 * 1024;
/// Longer than any name of a virus.
const LONGEST_ANSWER: u64 = 4 * 1024;

/// Where the scanner listens: `tcp:HOST:PORT` or `unix:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    Tcp(String),
    Unix(PathBuf),
}

impl FromStr for Clamd {
    type Err = String;

    fn from_str(text: &str) -> Result<Clamd, String> {
        match text.split_once(':') {
            Some(("tcp", at))
                if at.rsplit_once(':').is_some_and(|(h, p)| !h.is_empty() && p.parse::<u16>().is_ok()) =>
            {
                Ok(Clamd::Tcp(at.to_owned()))
            }
            Some(("unix", path)) if path.starts_with('/') => Ok(Clamd::Unix(PathBuf::from(path))),
            _ => Err("it is tcp:HOST:PORT or unix:/PATH".to_owned()),
        }
    }
}

/// What the scanner says of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Clean,
    /// The name of what it found.
    Infected(String),
    /// It does not look at this one: too large for its settings, or a fault of its own.
    Unread(String),
}

impl Clamd {
    /// True where it answers. Blocking.
    pub fn ping(&self) -> anyhow::Result<()> {
        let mut line = self.connect()?;
        line.write_all(b"zPING\0").context("the scanner takes nothing")?;
        match answer(&mut line)?.as_str() {
            "PONG" => Ok(()),
            other => bail!("the scanner answers {other:?} to a ping"),
        }
    }

    /// Has a content looked at. `Err`: the scanner gave no answer, or the content could not be read. Blocking.
    pub fn scan(&self, mut content: impl Read) -> anyhow::Result<Said> {
        let mut line = self.connect()?;
        line.write_all(b"zINSTREAM\0").context("the scanner takes nothing")?;
        let mut piece = vec![0_u8; PIECE];
        loop {
            let n = content.read(&mut piece).context("a content cannot be read")?;
            let length = u32::try_from(n)?.to_be_bytes();
            let part = piece.get(..n).unwrap_or_default();
            // One that has seen enough answers and closes before the end.
            let taken = line.write_all(&length).and_then(|()| line.write_all(part));
            if taken.is_err() || n == 0 {
                let said = answer(&mut line);
                return match (taken, said) {
                    (_, Ok(said)) if !said.is_empty() => Ok(read(&said)),
                    (Err(why), _) => Err(why).context("the scanner broke off"),
                    (Ok(()), said) => bail!("the scanner gave no answer: {said:?}"),
                };
            }
        }
    }

    fn connect(&self) -> anyhow::Result<Line> {
        Ok(match self {
            Clamd::Tcp(at) => {
                let mut last = None;
                for address in at.to_socket_addrs().with_context(|| format!("{at} is not known"))? {
                    match TcpStream::connect_timeout(&address, CONNECT) {
                        Ok(line) => {
                            line.set_read_timeout(Some(READ))?;
                            line.set_write_timeout(Some(WRITE))?;
                            return Ok(Line::Tcp(line));
                        }
                        Err(why) => last = Some(why),
                    }
                }
                return Err(last.map_or_else(|| anyhow::anyhow!("no address"), anyhow::Error::from))
                    .with_context(|| format!("no scanner at tcp:{at}"));
            }
            Clamd::Unix(path) => {
                let line = UnixStream::connect(path)
                    .with_context(|| format!("no scanner at unix:{}", path.display()))?;
                line.set_read_timeout(Some(READ))?;
                line.set_write_timeout(Some(WRITE))?;
                Line::Unix(line)
            }
        })
    }
}

/// The answer of a command that began with `z`: until a zero byte or the end.
fn answer(line: &mut Line) -> anyhow::Result<String> {
    let mut said = Vec::new();
    let mut byte = [0_u8; 1];
    let mut line = line.take(LONGEST_ANSWER);
    loop {
        match line.read(&mut byte) {
            Ok(1) if byte != [0] => said.extend(byte),
            Ok(_) => break,
            // Closed in our face after the answer.
            Err(why) if why.kind() == io::ErrorKind::ConnectionReset && !said.is_empty() => break,
            Err(why) => return Err(why).context("the scanner gives no answer"),
        }
    }
    Ok(String::from_utf8_lossy(&said).trim().to_owned())
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`, `INSTREAM size limit exceeded. ERROR`.
fn read(said: &str) -> Said {
    let body = said.strip_prefix("stream: ").unwrap_or(said);
    match body.strip_suffix(" FOUND") {
        Some(name) => Said::Infected(name.to_owned()),
        None if body == "OK" => Said::Clean,
        None => Said::Unread(body.to_owned()),
    }
}

enum Line {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Line::Tcp(line) => line.read(buffer),
            Line::Unix(line) => line.read(buffer),
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Line::Tcp(line) => line.write(bytes),
            Line::Unix(line) => line.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Line::Tcp(line) => line.flush(),
            Line::Unix(line) => line.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_to_get_there() {
        assert_eq!("tcp:127.0.0.1:3310".parse(), Ok(Clamd::Tcp("127.0.0.1:3310".into())));
        assert_eq!("tcp:[::1]:3310".parse(), Ok(Clamd::Tcp("[::1]:3310".into())));
        assert_eq!("unix:/run/clamd.ctl".parse(), Ok(Clamd::Unix("/run/clamd.ctl".into())));
        for bad in ["", "tcp:", "tcp:host", "tcp::3310", "unix:relative", "/run/clamd.ctl", "http://a:1"] {
            assert!(bad.parse::<Clamd>().is_err(), "{bad}");
        }
    }

    #[test]
    fn answers_are_read() {
        for (said, is) in [
            ("stream: OK", Said::Clean),
            ("stream: Eicar-Test-Signature FOUND", Said::Infected("Eicar-Test-Signature".into())),
            ("stream: A OK FOUND", Said::Infected("A OK".into())),
            (
                "INSTREAM size limit exceeded. ERROR",
                Said::Unread("INSTREAM size limit exceeded. ERROR".into()),
            ),
            ("UNKNOWN COMMAND", Said::Unread("UNKNOWN COMMAND".into())),
        ] {
            assert_eq!(read(said), is);
        }
    }
}

//! A throw-away PostgreSQL server for the tests, from the binaries installed on this machine.

use anyhow::{Context, Result, bail, ensure};
use std::env;
use std::fs;
use std::io::Read;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Names a server to use instead: a `postgres://` URL of a role that may create databases.
pub const ENV_SERVER: &str = "SANGKIEN_TEST_PG";

const MISSING: &str = "PostgreSQL 15 or newer is not installed, and the tests of that engine are never skipped. \
     Install it (Debian, Ubuntu: apt-get install postgresql), or name a server in SANGKIEN_TEST_PG";
const LEAST: u32 = 15;

/// A running cluster: only reachable from this machine, trusts everybody, forgets everything. Stopped and deleted on drop,
/// and also when this process dies without dropping it.
pub struct Cluster {
    url: String,
    /// `None` when the server was given from outside.
    own: Option<Own>,
}

struct Own {
    /// Closing this pipe tells the guard to stop the server; the kernel closes it when we die.
    alive: Option<ChildStdin>,
    guard: Child,
    dir: TempDir,
}

impl Cluster {
    /// Starts a server, or takes the one named in the environment. Durable writing is switched off.
    pub fn start() -> Self {
        match Self::launch(&["-c", "fsync=off"]) {
            Ok(cluster) => cluster,
            Err(e) => panic!("{e:#}"),
        }
    }

    /// Starts a server that writes as a real one does; `more` are further options of `postgres`. For measuring.
    pub fn start_durable(more: &[&str]) -> Self {
        match Self::launch(more) {
            Ok(cluster) => cluster,
            Err(e) => panic!("{e:#}"),
        }
    }

    /// `postgres://…/<database>` on this server.
    pub fn url(&self, database: &str) -> String {
        let (server, options) =
            self.url.split_once('?').map_or((self.url.as_str(), None), |(s, o)| (s, Some(o)));
        // Scheme, authority, path: everything behind the third slash is the name of the database.
        let base: Vec<&str> = server.splitn(4, '/').take(3).collect();
        let options = options.map(|o| format!("?{o}")).unwrap_or_default();
        format!("{}/{database}{options}", base.join("/"))
    }

    /// Process id of a server that we started.
    pub fn pid(&self) -> Option<u32> {
        let dir = self.own.as_ref()?.dir.path().join("data/postmaster.pid");
        fs::read_to_string(dir).ok()?.lines().next()?.parse().ok()
    }

    fn launch(options: &[&str]) -> Result<Self> {
        if let Ok(url) = env::var(ENV_SERVER) {
            return Ok(Self { url, own: None });
        }
        let bin = binaries()?;
        let user = unprivileged()?;
        let mut last = String::new();
        // A port that was free a moment ago may be taken now: a few tries, each from the beginning.
        for _ in 0..3 {
            let port = free_port()?;
            let own = Own::start(&bin, user.as_ref(), port, options)?;
            match own {
                Ok(own) => {
                    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
                    return Ok(Self { url, own: Some(own) });
                }
                Err(log) => last = log,
            }
        }
        bail!("postgres did not start: {last}")
    }
}

/// Starts the server, waits for it, and when told to (or when nobody is left to tell) stops it and removes its folder. A test
/// process often ends without dropping anything, so this is not left to `Drop`.
const GUARD: &str = r#"
dir=$1; shift
exec 3<&0
"$@" 3<&- </dev/null >/dev/null 2>"$dir/log" &
server=$!
( read -r gone <&3; kill -QUIT $server 2>/dev/null; touch "$dir/stopped" ) &
wait $server
[ -e "$dir/stopped" ] && rm -rf "$dir"
exit 0
"#;

impl Own {
    /// The inner error is what the server wrote when it did not start.
    fn start(bin: &Path, user: Option<&User>, port: u16, options: &[&str]) -> Result<Result<Self, String>> {
        let dir = tempfile::Builder::new().prefix("sangkien-pg-").tempdir()?;
        if let Some(user) = user {
            // The server refuses to run as root, so the folder belongs to whom it runs as.
            chown(dir.path(), Some(user.uid), Some(user.gid))?;
        }
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700))?;
        let data = dir.path().join("data");
        let run = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir("/").env("LC_ALL", "C").stdin(Stdio::null());
            if let Some(user) = user {
                command.uid(user.uid).gid(user.gid);
            }
            command
        };
        let out = run(&bin.join("initdb"))
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .output()
            .context("initdb")?;
        ensure!(out.status.success(), "initdb: {}", String::from_utf8_lossy(&out.stderr));
        let mut guard = run(Path::new("sh"))
            .args(["-c", GUARD, "guard"])
            .arg(dir.path())
            .arg(bin.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-c", &format!("port={port}"), "-c", "listen_addresses=127.0.0.1"])
            .args([
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=400",
                "-c",
                "shared_buffers=64MB",
            ])
            .args(["-c", "autovacuum=off", "-c", "max_wal_size=512MB"])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("sh")?;
        let alive = guard.stdin.take();
        let mut own = Self { alive, guard, dir };
        if answers(&mut own.guard, port) {
            return Ok(Ok(own));
        }
        Ok(Err(fs::read_to_string(own.dir.path().join("log")).unwrap_or_default()))
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.alive = None;
        let _ = self.guard.wait();
    }
}

/// The folder of the newest installed server that is new enough.
fn binaries() -> Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for entry in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        found.push((0, entry.path().join("bin")));
    }
    if let Some(path) = env::var_os("PATH") {
        // A link in PATH stands for the folder it leads to, where the other programs are.
        let real = |dir: PathBuf| dir.join("postgres").canonicalize().ok()?.parent().map(Path::to_owned);
        found.extend(env::split_paths(&path).filter_map(real).map(|dir| (0, dir)));
    }
    for (version, dir) in &mut found {
        *version = version_in(dir).unwrap_or(0);
    }
    let newest =
        found.into_iter().filter(|(version, _)| *version >= LEAST).max_by_key(|(version, _)| *version);
    newest.map(|(_, dir)| dir).context(MISSING)
}

/// Major version, when both programs that we need are there.
fn version_in(dir: &Path) -> Option<u32> {
    if !dir.join("initdb").exists() {
        return None;
    }
    let out = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

struct User {
    uid: u32,
    gid: u32,
}

/// Whom to run the server as: ourselves, unless we are root.
fn unprivileged() -> Result<Option<User>> {
    if fs::metadata("/proc/self").map(|m| m.uid()).unwrap_or(1) != 0 {
        return Ok(None);
    }
    let passwd = fs::read_to_string("/etc/passwd").context("/etc/passwd")?;
    let find = |name: &str| {
        passwd.lines().find_map(|line| {
            let mut parts = line.split(':');
            (parts.next()? == name).then_some(())?;
            Some(User { uid: parts.nth(1)?.parse().ok()?, gid: parts.next()?.parse().ok()? })
        })
    };
    let user = ["postgres", "nobody"].into_iter().find_map(find);
    user.context("we are root, the server refuses root, and there is no user postgres or nobody").map(Some)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Waits until the server accepts connections; `false` when it ends or takes too long.
fn answers(guard: &mut Child, port: u16) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        if !matches!(guard.try_wait(), Ok(None)) {
            return false;
        }
        if is_ready(port) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    false
}

/// Asks the server whether it speaks encryption. Any answer at all comes from a server that listens; that it has finished
/// starting is known once a session can be opened, which the first user of the cluster retries for.
fn is_ready(port: u16) -> bool {
    use std::io::Write;
    let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) else { return false };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
    let mut byte = [0; 1];
    stream.write_all(&[0, 0, 0, 8, 4, 210, 22, 47]).is_ok() && stream.read_exact(&mut byte).is_ok()
}

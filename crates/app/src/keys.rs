//! The server's secret: 32 random bytes in a file beside the database, never in it. Everything keyed derives from it by a
//! name, so that one leaked digest says nothing about another use.

use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Cheap to clone; never printed.
#[derive(Clone)]
pub struct Keys(Arc<[u8; 32]>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(secret)")
    }
}

impl Keys {
    /// Reads `secret.key` of the data folder, or makes it, readable by its owner alone.
    pub fn of_folder(dir: &Path) -> anyhow::Result<Keys> {
        let path = dir.join("secret.key");
        match fs::read(&path) {
            Ok(bytes) => {
                let bytes: [u8; 32] = bytes
                    .try_into()
                    .map_err(|_| anyhow::anyhow!("{} does not hold 32 bytes", path.display()))?;
                Ok(Keys(Arc::new(bytes)))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let mut bytes = [0_u8; 32];
                getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("no random bytes: {e}"))?;
                let mut file =
                    create_private(&path).with_context(|| format!("{} cannot be made", path.display()))?;
                file.write_all(&bytes)?;
                file.sync_all()?;
                Ok(Keys(Arc::new(bytes)))
            }
            Err(e) => Err(e).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// For tests, rehearsals and benches: a secret that is known.
    pub fn fixed(bytes: [u8; 32]) -> Keys {
        Keys(Arc::new(bytes))
    }

    /// HMAC-SHA-256 of `parts`, each with its length, under the key named `name`.
    pub fn digest(&self, name: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut own = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes a key of any length");
        own.update(name.as_bytes());
        let own = own.finalize().into_bytes();
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&own).expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Compares without telling by time where two digests differ.
    pub fn same(a: &[u8], b: &[u8]) -> bool {
        a.len() == b.len() && a.iter().zip(b).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
    }
}

#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_differ_by_name_and_by_the_border_between_parts() {
        let k = Keys::fixed([7; 32]);
        assert_ne!(k.digest("pin", &[b"ab", b"c"]), k.digest("pin", &[b"a", b"bc"]));
        assert_ne!(k.digest("pin", &[b"a"]), k.digest("star", &[b"a"]));
        assert!(Keys::same(&k.digest("pin", &[b"a"]), &k.digest("pin", &[b"a"])));
    }
}

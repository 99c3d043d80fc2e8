//! Where a store is and how one enters it, as the operator says it.

use super::sign::Keys;
use anyhow::{Context, bail, ensure};
use std::path::Path;

/// A bucket at a store.
#[derive(Debug, Clone)]
pub struct Place {
    pub(super) scheme: String,
    /// As the header `Host` has it.
    pub(super) host: String,
    /// Before the name of an object: `/bucket/files/`, or `/files/` where the bucket is part of the host's name.
    pub(super) base: String,
    /// Within the bucket: `files/`.
    pub(super) prefix: String,
    pub(super) region: String,
    pub(super) keys: Keys,
    /// Certificates of the office's own authority, PEM; without them those that browsers trust.
    pub(super) authority: Option<Vec<u8>>,
    bucket: String,
}

/// What the operator says.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// `https://HOST[:PORT]`.
    pub endpoint: &'a str,
    pub bucket: &'a str,
    pub prefix: &'a str,
    pub region: &'a str,
    /// The bucket stands in the host's name, not in the path.
    pub bucket_in_host: bool,
    pub authority: Option<Vec<u8>>,
    pub keys: Keys,
}

impl Place {
    /// Refuses what cannot be an address, in words for the operator.
    pub fn new(said: Said) -> anyhow::Result<Place> {
        let Said { endpoint, bucket, prefix, region, bucket_in_host, authority, keys } = said;
        let (scheme, host) = endpoint
            .trim_end_matches('/')
            .split_once("://")
            .filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
            .context("the store's address is https://HOST or http://HOST:PORT")?;
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        ensure!(
            !host.is_empty() && host.chars().all(plain),
            "the store's address holds no path and no name of a user"
        );
        let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
        ensure!(
            (3..=63).contains(&bucket.len()) && bucket.chars().all(lower),
            "a bucket has 3 to 63 small letters, digits, dots and hyphens"
        );
        let simple = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        ensure!(
            prefix.chars().all(simple)
                && !prefix.starts_with('/')
                && (prefix.is_empty() || prefix.ends_with('/')),
            "what stands before the names of objects holds letters, digits and ._- and ends with /"
        );
        ensure!(
            !region.is_empty() && region.chars().all(lower),
            "a region has small letters, digits and hyphens"
        );
        ensure!(!keys.access.is_empty() && !keys.secret.is_empty(), "the store's keys are empty");
        let (host, base) = match bucket_in_host {
            true => (format!("{bucket}.{host}"), format!("/{prefix}")),
            false => (host.to_owned(), format!("/{bucket}/{prefix}")),
        };
        Ok(Place {
            scheme: scheme.to_owned(),
            host,
            base,
            prefix: prefix.to_owned(),
            region: region.to_owned(),
            keys,
            authority,
            bucket: bucket.to_owned(),
        })
    }

    /// True where what is sent can be read on its way to another machine.
    pub fn is_open_on_the_way(&self) -> bool {
        let own = ["127.", "localhost", "[::1]"];
        self.scheme == "http" && !own.iter().any(|start| self.host.starts_with(start))
    }

    /// The path of the bucket itself.
    pub(super) fn bucket_path(&self) -> &str {
        self.base.strip_suffix(self.prefix.as_str()).unwrap_or("/")
    }
}

/// Without its keys.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "bucket {} at {}://{}", self.bucket, self.scheme, self.host)
    }
}

/// The keys in a file of two lines, `aws_access_key_id = …` and `aws_secret_access_key = …`; sections and other lines are passed over.
/// A file that everybody may read is refused.
pub fn keys_of_file(path: &Path) -> anyhow::Result<Keys> {
    let name = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", name()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if std::fs::metadata(path)?.permissions().mode() & 0o007 != 0 {
            bail!("{} may be read by everybody on this machine: chmod o= {}", name(), name());
        }
    }
    let value = |key: &str| {
        let mut pairs = text.lines().filter_map(|line| line.split_once('='));
        pairs.find(|(k, _)| k.trim() == key).map(|(_, v)| v.trim().to_owned())
    };
    match (value("aws_access_key_id"), value("aws_secret_access_key")) {
        (Some(access), Some(secret)) => Ok(Keys { access, secret }),
        _ => bail!("{} has no lines aws_access_key_id = … and aws_secret_access_key = …", name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(endpoint: &'static str) -> Said<'static> {
        Said {
            endpoint,
            bucket: "sang-kien",
            prefix: "files/",
            region: "us-east-1",
            bucket_in_host: false,
            authority: None,
            keys: Keys { access: "a".into(), secret: "b".into() },
        }
    }

    #[test]
    fn a_place_is_what_the_operator_says() {
        let place = Place::new(said("https://kho.example.gov.vn:9000/")).unwrap();
        assert_eq!(
            (place.host.as_str(), place.base.as_str(), place.bucket_path()),
            ("kho.example.gov.vn:9000", "/sang-kien/files/", "/sang-kien/")
        );
        let place = Place::new(Said { bucket_in_host: true, ..said("https://s3.example.vn") }).unwrap();
        assert_eq!(
            (place.host.as_str(), place.base.as_str(), place.bucket_path()),
            ("sang-kien.s3.example.vn", "/files/", "/")
        );
        let open = |at| Place::new(said(at)).unwrap().is_open_on_the_way();
        assert!(open("http://10.0.0.5:9000") && !open("https://10.0.0.5") && !open("http://127.0.0.1:9000"));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for bad in ["", "kho.example.vn", "ftp://kho.example.vn", "https://", "https://a/b", "https://u@h"] {
            assert!(Place::new(said(bad)).is_err(), "{bad}");
        }
        let good = said("https://kho.example.vn");
        for bad in [
            Said { bucket: "ab", ..good.clone() },
            Said { bucket: "Sang", ..good.clone() },
            Said { prefix: "/a/", ..good.clone() },
            Said { prefix: "a", ..good.clone() },
            Said { prefix: "a?/", ..good.clone() },
            Said { region: "", ..good.clone() },
            Said { keys: Keys { access: String::new(), secret: "b".into() }, ..good.clone() },
        ] {
            assert!(Place::new(bad.clone()).is_err(), "{bad:?}");
        }
        assert!(Place::new(good).is_ok());
    }

    #[test]
    fn keys_come_from_a_file_that_others_cannot_read() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        let right = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        std::fs::write(&path, "[default]\naws_access_key_id = AK\n aws_secret_access_key=b/c+d==\n").unwrap();
        right(0o640);
        assert_eq!(keys_of_file(&path).unwrap(), Keys { access: "AK".into(), secret: "b/c+d==".into() });
        right(0o644);
        assert!(keys_of_file(&path).is_err());
        std::fs::write(&path, "aws_access_key_id = AK\n").unwrap();
        right(0o600);
        assert!(keys_of_file(&path).is_err() && keys_of_file(&dir.path().join("none")).is_err());
    }
}

//! Where the contents of files are kept, as the operator says it: on the disk, or in a store that speaks S3. The keys to the store come
//! from the environment or a file, never from the command line, which everybody on the machine can read.

use anyhow::{Context, bail};
use app::files::Contents;
use app::files::s3::place::{Said, keys_of_file};
use app::files::s3::{Keys, Place, S3, StoreFault};
use std::path::{Path, PathBuf};

const ACCESS_KEY: &str = "SANGKIEN_S3_ACCESS_KEY";
const SECRET_KEY: &str = "SANGKIEN_S3_SECRET_KEY";

#[derive(clap::Args)]
pub struct ContentPlace {
    /// The store of files, `https://HOST[:PORT]`; without it files lie in the data folder. Its keys: SANGKIEN_S3_ACCESS_KEY and
    /// SANGKIEN_S3_SECRET_KEY, or a file.
    #[arg(long, env = "SANGKIEN_S3_ENDPOINT", requires = "s3_bucket")]
    s3_endpoint: Option<String>,
    /// The bucket, which has to be there.
    #[arg(long, env = "SANGKIEN_S3_BUCKET", requires = "s3_endpoint")]
    s3_bucket: Option<String>,
    /// The region that the store says it is in.
    #[arg(long, env = "SANGKIEN_S3_REGION", default_value = "us-east-1")]
    s3_region: String,
    /// What the names of objects begin with.
    #[arg(long, env = "SANGKIEN_S3_PREFIX", default_value = "files/")]
    s3_prefix: String,
    /// The bucket stands in the host's name (`BUCKET.HOST`), not in the path.
    #[arg(long, env = "SANGKIEN_S3_BUCKET_IN_HOST")]
    s3_bucket_in_host: bool,
    /// A file with the lines `aws_access_key_id = …` and `aws_secret_access_key = …`, not readable by everybody.
    #[arg(long, env = "SANGKIEN_S3_KEYS")]
    s3_keys: Option<PathBuf>,
    /// Certificates (PEM) of the authority that the store's certificate comes from, where browsers do not know it.
    #[arg(long, env = "SANGKIEN_S3_CA")]
    s3_ca: Option<PathBuf>,
    /// The most GB of stored files that lie on this disk too.
    #[arg(long, env = "SANGKIEN_S3_CACHE_GB", default_value_t = 20)]
    s3_cache_gb: u64,
}

impl ContentPlace {
    pub fn is_store(&self) -> bool {
        self.s3_endpoint.is_some()
    }

    /// The contents of a site that begins: a store whose settings are wrong ends the start, one that gives no answer does not.
    pub fn open(self, data_dir: &Path) -> anyhow::Result<Contents> {
        let most = self.s3_cache_gb.saturating_mul(1_000_000_000);
        let Some(place) = self.place()? else { return Ok(Contents::on_disk(data_dir)) };
        if place.is_open_on_the_way() {
            tracing::warn!(%place, "files and their names can be read on the way to the store: use https");
        }
        let s3 = S3::new(place);
        match s3.check() {
            Ok(()) => tracing::info!(store = ?s3, "the store of files is there"),
            Err(fault @ StoreFault::Away(_)) => {
                tracing::error!(%fault, store = ?s3, "no file can be taken before it is there again");
            }
            Err(fault) => return Err(fault).context("the store of files cannot be used"),
        }
        Contents::in_store(data_dir, s3, Some(most))
    }

    /// The contents for a command that is run by hand: clears nothing away, and wants the store to be there.
    pub fn open_by_hand(self, data_dir: &Path) -> anyhow::Result<Contents> {
        let Some(place) = self.place()? else { return Ok(Contents::on_disk(data_dir)) };
        let s3 = S3::new(place);
        s3.check().context("the store of files cannot be used")?;
        Contents::in_store(data_dir, s3, None)
    }

    fn place(&self) -> anyhow::Result<Option<Place>> {
        let (Some(endpoint), Some(bucket)) = (&self.s3_endpoint, &self.s3_bucket) else { return Ok(None) };
        let keys = match &self.s3_keys {
            Some(path) => keys_of_file(path)?,
            None => keys_of_environment()?,
        };
        let pem = self
            .s3_ca
            .as_ref()
            .map(|path| std::fs::read(path).with_context(|| format!("{} cannot be read", path.display())));
        let said = Said {
            endpoint,
            bucket,
            prefix: &self.s3_prefix,
            region: &self.s3_region,
            bucket_in_host: self.s3_bucket_in_host,
            authority: pem.transpose()?,
            keys,
        };
        Place::new(said).map(Some)
    }
}

fn keys_of_environment() -> anyhow::Result<Keys> {
    let said = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match (said(ACCESS_KEY), said(SECRET_KEY)) {
        (Some(access), Some(secret)) => Ok(Keys { access, secret }),
        _ => bail!(
            "the store of files needs {ACCESS_KEY} and {SECRET_KEY} in the environment, or --s3-keys FILE"
        ),
    }
}

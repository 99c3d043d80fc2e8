//! Contents as objects: looked for, put, read in pieces, taken away.

use super::{PIECE, S3, StoreFault};
use anyhow::Context;
use data_encoding::HEXLOWER;
use std::fs::File;
use std::io::Read;

impl S3 {
    /// The store is there, the keys are right, the bucket may be listed, written and cleared. Blocking.
    pub fn check(&self) -> Result<(), StoreFault> {
        let query = [("list-type", "2"), ("max-keys", "1"), ("prefix", self.place.prefix.as_str())];
        let listed = self.call("GET", self.place.bucket_path(), &query, None, b"")?;
        if listed.status != 200 {
            return Err(listed.fault(&format!("{} cannot be listed", self.place)));
        }
        let probe = format!("{}probe", self.place.base);
        for (method, verb) in [("PUT", "written"), ("DELETE", "cleared")] {
            let said = self.call(method, &probe, &[], None, b"")?;
            if !matches!(said.status, 200 | 204) {
                return Err(said.fault(&format!("{} cannot be {verb}", self.place)));
            }
        }
        Ok(())
    }

    /// How many bytes the object has; `None` where there is none. Blocking.
    pub fn size_of(&self, sha256: &[u8; 32]) -> Result<Option<u64>, StoreFault> {
        let said = self.call("HEAD", &self.path_of(sha256), &[], None, b"")?;
        match said.status {
            200 => Ok(said.header("content-length").parse().ok()),
            404 => Ok(None),
            _ => Err(said.fault("a content cannot be looked for")),
        }
    }

    /// Puts a content of so many bytes. It is there as a whole or not at all. Blocking; holds one piece in memory.
    pub fn put(&self, sha256: &[u8; 32], mut content: File, bytes: u64) -> anyhow::Result<()> {
        let path = self.path_of(sha256);
        let mut piece = Vec::new();
        if bytes <= PIECE as u64 {
            content.read_to_end(&mut piece).context("a content cannot be read")?;
            let said = self.call("PUT", &path, &[], None, &piece)?;
            return match said.status {
                200 => Ok(()),
                _ => Err(said.fault("a content cannot be put").into()),
            };
        }
        let begun = self.call("POST", &path, &[("uploads", "")], None, b"")?;
        let id = match begun.element("UploadId") {
            Some(id) if begun.status == 200 => id,
            _ => return Err(begun.fault("a content cannot be begun").into()),
        };
        let put = self.put_parts(&path, &id, &mut content, &mut piece);
        let put = put.and_then(|tags| self.complete(&path, &id, &tags, sha256, bytes));
        if put.is_err() {
            // What was sent is of no use; where this fails too, the bucket's own rule clears it.
            let _ = self.call("DELETE", &path, &[("uploadId", &id)], None, b"");
        }
        put
    }

    fn put_parts(
        &self,
        path: &str,
        id: &str,
        content: &mut File,
        piece: &mut Vec<u8>,
    ) -> anyhow::Result<Vec<String>> {
        let mut tags = Vec::new();
        loop {
            piece.clear();
            content.take(PIECE as u64).read_to_end(piece).context("a content cannot be read")?;
            if piece.is_empty() {
                return Ok(tags);
            }
            let number = (tags.len() + 1).to_string();
            let said = self.call("PUT", path, &[("partNumber", &number), ("uploadId", id)], None, piece)?;
            if said.status != 200 {
                return Err(said.fault("a part of a content cannot be put").into());
            }
            tags.push(said.header("etag").to_owned());
        }
    }

    fn complete(
        &self,
        path: &str,
        id: &str,
        tags: &[String],
        sha256: &[u8; 32],
        bytes: u64,
    ) -> anyhow::Result<()> {
        let mut list = String::from("<CompleteMultipartUpload>");
        for (i, tag) in tags.iter().enumerate() {
            let (number, tag) = (i + 1, quick_xml::escape::escape(tag.as_str()));
            list.push_str(&format!("<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>"));
        }
        list.push_str("</CompleteMultipartUpload>");
        let said = self.call("POST", path, &[("uploadId", id)], None, list.as_bytes())?;
        // The protocol may say 200 and a fault; and a second try after a lost answer finds nothing to complete.
        let whole = said.status == 200 && said.element("ETag").is_some();
        if whole || self.size_of(sha256)? == Some(bytes) {
            return Ok(());
        }
        Err(said.fault("a content cannot be completed").into())
    }

    /// At most [`PIECE`] bytes of a content, from `from` on. Blocking.
    pub fn read(&self, sha256: &[u8; 32], from: u64, length: u64) -> Result<Vec<u8>, StoreFault> {
        let length = length.min(PIECE as u64);
        let range = format!("bytes={from}-{}", from + length.max(1) - 1);
        let said = self.call("GET", &self.path_of(sha256), &[], Some(&range), b"")?;
        match said.status {
            206 if said.body.len() as u64 == length => Ok(said.body),
            200 if from == 0 && said.body.len() as u64 == length => Ok(said.body),
            200 | 206 | 416 => Err(StoreFault::Changed(HEXLOWER.encode(sha256))),
            404 => Err(StoreFault::Missing(HEXLOWER.encode(sha256))),
            _ => Err(said.fault("a content cannot be read")),
        }
    }

    /// Takes a content away; one that is not there is no fault. Blocking.
    pub fn remove(&self, sha256: &[u8; 32]) -> Result<(), StoreFault> {
        let said = self.call("DELETE", &self.path_of(sha256), &[], None, b"")?;
        match said.status {
            200 | 204 | 404 => Ok(()),
            _ => Err(said.fault("a content cannot be taken away")),
        }
    }

    fn path_of(&self, sha256: &[u8; 32]) -> String {
        let name = HEXLOWER.encode(sha256);
        format!("{}{}/{name}", self.place.base, name.get(..2).unwrap_or("00"))
    }
}

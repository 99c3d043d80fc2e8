//! The extractor: urlencoded and multipart bodies into an ordered list of fields and files, all bounded.

use super::urlencoded::{self, Malformed};
use super::{FormKey, KEY_FIELD};
use crate::error::WebError;
use crate::routes::Class;
use axum::RequestExt;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use bytes::Bytes;
use std::io::{Read, Seek, SeekFrom};
use tokio::io::AsyncWriteExt;

/// The most fields a form may have: a board of 1,000 rows with fifteen boxes each, and some.
const MOST_FIELDS: usize = 20_000;

/// The longest field name in bytes.
const LONGEST_NAME: usize = 200;

/// A file up to this size stays in memory, a larger one goes to a nameless temporary file.
const IN_MEMORY: usize = 256 * 1_024;

/// What a browser sent.
#[derive(Debug, Default)]
pub struct FormData {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// One file of a form, already complete.
#[derive(Debug)]
pub struct Upload {
    pub field: String,
    /// The name on the sender's disk, without folders. Only for showing: never a path of ours.
    pub file_name: String,
    /// What the browser says it is; to be checked against the content.
    pub content_type: String,
    /// Bytes; 0 when the person chose an empty file.
    pub size: u64,
    pub body: UploadBody,
}

#[derive(Debug)]
pub enum UploadBody {
    Memory(Bytes),
    /// At its beginning; gone when dropped.
    File(std::fs::File),
}

impl Upload {
    /// The content from its beginning. Blocking: read it where blocking is allowed.
    pub fn into_reader(self) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(match self.body {
            UploadBody::Memory(bytes) => Box::new(std::io::Cursor::new(bytes)),
            UploadBody::File(mut file) => {
                file.seek(SeekFrom::Start(0))?;
                Box::new(file)
            }
        })
    }

    /// The whole content in memory, at most [`LARGEST_FILE`] bytes. Blocking.
    pub fn into_bytes(self) -> std::io::Result<Bytes> {
        if let UploadBody::Memory(bytes) = self.body {
            return Ok(bytes);
        }
        let mut content = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default());
        self.into_reader()?.read_to_end(&mut content)?;
        Ok(content.into())
    }
}

impl FormData {
    /// The first value of that name, as typed; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// The first value of that name, when it was sent at all.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All values of that name, in order: checkboxes, rows of a table.
    pub fn all<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// True when the name was sent: a ticked box, a pressed button.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Everything in the order it was sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    pub fn files(&self) -> &[Upload] {
        &self.files
    }

    /// Takes the files out, for handing them on.
    pub fn take_files(&mut self) -> Vec<Upload> {
        std::mem::take(&mut self.files)
    }

    /// The idempotency key of the form, required on every form that changes something.
    pub fn key(&self) -> Result<FormKey, WebError> {
        FormKey::parse(self.get(KEY_FIELD)).ok_or_else(|| WebError::bad_request("form-key-missing"))
    }

    /// Everything the form said, without its key, as bytes that differ when the form differs: the body that
    /// `app::once` compares. Of a file it holds name and size.
    pub fn said(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut add = |text: &str| {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        };
        for (name, value) in self.fields().filter(|(name, _)| *name != KEY_FIELD) {
            add(name);
            add(value);
        }
        for file in &self.files {
            add(&file.field);
            add(&file.file_name);
            add(&file.size.to_string());
        }
        bytes
    }

    /// For tests of pages: the fields as if a browser had sent them.
    pub fn of(fields: &[(&str, &str)]) -> FormData {
        let fields = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        FormData { fields, files: Vec::new() }
    }

    fn push(&mut self, name: String, value: &str) -> Result<(), WebError> {
        if self.fields.len() >= MOST_FIELDS {
            return Err(WebError::bad_request("form-too-many-fields"));
        }
        if name.len() > LONGEST_NAME || name.contains('\0') || value.contains('\0') {
            return Err(WebError::bad_request("form-bad-characters"));
        }
        self.fields.push((name, value.replace("\r\n", "\n").replace('\r', "\n")));
        Ok(())
    }

    async fn read_urlencoded(request: Request) -> Result<FormData, WebError> {
        // However much a form with files may carry, one without has nothing to carry.
        let limit = Class::Form.limit();
        let body: Bytes =
            request.extract().await.map_err(|e: axum::extract::rejection::BytesRejection| {
                if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    WebError::TooLarge { limit }
                } else {
                    WebError::bad_request("form-broken-off")
                }
            })?;
        if body.len() as u64 > limit {
            return Err(WebError::TooLarge { limit });
        }
        let mut data = FormData::default();
        for (name, value) in urlencoded::parse(&body, MOST_FIELDS)? {
            data.push(name, &value)?;
        }
        Ok(data)
    }

    async fn read_multipart(request: Request) -> Result<FormData, WebError> {
        let class = class_of(&request);
        let limit = class.limit();
        let refuse = |e: axum::extract::multipart::MultipartError| {
            if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
                WebError::TooLarge { limit }
            } else {
                WebError::bad_request("form-broken-off")
            }
        };
        let mut multipart: Multipart =
            request.extract().await.map_err(|_| WebError::bad_request("form-broken-off"))?;
        let mut data = FormData::default();
        let mut has_too_large = false;
        while let Some(mut part) = multipart.next_field().await.map_err(refuse)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(base_name) {
                Some(file_name) => {
                    let content_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
                    // The rest is read even when a file is too large: a browser that is still sending reads no answer.
                    let Some((size, body)) = receive(&mut part, class).await? else {
                        has_too_large = true;
                        continue;
                    };
                    // A file field left empty is sent with neither name nor content.
                    if !(file_name.is_empty() && size == 0) {
                        data.files.push(Upload { field: name, file_name, content_type, size, body });
                    }
                }
                None => {
                    let bytes = part.bytes().await.map_err(refuse)?;
                    let value = std::str::from_utf8(&bytes).map_err(|_| Malformed::NotUtf8)?;
                    data.push(name, value)?;
                }
            }
        }
        if has_too_large {
            return Err(WebError::TooLarge { limit: class.largest_file() });
        }
        Ok(data)
    }
}

impl FromRequest<crate::AppState> for FormData {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &crate::AppState) -> Result<FormData, WebError> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "application/x-www-form-urlencoded" => FormData::read_urlencoded(request).await,
            "multipart/form-data" => FormData::read_multipart(request).await,
            _ => Err(WebError::bad_request("form-not-a-form")),
        }
    }
}

impl From<Malformed> for WebError {
    fn from(why: Malformed) -> Self {
        WebError::bad_request(match why {
            Malformed::NotUtf8 => "form-not-utf8",
            Malformed::BadEscape => "form-broken-off",
            Malformed::TooManyFields => "form-too-many-fields",
        })
    }
}

fn class_of(request: &Request) -> Class {
    request.extensions().get::<Class>().copied().unwrap_or(Class::Form)
}

/// Old browsers send the whole path of the sender's disk.
fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(255).collect()
}

/// Reads one file to its end. `None` when it is larger than files of such a form may be.
async fn receive(
    part: &mut axum::extract::multipart::Field<'_>,
    class: Class,
) -> Result<Option<(u64, UploadBody)>, WebError> {
    let (limit, largest) = (class.limit(), class.largest_file());
    let mut size = 0_u64;
    let mut memory = Vec::new();
    let mut spool: Option<tokio::fs::File> = None;
    let fault = |e: std::io::Error| WebError::Fault(anyhow::Error::new(e).context("cannot keep an upload"));
    loop {
        let chunk = match part.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(e) if e.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return Err(WebError::TooLarge { limit });
            }
            Err(_) => return Err(WebError::bad_request("form-broken-off")),
        };
        size += chunk.len() as u64;
        if size > largest {
            (memory, spool) = (Vec::new(), None);
            continue;
        }
        if spool.is_none() && memory.len() + chunk.len() > IN_MEMORY {
            let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(fault)?);
            file.write_all(&memory).await.map_err(fault)?;
            memory = Vec::new();
            spool = Some(file);
        }
        match &mut spool {
            Some(file) => file.write_all(&chunk).await.map_err(fault)?,
            None => memory.extend_from_slice(&chunk),
        }
    }
    if size > largest {
        return Ok(None);
    }
    let body = match spool {
        Some(mut file) => {
            file.flush().await.map_err(fault)?;
            UploadBody::File(file.into_std().await)
        }
        None => UploadBody::Memory(memory.into()),
    };
    Ok(Some((size, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_say_the_same_are_the_same_whatever_their_key() {
        let said = |fields: &[(&str, &str)]| FormData::of(fields).said();
        assert_eq!(said(&[("a", "1"), ("form_key", "x")]), said(&[("form_key", "y"), ("a", "1")]));
        for other in [&[("a", "2")][..], &[("b", "1")], &[("a", "1"), ("a", "1")], &[("a1", "")], &[]] {
            assert_ne!(said(&[("a", "1")]), said(other), "{other:?}");
        }
    }

    #[test]
    fn a_form_without_its_key_is_refused() {
        assert!(FormData::of(&[("form_key", "00112233445566778899aabbccddeeff")]).key().is_ok());
        for key in ["", "00112233445566778899AABBCCDDEEFF", "0011", "zz112233445566778899aabbccddeeff"] {
            assert!(FormData::of(&[("form_key", key)]).key().is_err(), "{key}");
        }
    }
}

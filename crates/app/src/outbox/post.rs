//! Handing a letter to a mail server.

use super::Due;
use lettre::address::AddressError;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{SmtpTransport, Transport};
use std::time::Duration;

/// Where letters go and whom they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostConfig {
    /// `smtps://user:password@host:465`, `smtp://user:password@host:587?tls=required`, or `smtp://localhost:25` for a
    /// server on the same machine.
    pub url: String,
    /// `Ban Tổ chức <cuocthi@example.gov.vn>`. Its domain also ends every Message-ID.
    pub from: String,
}

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostFault {
    /// The server is away or asks to come back later.
    #[error("later: {0}")]
    Later(String),
    /// No such address, or the server will never take this letter.
    #[error("never: {0}")]
    Never(String),
}

/// The way to the mail server.
#[derive(Clone)]
pub struct Post {
    smtp: SmtpTransport,
    from: Mailbox,
}

/// One slow server must not hold a letter longer than its lease.
const TIMEOUT: Duration = Duration::from_secs(20);

impl Post {
    /// Reads the configuration; does not connect.
    pub fn new(config: &PostConfig) -> anyhow::Result<Self> {
        let smtp = SmtpTransport::from_url(&config.url)?.timeout(Some(TIMEOUT)).build();
        let from = config.from.parse().map_err(|e: AddressError| anyhow::anyhow!("{}: {e}", config.from))?;
        Ok(Self { smtp, from })
    }

    /// Hands one letter over; blocks until the server has taken it.
    pub fn deliver(&self, due: &Due) -> Result<(), PostFault> {
        let to: Mailbox = due
            .address
            .parse()
            .map_err(|e: AddressError| PostFault::Never(format!("{}: {e}", due.address)))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            // The same letter has the same name however often it is posted.
            .message_id(Some(format!("<outbox-{}-{}@{}>", due.id, due.created.0, self.from.email.domain())))
            .subject(due.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(due.body.clone())
            .map_err(|e| PostFault::Never(e.to_string()))?;
        match self.smtp.send(&message) {
            Ok(_) => Ok(()),
            Err(e) if e.is_permanent() => Err(PostFault::Never(e.to_string())),
            Err(e) => Err(PostFault::Later(e.to_string())),
        }
    }
}

//! Handing a letter to a mail server.

use super::Due;
use lettre::address::{Address, AddressError};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{SmtpTransport, Transport};
use std::time::{Duration, UNIX_EPOCH};

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
    /// The server knows no such address, or takes nothing for it.
    #[error("bounced: {0}")]
    Bounced(String),
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
        // An address and nothing else: no name before it, no second one behind it.
        let to: Address = due
            .address
            .parse()
            .map_err(|e: AddressError| PostFault::Bounced(format!("{}: {e}", one_line(&due.address))))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            // The same letter has the same name however often it is posted.
            .message_id(Some(format!("<outbox-{}-{}@{}>", due.id, due.created.0, self.from.email.domain())))
            // Also its date is that of its making, so that a twin is the same letter byte for byte.
            .date(UNIX_EPOCH + Duration::from_millis(u64::try_from(due.created.0).unwrap_or(0)))
            .subject(one_line(&due.subject))
            // Nobody's holiday answers a letter of a program. Source: RFC 3834.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(due.body.clone())
            .map_err(|e| PostFault::Never(e.to_string()))?;
        match self.smtp.send(&message) {
            Ok(_) => Ok(()),
            Err(e) if e.is_permanent() && is_about_address(&e) => Err(PostFault::Bounced(e.to_string())),
            Err(e) if e.is_permanent() => Err(PostFault::Never(e.to_string())),
            Err(e) => Err(PostFault::Later(e.to_string())),
        }
    }
}

/// What goes into a header stays in its line, and what looks like an encoded word is shown as it was typed.
fn one_line(text: &str) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.split(ends).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ").replace("=?", "= ?")
}

/// 550, 551, 553 are said of a mailbox. Source: RFC 5321, 4.2.3.
fn is_about_address(e: &lettre::transport::smtp::Error) -> bool {
    e.status().is_some_and(|code| ["550", "551", "553"].contains(&code.to_string().as_str()))
}

//! A small HTTP/1.1 client for loading a server from the same machine: one kept-alive connection, prebuilt requests, the whole
//! answer read. It does as little as it can, because it shares the processors with the server it measures.

use anyhow::{Context, bail, ensure};
use std::net::SocketAddr;
use std::ops::Range;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection.
pub struct Client {
    stream: TcpStream,
    /// What was read and not yet given out begins at `used`.
    buffer: Vec<u8>,
    used: usize,
}

/// An answer; its parts are borrowed from the client until the next request.
pub struct Reply<'c> {
    pub status: u16,
    /// As it travelled, without the chunk lines.
    pub body: &'c [u8],
    head: &'c [u8],
}

impl Reply<'_> {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }
}

impl Client {
    pub async fn connect(addr: SocketAddr) -> anyhow::Result<Client> {
        let stream = TcpStream::connect(addr).await.with_context(|| format!("no connection to {addr}"))?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, buffer: Vec::with_capacity(64 * 1024), used: 0 })
    }

    /// Sends a whole request and reads the whole answer.
    pub async fn send(&mut self, request: &[u8]) -> anyhow::Result<Reply<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.drain(..self.used);
        self.used = 0;
        let head_end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at;
            }
            self.more().await.context("while reading the head of an answer")?;
        };
        let head = 0..head_end;
        let status = status(&self.buffer[head.clone()])?;
        let body = self.body(head.clone(), status).await.context("while reading the body of an answer")?;
        Ok(Reply { status, body: &self.buffer[body], head: &self.buffer[head] })
    }

    async fn body(&mut self, head: Range<usize>, status: u16) -> anyhow::Result<Range<usize>> {
        let start = head.end + 4;
        let chunked = header(&self.buffer[head.clone()], "transfer-encoding").is_some_and(|v| v == "chunked");
        let length = header(&self.buffer[head], "content-length").map(str::parse::<usize>).transpose()?;
        match (chunked, length) {
            (true, _) => self.chunks(start).await,
            (false, Some(length)) => {
                while self.buffer.len() < start + length {
                    self.more().await?;
                }
                self.used = start + length;
                Ok(start..start + length)
            }
            (false, None) if status == 204 || status == 304 => {
                self.used = start;
                Ok(start..start)
            }
            (false, None) => bail!("the answer does not tell its length"),
        }
    }

    /// Moves the chunks together in place.
    async fn chunks(&mut self, start: usize) -> anyhow::Result<Range<usize>> {
        let (mut read, mut end) = (start, start);
        loop {
            let line = loop {
                match find(&self.buffer[read..], b"\r\n") {
                    Some(at) => break at,
                    None => self.more().await?,
                }
            };
            let text = std::str::from_utf8(&self.buffer[read..read + line])?;
            let size = usize::from_str_radix(text.split(';').next().unwrap_or_default().trim(), 16)?;
            read += line + 2;
            while self.buffer.len() < read + size + 2 {
                self.more().await?;
            }
            ensure!(&self.buffer[read + size..read + size + 2] == b"\r\n", "a chunk has no end");
            if size == 0 {
                self.used = read + 2;
                return Ok(start..end);
            }
            self.buffer.copy_within(read..read + size, end);
            (read, end) = (read + size + 2, end + size);
        }
    }

    async fn more(&mut self) -> anyhow::Result<()> {
        let n = self.stream.read_buf(&mut self.buffer).await?;
        ensure!(n > 0, "the server closed the connection");
        Ok(())
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    // Heads are short; the first byte is looked for by the fast path of the standard library.
    let mut from = 0;
    while let Some(at) = text[from..].iter().position(|b| *b == what[0]) {
        if text[from + at..].starts_with(what) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

fn status(head: &[u8]) -> anyhow::Result<u16> {
    ensure!(head.starts_with(b"HTTP/1.1 ") && head.len() >= 12, "not an answer of HTTP/1.1");
    Ok(std::str::from_utf8(&head[9..12])?.parse()?)
}

fn headers(head: &[u8]) -> impl Iterator<Item = (&str, &str)> {
    let text = std::str::from_utf8(head).unwrap_or_default();
    text.split("\r\n").skip(1).filter_map(|line| line.split_once(':'))
}

fn header<'h>(head: &'h [u8], name: &str) -> Option<&'h str> {
    headers(head).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// The host that requests name; the server is told to be reached under it.
pub fn host(addr: SocketAddr) -> String {
    addr.to_string()
}

/// GET as a browser sends it. `cookie` is the whole value of that header, empty for none.
pub fn get(addr: SocketAddr, path: &str, cookie: &str, gzip: bool) -> Vec<u8> {
    let encoding = if gzip { "accept-encoding: gzip\r\n" } else { "" };
    let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
    format!(
        "GET {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n{encoding}{cookie}sec-fetch-site: same-origin\r\n\r\n",
        host(addr)
    )
    .into_bytes()
}

/// POST of a form as a browser sends it.
pub fn post(addr: SocketAddr, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let body = encoded(fields);
    let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
    format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\naccept: text/html\r\n{cookie}sec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len(),
        host = host(addr),
    )
    .into_bytes()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        escape(&mut out, name);
        out.push('=');
        escape(&mut out, value);
    }
    out
}

fn escape(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// A server that says these pieces, one for every piece of a request that it gets.
    async fn says(pieces: &'static [&'static str]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await.unwrap();
            for piece in pieces {
                stream.write_all(piece.as_bytes()).await.unwrap();
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        });
        addr
    }

    #[tokio::test]
    async fn chunks_in_any_pieces_become_one_body() {
        let addr = says(&[
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: sid=xyz; HttpOnly\r\nTransfer-Encoding: chunked\r\n\r",
            "\n5\r\nhel",
            "lo\r\n1;x=y\r\n \r\n5\r\nworld\r",
            "\n0\r\n\r\n",
            "HTTP/1.1 303 See Other\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n",
        ])
        .await;
        let mut client = Client::connect(addr).await.unwrap();
        let reply = client.send(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        assert_eq!((reply.status, reply.body), (200, &b"hello world"[..]));
        let next = client.send(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        assert_eq!((next.status, next.body), (303, &b""[..]));
    }

    #[test]
    fn forms_are_encoded_as_browsers_do() {
        assert_eq!(encoded(&[("a b", "ế&="), ("c", "1,50")]), "a+b=%E1%BA%BF%26%3D&c=1%2C50");
    }
}

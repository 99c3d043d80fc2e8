//! Closed-loop load: so many clients, each sends its next request when it has its answer. One thread carries them all.

use super::http::{Client, Reply};
use anyhow::{Context, bail};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What one run of a load showed.
pub struct Shown {
    /// Milliseconds from sending to the last byte of the answer, ascending.
    latencies: Vec<f64>,
    wall: Duration,
}

impl Shown {
    pub fn new(mut latencies: Vec<f64>, wall: Duration) -> Shown {
        latencies.sort_by(f64::total_cmp);
        Shown { latencies, wall }
    }

    pub fn count(&self) -> usize {
        self.latencies.len()
    }

    /// Answers per second.
    pub fn rate(&self) -> f64 {
        self.count() as f64 / self.wall.as_secs_f64()
    }

    /// The latency that `part` (0 to 1) of the requests did not exceed.
    pub fn quantile(&self, part: f64) -> f64 {
        let last = self.count().saturating_sub(1);
        let at = (part * self.count() as f64).ceil() as usize;
        self.latencies.get(at.saturating_sub(1).min(last)).copied().unwrap_or(f64::NAN)
    }

    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}

/// Says whether an answer is the one that was asked for. Anything else ends the bench.
pub type Expect = fn(&Reply<'_>) -> anyhow::Result<()>;

pub fn is_ok(reply: &Reply<'_>) -> anyhow::Result<()> {
    is_status(reply, 200)
}

pub fn is_redirect(reply: &Reply<'_>) -> anyhow::Result<()> {
    is_status(reply, 303)
}

fn is_status(reply: &Reply<'_>, wanted: u16) -> anyhow::Result<()> {
    if reply.status == wanted {
        return Ok(());
    }
    let text: String = reply.text().chars().take(2_000).collect();
    bail!("answered {} where {wanted} was expected; it said: {text}", reply.status)
}

/// The same request from `clients` connections for that long.
pub fn repeat(
    addr: SocketAddr,
    clients: usize,
    time: Duration,
    request: &[u8],
    expect: Expect,
) -> anyhow::Result<Shown> {
    let request: Arc<[u8]> = request.into();
    run(
        addr,
        clients,
        move |_| {
            let request = request.clone();
            Box::new(std::iter::repeat(request))
        },
        Some(time),
        expect,
    )
}

/// Every request once; the n-th list goes to the n-th connection, in order.
pub fn each(addr: SocketAddr, lists: Vec<Vec<Vec<u8>>>, expect: Expect) -> anyhow::Result<Shown> {
    let clients = lists.len();
    let mut lists: Vec<Option<Vec<Vec<u8>>>> = lists.into_iter().map(Some).collect();
    run(
        addr,
        clients,
        move |n| {
            let list = lists[n].take().unwrap_or_default();
            Box::new(list.into_iter().map(Arc::from))
        },
        None,
        expect,
    )
}

type Requests = Box<dyn Iterator<Item = Arc<[u8]>> + Send>;

fn run(
    addr: SocketAddr,
    clients: usize,
    mut requests: impl FnMut(usize) -> Requests,
    time: Option<Duration>,
    expect: Expect,
) -> anyhow::Result<Shown> {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    rt.block_on(async {
        let mut connections = Vec::with_capacity(clients);
        for n in 0..clients {
            connections.push((Client::connect(addr).await?, requests(n)));
        }
        let began = Instant::now();
        let end = time.map(|t| began + t);
        let tasks: Vec<_> = connections
            .into_iter()
            .map(|(client, list)| tokio::spawn(one(client, list, end, expect)))
            .collect();
        let mut latencies = Vec::new();
        for task in tasks {
            latencies.append(&mut task.await.context("a client panicked")??);
        }
        Ok(Shown::new(latencies, began.elapsed()))
    })
}

async fn one(
    mut client: Client,
    requests: Requests,
    end: Option<Instant>,
    expect: Expect,
) -> anyhow::Result<Vec<f64>> {
    let mut latencies = Vec::new();
    for request in requests {
        let sent = Instant::now();
        if end.is_some_and(|end| sent >= end) {
            break;
        }
        let reply = client.send(&request).await?;
        expect(&reply)?;
        latencies.push(sent.elapsed().as_secs_f64() * 1e3);
    }
    Ok(latencies)
}

/// One connection, one request at a time, for scripts around the load.
pub fn ask<T>(
    addr: SocketAddr,
    request: &[u8],
    take: impl FnOnce(&Reply<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    rt.block_on(async {
        let mut client = Client::connect(addr).await?;
        let reply = client.send(request).await?;
        take(&reply)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_sorted_latencies() {
        let shown = Shown::new((1..=100).rev().map(f64::from).collect(), Duration::from_secs(2));
        assert_eq!((shown.median(), shown.quantile(0.99), shown.quantile(1.0)), (50.0, 99.0, 100.0));
        assert_eq!(shown.rate(), 50.0);
    }
}

//! PostgreSQL with several nodes: what one of them commits, the others hear.
//!
//! Each commit that changes something sends `NOTIFY` in the same transaction; one connection per process listens. A process
//! that cannot listen for a while does not keep pages meanwhile ([`Hub::set_deaf`]).

use super::DbFault;
use super::events::{Event, Hub};
use super::pg;
use std::fmt::Write as _;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio_postgres::{AsyncMessage, NoTls};

const CHANNEL: &str = "sangkien";
/// The server takes less than 8,000 bytes in one message.
const LONGEST: usize = 7_500;
const PAUSE: Duration = Duration::from_millis(500);

/// A number that tells this process from the others on the same database.
pub(super) fn node() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::process::id())
}

/// The words that tell the other nodes, for the transaction that they are about. A message is
/// `<node> <1 if a kept page may be out of date> [topic:id …]`.
pub(super) fn words(node: u64, changed: bool, notes: &[Event]) -> Option<String> {
    if !changed && notes.is_empty() {
        return None;
    }
    let head = format!("{node} {}", u8::from(changed));
    let mut messages = vec![head.clone()];
    for note in notes {
        let word = format!(" {}:{}", note.topic, note.id);
        match messages.last_mut() {
            Some(last) if last.len() + word.len() <= LONGEST => last.push_str(&word),
            _ => messages.push(format!("{head}{word}")),
        }
    }
    let mut sql = String::new();
    for message in messages {
        let sep = if sql.is_empty() { "" } else { "; " };
        // Topics are words of the program, yet a quote in one must not become SQL.
        let _ = write!(sql, "{sep}SELECT pg_notify('{CHANNEL}', '{}')", message.replace('\'', "''"));
    }
    Some(sql)
}

/// What another node said; `None` for our own words and for words that are none.
fn heard(own: u64, payload: &str) -> Option<(bool, Vec<Event>)> {
    let mut words = payload.split(' ');
    let node: u64 = words.next()?.parse().ok()?;
    if node == own {
        return None;
    }
    let changed = words.next()? == "1";
    let event = |word: &str| {
        let (topic, id) = word.rsplit_once(':')?;
        Some(Event { topic: topic.to_owned().into(), id: id.parse().ok()? })
    };
    Some((changed, words.filter_map(event).collect()))
}

/// Listens until the other end of `stop` goes away. Runs on a thread of its own.
pub(super) fn listen(url: &str, node: u64, hub: &Arc<Hub>, rt: &Runtime, mut stop: oneshot::Receiver<()>) {
    rt.block_on(async {
        loop {
            tokio::select! {
                _ = &mut stop => return,
                out = session(url, node, hub) => {
                    hub.set_deaf(true);
                    if let Err(fault) = out {
                        tracing::warn!(error = %fault, "cannot hear what other nodes commit");
                    }
                }
            }
            tokio::select! {
                _ = &mut stop => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    });
}

/// One connection, for as long as it lasts.
async fn session(url: &str, node: u64, hub: &Hub) -> Result<(), DbFault> {
    let (client, mut connection) = pg::config(url)?.connect(NoTls).await?;
    let listen = format!("LISTEN {CHANNEL}");
    let mut asked = pin!(client.batch_execute(&listen));
    let mut listening = false;
    loop {
        tokio::select! {
            out = &mut asked, if !listening => {
                out?;
                listening = true;
                // What was said before is lost, so everything kept is out of date once.
                hub.committed(true, []);
                hub.set_deaf(false);
            }
            message = poll_fn(|cx| connection.poll_message(cx)) => match message {
                None => return Ok(()),
                Some(Err(e)) => return Err(e.into()),
                Some(Ok(AsyncMessage::Notification(n))) => {
                    if let Some((changed, notes)) = heard(node, n.payload()) {
                        hub.committed(changed, notes);
                    }
                }
                Some(Ok(_)) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(topic: &'static str, id: i64) -> Event {
        Event { topic: topic.into(), id }
    }

    #[test]
    fn what_one_node_says_another_hears() {
        assert_eq!(words(7, false, &[]), None);
        let sql = words(7, true, &[note("entry", 5), note("a'b", -1)]).expect("words");
        assert_eq!(sql, "SELECT pg_notify('sangkien', '7 1 entry:5 a''b:-1')");
        assert_eq!(heard(8, "7 1 entry:5 a'b:-1"), Some((true, vec![note("entry", 5), note("a'b", -1)])));
        assert_eq!(heard(8, "7 0"), Some((false, vec![])));
        assert_eq!(heard(7, "7 1 entry:5"), None);
        assert_eq!(heard(7, "nonsense"), None);
    }

    #[test]
    fn many_events_take_several_messages() {
        let notes: Vec<Event> = (0..2000).map(|id| note("judging", id)).collect();
        let sql = words(7, true, &notes).expect("words");
        let parts: Vec<&str> = sql.split("; ").collect();
        assert!(parts.len() > 2 && parts.iter().all(|p| p.len() < 7_600));
        assert_eq!(sql.matches("judging:").count(), 2000);
    }
}

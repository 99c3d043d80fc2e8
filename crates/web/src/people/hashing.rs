//! Password hashing for pages: on a thread for blocking work, few at a time, so that a crowd at the door takes neither all
//! processors nor 19 MiB each.

use crate::WebError;
use app::people::password;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// Hashed at the same time.
const AT_ONCE: usize = 2;
/// Waiting beyond those; the next one is told to come back.
const MOST_WAITING: usize = 60;

static GATE: Semaphore = Semaphore::const_new(AT_ONCE);
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// One place in the queue, given back when dropped.
struct Place;

impl Place {
    fn take() -> Result<Place, WebError> {
        let place = Place;
        if WAITING.fetch_add(1, Ordering::Relaxed) >= AT_ONCE + MOST_WAITING {
            return Err(WebError::TooMany { retry_after_s: 5 });
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn run<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, WebError> {
    let _place = Place::take()?;
    let _permit = GATE.acquire().await.map_err(WebError::fault)?;
    tokio::task::spawn_blocking(f).await.map_err(WebError::fault)
}

/// Whether the password is the one of the hash.
pub async fn verify(password: String, hash: String) -> Result<bool, WebError> {
    run(move || password::verify(&password, &hash)).await
}

/// The hash of a password being chosen.
pub async fn hash(password: String) -> Result<String, WebError> {
    Ok(run(move || password::hash(&password)).await??)
}

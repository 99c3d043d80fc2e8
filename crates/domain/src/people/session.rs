//! Phiên làm việc: how long a log-in lasts.

use crate::time::Instant;

/// Who the session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// A person with an account: unfinished sheets and private data are open, so an idle half hour ends it.
    Person,
    /// An entrant with code and PIN, writing a text for hours.
    EntryHolder,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// However busy, a session ends after so long. Source: reliability research, section 5.5.
pub const ABSOLUTE_MS: i64 = 12 * HOUR;

/// "Last seen" is written at most so often, so that reading pages does not write.
pub const TOUCH_MS: i64 = MINUTE;

/// Idle time after which the session is over.
pub fn idle_ms(kind: SessionKind) -> i64 {
    match kind {
        SessionKind::Person => 30 * MINUTE,
        SessionKind::EntryHolder => ABSOLUTE_MS,
    }
}

/// True while the session opens doors.
pub fn is_alive(kind: SessionKind, created_at: Instant, seen_at: Instant, now: Instant) -> bool {
    // A minute more, because "last seen" may lag by as much.
    now.0 - created_at.0 < ABSOLUTE_MS && now.0 - seen_at.0 < idle_ms(kind) + TOUCH_MS
}

/// True when "last seen" is to be written again.
pub fn is_touch_due(seen_at: Instant, now: Instant) -> bool {
    now.0 - seen_at.0 >= TOUCH_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_sessions_end_when_idle_and_all_end_after_twelve_hours() {
        let born = Instant(0);
        for (kind, seen, now, alive) in [
            (SessionKind::Person, 0, 31 * MINUTE - 1, true),
            (SessionKind::Person, 0, 31 * MINUTE, false),
            (SessionKind::Person, 12 * HOUR - MINUTE, 12 * HOUR - 1, true),
            (SessionKind::Person, 12 * HOUR - MINUTE, 12 * HOUR, false),
            (SessionKind::EntryHolder, 0, 11 * HOUR, true),
            (SessionKind::EntryHolder, 11 * HOUR, 12 * HOUR, false),
        ] {
            assert_eq!(is_alive(kind, born, Instant(seen), Instant(now)), alive, "{kind:?} {seen} {now}");
        }
    }

    #[test]
    fn last_seen_is_written_once_a_minute() {
        assert!(!is_touch_due(Instant(0), Instant(MINUTE - 1)));
        assert!(is_touch_due(Instant(0), Instant(MINUTE)));
    }
}

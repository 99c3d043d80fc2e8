//! Thư mời và đặt lại mật khẩu: a link that works once and not for ever.

use crate::time::Instant;
use crate::words::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvitationKind {
    /// A new account: choose your first password.
    Invite,
    /// A forgotten password.
    Reset,
}

words!(InvitationKind { Invite = "invite", Reset = "reset" });

const HOUR: i64 = 3_600_000;

/// Why a link does not open. The page tells the same for a link that never existed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRefusal {
    Unknown,
    Used,
    Expired,
    /// The account was closed meanwhile.
    AccountClosed,
}

/// How long a link works: seven days for an invitation, one hour for a reset.
pub fn life_ms(kind: InvitationKind) -> i64 {
    match kind {
        InvitationKind::Invite => 7 * 24 * HOUR,
        InvitationKind::Reset => HOUR,
    }
}

/// Whether a link may be used at `now`; the instant of expiry itself is too late.
pub fn may_use(
    expires_at: Instant,
    used_at: Option<Instant>,
    account_open: bool,
    now: Instant,
) -> Result<(), LinkRefusal> {
    if used_at.is_some() {
        Err(LinkRefusal::Used)
    } else if now >= expires_at {
        Err(LinkRefusal::Expired)
    } else if !account_open {
        Err(LinkRefusal::AccountClosed)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_once_and_until_it_expires() {
        let end = Instant(1000);
        assert_eq!(may_use(end, None, true, Instant(999)), Ok(()));
        assert_eq!(may_use(end, None, true, Instant(1000)), Err(LinkRefusal::Expired));
        assert_eq!(may_use(end, Some(Instant(1)), true, Instant(2)), Err(LinkRefusal::Used));
        assert_eq!(may_use(end, None, false, Instant(2)), Err(LinkRefusal::AccountClosed));
        assert_eq!(life_ms(InvitationKind::Invite), 604_800_000);
        assert_eq!(life_ms(InvitationKind::Reset), 3_600_000);
    }
}

//! Chỉ tiêu: how many accepted entries each unit has brought, against what the contest asks of it.

use super::rules::{QuotaStrength, RulesEdition};

/// What one unit brought. Counted by receiving unit. Source: CONTEST-FORMAT, `quota_board`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Brought {
    pub received: u32,
    pub selected: u32,
    /// Selected, arrived, not late.
    pub forwarded_in_time: u32,
    /// Reached judging.
    pub accepted: u32,
}

/// How many a unit of this kind is asked for; 0 where no quota names the kind or the unit has none.
pub fn asked(rules: &RulesEdition, unit_kind: &str, strength: QuotaStrength) -> u32 {
    match strength {
        QuotaStrength::None => 0,
        QuotaStrength::Required | QuotaStrength::Encouraged => {
            rules.quota_for(unit_kind).map_or(0, |q| q.min)
        }
    }
}

/// A quota is met by accepted entries, not by received ones.
pub fn met(asked: u32, brought: Brought) -> bool {
    brought.accepted >= asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_accepted_entries_meet_a_quota() {
        let sent = Brought { received: 3, selected: 2, forwarded_in_time: 2, accepted: 0 };
        assert!(!met(1, sent));
        assert!(met(1, Brought { accepted: 1, ..sent }));
        assert!(met(0, Brought::default()));
    }
}

//! Access questions of this slice. The page asks the same function before it draws the button.

use super::Phase;
use crate::actor::{Actor, May, may};
use crate::ids::ContestId;

/// Make a contest and name its organiser.
pub fn create(actor: &Actor) -> May {
    may(actor.is_admin())
}

/// See a contest: everybody once it is announced, before that those who set it up or check it.
pub fn see(actor: &Actor, contest: ContestId, phase: Phase) -> May {
    may(phase != Phase::Draft
        || set_up(actor, contest).is_ok()
        || actor.is_secretary_of(contest)
        || actor.is_auditor_of(contest))
}

/// Change rules, phases, articles of the contest.
pub fn set_up(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest))
}

/// Write and publish articles: the organiser or the secretary.
pub fn write_articles(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest) || actor.is_secretary_of(contest))
}

/// See the set-up pages without changing anything.
pub fn see_set_up(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest) || actor.is_secretary_of(contest) || actor.is_auditor_of(contest))
}

/// Read the audit log of a contest. Lines without a contest (accounts, units) are the administrator's and no contest's.
pub fn read_audit(actor: &Actor, contest: Option<ContestId>) -> May {
    match contest {
        Some(c) => may(actor.is_auditor_of(c) || actor.is_organiser_of(c)),
        None => may(actor.is_admin()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, Person};
    use crate::ids::PersonId;

    #[test]
    fn a_draft_is_seen_by_those_who_set_it_up_and_the_audit_log_by_the_auditor() {
        let c = ContestId(1);
        let person = |g| Actor::Person(Person { id: PersonId(1), name: "An".into(), grants: vec![g] });
        let organiser = person(Grant::Organiser { contest: c });
        let auditor = person(Grant::Auditor { contest: c });
        let admin = person(Grant::Admin);
        for (who, actor, sees_draft, sets_up, reads_audit, reads_house_audit) in [
            ("public", &Actor::Anonymous, false, false, false, false),
            ("organiser", &organiser, true, true, true, false),
            ("auditor", &auditor, true, false, true, false),
            ("admin", &admin, false, false, false, true),
        ] {
            assert_eq!(see(actor, c, Phase::Draft).is_ok(), sees_draft, "{who}");
            assert!(see(actor, c, Phase::Open).is_ok(), "{who}");
            assert_eq!(set_up(actor, c).is_ok(), sets_up, "{who}");
            assert_eq!(read_audit(actor, Some(c)).is_ok(), reads_audit, "{who}");
            assert_eq!(read_audit(actor, None).is_ok(), reads_house_audit, "{who}");
            assert!(read_audit(actor, Some(ContestId(2))).is_err(), "{who}");
        }
    }
}

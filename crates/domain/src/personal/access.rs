//! Who may ask what is held, and who decides on a request.

use crate::actor::{Actor, May, may};
use crate::entry::access::{Subject, withdraw};
use crate::ids::ContestId;

/// Read what is held, and ask to have it erased: the author, who showed the code and the PIN; for an entry that came on paper the desk, on
/// the author's word.
pub fn ask(actor: &Actor, subject: &Subject) -> May {
    withdraw(actor, subject)
}

/// Read the requests of a contest: those who decide on them, and the auditor.
pub fn see(actor: &Actor, contest: ContestId) -> May {
    may(decide(actor, contest).is_ok() || actor.is_auditor_of(contest))
}

/// Decide on a request: the organiser, who answers for the data, or the secretary.
pub fn decide(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest) || actor.is_secretary_of(contest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, Person};
    use crate::ids::PersonId;

    #[test]
    fn the_organiser_and_the_secretary_decide_and_the_auditor_reads() {
        let c = ContestId(1);
        let person = |g| Actor::Person(Person { id: PersonId(1), name: "An".into(), grants: vec![g] });
        for (name, actor, sees, decides) in [
            ("organiser", person(Grant::Organiser { contest: c }), true, true),
            ("secretary", person(Grant::Secretary { contest: c }), true, true),
            ("auditor", person(Grant::Auditor { contest: c }), true, false),
            ("another's organiser", person(Grant::Organiser { contest: ContestId(2) }), false, false),
            ("administrator", person(Grant::Admin), false, false),
            ("anybody", Actor::Anonymous, false, false),
        ] {
            assert_eq!(see(&actor, c).is_ok(), sees, "{name}");
            assert_eq!(decide(&actor, c).is_ok(), decides, "{name}");
        }
    }
}

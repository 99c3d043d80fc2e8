//! Access questions of this slice. The page asks the same function before it draws the button.

use super::grant::{Role, WantedGrant};
use crate::actor::{Actor, May, may};
use crate::time::Instant;

/// See and make accounts, close and open them, invite.
pub fn manage_accounts(actor: &Actor) -> May {
    may(actor.is_admin())
}

/// Make and change units and their successors.
pub fn manage_units(actor: &Actor) -> May {
    may(actor.is_admin())
}

/// See messages that could not be sent by mail. They hold links that open accounts.
pub fn see_unsent_mail(actor: &Actor) -> May {
    may(actor.is_admin())
}

/// Give or take this role.
///
/// The administrator appoints those who serve units, other administrators, and the organiser of a contest. The organiser appoints the
/// contest's secretary, judges, chair, auditor and leaders. The head of a unit names clerks and delegates of the own unit.
/// So no administrator can appoint oneself a way to the marks: an organiser must be somebody else (`check_grant`).
pub fn grant(actor: &Actor, wanted: &WantedGrant, now: Instant) -> May {
    let of_unit =
        |own: bool| actor.is_admin() || (own && wanted.unit.is_some_and(|u| is_titular_head(actor, u, now)));
    match wanted.role {
        Role::Admin => may(actor.is_admin()),
        Role::Head => may(of_unit(wanted.delegate)),
        Role::Clerk => may(of_unit(true)),
        Role::Organiser => may(actor.is_admin() || wanted.contest.is_some_and(|c| actor.is_organiser_of(c))),
        Role::Secretary | Role::Judge | Role::Chair | Role::Auditor | Role::Leader => {
            may(wanted.contest.is_some_and(|c| actor.is_organiser_of(c)))
        }
    }
}

/// The head, not a delegate: power that was lent is not lent on.
fn is_titular_head(actor: &Actor, unit: crate::ids::UnitId, now: Instant) -> bool {
    use crate::actor::Grant;
    actor.is_system()
        || (actor.is_head_of(unit, now)
            && actor
                .grants()
                .iter()
                .any(|g| matches!(g, Grant::Head { unit: u, delegate: false, .. } if *u == unit)))
}

/// End the sessions of a person: one's own, or anybody's by the administrator.
pub fn log_out_everywhere(actor: &Actor, person: crate::ids::PersonId) -> May {
    may(actor.person_id() == Some(person) || actor.is_admin())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, Person};
    use crate::ids::{ContestId, PersonId, UnitId};
    use crate::time::Day;

    fn person(grants: Vec<Grant>) -> Actor {
        Actor::Person(Person { id: PersonId(1), name: "An".into(), grants })
    }

    #[test]
    fn who_gives_which_role() {
        let (unit, contest) = (UnitId(5), ContestId(9));
        let now = Instant::parse("2024-04-02T08:00:00+07:00").unwrap();
        let day = |t| Day::parse(t);
        let admin = person(vec![Grant::Admin]);
        let organiser = person(vec![Grant::Organiser { contest }]);
        let head = person(vec![Grant::Head { unit, from: None, to: None, delegate: false }]);
        let delegate = person(vec![Grant::Head {
            unit,
            from: day("2024-04-01"),
            to: day("2024-04-02"),
            delegate: true,
        }]);
        let clerk = person(vec![Grant::Clerk { unit }]);
        let of_unit = |role, delegate| WantedGrant { delegate, ..WantedGrant::of_unit(role, unit) };
        let of_contest = |role| WantedGrant::of_contest(role, contest);
        for (who, actor, wanted, yes) in [
            ("admin", &admin, of_unit(Role::Head, false), true),
            ("admin", &admin, of_contest(Role::Organiser), true),
            ("admin", &admin, of_contest(Role::Secretary), false),
            ("admin", &admin, of_contest(Role::Judge), false),
            ("organiser", &organiser, of_contest(Role::Secretary), true),
            ("organiser", &organiser, WantedGrant::of_contest(Role::Secretary, ContestId(8)), false),
            ("organiser", &organiser, of_unit(Role::Clerk, false), false),
            ("organiser", &organiser, WantedGrant::new(Role::Admin), false),
            ("head", &head, of_unit(Role::Head, true), true),
            ("head", &head, of_unit(Role::Head, false), false),
            ("head", &head, of_unit(Role::Clerk, false), true),
            ("head", &head, WantedGrant::of_unit(Role::Clerk, UnitId(6)), false),
            ("delegate", &delegate, of_unit(Role::Head, true), false),
            ("clerk", &clerk, of_unit(Role::Clerk, false), false),
            ("public", &Actor::Anonymous, of_unit(Role::Clerk, false), false),
        ] {
            assert_eq!(grant(actor, &wanted, now).is_ok(), yes, "{who} {wanted:?}");
        }
    }
}

//! The coarse question that a route asks before its handler runs: which kind of person may come here at all. Whether
//! this person may do this to that thing is asked by the action.

use crate::viewer::{Role, Viewer};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    Public,
    /// Somebody who showed an entry's code and PIN, or a signed-in person (an author with an account).
    EntryHolder,
    SignedIn,
    Clerk,
    Head,
    /// Clerk or head of a unit.
    UnitStaff,
    Secretary,
    /// A judge; the jury chair is one too.
    Judge,
    Chair,
    Organiser,
    Auditor,
    Leader,
    Admin,
    /// Secretary, chair, organiser or auditor of a contest.
    ContestStaff,
    /// The same, or a judge: the deputy takes the chair's place for some entries.
    Jury,
    /// Only where the program runs as a demonstration; elsewhere the address does not exist.
    Demo,
}

/// The answer of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// Nobody in particular: sign in first.
    SignIn,
    /// Signed in, but not in such a role.
    Forbidden,
    /// There is no such address.
    NotFound,
}

impl Access {
    pub const ALL: [Access; 16] = [
        Access::Public,
        Access::EntryHolder,
        Access::SignedIn,
        Access::Clerk,
        Access::Head,
        Access::UnitStaff,
        Access::Secretary,
        Access::Judge,
        Access::Chair,
        Access::Organiser,
        Access::Auditor,
        Access::Leader,
        Access::Admin,
        Access::ContestStaff,
        Access::Jury,
        Access::Demo,
    ];

    pub fn ask(self, viewer: &Viewer, demo: bool) -> Gate {
        let roles: &[Role] = match self {
            Access::Public => return Gate::Open,
            Access::Demo => return if demo { Gate::Open } else { Gate::NotFound },
            Access::EntryHolder if viewer.entry_id.is_some() => return Gate::Open,
            Access::EntryHolder | Access::SignedIn => {
                return if viewer.person.is_some() { Gate::Open } else { Gate::SignIn };
            }
            Access::Clerk => &[Role::Clerk],
            Access::Head => &[Role::Head],
            Access::UnitStaff => &[Role::Clerk, Role::Head],
            Access::Secretary => &[Role::Secretary],
            Access::Judge => &[Role::Judge, Role::Chair],
            Access::Chair => &[Role::Chair],
            Access::Organiser => &[Role::Organiser],
            Access::Auditor => &[Role::Auditor],
            Access::Leader => &[Role::Leader, Role::Organiser],
            Access::Admin => &[Role::Admin],
            Access::ContestStaff => &[Role::Secretary, Role::Chair, Role::Organiser, Role::Auditor],
            Access::Jury => &[Role::Secretary, Role::Chair, Role::Organiser, Role::Auditor, Role::Judge],
        };
        if viewer.has_any(roles) {
            Gate::Open
        } else if viewer.person.is_none() {
            Gate::SignIn
        } else {
            Gate::Forbidden
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::SignedIn;

    fn person(roles: &[Role]) -> Viewer {
        let person = SignedIn { person_id: 1, name: "A".to_owned(), roles: roles.to_vec() };
        Viewer { person: Some(person), entry_id: None }
    }

    #[test]
    fn nobody_in_particular_sees_public_pages_only() {
        for access in Access::ALL {
            let expected = match access {
                Access::Public => Gate::Open,
                Access::Demo => Gate::NotFound,
                _ => Gate::SignIn,
            };
            assert_eq!(access.ask(&Viewer::anonymous(), false), expected, "{access:?}");
        }
        assert_eq!(Access::Demo.ask(&Viewer::anonymous(), true), Gate::Open);
    }

    #[test]
    fn a_role_opens_its_own_gates_and_no_others() {
        let anyone = [Access::Public, Access::EntryHolder, Access::SignedIn];
        for (role, opens) in [
            (Role::Clerk, &[Access::Clerk, Access::UnitStaff][..]),
            (Role::Head, &[Access::Head, Access::UnitStaff]),
            (Role::Secretary, &[Access::Secretary, Access::ContestStaff, Access::Jury]),
            (Role::Judge, &[Access::Judge, Access::Jury]),
            (Role::Chair, &[Access::Judge, Access::Chair, Access::ContestStaff, Access::Jury]),
            (Role::Organiser, &[Access::Organiser, Access::Leader, Access::ContestStaff, Access::Jury]),
            (Role::Auditor, &[Access::Auditor, Access::ContestStaff, Access::Jury]),
            (Role::Leader, &[Access::Leader]),
            (Role::Admin, &[Access::Admin]),
        ] {
            let viewer = person(&[role]);
            for access in Access::ALL.into_iter().filter(|a| *a != Access::Demo) {
                let open = anyone.contains(&access) || opens.contains(&access);
                let expected = if open { Gate::Open } else { Gate::Forbidden };
                assert_eq!(access.ask(&viewer, false), expected, "{role:?} at {access:?}");
            }
        }
    }

    #[test]
    fn an_entry_holder_reaches_the_entry_and_is_asked_to_sign_in_for_the_rest() {
        let holder = Viewer { person: None, entry_id: Some(7) };
        assert_eq!(Access::EntryHolder.ask(&holder, false), Gate::Open);
        assert_eq!(Access::SignedIn.ask(&holder, false), Gate::SignIn);
        assert_eq!(Access::Judge.ask(&holder, false), Gate::SignIn);
    }
}

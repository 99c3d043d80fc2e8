//! Phân quyền: which role, in which scope, on which days, and who may hold it beside what.

use crate::actor::Grant;
use crate::ids::{ContestId, JudgeId, UnitId};
use crate::time::Day;
use crate::words::words;

/// A kind of role, without its scope. Source: product.md, section 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Clerk,
    Head,
    Secretary,
    Judge,
    Chair,
    Organiser,
    Auditor,
    Leader,
    Admin,
}

words!(Role {
    Clerk = "clerk",
    Head = "head",
    Secretary = "secretary",
    Judge = "judge",
    Chair = "chair",
    Organiser = "organiser",
    Auditor = "auditor",
    Leader = "leader",
    Admin = "admin",
});

impl Role {
    /// Whoever holds any role.
    pub const ANY: [Role; 9] = [
        Role::Clerk,
        Role::Head,
        Role::Secretary,
        Role::Judge,
        Role::Chair,
        Role::Organiser,
        Role::Auditor,
        Role::Leader,
        Role::Admin,
    ];
}

/// What a role is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Unit,
    Contest,
    /// A seat on the contest's panel; the panel's own page gives it (`judging::seat_judge`).
    Seat,
    Nothing,
}

impl Role {
    pub fn needs(self) -> Needs {
        match self {
            Role::Clerk | Role::Head => Needs::Unit,
            Role::Secretary | Role::Organiser | Role::Auditor | Role::Leader => Needs::Contest,
            Role::Judge | Role::Chair => Needs::Seat,
            Role::Admin => Needs::Nothing,
        }
    }

    /// Sees entries, marks or standings of a contest before the public does.
    pub fn sees_marks(self) -> bool {
        match self {
            Role::Secretary | Role::Judge | Role::Chair | Role::Organiser | Role::Auditor => true,
            Role::Clerk | Role::Head | Role::Leader | Role::Admin => false,
        }
    }

    pub fn of(grant: &Grant) -> Role {
        match grant {
            Grant::Clerk { .. } => Role::Clerk,
            Grant::Head { .. } => Role::Head,
            Grant::Secretary { .. } => Role::Secretary,
            Grant::Judge { .. } => Role::Judge,
            Grant::Chair { .. } => Role::Chair,
            Grant::Organiser { .. } => Role::Organiser,
            Grant::Auditor { .. } => Role::Auditor,
            Grant::Leader { .. } => Role::Leader,
            Grant::Admin => Role::Admin,
        }
    }
}

/// A grant as asked for: the role with whatever scope was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedGrant {
    pub role: Role,
    pub unit: Option<UnitId>,
    pub contest: Option<ContestId>,
    pub judge: Option<JudgeId>,
    /// First and last day, both included; open where `None`.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Người được ủy quyền: signs for the head on these days.
    pub delegate: bool,
}

impl WantedGrant {
    /// A role without scope or dates, to be filled in.
    pub fn new(role: Role) -> WantedGrant {
        WantedGrant { role, unit: None, contest: None, judge: None, from: None, to: None, delegate: false }
    }

    pub fn of_unit(role: Role, unit: UnitId) -> WantedGrant {
        WantedGrant { unit: Some(unit), ..WantedGrant::new(role) }
    }

    pub fn of_contest(role: Role, contest: ContestId) -> WantedGrant {
        WantedGrant { contest: Some(contest), ..WantedGrant::new(role) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantRefusal {
    UnitMissing,
    ContestMissing,
    /// Judges get their role with their seat on the panel.
    SeatMissing,
    DaysReversed,
    /// A delegate signs on given days: both ends are needed.
    DelegateNeedsDays,
    /// Only a head has delegates.
    DelegateOfWhom,
    /// The administrator keeps accounts and sees no marks; who sees marks does not keep accounts.
    AdminSeesNoMarks,
    /// The auditor reads everything of the contest and changes nothing in it.
    AuditorOnlyReads,
    /// The person has this role already, with these days.
    HeldAlready,
    /// Nobody gives a role to oneself.
    ToOneself,
    AccountClosed,
}

/// Checks a grant against what the person holds. All reasons at once.
pub fn check_grant(wanted: &WantedGrant, held: &[Grant]) -> Result<(), Vec<GrantRefusal>> {
    let mut why = Vec::new();
    match wanted.role.needs() {
        Needs::Unit if wanted.unit.is_none() => why.push(GrantRefusal::UnitMissing),
        Needs::Contest if wanted.contest.is_none() => why.push(GrantRefusal::ContestMissing),
        Needs::Seat if wanted.contest.is_none() || wanted.judge.is_none() => {
            why.push(GrantRefusal::SeatMissing)
        }
        Needs::Unit | Needs::Contest | Needs::Seat | Needs::Nothing => {}
    }
    if let (Some(from), Some(to)) = (wanted.from, wanted.to)
        && to < from
    {
        why.push(GrantRefusal::DaysReversed);
    }
    if wanted.delegate && wanted.role != Role::Head {
        why.push(GrantRefusal::DelegateOfWhom);
    } else if wanted.delegate && (wanted.from.is_none() || wanted.to.is_none()) {
        why.push(GrantRefusal::DelegateNeedsDays);
    }
    let marks_and_accounts = match wanted.role {
        Role::Admin => held.iter().any(|g| Role::of(g).sees_marks()),
        role if role.sees_marks() => held.iter().any(|g| matches!(g, Grant::Admin)),
        _ => false,
    };
    if marks_and_accounts {
        why.push(GrantRefusal::AdminSeesNoMarks);
    }
    let works_in = |contest: ContestId| {
        held.iter().any(|g| match g {
            Grant::Secretary { contest: c }
            | Grant::Organiser { contest: c }
            | Grant::Judge { contest: c, .. }
            | Grant::Chair { contest: c, .. } => *c == contest,
            _ => false,
        })
    };
    let audits =
        |contest: ContestId| held.iter().any(|g| matches!(g, Grant::Auditor { contest: c } if *c == contest));
    let both = wanted.contest.is_some_and(|c| match wanted.role {
        Role::Auditor => works_in(c),
        Role::Secretary | Role::Organiser | Role::Judge | Role::Chair => audits(c),
        Role::Clerk | Role::Head | Role::Leader | Role::Admin => false,
    });
    if both {
        why.push(GrantRefusal::AuditorOnlyReads);
    }
    if why.is_empty() && held.iter().any(|g| is_same(g, wanted)) {
        why.push(GrantRefusal::HeldAlready);
    }
    if why.is_empty() { Ok(()) } else { Err(why) }
}

fn is_same(held: &Grant, w: &WantedGrant) -> bool {
    if Role::of(held) != w.role {
        return false;
    }
    match held {
        Grant::Clerk { unit } => Some(*unit) == w.unit,
        Grant::Head { unit, from, to, delegate } => {
            Some(*unit) == w.unit && *from == w.from && *to == w.to && *delegate == w.delegate
        }
        Grant::Secretary { contest }
        | Grant::Organiser { contest }
        | Grant::Auditor { contest }
        | Grant::Leader { contest } => Some(*contest) == w.contest,
        Grant::Judge { contest, .. } | Grant::Chair { contest, .. } => Some(*contest) == w.contest,
        Grant::Admin => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use GrantRefusal::*;

    const CM: ContestId = ContestId(1);

    #[test]
    fn a_role_needs_its_scope_and_a_delegate_needs_days() {
        let day = |t| Day::parse(t);
        let head = WantedGrant::of_unit(Role::Head, UnitId(7));
        for (wanted, why) in [
            (WantedGrant::new(Role::Clerk), vec![UnitMissing]),
            (WantedGrant::new(Role::Secretary), vec![ContestMissing]),
            (WantedGrant::of_contest(Role::Judge, CM), vec![SeatMissing]),
            (WantedGrant::new(Role::Admin), vec![]),
            (head, vec![]),
            (WantedGrant { delegate: true, ..head }, vec![DelegateNeedsDays]),
            (WantedGrant { delegate: true, from: day("2024-04-01"), to: day("2024-04-01"), ..head }, vec![]),
            (
                WantedGrant { delegate: true, from: day("2024-04-02"), to: day("2024-04-01"), ..head },
                vec![DaysReversed],
            ),
            (
                WantedGrant { delegate: true, ..WantedGrant::of_unit(Role::Clerk, UnitId(7)) },
                vec![DelegateOfWhom],
            ),
        ] {
            assert_eq!(check_grant(&wanted, &[]).err().unwrap_or_default(), why, "{wanted:?}");
        }
    }

    #[test]
    fn marks_and_accounts_are_kept_apart() {
        let judge = Grant::Judge { contest: CM, judge: JudgeId(1) };
        for (role, held, why) in [
            (Role::Admin, judge.clone(), vec![AdminSeesNoMarks]),
            (Role::Admin, Grant::Clerk { unit: UnitId(1) }, vec![]),
            (Role::Admin, Grant::Admin, vec![HeldAlready]),
            (Role::Secretary, Grant::Admin, vec![AdminSeesNoMarks]),
            (Role::Auditor, Grant::Admin, vec![AdminSeesNoMarks]),
            (Role::Leader, Grant::Admin, vec![]),
            (Role::Auditor, judge, vec![AuditorOnlyReads]),
            (Role::Organiser, Grant::Auditor { contest: CM }, vec![AuditorOnlyReads]),
            (Role::Organiser, Grant::Auditor { contest: ContestId(2) }, vec![]),
            (Role::Secretary, Grant::Secretary { contest: CM }, vec![HeldAlready]),
        ] {
            let wanted = WantedGrant { contest: Some(CM), ..WantedGrant::new(role) };
            assert_eq!(
                check_grant(&wanted, std::slice::from_ref(&held)).err().unwrap_or_default(),
                why,
                "{role:?} {held:?}"
            );
        }
    }
}

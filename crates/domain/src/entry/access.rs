//! Who may do what with an entry. The page asks the same function before it draws the button.

use super::state::{EntryState, Origin};
use crate::actor::{Actor, Grant, May, may};
use crate::ids::{ContestId, EntryId, UnitId};
use crate::time::Instant;

/// What the questions are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    pub entry: EntryId,
    pub contest: ContestId,
    /// The receiving unit, once there is one.
    pub unit: Option<UnitId>,
    pub state: EntryState,
    pub origin: Origin,
    /// Its author has taken the paper entry over and writes it online from then on.
    pub taken_over: bool,
    /// The asking judge is assigned to it and not recused.
    pub assigned: bool,
    /// The asking judge declared or was found in a conflict with it.
    pub recused: bool,
    /// The asking judge must not learn whose it is: the contest is judged blind.
    pub blind: bool,
}

/// Anybody may begin an entry of an open contest.
pub fn begin(_: &Actor) -> May {
    Ok(())
}

/// The author writes an online entry and hands it in, or one on paper that was taken over; nobody else does.
pub fn write(actor: &Actor, s: &Subject) -> May {
    may(holds(actor, s) && (s.origin == Origin::Online || s.taken_over))
}

/// What came on paper is kept by the clerks of the unit and by the secretary, until its author takes it over.
pub fn keep_paper(actor: &Actor, s: &Subject) -> May {
    may(s.origin == Origin::Paper && !s.taken_over && desk(actor, s))
}

/// Who has the code and the PIN of the slip takes a paper entry over.
pub fn take_over(actor: &Actor, s: &Subject) -> May {
    may(holds(actor, s) && s.origin == Origin::Paper)
}

/// Authors with their code, the receiving unit, the committee and its auditor, judges assigned to it unless they judge blind. A draft
/// is its author's alone. Who is recused sees nothing of it, whatever other role they hold.
pub fn see(actor: &Actor, s: &Subject, now: Instant) -> May {
    if holds(actor, s) {
        return Ok(());
    }
    if s.state == EntryState::Draft || s.recused {
        return may(false);
    }
    let unit = s.unit.is_some_and(|u| actor.serves_unit(u, now));
    let committee = actor.is_secretary_of(s.contest)
        || actor.is_organiser_of(s.contest)
        || actor.is_auditor_of(s.contest);
    may(unit || committee || (jury(actor, s) && !s.blind))
}

/// Reads what tells nothing of its authors: a judge of a blind contest.
pub fn see_masked(actor: &Actor, s: &Subject) -> May {
    may(s.state != EntryState::Draft && !s.recused && s.blind && jury(actor, s))
}

fn jury(actor: &Actor, s: &Subject) -> bool {
    actor.is_chair_of(s.contest) || (s.assigned && actor.judge_in(s.contest).is_some())
}

/// The author takes it back or brings it back; for a paper entry the desk does so on the author's word.
pub fn withdraw(actor: &Actor, s: &Subject) -> May {
    may(holds(actor, s) || keep_paper(actor, s).is_ok())
}

/// A clerk of the receiving unit or the secretary records what came on paper.
pub fn record_paper(actor: &Actor, contest: ContestId, unit: UnitId) -> May {
    may(actor.is_clerk_of(unit) || actor.is_secretary_of(contest))
}

/// Serves at some desk where paper may come for this contest, of whatever unit: may read why a record is impossible.
pub fn at_some_desk(actor: &Actor, contest: ContestId) -> May {
    let desk = |g: &Grant| match g {
        Grant::Clerk { .. } => true,
        Grant::Secretary { contest: c } => *c == contest,
        _ => false,
    };
    may(actor.is_system() || actor.grants().iter().any(desk))
}

/// A lost PIN is replaced at the counter, by the receiving unit or the secretary; or by the author who still has it.
pub fn renew_pin(actor: &Actor, s: &Subject) -> May {
    may(holds(actor, s) || (desk(actor, s) && s.state != EntryState::Draft))
}

/// What authors signed on paper is recorded at the counter, for any entry that is handed in.
pub fn hear_authors(actor: &Actor, s: &Subject) -> May {
    may(s.state != EntryState::Draft && desk(actor, s))
}

fn desk(actor: &Actor, s: &Subject) -> bool {
    s.unit.is_some_and(|u| actor.is_clerk_of(u)) || actor.is_secretary_of(s.contest)
}

fn holds(actor: &Actor, s: &Subject) -> bool {
    match actor {
        Actor::EntryHolder { entry } => *entry == s.entry,
        Actor::System => true,
        Actor::Anonymous | Actor::Person(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Person;
    use crate::ids::{JudgeId, PersonId};

    const ENTRY: Subject = Subject {
        entry: EntryId(1),
        contest: ContestId(1),
        unit: Some(UnitId(1)),
        state: EntryState::HandedIn,
        origin: Origin::Online,
        taken_over: false,
        assigned: false,
        recused: false,
        blind: false,
    };

    fn person(grant: Grant) -> Actor {
        Actor::Person(Person { id: PersonId(1), name: String::new(), grants: vec![grant] })
    }

    #[test]
    fn who_may_see_and_write() {
        let c = ContestId(1);
        let judge = Grant::Judge { contest: c, judge: JudgeId(1) };
        let chair = Grant::Chair { contest: c, judge: JudgeId(1) };
        let head = |unit| Grant::Head { unit: UnitId(unit), from: None, to: None, delegate: false };
        let draft = Subject { state: EntryState::Draft, ..ENTRY };
        let paper = Subject { origin: Origin::Paper, ..ENTRY };
        let assigned = Subject { assigned: true, ..ENTRY };
        let recused = Subject { recused: true, ..ENTRY };
        for (name, actor, subject, sees, writes) in [
            ("author", Actor::EntryHolder { entry: EntryId(1) }, ENTRY, true, true),
            ("author of another", Actor::EntryHolder { entry: EntryId(2) }, ENTRY, false, false),
            ("author of a draft", Actor::EntryHolder { entry: EntryId(1) }, draft, true, true),
            ("public", Actor::Anonymous, ENTRY, false, false),
            ("clerk", person(Grant::Clerk { unit: UnitId(1) }), ENTRY, true, false),
            ("author, paper", Actor::EntryHolder { entry: EntryId(1) }, paper, true, false),
            ("clerk, draft", person(Grant::Clerk { unit: UnitId(1) }), draft, false, false),
            ("clerk elsewhere", person(Grant::Clerk { unit: UnitId(2) }), paper, false, false),
            ("head", person(head(1)), ENTRY, true, false),
            ("head elsewhere", person(head(2)), ENTRY, false, false),
            ("secretary", person(Grant::Secretary { contest: c }), ENTRY, true, false),
            ("secretary, draft", person(Grant::Secretary { contest: c }), draft, false, false),
            ("secretary elsewhere", person(Grant::Secretary { contest: ContestId(2) }), ENTRY, false, false),
            ("auditor", person(Grant::Auditor { contest: c }), ENTRY, true, false),
            ("leader", person(Grant::Leader { contest: c }), ENTRY, false, false),
            ("admin", person(Grant::Admin), ENTRY, false, false),
            ("judge", person(judge.clone()), ENTRY, false, false),
            ("assigned judge", person(judge), assigned, true, false),
            ("chair", person(chair.clone()), ENTRY, true, false),
            ("recused chair", person(chair), recused, false, false),
            ("recused secretary", person(Grant::Secretary { contest: c }), recused, false, false),
        ] {
            assert_eq!(see(&actor, &subject, Instant(0)).is_ok(), sees, "{name} sees");
            assert_eq!(write(&actor, &subject).is_ok(), writes, "{name} writes");
        }
    }

    #[test]
    fn paper_is_kept_at_the_desk() {
        let clerk = person(Grant::Clerk { unit: UnitId(1) });
        let elsewhere = person(Grant::Clerk { unit: UnitId(2) });
        let secretary = person(Grant::Secretary { contest: ContestId(1) });
        let holder = Actor::EntryHolder { entry: EntryId(1) };
        let paper = Subject { origin: Origin::Paper, ..ENTRY };
        let taken = Subject { taken_over: true, ..paper };
        assert!(write(&holder, &paper).is_err() && write(&holder, &taken).is_ok());
        for (actor, subject, takes) in [
            (&holder, paper, true),
            (&holder, ENTRY, false),
            (&clerk, paper, false),
            (&Actor::EntryHolder { entry: EntryId(2) }, paper, false),
        ] {
            assert_eq!(take_over(actor, &subject).is_ok(), takes);
        }
        for (name, actor, subject, keeps, withdraws, renews) in [
            ("clerk", &clerk, paper, true, true, true),
            ("clerk, online", &clerk, ENTRY, false, false, true),
            ("clerk elsewhere", &elsewhere, paper, false, false, false),
            ("secretary", &secretary, paper, true, true, true),
            ("author", &holder, paper, false, true, true),
            ("clerk, taken over", &clerk, taken, false, false, true),
            ("author, taken over", &holder, taken, false, true, true),
            ("public", &Actor::Anonymous, paper, false, false, false),
        ] {
            assert_eq!(keep_paper(actor, &subject).is_ok(), keeps, "{name} keeps");
            assert_eq!(withdraw(actor, &subject).is_ok(), withdraws, "{name} withdraws");
            assert_eq!(renew_pin(actor, &subject).is_ok(), renews, "{name} renews");
        }
    }
}

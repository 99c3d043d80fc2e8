//! Access questions of this slice. The page asks the same function before it draws the button.

use crate::actor::{Actor, May, may};
use crate::ids::{ContestId, UnitId};
use crate::time::Instant;

/// See the unit's desk and its entries: who serves the unit, and the auditor of the contest.
pub fn see_desk(actor: &Actor, unit: UnitId, contest: ContestId, now: Instant) -> May {
    may(actor.serves_unit(unit, now) || actor.is_auditor_of(contest))
}

/// Receive, screen, return, decline, prepare a batch.
pub fn work_desk(actor: &Actor, unit: UnitId, now: Instant) -> May {
    may(actor.serves_unit(unit, now))
}

/// Confirm an entry, take a confirmation back, sign a batch off: the head or a delegate valid on that day.
pub fn answer_for_unit(actor: &Actor, unit: UnitId, now: Instant) -> May {
    may(actor.is_head_of(unit, now))
}

/// See the committee's intake.
pub fn see_intake(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_secretary_of(contest) || actor.is_organiser_of(contest) || actor.is_auditor_of(contest))
}

/// Accept, return, reject, decide on duplicates, record what came by post.
pub fn work_intake(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_secretary_of(contest))
}

/// Give one entry or one unit more time, everybody a grace period, or take time back: the organiser, who answers for the deadline.
pub fn extend(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest))
}

/// The board of quotas and the leader's page: figures of the contest without a mark.
pub fn see_figures(actor: &Actor, contest: ContestId) -> May {
    may(see_intake(actor, contest).is_ok() || actor.is_leader_of(contest) || actor.is_chair_of(contest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, NotAllowed, Person};
    use crate::ids::{JudgeId, PersonId};
    use crate::time::Day;

    fn with(grant: Grant) -> Actor {
        Actor::Person(Person { id: PersonId(1), name: "Lê Thị An".into(), grants: vec![grant] })
    }

    #[test]
    fn who_may_what() {
        let (unit, contest) = (UnitId(3), ContestId(1));
        let now = Instant::parse("2024-04-05T08:00:00+07:00").unwrap();
        let day = |d: &str| Day::parse(d);
        let head = |from, to| Grant::Head { unit, from, to, delegate: true };
        let judge = JudgeId(1);
        // see desk, work desk, answer for unit, see intake, work intake, see figures
        let rows: [(&str, Actor, [bool; 6]); 12] = [
            ("public", Actor::Anonymous, [false; 6]),
            ("clerk", with(Grant::Clerk { unit }), [true, true, false, false, false, false]),
            ("clerk of another unit", with(Grant::Clerk { unit: UnitId(4) }), [false; 6]),
            ("head", with(head(None, None)), [true, true, true, false, false, false]),
            (
                "delegate on the last day",
                with(head(day("2024-04-01"), day("2024-04-05"))),
                [true, true, true, false, false, false],
            ),
            ("delegate of yesterday", with(head(day("2024-04-01"), day("2024-04-04"))), [false; 6]),
            ("secretary", with(Grant::Secretary { contest }), [false, false, false, true, true, true]),
            ("organiser", with(Grant::Organiser { contest }), [false, false, false, true, false, true]),
            ("auditor", with(Grant::Auditor { contest }), [true, false, false, true, false, true]),
            ("leader", with(Grant::Leader { contest }), [false, false, false, false, false, true]),
            ("judge", with(Grant::Judge { contest, judge }), [false; 6]),
            ("administrator", with(Grant::Admin), [false; 6]),
        ];
        for (who, actor, want) in rows {
            let got = [
                see_desk(&actor, unit, contest, now),
                work_desk(&actor, unit, now),
                answer_for_unit(&actor, unit, now),
                see_intake(&actor, contest),
                work_intake(&actor, contest),
                see_figures(&actor, contest),
            ];
            assert_eq!(extend(&actor, contest).is_ok(), who == "organiser", "{who} extends");
            assert_eq!(got.map(|a| a != Err(NotAllowed)), want, "{who}");
        }
    }
}

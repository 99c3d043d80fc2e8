//! Access questions of this slice. The page asks the same function before it draws the button.

use crate::actor::{Actor, May, may};
use crate::ids::{ContestId, JudgeId};

/// Seats and unseats judges.
pub fn seat_judge(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest) || actor.is_secretary_of(contest))
}

/// Gives a seat its account: the role that comes with it is the organiser's to give (`people::access::grant`).
pub fn give_account(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest))
}

/// Declares a conflict: the judge, or the secretary or organiser who learnt of it.
pub fn declare_conflict(actor: &Actor, contest: ContestId, judge: JudgeId) -> May {
    may(is_judge(actor, contest, judge) || seat_judge(actor, contest).is_ok())
}

/// Reads the list of all conflicts.
pub fn list_conflicts(actor: &Actor, contest: ContestId) -> May {
    may(runs(actor, contest) || actor.is_auditor_of(contest))
}

/// Opens and closes rounds, assigns, frees a judge of an entry.
pub fn run_round(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_secretary_of(contest) || actor.is_organiser_of(contest))
}

/// Opens a closed round again.
pub fn reopen_round(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest))
}

/// Writes on and signs a sheet: nobody but the judge it belongs to.
pub fn write_sheet(actor: &Actor, contest: ContestId, judge: JudgeId) -> May {
    may(is_judge(actor, contest, judge))
}

/// Calls a third mark.
pub fn call_third(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_chair_of(contest) || run_round(actor, contest).is_ok())
}

/// Sees the board of all sheets, exports the scores. Source: product.md, section 3; never the administrator.
pub fn see_board(actor: &Actor, contest: ContestId) -> May {
    may(runs(actor, contest) || actor.is_auditor_of(contest))
}

/// Sees the advisory ranking while a round is open: the chair alone, so that it moves nobody's pen and no decision rests on it.
pub fn see_advice(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_chair_of(contest))
}

/// Sees the marks of a round come in: the chair alone, whom nobody then can ask how it stands.
pub fn see_live(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_chair_of(contest))
}

/// Takes in counts of the public's votes, and takes them back.
pub fn count_votes(actor: &Actor, contest: ContestId) -> May {
    run_round(actor, contest)
}

/// Reads the counts: not the chair, who judges.
pub fn see_votes(actor: &Actor, contest: ContestId) -> May {
    may(run_round(actor, contest).is_ok() || actor.is_auditor_of(contest))
}

/// Draws the order of presentation.
pub fn draw_order(actor: &Actor, contest: ContestId) -> May {
    run_round(actor, contest)
}

/// Opens a meeting of the panel, leads it from entry to entry, closes it: the chair, or who keeps the minutes.
pub fn lead_meeting(actor: &Actor, contest: ContestId) -> May {
    call_third(actor, contest)
}

/// Follows a meeting on their own device.
pub fn attend(actor: &Actor, contest: ContestId) -> May {
    may(actor.judge_in(contest).is_some() || see_board(actor, contest).is_ok())
}

/// Is a judge and nothing beside that knows the authors. Source: promise 3.
pub fn judges_only(actor: &Actor, contest: ContestId) -> bool {
    actor.judge_in(contest).is_some() && run_round(actor, contest).is_err() && !actor.is_auditor_of(contest)
}

fn runs(actor: &Actor, contest: ContestId) -> bool {
    actor.is_secretary_of(contest) || actor.is_organiser_of(contest) || actor.is_chair_of(contest)
}

fn is_judge(actor: &Actor, contest: ContestId, judge: JudgeId) -> bool {
    actor.is_system() || actor.judge_in(contest) == Some(judge)
}

/// What somebody who may see the board sees of one entry on it. A judge (the chair is one) sees no total of an entry in
/// conflict at all, and none of an entry of their own before they have signed theirs. Source: invariant I6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Full,
    /// Who has signed, but no figures.
    SignaturesOnly,
}

/// `own` is what the viewer's own sheet of the entry says, where the viewer is a judge and has one: signed or not.
pub fn sight(recused: bool, own: Option<bool>) -> Sight {
    match (recused, own) {
        (false, None | Some(true)) => Sight::Full,
        (true, _) | (false, Some(false)) => Sight::SignaturesOnly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, Person};
    use crate::ids::PersonId;

    #[test]
    fn each_role_may_what_the_table_says() {
        let (c, j) = (ContestId(1), JudgeId(5));
        let actor =
            |g: Grant| Actor::Person(Person { id: PersonId(1), name: String::new(), grants: vec![g] });
        type Question = fn(&Actor) -> May;
        let questions: [(&str, Question); 11] = [
            ("seat", |a| seat_judge(a, ContestId(1))),
            ("account", |a| give_account(a, ContestId(1))),
            ("declare for 5", |a| declare_conflict(a, ContestId(1), JudgeId(5))),
            ("run", |a| run_round(a, ContestId(1))),
            ("write 5", |a| write_sheet(a, ContestId(1), JudgeId(5))),
            ("third", |a| call_third(a, ContestId(1))),
            ("board", |a| see_board(a, ContestId(1))),
            ("advice", |a| see_advice(a, ContestId(1))),
            ("live", |a| see_live(a, ContestId(1))),
            ("meeting", |a| lead_meeting(a, ContestId(1))),
            ("attend", |a| attend(a, ContestId(1))),
        ];
        for (who, grant, want) in [
            (
                "secretary",
                Grant::Secretary { contest: c },
                "seat, declare for 5, run, third, board, meeting, attend",
            ),
            (
                "organiser",
                Grant::Organiser { contest: c },
                "seat, account, declare for 5, run, third, board, meeting, attend",
            ),
            (
                "chair, judge 5",
                Grant::Chair { contest: c, judge: j },
                "declare for 5, write 5, third, board, advice, live, meeting, attend",
            ),
            ("judge 5", Grant::Judge { contest: c, judge: j }, "declare for 5, write 5, attend"),
            ("judge 6", Grant::Judge { contest: c, judge: JudgeId(6) }, "attend"),
            ("judge 5 elsewhere", Grant::Judge { contest: ContestId(2), judge: j }, ""),
            ("auditor", Grant::Auditor { contest: c }, "board, attend"),
            ("leader", Grant::Leader { contest: c }, ""),
            ("administrator", Grant::Admin, ""),
        ] {
            let got: Vec<&str> =
                questions.iter().filter(|q| q.1(&actor(grant.clone())).is_ok()).map(|q| q.0).collect();
            assert_eq!(got.join(", "), want, "{who}");
        }
        assert!(questions.iter().all(|q| q.1(&Actor::Anonymous).is_err()));
    }

    #[test]
    fn a_judge_sees_figures_of_others_only_after_signing() {
        assert_eq!(sight(false, None), Sight::Full);
        assert_eq!(sight(false, Some(true)), Sight::Full);
        assert_eq!(sight(false, Some(false)), Sight::SignaturesOnly);
        assert_eq!(sight(true, None), Sight::SignaturesOnly);
        assert_eq!(sight(true, Some(true)), Sight::SignaturesOnly);
    }
}

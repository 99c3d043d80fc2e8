//! Access questions of this slice. The page asks the same function before it draws the button.

use super::{DocumentKind, Needs};
use crate::actor::{Actor, May, may};
use crate::ids::{ContestId, UnitId};
use crate::time::Instant;

/// See the papers of a contest. Those that tell a result are also those of who may see standings; see [`see_result`].
pub fn see(actor: &Actor, contest: ContestId) -> May {
    may(actor.runs(contest) || actor.is_chair_of(contest) || actor.is_auditor_of(contest))
}

/// See a paper that tells marks, places or prizes before the release. `recused`: the actor, being a judge, must keep away from
/// an entry that stands in it.
pub fn see_result(
    actor: &Actor,
    contest: ContestId,
    kind: DocumentKind,
    recused: bool,
    released: bool,
) -> May {
    see(actor, contest)?;
    may(kind.needs() == Needs::Nothing || released || !recused)
}

/// Save wording and fields, issue a paper, attach the signed copy.
pub fn write(actor: &Actor, contest: ContestId) -> May {
    may(actor.runs(contest))
}

/// Keep a fixed copy of a paper of a unit: its clerk or head.
pub fn issue_of_unit(actor: &Actor, unit: UnitId, now: Instant) -> May {
    may(actor.serves_unit(unit, now))
}

/// Revoke a certificate: the organiser, who answers for it.
pub fn revoke(actor: &Actor, contest: ContestId) -> May {
    may(actor.is_organiser_of(contest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Grant, Person};
    use crate::ids::{JudgeId, PersonId};

    #[test]
    fn each_role_may_what_the_table_says() {
        let (contest, judge) = (ContestId(1), JudgeId(1));
        for (who, grant, want) in [
            ("secretary", Grant::Secretary { contest }, "see, table, recused table after release, write"),
            (
                "organiser",
                Grant::Organiser { contest },
                "see, table, recused table after release, write, revoke",
            ),
            ("chair", Grant::Chair { contest, judge }, "see, table, recused table after release"),
            ("auditor", Grant::Auditor { contest }, "see, table, recused table after release"),
            ("judge", Grant::Judge { contest, judge }, ""),
            ("administrator", Grant::Admin, ""),
            ("organiser elsewhere", Grant::Organiser { contest: ContestId(2) }, ""),
        ] {
            let a = Actor::Person(Person { id: PersonId(1), name: String::new(), grants: vec![grant] });
            let table = DocumentKind::ScoreTable;
            let may = [
                ("see", see(&a, contest)),
                ("table", see_result(&a, contest, table, false, false)),
                ("recused table", see_result(&a, contest, table, true, false)),
                ("recused table after release", see_result(&a, contest, table, true, true)),
                ("write", write(&a, contest)),
                ("revoke", revoke(&a, contest)),
            ];
            let got: Vec<&str> = may.iter().filter(|m| m.1.is_ok()).map(|m| m.0).collect();
            assert_eq!(got.join(", "), want, "{who}");
        }
        let chair = Actor::Person(Person {
            id: PersonId(1),
            name: String::new(),
            grants: vec![Grant::Chair { contest, judge }],
        });
        assert!(see_result(&chair, contest, DocumentKind::Plan, true, false).is_ok());
    }
}

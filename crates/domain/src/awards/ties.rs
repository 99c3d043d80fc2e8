//! Đồng hạng at a border of prizes: the only place where a person puts equal entries in order.
//!
//! Source: CONTEST-FORMAT, `ties[]` and "The chair orders only a group that crosses a prize border"; prose in
//! `docs/rules/tie-break.md`.

use crate::contest::{LastTieBreak, Pool, PrizeLevel, PrizeStructure, RulesEdition};
use crate::ids::EntryCode;
use crate::judging::rank::Placed;
use crate::text;

/// The level of each place of a pool, best first: one item per prize.
pub fn seats(rules: &RulesEdition, pool: Pool) -> Vec<&PrizeLevel> {
    let levels = match (&rules.prizes, pool) {
        (PrizeStructure::Pooled { levels, .. }, _) => levels,
        (PrizeStructure::PerCategory { individual, .. }, Pool::Individual | Pool::All) => individual,
        (PrizeStructure::PerCategory { collective, .. }, Pool::Collective) => collective,
    };
    levels.iter().flat_map(|l| std::iter::repeat_n(l, l.count)).collect()
}

/// A group of equal entries whose places do not all carry the same prize.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BorderTie {
    pub pool: Pool,
    /// By code.
    pub entries: Vec<EntryCode>,
    /// First and last place of the group.
    pub places: (usize, usize),
    /// The order that a person decided, best first.
    pub order: Option<Vec<EntryCode>>,
}

/// The groups of a pool that cross a border, best first, with the first of `orders` that names exactly their entries.
pub fn border_ties(
    rules: &RulesEdition,
    pool: Pool,
    placed: &[Placed],
    orders: &[Vec<EntryCode>],
) -> Vec<BorderTie> {
    let seats = seats(rules, pool);
    let level = |place: usize| seats.get(place - 1).map(|l| &l.code);
    placed
        .chunk_by(|a, b| a.place == b.place)
        .filter_map(|group| {
            let places = (group[0].place, group[0].place + group.len() - 1);
            let crosses = (places.0..=places.1).any(|p| level(p) != level(places.0));
            let entries: Vec<EntryCode> = group.iter().map(|p| p.entry.clone()).collect();
            let order = orders.iter().find(|o| same_entries(o, &entries)).cloned();
            crosses.then_some(BorderTie { pool, entries, places, order })
        })
        .collect()
}

/// True where the order names exactly these entries, each once. `entries` is sorted.
fn same_entries(order: &[EntryCode], entries: &[EntryCode]) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort();
    sorted == entries
}

/// Who puts the group in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decider {
    Chair,
    /// With the votes and the minutes of the meeting.
    Committee(super::confirm::Ballot),
    /// A decision that was taken before and is only recorded here.
    Recorded,
}

/// Why an order is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TieRefusal {
    NoStandings,
    /// The prizes are confirmed.
    TooLate,
    /// The rules leave this to the chair.
    OnlyTheChair,
    /// The rules leave this to a vote of the committee.
    OnlyTheCommittee,
    /// By the rules nobody orders equal entries.
    Nobody,
    /// The entries named are no group of equal entries across a border of prizes.
    NotAGroup,
    AlreadyDecided,
    /// The decider is in conflict with one of the entries.
    Recused {
        entry: EntryCode,
    },
    ReasonMissing,
    ReasonTooLong {
        most: usize,
    },
    Vote(super::confirm::ConfirmRefusal),
}

/// Longest reason, in characters.
pub const MOST_REASON: usize = 2_000;

/// Checks an order: `order` names a whole undecided group of `ties`, the decider is the one whom the rules name.
pub fn decide(
    rules: &RulesEdition,
    ties: &[BorderTie],
    order: &[EntryCode],
    decider: &Decider,
    recused: &[EntryCode],
    reason: &str,
) -> Result<(), Vec<TieRefusal>> {
    // First, and alone: what else is said of an order would tell whether the hidden entry is in such a group.
    if let Some(entry) = order.iter().find(|e| recused.contains(e)) {
        return Err(vec![TieRefusal::Recused { entry: entry.clone() }]);
    }
    let mut no = vec![];
    match (rules.judging.last_tie_break, decider) {
        (LastTieBreak::Nobody, _) => no.push(TieRefusal::Nobody),
        (LastTieBreak::Chair, Decider::Committee(_)) => no.push(TieRefusal::OnlyTheChair),
        (LastTieBreak::CommitteeVote, Decider::Chair) => no.push(TieRefusal::OnlyTheCommittee),
        (LastTieBreak::CommitteeVote, Decider::Committee(ballot)) => {
            let wrong = super::confirm::check_ballot(rules.committee_majority, ballot);
            no.extend(wrong.into_iter().map(TieRefusal::Vote));
        }
        (LastTieBreak::Chair, Decider::Chair) | (_, Decider::Recorded) => {}
    }
    match ties.iter().find(|t| same_entries(order, &t.entries)) {
        None => no.push(TieRefusal::NotAGroup),
        Some(t) if t.order.is_some() => no.push(TieRefusal::AlreadyDecided),
        Some(_) => {}
    }
    if reason.trim().is_empty() {
        no.push(TieRefusal::ReasonMissing);
    } else if text::length(reason) > MOST_REASON {
        no.push(TieRefusal::ReasonTooLong { most: MOST_REASON });
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::awards::allocate::tests::{pooled, scored};
    use crate::awards::confirm::{Ballot, ConfirmRefusal};
    use crate::judging::rank::rank;

    fn codes(text: &str) -> Vec<EntryCode> {
        text.chars().map(|c| EntryCode(c.to_string())).collect()
    }

    fn ties(values: &[i64], orders: &[&str]) -> Vec<(String, (usize, usize), bool)> {
        let orders: Vec<Vec<EntryCode>> = orders.iter().map(|o| codes(o)).collect();
        border_ties(&pooled(&[1, 2]), Pool::All, &rank(scored(values)), &orders)
            .into_iter()
            .map(|t| (t.entries.iter().map(EntryCode::to_string).collect(), t.places, t.order.is_some()))
            .collect()
    }

    #[test]
    fn only_a_group_across_a_border_is_put_in_order() {
        for (what, values, want) in [
            ("no tie", vec![5, 4, 3, 2], vec![]),
            ("within one level", vec![5, 4, 4, 2], vec![]),
            ("between levels", vec![5, 5, 4, 2], vec![("AB", (1, 2))]),
            ("last prize and none", vec![5, 4, 3, 3], vec![("CD", (3, 4))]),
            ("behind the prizes", vec![5, 4, 3, 2, 2], vec![]),
            ("across everything", vec![5, 5, 5, 5], vec![("ABCD", (1, 4))]),
        ] {
            let want: Vec<_> = want.into_iter().map(|(e, p): (&str, _)| (e.to_owned(), p, false)).collect();
            assert_eq!(ties(&values, &[]), want, "{what}");
        }
    }

    #[test]
    fn an_order_counts_when_it_names_exactly_the_group() {
        for (order, taken) in
            [("BA", true), ("AB", true), ("A", false), ("ABC", false), ("AA", false), ("CD", false)]
        {
            assert_eq!(ties(&[5, 5, 4, 2], &[order]), [("AB".to_owned(), (1, 2), taken)], "{order}");
        }
    }

    #[test]
    fn the_one_named_in_the_rules_decides_with_a_reason() {
        use TieRefusal::*;
        let placed = rank(scored(&[5, 5, 4, 2]));
        let vote =
            |votes_for| Decider::Committee(Ballot { votes: Some((votes_for, 9)), minutes: "BB 12".into() });
        let few = Vote(ConfirmRefusal::NotEnough { votes_for: 5, votes_cast: 9 });
        for (rule, decider, order, reason, want) in [
            (LastTieBreak::Chair, Decider::Chair, "BA", "chi phí thấp hơn", vec![]),
            (LastTieBreak::Chair, Decider::Recorded, "BA", "x", vec![]),
            (LastTieBreak::Chair, vote(9), "BA", "x", vec![OnlyTheChair]),
            (LastTieBreak::CommitteeVote, vote(6), "BA", "x", vec![]),
            (LastTieBreak::CommitteeVote, vote(5), "BA", "x", vec![few]),
            (LastTieBreak::CommitteeVote, Decider::Chair, "BA", "x", vec![OnlyTheCommittee]),
            (LastTieBreak::Nobody, Decider::Chair, "BA", "x", vec![Nobody]),
            (LastTieBreak::Chair, Decider::Chair, "BC", " ", vec![NotAGroup, ReasonMissing]),
        ] {
            let mut rules = pooled(&[1, 2]);
            rules.judging.last_tie_break = rule;
            rules.committee_majority = crate::ratio::Ratio::parse("2/3");
            let ties = border_ties(&rules, Pool::All, &placed, &[]);
            let got = decide(&rules, &ties, &codes(order), &decider, &[], reason);
            assert_eq!(got.err().unwrap_or_default(), want, "{rule:?} {decider:?} {order}");
        }
        let rules = pooled(&[1, 2]);
        let decided = border_ties(&rules, Pool::All, &placed, &[codes("AB")]);
        assert_eq!(
            decide(&rules, &decided, &codes("BA"), &Decider::Chair, &[], "x"),
            Err(vec![AlreadyDecided])
        );
        let open = border_ties(&rules, Pool::All, &placed, &[]);
        let recused = decide(&rules, &open, &codes("BA"), &Decider::Chair, &codes("A"), "x");
        assert_eq!(recused, Err(vec![Recused { entry: "A".into() }]));
    }
}

//! Giải phụ: the committee chooses who gets a side prize, with a reason and, where the rules ask for it, a vote. Drafts until the
//! prizes are confirmed; then every one of them is looked at again. Source: `contest::SidePrize`; prose in `docs/rules/side-prizes.md`.

use super::confirm::{Ballot, ConfirmRefusal, MOST_MINUTES, check_ballot};
use crate::contest::{Category, Form, SidePrize, SideTo};
use crate::ids::{AreaCode, EntryCode, LevelCode, UnitCode};
use crate::money::Vnd;
use crate::text;

/// Who gets it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SideWinner {
    Entry(EntryCode),
    Unit(UnitCode),
}

impl SideWinner {
    /// The code of the entry or of the unit.
    pub fn code(&self) -> &str {
        match self {
            SideWinner::Entry(entry) => entry.as_str(),
            SideWinner::Unit(unit) => unit.as_str(),
        }
    }

    pub fn kind(&self) -> SideTo {
        match self {
            SideWinner::Entry(_) => SideTo::Entry,
            SideWinner::Unit(_) => SideTo::Unit,
        }
    }
}

/// What the rules ask about an entry that reached judging, or about a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidate {
    Entry {
        code: EntryCode,
        areas: Vec<AreaCode>,
        form: Form,
        category: Category,
        /// The kind of the unit that received it.
        unit_kind: String,
        /// It has a prize of the structure.
        has_main: bool,
    },
    Unit {
        code: UnitCode,
        kind: String,
        /// How many of its entries reached judging.
        entries: usize,
    },
}

/// A side prize given to somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct SideAward {
    pub prize: LevelCode,
    pub candidate: Candidate,
    pub votes: Option<(u32, u32)>,
}

/// Why somebody cannot have a side prize.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The prize is for entries, or for units.
    Kind(SideTo),
    Area,
    Form,
    Category,
    UnitKind,
    /// It has a prize of the structure, beside which this one does not stand.
    HasMainPrize,
    /// A unit none of whose entries reached judging.
    NoEntries,
}

/// Why a proposal is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideRefusal {
    /// Places are not known yet.
    NoStandings,
    AlreadyConfirmed,
    UnknownPrize,
    /// No entry that reached judging, no unit of this code.
    UnknownWinner,
    /// All of this prize are given.
    NoneLeft {
        count: usize,
    },
    GivenAlready,
    Misfit(Misfit),
    ReasonMissing,
    ReasonTooLong {
        most: usize,
    },
    /// Votes that are missing, impossible or too few.
    Votes(ConfirmRefusal),
}

impl Candidate {
    pub fn winner(&self) -> SideWinner {
        match self {
            Candidate::Entry { code, .. } => SideWinner::Entry(code.clone()),
            Candidate::Unit { code, .. } => SideWinner::Unit(code.clone()),
        }
    }
}

/// Everything about a candidate that the prize does not admit.
pub fn misfits(prize: &SidePrize, candidate: &Candidate) -> Vec<Misfit> {
    let fits = &prize.eligible;
    let kind_of_unit = |kind: &String| fits.unit_kinds.is_empty() || fits.unit_kinds.contains(kind);
    let mut no = vec![];
    match (prize.to, candidate) {
        (SideTo::Entry, Candidate::Entry { areas, form, category, unit_kind, has_main, .. }) => {
            if !fits.areas.is_empty() && !areas.iter().any(|a| fits.areas.contains(a)) {
                no.push(Misfit::Area);
            }
            if !fits.forms.is_empty() && !fits.forms.contains(form) {
                no.push(Misfit::Form);
            }
            if !fits.categories.is_empty() && !fits.categories.contains(category) {
                no.push(Misfit::Category);
            }
            if !kind_of_unit(unit_kind) {
                no.push(Misfit::UnitKind);
            }
            if *has_main && !prize.beside_main {
                no.push(Misfit::HasMainPrize);
            }
        }
        (SideTo::Unit, Candidate::Unit { kind, entries, .. }) => {
            if !kind_of_unit(kind) {
                no.push(Misfit::UnitKind);
            }
            if *entries == 0 {
                no.push(Misfit::NoEntries);
            }
        }
        (SideTo::Entry, Candidate::Unit { .. }) | (SideTo::Unit, Candidate::Entry { .. }) => {
            no.push(Misfit::Kind(prize.to));
        }
    }
    no
}

/// What the winner gets. The rules were read only because the product is whole đồng.
pub fn amount(prize: &SidePrize, candidate: &Candidate) -> Vnd {
    match candidate {
        Candidate::Entry { category: Category::Collective, .. } => {
            prize.prize_vnd.times(prize.collective_factor).unwrap_or(prize.prize_vnd)
        }
        Candidate::Entry { .. } | Candidate::Unit { .. } => prize.prize_vnd,
    }
}

/// Checks a proposal. `given`: who has this prize already. All reasons at once.
pub fn propose(
    prize: &SidePrize,
    given: &[SideWinner],
    candidate: &Candidate,
    reason: &str,
    votes: Option<(u32, u32)>,
) -> Result<Vnd, Vec<SideRefusal>> {
    let mut no: Vec<SideRefusal> = misfits(prize, candidate).into_iter().map(SideRefusal::Misfit).collect();
    if given.contains(&candidate.winner()) {
        no.push(SideRefusal::GivenAlready);
    } else if given.len() >= prize.count {
        no.push(SideRefusal::NoneLeft { count: prize.count });
    }
    if reason.trim().is_empty() {
        no.push(SideRefusal::ReasonMissing);
    } else if text::length(reason) > MOST_MINUTES {
        no.push(SideRefusal::ReasonTooLong { most: MOST_MINUTES });
    }
    no.extend(voted(prize, votes).err().map(SideRefusal::Votes));
    if no.is_empty() { Ok(amount(prize, candidate)) } else { Err(no) }
}

fn voted(prize: &SidePrize, votes: Option<(u32, u32)>) -> Result<(), ConfirmRefusal> {
    let ballot = Ballot { votes, minutes: "the reason of the proposal".to_owned() };
    check_ballot(prize.majority, &ballot).into_iter().next().map_or(Ok(()), Err)
}

/// A side prize with nobody who may have it, or more of it than there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoLongerFits {
    pub prize: LevelCode,
    pub winner: SideWinner,
}

/// What all side prizes come to: what each winner gets, in the order given, and one code for each that nobody got.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideResult {
    pub amounts: Vec<Vnd>,
    pub unawarded: Vec<LevelCode>,
    pub total: Vnd,
}

/// Looks at all side prizes again, with the prizes of the structure as they are now: for the confirmation, and for whoever verifies.
pub fn settle(prizes: &[SidePrize], awards: &[SideAward]) -> Result<SideResult, Vec<NoLongerFits>> {
    let mut wrong = vec![];
    let mut out = SideResult::default();
    for (n, award) in awards.iter().enumerate() {
        let winner = award.candidate.winner();
        let before = || awards[..n].iter().filter(|a| a.prize == award.prize);
        let twice = before().any(|a| a.candidate.winner() == winner);
        match prizes.iter().find(|p| p.code == award.prize) {
            Some(prize)
                if !twice
                    && before().count() < prize.count
                    && misfits(prize, &award.candidate).is_empty()
                    && voted(prize, award.votes).is_ok() =>
            {
                out.amounts.push(amount(prize, &award.candidate));
            }
            Some(_) | None => wrong.push(NoLongerFits { prize: award.prize.clone(), winner }),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    for prize in prizes {
        let given = awards.iter().filter(|a| a.prize == prize.code).count();
        out.unawarded.extend((given..prize.count).map(|_| prize.code.clone()));
    }
    out.total = out.amounts.iter().copied().sum();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::Eligible;
    use crate::ratio::Ratio;

    fn prize(code: &str, count: usize) -> SidePrize {
        SidePrize {
            code: code.into(),
            name: String::new(),
            count,
            prize_vnd: Vnd(500_000),
            to: SideTo::Entry,
            eligible: Eligible::default(),
            beside_main: true,
            collective_factor: Ratio::new(3, 2).unwrap(),
            majority: None,
        }
    }

    fn entry(code: &str) -> Candidate {
        Candidate::Entry {
            code: code.into(),
            areas: vec!["mot_cua".into(), "so_hoa".into()],
            form: Form::Video,
            category: Category::Individual,
            unit_kind: "commune".into(),
            has_main: false,
        }
    }

    fn collective(code: &str) -> Candidate {
        let Candidate::Entry { code, areas, form, unit_kind, has_main, .. } = entry(code) else {
            unreachable!()
        };
        Candidate::Entry { code, areas, form, category: Category::Collective, unit_kind, has_main }
    }

    fn winner_of_main(code: &str) -> Candidate {
        let Candidate::Entry { code, areas, form, unit_kind, category, .. } = entry(code) else {
            unreachable!()
        };
        Candidate::Entry { code, areas, form, category, unit_kind, has_main: true }
    }

    fn unit(entries: usize) -> Candidate {
        Candidate::Unit { code: "X-1".into(), kind: "commune".into(), entries }
    }

    fn only(eligible: Eligible) -> SidePrize {
        SidePrize { eligible, ..prize("a", 1) }
    }

    #[test]
    fn the_rules_say_who_may_be_chosen() {
        let none = Eligible::default();
        let to_unit = SidePrize { to: SideTo::Unit, ..prize("a", 1) };
        let alone = SidePrize { beside_main: false, ..prize("a", 1) };
        for (what, prize, candidate, want) in [
            ("anybody", prize("a", 1), entry("E"), vec![]),
            (
                "one of two areas",
                only(Eligible { areas: vec!["so_hoa".into()], ..none.clone() }),
                entry("E"),
                vec![],
            ),
            (
                "nothing fits",
                only(Eligible {
                    areas: vec!["dat_dai".into()],
                    forms: vec![Form::Written],
                    categories: vec![Category::Collective],
                    unit_kinds: vec!["school".into()],
                }),
                entry("E"),
                vec![Misfit::Area, Misfit::Form, Misfit::Category, Misfit::UnitKind],
            ),
            ("beside a main prize", prize("a", 1), winner_of_main("E"), vec![]),
            ("alone", alone, winner_of_main("E"), vec![Misfit::HasMainPrize]),
            ("a unit", to_unit.clone(), unit(4), vec![]),
            ("a unit without entries", to_unit.clone(), unit(0), vec![Misfit::NoEntries]),
            ("an entry for a unit", to_unit, entry("E"), vec![Misfit::Kind(SideTo::Unit)]),
            ("a unit for an entry", prize("a", 1), unit(4), vec![Misfit::Kind(SideTo::Entry)]),
        ] {
            assert_eq!(misfits(&prize, &candidate), want, "{what}");
        }
    }

    #[test]
    fn a_proposal_needs_a_reason_room_and_the_votes_that_the_rules_ask_for() {
        use SideRefusal::*;
        let voted = SidePrize { majority: Ratio::new(1, 2), ..prize("a", 1) };
        let few = Votes(ConfirmRefusal::NotEnough { votes_for: 2, votes_cast: 5 });
        let e = || SideWinner::Entry("E".into());
        for (what, prize, given, reason, votes, want) in [
            ("fine", prize("a", 2), vec![SideWinner::Entry("F".into())], "hay", None, vec![]),
            ("no reason", prize("a", 1), vec![], "  ", None, vec![ReasonMissing]),
            (
                "none left",
                prize("a", 1),
                vec![SideWinner::Entry("F".into())],
                "hay",
                None,
                vec![NoneLeft { count: 1 }],
            ),
            ("twice", prize("a", 2), vec![e()], "hay", None, vec![GivenAlready]),
            ("no vote", voted.clone(), vec![], "hay", None, vec![Votes(ConfirmRefusal::VotesMissing)]),
            ("too few", voted.clone(), vec![], "hay", Some((2, 5)), vec![few]),
            ("exactly half", voted, vec![], "hay", Some((2, 4)), vec![]),
        ] {
            let got = propose(&prize, &given, &entry("E"), reason, votes);
            assert_eq!(got.err().unwrap_or_default(), want, "{what}");
        }
    }

    #[test]
    fn the_factor_of_groups_applies_where_the_prize_says_so() {
        assert_eq!(propose(&prize("a", 1), &[], &collective("E"), "hay", None), Ok(Vnd(750_000)));
        let plain = SidePrize { collective_factor: Ratio::ONE, ..prize("a", 1) };
        assert_eq!(propose(&plain, &[], &collective("E"), "hay", None), Ok(Vnd(500_000)));
    }

    #[test]
    fn what_no_longer_fits_is_named() {
        let alone = SidePrize { beside_main: false, ..prize("a", 1) };
        let award = |candidate| SideAward { prize: "a".into(), candidate, votes: None };
        let wrong = |code: &str| NoLongerFits { prize: "a".into(), winner: SideWinner::Entry(code.into()) };
        assert_eq!(
            settle(std::slice::from_ref(&alone), &[award(winner_of_main("E"))]),
            Err(vec![wrong("E")])
        );
        assert_eq!(settle(&[alone], &[award(entry("E")), award(entry("F"))]), Err(vec![wrong("F")]));
        assert_eq!(settle(&[], &[award(entry("E"))]), Err(vec![wrong("E")]));
    }

    proptest::proptest! {
        #[test]
        fn sums_are_equal_and_counts_are_kept(
            counts in proptest::collection::vec(1usize..4, 0..4), picks in proptest::collection::vec((0usize..5, 0usize..6, proptest::bool::ANY), 0..14),
        ) {
            let prizes: Vec<SidePrize> = counts.iter().enumerate().map(|(n, c)| prize(&format!("p{n}"), *c)).collect();
            let mut awards: Vec<SideAward> = vec![];
            let mut sum = 0;
            for (p, e, group) in picks {
                let Some(prize) = prizes.get(p) else { continue };
                let code = format!("E{e}");
                let candidate = if group { collective(&code) } else { entry(&code) };
                let given: Vec<SideWinner> =
                    awards.iter().filter(|a| a.prize == prize.code).map(|a| a.candidate.winner()).collect();
                if propose(prize, &given, &candidate, "hay", None).is_ok() {
                    sum += if group { 750_000 } else { 500_000 };
                    awards.push(SideAward { prize: prize.code.clone(), candidate, votes: None });
                }
            }
            // Whatever is proposed one by one also holds together.
            let all = settle(&prizes, &awards).unwrap();
            proptest::prop_assert_eq!(all.total, Vnd(sum));
            proptest::prop_assert_eq!(all.amounts.len(), awards.len());
            proptest::prop_assert_eq!(awards.len() + all.unawarded.len(), counts.iter().sum::<usize>());
        }
    }
}

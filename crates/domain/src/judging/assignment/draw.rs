//! The drawn plan: no pair of entry and judge can be counted on beforehand.
//!
//! From a seed every pair is barred with a fixed chance, each by itself; among the pairs that are left the best plan is taken. So
//! nobody, whatever utilities they arrange, gets a certain pair with more than the chance of not being barred. The hash of the seed
//! is made known before utilities and conflicts are final, the seed itself afterwards: then anybody draws the same bars again.
//!
//! Where the bars leave no plan, fewer are kept: the chance goes up by half of what is left, the bars that stay are among those
//! before. Source: ours, after Jecmen, Zhang, Liu, Shah, Conitzer, Fang, *Mitigating Manipulation in Peer Review*, 2020.

use super::{Instance, best};

/// 32 bytes, as four words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u64; 4]);

/// A plan that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub solved: best::Solved,
    /// The chance of a pair to be open, in 65,536ths, with which there was a plan; 65,536 is no draw at all.
    pub open: u32,
    /// What was left open: the certificate of the plan is for this.
    pub instance: Instance,
}

/// All pairs open.
pub const ALL: u32 = 65_536;
/// Three pairs of four.
pub const USUAL: u32 = 49_152;

impl Seed {
    pub fn from_bytes(bytes: [u8; 32]) -> Seed {
        let word = |at: usize| (0..8).fold(0, |word, n| word << 8 | u64::from(bytes[at * 8 + n]));
        Seed([word(0), word(1), word(2), word(3)])
    }

    /// The number of a pair, below [`ALL`]: the same on every machine.
    pub fn of_pair(self, entry: usize, judge: usize) -> u32 {
        let mut state = 0x243f_6a88_85a3_08d3_u64;
        for word in self.0.into_iter().chain([entry as u64, judge as u64]) {
            state = mix(state ^ word);
        }
        (state >> 48) as u32
    }
}

/// Splitmix: every bit of the number changes every bit of the answer.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The instance with the bars of the seed: a pair stays open where its number is below `open`.
pub fn barred(instance: &Instance, seed: Seed, open: u32) -> Instance {
    instance.only(|e, j| seed.of_pair(e, j) < open)
}

/// Draws with this chance, or the next higher one that leaves a plan. `None`: there is no plan at all.
pub fn solve(instance: &Instance, seed: Seed, open: u32) -> Option<Drawn> {
    let mut open = open.min(ALL);
    loop {
        let left = barred(instance, seed, open);
        if let Some(solved) = best::solve(&left) {
            return Some(Drawn { solved, open, instance: left });
        }
        if open == ALL {
            return None;
        }
        open += (ALL - open).div_ceil(2);
    }
}

#[cfg(test)]
mod tests {
    use super::super::instance::tests::draft;
    use super::*;

    #[test]
    fn a_pair_is_open_as_often_as_said_and_by_itself() {
        let (mut open, mut both) = (0, 0);
        for n in 0..4_000_u64 {
            let seed = Seed([n, 1, 2, 3]);
            let of = |e, j| seed.of_pair(e, j) < USUAL;
            open += u32::from(of(5, 7));
            both += u32::from(of(5, 7) && of(7, 5));
        }
        assert!((2_900..3_100).contains(&open) && (2_150..2_350).contains(&both), "{open} {both}");
    }

    #[test]
    fn the_same_seed_draws_the_same_plan_and_no_pair_is_certain() {
        let mut d = draft(12, 6, 2, 4, 4);
        d.utility[0][0] = 1_000_000;
        let instance = d.check().unwrap();
        let mut wanted = 0;
        for n in 0..200 {
            let seed = Seed([n, n * n, 9, 1]);
            let drawn = solve(&instance, seed, USUAL).unwrap();
            assert_eq!(solve(&instance, seed, USUAL), Some(drawn.clone()));
            super::super::certificate::check_assignment(&instance, &drawn.solved.assignment).unwrap();
            wanted += u32::from(drawn.solved.assignment[0].contains(&0));
        }
        assert!((120..175).contains(&wanted), "{wanted} of 200");
    }

    #[test]
    fn bars_give_way_where_they_leave_no_plan() {
        let tight = draft(3, 2, 2, 3, 3).check().unwrap();
        let drawn = solve(&tight, Seed([4, 4, 4, 4]), 8_192).unwrap();
        assert!(drawn.open > 8_192);
        let mut none = draft(1, 1, 1, 1, 0);
        none.conflict = vec![(0, 0)];
        assert_eq!(solve(&none.check().unwrap(), Seed([1; 4]), USUAL), None);
    }
}

//! Giải phụ: prizes announced beside the structure, for something that places do not measure: the best video, the youngest
//! author, the commune with most entries. The committee chooses; the rules say how many, how much and who may be chosen.
//!
//! In `contest.json`: `prizes.side[]`. Prose: `docs/rules/side-prizes.md`. Source: product.md, section 5, "side prizes".

use super::rules::{Category, Form};
use crate::ids::{AreaCode, LevelCode};
use crate::money::Vnd;
use crate::ratio::Ratio;
use crate::words::words;

/// One kind of side prize.
#[derive(Debug, Clone, PartialEq)]
pub struct SidePrize {
    /// Not the code of a level, nor of another side prize.
    pub code: LevelCode,
    pub name: String,
    /// How many of it there are at most; at least one.
    pub count: usize,
    pub prize_vnd: Vnd,
    pub to: SideTo,
    pub eligible: Eligible,
    /// An entry that has a prize of the structure may have it too.
    pub beside_main: bool,
    /// A collective gets the amount times this; 1 where the factor does not apply. The product is whole đồng.
    pub collective_factor: Ratio,
    /// The share of the votes cast that the committee's proposal needs; `None`: proposed without a vote.
    pub majority: Option<Ratio>,
}

/// Who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideTo {
    Entry,
    /// A unit that entries were handed in to.
    Unit,
}

words!(SideTo { Entry = "entry", Unit = "unit" });

/// Who may be chosen. An empty list admits all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Eligible {
    /// At least one of the entry's areas is among them.
    pub areas: Vec<AreaCode>,
    pub forms: Vec<Form>,
    pub categories: Vec<Category>,
    /// The kind of the unit: of the one that received the entry, or of the unit itself.
    pub unit_kinds: Vec<String>,
}

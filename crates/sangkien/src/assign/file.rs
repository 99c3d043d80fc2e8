//! Instances and plans as files say them.

use super::{Which, counted};
use domain::judging::assignment::Assignment;
use domain::judging::assignment::blocking::{Blocking, Kind};
use domain::judging::assignment::certificate::Certificate;
use domain::judging::assignment::fairest::{FairTotal, WeakestProof};
use serde::{Deserialize, Serialize};

/// The instance as a file says it.
#[derive(Deserialize)]
pub(super) struct InstanceFile {
    pub(super) entries: usize,
    pub(super) judges: usize,
    pub(super) per_entry: usize,
    pub(super) cap: Limit,
    #[serde(default)]
    pub(super) floor: Limit,
    pub(super) utility: Vec<Vec<i64>>,
    #[serde(default)]
    pub(super) conflict: Vec<(u64, u64)>,
    /// Entries × judges: knows the field. Given, every entry gets at least one who does.
    pub(super) expert: Option<Vec<Vec<bool>>>,
    /// The unit of each judge, any number; `null` for none.
    #[serde(default)]
    pub(super) unit: Vec<Option<usize>>,
    /// At most so many judges of one unit for an entry.
    pub(super) per_unit: Option<usize>,
}

/// One number for all judges, or one for each.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a whole number of at least 0, or a list with one for each judge")]
pub(super) enum Limit {
    All(usize),
    Each(Vec<usize>),
}

impl Default for Limit {
    fn default() -> Limit {
        Limit::All(0)
    }
}

impl Limit {
    pub(super) fn of(self, judges: usize) -> Vec<usize> {
        match self {
            Limit::All(n) => vec![n; judges],
            Limit::Each(list) => list,
        }
    }
}

/// What `--out` holds.
#[derive(Serialize, Deserialize)]
pub(super) struct PlanFile {
    pub(super) feasible: bool,
    pub(super) plan: Which,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) assignment: Option<Assignment>,
    pub(super) total: Option<i64>,
    pub(super) weakest: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) certificate: Option<CertificateFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) draw: Option<DrawFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) blocking: Option<BlockingFile>,
}

/// Of a drawn plan: the seed, its hash that was known before, and how many of 65,536 pairs it leaves open.
#[derive(Serialize, Deserialize)]
pub(super) struct DrawFile {
    pub(super) seed: String,
    pub(super) seed_hash: String,
    pub(super) open: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum CertificateFile {
    Fairest {
        total: Prices,
        weakest: Weakest,
        /// What the total can be at most with a weakest entry as well served as this plan's.
        #[serde(skip_serializing_if = "Option::is_none")]
        fair: Option<Fair>,
        /// How far the plan lies below what the certificates prove at most.
        total_below: i64,
        weakest_below: i64,
        /// All assignments were looked through: the weakest entry cannot be served better.
        searched: bool,
    },
    Best(Prices),
}

#[derive(Serialize, Deserialize)]
pub(super) struct Prices {
    pub(super) prices: Vec<i64>,
    pub(super) margins: Vec<i64>,
    pub(super) bound: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Fair {
    pub(super) base: i64,
    pub(super) weights: Vec<i64>,
    pub(super) prices: Vec<i64>,
    pub(super) margins: Vec<i64>,
    /// Of the weighted utilities.
    pub(super) weighted_bound: i64,
    /// Of the total.
    pub(super) bound: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Weakest {
    pub(super) weights: Vec<i64>,
    pub(super) prices: Vec<i64>,
    pub(super) margins: Vec<i64>,
    pub(super) bound: i64,
    /// `bound` over the sum of the weights, rounded down.
    pub(super) weakest: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct BlockingFile {
    pub(super) kind: KindWord,
    pub(super) entries: Vec<usize>,
    pub(super) judges: Vec<usize>,
    pub(super) needed: usize,
    pub(super) available: usize,
    pub(super) reason: String,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum KindWord {
    Seats,
    Floors,
    Experts,
}

impl From<Certificate> for Prices {
    fn from(c: Certificate) -> Prices {
        Prices { prices: c.prices, margins: c.margins, bound: c.bound }
    }
}

impl Prices {
    pub(super) fn to_certificate(&self) -> Certificate {
        Certificate { prices: self.prices.clone(), margins: self.margins.clone(), bound: self.bound }
    }
}

impl From<WeakestProof> for Weakest {
    fn from(p: WeakestProof) -> Weakest {
        let Certificate { prices, margins, bound } = p.weighted;
        Weakest { weights: p.weights, prices, margins, bound, weakest: p.weakest }
    }
}

impl Weakest {
    pub(super) fn to_proof(&self) -> WeakestProof {
        WeakestProof {
            weights: self.weights.clone(),
            weighted: Certificate {
                prices: self.prices.clone(),
                margins: self.margins.clone(),
                bound: self.bound,
            },
            weakest: self.weakest,
        }
    }
}

impl From<FairTotal> for Fair {
    fn from(f: FairTotal) -> Fair {
        let Certificate { prices, margins, bound } = f.weighted;
        Fair { base: f.base, weights: f.weights, prices, margins, weighted_bound: bound, bound: f.bound }
    }
}

impl Fair {
    pub(super) fn to_fair(&self) -> FairTotal {
        FairTotal {
            base: self.base,
            weights: self.weights.clone(),
            weighted: Certificate {
                prices: self.prices.clone(),
                margins: self.margins.clone(),
                bound: self.weighted_bound,
            },
            bound: self.bound,
        }
    }
}

impl From<KindWord> for Kind {
    fn from(word: KindWord) -> Kind {
        match word {
            KindWord::Seats => Kind::Seats,
            KindWord::Floors => Kind::Floors,
            KindWord::Experts => Kind::Experts,
        }
    }
}

impl From<Blocking> for BlockingFile {
    fn from(b: Blocking) -> BlockingFile {
        let (e, j) =
            (counted(b.entries.len(), "entry", "entries"), counted(b.judges.len(), "judge", "judges"));
        let (kind, reason) = match b.kind {
            Kind::Seats => (
                KindWord::Seats,
                format!(
                    "{e} need {} seats; {j} may have any of them and can give at most {}",
                    b.needed, b.available
                ),
            ),
            Kind::Experts => (
                KindWord::Experts,
                format!(
                    "{e} need {} experts; {j} know the field of any of them and can give at most {} seats",
                    b.needed, b.available
                ),
            ),
            Kind::Floors => (
                KindWord::Floors,
                format!(
                    "{j} must take at least {} seats; {e} may be theirs and can fill at most {}",
                    b.needed, b.available
                ),
            ),
        };
        BlockingFile {
            kind,
            entries: b.entries,
            judges: b.judges,
            needed: b.needed,
            available: b.available,
            reason,
        }
    }
}

//! Chia tiền thưởng: what each author of a group gets of its prize, in whole đồng.
//!
//! Each gets the share rounded down; what is left goes, one đồng each, to the largest remainders, among equal ones to who stands first in the
//! dossier. So the parts always add up to the prize. Source: ours, after Hamilton's method; prose in `docs/rules/prizes.md`.

use crate::money::Vnd;
use crate::percent::SharePercent;

/// The parts of `amount` by the shares, in their order. Without any share all get the same share.
pub fn split(amount: Vnd, shares: &[SharePercent]) -> Vec<Vnd> {
    let weights: Vec<i128> = shares.iter().map(|s| i128::from(s.0.max(0))).collect();
    let weights = if weights.iter().all(|w| *w == 0) { vec![1; shares.len()] } else { weights };
    let whole: i128 = weights.iter().sum();
    if whole == 0 {
        return vec![];
    }
    let of = |w: &i128| i128::from(amount.0) * w;
    let mut parts: Vec<i128> = weights.iter().map(|w| of(w).div_euclid(whole)).collect();
    let left = i128::from(amount.0) - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(of(&weights[*n]).rem_euclid(whole)));
    for n in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[n] += 1;
    }
    parts.into_iter().map(|p| Vnd(i64::try_from(p).unwrap_or(amount.0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(amount: i64, shares: &[i64]) -> Vec<i64> {
        let shares: Vec<SharePercent> = shares.iter().map(|s| SharePercent(*s)).collect();
        split(Vnd(amount), &shares).into_iter().map(|v| v.0).collect()
    }

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        for (amount, shares, want) in [
            (4_500_000, &[5_000, 5_000][..], vec![2_250_000, 2_250_000]),
            (1_000_000, &[3_333, 3_333, 3_334], vec![333_300, 333_300, 333_400]),
            (100, &[3_333, 3_333, 3_334], vec![33, 33, 34]),
            (10, &[1, 1, 1], vec![4, 3, 3]),
            (1, &[2_500, 2_500, 5_000], vec![0, 0, 1]),
            (2, &[2_500, 2_500, 5_000], vec![1, 0, 1]),
            (7, &[0, 0], vec![4, 3]),
            (0, &[10_000], vec![0]),
            (5, &[], vec![]),
        ] {
            assert_eq!(parts(amount, shares), want, "{amount} {shares:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_parts_add_up_and_none_is_a_dong_off(
            amount in 0i64..2_000_000_000, shares in proptest::collection::vec(0i64..=10_000, 1..12),
        ) {
            let parts = parts(amount, &shares);
            proptest::prop_assert_eq!(parts.iter().sum::<i64>(), amount);
            let whole: i128 = shares.iter().map(|s| i128::from(*s)).sum();
            if whole > 0 {
                for (part, share) in parts.iter().zip(&shares) {
                    let off = i128::from(*part) * whole - i128::from(amount) * i128::from(*share);
                    proptest::prop_assert!(off.abs() < whole, "{part} of {amount} for {share} of {whole}");
                }
            }
            let more = shares.iter().zip(&parts).flat_map(|a| shares.iter().zip(&parts).map(move |b| (a, b)));
            for ((s, p), (t, q)) in more {
                proptest::prop_assert!(s <= t || p >= q, "a larger share never gets less");
            }
        }
    }
}

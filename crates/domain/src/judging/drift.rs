//! Own drift: whether a judge marks higher or lower than before. For the judge alone; nothing else reads it.

use crate::ratio::Ratio;
use crate::time::{Day, Instant};

/// A sheet with all its marks, by the judge who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub total: Ratio,
    pub saved_at: Instant,
    /// It shares an area with the entry that is being marked.
    pub similar: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Mean of today less mean of the days before.
    pub points: Ratio,
    /// Sheets that were compared.
    pub sheets: usize,
}

/// Fewest sheets on either side: fewer differ by the entries alone.
const FEWEST: usize = 3;
/// Smaller drifts, in points of a hundred, are not worth a sentence.
const LEAST: i128 = 2;

/// Compares today with the days before, among similar entries where there are enough of them. `most`: the largest total there is.
pub fn drift(done: &[Done], today: Day, most: Ratio) -> Option<Drift> {
    let of = |similar: bool| {
        let list = done.iter().filter(|d| d.similar || !similar);
        let (now, before): (Vec<&Done>, Vec<&Done>) = list.partition(|d| d.saved_at.day() == today);
        (now.len() >= FEWEST && before.len() >= FEWEST).then_some((now, before))
    };
    let (now, before) = of(true).or_else(|| of(false))?;
    let mean = |list: &[&Done]| list.iter().map(|d| d.total).sum::<Ratio>().over(list.len());
    let points = mean(&now)? - mean(&before)?;
    let worth = points.abs() * Ratio::whole(100) >= Ratio::whole(LEAST) * most;
    worth.then_some(Drift { points, sheets: now.len() + before.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(day: &str, total: i128, similar: bool) -> Done {
        let saved_at = Instant::parse(&format!("{day}T09:00:00+07:00")).unwrap();
        Done { total: Ratio::whole(total), saved_at, similar }
    }

    #[test]
    fn a_drift_needs_days_and_sheets_enough() {
        let today = Instant::parse("2024-04-22T23:00:00+07:00").unwrap().day();
        let day = |n: usize, date: &str, total: i128| vec![done(date, total, true); n];
        let told = |mut a: Vec<Done>, b: Vec<Done>| {
            a.extend(b);
            drift(&a, today, Ratio::whole(100))
        };
        let (t, y) = ("2024-04-22", "2024-04-21");
        assert_eq!(told(day(3, t, 74), day(4, y, 70)), Some(Drift { points: Ratio::whole(4), sheets: 7 }));
        assert_eq!(told(day(3, t, 65), day(3, y, 70)).map(|d| d.points), Some(Ratio::whole(-5)));
        assert_eq!(told(day(2, t, 90), day(9, y, 50)), None, "too few today");
        assert_eq!(told(day(9, t, 90), vec![]), None, "no day before");
        assert_eq!(told(day(3, t, 71), day(3, y, 70)), None, "too little");
        let mut all = day(3, t, 74);
        all.extend(day(3, y, 70));
        all.push(done(y, 10, false));
        assert_eq!(drift(&all, today, Ratio::whole(100)).map(|d| d.sheets), Some(6), "similar ones only");
    }
}

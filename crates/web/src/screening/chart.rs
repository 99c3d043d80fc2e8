//! Bars drawn by the server: real text, no colour that alone says something.

/// One bar of two lengths in the same place: all, and the part of them that counts.
pub struct Bar {
    pub label: String,
    pub all: u32,
    pub part: u32,
    /// Widths in the units of the drawing.
    pub all_width: u32,
    pub part_width: u32,
    /// Upper edge of the label's line.
    pub label_y: u32,
    pub bar_y: u32,
    pub text_x: u32,
}

/// Draw it with `{% import "screening/_bars.html" as bars %}` and `{% call bars::drawing(chart) %}`.
pub struct Chart {
    pub bars: Vec<Bar>,
    pub height: u32,
    /// What it shows, in a sentence.
    pub sentence: String,
}

/// The drawing is this wide, and a bar at most this long: what is left is for its numbers.
pub const WIDTH: u32 = 420;
const LONGEST: u32 = 340;
const ROW: u32 = 46;

impl Chart {
    /// Label, all, part of them.
    pub fn of(rows: impl IntoIterator<Item = (String, u32, u32)>, sentence: String) -> Chart {
        let rows: Vec<(String, u32, u32)> = rows.into_iter().collect();
        let most = rows.iter().map(|(_, all, _)| *all).max().unwrap_or(0).max(1);
        let bar = |(n, (label, all, part)): (usize, (String, u32, u32))| {
            let top = u32::try_from(n).unwrap_or(0) * ROW;
            let width = |n: u32| {
                u32::try_from(u64::from(n) * u64::from(LONGEST) / u64::from(most)).unwrap_or(LONGEST)
            };
            Bar {
                label,
                all,
                part,
                all_width: width(all),
                part_width: width(part),
                label_y: top + 16,
                bar_y: top + 23,
                text_x: width(all) + 8,
            }
        };
        let bars: Vec<Bar> = rows.into_iter().enumerate().map(bar).collect();
        Chart { height: u32::try_from(bars.len()).unwrap_or(0) * ROW, bars, sentence }
    }

    pub fn width(&self) -> u32 {
        WIDTH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_its_place_and_nothing_gives_nothing() {
        let chart = Chart::of([("a".into(), 4, 1), ("b".into(), 0, 0)], String::new());
        let widths: Vec<_> = chart.bars.iter().map(|b| (b.all_width, b.part_width)).collect();
        assert_eq!(widths, [(340, 85), (0, 0)]);
        assert_eq!(chart.height, 92);
        assert_eq!(Chart::of([], String::new()).height, 0);
        assert_eq!(Chart::of([("a".into(), 0, 0)], String::new()).bars[0].all_width, 0);
    }
}

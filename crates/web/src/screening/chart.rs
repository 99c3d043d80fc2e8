//! Bars drawn by the server: real text, no colour that alone says something.

/// One bar of two lengths in the same place: all, and the part of them that counts.
pub struct Bar {
    pub label: String,
    pub all: u32,
    pub part: u32,
    /// Widths in the units of the drawing.
    pub all_width: u32,
    pub part_width: u32,
    /// The label in lines that fit the drawing.
    pub lines: Vec<String>,
    /// Upper edge.
    pub top: u32,
    pub bar_y: u32,
    pub text_x: u32,
}

impl Bar {
    /// Where a line of the label stands.
    pub fn line_y(&self, line: impl std::borrow::Borrow<usize>) -> u32 {
        self.top + 16 + u32::try_from(*line.borrow()).unwrap_or(0) * LINE
    }
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
/// Heights of a label's line, and of a bar with the space around it.
const LINE: u32 = 20;
const BAR: u32 = 28;
/// Letters that fit a line.
const LETTERS: usize = 48;

impl Chart {
    /// Label, all, part of them.
    pub fn of(rows: impl IntoIterator<Item = (String, u32, u32)>, sentence: String) -> Chart {
        let rows: Vec<(String, u32, u32)> = rows.into_iter().collect();
        let most = rows.iter().map(|(_, all, _)| *all).max().unwrap_or(0).max(1);
        let width =
            |n: u32| u32::try_from(u64::from(n) * u64::from(LONGEST) / u64::from(most)).unwrap_or(LONGEST);
        let (mut bars, mut top) = (Vec::with_capacity(rows.len()), 0);
        for (label, all, part) in rows {
            let lines = lines(&label);
            let bar_y = top + u32::try_from(lines.len()).unwrap_or(1) * LINE + 3;
            let (all_width, part_width) = (width(all), width(part));
            bars.push(Bar {
                label,
                all,
                part,
                all_width,
                part_width,
                lines,
                top,
                bar_y,
                text_x: all_width + 8,
            });
            top = bar_y + BAR - 3;
        }
        Chart { height: top, bars, sentence }
    }

    pub fn width(&self) -> u32 {
        WIDTH
    }
}

/// Breaks a label between words.
fn lines(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_its_place_and_nothing_gives_nothing() {
        let chart = Chart::of([("a".into(), 4, 1), ("b".into(), 0, 0)], String::new());
        let widths: Vec<_> = chart.bars.iter().map(|b| (b.all_width, b.part_width)).collect();
        assert_eq!(widths, [(340, 85), (0, 0)]);
        assert_eq!(chart.height, 96);
        assert_eq!(Chart::of([], String::new()).height, 0);
        assert_eq!(Chart::of([("a".into(), 0, 0)], String::new()).bars[0].all_width, 0);
    }

    #[test]
    fn a_long_label_is_broken_between_words() {
        let label = "abcde ".repeat(12);
        let broken = lines(&label);
        assert_eq!(broken.iter().map(|l| l.chars().count()).collect::<Vec<_>>(), [47, 23]);
        assert_eq!(lines("a".repeat(60).as_str()).len(), 1, "a word stays whole");
    }
}

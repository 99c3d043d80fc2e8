//! Bar charts as SVG: labels are real text, no style and no script, so the same image stands in a page and in a PDF.

use std::fmt::Write as _;

use crate::qr::escape;

const WIDTH: u32 = 640;
const LABEL: u32 = 250;
const ROOM: u32 = 330;
const LINE: u32 = 26;
/// Characters of a label that fit beside the bars.
const LABEL_LIMIT: usize = 36;

/// Rows that fit on half a page.
const ROWS: usize = 20;

/// Horizontal bars, one a row, each with its label on the left and its figure at its end. `title` is what a screen reader says.
pub fn bars(title: &str, rows: &[(String, u64)]) -> String {
    drawn(title, rows, most(rows))
}

/// The same in parts that fit on a page, all on one scale.
pub fn parts(title: &str, rows: &[(String, u64)]) -> Vec<String> {
    rows.chunks(ROWS).map(|some| drawn(title, some, most(rows))).collect()
}

fn most(rows: &[(String, u64)]) -> u64 {
    rows.iter().map(|(_, value)| *value).max().unwrap_or(0).max(1)
}

fn drawn(title: &str, rows: &[(String, u64)], most: u64) -> String {
    let height = u32::try_from(rows.len()).unwrap_or(u32::MAX / LINE).saturating_mul(LINE).max(LINE);
    let title = escape(title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         font-family=\"Tinos, 'Times New Roman', serif\" font-size=\"14\"><title>{title}</title>"
    );
    for (at, (label, value)) in (0u32..).zip(rows) {
        let (top, base) = (at * LINE + 4, at * LINE + 18);
        let length = u32::try_from(u64::from(ROOM) * value / most).unwrap_or(ROOM);
        let (label, from, end) = (escape(&short(label)), LABEL - 8, LABEL + length + 6);
        // Writing to a text does not fail.
        let _ = write!(
            svg,
            "<text x=\"{from}\" y=\"{base}\" text-anchor=\"end\">{label}</text>\
             <rect x=\"{LABEL}\" y=\"{top}\" width=\"{length}\" height=\"18\" fill=\"#3b5b92\"/>\
             <text x=\"{end}\" y=\"{base}\">{value}</text>"
        );
    }
    svg.push_str("</svg>");
    svg
}

fn short(label: &str) -> String {
    if label.chars().count() <= LABEL_LIMIT {
        return label.to_owned();
    }
    let kept: String = label.chars().take(LABEL_LIMIT - 1).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_figures() {
        let rows =
            [("Thủ tục <hành chính>".to_owned(), 40), ("Một cửa".to_owned(), 10), ("Khác".to_owned(), 0)];
        let svg = bars("Theo lĩnh vực", &rows);
        let widths: Vec<&str> =
            svg.split("width=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        assert_eq!(widths, ["330", "82", "0"]);
        assert!(svg.contains("<title>Theo lĩnh vực</title>") && svg.contains("Thủ tục &lt;hành chính&gt;"));
        assert!(svg.contains(">40</text>") && svg.contains(">0</text>"));
    }

    #[test]
    fn a_long_chart_comes_in_parts_on_one_scale() {
        let rows: Vec<(String, u64)> = (0..45).map(|n| (format!("Xã {n}"), 100 - n)).collect();
        let parts = parts("Theo đơn vị", &rows);
        assert_eq!(parts.len(), 3);
        assert!(parts[0].contains("width=\"330\"") && !parts[1].contains("width=\"330\""));
        assert!(parts[2].contains(">Xã 44</text>"));
    }

    #[test]
    fn no_rows_and_long_labels_are_drawn() {
        assert!(bars("", &[]).ends_with("</svg>"));
        let svg =
            bars("", &[("Ứng dụng công nghệ trong hoạt động của cơ quan hành chính nhà nước".to_owned(), 1)]);
        assert!(svg.contains("…</text>") && !svg.contains("nhà nước"));
    }
}

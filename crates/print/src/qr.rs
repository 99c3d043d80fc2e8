//! QR codes as SVG: one path, a quiet zone of four modules, no style, so that the strictest content policy takes it.

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;

/// Light modules around the code that a reader needs. Source: ISO/IEC 18004.
const QUIET: usize = 4;

/// The text is longer than a QR code holds (2,331 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text does not fit in a QR code")]
pub struct TooLong;

/// An SVG image of the code, scalable, black on white. `title` is what a screen reader says; it is escaped. Corrects
/// 15 % of damage, enough for print.
pub fn svg(text: &str, title: &str) -> Result<String, TooLong> {
    let squares = |path: &str| format!("<path fill=\"#000\" d=\"{path}\"/>");
    drawn(text, title, ECL::M, |x, y, run| format!("M{x} {y}h{run}v1h-{run}z"), squares)
}

/// The same for paper that is folded, stamped and stained: corrects 30 % of damage, holds at most 1,273 bytes. Drawn as lines
/// one module thick, which take half the room: a file may hold a thousand.
pub fn svg_for_paper(text: &str, title: &str) -> Result<String, TooLong> {
    let lines = |path: &str| format!("<path fill=\"none\" stroke=\"#000\" d=\"{path}\"/>");
    drawn(text, title, ECL::H, |x, y, run| format!("M{x} {y}.5h{run}"), lines)
}

fn drawn(
    text: &str,
    title: &str,
    correction: ECL,
    piece: impl Fn(usize, usize, usize) -> String,
    whole: impl Fn(&str) -> String,
) -> Result<String, TooLong> {
    let code = QRBuilder::new(text).ecl(correction).build().map_err(|_| TooLong)?;
    let side = code.size + 2 * QUIET;
    let mut path = String::with_capacity(code.size * code.size * 3);
    for row in 0..code.size {
        let modules = &code[row];
        let mut column = 0;
        while column < code.size {
            let dark = modules[column].value();
            let run = modules[column..].iter().take_while(|module| module.value() == dark).count();
            if dark {
                let (x, y) = (column + QUIET, row + QUIET);
                path.push_str(&piece(x, y, run));
            }
            column += run;
        }
    }
    let title = escape(title);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{title}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         {}</svg>",
        whole(&path)
    ))
}

/// Text as the content of an SVG element. Characters that XML does not have are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark squares of an image, by painting its second path.
    fn painted(svg: &str) -> (usize, Vec<Vec<bool>>) {
        let side: usize =
            svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let path = svg.split("fill=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut squares = vec![vec![false; side]; side];
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let width: usize = rest.split('v').next().unwrap().parse().unwrap();
            assert_eq!(rest, format!("{width}v1h-{width}z"));
            for square in &mut squares[y][x..x + width] {
                assert!(!*square, "painted once");
                *square = true;
            }
        }
        (side, squares)
    }

    #[test]
    fn the_image_is_the_code_inside_its_quiet_zone() {
        let text = "https://sangkien.example.vn/tra-cuu?ma=CM24-001";
        let (side, squares) = painted(&svg(text, "Mã QR").unwrap());
        let code = QRBuilder::new(text).ecl(ECL::M).build().unwrap();
        assert_eq!(side, code.size + 8);
        for (y, row) in squares.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = (4..4 + code.size).contains(&x) && (4..4 + code.size).contains(&y);
                assert_eq!(*dark, inside && code[y - 4][x - 4].value(), "{x} {y}");
            }
        }
        let corner: Vec<bool> = squares[4][4..12].to_vec();
        assert_eq!(
            corner,
            [true, true, true, true, true, true, true, false],
            "a finder pattern and its border"
        );
    }

    #[test]
    fn titles_are_escaped_and_nothing_is_styled() {
        let svg = svg("x", "Mã <b>\"&'</b>\u{1}").unwrap();
        assert!(svg.contains("<title>Mã &lt;b&gt;&quot;&amp;&#39;&lt;/b&gt; </title>"));
        assert!(!svg.contains("style") && !svg.contains("<script"));
        assert!(svg.starts_with("<svg xmlns=") && svg.contains("role=\"img\""));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(svg(&"a".repeat(2_331), "").is_ok());
        assert_eq!(svg(&"a".repeat(2_332), ""), Err(TooLong));
        assert!(svg("", "").is_ok());
    }

    #[test]
    fn the_same_text_gives_the_same_image() {
        assert_eq!(svg("Chương Mỹ", "a"), svg("Chương Mỹ", "a"));
    }
}

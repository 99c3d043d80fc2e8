//! The plain text of an article as blocks of a page.

/// Paragraphs are parted by empty lines; lines that begin with `- ` are a list, one that begins with `## ` is a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    /// Its lines as they were broken.
    Paragraph(Vec<String>),
    List(Vec<String>),
}

pub fn blocks(text: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut fresh = true;
    for line in text.lines().map(str::trim_end) {
        if line.trim().is_empty() {
            fresh = true;
            continue;
        }
        if let Some(heading) = line.strip_prefix("## ") {
            out.push(Block::Heading(heading.trim().to_owned()));
            fresh = true;
            continue;
        }
        match (line.strip_prefix("- ").map(str::trim), out.last_mut()) {
            (Some(item), Some(Block::List(items))) if !fresh => items.push(item.to_owned()),
            (Some(item), _) => out.push(Block::List(vec![item.to_owned()])),
            (None, Some(Block::Paragraph(lines))) if !fresh => lines.push(line.to_owned()),
            (None, _) => out.push(Block::Paragraph(vec![line.to_owned()])),
        }
        fresh = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_headings_paragraphs_and_lists() {
        let text = "Một\nhai\n\n## Điều 1\n- a\n- b\nba\n\n- c\n##khong";
        let p = |lines: &[&str]| Block::Paragraph(lines.iter().map(|s| (*s).to_owned()).collect());
        let l = |items: &[&str]| Block::List(items.iter().map(|s| (*s).to_owned()).collect());
        assert_eq!(
            blocks(text),
            [
                p(&["Một", "hai"]),
                Block::Heading("Điều 1".into()),
                l(&["a", "b"]),
                p(&["ba"]),
                l(&["c"]),
                p(&["##khong"])
            ]
        );
        assert_eq!(blocks(" \n\n"), []);
    }
}

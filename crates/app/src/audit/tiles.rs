//! The tree in tiles: 256 hashes of one level in one file that never changes once it is full, so that anybody may keep a copy.
//! Addresses and contents as in C2SP tlog-tiles. Only hashes are given out: a leaf stands for a salted commitment.

use super::tree::Tree;

/// Hashes in a full tile.
pub const WIDTH: u64 = 256;
/// Levels of the tree that one level of tiles spans.
const HEIGHT: usize = 8;

/// One tile: its level, its number in the level, and how many hashes it holds, 1 to 256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    pub level: u8,
    pub index: u64,
    pub width: u64,
}

impl Tile {
    /// Reads `0/x001/x234/067` and `0/000.p/17`: what stands after `tile/`. There is one way to write an address.
    pub fn parse(path: &str) -> Option<Tile> {
        let (level, rest) = path.split_once('/')?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok()?),
            None => (rest, WIDTH),
        };
        let mut index: u64 = 0;
        for part in number.split('/') {
            let digits = part.strip_prefix('x').unwrap_or(part);
            if digits.len() != 3 {
                return None;
            }
            index = index.checked_mul(1_000)?.checked_add(digits.parse().ok()?)?;
        }
        let tile = Tile { level: level.parse().ok()?, index, width };
        (tile.path() == path).then_some(tile)
    }

    pub fn path(&self) -> String {
        let mut number = format!("{:03}", self.index % 1_000);
        let mut rest = self.index / 1_000;
        while rest > 0 {
            number = format!("x{:03}/{number}", rest % 1_000);
            rest /= 1_000;
        }
        let part = if self.width == WIDTH { String::new() } else { format!(".p/{}", self.width) };
        format!("{}/{number}{part}", self.level)
    }

    /// The hashes of the tile; `None` while the log is too short for it.
    pub fn content(&self, tree: &Tree) -> Option<Vec<u8>> {
        let from = usize::try_from(self.index.checked_mul(WIDTH)?).ok()?;
        let width = usize::try_from(self.width).ok().filter(|w| (1..=256).contains(w))?;
        let row = tree.row(usize::from(self.level) * HEIGHT, from, width);
        (row.len() == width).then(|| row.concat())
    }

    /// A full tile is the same for ever.
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tree::{Hash, leaf_hash};

    #[test]
    fn an_address_is_read_as_it_is_written_and_in_no_other_way() {
        for (path, level, index, width) in [
            ("0/000", 0, 0, 256),
            ("0/001.p/44", 0, 1, 44),
            ("1/999.p/1", 1, 999, 1),
            ("0/x001/000", 0, 1_000, 256),
            ("3/x001/x234/067.p/255", 3, 1_234_067, 255),
        ] {
            let tile = Tile { level, index, width };
            assert_eq!(Tile::parse(path), Some(tile), "{path}");
            assert_eq!(tile.path(), path);
        }
        for bad in [
            "",
            "0",
            "0/",
            "0/0",
            "0/0000",
            "0/001/000",
            "0/x000/001",
            "00/000",
            "0/000.p/256",
            "0/000.p/",
            "0/000.p/044",
            "x/000",
            "0/000/",
            "0/+01",
            "-1/000",
            "0/x000",
            "0/000.p/1/2",
            "256/000",
            "0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(Tile::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_tile_is_given_once_the_log_is_long_enough_and_never_changes() {
        let (mut tree, mut full): (Tree, Option<Vec<u8>>) = (Tree::new(), None);
        let tile = |width| Tile { level: 0, index: 0, width };
        for n in 1..=600_u64 {
            let leaf: Hash = leaf_hash(&n.to_be_bytes());
            tree.push(leaf);
            assert_eq!(tile(WIDTH).content(&tree).is_some(), n >= 256);
            assert!(tile(n.min(256)).content(&tree).is_some_and(|c| c.len() as u64 == 32 * n.min(256)));
            assert_eq!(tile((n + 1).min(257)).content(&tree), None);
            let above = Tile { level: 1, index: 0, width: 1 };
            assert_eq!(
                above.content(&tree),
                tree.root(256).map(Vec::from),
                "one hash for each full tile below"
            );
            if let Some(before) = &full {
                assert_eq!(tile(WIDTH).content(&tree).as_ref(), Some(before));
            }
            full = tile(WIDTH).content(&tree);
        }
        assert_eq!(tile(0).content(&tree), None);
    }
}

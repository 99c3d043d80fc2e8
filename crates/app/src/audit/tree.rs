//! The audit log as a Merkle tree: one root stands for all lines, a short proof shows that a line is in it, another that a
//! longer log only continues a shorter one. Hashing and proofs as in RFC 6962, section 2.1.
//!
//! A leaf is a commitment to a line: SHA-256 over a salt of its own and the line's bytes. Whoever holds the tree learns
//! nothing about a line, also not by guessing; whoever is shown the line and its salt can check both.

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The hash of a leaf with this content.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The leaf of a line: what its salt and its bytes commit to.
pub fn commitment(salt: &[u8; 16], line: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(line).finalize().into()
}

/// A tree that grows at its right edge. Level 0 holds leaf hashes, each level above the complete pairs below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    pub fn new() -> Tree {
        Tree::default()
    }

    /// Appends a leaf by its hash. One hash a leaf on average.
    pub fn push(&mut self, leaf: Hash) {
        let (mut hash, mut level) = (leaf, 0);
        loop {
            if self.levels.len() == level {
                self.levels.push(vec![]);
            }
            let row = &mut self.levels[level];
            row.push(hash);
            if row.len() % 2 == 1 {
                return;
            }
            hash = node_hash(&row[row.len() - 2], &row[row.len() - 1]);
            level += 1;
        }
    }

    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |l| l.len() as u64)
    }

    /// The complete hashes of one level from `from`, at most `most`; for tiles.
    pub fn row(&self, level: usize, from: usize, most: usize) -> &[Hash] {
        let row = self.levels.get(level).map_or(&[][..], Vec::as_slice);
        let from = from.min(row.len());
        &row[from..row.len().min(from.saturating_add(most))]
    }

    /// The root of the first `size` leaves; `None` when the tree is smaller. The root of nothing is the hash of nothing.
    pub fn root(&self, size: u64) -> Option<Hash> {
        if size > self.size() {
            return None;
        }
        if size == 0 {
            return Some(Sha256::digest([]).into());
        }
        Some(self.range(0, size))
    }

    /// The hash over leaves `from..to`, where `from` is a multiple of the least power of two that is not below the length.
    fn range(&self, from: u64, to: u64) -> Hash {
        let length = to - from;
        if length.is_power_of_two() {
            let level = length.trailing_zeros() as usize;
            return self.levels[level][usize::try_from(from >> level).unwrap_or(usize::MAX)];
        }
        let half = split(length);
        node_hash(&self.range(from, from + half), &self.range(from + half, to))
    }

    /// The proof that leaf `index` is in the tree of the first `size` leaves.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut from, mut to, mut path) = (0, size, vec![]);
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                path.push(self.range(middle, to));
                to = middle;
            } else {
                path.push(self.range(from, middle));
                from = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// The proof that the tree of `to` leaves only continues the tree of `from` leaves.
    pub fn consistency(&self, from: u64, to: u64) -> Option<Vec<Hash>> {
        if from == 0 || from > to || to > self.size() {
            return None;
        }
        let mut path = vec![];
        self.subproof(from, 0, to, true, &mut path);
        Some(path)
    }

    fn subproof(&self, old: u64, from: u64, to: u64, whole: bool, path: &mut Vec<Hash>) {
        let length = to - from;
        if old == length {
            if !whole {
                path.push(self.range(from, to));
            }
            return;
        }
        let half = split(length);
        if old <= half {
            self.subproof(old, from, from + half, whole, path);
            path.push(self.range(from + half, to));
        } else {
            self.subproof(old - half, from + half, to, false, path);
            path.push(self.range(from, from + half));
        }
    }
}

/// The first leaf, from 0, at which two trees differ; `None` where one is the same as the other. Where one only continues the
/// other it is the first leaf that only one has.
pub fn first_difference(a: &Tree, b: &Tree) -> Option<u64> {
    let both = a.size().min(b.size());
    let (mut same, mut end) = (0, both);
    if a.root(both) == b.root(both) {
        return (a.size() != b.size()).then_some(both);
    }
    // The first `same` leaves are equal, the first `end` are not.
    while end - same > 1 {
        let middle = same + (end - same) / 2;
        if a.root(middle) == b.root(middle) { same = middle } else { end = middle }
    }
    Some(same)
}

/// The greatest power of two below `n`, for n > 1.
fn split(n: u64) -> u64 {
    1 << (u64::BITS - 1 - (n - 1).leading_zeros())
}

/// Whether `path` shows that a leaf stands at `index` in the tree of `size` leaves with this root.
pub fn is_included(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            while at % 2 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether `path` shows that the tree of `to` leaves begins with the tree of `from` leaves.
pub fn is_consistent(from: u64, to: u64, path: &[Hash], old: &Hash, new: &Hash) -> bool {
    if from == 0 || from > to {
        return false;
    }
    if from == to {
        return path.is_empty() && old == new;
    }
    let mut path = path.iter();
    let (mut at, mut last) = (from - 1, to - 1);
    while at % 2 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let first = if from.is_power_of_two() { Some(old) } else { path.next() };
    let Some(first) = first else { return false };
    let (mut a, mut b) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            a = node_hash(sibling, &a);
            b = node_hash(sibling, &b);
            while at % 2 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            b = node_hash(&b, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && a == *old && b == *new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(n: u64) -> Vec<Hash> {
        (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    fn tree(n: u64) -> Tree {
        let mut tree = Tree::new();
        leaves(n).into_iter().for_each(|l| tree.push(l));
        tree
    }

    /// The definition in the standard, word for word.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            many => {
                let mut k = 1;
                while k * 2 < many.len() {
                    k *= 2;
                }
                node_hash(&defined(&many[..k]), &defined(&many[k..]))
            }
        }
    }

    #[test]
    fn roots_are_those_of_the_definition() {
        let tree = tree(70);
        for n in 0..=70 {
            assert_eq!(tree.root(n), Some(defined(&leaves(n))), "{n}");
        }
        assert_eq!(tree.root(71), None);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(data_encoding::HEXLOWER.encode(&tree.root(0).unwrap()), empty);
    }

    #[test]
    fn every_leaf_is_shown_to_be_in_every_tree_and_nowhere_else() {
        let tree = tree(40);
        for size in 1..=40 {
            let root = tree.root(size).unwrap();
            for index in 0..size {
                let leaf = leaves(size)[usize::try_from(index).unwrap()];
                let path = tree.inclusion(index, size).unwrap();
                assert!(is_included(&leaf, index, size, &path, &root), "{index} of {size}");
                assert!(!is_included(&leaf_hash(b"another"), index, size, &path, &root));
                assert!(!is_included(&leaf, (index + 1) % size, size, &path, &root) || size == 1);
                let mut longer = path.clone();
                longer.push([0; 32]);
                assert!(!is_included(&leaf, index, size, &longer, &root));
                if !path.is_empty() {
                    assert!(!is_included(&leaf, index, size, &path[1..], &root));
                }
            }
        }
    }

    #[test]
    fn a_longer_log_is_shown_to_continue_a_shorter_one() {
        let tree = tree(40);
        for to in 1..=40 {
            for from in 1..=to {
                let (old, new) = (tree.root(from).unwrap(), tree.root(to).unwrap());
                let path = tree.consistency(from, to).unwrap();
                assert!(is_consistent(from, to, &path, &old, &new), "{from} to {to}");
                assert!(!is_consistent(from, to, &path, &[1; 32], &new));
                assert!(!is_consistent(from, to, &path, &old, &[1; 32]));
                for i in 0..path.len() {
                    let mut bent = path.clone();
                    bent[i][7] ^= 1;
                    assert!(!is_consistent(from, to, &bent, &old, &new));
                }
            }
        }
    }

    #[test]
    fn the_first_leaf_that_differs_is_found() {
        for n in [1, 2, 3, 9, 40] {
            assert_eq!(first_difference(&tree(n), &tree(n)), None);
            assert_eq!(first_difference(&tree(n), &tree(n + 3)), Some(n));
            for at in 0..n {
                let mut other = Tree::new();
                for (i, leaf) in leaves(n).into_iter().enumerate() {
                    other.push(if i as u64 == at { leaf_hash(b"another") } else { leaf });
                }
                assert_eq!(first_difference(&tree(n), &other), Some(at), "{at} of {n}");
            }
        }
    }

    /// Roots, proofs and tiles as two implementations of others make them; see data/vectors/make_tree.py.
    #[test]
    fn others_implementations_come_to_the_same_roots_proofs_and_tiles() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../../data/vectors/tree.json")).unwrap();
        let hash = |v: &serde_json::Value| -> Hash {
            data_encoding::HEXLOWER.decode(v.as_str().unwrap().as_bytes()).unwrap().try_into().unwrap()
        };
        let path = |v: &serde_json::Value| v["path"].as_array().unwrap().iter().map(hash).collect::<Vec<_>>();
        let (mut tree, mut roots) = (Tree::new(), vec![]);
        for (n, root) in vectors["roots"].as_array().unwrap().iter().enumerate() {
            tree.push(leaf_hash(n.to_string().as_bytes()));
            roots.push(hash(root));
            assert_eq!(tree.root(tree.size()), roots.last().copied(), "{} leaves", n + 1);
        }
        assert_eq!(roots.len(), 300);
        let root = |size: u64| &roots[usize::try_from(size).unwrap() - 1];
        let inclusion = vectors["inclusion"].as_array().unwrap();
        for v in inclusion {
            let (index, size) = (v["index"].as_u64().unwrap(), v["size"].as_u64().unwrap());
            assert_eq!(tree.inclusion(index, size), Some(path(v)), "{index} of {size}");
            assert!(is_included(&leaf_hash(index.to_string().as_bytes()), index, size, &path(v), root(size)));
        }
        let consistency = vectors["consistency"].as_array().unwrap();
        for v in consistency {
            let (from, to) = (v["from"].as_u64().unwrap(), v["to"].as_u64().unwrap());
            assert_eq!(tree.consistency(from, to), Some(path(v)), "{from} to {to}");
            assert!(is_consistent(from, to, &path(v), root(from), root(to)));
        }
        let tiles = vectors["tiles"].as_object().unwrap();
        assert!(inclusion.len() == 100 && consistency.len() == 231 && tiles.len() == 3);
        for (address, digest) in tiles {
            let tile = crate::audit::tiles::Tile::parse(address.strip_prefix("tile/").unwrap()).unwrap();
            let content = tile.content(&tree).unwrap();
            assert_eq!(data_encoding::HEXLOWER.encode(&Sha256::digest(content)), *digest, "{address}");
        }
    }
}

//! audit/verify: walks the chain from its beginning and says whether every line is what was written, in order, none missing.

use crate::db::{DbFault, RowRef, Tx};
use crate::record::Line;

/// The end of an unbroken chain. Whoever keeps a copy of it outside can tell later whether the past was rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the last line; 0 when nothing has happened yet.
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// The first line that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenAt {
    pub seq: i64,
    pub why: Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A line is missing before this one.
    Gap,
    /// It does not continue the line before.
    Link,
    /// Its content does not give its hash.
    Content,
    /// The head kept beside the log is another one: lines are missing at the end.
    Head,
}

impl Head {
    /// The hash in hexadecimal.
    pub fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.hash)
    }
}

/// A walk over the lines in the order in which they are kept: keeps nothing but the end of the chain so far.
#[derive(Debug, Clone)]
pub struct Walk {
    at: Head,
    broken: Option<BrokenAt>,
}

impl Default for Walk {
    fn default() -> Walk {
        Walk { at: Head { seq: 0, hash: vec![0; 32] }, broken: None }
    }
}

impl Walk {
    /// The next line with the two hashes kept beside it. After the first break nothing is looked at any more.
    pub fn line(&mut self, line: &Line, prev: &[u8], hash: &[u8]) {
        if self.broken.is_some() {
            return;
        }
        let why = if line.seq != self.at.seq + 1 {
            Some(Broken::Gap)
        } else if prev != self.at.hash {
            Some(Broken::Link)
        } else if line.hash(prev) != hash {
            Some(Broken::Content)
        } else {
            None
        };
        self.broken = why.map(|why| BrokenAt { seq: line.seq, why });
        self.at = Head { seq: line.seq, hash: hash.to_vec() };
    }

    /// After the last line: the head kept beside the log must be where the walk came to.
    pub fn end(self, head: &Head) -> Result<Head, BrokenAt> {
        match self.broken {
            Some(broken) => Err(broken),
            None if self.at != *head => Err(BrokenAt { seq: self.at.seq + 1, why: Broken::Head }),
            None => Ok(self.at),
        }
    }
}

/// Verifies the whole chain. Reads every line once and keeps none.
pub fn verify(tx: &mut Tx) -> Result<Result<Head, BrokenAt>, DbFault> {
    let head = tx.one("SELECT seq, hash FROM audit_head WHERE id = 1", &[])?;
    let head = Head { seq: head.int(0)?, hash: head.blob(1)?.to_vec() };
    let mut walk = Walk::default();
    tx.each(
        "SELECT seq, at, actor, event, contest_id, subject, subject_id, facts, prev_hash, hash FROM audit ORDER BY seq",
        &[],
        |row| {
            walk.line(&line_of(row)?, row.blob(8)?, row.blob(9)?);
            Ok::<_, DbFault>(())
        },
    )?;
    Ok(walk.end(&head))
}

/// Reads a line whose columns begin with seq, at, actor, event, contest, subject, subject id, facts.
pub(super) fn line_of(row: &RowRef<'_>) -> Result<Line, DbFault> {
    Ok(Line {
        seq: row.int(0)?,
        at: row.int(1)?,
        actor: row.text(2)?.to_owned(),
        event: row.text(3)?.to_owned(),
        contest: row.opt_int(4)?,
        subject: row.text(5)?.to_owned(),
        subject_id: row.int(6)?,
        facts: row.text(7)?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::log::leaf;
    use crate::audit::tree::{Tree, first_difference};

    /// A line as the table keeps it.
    #[derive(Debug, Clone, PartialEq)]
    struct Kept {
        line: Line,
        prev: Vec<u8>,
        hash: Vec<u8>,
    }

    fn copy(lines: i64) -> Vec<Kept> {
        let mut kept: Vec<Kept> = Vec::new();
        for seq in 1..=lines {
            let line = Line {
                seq,
                at: 1_711_000_000_000 + 977 * seq,
                actor: format!("person:{}", seq % 23),
                event: ["entry.submitted", "judging.sheet_saved", "judging.sheet_signed"][seq as usize % 3]
                    .to_owned(),
                contest: (seq % 7 > 0).then_some(1),
                subject: "entry".to_owned(),
                subject_id: seq * 31 % 97,
                facts: format!("{{\"code\":\"CM24-{seq:03}\",\"version\":{}}}", seq % 4),
            };
            let prev = kept.last().map_or_else(|| vec![0; 32], |k| k.hash.clone());
            let hash = line.hash(&prev).to_vec();
            kept.push(Kept { line, prev, hash });
        }
        kept
    }

    fn head(kept: &[Kept]) -> Head {
        kept.last()
            .map_or(Head { seq: 0, hash: vec![0; 32] }, |k| Head { seq: k.line.seq, hash: k.hash.clone() })
    }

    fn walked(kept: &[Kept], head: &Head) -> Result<Head, BrokenAt> {
        let mut walk = Walk::default();
        kept.iter().for_each(|k| walk.line(&k.line, &k.prev, &k.hash));
        walk.end(head)
    }

    /// Leaves as the published tiles hold them. Salts are secret, fixed for each number.
    fn tree(kept: &[Kept]) -> Tree {
        let mut tree = Tree::new();
        for k in kept {
            let mut salt = [7; 16];
            salt[..8].copy_from_slice(&k.line.seq.to_be_bytes());
            tree.push(leaf(&salt, &k.line));
        }
        tree
    }

    /// As somebody would who knows the format and owns the database: numbers without gaps, all hashes made anew.
    fn rehashed(kept: &mut [Kept]) -> Head {
        let mut prev = vec![0; 32];
        for (seq, k) in (1..).zip(kept.iter_mut()) {
            k.line.seq = seq;
            k.prev = prev;
            k.hash = k.line.hash(&k.prev).to_vec();
            prev = k.hash.clone();
        }
        head(kept)
    }

    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % n
        }
    }

    /// Changes a copy in one way; the number of the line where it must be found, and the number of the first line that is
    /// another one than before.
    fn changed(kept: &mut Vec<Kept>, dice: &mut Dice) -> (i64, i64) {
        let (n, i) = (kept.len(), dice.below(kept.len()));
        let number = i as i64 + 1;
        match dice.below(4) {
            0 => {
                kept.remove(i);
                // The line after it says that one is missing before it; after the last line the head says so.
                (if i + 1 < n { number + 1 } else { number }, number)
            }
            1 => {
                let (k, letter) = (&mut kept[i], dice.below(26) as u8 + b'A');
                match dice.below(8) {
                    0 => k.line.at += 1 + dice.below(86_400_000) as i64,
                    1 => k.line.actor = format!("person:{}", 100 + dice.below(900)),
                    2 => k.line.event.push(char::from(letter)),
                    3 => k.line.contest = Some(2 + dice.below(9) as i64),
                    4 => k.line.subject.push(char::from(letter)),
                    5 => k.line.subject_id += 1 + dice.below(50) as i64,
                    6 => k.line.facts.insert(dice.below(k.line.facts.len()), char::from(letter)),
                    _ => k.line.facts = format!("{{\"code\":\"{}\"}}", char::from(letter)),
                }
                (number, number)
            }
            2 => {
                let other = (i + 1 + dice.below(n - 1)) % n;
                let (first, second) = (i.min(other), i.max(other));
                kept.swap(first, second);
                // Where the earlier one stood there is now the number of the later one.
                (second as i64 + 1, first as i64 + 1)
            }
            _ => {
                kept.truncate(i);
                (number, number)
            }
        }
    }

    /// So many changes in a copy of a log: each is found, and where it is.
    fn found(times: usize) {
        let log = copy(420);
        let (end, published) = (head(&log), tree(&log));
        assert_eq!(walked(&log, &end), Ok(end.clone()));
        let mut dice = Dice(30);
        for n in 0..times {
            let mut bent = log.clone();
            let (at, first) = changed(&mut bent, &mut dice);
            let broken = walked(&bent, &end).expect_err("it was changed");
            assert_eq!(broken.seq, at, "change {n}: {broken:?}");
            // With every hash made anew the chain says nothing any more, but the tree that was published does.
            let own = rehashed(&mut bent);
            assert_eq!(walked(&bent, &own), Ok(own.clone()));
            let bent = tree(&bent);
            assert_ne!(bent.root(bent.size()), published.root(published.size()), "change {n}");
            assert_eq!(first_difference(&published, &bent), Some(first as u64 - 1), "change {n}");
        }
    }

    #[test]
    fn deletions_edits_reorderings_and_truncations_are_found_and_their_place_named() {
        found(200);
    }

    #[test]
    #[ignore = "ten thousand: cargo xtask sums"]
    fn ten_thousand_changes_of_a_log_are_found_and_their_place_named() {
        found(10_000);
        println!("10,000 changed copies of a log of 420 lines: all found, each place named");
    }
}

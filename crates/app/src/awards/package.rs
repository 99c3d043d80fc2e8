//! The result package: one file from which anybody recomputes a result without asking us.
//!
//! ```text
//! sangkien-package 1
//! <sha256 of the section, hexadecimal> <length in bytes> <name>      one line a section
//!
//! <section><newline> …
//! end <sha256 of everything before this line, hexadecimal>
//! ```
//!
//! There is one way to write a package, so that a changed byte is found wherever it stands. The core sections are bound to
//! the audit log by their digest in the line that released the result; the section `log` shows that line, that it is in the
//! log, and the signed checkpoint of the log. Judges stand under pseudonyms, entries under their codes; nobody is named.

use super::compute::{self, Basis};
use super::side::side_of;
use super::side_store::SideRow;
use super::store::{self, TieRow};
use crate::audit::log;
use crate::contest::store as contests;
use crate::db::{DbFault, Tx};
use crate::keys::Keys;
use domain::awards::allocate::{Allocation, allocate};
use domain::awards::side::{Candidate, SideAward, SideResult};
use domain::ids::{ContestId, EntryCode, JudgeCode};
use domain::money::Vnd;
use domain::time::Instant;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;

const HEAD: &str = "sangkien-package 1\n";
const LOG: &str = "log";
/// A larger file is no package. A contest of 10,000 entries with 50,000 sheets takes about 5 MB.
pub const MOST_BYTES: usize = 64 << 20;

/// Named sections in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    sections: Vec<(String, String)>,
}

/// Where a package is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The first line: no package, or one of another version.
    Head,
    /// A line of the list of sections, from 1.
    List(usize),
    Section(String),
    /// The last line, or something after it.
    End,
}

impl Package {
    pub fn section(&self, name: &str) -> Option<&str> {
        self.sections.iter().find(|(n, _)| n == name).map(|(_, text)| text.as_str())
    }

    /// SHA-256 over names, lengths and contents of all sections but `log`.
    pub fn digest(&self) -> [u8; 32] {
        let core = self.sections.iter().filter(|(name, _)| name != LOG);
        Sha256::digest(core.map(|(name, text)| listed(name, text)).collect::<String>()).into()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = HEAD.to_owned();
        out.extend(self.sections.iter().map(|(name, text)| listed(name, text)));
        out.push('\n');
        for (_, text) in &self.sections {
            out.push_str(text);
            out.push('\n');
        }
        let end = hex(&Sha256::digest(&out));
        let _ = writeln!(out, "end {end}");
        out.into_bytes()
    }

    /// Reads a package; refused with the first place that is not as written.
    pub fn parse(bytes: &[u8]) -> Result<Package, Place> {
        let rest = bytes.strip_prefix(HEAD.as_bytes()).ok_or(Place::Head)?;
        let close = rest.windows(2).position(|w| w == b"\n\n").ok_or(Place::List(1))? + 1;
        let list = std::str::from_utf8(&rest[..close]).map_err(|_| Place::List(1))?;
        let (mut sections, mut at) = (vec![], &rest[close + 1..]);
        for (n, line) in list.lines().enumerate() {
            let wrong = || Place::List(n + 1);
            let mut words = line.split(' ');
            let (_, length, name) = match (words.next(), words.next(), words.next(), words.next()) {
                (Some(hash), Some(length), Some(name), None) => (hash, length, name),
                _ => return Err(wrong()),
            };
            let length: usize = length.parse().map_err(|_| wrong())?;
            let known =
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b));
            if !known || name.is_empty() || sections.iter().any(|(n, _): &(String, _)| n == name) {
                return Err(wrong());
            }
            let broken = || Place::Section(name.to_owned());
            let text = at.get(..length).and_then(|t| std::str::from_utf8(t).ok()).ok_or_else(broken)?;
            if at.get(length) != Some(&b'\n') || listed(name, text) != format!("{line}\n") {
                return Err(broken());
            }
            sections.push((name.to_owned(), text.to_owned()));
            at = &at[length + 1..];
        }
        let package = Package { sections };
        if package.to_bytes() == bytes { Ok(package) } else { Err(Place::End) }
    }
}

fn listed(name: &str, text: &str) -> String {
    format!("{} {} {name}\n", hex(&Sha256::digest(text)), text.len())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// The core sections of a contest whose result is released at `released_at`; `None` before there are standings.
pub fn core(
    tx: &mut Tx,
    keys: &Keys,
    contest: ContestId,
    released_at: Instant,
) -> Result<Option<Package>, DbFault> {
    let Some(standing) = store::find_standing(tx, contest)? else { return Ok(None) };
    let Some(award) = store::find_award(tx, contest)? else { return Ok(None) };
    let row = contests::find(tx, contest)?.ok_or_else(|| DbFault::other("a standing of no contest"))?;
    let basis = compute::basis(tx, contest)?;
    let ties = store::list_ties(tx, contest)?;
    let orders: Vec<_> = ties.iter().map(|t| t.order.clone()).collect();
    let rules = contests::edition(tx, standing.edition)?;
    let allocation = allocate(&rules, &standing.frozen.placed()?, &orders)
        .map_err(|_| DbFault::other("a prize is not a whole number of dong"))?;
    let about = json!({
        "contest": row.code, "name": row.name, "released_at": released_at.to_string(),
        "votes": award.ballot.votes.map(|(votes_for, cast)| json!([votes_for, cast])),
    });
    let mut sections = vec![
        ("contest".to_owned(), about.to_string()),
        ("rules".to_owned(), contests::body_of_edition(tx, standing.edition)?),
    ];
    for round in basis.rounds.iter().filter(|r| r.edition != standing.edition) {
        sections.push((rules_of_round(round.position), contests::body_of_edition(tx, round.edition)?));
    }
    sections.extend([
        ("entries".to_owned(), entries(&basis)),
        ("sheets".to_owned(), sheets(&basis, keys, contest)),
    ]);
    if basis.rules.judging.community_vote.is_some() {
        sections.push(("votes".to_owned(), votes(&basis)));
    }
    sections.extend([
        ("ties".to_owned(), ties_text(&ties)),
        ("standings".to_owned(), standing.frozen.text()?),
        ("prizes".to_owned(), prizes(&allocation)),
    ]);
    if !rules.side_prizes.is_empty() {
        let (rows, result) = side_of(tx, contest, &rules, &allocation)?;
        let result = result.map_err(|_| DbFault::other("a side prize that its winner cannot have"))?;
        let awards: Vec<_> = rows.iter().map(SideRow::award).collect();
        sections.push(("side".to_owned(), side_text(&awards, &result, allocation.budget_total)));
    }
    Ok(Some(Package { sections }))
}

/// The package of a released result, with its place in the audit log; `None` before the release.
pub fn package(tx: &mut Tx, keys: &Keys, contest: ContestId) -> Result<Option<Package>, DbFault> {
    let Some(at) = store::find_award(tx, contest)?.and_then(|a| a.released_at) else { return Ok(None) };
    let Some((seq, _)) = store::released_line(tx, contest)? else { return Ok(None) };
    let Some(mut package) = core(tx, keys, contest, at)? else { return Ok(None) };
    package.sections.push((LOG.to_owned(), log::shown(tx, keys, seq)?.to_string()));
    Ok(Some(package))
}

/// The section with the edition that a round was opened with, when it is another one. Rounds are counted from 1.
pub(super) fn rules_of_round(position: usize) -> String {
    format!("rules.{}", position + 1)
}

/// Code and category of every entry that reached judging.
fn entries(basis: &Basis) -> String {
    let mut lines: Vec<String> =
        basis.entries.iter().map(|e| format!("{},{}\n", e.code, e.category.word())).collect();
    lines.sort();
    format!("entry,category\n{}", lines.concat())
}

/// Votes of the public for every entry that reached judging.
fn votes(basis: &Basis) -> String {
    let mut lines: Vec<String> = basis.entries.iter().map(|e| format!("{},{}\n", e.code, e.votes)).collect();
    lines.sort();
    format!("entry,votes\n{}", lines.concat())
}

/// The side prizes: who has which and what the rules asked about them; what is left; all money together.
pub(super) fn side_text(awards: &[SideAward], result: &SideResult, main: Vnd) -> String {
    let one = |(a, amount): (&SideAward, &Vnd)| {
        let mut out = json!({
            "prize": a.prize.as_str(), "amount_vnd": amount.0,
            "votes": a.votes.map(|(votes_for, cast)| json!([votes_for, cast])),
        });
        match &a.candidate {
            Candidate::Entry { code, areas, form, category, unit_kind, .. } => {
                out["entry"] = code.as_str().into();
                out["areas"] = areas.iter().map(|a| a.as_str()).collect();
                out["form"] = form.word().into();
                out["category"] = category.word().into();
                out["unit_kind"] = unit_kind.as_str().into();
            }
            Candidate::Unit { code, kind, entries } => {
                out["unit"] = code.as_str().into();
                out["unit_kind"] = kind.as_str().into();
                out["entries"] = (*entries).into();
            }
        }
        out
    };
    json!({
        "awards": awards.iter().zip(&result.amounts).map(one).collect::<Vec<_>>(),
        "unawarded": result.unawarded.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        "total_vnd": result.total.0,
        "with_prizes_vnd": result.total.0 + main.0,
    })
    .to_string()
}

/// Number of the round, entry, pseudonym of the judge, role, and the marks in hundredths in the order of the round's criteria.
fn sheets(basis: &Basis, keys: &Keys, contest: ContestId) -> String {
    let names = pseudonyms(&basis.judges, keys, contest);
    let mut lines = vec![];
    for (n, round) in basis.rounds.iter().enumerate() {
        for e in &basis.entries {
            for s in &e.sheets[n] {
                let role = if s.third { "third" } else { "regular" };
                let marks: Vec<String> = s.marks.iter().map(|m| m.0.to_string()).collect();
                lines.push((
                    n,
                    format!(
                        "{},{},{},{role},{}\n",
                        round.position + 1,
                        e.code,
                        names[&s.judge],
                        marks.join(" ")
                    ),
                ));
            }
        }
    }
    lines.sort();
    let body: String = lines.into_iter().map(|(_, line)| line).collect();
    format!("round,entry,judge,role,marks\n{body}")
}

/// J01, J02, … in an order that only the server's secret gives.
fn pseudonyms(judges: &[JudgeCode], keys: &Keys, contest: ContestId) -> HashMap<JudgeCode, String> {
    let place = |j: &JudgeCode| keys.digest("pseudonym", &[&contest.0.to_be_bytes(), j.as_str().as_bytes()]);
    let mut order: Vec<&JudgeCode> = judges.iter().collect();
    order.sort_by_key(|j| place(j));
    order.into_iter().enumerate().map(|(n, j)| (j.clone(), format!("J{:02}", n + 1))).collect()
}

fn ties_text(ties: &[TieRow]) -> String {
    let one = |t: &TieRow| {
        json!({
            "order": t.order.iter().map(EntryCode::as_str).collect::<Vec<_>>(),
            "reason": t.reason, "decided_at": t.decided_at.to_string(),
            "votes": t.ballot.votes.map(|(votes_for, cast)| json!([votes_for, cast])),
        })
    };
    Value::from(ties.iter().map(one).collect::<Vec<_>>()).to_string()
}

/// The prizes as an allocation gives them.
pub(super) fn prizes(allocation: &Allocation) -> String {
    let prize = |p: &domain::awards::allocate::Prize| {
        json!({
            "pool": p.pool.word(), "level": p.level.as_str(), "entry": p.entry.as_str(),
            "category": p.category.word(), "amount_vnd": p.amount.0,
        })
    };
    let nobodys = |(pool, level): &(domain::contest::Pool, domain::ids::LevelCode)| json!({"pool": pool.word(), "level": level.as_str()});
    json!({
        "prizes": allocation.prizes.iter().map(prize).collect::<Vec<_>>(),
        "unawarded": allocation.unawarded.iter().map(nobodys).collect::<Vec<_>>(),
        "budget_total_vnd": allocation.budget_total.0,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Package {
        let sections = [("contest", "{}"), ("sheets", "round,entry\nV1,CM-1\n\n"), ("empty", "")];
        Package { sections: sections.map(|(n, t)| (n.to_owned(), t.to_owned())).to_vec() }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Package::parse(&small().to_bytes()), Ok(small()));
    }

    #[test]
    fn a_changed_a_missing_and_an_added_byte_are_found() {
        let bytes = small().to_bytes();
        for i in 0..bytes.len() {
            for bit in 0..8 {
                let mut bent = bytes.clone();
                bent[i] ^= 1 << bit;
                assert!(Package::parse(&bent).is_err(), "byte {i}, bit {bit}");
            }
            assert!(Package::parse(&bytes[..i]).is_err(), "cut at {i}");
            let mut shorter = bytes.clone();
            shorter.remove(i);
            assert!(Package::parse(&shorter).is_err(), "without byte {i}");
            let mut longer = bytes.clone();
            longer.insert(i, b'x');
            assert!(Package::parse(&longer).is_err(), "with a byte before {i}");
        }
        let place = |what: &str| {
            let mut bent = bytes.clone();
            let at = bytes.windows(what.len()).rposition(|w| w == what.as_bytes()).expect("it is there");
            bent[at] ^= 1;
            Package::parse(&bent).expect_err("bent")
        };
        assert_eq!(place("V1,CM-1"), Place::Section("sheets".to_owned()));
        assert_eq!(place("sangkien"), Place::Head);
        assert_eq!(place("end "), Place::End);
    }
}

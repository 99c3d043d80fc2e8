//! Recomputes a result package without a database and without us: what holds and what does not, each with its place.

mod side;

use super::frozen::Frozen;
use super::package::{self, Package, Place};
use crate::audit::log;
use crate::contest::format;
use domain::awards::allocate::{Allocation, allocate};
use domain::awards::confirm::{Ballot, ConfirmRefusal, check_ballot};
use domain::contest::{Category, Pool, RulesEdition};
use domain::ids::{EntryCode, JudgeCode};
use domain::judging::combine::SignedSheet;
use domain::judging::community::MOST_VOTES;
use domain::judging::rank::Placed;
use domain::judging::standings::{Judged, stand};
use domain::marks::Marks;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// What is checked, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Every byte is the one that was written.
    Whole,
    /// The rules can be read.
    Rules,
    /// The sheets can be read and belong to entries and rounds of the contest.
    Sheets,
    /// The sheets give the standings.
    Standings,
    /// The standings and the ties decided give the prizes, and the amounts give the total.
    Prizes,
    /// The votes reached the share that the rules ask for.
    Votes,
    /// The line of the log that released the result names these very sections.
    Release,
    /// The line is in the log of the checkpoint, and the checkpoint is signed.
    Log,
}

impl Check {
    pub const ALL: [Check; 8] = [
        Check::Whole,
        Check::Rules,
        Check::Sheets,
        Check::Standings,
        Check::Prizes,
        Check::Votes,
        Check::Release,
        Check::Log,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Rules => "rules",
            Self::Sheets => "sheets",
            Self::Standings => "standings",
            Self::Prizes => "prizes",
            Self::Votes => "votes",
            Self::Release => "release",
            Self::Log => "log",
        }
    }
}

/// One check and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    /// `None`: not looked at, because something before it does not hold.
    pub holds: Option<bool>,
    /// Where it does not hold: a section, a line of it, an entry.
    pub place: String,
}

/// What was found, and facts to show beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub contest: String,
    pub released_at: String,
    pub entries: usize,
    pub sheets: usize,
    pub prizes: usize,
    /// The key that signed the checkpoint.
    pub key: String,
}

impl Report {
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|f| f.holds == Some(true))
    }
}

/// Verifies a package. `key`: the installation's key, when it is known from elsewhere; without it the package's own is taken.
pub fn verify(bytes: &[u8], key: Option<&str>) -> Report {
    let mut report = Report {
        findings: vec![],
        contest: String::new(),
        released_at: String::new(),
        entries: 0,
        sheets: 0,
        prizes: 0,
        key: String::new(),
    };
    let found = Package::parse(bytes);
    report.say(Check::Whole, found.as_ref().map(|_| ()).map_err(place_text));
    if let Ok(package) = found {
        recompute(&mut report, &package);
        in_log(&mut report, &package, key);
    }
    for check in Check::ALL {
        if !report.findings.iter().any(|f| f.check == check) {
            report.findings.push(Finding { check, holds: None, place: String::new() });
        }
    }
    report.findings.sort_by_key(|f| Check::ALL.iter().position(|c| *c == f.check));
    report
}

fn place_text(place: &Place) -> String {
    match place {
        Place::Head => "1".to_owned(),
        Place::List(n) => format!("{}", n + 1),
        Place::Section(name) => name.clone(),
        Place::End => "end".to_owned(),
    }
}

impl Report {
    fn say(&mut self, check: Check, found: Result<(), String>) -> bool {
        let holds = found.is_ok();
        self.findings.push(Finding { check, holds: Some(holds), place: found.err().unwrap_or_default() });
        holds
    }
}

fn recompute(report: &mut Report, package: &Package) {
    let rules = rules(package);
    if !report.say(Check::Rules, rules.as_ref().map(|_| ()).map_err(Clone::clone)) {
        return;
    }
    let Ok(rules) = rules else { return };
    let about = json(package, "contest").unwrap_or_default();
    report.contest = rules.name.clone();
    report.released_at = about["released_at"].as_str().unwrap_or_default().to_owned();
    let judged = judged(package, &rules);
    if !report.say(Check::Sheets, judged.as_ref().map(|_| ()).map_err(Clone::clone)) {
        return;
    }
    let Ok(judged) = judged else { return };
    report.entries = judged.len();
    report.sheets = judged.iter().flat_map(|j| &j.sheets).map(Vec::len).sum();
    let standings = match stand(&rules, judged) {
        Ok(standings) => standings,
        Err(missing) => {
            let place = missing.first().map(|m| format!("{} {}", m.round, m.entry)).unwrap_or_default();
            report.say(Check::Standings, Err(place));
            return;
        }
    };
    let computed = Frozen::of(&rules, report.sheets, &standings);
    let same = match package.section("standings").map(Frozen::parse) {
        Some(Ok(given)) if given == computed => Ok(()),
        Some(Ok(given)) => Err(first_difference(&given, &computed)),
        Some(Err(_)) | None => Err("standings".to_owned()),
    };
    report.say(Check::Standings, same);
    let prizes = prizes(package, &rules, &standings.pools);
    let prizes =
        prizes.and_then(|main| side::check(package, &rules, &standings.pools).map(|side| main + side));
    report.prizes = prizes.as_ref().copied().unwrap_or_default();
    report.say(Check::Prizes, prizes.map(|_| ()));
    report.say(Check::Votes, ballot(&rules, &about));
}

/// The entry whose places or figures differ first.
fn first_difference(given: &Frozen, computed: &Frozen) -> String {
    let entries =
        given.entries.iter().zip(&computed.entries).find(|(a, b)| a != b).map(|(a, _)| a.code.clone());
    let lines = |f: &Frozen| f.pools.iter().flat_map(|p| p.lines.clone()).collect::<Vec<_>>();
    let placed = || lines(given).into_iter().zip(lines(computed)).find(|(a, b)| a != b).map(|(a, _)| a.entry);
    entries.or_else(placed).unwrap_or_else(|| "standings".to_owned())
}

fn json(package: &Package, name: &str) -> Option<Value> {
    serde_json::from_str(package.section(name)?).ok()
}

/// The edition of the standings, each round as the edition says with which it was opened.
fn rules(package: &Package) -> Result<RulesEdition, String> {
    let read = |name: &str| {
        let text = package.section(name).ok_or_else(|| name.to_owned())?;
        format::parse(text).map_err(|problems| {
            let first = problems.first().map(|p| p.to_string()).unwrap_or_default();
            format!("{name}: {first}")
        })
    };
    let mut rules = read("rules")?;
    for (n, round) in rules.judging.rounds.iter_mut().enumerate() {
        let name = package::rules_of_round(n);
        if package.section(&name).is_some() {
            *round = read(&name)?.round(&round.code).cloned().ok_or(name)?;
        }
    }
    Ok(rules)
}

/// The lines of a CSV section after its head, with their numbers.
fn lines<'a>(package: &'a Package, name: &str, head: &str) -> Result<Vec<(usize, &'a str)>, String> {
    let text = package.section(name).ok_or_else(|| name.to_owned())?;
    let mut lines = text.lines().enumerate().map(|(n, line)| (n + 1, line));
    if lines.next().is_none_or(|(_, first)| first != head) {
        return Err(format!("{name} 1"));
    }
    Ok(lines.collect())
}

fn judged(package: &Package, rules: &RulesEdition) -> Result<Vec<Judged>, String> {
    let rounds = &rules.judging.rounds;
    let mut entries: BTreeMap<&str, Judged> = BTreeMap::new();
    for (n, line) in lines(package, "entries", "entry,category")? {
        let wrong = || format!("entries {n}");
        let (code, category) = line.split_once(',').ok_or_else(wrong)?;
        let category = Category::from_word(category).ok_or_else(wrong)?;
        let sheets = vec![vec![]; rounds.len()];
        let judged = Judged { entry: EntryCode(code.to_owned()), category, sheets, votes: 0 };
        if entries.insert(code, judged).is_some() {
            return Err(wrong());
        }
    }
    for (n, line) in lines(package, "sheets", "round,entry,judge,role,marks")? {
        let wrong = || format!("sheets {n}");
        let parts: Vec<&str> = line.split(',').collect();
        let [round, entry, judge, role, marks] = parts[..] else { return Err(wrong()) };
        let at = (1..=rounds.len()).find(|n| n.to_string() == round).ok_or_else(wrong)? - 1;
        let marks: Vec<Marks> =
            marks.split(' ').map(|m| m.parse().map(Marks)).collect::<Result<_, _>>().map_err(|_| wrong())?;
        let fits = marks.len() == rounds[at].criteria.len()
            && marks.iter().zip(&rounds[at].criteria).all(|(m, c)| m.0 >= 0 && *m <= c.max);
        let third = match role {
            "regular" => false,
            "third" => true,
            _ => return Err(wrong()),
        };
        let of = &mut entries.get_mut(entry).ok_or_else(wrong)?.sheets[at];
        if !fits || of.iter().any(|s: &SignedSheet| s.judge.as_str() == judge) {
            return Err(wrong());
        }
        of.push(SignedSheet { judge: JudgeCode(judge.to_owned()), third, marks });
    }
    if rules.judging.community_vote.is_some() {
        votes(package, &mut entries)?;
    }
    for entry in entries.values_mut() {
        entry.sheets.iter_mut().for_each(|of| of.sort_by(|a, b| a.judge.cmp(&b.judge)));
    }
    Ok(entries.into_values().collect())
}

/// The votes of the public: every entry once.
fn votes(package: &Package, entries: &mut BTreeMap<&str, Judged>) -> Result<(), String> {
    let lines = lines(package, "votes", "entry,votes")?;
    if lines.len() != entries.len() {
        return Err("votes".to_owned());
    }
    let mut seen = HashSet::new();
    for (n, line) in lines {
        let wrong = || format!("votes {n}");
        let (code, count) = line.split_once(',').ok_or_else(wrong)?;
        let count = count.parse::<u64>().ok().filter(|c| c.to_string() == count && *c <= 1_000 * MOST_VOTES);
        let entry = entries.get_mut(code).filter(|_| seen.insert(code)).ok_or_else(wrong)?;
        entry.votes = count.ok_or_else(wrong)?;
    }
    Ok(())
}

type Pools<'a> = &'a [(Pool, Vec<Placed>)];

/// The prizes as they follow from the places and the ties decided.
fn allocation(package: &Package, rules: &RulesEdition, pools: Pools<'_>) -> Result<Allocation, String> {
    let ties = json(package, "ties").ok_or("ties")?;
    let order = |t: &Value| -> Option<Vec<EntryCode>> {
        t["order"].as_array()?.iter().map(|c| c.as_str().map(|c| EntryCode(c.to_owned()))).collect()
    };
    let orders: Option<Vec<_>> = ties.as_array().and_then(|all| all.iter().map(order).collect());
    Ok(allocate(rules, pools, &orders.ok_or("ties")?).map_err(|_| "rules")?)
}

/// How many prizes of the structure there are.
fn prizes(package: &Package, rules: &RulesEdition, pools: Pools<'_>) -> Result<usize, String> {
    let allocation = allocation(package, rules, pools)?;
    let sum: i64 = allocation.prizes.iter().map(|p| p.amount.0).sum();
    let given = package.section("prizes").ok_or("prizes")?;
    if sum != allocation.budget_total.0 || given != package::prizes(&allocation) {
        let computed: Value = serde_json::from_str(&package::prizes(&allocation)).unwrap_or_default();
        let given: Value = serde_json::from_str(given).map_err(|_| "prizes")?;
        let empty = vec![];
        let list = |v: &Value| v["prizes"].as_array().unwrap_or(&empty).clone();
        let other = list(&given).into_iter().zip(list(&computed)).find(|(a, b)| a != b);
        return Err(other.map_or("prizes".to_owned(), |(a, _)| format!("prizes {}", a["entry"])));
    }
    Ok(allocation.prizes.len())
}

fn ballot(rules: &RulesEdition, about: &Value) -> Result<(), String> {
    let count = |n: usize| about["votes"][n].as_u64().and_then(|v| u32::try_from(v).ok());
    let ballot = Ballot { votes: count(0).zip(count(1)), minutes: "kept by the committee".to_owned() };
    match check_ballot(rules.committee_majority, &ballot).first() {
        None => Ok(()),
        Some(ConfirmRefusal::NotEnough { votes_for, votes_cast }) => Err(format!("{votes_for}/{votes_cast}")),
        Some(_) => Err("contest".to_owned()),
    }
}

fn in_log(report: &mut Report, package: &Package, key: Option<&str>) {
    let Some(shown) = json(package, "log") else {
        report.say(Check::Release, Err("log".to_owned()));
        report.say(Check::Log, Err("log".to_owned()));
        return;
    };
    let line = log::line_shown(&shown);
    let facts: Value = serde_json::from_str(&line.facts).unwrap_or_default();
    let named = facts["package"] == package::hex(&package.digest()) && line.event == "awards.released";
    report.say(Check::Release, if named { Ok(()) } else { Err("log line".to_owned()) });
    report.key = shown["key"].as_str().unwrap_or_default().to_owned();
    let proved = log::proved(&shown, key.unwrap_or(&report.key));
    report.say(Check::Log, proved.map(|_| ()));
}

//! Reads `contest.json` into a `RulesEdition`. Source: `data/CONTEST-FORMAT.md`.
//!
//! Unknown fields are kept in the stored text and ignored here; an unknown value of an enumeration is a problem that
//! names field and value. All problems at once.

mod community_vote;
mod fields;
mod side_prizes;

use community_vote::community_vote;
use domain::contest::*;
use domain::ids::{CriterionCode, RoundCode};
use domain::marks::Marks;
use domain::money::Vnd;
use domain::percent::SharePercent;
use domain::ratio::Ratio;
use domain::time::{Before, Day, Instant};
pub use fields::{read as read_fields, write as write_fields};
use regex_lite::Regex;
use serde_json::Value;
use side_prizes::side_prizes;
use std::collections::HashMap;
use std::sync::RwLock;

/// What is wrong with one field of `contest.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `judging.combine.method`, `prizes.levels[1].count`.
    pub field: String,
    pub kind: ProblemKind,
    /// What was found, at most 60 characters.
    pub found: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    NotJson,
    Missing,
    WrongType,
    BadNumber,
    BadInstant,
    UnknownValue,
    UnknownReference,
    OutOfRange,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.kind {
            ProblemKind::NotJson => "is not JSON",
            ProblemKind::Missing => "is missing",
            ProblemKind::WrongType => "has the wrong type",
            ProblemKind::BadNumber => "is not a number this field can hold",
            ProblemKind::BadInstant => "is not an instant or date",
            ProblemKind::UnknownValue => "has an unknown value",
            ProblemKind::UnknownReference => "refers to something unknown",
            ProblemKind::OutOfRange => "is out of range",
        };
        write!(f, "{} {what}", self.field)?;
        if self.found.is_empty() { Ok(()) } else { write!(f, ": {}", self.found) }
    }
}

/// The rules in the text of a `contest.json`, or everything that is wrong with it.
pub fn parse(text: &str) -> Result<RulesEdition, Vec<Problem>> {
    let root: Value = serde_json::from_str(text).map_err(|e| {
        vec![Problem {
            field: format!("line {}", e.line()),
            kind: ProblemKind::NotJson,
            found: shorten(&e.to_string()),
        }]
    })?;
    let mut problems = Vec::new();
    let rules = edition(Node { value: Some(&root), path: String::new() }, &mut problems);
    match rules {
        Some(rules) if problems.is_empty() => Ok(rules),
        _ => Err(problems),
    }
}

type Problems = Vec<Problem>;

fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}

/// A place in the document; absent where `value` is `None` or null.
#[derive(Clone)]
struct Node<'a> {
    value: Option<&'a Value>,
    path: String,
}

impl<'a> Node<'a> {
    fn at(&self, key: &str) -> Node<'a> {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Node { value: self.value.and_then(|v| v.get(key)).filter(|v| !v.is_null()), path }
    }

    fn is_there(&self) -> bool {
        self.value.is_some()
    }

    fn wrong(&self, kind: ProblemKind, out: &mut Problems) {
        let found =
            self.value.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).unwrap_or_default();
        let kind = if self.value.is_none() { ProblemKind::Missing } else { kind };
        out.push(Problem { field: self.path.clone(), kind, found: shorten(&found) });
    }

    fn items(&self, out: &mut Problems) -> Vec<Node<'a>> {
        match self.value {
            None => vec![],
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(i, v)| Node { value: Some(v), path: format!("{}[{i}]", self.path) })
                .collect(),
            Some(_) => {
                self.wrong(ProblemKind::WrongType, out);
                vec![]
            }
        }
    }

    fn opt_text(&self, out: &mut Problems) -> Option<&'a str> {
        match self.value? {
            Value::String(s) => Some(s),
            _ => {
                self.wrong(ProblemKind::WrongType, out);
                None
            }
        }
    }

    fn text(&self, out: &mut Problems) -> String {
        if !self.is_there() {
            self.wrong(ProblemKind::Missing, out);
        }
        self.opt_text(out).unwrap_or_default().to_owned()
    }

    fn texts(&self, out: &mut Problems) -> Vec<String> {
        self.items(out).iter().map(|n| n.text(out)).collect()
    }

    /// A decimal or fraction, as text or as a JSON number (read by its digits, never as a float).
    fn opt_ratio(&self, out: &mut Problems) -> Option<Ratio> {
        let read = match self.value? {
            Value::String(s) => Ratio::parse(s),
            Value::Number(n) => Ratio::parse(&n.to_string()),
            _ => None,
        };
        if read.is_none() {
            self.wrong(ProblemKind::BadNumber, out);
        }
        read
    }

    fn ratio(&self, out: &mut Problems) -> Ratio {
        if !self.is_there() {
            self.wrong(ProblemKind::Missing, out);
        }
        self.opt_ratio(out).unwrap_or(Ratio::ONE)
    }

    fn marks(&self, out: &mut Problems) -> Marks {
        let r = self.ratio(out) * Ratio::whole(100);
        match i64::try_from(r.num()) {
            Ok(n) if r.den() == 1 && n >= 0 => Marks(n),
            _ => {
                self.wrong(ProblemKind::BadNumber, out);
                Marks(0)
            }
        }
    }

    fn opt_count(&self, out: &mut Problems) -> Option<usize> {
        let r = self.opt_ratio(out)?;
        let n = usize::try_from(r.num()).ok().filter(|_| r.den() == 1);
        if n.is_none() {
            self.wrong(ProblemKind::BadNumber, out);
        }
        n
    }

    fn count(&self, out: &mut Problems) -> usize {
        if !self.is_there() {
            self.wrong(ProblemKind::Missing, out);
        }
        self.opt_count(out).unwrap_or(0)
    }

    fn opt_bool(&self, out: &mut Problems) -> Option<bool> {
        match self.value? {
            Value::Bool(b) => Some(*b),
            _ => {
                self.wrong(ProblemKind::WrongType, out);
                None
            }
        }
    }

    fn word<T>(&self, read: impl Fn(&str) -> Option<T>, out: &mut Problems) -> Option<T> {
        let word = self.opt_text(out)?;
        let value = read(word);
        if value.is_none() {
            self.wrong(ProblemKind::UnknownValue, out);
        }
        value
    }

    fn opt_instant(&self, out: &mut Problems) -> Option<Instant> {
        let at = Instant::parse(self.opt_text(out)?);
        if at.is_none() {
            self.wrong(ProblemKind::BadInstant, out);
        }
        at
    }
}

fn edition(root: Node<'_>, out: &mut Problems) -> Option<RulesEdition> {
    if !root.value.is_some_and(Value::is_object) {
        root.wrong(ProblemKind::WrongType, out);
        return None;
    }
    // Everything is read before anything gives up, so that all problems are named at once.
    let timeline = timeline(&root.at("timeline"), out);
    let phone = phone(&root.at("phone"), out);
    let judging = judging(&root.at("judging"), out);
    let prizes = prizes(&root.at("prizes"), out);
    let committee_majority = root.at("prizes").at("committee_majority").opt_ratio(out);
    let quotas = quotas(&root.at("quotas"), out);
    let entrants = entrants(&root.at("entrants"), out);
    let formats = formats(&root.at("formats"), out);
    let group = group(&root.at("group"), out);
    let shares_must_sum_to = shares(&root.at("shares").at("must_sum_to"), out);
    let sections = sections(&root.at("sections"), out);
    let fields = fields::fields(&root.at("form").at("fields"), &sections, out);
    let gallery = gallery(&root.at("gallery"), &sections, out);
    let areas = named(&root.at("areas"), out);
    let routes = named(&root.at("routes"), out);
    let areas: Vec<Area> =
        areas.into_iter().map(|(code, name)| Area { code: code.as_str().into(), name }).collect();
    let side_prizes = side_prizes(&root.at("prizes").at("side"), prizes.as_ref(), &areas, out);
    let organiser = root.at("organiser");
    let rules = RulesEdition {
        code: root.at("code").text(out),
        name: root.at("name").text(out),
        organiser_unit: organiser.at("unit_code").text(out).as_str().into(),
        organiser_name: organiser.at("name").opt_text(out).unwrap_or_default().to_owned(),
        standing_body: root.at("standing_body").at("unit_code").text(out).as_str().into(),
        timeline: timeline?,
        areas,
        routes: routes
            .into_iter()
            .map(|(code, name)| RouteChoice { code: code.as_str().into(), name })
            .collect(),
        formats,
        group,
        shares_must_sum_to,
        phone: phone?,
        entrants,
        quotas,
        judging: judging?,
        prizes: prizes?,
        side_prizes,
        committee_majority,
        sections,
        fields,
        gallery,
    };
    Some(rules)
}

fn timeline(n: &Node<'_>, out: &mut Problems) -> Option<Timeline> {
    let before = n.at("units_send").at("before");
    if !before.is_there() {
        before.wrong(ProblemKind::Missing, out);
    }
    let launch = n.at("launch");
    let day = launch.opt_text(out).map(Day::parse);
    if day == Some(None) {
        launch.wrong(ProblemKind::BadInstant, out);
    }
    let announced = Before(before.opt_instant(out)?);
    let given = n.at("units_send").at("grace");
    let mut grace = None;
    let mut units_send = announced;
    if given.is_there() {
        let end = given.at("before");
        match end.opt_instant(out).map(Before) {
            Some(end) if announced < end => units_send = end,
            Some(_) => end.wrong(ProblemKind::OutOfRange, out),
            None => {}
        }
        let reason = given.at("reason").opt_text(out).unwrap_or_default().to_owned();
        grace = Some(Grace { announced, reason });
    }
    Some(Timeline {
        launch: day.flatten(),
        units_send,
        grace,
        judging_finished: n.at("judging_finished").at("before").opt_instant(out).map(Before),
    })
}

fn named(n: &Node<'_>, out: &mut Problems) -> Vec<(String, String)> {
    n.items(out)
        .iter()
        .map(|i| (i.at("code").text(out), i.at("name").opt_text(out).unwrap_or_default().to_owned()))
        .collect()
}

fn formats(n: &Node<'_>, out: &mut Problems) -> Formats {
    let allowed = n.at("allowed");
    let forms: Vec<Form> = allowed.items(out).iter().filter_map(|i| i.word(Form::from_word, out)).collect();
    Formats {
        allowed: if allowed.is_there() { forms } else { Form::ALL.to_vec() },
        word_companion_required_for: n
            .at("word_companion_required_for")
            .items(out)
            .iter()
            .filter_map(|i| i.word(AttachmentKind::from_word, out))
            .collect(),
    }
}

fn group(n: &Node<'_>, out: &mut Problems) -> GroupRule {
    GroupRule {
        min_members: n.at("min_members").opt_count(out).unwrap_or(2),
        max_members: n.at("max_members").opt_count(out),
    }
}

fn shares(n: &Node<'_>, out: &mut Problems) -> SharePercent {
    if n.is_there() { SharePercent(n.marks(out).0) } else { SharePercent::WHOLE }
}

/// The whole number must match, whether or not the pattern says so with `^` and `$`.
fn phone(n: &Node<'_>, out: &mut Problems) -> Option<PhonePattern> {
    let at = n.at("pattern");
    let pattern = at.opt_text(out).unwrap_or(r"^0[0-9]{9,10}$");
    let regex = (pattern.len() <= 200).then(|| Regex::new(&format!("^(?:{pattern})$")).ok()).flatten();
    if regex.is_none() {
        at.wrong(ProblemKind::OutOfRange, out);
    }
    regex.map(|regex| {
        let known = Verdicts::default();
        PhonePattern::new(pattern, move |phone| known.of(phone, || regex.is_match(phone)))
    })
}

/// Numbers that were tried before: a list of a thousand entries asks about each of its authors at every view.
#[derive(Default)]
struct Verdicts(RwLock<HashMap<Box<str>, bool>>);

impl Verdicts {
    /// So many numbers are kept, none that is longer than a telephone number.
    const MOST: usize = 10_000;
    const LONGEST: usize = 24;

    fn of(&self, phone: &str, ask: impl Fn() -> bool) -> bool {
        if let Some(known) = self.0.read().ok().and_then(|map| map.get(phone).copied()) {
            return known;
        }
        let verdict = ask();
        if phone.len() <= Self::LONGEST
            && let Ok(mut map) = self.0.write()
        {
            if map.len() >= Self::MOST {
                map.clear();
            }
            map.insert(phone.into(), verdict);
        }
        verdict
    }
}

fn entrants(n: &Node<'_>, out: &mut Problems) -> Entrants {
    let excluded = n.at("excluded").at("value");
    Entrants {
        admitted: n.at("admitted").word(Admitted::from_word, out).unwrap_or(Admitted::Everyone),
        age: age(&n.at("age"), out),
        officials_excluded: !excluded.is_there() || !excluded.texts(out).is_empty(),
        co_authors: n.at("co_authors").word(CoAuthors::from_word, out).unwrap_or(CoAuthors::Shown),
        individual: n.at("individual").texts(out),
        collective: n.at("collective").texts(out),
    }
}

fn age(n: &Node<'_>, out: &mut Problems) -> Option<AgeRule> {
    n.value?;
    let mut bound = |key: &str| {
        let at = n.at(key);
        let years = at.opt_count(out)?;
        let read = u8::try_from(years).ok();
        if read.is_none() {
            at.wrong(ProblemKind::OutOfRange, out);
        }
        read
    };
    let (least, most) = (bound("min"), bound("max"));
    if !n.at("min").is_there() && !n.at("max").is_there() {
        n.at("min").wrong(ProblemKind::Missing, out);
    }
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        n.at("max").wrong(ProblemKind::OutOfRange, out);
    }
    Some(AgeRule { least, most, at: fields::day(&n.at("at"), out) })
}

fn quotas(n: &Node<'_>, out: &mut Problems) -> Vec<Quota> {
    let quota = |q: &Node<'_>, out: &mut Problems| Quota {
        unit_kinds: q.at("unit_kinds").texts(out),
        min: u32::try_from(q.at("min").count(out)).unwrap_or(u32::MAX),
        strength: q.at("strength").word(QuotaStrength::from_word, out).unwrap_or(QuotaStrength::None),
    };
    n.items(out).iter().map(|q| quota(q, out)).collect()
}

fn sections(n: &Node<'_>, out: &mut Problems) -> Vec<Section> {
    let usual: Value = serde_json::from_str(include_str!("sections.json"))
        .expect("sections.json is part of this crate and a test reads it");
    let own = Node { value: Some(&usual), path: "sections".to_owned() };
    let n = if n.is_there() { n.clone() } else { own };
    let section = |s: &Node<'_>, out: &mut Problems| Section {
        code: s.at("code").text(out),
        name: s.at("name").text(out),
        required: s.at("required").opt_bool(out).unwrap_or(true),
        max_chars: s.at("max_chars").opt_count(out).unwrap_or(10_000),
    };
    n.items(out).iter().map(|s| section(s, out)).collect()
}

/// The summary is the beginning of the section with most room unless the contest names one.
fn gallery(n: &Node<'_>, sections: &[Section], out: &mut Problems) -> GalleryRules {
    let at = n.at("summary_section");
    let named = at.opt_text(out);
    if named.is_some_and(|code| sections.iter().all(|s| s.code != code)) {
        at.wrong(ProblemKind::UnknownReference, out);
    }
    let roomiest = sections.iter().rev().max_by_key(|s| s.max_chars).map(|s| s.code.as_str());
    GalleryRules {
        shown: n.at("entries").word(Shown::from_word, out).unwrap_or(Shown::Winners),
        summary: named.or(roomiest).unwrap_or_default().to_owned(),
    }
}

fn criterion(n: &Node<'_>, out: &mut Problems) -> Criterion {
    let step = n.at("step");
    let step = if step.is_there() { step.marks(out) } else { Marks(1) };
    if step.0 <= 0 {
        n.at("step").wrong(ProblemKind::OutOfRange, out);
    }
    let band = |b: &Node<'_>, out: &mut Problems| Band {
        code: b.at("code").text(out),
        label: b.at("label").text(out),
        min: b.at("min").marks(out),
        max: b.at("max").marks(out),
    };
    Criterion {
        code: n.at("code").text(out).as_str().into(),
        name: n.at("name").opt_text(out).unwrap_or_default().to_owned(),
        max: n.at("max").marks(out),
        step,
        weight: n.at("weight").opt_ratio(out).unwrap_or(Ratio::ONE),
        comment_required: n.at("comment_required").opt_bool(out).unwrap_or(false),
        bands: n.at("bands").items(out).iter().map(|b| band(b, out)).collect(),
    }
}

/// A criterion in full, or the code of one of the contest's.
fn round_criterion(n: &Node<'_>, all: &[Criterion], out: &mut Problems) -> Option<Criterion> {
    let Some(Value::String(code)) = n.value else { return Some(criterion(n, out)) };
    let known = all.iter().find(|c| c.code.as_str() == code).cloned();
    if known.is_none() {
        n.wrong(ProblemKind::UnknownReference, out);
    }
    known
}

/// The name of a mechanism: the text itself, or the field `method` of an object.
fn method<'a>(n: &Node<'a>) -> Node<'a> {
    if n.value.is_some_and(Value::is_object) { n.at("method") } else { n.clone() }
}

fn combine(n: &Node<'_>, out: &mut Problems) -> Combine {
    let name = method(n);
    match name.opt_text(out) {
        None => {
            if !name.is_there() {
                name.wrong(ProblemKind::Missing, out);
            }
            Combine::Mean
        }
        Some("mean") => Combine::Mean,
        Some("drop_high_low") => Combine::DropHighestAndLowest {
            applies_from_judges: n.at("applies_from_judges").opt_count(out).unwrap_or(3).max(3),
        },
        Some("two_marks_third_on_gap") => Combine::ThirdMarker {
            gap: n.at("gap").ratio(out),
            third: match n.at("third").word(ThirdMark::from_word, out) {
                Some(third) => third,
                None => {
                    if !n.at("third").is_there() {
                        n.at("third").wrong(ProblemKind::Missing, out);
                    }
                    ThirdMark::Decides
                }
            },
        },
        Some(_) => {
            name.wrong(ProblemKind::UnknownValue, out);
            Combine::Mean
        }
    }
}

fn final_score(judging: &Node<'_>, rounds: &[Round], out: &mut Problems) -> FinalScore {
    let n = judging.at("final");
    let name = method(&n);
    match name.opt_text(out) {
        None | Some("last_round_decides") => FinalScore::LastRoundDecides,
        Some("weighted_rounds") => {
            let inner = n.at("round_weights");
            let weights = if inner.is_there() { inner } else { judging.at("round_weights") };
            if !weights.value.is_some_and(Value::is_object) {
                weights.wrong(ProblemKind::WrongType, out);
                return FinalScore::LastRoundDecides;
            }
            for key in weights.value.and_then(Value::as_object).into_iter().flat_map(|o| o.keys()) {
                if !rounds.iter().any(|r| r.code.as_str() == key) {
                    weights.at(key).wrong(ProblemKind::UnknownReference, out);
                }
            }
            FinalScore::WeightedRounds(
                rounds
                    .iter()
                    .map(|r| {
                        (r.code.clone(), weights.at(r.code.as_str()).opt_ratio(out).unwrap_or(Ratio::ZERO))
                    })
                    .collect(),
            )
        }
        Some(_) => {
            name.wrong(ProblemKind::UnknownValue, out);
            FinalScore::LastRoundDecides
        }
    }
}

fn judging(n: &Node<'_>, out: &mut Problems) -> Option<Judging> {
    if !n.is_there() {
        n.wrong(ProblemKind::Missing, out);
        return None;
    }
    let criteria: Vec<Criterion> = n.at("criteria").items(out).iter().map(|c| criterion(c, out)).collect();
    let rounds = rounds(n, &criteria, out);
    let all: Vec<&CriterionCode> =
        criteria.iter().chain(rounds.iter().flat_map(|r| &r.criteria)).map(|c| &c.code).collect();
    if all.is_empty() {
        n.at("criteria").wrong(ProblemKind::Missing, out);
    }
    let (mut tie_break, mut last_tie_break) = (Vec::new(), LastTieBreak::Nobody);
    let ties = n.at("tie_break").items(out);
    for (i, node) in ties.iter().enumerate() {
        match node.opt_text(out) {
            Some(word) if i + 1 == ties.len() && LastTieBreak::from_word(word).is_some() => {
                last_tie_break = LastTieBreak::from_word(word).unwrap_or(last_tie_break)
            }
            Some(code) if all.iter().any(|c| c.as_str() == code) => tie_break.push(code.into()),
            Some(_) => node.wrong(ProblemKind::UnknownValue, out),
            None => {}
        }
    }
    n.at("tie_break_basis").word(|w| (w == "all_sheets_of_the_last_round").then_some(()), out);
    let zero = n.at("zero_disqualifies").items(out);
    let mut zero_disqualifies: Vec<CriterionCode> = Vec::new();
    for node in &zero {
        match node.opt_text(out) {
            Some(code) if all.iter().any(|c| c.as_str() == code) => zero_disqualifies.push(code.into()),
            Some(_) => node.wrong(ProblemKind::UnknownReference, out),
            None => {}
        }
    }
    let final_score = final_score(n, &rounds, out);
    Some(Judging {
        final_score,
        community_vote: community_vote(&n.at("community_vote"), out),
        deviation_flag: deviation(&n.at("deviation_flag"), out),
        tie_break,
        last_tie_break,
        zero_disqualifies,
        judges_per_entry: n.at("judges_per_entry").opt_count(out).unwrap_or(3).max(1),
        visibility: n.at("visibility").word(Visibility::from_word, out).unwrap_or(Visibility::Open),
        same_unit_conflict: n.at("conflict").at("same_unit").opt_bool(out).unwrap_or(false),
        criteria,
        rounds,
    })
}

fn rounds(n: &Node<'_>, criteria: &[Criterion], out: &mut Problems) -> Vec<Round> {
    let listed = n.at("rounds").items(out);
    if listed.is_empty() {
        return vec![Round {
            code: RoundCode::from("1"),
            name: String::new(),
            combine: combine(&n.at("combine"), out),
            threshold: n.at("threshold").opt_ratio(out),
            finalists: None,
            criteria: criteria.to_vec(),
        }];
    }
    let round = |r: &Node<'_>, out: &mut Problems| {
        let own = r.at("criteria");
        let own_combine = r.at("combine");
        Round {
            code: r.at("code").text(out).as_str().into(),
            name: r.at("name").opt_text(out).unwrap_or_default().to_owned(),
            combine: combine(&if own_combine.is_there() { own_combine } else { n.at("combine") }, out),
            threshold: r.at("threshold").opt_ratio(out),
            finalists: finalists(&r.at("finalists"), out),
            criteria: if own.is_there() {
                own.items(out).iter().filter_map(|c| round_criterion(c, criteria, out)).collect()
            } else {
                criteria.to_vec()
            },
        }
    };
    listed.iter().map(|r| round(r, out)).collect()
}

fn finalists(n: &Node<'_>, out: &mut Problems) -> Option<Finalists> {
    if !n.is_there() {
        return None;
    }
    let top = n.at("top").count(out);
    if top == 0 {
        n.at("top").wrong(ProblemKind::OutOfRange, out);
    }
    let border = n.at("border").word(FinalistBorder::from_word, out).unwrap_or(FinalistBorder::AllGoOn);
    Some(Finalists { top, border })
}

fn deviation(n: &Node<'_>, out: &mut Problems) -> Option<DeviationFlag> {
    if !n.is_there() {
        return None;
    }
    n.at("against").word(|w| (w == "mean_of_the_other_sheets").then_some(()), out);
    n.at("effect").word(|w| (w == "flag").then_some(()), out);
    Some(DeviationFlag { more_than: n.at("more_than").ratio(out) })
}

fn prizes(n: &Node<'_>, out: &mut Problems) -> Option<PrizeStructure> {
    let level = |l: &Node<'_>, money: &str, out: &mut Problems| PrizeLevel {
        code: l.at("code").text(out).as_str().into(),
        name: l.at("name").opt_text(out).unwrap_or_default().to_owned(),
        count: l.at("count").count(out),
        prize_vnd: Vnd(i64::try_from(l.at(money).count(out)).unwrap_or(i64::MAX)),
    };
    let pooling = n.at("pooling");
    match pooling.opt_text(out) {
        Some("pooled") => {
            let factor = n.at("collective_factor");
            let levels: Vec<PrizeLevel> =
                n.at("levels").items(out).iter().map(|l| level(l, "individual_vnd", out)).collect();
            let collective_factor = factor.opt_ratio(out).unwrap_or(Ratio::ONE);
            if levels.iter().any(|l| l.prize_vnd.times(collective_factor).is_none()) {
                factor.wrong(ProblemKind::OutOfRange, out);
            }
            Some(PrizeStructure::Pooled { levels, collective_factor })
        }
        Some("per_category") => {
            let set = n.at("per_category");
            let levels = |key: &str, out: &mut Problems| {
                set.at(key).items(out).iter().map(|l| level(l, "vnd", out)).collect()
            };
            Some(PrizeStructure::PerCategory {
                individual: levels("individual", out),
                collective: levels("collective", out),
            })
        }
        _ => {
            pooling.wrong(ProblemKind::UnknownValue, out);
            None
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const CHUONG_MY: &str = include_str!("../../../../data/chuong-my-2024/contest.json");

    pub(in crate::contest::format) fn with(
        change: impl Fn(&mut Value),
    ) -> Result<RulesEdition, Vec<Problem>> {
        let mut v: Value = serde_json::from_str(CHUONG_MY).unwrap();
        change(&mut v);
        parse(&v.to_string())
    }

    #[test]
    fn the_2024_rules_are_read_whole() {
        let r = parse(CHUONG_MY).unwrap();
        assert_eq!(r.code, "CM24");
        assert_eq!(r.timeline.units_send.last_valid().to_string(), "2024-04-09T23:59:59.999+07:00");
        assert_eq!(r.judging.rounds.len(), 1);
        assert_eq!(r.judging.criteria.iter().map(|c| c.max.0).sum::<i64>(), 10_000);
        assert_eq!(r.judging.last_tie_break, LastTieBreak::Chair);
        assert_eq!(r.quota_for("town").map(|q| q.min), Some(1));
        assert_eq!(r.areas.len(), 8);
        assert_eq!(r.sections.len(), 5);
        assert_eq!(r.gallery, GalleryRules { shown: Shown::Winners, summary: "noi_dung".into() });
    }

    #[test]
    fn the_gallery_shows_what_the_rules_say_and_names_a_section_that_exists() {
        let r =
            with(|v| v["gallery"] = serde_json::json!({"entries": "ranked", "summary_section": "tinh_moi"}));
        assert_eq!(r.unwrap().gallery, GalleryRules { shown: Shown::Ranked, summary: "tinh_moi".into() });
        let e = with(|v| v["gallery"] = serde_json::json!({"entries": "all", "summary_section": "tom_tat"}));
        let fields: Vec<_> = e.unwrap_err().into_iter().map(|p| (p.field, p.kind)).collect();
        assert_eq!(
            fields,
            [
                ("gallery.summary_section".to_owned(), ProblemKind::UnknownReference),
                ("gallery.entries".to_owned(), ProblemKind::UnknownValue)
            ]
        );
    }

    #[test]
    fn an_unknown_mechanism_names_field_and_value() {
        let e = with(|v| v["judging"]["combine"]["method"] = "median".into()).unwrap_err();
        assert_eq!(
            (e[0].field.as_str(), e[0].kind, e[0].found.as_str()),
            ("judging.combine.method", ProblemKind::UnknownValue, "median")
        );
        let e = with(|v| v["prizes"]["pooling"] = "lottery".into()).unwrap_err();
        assert_eq!(e[0].field, "prizes.pooling");
    }

    #[test]
    fn all_problems_are_named_at_once() {
        let e = with(|v| {
            v["timeline"]["units_send"]["before"] = "tomorrow".into();
            v["judging"]["criteria"][0]["max"] = "many".into();
            v["quotas"][0]["strength"] = "strict".into();
        })
        .unwrap_err();
        let fields: Vec<&str> = e.iter().map(|p| p.field.as_str()).collect();
        assert!(
            ["timeline.units_send.before", "judging.criteria[0].max", "quotas[0].strength"]
                .iter()
                .all(|f| fields.contains(f)),
            "{fields:?}"
        );
    }

    #[test]
    fn a_factor_that_gives_broken_dong_is_refused() {
        assert!(with(|v| v["prizes"]["collective_factor"] = "1/4".into()).is_ok());
        let e = with(|v| v["prizes"]["collective_factor"] = "1/3".into()).unwrap_err();
        assert_eq!(e[0].field, "prizes.collective_factor");
    }
}

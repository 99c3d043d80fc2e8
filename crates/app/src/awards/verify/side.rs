//! The side prizes of a package: what the rules ask of each winner, the counts, the votes, the amounts, the sum of all money.

use super::super::package;
use super::{Package, Pools, allocation, json, lines};
use domain::awards::side::{Candidate, SideAward, settle};
use domain::contest::{Category, Form, RulesEdition};
use domain::ids::{AreaCode, EntryCode, UnitCode};
use serde_json::Value;
use std::collections::HashMap;

/// How many side prizes there are. The section stands in a package exactly where the rules have side prizes.
pub(super) fn check(package: &Package, rules: &RulesEdition, pools: Pools<'_>) -> Result<usize, String> {
    if rules.side_prizes.is_empty() {
        return if package.section("side").is_none() { Ok(0) } else { Err("side".to_owned()) };
    }
    let main = allocation(package, rules, pools)?;
    let mut categories = HashMap::new();
    for (n, line) in lines(package, "entries", "entry,category")? {
        let (code, word) = line.split_once(',').ok_or_else(|| format!("entries {n}"))?;
        categories.insert(code, word);
    }
    let given = json(package, "side").ok_or("side")?;
    let list = given["awards"].as_array().ok_or("side")?;
    let mut awards: Vec<SideAward> = vec![];
    for one in list {
        let place = || format!("side {}", one["prize"].as_str().unwrap_or_default());
        let award = award(one, &categories).ok_or_else(place)?;
        let has_prize = |code: &EntryCode| main.prizes.iter().any(|p| p.entry == *code);
        awards.push(match award {
            SideAward {
                candidate: Candidate::Entry { code, areas, form, category, unit_kind, .. },
                prize,
                votes,
            } => {
                let has_main = has_prize(&code);
                let candidate = Candidate::Entry { code, areas, form, category, unit_kind, has_main };
                SideAward { prize, candidate, votes }
            }
            of_unit => of_unit,
        });
    }
    let result = settle(&rules.side_prizes, &awards).map_err(|wrong| {
        wrong.first().map_or("side".to_owned(), |w| format!("side {} {}", w.prize, w.winner.code()))
    })?;
    let computed = package::side_text(&awards, &result, main.budget_total);
    if package.section("side") == Some(computed.as_str()) { Ok(awards.len()) } else { Err("side".to_owned()) }
}

/// `None` where the text is no side prize, or names an entry that was not judged or has another category.
fn award(one: &Value, categories: &HashMap<&str, &str>) -> Option<SideAward> {
    let text = |key: &str| one[key].as_str();
    let candidate = match (text("entry"), text("unit")) {
        (Some(code), None) => {
            let category = text("category").filter(|c| categories.get(code) == Some(c))?;
            let areas = one["areas"].as_array()?.iter().map(|a| a.as_str().map(AreaCode::from));
            Candidate::Entry {
                code: EntryCode::from(code),
                areas: areas.collect::<Option<_>>()?,
                form: Form::from_word(text("form")?)?,
                category: Category::from_word(category)?,
                unit_kind: text("unit_kind")?.to_owned(),
                has_main: false,
            }
        }
        (None, Some(code)) => Candidate::Unit {
            code: UnitCode::from(code),
            kind: text("unit_kind")?.to_owned(),
            entries: one["entries"].as_u64()?.try_into().ok()?,
        },
        _ => return None,
    };
    let vote = |n: usize| one["votes"][n].as_u64().and_then(|v| u32::try_from(v).ok());
    let votes = if one["votes"].is_null() { None } else { Some((vote(0)?, vote(1)?)) };
    Some(SideAward { prize: text("prize")?.into(), candidate, votes })
}

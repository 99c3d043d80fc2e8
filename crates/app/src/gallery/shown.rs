//! gallery/shown: the entries that everybody may see, read once per generation. Whatever is listed, searched, counted or given out is
//! taken from here, so that no count and no search tells more than the list.

use super::store;
use crate::awards::store::{self as awards, public_result};
use crate::contest::store::{self as contests, ContestRow};
use crate::db::{DbFault, Tx};
use crate::entry::author_store::{Who, confirmed_of};
use crate::entry::authors::who;
use crate::entry::body::read_dossier;
use crate::entry::store::dossier_of;
use crate::files::store::{NamedFile, find_attachment};
use domain::contest::{Category, Form, RulesEdition};
use domain::entry::Attachment;
use domain::gallery::disclosure::disclose;
use domain::gallery::summary::summary;
use domain::gallery::{Disclosure, Standing};
use domain::ids::{AreaCode, ContestId, EntryCode, EntryId, LevelCode};
use domain::text::fold;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is shown of one contest: winners in order of rank, then the others by code.
#[derive(Debug)]
pub struct Gallery {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone)]
pub struct Item {
    entry: EntryId,
    version: i64,
    pub code: EntryCode,
    pub title: String,
    pub areas: Vec<AreaCode>,
    pub unit: String,
    pub unit_kind: String,
    pub category: Category,
    pub form: Form,
    /// Code and name of the prize.
    pub prize: Option<(LevelCode, String)>,
    /// Empty where the names are not public.
    pub authors: Vec<String>,
    pub summary: String,
    pub disclosed: Disclosure,
    /// What a search looks at: only what is shown.
    fold: String,
}

/// What a visitor asks for; empty texts mean "whatever".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub words: String,
    pub area: String,
    pub unit_kind: String,
    /// The code of a prize.
    pub prize: String,
}

impl Gallery {
    /// The items asked for, in the order of the gallery.
    pub fn find(&self, wanted: &Wanted) -> Vec<&Item> {
        let folded = fold(&wanted.words);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let is_wanted = |i: &&Item| {
            words.iter().all(|w| i.fold.contains(w))
                && (wanted.area.is_empty() || i.areas.iter().any(|a| a.as_str() == wanted.area))
                && (wanted.unit_kind.is_empty() || i.unit_kind == wanted.unit_kind)
                && (wanted.prize.is_empty()
                    || i.prize.as_ref().is_some_and(|(level, _)| level.as_str() == wanted.prize))
        };
        self.items.iter().filter(is_wanted).collect()
    }
}

/// `None` before the release, for a contest that shows nothing, and for one that does not exist.
pub fn gallery(tx: &mut Tx, code: &str) -> Result<Option<Arc<Gallery>>, DbFault> {
    let Some(contest) = contests::find_by_code(tx, code)? else { return Ok(None) };
    let shown = tx.kept(contest.id.0, |tx| load(tx, contest).map(Shown))?;
    Ok(shown.0.clone())
}

/// What is kept: also that there is nothing.
struct Shown(Option<Arc<Gallery>>);

fn load(tx: &mut Tx, contest: ContestRow) -> Result<Option<Arc<Gallery>>, DbFault> {
    let Some(result) = public_result(tx, contest.id)? else { return Ok(None) };
    let rules = contests::rules_of(tx, contest.id)?;
    if rules.gallery.shown == domain::contest::Shown::Nobody {
        return Ok(None);
    }
    // Rank, code and name of each winner's prize; a side prize counts where there is no other.
    let main = result.winners.iter().map(|w| (&w.code, &w.level, &w.level_name));
    let side = result.side.iter().filter_map(|s| Some((&s.entry.as_ref()?.1, &s.prize, &s.name)));
    let mut winners: HashMap<&EntryCode, (usize, &LevelCode, &String)> = HashMap::new();
    for (n, (code, level, name)) in main.chain(side).enumerate() {
        winners.entry(code).or_insert((n, level, name));
    }
    let ranked = ranked(tx, contest.id)?;
    let agreed: HashSet<(EntryId, Who)> = confirmed_of(tx, contest.id)?.into_iter().collect();
    let master = tx.opener();
    let mut items: Vec<(usize, Item)> = Vec::new();
    store::each_candidate(tx, contest.id, |c| {
        let won = winners.get(&c.code);
        let standing = match won {
            Some(_) => Standing::Prize,
            None if ranked.contains(&c.code) => Standing::Ranked,
            None => Standing::Unranked,
        };
        let Some(disclosed) = disclose(rules.gallery.shown, contest.phase, standing, c.given) else {
            return Ok(());
        };
        let d = read_dossier(c.body, &c.seals)?;
        // Winners are named by the decision; of the others who hands in, whose tick it is, and those who agreed for themselves.
        let contact = d.contact().cloned();
        let mut authors: Vec<String> = Vec::new();
        for a in d.authors.iter().filter(|_| disclosed.names) {
            let own_word = won.is_some() || contact.as_ref() == Some(a);
            if own_word || agreed.contains(&(c.entry, who(&master, a)?)) {
                authors.push(a.name.clone());
            }
        }
        let text = d.sections.iter().find(|(code, _)| *code == rules.gallery.summary);
        items.push((
            won.map_or(usize::MAX, |w| w.0),
            Item {
                fold: fold(&format!("{} {} {} {}", c.code, d.title, c.unit, authors.join(" "))),
                entry: c.entry,
                version: c.version,
                code: c.code,
                title: d.title,
                areas: d.areas,
                unit: c.unit,
                unit_kind: c.unit_kind,
                category: d.category,
                form: d.form,
                prize: won.map(|w| (w.1.clone(), w.2.clone())),
                authors,
                summary: text.map(|(_, body)| summary(body)).unwrap_or_default(),
                disclosed,
            },
        ));
        Ok(())
    })?;
    items.sort_by_key(|(rank, _)| *rank);
    let items = items.into_iter().map(|(_, item)| item).collect();
    Ok(Some(Arc::new(Gallery { contest, rules, items })))
}

/// Codes of the entries that have a place.
fn ranked(tx: &mut Tx, contest: ContestId) -> Result<HashSet<EntryCode>, DbFault> {
    let Some(standing) = awards::find_standing(tx, contest)? else { return Ok(HashSet::new()) };
    let lines = standing.frozen.pools.iter().flat_map(|p| &p.lines);
    Ok(lines.map(|l| EntryCode(l.entry.clone())).collect())
}

/// One entry with what its author lets everybody read.
#[derive(Debug)]
pub struct Opened {
    pub gallery: Arc<Gallery>,
    pub item: Item,
    /// Name and text of each section, where the text is public.
    pub sections: Vec<(String, String)>,
    /// Place of each file and what it is, where files are public.
    pub files: Vec<(usize, Attachment)>,
}

pub fn entry(tx: &mut Tx, contest: &str, code: &str) -> Result<Option<Opened>, DbFault> {
    let Some(gallery) = gallery(tx, contest)? else { return Ok(None) };
    let Some(item) = gallery.items.iter().find(|i| i.code.as_str() == code).cloned() else { return Ok(None) };
    let (mut sections, mut files) = (vec![], vec![]);
    if item.disclosed.text || item.disclosed.files {
        let found = dossier_of(tx, item.entry, item.version)?;
        let (dossier, _) = found.ok_or_else(|| DbFault::other("an entry without its version"))?;
        if item.disclosed.text {
            let rules = &gallery.rules;
            // An answer to a question of the contest's own is public only where its rules say so.
            let is_public =
                |code: &str| rules.fields.iter().find(|f| f.code == code).is_none_or(|f| f.public);
            let named = |(code, text): (String, String)| {
                is_public(&code).then(|| (rules.name_of(&code).unwrap_or(&code).to_owned(), text))
            };
            sections = dossier.sections.into_iter().filter_map(named).collect();
        }
        if item.disclosed.files {
            let held = dossier.attachments.into_iter().enumerate().filter(|(_, f)| f.sha256.is_some());
            files = held.collect();
        }
    }
    Ok(Some(Opened { gallery, item, sections, files }))
}

/// A file of an entry whose files are public.
pub fn file(tx: &mut Tx, contest: &str, code: &str, position: i64) -> Result<Option<NamedFile>, DbFault> {
    let Some(gallery) = gallery(tx, contest)? else { return Ok(None) };
    match gallery.items.iter().find(|i| i.code.as_str() == code && i.disclosed.files) {
        Some(item) => find_attachment(tx, item.entry, item.version, position),
        None => Ok(None),
    }
}

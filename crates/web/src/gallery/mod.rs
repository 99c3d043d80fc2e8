//! The gallery: what a contest's rules and the authors let everybody see; and the page on which an author says so. Before the release
//! these addresses do not exist.

mod consent;
mod entry;
mod show;

use crate::{Access, Routes, T};
use app::gallery::Item;
use domain::contest::RulesEdition;

pub fn routes() -> Routes {
    Routes::new()
        .get("/contests/{code}/gallery", Access::Public, show::show)
        .get("/contests/{code}/gallery/{shown}", Access::Public, entry::show)
        .get("/contests/{code}/gallery/{shown}/files/{position}", Access::Public, entry::file)
        .get("/entries/{id}/gallery", Access::EntryHolder, consent::ask)
        .post("/entries/{id}/gallery", Access::EntryHolder, consent::save)
}

/// Names of the areas, in the order of the announcement.
fn areas(item: &Item, rules: &RulesEdition) -> String {
    let named = rules.areas.iter().filter(|a| item.areas.contains(&a.code)).map(|a| a.name.as_str());
    named.collect::<Vec<_>>().join("; ")
}

/// Who wrote it, or that the names are not public.
fn authors(t: T, item: &Item) -> String {
    match item.disclosed.names {
        true => item.authors.join(", "),
        false => t.s("gallery-no-names").into_owned(),
    }
}

//! The foundation of the pages, seen from outside.
#![allow(clippy::unwrap_used)]

#[cfg(test)]
mod audit;
#[cfg(test)]
mod contest;
#[cfg(test)]
mod entry;
#[cfg(test)]
mod http;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod notices;
mod people;
#[cfg(test)]
mod results;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod site;
#[cfg(test)]
mod sources;

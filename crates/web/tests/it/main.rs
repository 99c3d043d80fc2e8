//! The foundation of the pages, seen from outside.

#[cfg(test)]
mod entry;
#[cfg(test)]
mod http;
#[cfg(test)]
mod people;
#[cfg(test)]
mod site;
#[cfg(test)]
mod sources;

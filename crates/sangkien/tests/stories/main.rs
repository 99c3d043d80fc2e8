//! Stories: what people do with the product, from the outside.
#![allow(clippy::unwrap_used)]

mod authors;
mod bad;
mod blind;
mod documents;
mod extensions;
mod fields;
mod films;
mod gallery;
mod hostile;
mod html;
mod judging;
mod mail;
mod matrix;
mod package;
mod personal;
mod queries;
mod rehearsal;
mod scans;
mod screening;
mod second_look;
mod secrecy;
mod site;
mod stores;
mod traps;
mod uploads;
mod whole;
mod world;

//! Store tests of the app crate, in one binary. Everything that touches tables runs on both engines.
#![allow(clippy::unwrap_used)]

mod awards;
mod contest;
mod contest_articles;
mod db_faults;
mod db_lite;
mod db_migrate;
mod db_nodes;
mod db_stop;
mod db_tables;
mod db_values;
mod db_write;
mod entry;
mod entry_files;
mod entry_look_up;
mod entry_world;
mod gallery;
mod gate_attacks;
mod gate_model;
mod import_folder;
mod import_office;
mod jobs;
mod judging;
mod judging_fixture;
mod notices;
mod notices_remind;
mod notices_worlds;
mod outbox;
mod people;
mod register;
mod screening;
mod screening_bulk;
mod screening_folder;
mod screening_world;
mod second_round;
mod unit_papers;

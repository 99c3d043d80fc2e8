//! Raw SQL against what the panel said, the drawn order, counts of votes and side prizes: a table of attacks, each refused on both engines,
//! each let through as soon as its guard is dropped. A guard of this migration without an attack fails the test.

use crate::judging_fixture::*;
use app::db::{DbFault, Engine, Tx};
use std::collections::BTreeSet;
use testkit::engines::both;

/// The guard, what it says, the statement; before a semicolon what makes way for it. Ids are those of the scene below.
const ATTACKS: &[(&str, &str, &str)] = &[
    ("discussion_no_update", "minutes_fixed", "UPDATE discussion SET said = 'khác'"),
    ("discussion_no_update", "minutes_fixed", "UPDATE discussion SET votes_for = 9, votes_cast = 9"),
    ("discussion_no_delete", "minutes_fixed", "DELETE FROM discussion"),
    ("meeting_fixed", "minutes_fixed", "UPDATE meeting SET present = 'ai đó'"),
    (
        "meeting_fixed",
        "minutes_fixed",
        "UPDATE meeting SET closed_at = closed_at + 1 WHERE closed_at IS NOT NULL",
    ),
    ("meeting_no_delete", "minutes_fixed", "DELETE FROM meeting WHERE id = 2"),
    ("order_no_update", "order_drawn", "UPDATE presentation SET position = position + 5"),
    ("order_no_delete", "order_drawn", "DELETE FROM presentation"),
    (
        "order_only_before_the_draw",
        "order_drawn",
        "INSERT INTO presentation (round_id, entry_id, position) SELECT round_id, MAX(entry_id) + 1, 9 FROM presentation GROUP BY round_id",
    ),
    ("order_seed_fixed", "order_drawn", "UPDATE presentation_draw SET drawn_at = NULL"),
    ("order_seed_no_delete", "order_drawn", "DELETE FROM presentation_draw"),
    ("votes_no_update", "votes_kept", "UPDATE entry_votes SET votes = votes + 1"),
    ("votes_no_delete", "votes_kept", "DELETE FROM entry_votes"),
    (
        "votes_of_a_new_count",
        "votes_fixed",
        "INSERT INTO entry_votes (count_id, entry_id, votes) SELECT 1, MAX(entry_id) + 1, 5 FROM entry_votes",
    ),
    (
        "count_kept",
        "votes_kept",
        "UPDATE standing SET superseded_at = 9; UPDATE vote_count SET note = 'khác', taken_back_at = 1, taken_back_reason = 'x' WHERE id = 1",
    ),
    (
        "count_fixed",
        "votes_fixed",
        "UPDATE vote_count SET taken_back_at = 1, taken_back_reason = 'x' WHERE id = 1",
    ),
    ("count_no_delete", "votes_kept", "DELETE FROM vote_count WHERE id = 2"),
    ("side_prize_no_update", "side_prize_kept", "UPDATE side_prize SET amount_vnd = 9"),
    (
        "side_prize_fixed_insert",
        "prizes_confirmed",
        "INSERT INTO side_prize (contest_id, code, unit_id, amount_vnd, reason, proposed_by, proposed_at) SELECT contest_id, 'x', unit_id, 1, 'x', 'x', 1 FROM side_prize",
    ),
    ("side_prize_fixed_delete", "prizes_confirmed", "DELETE FROM side_prize"),
];

const RULES: &str = r#"{
  "code": "T", "name": "Thi", "organiser": {"unit_code": "U", "name": "U"}, "standing_body": {"unit_code": "U"},
  "timeline": {"units_send": {"before": "2024-04-10T00:00:00+07:00"}},
  "prizes": {"pooling": "pooled", "levels": []},
  "judging": {"criteria": [{"code": "moi", "name": "Mới", "max": "100", "step": "1"}], "combine": "mean", "tie_break": []}
}"#;

/// Written straight into the tables, as whoever attacks would.
fn scene(tx: &mut Tx) -> Result<(), DbFault> {
    let c = contest(tx, RULES, &[("U", "office")])?;
    let u = c.units["U"];
    let (a, b) = (
        accepted(tx, &c, "E1", "individual", u, &[None])?.0,
        accepted(tx, &c, "E2", "individual", u, &[None])?.0,
    );
    let edition = tx.one("SELECT MAX(id) FROM rules_edition", &[])?.int(0)?;
    for sql in [
        format!(
            "INSERT INTO judging_round (id, contest_id, code, position, edition_id, state, opened_at, closed_at) VALUES (1, {}, '1', 0, {edition}, 'closed', 1, 2)",
            c.id.0
        ),
        format!(
            "INSERT INTO meeting (id, round_id, place, present, entry_id, opened_by, opened_at, closed_at) VALUES (1, 1, 'P', 'A', {a}, 'x', 1, 2)"
        ),
        format!(
            "INSERT INTO meeting (id, round_id, place, present, entry_id, opened_by, opened_at) VALUES (2, 1, 'P', 'A', {a}, 'x', 3)"
        ),
        format!(
            "INSERT INTO discussion (round_id, entry_id, meeting_id, took_part, said, outcome, recorded_by, at) VALUES (1, {a}, 1, 'A', 'Hay', 'as_is', 'x', 2)"
        ),
        "INSERT INTO presentation_draw (round_id, seed, seed_hash, committed_at) VALUES (1, 'a', 'b', 1)"
            .to_owned(),
        format!("INSERT INTO presentation (round_id, entry_id, position) VALUES (1, {a}, 1)"),
        "UPDATE presentation_draw SET drawn_at = 2".to_owned(),
        format!(
            "INSERT INTO vote_count (id, contest_id, source, note, left_out, digest, recorded_by, recorded_at) VALUES (1, {0}, 'paper', 'n', 0, 'd', 'x', 1), (2, {0}, 'zalo', 'n', 0, 'd', 'x', 1)",
            c.id.0
        ),
        format!("INSERT INTO entry_votes (count_id, entry_id, votes) VALUES (1, {a}, 5)"),
        format!(
            "INSERT INTO side_prize (contest_id, code, unit_id, amount_vnd, reason, proposed_by, proposed_at) VALUES ({}, 's', {}, 5, 'r', 'x', 1)",
            c.id.0, u.0
        ),
        format!(
            "INSERT INTO standing (id, contest_id, edition_id, body, sheets_hash, frozen_at) VALUES (1, {}, {edition}, '', 'h', 3)",
            c.id.0
        ),
        format!(
            "INSERT INTO award (contest_id, state, standing_id, proposed_at, confirmed_at, confirmed_by, minutes) VALUES ({}, 'confirmed', 1, 3, 4, 'x', 'm')",
            c.id.0
        ),
    ] {
        let sql = if tx.engine() == Engine::Postgres {
            sql.replace("'a', 'b', 1)", "decode('61','hex'), decode('62','hex'), 1)")
                .replace("'d', 'x', 1)", "decode('64','hex'), 'x', 1)")
                .replace("'h', 3)", "decode('68','hex'), 3)")
        } else {
            sql.replace("'a', 'b', 1)", "x'61', x'62', 1)")
                .replace("'d', 'x', 1)", "x'64', 'x', 1)")
                .replace("'h', 3)", "x'68', 3)")
        };
        tx.exec(&sql, &[])?;
    }
    assert!(a < b);
    Ok(())
}

/// Everything in it is undone.
fn tried(tx: &mut Tx, dropped: Option<&str>, table: &str, sql: &str) -> Result<usize, DbFault> {
    let mut came = Ok(0);
    let undone: Result<(), DbFault> = tx.attempt(|tx| {
        if let Some(guard) = dropped {
            let tail = if tx.engine() == Engine::Postgres { format!(" ON {table}") } else { String::new() };
            tx.exec(&format!("DROP TRIGGER {guard}{tail}"), &[])?;
        }
        let (before, last) = sql.rsplit_once("; ").unwrap_or(("", sql));
        if !before.is_empty() {
            tx.exec(before, &[])?;
        }
        came = tx.attempt(|tx| tx.exec(last, &[])).map(|n| n as usize);
        Err(DbFault::other("an attempt ends by being undone"))
    });
    assert!(undone.is_err());
    came
}

#[test]
fn what_was_said_drawn_counted_and_given_stays() {
    let text = include_str!("../../../../migrations/0018_minutes_guards.sqlite.sql");
    let words: Vec<&str> = text.split_whitespace().collect();
    let guards: BTreeSet<&str> =
        words.windows(3).filter(|w| w[..2] == ["CREATE", "TRIGGER"]).map(|w| w[2]).collect();
    let attacked: BTreeSet<&str> = ATTACKS.iter().map(|a| a.0).collect();
    assert_eq!(attacked, guards, "every guard is attacked");
    let table_of = |guard: &str| -> String {
        let at = words.windows(2).position(|w| w == ["TRIGGER", guard]).expect("a guard");
        let on = words[at..].iter().position(|w| *w == "ON").expect("its table");
        words[at + on + 1].to_owned()
    };
    let tables: Vec<String> = ATTACKS.iter().map(|a| table_of(a.0)).collect();
    both(move |db| {
        let tables = tables.clone();
        write(db, move |tx| {
            scene(tx).unwrap();
            for ((guard, says, sql), table) in ATTACKS.iter().zip(&tables) {
                match tried(tx, None, table, sql) {
                    Err(DbFault::Guard { message }) => assert_eq!(message, *says, "{guard}: {sql}"),
                    other => panic!("{guard}: {sql}: {other:?}"),
                }
                match tried(tx, Some(guard), table, sql) {
                    Ok(n) => assert!(n > 0, "{guard}: {sql} changed nothing"),
                    Err(other) => panic!("{guard}: {sql}: {other}"),
                }
            }
        });
    });
}

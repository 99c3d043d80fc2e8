//! Batches and what stands on them.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "a batch is another unit's",
        On::Both,
        &["UPDATE batch SET unit_id = {standing} WHERE id = {open}"],
        &["batch_same"],
    ),
    attack(
        "a batch has another number",
        On::Both,
        &["UPDATE batch SET number = 77 WHERE id = {open}"],
        &["batch_same"],
    ),
    attack(
        "a handed-over batch has another letter",
        On::Both,
        &["UPDATE batch SET letter_number = 'x' WHERE id = {sent}"],
        &["batch_fixed"],
    ),
    attack(
        "a handed-over batch was never handed over",
        On::Both,
        &["UPDATE batch SET forwarded_at = NULL WHERE id = {sent}"],
        &["batch_fixed"],
    ),
    attack(
        "a batch is handed over at the first instant that is too late",
        On::Both,
        &["UPDATE batch SET state = 'forwarded', forwarded_at = {late} WHERE id = {open}"],
        &["batch_in_time"],
    ),
    attack(
        "a batch is born handed over",
        On::Both,
        &[
            "INSERT INTO batch (contest_id, unit_id, year, number, state, created_at, forwarded_at) VALUES ({contest}, {unit}, 2024, 900, 'forwarded', 1, {early})",
        ],
        &["batch_born_open"],
    ),
    attack(
        "a batch disappears",
        On::Both,
        &[
            "INSERT INTO batch (id, contest_id, unit_id, year, number, state, created_at) VALUES (9001, {contest}, {standing}, 2024, 900, 'open', 1)",
            "DELETE FROM batch WHERE id = 9001",
        ],
        &["batch_no_delete"],
    ),
    attack(
        "a batch disappears with its list",
        On::Both,
        &["DELETE FROM batch_item WHERE batch_id = {open}", "DELETE FROM batch WHERE id = {open}"],
        &["batch_item_no_delete", "batch_no_delete"],
    ),
    attack(
        "a line of a list names another entry",
        On::Both,
        &["UPDATE batch_item SET entry_id = {F} WHERE batch_id = {open}"],
        &["batch_item_fixed"],
    ),
    attack(
        "a line of a list goes to a handed-over batch",
        On::Both,
        &["UPDATE batch_item SET batch_id = {sent} WHERE batch_id = {open}"],
        &["batch_item_fixed"],
    ),
    attack(
        "a handed-over line is of another version",
        On::Both,
        &["UPDATE batch_item SET version = 2 WHERE batch_id = {sent} AND entry_id = {B}"],
        &["batch_item_fixed"],
    ),
    attack(
        "a handed-over line is struck out",
        On::Both,
        &[
            "UPDATE batch_item SET removed_at = {late}, remove_reason = 'x' WHERE batch_id = {sent} AND entry_id = {B}",
        ],
        &["batch_item_fixed"],
    ),
    attack(
        "a withdrawn line is back",
        On::Both,
        &["UPDATE batch_item SET removed_at = NULL WHERE batch_id = {sent} AND entry_id = {H}"],
        &["batch_item_fixed"],
    ),
    attack(
        "a line is added to a handed-over batch",
        On::Both,
        &["INSERT INTO batch_item (batch_id, entry_id, version, added_at) VALUES ({sent}, {D}, 1, 1)"],
        &["batch_item_in_time"],
    ),
    attack(
        "a line is added to a handed-over batch, and scored",
        On::Both,
        &[
            "INSERT INTO batch_item (batch_id, entry_id, version, added_at) VALUES ({sent}, {D}, 1, 1)",
            "UPDATE gate SET arrived_at = {sent_at}, arrived_version = 1 WHERE entry_id = {D}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {D}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {D}, {judge}, 'regular', 1)",
        ],
        &["batch_item_in_time"],
    ),
    attack(
        "a line disappears",
        On::Both,
        &["DELETE FROM batch_item WHERE batch_id = {sent} AND entry_id = {B}"],
        &["batch_item_no_delete"],
    ),
];

//! More time: only while the contest is open, never for what came too late before, and it stays as it was granted.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "more time when judging has begun",
        On::Both,
        &[
            "INSERT INTO extension (contest_id, entry_id, granted_at, until_at, reason, by_name) VALUES ({contest}, {D}, {sent_at}, {june}, 'x', 'x')",
        ],
        &["extension_sound"],
    ),
    attack(
        "more time for an entry of another contest",
        On::Both,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {other}",
            "INSERT INTO extension (contest_id, entry_id, granted_at, until_at, reason, by_name) VALUES ({other}, {D}, {sent_at}, {june}, 'x', 'x')",
        ],
        &["extension_sound"],
    ),
    attack(
        "more time for the standing body",
        On::Both,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {contest}",
            "INSERT INTO extension (contest_id, unit_id, granted_at, until_at, reason, by_name) VALUES ({contest}, {standing}, {june}, {june} + 1, 'x', 'x')",
        ],
        &["extension_sound"],
    ),
    attack(
        "more time that is born taken back",
        On::Both,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {contest}",
            "INSERT INTO extension (contest_id, entry_id, granted_at, until_at, reason, by_name, taken_back_at, taken_back_reason, taken_back_by) VALUES ({contest}, {D}, {sent_at}, {june}, 'x', 'x', {june}, 'x', 'x')",
        ],
        &["extension_sound"],
    ),
    attack(
        "more time for what came too late",
        On::Both,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {contest}",
            "INSERT INTO extension (contest_id, entry_id, granted_at, until_at, reason, by_name) VALUES ({contest}, {C}, {early}, {june}, 'x', 'x')",
        ],
        &["extension_sound"],
    ),
    attack(
        "accepted by more time that was given back in time",
        On::Both,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {contest}",
            "INSERT INTO extension (contest_id, entry_id, granted_at, until_at, reason, by_name) VALUES ({contest}, {C}, {early}, {june}, 'x', 'x')",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {C}",
        ],
        &["extension_sound", "accepted_needs_chain"],
    ),
    attack(
        "accepted at the standing body by more time that no line of the log tells",
        On::Both,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {contest}",
            "INSERT INTO extension (contest_id, entry_id, granted_at, until_at, reason, by_name) VALUES ({contest}, {G}, {early}, {june}, 'x', 'x')",
            "UPDATE gate SET arrived_at = {late}, arrived_version = 1, intake = 'accepted' WHERE entry_id = {G}",
        ],
        &["extension_sound", "accepted_needs_chain"],
    ),
    attack(
        "a batch is handed over late by more time that no line of the log tells",
        On::Both,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {contest}",
            "INSERT INTO extension (contest_id, entry_id, granted_at, until_at, reason, by_name) VALUES ({contest}, {D}, {sent_at}, {june}, 'x', 'x')",
            "UPDATE batch SET state = 'forwarded', forwarded_at = {late} WHERE id = {open}",
        ],
        &["batch_in_time"],
    ),
    attack(
        "an extension lasts longer",
        On::Both,
        &["UPDATE extension SET until_at = {june} WHERE id = {xe}"],
        &["extension_fixed"],
    ),
    attack(
        "an extension was granted earlier",
        On::Both,
        &["UPDATE extension SET granted_at = {early} WHERE id = {xk}"],
        &["extension_fixed"],
    ),
    attack(
        "an extension is another entry's",
        On::Both,
        &["UPDATE extension SET entry_id = {C} WHERE id = {xe}"],
        &["extension_fixed"],
    ),
    attack(
        "an extension has another reason",
        On::Both,
        &["UPDATE extension SET reason = 'y' WHERE id = {xe}"],
        &["extension_fixed"],
    ),
    attack(
        "an extension that was taken back stands again",
        On::Both,
        &[
            "UPDATE extension SET taken_back_at = {june}, taken_back_reason = 'x', taken_back_by = 'x' WHERE id = {xe}",
            "UPDATE extension SET taken_back_at = NULL, taken_back_reason = NULL, taken_back_by = NULL WHERE id = {xe}",
        ],
        &["extension_fixed"],
    ),
    attack(
        "what came by an extension loses it",
        On::Both,
        &[
            "UPDATE extension SET taken_back_at = {june}, taken_back_reason = 'x', taken_back_by = 'x' WHERE id = {xk}",
        ],
        &["extension_used"],
    ),
    attack(
        "an extension disappears",
        On::Both,
        &["DELETE FROM extension WHERE id = {xe}"],
        &["extension_no_delete"],
    ),
    attack(
        "replaced: extension",
        On::Sqlite,
        &[
            "UPDATE contest SET phase = 'open' WHERE id = {contest}",
            "INSERT OR REPLACE INTO extension (id, contest_id, entry_id, granted_at, until_at, reason, by_name) VALUES ({xe}, {contest}, {E}, {sent_at}, {june}, 'x', 'x')",
        ],
        &["extension_no_replace"],
    ),
    attack("emptied: extension", On::Postgres, &["TRUNCATE extension"], &["extension_no_truncate"]),
];

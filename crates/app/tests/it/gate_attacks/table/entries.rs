//! Entries, their versions and files.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "an entry goes to another contest",
        On::Both,
        &["UPDATE entry SET contest_id = {other} WHERE id = {E}"],
        &["entry_fixed"],
    ),
    attack(
        "a paper entry becomes one of the web",
        On::Both,
        &["UPDATE entry SET origin = 'online' WHERE id = {E}"],
        &["entry_fixed"],
    ),
    attack(
        "an entry takes another number",
        On::Both,
        &[
            "INSERT INTO entry (id, contest_id, code, state, origin, route, category, form, title, fold, areas, lead_author, author_count, recorded_at) VALUES (9001, {contest}, 'NEU', 'draft', 'paper', '', 'individual', 'written', '', '', '', '', 0, 1)",
            "UPDATE entry SET id = 9002 WHERE id = 9001",
        ],
        &["entry_fixed"],
    ),
    attack(
        "a version is skipped",
        On::Both,
        &["UPDATE entry SET version = version + 5 WHERE id = {E}"],
        &["entry_version_steps"],
    ),
    attack(
        "a version without its text",
        On::Both,
        &["UPDATE entry SET version = 2 WHERE id = {E}"],
        &["entry_version_steps"],
    ),
    attack(
        "the version before counts again",
        On::Both,
        &["UPDATE entry SET version = 1 WHERE id = {I}"],
        &["entry_version_steps"],
    ),
    attack(
        "another unit without another version",
        On::Both,
        &["UPDATE entry SET unit_id = {standing} WHERE id = {D}"],
        &["entry_version_steps"],
    ),
    attack(
        "another unit's entry is sent from the standing body",
        On::Both,
        &[
            "UPDATE entry SET unit_id = {standing} WHERE id = {D}",
            "UPDATE gate SET arrived_at = {early}, arrived_version = 1 WHERE entry_id = {D}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {D}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {D}, {judge}, 'regular', 1)",
        ],
        &["entry_version_steps", "accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "a late entry was early",
        On::Both,
        &["UPDATE entry SET submitted_at = {early} WHERE id = {G}"],
        &["entry_instant_fixed"],
    ),
    attack(
        "a late entry was early, and is scored",
        On::Both,
        &[
            "UPDATE entry SET submitted_at = {early} WHERE id = {G}",
            "UPDATE gate SET arrived_at = {early}, arrived_version = 1 WHERE entry_id = {G}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {G}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {G}, {judge}, 'regular', 1)",
        ],
        &["entry_instant_fixed"],
    ),
    attack(
        "a late entry is withdrawn early and comes back early",
        On::Both,
        &[
            "UPDATE entry SET state = 'withdrawn', withdrawn_at = {early} WHERE id = {G}",
            "UPDATE entry SET state = 'handed_in', submitted_at = {early}, withdrawn_at = NULL WHERE id = {G}",
        ],
        &["entry_state_steps"],
    ),
    attack(
        "withdrawn, at no time",
        On::Both,
        &["UPDATE entry SET state = 'withdrawn', withdrawn_at = NULL WHERE id = {E}"],
        &["entry_state_steps"],
    ),
    attack(
        "the withdrawal was earlier",
        On::Both,
        &["UPDATE entry SET withdrawn_at = {early} WHERE id = {H}"],
        &["entry_state_steps"],
    ),
    attack(
        "revived before it was withdrawn",
        On::Both,
        &["UPDATE entry SET state = 'handed_in', submitted_at = {early}, withdrawn_at = NULL WHERE id = {H}"],
        &["entry_instant_fixed"],
    ),
    attack(
        "revived, as confirmed as it was",
        On::Both,
        &[
            "UPDATE entry SET state = 'handed_in', submitted_at = withdrawn_at, withdrawn_at = NULL WHERE id = {H}",
            "UPDATE gate SET arrived_at = {sent_at}, arrived_version = 1 WHERE entry_id = {H}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {H}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {H}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "handed in becomes a draft",
        On::Both,
        &["UPDATE entry SET state = 'draft' WHERE id = {E}"],
        &["entry_state_steps"],
    ),
    attack(
        "the category changes under sheets",
        On::Both,
        &["UPDATE entry SET category = 'collective' WHERE id = {A}"],
        &["entry_frozen"],
    ),
    attack(
        "an edit under sheets",
        On::Both,
        &[
            "INSERT INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) SELECT entry_id, 2, {zero}, body, by_actor, created_at FROM entry_version WHERE entry_id = {A}",
            "UPDATE entry SET version = 2 WHERE id = {A}",
        ],
        &["entry_frozen", "gate_frozen", "confirmation_held"],
    ),
    attack(
        "a withdrawal under sheets",
        On::Both,
        &["UPDATE entry SET state = 'withdrawn', withdrawn_at = {late} WHERE id = {A}"],
        &["entry_frozen", "gate_frozen", "confirmation_held"],
    ),
    attack(
        "an entry disappears with its text",
        On::Both,
        &[
            "DELETE FROM notice WHERE entry_id = {E}",
            "DELETE FROM author_ask WHERE entry_id = {E}",
            "DELETE FROM author WHERE entry_id = {E}",
            "DELETE FROM entry_version WHERE entry_id = {E}",
            "DELETE FROM entry WHERE id = {E}",
        ],
        &["version_no_delete", "entry_no_delete"],
    ),
    attack(
        "an entry without children disappears",
        On::Both,
        &[
            "INSERT INTO entry (id, contest_id, code, state, origin, route, category, form, title, fold, areas, lead_author, author_count, version, recorded_at) VALUES (9001, {contest}, 'NEU', 'handed_in', 'paper', '', 'individual', 'written', '', '', '', '', 0, 1, 1)",
            "DELETE FROM entry WHERE id = 9001",
        ],
        &["entry_no_delete"],
    ),
    attack(
        "the text of a version changes",
        On::Both,
        &["UPDATE entry_version SET body = '{}' WHERE entry_id = {B}"],
        &["version_no_update"],
    ),
    attack(
        "the hash of a version changes",
        On::Both,
        &["UPDATE entry_version SET dossier_hash = {zero} WHERE entry_id = {B}"],
        &["version_no_update"],
    ),
    attack(
        "a version is deleted",
        On::Both,
        &["DELETE FROM author WHERE entry_id = {E}", "DELETE FROM entry_version WHERE entry_id = {E}"],
        &["version_no_delete"],
    ),
    attack(
        "a version far ahead",
        On::Both,
        &[
            "INSERT INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) VALUES ({E}, 9, {zero}, '{}', 'x', {late})",
        ],
        &["entry_version_order"],
    ),
    attack(
        "a version from before the first",
        On::Both,
        &[
            "INSERT INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) VALUES ({E}, 2, {zero}, '{}', 'x', 1)",
        ],
        &["entry_version_order"],
    ),
    attack(
        "an attachment points to another file",
        On::Both,
        &["UPDATE attachment SET file_id = 702 WHERE entry_id = {A}"],
        &["attachment_fixed"],
    ),
    attack(
        "an attachment disappears",
        On::Both,
        &["DELETE FROM attachment WHERE entry_id = {A}"],
        &["attachment_no_delete"],
    ),
    attack(
        "an attachment comes later",
        On::Both,
        &[
            "INSERT INTO attachment (entry_id, version, position, name, kind, bytes, file_id) SELECT entry_id, version, 7, name, kind, bytes, 702 FROM attachment WHERE entry_id = {A}",
        ],
        &["attachment_in_time"],
    ),
    attack(
        "a file has another content",
        On::Both,
        &["UPDATE file SET sha256 = {zero} WHERE id = 701"],
        &["file_fixed"],
    ),
    attack(
        "a file has another size",
        On::Both,
        &["UPDATE file SET bytes = 9 WHERE id = 701"],
        &["file_fixed"],
    ),
    attack(
        "a verdict goes to another entry",
        On::Both,
        &["UPDATE gate SET entry_id = {E} WHERE entry_id = {D}"],
        &["gate_fixed"],
    ),
    attack("a gate disappears", On::Both, &["DELETE FROM gate WHERE entry_id = {D}"], &["gate_no_delete"]),
    attack(
        "a gate under sheets disappears",
        On::Both,
        &["DELETE FROM gate WHERE entry_id = {A}"],
        &["gate_no_delete"],
    ),
];

//! Rows replaced by others, on SQLite; tables emptied, on PostgreSQL.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "replaced: an entry",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO entry (id, contest_id, code, state, origin, unit_id, route, category, form, title, fold, areas, lead_author, author_count, version, submitted_at, recorded_at) SELECT id, contest_id, code, state, origin, unit_id, route, category, form, title, fold, areas, lead_author, author_count, version, {early}, recorded_at FROM entry WHERE id = {G}",
        ],
        &["entry_no_replace"],
    ),
    attack(
        "replaced: the text of a version",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) SELECT entry_id, version, {zero}, '{}', by_actor, created_at FROM entry_version WHERE entry_id = {B}",
        ],
        &["entry_version_no_replace"],
    ),
    attack(
        "replaced by rowid: the text of a version",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO entry_version (rowid, entry_id, version, dossier_hash, body, by_actor, created_at) SELECT rowid, entry_id, version, {zero}, '{}', by_actor, created_at FROM entry_version WHERE entry_id = {B}",
        ],
        &["entry_version_no_replace"],
    ),
    attack(
        "replaced by rowid: a version by another's",
        On::Sqlite,
        &[
            "DELETE FROM author WHERE entry_id = {E}",
            "INSERT OR REPLACE INTO entry_version (rowid, entry_id, version, dossier_hash, body, by_actor, created_at) SELECT rowid, {F}, 2, {zero}, '{}', by_actor, {late} FROM entry_version WHERE entry_id = {E}",
        ],
        &["entry_version_no_replace"],
    ),
    attack(
        "replaced: an attachment",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO attachment (entry_id, version, position, name, kind, bytes, file_id) SELECT entry_id, version, position, name, kind, bytes, 702 FROM attachment WHERE entry_id = {A}",
        ],
        &["attachment_no_replace", "attachment_in_time"],
    ),
    attack(
        "replaced: an attachment of the next version",
        On::Sqlite,
        &[
            "INSERT INTO entry_version (entry_id, version, dossier_hash, body, by_actor, created_at) VALUES ({E}, 2, {zero}, '{}', 'x', {late})",
            "INSERT INTO attachment (entry_id, version, position, name, kind, bytes, file_id) VALUES ({E}, 2, 0, 'a', 'word', 3, 701)",
            "INSERT OR REPLACE INTO attachment (entry_id, version, position, name, kind, bytes, file_id) VALUES ({E}, 2, 0, 'a', 'word', 3, 702)",
        ],
        &["attachment_no_replace"],
    ),
    attack(
        "replaced: a file",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO file (id, sha256, bytes, media_type, stored_at) VALUES (701, {zero}, 3, 'x', 1)",
        ],
        &["file_no_replace"],
    ),
    attack(
        "replaced: a gate under sheets",
        On::Sqlite,
        &["INSERT OR REPLACE INTO gate (entry_id) VALUES ({A})"],
        &["gate_no_replace"],
    ),
    attack(
        "replaced: a confirmation in force",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) SELECT entry_id, version, dossier_hash, 'xuất sắc', 'cao', '', 'x', 1 FROM entry_version WHERE entry_id = {D}",
        ],
        &["confirmation_no_replace"],
    ),
    attack(
        "replaced: a screening sheet",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO screening_sheet (id, entry_id, version, verdict, reason, findings, by_name, at) VALUES ({sheet_of_j}, {J}, 1, 'selected', '', '[]', 'x', 1)",
        ],
        &["screening_sheet_no_replace"],
    ),
    attack(
        "replaced: a batch that came late",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO batch (id, contest_id, unit_id, year, number, state, created_at) SELECT id, contest_id, unit_id, year, number, state, created_at FROM batch WHERE id = {batch_of_c}",
            "UPDATE batch SET forwarded_at = {early} WHERE id = {batch_of_c}",
            "UPDATE gate SET arrived_at = {early} WHERE entry_id = {C}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {C}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {C}, {judge}, 'regular', 1)",
        ],
        &["batch_no_replace"],
    ),
    attack(
        "replaced: a line of a list",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO batch_item (batch_id, entry_id, version, added_at) VALUES ({open}, {D}, 1, 1)",
        ],
        &["batch_item_no_replace"],
    ),
    attack(
        "replaced by rowid: a line of a list",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO batch_item (rowid, batch_id, entry_id, version, added_at) SELECT rowid, {open}, {F}, 1, 1 FROM batch_item WHERE batch_id = {sent} AND entry_id = {B}",
        ],
        &["batch_item_no_replace"],
    ),
    attack(
        "replaced: a contest",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO contest (id, code, name, phase, edition_id, units_send_before_at, organiser_unit_id, standing_unit_id, created_at) SELECT id, code, name, phase, edition_id, {june}, organiser_unit_id, standing_unit_id, created_at FROM contest WHERE id = {contest}",
        ],
        &["contest_no_replace"],
    ),
    attack(
        "replaced: an edition",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO rules_edition (id, contest_id, number, body, sha256, reason, frozen_at) SELECT id, contest_id, number, '{}', sha256, reason, frozen_at FROM rules_edition WHERE id = {edition}",
        ],
        &["rules_edition_no_replace"],
    ),
    attack(
        "replaced: a round",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO judging_round (id, contest_id, code, position, edition_id, state, opened_at) SELECT id, {other}, code, position, edition_id, state, opened_at FROM judging_round WHERE id = {round}",
        ],
        &["judging_round_no_replace"],
    ),
    attack(
        "replaced: a sheet",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at, marks) VALUES ({round}, {A}, {judge2}, 'regular', 1, '2500,2500,3000,1500,500')",
        ],
        &["score_sheet_no_replace"],
    ),
    attack(
        "replaced in passing: a sheet",
        On::Sqlite,
        &["UPDATE OR REPLACE score_sheet SET judge_id = {judge2} WHERE judge_id = {judge1}"],
        &["sheet_judge"],
    ),
    attack(
        "replaced: what a sheet was",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO sheet_history (sheet_id, revision, marks, comments, general_comment, signed_at, reopened_at, reopened_by, reason) VALUES ({sheet}, 0, '1', '', '', 1, 1, 'y', 'y')",
        ],
        &["sheet_history_no_replace"],
    ),
    attack(
        "replaced: the head of the log",
        On::Sqlite,
        &["INSERT OR REPLACE INTO audit_head (id, seq, hash) VALUES (1, 0, {zero})"],
        &["audit_head_once"],
    ),
    attack(
        "replaced: a line of the log",
        On::Sqlite,
        &[
            "INSERT OR REPLACE INTO audit (seq, at, actor, event, subject, subject_id, facts, prev_hash, hash) SELECT seq, at, 'person:7', event, subject, subject_id, facts, prev_hash, hash FROM audit WHERE seq = (SELECT MIN(seq) FROM audit WHERE event = 'screening.confirmed')",
        ],
        &["audit_chain", "audit_head_forward"],
    ),
    attack(
        "upserted: accepted though too late",
        On::Postgres,
        &[
            "INSERT INTO gate (entry_id) VALUES ({C}) ON CONFLICT (entry_id) DO UPDATE SET intake = 'accepted'",
        ],
        &["accepted_needs_chain"],
    ),
    attack(
        "merged: accepted though never confirmed",
        On::Postgres,
        &[
            "MERGE INTO gate g USING (SELECT {F} AS id) x ON g.entry_id = x.id WHEN MATCHED THEN UPDATE SET intake = 'accepted'",
        ],
        &["accepted_needs_chain"],
    ),
    attack(
        "upserted: a sheet of an entry that was never confirmed",
        On::Postgres,
        &[
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {F}, {judge}, 'regular', 1) ON CONFLICT (round_id, entry_id, judge_id) DO UPDATE SET marks = 'x'",
        ],
        &["sheet_needs_chain"],
    ),
    attack("emptied: attachment", On::Postgres, &["TRUNCATE attachment"], &["attachment_no_truncate"]),
    attack("emptied: gate", On::Postgres, &["TRUNCATE gate"], &["gate_no_truncate"]),
    attack("emptied: confirmation", On::Postgres, &["TRUNCATE confirmation"], &["confirmation_no_truncate"]),
    attack(
        "emptied: screening_sheet",
        On::Postgres,
        &["TRUNCATE screening_sheet"],
        &["screening_sheet_no_truncate"],
    ),
    attack("emptied: batch_item", On::Postgres, &["TRUNCATE batch_item"], &["batch_item_no_truncate"]),
    attack(
        "emptied: sheet_history",
        On::Postgres,
        &["TRUNCATE sheet_history"],
        &["sheet_history_no_truncate"],
    ),
    attack("emptied: audit_head", On::Postgres, &["TRUNCATE audit_head"], &["audit_head_no_truncate"]),
    attack("emptied with all that hangs on it: entry", On::Postgres, &["TRUNCATE entry CASCADE"], &[]),
    attack("emptied with all that hangs on it: batch", On::Postgres, &["TRUNCATE batch CASCADE"], &[]),
    attack("emptied with all that hangs on it: contest", On::Postgres, &["TRUNCATE contest CASCADE"], &[]),
    attack(
        "emptied with all that hangs on it: rules_edition",
        On::Postgres,
        &["TRUNCATE rules_edition CASCADE"],
        &[],
    ),
    attack(
        "emptied with all that hangs on it: judging_round",
        On::Postgres,
        &["TRUNCATE judging_round CASCADE"],
        &[],
    ),
];

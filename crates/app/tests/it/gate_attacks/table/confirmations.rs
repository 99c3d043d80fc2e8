//! Confirmations and screening sheets.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "a confirmation of another hash",
        On::Both,
        &[
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) VALUES ({E}, 1, {zero}, 'x', 'x', '', 'x', 1)",
        ],
        &["confirmation_of_this_version"],
    ),
    attack(
        "a confirmation of the version before",
        On::Both,
        &[
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) SELECT entry_id, 1, dossier_hash, 'x', 'x', '', 'x', 1 FROM entry_version WHERE entry_id = {I} AND version = 1",
        ],
        &["confirmation_of_this_version"],
    ),
    attack(
        "a confirmation is another's",
        On::Both,
        &["UPDATE confirmation SET entry_id = {F} WHERE entry_id = {D}"],
        &["confirmation_fixed"],
    ),
    attack(
        "a confirmation has another hash",
        On::Both,
        &["UPDATE confirmation SET dossier_hash = {zero} WHERE entry_id = {D}"],
        &["confirmation_fixed"],
    ),
    attack(
        "a void confirmation is good again",
        On::Both,
        &["UPDATE confirmation SET voided_at = NULL WHERE entry_id = {I}"],
        &["confirmation_fixed"],
    ),
    attack(
        "a confirmation is signed by somebody else",
        On::Both,
        &[
            "UPDATE confirmation SET person_id = (SELECT MIN(id) FROM person), voided_at = 1, id = id + 9000 WHERE entry_id = {D}",
        ],
        &["confirmation_same"],
    ),
    attack(
        "a confirmation disappears",
        On::Both,
        &["DELETE FROM confirmation WHERE entry_id = {D}"],
        &["confirmation_no_delete"],
    ),
    attack(
        "void under acceptance",
        On::Both,
        &["UPDATE confirmation SET voided_at = 1, void_reason = 'x' WHERE entry_id = {B}"],
        &["confirmation_held"],
    ),
    attack(
        "void under sheets",
        On::Both,
        &["UPDATE confirmation SET voided_at = 1, void_reason = 'x' WHERE entry_id = {A}"],
        &["confirmation_held"],
    ),
    attack(
        "void after a decision, under sheets",
        On::Both,
        &[
            "UPDATE gate SET intake = 'rejected', decision = 'not_new' WHERE entry_id = {A}",
            "UPDATE confirmation SET voided_at = 1, void_reason = 'x' WHERE entry_id = {A}",
        ],
        &["confirmation_held"],
    ),
    attack(
        "a screening sheet is rewritten",
        On::Both,
        &["UPDATE screening_sheet SET verdict = 'selected' WHERE entry_id = {J}"],
        &["screening_sheet_no_update"],
    ),
    attack(
        "a screening sheet disappears",
        On::Both,
        &["DELETE FROM screening_sheet WHERE entry_id = {J}"],
        &["screening_sheet_no_delete"],
    ),
    attack(
        "another screening sheet under acceptance",
        On::Both,
        &[
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({B}, 1, 'returned', 'x', '[]', 'x', 1)",
        ],
        &["screening_sheet_over"],
    ),
    attack(
        "another screening sheet under sheets",
        On::Both,
        &[
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({A}, 1, 'returned', 'x', '[]', 'x', 1)",
        ],
        &["screening_sheet_over"],
    ),
    attack(
        "signed on paper, without a scan",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-03', NULL, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_whole"],
    ),
    attack(
        "signed on paper, recorded by nobody",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-03', 701, 0, NULL FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_whole"],
    ),
    attack(
        "a scan without a day",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, NULL, 701, 0, NULL FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_whole"],
    ),
    attack(
        "signed on paper the day after the delegation ended",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-04', 701, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_signer"],
    ),
    attack(
        "signed on paper the day before the delegation began",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-01', 701, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_signer"],
    ),
    attack(
        "signed on paper by somebody who heads nothing",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-03', 701, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_signer"],
    ),
    attack(
        "signed on paper by nobody",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, NULL, '2024-04-03', 701, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_signer"],
    ),
    attack(
        "the head signed on paper as a delegate",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-03', 701, 1, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["paper_confirmation_signer"],
    ),
    attack(
        "a sheet of another dossier signed on paper",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, {zero}, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-03', 701, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
        ],
        &["confirmation_of_this_version"],
    ),
    attack(
        "what was given on the screen was signed on paper",
        On::Both,
        &[
            "UPDATE confirmation SET signed_on = '2024-04-03', scan_file_id = 701, recorded_by = 'x', voided_at = 1 WHERE entry_id = {D}",
        ],
        &["paper_confirmation_fixed"],
    ),
    attack(
        "what was signed on paper was given on the screen",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-03', 701, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
            "UPDATE confirmation SET signed_on = NULL, scan_file_id = NULL, recorded_by = NULL, voided_at = 1 WHERE entry_id = {F}",
        ],
        &["paper_confirmation_fixed"],
    ),
    attack(
        "another scan of what was signed on paper",
        On::Both,
        &[
            "INSERT INTO person (id, name, sort_key, login, created_at) VALUES (9800, 'x', 'x', 'x9800', 1)",
            "INSERT INTO person_grant (person_id, role, unit_id, valid_from_on, valid_to_on, delegate) VALUES (9800, 'head', {unit}, '2024-04-02', '2024-04-03', 0)",
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at, person_id, signed_on, scan_file_id, delegate, recorded_by) SELECT entry_id, 1, dossier_hash, 'tốt', 'cao', '', 'x', 1, 9800, '2024-04-03', 701, 0, 'x' FROM entry_version WHERE entry_id = {F} AND version = 1",
            "UPDATE confirmation SET scan_file_id = 702, voided_at = 1 WHERE entry_id = {F}",
        ],
        &["paper_confirmation_fixed"],
    ),
];

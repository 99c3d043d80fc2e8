//! The contest: deadline, editions, standing body.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "the deadline moves by itself",
        On::Both,
        &["UPDATE contest SET units_send_before_at = {june} WHERE id = {other}"],
        &["deadline_by_edition"],
    ),
    attack(
        "the deadline moves by itself under sheets",
        On::Both,
        &["UPDATE contest SET units_send_before_at = {june} WHERE id = {contest}"],
        &["deadline_by_edition", "contest_frozen"],
    ),
    attack(
        "the edition of another contest",
        On::Both,
        &["UPDATE contest SET edition_id = {edition} WHERE id = {other}"],
        &["deadline_by_edition"],
    ),
    attack(
        "a deadline that its edition does not announce",
        On::Both,
        &[
            "INSERT INTO rules_edition (id, contest_id, number, body, sha256, reason, frozen_at) SELECT 9001, {other}, 2, body, {zero}, '', 1 FROM rules_edition WHERE id = {edition}",
            "UPDATE contest SET edition_id = 9001, units_send_before_at = {june} WHERE id = {other}",
        ],
        &["deadline_by_edition"],
    ),
    attack(
        "a later deadline under sheets",
        On::Both,
        &[
            "INSERT INTO rules_edition (id, contest_id, number, body, sha256, reason, frozen_at) SELECT 9001, {contest}, 2, replace(body, '2024-04-10T00:00:00+07:00', '2024-06-01T00:00:00+07:00'), {zero}, '', 1 FROM rules_edition WHERE id = {edition}",
            "UPDATE contest SET edition_id = 9001, units_send_before_at = {june} WHERE id = {contest}",
        ],
        &["contest_frozen"],
    ),
    attack(
        "a later deadline lets a late entry in",
        On::Both,
        &[
            "INSERT INTO rules_edition (id, contest_id, number, body, sha256, reason, frozen_at) SELECT 9001, {contest}, 2, replace(body, '2024-04-10T00:00:00+07:00', '2024-06-01T00:00:00+07:00'), {zero}, '', 1 FROM rules_edition WHERE id = {edition}",
            "UPDATE contest SET edition_id = 9001, units_send_before_at = {june} WHERE id = {contest}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {C}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {C}, {judge}, 'regular', 1)",
        ],
        &["contest_frozen"],
    ),
    attack(
        "another standing body under sheets",
        On::Both,
        &["UPDATE contest SET standing_unit_id = {unit} WHERE id = {contest}"],
        &["contest_frozen", "accepted_keeps_chain"],
    ),
    attack(
        "an earlier deadline leaves the accepted behind",
        On::Both,
        &[
            "UPDATE score_sheet SET released_at = 1 WHERE entry_id = {A}",
            "INSERT INTO rules_edition (id, contest_id, number, body, sha256, reason, frozen_at) SELECT 9001, {contest}, 2, replace(body, '2024-04-10T00:00:00+07:00', '2024-04-03T00:00:00+07:00'), {zero}, '', 1 FROM rules_edition WHERE id = {edition}",
            "UPDATE contest SET edition_id = 9001, units_send_before_at = {april3} WHERE id = {contest}",
        ],
        &["accepted_keeps_chain"],
    ),
    attack(
        "another standing body leaves the accepted behind",
        On::Both,
        &[
            "UPDATE score_sheet SET released_at = 1 WHERE entry_id = {A}",
            "UPDATE contest SET standing_unit_id = {unit} WHERE id = {contest}",
        ],
        &["accepted_keeps_chain"],
    ),
    attack(
        "a contest has another code",
        On::Both,
        &["UPDATE contest SET code = 'X' WHERE id = {contest}"],
        &["contest_fixed"],
    ),
    attack(
        "an edition is rewritten",
        On::Both,
        &["UPDATE rules_edition SET body = '{}' WHERE id = {edition}"],
        &["rules_no_update"],
    ),
    attack(
        "an edition disappears",
        On::Both,
        &["DELETE FROM rules_edition WHERE id = {other_edition}"],
        &["rules_no_delete"],
    ),
];

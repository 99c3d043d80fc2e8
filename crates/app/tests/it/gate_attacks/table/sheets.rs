//! Rounds and score sheets.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "a round goes to another contest",
        On::Both,
        &["UPDATE judging_round SET contest_id = {other} WHERE id = {round}"],
        &["round_same"],
    ),
    attack(
        "a round has another edition",
        On::Both,
        &["UPDATE judging_round SET edition_id = {other_edition} WHERE id = {round}"],
        &["round_same"],
    ),
    attack(
        "a judge of another contest",
        On::Both,
        &[
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {B}, 9900, 'regular', 1)",
        ],
        &["sheet_of_one_contest"],
    ),
    attack(
        "a sheet in a closed round",
        On::Both,
        &[
            "UPDATE judging_round SET state = 'closed' WHERE id = {round}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {B}, {judge}, 'regular', 1)",
        ],
        &["sheet_of_one_contest"],
    ),
    attack(
        "a sheet goes to another entry",
        On::Both,
        &["UPDATE score_sheet SET entry_id = {B} WHERE id = {sheet}"],
        &["sheet_same"],
    ),
    attack(
        "a sheet goes to an unconfirmed entry",
        On::Both,
        &["UPDATE score_sheet SET entry_id = {F} WHERE id = {sheet}"],
        &["sheet_same"],
    ),
    attack(
        "a sheet goes to a judge of another contest",
        On::Both,
        &["UPDATE score_sheet SET judge_id = 9900 WHERE id = {sheet}"],
        &["sheet_judge"],
    ),
    attack(
        "marks after the entry was decided out",
        On::Both,
        &[
            "UPDATE gate SET intake = 'rejected', decision = 'not_new' WHERE entry_id = {A}",
            "UPDATE score_sheet SET marks = '2500,2500,3000,1500,500' WHERE id = {sheet}",
        ],
        &["score_needs_chain"],
    ),
    attack(
        "a signature after the entry was decided out",
        On::Both,
        &[
            "UPDATE gate SET intake = 'rejected', decision = 'not_new' WHERE entry_id = {A}",
            "UPDATE score_sheet SET signed_at = 5 WHERE id = {sheet}",
        ],
        &["score_needs_chain"],
    ),
    attack(
        "a sheet that was taken back counts again",
        On::Both,
        &[
            "UPDATE score_sheet SET released_at = 5 WHERE id = {sheet}",
            "UPDATE score_sheet SET released_at = NULL WHERE id = {sheet}",
        ],
        &["sheet_taken_back"],
    ),
    attack(
        "a sheet that was taken back gets marks",
        On::Both,
        &[
            "UPDATE score_sheet SET released_at = 5 WHERE id = {sheet}",
            "UPDATE score_sheet SET marks = '2500,2500,3000,1500,500' WHERE id = {sheet}",
        ],
        &["sheet_taken_back"],
    ),
    attack(
        "a sheet disappears",
        On::Both,
        &["DELETE FROM score_sheet WHERE entry_id = {A} AND id <> {sheet}"],
        &["sheet_no_delete"],
    ),
];

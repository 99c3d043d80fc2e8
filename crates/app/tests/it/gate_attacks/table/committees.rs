//! The committee of a unit: minutes before its verdict, and nothing that was recorded changes.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "selected without minutes",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({E}, 1, 'selected', '', '[]', 'x', 1)",
        ],
        &["committee_minutes_first"],
    ),
    attack(
        "declined without minutes",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({E}, 1, 'not_selected', '', '[]', 'x', 1)",
        ],
        &["committee_minutes_first"],
    ),
    attack(
        "selected though the minutes decline",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'not_selected', 0, 2, '')",
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({E}, 1, 'selected', '', '[]', 'x', 1)",
        ],
        &["committee_minutes_first"],
    ),
    attack(
        "selected by the minutes of a committee that is gone",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'selected', 2, 0, '')",
            "UPDATE unit_committee SET ended_at = 2 WHERE id = 9500",
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9501, {contest}, {unit}, 'x', 3)",
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({E}, 1, 'selected', '', '[]', 'x', 1)",
        ],
        &["committee_minutes_first"],
    ),
    attack(
        "minutes of the version before",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {I}, 1, 'selected', 2, 0, '')",
        ],
        &["committee_decision_sound"],
    ),
    attack(
        "minutes on an entry of another unit",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {G}, 1, 'selected', 2, 0, '')",
        ],
        &["committee_decision_sound"],
    ),
    attack(
        "selected against the votes",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'selected', 1, 2, '')",
        ],
        &["committee_decision_sound"],
    ),
    attack(
        "half of the votes select",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'selected', 1, 1, '')",
        ],
        &["committee_decision_sound"],
    ),
    attack(
        "a decision is another",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'not_selected', 0, 2, '')",
            "UPDATE committee_decision SET verdict = 'selected' WHERE minutes_id = 9500",
        ],
        &["committee_decision_fixed"],
    ),
    attack(
        "a decision disappears",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'selected', 2, 0, '')",
            "DELETE FROM committee_decision WHERE minutes_id = 9500",
        ],
        &["committee_decision_no_delete"],
    ),
    attack(
        "others were there",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "UPDATE committee_minutes SET present = '[0,1,2]' WHERE id = 9500",
        ],
        &["committee_minutes_fixed"],
    ),
    attack(
        "a member said something else",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_opinion (id, committee_id, position, entry_id, version, selects, reason, findings, by_name, at) VALUES (9500, 9500, 0, {E}, 1, 0, 'x', '[]', 'x', 1)",
            "UPDATE committee_opinion SET selects = 1 WHERE id = 9500",
        ],
        &["committee_opinion_fixed"],
    ),
    attack(
        "an opinion disappears",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_opinion (id, committee_id, position, entry_id, version, selects, reason, findings, by_name, at) VALUES (9500, 9500, 0, {E}, 1, 0, 'x', '[]', 'x', 1)",
            "DELETE FROM committee_opinion WHERE id = 9500",
        ],
        &["committee_opinion_no_delete"],
    ),
    attack(
        "a committee that was ended is back",
        On::Both,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "UPDATE unit_committee SET ended_at = 2 WHERE id = 9500",
            "UPDATE unit_committee SET ended_at = NULL WHERE id = 9500",
        ],
        &["committee_same"],
    ),
    attack(
        "replaced: a decision",
        On::Sqlite,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'not_selected', 0, 2, '')",
            "INSERT OR REPLACE INTO committee_decision (minutes_id, entry_id, version, verdict, votes_for, votes_against, reason) VALUES (9500, {E}, 1, 'selected', 2, 0, '')",
        ],
        &["committee_decision_no_replace"],
    ),
    attack(
        "replaced: minutes",
        On::Sqlite,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
            "INSERT OR REPLACE INTO committee_minutes (id, committee_id, number, held_on, venue, present, summary, by_name, at) VALUES (9500, 9500, 1, '2024-04-03', '', '[0,1]', '', 'x', 1)",
        ],
        &["committee_minutes_no_replace"],
    ),
    attack(
        "replaced: an opinion",
        On::Sqlite,
        &[
            "INSERT INTO unit_committee (id, contest_id, unit_id, founded_by, set_at) VALUES (9500, {contest}, {unit}, 'x', 1)",
            "INSERT INTO committee_opinion (id, committee_id, position, entry_id, version, selects, reason, findings, by_name, at) VALUES (9500, 9500, 0, {E}, 1, 0, 'x', '[]', 'x', 1)",
            "INSERT OR REPLACE INTO committee_opinion (id, committee_id, position, entry_id, version, selects, reason, findings, by_name, at) VALUES (9500, 9500, 0, {E}, 1, 0, 'x', '[]', 'x', 1)",
        ],
        &["committee_opinion_no_replace"],
    ),
];

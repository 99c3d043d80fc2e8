//! Acceptance and what it stands on.

use super::{Attack, On, attack};

pub const ATTACKS: &[Attack] = &[
    attack(
        "born accepted",
        On::Both,
        &["INSERT INTO gate (entry_id, intake) VALUES ({E}, 'accepted')"],
        &["gate_born_pending"],
    ),
    attack(
        "accepted though too late",
        On::Both,
        &["UPDATE gate SET intake = 'accepted' WHERE entry_id = {C}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "scored though too late",
        On::Both,
        &[
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {C}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {C}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "accepted though never sent",
        On::Both,
        &["UPDATE gate SET intake = 'accepted' WHERE entry_id = {D}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "scored though never sent",
        On::Both,
        &[
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {D}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {D}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "accepted though never confirmed",
        On::Both,
        &["UPDATE gate SET intake = 'accepted' WHERE entry_id = {F}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "scored though never confirmed",
        On::Both,
        &[
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {F}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {F}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "accepted though late at the standing body",
        On::Both,
        &["UPDATE gate SET intake = 'accepted' WHERE entry_id = {G}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "scored though late at the standing body",
        On::Both,
        &[
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {G}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {G}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "accepted though withdrawn",
        On::Both,
        &["UPDATE gate SET intake = 'accepted' WHERE entry_id = {H}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "scored though withdrawn",
        On::Both,
        &[
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {H}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {H}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "accepted though edited since",
        On::Both,
        &["UPDATE gate SET intake = 'accepted' WHERE entry_id = {I}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "scored though edited since",
        On::Both,
        &[
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {I}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {I}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "accepted though declined",
        On::Both,
        &["UPDATE gate SET intake = 'accepted' WHERE entry_id = {J}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "scored though declined",
        On::Both,
        &[
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {J}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {J}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "scored without being accepted",
        On::Both,
        &[
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {D}, {judge}, 'regular', 1)",
        ],
        &["sheet_needs_chain"],
    ),
    attack(
        "scored with nothing at all",
        On::Both,
        &[
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {E}, {judge}, 'regular', 1)",
        ],
        &["sheet_needs_chain"],
    ),
    attack(
        "the arrival is set back",
        On::Both,
        &[
            "UPDATE gate SET arrived_at = {early} WHERE entry_id = {C}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {C}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {C}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "arrival and batch are set back",
        On::Both,
        &[
            "UPDATE batch SET forwarded_at = {early} WHERE id = {batch_of_c}",
            "UPDATE gate SET arrived_at = {early} WHERE entry_id = {C}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {C}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {C}, {judge}, 'regular', 1)",
        ],
        &["batch_fixed"],
    ),
    attack(
        "the arrival of another version",
        On::Both,
        &[
            "UPDATE gate SET arrived_version = 2, verdict_version = 2 WHERE entry_id = {I}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {I}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {I}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "the verdict is turned round",
        On::Both,
        &[
            "UPDATE gate SET verdict = 'selected' WHERE entry_id = {J}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {J}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {J}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "a sheet that nobody wrote",
        On::Both,
        &[
            "INSERT INTO screening_sheet (entry_id, version, verdict, reason, findings, by_name, at) VALUES ({J}, 1, 'selected', '', '[]', 'x', 1)",
            "UPDATE gate SET verdict = 'selected' WHERE entry_id = {J}",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {J}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {J}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "a confirmation that nobody gave",
        On::Both,
        &[
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) SELECT entry_id, version, dossier_hash, 'tốt', 'cao', '', 'x', 1 FROM entry_version WHERE entry_id = {F} AND version = 1",
            "UPDATE gate SET intake = 'accepted' WHERE entry_id = {F}",
            "INSERT INTO score_sheet (round_id, entry_id, judge_id, role, assigned_at) VALUES ({round}, {F}, {judge}, 'regular', 1)",
        ],
        &["accepted_needs_chain", "sheet_needs_chain"],
    ),
    attack(
        "the verdict is taken from what is accepted",
        On::Both,
        &["UPDATE gate SET verdict = 'not_selected' WHERE entry_id = {B}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "the verdict of what is accepted is for another version",
        On::Both,
        &["UPDATE gate SET verdict_version = 7 WHERE entry_id = {B}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "what is accepted never arrived",
        On::Both,
        &["UPDATE gate SET arrived_at = NULL WHERE entry_id = {B}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "what is accepted arrived at another time",
        On::Both,
        &["UPDATE gate SET arrived_at = {early} WHERE entry_id = {B}"],
        &["accepted_needs_chain"],
    ),
    attack(
        "the verdict changes under sheets",
        On::Both,
        &["UPDATE gate SET verdict = 'returned' WHERE entry_id = {A}"],
        &["gate_frozen", "accepted_needs_chain"],
    ),
    attack(
        "the arrival changes under sheets",
        On::Both,
        &["UPDATE gate SET arrived_at = {early} WHERE entry_id = {A}"],
        &["gate_frozen", "accepted_needs_chain"],
    ),
    attack(
        "intake begins anew under sheets",
        On::Both,
        &["UPDATE gate SET intake = 'pending' WHERE entry_id = {A}"],
        &["gate_frozen"],
    ),
    attack(
        "returned under sheets",
        On::Both,
        &["UPDATE gate SET intake = 'returned' WHERE entry_id = {A}"],
        &["gate_frozen"],
    ),
    attack(
        "turned down under sheets without a decision",
        On::Both,
        &["UPDATE gate SET intake = 'rejected' WHERE entry_id = {A}"],
        &["gate_frozen"],
    ),
    attack(
        "decided out, then returned under sheets",
        On::Both,
        &[
            "UPDATE gate SET intake = 'rejected', decision = 'not_new' WHERE entry_id = {A}",
            "UPDATE gate SET intake = 'returned' WHERE entry_id = {A}",
        ],
        &["gate_frozen"],
    ),
];

//! The attacks, and the guards that stand in their way. Where several are named, each of them alone is enough.

/// One way to bring a score past the gate, or to prepare it.
pub struct Attack {
    pub name: &'static str,
    pub on: On,
    pub sql: &'static [&'static str],
    /// With all of these gone it succeeds; nothing where keys alone refuse it.
    pub by: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Both,
    Sqlite,
    Postgres,
}

const fn attack(
    name: &'static str,
    on: On,
    sql: &'static [&'static str],
    by: &'static [&'static str],
) -> Attack {
    Attack { name, on, sql, by }
}

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
    attack(
        "a line of the log is rewritten",
        On::Both,
        &["UPDATE audit SET actor = 'person:7' WHERE event = 'screening.confirmed'"],
        &["audit_no_update"],
    ),
    attack(
        "the lines of the confirmations disappear",
        On::Both,
        &["DELETE FROM audit WHERE event = 'screening.confirmed'"],
        &["audit_no_delete"],
    ),
    attack(
        "a line of the log out of turn",
        On::Both,
        &[
            "INSERT INTO audit (seq, at, actor, event, subject, subject_id, facts, prev_hash, hash) SELECT seq + 7, 1, 'system', 'screening.accepted', 'entry', 1, '{}', hash, {zero} FROM audit_head",
        ],
        &["audit_chain", "audit_head_forward"],
    ),
    attack(
        "the head of the log is another",
        On::Both,
        &["UPDATE audit_head SET seq = seq + 1, hash = {zero}"],
        &["audit_head_true"],
    ),
    attack(
        "the head of the log goes back",
        On::Both,
        &["UPDATE audit_head SET seq = seq - 1"],
        &["audit_head_forward", "audit_head_true"],
    ),
    attack(
        "the head of the log goes back to a line of its own",
        On::Both,
        &[
            "UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit WHERE seq = audit_head.seq - 1)",
        ],
        &["audit_head_forward"],
    ),
    attack("the log loses its head", On::Both, &["DELETE FROM audit_head"], &["audit_head_no_delete"]),
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

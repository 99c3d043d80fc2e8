-- The gate in the database: no score without the whole chain, whoever writes. What each guard says is the same on both engines;
-- only REPLACE, which deletes without telling, exists on SQLite alone. Prose: docs/rules/gate.md.

-- The entries whose chain is whole: handed in; screened and selected, confirmed by the same hash, both of this version and both in the
-- log; sent in time in a batch of their own unit, or handed in to the standing body itself.
CREATE VIEW whole_chain AS
SELECT e.id AS entry_id FROM entry e JOIN contest c ON c.id = e.contest_id
  JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN gate g ON g.entry_id = e.id
  JOIN confirmation k ON k.entry_id = e.id AND k.voided_at IS NULL AND k.version = e.version AND k.dossier_hash = v.dossier_hash
  JOIN screening_sheet s ON s.id = (SELECT MAX(x.id) FROM screening_sheet x WHERE x.entry_id = e.id)
WHERE e.state = 'handed_in' AND s.version = e.version AND s.verdict = 'selected' AND g.verdict = 'selected' AND g.verdict_version = e.version
  AND g.arrived_version = e.version AND g.arrived_at < c.units_send_before_at
  AND EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'entry' AND a.subject_id = e.id AND a.event = 'screening.screened'
    AND json_extract(a.facts, '$.version') = e.version AND json_extract(a.facts, '$.verdict') = 'selected')
  AND EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'entry' AND a.subject_id = e.id AND a.event = 'screening.confirmed'
    AND json_extract(a.facts, '$.version') = e.version AND json_extract(a.facts, '$.dossier') = lower(hex(v.dossier_hash)))
  AND CASE WHEN e.unit_id = c.standing_unit_id THEN g.arrived_at = e.submitted_at ELSE EXISTS (
    SELECT 1 FROM batch_item i JOIN batch b ON b.id = i.batch_id
    JOIN audit a ON a.subject = 'batch' AND a.subject_id = b.id AND a.event IN ('screening.forwarded', 'screening.arrival_recorded')
    WHERE i.entry_id = e.id AND i.version = e.version AND i.removed_at IS NULL AND b.state = 'forwarded' AND b.unit_id = e.unit_id
    AND b.contest_id = e.contest_id AND b.forwarded_at = g.arrived_at) END;

CREATE INDEX score_sheet_live ON score_sheet (entry_id) WHERE released_at IS NULL;
CREATE INDEX gate_accepted ON gate (entry_id) WHERE intake = 'accepted';

-- An edit or a withdrawal undoes what was said of the text before: the confirmation is void, nothing is accepted, and what is withdrawn
-- leaves its batch with a trace and has not arrived any more. What moves to another unit leaves the open batch of the one before, and the
-- other unit has not received it yet.
DROP TRIGGER edit_voids_confirmation;
CREATE TRIGGER edit_voids_confirmation AFTER UPDATE OF version, state ON entry
WHEN NEW.version <> OLD.version OR NEW.state <> OLD.state
BEGIN
  UPDATE gate SET intake = 'pending', intake_at = NULL, intake_note = NULL WHERE entry_id = NEW.id AND intake = 'accepted';
  UPDATE gate SET arrived_at = NULL, arrived_version = NULL WHERE entry_id = NEW.id AND NEW.state = 'withdrawn' AND arrived_at IS NOT NULL;
  UPDATE batch_item SET removed_at = NEW.withdrawn_at, remove_reason = 'withdrawn' WHERE entry_id = NEW.id AND NEW.state = 'withdrawn' AND removed_at IS NULL;
  UPDATE gate SET received_at = NULL WHERE entry_id = NEW.id AND NEW.unit_id IS DISTINCT FROM OLD.unit_id;
  UPDATE batch_item SET removed_at = NEW.submitted_at, remove_reason = 'moved' WHERE entry_id = NEW.id AND NEW.unit_id IS DISTINCT FROM OLD.unit_id
    AND removed_at IS NULL AND batch_id IN (SELECT b.id FROM batch b WHERE b.forwarded_at IS NULL);
  UPDATE confirmation SET voided_at = COALESCE(NEW.withdrawn_at, NEW.submitted_at, 0), void_reason = CASE WHEN NEW.state = 'withdrawn' THEN 'withdrawn' ELSE 'edited' END
  WHERE entry_id = NEW.id AND voided_at IS NULL;
END;

DROP TRIGGER accepted_needs_chain;
DROP TRIGGER sheet_needs_chain;
DROP TRIGGER score_needs_chain;

-- An entry stays the entry of its contest; its versions count one by one, each with its text; unit and instant come with a version.
CREATE TRIGGER entry_fixed BEFORE UPDATE ON entry
WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.contest_id IS DISTINCT FROM OLD.contest_id OR NEW.origin IS DISTINCT FROM OLD.origin
BEGIN SELECT RAISE(ABORT, 'guard:entry_fixed'); END;
CREATE TRIGGER entry_version_steps BEFORE UPDATE ON entry
WHEN NEW.version NOT IN (OLD.version, OLD.version + 1) OR (NEW.version > OLD.version AND NOT EXISTS (
  SELECT 1 FROM entry_version v WHERE v.entry_id = NEW.id AND v.version = NEW.version AND v.created_at >= NEW.submitted_at
  AND (NEW.origin = 'paper' OR v.created_at = NEW.submitted_at)))
  OR (NEW.version = OLD.version AND NEW.unit_id IS DISTINCT FROM OLD.unit_id)
BEGIN SELECT RAISE(ABORT, 'guard:version_step'); END;
CREATE TRIGGER entry_instant_fixed BEFORE UPDATE ON entry
WHEN NEW.version = OLD.version AND CASE WHEN OLD.state = 'withdrawn' AND NEW.state = 'handed_in' THEN NEW.submitted_at IS NULL OR NEW.submitted_at < OLD.withdrawn_at
  ELSE NEW.submitted_at IS DISTINCT FROM OLD.submitted_at END
BEGIN SELECT RAISE(ABORT, 'guard:submitted_fixed'); END;
CREATE TRIGGER entry_state_steps BEFORE UPDATE ON entry
WHEN (NEW.state = 'draft' AND OLD.state <> 'draft') OR (NEW.state <> 'draft' AND NEW.version = 0)
  OR (NEW.state = 'withdrawn' AND (NEW.withdrawn_at IS NULL OR NEW.withdrawn_at < OLD.submitted_at OR (OLD.state = 'withdrawn' AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)))
BEGIN SELECT RAISE(ABORT, 'guard:state_step'); END;

-- Under score sheets that count, what was judged stays as it is.
CREATE TRIGGER entry_frozen BEFORE UPDATE ON entry
WHEN (NEW.version IS DISTINCT FROM OLD.version OR NEW.state IS DISTINCT FROM OLD.state OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.category IS DISTINCT FROM OLD.category)
  AND EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = OLD.id AND x.released_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard:sheets_live'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
WHEN OLD.version > 0
BEGIN SELECT RAISE(ABORT, 'guard:entry_kept'); END;
CREATE TRIGGER entry_version_order BEFORE INSERT ON entry_version
WHEN NEW.version NOT IN (SELECT e.version FROM entry e WHERE e.id = NEW.entry_id UNION ALL SELECT e.version + 1 FROM entry e WHERE e.id = NEW.entry_id)
  OR NEW.created_at < (SELECT MAX(v.created_at) FROM entry_version v WHERE v.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:version_step'); END;
CREATE TRIGGER attachment_fixed BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER attachment_in_time BEFORE INSERT ON attachment
WHEN NEW.version <= (SELECT e.version FROM entry e WHERE e.id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER file_fixed BEFORE UPDATE ON file
WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.bytes IS DISTINCT FROM OLD.bytes
BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;

-- Accepted is what has its whole chain, as long as it is accepted.
CREATE TRIGGER gate_fixed BEFORE UPDATE ON gate
WHEN NEW.entry_id <> OLD.entry_id
BEGIN SELECT RAISE(ABORT, 'guard:gate_kept'); END;
CREATE TRIGGER gate_no_delete BEFORE DELETE ON gate BEGIN SELECT RAISE(ABORT, 'guard:gate_kept'); END;
CREATE TRIGGER gate_frozen BEFORE UPDATE ON gate
WHEN (NEW.verdict IS DISTINCT FROM OLD.verdict OR NEW.verdict_version IS DISTINCT FROM OLD.verdict_version OR NEW.arrived_at IS DISTINCT FROM OLD.arrived_at OR NEW.arrived_version IS DISTINCT FROM OLD.arrived_version
  OR NEW.intake = 'returned' OR (NEW.intake = 'pending' AND OLD.intake = 'accepted') OR (NEW.intake = 'rejected' AND OLD.intake <> 'rejected' AND NEW.decision IS NULL))
  AND EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = OLD.entry_id AND x.released_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard:sheets_live'); END;
CREATE TRIGGER accepted_needs_chain AFTER UPDATE ON gate
WHEN NEW.intake = 'accepted' AND NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:accepted_needs_chain'); END;
CREATE TRIGGER confirmation_same BEFORE UPDATE ON confirmation
WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.person_id IS DISTINCT FROM OLD.person_id
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_fixed'); END;
CREATE TRIGGER confirmation_held BEFORE UPDATE ON confirmation
WHEN NEW.voided_at IS NOT NULL AND (EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = OLD.entry_id AND g.intake = 'accepted') OR EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = OLD.entry_id AND x.released_at IS NULL))
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_held'); END;
CREATE TRIGGER screening_sheet_no_update BEFORE UPDATE ON screening_sheet BEGIN SELECT RAISE(ABORT, 'guard:screening_kept'); END;
CREATE TRIGGER screening_sheet_no_delete BEFORE DELETE ON screening_sheet BEGIN SELECT RAISE(ABORT, 'guard:screening_kept'); END;
CREATE TRIGGER screening_sheet_over BEFORE INSERT ON screening_sheet
WHEN EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted') OR EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = NEW.entry_id AND x.released_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard:screening_over'); END;

-- A batch that has been handed over stays as it was handed over; only a withdrawal leaves it, with a trace.
CREATE TRIGGER batch_same BEFORE UPDATE ON batch
WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.contest_id IS DISTINCT FROM OLD.contest_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.year IS DISTINCT FROM OLD.year OR NEW.number IS DISTINCT FROM OLD.number
BEGIN SELECT RAISE(ABORT, 'guard:batch_fixed'); END;
CREATE TRIGGER batch_fixed BEFORE UPDATE ON batch
WHEN OLD.forwarded_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard:batch_fixed'); END;
CREATE TRIGGER batch_in_time BEFORE UPDATE ON batch
WHEN NEW.forwarded_at IS NOT NULL AND NEW.as_it_came = 0 AND NEW.forwarded_at >= (SELECT c.units_send_before_at FROM contest c WHERE c.id = NEW.contest_id)
BEGIN SELECT RAISE(ABORT, 'guard:batch_late'); END;
CREATE TRIGGER batch_born_open BEFORE INSERT ON batch
WHEN NEW.forwarded_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard:batch_fixed'); END;
CREATE TRIGGER batch_no_delete BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'guard:batch_kept'); END;
CREATE TRIGGER batch_item_fixed BEFORE UPDATE ON batch_item
WHEN NEW.batch_id <> OLD.batch_id OR NEW.entry_id <> OLD.entry_id OR (EXISTS (SELECT 1 FROM batch b WHERE b.id = OLD.batch_id AND b.forwarded_at IS NOT NULL)
  AND (NEW.version <> OLD.version OR NEW.added_at <> OLD.added_at OR OLD.removed_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = OLD.entry_id AND e.state = 'withdrawn' AND e.withdrawn_at = NEW.removed_at)))
BEGIN SELECT RAISE(ABORT, 'guard:batch_fixed'); END;
CREATE TRIGGER batch_item_in_time BEFORE INSERT ON batch_item
WHEN EXISTS (SELECT 1 FROM batch b WHERE b.id = NEW.batch_id AND b.forwarded_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'guard:batch_fixed'); END;
CREATE TRIGGER batch_item_no_delete BEFORE DELETE ON batch_item BEGIN SELECT RAISE(ABORT, 'guard:batch_kept'); END;

-- The deadline is the one that an edition of the rules announces; nothing accepted is left behind by another one.
CREATE TRIGGER contest_fixed BEFORE UPDATE ON contest
WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.code IS DISTINCT FROM OLD.code
BEGIN SELECT RAISE(ABORT, 'guard:contest_fixed'); END;
CREATE TRIGGER deadline_by_edition BEFORE UPDATE ON contest
WHEN (NEW.units_send_before_at <> OLD.units_send_before_at AND NEW.edition_id IS NOT DISTINCT FROM OLD.edition_id)
  OR (NEW.edition_id IS DISTINCT FROM OLD.edition_id AND (NOT EXISTS (SELECT 1 FROM rules_edition r WHERE r.id = NEW.edition_id AND r.contest_id = NEW.id
  AND r.number > COALESCE((SELECT o.number FROM rules_edition o WHERE o.id = OLD.edition_id), 0)) OR NEW.units_send_before_at <> (SELECT CAST(unixepoch(json_extract(r.body, '$.timeline.units_send.before'), 'subsec') * 1000 + 0.5 AS INTEGER) FROM rules_edition r WHERE r.id = NEW.edition_id)))
BEGIN SELECT RAISE(ABORT, 'guard:deadline_not_announced'); END;
CREATE TRIGGER contest_frozen BEFORE UPDATE ON contest
WHEN (NEW.units_send_before_at IS DISTINCT FROM OLD.units_send_before_at OR NEW.standing_unit_id IS DISTINCT FROM OLD.standing_unit_id)
  AND EXISTS (SELECT 1 FROM entry e JOIN score_sheet x ON x.entry_id = e.id WHERE e.contest_id = OLD.id AND x.released_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard:sheets_live'); END;
CREATE TRIGGER accepted_keeps_chain AFTER UPDATE ON contest
WHEN (NEW.units_send_before_at IS DISTINCT FROM OLD.units_send_before_at OR NEW.standing_unit_id IS DISTINCT FROM OLD.standing_unit_id)
  AND EXISTS (SELECT 1 FROM entry e JOIN gate g ON g.entry_id = e.id WHERE e.contest_id = NEW.id AND g.intake = 'accepted'
  AND NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = e.id))
BEGIN SELECT RAISE(ABORT, 'guard:accepted_needs_chain'); END;

-- A sheet belongs to one entry, in an open round of its contest, by a judge of its contest; what was taken back stays taken back.
CREATE TRIGGER round_same BEFORE UPDATE ON judging_round
WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.contest_id IS DISTINCT FROM OLD.contest_id OR NEW.code IS DISTINCT FROM OLD.code OR NEW.position IS DISTINCT FROM OLD.position OR NEW.edition_id IS DISTINCT FROM OLD.edition_id
BEGIN SELECT RAISE(ABORT, 'guard:round_fixed'); END;
CREATE TRIGGER sheet_needs_chain BEFORE INSERT ON score_sheet
WHEN NOT EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted') OR NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:score_needs_chain'); END;
CREATE TRIGGER sheet_of_one_contest BEFORE INSERT ON score_sheet
WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN judging_round r ON r.contest_id = e.contest_id JOIN judge j ON j.contest_id = e.contest_id
  WHERE e.id = NEW.entry_id AND r.id = NEW.round_id AND r.state = 'open' AND j.id = NEW.judge_id)
BEGIN SELECT RAISE(ABORT, 'guard:sheet_elsewhere'); END;
CREATE TRIGGER sheet_same BEFORE UPDATE ON score_sheet
WHEN NEW.id IS DISTINCT FROM OLD.id OR NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id
BEGIN SELECT RAISE(ABORT, 'guard:sheet_fixed'); END;
CREATE TRIGGER sheet_judge BEFORE UPDATE ON score_sheet
WHEN NEW.judge_id <> OLD.judge_id AND (NOT EXISTS (SELECT 1 FROM judge a JOIN judge b ON b.contest_id = a.contest_id WHERE a.id = OLD.judge_id AND b.id = NEW.judge_id)
  OR EXISTS (SELECT 1 FROM score_sheet x WHERE x.round_id = NEW.round_id AND x.entry_id = NEW.entry_id AND x.judge_id = NEW.judge_id))
BEGIN SELECT RAISE(ABORT, 'guard:sheet_elsewhere'); END;
CREATE TRIGGER score_needs_chain BEFORE UPDATE ON score_sheet
WHEN (NEW.marks <> OLD.marks OR NEW.signed_at IS DISTINCT FROM OLD.signed_at) AND (NOT EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted') OR NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = NEW.entry_id))
BEGIN SELECT RAISE(ABORT, 'guard:score_needs_chain'); END;
CREATE TRIGGER sheet_taken_back BEFORE UPDATE ON score_sheet
WHEN OLD.released_at IS NOT NULL AND (NEW.released_at IS DISTINCT FROM OLD.released_at OR NEW.marks IS DISTINCT FROM OLD.marks OR NEW.signed_at IS DISTINCT FROM OLD.signed_at)
BEGIN SELECT RAISE(ABORT, 'guard:sheet_released'); END;

-- The head of the log is the hash of a line of the log.
CREATE TRIGGER audit_head_true BEFORE UPDATE ON audit_head
WHEN NOT EXISTS (SELECT 1 FROM audit a WHERE a.seq = NEW.seq AND a.hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'guard:audit_chain'); END;
CREATE TRIGGER audit_head_once BEFORE INSERT ON audit_head BEGIN SELECT RAISE(ABORT, 'guard:audit_append_only'); END;

-- REPLACE deletes a row in the way, by key or by rowid, and no trigger hears of it: a row in the way refuses. (`ON CONFLICT` is no way round
-- either, so the program itself updates first and inserts what is not there.)
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry x WHERE x.id = NEW.id OR (x.contest_id = NEW.contest_id AND x.code = NEW.code))
BEGIN SELECT RAISE(ABORT, 'guard:entry_kept'); END;
CREATE TRIGGER entry_version_no_replace BEFORE INSERT ON entry_version
WHEN EXISTS (SELECT 1 FROM entry_version x WHERE (x.entry_id = NEW.entry_id AND x.version = NEW.version) OR x.rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER attachment_no_replace BEFORE INSERT ON attachment
WHEN EXISTS (SELECT 1 FROM attachment x WHERE (x.entry_id = NEW.entry_id AND x.version = NEW.version AND x.position = NEW.position) OR x.rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER file_no_replace BEFORE INSERT ON file
WHEN EXISTS (SELECT 1 FROM file x WHERE x.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER gate_no_replace BEFORE INSERT ON gate
WHEN EXISTS (SELECT 1 FROM gate x WHERE x.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:gate_kept'); END;
CREATE TRIGGER confirmation_no_replace BEFORE INSERT ON confirmation
WHEN EXISTS (SELECT 1 FROM confirmation x WHERE x.id = NEW.id OR (x.entry_id = NEW.entry_id AND x.voided_at IS NULL))
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_fixed'); END;
CREATE TRIGGER screening_sheet_no_replace BEFORE INSERT ON screening_sheet
WHEN EXISTS (SELECT 1 FROM screening_sheet x WHERE x.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'guard:screening_kept'); END;
CREATE TRIGGER batch_no_replace BEFORE INSERT ON batch
WHEN EXISTS (SELECT 1 FROM batch x WHERE x.id = NEW.id OR (x.unit_id = NEW.unit_id AND x.year = NEW.year AND x.number = NEW.number) OR (x.contest_id = NEW.contest_id AND x.unit_id = NEW.unit_id AND x.state = 'open' AND NEW.state = 'open'))
BEGIN SELECT RAISE(ABORT, 'guard:batch_kept'); END;
CREATE TRIGGER batch_item_no_replace BEFORE INSERT ON batch_item
WHEN EXISTS (SELECT 1 FROM batch_item x WHERE (x.batch_id = NEW.batch_id AND x.entry_id = NEW.entry_id) OR x.rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'guard:batch_kept'); END;
CREATE TRIGGER contest_no_replace BEFORE INSERT ON contest
WHEN EXISTS (SELECT 1 FROM contest x WHERE x.id = NEW.id OR x.code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'guard:contest_fixed'); END;
CREATE TRIGGER rules_edition_no_replace BEFORE INSERT ON rules_edition
WHEN EXISTS (SELECT 1 FROM rules_edition x WHERE x.id = NEW.id OR (x.contest_id = NEW.contest_id AND x.number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'guard:edition_frozen'); END;
CREATE TRIGGER judging_round_no_replace BEFORE INSERT ON judging_round
WHEN EXISTS (SELECT 1 FROM judging_round x WHERE x.id = NEW.id OR (x.contest_id = NEW.contest_id AND x.code = NEW.code))
BEGIN SELECT RAISE(ABORT, 'guard:round_fixed'); END;
CREATE TRIGGER score_sheet_no_replace BEFORE INSERT ON score_sheet
WHEN EXISTS (SELECT 1 FROM score_sheet x WHERE x.id = NEW.id OR (x.round_id = NEW.round_id AND x.entry_id = NEW.entry_id AND x.judge_id = NEW.judge_id))
BEGIN SELECT RAISE(ABORT, 'guard:sheet_kept'); END;
CREATE TRIGGER sheet_history_no_replace BEFORE INSERT ON sheet_history
WHEN EXISTS (SELECT 1 FROM sheet_history x WHERE (x.sheet_id = NEW.sheet_id AND x.revision = NEW.revision) OR x.rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'guard:sheet_kept'); END;

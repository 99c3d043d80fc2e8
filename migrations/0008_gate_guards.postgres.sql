-- The gate in the database, for PostgreSQL. See the SQLite file for what each guard says.

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
    AND a.facts::json ->> 'version' = e.version::text AND a.facts::json ->> 'verdict' = 'selected')
  AND EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'entry' AND a.subject_id = e.id AND a.event = 'screening.confirmed'
    AND a.facts::json ->> 'version' = e.version::text AND a.facts::json ->> 'dossier' = encode(v.dossier_hash, 'hex'))
  AND CASE WHEN e.unit_id = c.standing_unit_id THEN g.arrived_at = e.submitted_at ELSE EXISTS (
    SELECT 1 FROM batch_item i JOIN batch b ON b.id = i.batch_id
    JOIN audit a ON a.subject = 'batch' AND a.subject_id = b.id AND a.event IN ('screening.forwarded', 'screening.arrival_recorded')
    WHERE i.entry_id = e.id AND i.version = e.version AND i.removed_at IS NULL AND b.state = 'forwarded' AND b.unit_id = e.unit_id
    AND b.contest_id = e.contest_id AND b.forwarded_at = g.arrived_at) END;

CREATE INDEX score_sheet_live ON score_sheet (entry_id) WHERE released_at IS NULL;
CREATE INDEX gate_accepted ON gate (entry_id) WHERE intake = 'accepted';

CREATE OR REPLACE FUNCTION edit_voids_confirmation() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.version <> OLD.version OR NEW.state <> OLD.state THEN
    UPDATE gate SET intake = 'pending', intake_at = NULL, intake_note = NULL WHERE entry_id = NEW.id AND intake = 'accepted';
    IF NEW.state = 'withdrawn' THEN
      UPDATE gate SET arrived_at = NULL, arrived_version = NULL WHERE entry_id = NEW.id AND arrived_at IS NOT NULL;
      UPDATE batch_item SET removed_at = NEW.withdrawn_at, remove_reason = 'withdrawn' WHERE entry_id = NEW.id AND removed_at IS NULL;
    END IF;
    IF NEW.unit_id IS DISTINCT FROM OLD.unit_id THEN
      UPDATE gate SET received_at = NULL WHERE entry_id = NEW.id;
      UPDATE batch_item SET removed_at = NEW.submitted_at, remove_reason = 'moved' WHERE entry_id = NEW.id AND removed_at IS NULL
        AND batch_id IN (SELECT b.id FROM batch b WHERE b.forwarded_at IS NULL);
    END IF;
    UPDATE confirmation SET voided_at = COALESCE(NEW.withdrawn_at, NEW.submitted_at, 0), void_reason = CASE WHEN NEW.state = 'withdrawn' THEN 'withdrawn' ELSE 'edited' END
    WHERE entry_id = NEW.id AND voided_at IS NULL;
  END IF;
  RETURN NEW;
END $guard$;

DROP TRIGGER accepted_needs_chain ON gate;
DROP FUNCTION accepted_needs_chain();
DROP TRIGGER sheet_needs_chain ON score_sheet;
DROP FUNCTION sheet_needs_chain();
DROP TRIGGER score_needs_chain ON score_sheet;
DROP FUNCTION score_needs_chain();

-- The program writes one transaction at a time under this lock; whoever writes past it waits for the same lock, so that no guard looks
-- while another transaction is about to take away what it sees.
CREATE FUNCTION gate_alone() RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(8314047777565402478) $$;

CREATE FUNCTION entry_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.contest_id IS DISTINCT FROM OLD.contest_id OR NEW.origin IS DISTINCT FROM OLD.origin) THEN
    RAISE EXCEPTION 'guard:entry_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER entry_fixed BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_fixed();

CREATE FUNCTION entry_version_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.version NOT IN (OLD.version, OLD.version + 1) OR (NEW.version > OLD.version AND NOT EXISTS (
    SELECT 1 FROM entry_version v WHERE v.entry_id = NEW.id AND v.version = NEW.version AND v.created_at >= NEW.submitted_at
    AND (NEW.origin = 'paper' OR v.created_at = NEW.submitted_at)))
    OR (NEW.version = OLD.version AND NEW.unit_id IS DISTINCT FROM OLD.unit_id)) THEN
    RAISE EXCEPTION 'guard:version_step';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER entry_version_steps BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_version_steps();

CREATE FUNCTION entry_instant_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.version = OLD.version AND CASE WHEN OLD.state = 'withdrawn' AND NEW.state = 'handed_in' THEN NEW.submitted_at IS NULL OR NEW.submitted_at < OLD.withdrawn_at
    ELSE NEW.submitted_at IS DISTINCT FROM OLD.submitted_at END) THEN
    RAISE EXCEPTION 'guard:submitted_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER entry_instant_fixed BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_instant_fixed();

CREATE FUNCTION entry_state_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF ((NEW.state = 'draft' AND OLD.state <> 'draft') OR (NEW.state <> 'draft' AND NEW.version = 0)
    OR (NEW.state = 'withdrawn' AND (NEW.withdrawn_at IS NULL OR NEW.withdrawn_at < OLD.submitted_at OR (OLD.state = 'withdrawn' AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)))) THEN
    RAISE EXCEPTION 'guard:state_step';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER entry_state_steps BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_state_steps();

CREATE FUNCTION entry_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF ((NEW.version IS DISTINCT FROM OLD.version OR NEW.state IS DISTINCT FROM OLD.state OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.category IS DISTINCT FROM OLD.category)
    AND EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = OLD.id AND x.released_at IS NULL)) THEN
    RAISE EXCEPTION 'guard:sheets_live';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER entry_frozen BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_frozen();

CREATE FUNCTION entry_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (OLD.version > 0) THEN
    RAISE EXCEPTION 'guard:entry_kept';
  END IF;
  RETURN OLD;
END $guard$;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_no_delete();

CREATE FUNCTION entry_version_order() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF (NEW.version NOT IN (SELECT e.version FROM entry e WHERE e.id = NEW.entry_id UNION ALL SELECT e.version + 1 FROM entry e WHERE e.id = NEW.entry_id)
    OR NEW.created_at < (SELECT MAX(v.created_at) FROM entry_version v WHERE v.entry_id = NEW.entry_id)) THEN
    RAISE EXCEPTION 'guard:version_step';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER entry_version_order BEFORE INSERT ON entry_version FOR EACH ROW EXECUTE FUNCTION entry_version_order();

CREATE FUNCTION attachment_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:version_fixed';
END $guard$;
CREATE TRIGGER attachment_fixed BEFORE UPDATE ON attachment FOR EACH ROW EXECUTE FUNCTION attachment_fixed();

CREATE FUNCTION attachment_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:version_fixed';
END $guard$;
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION attachment_no_delete();

CREATE FUNCTION attachment_in_time() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF (NEW.version <= (SELECT e.version FROM entry e WHERE e.id = NEW.entry_id)) THEN
    RAISE EXCEPTION 'guard:version_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER attachment_in_time BEFORE INSERT ON attachment FOR EACH ROW EXECUTE FUNCTION attachment_in_time();

CREATE FUNCTION file_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.bytes IS DISTINCT FROM OLD.bytes) THEN
    RAISE EXCEPTION 'guard:version_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER file_fixed BEFORE UPDATE ON file FOR EACH ROW EXECUTE FUNCTION file_fixed();

CREATE FUNCTION gate_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.entry_id <> OLD.entry_id) THEN
    RAISE EXCEPTION 'guard:gate_kept';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER gate_fixed BEFORE UPDATE ON gate FOR EACH ROW EXECUTE FUNCTION gate_fixed();

CREATE FUNCTION gate_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:gate_kept';
END $guard$;
CREATE TRIGGER gate_no_delete BEFORE DELETE ON gate FOR EACH ROW EXECUTE FUNCTION gate_no_delete();

CREATE FUNCTION gate_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF ((NEW.verdict IS DISTINCT FROM OLD.verdict OR NEW.verdict_version IS DISTINCT FROM OLD.verdict_version OR NEW.arrived_at IS DISTINCT FROM OLD.arrived_at OR NEW.arrived_version IS DISTINCT FROM OLD.arrived_version
    OR NEW.intake = 'returned' OR (NEW.intake = 'pending' AND OLD.intake = 'accepted') OR (NEW.intake = 'rejected' AND OLD.intake <> 'rejected' AND NEW.decision IS NULL))
    AND EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = OLD.entry_id AND x.released_at IS NULL)) THEN
    RAISE EXCEPTION 'guard:sheets_live';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER gate_frozen BEFORE UPDATE ON gate FOR EACH ROW EXECUTE FUNCTION gate_frozen();

CREATE FUNCTION accepted_needs_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.intake = 'accepted' AND NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = NEW.entry_id)) THEN
    RAISE EXCEPTION 'guard:accepted_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER accepted_needs_chain AFTER UPDATE ON gate FOR EACH ROW EXECUTE FUNCTION accepted_needs_chain();

CREATE FUNCTION confirmation_same() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.person_id IS DISTINCT FROM OLD.person_id) THEN
    RAISE EXCEPTION 'guard:confirmation_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER confirmation_same BEFORE UPDATE ON confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_same();

CREATE FUNCTION confirmation_held() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.voided_at IS NOT NULL AND (EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = OLD.entry_id AND g.intake = 'accepted') OR EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = OLD.entry_id AND x.released_at IS NULL))) THEN
    RAISE EXCEPTION 'guard:confirmation_held';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER confirmation_held BEFORE UPDATE ON confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_held();

CREATE FUNCTION screening_sheet_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:screening_kept';
END $guard$;
CREATE TRIGGER screening_sheet_no_update BEFORE UPDATE ON screening_sheet FOR EACH ROW EXECUTE FUNCTION screening_sheet_no_update();

CREATE FUNCTION screening_sheet_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:screening_kept';
END $guard$;
CREATE TRIGGER screening_sheet_no_delete BEFORE DELETE ON screening_sheet FOR EACH ROW EXECUTE FUNCTION screening_sheet_no_delete();

CREATE FUNCTION screening_sheet_over() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted') OR EXISTS (SELECT 1 FROM score_sheet x WHERE x.entry_id = NEW.entry_id AND x.released_at IS NULL)) THEN
    RAISE EXCEPTION 'guard:screening_over';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER screening_sheet_over BEFORE INSERT ON screening_sheet FOR EACH ROW EXECUTE FUNCTION screening_sheet_over();

CREATE FUNCTION batch_same() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.contest_id IS DISTINCT FROM OLD.contest_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.year IS DISTINCT FROM OLD.year OR NEW.number IS DISTINCT FROM OLD.number) THEN
    RAISE EXCEPTION 'guard:batch_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER batch_same BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION batch_same();

CREATE FUNCTION batch_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (OLD.forwarded_at IS NOT NULL) THEN
    RAISE EXCEPTION 'guard:batch_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER batch_fixed BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION batch_fixed();

CREATE FUNCTION batch_in_time() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.forwarded_at IS NOT NULL AND NEW.as_it_came = 0 AND NEW.forwarded_at >= (SELECT c.units_send_before_at FROM contest c WHERE c.id = NEW.contest_id)) THEN
    RAISE EXCEPTION 'guard:batch_late';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER batch_in_time BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION batch_in_time();

CREATE FUNCTION batch_born_open() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.forwarded_at IS NOT NULL) THEN
    RAISE EXCEPTION 'guard:batch_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER batch_born_open BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION batch_born_open();

CREATE FUNCTION batch_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:batch_kept';
END $guard$;
CREATE TRIGGER batch_no_delete BEFORE DELETE ON batch FOR EACH ROW EXECUTE FUNCTION batch_no_delete();

CREATE FUNCTION batch_item_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.batch_id <> OLD.batch_id OR NEW.entry_id <> OLD.entry_id OR (EXISTS (SELECT 1 FROM batch b WHERE b.id = OLD.batch_id AND b.forwarded_at IS NOT NULL)
    AND (NEW.version <> OLD.version OR NEW.added_at <> OLD.added_at OR OLD.removed_at IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = OLD.entry_id AND e.state = 'withdrawn' AND e.withdrawn_at = NEW.removed_at)))) THEN
    RAISE EXCEPTION 'guard:batch_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER batch_item_fixed BEFORE UPDATE ON batch_item FOR EACH ROW EXECUTE FUNCTION batch_item_fixed();

CREATE FUNCTION batch_item_in_time() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (EXISTS (SELECT 1 FROM batch b WHERE b.id = NEW.batch_id AND b.forwarded_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'guard:batch_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER batch_item_in_time BEFORE INSERT ON batch_item FOR EACH ROW EXECUTE FUNCTION batch_item_in_time();

CREATE FUNCTION batch_item_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:batch_kept';
END $guard$;
CREATE TRIGGER batch_item_no_delete BEFORE DELETE ON batch_item FOR EACH ROW EXECUTE FUNCTION batch_item_no_delete();

CREATE FUNCTION contest_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.code IS DISTINCT FROM OLD.code) THEN
    RAISE EXCEPTION 'guard:contest_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER contest_fixed BEFORE UPDATE ON contest FOR EACH ROW EXECUTE FUNCTION contest_fixed();

CREATE FUNCTION deadline_by_edition() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF ((NEW.units_send_before_at <> OLD.units_send_before_at AND NEW.edition_id IS NOT DISTINCT FROM OLD.edition_id)
    OR (NEW.edition_id IS DISTINCT FROM OLD.edition_id AND (NOT EXISTS (SELECT 1 FROM rules_edition r WHERE r.id = NEW.edition_id AND r.contest_id = NEW.id
    AND r.number > COALESCE((SELECT o.number FROM rules_edition o WHERE o.id = OLD.edition_id), 0)) OR NEW.units_send_before_at <> (SELECT (extract(epoch FROM (r.body::json #>> '{timeline,units_send,before}')::timestamptz) * 1000)::BIGINT FROM rules_edition r WHERE r.id = NEW.edition_id)))) THEN
    RAISE EXCEPTION 'guard:deadline_not_announced';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER deadline_by_edition BEFORE UPDATE ON contest FOR EACH ROW EXECUTE FUNCTION deadline_by_edition();

CREATE FUNCTION contest_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF ((NEW.units_send_before_at IS DISTINCT FROM OLD.units_send_before_at OR NEW.standing_unit_id IS DISTINCT FROM OLD.standing_unit_id)
    AND EXISTS (SELECT 1 FROM entry e JOIN score_sheet x ON x.entry_id = e.id WHERE e.contest_id = OLD.id AND x.released_at IS NULL)) THEN
    RAISE EXCEPTION 'guard:sheets_live';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER contest_frozen BEFORE UPDATE ON contest FOR EACH ROW EXECUTE FUNCTION contest_frozen();

CREATE FUNCTION accepted_keeps_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF ((NEW.units_send_before_at IS DISTINCT FROM OLD.units_send_before_at OR NEW.standing_unit_id IS DISTINCT FROM OLD.standing_unit_id)
    AND EXISTS (SELECT 1 FROM entry e JOIN gate g ON g.entry_id = e.id WHERE e.contest_id = NEW.id AND g.intake = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = e.id))) THEN
    RAISE EXCEPTION 'guard:accepted_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER accepted_keeps_chain AFTER UPDATE ON contest FOR EACH ROW EXECUTE FUNCTION accepted_keeps_chain();

CREATE FUNCTION round_same() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.contest_id IS DISTINCT FROM OLD.contest_id OR NEW.code IS DISTINCT FROM OLD.code OR NEW.position IS DISTINCT FROM OLD.position OR NEW.edition_id IS DISTINCT FROM OLD.edition_id) THEN
    RAISE EXCEPTION 'guard:round_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER round_same BEFORE UPDATE ON judging_round FOR EACH ROW EXECUTE FUNCTION round_same();

CREATE FUNCTION sheet_needs_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NOT EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted') OR NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = NEW.entry_id)) THEN
    RAISE EXCEPTION 'guard:score_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER sheet_needs_chain BEFORE INSERT ON score_sheet FOR EACH ROW EXECUTE FUNCTION sheet_needs_chain();

CREATE FUNCTION sheet_of_one_contest() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NOT EXISTS (SELECT 1 FROM entry e JOIN judging_round r ON r.contest_id = e.contest_id JOIN judge j ON j.contest_id = e.contest_id
    WHERE e.id = NEW.entry_id AND r.id = NEW.round_id AND r.state = 'open' AND j.id = NEW.judge_id)) THEN
    RAISE EXCEPTION 'guard:sheet_elsewhere';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER sheet_of_one_contest BEFORE INSERT ON score_sheet FOR EACH ROW EXECUTE FUNCTION sheet_of_one_contest();

CREATE FUNCTION sheet_same() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id) THEN
    RAISE EXCEPTION 'guard:sheet_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER sheet_same BEFORE UPDATE ON score_sheet FOR EACH ROW EXECUTE FUNCTION sheet_same();

CREATE FUNCTION sheet_judge() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (NEW.judge_id <> OLD.judge_id AND (NOT EXISTS (SELECT 1 FROM judge a JOIN judge b ON b.contest_id = a.contest_id WHERE a.id = OLD.judge_id AND b.id = NEW.judge_id)
    OR EXISTS (SELECT 1 FROM score_sheet x WHERE x.round_id = NEW.round_id AND x.entry_id = NEW.entry_id AND x.judge_id = NEW.judge_id))) THEN
    RAISE EXCEPTION 'guard:sheet_elsewhere';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER sheet_judge BEFORE UPDATE ON score_sheet FOR EACH ROW EXECUTE FUNCTION sheet_judge();

CREATE FUNCTION score_needs_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF ((NEW.marks <> OLD.marks OR NEW.signed_at IS DISTINCT FROM OLD.signed_at) AND (NOT EXISTS (SELECT 1 FROM gate g WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted') OR NOT EXISTS (SELECT 1 FROM whole_chain w WHERE w.entry_id = NEW.entry_id))) THEN
    RAISE EXCEPTION 'guard:score_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER score_needs_chain BEFORE UPDATE ON score_sheet FOR EACH ROW EXECUTE FUNCTION score_needs_chain();

CREATE FUNCTION sheet_taken_back() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM gate_alone();
  IF (OLD.released_at IS NOT NULL AND (NEW.released_at IS DISTINCT FROM OLD.released_at OR NEW.marks IS DISTINCT FROM OLD.marks OR NEW.signed_at IS DISTINCT FROM OLD.signed_at)) THEN
    RAISE EXCEPTION 'guard:sheet_released';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER sheet_taken_back BEFORE UPDATE ON score_sheet FOR EACH ROW EXECUTE FUNCTION sheet_taken_back();

CREATE FUNCTION audit_head_true() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF (NOT EXISTS (SELECT 1 FROM audit a WHERE a.seq = NEW.seq AND a.hash = NEW.hash)) THEN
    RAISE EXCEPTION 'guard:audit_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER audit_head_true BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_true();

CREATE FUNCTION gate_whole() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:gate_kept';
END $guard$;
CREATE TRIGGER attachment_no_truncate BEFORE TRUNCATE ON attachment FOR EACH STATEMENT EXECUTE FUNCTION gate_whole();
CREATE TRIGGER gate_no_truncate BEFORE TRUNCATE ON gate FOR EACH STATEMENT EXECUTE FUNCTION gate_whole();
CREATE TRIGGER confirmation_no_truncate BEFORE TRUNCATE ON confirmation FOR EACH STATEMENT EXECUTE FUNCTION gate_whole();
CREATE TRIGGER screening_sheet_no_truncate BEFORE TRUNCATE ON screening_sheet FOR EACH STATEMENT EXECUTE FUNCTION gate_whole();
CREATE TRIGGER batch_item_no_truncate BEFORE TRUNCATE ON batch_item FOR EACH STATEMENT EXECUTE FUNCTION gate_whole();
CREATE TRIGGER sheet_history_no_truncate BEFORE TRUNCATE ON sheet_history FOR EACH STATEMENT EXECUTE FUNCTION gate_whole();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION gate_whole();

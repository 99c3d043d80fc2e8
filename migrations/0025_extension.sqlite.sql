-- Extensions (gia hạn): one entry, or what one unit sends, may come after the deadline, from the instant at which it was granted until the one
-- that is named. The grace period for everybody is an edition of the rules. Prose: docs/rules/gate.md, "Deadlines".
CREATE TABLE extension (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), entry_id INTEGER REFERENCES entry (id), unit_id INTEGER REFERENCES org_unit (id),
  granted_at INTEGER NOT NULL, until_at INTEGER NOT NULL, reason TEXT NOT NULL, person_id INTEGER REFERENCES person (id), by_name TEXT NOT NULL,
  taken_back_at INTEGER, taken_back_reason TEXT, taken_back_by TEXT,
  CONSTRAINT extension_of_one CHECK ((entry_id IS NULL) <> (unit_id IS NULL)), CONSTRAINT extension_forward CHECK (granted_at < until_at), CONSTRAINT extension_reasoned CHECK (reason <> ''),
  CHECK ((taken_back_at IS NULL) = (taken_back_reason IS NULL) AND (taken_back_at IS NULL) = (taken_back_by IS NULL))
) STRICT;
CREATE INDEX extension_by_contest ON extension (contest_id) WHERE taken_back_at IS NULL;
CREATE INDEX extension_by_entry ON extension (entry_id) WHERE entry_id IS NOT NULL AND taken_back_at IS NULL;

-- Those in force, each with its line of the log.
CREATE VIEW granted_extension AS
SELECT x.id, x.contest_id, x.entry_id, x.unit_id, x.granted_at, x.until_at, l.seq FROM extension x
  JOIN audit l ON l.event = 'screening.extended' AND l.subject = CASE WHEN x.entry_id IS NULL THEN 'unit' ELSE 'entry' END
    AND l.subject_id = COALESCE(x.entry_id, x.unit_id) AND json_extract(l.facts, '$.extension') = x.id
WHERE x.taken_back_at IS NULL;

-- As before, and: arrived before the deadline, or within an extension whose line stands before that of the arrival. What a unit may send later was
-- handed in to it in time.
DROP VIEW whole_chain;
CREATE VIEW whole_chain AS
SELECT e.id AS entry_id FROM entry e JOIN contest c ON c.id = e.contest_id
  JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN gate g ON g.entry_id = e.id
  JOIN confirmation k ON k.entry_id = e.id AND k.voided_at IS NULL AND k.version = e.version AND k.dossier_hash = v.dossier_hash
  JOIN screening_sheet s ON s.id = (SELECT MAX(x.id) FROM screening_sheet x WHERE x.entry_id = e.id)
WHERE e.state = 'handed_in' AND s.version = e.version AND s.verdict = 'selected' AND g.verdict = 'selected' AND g.verdict_version = e.version
  AND g.arrived_version = e.version AND (g.arrived_at < c.units_send_before_at OR EXISTS (
    SELECT 1 FROM granted_extension x WHERE x.contest_id = c.id AND x.granted_at < g.arrived_at AND g.arrived_at < x.until_at
    AND (x.entry_id = e.id OR (x.unit_id = e.unit_id AND (e.submitted_at < c.units_send_before_at
      OR EXISTS (SELECT 1 FROM granted_extension y WHERE y.entry_id = e.id AND y.granted_at < e.submitted_at AND e.submitted_at < y.until_at))))
    AND x.seq < (SELECT MAX(a.seq) FROM audit a WHERE (a.subject = 'entry' AND a.subject_id = e.id AND a.event IN ('entry.submitted', 'entry.edited', 'entry.revived', 'entry.paper_recorded'))
      OR (a.subject = 'batch' AND a.event IN ('screening.forwarded', 'screening.arrival_recorded')
        AND a.subject_id IN (SELECT i.batch_id FROM batch_item i WHERE i.entry_id = e.id AND i.version = e.version AND i.removed_at IS NULL)))))
  AND EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'entry' AND a.subject_id = e.id AND a.event = 'screening.screened'
    AND json_extract(a.facts, '$.version') = e.version AND json_extract(a.facts, '$.verdict') = 'selected')
  AND EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'entry' AND a.subject_id = e.id AND a.event = 'screening.confirmed'
    AND json_extract(a.facts, '$.version') = e.version AND json_extract(a.facts, '$.dossier') = lower(hex(v.dossier_hash)))
  AND CASE WHEN e.unit_id = c.standing_unit_id THEN g.arrived_at = e.submitted_at ELSE EXISTS (
    SELECT 1 FROM batch_item i JOIN batch b ON b.id = i.batch_id
    JOIN audit a ON a.subject = 'batch' AND a.subject_id = b.id AND a.event IN ('screening.forwarded', 'screening.arrival_recorded')
    WHERE i.entry_id = e.id AND i.version = e.version AND i.removed_at IS NULL AND b.state = 'forwarded' AND b.unit_id = e.unit_id
    AND b.contest_id = e.contest_id AND b.forwarded_at = g.arrived_at) END;

-- A batch is handed over before the deadline, or everything on it is within an extension.
DROP TRIGGER batch_in_time;
CREATE TRIGGER batch_in_time BEFORE UPDATE ON batch
WHEN NEW.forwarded_at IS NOT NULL AND NEW.as_it_came = 0 AND NEW.forwarded_at >= (SELECT c.units_send_before_at FROM contest c WHERE c.id = NEW.contest_id)
  AND (NOT EXISTS (SELECT 1 FROM batch_item i WHERE i.batch_id = NEW.id AND i.removed_at IS NULL) OR EXISTS (
    SELECT 1 FROM batch_item i JOIN entry e ON e.id = i.entry_id WHERE i.batch_id = NEW.id AND i.removed_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM granted_extension x WHERE x.contest_id = NEW.contest_id AND x.granted_at < NEW.forwarded_at AND NEW.forwarded_at < x.until_at
      AND (x.entry_id = e.id OR (x.unit_id = NEW.unit_id AND (e.submitted_at < (SELECT c.units_send_before_at FROM contest c WHERE c.id = NEW.contest_id)
        OR EXISTS (SELECT 1 FROM granted_extension y WHERE y.entry_id = e.id AND y.granted_at < e.submitted_at AND e.submitted_at < y.until_at)))))))
BEGIN SELECT RAISE(ABORT, 'guard:batch_late'); END;

-- Granted while the contest is open, for an entry of it or a unit that sends to it, later than the deadline and than what was granted before, and
-- never before what has happened.
CREATE TRIGGER extension_sound BEFORE INSERT ON extension
WHEN NEW.taken_back_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM contest c WHERE c.id = NEW.contest_id AND c.phase = 'open' AND c.units_send_before_at < NEW.until_at
    AND (NEW.entry_id IS NULL OR EXISTS (SELECT 1 FROM entry e WHERE e.id = NEW.entry_id AND e.contest_id = c.id))
    AND (NEW.unit_id IS NULL OR (NEW.unit_id <> c.standing_unit_id AND EXISTS (SELECT 1 FROM contest_unit u WHERE u.contest_id = c.id AND u.unit_id = NEW.unit_id))))
  OR EXISTS (SELECT 1 FROM extension x WHERE x.contest_id = NEW.contest_id AND x.taken_back_at IS NULL AND x.until_at >= NEW.until_at
    AND x.entry_id IS NOT DISTINCT FROM NEW.entry_id AND x.unit_id IS NOT DISTINCT FROM NEW.unit_id)
  OR EXISTS (SELECT 1 FROM entry e LEFT JOIN gate g ON g.entry_id = e.id WHERE e.id = NEW.entry_id AND (e.submitted_at > NEW.granted_at OR g.arrived_at > NEW.granted_at))
  OR EXISTS (SELECT 1 FROM batch b WHERE b.unit_id = NEW.unit_id AND b.contest_id = NEW.contest_id AND b.forwarded_at > NEW.granted_at)
BEGIN SELECT RAISE(ABORT, 'guard:extension_sound'); END;
CREATE TRIGGER extension_fixed BEFORE UPDATE ON extension
WHEN NEW.id <> OLD.id OR NEW.contest_id <> OLD.contest_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.granted_at <> OLD.granted_at
  OR NEW.until_at <> OLD.until_at OR NEW.reason <> OLD.reason OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.by_name <> OLD.by_name OR OLD.taken_back_at IS NOT NULL
  OR NEW.taken_back_at IS NULL OR NEW.taken_back_at < OLD.granted_at
BEGIN SELECT RAISE(ABORT, 'guard:extension_fixed'); END;
-- What came by it keeps it.
CREATE TRIGGER extension_used BEFORE UPDATE ON extension
WHEN NEW.taken_back_at IS NOT NULL AND (
  EXISTS (SELECT 1 FROM entry e JOIN contest c ON c.id = e.contest_id LEFT JOIN gate g ON g.entry_id = e.id WHERE e.id = OLD.entry_id
    AND ((e.submitted_at >= c.units_send_before_at AND e.submitted_at > OLD.granted_at AND e.submitted_at < OLD.until_at)
      OR (g.arrived_at >= c.units_send_before_at AND g.arrived_at > OLD.granted_at AND g.arrived_at < OLD.until_at)))
  OR EXISTS (SELECT 1 FROM batch b JOIN contest c ON c.id = b.contest_id WHERE b.unit_id = OLD.unit_id AND b.contest_id = OLD.contest_id
    AND b.forwarded_at >= c.units_send_before_at AND b.forwarded_at > OLD.granted_at AND b.forwarded_at < OLD.until_at))
BEGIN SELECT RAISE(ABORT, 'guard:extension_used'); END;
CREATE TRIGGER extension_no_delete BEFORE DELETE ON extension BEGIN SELECT RAISE(ABORT, 'guard:extension_kept'); END;
CREATE TRIGGER extension_no_replace BEFORE INSERT ON extension
WHEN EXISTS (SELECT 1 FROM extension x WHERE x.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'guard:extension_kept'); END;

-- The deadline of an edition with a grace period is the end of that period.
DROP TRIGGER deadline_by_edition;
CREATE TRIGGER deadline_by_edition BEFORE UPDATE ON contest
WHEN (NEW.units_send_before_at <> OLD.units_send_before_at AND NEW.edition_id IS NOT DISTINCT FROM OLD.edition_id)
  OR (NEW.edition_id IS DISTINCT FROM OLD.edition_id AND (NOT EXISTS (SELECT 1 FROM rules_edition r WHERE r.id = NEW.edition_id AND r.contest_id = NEW.id
  AND r.number > COALESCE((SELECT o.number FROM rules_edition o WHERE o.id = OLD.edition_id), 0)) OR NEW.units_send_before_at <> (
    SELECT CAST(unixepoch(COALESCE(json_extract(r.body, '$.timeline.units_send.grace.before'), json_extract(r.body, '$.timeline.units_send.before')), 'subsec') * 1000 + 0.5 AS INTEGER) FROM rules_edition r WHERE r.id = NEW.edition_id)))
BEGIN SELECT RAISE(ABORT, 'guard:deadline_not_announced'); END;

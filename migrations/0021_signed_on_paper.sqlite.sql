-- A confirmation signed on paper and recorded on the head's behalf: the day on the paper, its scan, who recorded it. `person_id` and `by_name`
-- are the signer's, who was head or delegate of the entry's unit on that day. Whatever else guards a confirmation guards this one.
ALTER TABLE confirmation ADD COLUMN signed_on TEXT;
ALTER TABLE confirmation ADD COLUMN scan_file_id INTEGER REFERENCES file (id);
ALTER TABLE confirmation ADD COLUMN delegate INTEGER NOT NULL DEFAULT 0;
ALTER TABLE confirmation ADD COLUMN recorder_id INTEGER REFERENCES person (id);
ALTER TABLE confirmation ADD COLUMN recorded_by TEXT;

CREATE TRIGGER paper_confirmation_whole BEFORE INSERT ON confirmation
WHEN (NEW.signed_on IS NULL) <> (NEW.scan_file_id IS NULL) OR (NEW.signed_on IS NULL) <> (NEW.recorded_by IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_paper'); END;
CREATE TRIGGER paper_confirmation_signer BEFORE INSERT ON confirmation
WHEN NEW.signed_on IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM person_grant p JOIN entry e ON e.unit_id = p.unit_id
  WHERE e.id = NEW.entry_id AND p.person_id = NEW.person_id AND p.role = 'head' AND p.delegate = NEW.delegate
  AND COALESCE(p.valid_from_on, NEW.signed_on) <= NEW.signed_on AND COALESCE(p.valid_to_on, NEW.signed_on) >= NEW.signed_on)
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_signer'); END;
CREATE TRIGGER paper_confirmation_fixed BEFORE UPDATE ON confirmation
WHEN NEW.signed_on IS DISTINCT FROM OLD.signed_on OR NEW.scan_file_id IS DISTINCT FROM OLD.scan_file_id OR NEW.delegate <> OLD.delegate
  OR NEW.recorder_id IS DISTINCT FROM OLD.recorder_id OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_fixed'); END;

-- The screening committee of a unit: its members, what each says of a version, and the minutes without which the unit neither selects nor
-- declines. Minutes and what they decided stay as they were recorded.
CREATE TABLE unit_committee (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), unit_id INTEGER NOT NULL REFERENCES org_unit (id), founded_by TEXT NOT NULL,
  set_at INTEGER NOT NULL, person_id INTEGER REFERENCES person (id), ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX unit_committee_in_force ON unit_committee (contest_id, unit_id) WHERE ended_at IS NULL;
CREATE INDEX unit_committee_by_unit ON unit_committee (contest_id, unit_id, id);
CREATE TABLE committee_member (
  committee_id INTEGER NOT NULL REFERENCES unit_committee (id), position INTEGER NOT NULL, name TEXT NOT NULL, post TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('chair','secretary','member')), person_id INTEGER REFERENCES person (id), PRIMARY KEY (committee_id, position)
) STRICT;
CREATE TABLE committee_opinion (
  id INTEGER PRIMARY KEY, committee_id INTEGER NOT NULL REFERENCES unit_committee (id), position INTEGER NOT NULL, entry_id INTEGER NOT NULL REFERENCES entry (id), version INTEGER NOT NULL,
  selects INTEGER NOT NULL, reason TEXT NOT NULL, findings TEXT NOT NULL, person_id INTEGER REFERENCES person (id), by_name TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX committee_opinion_by_entry ON committee_opinion (entry_id, version, id);
CREATE TABLE committee_minutes (
  id INTEGER PRIMARY KEY, committee_id INTEGER NOT NULL REFERENCES unit_committee (id), number INTEGER NOT NULL, held_on TEXT NOT NULL, venue TEXT NOT NULL, present TEXT NOT NULL, summary TEXT NOT NULL,
  person_id INTEGER REFERENCES person (id), by_name TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (committee_id, number)
) STRICT;
CREATE TABLE committee_decision (
  minutes_id INTEGER NOT NULL REFERENCES committee_minutes (id), entry_id INTEGER NOT NULL REFERENCES entry (id), version INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('selected','not_selected')), votes_for INTEGER NOT NULL, votes_against INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (minutes_id, entry_id)
) STRICT;
CREATE INDEX committee_decision_by_entry ON committee_decision (entry_id, version);

CREATE TRIGGER committee_minutes_first BEFORE INSERT ON screening_sheet
WHEN NEW.verdict IN ('selected', 'not_selected') AND EXISTS (
  SELECT 1 FROM entry e JOIN unit_committee u ON u.contest_id = e.contest_id AND u.unit_id = e.unit_id AND u.ended_at IS NULL WHERE e.id = NEW.entry_id)
  AND NOT EXISTS (SELECT 1 FROM entry e JOIN unit_committee u ON u.contest_id = e.contest_id AND u.unit_id = e.unit_id AND u.ended_at IS NULL
  JOIN committee_minutes m ON m.committee_id = u.id JOIN committee_decision d ON d.minutes_id = m.id
  WHERE e.id = NEW.entry_id AND d.entry_id = NEW.entry_id AND d.version = NEW.version AND d.verdict = NEW.verdict)
BEGIN SELECT RAISE(ABORT, 'guard:committee_minutes'); END;
CREATE TRIGGER committee_decision_sound BEFORE INSERT ON committee_decision
WHEN NEW.votes_for < 0 OR NEW.votes_against < 0 OR (NEW.verdict = 'selected') <> (NEW.votes_for > NEW.votes_against)
  OR NOT EXISTS (SELECT 1 FROM committee_minutes m JOIN unit_committee u ON u.id = m.committee_id JOIN entry e ON e.contest_id = u.contest_id AND e.unit_id = u.unit_id
  WHERE m.id = NEW.minutes_id AND u.ended_at IS NULL AND e.id = NEW.entry_id AND e.version = NEW.version AND e.state = 'handed_in')
BEGIN SELECT RAISE(ABORT, 'guard:committee_decision'); END;
CREATE TRIGGER committee_decision_fixed BEFORE UPDATE ON committee_decision BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;
CREATE TRIGGER committee_decision_no_delete BEFORE DELETE ON committee_decision BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;
CREATE TRIGGER committee_minutes_fixed BEFORE UPDATE ON committee_minutes BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;
CREATE TRIGGER committee_opinion_fixed BEFORE UPDATE ON committee_opinion BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;
CREATE TRIGGER committee_opinion_no_delete BEFORE DELETE ON committee_opinion BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;
CREATE TRIGGER committee_same BEFORE UPDATE ON unit_committee
WHEN OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.contest_id <> OLD.contest_id OR NEW.unit_id <> OLD.unit_id
BEGIN SELECT RAISE(ABORT, 'guard:committee_fixed'); END;
CREATE TRIGGER committee_decision_no_replace BEFORE INSERT ON committee_decision
WHEN EXISTS (SELECT 1 FROM committee_decision x WHERE x.minutes_id = NEW.minutes_id AND x.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;
CREATE TRIGGER committee_minutes_no_replace BEFORE INSERT ON committee_minutes
WHEN EXISTS (SELECT 1 FROM committee_minutes x WHERE x.id = NEW.id OR (x.committee_id = NEW.committee_id AND x.number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;
CREATE TRIGGER committee_opinion_no_replace BEFORE INSERT ON committee_opinion
WHEN EXISTS (SELECT 1 FROM committee_opinion x WHERE x.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'guard:minutes_kept'); END;

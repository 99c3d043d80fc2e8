-- The register of units: splits with shares in hundredths of a percent (the greatest is also org_unit.successor_id), imports that can be undone.
CREATE TABLE unit_heir (
  unit_id INTEGER NOT NULL REFERENCES org_unit (id), heir_id INTEGER NOT NULL REFERENCES org_unit (id), share INTEGER NOT NULL CHECK (share BETWEEN 1 AND 10000), position INTEGER NOT NULL,
  PRIMARY KEY (unit_id, heir_id)
) STRICT;
CREATE INDEX unit_heir_by_heir ON unit_heir (heir_id);
-- `before` is empty for a unit that the import made; both are JSON of the unit's fields.
CREATE TABLE unit_import (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by_actor TEXT NOT NULL, file_sha256 TEXT NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL, undone_at INTEGER) STRICT;
CREATE TABLE unit_import_row (import_id INTEGER NOT NULL REFERENCES unit_import (id), unit_id INTEGER NOT NULL, before TEXT, after TEXT NOT NULL, PRIMARY KEY (import_id, unit_id)) STRICT;
CREATE INDEX org_unit_by_position ON org_unit (position);
CREATE INDEX org_unit_by_parent ON org_unit (parent_id);
CREATE INDEX org_unit_by_successor ON org_unit (successor_id);

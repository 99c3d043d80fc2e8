-- One act for many entries at a unit's desk, with what stood before: until something is built on it, it can be undone.
CREATE TABLE bulk_act (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), unit_id INTEGER NOT NULL REFERENCES org_unit (id), act TEXT NOT NULL CHECK (act IN ('receive','select','decline','list')),
  batch_id INTEGER REFERENCES batch (id), items TEXT NOT NULL, person_id INTEGER REFERENCES person (id), done_at INTEGER NOT NULL, undone_at INTEGER
) STRICT;
CREATE INDEX bulk_act_by_unit ON bulk_act (contest_id, unit_id, id);

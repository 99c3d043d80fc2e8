-- What lay in the parcel of a batch, compared with its list: each count is kept with who counted and when; the newest says how it is.
CREATE TABLE batch_check (
  id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), lines TEXT NOT NULL, matched INTEGER NOT NULL, missing INTEGER NOT NULL, other_version INTEGER NOT NULL, surplus INTEGER NOT NULL,
  note TEXT NOT NULL, person_id INTEGER REFERENCES person (id), by_name TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX batch_check_by_batch ON batch_check (batch_id, id);

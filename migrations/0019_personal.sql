-- Personal data of entries is closed at rest. Without its salt a value does not open again: an erased entry has none.
ALTER TABLE entry ADD COLUMN contact_salt BLOB;
ALTER TABLE entry ADD COLUMN name_salt BLOB;

-- What was erased of an entry, and why: a request, or because its time was over.
CREATE TABLE personal_erasure (
  entry_id INTEGER PRIMARY KEY REFERENCES entry (id), extent TEXT NOT NULL CHECK (extent IN ('contact','all')), on_request INTEGER NOT NULL, by_actor TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE TABLE personal_request (
  id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entry (id), extent TEXT NOT NULL CHECK (extent IN ('contact','all')), reason TEXT NOT NULL, asked_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
  decided_at INTEGER, decision TEXT CHECK (decision IN ('erased','kept')), basis TEXT, by_actor TEXT,
  CHECK ((decided_at IS NULL) = (decision IS NULL))
) STRICT;
CREATE UNIQUE INDEX personal_request_open ON personal_request (entry_id) WHERE decided_at IS NULL;
CREATE INDEX personal_request_by_entry ON personal_request (entry_id, id);

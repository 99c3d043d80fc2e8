-- files on their way: announced, sent in pieces, finished or refused (tus 1.0)
CREATE TABLE upload (
  id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entry (id), token TEXT NOT NULL UNIQUE, name TEXT NOT NULL, bytes INTEGER NOT NULL CONSTRAINT upload_holds_something CHECK (bytes > 0),
  state TEXT NOT NULL CHECK (state IN ('open','done','refused')), started_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX upload_by_entry ON upload (entry_id, state);
CREATE INDEX upload_by_expiry ON upload (expires_at);

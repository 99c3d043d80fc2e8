-- The judges' copies of attachments where a contest is judged blind: made once, kept under the hash of what they hold; or why there is none,
-- and who gave the original out in spite of it.
CREATE TABLE masked_file (
  entry_id INTEGER NOT NULL REFERENCES entry (id), version INTEGER NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('clean','withheld','released')),
  clean_file_id INTEGER REFERENCES file (id), reason TEXT NOT NULL DEFAULT '', made_at INTEGER NOT NULL, released_by TEXT, release_reason TEXT, released_at INTEGER,
  PRIMARY KEY (entry_id, version, position), CHECK ((state = 'clean') = (clean_file_id IS NOT NULL)), CHECK ((state = 'released') = (released_at IS NOT NULL))
) STRICT;

-- Contents that nobody holds any more since personal data was erased: asked to go, claimed by the one who removes them, removed from disk and
-- store. The row of the content stays, with its hash and size.
CREATE TABLE file_gone (
  file_id INTEGER PRIMARY KEY REFERENCES file (id), asked_at INTEGER NOT NULL, claimed_at INTEGER, removed_at INTEGER,
  CHECK (removed_at IS NULL OR claimed_at IS NOT NULL)
) STRICT;
CREATE INDEX attachment_by_file ON attachment (file_id);
CREATE INDEX draft_file_by_file ON draft_file (file_id);
CREATE INDEX masked_file_by_clean ON masked_file (clean_file_id);

-- Handed in beside another entry of the same author that looks like the same work, and why they are two.
CREATE TABLE double_filing (
  entry_id INTEGER NOT NULL REFERENCES entry (id), other_id INTEGER NOT NULL REFERENCES entry (id), reason TEXT NOT NULL, by_actor TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (entry_id, other_id)
) STRICT;
CREATE INDEX double_filing_by_other ON double_filing (other_id);

-- What each author is asked: to stand by the entry with this share, and two consents in the wording of `consent_text`. `who` is a digest, under the
-- server's secret, of the folded name and the telephone. A row that no longer fits the newest version is void; the answer given stays on record.
CREATE TABLE author_ask (
  id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entry (id), who BLOB NOT NULL, share INTEGER NOT NULL, asked_at INTEGER NOT NULL, void_at INTEGER, letter_at INTEGER,
  answer TEXT CHECK (answer IN ('confirmed','refused')), reason TEXT NOT NULL DEFAULT '', how TEXT CHECK (how IN ('hand_in','link','desk')), by_actor TEXT, answered_at INTEGER,
  data_use INTEGER NOT NULL DEFAULT 0 CHECK (data_use IN (0, 1)), office_use INTEGER NOT NULL DEFAULT 0 CHECK (office_use IN (0, 1)), consent_text INTEGER,
  CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (how IS NULL)), CHECK (answer IS NOT NULL OR (data_use = 0 AND office_use = 0))
) STRICT;
CREATE UNIQUE INDEX author_ask_open ON author_ask (entry_id, who, share) WHERE void_at IS NULL;
CREATE INDEX author_ask_by_who ON author_ask (who);

-- When the author of an entry recorded from paper took it over.
ALTER TABLE entry ADD COLUMN taken_over_at INTEGER;

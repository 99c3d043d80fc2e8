-- Complaints in writing about a result, from the standings on. An answer is given once.
CREATE TABLE complaint (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), entry_id INTEGER REFERENCES entry (id), from_name TEXT NOT NULL, body TEXT NOT NULL,
  received_at INTEGER NOT NULL, recorded_by TEXT NOT NULL, outcome TEXT CHECK (outcome IN ('kept','reopened')), answer TEXT, answered_at INTEGER, answered_by TEXT
) STRICT;
CREATE INDEX complaint_by_contest ON complaint (contest_id, id);

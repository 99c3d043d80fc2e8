-- Counts of the public's votes, each taken in whole and taken back whole; and prizes beside the structure.
CREATE TABLE vote_count (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), source TEXT NOT NULL CHECK (source IN ('paper','portal','facebook','zalo','other')), note TEXT NOT NULL,
  left_out INTEGER NOT NULL CHECK (left_out >= 0), digest BLOB NOT NULL, recorded_by TEXT NOT NULL, recorded_at INTEGER NOT NULL, taken_back_at INTEGER, taken_back_by TEXT, taken_back_reason TEXT,
  CHECK ((taken_back_at IS NULL) = (taken_back_reason IS NULL))
) STRICT;
CREATE INDEX vote_count_by_contest ON vote_count (contest_id, id);
CREATE TABLE entry_votes (
  count_id INTEGER NOT NULL REFERENCES vote_count (id), entry_id INTEGER NOT NULL REFERENCES entry (id), votes INTEGER NOT NULL CHECK (votes >= 0),
  PRIMARY KEY (count_id, entry_id)
) STRICT;
CREATE TABLE side_prize (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), code TEXT NOT NULL, entry_id INTEGER REFERENCES entry (id), unit_id INTEGER REFERENCES org_unit (id),
  amount_vnd INTEGER NOT NULL CHECK (amount_vnd >= 0), reason TEXT NOT NULL, votes_for INTEGER, votes_cast INTEGER, proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL,
  CHECK ((entry_id IS NULL) <> (unit_id IS NULL)), UNIQUE (contest_id, code, entry_id), UNIQUE (contest_id, code, unit_id)
) STRICT;

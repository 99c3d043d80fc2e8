-- The order in which finalists present: its seed is hashed before, made known after. Meetings of the panel, and what was said and
-- decided about single entries, in a meeting or apart from one: the minutes of the jury quote it.
CREATE TABLE presentation_draw (
  round_id INTEGER PRIMARY KEY REFERENCES judging_round (id), seed BLOB NOT NULL, seed_hash BLOB NOT NULL, committed_at INTEGER NOT NULL, drawn_at INTEGER
) STRICT;
CREATE TABLE presentation (
  round_id INTEGER NOT NULL REFERENCES judging_round (id), entry_id INTEGER NOT NULL REFERENCES entry (id), position INTEGER NOT NULL,
  PRIMARY KEY (round_id, entry_id), UNIQUE (round_id, position)
) STRICT;
CREATE TABLE meeting (
  id INTEGER PRIMARY KEY, round_id INTEGER NOT NULL REFERENCES judging_round (id), place TEXT NOT NULL, present TEXT NOT NULL, entry_id INTEGER NOT NULL REFERENCES entry (id),
  opened_by TEXT NOT NULL, opened_at INTEGER NOT NULL, closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX meeting_open ON meeting (round_id) WHERE closed_at IS NULL;
CREATE TABLE discussion (
  id INTEGER PRIMARY KEY, round_id INTEGER NOT NULL REFERENCES judging_round (id), entry_id INTEGER NOT NULL REFERENCES entry (id), meeting_id INTEGER REFERENCES meeting (id), took_part TEXT NOT NULL, said TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('as_is','read_again','third_mark','noted')), votes_for INTEGER, votes_cast INTEGER, recorded_by TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX discussion_by_entry ON discussion (round_id, entry_id, id);

-- The deputy of the chair, who takes the chair's place for an entry that the chair keeps away from.
ALTER TABLE judge ADD COLUMN deputy INTEGER NOT NULL DEFAULT 0;
-- Where the judge lives and can be reached, where the judge has said so: for conflicts of interest only.
ALTER TABLE judge ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE judge ADD COLUMN phone TEXT NOT NULL DEFAULT '';

-- The seed of a drawn assignment: its hash is known from the commitment on, the seed itself from the assignment on.
CREATE TABLE assignment_draw (
  round_id INTEGER PRIMARY KEY REFERENCES judging_round (id), seed BLOB NOT NULL, seed_hash BLOB NOT NULL, committed_at INTEGER NOT NULL, revealed_at INTEGER
) STRICT;

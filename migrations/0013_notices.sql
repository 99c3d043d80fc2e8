-- Notices: one row for each that an event gave, one message for each reader, a letter for one or many messages.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, whom TEXT NOT NULL, contest_id INTEGER REFERENCES contest (id), entry_id INTEGER REFERENCES entry (id), unit_id INTEGER REFERENCES org_unit (id),
  at INTEGER NOT NULL, next_at INTEGER
) STRICT;
CREATE INDEX notice_to_sort ON notice (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX notice_by_time ON notice (at);
CREATE TABLE message (
  notice_id INTEGER NOT NULL REFERENCES notice (id), reader TEXT NOT NULL, person_id INTEGER REFERENCES person (id), letter_at INTEGER, letter_id INTEGER, read_at INTEGER,
  PRIMARY KEY (notice_id, reader)
) STRICT;
CREATE INDEX message_by_person ON message (person_id, notice_id) WHERE person_id IS NOT NULL;
CREATE INDEX message_unread ON message (person_id) WHERE person_id IS NOT NULL AND read_at IS NULL;
CREATE INDEX message_to_write ON message (letter_at) WHERE letter_at IS NOT NULL AND letter_id IS NULL;
CREATE INDEX message_to_write_to ON message (reader) WHERE letter_at IS NOT NULL AND letter_id IS NULL;
CREATE INDEX message_by_letter ON message (letter_id) WHERE letter_id IS NOT NULL;
-- Which reminder of which deadline has been given.
CREATE TABLE reminder (
  contest_id INTEGER NOT NULL REFERENCES contest (id), before_at INTEGER NOT NULL, days INTEGER NOT NULL, at INTEGER NOT NULL, units INTEGER NOT NULL,
  PRIMARY KEY (contest_id, before_at, days)
) STRICT;
ALTER TABLE person ADD COLUMN digest INTEGER NOT NULL DEFAULT 1;
-- A failed letter that came back, or whose address the server refused; and since when it is being tried, where it was tried again by hand.
ALTER TABLE outbox ADD COLUMN bounced_at INTEGER;
ALTER TABLE outbox ADD COLUMN tried_from_at INTEGER;

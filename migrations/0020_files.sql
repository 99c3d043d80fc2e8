-- What this installation does with files: told at every start by whoever runs it. `light`: copies of videos are made; `scan`: a content is given out
-- only after the scanner has found it clean. `fault`: why the scanner gives no answer, and since when.
CREATE TABLE file_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1), light INTEGER NOT NULL CHECK (light IN (0, 1)), scan INTEGER NOT NULL CHECK (scan IN (0, 1)), fault TEXT, fault_since INTEGER
) STRICT;
INSERT INTO file_setting (id, light, scan) VALUES (1, 0, 0);
-- Light copies and posters of videos, by the content they were made from: contents themselves. `done` without a light one: the original is light enough.
CREATE TABLE video_copy (
  file_id INTEGER PRIMARY KEY REFERENCES file (id), state TEXT NOT NULL CHECK (state IN ('waiting','done','failed')), poster_id INTEGER REFERENCES file (id), light_id INTEGER REFERENCES file (id),
  reason TEXT, asked_at INTEGER NOT NULL, made_at INTEGER,
  CHECK ((state = 'waiting') = (made_at IS NULL)), CHECK ((state = 'failed') = (reason IS NOT NULL)), CHECK (state = 'done' OR poster_id IS NULL AND light_id IS NULL)
) STRICT;
-- What the scanner said of a content; no row, or `unread`: it has not been looked at. `own`: a paper of this program.
CREATE TABLE file_verdict (
  file_id INTEGER PRIMARY KEY REFERENCES file (id), verdict TEXT NOT NULL CHECK (verdict IN ('clean','own','infected','unread')), found TEXT, at INTEGER NOT NULL, next_at INTEGER,
  CHECK ((verdict IN ('infected','unread')) = (found IS NOT NULL)), CHECK ((verdict = 'unread') = (next_at IS NOT NULL))
) STRICT;

-- Fixed copies of the papers of units: minutes of a unit, confirmation of an entry, letter of a batch; `subject` is its id.
CREATE TABLE unit_paper (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), kind TEXT NOT NULL, subject INTEGER NOT NULL, issue INTEGER NOT NULL, number TEXT NOT NULL, dated_on TEXT NOT NULL, signer TEXT NOT NULL,
  pdf_file_id INTEGER NOT NULL REFERENCES file (id), docx_file_id INTEGER NOT NULL REFERENCES file (id), person_id INTEGER REFERENCES person (id), issued_at INTEGER NOT NULL,
  UNIQUE (contest_id, kind, subject, issue)
) STRICT;

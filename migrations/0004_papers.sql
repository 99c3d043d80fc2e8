-- Official papers: texts by version, issues with the bytes of their files, scans of the signed copies, certificates.

CREATE TABLE paper_text (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), kind TEXT NOT NULL, version INTEGER NOT NULL, wording TEXT NOT NULL, fields TEXT NOT NULL,
  person_id INTEGER REFERENCES person (id), saved_at INTEGER NOT NULL, UNIQUE (contest_id, kind, version)
) STRICT;
CREATE TABLE paper_issue (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), kind TEXT NOT NULL, issue INTEGER NOT NULL, text_version INTEGER NOT NULL, number TEXT NOT NULL, dated_on TEXT NOT NULL, signer TEXT NOT NULL,
  pdf_file_id INTEGER NOT NULL REFERENCES file (id), docx_file_id INTEGER NOT NULL REFERENCES file (id), xlsx_file_id INTEGER REFERENCES file (id),
  person_id INTEGER REFERENCES person (id), issued_at INTEGER NOT NULL, UNIQUE (contest_id, kind, issue)
) STRICT;
CREATE TABLE paper_scan (
  id INTEGER PRIMARY KEY, issue_id INTEGER NOT NULL REFERENCES paper_issue (id), file_id INTEGER NOT NULL REFERENCES file (id), number TEXT NOT NULL, dated_on TEXT NOT NULL,
  person_id INTEGER REFERENCES person (id), added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX paper_scan_by_issue ON paper_scan (issue_id, id);
CREATE TABLE certificate (
  token TEXT PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), entry_id INTEGER NOT NULL REFERENCES entry (id), issue_id INTEGER NOT NULL REFERENCES paper_issue (id), number TEXT NOT NULL,
  revoked_at INTEGER, revoke_reason TEXT, UNIQUE (contest_id, entry_id), CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
) STRICT;

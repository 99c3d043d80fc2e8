-- Tables of the whole contest. Times `_at` are milliseconds UTC, civil dates `_on` are texts YYYY-MM-DD, marks are
-- whole hundredths, money is whole đồng, booleans are 0/1. Written in SQLite words; the PostgreSQL runner rewrites types.

CREATE TABLE audit_head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, event TEXT NOT NULL, contest_id INTEGER,
  subject TEXT NOT NULL, subject_id INTEGER NOT NULL, facts TEXT NOT NULL, prev_hash BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, subject_id, seq);
CREATE INDEX audit_by_contest ON audit (contest_id, seq);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, person_id INTEGER, address TEXT NOT NULL, lang TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued','sending','sent','failed')), tries INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, lease_until INTEGER, sent_at INTEGER, error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE TABLE job (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('queued','running','done','failed')),
  tries INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, lease_until INTEGER, done_at INTEGER, progress INTEGER NOT NULL DEFAULT 0, error TEXT
) STRICT;
CREATE INDEX job_due ON job (state, due_at);
CREATE TABLE form_key (key TEXT PRIMARY KEY, actor TEXT NOT NULL, body_hash BLOB NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX form_key_by_time ON form_key (at);
CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), max_seen_at INTEGER NOT NULL, shift_ms INTEGER NOT NULL DEFAULT 0) STRICT;

-- people
CREATE TABLE org_unit (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, fold TEXT NOT NULL, kind TEXT NOT NULL,
  parent_id INTEGER REFERENCES org_unit (id), valid_from_on TEXT, valid_to_on TEXT, successor_id INTEGER REFERENCES org_unit (id), position INTEGER NOT NULL
) STRICT;
CREATE TABLE person (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sort_key TEXT NOT NULL, login TEXT NOT NULL UNIQUE, email TEXT, lang TEXT NOT NULL DEFAULT 'vi',
  password_hash TEXT, active INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE session (
  id_hash BLOB PRIMARY KEY, person_id INTEGER REFERENCES person (id), entry_id INTEGER, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  CHECK ((person_id IS NULL) <> (entry_id IS NULL))
) STRICT;
CREATE INDEX session_by_person ON session (person_id);
CREATE TABLE invitation (
  token_hash BLOB PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), kind TEXT NOT NULL CHECK (kind IN ('invite','reset')),
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER
) STRICT;
CREATE TABLE throttle (key TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL, free_at INTEGER NOT NULL) STRICT;

-- contest
CREATE TABLE contest (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, phase TEXT NOT NULL CHECK (phase IN ('draft','open','judging','deciding','decided','released')),
  edition_id INTEGER, units_send_before_at INTEGER NOT NULL, organiser_unit_id INTEGER NOT NULL REFERENCES org_unit (id),
  standing_unit_id INTEGER NOT NULL REFERENCES org_unit (id), created_at INTEGER NOT NULL, released_at INTEGER
) STRICT;
CREATE TABLE rules_edition (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), number INTEGER NOT NULL, body TEXT NOT NULL, sha256 BLOB NOT NULL, reason TEXT NOT NULL, frozen_at INTEGER NOT NULL,
  UNIQUE (contest_id, number)
) STRICT;
CREATE TABLE contest_unit (
  contest_id INTEGER NOT NULL REFERENCES contest (id), unit_id INTEGER NOT NULL REFERENCES org_unit (id),
  quota TEXT NOT NULL CHECK (quota IN ('required','encouraged','none')), PRIMARY KEY (contest_id, unit_id)
) STRICT;
CREATE TABLE article (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), kind TEXT NOT NULL CHECK (kind IN ('announcement','news','result')), title TEXT NOT NULL, body TEXT NOT NULL,
  published_at INTEGER, views INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX article_by_contest ON article (contest_id, published_at);
CREATE TABLE article_star (article_id INTEGER NOT NULL REFERENCES article (id), voter_hash BLOB NOT NULL, stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5), PRIMARY KEY (article_id, voter_hash)) STRICT;

-- who holds which role
CREATE TABLE person_grant (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('clerk','head','secretary','judge','chair','organiser','auditor','leader','admin')),
  unit_id INTEGER REFERENCES org_unit (id), contest_id INTEGER REFERENCES contest (id), judge_id INTEGER,
  valid_from_on TEXT, valid_to_on TEXT, delegate INTEGER NOT NULL DEFAULT 0,
  CHECK (role NOT IN ('clerk','head') OR unit_id IS NOT NULL), CHECK (role NOT IN ('secretary','judge','chair','organiser','auditor','leader') OR contest_id IS NOT NULL),
  CHECK (role NOT IN ('judge','chair') OR judge_id IS NOT NULL)
) STRICT;
CREATE INDEX person_grant_by_person ON person_grant (person_id);
CREATE INDEX person_grant_by_unit ON person_grant (unit_id);
CREATE INDEX person_grant_by_contest ON person_grant (contest_id);

-- entry
CREATE TABLE file (
  id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, bytes INTEGER NOT NULL, media_type TEXT NOT NULL, stored_at INTEGER NOT NULL
) STRICT;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), code TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft','handed_in','withdrawn')),
  origin TEXT NOT NULL CHECK (origin IN ('online','paper')), pin_hash BLOB, unit_id INTEGER REFERENCES org_unit (id), route TEXT NOT NULL, category TEXT NOT NULL CHECK (category IN ('individual','collective')),
  form TEXT NOT NULL CHECK (form IN ('written','video')), title TEXT NOT NULL, fold TEXT NOT NULL, areas TEXT NOT NULL, lead_author TEXT NOT NULL, author_count INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 0,
  email TEXT, submitted_at INTEGER, recorded_at INTEGER NOT NULL, withdrawn_at INTEGER, number INTEGER,
  UNIQUE (contest_id, code)
) STRICT;
CREATE INDEX entry_by_unit ON entry (contest_id, unit_id, state);
CREATE INDEX entry_by_code ON entry (code);
CREATE TABLE draft (entry_id INTEGER PRIMARY KEY REFERENCES entry (id), revision INTEGER NOT NULL, body TEXT NOT NULL, saved_at INTEGER NOT NULL) STRICT;
CREATE TABLE entry_version (
  entry_id INTEGER NOT NULL REFERENCES entry (id), version INTEGER NOT NULL, dossier_hash BLOB NOT NULL, body TEXT NOT NULL, by_actor TEXT NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (entry_id, version)
) STRICT;
CREATE TABLE author (
  entry_id INTEGER NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, fold TEXT NOT NULL, role_title TEXT NOT NULL, unit_id INTEGER REFERENCES org_unit (id),
  address TEXT NOT NULL, phone TEXT NOT NULL, share INTEGER NOT NULL CHECK (share BETWEEN 0 AND 10000), representative INTEGER NOT NULL,
  PRIMARY KEY (entry_id, version, position), FOREIGN KEY (entry_id, version) REFERENCES entry_version (entry_id, version)
) STRICT;
CREATE INDEX author_by_fold ON author (fold);
CREATE TABLE attachment (
  entry_id INTEGER NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL, file_id INTEGER REFERENCES file (id),
  PRIMARY KEY (entry_id, version, position), FOREIGN KEY (entry_id, version) REFERENCES entry_version (entry_id, version)
) STRICT;
CREATE TABLE draft_file (
  id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entry (id), file_id INTEGER REFERENCES file (id), name TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL, added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_file_by_entry ON draft_file (entry_id);

-- screening: the unit gate and the committee's intake
CREATE TABLE gate (
  entry_id INTEGER PRIMARY KEY REFERENCES entry (id), received_at INTEGER, verdict TEXT CHECK (verdict IN ('selected','not_selected','returned')), verdict_version INTEGER, verdict_reason TEXT, verdict_at INTEGER, mend_before_on TEXT,
  confirmation_id INTEGER, arrived_at INTEGER, arrived_version INTEGER, intake TEXT NOT NULL DEFAULT 'pending' CHECK (intake IN ('pending','accepted','returned','rejected')),
  intake_at INTEGER, intake_note TEXT, decision TEXT CHECK (decision IN ('duplicate','merged','not_new','off_topic')), kept_entry_id INTEGER REFERENCES entry (id), decision_reason TEXT
) STRICT;
CREATE TABLE screening_sheet (
  id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entry (id), version INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, findings TEXT NOT NULL, person_id INTEGER REFERENCES person (id), by_name TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX screening_sheet_by_entry ON screening_sheet (entry_id, id);
CREATE TABLE confirmation (
  id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entry (id), version INTEGER NOT NULL, dossier_hash BLOB NOT NULL, level TEXT NOT NULL, feasibility TEXT NOT NULL, remarks TEXT NOT NULL,
  person_id INTEGER REFERENCES person (id), by_name TEXT NOT NULL, at INTEGER NOT NULL, voided_at INTEGER, void_reason TEXT
) STRICT;
CREATE INDEX confirmation_by_entry ON confirmation (entry_id, id);
CREATE UNIQUE INDEX confirmation_in_force ON confirmation (entry_id) WHERE voided_at IS NULL;
CREATE TABLE batch (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), unit_id INTEGER NOT NULL REFERENCES org_unit (id), year INTEGER NOT NULL, number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open','forwarded')), as_it_came INTEGER NOT NULL DEFAULT 0, letter_number TEXT, signer TEXT, created_at INTEGER NOT NULL, forwarded_at INTEGER, receipt TEXT,
  UNIQUE (unit_id, year, number)
) STRICT;
CREATE UNIQUE INDEX batch_still_open ON batch (contest_id, unit_id) WHERE state = 'open';
CREATE TABLE batch_item (
  batch_id INTEGER NOT NULL REFERENCES batch (id), entry_id INTEGER NOT NULL REFERENCES entry (id), version INTEGER NOT NULL, added_at INTEGER NOT NULL, removed_at INTEGER, remove_reason TEXT,
  PRIMARY KEY (batch_id, entry_id)
) STRICT;
CREATE INDEX batch_item_by_entry ON batch_item (entry_id);

-- judging
CREATE TABLE judge (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), code TEXT NOT NULL, name TEXT NOT NULL, fold TEXT NOT NULL, title TEXT NOT NULL, unit_id INTEGER REFERENCES org_unit (id), person_id INTEGER REFERENCES person (id),
  chair INTEGER NOT NULL DEFAULT 0, areas TEXT NOT NULL DEFAULT '', active INTEGER NOT NULL DEFAULT 1, UNIQUE (contest_id, code)
) STRICT;
CREATE TABLE conflict (
  judge_id INTEGER NOT NULL REFERENCES judge (id), entry_id INTEGER NOT NULL REFERENCES entry (id), kind TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (judge_id, entry_id, kind)
) STRICT;
CREATE INDEX conflict_by_entry ON conflict (entry_id);
CREATE TABLE judging_round (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), code TEXT NOT NULL, position INTEGER NOT NULL, edition_id INTEGER NOT NULL REFERENCES rules_edition (id),
  state TEXT NOT NULL CHECK (state IN ('open','closed')), opened_at INTEGER NOT NULL, closed_at INTEGER, UNIQUE (contest_id, code)
) STRICT;
CREATE TABLE score_sheet (
  id INTEGER PRIMARY KEY, round_id INTEGER NOT NULL REFERENCES judging_round (id), entry_id INTEGER NOT NULL REFERENCES entry (id), judge_id INTEGER NOT NULL REFERENCES judge (id),
  role TEXT NOT NULL CHECK (role IN ('regular','third')), assigned_at INTEGER NOT NULL, released_at INTEGER, release_reason TEXT,
  marks TEXT NOT NULL DEFAULT '', comments TEXT NOT NULL DEFAULT '', general_comment TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 0, saved_at INTEGER, signed_at INTEGER, reopened INTEGER NOT NULL DEFAULT 0,
  UNIQUE (round_id, entry_id, judge_id)
) STRICT;
CREATE INDEX score_sheet_by_judge ON score_sheet (judge_id, round_id);
CREATE INDEX score_sheet_by_entry ON score_sheet (entry_id);
CREATE TABLE sheet_history (
  sheet_id INTEGER NOT NULL REFERENCES score_sheet (id), revision INTEGER NOT NULL, marks TEXT NOT NULL, comments TEXT NOT NULL, general_comment TEXT NOT NULL, signed_at INTEGER NOT NULL, reopened_at INTEGER NOT NULL, reopened_by TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (sheet_id, revision)
) STRICT;
CREATE TABLE standing (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), edition_id INTEGER NOT NULL REFERENCES rules_edition (id), body TEXT NOT NULL, sheets_hash BLOB NOT NULL, frozen_at INTEGER NOT NULL, superseded_at INTEGER
) STRICT;
CREATE INDEX standing_by_contest ON standing (contest_id, id);

-- awards
CREATE TABLE tie_decision (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), entries TEXT NOT NULL, decided_by TEXT NOT NULL, reason TEXT NOT NULL,
  votes_for INTEGER, votes_cast INTEGER, minutes TEXT, decided_at INTEGER NOT NULL
) STRICT;
CREATE TABLE award (
  contest_id INTEGER PRIMARY KEY REFERENCES contest (id), state TEXT NOT NULL CHECK (state IN ('proposed','confirmed','released')), standing_id INTEGER NOT NULL REFERENCES standing (id),
  proposed_at INTEGER NOT NULL, confirmed_at INTEGER, confirmed_by TEXT, votes_for INTEGER, votes_cast INTEGER, minutes TEXT, released_at INTEGER
) STRICT;
CREATE TABLE prize (
  id INTEGER PRIMARY KEY, contest_id INTEGER NOT NULL REFERENCES contest (id), pool TEXT NOT NULL, level TEXT NOT NULL, position INTEGER NOT NULL, entry_id INTEGER REFERENCES entry (id), amount_vnd INTEGER NOT NULL CHECK (amount_vnd >= 0),
  UNIQUE (contest_id, entry_id), UNIQUE (contest_id, pool, level, position)
) STRICT;

-- statistics without tracking
CREATE TABLE page_view (page TEXT NOT NULL, on_day TEXT NOT NULL, views INTEGER NOT NULL, PRIMARY KEY (page, on_day)) STRICT;

INSERT INTO clock (id, max_seen_at) VALUES (1, 0);

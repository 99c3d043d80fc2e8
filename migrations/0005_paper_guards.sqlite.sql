-- What was issued stays as it was issued.

CREATE TRIGGER paper_text_no_update BEFORE UPDATE ON paper_text BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;
CREATE TRIGGER paper_text_no_delete BEFORE DELETE ON paper_text BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;
CREATE TRIGGER paper_issue_no_update BEFORE UPDATE ON paper_issue BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;
CREATE TRIGGER paper_issue_no_delete BEFORE DELETE ON paper_issue BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;
CREATE TRIGGER paper_scan_no_update BEFORE UPDATE ON paper_scan BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;
CREATE TRIGGER paper_scan_no_delete BEFORE DELETE ON paper_scan BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;
CREATE TRIGGER certificate_stays_revoked BEFORE UPDATE ON certificate
WHEN OLD.revoked_at IS NOT NULL OR NEW.token <> OLD.token OR NEW.entry_id <> OLD.entry_id OR NEW.contest_id <> OLD.contest_id
BEGIN SELECT RAISE(ABORT, 'guard:certificate_fixed'); END;
CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, 'guard:certificate_fixed'); END;

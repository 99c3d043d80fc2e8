-- What was issued stays as it was issued. See the SQLite file.

CREATE FUNCTION paper_text_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:paper_fixed';
END $guard$;
CREATE TRIGGER paper_text_no_update BEFORE UPDATE ON paper_text FOR EACH ROW EXECUTE FUNCTION paper_text_no_update();

CREATE FUNCTION paper_text_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:paper_fixed';
END $guard$;
CREATE TRIGGER paper_text_no_delete BEFORE DELETE ON paper_text FOR EACH ROW EXECUTE FUNCTION paper_text_no_delete();

CREATE FUNCTION paper_issue_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:paper_fixed';
END $guard$;
CREATE TRIGGER paper_issue_no_update BEFORE UPDATE ON paper_issue FOR EACH ROW EXECUTE FUNCTION paper_issue_no_update();

CREATE FUNCTION paper_issue_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:paper_fixed';
END $guard$;
CREATE TRIGGER paper_issue_no_delete BEFORE DELETE ON paper_issue FOR EACH ROW EXECUTE FUNCTION paper_issue_no_delete();

CREATE FUNCTION paper_scan_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:paper_fixed';
END $guard$;
CREATE TRIGGER paper_scan_no_update BEFORE UPDATE ON paper_scan FOR EACH ROW EXECUTE FUNCTION paper_scan_no_update();

CREATE FUNCTION paper_scan_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:paper_fixed';
END $guard$;
CREATE TRIGGER paper_scan_no_delete BEFORE DELETE ON paper_scan FOR EACH ROW EXECUTE FUNCTION paper_scan_no_delete();

CREATE FUNCTION certificate_stays_revoked() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.revoked_at IS NOT NULL OR NEW.token <> OLD.token OR NEW.entry_id <> OLD.entry_id OR NEW.contest_id <> OLD.contest_id THEN
    RAISE EXCEPTION 'guard:certificate_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER certificate_stays_revoked BEFORE UPDATE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_stays_revoked();

CREATE FUNCTION certificate_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:certificate_fixed';
END $guard$;
CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_no_delete();

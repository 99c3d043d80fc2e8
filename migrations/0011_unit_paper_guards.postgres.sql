-- What a unit fixed stays as it was fixed. See the SQLite file.

CREATE FUNCTION unit_paper_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:paper_fixed';
END $guard$;
CREATE TRIGGER unit_paper_no_update BEFORE UPDATE ON unit_paper FOR EACH ROW EXECUTE FUNCTION unit_paper_fixed();
CREATE TRIGGER unit_paper_no_delete BEFORE DELETE ON unit_paper FOR EACH ROW EXECUTE FUNCTION unit_paper_fixed();

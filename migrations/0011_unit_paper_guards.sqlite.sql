-- What a unit fixed stays as it was fixed.

CREATE TRIGGER unit_paper_no_update BEFORE UPDATE ON unit_paper BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;
CREATE TRIGGER unit_paper_no_delete BEFORE DELETE ON unit_paper BEGIN SELECT RAISE(ABORT, 'guard:paper_fixed'); END;

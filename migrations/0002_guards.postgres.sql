-- The same guards for PostgreSQL. See the SQLite file for what each one says.

INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:audit_append_only';
END $guard$;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_no_update();

CREATE FUNCTION audit_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:audit_append_only';
END $guard$;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_no_delete();

CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.prev_hash <> (SELECT hash FROM audit_head WHERE id = 1) OR NEW.seq <> (SELECT seq + 1 FROM audit_head WHERE id = 1) THEN
    RAISE EXCEPTION 'guard:audit_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_advance() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1;
  RETURN NEW;
END $guard$;
CREATE TRIGGER audit_advance AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_advance();

CREATE FUNCTION audit_head_forward() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.seq <> OLD.seq + 1 THEN
    RAISE EXCEPTION 'guard:audit_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_forward();

CREATE FUNCTION audit_head_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:audit_append_only';
END $guard$;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_no_delete();

CREATE FUNCTION version_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:version_fixed';
END $guard$;
CREATE TRIGGER version_no_update BEFORE UPDATE ON entry_version FOR EACH ROW EXECUTE FUNCTION version_no_update();

CREATE FUNCTION version_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:version_fixed';
END $guard$;
CREATE TRIGGER version_no_delete BEFORE DELETE ON entry_version FOR EACH ROW EXECUTE FUNCTION version_no_delete();

CREATE FUNCTION rules_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:edition_frozen';
END $guard$;
CREATE TRIGGER rules_no_update BEFORE UPDATE ON rules_edition FOR EACH ROW EXECUTE FUNCTION rules_no_update();

CREATE FUNCTION rules_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:edition_frozen';
END $guard$;
CREATE TRIGGER rules_no_delete BEFORE DELETE ON rules_edition FOR EACH ROW EXECUTE FUNCTION rules_no_delete();

CREATE FUNCTION confirmation_of_this_version() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.voided_at IS NOT NULL OR NOT EXISTS (
  SELECT 1 FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  WHERE e.id = NEW.entry_id AND e.state = 'handed_in' AND e.version = NEW.version AND v.dossier_hash = NEW.dossier_hash) THEN
    RAISE EXCEPTION 'guard:confirmation_version';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER confirmation_of_this_version BEFORE INSERT ON confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_of_this_version();

CREATE FUNCTION confirmation_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR NEW.version <> OLD.version OR NEW.dossier_hash <> OLD.dossier_hash OR NEW.entry_id <> OLD.entry_id OR NEW.level <> OLD.level OR NEW.feasibility <> OLD.feasibility
  OR NEW.remarks <> OLD.remarks OR NEW.by_name <> OLD.by_name OR NEW.at <> OLD.at THEN
    RAISE EXCEPTION 'guard:confirmation_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER confirmation_fixed BEFORE UPDATE ON confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_fixed();

CREATE FUNCTION confirmation_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:confirmation_fixed';
END $guard$;
CREATE TRIGGER confirmation_no_delete BEFORE DELETE ON confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_no_delete();

CREATE FUNCTION edit_voids_confirmation() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.version <> OLD.version OR NEW.state <> OLD.state THEN
    UPDATE confirmation SET voided_at = COALESCE(NEW.withdrawn_at, NEW.submitted_at, 0), void_reason = CASE WHEN NEW.state = 'withdrawn' THEN 'withdrawn' ELSE 'edited' END
  WHERE entry_id = NEW.id AND voided_at IS NULL;
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER edit_voids_confirmation AFTER UPDATE OF version, state ON entry FOR EACH ROW EXECUTE FUNCTION edit_voids_confirmation();

CREATE FUNCTION accepted_needs_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.intake = 'accepted' AND NOT EXISTS (
  SELECT 1 FROM entry e JOIN contest c ON c.id = e.contest_id JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN confirmation k ON k.entry_id = e.id AND k.version = e.version AND k.dossier_hash = v.dossier_hash AND k.voided_at IS NULL
  WHERE e.id = NEW.entry_id AND e.state = 'handed_in' AND NEW.verdict = 'selected' AND NEW.arrived_version = e.version AND NEW.arrived_at < c.units_send_before_at) THEN
    RAISE EXCEPTION 'guard:accepted_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER accepted_needs_chain BEFORE UPDATE OF intake ON gate FOR EACH ROW EXECUTE FUNCTION accepted_needs_chain();

CREATE FUNCTION gate_born_pending() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.intake <> 'pending' THEN
    RAISE EXCEPTION 'guard:accepted_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER gate_born_pending BEFORE INSERT ON gate FOR EACH ROW EXECUTE FUNCTION gate_born_pending();

CREATE FUNCTION sheet_needs_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NOT EXISTS (
  SELECT 1 FROM gate g JOIN entry e ON e.id = g.entry_id JOIN contest c ON c.id = e.contest_id JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN confirmation k ON k.entry_id = e.id AND k.version = e.version AND k.dossier_hash = v.dossier_hash AND k.voided_at IS NULL
  WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted' AND g.verdict = 'selected' AND g.arrived_version = e.version AND g.arrived_at < c.units_send_before_at AND e.state = 'handed_in') THEN
    RAISE EXCEPTION 'guard:score_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER sheet_needs_chain BEFORE INSERT ON score_sheet FOR EACH ROW EXECUTE FUNCTION sheet_needs_chain();

CREATE FUNCTION score_needs_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.entry_id <> OLD.entry_id OR NOT EXISTS (
  SELECT 1 FROM gate g JOIN entry e ON e.id = g.entry_id JOIN contest c ON c.id = e.contest_id JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN confirmation k ON k.entry_id = e.id AND k.version = e.version AND k.dossier_hash = v.dossier_hash AND k.voided_at IS NULL
  WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted' AND g.verdict = 'selected' AND g.arrived_version = e.version AND g.arrived_at < c.units_send_before_at AND e.state = 'handed_in') THEN
    RAISE EXCEPTION 'guard:score_needs_chain';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER score_needs_chain BEFORE UPDATE OF marks, signed_at, entry_id ON score_sheet FOR EACH ROW EXECUTE FUNCTION score_needs_chain();

CREATE FUNCTION recused_never_scores() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM conflict x WHERE x.judge_id = NEW.judge_id AND x.entry_id = NEW.entry_id) THEN
    RAISE EXCEPTION 'guard:recused';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER recused_never_scores BEFORE INSERT ON score_sheet FOR EACH ROW EXECUTE FUNCTION recused_never_scores();

CREATE FUNCTION recused_never_marks() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF (NEW.signed_at IS NOT NULL OR NEW.marks <> OLD.marks) AND EXISTS (SELECT 1 FROM conflict x WHERE x.judge_id = NEW.judge_id AND x.entry_id = NEW.entry_id) THEN
    RAISE EXCEPTION 'guard:recused';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER recused_never_marks BEFORE UPDATE OF marks, signed_at ON score_sheet FOR EACH ROW EXECUTE FUNCTION recused_never_marks();

CREATE FUNCTION signed_sheet_locked() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.signed_at IS NOT NULL AND (NEW.marks <> OLD.marks OR NEW.comments <> OLD.comments OR NEW.general_comment <> OLD.general_comment OR NEW.judge_id <> OLD.judge_id
  OR (NEW.signed_at IS NULL AND NOT EXISTS (SELECT 1 FROM sheet_history h WHERE h.sheet_id = OLD.id AND h.revision = OLD.revision)) OR (NEW.signed_at IS NOT NULL AND NEW.signed_at <> OLD.signed_at)) THEN
    RAISE EXCEPTION 'guard:sheet_signed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER signed_sheet_locked BEFORE UPDATE ON score_sheet FOR EACH ROW EXECUTE FUNCTION signed_sheet_locked();

CREATE FUNCTION sheet_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:sheet_kept';
END $guard$;
CREATE TRIGGER sheet_no_delete BEFORE DELETE ON score_sheet FOR EACH ROW EXECUTE FUNCTION sheet_no_delete();

CREATE FUNCTION closed_round_locked() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM judging_round r WHERE r.id = NEW.round_id AND r.state = 'closed') THEN
    RAISE EXCEPTION 'guard:round_closed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER closed_round_locked BEFORE UPDATE OF marks, signed_at ON score_sheet FOR EACH ROW EXECUTE FUNCTION closed_round_locked();

CREATE FUNCTION history_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:sheet_kept';
END $guard$;
CREATE TRIGGER history_no_update BEFORE UPDATE ON sheet_history FOR EACH ROW EXECUTE FUNCTION history_no_update();

CREATE FUNCTION history_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:sheet_kept';
END $guard$;
CREATE TRIGGER history_no_delete BEFORE DELETE ON sheet_history FOR EACH ROW EXECUTE FUNCTION history_no_delete();

CREATE FUNCTION prize_fixed_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM award a WHERE a.contest_id = NEW.contest_id AND a.state <> 'proposed') THEN
    RAISE EXCEPTION 'guard:prizes_confirmed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER prize_fixed_insert BEFORE INSERT ON prize FOR EACH ROW EXECUTE FUNCTION prize_fixed_insert();

CREATE FUNCTION prize_fixed_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM award a WHERE a.contest_id = OLD.contest_id AND a.state <> 'proposed') THEN
    RAISE EXCEPTION 'guard:prizes_confirmed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER prize_fixed_update BEFORE UPDATE ON prize FOR EACH ROW EXECUTE FUNCTION prize_fixed_update();

CREATE FUNCTION prize_fixed_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM award a WHERE a.contest_id = OLD.contest_id AND a.state <> 'proposed') THEN
    RAISE EXCEPTION 'guard:prizes_confirmed';
  END IF;
  RETURN OLD;
END $guard$;
CREATE TRIGGER prize_fixed_delete BEFORE DELETE ON prize FOR EACH ROW EXECUTE FUNCTION prize_fixed_delete();

CREATE FUNCTION award_forward() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.state = 'released' AND NEW.state <> 'released' THEN
    RAISE EXCEPTION 'guard:released';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER award_forward BEFORE UPDATE OF state ON award FOR EACH ROW EXECUTE FUNCTION award_forward();

CREATE FUNCTION kept_whole() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:audit_append_only';
END $guard$;
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION kept_whole();
CREATE TRIGGER sheet_no_truncate BEFORE TRUNCATE ON score_sheet FOR EACH STATEMENT EXECUTE FUNCTION kept_whole();
CREATE TRIGGER version_no_truncate BEFORE TRUNCATE ON entry_version FOR EACH STATEMENT EXECUTE FUNCTION kept_whole();

-- What must never be false, whoever writes. A message beginning `guard:` is told apart from a fault by the door.

INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, x'0000000000000000000000000000000000000000000000000000000000000000');

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'guard:audit_append_only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'guard:audit_append_only'); END;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit
WHEN NEW.prev_hash <> (SELECT hash FROM audit_head WHERE id = 1) OR NEW.seq <> (SELECT seq + 1 FROM audit_head WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'guard:audit_chain'); END;
CREATE TRIGGER audit_advance AFTER INSERT ON audit BEGIN UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1; END;
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head WHEN NEW.seq <> OLD.seq + 1 BEGIN SELECT RAISE(ABORT, 'guard:audit_chain'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'guard:audit_append_only'); END;

CREATE TRIGGER version_no_update BEFORE UPDATE ON entry_version BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER version_no_delete BEFORE DELETE ON entry_version BEGIN SELECT RAISE(ABORT, 'guard:version_fixed'); END;
CREATE TRIGGER rules_no_update BEFORE UPDATE ON rules_edition BEGIN SELECT RAISE(ABORT, 'guard:edition_frozen'); END;
CREATE TRIGGER rules_no_delete BEFORE DELETE ON rules_edition BEGIN SELECT RAISE(ABORT, 'guard:edition_frozen'); END;

CREATE TRIGGER confirmation_of_this_version BEFORE INSERT ON confirmation
WHEN NEW.voided_at IS NOT NULL OR NOT EXISTS (
  SELECT 1 FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  WHERE e.id = NEW.entry_id AND e.state = 'handed_in' AND e.version = NEW.version AND v.dossier_hash = NEW.dossier_hash)
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_version'); END;
CREATE TRIGGER confirmation_fixed BEFORE UPDATE ON confirmation
WHEN OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR NEW.version <> OLD.version OR NEW.dossier_hash <> OLD.dossier_hash OR NEW.entry_id <> OLD.entry_id OR NEW.level <> OLD.level OR NEW.feasibility <> OLD.feasibility
  OR NEW.remarks <> OLD.remarks OR NEW.by_name <> OLD.by_name OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'guard:confirmation_fixed'); END;
CREATE TRIGGER confirmation_no_delete BEFORE DELETE ON confirmation BEGIN SELECT RAISE(ABORT, 'guard:confirmation_fixed'); END;
CREATE TRIGGER edit_voids_confirmation AFTER UPDATE OF version, state ON entry
WHEN NEW.version <> OLD.version OR NEW.state <> OLD.state
BEGIN
  UPDATE confirmation SET voided_at = COALESCE(NEW.withdrawn_at, NEW.submitted_at, 0), void_reason = CASE WHEN NEW.state = 'withdrawn' THEN 'withdrawn' ELSE 'edited' END
  WHERE entry_id = NEW.id AND voided_at IS NULL;
END;

CREATE TRIGGER accepted_needs_chain BEFORE UPDATE OF intake ON gate
WHEN NEW.intake = 'accepted' AND NOT EXISTS (
  SELECT 1 FROM entry e JOIN contest c ON c.id = e.contest_id JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN confirmation k ON k.entry_id = e.id AND k.version = e.version AND k.dossier_hash = v.dossier_hash AND k.voided_at IS NULL
  WHERE e.id = NEW.entry_id AND e.state = 'handed_in' AND NEW.verdict = 'selected' AND NEW.arrived_version = e.version AND NEW.arrived_at < c.units_send_before_at)
BEGIN SELECT RAISE(ABORT, 'guard:accepted_needs_chain'); END;
CREATE TRIGGER gate_born_pending BEFORE INSERT ON gate WHEN NEW.intake <> 'pending' BEGIN SELECT RAISE(ABORT, 'guard:accepted_needs_chain'); END;

CREATE TRIGGER sheet_needs_chain BEFORE INSERT ON score_sheet
WHEN NOT EXISTS (
  SELECT 1 FROM gate g JOIN entry e ON e.id = g.entry_id JOIN contest c ON c.id = e.contest_id JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN confirmation k ON k.entry_id = e.id AND k.version = e.version AND k.dossier_hash = v.dossier_hash AND k.voided_at IS NULL
  WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted' AND g.verdict = 'selected' AND g.arrived_version = e.version AND g.arrived_at < c.units_send_before_at AND e.state = 'handed_in')
BEGIN SELECT RAISE(ABORT, 'guard:score_needs_chain'); END;
CREATE TRIGGER score_needs_chain BEFORE UPDATE OF marks, signed_at, entry_id ON score_sheet
WHEN NEW.entry_id <> OLD.entry_id OR NOT EXISTS (
  SELECT 1 FROM gate g JOIN entry e ON e.id = g.entry_id JOIN contest c ON c.id = e.contest_id JOIN entry_version v ON v.entry_id = e.id AND v.version = e.version
  JOIN confirmation k ON k.entry_id = e.id AND k.version = e.version AND k.dossier_hash = v.dossier_hash AND k.voided_at IS NULL
  WHERE g.entry_id = NEW.entry_id AND g.intake = 'accepted' AND g.verdict = 'selected' AND g.arrived_version = e.version AND g.arrived_at < c.units_send_before_at AND e.state = 'handed_in')
BEGIN SELECT RAISE(ABORT, 'guard:score_needs_chain'); END;
CREATE TRIGGER recused_never_scores BEFORE INSERT ON score_sheet
WHEN EXISTS (SELECT 1 FROM conflict x WHERE x.judge_id = NEW.judge_id AND x.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:recused'); END;
CREATE TRIGGER recused_never_marks BEFORE UPDATE OF marks, signed_at ON score_sheet
WHEN (NEW.signed_at IS NOT NULL OR NEW.marks <> OLD.marks) AND EXISTS (SELECT 1 FROM conflict x WHERE x.judge_id = NEW.judge_id AND x.entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard:recused'); END;
CREATE TRIGGER signed_sheet_locked BEFORE UPDATE ON score_sheet
WHEN OLD.signed_at IS NOT NULL AND (NEW.marks <> OLD.marks OR NEW.comments <> OLD.comments OR NEW.general_comment <> OLD.general_comment OR NEW.judge_id <> OLD.judge_id
  OR (NEW.signed_at IS NULL AND NOT EXISTS (SELECT 1 FROM sheet_history h WHERE h.sheet_id = OLD.id AND h.revision = OLD.revision)) OR (NEW.signed_at IS NOT NULL AND NEW.signed_at <> OLD.signed_at))
BEGIN SELECT RAISE(ABORT, 'guard:sheet_signed'); END;
CREATE TRIGGER sheet_no_delete BEFORE DELETE ON score_sheet BEGIN SELECT RAISE(ABORT, 'guard:sheet_kept'); END;
CREATE TRIGGER closed_round_locked BEFORE UPDATE OF marks, signed_at ON score_sheet
WHEN EXISTS (SELECT 1 FROM judging_round r WHERE r.id = NEW.round_id AND r.state = 'closed')
BEGIN SELECT RAISE(ABORT, 'guard:round_closed'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON sheet_history BEGIN SELECT RAISE(ABORT, 'guard:sheet_kept'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON sheet_history BEGIN SELECT RAISE(ABORT, 'guard:sheet_kept'); END;

CREATE TRIGGER prize_fixed_insert BEFORE INSERT ON prize WHEN EXISTS (SELECT 1 FROM award a WHERE a.contest_id = NEW.contest_id AND a.state <> 'proposed') BEGIN SELECT RAISE(ABORT, 'guard:prizes_confirmed'); END;
CREATE TRIGGER prize_fixed_update BEFORE UPDATE ON prize WHEN EXISTS (SELECT 1 FROM award a WHERE a.contest_id = OLD.contest_id AND a.state <> 'proposed') BEGIN SELECT RAISE(ABORT, 'guard:prizes_confirmed'); END;
CREATE TRIGGER prize_fixed_delete BEFORE DELETE ON prize WHEN EXISTS (SELECT 1 FROM award a WHERE a.contest_id = OLD.contest_id AND a.state <> 'proposed') BEGIN SELECT RAISE(ABORT, 'guard:prizes_confirmed'); END;
CREATE TRIGGER award_forward BEFORE UPDATE OF state ON award WHEN OLD.state = 'released' AND NEW.state <> 'released' BEGIN SELECT RAISE(ABORT, 'guard:released'); END;

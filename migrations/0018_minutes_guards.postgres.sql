-- Minutes, drawn orders, counts of votes, side prizes. See the SQLite file for what each guard says.

CREATE FUNCTION discussion_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:minutes_fixed';
END $guard$;
CREATE TRIGGER discussion_no_update BEFORE UPDATE ON discussion FOR EACH ROW EXECUTE FUNCTION discussion_no_update();

CREATE FUNCTION discussion_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:minutes_fixed';
END $guard$;
CREATE TRIGGER discussion_no_delete BEFORE DELETE ON discussion FOR EACH ROW EXECUTE FUNCTION discussion_no_delete();

CREATE FUNCTION meeting_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.closed_at IS NOT NULL OR NEW.round_id <> OLD.round_id OR NEW.place <> OLD.place OR NEW.present <> OLD.present OR NEW.opened_by <> OLD.opened_by OR NEW.opened_at <> OLD.opened_at THEN
    RAISE EXCEPTION 'guard:minutes_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER meeting_fixed BEFORE UPDATE ON meeting FOR EACH ROW EXECUTE FUNCTION meeting_fixed();

CREATE FUNCTION meeting_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:minutes_fixed';
END $guard$;
CREATE TRIGGER meeting_no_delete BEFORE DELETE ON meeting FOR EACH ROW EXECUTE FUNCTION meeting_no_delete();

CREATE FUNCTION order_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:order_drawn';
END $guard$;
CREATE TRIGGER order_no_update BEFORE UPDATE ON presentation FOR EACH ROW EXECUTE FUNCTION order_no_update();

CREATE FUNCTION order_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:order_drawn';
END $guard$;
CREATE TRIGGER order_no_delete BEFORE DELETE ON presentation FOR EACH ROW EXECUTE FUNCTION order_no_delete();

CREATE FUNCTION order_only_before_the_draw() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM presentation_draw d WHERE d.round_id = NEW.round_id AND d.drawn_at IS NULL) THEN
    RAISE EXCEPTION 'guard:order_drawn';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER order_only_before_the_draw BEFORE INSERT ON presentation FOR EACH ROW EXECUTE FUNCTION order_only_before_the_draw();

CREATE FUNCTION order_seed_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.drawn_at IS NOT NULL OR NEW.seed <> OLD.seed OR NEW.seed_hash <> OLD.seed_hash OR NEW.committed_at <> OLD.committed_at OR NEW.round_id <> OLD.round_id THEN
    RAISE EXCEPTION 'guard:order_drawn';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER order_seed_fixed BEFORE UPDATE ON presentation_draw FOR EACH ROW EXECUTE FUNCTION order_seed_fixed();

CREATE FUNCTION order_seed_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:order_drawn';
END $guard$;
CREATE TRIGGER order_seed_no_delete BEFORE DELETE ON presentation_draw FOR EACH ROW EXECUTE FUNCTION order_seed_no_delete();

CREATE FUNCTION votes_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:votes_kept';
END $guard$;
CREATE TRIGGER votes_no_update BEFORE UPDATE ON entry_votes FOR EACH ROW EXECUTE FUNCTION votes_no_update();

CREATE FUNCTION votes_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:votes_kept';
END $guard$;
CREATE TRIGGER votes_no_delete BEFORE DELETE ON entry_votes FOR EACH ROW EXECUTE FUNCTION votes_no_delete();

CREATE FUNCTION votes_of_a_new_count() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM vote_count c WHERE c.id = NEW.count_id AND c.taken_back_at IS NULL) OR EXISTS (SELECT 1 FROM vote_count c JOIN standing s ON s.contest_id = c.contest_id AND s.superseded_at IS NULL WHERE c.id = NEW.count_id AND NOT EXISTS (SELECT 1 FROM judging_round r WHERE r.contest_id = c.contest_id AND r.state = 'open')) THEN
    RAISE EXCEPTION 'guard:votes_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER votes_of_a_new_count BEFORE INSERT ON entry_votes FOR EACH ROW EXECUTE FUNCTION votes_of_a_new_count();

CREATE FUNCTION count_kept() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.taken_back_at IS NOT NULL OR NEW.taken_back_at IS NULL OR NEW.contest_id <> OLD.contest_id OR NEW.source <> OLD.source OR NEW.note <> OLD.note OR NEW.left_out <> OLD.left_out OR NEW.digest <> OLD.digest OR NEW.recorded_by <> OLD.recorded_by OR NEW.recorded_at <> OLD.recorded_at THEN
    RAISE EXCEPTION 'guard:votes_kept';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER count_kept BEFORE UPDATE ON vote_count FOR EACH ROW EXECUTE FUNCTION count_kept();

CREATE FUNCTION count_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM standing s WHERE s.contest_id = OLD.contest_id AND s.superseded_at IS NULL) AND NOT EXISTS (SELECT 1 FROM judging_round r WHERE r.contest_id = OLD.contest_id AND r.state = 'open') THEN
    RAISE EXCEPTION 'guard:votes_fixed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER count_fixed BEFORE UPDATE ON vote_count FOR EACH ROW EXECUTE FUNCTION count_fixed();

CREATE FUNCTION count_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:votes_kept';
END $guard$;
CREATE TRIGGER count_no_delete BEFORE DELETE ON vote_count FOR EACH ROW EXECUTE FUNCTION count_no_delete();

CREATE FUNCTION side_prize_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'guard:side_prize_kept';
END $guard$;
CREATE TRIGGER side_prize_no_update BEFORE UPDATE ON side_prize FOR EACH ROW EXECUTE FUNCTION side_prize_no_update();

CREATE FUNCTION side_prize_fixed_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM award a WHERE a.contest_id = NEW.contest_id AND a.state <> 'proposed') THEN
    RAISE EXCEPTION 'guard:prizes_confirmed';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER side_prize_fixed_insert BEFORE INSERT ON side_prize FOR EACH ROW EXECUTE FUNCTION side_prize_fixed_insert();

CREATE FUNCTION side_prize_fixed_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (SELECT 1 FROM award a WHERE a.contest_id = OLD.contest_id AND a.state <> 'proposed') THEN
    RAISE EXCEPTION 'guard:prizes_confirmed';
  END IF;
  RETURN OLD;
END $guard$;
CREATE TRIGGER side_prize_fixed_delete BEFORE DELETE ON side_prize FOR EACH ROW EXECUTE FUNCTION side_prize_fixed_delete();

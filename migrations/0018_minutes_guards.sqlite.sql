-- What the panel said and decided stays as it was put down; so do the order drawn for the finalists, the counts of votes (each is taken back
-- once, as a whole, and not under standings that stand) and the side prizes once they are confirmed.

CREATE TRIGGER discussion_no_update BEFORE UPDATE ON discussion BEGIN SELECT RAISE(ABORT, 'guard:minutes_fixed'); END;
CREATE TRIGGER discussion_no_delete BEFORE DELETE ON discussion BEGIN SELECT RAISE(ABORT, 'guard:minutes_fixed'); END;
CREATE TRIGGER meeting_fixed BEFORE UPDATE ON meeting
WHEN OLD.closed_at IS NOT NULL OR NEW.round_id <> OLD.round_id OR NEW.place <> OLD.place OR NEW.present <> OLD.present OR NEW.opened_by <> OLD.opened_by OR NEW.opened_at <> OLD.opened_at
BEGIN SELECT RAISE(ABORT, 'guard:minutes_fixed'); END;
CREATE TRIGGER meeting_no_delete BEFORE DELETE ON meeting BEGIN SELECT RAISE(ABORT, 'guard:minutes_fixed'); END;
CREATE TRIGGER order_no_update BEFORE UPDATE ON presentation BEGIN SELECT RAISE(ABORT, 'guard:order_drawn'); END;
CREATE TRIGGER order_no_delete BEFORE DELETE ON presentation BEGIN SELECT RAISE(ABORT, 'guard:order_drawn'); END;
CREATE TRIGGER order_only_before_the_draw BEFORE INSERT ON presentation
WHEN NOT EXISTS (SELECT 1 FROM presentation_draw d WHERE d.round_id = NEW.round_id AND d.drawn_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard:order_drawn'); END;
CREATE TRIGGER order_seed_fixed BEFORE UPDATE ON presentation_draw
WHEN OLD.drawn_at IS NOT NULL OR NEW.seed <> OLD.seed OR NEW.seed_hash <> OLD.seed_hash OR NEW.committed_at <> OLD.committed_at OR NEW.round_id <> OLD.round_id
BEGIN SELECT RAISE(ABORT, 'guard:order_drawn'); END;
CREATE TRIGGER order_seed_no_delete BEFORE DELETE ON presentation_draw BEGIN SELECT RAISE(ABORT, 'guard:order_drawn'); END;
CREATE TRIGGER votes_no_update BEFORE UPDATE ON entry_votes BEGIN SELECT RAISE(ABORT, 'guard:votes_kept'); END;
CREATE TRIGGER votes_no_delete BEFORE DELETE ON entry_votes BEGIN SELECT RAISE(ABORT, 'guard:votes_kept'); END;
CREATE TRIGGER votes_of_a_new_count BEFORE INSERT ON entry_votes
WHEN NOT EXISTS (SELECT 1 FROM vote_count c WHERE c.id = NEW.count_id AND c.taken_back_at IS NULL) OR EXISTS (SELECT 1 FROM vote_count c JOIN standing s ON s.contest_id = c.contest_id AND s.superseded_at IS NULL WHERE c.id = NEW.count_id AND NOT EXISTS (SELECT 1 FROM judging_round r WHERE r.contest_id = c.contest_id AND r.state = 'open'))
BEGIN SELECT RAISE(ABORT, 'guard:votes_fixed'); END;
CREATE TRIGGER count_kept BEFORE UPDATE ON vote_count
WHEN OLD.taken_back_at IS NOT NULL OR NEW.taken_back_at IS NULL OR NEW.contest_id <> OLD.contest_id OR NEW.source <> OLD.source OR NEW.note <> OLD.note OR NEW.left_out <> OLD.left_out OR NEW.digest <> OLD.digest OR NEW.recorded_by <> OLD.recorded_by OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'guard:votes_kept'); END;
CREATE TRIGGER count_fixed BEFORE UPDATE ON vote_count
WHEN EXISTS (SELECT 1 FROM standing s WHERE s.contest_id = OLD.contest_id AND s.superseded_at IS NULL) AND NOT EXISTS (SELECT 1 FROM judging_round r WHERE r.contest_id = OLD.contest_id AND r.state = 'open')
BEGIN SELECT RAISE(ABORT, 'guard:votes_fixed'); END;
CREATE TRIGGER count_no_delete BEFORE DELETE ON vote_count BEGIN SELECT RAISE(ABORT, 'guard:votes_kept'); END;
CREATE TRIGGER side_prize_no_update BEFORE UPDATE ON side_prize BEGIN SELECT RAISE(ABORT, 'guard:side_prize_kept'); END;
CREATE TRIGGER side_prize_fixed_insert BEFORE INSERT ON side_prize
WHEN EXISTS (SELECT 1 FROM award a WHERE a.contest_id = NEW.contest_id AND a.state <> 'proposed')
BEGIN SELECT RAISE(ABORT, 'guard:prizes_confirmed'); END;
CREATE TRIGGER side_prize_fixed_delete BEFORE DELETE ON side_prize
WHEN EXISTS (SELECT 1 FROM award a WHERE a.contest_id = OLD.contest_id AND a.state <> 'proposed')
BEGIN SELECT RAISE(ABORT, 'guard:prizes_confirmed'); END;

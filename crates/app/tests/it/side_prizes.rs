//! Side prizes on both engines: proposed, looked at again, confirmed, shown, verified.

use crate::judging_fixture::*;
use app::awards::side::leading_units;
use app::awards::{
    self, SideProposal, package, propose_side, side_store, store, take_back_side, verify, view,
};
use app::db::{Db, DbFault, Tx};
use app::judging;
use app::keys::Keys;
use domain::awards::confirm::{Ballot, ConfirmRefusal};
use domain::awards::side::{Misfit, SideRefusal, SideWinner};
use domain::ids::{EntryId, JudgeId};
use domain::time::Instant;
use testkit::engines::both;

const RULES: &str = r#"{
  "code": "T", "name": "Thi", "organiser": {"unit_code": "U", "name": "U"}, "standing_body": {"unit_code": "U"},
  "timeline": {"units_send": {"before": "2024-04-10T00:00:00+07:00"}},
  "areas": [{"code": "a", "name": "A"}], "routes": [{"code": "own_unit", "name": "r"}],
  "prizes": {"pooling": "pooled", "levels": [{"code": "nhat", "name": "Nhất", "count": 1, "individual_vnd": 3000000}], "side": [
    {"code": "alone", "name": "Triển vọng", "vnd": 500000, "beside_main": false},
    {"code": "group", "name": "Nhóm đoàn kết", "vnd": 400000, "count": 2, "categories": ["collective"], "collective_factor": "3/2", "committee_majority": "1/2"},
    {"code": "unit", "name": "Xã nhiều bài", "vnd": 800000, "to": "unit", "unit_kinds": ["commune"]}]},
  "judging": {
    "judges_per_entry": 1, "criteria": [{"code": "moi", "name": "Mới", "max": "100", "step": "1"}],
    "combine": {"method": "mean"}, "tie_break": ["chair"]}
}"#;

struct World {
    c: Contest,
    entries: Vec<EntryId>,
    chair: JudgeId,
    now: Instant,
}

/// Four entries with places 1 to 4, the third of a group; standings are frozen.
fn world(db: &Db) -> World {
    db.write_blocking(|tx| {
        let c = contest(tx, RULES, &[("U", "office"), ("X", "commune")])?;
        let mut entries = vec![];
        for (code, category, unit) in [
            ("E1", "individual", "X"),
            ("E2", "individual", "X"),
            ("E3", "collective", "X"),
            ("E4", "individual", "U"),
        ] {
            entries.push(accepted(tx, &c, code, category, c.units[unit], &[None])?);
        }
        let chair = judge(tx, &c, "GK1", None, true);
        let now = after(c.before);
        let round = judging::open_round(tx, &secretary(c.id), c.id, &"1".into(), now).map_err(fault)?;
        for (entry, points) in entries.iter().zip([90, 80, 70, 60]) {
            mark(tx, &c, round, (*entry, chair), points, now);
        }
        judging::close_round(tx, &secretary(c.id), round, now).map_err(fault)?;
        Ok::<_, DbFault>(World { c, entries, chair, now })
    })
    .expect("a world")
}

fn entry(prize: &str, code: &str) -> SideProposal {
    let winner = SideWinner::Entry(code.into());
    SideProposal { prize: prize.into(), winner, reason: "Có triển vọng".into(), votes: None }
}

fn unit(code: &str) -> SideProposal {
    SideProposal { winner: SideWinner::Unit(code.into()), ..entry("unit", "") }
}

impl World {
    fn propose(&self, tx: &mut Tx, p: &SideProposal) -> Result<i64, app::act::Stop<SideRefusal>> {
        propose_side(tx, &secretary(self.c.id), self.c.id, p, self.now)
    }

    fn confirm(&self, tx: &mut Tx) -> Result<(), app::act::Stop<ConfirmRefusal>> {
        let ballot = Ballot { votes: None, minutes: "Biên bản số 3".into() };
        awards::confirm(tx, &organiser(self.c.id), self.c.id, &ballot, self.now)
    }
}

#[test]
fn a_proposal_is_held_against_the_rules() {
    both(|db| {
        let w = world(db);
        write(db, move |tx| {
            use SideRefusal::*;
            let by = secretary(w.c.id);
            assert_eq!(refused(w.propose(tx, &entry("alone", "E2"))), [NoStandings]);
            awards::freeze_standings(tx, &by, w.c.id, w.now).unwrap();
            let no = |tx: &mut Tx, p: &SideProposal| refused(w.propose(tx, p));
            assert_eq!(no(tx, &entry("none", "E2")), [UnknownPrize]);
            assert_eq!(no(tx, &entry("alone", "E9")), [UnknownWinner]);
            assert_eq!(no(tx, &entry("alone", "E1")), [Misfit(self::Misfit::HasMainPrize)]);
            assert_eq!(no(tx, &unit("U")), [Misfit(self::Misfit::UnitKind)]);
            let bare = SideProposal { reason: " ".into(), ..entry("group", "E2") };
            assert_eq!(
                no(tx, &bare),
                [Misfit(self::Misfit::Category), ReasonMissing, Votes(ConfirmRefusal::VotesMissing)]
            );
            let chair = as_chair(w.c.id, w.chair);
            assert!(not_allowed(propose_side(tx, &chair, w.c.id, &entry("alone", "E2"), w.now)));
            let first = w.propose(tx, &entry("alone", "E2")).unwrap();
            assert_eq!(no(tx, &entry("alone", "E4")), [NoneLeft { count: 1 }]);
            assert!(not_allowed(take_back_side(tx, &chair, first, w.now)));
            take_back_side(tx, &by, first, w.now).unwrap();
            w.propose(tx, &entry("alone", "E4")).unwrap();
            let leading = leading_units(tx, &by, w.c.id).unwrap();
            assert_eq!((leading[0].code.as_str(), leading[0].entries), ("X", 3));
        });
    });
}

#[test]
fn side_prizes_are_confirmed_released_and_verified_with_the_others() {
    both(|db| {
        let w = world(db);
        write(db, move |tx| {
            let by = secretary(w.c.id);
            awards::freeze_standings(tx, &by, w.c.id, w.now).unwrap();
            w.propose(tx, &entry("alone", "E2")).unwrap();
            let voted = SideProposal { votes: Some((2, 4)), ..entry("group", "E3") };
            w.propose(tx, &voted).unwrap();
            w.propose(tx, &unit("X")).unwrap();
            let seen = view::standings(tx, &by, w.c.id).unwrap().unwrap();
            let amounts: Vec<i64> = seen.side.iter().map(|s| s.amount.0).collect();
            assert_eq!((amounts, seen.budget_total().0), (vec![500_000, 600_000, 800_000], 4_900_000));
            // A recused chair is told nobody's prize.
            let chair = as_chair(w.c.id, w.chair);
            tx.exec("INSERT INTO conflict (judge_id, entry_id, kind, note, at) VALUES ($1, $2, 'declared', '', 0) ON CONFLICT DO NOTHING", &[w.chair.0.into(), w.entries[3].0.into()]).unwrap();
            let away = view::standings(tx, &chair, w.c.id).unwrap().unwrap();
            assert_eq!((away.side.len(), away.budget_total().0), (0, 0));
            awards::propose(tx, &by, w.c.id, w.now).unwrap();
            w.confirm(tx).unwrap();
            assert_eq!(refused(w.propose(tx, &entry("group", "E3"))), [SideRefusal::AlreadyConfirmed]);
            let row = side_store::list_side(tx, w.c.id).unwrap()[0].id;
            assert_eq!(refused(take_back_side(tx, &by, row, w.now)), [SideRefusal::AlreadyConfirmed]);
            let keys = Keys::fixed([7; 32]);
            awards::release(tx, &keys, &organiser(w.c.id), w.c.id, w.now).unwrap();
            let public = store::public_result(tx, w.c.id).unwrap().unwrap();
            assert_eq!((public.side.len(), public.budget_total.0), (3, 4_900_000));
            let names: Vec<&str> = public.side.iter().map(|s| s.name.as_str()).collect();
            assert_eq!(names, ["Triển vọng", "Nhóm đoàn kết", "Xã nhiều bài"]);
            assert_eq!(public.side[2].entry, None);
            assert_eq!(public.side[0].authors, ["Tác giả E2-0"]);
            let made = package::package(tx, &keys, w.c.id).unwrap().unwrap();
            let report = verify::verify(&made.to_bytes(), None);
            assert!(report.holds(), "{report:?}");
            assert_eq!(report.prizes, 4);
        });
    });
}

#[test]
fn a_side_prize_that_no_longer_fits_stops_the_confirmation() {
    both(|db| {
        let w = world(db);
        write(db, move |tx| {
            let by = secretary(w.c.id);
            awards::freeze_standings(tx, &by, w.c.id, w.now).unwrap();
            w.propose(tx, &entry("alone", "E2")).unwrap();
            // The round is opened again, the winner falls back, E2 comes to the first prize.
            let rounds = judging::store::list_rounds(tx, w.c.id).unwrap();
            let round = rounds[0].id;
            judging::reopen_round(tx, &organiser(w.c.id), round, "Chấm lại một phiếu", w.now).unwrap();
            let sheet = judging::store::sheet_for(tx, round, w.entries[0], w.chair).unwrap().unwrap();
            let chair = as_chair(w.c.id, w.chair);
            judging::reopen_sheet(tx, &chair, sheet, "Cộng nhầm", w.now).unwrap();
            let seen = judging::store::find_sheet(tx, sheet).unwrap().unwrap().revision;
            let input = judging::SheetInput {
                seen,
                marks: vec![(0, Some(domain::marks::Marks(1_000)))],
                ..judging::SheetInput::default()
            };
            let saved = judging::save_sheet(tx, &chair, sheet, &input, w.now).unwrap();
            judging::sign(tx, &chair, sheet, saved.revision, w.now).unwrap();
            judging::close_round(tx, &by, round, w.now).unwrap();
            awards::freeze_standings(tx, &by, w.c.id, w.now).unwrap();
            awards::propose(tx, &by, w.c.id, w.now).unwrap();
            let unfit = ConfirmRefusal::SideNoLongerFits { prize: "alone".into(), winner: "E2".into() };
            assert_eq!(refused(w.confirm(tx)), [unfit]);
            let row = side_store::list_side(tx, w.c.id).unwrap()[0].id;
            take_back_side(tx, &by, row, w.now).unwrap();
            w.confirm(tx).unwrap();
        });
    });
}

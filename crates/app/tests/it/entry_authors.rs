//! What authors say, the same work twice, and the taking over of paper entries, on both engines.

use crate::entry_world::*;
use app::act::Stop;
use app::db::Db;
use app::entry::authors::{self, By, Line};
use app::entry::double::{self, Choice, ChoiceRefusal, Chosen, Version, hand_in};
use app::entry::{self, Begun, TakeOverRefusal, store};
use domain::actor::{Actor, Grant, Person};
use domain::contest::Phase;
use domain::entry::authors::{AnswerRefusal, CONSENT_TEXT, How, Said, Word};
use domain::entry::{Draft, ReviveRefusal, SubmitRefusal};
use domain::ids::{ContestId, EntryId, PersonId};
use domain::time::Instant;
use testkit::engines::both;

fn yes() -> Said {
    Said { word: Some(Word::Confirmed), data_use: true, office_use: true, reason: String::new() }
}

fn no(reason: &str) -> Said {
    Said { word: Some(Word::Refused), data_use: false, office_use: false, reason: reason.to_owned() }
}

fn lines(db: &Db, id: EntryId) -> Vec<Line> {
    db.read_blocking(move |tx| {
        let row = store::find(tx, id)?.expect("an entry");
        let (dossier, _) = store::dossier_of(tx, id, row.version)?.expect("a version");
        authors::lines_of(tx, id, &dossier)
    })
    .expect("lines")
}

fn answers(db: &Db, id: EntryId) -> Vec<Option<(Word, How)>> {
    let given = |l: &Line| l.ask.as_ref().expect("asked").given.as_ref().map(|g| (g.word, g.how));
    lines(db, id).iter().map(given).collect()
}

fn answer(db: &Db, actor: &Actor, ask: i64, said: Said, by: By) -> Result<(), Stop<AnswerRefusal>> {
    let actor = actor.clone();
    db.write_blocking(move |tx| authors::answer(tx, &actor, ask, &said, by, open_time()))
}

fn edited(db: &Db, id: EntryId, change: impl Fn(&mut Draft) + Send + 'static) {
    db.write_blocking(move |tx| {
        let (row, working) = store::find_working(tx, id)?.expect("an entry");
        let mut draft = working.expect("a working copy").draft;
        change(&mut draft);
        store::save_working(tx, id, 9, &draft, open_time())?;
        entry::edit_again(tx, &holder(row.id), id, open_time()).map_err(fault)
    })
    .expect("handed in again");
}

fn serving(grant: Grant) -> Actor {
    Actor::Person(Person { id: PersonId(1), name: String::new(), grants: vec![grant] })
}

#[test]
fn co_authors_answer_for_themselves_and_are_asked_anew_where_their_line_changes() {
    both(|db| {
        let contest = a_contest(db);
        let id = an_entry(db, contest);
        assert_eq!(answers(db, id), [Some((Word::Confirmed, How::HandIn)), None]);
        let first = lines(db, id);
        let given = first[0].ask.as_ref().and_then(|a| a.given.clone()).expect("with the declaration");
        assert_eq!((given.data_use, given.office_use, given.text), (true, true, Some(CONSENT_TEXT)));
        let ask = first[1].ask.as_ref().expect("asked").id;
        let code = authors::code_of(&keys(), ask);
        for typed in [code.clone(), code.to_lowercase(), code.replace('-', ""), code.replace('-', " ")] {
            assert_eq!(authors::read_code(&keys(), &typed), Some(ask), "{typed}");
        }
        let other = if code.ends_with('2') { '3' } else { '2' };
        let wrong = format!("{}{other}", &code[..code.len() - 1]);
        for typed in [wrong.as_str(), "", "57", "-1-22222-22222", &format!("1{code}")] {
            assert_eq!(authors::read_code(&keys(), typed), None, "{typed}");
        }
        // A judge of the contest is no author; nothing is said by halves.
        let judge = serving(Grant::Judge { contest, judge: domain::ids::JudgeId(1) });
        let refused = answer(db, &judge, ask, yes(), By::Code);
        assert!(matches!(refused, Err(Stop::Refused(r)) if r == [AnswerRefusal::Official]));
        answer(db, &Actor::Anonymous, ask, no("Tôi không tham gia"), By::Code).expect("no");
        answer(db, &Actor::Anonymous, ask, yes(), By::Code).expect("yes after all");
        assert_eq!(answers(db, id)[1], Some((Word::Confirmed, How::Link)));
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit WHERE event = 'entry.author_answered'"), 2);
        // Another title asks nobody, another share those who have another share.
        edited(db, id, |d| d.title = "Bảng kiểm chung, bản sửa".into());
        assert_eq!(answers(db, id)[1], Some((Word::Confirmed, How::Link)));
        edited(db, id, |d| {
            d.authors[0].share = "50".into();
            d.authors[1].share = "50".into();
        });
        assert_eq!(answers(db, id), [Some((Word::Confirmed, How::HandIn)), None]);
        let gone = answer(db, &Actor::Anonymous, ask, yes(), By::Code);
        assert!(matches!(gone, Err(Stop::Refused(r)) if r == [AnswerRefusal::Void]));
        assert_eq!(
            count(db, "SELECT COUNT(*) FROM author_ask WHERE void_at IS NOT NULL AND answer = 'confirmed'"),
            2
        );
    });
}

#[test]
fn the_desk_records_signed_paper_of_its_own_entries_only() {
    both(|db| {
        let contest = a_contest(db);
        let id = an_entry(db, contest);
        let unit = db.read_blocking(|tx| unit(tx, "CM-TP")).expect("a unit");
        let elsewhere = db.read_blocking(|tx| crate::entry_world::unit(tx, "X-TANTIEN")).expect("a unit");
        let ask = lines(db, id)[1].ask.as_ref().expect("asked").id;
        for actor in
            [Actor::Anonymous, holder(id), serving(Grant::Clerk { unit: elsewhere }), serving(Grant::Admin)]
        {
            assert!(
                matches!(answer(db, &actor, ask, yes(), By::Paper(id)), Err(Stop::NotFound)),
                "{actor:?}"
            );
        }
        let clerk = serving(Grant::Clerk { unit });
        assert!(matches!(answer(db, &clerk, ask, yes(), By::Paper(EntryId(999))), Err(Stop::NotFound)));
        answer(db, &clerk, ask, yes(), By::Paper(id)).expect("recorded");
        assert_eq!(answers(db, id)[1], Some((Word::Confirmed, How::Desk)));
        db.write_blocking(move |tx| app::contest::store::save_phase(tx, contest, Phase::Judging))
            .expect("judging");
        let late = answer(db, &clerk, ask, no("Không đúng tỷ lệ"), By::Paper(id));
        assert!(matches!(late, Err(Stop::Refused(r)) if r == [AnswerRefusal::JudgingBegan]));
    });
}

fn pressed(db: &Db, id: EntryId, now: Instant) -> Result<(), Stop<SubmitRefusal>> {
    db.write_blocking(move |tx| hand_in(tx, &holder(id), id, Version::First, now).map(drop))
}

fn chosen(db: &Db, id: EntryId, choice: Choice) -> Result<Chosen, Stop<ChoiceRefusal>> {
    db.write_blocking(move |tx| double::choose(tx, &holder(id), id, &choice, Version::First, open_time()))
}

fn drafts(db: &Db, contest: ContestId, n: usize) -> Vec<Begun> {
    (0..n).map(|_| a_filled_draft(db, contest)).collect()
}

#[test]
fn the_same_work_is_handed_in_once_unless_a_reason_is_given() {
    both(|db| {
        let contest = a_contest(db);
        let all = drafts(db, contest, 4);
        let id = |n: usize| all[n].entry;
        pressed(db, id(0), open_time()).expect("the first");
        let refused = pressed(db, id(1), open_time());
        assert!(matches!(refused, Err(Stop::Refused(r)) if r == [SubmitRefusal::SameWork]));
        assert_eq!(count(db, "SELECT COUNT(*) FROM entry_version"), 1, "nothing of it is kept");
        // Other reasons come first: who is late is not told of doubles.
        let late = pressed(db, id(1), at("2024-04-10T00:00:00+07:00"));
        assert!(matches!(late, Err(Stop::Refused(r)) if matches!(r[..], [SubmitRefusal::Closed { .. }])));
        let strange = chosen(db, id(1), Choice::KeepThis { other: id(2) });
        assert!(matches!(strange, Err(Stop::Refused(r)) if r == [ChoiceRefusal::NotADouble]));
        assert_eq!(chosen(db, id(1), Choice::KeepThis { other: id(0) }).expect("kept"), Chosen::HandedIn);
        let states = |state: &'static str| match state {
            "handed_in" => count(db, "SELECT COUNT(*) FROM entry WHERE state = 'handed_in'"),
            _ => count(db, "SELECT COUNT(*) FROM entry WHERE state = 'withdrawn'"),
        };
        assert_eq!((states("handed_in"), states("withdrawn")), (1, 1));
        let back = db.write_blocking({
            let id = id(0);
            move |tx| entry::revive(tx, &holder(id), id, open_time())
        });
        assert!(matches!(back, Err(Stop::Refused(r)) if r == [ReviveRefusal::SameWork]));
        let short = chosen(db, id(2), Choice::Both { reason: "khác".into() });
        assert!(matches!(short, Err(Stop::Refused(r)) if r == [ChoiceRefusal::ReasonMissing { least: 10 }]));
        let reason = "Một bài về hồ sơ giấy, một bài về hồ sơ điện tử.".to_owned();
        assert_eq!(chosen(db, id(2), Choice::Both { reason }).expect("both"), Chosen::HandedIn);
        assert_eq!(states("handed_in"), 2);
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit WHERE event = 'entry.double_declared'"), 1);
        // A third is asked about until none is left.
        assert_eq!(chosen(db, id(3), Choice::KeepThis { other: id(2) }).expect("one less"), Chosen::AskAgain);
        assert_eq!(chosen(db, id(3), Choice::KeepThis { other: id(1) }).expect("the last"), Chosen::HandedIn);
        assert_eq!((states("handed_in"), states("withdrawn")), (1, 3));
    });
}

#[test]
fn somebody_else_with_the_same_text_learns_nothing() {
    both(|db| {
        let contest = a_contest(db);
        let all = drafts(db, contest, 4);
        pressed(db, all[0].entry, open_time()).expect("the first");
        type Change = fn(&mut Draft);
        let changes: [Change; 3] = [
            |d| d.authors[0].phone = "0911222333".into(),
            |d| d.authors[0].name = "Trần Văn Khải".into(),
            |d| d.authors.swap(0, 1),
        ];
        for (begun, change) in all[1..].iter().zip(changes) {
            let id = begun.entry;
            db.write_blocking(move |tx| {
                let mut draft = a_draft();
                change(&mut draft);
                draft.authors.iter_mut().enumerate().for_each(|(n, a)| a.representative = n == 0);
                draft.authors[1].phone = format!("09{:08}", id.0);
                store::save_working(tx, id, 3, &draft, open_time())
            })
            .expect("typed");
        }
        pressed(db, all[1].entry, open_time()).expect("another number");
        pressed(db, all[2].entry, open_time()).expect("another name");
        let swapped = pressed(db, all[3].entry, open_time());
        assert!(
            matches!(swapped, Err(Stop::Refused(ref r)) if *r == [SubmitRefusal::SameWork]),
            "the other author of the first entry, with the same number: {swapped:?}"
        );
    });
}

#[test]
fn a_paper_entry_is_taken_over_once_and_written_by_its_author_from_then_on() {
    both(|db| {
        let contest = a_contest(db);
        let dossier = db
            .read_blocking(move |tx| {
                let rules = app::contest::store::rules_of(tx, contest)?;
                Ok::<_, app::db::DbFault>(domain::entry::submit::would_be(&a_draft(), &rules))
            })
            .expect("a dossier");
        let unit = db.read_blocking(|tx| unit(tx, "CM-TP")).expect("a unit");
        let clerk = serving(Grant::Clerk { unit });
        let id = db
            .write_blocking({
                let (clerk, dossier) = (clerk.clone(), dossier.clone());
                move |tx| entry::record_paper(tx, &clerk, contest, None, &dossier, open_time(), open_time())
            })
            .expect("recorded");
        assert_eq!(answers(db, id), [None, None], "what is on paper is signed on paper");
        let mend = |title: &'static str| {
            let (clerk, mut dossier) = (clerk.clone(), dossier.clone());
            dossier.title = title.to_owned();
            db.write_blocking(move |tx| {
                entry::record_paper_again(tx, &clerk, id, &dossier, open_time(), open_time())
            })
        };
        mend("Bản bổ sung").expect("the desk keeps it");
        let desk = move |tx: &mut app::db::Tx| {
            entry::hand_in_desk::<SubmitRefusal>(tx, &holder(id), id, open_time()).is_ok()
        };
        assert!(!db.read_blocking(move |tx| Ok::<_, app::db::DbFault>(desk(tx))).expect("asked"));
        let take = |actor: Actor| {
            db.write_blocking(move |tx| entry::take_over(tx, &actor, id, &keys(), open_time()))
        };
        assert!(matches!(take(clerk.clone()), Err(Stop::NotFound)));
        assert!(matches!(take(holder(EntryId(id.0 + 1))), Err(Stop::NotFound)));
        take(holder(id)).expect("taken over");
        assert!(matches!(take(holder(id)), Err(Stop::Refused(r)) if r == [TakeOverRefusal::TakenOver]));
        assert!(matches!(mend("Bản bổ sung nữa"), Err(Stop::NotFound)), "the desk keeps it no longer");
        db.write_blocking(move |tx| {
            store::save_working(tx, id, 1, &a_draft(), open_time())?;
            entry::edit_again(tx, &holder(id), id, open_time()).map_err(fault)
        })
        .expect("the author writes it");
        assert_eq!(answers(db, id)[0], Some((Word::Confirmed, How::HandIn)));
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit WHERE event = 'entry.taken_over'"), 1);
    });
}

//! The actions on an entry, on both engines.

use crate::entry_world::*;
use app::act::Stop;
use app::db::{Db, DbFault, Tx};
use app::entry::fields;
use app::entry::merge::Began;
use app::entry::save_draft::{Saving, Sent, began};
use app::entry::{self, SaveRefusal, store};
use domain::actor::{Actor, Grant, Person};
use domain::entry::formal::FormalReason;
use domain::entry::{Draft, EntryState, Part, ReviveRefusal, SubmitRefusal, WithdrawRefusal};
use domain::ids::{ContestId, EntryCode, EntryId, PersonId, UnitId};
use domain::time::Instant;
use testkit::engines::both;

fn submit(db: &Db, id: EntryId, now: Instant) -> Result<entry::Receipt, Stop<SubmitRefusal>> {
    db.write_blocking(move |tx| entry::submit(tx, &holder(id), id, now))
}

fn edit_again(db: &Db, id: EntryId, now: Instant) -> Result<entry::Receipt, Stop<SubmitRefusal>> {
    db.write_blocking(move |tx| entry::edit_again(tx, &holder(id), id, now))
}

fn row_email(tx: &mut Tx, id: EntryId) -> Result<String, DbFault> {
    store::find(tx, id)?.expect("it is there").email(tx)
}

fn row(db: &Db, id: EntryId) -> store::EntryRow {
    db.read_blocking(move |tx| store::find(tx, id)).expect("an answer").expect("it exists")
}

fn type_in(db: &Db, id: EntryId, change: impl Fn(&mut Draft) + Send + 'static) {
    db.write_blocking(move |tx| {
        let mut draft = a_draft();
        change(&mut draft);
        store::save_working(tx, id, 9, &draft, open_time())
    })
    .expect("saved");
}

/// A confirmation of the version that counts, as the head of the unit gives it.
fn confirm(db: &Db, id: EntryId) {
    db.write_blocking(move |tx| {
        tx.exec(
            "INSERT INTO confirmation (entry_id, version, dossier_hash, level, feasibility, remarks, by_name, at) \
             SELECT entry_id, version, dossier_hash, 'a', 'b', '', 'Trưởng phòng', $2 FROM entry_version WHERE entry_id = $1 \
             ORDER BY version DESC LIMIT 1",
            &[id.0.into(), open_time().0.into()],
        )
    })
    .expect("confirmed");
}

fn clerk(unit: i64) -> Actor {
    let grants = vec![Grant::Clerk { unit: UnitId(unit) }];
    Actor::Person(Person { id: PersonId(1), name: "Nguyễn Văn A".into(), grants })
}

fn refused<T, R>(answer: Result<T, Stop<R>>) -> Vec<R> {
    match answer {
        Err(Stop::Refused(reasons)) => reasons,
        _ => panic!("not refused"),
    }
}

#[test]
fn a_hand_in_is_whole_and_recorded() {
    both(|db| {
        let contest = a_contest(db);
        let begun = a_filled_draft(db, contest);
        assert!(begun.code.as_str().starts_with("CM24-"), "{}", begun.code);
        let receipt = submit(db, begun.entry, open_time()).expect("taken");
        assert_eq!((receipt.version, receipt.at, &receipt.code), (1, open_time(), &begun.code));
        let e = row(db, begun.entry);
        assert_eq!((e.state, e.version, e.author_count), (EntryState::HandedIn, 1, 2));
        assert_eq!((e.title.as_str(), e.lead_author.as_str()), (a_draft().title.as_str(), "Dương Văn Vượng"));
        let email = db.read_blocking(move |tx| row_email(tx, begun.entry)).expect("an answer");
        assert_eq!(email, "vuong@chuongmy.example.vn");
        assert_eq!(e.areas, ["mot_cua".into(), "cong_nghe".into()]);
        let (dossier, hash) = db
            .read_blocking(move |tx| store::dossier_of(tx, begun.entry, 1))
            .expect("an answer")
            .expect("a version");
        assert_eq!(hash, receipt.dossier_hash);
        assert_eq!(hash, entry::body::digest(dossier.canonical().as_bytes()), "the text gives the hash back");
        assert_eq!(dossier.authors[0].phone, "0912345678");
        assert_eq!(count(db, "SELECT COUNT(*) FROM author WHERE unit_id IS NOT NULL"), 2);
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit WHERE event = 'entry.submitted'"), 1);
    });
}

#[test]
fn a_second_hand_in_of_a_draft_is_refused_and_changes_nothing() {
    both(|db| {
        let contest = a_contest(db);
        let id = an_entry(db, contest);
        assert_eq!(refused(submit(db, id, open_time())), [SubmitRefusal::AlreadyHandedIn]);
        assert_eq!(count(db, "SELECT COUNT(*) FROM entry_version"), 1);
    });
}

#[test]
fn the_deadline_holds_to_the_millisecond() {
    both(|db| {
        let contest = a_contest(db);
        let late = at("2024-04-10T00:00:00+07:00");
        let (a, b) = (a_filled_draft(db, contest).entry, a_filled_draft(db, contest).entry);
        assert!(submit(db, a, late.plus_ms(-1)).is_ok());
        assert_eq!(refused(submit(db, b, late)), [SubmitRefusal::Closed { closed_at: late }]);
        assert_eq!(row(db, b).state, EntryState::Draft);
        let begun = db.write_blocking(move |tx| entry::begin(tx, &Actor::Anonymous, contest, &keys(), late));
        assert_eq!(refused(begun), [SubmitRefusal::Closed { closed_at: late }]);
    });
}

#[test]
fn a_refused_hand_in_names_every_reason_and_writes_nothing() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        let audit = count(db, "SELECT COUNT(*) FROM audit");
        type_in(db, id, |d| {
            d.receiving_unit = Some("CM-KHONGCO".into());
            d.authors[1].name = "Doãn Đức Định".into();
            d.authors[1].share = "30".into();
        });
        let reasons = refused(submit(db, id, open_time()));
        let expected = [
            SubmitRefusal::Unknown { at: domain::entry::Field::Unit },
            SubmitRefusal::Formal(FormalReason::AuthorIsJudge { author: 1 }),
            SubmitRefusal::Formal(FormalReason::SharesNotWhole { total: 9000, must: 10_000 }),
        ];
        assert_eq!(reasons, expected);
        assert_eq!(count(db, "SELECT COUNT(*) FROM entry_version"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit"), audit);
    });
}

#[test]
fn an_edit_is_a_new_version_and_voids_the_confirmation() {
    both(|db| {
        let contest = a_contest(db);
        let id = an_entry(db, contest);
        confirm(db, id);
        let later = open_time().plus_ms(60_000);
        assert_eq!(refused(edit_again(db, id, later)), [SubmitRefusal::Unchanged]);
        type_in(db, id, |d| d.title.push_str(", sửa lần một"));
        let receipt = edit_again(db, id, later).expect("taken");
        assert_eq!(receipt.version, 2);
        assert_eq!(row(db, id).submitted_at, Some(later));
        assert_eq!(count(db, "SELECT COUNT(*) FROM confirmation WHERE voided_at IS NULL"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM entry_version"), 2);
        assert_eq!(count(db, "SELECT COUNT(*) FROM author WHERE version = 2"), 2);
    });
}

#[test]
fn what_is_with_the_committee_is_not_edited() {
    both(|db| {
        let contest = a_contest(db);
        let id = an_entry(db, contest);
        let forward = |sql: &'static str| {
            db.write_blocking(move |tx| tx.exec(sql, &[id.0.into()])).expect("a gate");
        };
        forward("INSERT INTO gate (entry_id, arrived_at, arrived_version) VALUES ($1, 1, 1)");
        type_in(db, id, |d| d.title.push_str(", sửa"));
        assert_eq!(refused(edit_again(db, id, open_time())), [SubmitRefusal::AlreadyForwarded]);
        forward("UPDATE gate SET intake = 'returned' WHERE entry_id = $1");
        assert_eq!(edit_again(db, id, open_time()).expect("returned to the author").version, 2);
    });
}

#[test]
fn withdrawing_and_reviving() {
    both(|db| {
        let contest = a_contest(db);
        let id = an_entry(db, contest);
        confirm(db, id);
        let withdraw = |now| db.write_blocking(move |tx| entry::withdraw(tx, &holder(id), id, now));
        let revive = |now| db.write_blocking(move |tx| entry::revive(tx, &holder(id), id, now));
        withdraw(open_time()).expect("withdrawn");
        assert_eq!(refused(withdraw(open_time())), [WithdrawRefusal::AlreadyWithdrawn]);
        assert_eq!(row(db, id).state, EntryState::Withdrawn);
        assert_eq!(count(db, "SELECT COUNT(*) FROM confirmation WHERE voided_at IS NULL"), 0);
        let late = at("2024-04-10T00:00:00+07:00");
        assert_eq!(refused(revive(late)), [ReviveRefusal::Closed { closed_at: late }]);
        revive(late.plus_ms(-1)).expect("revived");
        let e = row(db, id);
        assert_eq!((e.state, e.version, e.submitted_at), (EntryState::HandedIn, 1, Some(late.plus_ms(-1))));
        assert_eq!(
            count(db, "SELECT COUNT(*) FROM confirmation WHERE voided_at IS NULL"),
            0,
            "void stays void"
        );
    });
}

#[test]
fn others_find_nothing() {
    both(|db| {
        let contest = a_contest(db);
        let (id, other) = (an_entry(db, contest), a_filled_draft(db, contest).entry);
        let stranger = holder(other);
        for actor in [stranger, Actor::Anonymous, clerk(1)] {
            let (a, b, c) = (actor.clone(), actor.clone(), actor);
            let answers = [
                db.write_blocking(move |tx| entry::submit(tx, &a, id, open_time())).is_err_and(is_not_found),
                db.write_blocking(move |tx| entry::withdraw(tx, &b, id, open_time()))
                    .is_err_and(is_not_found),
                db.read_blocking(move |tx| entry::open::<DbFault>(tx, &c, id, open_time()))
                    .is_err_and(is_not_found),
            ];
            assert_eq!(answers, [true; 3]);
        }
        let nowhere = EntryId(9_999);
        assert!(submit(db, nowhere, open_time()).is_err_and(is_not_found));
    });
}

fn is_not_found<R>(stop: Stop<R>) -> bool {
    matches!(stop, Stop::NotFound)
}

fn save(
    db: &Db,
    id: EntryId,
    part: Part,
    typed: Draft,
    began: &Began,
    saving: Saving,
) -> Result<entry::Saved, Stop<SaveRefusal>> {
    send(db, id, part, Sent::whole(fields::of_part(part, &typed)), began, saving)
}

fn send(
    db: &Db,
    id: EntryId,
    part: Part,
    sent: Sent,
    began: &Began,
    saving: Saving,
) -> Result<entry::Saved, Stop<SaveRefusal>> {
    let began = began.clone();
    db.write_blocking(move |tx| {
        entry::save_draft(tx, &holder(id), id, part, &sent, &began, saving, open_time())
    })
}

#[test]
fn two_tabs_never_overwrite_each_other_silently() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        let start = began(&a_draft(), Part::About);
        let titled = |t: &str| Draft { title: t.into(), ..a_draft() };
        let first = save(db, id, Part::About, titled("Một"), &start, Saving::Asked).expect("saved");
        let text = Draft { sections: vec![("hien_trang".into(), "khác".into())], ..a_draft() };
        save(db, id, Part::Text, text, &began(&a_draft(), Part::Text), Saving::Asked)
            .expect("another part is not in the way");
        let other = Draft { already_applied: a_draft().already_applied.map(|a| !a), ..titled("Hai") };
        let stale = refused(save(db, id, Part::About, other.clone(), &start, Saving::Asked));
        let [SaveRefusal::Stale { theirs, form, began: now }] = stale.as_slice() else { panic!("{stale:?}") };
        assert_eq!(
            theirs.iter().map(|f| (f.name.as_str(), &f.values[..])).collect::<Vec<_>>(),
            [("title", &["Một".to_owned()][..])]
        );
        assert_eq!(
            (form, now),
            (&fields::of_part(Part::About, &other), &first.began),
            "what was typed goes on"
        );
        assert_eq!(stored(db, id).title, "Một", "nothing of the form is saved before a person has seen both");
        save(db, id, Part::About, titled("Một"), &start, Saving::Asked)
            .expect("the same text is no conflict");
        save(db, id, Part::About, other.clone(), now, Saving::Asked).expect("saved on purpose");
        assert_eq!(stored(db, id).only(Part::About), other.only(Part::About));
    });
}

fn stored(db: &Db, id: EntryId) -> Draft {
    let found = db.read_blocking(move |tx| entry::store::find_working(tx, id)).expect("a read");
    found.and_then(|(_, working)| working).expect("a working copy").draft
}

#[test]
fn two_devices_write_different_fields_of_one_part() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        let start = began(&a_draft(), Part::About);
        let one = |name: &str, value: &str| Sent {
            fields: [(name, value)].into_iter().collect(),
            changed: Some(vec![name.to_owned()]),
        };
        let by_script = |sent, began: &Began| {
            send(db, id, Part::About, sent, began, Saving::Unasked).expect("a script is never sent away")
        };
        let desk = by_script(one("title", "Tên từ máy bàn"), &start);
        let phone = by_script(one("applied", "no"), &start);
        assert_eq!((desk.theirs, &phone.theirs[..]), (vec![], &[][..]));
        let now = stored(db, id);
        assert_eq!((now.title.as_str(), now.already_applied), ("Tên từ máy bàn", Some(false)));
        // The telephone's page still shows the old title: its next text for it is not taken unseen.
        let both = Sent {
            fields: [("title", "Tên từ điện thoại"), ("applied", "yes")].into_iter().collect(),
            changed: Some(vec!["title".to_owned(), "applied".to_owned()]),
        };
        let told = by_script(both, &phone.began);
        assert_eq!(told.theirs.len(), 1);
        assert_eq!(
            (told.theirs[0].name.as_str(), &told.theirs[0].values[..]),
            ("title", &["Tên từ máy bàn".to_owned()][..])
        );
        let now = stored(db, id);
        assert_eq!(
            (now.title.as_str(), now.already_applied),
            ("Tên từ máy bàn", Some(true)),
            "the rest is saved"
        );
        let again = by_script(one("title", "Tên từ điện thoại"), &told.began);
        assert_eq!(again.theirs, told.theirs, "not before it was chosen");
        let seen =
            Began::parse(&format!("{} title:{}", told.began, told.theirs[0].seen.as_deref().unwrap_or("")));
        assert_eq!(by_script(one("title", "Tên từ điện thoại"), &seen).theirs, []);
        assert_eq!(stored(db, id).title, "Tên từ điện thoại");
    });
}

#[test]
fn asked_saves_give_mistakes_back_and_unasked_ones_keep_what_is_typed() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        let start = began(&a_draft(), Part::About);
        let long = Draft { title: "ế".repeat(301), areas: vec![], ..a_draft() };
        let reasons = refused(save(db, id, Part::About, long.clone(), &start, Saving::Asked));
        let too_long = SubmitRefusal::TooLong { at: domain::entry::Field::Title, most: 300, have: 301 };
        assert_eq!(reasons, [SaveRefusal::Problem(too_long)], "what is only missing is saved");
        save(db, id, Part::About, long.clone(), &start, Saving::Unasked).expect("kept");
        let start = began(&long, Part::About);
        let huge = Draft { title: "a".repeat(600_000), ..a_draft() };
        let reasons = refused(save(db, id, Part::About, huge, &start, Saving::Unasked));
        assert!(matches!(reasons.as_slice(), [SaveRefusal::TooLarge { most: 524_288, .. }]), "{reasons:?}");
    });
}

fn a_dossier() -> domain::entry::Dossier {
    let rules = app::contest::format::parse(CONTEST).expect("rules");
    domain::entry::submit::would_be(&a_draft(), &rules)
}

#[test]
fn paper_is_recorded_as_it_came() {
    both(|db| {
        let contest = a_contest(db);
        let mut dossier = a_dossier();
        dossier.authors.truncate(1);
        dossier.authors[0].phone = "09123456O8".into();
        dossier.attachments.push(domain::entry::Attachment {
            name: "Bài dự thi.docx".into(),
            kind: domain::contest::AttachmentKind::Word,
            bytes: 12,
            sha256: None,
        });
        let received = at("2024-04-08T10:00:00+07:00");
        let now = at("2024-04-11T08:00:00+07:00");
        let code = || Some(EntryCode::from("CM24-001"));
        let by = |actor: Actor, code: Option<EntryCode>, d: domain::entry::Dossier| {
            db.write_blocking(move |tx| {
                entry::record_paper(tx, &actor, contest, code.clone(), &d, received, now)
            })
        };
        assert!(matches!(by(Actor::Anonymous, code(), dossier.clone()), Err(Stop::NotAllowed)));
        let tp = db.read_blocking(|tx| unit(tx, "CM-TP")).expect("a unit");
        let elsewhere = by(clerk(tp.0 + 1), code(), dossier.clone());
        assert!(matches!(elsewhere, Err(Stop::NotAllowed)), "a clerk of another unit");
        let id = by(clerk(tp.0), code(), dossier.clone()).expect("recorded");
        let e = row(db, id);
        assert_eq!((e.code.as_str(), e.submitted_at, e.recorded_at), ("CM24-001", Some(received), now));
        assert_eq!((e.state, e.unit), (EntryState::HandedIn, Some(tp)));
        let stored = db.read_blocking(move |tx| store::dossier_of(tx, id, 1)).expect("an answer");
        assert_eq!(stored.map(|(d, _)| d), Some(dossier.clone()), "as it came");
        assert_eq!(count(db, "SELECT COUNT(*) FROM attachment WHERE file_id IS NULL"), 1);
        let again = refused(by(Actor::System, code(), dossier.clone()));
        assert_eq!(again, [domain::entry::RecordRefusal::CodeTaken]);
        let given = by(Actor::System, None, dossier.clone()).expect("recorded");
        assert!(domain::entry::receipt::read_code(row(db, given).code.as_str()).is_ok());

        dossier.authors[0].phone = "0912345678".into();
        let mended = move |d: domain::entry::Dossier| {
            db.write_blocking(move |tx| entry::record_paper_again(tx, &clerk(tp.0), id, &d, now, now))
        };
        mended(dossier.clone()).expect("a second version");
        assert_eq!((row(db, id).version, row(db, id).submitted_at), (2, Some(now)));
        assert_eq!(refused(mended(dossier)), [domain::entry::RecordRefusal::Unchanged]);
    });
}

#[test]
fn a_hand_in_is_few_statements_however_many_authors() {
    both(|db| {
        let contest = a_contest(db);
        for authors in [1_usize, 10] {
            let id = a_filled_draft(db, contest).entry;
            type_in(db, id, move |d| {
                d.authors = (0..authors)
                    .map(|n| an_author(&format!("Tác giả {n}"), &(100 / authors).to_string(), n == 0))
                    .collect();
                if authors == 1 {
                    d.category = Some(domain::contest::Category::Individual);
                }
            });
            let statements = db
                .write_blocking(move |tx| {
                    entry::submit(tx, &holder(id), id, open_time()).map_err(fault)?;
                    Ok::<_, DbFault>(tx.queries())
                })
                .expect("handed in");
            assert!(statements <= 15, "{statements} statements for {authors} authors");
        }
    });
}

#[test]
fn units_are_found_by_name_without_marks_and_only_while_they_exist() {
    both(|db| {
        let contest = a_contest(db);
        db.write_blocking(|tx| {
            tx.exec("UPDATE org_unit SET name = 'UBND xã Tân Tiến', fold = 'ubnd xa tan tien', valid_to_on = '2025-06-30' WHERE code = 'X-TANTIEN'", &[])
        })
        .expect("renamed");
        let find = |what: &'static str, on: &'static str| {
            let found = db.read_blocking(move |tx| store::find_units(tx, contest, what, at(on).day(), 50));
            found.expect("an answer").into_iter().map(|u| u.code.0).collect::<Vec<_>>()
        };
        assert_eq!(find("tan tien", "2024-04-03T00:00:00+07:00"), ["X-TANTIEN"]);
        assert_eq!(find("tan tien", "2025-07-01T00:00:00+07:00"), [] as [String; 0]);
        assert_eq!(find("x-tan", "2024-04-03T00:00:00+07:00"), ["X-TANTIEN"]);
        assert_eq!(find("%", "2024-04-03T00:00:00+07:00").len(), 3, "a wildcard is no search");
        assert_eq!(find("", "2024-04-03T00:00:00+07:00"), ["CM-NV", "CM-TP", "X-TANTIEN"]);
    });
}

#[test]
fn the_pages_desk_tells_what_is_missing() {
    both(|db| {
        let contest: ContestId = a_contest(db);
        let begun = db
            .write_blocking(move |tx| entry::begin(tx, &Actor::Anonymous, contest, &keys(), open_time()))
            .map_err(fault)
            .expect("begun");
        let id = begun.entry;
        let desk = |who: Actor| {
            db.read_blocking(move |tx| entry::hand_in_desk::<DbFault>(tx, &who, id, open_time()))
        };
        let empty = desk(holder(id)).map_err(fault).expect("mine");
        assert!(empty.problems.len() > 8 && !empty.has_changes && empty.locked.is_none());
        type_in(db, id, |_| {});
        assert_eq!(desk(holder(id)).map_err(fault).expect("mine").problems, []);
        submit(db, id, open_time()).expect("taken");
        assert!(!desk(holder(id)).map_err(fault).expect("mine").has_changes);
        type_in(db, id, |d| d.title.push_str(" mới"));
        assert!(desk(holder(id)).map_err(fault).expect("mine").has_changes);
        assert!(matches!(desk(clerk(1)), Err(Stop::NotFound)));
    });
}

#[test]
fn a_page_asks_the_same_number_of_questions_however_long_the_entry_is() {
    both(|db| {
        let contest = a_contest(db);
        let asked = |authors: usize| {
            let id = a_filled_draft(db, contest).entry;
            type_in(db, id, move |d| {
                let share = (100 / authors).to_string();
                d.authors =
                    (0..authors).map(|n| an_author(&format!("Tác giả {n}"), &share, n == 0)).collect();
            });
            submit(db, id, open_time()).expect("taken");
            db.read_blocking(move |tx| {
                entry::hand_in_desk::<DbFault>(tx, &holder(id), id, open_time()).map_err(fault)?;
                let desk = tx.queries();
                entry::open::<DbFault>(tx, &holder(id), id, open_time()).map_err(fault)?;
                Ok::<_, DbFault>((desk, tx.queries() - desk))
            })
            .expect("both pages")
        };
        let (few, many) = (asked(2), asked(20));
        assert_eq!(few, many);
        assert!(few.0 <= 10 && few.1 <= 7, "{few:?}");
    });
}

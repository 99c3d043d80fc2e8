//! Birth dates where the contest has a rule on age: judged at the hand-in, closed at rest, told, erased. On both engines.

use crate::entry_world::*;
use app::db::{Db, DbFault};
use app::entry::fields;
use app::entry::save_draft::{Saving, Sent, began};
use app::{entry, personal};
use domain::contest::AgeRefusal;
use domain::entry::{AuthorField, Dossier, Draft, Field, Part, SubmitRefusal};
use domain::ids::EntryId;
use domain::personal::Extent;
use domain::time::Day;
use serde_json::{Value, json};
use testkit::engines::both;

/// The rules of Chương Mỹ 2024 for people from 18 to 60.
fn for_adults() -> String {
    let mut rules: Value = serde_json::from_str(CONTEST).unwrap();
    rules["entrants"]["age"] = json!({ "min": 18, "max": 60 });
    rules.to_string()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Types both birth dates and saves them as a script does.
fn type_births(db: &Db, id: EntryId, births: [&'static str; 2]) {
    db.write_blocking(move |tx| {
        let desk = entry::hand_in_desk::<()>(tx, &holder(id), id, open_time()).map_err(fault)?;
        let mut typed: Draft = desk.draft.clone();
        for (author, birth) in typed.authors.iter_mut().zip(births) {
            author.grounds.birth = birth.into();
        }
        let sent = Sent::whole(fields::of_part(Part::Authors, &typed));
        let began = began(&desk.draft, Part::Authors);
        let saving = Saving::Unasked;
        entry::save_draft(tx, &holder(id), id, Part::Authors, &sent, &began, saving, open_time())
            .map_err(fault)
    })
    .expect("saved");
}

fn desk(db: &Db, id: EntryId) -> entry::Desk {
    let desk = db
        .read_blocking(move |tx| entry::hand_in_desk::<()>(tx, &holder(id), id, open_time()).map_err(fault));
    desk.expect("a desk")
}

fn problems(db: &Db, id: EntryId) -> Vec<SubmitRefusal> {
    desk(db, id).problems
}

fn dossier(db: &Db, id: EntryId) -> (Dossier, [u8; 32]) {
    let own = db.read_blocking(move |tx| entry::open::<()>(tx, &holder(id), id, open_time()).map_err(fault));
    own.expect("the entry").dossier.expect("a version")
}

fn stored(db: &Db, sql: &'static str) -> String {
    db.read_blocking(move |tx| Ok::<_, DbFault>(tx.one(sql, &[])?.text(0)?.to_owned())).expect("a text")
}

#[test]
fn a_birth_date_is_judged_closed_told_and_erased() {
    both(|db| {
        let contest = a_contest_by(db, &for_adults());
        let id = a_filled_draft(db, contest).entry;
        let missing = |n| SubmitRefusal::Missing { at: Field::Author(n, AuthorField::Birth) };
        assert_eq!(problems(db, id), [missing(0), missing(1)]);

        type_births(db, id, ["10/4/2006", "không nhớ"]);
        let on = day("2024-04-09");
        let young = AgeRefusal::TooYoung { age: 17, least: 18, on };
        let age = |author, why| SubmitRefusal::Age { author, why };
        assert_eq!(problems(db, id), [age(0, young), age(1, AgeRefusal::Unreadable)]);
        let refused =
            db.write_blocking(move |tx| Ok::<_, DbFault>(entry::submit(tx, &holder(id), id, open_time())));
        assert!(refused.expect("no fault").is_err());

        type_births(db, id, ["9/4/2006", "29/02/1968"]);
        let body = stored(db, "SELECT body FROM draft");
        assert!(body.contains("\"birth\"") && !body.contains("2006") && !body.contains("1968"), "{body}");
        db.write_blocking(move |tx| entry::submit(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("in");
        let body = stored(db, "SELECT body FROM entry_version");
        assert!(body.contains("\"birth\"") && !body.contains("2006") && !body.contains("1968"), "{body}");
        let (d, hash) = dossier(db, id);
        let births: Vec<_> = d.authors.iter().map(|a| a.grounds.birth).collect();
        assert_eq!(births, [Some(day("2006-04-09")), Some(day("1968-02-29"))]);
        assert_eq!(hash, entry::body::digest(d.canonical().as_bytes()));
        assert!(!desk(db, id).has_changes, "the working copy still says what was handed in");

        let told = db
            .write_blocking(move |tx| personal::export(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("a file");
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["authors"][0]["birth"], "09/04/2006");
        assert_eq!(told["versions"][0]["authors"][1]["birth"], "29/02/1968");

        db.write_blocking(move |tx| entry::withdraw(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("out");
        let done = db.write_blocking(move |tx| {
            personal::ask(tx, &holder(id), id, Extent::Contact, "", open_time()).map_err(fault)
        });
        assert_eq!(done.expect("erased"), personal::Done::Erased);
        let left: Vec<_> = dossier(db, id).0.authors.into_iter().map(|a| a.grounds.birth).collect();
        assert_eq!(left, [None, None], "without its salt nothing opens");
    });
}

#[test]
fn where_no_age_is_asked_none_is_kept() {
    both(|db| {
        let contest = a_contest(db);
        let id = a_filled_draft(db, contest).entry;
        type_births(db, id, ["9/4/2006", "29/02/1968"]);
        assert_eq!(problems(db, id), []);
        let body = stored(db, "SELECT body FROM draft");
        assert!(!body.contains("birth"), "a draft is stored as it always was: {body}");
        db.write_blocking(move |tx| entry::submit(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("in");
        let body = stored(db, "SELECT body FROM entry_version");
        assert!(!body.contains("birth"), "{body}");
        assert!(!dossier(db, id).0.canonical().contains("birth"));
    });
}

//! Answers to the contest's own questions: kept, judged, handed in, edited again. On both engines.

use crate::entry_world::*;
use app::entry;
use app::entry::fields;
use app::entry::save_draft::{Saving, Sent, began};
use domain::contest::fields::AnswerRefusal;
use domain::entry::{Draft, Part, SubmitRefusal};
use serde_json::{Value, json};
use testkit::engines::both;

/// The rules of Chương Mỹ 2024 with a question, another that hangs on it, and a number.
pub fn asking() -> String {
    let mut rules: Value = serde_json::from_str(CONTEST).unwrap();
    rules["form"] = json!({ "fields": [
        { "code": "da_cong_nhan", "label": "Đã được công nhận sáng kiến cơ sở chưa?", "kind": "choice",
          "options": [{ "code": "co", "label": "Đã được công nhận" }, { "code": "chua", "label": "Chưa" }] },
        { "code": "so_quyet_dinh", "label": "Số quyết định", "kind": "text", "max_chars": 30,
          "when": { "question": "da_cong_nhan", "is": ["co"] } },
        { "code": "kinh_phi", "label": "Kinh phí thực hiện", "kind": "number", "required": false, "min": "0",
          "unit": "đồng" },
    ] });
    rules.to_string()
}

fn answers(pairs: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    pairs.iter().map(|(c, v)| ((*c).to_owned(), vec![(*v).to_owned()])).collect()
}

#[test]
fn answers_are_kept_as_typed_and_handed_in_as_asked() {
    both(|db| {
        let contest = a_contest_by(db, &asking());
        let id = a_filled_draft(db, contest).entry;
        let save = |typed: Vec<(String, Vec<String>)>, saving: Saving| {
            db.write_blocking(move |tx| {
                let desk = entry::hand_in_desk::<()>(tx, &holder(id), id, open_time()).map_err(fault)?;
                let began = began(&desk.draft, Part::Text);
                let typed = Draft { answers: typed.clone(), ..desk.draft };
                let sent = Sent::whole(fields::of_part(Part::Text, &typed));
                let saved =
                    entry::save_draft(tx, &holder(id), id, Part::Text, &sent, &began, saving, open_time());
                Ok::<_, app::db::DbFault>(saved.map(|_| ()))
            })
            .expect("no fault")
        };
        let desk = || {
            db.read_blocking(move |tx| {
                entry::hand_in_desk::<()>(tx, &holder(id), id, open_time()).map_err(fault)
            })
            .expect("a desk")
        };
        let not = |code: &str, why| SubmitRefusal::Answer { code: code.into(), why };
        assert_eq!(desk().problems, [not("da_cong_nhan", AnswerRefusal::Missing)]);

        // The button gives back what cannot stand; a script keeps it.
        let wrong = answers(&[("da_cong_nhan", "chua"), ("so_quyet_dinh", "12/QĐ"), ("kinh_phi", "nhiều")]);
        let given_back = save(wrong.clone(), Saving::Asked).expect_err("no number");
        assert!(format!("{given_back:?}").contains("NotANumber"), "{given_back:?}");
        save(wrong.clone(), Saving::Unasked).expect("kept");
        assert_eq!(desk().draft.answers, wrong, "as typed");
        assert_eq!(desk().problems, [not("kinh_phi", AnswerRefusal::NotANumber { places: 0 })]);

        // The number of a decision that was not made stays in the draft and out of the dossier.
        let right = answers(&[("da_cong_nhan", "chua"), ("so_quyet_dinh", "12/QĐ"), ("kinh_phi", "1500000")]);
        save(right.clone(), Saving::Asked).expect("saved");
        db.write_blocking(move |tx| entry::submit(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("in");
        let own = |db: &app::db::Db| {
            db.read_blocking(move |tx| entry::open::<()>(tx, &holder(id), id, open_time()).map_err(fault))
                .expect("the entry")
        };
        let (dossier, hash) = own(db).dossier.expect("a version");
        assert_eq!(
            dossier.sections[5..],
            [
                ("da_cong_nhan".to_owned(), "Chưa".to_owned()),
                ("kinh_phi".to_owned(), "1.500.000 đồng".to_owned())
            ]
        );
        assert_eq!(hash, entry::body::digest(dossier.canonical().as_bytes()));
        assert_eq!((desk().draft.answers, desk().has_changes), (right, false));

        // The condition flips back: nothing that was typed is lost.
        let flipped = answers(&[("da_cong_nhan", "co"), ("so_quyet_dinh", "12/QĐ"), ("kinh_phi", "1500000")]);
        save(flipped, Saving::Asked).expect("saved");
        db.write_blocking(move |tx| entry::edit_again(tx, &holder(id), id, open_time()).map_err(fault))
            .expect("in");
        let (dossier, _) = own(db).dossier.expect("a version");
        let said: Vec<&str> = dossier.sections[5..].iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(said, ["Đã được công nhận", "12/QĐ", "1.500.000 đồng"]);
    });
}

#[test]
fn what_was_stored_before_there_were_questions_is_read_as_it_was() {
    both(|db| {
        let contest = a_contest_by(db, &asking());
        let id = a_filled_draft(db, contest).entry;
        let text = db
            .read_blocking(move |tx| {
                tx.one("SELECT body FROM draft WHERE entry_id = $1", &[id.0.into()])?
                    .text(0)
                    .map(str::to_owned)
            })
            .expect("a body");
        assert!(!text.contains("answers"), "a draft without answers is stored as it always was: {text}");
        let desk = db.read_blocking(move |tx| {
            entry::hand_in_desk::<()>(tx, &holder(id), id, open_time()).map_err(fault)
        });
        assert_eq!(desk.expect("a desk").draft.answers, vec![]);
    });
}

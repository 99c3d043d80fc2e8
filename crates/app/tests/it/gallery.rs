//! The gallery on both engines: what an author agreed to is kept, replaced, recorded, and read with the entries.

use crate::entry_world::*;
use app::act::Stop;
use app::db::{Db, DbFault};
use app::gallery::{consent, consent_page, gallery, store};
use domain::actor::Actor;
use domain::gallery::{Consent, ConsentRefusal};
use domain::ids::{ContestId, EntryId};
use testkit::engines::both;

fn given(db: &Db, contest: ContestId) -> Vec<(EntryId, Consent, bool)> {
    db.read_blocking(move |tx| {
        let mut all = vec![];
        store::each_candidate(tx, contest, |c| {
            all.push((c.entry, c.given, c.body.contains("noi_dung") && c.unit == "CM-TP"));
            Ok(())
        })?;
        // They come by their codes, which are drawn.
        all.sort_by_key(|(entry, ..)| *entry);
        Ok::<_, DbFault>(all)
    })
    .expect("the candidates")
}

#[test]
fn a_consent_is_the_newest_word_of_the_author() {
    both(|db| {
        let contest = a_contest(db);
        let (id, other) = (an_entry(db, contest), an_entry(db, contest));
        let draft = a_filled_draft(db, contest).entry;
        let say = |who: Actor, id: EntryId, given: Consent| {
            db.write_blocking(move |tx| consent(tx, &who, id, given, open_time()))
        };
        let all = Consent { names: true, text: true, files: true };
        let text = Consent { text: true, ..Consent::default() };
        say(holder(id), id, all).expect("said");
        say(holder(id), id, text).expect("said again");
        assert_eq!(given(db, contest), [(id, text, true), (other, Consent::default(), true)]);
        let held = db.read_blocking(move |tx| consent_page(tx, &holder(id), id)).expect("the page");
        assert_eq!((held.given, held.entry.id), (text, id));

        assert!(matches!(say(holder(other), id, all), Err(Stop::NotFound)), "another author");
        assert!(matches!(say(Actor::Anonymous, id, all), Err(Stop::NotFound)), "nobody in particular");
        let refused = say(holder(draft), draft, all);
        assert!(matches!(refused, Err(Stop::Refused(why)) if why == [ConsentRefusal::NotHandedIn]));
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit WHERE event = 'gallery.consented'"), 2);

        db.write_blocking(move |tx| app::entry::withdraw(tx, &holder(id), id, open_time()))
            .expect("withdrawn");
        assert_eq!(
            given(db, contest),
            [(other, Consent::default(), true)],
            "what was taken back is not shown"
        );
        assert!(say(holder(id), id, all).is_err());
        say(holder(id), id, Consent::default()).expect("taken back");
        let shown = db.read_blocking(|tx| gallery(tx, "CM24")).expect("read");
        assert!(shown.is_none(), "nothing before the release");
    });
}

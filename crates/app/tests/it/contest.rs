//! New editions of the rules, on both engines.

use crate::judging_fixture::{contest, organiser, secretary};
use app::act::Stop;
use app::audit;
use app::contest::{self, AmendRefusal, store};
use app::db::DbFault;
use domain::contest::Phase;
use domain::contest::amend::{AmendRefusal as RuleRefusal, Part};
use domain::time::Instant;
use testkit::engines::both;

const RULES: &str = include_str!("../../../../data/chuong-my-2024/contest.json");
const UNITS: &[(&str, &str)] = &[("CM", "district"), ("CM-NV", "office"), ("CM-VP", "office")];
const WHY: &str = "Theo chỉ đạo của Trưởng Ban Tổ chức.";

fn with(change: impl Fn(&mut serde_json::Value)) -> String {
    let mut v: serde_json::Value = serde_json::from_str(RULES).unwrap();
    change(&mut v);
    v.to_string()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Stop<AmendRefusal>>) -> Vec<AmendRefusal> {
    match answer {
        Err(Stop::Refused(reasons)) => reasons,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_new_edition_is_in_force_with_its_reason_and_the_old_one_stays() {
    both(|db| {
        db.write_blocking(|tx| {
            let c = contest(tx, RULES, UNITS)?;
            let (by, now) = (organiser(c.id), Instant(1_711_000_000_000));
            let later = with(|v| {
                v["timeline"]["units_send"]["before"] = "2024-04-13T00:00:00+07:00".into();
                v["name"] = "Cuộc thi (gia hạn)".into();
            });
            let seen = contest::preview_amendment(tx, &by, c.id, &later, "").unwrap();
            assert_eq!(seen.parts, [Part::Name, Part::UnitsDeadline]);
            let missing = RuleRefusal::ReasonMissing { least: 10, most: 500 };
            assert_eq!(seen.refusals, [AmendRefusal::Rule(missing)]);
            assert_eq!(store::list_editions(tx, c.id)?.len(), 1, "a preview writes nothing");

            assert!(matches!(
                contest::amend(tx, &secretary(c.id), c.id, &later, WHY, now),
                Err(Stop::NotAllowed)
            ));
            let edition = contest::amend(tx, &by, c.id, &later, WHY, now).unwrap();
            let row = store::find(tx, c.id)?.unwrap();
            assert_eq!((row.edition, row.name.as_str()), (edition, "Cuộc thi (gia hạn)"));
            assert_eq!(row.units_send_before.to_string(), "2024-04-13T00:00:00+07:00");
            assert_eq!(store::rules_of(tx, c.id)?.name, "Cuộc thi (gia hạn)");
            let editions = store::list_editions(tx, c.id)?;
            let shown: Vec<_> = editions.iter().map(|e| (e.number, e.reason.as_str())).collect();
            assert_eq!(shown, [(2, WHY), (1, "")]);
            assert_eq!(store::edition_body(tx, c.id, 1)?.as_deref(), Some(RULES));

            assert_eq!(
                refused(contest::amend(tx, &by, c.id, &later, WHY, now)),
                [AmendRefusal::Rule(RuleRefusal::NothingChanged)]
            );
            let spaced =
                serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&later).unwrap())
                    .unwrap();
            assert_eq!(
                refused(contest::amend(tx, &by, c.id, &spaced, WHY, now)),
                [AmendRefusal::Rule(RuleRefusal::NothingChanged)],
                "blanks are no change"
            );
            let lines = audit::lines(tx, &by, Some(c.id), &audit::Filter::default(), 0, 10).unwrap();
            assert_eq!((lines.total, lines.lines[0].event.as_str()), (1, "contest.amended"));
            assert!(lines.lines[0].facts.contains("units_deadline") && lines.lines[0].facts.contains(WHY));
            Ok::<_, DbFault>(())
        })
        .expect("no fault");
    });
}

#[test]
fn everything_that_stands_against_an_edition_is_said_at_once() {
    both(|db| {
        db.write_blocking(|tx| {
            let c = contest(tx, RULES, UNITS)?;
            let (by, now) = (organiser(c.id), Instant(1_711_000_000_000));
            let broken = with(|v| {
                v["judging"]["combine"]["method"] = "median".into();
                v["prizes"]["pooling"] = "lottery".into();
            });
            let fields: Vec<_> = refused(contest::amend(tx, &by, c.id, &broken, WHY, now))
                .into_iter()
                .map(|r| match r {
                    AmendRefusal::Rules(p) => p.field,
                    other => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(fields, ["judging.combine.method", "prizes.pooling"]);

            let other = with(|v| v["organiser"]["unit_code"] = "NOWHERE".into());
            assert_eq!(
                refused(contest::amend(tx, &by, c.id, &other, "ngắn", now)),
                [
                    AmendRefusal::UnknownUnit { code: "NOWHERE".into() },
                    AmendRefusal::Rule(RuleRefusal::ReasonMissing { least: 10, most: 500 })
                ]
            );
            let moved = with(|v| v["organiser"]["unit_code"] = "CM-VP".into());
            contest::amend(tx, &by, c.id, &moved, WHY, now).unwrap();
            assert_eq!(store::find(tx, c.id)?.unwrap().organiser_unit, c.units["CM-VP"]);

            store::save_phase(tx, c.id, Phase::Judging)?;
            let stricter = with(|v| {
                v["organiser"]["unit_code"] = "CM-VP".into();
                v["judging"]["judges_per_entry"] = 3.into();
            });
            assert_eq!(
                refused(contest::amend(tx, &by, c.id, &stricter, WHY, now)),
                [AmendRefusal::Rule(RuleRefusal::Fixed { part: Part::Judging, phase: Phase::Judging })]
            );
            Ok::<_, DbFault>(())
        })
        .expect("no fault");
    });
}

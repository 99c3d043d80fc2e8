//! A line of the log in words: a text for every event and every fact that the domain records.

use crate::people::choices::role_key;
use crate::setup;
use crate::{Choice, T};
use domain::contest::Phase;
use domain::contest::amend::Part;
use domain::documents::DocumentKind;
use domain::entry::authors::{How, Word};
use domain::judging::conflict::ConflictKind;
use domain::judging::discuss::Outcome;
use domain::people::Role;
use domain::people::invitation::InvitationKind;
use domain::screening::{DecisionKind, Verdict};
use domain::time::{Day, Instant};
use serde_json::Value;
use std::collections::HashMap;

/// The slices in the order of a contest's life, with the text that stands for all of their events.
const SLICES: &[(&str, &str)] = &[
    ("contest", "audit-slice-contest"),
    ("entry", "audit-slice-entry"),
    ("screening", "audit-slice-screening"),
    ("judging", "audit-slice-judging"),
    ("awards", "audit-slice-awards"),
    ("gallery", "audit-slice-gallery"),
    ("personal", "audit-slice-personal"),
    ("documents", "audit-slice-documents"),
    ("people", "audit-slice-people"),
];

/// Every event, in the order of the slices.
const EVENTS: &[(&str, &str)] = &[
    ("people.account_created", "audit-event-people-account-created"),
    ("people.account_changed", "audit-event-people-account-changed"),
    ("people.account_closed", "audit-event-people-account-closed"),
    ("people.account_reopened", "audit-event-people-account-reopened"),
    ("people.invited", "audit-event-people-invited"),
    ("people.password_chosen", "audit-event-people-password-chosen"),
    ("people.logged_in", "audit-event-people-logged-in"),
    ("people.logged_out_everywhere", "audit-event-people-logged-out-everywhere"),
    ("people.granted", "audit-event-people-granted"),
    ("people.revoked", "audit-event-people-revoked"),
    ("people.unit_created", "audit-event-people-unit-created"),
    ("people.unit_changed", "audit-event-people-unit-changed"),
    ("people.units_imported", "audit-event-people-units-imported"),
    ("people.unit_import_undone", "audit-event-people-unit-import-undone"),
    ("contest.created", "audit-event-contest-created"),
    ("contest.amended", "audit-event-contest-amended"),
    ("contest.units_chosen", "audit-event-contest-units-chosen"),
    ("contest.phase_changed", "audit-event-contest-phase-changed"),
    ("contest.stepped_back", "audit-event-contest-stepped-back"),
    ("contest.unit_reminded", "audit-event-contest-unit-reminded"),
    ("contest.article_saved", "audit-event-contest-article-saved"),
    ("contest.article_published", "audit-event-contest-article-published"),
    ("contest.article_withdrawn", "audit-event-contest-article-withdrawn"),
    ("entry.begun", "audit-event-entry-begun"),
    ("entry.submitted", "audit-event-entry-submitted"),
    ("entry.edited", "audit-event-entry-edited"),
    ("entry.withdrawn", "audit-event-entry-withdrawn"),
    ("entry.revived", "audit-event-entry-revived"),
    ("entry.paper_recorded", "audit-event-entry-paper-recorded"),
    ("entry.pin_renewed", "audit-event-entry-pin-renewed"),
    ("entry.file_infected", "audit-event-entry-file-infected"),
    ("entry.double_declared", "audit-event-entry-double-declared"),
    ("entry.authors_asked", "audit-event-entry-authors-asked"),
    ("entry.author_answered", "audit-event-entry-author-answered"),
    ("entry.taken_over", "audit-event-entry-taken-over"),
    ("screening.received", "audit-event-screening-received"),
    ("screening.screened", "audit-event-screening-screened"),
    ("screening.confirmed", "audit-event-screening-confirmed"),
    ("screening.confirmation_voided", "audit-event-screening-confirmation-voided"),
    ("screening.batch_opened", "audit-event-screening-batch-opened"),
    ("screening.batch_changed", "audit-event-screening-batch-changed"),
    ("screening.forwarded", "audit-event-screening-forwarded"),
    ("screening.arrival_recorded", "audit-event-screening-arrival-recorded"),
    ("screening.decided", "audit-event-screening-decided"),
    ("screening.decision_taken_back", "audit-event-screening-decision-taken-back"),
    ("screening.accepted", "audit-event-screening-accepted"),
    ("screening.returned_to_unit", "audit-event-screening-returned-to-unit"),
    ("screening.rejected", "audit-event-screening-rejected"),
    ("screening.committee_set", "audit-event-screening-committee-set"),
    ("screening.committee_ended", "audit-event-screening-committee-ended"),
    ("screening.opinion_given", "audit-event-screening-opinion-given"),
    ("screening.minutes_recorded", "audit-event-screening-minutes-recorded"),
    ("screening.batch_checked", "audit-event-screening-batch-checked"),
    ("screening.extended", "audit-event-screening-extended"),
    ("screening.extension_taken_back", "audit-event-screening-extension-taken-back"),
    ("screening.undone", "audit-event-screening-undone"),
    ("judging.judge_seated", "audit-event-judging-judge-seated"),
    ("judging.judge_unseated", "audit-event-judging-judge-unseated"),
    ("judging.conflict_recorded", "audit-event-judging-conflict-recorded"),
    ("judging.round_opened", "audit-event-judging-round-opened"),
    ("judging.assigned", "audit-event-judging-assigned"),
    ("judging.assignment_released", "audit-event-judging-assignment-released"),
    ("judging.third_called", "audit-event-judging-third-called"),
    ("judging.sheet_saved", "audit-event-judging-sheet-saved"),
    ("judging.sheet_signed", "audit-event-judging-sheet-signed"),
    ("judging.sheet_reopened", "audit-event-judging-sheet-reopened"),
    ("judging.round_closed", "audit-event-judging-round-closed"),
    ("judging.round_reopened", "audit-event-judging-round-reopened"),
    ("judging.draw_committed", "audit-event-judging-draw-committed"),
    ("judging.draw_revealed", "audit-event-judging-draw-revealed"),
    ("judging.order_committed", "audit-event-judging-order-committed"),
    ("judging.order_drawn", "audit-event-judging-order-drawn"),
    ("judging.discussed", "audit-event-judging-discussed"),
    ("judging.file_released", "audit-event-judging-file-released"),
    ("judging.meeting_opened", "audit-event-judging-meeting-opened"),
    ("judging.meeting_closed", "audit-event-judging-meeting-closed"),
    ("awards.standings_frozen", "audit-event-awards-standings-frozen"),
    ("awards.tie_decided", "audit-event-awards-tie-decided"),
    ("awards.side_proposed", "audit-event-awards-side-proposed"),
    ("awards.side_taken_back", "audit-event-awards-side-taken-back"),
    ("judging.votes_counted", "audit-event-judging-votes-counted"),
    ("judging.votes_taken_back", "audit-event-judging-votes-taken-back"),
    ("awards.proposed", "audit-event-awards-proposed"),
    ("awards.confirmed", "audit-event-awards-confirmed"),
    ("awards.released", "audit-event-awards-released"),
    ("gallery.consented", "audit-event-gallery-consented"),
    ("personal.told", "audit-event-personal-told"),
    ("personal.asked", "audit-event-personal-asked"),
    ("personal.erased", "audit-event-personal-erased"),
    ("personal.kept", "audit-event-personal-kept"),
    ("documents.text_saved", "audit-event-documents-text-saved"),
    ("documents.issued", "audit-event-documents-issued"),
    ("documents.scanned", "audit-event-documents-scanned"),
    ("documents.unit_issued", "audit-event-documents-unit-issued"),
    ("documents.certificate_revoked", "audit-event-documents-certificate-revoked"),
    ("awards.complaint_received", "audit-event-awards-complaint-received"),
    ("awards.complaint_answered", "audit-event-awards-complaint-answered"),
    ("awards.reopened", "audit-event-awards-reopened"),
];

/// The names of facts.
const FACTS: &[(&str, &str)] = &[
    ("act", "audit-fact-act"),
    ("added", "audit-fact-added"),
    ("answer", "audit-fact-answer"),
    ("arrived_at", "audit-fact-arrived-at"),
    ("at", "audit-fact-at"),
    ("basis", "audit-fact-basis"),
    ("before", "audit-fact-before"),
    ("budget_vnd", "audit-fact-budget-vnd"),
    ("chair", "audit-fact-chair"),
    ("changed", "audit-fact-changed"),
    ("code", "audit-fact-code"),
    ("consent_text", "audit-fact-consent-text"),
    ("contest", "audit-fact-contest"),
    ("created", "audit-fact-created"),
    ("days", "audit-fact-days"),
    ("decided_by", "audit-fact-decided-by"),
    ("decision", "audit-fact-decision"),
    ("delegate", "audit-fact-delegate"),
    ("digest", "audit-fact-digest"),
    ("discussed", "audit-fact-discussed"),
    ("dossier", "audit-fact-dossier"),
    ("dossier_hash", "audit-fact-dossier-hash"),
    ("edition", "audit-fact-edition"),
    ("entries", "audit-fact-entries"),
    ("extension", "audit-fact-extension"),
    ("entry", "audit-fact-entry"),
    ("extent", "audit-fact-extent"),
    ("feasibility", "audit-fact-feasibility"),
    ("fields", "audit-fact-fields"),
    ("file_sha256", "audit-fact-file-sha256"),
    ("files", "audit-fact-files"),
    ("from", "audit-fact-from"),
    ("given", "audit-fact-given"),
    ("held_on", "audit-fact-held-on"),
    ("how", "audit-fact-how"),
    ("issue", "audit-fact-issue"),
    ("judge", "audit-fact-judge"),
    ("kept", "audit-fact-kept"),
    ("kind", "audit-fact-kind"),
    ("left_out", "audit-fact-left-out"),
    ("letters", "audit-fact-letters"),
    ("level", "audit-fact-level"),
    ("matched", "audit-fact-matched"),
    ("members", "audit-fact-members"),
    ("missing", "audit-fact-missing"),
    ("names", "audit-fact-names"),
    ("number", "audit-fact-number"),
    ("on_request", "audit-fact-on-request"),
    ("order", "audit-fact-order"),
    ("outcome", "audit-fact-outcome"),
    ("package", "audit-fact-package"),
    ("pairs", "audit-fact-pairs"),
    ("paper", "audit-fact-paper"),
    ("parts", "audit-fact-parts"),
    ("present", "audit-fact-present"),
    ("prize", "audit-fact-prize"),
    ("prizes", "audit-fact-prizes"),
    ("reason", "audit-fact-reason"),
    ("removed", "audit-fact-removed"),
    ("revision", "audit-fact-revision"),
    ("role", "audit-fact-role"),
    ("round", "audit-fact-round"),
    ("rules_sha256", "audit-fact-rules-sha256"),
    ("scan", "audit-fact-scan"),
    ("seed", "audit-fact-seed"),
    ("seed_hash", "audit-fact-seed-hash"),
    ("sessions", "audit-fact-sessions"),
    ("sheets", "audit-fact-sheets"),
    ("signed_on", "audit-fact-signed-on"),
    ("source", "audit-fact-source"),
    ("standing", "audit-fact-standing"),
    ("surplus", "audit-fact-surplus"),
    ("text", "audit-fact-text"),
    ("to", "audit-fact-to"),
    ("unit", "audit-fact-unit"),
    ("until", "audit-fact-until"),
    ("units", "audit-fact-units"),
    ("verdict", "audit-fact-verdict"),
    ("version", "audit-fact-version"),
    ("votes", "audit-fact-votes"),
    ("votes_cast", "audit-fact-votes-cast"),
    ("votes_for", "audit-fact-votes-for"),
];

type Names = HashMap<(String, i64), String>;

fn key_of(list: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    list.iter().find(|(of, _)| *of == name).map(|(_, key)| *key)
}

/// What happened.
pub fn event(t: T, name: &str) -> String {
    key_of(EVENTS, name).map_or_else(|| name.to_owned(), |key| t.s(key).into_owned())
}

/// What can be asked for: whole slices and single events. The log of a contest has no lines about accounts and units.
pub fn choices(t: T, of_contest: bool) -> Vec<Choice> {
    let shown = |slice: &str| if of_contest { slice != "people" } else { slice == "people" };
    let mut out = Vec::new();
    for (slice, key) in SLICES.iter().filter(|(slice, _)| shown(slice)) {
        out.push(Choice::new(format!("{slice}."), t.a1("audit-any-slice", "slice", t.s(key))));
        let of_slice = |name: &str| name.split('.').next() == Some(slice);
        let events = EVENTS.iter().filter(|(name, _)| of_slice(name));
        out.extend(events.map(|(name, key)| Choice::new(*name, t.s(key))));
    }
    out
}

/// What a line is about.
pub fn subject(t: T, kind: &str, id: i64, named: &Names) -> String {
    let key = match kind {
        "contest" => "audit-subject-contest",
        "article" => "audit-subject-article",
        "entry" => "audit-subject-entry",
        "batch" => "audit-subject-batch",
        "judge" => "audit-subject-judge",
        "sheet" => "audit-subject-sheet",
        "person" => "audit-subject-person",
        "unit" => "audit-subject-unit",
        _ => return String::new(),
    };
    let name = named.get(&(kind.to_owned(), id)).cloned().unwrap_or_else(|| id.to_string());
    t.a1(key, "name", name)
}

/// The facts of a line, each with its name.
pub fn facts(t: T, event: &str, facts: &str, named: &Names) -> Vec<(String, String)> {
    let Ok(Value::Object(facts)) = serde_json::from_str(facts) else { return Vec::new() };
    let one = |(name, value): (&String, &Value)| {
        let said = fact(t, event, name, value, named)?;
        let name = key_of(FACTS, name).map_or_else(|| name.clone(), |key| t.s(key).into_owned());
        Some((name, said))
    };
    facts.iter().filter_map(one).collect()
}

/// A value in words; none where it says nothing.
fn fact(t: T, event: &str, name: &str, value: &Value, named: &Names) -> Option<String> {
    let said = match value {
        Value::Array(items) => {
            let items: Vec<String> =
                items.iter().filter_map(Value::as_str).map(|item| word(t, event, name, item)).collect();
            items.join(", ")
        }
        Value::Number(n) => {
            let n = n.as_i64().unwrap_or_default();
            match name {
                "chair" | "delegate" | "names" | "text" | "files" | "on_request" => {
                    t.s(if n == 0 { "audit-no" } else { "audit-yes" }).into_owned()
                }
                "budget_vnd" => t.vnd(n),
                "before" => t.date_time(Instant(n)),
                _ => named.get(&(name.to_owned(), n)).cloned().unwrap_or_else(|| t.number(n)),
            }
        }
        Value::String(text) => match text.strip_prefix("person:").and_then(|id| id.parse().ok()) {
            Some(id) if name == "decided_by" => {
                named.get(&("person".to_owned(), id)).cloned().unwrap_or_else(|| text.clone())
            }
            _ => word(t, event, name, text),
        },
        Value::Null | Value::Bool(_) | Value::Object(_) => return None,
    };
    Some(said).filter(|said| !said.is_empty())
}

fn word(t: T, event: &str, name: &str, text: &str) -> String {
    let key = match name {
        "from" | "to" if event.starts_with("contest.") => Phase::from_word(text).map(setup::phase_key),
        "parts" => Part::from_word(text).map(setup::part_key),
        "role" => Role::from_word(text).map(role_key),
        "verdict" => Verdict::from_word(text).map(verdict_key),
        "decision" => DecisionKind::from_word(text).map(decision_key),
        "kind" if event.starts_with("judging.") => ConflictKind::from_word(text).map(conflict_key),
        "outcome" if event == "judging.discussed" => {
            Outcome::from_word(text).map(crate::judging::texts::discussed)
        }
        "kind" => InvitationKind::from_word(text).map(invitation_key),
        "answer" => Word::from_word(text).map(|word| match word {
            Word::Confirmed => "entry-authors-confirmed",
            Word::Refused => "entry-authors-refused",
        }),
        "how" => How::from_word(text).map(|how| match how {
            How::HandIn => "audit-how-hand-in",
            How::Link => "audit-how-link",
            How::Desk => "audit-how-desk",
        }),
        "extent" => domain::personal::Extent::from_word(text).map(crate::personal::extent),
        "fields" => field_key(text),
        "paper" => DocumentKind::from_word(text).map(crate::documents::kind_key),
        _ => None,
    };
    match key {
        Some(key) => t.s(key).into_owned(),
        None if matches!(name, "at" | "arrived_at") => {
            Instant::parse(text).map_or_else(|| text.to_owned(), |at| t.date_time(at))
        }
        None if matches!(name, "signed_on" | "held_on") => {
            Day::parse(text).map_or_else(|| text.to_owned(), |on| t.day(on.0))
        }
        None => text.to_owned(),
    }
}

fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Selected => "audit-verdict-selected",
        Verdict::NotSelected => "audit-verdict-not-selected",
        Verdict::Returned => "audit-verdict-returned",
    }
}

fn decision_key(decision: DecisionKind) -> &'static str {
    match decision {
        DecisionKind::Duplicate => "audit-decision-duplicate",
        DecisionKind::Merged => "audit-decision-merged",
        DecisionKind::NotNew => "audit-decision-not-new",
        DecisionKind::OffTopic => "audit-decision-off-topic",
    }
}

fn conflict_key(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::SameUnit => "audit-conflict-same-unit",
        ConflictKind::RelatedUnit => "audit-conflict-related-unit",
        ConflictKind::SameHousehold => "audit-conflict-same-household",
        ConflictKind::CoAuthor => "audit-conflict-co-author",
        ConflictKind::Screened => "audit-conflict-screened",
        ConflictKind::Declared => "audit-conflict-declared",
    }
}

fn invitation_key(kind: InvitationKind) -> &'static str {
    match kind {
        InvitationKind::Invite => "audit-invitation-invite",
        InvitationKind::Reset => "audit-invitation-reset",
    }
}

fn field_key(field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => "audit-field-name",
        "login" => "audit-field-login",
        "email" => "audit-field-email",
        "lang" => "audit-field-lang",
        "digest" => "audit-field-digest",
        "kind" => "audit-field-kind",
        "code" => "audit-field-code",
        "parent" => "audit-field-parent",
        "valid_from" => "audit-field-valid-from",
        "valid_to" => "audit-field-valid-to",
        "successor" => "audit-field-successor",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;
    use std::collections::BTreeSet;

    /// Strings in the sources of the domain's events that stand between these two.
    fn in_events(from: &str, before: &str, after: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (slice, _) in SLICES {
            let path = format!("{}/../domain/src/{slice}/event.rs", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
            let text = &text[text.find(from).unwrap()..];
            for (at, _) in text.match_indices(before) {
                let rest = text[at + before.len()..].trim_start();
                let Some(literal) = rest.strip_prefix('"').and_then(|r| r.split_once('"')) else { continue };
                if literal.1.starts_with(after) {
                    found.insert(literal.0.to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn every_event_and_every_fact_of_the_domain_has_its_text() {
        let set = |list: &[(&str, &str)]| list.iter().map(|(n, _)| (*n).to_owned()).collect::<BTreeSet<_>>();
        let events: BTreeSet<_> =
            in_events("pub fn name", "=>", ",").into_iter().filter(|n| n.contains('.')).collect();
        assert_eq!(set(EVENTS), events);
        let facts: BTreeSet<_> =
            in_events("pub fn facts", "(", ",").into_iter().filter(|n| !n.is_empty()).collect();
        assert_eq!(set(FACTS), facts);
        for (_, key) in EVENTS.iter().chain(FACTS).chain(SLICES) {
            assert!(crate::i18n::knows(key), "{key}");
        }
    }

    #[test]
    fn facts_are_said_in_words() {
        let t = T::new(Lang::En);
        let named = HashMap::from([
            (("unit".to_owned(), 4), "Home Affairs".to_owned()),
            (("person".to_owned(), 9), "An".to_owned()),
        ]);
        for (event, json, said) in [
            ("contest.stepped_back", r#"{"from":"judging","reason":"x"}"#, "From: Being judged, Reason: x"),
            (
                "people.granted",
                r#"{"delegate":1,"from":"2024-04-01","to":"","unit":4}"#,
                "Delegate: yes, From: 2024-04-01, Unit: Home Affairs",
            ),
            (
                "awards.proposed",
                r#"{"budget_vnd":19000000,"prizes":8}"#,
                "Prize money: 19,000,000 VND, Prizes: 8",
            ),
            (
                "contest.amended",
                r#"{"parts":["name","wording"]}"#,
                "Parts: Name of the contest, Wording of the announcement",
            ),
            ("entry.submitted", r#"{"at":"2024-04-09T23:59:59+07:00"}"#, "Moment: 09/04/2024 23:59"),
            ("awards.tie_decided", r#"{"decided_by":"person:9"}"#, "Decided by: An"),
            ("entry.submitted", "broken", ""),
        ] {
            let facts = facts(t, event, json, &named);
            let text: Vec<String> =
                facts.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
            assert_eq!(text.join(", "), said, "{event}");
        }
    }
}

//! How far an entry is, in words: what is done, where it is now, who must act.

use app::entry::store::Course;
use domain::contest::Phase;
use domain::entry::EntryState;

/// One step of the way.
pub struct Step {
    pub name: &'static str,
    pub done: bool,
    pub current: bool,
    pub at_ms: Option<i64>,
}

/// The sentence that says what happens next, and the steps.
pub struct Progress {
    pub now: &'static str,
    /// `good`, `now`, `problem` or nothing.
    pub tag: &'static str,
    pub tag_text: &'static str,
    pub steps: Vec<Step>,
    /// The unit's or the committee's reason, where one was given to the author.
    pub reason: Option<String>,
}

pub fn of(state: EntryState, phase: Phase, c: &Course) -> Progress {
    let screened = c.verdict.as_deref();
    let arrived_ms = c.arrived_ms.or(c.confirmed_ms.filter(|_| c.at_standing_body));
    let done = [
        ("entry-step-handed-in", true, c.submitted_ms),
        ("entry-step-received", c.received_ms.is_some(), c.received_ms),
        ("entry-step-screened", screened.is_some(), c.verdict_ms),
        ("entry-step-confirmed", c.confirmed_ms.is_some(), c.confirmed_ms),
        ("entry-step-forwarded", arrived_ms.is_some(), arrived_ms),
        ("entry-step-accepted", c.intake == "accepted", c.intake_ms.filter(|_| c.intake == "accepted")),
        ("entry-step-judged", phase > Phase::Judging && c.intake == "accepted", None),
        ("entry-step-released", phase == Phase::Released && c.intake == "accepted", None),
    ];
    let first_open = done.iter().position(|(_, done, _)| !done);
    let (tag, tag_text, now) = sentence(state, phase, c);
    let stopped = tag == "problem";
    Progress {
        now,
        tag,
        tag_text,
        steps: done
            .iter()
            .enumerate()
            .map(|(n, (name, done, at))| Step {
                name,
                done: *done,
                current: !stopped && first_open == Some(n),
                at_ms: *at,
            })
            .collect(),
        reason: match (c.intake.as_str(), screened) {
            ("returned" | "rejected", _) => c.intake_note.clone(),
            (_, Some("returned" | "not_selected")) => c.verdict_reason.clone(),
            _ => None,
        }
        .filter(|r| !r.is_empty()),
    }
}

fn sentence(state: EntryState, phase: Phase, c: &Course) -> (&'static str, &'static str, &'static str) {
    match state {
        EntryState::Draft => return ("", "entry-now-draft-tag", "entry-now-draft"),
        EntryState::Withdrawn => return ("problem", "entry-now-withdrawn-tag", "entry-now-withdrawn"),
        EntryState::HandedIn => {}
    }
    match (c.intake.as_str(), c.verdict.as_deref()) {
        ("rejected", _) => ("problem", "entry-now-rejected-tag", "entry-now-rejected"),
        ("returned", _) => ("problem", "entry-now-committee-returned-tag", "entry-now-committee-returned"),
        ("accepted", _) => match phase {
            Phase::Draft | Phase::Open => ("good", "entry-now-accepted-tag", "entry-now-accepted"),
            Phase::Judging => ("now", "entry-now-judging-tag", "entry-now-judging"),
            Phase::Deciding | Phase::Decided => ("now", "entry-now-deciding-tag", "entry-now-deciding"),
            Phase::Released => ("good", "entry-now-released-tag", "entry-now-released"),
        },
        (_, Some("returned")) => ("problem", "entry-now-returned-tag", "entry-now-returned"),
        (_, Some("not_selected")) => ("problem", "entry-now-not-selected-tag", "entry-now-not-selected"),
        _ if c.arrived_ms.is_some() => ("now", "entry-now-forwarded-tag", "entry-now-forwarded"),
        _ if c.confirmed_ms.is_some() && c.at_standing_body => {
            ("now", "entry-now-forwarded-tag", "entry-now-forwarded")
        }
        _ if c.confirmed_ms.is_some() => ("now", "entry-now-confirmed-tag", "entry-now-confirmed"),
        (_, Some(_)) => ("now", "entry-now-selected-tag", "entry-now-selected"),
        _ if c.received_ms.is_some() => ("now", "entry-now-received-tag", "entry-now-received"),
        _ => ("now", "entry-now-handed-in-tag", "entry-now-handed-in"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_standing_has_its_sentence_and_its_step() {
        let c = Course { submitted_ms: Some(1), ..Course::default() };
        let received = Course { received_ms: Some(2), ..c.clone() };
        let selected = Course { verdict: Some("selected".into()), verdict_ms: Some(3), ..received.clone() };
        let returned = Course {
            verdict: Some("returned".into()),
            verdict_reason: Some("Thiếu bản Word".into()),
            ..received.clone()
        };
        let sent = Course { confirmed_ms: Some(4), arrived_ms: Some(5), ..selected.clone() };
        let accepted = Course { intake: "accepted".into(), intake_ms: Some(6), ..sent.clone() };
        for (name, state, phase, c, now, current) in [
            ("handed in", EntryState::HandedIn, Phase::Open, &c, "entry-now-handed-in", Some(1)),
            ("received", EntryState::HandedIn, Phase::Open, &received, "entry-now-received", Some(2)),
            ("selected", EntryState::HandedIn, Phase::Open, &selected, "entry-now-selected", Some(3)),
            ("returned", EntryState::HandedIn, Phase::Open, &returned, "entry-now-returned", None),
            ("forwarded", EntryState::HandedIn, Phase::Open, &sent, "entry-now-forwarded", Some(5)),
            ("judging", EntryState::HandedIn, Phase::Judging, &accepted, "entry-now-judging", Some(6)),
            ("released", EntryState::HandedIn, Phase::Released, &accepted, "entry-now-released", None),
            ("withdrawn", EntryState::Withdrawn, Phase::Judging, &accepted, "entry-now-withdrawn", None),
        ] {
            let p = of(state, phase, c);
            assert_eq!((p.now, p.steps.iter().position(|s| s.current)), (now, current), "{name}");
        }
        let p = of(EntryState::HandedIn, Phase::Open, &returned);
        assert_eq!(p.reason.as_deref(), Some("Thiếu bản Word"));
    }
}

//! What has happened to an entry, newest first.

use super::super::texts;
use super::Past;
use crate::{Ctx, T};
use app::screening::{self, EntryPage};
use domain::screening::screen::Finding as Found;

fn push(all: &mut Vec<(i64, Past)>, t: T, at: i64, what: String, by: &str, note: String, lines: Vec<String>) {
    all.push((at, Past { what, when: t.date_time(at), by: by.to_owned(), note, lines, scan: None }));
}

/// What the tables keep of the entry's way, newest first.
pub(super) fn past(ctx: &Ctx, e: &EntryPage) -> Vec<Past> {
    let t = ctx.t;
    let mut all: Vec<(i64, Past)> = Vec::new();
    push(
        &mut all,
        t,
        e.gate.submitted_at.0,
        t.a1("screening-past-handed-in", "n", e.gate.version),
        "",
        String::new(),
        vec![],
    );
    if let Some(at) = e.gate.received_at {
        push(&mut all, t, at.0, t.s("screening-past-received").into_owned(), "", String::new(), vec![]);
    }
    for s in &e.sheets {
        let what = match s.verdict {
            Some(v) => t.a2("screening-past-screened", "verdict", t.s(texts::verdict(v)), "n", s.version),
            None => t.a1("screening-past-taken-back", "n", s.version),
        };
        let finding = |f: &Found| format!("{}: {}", f.requirement, t.s(texts::answer(f.answer)));
        push(
            &mut all,
            t,
            s.at.0,
            what,
            &s.by_name,
            s.reason.clone(),
            s.findings.iter().map(finding).collect(),
        );
    }
    for c in &e.confirmations {
        let what = t.a(
            "screening-past-confirmed",
            &[
                ("level", (&c.level).into()),
                ("feasibility", (&c.feasibility).into()),
                ("n", c.version.into()),
            ],
        );
        let on_paper = |p: &screening::PaperRow| {
            let key = if p.delegate { "screening-past-paper-delegate" } else { "screening-past-paper" };
            t.a2(key, "on", t.day(p.signed_on.0), "by", &p.recorded_by)
        };
        let lines: Vec<String> = c.paper.iter().map(on_paper).collect();
        push(&mut all, t, c.at.0, what, &c.by_name, c.remarks.clone(), lines);
        if let (Some((_, line)), Some(paper)) = (all.last_mut(), &c.paper) {
            line.scan = Some(format!("/desk/entries/{}/scans/{}", e.gate.entry.0, paper.id));
        }
        if let Some(at) = c.voided_at {
            let why =
                texts::void_reason(&c.void_reason).map_or(c.void_reason.clone(), |key| t.s(key).into_owned());
            push(&mut all, t, at.0, t.a1("screening-past-voided", "n", c.version), "", why, vec![]);
        }
    }
    if let (Some(at), true) = (e.gate.arrival(), e.gate.is_sent()) {
        push(&mut all, t, at.0, t.s("screening-past-arrived").into_owned(), "", String::new(), vec![]);
    }
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut past: Vec<Past> = all.into_iter().map(|(_, p)| p).collect();
    if !e.gate.intake_note.is_empty() || e.gate.decision.is_some() {
        let kind = e.gate.decision.as_ref().map(|d| t.s(texts::decision(d.kind)).into_owned());
        let kept = e.kept.as_ref().map(|(_, code)| t.a1("screening-past-kept", "entry", &code.0));
        let what = kind.unwrap_or_else(|| t.s("screening-past-intake").into_owned());
        past.insert(
            0,
            Past {
                what,
                when: String::new(),
                by: String::new(),
                note: e.gate.intake_note.clone(),
                lines: kept.into_iter().collect(),
                scan: None,
            },
        );
    }
    past
}

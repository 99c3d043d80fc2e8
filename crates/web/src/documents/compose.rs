//! documents/compose: what the actions know as what `print` wants: the same values under the names of papers.

use app::documents::Facts;
use app::documents::sheet::Filled;
use app::documents::units::{self, Contact};
use app::entry::EntryRow;
use app::screening::{BatchPage, Desk, EntryPage};
use domain::entry::Dossier;
use domain::ids::EntryId;
use domain::screening::committee::{Member, Part};
use domain::screening::sheet_code;
use domain::time::{Day, Instant};
use print::contest::units as papers;
use print::contest::{self as paper, checkpoint};
use print::papers::{Made, Person, confirmation, cover_letter, score_sheet};
use std::collections::HashMap;

/// The facts of a contest's papers.
pub fn facts(facts: Facts) -> paper::Facts {
    let judge = |j: app::judging::store::JudgeRow| paper::Judge {
        code: j.code.0,
        name: j.name,
        title: j.title,
        chair: j.chair,
    };
    paper::Facts {
        code: facts.contest.code,
        rules: facts.rules,
        file: facts.file,
        units: facts.units,
        entries: facts.entries,
        judges: facts.judges.into_iter().filter(|j| j.active).map(judge).collect(),
        organisers: facts.organisers,
        secretaries: facts.secretaries,
        reached: facts.reached,
        result: facts.result,
        days: facts.days,
        votes: facts.votes,
        issued: facts.issued,
        checkpoint: facts.checkpoint,
        tokens: facts.tokens,
    }
}

fn around(around: units::Around) -> papers::Around {
    papers::Around {
        rules: around.rules,
        units: around.units,
        text: around.text.map(|t| (t.fields, t.wording)),
        plan: around.plan,
    }
}

/// Minutes of a unit's screening; with its committee, where the unit has one.
pub fn minutes((near, desk): (units::Around, Desk), today: Day) -> Made {
    let (committee, held) = match &desk.committee {
        None => (None, [].as_slice()),
        Some((committee, minutes)) => (Some(committee_of(committee, minutes)), minutes.as_slice()),
    };
    // Newest first: the last decision on the version that counts.
    let votes = |row: &app::screening::DeskRow| {
        let of =
            |d: &&app::screening::DecisionRow| d.entry == row.gate.entry && d.version == row.gate.version;
        held.iter().flat_map(|m| &m.decisions).find(of).map(|d| (d.votes_for, d.votes_against))
    };
    let screened = desk.rows.iter().filter_map(|row| {
        let given = row.gate.verdict()?;
        Some(papers::Screened {
            code: row.gate.code.to_string(),
            title: row.face.title.clone(),
            lead_author: row.face.lead_author.clone(),
            author_count: row.face.author_count,
            verdict: given.verdict,
            reason: given.reason.clone(),
            votes: votes(row),
            at: given.at,
        })
    });
    papers::minutes(&around(near), &desk.unit.name, screened.collect(), committee, today)
}

fn committee_of(
    committee: &app::screening::CommitteeRow,
    minutes: &[app::screening::MinutesRow],
) -> papers::Committee {
    let person = |m: &Member| Person {
        name: m.name.clone(),
        post: m.post.clone(),
        part: match m.part {
            Part::Chair => papers::CHAIR,
            Part::Secretary => papers::SECRETARY,
            Part::Member => papers::MEMBER,
        }
        .to_owned(),
    };
    let of = |part: Part| committee.members.iter().filter(move |m| m.part == part);
    papers::Committee {
        chair: of(Part::Chair).map(person).next().unwrap_or_default(),
        secretary: of(Part::Secretary).map(person).next(),
        members: of(Part::Member).map(person).collect(),
        venue: minutes.first().map(|m| m.venue.clone()).unwrap_or_default(),
        held_on: minutes.first().map(|m| m.held_on),
    }
}

/// The head's sheet of the confirmation in force; without one, the sheet to be signed on paper.
pub fn confirmation((near, page): (units::Around, EntryPage)) -> Made {
    let held = page.confirmations.iter().find(|c| c.voided_at.is_none());
    let names: Vec<&str> = page.dossier.authors.iter().map(|a| a.name.as_str()).collect();
    let (version, hash) =
        held.map_or((page.gate.version, page.gate.dossier_hash), |c| (c.version, c.dossier_hash));
    let sheet = confirmation::Confirmation {
        code: page.gate.code.to_string(),
        title: page.face.title.clone(),
        authors: names.join(", "),
        unit: page.unit.name.clone(),
        dossier: data_encoding::HEXLOWER.encode(&hash),
        level: held.map_or(papers::TO_WRITE.to_owned(), |c| c.level.clone()),
        feasibility: held.map_or(papers::TO_WRITE.to_owned(), |c| c.feasibility.clone()),
        printed: sheet_code::text(&page.gate.code, version, &hash),
        short: sheet_code::short(&hash),
        on_paper: held.and_then(|c| c.paper.as_ref()).map(|p| (p.signed_on, p.recorded_by.clone())),
    };
    let by = held.map(|c| c.by_name.clone()).unwrap_or_default();
    let on =
        held.map_or(page.gate.submitted_at.day(), |c| c.paper.as_ref().map_or(c.at.day(), |p| p.signed_on));
    papers::confirmation(&around(near), &sheet, &by, on)
}

/// The letter of a batch with its list.
pub fn letter(
    (near, page, contacts): (units::Around, BatchPage, HashMap<EntryId, Vec<Contact>>),
    today: Day,
) -> Made {
    let sent = page.items.iter().map(|item| {
        let of = contacts.get(&item.listed.gate.entry).map(Vec::as_slice).unwrap_or_default();
        let names: Vec<&str> = of.iter().map(|c| c.name.as_str()).collect();
        let contact = of.first().map(|c| {
            let parts = [c.address.as_str(), c.phone.as_str()];
            parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("; ")
        });
        let (level, feasibility) = match &item.confirmed {
            None => Default::default(),
            Some(c) => (papers::with_paper(&c.level, c.signed_on), c.feasibility.clone()),
        };
        cover_letter::Sent {
            code: item.listed.gate.code.to_string(),
            title: item.face.title.clone(),
            authors: names.join(", "),
            contact: contact.unwrap_or_default(),
            category: papers::category(item.face.category).to_owned(),
            level,
            feasibility,
        }
    });
    let (sent, on): (Vec<_>, _) = (sent.collect(), page.forwarded_at.map_or(today, Instant::day));
    let batch = &page.batch;
    let code = batch.code(&page.unit.code);
    let numbers = (batch.letter_number.as_str(), code.as_str());
    papers::letter(&around(near), &page.unit.name, numbers, &batch.signer, &sent, on)
}

/// A score sheet as far as it is filled. `sealed`: the sentence that tells when it was signed, empty before.
pub fn sheet((near, filled): (units::Around, Filled), sealed: String, today: Day) -> Made {
    let file = &filled.file;
    let line = |(at, c): (usize, &domain::contest::Criterion)| score_sheet::Line {
        criterion: c.name.clone(),
        most: c.max,
        mark: file.content.marks[at],
        comment: file.content.comments[at].clone(),
    };
    let sheet = score_sheet::Sheet {
        round: file.round_rules.name.clone(),
        code: filled.entry_code.clone(),
        title: filled.entry_title.clone(),
        judge: filled.judge.clone(),
        lines: file.round_rules.criteria.iter().enumerate().map(line).collect(),
        comment: file.content.general_comment.clone(),
        sealed,
    };
    papers::score_sheet(&around(near), &sheet, file.signed_at.map_or(today, Instant::day))
}

/// The receipt of an entry. `base`: scheme and host; empty where there is no server.
pub fn receipt(
    (near, row, dossier, at): (units::Around, EntryRow, Dossier, app::audit::checkpoint::Checkpoint),
    base: &str,
) -> Made {
    let code = row.code.to_string();
    let address = match base {
        "" => code.clone(),
        base => format!("{base}/lookup?code={}", crate::routes::escaped(&code)),
    };
    let received = row.submitted_at.unwrap_or(row.recorded_at);
    let bound = checkpoint(base, at.size, &at.root);
    papers::receipt(&around(near), &code, &dossier, received, &address, Some(bound))
}

//! Sửa thể lệ: a new edition of the rules, with a reason, and what may still change when.
//!
//! While the contest is a draft everything may change. Once it is open people write for these rules: what entries already refer to
//! (areas, routes, sections, questions, forms) may grow but not shrink; a question may be asked no longer. Once judging has begun nothing may change that a mark, a place or a
//! prize depends on. Once it is decided nothing changes. Source: product.md, section 2; invariants I3 to I5.

use super::Phase;
use super::fields::FormField;
use super::phase::{REASON, reason_of};
use super::rules::RulesEdition;
use crate::time::Instant;
use crate::words::words;

/// A part of the rules, as the organiser and the notice name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Name,
    Organiser,
    Launch,
    UnitsDeadline,
    JudgingEnd,
    Areas,
    Routes,
    Formats,
    Group,
    Shares,
    Phone,
    Entrants,
    Quotas,
    Judging,
    Prizes,
    Sections,
    Fields,
    Gallery,
    /// Wording of the announcement that no rule reads.
    Wording,
}

words!(Part {
    Name = "name",
    Organiser = "organiser",
    Launch = "launch",
    UnitsDeadline = "units_deadline",
    JudgingEnd = "judging_end",
    Areas = "areas",
    Routes = "routes",
    Formats = "formats",
    Group = "group",
    Shares = "shares",
    Phone = "phone",
    Entrants = "entrants",
    Quotas = "quotas",
    Judging = "judging",
    Prizes = "prizes",
    Sections = "sections",
    Fields = "fields",
    Gallery = "gallery",
    Wording = "wording",
});

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmendRefusal {
    /// 10 to 500 characters.
    ReasonMissing {
        least: usize,
        most: usize,
    },
    /// The file is of another contest.
    OtherContest {
        ours: String,
        theirs: String,
    },
    NothingChanged,
    /// This part is fixed in this phase.
    Fixed {
        part: Part,
        phase: Phase,
    },
    /// Entries may already name it.
    InUse {
        part: Part,
        code: String,
    },
    /// An entry that has been accepted arrived at this instant: the new deadline would make it late.
    AcceptedLeftBehind {
        arrived: Instant,
    },
    /// Entries have arrived at the standing body, or through its units, as it is.
    StandingBodyInUse,
}

/// What has happened under the old edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Course {
    /// Judges hold sheets that were not taken back, whatever the phase.
    pub judged: bool,
    /// The last arrival of an entry that is accepted.
    pub last_accepted: Option<Instant>,
    /// An arrival is on record of an entry of the old or of the new standing body.
    pub standing_in_use: bool,
}

/// What a new edition changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    pub parts: Vec<Part>,
    pub reason: String,
}

/// Whether `new` may follow `old` in this phase. `wording_differs` tells that the files differ beyond what rules read. Sheets that judges
/// hold count as judging, also after a step back; what is accepted stays in time. All reasons at once.
pub fn amend(
    old: &RulesEdition,
    new: &RulesEdition,
    wording_differs: bool,
    phase: Phase,
    course: Course,
    reason: &str,
) -> Result<Amendment, Vec<AmendRefusal>> {
    let mut why = Vec::new();
    let phase = if course.judged { phase.max(Phase::Judging) } else { phase };
    let reason = reason_of(reason).unwrap_or_else(|_| {
        why.push(AmendRefusal::ReasonMissing { least: REASON.0, most: REASON.1 });
        String::new()
    });
    if old.code != new.code {
        why.push(AmendRefusal::OtherContest { ours: old.code.clone(), theirs: new.code.clone() });
        return Err(why);
    }
    let mut parts = changed(old, new);
    if parts.is_empty() && wording_differs {
        parts.push(Part::Wording);
    }
    if parts.is_empty() {
        why.push(AmendRefusal::NothingChanged);
    }
    for part in parts.iter().copied().filter(|p| !may_change(*p, phase)) {
        why.push(AmendRefusal::Fixed { part, phase });
    }
    if phase == Phase::Open {
        for (part, code) in removed(old, new) {
            why.push(AmendRefusal::InUse { part, code });
        }
    }
    if let Some(arrived) = course.last_accepted.filter(|at| !new.timeline.units_send.admits(*at)) {
        why.push(AmendRefusal::AcceptedLeftBehind { arrived });
    }
    if old.standing_body != new.standing_body && course.standing_in_use {
        why.push(AmendRefusal::StandingBodyInUse);
    }
    if why.is_empty() { Ok(Amendment { parts, reason }) } else { Err(why) }
}

/// The parts in which two editions differ.
pub fn changed(old: &RulesEdition, new: &RulesEdition) -> Vec<Part> {
    let organiser =
        |r: &RulesEdition| (r.organiser_unit.clone(), r.organiser_name.clone(), r.standing_body.clone());
    let differs = |part: Part| match part {
        Part::Name => old.name != new.name,
        Part::Organiser => organiser(old) != organiser(new),
        Part::Launch => old.timeline.launch != new.timeline.launch,
        Part::UnitsDeadline => {
            old.timeline.units_send != new.timeline.units_send || old.timeline.grace != new.timeline.grace
        }
        Part::JudgingEnd => old.timeline.judging_finished != new.timeline.judging_finished,
        Part::Areas => old.areas != new.areas,
        Part::Routes => old.routes != new.routes,
        Part::Formats => old.formats != new.formats,
        Part::Group => old.group != new.group,
        Part::Shares => old.shares_must_sum_to != new.shares_must_sum_to,
        Part::Phone => old.phone != new.phone,
        Part::Entrants => old.entrants != new.entrants,
        Part::Quotas => old.quotas != new.quotas,
        Part::Judging => old.judging != new.judging,
        Part::Prizes => {
            old.prizes != new.prizes
                || old.side_prizes != new.side_prizes
                || old.committee_majority != new.committee_majority
        }
        Part::Sections => old.sections != new.sections,
        Part::Fields => old.fields != new.fields,
        Part::Gallery => old.gallery != new.gallery,
        Part::Wording => false,
    };
    Part::ALL.iter().copied().filter(|p| differs(*p)).collect()
}

fn may_change(part: Part, phase: Phase) -> bool {
    match phase {
        Phase::Draft | Phase::Open => true,
        Phase::Judging => matches!(part, Part::Name | Part::JudgingEnd | Part::Quotas | Part::Wording),
        Phase::Deciding | Phase::Decided | Phase::Released => false,
    }
}

/// Codes that were offered to entrants and no longer are.
fn removed(old: &RulesEdition, new: &RulesEdition) -> Vec<(Part, String)> {
    let areas = old.areas.iter().filter(|a| new.areas.iter().all(|b| b.code != a.code));
    let routes = old.routes.iter().filter(|a| new.routes.iter().all(|b| b.code != a.code));
    let sections = old.sections.iter().filter(|a| new.sections.iter().all(|b| b.code != a.code));
    // Another kind under the same code is another question.
    let same = |a: &FormField, b: &FormField| a.code == b.code && a.kind.word() == b.kind.word();
    let fields = old.fields.iter().filter(|a| new.fields.iter().all(|b| !same(a, b)));
    let forms = old.formats.allowed.iter().filter(|f| !new.formats.allowed.contains(f));
    areas
        .map(|a| (Part::Areas, a.code.to_string()))
        .chain(routes.map(|r| (Part::Routes, r.code.to_string())))
        .chain(sections.map(|s| (Part::Sections, s.code.clone())))
        .chain(fields.map(|f| (Part::Fields, f.code.clone())))
        .chain(forms.map(|f| (Part::Formats, f.word().to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::*;
    use crate::percent::SharePercent;
    use crate::time::{Before, Instant};

    fn rules() -> RulesEdition {
        RulesEdition {
            code: "CM24".into(),
            name: "Cuộc thi".into(),
            organiser_unit: "CM".into(),
            organiser_name: "UBND huyện".into(),
            standing_body: "CM-NV".into(),
            timeline: Timeline {
                launch: None,
                units_send: Before(Instant(1000)),
                grace: None,
                judging_finished: None,
            },
            areas: vec![
                Area { code: "mot_cua".into(), name: "Một cửa".into() },
                Area { code: "the_che".into(), name: "Thể chế".into() },
            ],
            routes: vec![RouteChoice { code: "own_unit".into(), name: "đơn vị".into() }],
            formats: Formats {
                allowed: vec![Form::Written, Form::Video],
                word_companion_required_for: vec![],
            },
            group: GroupRule { min_members: 2, max_members: None },
            shares_must_sum_to: SharePercent::WHOLE,
            side_prizes: vec![],
            committee_majority: None,
            phone: PhonePattern::new("^0", |p| p.starts_with('0')),
            entrants: Entrants {
                admitted: Admitted::Everyone,
                age: None,
                officials_excluded: true,
                co_authors: CoAuthors::Shown,
                individual: vec![],
                collective: vec![],
            },
            quotas: vec![],
            judging: Judging {
                criteria: vec![],
                rounds: vec![],
                final_score: FinalScore::LastRoundDecides,
                community_vote: None,
                deviation_flag: None,
                tie_break: vec![],
                last_tie_break: LastTieBreak::Chair,
                zero_disqualifies: vec![],
                judges_per_entry: 5,
                visibility: Visibility::Open,
                same_unit_conflict: true,
            },
            prizes: PrizeStructure::PerCategory { individual: vec![], collective: vec![] },
            sections: vec![],
            fields: vec![],
            gallery: GalleryRules { shown: Shown::Winners, summary: String::new() },
        }
    }

    const WHY: &str = "Theo chỉ đạo của Trưởng Ban Tổ chức.";

    #[test]
    fn what_may_change_depends_on_the_phase() {
        let old = rules();
        let later = RulesEdition {
            timeline: Timeline { units_send: Before(Instant(2000)), ..old.timeline.clone() },
            ..old.clone()
        };
        let mut fewer = old.clone();
        fewer.areas.pop();
        let mut more = old.clone();
        more.areas.push(Area { code: "cong_nghe".into(), name: "Công nghệ".into() });
        let mut stricter = old.clone();
        stricter.judging.judges_per_entry = 3;
        let renamed = RulesEdition { name: "Hội thi".into(), ..old.clone() };
        let fixed = |part, phase| vec![AmendRefusal::Fixed { part, phase }];
        use Phase::*;
        for (case, new, phase, want) in [
            ("everything in a draft", &fewer, Draft, Ok(vec![Part::Areas])),
            ("a longer deadline while open", &later, Open, Ok(vec![Part::UnitsDeadline])),
            ("an area more while open", &more, Open, Ok(vec![Part::Areas])),
            (
                "an area less while open",
                &fewer,
                Open,
                Err(vec![AmendRefusal::InUse { part: Part::Areas, code: "the_che".into() }]),
            ),
            ("the rubric while open", &stricter, Open, Ok(vec![Part::Judging])),
            ("the rubric while judging", &stricter, Judging, Err(fixed(Part::Judging, Judging))),
            ("the deadline while judging", &later, Judging, Err(fixed(Part::UnitsDeadline, Judging))),
            ("the name while judging", &renamed, Judging, Ok(vec![Part::Name])),
            ("the name when decided", &renamed, Decided, Err(fixed(Part::Name, Decided))),
            ("nothing", &old, Open, Err(vec![AmendRefusal::NothingChanged])),
        ] {
            assert_eq!(
                amend(&old, new, false, phase, Course::default(), WHY).map(|a| a.parts),
                want,
                "{case}"
            );
        }
    }

    #[test]
    fn another_contest_or_no_reason_is_refused() {
        let old = rules();
        let other = RulesEdition { code: "CM25".into(), ..old.clone() };
        assert_eq!(
            amend(&old, &other, false, Phase::Draft, Course::default(), ""),
            Err(vec![
                AmendRefusal::ReasonMissing { least: 10, most: 500 },
                AmendRefusal::OtherContest { ours: "CM24".into(), theirs: "CM25".into() }
            ])
        );
        let wording = amend(&old, &old, true, Phase::Judging, Course::default(), WHY);
        assert_eq!(wording.map(|a| a.parts), Ok(vec![Part::Wording]));
    }

    #[test]
    fn what_is_accepted_stays_in_time_and_what_is_judged_stays_as_it_is() {
        let old = rules();
        let until = |at| RulesEdition {
            timeline: Timeline { units_send: Before(Instant(at)), ..old.timeline.clone() },
            ..old.clone()
        };
        let elsewhere = RulesEdition { standing_body: "CM-VP".into(), ..old.clone() };
        let accepted = Course { last_accepted: Some(Instant(700)), ..Course::default() };
        let judged = Course { judged: true, ..Course::default() };
        let in_use = Course { standing_in_use: true, ..Course::default() };
        let left = AmendRefusal::AcceptedLeftBehind { arrived: Instant(700) };
        let fixed = |part| AmendRefusal::Fixed { part, phase: Phase::Judging };
        for (case, new, course, want) in [
            ("earlier, after every arrival", until(701), accepted, None),
            ("earlier, at the arrival", until(700), accepted, Some(left)),
            ("later", until(2000), accepted, None),
            ("under sheets", until(2000), judged, Some(fixed(Part::UnitsDeadline))),
            ("another standing body", elsewhere.clone(), Course::default(), None),
            ("another one after arrivals", elsewhere, in_use, Some(AmendRefusal::StandingBodyInUse)),
        ] {
            let got = amend(&old, &new, false, Phase::Open, course, WHY).err().unwrap_or_default();
            assert_eq!(got, want.into_iter().collect::<Vec<_>>(), "{case}");
        }
    }
}

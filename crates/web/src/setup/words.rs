//! The rules in words: every field of a `RulesEdition` as a line or a row of a table, for the set-up page, the preview of a
//! new contest and the public pages. Exhaustive over the mechanisms: a new one shows this place.

use super::beside;
use crate::T;
use crate::entry::asked;
use domain::awards::allocate::amount;
use domain::contest::fields::{FieldKind, FormField};
use domain::contest::{
    Admitted, AgeRule, AttachmentKind, Category, CoAuthors, Combine, Criterion, FinalScore, FinalistBorder,
    Form, LastTieBreak, PrizeLevel, PrizeStructure, QuotaStrength, Round, RulesEdition, Shown, ThirdMark,
    Timeline, Visibility,
};
use domain::ratio::Ratio;

/// A part of the rules under its heading.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// For links; part of an `id`.
    pub id: &'static str,
    pub title: String,
    pub lines: Vec<Line>,
    pub tables: Vec<Table>,
}

/// A term with what the rules say about it.
#[derive(Debug, Clone)]
pub struct Line {
    pub term: String,
    pub said: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Table {
    pub id: String,
    pub caption: String,
    pub heads: Vec<Head>,
    /// As many cells as heads; the first names the row.
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone)]
pub struct Head {
    pub text: String,
    pub number: bool,
}

/// All of it, in the order of the announcement. `unit` gives the name of a unit by its code.
pub fn rules(t: T, r: &RulesEdition, unit: impl Fn(&str) -> Option<String>) -> Vec<Block> {
    vec![
        general(t, r, unit),
        timeline(t, r),
        entrants(t, r),
        dossier(t, r),
        quotas(t, r),
        judging(t, r),
        ties(t, r),
        prizes(t, r),
        gallery(t, r),
    ]
}

fn line(t: T, key: &str, said: impl Into<String>) -> Line {
    Line { term: t.s(key).into_owned(), said: vec![said.into()] }
}

fn list(t: T, key: &str, said: Vec<String>) -> Line {
    let said = if said.is_empty() { vec![t.s("setup-none").into_owned()] } else { said };
    Line { term: t.s(key).into_owned(), said }
}

fn head(t: T, key: &str, number: bool) -> Head {
    Head { text: t.s(key).into_owned(), number }
}

fn block(t: T, id: &'static str, title: &str, lines: Vec<Line>) -> Block {
    Block { id, title: t.s(title).into_owned(), lines, tables: vec![] }
}

fn general(t: T, r: &RulesEdition, unit: impl Fn(&str) -> Option<String>) -> Block {
    let standing = unit(r.standing_body.as_str()).unwrap_or_else(|| r.standing_body.to_string());
    let lines = vec![
        line(t, "setup-name", &r.name),
        line(t, "setup-code", &r.code),
        line(t, "setup-organiser", &r.organiser_name),
        line(t, "setup-standing-body", standing),
    ];
    block(t, "general", "setup-general", lines)
}

fn timeline(t: T, r: &RulesEdition) -> Block {
    let mut lines = Vec::new();
    if let Some(day) = r.timeline.launch {
        lines.push(line(t, "setup-launch", t.day(day)));
    }
    lines.push(line(t, "setup-units-send", t.deadline_limit(r.timeline.units_send)));
    if let Some(before) = r.timeline.judging_finished {
        lines.push(line(t, "setup-judging-finished", t.deadline_limit(before)));
    }
    block(t, "timeline", "setup-timeline", lines)
}

fn entrants(t: T, r: &RulesEdition) -> Block {
    let e = &r.entrants;
    let mut who = vec![t.s(admitted_key(e.admitted)).into_owned()];
    who.extend(e.age.map(|rule| ages(t, rule, &r.timeline)));
    if e.officials_excluded {
        who.push(t.s("setup-officials-excluded").into_owned());
    }
    let members = match r.group.max_members {
        Some(most) => t.a2("setup-group-between", "least", r.group.min_members, "most", most),
        None => t.a1("setup-group-least", "least", r.group.min_members),
    };
    let lines = vec![
        list(t, "setup-who", who),
        list(t, "setup-individuals", e.individual.clone()),
        list(t, "setup-collectives", e.collective.clone()),
        line(t, "setup-group", members),
        line(t, "setup-shares", t.a1("setup-shares-sum", "share", t.share(r.shares_must_sum_to))),
        line(t, "setup-phone", r.phone.as_str()),
        line(t, "setup-co-authors", t.s(co_authors_key(r.entrants.co_authors)).into_owned()),
        list(t, "setup-routes", r.routes.iter().map(|x| x.name.clone()).collect()),
    ];
    block(t, "entrants", "setup-entrants", lines)
}

/// Which ages a contest admits, and on which day they count.
pub fn ages(t: T, rule: AgeRule, timeline: &Timeline) -> String {
    let day = rule.day(timeline);
    let one = |key, years: u8| t.a2(key, "years", u32::from(years), "day", t.day(day));
    match (rule.least, rule.most) {
        (Some(least), Some(most)) => t.a(
            "setup-age-between",
            &[
                ("youngest", u32::from(least).into()),
                ("oldest", u32::from(most).into()),
                ("day", t.day(day).into()),
            ],
        ),
        (Some(least), None) => one("setup-age-least", least),
        (None, Some(most)) => one("setup-age-most", most),
        (None, None) => String::new(),
    }
}

fn co_authors_key(when: CoAuthors) -> &'static str {
    match when {
        CoAuthors::Shown => "entry-authors-rule-shown",
        CoAuthors::BeforeForwarding => "entry-authors-rule-forward",
        CoAuthors::BeforeHandIn => "entry-authors-rule-hand-in",
    }
}

fn dossier(t: T, r: &RulesEdition) -> Block {
    let companion: Vec<_> =
        r.formats.word_companion_required_for.iter().map(|k| t.s(attachment_key(*k)).into_owned()).collect();
    let lines = vec![
        list(t, "setup-areas", r.areas.iter().map(|a| a.name.clone()).collect()),
        list(t, "setup-forms", r.formats.allowed.iter().map(|f| t.s(form_key(*f)).into_owned()).collect()),
        list(t, "setup-companion", companion),
    ];
    let mut out = block(t, "dossier", "setup-dossier", lines);
    if !r.sections.is_empty() {
        let yes_no = |yes: bool| t.s(if yes { "setup-yes" } else { "setup-no" }).into_owned();
        out.tables.push(Table {
            id: "sections".into(),
            caption: t.s("setup-sections").into_owned(),
            heads: vec![
                head(t, "setup-section", false),
                head(t, "setup-required", false),
                head(t, "setup-max-chars", true),
            ],
            rows: r
                .sections
                .iter()
                .map(|s| vec![s.name.clone(), yes_no(s.required), t.number(s.max_chars)])
                .collect(),
        });
    }
    out.tables.extend(fields(t, r));
    out
}

/// The contest's own questions; `None` where it has none.
fn fields(t: T, r: &RulesEdition) -> Option<Table> {
    let yes_no = |yes: bool| t.s(if yes { "setup-yes" } else { "setup-no" }).into_owned();
    let row = |f: &FormField| {
        let when = match &f.when {
            _ if !f.asked => t.s("setup-field-retired").into_owned(),
            None => t.s("setup-field-always").into_owned(),
            Some(when) => asked::sentence(t, when, r),
        };
        vec![f.label.clone(), t.s(field_kind_key(&f.kind)).into_owned(), yes_no(f.required), when]
    };
    (!r.fields.is_empty()).then(|| Table {
        id: "fields".into(),
        caption: t.s("setup-fields").into_owned(),
        heads: vec![
            head(t, "setup-field-label", false),
            head(t, "setup-field-kind", false),
            head(t, "setup-required", false),
            head(t, "setup-field-when", false),
        ],
        rows: r.fields.iter().map(row).collect(),
    })
}

pub fn field_kind_key(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text { .. } => "setup-field-kind-text",
        FieldKind::LongText { .. } => "setup-field-kind-long-text",
        FieldKind::Number { .. } => "setup-field-kind-number",
        FieldKind::Date { .. } => "setup-field-kind-date",
        FieldKind::Choice { .. } => "setup-field-kind-choice",
        FieldKind::File { .. } => "setup-field-kind-file",
    }
}

fn quotas(t: T, r: &RulesEdition) -> Block {
    let row = |q: &domain::contest::Quota| {
        let kinds: Vec<_> = q.unit_kinds.iter().map(|k| kind(t, k)).collect();
        vec![kinds.join(", "), t.s(quota_key(q.strength)).into_owned(), t.number(q.min)]
    };
    let mut out = block(t, "quotas", "setup-quotas", vec![]);
    if r.quotas.is_empty() {
        out.lines.push(line(t, "setup-quotas", t.s("setup-none").into_owned()));
        return out;
    }
    out.tables.push(Table {
        id: "quota-table".into(),
        caption: t.s("setup-quotas-caption").into_owned(),
        heads: vec![
            head(t, "setup-unit-kinds", false),
            head(t, "setup-strength", false),
            head(t, "setup-least-entries", true),
        ],
        rows: r.quotas.iter().map(row).collect(),
    });
    out
}

fn judging(t: T, r: &RulesEdition) -> Block {
    let j = &r.judging;
    let mut lines = vec![
        line(t, "setup-judges-per-entry", t.number(j.judges_per_entry)),
        line(t, "setup-visibility", t.s(visibility_key(j.visibility)).into_owned()),
        line(
            t,
            "setup-same-unit",
            t.s(if j.same_unit_conflict { "setup-same-unit-yes" } else { "setup-same-unit-no" }).into_owned(),
        ),
    ];
    lines.extend(computed(t, r));
    let mut out = block(t, "judging", "setup-judging", lines);
    if j.rounds.iter().all(|round| round.criteria == j.criteria) {
        out.tables.push(rubric(t, "rubric".into(), t.s("setup-rubric").into_owned(), &j.criteria));
    } else {
        for (n, round) in j.rounds.iter().enumerate() {
            let caption = t.a1("setup-rubric-of", "round", round_name(t, n, round));
            out.tables.push(rubric(t, format!("rubric-{}", n + 1), caption, &round.criteria));
        }
    }
    out
}

/// How marks become a value: rounds, combining, what disqualifies. Also on the page of the result.
pub fn computed(t: T, r: &RulesEdition) -> Vec<Line> {
    let j = &r.judging;
    let several = j.rounds.len() > 1;
    let mut lines: Vec<Line> = j
        .rounds
        .iter()
        .enumerate()
        .map(|(n, round)| {
            let mut said = vec![combine(t, round.combine)];
            if let Some(threshold) = round.threshold {
                said.push(t.a1("setup-threshold", "marks", figure(t, threshold)));
            }
            if let Some(f) = round.finalists {
                let key = match f.border {
                    FinalistBorder::AllGoOn => "setup-finalists-all",
                    FinalistBorder::NobodyGoesOn => "setup-finalists-nobody",
                    FinalistBorder::TieBreak => "setup-finalists-criteria",
                };
                said.push(t.a1(key, "n", f.top));
            }
            let term = if several { round_name(t, n, round) } else { t.s("setup-combine").into_owned() };
            Line { term, said }
        })
        .collect();
    if several {
        let said = match &j.final_score {
            FinalScore::LastRoundDecides => vec![t.s("setup-final-last-round").into_owned()],
            FinalScore::WeightedRounds(weights) => weights
                .iter()
                .map(|(code, weight)| {
                    let at = j.rounds.iter().position(|round| round.code == *code);
                    let name = at.map_or_else(|| code.to_string(), |n| round_name(t, n, &j.rounds[n]));
                    t.a2("setup-final-weight", "round", name, "weight", weight.to_string())
                })
                .collect(),
        };
        lines.push(list(t, "setup-final", said));
    }
    if let Some(vote) = &j.community_vote {
        lines.push(beside::vote_line(t, vote));
    }
    if !j.zero_disqualifies.is_empty() {
        let names = j.zero_disqualifies.iter().map(|c| criterion_name(r, c.as_str())).collect::<Vec<_>>();
        lines.push(line(t, "setup-zero", t.a1("setup-zero-said", "criteria", names.join(", "))));
    }
    if let Some(flag) = j.deviation_flag {
        lines.push(line(
            t,
            "setup-deviation",
            t.a1("setup-deviation-said", "marks", figure(t, flag.more_than)),
        ));
    }
    lines
}

/// The announced order in which equal entries are told apart.
pub fn tie_break(t: T, r: &RulesEdition) -> Vec<String> {
    let by = |c: &domain::ids::CriterionCode| {
        t.a1("setup-tie-criterion", "criterion", criterion_name(r, c.as_str()))
    };
    let last = t.s(last_tie_break_key(r.judging.last_tie_break)).into_owned();
    r.judging.tie_break.iter().map(by).chain([last]).collect()
}

fn ties(t: T, r: &RulesEdition) -> Block {
    block(t, "ties", "setup-ties", vec![list(t, "setup-tie-order", tie_break(t, r))])
}

fn prizes(t: T, r: &RulesEdition) -> Block {
    let mut lines = vec![line(t, "setup-pooling", pooling(t, r))];
    if let Some(share) = r.committee_majority {
        let share = t.a1("setup-majority-said", "share", share.to_string());
        lines.push(line(t, "setup-majority", share));
    }
    let mut out = block(t, "prizes", "setup-prizes", lines);
    match &r.prizes {
        PrizeStructure::Pooled { levels, .. } => {
            let money = |l: &PrizeLevel, c| amount(r, l, c).map_or_else(String::new, |a| t.vnd(a));
            out.tables.push(Table {
                id: "prize-table".into(),
                caption: t.s("setup-prizes-all").into_owned(),
                heads: vec![
                    head(t, "setup-level", false),
                    head(t, "setup-count", true),
                    head(t, "setup-amount-individual", true),
                    head(t, "setup-amount-collective", true),
                ],
                rows: levels
                    .iter()
                    .map(|l| {
                        vec![
                            l.name.clone(),
                            t.number(l.count),
                            money(l, Category::Individual),
                            money(l, Category::Collective),
                        ]
                    })
                    .collect(),
            });
        }
        PrizeStructure::PerCategory { individual, collective } => {
            for (id, key, levels) in [
                ("prizes-individual", "setup-prizes-individual", individual),
                ("prizes-collective", "setup-prizes-collective", collective),
            ] {
                out.tables.push(Table {
                    id: id.into(),
                    caption: t.s(key).into_owned(),
                    heads: vec![
                        head(t, "setup-level", false),
                        head(t, "setup-count", true),
                        head(t, "setup-amount", true),
                    ],
                    rows: levels
                        .iter()
                        .map(|l| vec![l.name.clone(), t.number(l.count), t.vnd(l.prize_vnd)])
                        .collect(),
                });
            }
        }
    }
    out.tables.extend(beside::side_table(t, r));
    out
}

/// What everybody may see of the entries once the result is released.
fn gallery(t: T, r: &RulesEdition) -> Block {
    let entries = match r.gallery.shown {
        Shown::Nobody => "setup-gallery-none",
        Shown::Winners => "setup-gallery-winners",
        Shown::Consenting => "setup-gallery-consenting",
        Shown::Ranked => "setup-gallery-ranked",
    };
    let mut lines = vec![line(t, "setup-gallery-entries", t.s(entries).into_owned())];
    if let Some(section) = r.sections.iter().find(|s| s.code == r.gallery.summary) {
        lines.push(line(t, "setup-gallery-summary", &section.name));
    }
    if r.gallery.shown != Shown::Nobody {
        lines.push(line(t, "setup-gallery-more", t.s("setup-gallery-consent").into_owned()));
    }
    block(t, "gallery", "setup-gallery", lines)
}

/// Whether there is one set of prizes, as a sentence.
pub fn pooling(t: T, r: &RulesEdition) -> String {
    match &r.prizes {
        PrizeStructure::Pooled { collective_factor, .. } => {
            t.a1("setup-pooled", "factor", figure(t, *collective_factor))
        }
        PrizeStructure::PerCategory { .. } => t.s("setup-per-category").into_owned(),
    }
}

/// A figure of the rules: `1,5`; a fraction where two decimals do not hold it.
fn figure(t: T, r: Ratio) -> String {
    match i64::try_from(r.rounded_hundredths()) {
        Ok(hundredths) if Ratio::hundredths(hundredths) == r => t.marks_short(hundredths),
        _ => r.to_string(),
    }
}

fn rubric(t: T, id: String, caption: String, criteria: &[Criterion]) -> Table {
    let bands = |c: &Criterion| {
        let one = |b: &domain::contest::Band| {
            t.a(
                "setup-band",
                &[
                    ("label", (&b.label).into()),
                    ("min", t.marks_short(b.min).into()),
                    ("max", t.marks_short(b.max).into()),
                ],
            )
        };
        c.bands.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let name = |c: &Criterion| {
        if c.comment_required { t.a1("setup-criterion-comment", "name", &c.name) } else { c.name.clone() }
    };
    Table {
        id,
        caption,
        heads: vec![
            head(t, "setup-criterion", false),
            head(t, "setup-max", true),
            head(t, "setup-step", true),
            head(t, "setup-weight", true),
            head(t, "setup-bands", false),
        ],
        rows: criteria
            .iter()
            .map(|c| {
                vec![name(c), t.marks_short(c.max), t.marks_short(c.step), c.weight.to_string(), bands(c)]
            })
            .collect(),
    }
}

fn round_name(t: T, at: usize, round: &Round) -> String {
    if round.name.is_empty() { t.a1("setup-round", "n", at + 1) } else { round.name.clone() }
}

fn criterion_name(r: &RulesEdition, code: &str) -> String {
    let own = r.judging.rounds.iter().flat_map(|round| &round.criteria);
    let named = r.judging.criteria.iter().chain(own).find(|c| c.code.as_str() == code);
    named.map_or_else(|| code.to_owned(), |c| c.name.clone())
}

fn combine(t: T, combine: Combine) -> String {
    match combine {
        Combine::Mean => t.s("setup-combine-mean").into_owned(),
        Combine::DropHighestAndLowest { applies_from_judges } => {
            t.a1("setup-combine-drop", "judges", applies_from_judges)
        }
        Combine::ThirdMarker { gap, third } => {
            let key = match third {
                ThirdMark::Decides => "setup-combine-third-decides",
                ThirdMark::MeanOfThree => "setup-combine-third-mean",
                ThirdMark::MeanOfTwoClosest => "setup-combine-third-closest",
            };
            t.a1(key, "gap", figure(t, gap))
        }
    }
}

/// The word of a kind of unit; kinds are free words, so one that has no text stands as it is.
pub fn kind(t: T, kind: &str) -> String {
    let key = match kind {
        "district_office" => "setup-kind-district-office",
        "commune" => "setup-kind-commune",
        "town" => "setup-kind-town",
        "ward" => "setup-kind-ward",
        "district" => "setup-kind-district",
        "city" => "setup-kind-city",
        "mass_organisation" => "setup-kind-mass-organisation",
        "social_organisation" => "setup-kind-social-organisation",
        "vertical_agency" => "setup-kind-vertical-agency",
        "service_unit" => "setup-kind-service-unit",
        "office" => "setup-kind-office",
        other => return other.to_owned(),
    };
    t.s(key).into_owned()
}

fn admitted_key(admitted: Admitted) -> &'static str {
    match admitted {
        Admitted::Everyone => "setup-admitted-everyone",
        Admitted::StaffOnly => "setup-admitted-staff",
        Admitted::CollectiveOnly => "setup-admitted-collective",
    }
}

pub fn form_key(form: Form) -> &'static str {
    match form {
        Form::Written => "setup-form-written",
        Form::Video => "setup-form-video",
    }
}

pub fn attachment_key(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Word => "setup-attachment-word",
        AttachmentKind::Pdf => "setup-attachment-pdf",
        AttachmentKind::Image => "setup-attachment-image",
        AttachmentKind::Video => "setup-attachment-video",
        AttachmentKind::Software => "setup-attachment-software",
        AttachmentKind::Product => "setup-attachment-product",
        AttachmentKind::Other => "setup-attachment-other",
    }
}

pub fn quota_key(quota: QuotaStrength) -> &'static str {
    match quota {
        QuotaStrength::Required => "setup-quota-required",
        QuotaStrength::Encouraged => "setup-quota-encouraged",
        QuotaStrength::None => "setup-quota-none",
    }
}

pub fn category_key(category: Category) -> &'static str {
    match category {
        Category::Individual => "setup-category-individual",
        Category::Collective => "setup-category-collective",
    }
}

fn visibility_key(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Open => "setup-visibility-open",
        Visibility::Blind => "setup-visibility-blind",
    }
}

fn last_tie_break_key(last: LastTieBreak) -> &'static str {
    match last {
        LastTieBreak::Chair => "setup-tie-chair",
        LastTieBreak::CommitteeVote => "setup-tie-committee",
        LastTieBreak::Nobody => "setup-tie-nobody",
    }
}

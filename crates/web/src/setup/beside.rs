//! What stands beside marks and levels, in words: side prizes and the vote of the public. For the rules, the result and the pages of
//! those who run the contest.

use super::words::{Head, Line, Table, kind};
use crate::T;
use domain::contest::{
    Category, CommunityVote, Form, OncePer, RulesEdition, SidePrize, SideTo, VoteScale, Voters,
};
use domain::ratio::Ratio;

/// Who may have a side prize and how it is given, a sentence each.
pub fn side_said(t: T, r: &RulesEdition, p: &SidePrize) -> Vec<String> {
    let mut said = vec![
        t.s(match p.to {
            SideTo::Entry => "awards-side-to-entry",
            SideTo::Unit => "awards-side-to-unit",
        })
        .into_owned(),
    ];
    let fits = &p.eligible;
    if !fits.areas.is_empty() {
        let name = |code: &domain::ids::AreaCode| {
            r.areas.iter().find(|a| a.code == *code).map_or_else(|| code.to_string(), |a| a.name.clone())
        };
        let areas: Vec<String> = fits.areas.iter().map(name).collect();
        said.push(t.a1("awards-side-areas", "areas", areas.join(", ")));
    }
    said.extend(fits.forms.iter().map(|f| {
        t.s(match f {
            Form::Written => "awards-side-form-written",
            Form::Video => "awards-side-form-video",
        })
        .into_owned()
    }));
    said.extend(fits.categories.iter().map(|c| {
        t.s(match c {
            Category::Individual => "awards-side-individual",
            Category::Collective => "awards-side-collective",
        })
        .into_owned()
    }));
    if !fits.unit_kinds.is_empty() {
        let kinds: Vec<String> = fits.unit_kinds.iter().map(|k| kind(t, k)).collect();
        said.push(t.a1("awards-side-unit-kinds", "kinds", kinds.join(", ")));
    }
    if p.to == SideTo::Entry && !p.beside_main {
        said.push(t.s("awards-side-alone").into_owned());
    }
    if p.collective_factor != Ratio::ONE {
        said.push(t.a1("awards-side-factor", "factor", t.ratio(p.collective_factor)));
    }
    if let Some(share) = p.majority {
        said.push(t.a1("awards-side-majority", "share", share.to_string()));
    }
    said
}

/// The table of side prizes; `None` where there are none.
pub fn side_table(t: T, r: &RulesEdition) -> Option<Table> {
    if r.side_prizes.is_empty() {
        return None;
    }
    let head = |key: &str, number: bool| Head { text: t.s(key).into_owned(), number };
    let row = |p: &SidePrize| {
        vec![p.name.clone(), t.number(p.count), t.vnd(p.prize_vnd), side_said(t, r, p).join(" ")]
    };
    Some(Table {
        id: "side-prizes".into(),
        caption: t.s("awards-side-title").into_owned(),
        heads: vec![
            head("awards-col-prize", false),
            head("awards-side-count", true),
            head("awards-col-amount", true),
            head("awards-side-conditions", false),
        ],
        rows: r.side_prizes.iter().map(row).collect(),
    })
}

/// What the vote of the public weighs, who votes and until when.
pub fn vote_said(t: T, v: &CommunityVote) -> Vec<String> {
    let scale = match v.scale {
        VoteScale::ShareOfMost => "judging-votes-of-most",
        VoteScale::ShareOfAll => "judging-votes-of-all",
    };
    let voters = match v.voters {
        Voters::Everyone => "judging-votes-by-everyone",
        Voters::Residents => "judging-votes-by-residents",
        Voters::Staff => "judging-votes-by-staff",
        Voters::Members => "judging-votes-by-members",
    };
    let once = match v.once_per {
        OncePer::Person => "judging-votes-once-person",
        OncePer::Account => "judging-votes-once-account",
        OncePer::Phone => "judging-votes-once-phone",
        OncePer::Device => "judging-votes-once-device",
        OncePer::Ballot => "judging-votes-once-ballot",
    };
    let percent = v.weight * Ratio::whole(100);
    let mut said = vec![
        t.a1("judging-votes-weight", "percent", t.ratio(percent)),
        t.s(scale).into_owned(),
        t.s(voters).into_owned(),
        t.s(once).into_owned(),
    ];
    if let Some(opens) = v.opens {
        said.push(t.a1("judging-votes-opens", "at", t.date_time(opens)));
    }
    if let Some(closes) = v.closes {
        said.push(t.a1("judging-votes-closes", "at", t.deadline_limit(closes)));
    }
    said
}

/// The same as a line of the rules.
pub fn vote_line(t: T, v: &CommunityVote) -> Line {
    Line { term: t.s("judging-votes-title").into_owned(), said: vote_said(t, v) }
}

//! Refusals of awards in the person's words, and the words of pools, outcomes and mechanisms.

use crate::Msg;
use crate::i18n::T;
use crate::judging::bar;
use app::awards::{FreezeRefusal, ProposeRefusal};
use domain::awards::complaint::{ComplaintRefusal, Outcome};
use domain::awards::confirm::ConfirmRefusal;
use domain::awards::release::ReleaseRefusal;
use domain::awards::side::{Misfit, SideRefusal};
use domain::awards::ties::TieRefusal;
use domain::contest::{Combine, FinalScore, Pool, Round, RulesEdition, SideTo, ThirdMark};
use domain::judging::combine::CombineRefusal;

pub fn freeze(refusal: &FreezeRefusal) -> Msg {
    match refusal {
        FreezeRefusal::RoundNotClosed { round } => {
            Msg::new("awards-freeze-round-open").arg("round", round.to_string())
        }
        FreezeRefusal::Incomplete(missing) => {
            let key = match missing.why {
                CombineRefusal::NoSheet => "awards-freeze-no-sheet",
                CombineRefusal::FirstMarks { .. }
                | CombineRefusal::ThirdMissing { .. }
                | CombineRefusal::ThirdNotCalled { .. } => "awards-freeze-third",
            };
            Msg::new(key).arg("entry", missing.entry.to_string()).arg("round", missing.round.to_string())
        }
        FreezeRefusal::VotesMissing => Msg::new("awards-freeze-votes-missing"),
        FreezeRefusal::AlreadyConfirmed => Msg::new("awards-already-confirmed"),
    }
}

/// The field of the form that a refusal belongs to, and its text.
pub fn tie(refusal: &TieRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        TieRefusal::NoStandings => (None, Msg::new("awards-no-standings")),
        TieRefusal::TooLate => (None, Msg::new("awards-already-confirmed")),
        TieRefusal::OnlyTheChair => (None, Msg::new("awards-tie-only-chair")),
        TieRefusal::OnlyTheCommittee => (None, Msg::new("awards-tie-only-committee")),
        TieRefusal::Nobody => (None, Msg::new("awards-tie-nobody")),
        TieRefusal::NotAGroup => (None, Msg::new("awards-tie-not-a-group")),
        TieRefusal::AlreadyDecided => (None, Msg::new("awards-tie-already")),
        TieRefusal::Recused { entry } => {
            (None, Msg::new("awards-tie-recused").arg("entry", entry.to_string()))
        }
        TieRefusal::ReasonMissing => (Some("reason"), Msg::new("awards-tie-reason-missing")),
        TieRefusal::ReasonTooLong { most } => {
            (Some("reason"), Msg::new("awards-too-long").arg("most", *most))
        }
        TieRefusal::Vote(why) => confirm(why),
    }
}

pub fn propose(refusal: &ProposeRefusal) -> Msg {
    match refusal {
        ProposeRefusal::NoStandings => Msg::new("awards-no-standings"),
        ProposeRefusal::AlreadyConfirmed => Msg::new("awards-already-confirmed"),
        ProposeRefusal::NotWholeVnd(prize) => {
            Msg::new("awards-not-whole").arg("level", prize.level.to_string())
        }
    }
}

/// The field of the form that a refusal belongs to, and its text.
pub fn confirm(refusal: &ConfirmRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        ConfirmRefusal::NothingProposed => (None, Msg::new("awards-confirm-nothing")),
        ConfirmRefusal::AlreadyConfirmed => (None, Msg::new("awards-already-confirmed")),
        ConfirmRefusal::ProposalOutdated => (None, Msg::new("awards-confirm-outdated")),
        ConfirmRefusal::SideNoLongerFits { prize, winner } => {
            let msg =
                Msg::new("awards-confirm-side").arg("prize", prize.to_string()).arg("winner", winner.clone());
            (None, msg)
        }
        ConfirmRefusal::MinutesMissing => (Some("minutes"), Msg::new("awards-confirm-minutes-missing")),
        ConfirmRefusal::MinutesTooLong { most } => {
            (Some("minutes"), Msg::new("awards-too-long").arg("most", *most))
        }
        ConfirmRefusal::VotesMissing => (Some("votes-for"), Msg::new("awards-confirm-votes-missing")),
        ConfirmRefusal::VotesImpossible => (Some("votes-for"), Msg::new("awards-confirm-votes-impossible")),
        ConfirmRefusal::NotEnough { votes_for, votes_cast } => {
            let msg = Msg::new("awards-confirm-not-enough").arg("for", *votes_for).arg("cast", *votes_cast);
            (Some("votes-for"), msg)
        }
    }
}

/// The field of the form that a refusal belongs to, and its text.
pub fn side(refusal: &SideRefusal) -> (Option<&'static str>, Msg) {
    match refusal {
        SideRefusal::NoStandings => (None, Msg::new("awards-side-no-standings")),
        SideRefusal::AlreadyConfirmed => (None, Msg::new("awards-already-confirmed")),
        SideRefusal::UnknownPrize => (Some("prize"), Msg::new("awards-side-unknown-prize")),
        SideRefusal::UnknownWinner => (Some("winner"), Msg::new("awards-side-unknown-winner")),
        SideRefusal::NoneLeft { count } => {
            (Some("prize"), Msg::new("awards-side-none-left").arg("n", *count))
        }
        SideRefusal::GivenAlready => (Some("winner"), Msg::new("awards-side-given")),
        SideRefusal::Misfit(why) => (
            Some("winner"),
            Msg::new(match why {
                Misfit::Kind(SideTo::Entry) => "awards-side-misfit-entry",
                Misfit::Kind(SideTo::Unit) => "awards-side-misfit-unit",
                Misfit::Area => "awards-side-misfit-area",
                Misfit::Form => "awards-side-misfit-form",
                Misfit::Category => "awards-side-misfit-category",
                Misfit::UnitKind => "awards-side-misfit-unit-kind",
                Misfit::HasMainPrize => "awards-side-misfit-main",
                Misfit::NoEntries => "awards-side-misfit-no-entries",
            }),
        ),
        SideRefusal::ReasonMissing => (Some("reason"), Msg::new("awards-side-reason-missing")),
        SideRefusal::ReasonTooLong { most } => {
            (Some("reason"), Msg::new("awards-too-long").arg("most", *most))
        }
        SideRefusal::Votes(why) => confirm(why),
    }
}

pub fn release(refusal: &ReleaseRefusal) -> Msg {
    match refusal {
        ReleaseRefusal::NotConfirmed => Msg::new("awards-release-not-confirmed"),
        ReleaseRefusal::AlreadyReleased => Msg::new("awards-release-already"),
    }
}

pub fn complaint_outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "awards-complaint-kept",
        Outcome::Reopened => "awards-complaint-reopened",
    }
}

/// `words`: the field that holds the complaint or its answer.
pub fn complaint(refusal: &ComplaintRefusal, words: &'static str) -> (Option<&'static str>, Msg) {
    match refusal {
        ComplaintRefusal::TooEarly => (None, Msg::new("awards-complaint-too-early")),
        ComplaintRefusal::TooLate { days } => {
            (None, Msg::new("awards-complaint-too-late").arg("days", *days))
        }
        ComplaintRefusal::NameMissing => (Some("from"), Msg::new("awards-complaint-name-missing")),
        ComplaintRefusal::TextMissing => (Some(words), Msg::new("awards-complaint-text-missing")),
        ComplaintRefusal::TooLong { most } => (None, Msg::new("awards-too-long").arg("most", *most)),
        ComplaintRefusal::UnknownEntry => (Some("entry"), Msg::new("awards-complaint-unknown-entry")),
        ComplaintRefusal::AlreadyAnswered => (None, Msg::new("awards-complaint-already-answered")),
        ComplaintRefusal::OutcomeMissing => (Some("outcome"), Msg::new("awards-complaint-outcome-missing")),
        ComplaintRefusal::NothingToReopen => (None, Msg::new("awards-complaint-nothing-to-reopen")),
        ComplaintRefusal::Released => (None, Msg::new("awards-complaint-is-released")),
    }
}

pub fn pool(pool: Pool) -> &'static str {
    match pool {
        Pool::All => "awards-pool-all",
        Pool::Individual => "awards-pool-individual",
        Pool::Collective => "awards-pool-collective",
    }
}

/// The word of an outcome without a place.
pub fn outcome(word: &str) -> &'static str {
    match word {
        "below_threshold" => "awards-outcome-below-threshold",
        "not_among_finalists" => "awards-outcome-not-among-finalists",
        "last_threshold" => "awards-outcome-last-threshold",
        "zero_mean" => "awards-outcome-zero-mean",
        _ => "awards-outcome-ranked",
    }
}

/// How the marks of a round are combined, as a sentence.
pub fn combine(t: T, round: &Round) -> String {
    match round.combine {
        Combine::Mean => t.s("awards-combine-mean").into_owned(),
        Combine::DropHighestAndLowest { applies_from_judges } => {
            t.a1("awards-combine-drop", "n", applies_from_judges)
        }
        Combine::ThirdMarker { gap, third } => {
            let key = match third {
                ThirdMark::Decides => "awards-combine-third-decides",
                ThirdMark::MeanOfThree => "awards-combine-third-mean",
                ThirdMark::MeanOfTwoClosest => "awards-combine-third-closest",
            };
            t.a1(key, "gap", t.ratio(gap))
        }
    }
}

/// How the ranked figure comes from the rounds, as a sentence.
pub fn final_score(t: T, rules: &RulesEdition) -> String {
    match &rules.judging.final_score {
        FinalScore::LastRoundDecides => t.s("awards-final-last").into_owned(),
        FinalScore::WeightedRounds(weights) => {
            let name = |code| rules.round(code).map_or(String::new(), |r| bar::round_name(t, r));
            let parts: Vec<String> =
                weights.iter().map(|(code, w)| format!("{} \u{d7} {}", name(code), t.ratio(*w))).collect();
            t.a1("awards-final-weighted", "parts", parts.join(" + "))
        }
    }
}

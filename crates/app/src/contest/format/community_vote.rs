//! `judging.community_vote`: what a vote of the public weighs.

use super::{Node, ProblemKind, Problems};
use domain::contest::{CommunityVote, OncePer, VoteScale, Voters};
use domain::ratio::Ratio;
use domain::time::Before;

pub(super) fn community_vote(n: &Node<'_>, out: &mut Problems) -> Option<CommunityVote> {
    if !n.is_there() {
        return None;
    }
    let (weight, scale, once) = (n.at("weight"), n.at("scale"), n.at("once_per"));
    for needed in [&scale, &once] {
        if !needed.is_there() {
            needed.wrong(ProblemKind::Missing, out);
        }
    }
    let share = weight.ratio(out);
    if weight.is_there() && (share <= Ratio::ZERO || share >= Ratio::ONE) {
        weight.wrong(ProblemKind::OutOfRange, out);
    }
    let (opens, closes) = (n.at("opens"), n.at("closes"));
    let (from, until) = (opens.opt_instant(out), closes.opt_instant(out));
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        closes.wrong(ProblemKind::OutOfRange, out);
    }
    Some(CommunityVote {
        weight: share,
        scale: scale.word(VoteScale::from_word, out).unwrap_or(VoteScale::ShareOfMost),
        opens: from,
        closes: until.map(Before),
        voters: n.at("voters").word(Voters::from_word, out).unwrap_or(Voters::Everyone),
        once_per: once.word(OncePer::from_word, out).unwrap_or(OncePer::Person),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::with;
    use super::*;
    use serde_json::json;

    #[test]
    fn a_vote_is_read_and_a_contest_without_the_field_has_none() {
        assert_eq!(with(|_| {}).unwrap().judging.community_vote, None);
        let vote = |v: serde_json::Value| with(|c| c["judging"]["community_vote"] = v.clone());
        let read = vote(json!({
            "weight": "0.1", "scale": "share_of_most", "once_per": "phone", "voters": "residents",
            "opens": "2024-04-15T00:00:00+07:00", "closes": "2024-04-25T17:00:00+07:00",
        }));
        let read = read.unwrap().judging.community_vote.unwrap();
        assert_eq!((read.weight, read.scale), (Ratio::new(1, 10).unwrap(), VoteScale::ShareOfMost));
        assert_eq!((read.voters, read.once_per), (Voters::Residents, OncePer::Phone));
        assert!(read.closes.is_some_and(|c| !c.admits(c.0)));
        for (wrong, field) in [
            (json!({"scale": "share_of_all", "once_per": "person"}), "judging.community_vote.weight"),
            (
                json!({"weight": "1", "scale": "share_of_all", "once_per": "person"}),
                "judging.community_vote.weight",
            ),
            (json!({"weight": "0.1", "scale": "rank", "once_per": "person"}), "judging.community_vote.scale"),
            (json!({"weight": "0.1", "scale": "share_of_all"}), "judging.community_vote.once_per"),
            (
                json!({"weight": "0.1", "scale": "share_of_all", "once_per": "person", "opens": "2024-04-25T17:00:00+07:00",
                       "closes": "2024-04-25T17:00:00+07:00"}),
                "judging.community_vote.closes",
            ),
        ] {
            let e = vote(wrong).unwrap_err();
            assert_eq!(e.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), [field]);
        }
    }
}

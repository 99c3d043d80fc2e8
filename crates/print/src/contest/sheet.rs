//! The score sheet of a contest, to write on.

use super::Paper;
use crate::papers::score_sheet;

impl Paper<'_> {
    pub(super) fn blank_sheet(&self) -> score_sheet::Sheet {
        let round = self.facts.rules.judging.rounds.first();
        let line = |c: &domain::contest::Criterion| score_sheet::Line {
            criterion: c.name.clone(),
            most: c.max,
            mark: None,
            comment: String::new(),
        };
        score_sheet::Sheet {
            round: round.map(|r| r.name.clone()).unwrap_or_default(),
            code: String::new(),
            title: String::new(),
            judge: String::new(),
            lines: round.map(|r| r.criteria.iter().map(line).collect()).unwrap_or_default(),
            comment: String::new(),
            sealed: String::new(),
        }
    }
}

//! What the right to enter rests on, author by author, where the contest asks for it: the birth date. Source: ours,
//! docs/rules/entrants.md.

use super::submit::{AuthorField, Field, SubmitRefusal};
use crate::contest::{AgeRefusal, Entrants, RulesEdition};
use crate::text;
use crate::time::Day;

/// As handed in. Nothing where the contest does not ask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grounds {
    pub birth: Option<Day>,
}

/// As typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftGrounds {
    /// `5/3/1990`.
    pub birth: String,
}

impl DraftGrounds {
    /// What would be typed for what was handed in.
    pub fn of(grounds: &Grounds) -> DraftGrounds {
        DraftGrounds { birth: grounds.birth.map(Day::written).unwrap_or_default() }
    }

    pub fn is_blank(&self) -> bool {
        self.birth.trim().is_empty()
    }

    pub(super) fn clean(&mut self) {
        self.birth = text::clean_line(&self.birth);
    }

    /// Takes away what the contest does not ask for: it is not kept.
    pub fn keep_asked(&mut self, entrants: &Entrants) {
        if entrants.age.is_none() {
            self.birth.clear();
        }
    }

    /// What is there, as far as the contest asks for it and it can be read.
    pub(super) fn read(&self, entrants: &Entrants) -> Grounds {
        Grounds { birth: entrants.age.and_then(|_| birth_day(&self.birth)) }
    }

    /// What stands against this author, who is counted from 0.
    pub(super) fn check(
        &self,
        author: usize,
        rules: &RulesEdition,
        today: Day,
        refusals: &mut Vec<SubmitRefusal>,
    ) {
        let Some(rule) = rules.entrants.age else { return };
        if self.birth.trim().is_empty() {
            refusals.push(SubmitRefusal::Missing { at: Field::Author(author, AuthorField::Birth) });
            return;
        }
        let birth = birth_day(&self.birth).ok_or(AgeRefusal::Unreadable);
        let verdict = birth.and_then(|day| rule.admits(day, &rules.timeline, today));
        refusals.extend(verdict.err().map(|why| SubmitRefusal::Age { author, why }));
    }
}

/// A birth date as people write it. Nobody was born before 1900: such a year is a slip of the finger.
pub fn birth_day(text: &str) -> Option<Day> {
    Day::typed(&text::clean_line(text)).filter(|day| day.0.year() >= 1900)
}

#[cfg(test)]
mod tests {
    use super::super::Draft;
    use super::super::submit::problems;
    use super::super::submit::tests::{a_draft, at, hand_in, the_rules};
    use super::*;
    use crate::contest::AgeRule;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn an_author_says_when_he_was_born_where_the_contest_asks() {
        let now = at("2024-04-02T09:00:00+07:00");
        let mut rules = the_rules();
        rules.entrants.age = Some(AgeRule { least: Some(18), most: Some(35), at: None });
        let on = day("2024-04-09");
        let no = |why| vec![SubmitRefusal::Age { author: 0, why }];
        for (typed, said) in [
            ("", vec![SubmitRefusal::Missing { at: Field::Author(0, AuthorField::Birth) }]),
            ("  ", vec![SubmitRefusal::Missing { at: Field::Author(0, AuthorField::Birth) }]),
            ("9/4/2006", vec![]),
            (" 09-04-2006 ", vec![]),
            ("2006-04-09", vec![]),
            ("10/4/1988", vec![]),
            ("10/4/2006", no(AgeRefusal::TooYoung { age: 17, least: 18, on })),
            ("9/4/1988", no(AgeRefusal::TooOld { age: 36, most: 35, on })),
            ("3/4/2024", no(AgeRefusal::InFuture)),
            ("2/4/2024", no(AgeRefusal::TooYoung { age: 0, least: 18, on })),
            ("30/02/1990", no(AgeRefusal::Unreadable)),
            ("1990", no(AgeRefusal::Unreadable)),
            ("5/3/90", no(AgeRefusal::Unreadable)),
            ("5/3/0990", no(AgeRefusal::Unreadable)),
            ("năm 1990", no(AgeRefusal::Unreadable)),
        ] {
            let mut draft = a_draft();
            draft.authors[0].grounds.birth = typed.into();
            assert_eq!(problems(&draft, &hand_in(&rules, now)), said, "{typed:?}");
        }
    }

    #[test]
    fn what_is_not_asked_is_not_handed_in() {
        let mut rules = the_rules();
        let mut draft = a_draft();
        let plain = draft.as_dossier(&rules);
        draft.authors[0].grounds.birth = "5/3/1990".into();
        assert_eq!(draft.as_dossier(&rules), plain);
        assert!(!plain.canonical().contains("birth"), "the digests of other contests stay");
        let mut unasked = draft.authors[0].grounds.clone();
        unasked.keep_asked(&rules.entrants);
        assert!(unasked.is_blank());

        rules.entrants.age = Some(AgeRule { least: Some(18), most: None, at: None });
        let dossier = draft.as_dossier(&rules);
        assert_eq!(dossier.authors[0].grounds.birth, Some(day("1990-03-05")));
        assert!(dossier.canonical().contains("\nbirth 10:1990-03-05\n"));
        let again = Draft::of_dossier(&dossier, &rules);
        assert_eq!(again.authors[0].grounds.birth, "05/03/1990");
        assert_eq!(again.as_dossier(&rules), dossier);
    }
}

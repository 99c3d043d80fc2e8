//! Results are public from the moment of release, and not a moment before; what is public of one entry then.

use super::Consent;
use crate::contest::{Phase, Shown};

/// True once the result of a contest may be shown to everybody.
pub fn results_are_public(phase: Phase) -> bool {
    match phase {
        Phase::Released => true,
        Phase::Draft | Phase::Open | Phase::Judging | Phase::Deciding | Phase::Decided => false,
    }
}

/// True once the contest itself may be shown to everybody.
pub fn contest_is_public(phase: Phase) -> bool {
    phase != Phase::Draft
}

/// What became of an entry, as far as the gallery asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Prize,
    /// It has a place and no prize.
    Ranked,
    /// It never had a place: late, not selected, rejected, below a threshold.
    Unranked,
}

/// What everybody may see of an entry besides title, areas, form, receiving unit and the summary. Never addresses, telephones,
/// shares, marks; never the place of an entry without a prize.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disclosure {
    pub names: bool,
    pub text: bool,
    pub files: bool,
}

/// `None`: the entry is not in the gallery. Source: ours, docs/rules/gallery.md.
pub fn disclose(shown: Shown, phase: Phase, standing: Standing, given: Consent) -> Option<Disclosure> {
    let is_in = match (shown, standing) {
        (Shown::Nobody, _) | (_, Standing::Unranked) => false,
        (Shown::Winners | Shown::Consenting | Shown::Ranked, Standing::Prize) => true,
        (Shown::Winners, Standing::Ranked) => false,
        (Shown::Consenting, Standing::Ranked) => given.text,
        (Shown::Ranked, Standing::Ranked) => true,
    };
    let names = standing == Standing::Prize || given.names;
    (is_in && results_are_public(phase)).then_some(Disclosure { names, text: given.text, files: given.files })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_say_which_entries_and_consent_what_of_them() {
        let no = Consent::default();
        let text = Consent { text: true, ..no };
        let names = Consent { names: true, ..no };
        let files = Consent { files: true, ..no };
        for (shown, standing, given, want) in [
            (Shown::Nobody, Standing::Prize, text, ""),
            (Shown::Winners, Standing::Prize, no, "shown names"),
            (Shown::Winners, Standing::Prize, text, "shown names text"),
            (Shown::Winners, Standing::Prize, files, "shown names files"),
            (Shown::Winners, Standing::Ranked, text, ""),
            (Shown::Consenting, Standing::Prize, no, "shown names"),
            (Shown::Consenting, Standing::Ranked, no, ""),
            (Shown::Consenting, Standing::Ranked, names, ""),
            (Shown::Consenting, Standing::Ranked, text, "shown text"),
            (Shown::Ranked, Standing::Ranked, no, "shown"),
            (Shown::Ranked, Standing::Ranked, names, "shown names"),
            (Shown::Ranked, Standing::Unranked, text, ""),
        ] {
            let said = |d: Disclosure| {
                let parts = [("names", d.names), ("text", d.text), ("files", d.files)];
                let on = parts.iter().filter(|p| p.1).map(|p| p.0);
                ["shown"].into_iter().chain(on).collect::<Vec<_>>().join(" ")
            };
            let got = disclose(shown, Phase::Released, standing, given).map(said).unwrap_or_default();
            assert_eq!(got, want, "{shown:?} {standing:?} {given:?}");
        }
    }

    #[test]
    fn nothing_is_shown_before_the_release_whatever_was_consented() {
        let all = Consent { names: true, text: true, files: true };
        for phase in [Phase::Draft, Phase::Open, Phase::Judging, Phase::Deciding, Phase::Decided] {
            assert_eq!(disclose(Shown::Ranked, phase, Standing::Prize, all), None, "{phase:?}");
        }
    }
}

//! Phiên họp của Ban giám khảo: the chair goes through the entries of a round, everybody present follows. What a person sees
//! of the entry in turn is decided here. Source: ours, `docs/rules/meeting.md`.

use crate::text;

/// What is said when a meeting is opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    pub place: String,
    /// Who is there, as the minutes will name them.
    pub present: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMeetingRefusal {
    PlaceMissing,
    PresentMissing,
    TooLong {
        most: usize,
    },
    /// One meeting of a round at a time.
    AlreadyOpen,
    /// No entry to speak of.
    NoEntries,
}

/// Longest place and list of names, in characters.
pub const MOST_PLACE: usize = 200;
pub const MOST_PRESENT: usize = 4_000;

pub fn open(o: &Opening, already_open: bool, entries: usize) -> Result<(), Vec<OpenMeetingRefusal>> {
    let mut no = vec![];
    if already_open {
        no.push(OpenMeetingRefusal::AlreadyOpen);
    }
    if entries == 0 {
        no.push(OpenMeetingRefusal::NoEntries);
    }
    if o.place.is_empty() {
        no.push(OpenMeetingRefusal::PlaceMissing);
    }
    if o.present.is_empty() {
        no.push(OpenMeetingRefusal::PresentMissing);
    }
    for (text, most) in [(&o.place, MOST_PLACE), (&o.present, MOST_PRESENT)] {
        if text::length(text) > most {
            no.push(OpenMeetingRefusal::TooLong { most });
        }
    }
    if no.is_empty() { Ok(()) } else { Err(no) }
}

/// What somebody present sees of the entry in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Nothing, not even which entry it is.
    Blank,
    /// The entry, no figures and nothing of what was said: an own sheet is not signed, or there is none and may yet be.
    EntryOnly,
    Full,
}

/// `own`: the viewer's own sheet of the entry, signed or not; `runs`: the viewer may see the board of the round.
pub fn view(recused: bool, own: Option<bool>, runs: bool) -> View {
    match (recused, own) {
        (true, _) => View::Blank,
        (false, Some(true)) => View::Full,
        (false, None) if runs => View::Full,
        (false, Some(false) | None) => View::EntryOnly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_has_a_place_people_and_entries() {
        let o = |place: &str, present: &str| Opening { place: place.into(), present: present.into() };
        use OpenMeetingRefusal::*;
        for (opening, already, entries, want) in [
            (o("Phòng họp số 2", "A; B"), false, 3, vec![]),
            (o("", ""), true, 0, vec![AlreadyOpen, NoEntries, PlaceMissing, PresentMissing]),
            (o(&"ă".repeat(201), "A"), false, 1, vec![TooLong { most: 200 }]),
        ] {
            assert_eq!(open(&opening, already, entries).err().unwrap_or_default(), want);
        }
    }

    #[test]
    fn nobody_sees_what_they_must_keep_away_from_nor_figures_before_their_own_signature() {
        for (recused, own, runs, want) in [
            (true, None, true, View::Blank),
            (true, Some(true), true, View::Blank),
            (false, Some(false), true, View::EntryOnly),
            (false, Some(true), false, View::Full),
            (false, None, false, View::EntryOnly),
            (false, None, true, View::Full),
        ] {
            assert_eq!(view(recused, own, runs), want, "{recused} {own:?} {runs}");
        }
    }
}

//! Đồng ý công khai: what an author lets the public see beyond the rules. Three separate ticks, none set beforehand; silence is no
//! consent. Source: Law 91/2025/QH15 on personal data, consent; research/domain.md, section 8.

use super::GalleryEvent;
use crate::entry::EntryState;
use crate::ids::{ContestId, EntryId};

/// What the author agreed to. Nothing unless ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Consent {
    /// The names of the authors, where the entry has no prize. Names of winners stand in the decision on the results.
    pub names: bool,
    /// Every section of the text.
    pub text: bool,
    /// The attached files, to be downloaded.
    pub files: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentRefusal {
    /// A draft, or an entry that was taken back: there is nothing to show.
    NotHandedIn,
}

/// The consent in place of the one before; a tick that is gone is a consent taken back.
pub fn consent(
    contest: ContestId,
    entry: EntryId,
    state: EntryState,
    given: Consent,
) -> Result<GalleryEvent, Vec<ConsentRefusal>> {
    match state {
        EntryState::HandedIn => Ok(GalleryEvent::Consented { contest, entry, given }),
        // Who took the entry back may still take the consent back.
        EntryState::Withdrawn if given == Consent::default() => {
            Ok(GalleryEvent::Consented { contest, entry, given })
        }
        EntryState::Draft | EntryState::Withdrawn => Err(vec![ConsentRefusal::NotHandedIn]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_is_given_for_what_was_handed_in_and_taken_back_at_any_time() {
        let names = Consent { names: true, ..Consent::default() };
        for (state, given, ok) in [
            (EntryState::HandedIn, names, true),
            (EntryState::HandedIn, Consent::default(), true),
            (EntryState::Withdrawn, names, false),
            (EntryState::Withdrawn, Consent::default(), true),
            (EntryState::Draft, names, false),
            (EntryState::Draft, Consent::default(), false),
        ] {
            let done = consent(ContestId(1), EntryId(2), state, given);
            assert_eq!(done.is_ok(), ok, "{state:?} {given:?}");
            if let Ok(event) = done {
                assert_eq!(
                    event,
                    GalleryEvent::Consented { contest: ContestId(1), entry: EntryId(2), given }
                );
            }
        }
    }
}

//! Handing in again: an entry that is with its unit may be edited until the unit forwards it or the deadline comes. The
//! edit is a new version; the head's confirmation of the old one is void (a guard of the database sees to it).

use super::draft::Draft;
use super::event::EntryEvent;
use super::state::{EntryState, Whereabouts};
use super::submit::{HandIn, SubmitRefusal, Submitted, take};
use crate::ids::EntryId;

/// Makes the working copy version `handed_in.version + 1`.
pub fn edit_again(
    entry: EntryId,
    draft: &Draft,
    handed_in: &Whereabouts,
    with: &HandIn<'_>,
) -> Result<(Submitted, EntryEvent), Vec<SubmitRefusal>> {
    may_still_change(handed_in)?;
    let submitted = take(draft, handed_in.version + 1, with)?;
    if handed_in.dossier_hash == Some(submitted.dossier_hash) {
        return Err(vec![SubmitRefusal::Unchanged]);
    }
    let event = EntryEvent::Edited {
        entry,
        version: submitted.version,
        at: submitted.at,
        dossier_hash: submitted.dossier_hash,
    };
    Ok((submitted, event))
}

/// Handed in, and not (or no longer) with the committee. The deadline is asked separately.
pub fn may_still_change(handed_in: &Whereabouts) -> Result<(), Vec<SubmitRefusal>> {
    match handed_in.state {
        EntryState::Withdrawn => Err(vec![SubmitRefusal::Withdrawn]),
        EntryState::HandedIn if handed_in.with_committee => Err(vec![SubmitRefusal::AlreadyForwarded]),
        EntryState::HandedIn | EntryState::Draft => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::submit::tests::{a_draft, at, hand_in, the_rules};
    use super::*;

    const HERE: Whereabouts = Whereabouts {
        state: EntryState::HandedIn,
        version: 1,
        dossier_hash: None,
        with_committee: false,
        with_judges: false,
    };

    #[test]
    fn an_edit_is_the_next_version() {
        let rules = the_rules();
        let with = hand_in(&rules, at("2024-04-05T08:00:00+07:00"));
        let (submitted, event) = edit_again(EntryId(7), &a_draft(), &HERE, &with).expect("in time");
        assert_eq!(submitted.version, 2);
        assert_eq!(event.name(), "entry.edited");
    }

    #[test]
    fn an_edit_is_refused() {
        let rules = the_rules();
        let in_time = at("2024-04-09T23:59:59.999+07:00");
        let (same, _) =
            edit_again(EntryId(7), &a_draft(), &HERE, &hand_in(&rules, in_time)).expect("in time");
        let closed = SubmitRefusal::Closed { closed_at: at("2024-04-10T00:00:00+07:00") };
        for (name, place, now, refusal) in [
            (
                "with the committee",
                Whereabouts { with_committee: true, ..HERE },
                in_time,
                SubmitRefusal::AlreadyForwarded,
            ),
            (
                "withdrawn",
                Whereabouts { state: EntryState::Withdrawn, ..HERE },
                in_time,
                SubmitRefusal::Withdrawn,
            ),
            ("too late", HERE, in_time.plus_ms(1), closed),
            (
                "the same",
                Whereabouts { dossier_hash: Some(same.dossier_hash), ..HERE },
                in_time,
                SubmitRefusal::Unchanged,
            ),
        ] {
            let refused = edit_again(EntryId(7), &a_draft(), &place, &hand_in(&rules, now));
            assert_eq!(refused, Err(vec![refusal]), "{name}");
        }
    }
}

//! Công bố: the result becomes public at one moment, after the committee has confirmed it.

use super::confirm::AwardState;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseRefusal {
    NotConfirmed,
    AlreadyReleased,
}

/// Checks a release.
pub fn release(state: Option<AwardState>) -> Result<(), Vec<ReleaseRefusal>> {
    match state {
        Some(AwardState::Confirmed) => Ok(()),
        Some(AwardState::Released) => Err(vec![ReleaseRefusal::AlreadyReleased]),
        Some(AwardState::Proposed) | None => Err(vec![ReleaseRefusal::NotConfirmed]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_committee_confirmed_is_released_and_only_once() {
        assert_eq!(release(Some(AwardState::Confirmed)), Ok(()));
        assert_eq!(release(Some(AwardState::Proposed)), Err(vec![ReleaseRefusal::NotConfirmed]));
        assert_eq!(release(None), Err(vec![ReleaseRefusal::NotConfirmed]));
        assert_eq!(release(Some(AwardState::Released)), Err(vec![ReleaseRefusal::AlreadyReleased]));
    }
}

//! From an action's answer to a page: what stops a page, and what comes back beside its fields.

use crate::WebError;
use app::act::Stop;

/// `Ok(Ok(value))` when it happened, `Ok(Err(reasons))` when a rule refused, `Err` when there is no such page for this
/// person. "Not allowed" and "not found" look the same, so that nobody learns what exists.
pub fn settle<T, R>(answer: Result<T, Stop<R>>) -> Result<Result<T, Vec<R>>, WebError> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(Stop::Refused(reasons)) => Ok(Err(reasons)),
        Err(Stop::NotAllowed | Stop::NotFound) => Err(WebError::NotFound),
        Err(Stop::Fault(fault)) => Err(WebError::fault(fault)),
    }
}

/// For actions that cannot refuse here, such as reading: a refusal is the same as not found.
pub fn loaded<T, R>(answer: Result<T, Stop<R>>) -> Result<T, WebError> {
    settle(answer)?.map_err(|_| WebError::NotFound)
}

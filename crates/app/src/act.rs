//! What an action answers: load, may, decide, save, record, in that order, inside one transaction.

use crate::db::{DbFault, Tx};
use domain::actor::NotAllowed;

/// Why an action did not happen. Nothing was changed.
#[derive(Debug)]
pub enum Stop<R> {
    /// The access question said no. Shown as 404 where the existence of the thing is a secret.
    NotAllowed,
    NotFound,
    /// Every reason at once, as data the person can act on.
    Refused(Vec<R>),
    /// For the operator, not for the person.
    Fault(DbFault),
}

impl<R> Stop<R> {
    pub fn refuse(reason: R) -> Stop<R> {
        Stop::Refused(vec![reason])
    }

    /// The same stop with its reasons in another type.
    pub fn map<S>(self, f: impl FnMut(R) -> S) -> Stop<S> {
        match self {
            Stop::NotAllowed => Stop::NotAllowed,
            Stop::NotFound => Stop::NotFound,
            Stop::Refused(reasons) => Stop::Refused(reasons.into_iter().map(f).collect()),
            Stop::Fault(fault) => Stop::Fault(fault),
        }
    }
}

/// Runs an action to see what it would refuse, and takes everything back: for the look before a confirmation.
pub fn rehearsed<T, R>(
    tx: &mut Tx,
    action: impl FnOnce(&mut Tx) -> Result<T, Stop<R>>,
) -> Result<T, Stop<R>> {
    let mut answer = None;
    let taken_back = tx.attempt(|tx| {
        answer = Some(action(tx));
        Err::<(), Stop<R>>(Stop::NotFound)
    });
    match (answer, taken_back) {
        (_, Err(Stop::Fault(fault))) => Err(Stop::Fault(fault)),
        (Some(answer), _) => answer,
        (None, _) => Err(Stop::NotFound),
    }
}

impl<R> From<DbFault> for Stop<R> {
    fn from(fault: DbFault) -> Stop<R> {
        Stop::Fault(fault)
    }
}

impl<R> From<NotAllowed> for Stop<R> {
    fn from(_: NotAllowed) -> Stop<R> {
        Stop::NotAllowed
    }
}

impl<R> From<Vec<R>> for Stop<R> {
    fn from(reasons: Vec<R>) -> Stop<R> {
        Stop::Refused(reasons)
    }
}

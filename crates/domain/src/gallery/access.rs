//! Who may say what the public sees of an entry.

use crate::actor::{Actor, May};
use crate::entry::access::{Subject, withdraw};

/// Its author, who showed the code and the PIN; for an entry that came on paper the desk, on the author's word: those who may take
/// the entry back. Never a judge, an organiser or the administrator.
pub fn consent(actor: &Actor, subject: &Subject) -> May {
    withdraw(actor, subject)
}

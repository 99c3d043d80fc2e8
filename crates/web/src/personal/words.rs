//! Texts of what a rule says.

use crate::Msg;
use domain::personal::{EraseRefusal, Extent};

pub fn extent(e: Extent) -> &'static str {
    match e {
        Extent::Contact => "personal-extent-contact",
        Extent::All => "personal-extent-all",
    }
}

/// `field`: where a reason is typed.
pub fn refusal(why: &EraseRefusal, field: &'static str) -> (Option<&'static str>, Msg) {
    match why {
        EraseRefusal::NothingLeft => (None, Msg::new("personal-nothing-left")),
        EraseRefusal::AskedBefore => (None, Msg::new("personal-asked-before")),
        EraseRefusal::Running => (None, Msg::new("personal-running")),
        EraseRefusal::NamedInResult => (None, Msg::new("personal-named")),
        EraseRefusal::Decided => (None, Msg::new("personal-decided")),
        EraseRefusal::ReasonMissing { least, most, have } => {
            let msg = Msg::new("personal-reason-missing")
                .arg("least", *least)
                .arg("most", *most)
                .arg("have", *have);
            (Some(field), msg)
        }
    }
}

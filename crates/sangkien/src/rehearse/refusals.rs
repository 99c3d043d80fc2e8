//! What was refused in a rehearsal, with its reasons: `refusals.json`.

use domain::time::Instant;
use serde_json::{Value, json};
use std::fmt::Debug;

#[derive(Debug, Default, Clone)]
pub struct Refusals(Vec<Value>);

impl Refusals {
    /// Writes one refused operation down. `about` names the things it was about, by code. A reason is written as its name and
    /// its details, as the rules know it.
    pub fn add<R: Debug>(
        &mut self,
        at: Instant,
        who: &str,
        operation: &str,
        about: &[(&str, &str)],
        reasons: &[R],
    ) {
        let about: serde_json::Map<String, Value> =
            about.iter().map(|(k, v)| ((*k).to_owned(), (*v).into())).collect();
        let reasons: Vec<Value> = reasons
            .iter()
            .map(|r| {
                let detail = format!("{r:?}");
                json!({ "reason": name_of(&detail), "detail": detail })
            })
            .collect();
        self.0.push(json!({ "at": at.to_string(), "who": who, "operation": operation, "about": about, "reasons": reasons }));
    }

    pub fn list(&self) -> &[Value] {
        &self.0
    }
}

/// The innermost name of a reason in snake case: `Because(Formal(GroupTooSmall { least: 2 }))` is `group_too_small`.
fn name_of(detail: &str) -> String {
    let before_fields = detail.split(" {").next().unwrap_or(detail);
    let inner = before_fields
        .rsplit('(')
        .find(|s| s.chars().next().is_some_and(char::is_uppercase))
        .unwrap_or(before_fields);
    let mut out = String::new();
    for c in inner.chars().take_while(|c| c.is_alphanumeric()) {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_reason_is_named_by_its_innermost_word() {
        for (detail, name) in [
            ("Late", "late"),
            ("Because(Formal(GroupTooSmall { least: 2, have: 1 }))", "group_too_small"),
            ("Late { before: Before(Instant(1)) }", "late"),
            ("Sheet(CommentMissing { criterion: CriterionCode(\"a\") })", "comment_missing"),
            ("Because(Decided(NotNew))", "not_new"),
        ] {
            assert_eq!(name_of(detail), name, "{detail}");
        }
    }
}

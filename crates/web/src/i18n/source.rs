//! What the source of the texts says: keys and the variables each one needs.

use super::{LOCALES, Lang};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};

/// Every key of a language with the variables its text uses, also through other texts it refers to.
pub fn variables(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut direct: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (_, _, text) in LOCALES.iter().filter(|(code, _, _)| *code == lang.code()) {
        let (Ok(tree) | Err((tree, _))) = fluent_syntax::parser::parse_runtime(*text);
        for entry in &tree.body {
            let (id, pattern) = match entry {
                Entry::Message(m) => (m.id.name.to_owned(), m.value.as_ref()),
                Entry::Term(t) => (format!("-{}", t.id.name), Some(&t.value)),
                _ => continue,
            };
            let found = direct.entry(id).or_default();
            if let Some(pattern) = pattern {
                walk(pattern, &mut found.0, &mut found.1);
            }
        }
    }
    let mut all = BTreeMap::new();
    for id in direct.keys().filter(|id| !id.starts_with('-')) {
        let (mut seen, mut queue, mut variables) = (BTreeSet::new(), vec![id.clone()], BTreeSet::new());
        while let Some(next) = queue.pop() {
            if let Some((vars, refs)) = direct.get(&next)
                && seen.insert(next)
            {
                variables.extend(vars.iter().cloned());
                queue.extend(refs.iter().cloned());
            }
        }
        all.insert(id.clone(), variables);
    }
    all
}

fn walk(pattern: &Pattern<&str>, vars: &mut BTreeSet<String>, refs: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression } => walk_expression(expression, vars, refs),
        }
    }
}

fn walk_expression(expression: &Expression<&str>, vars: &mut BTreeSet<String>, refs: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, vars, refs),
        Expression::Select { selector, variants } => {
            walk_inline(selector, vars, refs);
            for variant in variants {
                walk(&variant.value, vars, refs);
            }
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, vars: &mut BTreeSet<String>, refs: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            vars.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            refs.insert(id.name.to_owned());
        }
        InlineExpression::TermReference { id, .. } => {
            refs.insert(format!("-{}", id.name));
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                walk_inline(argument, vars, refs);
            }
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, vars, refs),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
    }
}

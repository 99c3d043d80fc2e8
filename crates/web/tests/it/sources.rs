//! What the sources of the crate must keep: texts in both languages, and nowhere but in `locales/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use web::Lang;
use web::i18n::source::variables;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Path within the crate and content of every file below `dir` with this extension.
fn sources(dir: &str, ext: &str) -> Vec<(String, String)> {
    fn walk(dir: &Path, ext: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ext, found);
            } else if path.extension().is_some_and(|x| x == ext) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(dir), ext, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no {ext} below {dir}");
    let name = |p: &Path| p.strip_prefix(root()).unwrap().display().to_string();
    found.iter().map(|p| (name(p), fs::read_to_string(p).unwrap())).collect()
}

/// Code without its tests, which may hold Vietnamese samples and keys made up for them.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

/// String literals that follow one of these beginnings of a call: `t.s("…"`.
fn literals_after<'t>(text: &'t str, calls: &[&str]) -> Vec<&'t str> {
    let mut found = Vec::new();
    for call in calls {
        for (at, _) in text.match_indices(call) {
            let rest = text[at + call.len()..].trim_start();
            if let Some(literal) = rest.strip_prefix('"').and_then(|r| r.split('"').next()) {
                found.push(literal);
            }
        }
    }
    found
}

/// The names of the files of texts: every key begins with one of them.
fn slices() -> Vec<String> {
    let stem =
        |(file, _): (String, String)| Path::new(&file).file_stem().unwrap().to_str().unwrap().to_owned();
    sources("locales/vi", "ftl").into_iter().map(stem).collect()
}

/// Every string literal that has the form of a key: a slice, a dash, and small letters, digits and dashes.
fn keys_in(text: &str) -> BTreeSet<String> {
    let slices = slices();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let literals = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    let is_key = |l: &&str| {
        l.split_once('-').is_some_and(|(slice, name)| !name.is_empty() && slices.iter().any(|s| s == slice))
            && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    literals.filter(is_key).map(str::to_owned).collect()
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_variables() {
    let (vi, en) = (variables(Lang::Vi), variables(Lang::En));
    let keys =
        |m: &std::collections::BTreeMap<String, BTreeSet<String>>| m.keys().cloned().collect::<BTreeSet<_>>();
    let missing: Vec<_> = keys(&vi).symmetric_difference(&keys(&en)).cloned().collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    for (key, used) in &vi {
        assert_eq!(used, &en[key], "variables of {key}");
    }
    assert!(vi.len() > 50);
}

#[test]
fn no_text_is_defined_twice_or_malformed() {
    for (file, text) in sources("locales", "ftl") {
        let tree = fluent_syntax::parser::parse_runtime(text.as_str());
        assert!(tree.is_ok(), "{file}: {:?}", tree.err().map(|(_, errors)| errors));
    }
    for lang in Lang::ALL {
        let mut seen = BTreeSet::new();
        for (file, text) in sources(&format!("locales/{}", lang.code()), "ftl") {
            for line in text.lines() {
                let Some((key, _)) = line.split_once('=') else { continue };
                let key = key.trim_end();
                if !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                    assert!(seen.insert(key.to_owned()), "{file}: {key} is defined twice");
                }
            }
        }
    }
}

#[test]
fn a_key_begins_with_the_name_of_its_file() {
    for (file, text) in sources("locales", "ftl") {
        let slice = Path::new(&file).file_stem().unwrap().to_str().unwrap().to_owned();
        for line in text.lines() {
            let Some((key, _)) = line.split_once(" =") else { continue };
            if key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !key.starts_with('-') {
                assert!(key.starts_with(&format!("{slice}-")), "{file}: {key}");
            }
        }
    }
}

#[test]
fn every_key_that_is_used_exists_in_both_languages() {
    let mut used = 0;
    for (file, text) in sources("src", "rs") {
        for key in keys_in(code(&text)) {
            assert!(web::i18n::knows(&key), "{file}: {key} has no text");
            used += 1;
        }
    }
    for (file, text) in sources("templates", "html") {
        for key in literals_after(&text, &["t.s(", "t.a(", "t.a1(", "t.a2(", "page.s("]) {
            assert!(web::i18n::knows(key), "{file}: {key} has no text");
            used += 1;
        }
    }
    assert!(used > 100, "the search finds keys: {used}");
}

#[test]
fn every_text_of_the_foundation_is_used() {
    let all: String = [("src", "rs"), ("templates", "html")]
        .iter()
        .flat_map(|(dir, ext)| sources(dir, ext))
        .map(|(_, text)| text)
        .collect();
    for key in variables(Lang::Vi).keys() {
        let of_foundation = ["page-", "form-", "error-", "format-", "site-", "styleguide-"];
        if of_foundation.iter().any(|slice| key.starts_with(slice)) {
            assert!(all.contains(&format!("\"{key}\"")), "{key} is used nowhere");
        }
    }
}

#[test]
fn texts_live_in_locales_only() {
    let is_vietnamese =
        |c: char| matches!(c, '\u{c0}'..='\u{24f}' | '\u{1ea0}'..='\u{1eff}') && c != '\u{d7}';
    for (file, text) in sources("templates", "html") {
        assert_eq!(text.chars().find(|c| is_vietnamese(*c)), None, "{file}");
    }
    for (file, text) in sources("src", "rs") {
        assert_eq!(code(&text).chars().find(|c| is_vietnamese(*c)), None, "{file}");
    }
}

#[test]
fn pages_have_no_inline_script_or_style() {
    for (file, text) in sources("templates", "html") {
        for forbidden in [
            "<style",
            " style=",
            " onclick=",
            " onload=",
            " onsubmit=",
            " onchange=",
            "javascript:",
            "http://",
        ] {
            assert!(!text.contains(forbidden), "{file}: {forbidden}");
        }
        for (at, _) in text.match_indices("<script") {
            let tag = text[at..].split('>').next().unwrap();
            assert!(tag.contains(" src="), "{file}: {tag}");
        }
        assert!(!text.contains("|safe"), "{file}: everything is escaped");
    }
}

#[test]
fn every_static_file_that_is_named_exists() {
    for (file, text) in sources("src", "rs").into_iter().chain(sources("templates", "html")) {
        for name in literals_after(code(&text), &[".asset(", ".script("]) {
            assert!(web::assets::ASSETS.iter().any(|a| a.name == name), "{file}: {name}");
        }
    }
}

#[test]
fn the_sheet_and_the_scripts_stay_small() {
    for asset in web::assets::ASSETS {
        let most = if asset.name == "app.css" { 20_000 } else { 16_000 };
        assert!(asset.body.len() < most, "{} has {} bytes", asset.name, asset.body.len());
    }
}

#[test]
fn texts_on_screen_keep_enough_contrast() {
    let css = fs::read_to_string(root().join("static/app.css")).unwrap();
    let (light, rest) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let dark = rest.split("\n}").next().unwrap();
    for (mode, tokens) in [("light", light), ("dark", dark)] {
        for (front, back) in [
            ("text", "bg"),
            ("text", "surface"),
            ("text", "tint"),
            ("text", "bad-tint"),
            ("text", "good-tint"),
            ("text", "gold-tint"),
            ("muted", "bg"),
            ("muted", "surface"),
            ("link", "bg"),
            ("link", "surface"),
            ("link", "tint"),
            ("bad", "bg"),
            ("bad", "bad-tint"),
            ("good", "good-tint"),
            ("gold", "gold-tint"),
            ("on-primary", "primary"),
            ("on-primary", "primary-deep"),
        ] {
            let ratio = contrast(colour(tokens, front), colour(tokens, back));
            assert!(ratio >= 4.5, "{mode}: {front} on {back} has {ratio:.2}");
        }
        let edge = contrast(colour(tokens, "edge"), colour(tokens, "bg"));
        assert!(edge >= 3.0, "{mode}: the edge of a field has {edge:.2}");
    }
}

fn colour(tokens: &str, name: &str) -> [f64; 3] {
    let at = tokens.find(&format!("--{name}: #")).unwrap_or_else(|| panic!("no token {name}"));
    let hex: String = tokens[at + name.len() + 5..].chars().take_while(char::is_ascii_hexdigit).collect();
    let full = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex };
    [0, 2, 4].map(|i| f64::from(u8::from_str_radix(&full[i..i + 2], 16).unwrap()) / 255.0)
}

/// Source: WCAG 2.2, contrast ratio.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |c: [f64; 3]| {
        let [r, g, b] = c.map(|v| if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

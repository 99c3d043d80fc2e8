//! Papers for people who listen to them: PDF/UA-1 as a checker of others sees it, and the order in which a screen reader says things.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::outside::said;
use crate::{one_page, samples, written};
use print::document::{Block, Role, Text, pdf};

/// Where `cargo xtask test` puts the checker: page-validation, which passes veraPDF's own test files.
const CHECKER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/pdf-checker");

const SCRIPT: &str = "import sys, page\n\
    for path in sys.argv[1:]:\n\
    \x20 r = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1)\n\
    \x20 print(path.rsplit('/', 1)[1], r.is_compliant, r.rules.total, [(f.rule_id, f.message) for f in r.failures])";

/// A line for each file: its name, whether it is PDF/UA-1, how many rules were asked, what is wrong.
fn checked(dir: &Path, names: &[&str]) -> Vec<String> {
    let files = names.iter().map(|n| dir.join(format!("{n}.pdf")));
    let out = Command::new("/usr/bin/python3")
        .args(["-c", SCRIPT])
        .args(files)
        .env("PYTHONPATH", CHECKER)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "the checker of PDF/UA is not there (cargo xtask test installs it): {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn every_paper_is_pdf_ua_for_a_checker_of_others() {
    let dir = tempfile::tempdir().unwrap();
    let all = samples::all();
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    for (name, document) in &all {
        written(dir.path(), name, document);
    }
    let lines = checked(dir.path(), &names);
    assert_eq!(lines.len(), names.len());
    let wrong: Vec<&String> =
        lines.iter().filter(|l| !l.contains(".pdf True ") || !l.ends_with(" []")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let rules: usize = lines[0].split(' ').nth(2).unwrap().parse().unwrap();
    assert!(rules > 100, "{rules} rules");

    // It finds what is wrong: a letter that no face has, and a paper whose tags are cut off.
    written(dir.path(), "la", &one_page(vec![Text::plain(Role::Body, "漢字")]));
    let whole = fs::read(dir.path().join(format!("{}.pdf", names[0]))).unwrap();
    let mark = b"/StructTreeRoot";
    let places: Vec<usize> =
        (0..whole.len() - mark.len()).filter(|at| whole[*at..].starts_with(mark)).collect();
    assert!(!places.is_empty(), "the tags of a paper are not hidden from whoever looks for them");
    let mut cut = whole;
    for at in places {
        cut[at..at + mark.len()].copy_from_slice(b"/StructTreeRoox");
    }
    fs::write(dir.path().join("cat.pdf"), cut).unwrap();
    for line in checked(dir.path(), &["la", "cat"]) {
        assert!(line.contains(".pdf False "), "{line}");
    }
}

/// What a screen reader says, in its order.
fn spoken(path: &Path) -> String {
    let out = Command::new("pdfinfo").args(["-struct-text", path.to_str().unwrap()]).output().unwrap();
    assert!(out.status.success());
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let lines = text.lines().map(str::trim);
    // Pieces of text stand between quotation marks; a number in a head may be a piece of its own.
    let pieces = lines.filter_map(|l| l.strip_prefix('"').and_then(|l| l.strip_suffix('"')));
    pieces.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_screen_reader_says_a_paper_in_the_order_of_the_decree() {
    let dir = tempfile::tempdir().unwrap();
    let all = samples::all();
    let find = |wanted: &str| all.iter().find(|(name, _)| *name == wanted).map(|(_, d)| d).unwrap();
    for (name, order) in [
        (
            "quyet-dinh-ket-qua",
            &[
                "ỦY BAN NHÂN DÂN",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "ngày",
                "QUYẾT ĐỊNH",
                "Căn cứ",
                "Điều 1.",
                "Điều 2.",
                "Điều 3.",
                "Nơi nhận:",
                "PHÓ CHỦ TỊCH",
                "Khuất Công Tuyển",
            ][..],
        ),
        ("ke-hoach", &["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH", "I. MỤC ĐÍCH", "Nơi nhận:"][..]),
    ] {
        let text = spoken(&written(dir.path(), name, find(name)));
        let mut from = 0;
        for part in order {
            let at =
                text[from..].find(part).unwrap_or_else(|| panic!("{name}: {part} does not follow in {text}"));
            from += at + part.len();
        }
    }
}

#[test]
fn tables_have_heads_and_pictures_have_words() {
    let dir = tempfile::tempdir().unwrap();
    for (name, document) in samples::all() {
        let blocks = || document.sections.iter().flat_map(|s| &s.blocks);
        let tables = blocks().filter(|b| matches!(b, Block::Table(_))).count();
        let path = dir.path().join(format!("{name}.pdf"));
        fs::write(&path, pdf::render(&document).unwrap()).unwrap();
        let out = Command::new("pdfinfo").args(["-struct", path.to_str().unwrap()]).output().unwrap();
        let tree = String::from_utf8_lossy(&out.stdout).into_owned();
        let count = |tag: &str| tree.lines().filter(|l| l.trim_start().starts_with(tag)).count();
        assert!(count("THead") >= tables && count("Table ") >= tables, "{name}: {tables} tables\n{tree}");
        assert_eq!(
            count("TH "),
            tree.matches("/Scope /Column").count(),
            "{name}: each head says what it heads"
        );
    }
    let language = said("pdfinfo", &["-custom", dir.path().join("ke-hoach.pdf").to_str().unwrap()]);
    assert!(language.contains("Title:"), "{language}");
}

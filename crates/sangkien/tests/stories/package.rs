//! The result package of every contest, recomputed offline; every change of it is found.

use crate::rehearsal::{folders, in_sqlite};
use app::awards::verify::{Check, Report, verify};
use sha2::{Digest, Sha256};

fn found(report: &Report, check: Check) -> Option<bool> {
    report.findings.iter().find(|f| f.check == check).expect("every check is told").holds
}

fn place(report: &Report, check: Check) -> &str {
    &report.findings.iter().find(|f| f.check == check).expect("every check is told").place
}

/// A package as somebody would write it who knows the format: all hashes fit.
fn rewritten(package: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let text = String::from_utf8(package.to_vec()).expect("a package is text");
    let (head, mut body) = text.split_once("\n\n").expect("a list of sections");
    let hex = |bytes: &str| data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let (mut list, mut sections) = ("sangkien-package 1\n".to_owned(), String::new());
    for line in head.lines().skip(1) {
        let mut words = line.split(' ').skip(1);
        let (length, name): (usize, _) = (words.next().unwrap().parse().unwrap(), words.next().unwrap());
        let section = change(name, body[..length].to_owned());
        body = &body[length + 1..];
        list += &format!("{} {} {name}\n", hex(&section), section.len());
        sections += &format!("{section}\n");
    }
    let all = format!("{list}\n{sections}");
    format!("{all}end {}\n", hex(&all)).into_bytes()
}

#[test]
fn every_contest_is_recomputed_from_its_package() {
    for dir in folders() {
        let outcome = in_sqlite(&dir);
        let package = outcome.package.expect("a released result");
        let report = verify(&package, None);
        assert!(report.holds(), "{}: {:?}", dir.display(), report.findings);
        assert_eq!(report.sheets as u64, outcome.result["sheets"].as_u64().unwrap());
        let side = outcome.result["side_prizes"].as_array().map_or(0, Vec::len);
        assert_eq!(report.prizes, outcome.result["prizes"].as_array().unwrap().len() + side);
        let names = outcome.result["sheets_per_judge"].as_object().unwrap();
        let text = String::from_utf8(package.clone()).unwrap();
        let (_, sheets) = text.split_once("round,entry,judge,role,marks\n").unwrap();
        let (sheets, _) = sheets.split_once("\n\n").unwrap();
        for judge in names.keys() {
            assert!(!sheets.contains(&format!(",{judge},")), "{judge} stands under the own code");
        }
        assert!(rewritten(&package, |_, text| text) == package);
    }
}

#[test]
fn whoever_changes_a_package_is_found_also_with_all_hashes_made_anew() {
    let dir = folders().into_iter().find(|d| d.ends_with("chuong-my-2024")).unwrap();
    let package = in_sqlite(&dir).package.unwrap();
    let at = |name: &'static str, from: &'static str, to: &'static str| {
        let bent = rewritten(
            &package,
            |section, text| {
                if section == name { text.replacen(from, to, 1) } else { text }
            },
        );
        assert!(bent != package, "{from} is not in {name}");
        let report = verify(&bent, None);
        assert!(!report.holds());
        report
    };
    let more_marks = at("sheets", ",regular,2", ",regular,1");
    assert_eq!(found(&more_marks, Check::Standings), Some(false));
    assert_eq!(found(&more_marks, Check::Release), Some(false));
    assert!(place(&more_marks, Check::Standings).starts_with("CM24-"), "the entry is named");
    let off_scale = at("sheets", ",regular,2", ",regular,92");
    assert_eq!(found(&off_scale, Check::Sheets), Some(false));
    assert!(place(&off_scale, Check::Sheets).starts_with("sheets "), "the line is named");
    let richer = at("prizes", "4500000", "5500000");
    assert_eq!(found(&richer, Check::Prizes), Some(false));
    assert_eq!(found(&richer, Check::Standings), Some(true));
    let other_rules = at("rules", "\"collective_factor\": \"3/2\"", "\"collective_factor\": \"2\"");
    assert_eq!(found(&other_rules, Check::Release), Some(false));
    let other_name = at("contest", "năm 2024", "năm 2025");
    assert_eq!(found(&other_name, Check::Release), Some(false));
    let backdated = at("log", "\"at\":1714", "\"at\":1713");
    assert_eq!(found(&backdated, Check::Log), Some(false));
    let resalted = at("log", "\"salt\":\"", "\"salt\":\"00");
    assert_eq!(found(&resalted, Check::Log), Some(false));

    // The package of another contest signed by the same key does not lend its log.
    let other = folders().into_iter().find(|d| !d.ends_with("chuong-my-2024")).unwrap();
    let other = String::from_utf8(in_sqlite(&other).package.unwrap()).unwrap();
    let log = other.lines().find(|l| l.starts_with("{\"key\"")).unwrap().to_owned();
    let lent = verify(&rewritten(&package, |n, text| if n == "log" { log.clone() } else { text }), None);
    assert_eq!(found(&lent, Check::Release), Some(false));
    assert_eq!(found(&lent, Check::Log), Some(true));

    // A key from elsewhere is believed, not the package's own.
    let own = verify(&package, None).key;
    assert!(verify(&package, Some(&own)).holds());
    let stranger = app::audit::checkpoint::Signer::of(&app::keys::Keys::fixed([9; 32])).verifier().text();
    assert_eq!(found(&verify(&package, Some(&stranger)), Check::Log), Some(false));
}

/// The page that checks a package without a server, run by Node: the words of every finding, by package.
fn in_a_browser(packages: &[Vec<u8>]) -> Vec<serde_json::Value> {
    let dir = tempfile::tempdir().unwrap();
    let page = include_str!("../../../web/offline/verify.html");
    let script = page.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    std::fs::write(dir.path().join("verify.cjs"), script).unwrap();
    for (n, package) in packages.iter().enumerate() {
        std::fs::write(dir.path().join(format!("{n}.pkg")), package).unwrap();
    }
    let run = "const { verify } = require('./verify.cjs'); const fs = require('fs');\n\
        (async () => { for (let n = 0; n < Number(process.argv[1]); n++)\n\
          console.log(JSON.stringify(await verify(new Uint8Array(fs.readFileSync(`${n}.pkg`))))); })();";
    let count = packages.len().to_string();
    let out = std::process::Command::new("node").args(["-e", run, &count]).current_dir(dir.path()).output();
    let out = out.expect("Node runs scripts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn the_page_without_a_server_says_what_the_command_says() {
    let mut packages: Vec<Vec<u8>> = folders().iter().map(|dir| in_sqlite(dir).package.unwrap()).collect();
    let good = packages.len();
    let first = packages[folders().iter().position(|d| d.ends_with("chuong-my-2024")).unwrap()].clone();
    let bend = |name: &'static str, from: &'static str, to: &'static str| {
        rewritten(&first, |section, text| if section == name { text.replacen(from, to, 1) } else { text })
    };
    packages.extend([
        bend("sheets", ",regular,2", ",regular,1"),
        bend("sheets", ",regular,2", ",regular,92"),
        bend("prizes", "4500000", "5500000"),
        bend("rules", "\"collective_factor\": \"3/2\"", "\"collective_factor\": \"2\""),
        bend("contest", "năm 2024", "năm 2025"),
        bend("log", "\"at\":1714", "\"at\":1713"),
        bend("log", "\"salt\":\"", "\"salt\":\"00"),
    ]);
    // A signature of another note, and single bytes anywhere.
    packages.push(rewritten(&first, |section, text| {
        let from = text.find("\\n\\n\u{2014} ").map(|i| i + 60);
        match from {
            Some(i) if section == "log" => {
                let other = if text.as_bytes()[i] == b'A' { "B" } else { "A" };
                format!("{}{other}{}", &text[..i], &text[i + 1..])
            }
            _ => text,
        }
    }));
    for n in 0..150 {
        let mut bent = first.clone();
        let at = (n * 7_919 + 13) % bent.len();
        bent[at] ^= 1 << (n % 8);
        packages.push(bent);
    }
    let told = in_a_browser(&packages);
    assert_eq!(told.len(), packages.len());
    for (n, (told, package)) in told.iter().zip(&packages).enumerate() {
        let ours = verify(package, None);
        assert_eq!(told["holds"], ours.holds(), "package {n}");
        assert_eq!(ours.holds(), n < good, "package {n}");
        for (theirs, ours) in told["findings"].as_array().unwrap().iter().zip(&ours.findings) {
            assert_eq!(theirs["check"], ours.check.word(), "package {n}");
            assert_eq!(theirs["holds"].as_bool(), ours.holds, "package {n}: {}", ours.check.word());
        }
        if ours.findings[0].holds == Some(false) {
            assert_eq!(told["findings"][0]["place"], ours.findings[0].place.as_str(), "package {n}");
        }
        assert_eq!(
            (&told["entries"], &told["prizes"]),
            (&ours.entries.into(), &ours.prizes.into()),
            "package {n}"
        );
    }
}

/// So many changes of one byte of a package, each found and its place named; then as many missing, added, moved and cut off ones.
fn changes_are_found(times: usize) {
    let dir = folders().into_iter().find(|d| d.ends_with("chuong-my-2024")).unwrap();
    let mut package = in_sqlite(&dir).package.unwrap();
    let mut random: u64 = 2024;
    let mut below = |n: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % n
    };
    let told = |package: &[u8], what: &str| {
        let report = verify(package, None);
        assert_eq!(found(&report, Check::Whole), Some(false), "{what}");
        assert!(!place(&report, Check::Whole).is_empty(), "{what}");
        place(&report, Check::Whole).to_owned()
    };
    let text = String::from_utf8(package.clone()).unwrap();
    let (list, _) = text.split_once("\n\n").unwrap();
    // Where each section ends, its newline included.
    let (mut ends, mut end) = (vec![], list.len() + 2);
    for line in list.lines().skip(1) {
        let words: Vec<&str> = line.split(' ').collect();
        end += words[1].parse::<usize>().unwrap() + 1;
        ends.push((end, words[2]));
    }
    for _ in 0..times {
        let (at, by) = (below(package.len()), u8::try_from(below(255)).unwrap() + 1);
        package[at] ^= by;
        let place = told(&package, &format!("byte {at} changed"));
        if at > list.len() + 1 {
            let name = ends.iter().find(|(end, _)| at < *end).map_or("end", |(_, name)| name);
            assert_eq!(place, name, "byte {at}");
        }
        package[at] ^= by;
    }
    for n in 0..times {
        let at = below(package.len());
        let mut bent = package.clone();
        match n % 4 {
            0 => drop(bent.remove(at)),
            1 => bent.insert(at, u8::try_from(below(256)).unwrap()),
            2 => bent.truncate(at),
            _ => {
                let other = below(package.len());
                bent.swap(at, other);
                if bent == package {
                    continue;
                }
            }
        }
        told(&bent, &format!("change {n} at {at}"));
    }
    assert!(verify(&package, None).holds());
}

#[test]
fn a_change_anywhere_is_found_and_its_place_named() {
    changes_are_found(300);
}

#[test]
#[ignore = "ten thousand: cargo xtask sums"]
fn ten_thousand_changes_of_a_package_are_found_and_their_place_named() {
    changes_are_found(10_000);
    println!(
        "10,000 changed bytes of a package and 10,000 missing, added, swapped and cut off: all found, each place named"
    );
}

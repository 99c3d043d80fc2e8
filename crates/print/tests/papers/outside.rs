//! Other people's programs: poppler, LibreOffice, openpyxl, zbar. `cargo xtask test` installs them.

use std::path::Path;
use std::process::Command;

/// What a program says; the test fails when it is missing or fails.
pub fn said(program: &str, args: &[&str]) -> String {
    let out = Command::new(program).args(args).output().unwrap_or_else(|why| panic!("{program}: {why}"));
    assert!(out.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

pub fn text_of(pdf: &Path) -> String {
    said("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"])
}

/// A word and its box: page from 1, points from the upper left corner.
#[derive(Debug)]
pub struct Word {
    pub page: usize,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub text: String,
}

pub fn words_of(pdf: &Path) -> Vec<Word> {
    let html = said("pdftotext", &["-bbox", pdf.to_str().unwrap(), "-"]);
    let mut page = 0;
    let mut words = Vec::new();
    for line in html.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page "));
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let number = |name: &str| -> f64 {
            rest.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        };
        let text = rest.split_once('>').unwrap().1.trim_end_matches("</word>").to_owned();
        words.push(Word {
            page,
            left: number("xMin"),
            top: number("yMin"),
            right: number("xMax"),
            bottom: number("yMax"),
            text,
        });
    }
    words
}

/// DOCX files to PDF files beside them, in one go: starting LibreOffice takes seconds.
pub fn office(dir: &Path, names: &[String]) {
    // Times New Roman is not free; Tinos has its measures.
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let config = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>{}</dir><cachedir>{}</cachedir>\
         <match target=\"pattern\"><edit name=\"family\" mode=\"assign\"><string>Tinos</string></edit></match></fontconfig>",
        fonts.display(),
        dir.join("fontcache").display()
    );
    std::fs::write(dir.join("fonts.conf"), config).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", dir.display());
    let out = dir.join("office");
    let files: Vec<String> =
        names.iter().map(|n| dir.join(format!("{n}.docx")).display().to_string()).collect();
    let mut args =
        vec![profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir", out.to_str().unwrap()];
    args.extend(files.iter().map(String::as_str));
    let out = Command::new("soffice")
        .args(&args)
        .env("FONTCONFIG_FILE", dir.join("fonts.conf"))
        .output()
        .unwrap_or_else(|why| panic!("soffice: {why}"));
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

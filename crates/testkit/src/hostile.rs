//! Files that mean harm: a corpus of small makers, for the stories and for the bench. What each should come to stands beside it.

mod archives;
mod pdfs;

use std::sync::LazyLock;

/// What becomes of a file that is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Kept as it is and given out as a download that no browser runs, under this name.
    Taken(&'static str),
    /// Refused; the page says so in these words.
    Refused(&'static str),
}

/// A file and the name it is sent under.
pub struct Hostile {
    /// What it tries.
    pub tries: &'static str,
    pub name: String,
    pub content: Vec<u8>,
    pub fate: Fate,
}

const UNKNOWN: Fate = Fate::Refused("không thuộc loại");
const DISAGREES: Fate = Fate::Refused("không đúng với");
const BAD_ARCHIVE: Fate = Fate::Refused("nén quá nhiều dữ liệu");
const MACRO: Fate = Fate::Refused("có chứa macro");
const REACHES_OUT: Fate = Fate::Refused("từ nơi khác khi mở");

/// All of them, made once.
pub fn corpus() -> &'static [Hostile] {
    static CORPUS: LazyLock<Vec<Hostile>> = LazyLock::new(make);
    &CORPUS
}

fn make() -> Vec<Hostile> {
    let mut all = Vec::new();
    let mut add = |tries, name: &str, content: Vec<u8>, fate| {
        all.push(Hostile { tries, name: name.to_owned(), content, fate });
    };
    let page = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>".to_vec();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    let svg_of_xml = [b"<?xml version=\"1.0\"?>\n".to_vec(), svg.clone()].concat();
    add("a page called a picture", "anh.jpg", page.clone(), UNKNOWN);
    add("a page", "trang.html", page.clone(), UNKNOWN);
    add("a page called text", "ghi chu.txt", page, UNKNOWN);
    add(
        "a script without a page",
        "doan ma.txt",
        b"xin chao <script>alert(1)</script>".to_vec(),
        Fate::Taken("doan ma.txt"),
    );
    add("a drawing with a script", "so do.svg", svg.clone(), UNKNOWN);
    add("a drawing with a script, called a picture", "so do.png", svg, DISAGREES);
    add("a drawing of XML, called a picture", "so do.png", svg_of_xml, UNKNOWN);
    add(
        "a picture that goes on as a page",
        "anh hai mat.png",
        [png(64, 64), b"<script>alert(1)</script>".to_vec()].concat(),
        Fate::Taken("anh hai mat.png"),
    );
    add(
        "a picture of 4 thousand million points",
        "anh lon.png",
        png(65_000, 65_000),
        Fate::Taken("anh lon.png"),
    );
    add("a program", "cai dat.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff".to_vec(), UNKNOWN);
    add("a program called a document", "ho so.pdf", b"\x7fELF\x02\x01\x01\0\0\0\0\0".to_vec(), UNKNOWN);
    add("a program for a shell, called text", "chay.sh", b"#!/bin/sh\nrm -rf /\n".to_vec(), UNKNOWN);
    add("text with bytes that steer a terminal", "ghi chu.txt", b"a\x1b]0;x\x07\x1b[2Jb".to_vec(), UNKNOWN);
    add("nothing", "trong.pdf", vec![], Fate::Refused("không có nội dung"));

    add("leaves its folder", "../../../../tmp/sangkien-out.png", png(8, 8), Fate::Taken("sangkien-out.png"));
    add(
        "leaves its folder backwards",
        "..\\..\\sangkien-out.png",
        png(8, 8),
        Fate::Taken("sangkien-out.png"),
    );
    add("an absolute place", "/etc/cron.d/sangkien-out.png", png(8, 8), Fate::Taken("sangkien-out.png"));
    add("another drive", "C:\\Windows\\sangkien-out.png", png(8, 8), Fate::Taken("sangkien-out.png"));
    add("only dots", "..", png(8, 8), UNKNOWN);
    add("reads backwards to a picture", "anh\u{202e}gnp.exe", b"MZ\x90\0\x03\0\0\0".to_vec(), UNKNOWN);
    add("reads backwards to a document", "ho so\u{202e}xcod.png", png(8, 8), Fate::Taken("ho soxcod.png"));
    add("hidden letters", "an\u{200b}h\u{feff}.png", png(8, 8), Fate::Taken("anh.png"));
    add("a name of 5,000 letters", &format!("{}.png", "a".repeat(5_000)), png(8, 8), Fate::Refused("aaaa"));

    archives::add(&mut all);
    pdfs::add(&mut all);
    all.push(Hostile {
        tries: "a film whose box claims 4 GiB",
        name: "phim.mp4".to_owned(),
        content: [&b"\0\0\0\x18ftypisom\0\0\x02\0isommp41"[..], b"\xff\xff\xff\xffmoov\0\0\0\x08free"]
            .concat(),
        fate: Fate::Taken("phim.mp4"),
    });
    all.push(Hostile {
        tries: "a photograph whose description claims more than there is",
        name: "anh.jpg".to_owned(),
        content: b"\xff\xd8\xff\xe1\xff\xffExif\0\0MM\0*\0\0\0\x08\xff\xff".to_vec(),
        fate: Fate::Taken("anh.jpg"),
    });
    all
}

/// A picture as far as its head tells; the points are not there.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    out.extend(width.to_be_bytes());
    out.extend(height.to_be_bytes());
    out.extend(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
    out
}

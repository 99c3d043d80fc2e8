//! Documents of pages.

use super::{Fate, Hostile};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

pub fn add(all: &mut Vec<Hostile>) {
    let mut add = |tries, name: &'static str, content: Vec<u8>| {
        all.push(Hostile { tries, name: name.to_owned(), content, fate: Fate::Taken(name) });
    };
    add("ten thousand pages", "muoi nghin trang.pdf", pages(10_000));
    add(
        "a document with a script",
        "kich ban.pdf",
        document(&[
            "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
            TREE,
            PAGE,
        ]),
    );
    add(
        "a document that starts a program",
        "khoi dong.pdf",
        document(&["<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(cmd.exe)>>>>", TREE, PAGE]),
    );
    let deep = format!("<</Type/Catalog/Pages 2 0 R/A {}{}>>", "[".repeat(300_000), "]".repeat(300_000));
    add("lists 300,000 levels deep", "sau.pdf", document(&[&deep, TREE, PAGE]));
    let deep = format!("{}{}", "<</A".repeat(300_000), ">>".repeat(300_000));
    add("a page 300,000 levels deep", "trang sau.pdf", document(&[CATALOG, TREE, &deep]));
    add(
        "pages that hold themselves",
        "vong.pdf",
        document(&[CATALOG, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]),
    );
    let chain: Vec<String> = (0..50_000)
        .map(|n| match n {
            0 => CATALOG.to_owned(),
            49_999 => PAGE.to_owned(),
            n => format!("<</Type/Pages/Kids[{} 0 R]/Count 1>>", n + 2),
        })
        .collect();
    let chain: Vec<&str> = chain.iter().map(String::as_str).collect();
    add("a tree of pages 50,000 levels deep", "cay sau.pdf", document(&chain));
    let nested = stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>", b"/F Do /F Do");
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>";
    let body = stream("", b"/F Do");
    add(
        "a drawing that draws itself",
        "tu ve.pdf",
        joined(&[CATALOG.into(), TREE.into(), page.into(), body, nested]),
    );
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..300 {
        packed.write_all(&[b' '; 1_000_000]).expect("bytes in memory");
    }
    let bomb = stream("/Filter/FlateDecode", &packed.finish().expect("bytes in memory"));
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>";
    add(
        "a page that unpacks into 300 million bytes",
        "bom.pdf",
        joined(&[CATALOG.into(), TREE.into(), page.into(), bomb]),
    );
    let brackets = stream("", "[".repeat(500_000).as_bytes());
    add(
        "a drawing 500,000 levels deep",
        "ve sau.pdf",
        joined(&[CATALOG.into(), TREE.into(), page.into(), brackets]),
    );
    add("nothing but a head", "dau.pdf", b"%PDF-1.7\n".to_vec());
}

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const TREE: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>";

/// A document of empty pages.
fn pages(count: usize) -> Vec<u8> {
    let kids: String = (0..count).map(|n| format!("{} 0 R ", n + 3)).collect();
    let tree = format!("<</Type/Pages/Kids[{kids}]/Count {count}>>");
    let mut objects = vec![CATALOG, &tree];
    objects.extend(std::iter::repeat_n(PAGE, count));
    document(&objects)
}

fn stream(of: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<<{of}/Length {}>>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

fn document(objects: &[&str]) -> Vec<u8> {
    joined(&objects.iter().map(|o| o.as_bytes().to_vec()).collect::<Vec<_>>())
}

/// Objects numbered from 1, the first the catalogue, with their table.
fn joined(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (n, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", n + 1).as_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let at = out.len();
    let tail = format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1);
    out.extend(table.as_bytes());
    out.extend(tail.as_bytes());
    out
}

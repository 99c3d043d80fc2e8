//! The papers as other people's programs see them.
#![allow(clippy::unwrap_used)]

mod access;
mod outside;
mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use outside::{Word, office, said, text_of, words_of};
use print::document::{
    Align, Block, Column, Document, Page, Role, Row, Section, Signer, Table, Text, docx, pdf,
};

const MM: f64 = 72.0 / 25.4;

fn written(dir: &Path, name: &str, document: &Document) -> std::path::PathBuf {
    let path = dir.join(format!("{name}.pdf"));
    fs::write(&path, pdf::render(document).unwrap()).unwrap();
    path
}

fn one_page(blocks: Vec<Block>) -> Document {
    let sections = vec![Section { page: Page::Portrait, blocks }];
    Document { title: "Thử".to_owned(), dated: jiff::civil::date(2024, 5, 6), sections }
}

#[test]
fn the_same_paper_is_the_same_file() {
    for (name, document) in samples::all() {
        assert!(pdf::render(&document).unwrap() == pdf::render(&document.clone()).unwrap(), "{name}.pdf");
        assert!(docx::render(&document).unwrap() == docx::render(&document.clone()).unwrap(), "{name}.docx");
    }
    let all = samples::all();
    let together = pdf::render_all(&all.iter().map(|(_, d)| d).collect::<Vec<_>>()).unwrap();
    for ((name, document), many) in all.iter().zip(together) {
        assert!(many == pdf::render(document).unwrap(), "{name}, among all");
    }
    let book = || print::papers::score_table::workbook(&samples::contest(), &samples::scores(40)).unwrap();
    assert!(book() == book(), "xlsx");
    let mut later = samples::decision();
    later.dated = later.dated.tomorrow().unwrap();
    assert!(
        pdf::render(&later).unwrap() != pdf::render(&samples::decision()).unwrap(),
        "another day, another file"
    );
}

#[test]
fn faces_are_embedded_and_every_letter_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let letters = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
    let all: Vec<char> = format!("{letters}{}₫", letters.to_uppercase()).chars().collect();
    let both = all.chunks(15).map(|some| some.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let roles = [Role::Body, Role::Ground, Role::Centred];
    let path = written(dir.path(), "chu", &one_page(roles.map(|role| Text::plain(role, &both)).to_vec()));
    let text: String = text_of(&path).split_whitespace().collect();
    assert_eq!(text.matches(&both.replace(' ', "")).count(), 3, "{text}");
    for (name, document) in samples::all() {
        let path = written(dir.path(), name, &document);
        let fonts = said("pdffonts", &[path.to_str().unwrap()]);
        assert!(fonts.lines().count() > 3, "{name}: {fonts}");
        for line in fonts.lines().skip(2) {
            assert!(line.contains("+Tinos-") && line.contains("yes yes yes"), "{name}: {line}");
        }
        let info = said("pdfinfo", &[path.to_str().unwrap()]);
        assert!(info.contains("Tagged:          yes") && info.contains("(A4)"), "{name}: {info}");
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.windows(11).any(|w| w == b"pdfuaid:par"), "{name} is not marked as PDF/UA");
    }
}

/// Where the words of a line stand.
fn line<'w>(words: &'w [Word], page: usize, text: &str) -> Vec<&'w Word> {
    let wanted: Vec<&str> = text.split(' ').collect();
    let on_page: Vec<&Word> = words.iter().filter(|w| w.page == page).collect();
    let found = on_page
        .windows(wanted.len())
        .find(|some| some.iter().map(|w| w.text.as_str()).eq(wanted.iter().copied()));
    found.unwrap_or_else(|| panic!("{text} is not on page {page}")).to_vec()
}

fn near(have: f64, want: f64, within: f64, what: &str) {
    assert!((have - want).abs() <= within, "{what}: {have:.1} instead of {want:.1}");
}

#[test]
fn margins_and_the_head_stand_where_the_decree_has_them() {
    let dir = tempfile::tempdir().unwrap();
    let (left, right, top, bottom) = (30.0 * MM, 195.0 * MM, 20.0 * MM, 277.0 * MM);
    for (name, document) in samples::all()
        .into_iter()
        .filter(|(name, _)| ["ke-hoach", "the-le", "quyet-dinh-ket-qua"].contains(name))
    {
        let words = words_of(&written(dir.path(), name, &document));
        for w in &words {
            let number = w.bottom < top && w.text.parse::<usize>() == Ok(w.page);
            if number {
                near((w.left + w.right) / 2.0, (left + right) / 2.0, 1.0, "page number");
                assert!(w.page > 1 && w.top > 5.0 * MM, "{name}: {w:?}");
                continue;
            }
            let inside = w.left >= left - 0.5
                && w.right <= right + 0.5
                && w.top >= top - 0.5
                && w.bottom <= bottom + 0.5;
            assert!(inside, "{name}: {w:?}");
        }
        let pages = words.iter().map(|w| w.page).max().unwrap();
        let sections = document.sections.len();
        let numbered = words.iter().filter(|w| w.bottom < top).count();
        assert_eq!(numbered, pages - sections, "{name}: a number on every page but the first of a section");
        assert!(
            words.iter().any(|w| (w.left - left).abs() < 0.5)
                && words.iter().any(|w| (w.right - right).abs() < 1.0)
        );

        let nation = line(&words, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        let motto = line(&words, 1, "Độc lập - Tự do - Hạnh phúc");
        let middle = |w: &[&Word]| (w[0].left + w[w.len() - 1].right) / 2.0;
        near(nation[0].top, nation[7].top, 0.1, "the nation on one line");
        near(motto[0].top, motto[6].top, 0.1, "the motto on one line");
        near(middle(&motto), middle(&nation), 0.5, "motto below the nation");
        assert!(motto[0].top > nation[0].top && middle(&nation) > 105.0 * MM, "right half");
        near(nation[0].top, top, 2.0, "at the top margin");
        let place = words.iter().find(|w| w.text == "ngày" && w.page == 1).unwrap();
        assert!(place.top > motto[0].bottom && place.left > 105.0 * MM);
    }
    let words = words_of(&dir.path().join("quyet-dinh-ket-qua.pdf"));
    let number = line(&words, 1, "Số: 05/QĐ-UBND");
    assert!(number[0].right < 105.0 * MM, "left half");
    let name = line(&words, 1, "QUYẾT ĐỊNH");
    near((name[0].left + name[1].right) / 2.0, (left + right) / 2.0, 0.5, "name of the paper in the middle");
    let article = line(&words, 1, "Điều 1. Công nhận");
    near(article[0].left - left, 12.7 * MM, 0.5, "first line indented by 1.27 cm");
    let signer = line(&words, 1, "Khuất Công Tuyển");
    assert!(signer[0].left > 105.0 * MM);
    let title = line(&words, 1, "PHÓ CHỦ TỊCH");
    assert!(signer[0].top - title[0].bottom > 15.0 * MM, "room for a signature");
    assert!(
        line(&words, 1, "Nơi nhận:")[0].left < 35.0 * MM
            && line(&words, 1, "- Lưu: VT, NV.")[0].right < 105.0 * MM
    );
}

#[test]
fn a_poster_is_one_page_and_a_signature_never_stands_alone() {
    let dir = tempfile::tempdir().unwrap();
    let poster = samples::all().into_iter().find(|(name, _)| *name == "ap-phich").unwrap().1;
    let words = words_of(&written(dir.path(), "ap-phich", &poster));
    assert_eq!(words.iter().map(|w| w.page).max(), Some(1));
    // However full the page is, the last paragraph goes over with the signature.
    let mut over = 0;
    for lines in 22..34 {
        let mut blocks: Vec<Block> =
            (0..lines).map(|n| Text::plain(Role::Body, format!("Đoạn thứ {n}"))).collect();
        blocks.push(Text::plain(Role::Body, "Trên đây là báo cáo./."));
        let signer =
            Signer {
                title: "CHỦ TỊCH".to_owned(), name: "Lê Thị Mơ".to_owned(), ..Signer::default()
            };
        blocks.push(Block::Ending { recipients: vec!["Như trên;".to_owned()], signer });
        let words = words_of(&written(dir.path(), "day", &one_page(blocks)));
        let page = |text: &str| words.iter().find(|w| w.text == text).unwrap().page;
        assert_eq!(page("cáo./."), page("Mơ"), "{lines} paragraphs before");
        over += usize::from(page("Mơ") == 2 && page("thứ") == 1);
    }
    assert!(over > 3, "the border was met {over} times");
}

#[test]
fn a_table_repeats_its_head_on_every_page_and_keeps_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    let table = print::papers::score_table::document;
    let document = table(
        &samples::district("", None),
        &samples::contest(),
        &samples::scores(120),
        print::papers::score_table::WORDING,
    );
    let words = words_of(&written(dir.path(), "bang-diem", &document.unwrap()));
    let pages = words.iter().map(|w| w.page).max().unwrap();
    let heads = words.iter().filter(|w| w.text == "GK09").count();
    assert!(pages > 5 && (heads == pages || heads == pages - 1), "{heads} heads on {pages} pages");
    for n in 1..=120 {
        let code = format!("CM24-{n:03}");
        assert_eq!(words.iter().filter(|w| w.text == code).count(), 1, "{code}");
    }
}

/// Words and how often they occur, without the numbers of pages.
fn counted(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && w.parse::<u32>().is_err())
    {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

#[test]
fn docx_says_in_libreoffice_what_the_pdf_says() {
    let dir = tempfile::tempdir().unwrap();
    let mut all = samples::all();
    // Charts are tables there, with a head of their own.
    all.retain(|(name, _)| *name != "bao-cao");
    let names: Vec<String> = all.iter().map(|(name, _)| (*name).to_owned()).collect();
    for (name, document) in &all {
        fs::write(dir.path().join(format!("{name}.docx")), docx::render(document).unwrap()).unwrap();
        written(dir.path(), name, document);
    }
    let report = samples::all().into_iter().find(|(name, _)| *name == "bao-cao").unwrap().1;
    fs::write(dir.path().join("bao-cao.docx"), docx::render(&report).unwrap()).unwrap();
    let mut files = names.clone();
    files.push("bao-cao".to_owned());
    office(dir.path(), &files);
    for name in &names {
        let (ours, theirs) =
            (dir.path().join(format!("{name}.pdf")), dir.path().join(format!("office/{name}.pdf")));
        // A head that is repeated on more pages in one of them is no difference.
        let (ours, theirs) = (counted(&text_of(&ours)), counted(&text_of(&theirs)));
        let missing: Vec<_> = ours.keys().filter(|w| !theirs.contains_key(*w)).collect();
        let more: Vec<_> = theirs.keys().filter(|w| !ours.contains_key(*w)).collect();
        assert!(missing.is_empty() && more.is_empty(), "{name}: missing {missing:?}, more {more:?}");
    }
    let report = text_of(&dir.path().join("office/bao-cao.pdf"));
    assert!(report.contains("Ứng dụng công nghệ trong hoạt động") && report.contains("Bài viết"), "{report}");
    let words = words_of(&dir.path().join("office/ke-hoach.pdf"));
    let top = 20.0 * MM;
    let numbers: Vec<&Word> = words.iter().filter(|w| w.bottom < top).collect();
    assert!(!numbers.is_empty() && numbers.iter().all(|w| w.page > 1), "{numbers:?}");
    for w in words.iter().filter(|w| w.bottom >= top) {
        assert!(
            w.left >= 30.0 * MM - 1.0 && w.right <= 195.0 * MM + 1.0 && w.bottom <= 277.0 * MM + 1.0,
            "{w:?}"
        );
    }
    assert_eq!(
        words_of(&dir.path().join("office/giay-chung-nhan.pdf")).iter().map(|w| w.page).max(),
        Some(4)
    );
}

#[test]
fn what_a_person_typed_is_text_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let nasty = r##"#panic("x") $x^2$ *đậm* _nghiêng_ @tên <nhãn> `mã` \u{41} = đề - mục // </w:t><w:br/> &amp; {contest} "##.trim();
    let table = Table {
        columns: vec![Column { heading: nasty.to_owned(), width: 1, align: Align::Left }],
        rows: vec![Row::of(vec![nasty.to_owned()])],
    };
    let signer = Signer { name: nasty.to_owned(), ..Signer::default() };
    let document = one_page(vec![
        Block::TypeName { name: nasty.to_owned(), about: nasty.to_owned() },
        Text::plain(Role::Body, nasty),
        Block::Table(table),
        Block::Ending { recipients: vec![nasty.to_owned()], signer },
    ]);
    let path = written(dir.path(), "la", &document);
    fs::write(dir.path().join("la.docx"), docx::render(&document).unwrap()).unwrap();
    office(dir.path(), &["la".to_owned()]);
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    for path in [path, dir.path().join("office/la.pdf")] {
        let text = plain(&said("pdftotext", &["-raw", path.to_str().unwrap(), "-"]));
        assert_eq!(text.matches(&plain(nasty)).count(), 7, "{}: {text}", path.display());
    }
}

#[test]
fn a_letter_no_face_has_and_a_control_character_do_not_stop_a_paper() {
    let document = one_page(vec![Text::plain(Role::Body, "Xin chào 漢字 🙂 \u{1}\u{202e} hết")]);
    let dir = tempfile::tempdir().unwrap();
    let text = text_of(&written(dir.path(), "la", &document));
    assert!(text.contains("Xin chào") && text.contains("hết"), "{text}");
    assert!(docx::render(&document).is_ok());
}

#[test]
fn a_text_too_long_for_a_code_is_refused() {
    let qr = print::document::Qr { text: "x".repeat(3_000), caption: String::new(), side: 25 };
    let document = one_page(vec![Block::Qr(qr)]);
    assert!(pdf::render(&document).is_err() && docx::render(&document).is_err());
}

#[test]
fn a_workbook_opens_in_openpyxl_with_types_filter_and_frozen_head() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bang-diem.xlsx");
    fs::write(&path, print::papers::score_table::workbook(&samples::contest(), &samples::scores(5)).unwrap())
        .unwrap();
    let pay = dir.path().join("chi.xlsx");
    let mut payment = samples::payment();
    for (winner, lead) in payment.winners.iter_mut().zip(["=1+1", "+84", "-2", "@SUM(A1)"]) {
        winner.authors[0] = format!("{lead} Đặng Văn Ước");
        winner.unit = format!("\t={lead}");
    }
    fs::write(&pay, print::papers::payment::workbook(&samples::contest(), &payment).unwrap()).unwrap();
    let script = "import sys, openpyxl\n\
        s = openpyxl.load_workbook(sys.argv[1]).active\n\
        print(s.freeze_panes, s.auto_filter.ref, [c.value for c in s[3]][:5], [(c.value, c.data_type) for c in s[4]][:6], s[4][13].number_format)\n\
        for book in sys.argv[1:]:\n\
        \x20 for row in openpyxl.load_workbook(book).active.iter_rows():\n\
        \x20   for c in row:\n\
        \x20     assert c.data_type != 'f', c.value\n\
        p = openpyxl.load_workbook(sys.argv[2]).active\n\
        print([(r[1].value, r[1].data_type, r[2].data_type, r[5].value, r[5].data_type) for r in p.iter_rows(min_row=4)])\n";
    let told = said("/usr/bin/python3", &["-c", script, path.to_str().unwrap(), pay.to_str().unwrap()]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("A4 A3:P8 ['TT', 'Mã bài', 'Tên bài dự thi', 'Đơn vị', 'GK01']"), "{told}");
    assert!(
        lines[0]
            .contains("('=Giải pháp số 1: rút ngắn thời gian giải quyết hồ sơ đăng ký hộ kinh doanh', 's')"),
        "{told}"
    );
    assert!(lines[0].contains("(94.5, 'n')") && lines[0].ends_with("0.00"), "{told}");
    for lead in ["=1+1", "+84", "-2", "@SUM(A1)"] {
        assert!(lines[1].contains(&format!("('{lead} Đặng Văn Ước', 's', 's', ")), "{told}");
    }
    assert!(lines[1].contains("4500000, 'n'"), "{told}");
}

/// A grey picture as `pdftoppm -gray` writes it.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    fn read(path: &Path) -> Grey {
        let bytes = fs::read(path).unwrap();
        let mut at = 0;
        let mut head = Vec::new();
        while head.len() < 4 {
            let end = at + bytes[at..].iter().position(u8::is_ascii_whitespace).unwrap();
            head.push(std::str::from_utf8(&bytes[at..end]).unwrap().to_owned());
            at = end + 1;
        }
        let (width, height) = (head[1].parse().unwrap(), head[2].parse().unwrap());
        Grey { width, height, pixels: bytes[at..].to_vec() }
    }

    fn write(&self, path: &Path) {
        let mut bytes = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        bytes.extend(&self.pixels);
        fs::write(path, bytes).unwrap();
    }

    fn blot(&mut self, left: usize, top: usize, side: usize, shade: u8) {
        for y in top..top + side {
            self.pixels[y * self.width + left..y * self.width + left + side].fill(shade);
        }
    }
}

#[test]
fn the_code_of_a_certificate_is_read_at_25_mm_and_150_dpi_with_a_tenth_of_it_blotted_out() {
    let dir = tempfile::tempdir().unwrap();
    let document = samples::certificates(1);
    let path = written(dir.path(), "gcn", &document);
    let Block::Certificate(certificate) = &document.sections[0].blocks[0] else { panic!("no certificate") };
    said(
        "pdftoppm",
        &["-r", "150", "-gray", path.to_str().unwrap(), dir.path().join("gcn").to_str().unwrap()],
    );
    let page = dir.path().join("gcn-1.pgm");
    let read = |path: &Path| said("zbarimg", &["--quiet", "--raw", path.to_str().unwrap()]).trim().to_owned();
    assert_eq!(read(&page), certificate.qr.text);

    // The code stands right above its caption, at the left margin of 20 mm, with a quiet zone of 4 modules in 49.
    let words = words_of(&path);
    let caption = line(&words, 1, "Quét mã để kiểm tra");
    let dots = |points: f64| (points * 150.0 / 72.0) as usize;
    let (left, bottom, side) = (dots(20.0 * MM), dots(caption[0].top), dots(25.0 * MM));
    let top = bottom - side;
    let picture = Grey::read(&page);
    let dark = |x: usize, y: usize| picture.pixels[y * picture.width + x] < 128;
    let rows: Vec<usize> = (top - 8..bottom).filter(|y| (left..left + side).any(|x| dark(x, *y))).collect();
    let columns: Vec<usize> =
        (left..left + side).filter(|x| (top..bottom - 8).any(|y| dark(*x, y))).collect();
    let code = columns[columns.len() - 1] - columns[0] + 1;
    assert!((110..148).contains(&code), "{code} dots wide");
    // A square of a tenth of the area, anywhere but on the three corners by which a reader finds the code.
    let blot = (code as f64 * 0.1f64.sqrt()).round() as usize;
    assert!(blot * blot * 100 >= 98 * code * code / 10);
    let places = [(0.60, 0.60), (0.34, 0.34), (0.34, 0.62), (0.62, 0.34)];
    for (n, (x, y)) in places.into_iter().enumerate() {
        for shade in [255, 0] {
            let mut damaged = Grey { pixels: picture.pixels.clone(), ..picture };
            let at = |share: f64| (code as f64 * share) as usize;
            damaged.blot(columns[0] + at(x), rows[0] + at(y), blot, shade);
            let path = dir.path().join(format!("damaged-{n}-{shade}.pgm"));
            damaged.write(&path);
            assert_eq!(read(&path), certificate.qr.text, "blot {n} of shade {shade}");
        }
    }
}

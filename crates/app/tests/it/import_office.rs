//! Workbooks as offices keep them (trap T27), and variations that other offices keep.

use std::path::PathBuf;

use app::import::known::{KnownRound, Named};
use app::import::rows::{Category, EntryRow, Precision, Verdict};
use app::import::{Known, ProblemKind, entries, scores, units};
use rust_xlsxwriter::{Format, Formula, Workbook};

fn data(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/chuong-my-2024").join(file);
    std::fs::read(path).expect("the data folder")
}

/// What the contest's own files say, as a running installation would know it.
fn known() -> Known {
    let contest = serde_json::from_slice(&data("contest.json")).expect("JSON");
    let units = units::read("units.csv", &data("units.csv"), &Known::default());
    Known::from_contest(&contest).with_units(&units.rows, &units.codes)
}

#[test]
fn the_offices_list_holds_the_same_entries_as_the_folder() {
    let known = known();
    let list = entries::read("entries.xlsx", &data("entries.xlsx"), &known);
    let full = entries::read("entries.jsonl", &data("entries.jsonl"), &known);
    assert_eq!((&list.problems[..], &full.problems[..]), (&[][..], &[][..]));
    assert_eq!((list.rows.len(), full.rows.len()), (64, 64));
    for (listed, entry) in list.rows.iter().zip(&full.rows) {
        assert_eq!(listed.at.sheet.as_deref(), Some("Danh sách"));
        let day = |row: &EntryRow| domain::time::Instant(row.submitted_at.at_ms).day();
        assert_eq!(day(listed), day(entry), "{}", entry.code);
        assert_eq!(listed.submitted_at.precision, Precision::Day);
        let mut seen = listed.clone();
        let mut expected = entry.clone();
        // What the list does not hold.
        expected.at = seen.at.clone();
        expected.route = None;
        expected.attachments.clear();
        expected.sections.clear();
        expected.already_applied = None;
        expected.confirmation = None;
        expected.forwarded_at = None;
        expected.authors.iter_mut().for_each(|author| author.unit_code = None);
        expected.submitted_at = seen.submitted_at.clone();
        // A reason stands in the list only where an entry was not selected.
        if let (Some(seen), Some(expected)) = (&mut seen.screening, &mut expected.screening)
            && expected.verdict == Verdict::Selected
        {
            assert_eq!(seen.reason, "");
            expected.reason.clear();
        }
        assert_eq!(seen, expected);
    }
}

#[test]
fn the_traps_of_the_list_are_met() {
    let list = entries::read("entries.xlsx", &data("entries.xlsx"), &known());
    let entry = |code: &str| list.rows.iter().find(|entry| entry.code == code).unwrap();
    assert_eq!(entry("CM24-001").at.row, 5, "the header is below the title rows");
    assert_eq!(entry("CM24-009").authors[0].phone, "0900000012", "the zero is back");
    assert_eq!(entry("CM24-041").authors[0].phone, "0900000069");
    assert_eq!(entry("CM24-017").receiving_unit_code, "CM-GDDT", "the stray space is trimmed");
    assert_eq!(entry("CM24-001").authors.len(), 4, "merged cells are one entry");
    assert_eq!(entry("CM24-018").submitted_at.text, "04/04/2024", "a text date stays as given");
    assert_eq!(entry("CM24-001").submitted_at.text, "2024-04-01");
    assert!(entry("CM24-007").title.starts_with("=cmd|'/c calc'!A1"), "a title is no formula");
    let skipped: Vec<_> =
        list.warnings.iter().filter(|warning| warning.kind == ProblemKind::LineSkipped).collect();
    assert_eq!((skipped.len(), skipped[0].row), (1, Some(110)), "the footer is no entry");
    let phones: Vec<_> =
        list.warnings.iter().filter(|warning| warning.kind == ProblemKind::BadPhone).collect();
    assert_eq!(
        phones.iter().map(|warning| warning.found.as_str()).collect::<Vec<_>>(),
        ["090000O040", "090000008"]
    );
    assert_eq!(list.warnings.len(), 3);
}

#[test]
fn the_offices_score_sheets_hold_the_same_marks_as_the_folder() {
    let known = known();
    let sheets = scores::read("scores.xlsx", &data("scores.xlsx"), &known);
    let full = scores::read("scores.csv", &data("scores.csv"), &known);
    assert_eq!((&sheets.problems[..], &full.problems[..]), (&[][..], &[][..]));
    let marks = |rows: &[app::import::rows::ScoreRow]| {
        let mut marks: Vec<_> = rows
            .iter()
            .map(|row| {
                // The workbook has a column for comments on novelty only.
                let comment = if row.criterion == "tinh_moi" { row.comment.clone() } else { String::new() };
                let whose = (row.round.clone(), row.judge_code.clone(), row.entry_code.clone());
                (whose, row.criterion.clone(), row.points_hundredths, comment)
            })
            .collect();
        marks.sort();
        marks
    };
    assert_eq!((sheets.rows.len(), full.rows.len()), (207 * 5, 207 * 5));
    for (sheet, mark) in marks(&sheets.rows).into_iter().zip(marks(&full.rows)) {
        assert_eq!(sheet, mark);
    }
    let comma = sheets.rows.iter().find(|row| row.at.row == 8 && row.criterion == "kha_thi").unwrap();
    assert_eq!(comma.points_hundredths, 1750, "17,5 in D8");
    assert_eq!(
        sheets.warnings.iter().map(|warning| warning.kind).collect::<Vec<_>>(),
        [ProblemKind::SheetSkipped]
    );
}

/// A workbook from rows of texts; a cell `#=…` is a formula, `#…` a number.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0u32..).zip(rows) {
        for (column, text) in (0u16..).zip(*cells) {
            if text.is_empty() {
                continue;
            }
            match text.strip_prefix('#') {
                Some(formula) if formula.starts_with('=') => {
                    sheet.write_formula(row, column, Formula::new(formula))
                }
                Some(number) => sheet.write_number(row, column, number.parse::<f64>().expect("a number")),
                None => sheet.write_string(row, column, *text),
            }
            .expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

const HEADER: &[&str] = &[
    "TT",
    "Ma bai",
    "Ten bai du thi",
    "Ho va ten",
    "SDT",
    "Ty le",
    "The loai",
    "Hinh thuc",
    "Linh vuc",
    "Don vi nhan",
    "Ngay nop",
];

fn group(second: &[&str]) -> Vec<u8> {
    let first = &[
        "1",
        "A1",
        "Một",
        "An",
        "#900000012",
        "#60",
        "Tap the",
        "video",
        "mot_cua",
        "Xã Lam Điền",
        "9/4/2024 23:59",
    ];
    workbook(&[&["DANH SACH"], HEADER, first, second])
}

#[test]
fn a_group_may_leave_blank_repeat_or_miss() {
    let known = known();
    let blank = entries::read("f.xlsx", &group(&["", "", "", "Bình", "0900000013", "40,0"]), &known);
    assert_eq!(blank.problems, []);
    let entry = &blank.rows[0];
    assert_eq!((entry.authors.len(), entry.authors[1].share_hundredths), (2, Some(4000)));
    assert_eq!((entry.category, entry.receiving_unit_code.as_str()), (Category::Collective, "X-LAMDIEN"));
    assert_eq!((entry.format.as_str(), entry.areas.as_slice()), ("video", &["mot_cua".to_owned()][..]));
    assert_eq!(entry.submitted_at.text, "9/4/2024 23:59");
    assert!(!entry.authors[0].representative, "nobody is ticked");

    let repeated: &[&str] = &[
        "1",
        "A1",
        "Một",
        "Bình",
        "0900000013",
        "40",
        "Tap the",
        "video",
        "mot_cua",
        "Xã Lam Điền",
        "9/4/2024 23:59",
    ];
    assert_eq!(entries::read("f.xlsx", &group(repeated), &known).rows, blank.rows);

    let other: &[&str] = &[
        "2",
        "A1",
        "Hai",
        "Bình",
        "0900000013",
        "40",
        "Tap the",
        "video",
        "mot_cua",
        "Xã Lam Điền",
        "9/4/2024 23:59",
    ];
    let other = entries::read("f.xlsx", &group(other), &known);
    assert_eq!(
        other.problems.iter().map(|p| (p.kind, p.row)).collect::<Vec<_>>(),
        [(ProblemKind::DuplicateCode, Some(4))]
    );

    let uncoded: &[&str] = &[
        "2",
        "",
        "Hai",
        "Bình",
        "0900000013",
        "40",
        "Tap the",
        "video",
        "mot_cua",
        "Xã Lam Điền",
        "9/4/2024 23:59",
    ];
    let uncoded = entries::read("f.xlsx", &group(uncoded), &known);
    assert_eq!(
        uncoded.problems[0].to_string(),
        "f.xlsx, sheet Sheet1, row 4, Ma bai (column B): value is missing"
    );
}

#[test]
fn every_problem_of_a_list_is_told_with_its_cell() {
    let row: &[&str] = &[
        "1",
        "A 1",
        "#=1+1",
        "",
        "12",
        "1,234",
        "Nhóm lớn",
        "radio",
        "mot_cua; bia",
        "Xã Mây",
        "31/02/2024",
    ];
    let read = entries::read("f.xlsx", &workbook(&[HEADER, row]), &known());
    let told: Vec<_> = read
        .problems
        .iter()
        .map(|problem| {
            (problem.column.as_ref().unwrap().letter.clone().unwrap(), problem.kind, problem.found.as_str())
        })
        .collect();
    let expected = [
        ("B", ProblemKind::BadCode, "A 1"),
        ("C", ProblemKind::FormulaCell, "0"),
        ("G", ProblemKind::UnknownValue, "Nhóm lớn"),
        ("H", ProblemKind::UnknownValue, "radio"),
        ("I", ProblemKind::UnknownValue, "bia"),
        ("K", ProblemKind::BadInstant, "31/02/2024"),
        ("J", ProblemKind::UnknownUnit, "Xã Mây"),
        ("D", ProblemKind::MissingValue, ""),
        ("F", ProblemKind::BadNumber, "1,234"),
    ];
    assert_eq!(told, expected.map(|(letter, kind, found)| (letter.to_owned(), kind, found)));
    assert!(read.rows.is_empty() && !read.is_clean());
}

#[test]
fn missing_columns_are_named_once_and_rows_not_blamed() {
    let read = entries::read(
        "f.xlsx",
        &workbook(&[&["TT", "Mã bài", "Tên bài", "Họ tên"], &["1", "A", "Một", "An"]]),
        &known(),
    );
    let told: Vec<_> =
        read.problems.iter().map(|problem| (problem.kind, problem.expected.as_str())).collect();
    assert_eq!(
        told,
        [
            "category / the loai",
            "format / hinh thuc",
            "areas / linh vuc",
            "receiving_unit_code / don vi nhan",
            "submitted_at / ngay nop"
        ]
        .map(|expected| (ProblemKind::MissingColumn, expected))
    );
    let read = entries::read("f.xlsx", &workbook(&[&["Kính gửi", "Ban Tổ chức"]]), &known());
    assert_eq!(read.problems[0].kind, ProblemKind::NoHeader);
}

#[test]
fn signatures_below_the_list_are_no_entries() {
    let rows: &[&[&str]] = &[
        HEADER,
        &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"],
        &["1", "A1", "Một", "An", "0900000012", "", "Cá nhân", "Bài viết", "the_che", "CM-NV", "9/4/2024"],
        &["Tổng cộng", "", "", "1 tác giả"],
        &[],
        &["", "", "", "NGƯỜI LẬP", "", "", "", "", "", "TRƯỞNG PHÒNG"],
        &["", "", "", "Nguyễn Văn An", "", "", "", "", "", "Trần Thị Bình"],
    ];
    let read = entries::read("f.xlsx", &workbook(rows), &known());
    assert_eq!(read.problems, []);
    assert_eq!((read.rows.len(), read.rows[0].authors.len()), (1, 1));
    assert_eq!(read.rows[0].authors[0].share_hundredths, Some(10_000), "the only author has the whole share");
    assert!(read.rows[0].authors[0].representative, "and is the contact");
    assert_eq!(
        read.warnings.iter().map(|warning| warning.row).collect::<Vec<_>>(),
        [Some(4), Some(6), Some(7)]
    );
}

#[test]
fn merged_addresses_hold_for_the_whole_group_and_real_times_are_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    let headings = [
        "Mã bài",
        "Tên bài",
        "Tác giả",
        "Địa chỉ",
        "Thể loại",
        "Hình thức",
        "Lĩnh vực",
        "Đơn vị nhận",
        "Ngày nộp",
    ];
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (column, text) in
        [(0, "A1"), (1, "Một"), (3, "Thôn 1"), (4, "Tập thể"), (5, "Bài viết"), (6, "the_che"), (7, "CM-NV")]
    {
        sheet.merge_range(1, column, 2, column, text, &plain).unwrap();
    }
    sheet.write_string(1, 2, "An").unwrap();
    sheet.write_string(2, 2, "Bình").unwrap();
    let at = rust_xlsxwriter::ExcelDateTime::parse_from_str("2024-04-09T23:59:59").unwrap();
    sheet
        .write_datetime_with_format(1, 8, &at, &Format::new().set_num_format("dd/mm/yyyy hh:mm:ss"))
        .unwrap();
    let read = entries::read("f.xlsx", &workbook.save_to_buffer().unwrap(), &known());
    assert_eq!(read.problems, []);
    let entry = &read.rows[0];
    assert_eq!(
        entry.authors.iter().map(|author| author.address.as_str()).collect::<Vec<_>>(),
        ["Thôn 1", "Thôn 1"]
    );
    assert_eq!(entry.submitted_at.text, "2024-04-09T23:59:59+07:00");
    assert_eq!(entry.authors[0].share_hundredths, None, "a list without shares does not invent them");
}

#[test]
fn a_score_sheet_names_every_problem() {
    let mut known = known();
    known.judges = Some(["GK01".to_owned()].into());
    known.entries = Some(["A1".to_owned(), "A2".to_owned()].into());
    let header: &[&str] = &["Giám khảo", "Mã bài", "Tính mới (tối đa 25)", "hieu_qua", "Nhận xét"];
    let rows: &[&[&str]] = &[
        header,
        &["GK01", "A1", "#17.5", "20,25", "tốt"],
        &["GK09", "A1", "#1", "#1"],
        &["GK01", "A3", "-1", "#=2", ""],
        &["GK01", "A1", "#1", "", ""],
        &["GK01", "A2", "", "", "chưa chấm"],
    ];
    let read = scores::read("f.xlsx", &workbook(rows), &known);
    let told: Vec<_> = read.problems.iter().map(|p| (p.row.unwrap(), p.kind, p.found.as_str())).collect();
    assert_eq!(
        told,
        [
            (3, ProblemKind::UnknownJudge, "GK09"),
            (4, ProblemKind::UnknownEntry, "A3"),
            (4, ProblemKind::BadNumber, "-1"),
            (4, ProblemKind::FormulaCell, "0"),
            (5, ProblemKind::DuplicateCode, "GK01 A1 tinh_moi"),
            (6, ProblemKind::MissingValue, ""),
        ]
    );
    let marks: Vec<_> = read
        .rows
        .iter()
        .map(|row| (row.criterion.as_str(), row.points_hundredths, row.comment.as_str()))
        .collect();
    assert_eq!(marks, [("tinh_moi", 1750, "tốt"), ("hieu_qua", 2025, "tốt")]);
}

#[test]
fn one_sheet_a_judge_is_read_together() {
    let mut workbook = Workbook::new();
    for judge in ["GK01", "GK02"] {
        let sheet = workbook.add_worksheet().set_name(judge).unwrap();
        for (column, heading) in (0u16..).zip(["Mã GK", "Mã bài", "Tính mới"]) {
            sheet.write_string(1, column, heading).unwrap();
        }
        sheet.write_string(2, 0, judge).unwrap();
        sheet.write_string(2, 1, "A1").unwrap();
        sheet.write_number(2, 2, 12.5).unwrap();
    }
    let list = workbook.add_worksheet().set_name("Phân công").unwrap();
    for (column, heading) in (0u16..).zip(["Mã GK", "Mã bài"]) {
        list.write_string(0, column, heading).unwrap();
    }
    let read = scores::read("f.xlsx", &workbook.save_to_buffer().unwrap(), &known());
    assert_eq!(read.problems, []);
    assert_eq!(
        read.warnings.iter().map(|warning| warning.found.as_str()).collect::<Vec<_>>(),
        ["Phân công"],
        "a list without marks is skipped"
    );
    assert_eq!(
        read.rows.iter().map(|row| row.at.sheet.clone().unwrap()).collect::<Vec<_>>(),
        ["GK01", "GK02"]
    );
}

#[test]
fn a_semicolon_csv_of_marks_reads_commas_as_decimals() {
    let known = Known {
        rounds: vec![KnownRound {
            code: "1".into(),
            criteria: vec![Named { code: "a".into(), name: "Tính mới".into() }],
        }],
        ..Known::default()
    };
    let read = scores::read(
        "f.csv",
        "\u{feff}GK;Mã bài;Tiêu chí;Điểm\r\nG1;A1;Tính mới;17,5\r\n".as_bytes(),
        &known,
    );
    assert_eq!(read.problems, []);
    assert_eq!((read.rows[0].criterion.as_str(), read.rows[0].points_hundredths), ("a", 1750));
}

#[test]
fn what_is_no_workbook_is_told() {
    for (bytes, kind) in [
        (&b"PK\x03\x04broken"[..], ProblemKind::BrokenWorkbook),
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], ProblemKind::OldWorkbook),
        (&b""[..], ProblemKind::NoHeader),
        (&b"\x00\x01\x02"[..], ProblemKind::NoHeader),
        (&b"\xff\xfeM\x00"[..], ProblemKind::NotUtf8),
    ] {
        let read = entries::read("f", bytes, &known());
        assert_eq!(read.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [kind], "{bytes:?}");
    }
    let large = vec![b'a'; app::import::FILE_LIMIT + 1];
    assert_eq!(entries::read("f", &large, &known()).problems[0].kind, ProblemKind::TooLarge);
}

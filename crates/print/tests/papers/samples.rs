//! Every paper once, with values as a district has them.

use domain::marks::Marks;
use domain::money::Vnd;
use jiff::civil::date;
use print::document::{Document, Signer};
use print::papers::*;

pub const CONTEST: &str = "Cuộc thi “Tìm kiếm sáng kiến, giải pháp về cải cách hành chính” năm 2024";

pub fn contest() -> ContestFacts {
    let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
    let level = |name: &str, count, individual: i64| PrizeLevel {
        name: name.to_owned(),
        count,
        individual: Vnd(individual),
        collective: Vnd(individual * 3 / 2),
    };
    ContestFacts {
        name: CONTEST.to_owned(),
        year: 2024,
        organiser: "UBND huyện Chương Mỹ".to_owned(),
        standing_body: "Phòng Nội vụ".to_owned(),
        units_send_before: date(2024, 4, 10),
        launch: Some(date(2024, 3, 30)),
        judging_before: Some(date(2024, 5, 5)),
        purposes: texts(&[
            "Tìm ý tưởng tiêu biểu, sáng tạo, có khả năng áp dụng thực tế để thí điểm và nhân rộng trên địa bàn huyện;",
            "Góp phần nâng cao chỉ số cải cách hành chính (PAR INDEX) và chỉ số hài lòng (SIPAS) năm 2024.",
        ]),
        areas: texts(&[
            "Công tác chỉ đạo điều hành;",
            "Cải cách thể chế;",
            "Cải cách thủ tục hành chính;",
            "Hoạt động của Bộ phận Một cửa hiện đại các cấp;",
            "Cải cách tổ chức bộ máy nhà nước;",
            "Cải cách chế độ công vụ;",
            "Cải cách tài chính công;",
            "Ứng dụng công nghệ trong hoạt động của cơ quan hành chính nhà nước.",
        ]),
        entrants: texts(&[
            "Cá nhân: cán bộ, công chức, viên chức, người lao động; người dân, tổ chức trên địa bàn huyện;",
            "Tập thể: cơ quan, ban, ngành, đoàn thể huyện; UBND các xã, thị trấn.",
        ]),
        requirements: texts(&["Có tính mới;", "Thể hiện sự sáng tạo, tìm tòi, nghiên cứu."]),
        prizes: vec![
            level("Giải nhất", 2, 3_000_000),
            level("Giải nhì", 2, 2_000_000),
            level("Giải ba", 4, 1_000_000),
        ],
        collective_rule: "Tập thể được thưởng bằng 1,5 lần mức thưởng của cá nhân.".to_owned(),
        budget: Vnd(21_000_000),
        plan_reference: "Kế hoạch số 76/KH-UBND ngày 28/3/2024 của UBND huyện Chương Mỹ".to_owned(),
    }
}

pub fn district(symbol: &str, number: Option<u32>) -> Issue {
    Issue {
        office: Office {
            superior: "THÀNH PHỐ HÀ NỘI".to_owned(),
            issuer: "ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ".to_owned(),
            place: "Chương Mỹ".to_owned(),
        },
        number,
        symbol: symbol.to_owned(),
        date: date(2024, 5, 6),
        signer: Signer {
            authority: vec!["TM. ỦY BAN NHÂN DÂN".to_owned(), "KT. CHỦ TỊCH".to_owned()],
            title: "PHÓ CHỦ TỊCH".to_owned(),
            note: String::new(),
            name: "Khuất Công Tuyển".to_owned(),
        },
        file_mark: "NV".to_owned(),
    }
}

fn of(superior: &str, issuer: &str, symbol: &str, title: &str, name: &str) -> Issue {
    Issue {
        office: Office {
            superior: superior.to_owned(),
            issuer: issuer.to_owned(),
            place: "Chương Mỹ".to_owned(),
        },
        signer: Signer { title: title.to_owned(), name: name.to_owned(), ..Signer::default() },
        ..district(symbol, None)
    }
}

fn committee(symbol: &str) -> Issue {
    let mut issue =
        of("UBND HUYỆN CHƯƠNG MỸ", "BAN TỔ CHỨC CUỘC THI", symbol, "TRƯỞNG BAN", "Khuất Công Tuyển");
    issue.signer.authority = vec!["TM. BAN TỔ CHỨC".to_owned()];
    issue
}

fn unit(symbol: &str) -> Issue {
    of("UBND HUYỆN CHƯƠNG MỸ", "ỦY BAN NHÂN DÂN XÃ THỦY XUÂN TIÊN", symbol, "CHỦ TỊCH", "Nguyễn Thị Ước")
}

fn person(name: &str, post: &str, part: &str) -> Person {
    Person { name: name.to_owned(), post: post.to_owned(), part: part.to_owned() }
}

fn checkpoint() -> Checkpoint {
    print::contest::checkpoint("https://sangkien.chuongmy.vn", 1_204, &[0x8c; 32])
}

pub fn winners() -> Vec<Winner> {
    let winner =
        |code: &str, title: &str, authors: &[&str], unit: &str, level: &str, amount, mean: &str| Winner {
            code: code.to_owned(),
            title: title.to_owned(),
            authors: authors.iter().map(|a| (*a).to_owned()).collect(),
            unit: unit.to_owned(),
            collective: authors.len() > 1,
            level: level.to_owned(),
            amount: Vnd(amount),
            mean: mean.to_owned(),
        };
    vec![
        winner(
            "CM24-011",
            "Một hồ sơ, hai kết quả: cấp bản sao trích lục và chứng thực trong một lần đến Bộ phận Một cửa",
            &["Đặng Văn Ước", "Nguyễn Thị Quỳnh", "Lê Hữu Thuỵ"],
            "UBND xã Thủy Xuân Tiên",
            "Giải nhất",
            4_500_000,
            "92,40",
        ),
        winner(
            "CM24-031",
            "Sổ tay QR thủ tục hành chính tại nhà văn hóa thôn",
            &["Phạm Thị Mỹ Dung", "Trịnh Quốc Khánh"],
            "Phòng Tư pháp",
            "Giải nhất",
            4_500_000,
            "89,44",
        ),
        winner(
            "CM24-029",
            "Nhắc hạn trả kết quả qua tin nhắn cho người dân",
            &["Nguyễn Hữu Nghĩa"],
            "UBND thị trấn Xuân Mai",
            "Giải nhì",
            2_000_000,
            "88,20",
        ),
        winner(
            "CM24-042",
            "Bảng kiểm dùng chung cho hồ sơ đất đai",
            &["Bùi Thị Ngọ"],
            "Phòng Tài nguyên và Môi trường",
            "Giải ba",
            1_000_000,
            "88,20",
        ),
    ]
}

fn jury() -> Vec<Person> {
    vec![
        person("Khuất Công Tuyển", "Phó Chủ tịch UBND huyện", "Trưởng ban"),
        person("Ngô Hữu Trường", "Trưởng phòng Nội vụ", "Phó Trưởng ban"),
        person("Vũ Thị Ỷ Lan", "Trưởng phòng Tư pháp", "Ủy viên"),
    ]
}

pub fn scores(rows: usize) -> score_table::ScoreTable {
    let judges: Vec<String> = (1..=9).map(|n| format!("GK{n:02}")).collect();
    let row = |n: usize| {
        let totals: Vec<Option<Marks>> = (0..9)
            .map(|j| (j % 9 < 5).then(|| Marks(i64::try_from(9_500 - 50 * n % 4_000 - 25 * j).unwrap())))
            .collect();
        score_table::Scored {
            code: format!("CM24-{n:03}"),
            title: format!("=Giải pháp số {n}: rút ngắn thời gian giải quyết hồ sơ đăng ký hộ kinh doanh"),
            unit: "UBND xã Thủy Xuân Tiên".to_owned(),
            mean: totals.iter().flatten().map(|m| m.0).sum::<i64>() / 5,
            totals,
            place: u32::try_from(n).ok(),
            prize: if n < 3 { "Giải nhất".to_owned() } else { String::new() },
        }
    };
    score_table::ScoreTable {
        judges,
        legend: "GK01: Khuất Công Tuyển; GK02: Ngô Hữu Trường; …".to_owned(),
        rows: (1..=rows).map(row).collect(),
        secretary: "Trần Thị Hậu".to_owned(),
        chair: "Khuất Công Tuyển".to_owned(),
    }
}

pub fn sheet(filled: bool) -> score_sheet::Sheet {
    let line = |criterion: &str, most, mark: i64| score_sheet::Line {
        criterion: criterion.to_owned(),
        most: Marks(most),
        mark: filled.then_some(Marks(mark)),
        comment: if filled {
            "Cải tiến tốt, có số liệu trước và sau.".to_owned()
        } else {
            String::new()
        },
    };
    let text = |text: &str| if filled { text.to_owned() } else { String::new() };
    score_sheet::Sheet {
        round: "Chung khảo".to_owned(),
        code: text("CM24-011"),
        title: text("Một hồ sơ, hai kết quả"),
        judge: text("Vũ Thị Ỷ Lan"),
        lines: vec![
            line("Tính mới", 2_500, 2_250),
            line("Hiệu quả", 3_000, 2_800),
            line("Khả thi", 4_500, 4_050),
        ],
        comment: text("Bài có giá trị thực tiễn."),
        sealed: text("Đã khóa và ký trên hệ thống lúc 10 giờ 05 phút, ngày 02/5/2024."),
    }
}

pub fn certificates(count: usize) -> Document {
    let all = winners();
    let awarded: Vec<certificates::Awarded> = (0..count)
        .map(|n| certificates::Awarded {
            winner: all[n % all.len()].clone(),
            code_says: format!("https://sangkien.chuongmy.vn/chung-nhan/CM24-{n:04}-7K3QX"),
            caption: "Quét mã để kiểm tra".to_owned(),
        })
        .collect();
    let issue = district("GCN-UBND", Some(1));
    certificates::document(&issue, &contest(), &awarded, certificates::WORDING).unwrap()
}

pub fn decision() -> Document {
    let decision = decision_results::Decision {
        authority: "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ".to_owned(),
        proposer: "Ban Tổ chức Cuộc thi tại Tờ trình số 12/TTr-BTC ngày 05/5/2024".to_owned(),
        chief_of_office: "Chánh Văn phòng HĐND và UBND huyện".to_owned(),
        source: "nguồn ngân sách chi cho công tác cải cách hành chính năm 2024".to_owned(),
        winners: winners(),
    };
    let mut issue = district("QĐ-UBND", Some(5));
    issue.signer.authority = vec!["KT. CHỦ TỊCH".to_owned()];
    decision_results::document(&issue, &contest(), &decision, decision_results::WORDING).unwrap()
}

pub fn payment() -> payment::Payment {
    let signer = |title: &str| Signer { title: title.to_owned(), ..Signer::default() };
    payment::Payment {
        decision_reference: "Quyết định số 05/QĐ-UBND ngày 06/5/2024 của UBND huyện Chương Mỹ".to_owned(),
        winners: winners(),
        signers: vec![signer("NGƯỜI LẬP"), signer("KẾ TOÁN"), signer("THỦ TRƯỞNG ĐƠN VỊ")],
    }
}

/// Every paper, with the name of its file.
pub fn all() -> Vec<(&'static str, Document)> {
    let c = &contest();
    let winners = winners();
    let entry = || winners[0].clone();
    let decision_reference = payment().decision_reference;
    let rules = rules::Rules {
        group_min: 2,
        criteria: vec![("Tính mới".to_owned(), Marks(2_500)), ("Hiệu quả".to_owned(), Marks(7_500))],
        tie_break: "điểm tiêu chí Hiệu quả; điểm tiêu chí Tính mới; quyết định của Trưởng Ban Giám khảo"
            .to_owned(),
    };
    let set_up = decision_setup::SetUp {
        authority: "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ".to_owned(),
        proposer: "Trưởng Phòng Nội vụ tại Tờ trình số 31/TTr-NV ngày 25/3/2024".to_owned(),
        chief_of_office: "Chánh Văn phòng HĐND và UBND huyện".to_owned(),
        committee: jury(),
        jury: jury(),
        secretariat: vec![person("Trần Thị Hậu", "Chuyên viên Phòng Nội vụ", "Tổ trưởng")],
    };
    let screening = screening_minutes::Screening {
        unit: "UBND xã Thủy Xuân Tiên".to_owned(),
        venue: "Phòng họp UBND xã Thủy Xuân Tiên".to_owned(),
        chair: person("Nguyễn Thị Ước", "Chủ tịch UBND xã", ""),
        secretary: person("Lê Hữu Thụy", "Công chức Văn phòng - Thống kê", ""),
        members: Vec::new(),
        entries: vec![
            screening_minutes::Screened {
                code: "CM24-011".to_owned(),
                title: entry().title,
                author: entry().authors[0].clone(),
                verdict: screening_minutes::Verdict::Selected,
                reason: "Có số liệu, dễ nhân rộng".to_owned(),
            },
            screening_minutes::Screened {
                code: "CM24-012".to_owned(),
                title: "Hộp thư góp ý".to_owned(),
                author: "Đỗ Thị Ẩn".to_owned(),
                verdict: screening_minutes::Verdict::Declined,
                reason: "Đã áp dụng tại đơn vị từ năm 2022".to_owned(),
            },
        ],
    };
    let confirmation = confirmation::Confirmation {
        code: "CM24-011".to_owned(),
        title: entry().title,
        authors: entry().who(),
        unit: "UBND xã Thủy Xuân Tiên".to_owned(),
        dossier: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        level: "Hiệu quả cao".to_owned(),
        feasibility: "Khả thi, áp dụng được ngay tại các xã, thị trấn".to_owned(),
        printed: "CM24-011 V1 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        short: "9f86 d081 884c 7d65".to_owned(),
        on_paper: Some((domain::time::Day::parse("2024-04-03").unwrap(), "Vũ Thị Thư".to_owned())),
    };
    let sent = vec![cover_letter::Sent {
        code: "CM24-011".to_owned(),
        title: entry().title,
        authors: entry().who(),
        contact: "Thôn Trí Thủy, xã Thủy Xuân Tiên; 0900000001".to_owned(),
        category: "Tập thể".to_owned(),
        level: "Hiệu quả cao".to_owned(),
        feasibility: "Khả thi".to_owned(),
    }];
    let receipt = receipt::Receipt {
        code: "7K3Q-X9PM".to_owned(),
        title: entry().title,
        author: entry().authors[0].clone(),
        unit: "UBND xã Thủy Xuân Tiên".to_owned(),
        received_at: "17 giờ 59 phút 02 giây, ngày 08/4/2024".to_owned(),
        parts: "01 bài viết, 02 ảnh".to_owned(),
        receiver: "Lê Hữu Thụy".to_owned(),
        address: "https://sangkien.chuongmy.vn/lookup?code=7K3Q-X9PM".to_owned(),
        checkpoint: Some(checkpoint()),
    };
    let minutes = jury_minutes::JuryMinutes {
        venue: "Phòng họp số 2, UBND huyện".to_owned(),
        jury: jury(),
        sheets: 207,
        combining: "trung bình cộng tổng điểm của các giám khảo, không làm tròn khi xếp thứ".to_owned(),
        tie_break: rules.tie_break.clone(),
        ranking: winners
            .iter()
            .zip(1..)
            .map(|(w, place)| jury_minutes::Ranked {
                place,
                code: w.code.clone(),
                title: w.title.clone(),
                mean: w.mean.clone(),
            })
            .collect(),
        discussions: vec![
            "Bài CM24-017: hai giám khảo hiểu khác nhau về phạm vi áp dụng. Kết luận: giữ nguyên điểm."
                .to_owned(),
        ],
        ties: vec!["Bài CM24-029 và CM24-042 cùng 88,20 điểm: xếp theo điểm tiêu chí Hiệu quả.".to_owned()],
        absent: "Nguyễn Thị Hạnh (đi công tác)".to_owned(),
        vote: "09/09 thành viên tán thành".to_owned(),
        checkpoint: Some(checkpoint()),
        secretary: "Trần Thị Hậu".to_owned(),
        chair: "Khuất Công Tuyển".to_owned(),
    };
    let committee_minutes = committee_minutes::CommitteeMinutes {
        venue: "Phòng họp số 1, UBND huyện".to_owned(),
        chair: jury()[0].clone(),
        secretary: person("Trần Thị Hậu", "Chuyên viên Phòng Nội vụ", ""),
        members: jury(),
        received: 64,
        judged: 40,
        winners: winners.clone(),
        vote: "07/07 thành viên tán thành".to_owned(),
        absent: String::new(),
        checkpoint: Some(checkpoint()),
    };
    let memo = memo::Memo {
        addressee: "Chủ tịch Ủy ban nhân dân huyện Chương Mỹ".to_owned(),
        issuer_name: "Ban Tổ chức".to_owned(),
        meeting: date(2024, 5, 4),
        received: 64,
        judged: 40,
        winners: winners.clone(),
        source: "nguồn ngân sách chi cho công tác cải cách hành chính năm 2024".to_owned(),
    };
    let announcement = announcement::Announcement {
        issuer_name: "Ban Tổ chức".to_owned(),
        received: 64,
        judged: 40,
        winners: winners.clone(),
        decision_reference: decision_reference.clone(),
        ceremony: String::new(),
    };
    let bars = |bars: &[(&str, u64)]| bars.iter().map(|(label, n)| ((*label).to_owned(), *n)).collect();
    let report = report::Report {
        issuer_name: "Ban Tổ chức".to_owned(),
        received: 64,
        judged: 40,
        sheets: 207,
        individuals: 45,
        collectives: 19,
        required: (30, 44),
        encouraged: (6, 20),
        by_unit: bars(&[("UBND xã Thủy Xuân Tiên", 4), ("Phòng Nội vụ", 3), ("UBND thị trấn Chúc Sơn", 2)]),
        by_area: bars(&[
            ("Cải cách thủ tục hành chính", 35),
            ("Hoạt động của Bộ phận Một cửa hiện đại các cấp", 27),
            ("Ứng dụng công nghệ trong hoạt động của cơ quan hành chính nhà nước", 18),
            ("Cải cách thể chế", 4),
        ]),
        by_form: bars(&[("Bài viết", 57), ("Video", 7)]),
        winners: winners.clone(),
    };
    let replication = replication::Replication {
        addressee: "Chủ tịch Ủy ban nhân dân huyện Chương Mỹ".to_owned(),
        issuer_name: "Phòng Nội vụ".to_owned(),
        decision_reference,
        pilot_months: 6,
        proposals: winners
            .iter()
            .map(|w| replication::Proposal {
                title: w.title.clone(),
                unit: w.unit.clone(),
                form: replication::Form::Pilot,
                scope: "05 xã, thị trấn".to_owned(),
            })
            .collect(),
    };
    let home =
        |symbol: &str| of("UBND HUYỆN CHƯƠNG MỸ", "PHÒNG NỘI VỤ", symbol, "TRƯỞNG PHÒNG", "Ngô Hữu Trường");
    vec![
        ("ke-hoach", plan::document(&district("KH-UBND", Some(5)), c, plan::WORDING).unwrap()),
        ("the-le", rules::document(&committee("TL-BTC"), c, &rules, rules::WORDING).unwrap()),
        (
            "ap-phich",
            poster::document(
                &district("", None),
                c,
                "Mỗi cán bộ một sáng kiến",
                "https://sangkien.chuongmy.vn",
                poster::WORDING,
            )
            .unwrap(),
        ),
        (
            "quyet-dinh-thanh-lap",
            decision_setup::document(&district("QĐ-UBND", None), c, &set_up, decision_setup::WORDING)
                .unwrap(),
        ),
        (
            "bien-ban-so-loai",
            screening_minutes::document(&unit(""), c, &screening, screening_minutes::WORDING).unwrap(),
        ),
        (
            "phieu-xac-nhan",
            confirmation::document(&unit(""), c, &confirmation, confirmation::WORDING).unwrap(),
        ),
        (
            "cong-van-gui-bai",
            cover_letter::document(
                &unit("UBND"),
                c,
                "UBND xã Thủy Xuân Tiên",
                "X-THUYXUANTIEN 1/2024",
                &sent,
                cover_letter::WORDING,
            )
            .unwrap(),
        ),
        (
            "giay-bien-nhan",
            receipt::document(
                &of(
                    "UBND HUYỆN CHƯƠNG MỸ",
                    "ỦY BAN NHÂN DÂN XÃ THỦY XUÂN TIÊN",
                    "",
                    "NGƯỜI NHẬN",
                    "Lê Hữu Thụy",
                ),
                c,
                &receipt,
                receipt::WORDING,
            )
            .unwrap(),
        ),
        (
            "phieu-cham-trong",
            score_sheet::document(&committee(""), c, &sheet(false), score_sheet::WORDING).unwrap(),
        ),
        ("phieu-cham", score_sheet::document(&committee(""), c, &sheet(true), score_sheet::WORDING).unwrap()),
        ("bang-diem", score_table::document(&committee(""), c, &scores(40), score_table::WORDING).unwrap()),
        (
            "bien-ban-giam-khao",
            jury_minutes::document(&committee("BB-BGK"), c, &minutes, jury_minutes::WORDING).unwrap(),
        ),
        (
            "bien-ban-ban-to-chuc",
            committee_minutes::document(
                &committee("BB-BTC"),
                c,
                &committee_minutes,
                committee_minutes::WORDING,
            )
            .unwrap(),
        ),
        ("to-trinh", memo::document(&committee("TTr-BTC"), c, &memo, memo::WORDING).unwrap()),
        ("quyet-dinh-ket-qua", decision()),
        ("giay-chung-nhan", certificates(4)),
        (
            "thong-bao",
            announcement::document(&committee("TB-BTC"), c, &announcement, announcement::WORDING).unwrap(),
        ),
        ("bao-cao", report::document(&committee("BC-BTC"), c, &report, report::WORDING).unwrap()),
        ("nhan-rong", replication::document(&home("TTr-NV"), c, &replication, replication::WORDING).unwrap()),
        ("danh-sach-chi", payment::document(&home(""), c, &payment(), payment::WORDING).unwrap()),
    ]
}

use super::super::dossier::Author;
use super::super::draft::{Declared, DraftAuthor};
use super::super::grounds::{DraftGrounds, Grounds};
use super::*;
use crate::contest::*;
use crate::ids::{AreaCode, RouteCode};
use crate::money::Vnd;
use crate::ratio::Ratio;
use crate::time::Before;

pub(in crate::entry) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// Rules like those of Chương Mỹ 2024, as far as an entry is concerned.
pub(in crate::entry) fn the_rules() -> RulesEdition {
    let round = Round {
        code: "1".into(),
        name: "Vòng 1".into(),
        combine: Combine::Mean,
        threshold: None,
        finalists: None,
        criteria: vec![],
    };
    RulesEdition {
        code: "CM24".into(),
        name: "Cuộc thi".into(),
        organiser_unit: "CM".into(),
        organiser_name: "UBND huyện Chương Mỹ".into(),
        standing_body: "CM-NV".into(),
        timeline: Timeline {
            launch: Day::parse("2024-03-30"),
            units_send: Before(at("2024-04-10T00:00:00+07:00")),
            grace: None,
            judging_finished: None,
        },
        areas: vec![area("mot_cua"), area("cong_nghe")],
        routes: vec![RouteChoice { code: "own_unit".into(), name: "cơ quan".into() }],
        formats: Formats {
            allowed: vec![Form::Written, Form::Video],
            word_companion_required_for: vec![AttachmentKind::Video, AttachmentKind::Image],
        },
        group: GroupRule { min_members: 2, max_members: Some(3) },
        shares_must_sum_to: SharePercent::WHOLE,
        phone: PhonePattern::new("^0[0-9]{9}$", |p| {
            p.len() == 10 && p.starts_with('0') && p.bytes().all(|b| b.is_ascii_digit())
        }),
        entrants: Entrants {
            admitted: Admitted::Everyone,
            age: None,
            officials_excluded: true,
            co_authors: CoAuthors::Shown,
            individual: vec![],
            collective: vec![],
        },
        quotas: vec![],
        judging: Judging {
            criteria: vec![],
            rounds: vec![round],
            final_score: FinalScore::LastRoundDecides,
            community_vote: None,
            deviation_flag: None,
            tie_break: vec![],
            last_tie_break: LastTieBreak::Chair,
            zero_disqualifies: vec![],
            judges_per_entry: 2,
            visibility: Visibility::Open,
            same_unit_conflict: true,
        },
        prizes: PrizeStructure::Pooled {
            levels: vec![PrizeLevel {
                code: "nhat".into(),
                name: "Giải Nhất".into(),
                count: 1,
                prize_vnd: Vnd(3_000_000),
            }],
            collective_factor: Ratio::ONE,
        },
        side_prizes: vec![],
        committee_majority: None,
        sections: vec![section("hien_trang", true, 40), section("khac", false, 10)],
        fields: vec![],
        gallery: GalleryRules { shown: Shown::Winners, summary: "hien_trang".into() },
    }
}

fn area(code: &str) -> Area {
    Area { code: code.into(), name: code.to_owned() }
}

fn section(code: &str, required: bool, max_chars: usize) -> Section {
    Section { code: code.to_owned(), name: code.to_owned(), required, max_chars }
}

const UNITS: &[(&str, Option<&str>, bool)] =
    &[("CM", None, false), ("CM-NV", None, true), ("X-CU", Some("X-MOI"), true), ("X-MOI", None, true)];

fn units() -> &'static [KnownUnit] {
    static ALL: std::sync::OnceLock<Vec<KnownUnit>> = std::sync::OnceLock::new();
    ALL.get_or_init(|| {
        let unit = |(code, successor, receives): &(&str, Option<&str>, bool)| KnownUnit {
            code: (*code).into(),
            from: None,
            to: successor.and_then(|_| Day::parse("2024-04-05")),
            successor: successor.map(UnitCode::from),
            receives: *receives,
        };
        UNITS.iter().map(unit).collect()
    })
}

/// No digest, but different for different texts of a test.
fn digest(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0u8; 32];
    for (n, b) in bytes.iter().enumerate() {
        out[n % 32] = out[n % 32].wrapping_mul(31).wrapping_add(*b);
    }
    out
}

pub(in crate::entry) fn hand_in(rules: &RulesEdition, now: Instant) -> HandIn<'_> {
    let (officials, units) = (&[], units());
    HandIn {
        rules,
        phase: Phase::Open,
        extension: None,
        officials,
        units,
        infected: &[],
        unconfirmed: &[],
        digest,
        now,
    }
}

pub(in crate::entry) fn an_author() -> DraftAuthor {
    DraftAuthor {
        name: "Dương Văn Vượng".into(),
        role_title: "Chuyên viên".into(),
        unit: Some("CM-NV".into()),
        address: "Thôn Chùa, xã Hòa Chính".into(),
        phone: "0900 000 002".into(),
        share: "100".into(),
        representative: true,
        grounds: DraftGrounds::default(),
    }
}

/// A draft that is taken.
pub(in crate::entry) fn a_draft() -> Draft {
    Draft {
        title: "Bảng kiểm chung cho hồ sơ thanh toán".into(),
        areas: vec!["mot_cua".into()],
        form: Some(Form::Written),
        category: Some(Category::Individual),
        receiving_unit: Some("CM-NV".into()),
        route: Some("own_unit".into()),
        authors: vec![an_author()],
        attachments: vec![],
        sections: vec![("hien_trang".into(), "Hồ sơ bị trả lại nhiều lần.".into())],
        answers: vec![],
        already_applied: Some(true),
        email: String::new(),
        declared: Declared::ALL,
    }
}

pub(in crate::entry) fn a_dossier() -> Dossier {
    let a = an_author();
    Dossier {
        title: a_draft().title,
        areas: vec!["mot_cua".into()],
        form: Form::Written,
        category: Category::Individual,
        authors: vec![Author {
            name: a.name,
            role_title: a.role_title,
            unit: a.unit,
            address: a.address,
            phone: "0900000002".into(),
            share: SharePercent::WHOLE,
            representative: true,
            grounds: Grounds::default(),
        }],
        receiving_unit: "CM-NV".into(),
        route: "own_unit".into(),
        attachments: vec![],
        sections: a_draft().sections,
        already_applied: true,
    }
}

fn held(kind: AttachmentKind, bytes: u64) -> Attachment {
    Attachment { name: "Ảnh.jpg".into(), kind, bytes, sha256: Some([1; 32]) }
}

const MIDDAY: &str = "2024-04-03T12:00:00+07:00";

fn refused(draft: &Draft, rules: &RulesEdition) -> Vec<SubmitRefusal> {
    submit(EntryId(7), draft, &hand_in(rules, at(MIDDAY))).err().unwrap_or_default()
}

fn refused_after(change: impl FnOnce(&mut Draft, &mut RulesEdition)) -> Vec<SubmitRefusal> {
    let (mut draft, mut rules) = (a_draft(), the_rules());
    change(&mut draft, &mut rules);
    refused(&draft, &rules)
}

#[test]
fn a_whole_draft_becomes_version_one() {
    let rules = the_rules();
    let (submitted, event) = submit(EntryId(7), &a_draft(), &hand_in(&rules, at(MIDDAY))).expect("taken");
    assert_eq!(submitted.dossier, a_dossier());
    assert_eq!((submitted.version, submitted.at, submitted.email), (1, at(MIDDAY), None));
    assert_eq!(submitted.dossier_hash, digest(a_dossier().canonical().as_bytes()));
    assert_eq!(event.name(), "entry.submitted");
}

#[test]
fn time_is_the_first_gate() {
    let rules = the_rules();
    let opens = SubmitRefusal::NotOpenYet { opens_on: Day::parse("2024-03-30") };
    let closed = SubmitRefusal::Closed { closed_at: at("2024-04-10T00:00:00+07:00") };
    for (now, phase, refusal) in [
        ("2024-03-29T23:59:59.999+07:00", Phase::Open, Some(&opens)),
        ("2024-03-30T00:00:00+07:00", Phase::Open, None),
        ("2024-04-09T23:59:59.999+07:00", Phase::Open, None),
        ("2024-04-10T00:00:00+07:00", Phase::Open, Some(&closed)),
        (MIDDAY, Phase::Draft, Some(&opens)),
        (MIDDAY, Phase::Judging, Some(&closed)),
        (MIDDAY, Phase::Released, Some(&closed)),
    ] {
        let with = HandIn { phase, ..hand_in(&rules, at(now)) };
        let refusals = submit(EntryId(7), &a_draft(), &with).err().unwrap_or_default();
        assert_eq!(refusals.first(), refusal, "{now} {phase:?}");
        assert!(refusals.len() < 2, "{now} {phase:?}");
    }
}

#[test]
fn one_defect_gives_one_refusal_beside_its_field() {
    use AuthorField::{Address, Name, Phone, Share};
    type Change = fn(&mut Draft, &mut RulesEdition);
    let missing = |at| SubmitRefusal::Missing { at };
    let unknown = |at| SubmitRefusal::Unknown { at };
    let author = |f| Field::Author(0, f);
    let formal = SubmitRefusal::Formal;
    let rows: Vec<(&str, Change, SubmitRefusal)> = vec![
        ("no title", |d, _| d.title = " \t".into(), missing(Field::Title)),
        (
            "long title",
            |d, _| d.title = "ế".repeat(301),
            SubmitRefusal::TooLong { at: Field::Title, most: 300, have: 301 },
        ),
        ("no area", |d, _| d.areas.clear(), missing(Field::Areas)),
        ("unknown area", |d, _| d.areas.push("lạ".into()), unknown(Field::Areas)),
        ("no form", |d, _| d.form = None, missing(Field::Form)),
        (
            "form not taken",
            |_, r| r.formats.allowed = vec![Form::Video],
            SubmitRefusal::NotAdmitted { at: Field::Form },
        ),
        ("applied not said", |d, _| d.already_applied = None, missing(Field::Applied)),
        ("no section", |d, _| d.sections.clear(), missing(Field::Section("hien_trang".into()))),
        (
            "long section",
            |d, _| d.sections[0].1 = "ộ".repeat(41),
            SubmitRefusal::TooLong { at: Field::Section("hien_trang".into()), most: 40, have: 41 },
        ),
        ("no route", |d, _| d.route = None, missing(Field::Route)),
        ("unknown route", |d, _| d.route = Some("x".into()), unknown(Field::Route)),
        ("no unit", |d, _| d.receiving_unit = None, missing(Field::Unit)),
        ("unknown unit", |d, _| d.receiving_unit = Some("Y".into()), unknown(Field::Unit)),
        (
            "unit takes none",
            |d, _| d.receiving_unit = Some("CM".into()),
            SubmitRefusal::UnitTakesNone { unit: "CM".into() },
        ),
        ("no declaration", |d, _| d.declared.data_use = false, missing(Field::Declaration)),
        ("bad mail", |d, _| d.email = "mo@chuongmy".into(), SubmitRefusal::EmailUnreadable),
        ("no category", |d, _| d.category = None, missing(Field::Category)),
        ("no author", |d, _| d.authors.clear(), missing(Field::Authors)),
        ("no name", |d, _| d.authors[0].name.clear(), missing(author(Name))),
        ("no address", |d, _| d.authors[0].address.clear(), missing(author(Address))),
        ("no phone", |d, _| d.authors[0].phone.clear(), missing(author(Phone))),
        (
            "letter O in the phone",
            |d, _| d.authors[0].phone = "09000000O2".into(),
            formal(FormalReason::BadContactPhone { author: 0 }),
        ),
        ("no share", |d, _| d.authors[0].share.clear(), missing(author(Share))),
        (
            "share is no number",
            |d, _| d.authors[0].share = "một nửa".into(),
            SubmitRefusal::ShareUnreadable { author: 0 },
        ),
        (
            "negative share",
            |d, _| d.authors[0].share = "-5".into(),
            SubmitRefusal::ShareUnreadable { author: 0 },
        ),
        (
            "shares of 90",
            |d, _| d.authors[0].share = "90".into(),
            formal(FormalReason::SharesNotWhole { total: 9000, must: 10_000 }),
        ),
        (
            "unknown unit of an author",
            |d, _| d.authors[0].unit = Some("Y".into()),
            unknown(author(AuthorField::Unit)),
        ),
        (
            "a citizen where staff only",
            |d, r| {
                d.authors[0].unit = None;
                r.entrants.admitted = Admitted::StaffOnly;
            },
            SubmitRefusal::StaffOnly { author: 0 },
        ),
        (
            "individual where collectives only",
            |_, r| r.entrants.admitted = Admitted::CollectiveOnly,
            SubmitRefusal::NotAdmitted { at: Field::Category },
        ),
        (
            "an individual entry of two",
            |d, _| {
                d.authors[0].share = "50".into();
                d.authors.push(DraftAuthor { representative: false, ..d.authors[0].clone() });
            },
            SubmitRefusal::OneAuthorOnly { have: 2 },
        ),
        (
            "a group of one",
            |d, _| d.category = Some(Category::Collective),
            formal(FormalReason::GroupTooSmall { least: 2, have: 1 }),
        ),
        (
            "a video without text",
            |d, _| {
                d.form = Some(Form::Video);
                d.attachments.push(held(AttachmentKind::Video, 5));
            },
            formal(FormalReason::NoWordText),
        ),
        (
            "too many files",
            |d, _| d.attachments = vec![held(AttachmentKind::Pdf, 5); 21],
            SubmitRefusal::TooMany { at: Field::Files, most: 20, have: 21 },
        ),
        (
            "files too large together",
            |d, _| d.attachments = vec![held(AttachmentKind::Pdf, draft::MAX_ENTRY_BYTES / 10); 11],
            SubmitRefusal::FilesTooLarge {
                most: draft::MAX_ENTRY_BYTES,
                have: 11 * (draft::MAX_ENTRY_BYTES / 10),
            },
        ),
        (
            "a file that is only named",
            |d, _| {
                d.attachments = vec![Attachment { sha256: None, ..held(AttachmentKind::Pdf, 5) }];
            },
            SubmitRefusal::FileNotHeld { position: 0 },
        ),
    ];
    for (name, change, refusal) in rows {
        assert_eq!(refused_after(change), [refusal], "{name}");
    }
}

#[test]
fn a_group_needs_one_representative_and_not_too_many_members() {
    let member = |representative| DraftAuthor { representative, share: "25".into(), ..an_author() };
    let group = |r: &[bool]| {
        refused_after(|d, _| {
            d.category = Some(Category::Collective);
            d.authors = r.iter().map(|r| member(*r)).collect();
            d.authors[0].share = (100 - 25 * (r.len() - 1)).to_string();
        })
    };
    assert_eq!(group(&[true, false]), []);
    assert_eq!(group(&[false, false]), [SubmitRefusal::Formal(FormalReason::NoRepresentative { have: 0 })]);
    assert_eq!(group(&[true, true]), [SubmitRefusal::Formal(FormalReason::NoRepresentative { have: 2 })]);
    assert_eq!(
        group(&[true, false, false, false]),
        [SubmitRefusal::Formal(FormalReason::GroupTooLarge { most: 3, have: 4 })]
    );
}

#[test]
fn a_unit_is_named_on_days_on_which_it_exists() {
    let mut draft = a_draft();
    draft.receiving_unit = Some("X-CU".into());
    let rules = the_rules();
    let on = |now: &str| submit(EntryId(7), &draft, &hand_in(&rules, at(now))).err().unwrap_or_default();
    assert_eq!(on("2024-04-05T23:59:59+07:00"), []);
    let gone =
        SubmitRefusal::UnitNotValid { at: Field::Unit, unit: "X-CU".into(), successor: Some("X-MOI".into()) };
    assert_eq!(on("2024-04-06T00:00:00+07:00"), [gone]);
}

#[test]
fn a_judge_of_the_same_unit_is_no_author() {
    let officials = [Official { name: "Dương  Văn Vượng".into(), unit: Some("CM-NV".into()) }];
    let rules = the_rules();
    let with = HandIn { officials: &officials, ..hand_in(&rules, at(MIDDAY)) };
    let refusals = submit(EntryId(7), &a_draft(), &with).err().unwrap_or_default();
    assert_eq!(refusals, [SubmitRefusal::Formal(FormalReason::AuthorIsJudge { author: 0 })]);
    assert_eq!(refusals[0].field(), Field::Author(0, AuthorField::Name));
}

#[test]
fn who_has_not_confirmed_holds_the_hand_in_where_the_contest_says_so() {
    let rules = the_rules();
    let with = HandIn { unconfirmed: &[1], ..hand_in(&rules, at(MIDDAY)) };
    let refusals = submit(EntryId(7), &a_draft(), &with).err().unwrap_or_default();
    assert_eq!(refusals, [SubmitRefusal::NotConfirmed { author: 1 }]);
    assert_eq!(refusals[0].field(), Field::Author(1, AuthorField::Name));
    assert!(!refusals[0].is_mistake(), "it can be saved, and waits");
}

#[test]
fn all_reasons_come_at_once_and_none_twice() {
    let rules = the_rules();
    let with = hand_in(&rules, at("2024-04-10T00:00:00+07:00"));
    let refusals = submit(EntryId(7), &Draft::default(), &with).err().unwrap_or_default();
    let fields: Vec<Field> = refusals.iter().map(SubmitRefusal::field).collect();
    let all = [
        Field::Entry,
        Field::Route,
        Field::Unit,
        Field::Title,
        Field::Areas,
        Field::Form,
        Field::Applied,
        Field::Section("hien_trang".into()),
        Field::Declaration,
        Field::Category,
        Field::Authors,
    ];
    assert_eq!(fields, all);
}

#[test]
fn codes_come_out_in_the_order_of_the_rules() {
    let mut draft = a_draft();
    draft.areas = vec![AreaCode::from("cong_nghe"), "mot_cua".into(), "cong_nghe".into()];
    draft.sections.insert(0, ("lạ".into(), "bỏ".into()));
    draft.route = Some(RouteCode::from("own_unit"));
    let rules = the_rules();
    let (submitted, _) = submit(EntryId(7), &draft, &hand_in(&rules, at(MIDDAY))).expect("taken");
    assert_eq!(submitted.dossier.areas, ["mot_cua".into(), "cong_nghe".into()]);
    assert_eq!(submitted.dossier.sections.len(), 1);
}

#[test]
fn addresses_of_mail() {
    for (text, good) in [
        ("mo.le@chuongmy.hanoi.gov.vn", true),
        ("a@b.vn", true),
        ("a@b", false),
        ("@b.vn", false),
        ("a@@b.vn", false),
        ("a b@c.vn", false),
        ("a@.vn", false),
        ("a@b..vn", false),
    ] {
        assert_eq!(is_email(text), good, "{text}");
    }
}

#[test]
fn an_infected_file_is_named_until_it_is_taken_away() {
    let rules = the_rules();
    let draft = a_draft();
    let with = HandIn { infected: &[0, 2], ..hand_in(&rules, at(MIDDAY)) };
    let refusals = [SubmitRefusal::FileInfected { position: 0 }, SubmitRefusal::FileInfected { position: 2 }];
    assert_eq!(problems(&draft, &with), refusals);
    assert_eq!(refusals[0].field(), Field::Files);
}

/// Rules that ask whether a decision was made, for its number only where it was, and for the cost of a video.
fn asking() -> RulesEdition {
    use crate::contest::fields::*;
    let field = |code: &str, kind, when| FormField {
        code: code.into(),
        label: code.into(),
        help: String::new(),
        kind,
        required: true,
        when,
        public: false,
        asked: true,
    };
    let option = |code: &str, label: &str| FieldOption { code: code.into(), label: label.into() };
    let when = |of, values: &[&str]| {
        Some(Condition { of, test: Test::Is(values.iter().map(|v| (*v).to_owned()).collect()) })
    };
    let number =
        FieldKind::Number { least: Number::parse("0"), most: None, places: 0, unit: "đồng".into() };
    let yes_no = FieldKind::Choice {
        options: vec![option("co", "Đã có"), option("chua", "Chưa")],
        several: false,
    };
    RulesEdition {
        fields: vec![
            field("da_cong_nhan", yes_no, None),
            field(
                "so_qd",
                FieldKind::Text { most: 30 },
                when(Question::Field("da_cong_nhan".into()), &["co"]),
            ),
            field("kinh_phi", number, when(Question::Form, &["video"])),
        ],
        ..the_rules()
    }
}

#[test]
fn only_what_is_asked_is_required_and_handed_in() {
    use crate::contest::fields::AnswerRefusal;
    let answers = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(c, v)| ((*c).to_owned(), vec![(*v).to_owned()])).collect::<Vec<_>>()
    };
    let not = |code: &str, why| SubmitRefusal::Answer { code: code.into(), why };
    let rules = asking();
    let taken = |pairs| {
        let draft = Draft { answers: answers(pairs), ..a_draft() };
        submit(EntryId(7), &draft, &hand_in(&rules, at(MIDDAY))).map(|(s, _)| s.dossier)
    };
    assert_eq!(taken(&[]), Err(vec![not("da_cong_nhan", AnswerRefusal::Missing)]));
    assert_eq!(taken(&[("da_cong_nhan", "co")]), Err(vec![not("so_qd", AnswerRefusal::Missing)]));
    // What was typed before the condition changed is neither judged nor handed in, but the draft keeps it.
    let kept = [("da_cong_nhan", "chua"), ("so_qd", "12/QĐ"), ("kinh_phi", "mười")];
    let dossier = taken(&kept).expect("taken");
    assert_eq!(dossier.sections[1..], [("da_cong_nhan".to_owned(), "Chưa".to_owned())]);
    let dossier = taken(&[("so_qd", "12/QĐ-UBND"), ("da_cong_nhan", "co")]).expect("taken");
    let said: Vec<&str> = dossier.sections[1..].iter().map(|(_, t)| t.as_str()).collect();
    assert_eq!(said, ["Đã có", "12/QĐ-UBND"], "in the order of the form");
    // An edit begins from the same answers.
    let again = Draft::of_dossier(&dossier, &rules);
    assert_eq!(again.answers, answers(&[("da_cong_nhan", "co"), ("so_qd", "12/QĐ-UBND")]));
    assert_eq!(again.sections, a_draft().sections);
    assert_eq!(would_be(&again, &rules), dossier);
}

#[test]
fn a_contest_without_fields_has_the_digests_it_always_had() {
    let draft = Draft { answers: vec![("kinh_phi".into(), vec!["5".into()])], ..a_draft() };
    assert_eq!(would_be(&draft, &the_rules()).canonical(), a_dossier().canonical());
    let last = "Hồ sơ bị trả lại nhiều lần.";
    let end = format!("section 10:hien_trang\ntext {}:{last}\n", last.len());
    assert!(a_dossier().canonical().ends_with(&end), "nothing stands behind the sections");
}

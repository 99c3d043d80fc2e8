use super::*;
use crate::contest::rules::Section;

fn field(code: &str, kind: FieldKind) -> FormField {
    FormField {
        code: code.into(),
        label: format!("Câu {code}"),
        help: String::new(),
        kind,
        required: true,
        when: None,
        public: false,
        asked: true,
    }
}

fn number(least: &str, most: &str) -> FieldKind {
    FieldKind::Number {
        least: Number::parse(least),
        most: Number::parse(most),
        places: 1,
        unit: "đồng".into(),
    }
}

fn choice(several: bool) -> FieldKind {
    let option = |code: &str, label: &str| FieldOption { code: code.into(), label: label.into() };
    FieldKind::Choice {
        options: vec![option("co", "Có"), option("chua", "Chưa"), option("x", "Xã X")],
        several,
    }
}

fn when(of: &str, test: Test) -> Option<Condition> {
    Some(Condition { of: Question::from_word(of), test })
}

#[test]
fn an_answer_is_handed_in_as_a_person_reads_it() {
    use AnswerRefusal as R;
    let day = |text: &str| Day::parse(text).unwrap();
    let date = FieldKind::Date { from: Some(day("2023-01-01")), to: Some(day("2024-04-09")) };
    let file = FieldKind::File { kinds: vec![AttachmentKind::Pdf], most: 1 };
    let n = |text: &str| Number::parse(text).unwrap();
    let dong = || "đồng".to_owned();
    let given = |key: &str, name: &str, kind| Given { key: key.into(), name: name.into(), kind };
    let files = [
        given("aa", "Quyết định.pdf", AttachmentKind::Pdf),
        given("bb", "Phụ lục.pdf", AttachmentKind::Pdf),
        given("cc", "Ảnh.jpg", AttachmentKind::Image),
    ];
    let rows: Vec<(&str, FieldKind, &[&str], Result<Option<&str>, R>)> = vec![
        ("a line", FieldKind::Text { most: 5 }, &["  ộ  ộ "], Ok(Some("ộ ộ"))),
        ("at most", FieldKind::Text { most: 5 }, &["ộộộộộ"], Ok(Some("ộộộộộ"))),
        ("one too many", FieldKind::Text { most: 5 }, &["ộộộộộộ"], Err(R::TooLong { most: 5, have: 6 })),
        ("nothing", FieldKind::Text { most: 5 }, &[], Err(R::Missing)),
        ("lines", FieldKind::LongText { most: 50 }, &["a\r\nb"], Ok(Some("a\nb"))),
        ("a number", number("0", "1000000"), &["500000"], Ok(Some("500.000 đồng"))),
        ("with its unit", number("0", "1000000"), &["500.000 đồng"], Ok(Some("500.000 đồng"))),
        ("at the least", number("0,5", "1"), &["0,5"], Ok(Some("0,5 đồng"))),
        ("below", number("0,5", "1"), &["0,4"], Err(R::TooSmall { least: n("0,5"), unit: dong() })),
        ("above", number("0,5", "1"), &["1,1"], Err(R::TooLarge { most: n("1"), unit: dong() })),
        ("too exact", number("0", "1"), &["0,55"], Err(R::NotANumber { places: 1 })),
        ("no number", number("0", "1"), &["mười"], Err(R::NotANumber { places: 1 })),
        ("a day", date.clone(), &["5/3/2024"], Ok(Some("05/03/2024"))),
        ("a day of a machine", date.clone(), &["2024-03-05"], Ok(Some("05/03/2024"))),
        ("the first day", date.clone(), &["01/01/2023"], Ok(Some("01/01/2023"))),
        ("a day before", date.clone(), &["31/12/2022"], Err(R::TooEarly { from: day("2023-01-01") })),
        ("a day after", date.clone(), &["10/04/2024"], Err(R::TooLate { to: day("2024-04-09") })),
        ("no day", date.clone(), &["31/02/2024"], Err(R::NotADay)),
        ("a year of two digits", date, &["5/3/24"], Err(R::NotADay)),
        ("an option", choice(false), &["co"], Ok(Some("Có"))),
        ("none of the options", choice(false), &["khong"], Err(R::UnknownOption)),
        ("two of one", choice(false), &["co", "x"], Err(R::OneOptionOnly)),
        ("two of several, in the order of the rules", choice(true), &["x", "co"], Ok(Some("Có\nXã X"))),
        ("a file", file.clone(), &["aa"], Ok(Some("Quyết định.pdf"))),
        ("a file that is gone", file.clone(), &["dd"], Err(R::Missing)),
        ("another kind", file.clone(), &["cc"], Err(R::WrongKind { name: "Ảnh.jpg".into() })),
        ("too many", file, &["aa", "bb"], Err(R::TooManyFiles { most: 1, have: 2 })),
    ];
    for (case, kind, values, want) in rows {
        let field = field("a", kind);
        let said = answer(&field, values, &files);
        assert_eq!(said, want.map(|s| s.map(str::to_owned)), "{case}");
        if let Ok(Some(said)) = said {
            let again = typed(&field, &said, &files);
            let again: Vec<&str> = again.iter().map(String::as_str).collect();
            assert_eq!(answer(&field, &again, &files), Ok(Some(said)), "{case}: an edit changes nothing");
        }
    }
    let free = FormField { required: false, ..field("a", number("0", "1")) };
    assert_eq!(answer(&free, &[], &[]), Ok(None));
}

#[test]
fn fields_that_cannot_be_asked_are_named_with_their_part() {
    use FieldFault as F;
    use FieldPart as P;
    type Change = fn(&mut Vec<FormField>);
    let good = || {
        vec![
            field("a", choice(false)),
            field("b", number("0", "9")),
            FormField {
                when: when("a", Test::Is(vec!["co".into()])),
                ..field("c", FieldKind::Text { most: 9 })
            },
        ]
    };
    let sections = [Section { code: "noi_dung".into(), name: String::new(), required: true, max_chars: 9 }];
    assert_eq!(check(&good(), &sections), vec![]);
    let rows: Vec<(&str, Change, usize, P, F)> = vec![
        ("no code", |f| f[1].code.clear(), 1, P::Code, F::Missing),
        ("a code with an accent", |f| f[1].code = "á".into(), 1, P::Code, F::BadCode),
        ("a section's code", |f| f[1].code = "noi_dung".into(), 1, P::Code, F::CodeTaken),
        ("a question of every contest", |f| f[1].code = "category".into(), 1, P::Code, F::CodeTaken),
        ("the same twice", |f| f[1].code = "a".into(), 1, P::Code, F::CodeTaken),
        ("no label", |f| f[0].label = " ".into(), 0, P::Label, F::Missing),
        ("long help", |f| f[0].help = "ộ".repeat(501), 0, P::Help, F::TooLong { most: 500 }),
        (
            "no letter",
            |f| f[2].kind = FieldKind::Text { most: 0 },
            2,
            P::Most,
            F::OutOfRange { least: 1, most: 500 },
        ),
        ("crossed", |f| f[1].kind = number("2", "1"), 1, P::Bounds, F::Crossed),
        ("a bound too exact", |f| f[1].kind = number("0,25", "1"), 1, P::Bounds, F::TooExact { places: 1 }),
        (
            "one option",
            |f| {
                f[0].when = None;
                f[2].when = None;
                f[0].kind = FieldKind::Choice {
                    options: vec![FieldOption { code: "co".into(), label: "Có".into() }],
                    several: false,
                };
            },
            0,
            P::Options,
            F::OutOfRange { least: 2, most: 30 },
        ),
        (
            "no kind of file",
            |f| f[1].kind = FieldKind::File { kinds: vec![], most: 1 },
            1,
            P::Kinds,
            F::Missing,
        ),
        ("unknown question", |f| f[2].when = when("d", Test::Answered), 2, P::When, F::UnknownQuestion),
        ("itself", |f| f[2].when = when("c", Test::Answered), 2, P::When, F::NotBefore),
        ("a circle", |f| f[0].when = when("c", Test::Answered), 0, P::When, F::NotBefore),
        ("no longer asked", |f| f[0].asked = false, 2, P::When, F::NotAsked),
        (
            "a value nobody offers",
            |f| f[2].when = when("a", Test::Is(vec!["khong".into()])),
            2,
            P::When,
            F::UnknownValue { value: "khong".into() },
        ),
        (
            "a word nobody offers",
            |f| f[2].when = when("form", Test::Is(vec!["audio".into()])),
            2,
            P::When,
            F::UnknownValue { value: "audio".into() },
        ),
        (
            "a choice as a number",
            |f| f[2].when = when("a", Test::AtLeast(Number::parse("1").unwrap())),
            2,
            P::When,
            F::WrongTest,
        ),
        ("no value", |f| f[2].when = when("a", Test::Is(vec![])), 2, P::When, F::Missing),
    ];
    for (case, change, at, part, why) in rows {
        let mut fields = good();
        change(&mut fields);
        assert_eq!(check(&fields, &sections), vec![FieldProblem { at, part, why }], "{case}");
    }
}

/// Numbers that follow one another by xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// The definition, read backwards by recursion instead of forwards: a field is asked when all questions that it hangs on are.
fn is_asked(fields: &[FormField], at: usize, known: &Known<'_>) -> bool {
    let field = &fields[at];
    let Some(when) = field.when.as_ref().filter(|_| field.asked) else { return field.asked };
    let said: Vec<String> = match &when.of {
        Question::Form => known.form.iter().map(|f| f.word().to_owned()).collect(),
        Question::Category => known.category.iter().map(|c| c.word().to_owned()).collect(),
        Question::AlreadyApplied => {
            known.already_applied.iter().map(|yes| if *yes { "yes".into() } else { "no".into() }).collect()
        }
        Question::Field(code) => {
            let Some(of) = fields.iter().position(|f| f.code == *code).filter(|of| *of < at) else {
                return false;
            };
            if !is_asked(fields, of, known) {
                return false;
            }
            let all = known.answers.iter().filter(|(c, _)| c == code).flat_map(|(_, values)| values);
            all.filter(|v| !v.trim().is_empty()).cloned().collect()
        }
    };
    match &when.test {
        Test::Answered => !said.is_empty(),
        Test::Is(wanted) => said.iter().any(|v| wanted.contains(v)),
        Test::AtLeast(least) => said.iter().any(|v| Number::parse(v).is_some_and(|n| n >= *least)),
    }
}

#[test]
fn what_is_asked_is_what_the_definition_says() {
    let mut dice = Dice(0x5eed_f1e1d);
    let (mut shown, mut hidden) = (0, 0);
    for _ in 0..4_000 {
        let fields: Vec<FormField> = (0..1 + dice.below(7))
            .map(|n| {
                let kind = match dice.below(3) {
                    0 => choice(true),
                    1 => number("0", "9"),
                    _ => FieldKind::Text { most: 9 },
                };
                let of = match dice.below(8) {
                    0 => "form".to_owned(),
                    1 => "already_applied".to_owned(),
                    // Also later ones and itself, which the reader of rules refuses.
                    _ => format!("f{}", dice.below(n + 2)),
                };
                let test = match dice.below(3) {
                    0 => Test::Answered,
                    1 => Test::Is(vec!["co".into(), "video".into(), "yes".into()]),
                    _ => Test::AtLeast(Number::parse("2").unwrap()),
                };
                FormField {
                    asked: dice.below(8) > 0,
                    when: when(&of, test).filter(|_| dice.below(3) > 0),
                    ..field(&format!("f{n}"), kind)
                }
            })
            .collect();
        let value = |dice: &mut Dice| ["co", "chua", "1", "2,5", " ", "mười", "x"][dice.below(7)].to_owned();
        let answers: Vec<(String, Vec<String>)> = fields
            .iter()
            .filter(|_| !dice.0.is_multiple_of(5))
            .map(|f| f.code.clone())
            .collect::<Vec<_>>()
            .into_iter()
            .map(|code| {
                let values = (0..dice.below(3)).map(|_| value(&mut dice)).collect();
                (code, values)
            })
            .collect();
        let known = Known {
            form: [None, Some(Form::Written), Some(Form::Video)][dice.below(3)],
            category: None,
            already_applied: [None, Some(true), Some(false)][dice.below(3)],
            answers: &answers,
        };
        let got = asked(&fields, &known);
        let want: Vec<bool> = (0..fields.len()).map(|n| is_asked(&fields, n, &known)).collect();
        assert_eq!(got, want, "{fields:#?} {known:?}");
        shown += got.iter().filter(|a| **a).count();
        hidden += got.iter().filter(|a| !**a).count();
    }
    assert!(shown > 1_000 && hidden > 1_000, "{shown} shown, {hidden} hidden");
}

//! Thành phần dự họp: who was there, as the clerk types it: one person a line, `Họ và tên; chức vụ, đơn vị; nhiệm vụ`.

use crate::text::clean_line;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attendee {
    pub name: String,
    /// Post and unit; may be empty.
    pub post: String,
    /// What the person is at the meeting; may be empty.
    pub part: String,
}

/// The persons of a list, in its order; lines without a name are none.
pub fn read(text: &str) -> Vec<Attendee> {
    let person = |line: &str| {
        let mut parts = line.splitn(3, ';').map(clean_line);
        let mut next = || parts.next().unwrap_or_default();
        Attendee { name: next(), post: next(), part: next() }
    };
    text.lines().map(person).filter(|a| !a.name.is_empty()).collect()
}

/// The list of these persons, as [`read`] reads it.
pub fn write(people: &[Attendee]) -> String {
    let line = |a: &Attendee| {
        // A semicolon inside would move what follows it.
        let parts = [&a.name, &a.post, &a.part].map(|p| clean_line(p).replace(';', ","));
        parts.join("; ").trim_end_matches([';', ' ']).to_owned()
    };
    people.iter().map(line).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, post: &str, part: &str) -> Attendee {
        Attendee { name: name.to_owned(), post: post.to_owned(), part: part.to_owned() }
    }

    #[test]
    fn a_line_is_a_person_with_post_and_part() {
        for (text, want) in [
            ("", vec![]),
            (" ; Chánh Văn phòng", vec![]),
            ("Lê Thị Mơ", vec![person("Lê Thị Mơ", "", "")]),
            (
                "Lê  Thị Mơ ; Phó Chủ tịch;Trưởng ban\n\nTạ Văn Ba;; Thư ký; kiêm đếm phiếu",
                vec![
                    person("Lê Thị Mơ", "Phó Chủ tịch", "Trưởng ban"),
                    person("Tạ Văn Ba", "", "Thư ký; kiêm đếm phiếu"),
                ],
            ),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let people = [person("Lê Thị Mơ", "Phó Chủ tịch", "Trưởng ban"), person("Tạ Văn Ba", "", "Thư ký")];
        let text = write(&people);
        assert_eq!(text, "Lê Thị Mơ; Phó Chủ tịch; Trưởng ban\nTạ Văn Ba; ; Thư ký");
        assert_eq!(read(&text), people);
        assert_eq!(write(&[person("A; B", "", "")]), "A, B");
    }
}

//! What entries say.

use super::*;

impl House<'_> {
    /// The n-th entry: a text of Chương Mỹ, another title, another author, one of the communes.
    pub(super) fn dossier(&self, n: usize) -> Dossier {
        let text = &self.texts[n % self.texts.len()];
        let unit = UnitCode(self.desks[n % self.desks.len()].0.clone());
        let count = if text.category == Category::Collective { 3 } else { 1 };
        let share = [10_000, 0, 0];
        let shared = [4_000, 3_000, 3_000];
        Dossier {
            title: format!("{} ({})", text.title, n + 1),
            authors: (0..count)
                .map(|k| Author {
                    name: author_name(n * 3 + k),
                    role_title: "Công chức Văn phòng - Thống kê".into(),
                    unit: Some(unit.clone()),
                    address: format!("Thôn {}, huyện Chương Mỹ, Hà Nội", n % 12 + 1),
                    phone: format!("09{:08}", n * 3 + k + 1),
                    share: SharePercent(if count == 1 { share[k] } else { shared[k] }),
                    representative: k == 0,
                    grounds: domain::entry::Grounds::default(),
                })
                .collect(),
            receiving_unit: unit,
            ..text.clone()
        }
    }

    pub(super) fn draft(&self, n: usize) -> Draft {
        let d = self.dossier(n);
        Draft {
            title: d.title,
            areas: d.areas,
            form: Some(Form::Written),
            category: Some(d.category),
            receiving_unit: Some(d.receiving_unit),
            route: Some(d.route),
            authors: d
                .authors
                .into_iter()
                .map(|a| DraftAuthor {
                    name: a.name,
                    role_title: a.role_title,
                    unit: a.unit,
                    address: a.address,
                    phone: a.phone,
                    share: (a.share.0 / 100).to_string(),
                    representative: a.representative,
                    grounds: domain::entry::DraftGrounds::default(),
                })
                .collect(),
            attachments: Vec::new(),
            sections: d.sections,
            answers: Vec::new(),
            already_applied: Some(d.already_applied),
            email: String::new(),
            declared: Declared::ALL,
        }
    }
}

/// Written entries of Chương Mỹ with all their sections, as they were handed in.
pub(super) fn texts(folder: &ContestFolder) -> Vec<Dossier> {
    folder
        .entries
        .iter()
        .filter(|e| {
            e.format == "written"
                && e.sections.len() == 5
                && e.sections.iter().all(|(_, t)| t.chars().count() > 50)
        })
        .map(|e| Dossier {
            title: e.title.clone(),
            areas: e.areas.iter().map(|a| a.as_str().into()).collect(),
            form: Form::Written,
            category: match e.category {
                import::rows::Category::Individual => Category::Individual,
                import::rows::Category::Collective => Category::Collective,
            },
            authors: Vec::new(),
            receiving_unit: UnitCode::from(""),
            route: "own_unit".into(),
            attachments: Vec::new(),
            sections: e.sections.clone(),
            already_applied: e.already_applied.unwrap_or(false),
        })
        .collect()
}

const FAMILY: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương"];
const MIDDLE: [&str; 9] = ["Thị", "Văn", "Đình", "Thu", "Minh", "Hữu", "Ngọc", "Kim", "Quang"];
pub(super) const GIVEN: [&str; 14] = [
    "Loan", "Chiến", "Vượng", "Lý", "Lụa", "Mơ", "Tuyển", "Hạnh", "Dũng", "Ước", "Ánh", "Nghĩa", "Thảo",
    "Bình",
];

pub(super) fn author_name(n: usize) -> String {
    format!(
        "{} {} {}",
        FAMILY[n % FAMILY.len()],
        MIDDLE[n / FAMILY.len() % MIDDLE.len()],
        GIVEN[n / 7 % GIVEN.len()]
    )
}

//! Two writers of one part of a draft: what each of them changed is kept, field by field; where both changed the same
//! field, neither text is taken silently.
//!
//! A form remembers of each of its fields what it began from, as a short digest ([`Began`]). What it sends is laid over
//! what is stored by now: a field that it did not change stays as it is stored, one that nobody else changed is taken, and
//! where both changed it to different texts it is a conflict. Lines of authors have no name of their own, only their
//! place: while the name that stands in a line is the same for everybody its fields are looked at one by one, else the
//! line as a whole; and where somebody took a line out, the lines have moved, and the list counts as one.

use super::body;
use super::fields::Fields;
use std::collections::{BTreeMap, BTreeSet};

/// Digits of a field's digest: 48 bits.
const DIGITS: usize = 12;

/// What a form began from: a digest for each field that was not blank. As text `name:digest` with blanks between.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Began(BTreeMap<String, String>);

impl Began {
    pub fn of(fields: &Fields) -> Began {
        let names: BTreeSet<&str> = fields.iter().map(|(n, _)| n).collect();
        let with = |name: &str| Some((name.to_owned(), digest(fields, name)?));
        Began(names.into_iter().filter_map(with).collect())
    }

    /// What cannot be read counts as not seen.
    pub fn parse(text: &str) -> Began {
        let pair = |word: &str| word.split_once(':').map(|(n, d)| (n.to_owned(), d.to_owned()));
        Began(text.split_ascii_whitespace().filter_map(pair).collect())
    }

    /// The digest of a field, `None` where it was blank.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The same, with the named field as it stands in `fields`.
    fn take(&mut self, name: &str, fields: &Fields) {
        match digest(fields, name) {
            Some(digest) => self.0.insert(name.to_owned(), digest),
            None => self.0.remove(name),
        };
    }

    /// The same form after a save: the fields `changed` by it as they are stored now, what others wrote as not seen yet.
    pub fn after(&self, changed: &[String], stored: &Fields) -> Began {
        let mut next = self.clone();
        for name in changed {
            next.take(name, stored);
        }
        next
    }
}

impl std::fmt::Display for Began {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, (name, digest)) in self.0.iter().enumerate() {
            let gap = if n == 0 { "" } else { " " };
            write!(f, "{gap}{name}:{digest}")?;
        }
        Ok(())
    }
}

fn digest(fields: &Fields, name: &str) -> Option<String> {
    let values: Vec<&str> = fields.all(name).filter(|v| !v.is_empty()).collect();
    if values.is_empty() {
        return None;
    }
    // Values hold no NUL: a form with one is refused.
    let mut hex = body::hex(&body::digest(values.join("\0").as_bytes())[..DIGITS / 2]);
    hex.truncate(DIGITS);
    Some(hex)
}

/// What became of one form laid over what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// The part as it would be stored; fields in conflict as they are stored.
    pub fields: Fields,
    /// The form to go on with: the same, but fields in conflict as they were sent.
    pub form: Fields,
    /// Fields that both changed to different texts, by name.
    pub conflicts: Vec<String>,
}

/// Lays `sent` over `stored`, both whole and in their cleaned form. `changed` names the fields that a script sent, all
/// others count as untouched; `None` is a form sent whole, in which a field that is not there was cleared.
pub fn merge(began: &Began, stored: &Fields, sent: &Fields, changed: Option<&[String]>) -> Merged {
    let three =
        Three { began: &began.0, stored: Began::of(stored).0, sent: overlaid(began, sent, changed).0 };
    let mut conflicts = Vec::new();
    let mut ours: BTreeSet<&str> = BTreeSet::new();
    for atom in three.atoms() {
        let (began, stored, sent) = three.of(&atom);
        if sent == began || sent == stored {
            continue;
        }
        if stored == began {
            ours.extend(atom);
        } else {
            let differs = |n: &&&str| three.sent.get(**n) != three.stored.get(**n);
            conflicts.extend(atom.iter().filter(differs).map(|n| (*n).to_owned()));
        }
    }
    conflicts.sort();
    let fields = chosen(stored, sent, &ours);
    let typed = ours.into_iter().chain(conflicts.iter().map(String::as_str)).collect();
    Merged { fields, form: chosen(stored, sent, &typed), conflicts }
}

/// The fields of `stored`, those named from `sent` in their places, new ones behind.
fn chosen(stored: &Fields, sent: &Fields, ours: &BTreeSet<&str>) -> Fields {
    let mut fields = Fields::default();
    let mut done = BTreeSet::new();
    for (name, _) in stored.iter().chain(sent.iter()) {
        if done.insert(name) {
            let from = if ours.contains(name) { sent } else { stored };
            from.all(name).for_each(|value| fields.put(name, value));
        }
    }
    fields
}

fn overlaid(began: &Began, sent: &Fields, changed: Option<&[String]>) -> Began {
    changed.map_or_else(|| Began::of(sent), |names| began.after(names, sent))
}

type Digests = BTreeMap<String, String>;

struct Three<'a> {
    began: &'a Digests,
    stored: Digests,
    sent: Digests,
}

impl Three<'_> {
    fn each(&self) -> [&Digests; 3] {
        [self.began, &self.stored, &self.sent]
    }

    /// What is taken or left together.
    fn atoms(&self) -> Vec<Vec<&str>> {
        let names: BTreeSet<&str> =
            self.each().into_iter().flat_map(|m| m.keys().map(String::as_str)).collect();
        let lines = self.each().map(|m| m.keys().filter_map(|n| line_of(n)).max().unwrap_or(0));
        let moved = lines[1] < lines[0] || lines[2] < lines[0];
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in names {
            let group = match line_of(name) {
                Some(_) if moved => "authors".to_owned(),
                None if moved && name == "representative" => "authors".to_owned(),
                Some(n) if !self.same_person(n) => format!("author-{n}"),
                _ => name.to_owned(),
            };
            groups.entry(group).or_default().push(name);
        }
        groups.into_values().collect()
    }

    fn same_person(&self, line: usize) -> bool {
        let name = format!("author-{line}-name");
        let [a, b, c] = self.each().map(|m| m.get(&name));
        a == b && b == c
    }

    fn of<'s>(
        &'s self,
        atom: &[&str],
    ) -> (Vec<Option<&'s String>>, Vec<Option<&'s String>>, Vec<Option<&'s String>>) {
        let [a, b, c] = self.each().map(|m| atom.iter().map(|n| m.get(*n)).collect());
        (a, b, c)
    }
}

/// The line of authors that a field belongs to, from 1.
fn line_of(name: &str) -> Option<usize> {
    name.strip_prefix("author-")?.split_once('-')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(list: &[(&str, &str)]) -> Fields {
        list.iter().copied().collect()
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|n| (*n).to_owned()).collect()
    }

    const BASE: [(&str, &str); 4] = [("title", "Một"), ("area", "a"), ("area", "b"), ("form", "video")];

    fn without_conflict(fields: Fields) -> Merged {
        Merged { form: fields.clone(), fields, conflicts: vec![] }
    }

    #[test]
    fn different_fields_are_both_kept() {
        let began = Began::of(&fields(&BASE));
        let stored = fields(&[("title", "Hai"), ("area", "a"), ("area", "b"), ("form", "video")]);
        let sent = fields(&[("title", "Một"), ("area", "b"), ("form", "video"), ("applied", "yes")]);
        let merged = merge(&began, &stored, &sent, None);
        let want = fields(&[("title", "Hai"), ("area", "b"), ("form", "video"), ("applied", "yes")]);
        assert_eq!(merged, without_conflict(want));
    }

    #[test]
    fn the_same_field_is_a_conflict_unless_both_wrote_the_same() {
        let began = Began::of(&fields(&BASE));
        let stored = fields(&[("title", "Hai"), ("form", "written")]);
        let sent = fields(&[("title", "Ba"), ("area", "a"), ("area", "b"), ("form", "written")]);
        let merged = merge(&began, &stored, &sent, None);
        assert_eq!((&merged.fields, &merged.conflicts[..]), (&stored, &names(&["title"])[..]));
        assert_eq!(merged.form, fields(&[("title", "Ba"), ("form", "written")]));
        let cleared = merge(&began, &stored, &fields(&[("form", "video")]), Some(&names(&["title"])));
        assert_eq!(cleared.conflicts, ["title"], "clearing is a change too");
    }

    #[test]
    fn a_script_changes_only_what_it_names() {
        let began = Began::of(&fields(&BASE));
        let sent = fields(&[("title", "Khác"), ("form", "written")]);
        let merged = merge(&began, &fields(&BASE), &sent, Some(&names(&["form"])));
        let want = fields(&[("title", "Một"), ("area", "a"), ("area", "b"), ("form", "written")]);
        assert_eq!(merged, without_conflict(want));
    }

    fn lines(people: &[(&str, &str)]) -> Fields {
        let mut out = Fields::default();
        for (n, (name, phone)) in people.iter().enumerate() {
            out.put(&format!("author-{}-name", n + 1), name);
            out.put(&format!("author-{}-phone", n + 1), phone);
        }
        out
    }

    #[test]
    fn lines_of_authors_are_never_mixed() {
        let base = lines(&[("An", "1"), ("Bình", "2")]);
        let began = Began::of(&base);
        let of = |stored: &[(&str, &str)], sent: &[(&str, &str)]| {
            merge(&began, &lines(stored), &lines(sent), None)
        };
        let same_line = of(&[("An", "3"), ("Bình", "2")], &[("An", "1"), ("Bình", "4")]);
        assert_eq!(same_line, without_conflict(lines(&[("An", "3"), ("Bình", "4")])));
        let another_person = of(&[("Chi", "1"), ("Bình", "2")], &[("An", "9"), ("Bình", "2")]);
        assert_eq!(
            another_person.conflicts,
            ["author-1-name", "author-1-phone"],
            "Chi does not get An's telephone"
        );
        let taken_out = of(&[("Bình", "2")], &[("An", "1"), ("Bình", "4")]);
        assert_eq!(taken_out.fields, lines(&[("Bình", "2")]));
        assert!(taken_out.conflicts.contains(&"author-2-phone".to_owned()), "{taken_out:?}");
        let both_took_out = of(&[("Bình", "2")], &[("An", "1")]);
        assert_eq!(both_took_out.conflicts, ["author-1-name", "author-1-phone"]);
        let added = of(&[("An", "3"), ("Bình", "2")], &[("An", "1"), ("Bình", "2"), ("Chi", "5")]);
        let want = lines(&[("An", "3"), ("Bình", "2"), ("Chi", "5")]);
        assert_eq!(added, without_conflict(want));
    }

    #[test]
    fn what_a_form_began_from_goes_through_text() {
        let began = Began::of(&fields(&BASE));
        assert_eq!(Began::parse(&began.to_string()), began);
        assert_eq!(Began::parse("x  title:0 "), Began([("title".to_owned(), "0".to_owned())].into()));
        let moved = began.after(&names(&["title", "form"]), &fields(&[("title", "Hai")]));
        assert_ne!(moved.get("title"), began.get("title"));
        assert_eq!((moved.get("form"), moved.get("area")), (None, began.get("area")));
    }

    /// A writer with a page of their own: what stands on it, what it began from, and every text that it has shown.
    #[derive(Clone)]
    struct Writer {
        page: BTreeMap<String, String>,
        began: Began,
        shown: BTreeSet<(String, String)>,
    }

    fn as_fields(map: &BTreeMap<String, String>) -> Fields {
        map.iter().filter(|(_, v)| !v.is_empty()).collect()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
        /// Whatever the order of edits, saves by script or button, and fresh pages: a text that stands in a field gives way
        /// only to a writer whose page has shown it.
        #[test]
        fn no_text_gives_way_to_somebody_who_has_not_seen_it(steps in proptest::collection::vec((0usize..3, 0usize..4, 0u8..5), 1..60)) {
            let all = ["title", "form", "author-1-name", "author-1-phone"];
            let blank: BTreeMap<String, String> = all.iter().map(|n| ((*n).to_owned(), String::new())).collect();
            let mut stored = blank.clone();
            let mut writers = vec![Writer { page: blank, began: Began::default(), shown: BTreeSet::new() }; 3];
            for (n, (who, field, act)) in steps.into_iter().enumerate() {
                let w = &mut writers[who];
                let name = all[field].to_owned();
                let (sent, changed) = match act {
                    0 | 1 => { w.page.insert(name, format!("text {n}")); continue; }
                    2 => {
                        w.page = stored.clone();
                        w.began = Began::of(&as_fields(&stored));
                        w.shown.extend(stored.clone());
                        continue;
                    }
                    3 => (as_fields(&w.page), Some(vec![name])),
                    _ => (as_fields(&w.page), None),
                };
                let merged = merge(&w.began, &as_fields(&stored), &sent, changed.as_deref());
                for name in all {
                    let (old, new) = (&stored[name], merged.fields.get(name));
                    let seen = old.is_empty() || w.shown.contains(&(name.to_owned(), old.clone()));
                    proptest::prop_assert!(old == new || seen, "{old} gave way to {new}");
                    proptest::prop_assert!(new == old || new == sent.get(name), "{new} came from nowhere");
                    if !merged.conflicts.contains(&name.to_owned()) && changed.is_none() {
                        let kept = new == sent.get(name) || w.began.get(name) == digest(&sent, name).as_deref();
                        proptest::prop_assert!(kept, "{} was dropped without a word", sent.get(name));
                    }
                }
                for name in all {
                    stored.insert(name.to_owned(), merged.fields.get(name).to_owned());
                }
                // What is stored in a field in conflict is shown beside it; what was taken stands on the page anyway.
                for name in &merged.conflicts {
                    w.shown.insert((name.clone(), stored[name].clone()));
                }
                let done = changed.unwrap_or_else(|| all.map(str::to_owned).to_vec());
                let settled: Vec<String> = done.into_iter().filter(|n| stored[n] == w.page[n]).collect();
                for name in &settled {
                    w.shown.insert((name.clone(), stored[name].clone()));
                }
                w.began = w.began.after(&settled, &as_fields(&stored));
            }
        }
    }
}

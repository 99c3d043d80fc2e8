//! A sheet as its page shows it: the entry on the left, the criteria on the right.

use crate::act::loaded;
use crate::form::Choice;
use crate::i18n::T;
use crate::{AppState, Ctx, Form, FormData, WebError};
use app::act::Stop;
use app::contest::store::{self as contests, ContestRow};
use app::entry::store as entries;
use app::judging::SheetInput;
use app::judging::blind;
use app::judging::desk::{OpenSheet, open_sheet};
use domain::contest::{Criterion, RulesEdition};
use domain::entry::Dossier;
use domain::ids::{AreaCode, SheetId};
use domain::judging::drift::drift;
use domain::judging::rubric::Rubric;
use domain::judging::sheet::{SheetContent, band_of};
use domain::judging::sign::writable;
use domain::marks::Marks;
use std::convert::Infallible;
use std::sync::Arc;

/// Everything about one sheet.
pub struct SheetView {
    pub contest: ContestRow,
    pub rules: Arc<RulesEdition>,
    pub open: OpenSheet,
    pub dossier: Dossier,
    pub unit_name: String,
    /// The reader must not learn whose it is.
    pub blind: bool,
}

pub async fn load(state: &AppState, ctx: &Ctx, sheet: SheetId) -> Result<SheetView, WebError> {
    let actor = ctx.actor.clone();
    let read = state.db.read(move |tx| -> Result<_, Stop<Infallible>> {
        let open = open_sheet(tx, &actor, sheet)?;
        if open.file.state.recused || open.file.state.released {
            return Err(Stop::NotFound);
        }
        let contest = contests::find(tx, open.file.contest)?.ok_or(Stop::NotFound)?;
        let rules = contests::rules_of(tx, contest.id)?;
        let (dossier, _) = entries::dossier_of(tx, open.file.entry, open.version)?.ok_or(Stop::NotFound)?;
        let blind = blind::reads_blind(tx, &actor, contest.id)?;
        let dossier = blind::readable(tx, &actor, contest.id, open.file.entry, dossier)?;
        let unit_name = match blind {
            false => {
                let named = entries::unit_names(tx, &[&dossier.receiving_unit])?;
                named.into_iter().next().map(|u| u.1).unwrap_or_default()
            }
            true => String::new(),
        };
        Ok(SheetView { contest, rules, open, dossier, unit_name, blind })
    });
    loaded(read.await)
}

/// One criterion with what is in its fields.
pub struct Field {
    pub name: String,
    pub max: Marks,
    pub step: Marks,
    /// Weight as the page prints it; empty for 1.
    pub weight: String,
    /// For the running total of the script: weight × common denominator.
    pub weight_units: i128,
    pub comment_required: bool,
    pub bands: Vec<BandField>,
    pub mark: String,
    pub comment: String,
}

pub struct BandField {
    pub code: String,
    pub label: String,
    pub min: Marks,
    pub max: Marks,
    pub ticked: bool,
}

impl SheetView {
    pub fn criteria(&self) -> &[Criterion] {
        &self.open.file.round_rules.criteria
    }

    pub fn writable(&self) -> bool {
        writable(self.open.file.state).is_ok()
    }

    pub fn signed(&self) -> bool {
        self.open.file.state.signed
    }

    /// Common denominator of the weights.
    pub fn unit(&self) -> i128 {
        Rubric::of(self.criteria()).unit() / 100
    }

    pub fn total(&self, t: &T) -> String {
        t.ratio(Rubric::of(self.criteria()).running_total(&self.open.file.content.marks))
    }

    pub fn maximum(&self, t: &T) -> String {
        t.ratio(Rubric::maximum(self.criteria()))
    }

    /// How far the judge has drifted since the days before, as a sentence.
    pub fn drift(&self, t: T, now: domain::time::Instant) -> Option<String> {
        let found = drift(&self.open.own, now.day(), Rubric::maximum(self.criteria()))?;
        let key = if found.points > domain::ratio::Ratio::ZERO {
            "judging-sheet-drift-higher"
        } else {
            "judging-sheet-drift-lower"
        };
        Some(t.a2(key, "points", t.ratio(found.points.abs()), "n", found.sheets))
    }

    pub fn area_names(&self) -> String {
        let name =
            |code: &AreaCode| self.rules.areas.iter().find(|a| a.code == *code).map(|a| a.name.as_str());
        self.dossier.areas.iter().filter_map(name).collect::<Vec<_>>().join("; ")
    }

    pub fn sections(&self) -> Vec<(String, Vec<String>)> {
        sections(&self.rules, &self.dossier)
    }

    /// The fields with the stored content, or with what was sent where the form was refused.
    pub fn fields(&self, t: T, form: &Form, stored: &SheetContent) -> Vec<Field> {
        let unit = self.unit();
        let one = |(at, c): (usize, &Criterion)| {
            let stored_mark = stored.marks.get(at).copied().flatten();
            let band = stored_mark.and_then(|m| band_of(c, m)).map(|b| b.code.clone());
            let sent = form.is_refused();
            let mark = if sent {
                form.value(&format!("mark-{at}")).to_owned()
            } else {
                stored_mark.map(|m| t.marks_short(m)).unwrap_or_default()
            };
            let comment = if sent {
                form.value(&format!("comment-{at}")).to_owned()
            } else {
                stored.comments.get(at).cloned().unwrap_or_default()
            };
            let ticked = |code: &str| {
                if sent { form.has(&format!("band-{at}"), code) } else { band.as_deref() == Some(code) }
            };
            Field {
                name: c.name.clone(),
                max: c.max,
                step: c.step,
                weight: if c.weight == domain::ratio::Ratio::ONE { String::new() } else { t.ratio(c.weight) },
                weight_units: c.weight.num() * (unit / c.weight.den()),
                comment_required: c.comment_required,
                bands: c
                    .bands
                    .iter()
                    .map(|b| BandField {
                        code: b.code.clone(),
                        label: b.label.clone(),
                        min: b.min,
                        max: b.max,
                        ticked: ticked(&b.code),
                    })
                    .collect(),
                mark,
                comment,
            }
        };
        self.criteria().iter().enumerate().map(one).collect()
    }

    /// The bands of a criterion as choices, for the confirmation page.
    pub fn band_label(&self, at: usize) -> Option<Choice> {
        let c = self.criteria().get(at)?;
        let mark = self.open.file.content.marks.get(at).copied().flatten()?;
        band_of(c, mark).map(|b| Choice::new(b.code.clone(), b.label.clone()))
    }
}

/// The sections of an entry in the contest's order: name and paragraphs.
pub fn sections(rules: &RulesEdition, dossier: &Dossier) -> Vec<(String, Vec<String>)> {
    let named = |(code, text): &(String, String)| {
        let name = rules.name_of(code).unwrap_or(code);
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned);
        (name.to_owned(), lines.collect::<Vec<_>>())
    };
    dossier.sections.iter().map(named).filter(|s| !s.1.is_empty()).collect()
}

/// The most criteria that a round can have, as far as a form is read before the sheet is known.
pub const MOST_CRITERIA: usize = 100;

/// For how many criteria a form has a field. Whether these are the sheet's the action decides.
pub fn criteria_in(data: &FormData) -> usize {
    let at = |name: &str| {
        let kinds = ["mark-", "comment-", "band-"];
        kinds.iter().find_map(|kind| name.strip_prefix(kind))?.parse::<usize>().ok()
    };
    let last = data.fields().filter_map(|(name, _)| at(name)).max();
    last.map_or(0, |n| n.saturating_add(1)).min(MOST_CRITERIA)
}

/// Reads the fields of a sheet's form that are named in `only`, or all that were sent; and the positions of marks that
/// are no numbers. What was not sent stays as it is.
pub fn read_form(data: &FormData, criteria: usize, only: Option<&[String]>) -> (SheetInput, Vec<usize>) {
    let wanted = |name: &str| data.has(name) && only.is_none_or(|names| names.iter().any(|n| n == name));
    let mut input = SheetInput { seen: data.get("version").parse().unwrap_or(-1), ..SheetInput::default() };
    let mut unreadable = vec![];
    for at in 0..criteria {
        let (mark, comment, band) = (format!("mark-{at}"), format!("comment-{at}"), format!("band-{at}"));
        if wanted(&mark) {
            match data.get(&mark).trim() {
                "" => input.marks.push((at, None)),
                typed => match Marks::parse(typed) {
                    Ok(marks) => input.marks.push((at, Some(marks))),
                    Err(_) => unreadable.push(at),
                },
            }
        }
        if wanted(&comment) {
            input.comments.push((at, data.get(&comment).to_owned()));
        }
        if wanted(&band) && !data.get(&band).is_empty() {
            input.ticked.push((at, data.get(&band).to_owned()));
        }
    }
    if wanted("general") {
        input.general_comment = Some(data.get("general").to_owned());
    }
    (input, unreadable)
}

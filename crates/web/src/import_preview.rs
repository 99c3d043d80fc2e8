//! What an office's file would do, before anything is written: every problem by sheet, row and column, in the person's language.
//!
//! A page puts a [`Findings`] into its template and draws it with `_import.html`; the file itself waits in `app::held` until the person
//! confirms, named by the hidden field `held`.

use crate::{AppState, FormData, Msg, T, WebError};
use app::import::problem::Problem;
use app::import::{Preview, ProblemKind};
use std::sync::Arc;

/// Shown of each; the rest is counted.
const MOST: usize = 200;

/// Problems and warnings of a file as lines of a table.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub file: String,
    pub problems: Vec<Finding>,
    pub warnings: Vec<Finding>,
    /// Problems beyond those shown.
    pub more: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub sheet: String,
    pub row: String,
    pub column: String,
    pub what: String,
    pub found: String,
    pub expected: String,
}

impl Findings {
    pub fn of<R>(t: T, file: &str, preview: &Preview<R>) -> Findings {
        let lines = |all: &[Problem]| all.iter().take(MOST).map(|p| finding(t, p)).collect();
        let more = preview.problems.len().saturating_sub(MOST) + preview.left_out;
        Findings {
            file: file.to_owned(),
            problems: lines(&preview.problems),
            warnings: lines(&preview.warnings),
            more,
        }
    }

    /// Adds what a rule says about a row: `row` as the person sees it in the file.
    pub fn add(&mut self, sheet: Option<&str>, row: u32, column: String, what: String, found: String) {
        if self.problems.len() >= MOST {
            self.more += 1;
            return;
        }
        let sheet = sheet.unwrap_or_default().to_owned();
        self.problems.push(Finding {
            sheet,
            row: row.to_string(),
            column,
            what,
            found,
            expected: String::new(),
        });
    }

    /// The file may be written.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty() && self.more == 0
    }

    pub fn problem_count(&self) -> usize {
        self.problems.len() + self.more
    }
}

fn finding(t: T, p: &Problem) -> Finding {
    let column = p.column.as_ref().map_or_else(String::new, |c| match &c.letter {
        Some(letter) => format!("{letter} ({})", c.header),
        None => c.header.clone(),
    });
    Finding {
        sheet: p.sheet.clone().unwrap_or_default(),
        row: p.row.map(|n| n.to_string()).unwrap_or_default(),
        column,
        what: t.s(&kind_key(p.kind)).into_owned(),
        found: p.found.clone(),
        expected: p.expected.clone(),
    }
}

fn kind_key(kind: ProblemKind) -> String {
    format!("import-{}", kind.key())
}

/// An uploaded file: its name and content, kept for the confirmation under `held`.
pub struct Held {
    pub name: String,
    pub held: String,
    pub bytes: Vec<u8>,
}

/// Takes the file of the field `file` out of the form and keeps it. `None` when no file was chosen.
pub async fn receive(state: &AppState, data: &mut FormData) -> Result<Option<Held>, WebError> {
    let all = receive_all(state, data).await?;
    Ok(all.into_iter().find(|(field, _)| field == "file").map(|(_, held)| held))
}

/// Takes all files out of the form and keeps them, each with the name of its field.
pub async fn receive_all(state: &AppState, data: &mut FormData) -> Result<Vec<(String, Held)>, WebError> {
    let (uploads, dir) = (data.take_files(), Arc::clone(&state.data_dir));
    let kept = tokio::task::spawn_blocking(move || {
        let keep = |upload: crate::form::Upload| {
            let (field, name) = (upload.field.clone(), upload.file_name.clone());
            let bytes = upload.into_bytes()?.to_vec();
            let held = app::held::keep(&dir, &bytes)?;
            Ok::<_, std::io::Error>((field, Held { name, held, bytes }))
        };
        uploads.into_iter().map(keep).collect::<Result<Vec<_>, _>>()
    });
    kept.await.map_err(WebError::fault)?.map_err(WebError::fault)
}

/// The file that the fields `held` and `file-name` of a confirmation name. A file that is gone is told, not guessed.
pub async fn held(state: &AppState, data: &FormData) -> Result<Held, WebError> {
    held_in(state, data, "held", "file-name").await
}

/// [`held`], with other names of fields, where a form confirms more than one file.
pub async fn held_in(
    state: &AppState,
    data: &FormData,
    held_field: &str,
    name_field: &str,
) -> Result<Held, WebError> {
    data.key()?;
    let (held, dir) = (data.get(held_field).to_owned(), Arc::clone(&state.data_dir));
    let name: String = data.get(name_field).chars().filter(|c| !c.is_control()).take(255).collect();
    let found = tokio::task::spawn_blocking(move || {
        let bytes = app::held::find(&dir, &held)?;
        Ok::<_, std::io::Error>(bytes.map(|bytes| Held { name, held, bytes }))
    });
    let found = found.await.map_err(WebError::fault)?.map_err(WebError::fault)?;
    found.ok_or_else(|| WebError::Unprocessable(vec![Msg::new("import-file-gone")]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_problem_has_its_text() {
        for kind in ProblemKind::ALL {
            assert!(crate::i18n::knows(&kind_key(*kind)), "{}", kind_key(*kind));
        }
    }
}

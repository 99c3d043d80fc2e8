//! documents/paper: one paper: its wording and fields with a preview beside them, saved as a version, issued.

use super::compose;
use super::kinds::{kind_key, needs_key, own_key};
use crate::act::{loaded, once};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, Page, WebError, page, setup};
use app::act::Stop;
use app::audit::log::Log;
use app::contest::store::{self as contests, ContestRow};
use app::documents::store::TextRow;
use app::documents::view::text_of;
use app::documents::{IssuedFiles, SaveRefusal, facts, save_text};
use app::files::Kept;
use askama::Template;
use askama::filters::Safe;
use axum::Extension;
use axum::extract::{Path, State};
use domain::documents::{DocumentKind, FieldRefusal, Fields, IssueRefusal, access, check_issue};
use print::contest::{self as papers, Facts, Paper};
use print::document::{Document, docx, html, pdf};
use print::wording::{BadWording, Mistake};
use std::path::Path as FilePath;

#[derive(Template)]
#[template(path = "documents/paper.html")]
struct Shown {
    page: Page,
    form: Form,
    code: String,
    word: &'static str,
    /// The version of the text that is looked at; 0: that of the house.
    version: i64,
    own: Vec<Own>,
    /// Why there is nothing to see yet; empty where there is.
    waits: String,
    preview: Option<Safe<String>>,
    may_write: bool,
    is_of_unit: bool,
    is_list: bool,
    issue_key: String,
}

/// A field of a paper's own.
struct Own {
    name: String,
    label: String,
    /// One person a line.
    is_list: bool,
}

/// A paper with what is known of it.
pub(super) struct Held {
    pub contest: ContestRow,
    pub facts: Facts,
    pub text: Option<TextRow>,
    pub kind: DocumentKind,
}

impl Held {
    pub fn version(&self) -> i64 {
        self.text.as_ref().map_or(0, |t| t.version)
    }

    pub fn fields(&self, base: &str) -> Fields {
        match &self.text {
            Some(text) => text.fields.clone(),
            None => Paper { facts: &self.facts, base }.fields(self.kind),
        }
    }

    pub fn wording(&self) -> &str {
        self.text.as_ref().map_or(papers::wording(self.kind), |t| &t.wording)
    }

    fn is_settled(&self) -> bool {
        self.facts.reached >= self.kind.needs()
    }

    /// The paper as its saved text makes it.
    pub fn document(&self, base: &str) -> Result<Document, WebError> {
        if !self.is_settled() {
            return Err(WebError::NotFound);
        }
        let made = Paper { facts: &self.facts, base }.document(self.kind, &self.fields(base), self.wording());
        // A wording is checked before it is saved; one that no longer fills is of another release.
        made.map_err(|why| WebError::Unprocessable(why.iter().map(mistake).collect()))
    }
}

pub(super) async fn load(
    state: &AppState,
    ctx: &Ctx,
    log: &Log,
    code: String,
    kind: &str,
) -> Result<Held, WebError> {
    let kind = DocumentKind::from_word(kind).ok_or(WebError::NotFound)?;
    let (actor, log, now) = (ctx.actor.clone(), log.clone(), ctx.now());
    let read = move |tx: &mut app::db::Tx| {
        let contest = contests::find_by_code(tx, &code)?.ok_or(Stop::NotFound)?.id;
        let known = facts(tx, &log, &actor, contest, kind, now)?;
        let text = text_of(tx, contest, kind)?;
        let contest = known.contest.clone();
        Ok::<_, Stop<std::convert::Infallible>>(Held { contest, facts: compose::facts(known), text, kind })
    };
    loaded(state.db.read(read).await)
}

pub async fn show(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((code, kind)): Path<(String, String)>,
) -> Answer {
    let held = load(&state, &ctx, &log, code, &kind).await?;
    let fields = held.fields(&ctx.config.base_url);
    let form = filled(Form::new(ctx.t), &fields, held.wording());
    page::show(&shown(&ctx, &held, form, Some((&fields, held.wording()))).await?)
}

/// The form of the fields and the wording.
fn filled(form: Form, fields: &Fields, wording: &str) -> Form {
    let number = fields.number.map(|n| n.to_string()).unwrap_or_default();
    let dated = fields.dated.map(|d| print::papers::day(d.0)).unwrap_or_default();
    let form = [
        ("superior", &fields.superior),
        ("issuer", &fields.issuer),
        ("place", &fields.place),
        ("number", &number),
        ("symbol", &fields.symbol),
        ("dated", &dated),
        ("authority", &fields.authority.join("\n")),
        ("title", &fields.title),
        ("signer", &fields.signer),
        ("file_mark", &fields.file_mark),
    ]
    .into_iter()
    .fold(form, |form, (name, value)| form.with(name, value));
    let own = fields.own.iter();
    own.fold(form, |form, (name, value)| form.with(&format!("own-{name}"), value)).with("wording", wording)
}

/// The page, with a preview of this text where there is one to show.
async fn shown(ctx: &Ctx, held: &Held, form: Form, text: Option<(&Fields, &str)>) -> Result<Shown, WebError> {
    let (kind, contest, t) = (held.kind, &held.contest, ctx.t);
    let base = ctx.config.base_url.as_str();
    let preview = match text {
        Some((fields, wording)) if held.is_settled() => {
            let paper = Paper { facts: &held.facts, base };
            let made = paper.document(kind, fields, wording).ok();
            made.map(|d| html::render(&d).map(Safe).map_err(WebError::fault)).transpose()?
        }
        _ => None,
    };
    let name = t.s(kind_key(kind)).into_owned();
    let own = |n: &&str| Own {
        name: format!("own-{n}"),
        label: t.s(own_key(n)).into_owned(),
        is_list: DocumentKind::is_list_field(n),
    };
    let page = setup::headed(ctx.page_titled(name), contest)
        .back_to(format!("/contests/{}/documents", contest.code), t.s("documents-title"))
        .script("counter.js")
        .script("preview.js")
        .refused(form.is_refused())
        .wide();
    Ok(Shown {
        page,
        issue_key: form.new_key(),
        form,
        code: contest.code.clone(),
        word: kind.word(),
        version: held.version(),
        own: kind.own_fields().iter().map(own).collect(),
        waits: if held.is_settled() { String::new() } else { t.s(needs_key(kind.needs())).into_owned() },
        preview,
        may_write: access::write(&ctx.actor, contest.id).is_ok(),
        is_of_unit: kind.is_of_unit(),
        is_list: kind.is_list(),
    })
}

/// What the form says; a day or a number that cannot be read is an error beside its field.
fn read(kind: DocumentKind, data: &FormData, errors: &mut FieldErrors) -> (Fields, String) {
    let line = |name: &str| data.get(name).to_owned();
    let number = match data.get("number").trim() {
        "" => None,
        typed => match typed.parse() {
            Ok(n) => Some(n),
            Err(_) => {
                errors.add("number", Msg::new("documents-wrong-number"));
                None
            }
        },
    };
    let dated = match data.get("dated").trim() {
        "" => None,
        typed => {
            let day = crate::format::read_day(typed);
            if day.is_none() {
                errors.add("dated", Msg::new("documents-wrong-day"));
            }
            day
        }
    };
    let fields = Fields {
        superior: line("superior"),
        issuer: line("issuer"),
        place: line("place"),
        number,
        symbol: line("symbol"),
        dated,
        authority: data.get("authority").lines().map(str::to_owned).collect(),
        title: line("title"),
        signer: line("signer"),
        file_mark: line("file_mark"),
        own: kind.own_fields().iter().map(|n| ((*n).to_owned(), line(&format!("own-{n}")))).collect(),
    };
    (fields.cleaned(kind), data.get("wording").to_owned())
}

/// Everything that is wrong with a text: fields, bounds, the language of wordings.
fn wrong(held: &Held, base: &str, fields: &Fields, wording: &str, errors: &mut FieldErrors) {
    for problem in fields.problems(wording) {
        refused(&problem, errors);
    }
    if let Err(mistakes) = (Paper { facts: &held.facts, base }).document(held.kind, fields, wording) {
        for m in &mistakes {
            errors.add("wording", mistake(m));
        }
    }
}

fn refused(problem: &FieldRefusal, errors: &mut FieldErrors) {
    match problem {
        FieldRefusal::TooLong { field, most } => {
            let own = field_id(field);
            errors.add(own, Msg::new("documents-wrong-long").arg("most", *most))
        }
        FieldRefusal::NumberOutside { most } => {
            errors.add("number", Msg::new("documents-wrong-number-outside").arg("most", *most))
        }
        FieldRefusal::TooManyLines { field, most, .. } => {
            errors.add(field_id(field), Msg::new("documents-wrong-lines").arg("most", *most))
        }
        FieldRefusal::WordingTooLong { most, have } => errors
            .add("wording", Msg::new("documents-wrong-wording-long").arg("most", *most).arg("have", *have)),
        FieldRefusal::WordingMissing => errors.add("wording", Msg::new("documents-wrong-wording-missing")),
    };
}

/// Fields of a paper's own stand under their names with `own-` before.
fn field_id(field: &str) -> String {
    let shared = ["superior", "issuer", "place", "symbol", "title", "signer", "file_mark", "authority"];
    if shared.contains(&field) { field.to_owned() } else { format!("own-{field}") }
}

/// A mistake in a wording, with its line.
fn mistake(bad: &BadWording) -> Msg {
    let (key, what) = match &bad.mistake {
        Mistake::UnknownCommand(what) => ("documents-wording-command", what.clone()),
        Mistake::UnknownField(what) => ("documents-wording-field", what.clone()),
        Mistake::UnknownSlot(what) => ("documents-wording-slot", what.clone()),
        Mistake::LoneBrace => ("documents-wording-brace", String::new()),
        Mistake::AbstractWithoutName => ("documents-wording-abstract", String::new()),
    };
    Msg::new(key).arg("line", bad.line).arg("what", what)
}

/// POST: the paper as the form would make it, nothing saved.
pub async fn preview(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((code, kind)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    data.key()?;
    let held = load(&state, &ctx, &log, code, &kind).await?;
    let mut errors = FieldErrors::new();
    let (fields, wording) = read(held.kind, &data, &mut errors);
    wrong(&held, &ctx.config.base_url, &fields, &wording, &mut errors);
    let refused = !errors.is_empty();
    let shown = shown(&ctx, &held, Form::refused(ctx.t, &data, errors), Some((&fields, &wording))).await?;
    if refused { page::refuse(&shown) } else { page::show(&shown) }
}

/// POST: wording and fields as a new version.
pub async fn save(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((code, kind)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    data.key()?;
    let held = load(&state, &ctx, &log, code.clone(), &kind).await?;
    let mut errors = FieldErrors::new();
    let (fields, wording) = read(held.kind, &data, &mut errors);
    access::write(&ctx.actor, held.contest.id).map_err(|_| WebError::NotFound)?;
    wrong(&held, &ctx.config.base_url, &fields, &wording, &mut errors);
    let seen: i64 = data.get("version").parse().unwrap_or(-1);
    if errors.is_empty() {
        let (contest, kind, now) = (held.contest.id, held.kind, ctx.now());
        let to = format!("/contests/{code}/documents/{}", kind.word());
        let (fields, wording) = (fields.clone(), wording.clone());
        let done = once(&state, &ctx, &data, move |tx, actor| {
            save_text(tx, actor, contest, kind, &wording, &fields, seen, now)?;
            Ok(to.clone())
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("documents-saved"))),
            Err(reasons) => {
                for reason in &reasons {
                    match reason {
                        SaveRefusal::Field(problem) => refused(problem, &mut errors),
                        SaveRefusal::Stale { version } => {
                            errors.add_form(Msg::new("documents-stale").arg("version", *version));
                        }
                    }
                }
            }
        }
    }
    page::refuse(&shown(&ctx, &held, Form::refused(ctx.t, &data, errors), Some((&fields, &wording))).await?)
}

/// POST: the saved text is issued: its files are made, kept, and stay.
pub async fn issue(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path((code, kind)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    data.key()?;
    let held = load(&state, &ctx, &log, code.clone(), &kind).await?;
    access::write(&ctx.actor, held.contest.id).map_err(|_| WebError::NotFound)?;
    let (base, today) = (ctx.config.base_url.clone(), ctx.now().day());
    let fields = Fields { dated: Some(held.fields(&base).dated.unwrap_or(today)), ..held.fields(&base) };
    let mut reasons = check_issue(held.kind, &fields, held.facts.reached, today).err().unwrap_or_default();
    if data.get("version").parse() != Ok(held.version()) {
        reasons.push(IssueRefusal::Stale { version: held.version() });
    }
    if reasons.is_empty() {
        let made = Made::of(&held, &fields, &base)?;
        let dir = state.data_dir.clone();
        let files = tokio::task::spawn_blocking(move || made.kept(&dir)).await.map_err(WebError::fault)??;
        let (contest, kind, now, keys) = (held.contest.id, held.kind, ctx.now(), state.keys.clone());
        let back = format!("/contests/{code}/papers/");
        let done = once(&state, &ctx, &data, move |tx, actor| {
            let id = app::documents::issue(tx, &keys, actor, contest, kind, &files, now)?;
            Ok(format!("{back}{id}"))
        });
        match done.await? {
            Ok(to) => return Ok(ctx.redirect(&to, Msg::new("documents-issued"))),
            Err(why) => reasons = why,
        }
    }
    let mut errors = FieldErrors::new();
    for reason in &reasons {
        errors.add_form(issue_refused(reason));
    }
    let form =
        filled(Form::refused(ctx.t, &FormData::default(), errors), &held.fields(&base), held.wording());
    page::refuse(&shown(&ctx, &held, form, Some((&held.fields(&base), held.wording()))).await?)
}

fn issue_refused(reason: &IssueRefusal) -> Msg {
    match reason {
        IssueRefusal::TooEarly { needs } => Msg::new(needs_key(*needs)),
        IssueRefusal::OfUnit => Msg::new("documents-issue-of-unit"),
        IssueRefusal::NumberMissing => Msg::new("documents-issue-number"),
        IssueRefusal::InTheFuture { today } => Msg::new("documents-issue-future").arg("today", *today),
        IssueRefusal::Stale { version } => Msg::new("documents-stale").arg("version", *version),
    }
}

/// What is printed at an issue.
struct Made {
    document: Document,
    xlsx: Option<Vec<u8>>,
    files: IssuedWithout,
}

/// An issue before its files are kept.
struct IssuedWithout {
    text_version: i64,
    fields: Fields,
    certificates: Vec<(domain::ids::EntryCode, String)>,
}

impl Made {
    fn of(held: &Held, fields: &Fields, base: &str) -> Result<Made, WebError> {
        let paper = Paper { facts: &held.facts, base };
        let document = paper
            .document(held.kind, fields, held.wording())
            .map_err(|why| WebError::Unprocessable(why.iter().map(mistake).collect()))?;
        let xlsx = paper.workbook(held.kind, fields).transpose().map_err(WebError::fault)?;
        let certificates =
            if held.kind == DocumentKind::Certificates { paper.numbers(fields) } else { Vec::new() };
        let files = IssuedWithout { text_version: held.version(), fields: fields.clone(), certificates };
        Ok(Made { document, xlsx, files })
    }

    /// Blocking: lays out and writes.
    fn kept(self, dir: &FilePath) -> Result<IssuedFiles, WebError> {
        let keep = |name: &str, bytes: Vec<u8>| -> Result<Kept, WebError> {
            let kept = app::files::keep(dir, name, bytes.as_slice()).map_err(WebError::Fault)?;
            kept.map_err(|why| WebError::fault(format!("a paper cannot be kept: {why:?}")))
        };
        let IssuedWithout { text_version, fields, certificates } = self.files;
        Ok(IssuedFiles {
            pdf: keep("paper.pdf", pdf::render(&self.document).map_err(WebError::fault)?)?,
            docx: keep("paper.docx", docx::render(&self.document).map_err(WebError::fault)?)?,
            xlsx: self.xlsx.map(|bytes| keep("paper.xlsx", bytes)).transpose()?,
            number: papers::number_text(&fields),
            dated: domain::time::Day(self.document.dated),
            text_version,
            fields,
            certificates,
        })
    }
}

//! The desk of a unit records what came on paper, as it came; defects are shown and do not stop it. The slip is the author's
//! receipt.

use super::asked::{self, Asked, Drawn};
use super::receipt::{Slip, checkpoint, slip_of};
use super::view::View;
use super::{id_of, own, part, pin, read, refusals, told, view};
use crate::act::once;
use crate::page::{self, Page};
use crate::{Answer, AppState, Choice, Ctx, FieldErrors, Form, FormData, Msg, WebError, format};
use app::act::Stop;
use app::audit::log::Log;
use app::contest::store::ContestRow;
use app::db::{DbFault, Tx};
use app::entry::fields;
use app::entry::store::find_units;
use app::files::Kept;
use app::{contest, people, screening};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::actor::Actor;
use domain::contest::fields::AnswerRefusal;
use domain::contest::{AgeRefusal, AttachmentKind, Category, RulesEdition};
use domain::entry::formal::Findings;
use domain::entry::grounds::birth_day;
use domain::entry::receipt::Pin;
use domain::entry::{Attachment, Dossier, Draft, Field, Part, RecordRefusal, access, submit};
use domain::ids::{ContestId, EntryCode, EntryId, UnitId};
use domain::people::OrgUnit;
use domain::percent::SharePercent;
use domain::text;
use domain::time::Instant;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Template)]
#[template(path = "entry/paper.html")]
struct Paper {
    page: Page,
    form: Form,
    action: String,
    unit: String,
    /// The entry is recorded again: it keeps its code.
    is_again: bool,
    /// What intake will find, after "check first".
    findings: Option<Vec<String>>,
    routes: Vec<Choice>,
    areas: Vec<Choice>,
    forms: Vec<Choice>,
    applied: Vec<Choice>,
    categories: Vec<Choice>,
    units: Vec<Choice>,
    sections: Vec<(String, String)>,
    asked: Vec<Asked>,
    rows: Vec<usize>,
    birth_hint: Option<String>,
    kept: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "entry/slip.html")]
struct SlipPage {
    page: Page,
    form: Form,
    id: i64,
    slip: Slip,
    view: View,
    findings: Vec<String>,
    desk: String,
    may_mend: bool,
    /// When the author took it over: the desk keeps it no longer.
    taken_over_ms: Option<i64>,
}

/// A desk: contest, unit, rules, and the units that authors may name.
struct Desk {
    contest: ContestRow,
    rules: Arc<RulesEdition>,
    unit: OrgUnit,
    units: Vec<Choice>,
}

/// The page of the desk, of the screening slice.
fn desk_href(contest: ContestId, unit: UnitId) -> String {
    format!("/desk/{}/{}", contest.0, unit.0)
}

async fn desk_of(state: &AppState, ctx: &Ctx, contest: ContestId, unit: UnitId) -> Result<Desk, WebError> {
    let (actor, day) = (ctx.actor.clone(), ctx.now().day());
    read(state, move |tx| {
        let contest = contest::store::find(tx, contest)?.ok_or(Stop::NotFound)?;
        let unit = people::store::unit(tx, unit)?.ok_or(Stop::NotFound)?;
        access::record_paper(&actor, contest.id, unit.id)?;
        let rules = contest::store::rules_of(tx, contest.id)?;
        let units = find_units(tx, contest.id, "", day, 1_000)?;
        Ok(Desk { units: units.into_iter().map(part::unit_choice).collect(), contest, rules, unit })
    })
    .await
}

pub async fn show(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((contest, unit)): Path<(i64, i64)>,
) -> Answer {
    let desk = desk_of(&state, &ctx, ContestId(contest), UnitId(unit)).await?;
    let form = Form::new(ctx.t).with("received-at", ctx.t.date_time(ctx.now()));
    page::show(&template(&ctx, &desk, form, 1, None, Vec::new()))
}

fn template(
    ctx: &Ctx,
    desk: &Desk,
    form: Form,
    rows: usize,
    entry: Option<EntryId>,
    kept: Vec<Choice>,
) -> Paper {
    let (t, rules) = (ctx.t, &desk.rules);
    let base = desk_href(desk.contest.id, desk.unit.id);
    let (action, title, back) = match entry {
        Some(id) => {
            (format!("/entries/{}/paper", id.0), "entry-paper-again-title", format!("/entries/{}/slip", id.0))
        }
        None => (format!("{base}/paper"), "entry-paper-title", base),
    };
    let fields: Vec<(&str, &str)> = form.values().collect();
    let typed = super::typed(&FormData::of(&fields));
    Paper {
        page: super::page_of(ctx, title, &desk.contest)
            .back(back)
            .refused(form.is_refused())
            .script("counter.js")
            .script("asked.js"),
        form,
        action,
        unit: desk.unit.name.clone(),
        is_again: entry.is_some(),
        findings: None,
        routes: rules.routes.iter().map(|r| Choice::new(r.code.as_str(), part::sentence(&r.name))).collect(),
        areas: rules.areas.iter().map(|a| Choice::new(a.code.as_str(), &a.name)).collect(),
        forms: rules.formats.allowed.iter().map(|f| Choice::new(f.word(), t.s(part::form_key(*f)))).collect(),
        applied: vec![
            Choice::new("yes", t.s("entry-applied-yes")),
            Choice::new("no", t.s("entry-applied-no")),
        ],
        categories: vec![
            Choice::new(Category::Individual.word(), t.s(view::category_key(Category::Individual))),
            Choice::new(Category::Collective.word(), t.s(view::category_key(Category::Collective))),
        ],
        units: desk.units.clone(),
        sections: rules.sections.iter().map(|s| (format!("section-{}", s.code), s.name.clone())).collect(),
        asked: asked_of(ctx, rules, &typed),
        rows: (1..=rows.clamp(1, fields::MOST_ROWS)).collect(),
        birth_hint: part::birth_hint(t, rules),
        kept,
    }
}

/// The questions as paper may have answered them: none has to be. Papers have no files to choose from.
fn asked_of(ctx: &Ctx, rules: &RulesEdition, typed: &Draft) -> Vec<Asked> {
    let mut asked = asked::of(ctx.t, rules, &typed.known(), &[], None);
    asked.retain(|a| !matches!(a.drawn, Drawn::Files { .. }));
    asked.iter_mut().for_each(|a| a.required = false);
    asked
}

/// What the form says, as a draft, the moment it was received, and what cannot be read of it.
fn read_form(data: &FormData, desk: &Desk) -> (Draft, Instant, FieldErrors) {
    let mut errors = FieldErrors::new();
    let mut draft = super::typed(data).cleaned();
    draft.drop_blank_authors();
    draft.receiving_unit = Some(desk.unit.code.clone());
    for (n, a) in draft.authors.iter().enumerate() {
        if !a.share.is_empty() && SharePercent::parse(&a.share).is_none() {
            let msg = Msg::new("entry-refusal-share").arg("n", n + 1);
            errors.add(format!("author-{}-share", n + 1), msg);
        }
        let asks_birth = desk.rules.entrants.age.is_some();
        if asks_birth && !a.grounds.is_blank() && birth_day(&a.grounds.birth).is_none() {
            errors.add(format!("author-{}-birth", n + 1), refusals::age(n, &AgeRefusal::Unreadable));
        }
    }
    for (field, said) in draft.answered(&desk.rules) {
        if let Err(why) = said
            && why != AnswerRefusal::Missing
        {
            errors.add(fields::of_question(&field.code), asked::refusal(&why, &field.label));
        }
    }
    for (missing, field) in [(draft.form.is_none(), Field::Form), (draft.category.is_none(), Field::Category)]
    {
        if missing {
            let what = refusals::field_name(&field, &desk.rules);
            errors.add(refusals::field_id(&field), Msg::new("entry-refusal-choose").arg("what", what));
        }
    }
    let received = format::read_moment(data.get("received-at"));
    if received.is_none() {
        errors.add("received-at", Msg::new("entry-paper-received-unreadable"));
    }
    (draft, received.unwrap_or(Instant(0)), errors)
}

/// Attachments that are only named, one a line.
fn named(data: &FormData) -> Vec<Attachment> {
    let lines = data.get("names").lines().map(text::clean_line).filter(|l| !l.is_empty());
    let attachment = |name: String| {
        let extension = name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
        let kind = match extension.as_str() {
            "docx" | "doc" => AttachmentKind::Word,
            "pdf" => AttachmentKind::Pdf,
            "jpg" | "jpeg" | "png" | "webp" => AttachmentKind::Image,
            "mp4" | "webm" => AttachmentKind::Video,
            "zip" => AttachmentKind::Software,
            _ => AttachmentKind::Other,
        };
        Attachment { name: name.chars().take(200).collect(), kind, bytes: 0, sha256: None }
    };
    lines.map(attachment).collect()
}

fn findings_text(ctx: &Ctx, findings: &Findings) -> Vec<String> {
    let reasons = findings.reasons.iter().map(refusals::formal);
    let warnings = findings.warnings.iter().map(refusals::warning);
    reasons.chain(warnings).map(|m| ctx.t.m(&m).into_owned()).collect()
}

/// Keeps the files of the form on the disk; what is refused is named.
async fn keep(
    state: &AppState,
    data: &mut FormData,
    errors: &mut FieldErrors,
) -> Result<Vec<(Kept, String)>, WebError> {
    let (uploads, files) = (data.take_files(), state.files.clone());
    let keeping = tokio::task::spawn_blocking(move || {
        let mut all = Vec::new();
        for upload in uploads {
            let name = upload.file_name.clone();
            all.push((files.keep(&name, upload.into_reader()?)?, name));
        }
        Ok::<_, anyhow::Error>(all)
    });
    let mut kept = Vec::new();
    for (answer, name) in keeping.await.map_err(WebError::fault)?? {
        match answer {
            Ok(k) => kept.push((k, name)),
            Err(why) => {
                errors.add("file", refusals::keep(&why, &name));
            }
        }
    }
    Ok(kept)
}

/// The dossier as it came: files kept now, files kept before, files only named.
fn dossier_of(
    tx: &mut Tx,
    draft: &Draft,
    rules: &RulesEdition,
    before: &[Attachment],
    kept: &[(Kept, String)],
    now: Instant,
) -> Result<Dossier, DbFault> {
    let mut dossier = submit::would_be(draft, rules);
    dossier.attachments = before.to_vec();
    for (k, name) in kept {
        let attachment = app::files::register(tx, k, name, now)?;
        dossier.attachments.retain(|a| a.name != attachment.name || a.sha256 != attachment.sha256);
        dossier.attachments.push(attachment);
    }
    Ok(dossier)
}

/// How the page goes on without recording: one more line, one fewer, or what intake would find.
async fn not_yet(
    state: &AppState,
    ctx: &Ctx,
    desk: &Desk,
    data: &FormData,
    entry: Option<EntryId>,
    kept: Vec<Choice>,
    errors: FieldErrors,
) -> Answer {
    let lines = fields::read_part(Part::Authors, &told::sent(data)).authors.len();
    let rows = if data.has("more") { lines + 1 } else { lines };
    let refused = !errors.is_empty();
    let mut page = template(ctx, desk, Form::refused(ctx.t, data, errors), rows, entry, kept);
    if data.has("preview") && !refused {
        let (draft, _, _) = read_form(data, desk);
        let (contest, rules, names) = (desk.contest.id, desk.rules.clone(), named(data));
        let findings = read(state, move |tx| {
            let mut dossier = submit::would_be(&draft, &rules);
            dossier.attachments = names.clone();
            Ok(app::entry::paper_findings(tx, contest, &dossier)?)
        });
        page.findings = Some(findings_text(ctx, &findings.await?));
    }
    if refused { page::refuse(&page) } else { page::show(&page) }
}

/// POST: records the entry, takes it in at the desk and gives it a PIN.
pub async fn record(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((contest, unit)): Path<(i64, i64)>,
    mut data: FormData,
) -> Answer {
    let desk = desk_of(&state, &ctx, ContestId(contest), UnitId(unit)).await?;
    data.key()?;
    if data.has("more") {
        return not_yet(&state, &ctx, &desk, &data, None, Vec::new(), FieldErrors::new()).await;
    }
    let (draft, received_at, mut errors) = read_form(&data, &desk);
    if !errors.is_empty() || data.has("preview") {
        return not_yet(&state, &ctx, &desk, &data, None, Vec::new(), errors).await;
    }
    let body = FormData::of(&data.fields().collect::<Vec<_>>());
    let kept = keep(&state, &mut data, &mut errors).await?;
    if !errors.is_empty() {
        return not_yet(&state, &ctx, &desk, &data, None, Vec::new(), errors).await;
    }
    let code =
        Some(text::clean_line(data.get("code")).to_uppercase()).filter(|c| !c.is_empty()).map(EntryCode);
    let (contest, rules, names, now) = (desk.contest.id, desk.rules.clone(), named(&data), ctx.now());
    let (keys, told) = (state.keys.clone(), Arc::new(Mutex::new(None::<Pin>)));
    let pin_out = told.clone();
    let answer = once(&state, &ctx, &body, move |tx, actor| {
        let dossier = dossier_of(tx, &draft, &rules, &names, &kept, now)?;
        let id = app::entry::record_paper(tx, actor, contest, code.clone(), &dossier, received_at, now)?;
        take_in(tx, actor, id, now)?;
        let renewed = app::entry::renew_pin(tx, actor, id, &keys, now);
        let pin = renewed.map_err(|stop| stop.map(|refusal| match refusal {}))?;
        *pin_out.lock().unwrap_or_else(PoisonError::into_inner) = Some(pin);
        Ok::<_, Stop<RecordRefusal>>(id.0.to_string())
    });
    match answer.await? {
        Ok(id) => {
            let mut response = ctx.redirect(&format!("/entries/{id}/slip"), Msg::new("entry-paper-recorded"));
            let pin = told.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let (Some(pin), Ok(id)) = (pin, id.parse()) {
                pin::remember(&ctx.config, EntryId(id), &pin, &mut response);
            }
            Ok(response)
        }
        Err(why) => {
            let errors = refusals::record_errors(&why, &desk.rules);
            not_yet(&state, &ctx, &desk, &data, None, Vec::new(), errors).await
        }
    }
}

/// What is recorded at the desk is received there; where the desk may not receive now, the record stands alone.
fn take_in(tx: &mut Tx, actor: &Actor, id: EntryId, now: Instant) -> Result<(), Stop<RecordRefusal>> {
    match tx.attempt(|tx| screening::receive(tx, actor, id, now)) {
        Ok(()) | Err(Stop::Refused(_) | Stop::NotAllowed | Stop::NotFound) => Ok(()),
        Err(Stop::Fault(fault)) => Err(Stop::Fault(fault)),
    }
}

/// The desk and the version of an entry that came on paper.
async fn again_of(state: &AppState, ctx: &Ctx, id: EntryId) -> Result<(Desk, Dossier), WebError> {
    let o = own(state, ctx, id).await?;
    let (Some((dossier, _)), Ok(())) = (o.dossier, access::keep_paper(&ctx.actor, &o.row.subject())) else {
        return Err(WebError::NotFound);
    };
    let unit = o.row.unit.ok_or(WebError::NotFound)?;
    Ok((desk_of(state, ctx, o.contest.id, unit).await?, dossier))
}

fn kept_choices(dossier: &Dossier) -> Vec<Choice> {
    dossier.attachments.iter().enumerate().map(|(n, f)| Choice::new(n.to_string(), &f.name)).collect()
}

pub async fn show_again(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let (desk, dossier) = again_of(&state, &ctx, id).await?;
    let draft = Draft::of_dossier(&dossier, &desk.rules);
    let mut form = Form::new(ctx.t).with("received-at", ctx.t.date_time(ctx.now()));
    for part in [Part::Place, Part::About, Part::Text, Part::Authors] {
        for (name, value) in fields::of_part(part, &draft).iter() {
            form = form.with(name, value);
        }
    }
    let kept = kept_choices(&dossier);
    for choice in &kept {
        form = form.with("keep", &choice.value);
    }
    page::show(&template(&ctx, &desk, form, draft.authors.len(), Some(id), kept))
}

/// POST: the mended dossier is the next version.
pub async fn record_again(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    mut data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    let (desk, dossier) = again_of(&state, &ctx, id).await?;
    data.key()?;
    let choices = kept_choices(&dossier);
    if data.has("more") {
        return not_yet(&state, &ctx, &desk, &data, Some(id), choices, FieldErrors::new()).await;
    }
    let (draft, received_at, mut errors) = read_form(&data, &desk);
    if !errors.is_empty() || data.has("preview") {
        return not_yet(&state, &ctx, &desk, &data, Some(id), choices, errors).await;
    }
    let body = FormData::of(&data.fields().collect::<Vec<_>>());
    let kept = keep(&state, &mut data, &mut errors).await?;
    if !errors.is_empty() {
        return not_yet(&state, &ctx, &desk, &data, Some(id), choices, errors).await;
    }
    let stays = |n: &usize| data.all("keep").any(|k| k.parse() == Ok(*n));
    let before: Vec<Attachment> = (0..dossier.attachments.len())
        .filter(stays)
        .filter_map(|n| dossier.attachments.get(n).cloned())
        .chain(named(&data))
        .collect();
    let (rules, now) = (desk.rules.clone(), ctx.now());
    let answer = once(&state, &ctx, &body, move |tx, actor| {
        let dossier = dossier_of(tx, &draft, &rules, &before, &kept, now)?;
        app::entry::record_paper_again(tx, actor, id, &dossier, received_at, now)?;
        Ok::<_, Stop<RecordRefusal>>(format!("/entries/{}/slip", id.0))
    });
    match answer.await? {
        Ok(to) => Ok(ctx.redirect(&to, Msg::new("entry-paper-recorded-again"))),
        Err(why) => {
            let errors = refusals::record_errors(&why, &desk.rules);
            not_yet(&state, &ctx, &desk, &data, Some(id), choices, errors).await
        }
    }
}

/// GET: the slip for the author, and what intake will find, for the desk.
pub async fn slip(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    let o = own(&state, &ctx, id).await?;
    access::renew_pin(&ctx.actor, &o.row.subject()).map_err(|_| WebError::NotFound)?;
    let at = checkpoint(&state, log).await?;
    let (slip, view) = slip_of(&ctx, &o, pin::of(&headers, id), &at)?;
    let may_mend = access::keep_paper(&ctx.actor, &o.row.subject()).is_ok();
    let contest = o.contest.id;
    let desk = o.row.unit.map_or_else(|| "/desk".to_owned(), |unit| desk_href(contest, unit));
    let dossier = o.dossier.map(|(d, _)| d).ok_or(WebError::NotFound)?;
    let findings = read(&state, move |tx| Ok(app::entry::paper_findings(tx, contest, &dossier)?)).await?;
    page::show(&SlipPage {
        page: super::page_of(&ctx, "entry-slip-title", &o.contest).back(desk.clone()),
        form: Form::new(ctx.t),
        id: id.0,
        slip,
        view,
        findings: findings_text(&ctx, &findings),
        desk,
        may_mend,
        taken_over_ms: o.row.taken_over_at.map(|at| at.0),
    })
}

//! The files of an entry: listed, added, taken away, given out.

use super::send::{given_out, send};
use super::view::{self, File};
use super::{desk, id_of, read, refusals, who};
use crate::act::settle;
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, FieldErrors, Form, FormData, Msg, WebError};
use app::act::Stop;
use app::files::light::{self, Content, Copies};
use app::files::{AttachRefusal, Kept, MediaType, Opened};
use app::judging::masked::{self, Given};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use domain::actor::Actor;
use domain::contest::AttachmentKind;
use domain::entry::draft::{MAX_ENTRY_BYTES, MAX_FILE_BYTES, MAX_FILES, MAX_UPLOAD_BYTES};
use domain::ids::EntryId;
use domain::time::Instant;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "entry/files.html")]
struct Files {
    page: Page,
    form: Form,
    id: i64,
    /// Id, file, and how far the light copy of a video is.
    files: Vec<(i64, File, Option<&'static str>)>,
    locked: Option<String>,
    accept: String,
    extensions: String,
    most: usize,
    most_form_mb: u64,
    most_file_gb: u64,
    most_entry_gb: u64,
    needs_word: bool,
    /// Names of uploads that stopped on their way.
    unfinished: Vec<String>,
}

pub async fn show(State(state): State<AppState>, ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    page::show(&template(&state, &ctx, id, FieldErrors::new()).await?)
}

async fn template(state: &AppState, ctx: &Ctx, id: EntryId, errors: FieldErrors) -> Result<Files, WebError> {
    let (actor, now) = (who(ctx, id), ctx.now());
    let both = read(state, move |tx| {
        let desk = app::entry::hand_in_desk(tx, &actor, id, now)?;
        let held = view::held_of(tx, desk.draft.attachments.iter())?;
        Ok((desk, app::files::uploads::open_of(tx, id, now)?, light::of_draft(tx, id)?, held))
    });
    let (d, unfinished, copies, all_held) = both.await?;
    let held = |(f, file_id): (&domain::entry::Attachment, &i64)| {
        let href = f.sha256.map(|_| format!("/entries/{}/files/{file_id}", id.0));
        let light = copies.get(file_id).map(|done| match done {
            true => "entry-files-light",
            false => "entry-files-light-preparing",
        });
        let mut file = view::file(ctx.t, f, href);
        file.hold(f, &all_held);
        (*file_id, file, light)
    };
    let extensions: Vec<&str> = MediaType::extensions().collect();
    let form = Form::refused(ctx.t, &FormData::default(), errors);
    Ok(Files {
        page: super::page_of(ctx, "entry-part-files", &d.contest)
            .back_to(format!("/entries/{}/tasks", id.0), ctx.t.s("entry-part-back"))
            .refused(form.is_refused())
            .script("upload.js"),
        form,
        id: id.0,
        files: d.draft.attachments.iter().zip(&d.file_ids).map(held).collect(),
        locked: d.locked.as_ref().map(|why| ctx.t.m(&refusals::submit(why, &d.rules)).into_owned()),
        accept: extensions.iter().map(|e| format!(".{e}")).collect::<Vec<_>>().join(","),
        extensions: extensions.join(", "),
        most: MAX_FILES,
        most_form_mb: MAX_FILE_BYTES >> 20,
        most_file_gb: MAX_UPLOAD_BYTES >> 30,
        most_entry_gb: MAX_ENTRY_BYTES >> 30,
        needs_word: !d.rules.formats.word_companion_required_for.is_empty(),
        unfinished: unfinished.into_iter().map(|u| u.name).collect(),
    })
}

/// The page of the files with what stands against a form of it.
pub(super) async fn refuse(state: &AppState, ctx: &Ctx, id: EntryId, errors: FieldErrors) -> Answer {
    page::refuse(&template(state, ctx, id, errors).await?)
}

/// POST with files: each is kept on the disk, then all rows are written at once. What is refused is named; the others stay.
pub async fn add(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    mut data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    data.key()?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    // Asked before anything is written to the disk.
    let d = desk(&state, &ctx, id).await?;
    let mut errors = FieldErrors::new();
    if let Some(why) = &d.locked {
        errors.add_form(refusals::submit(why, &d.rules));
        return refuse(&state, &ctx, id, errors).await;
    }
    let uploads = data.take_files();
    if uploads.is_empty() {
        errors.add("file", Msg::new("entry-file-none"));
        return refuse(&state, &ctx, id, errors).await;
    }
    let files = state.files.clone();
    let keeping = tokio::task::spawn_blocking(move || {
        let mut kept: Vec<(Kept, String)> = Vec::new();
        let mut refused = Vec::new();
        for upload in uploads {
            let name = upload.file_name.clone();
            match files.keep(&name, upload.into_reader()?)? {
                Ok(k) => kept.push((k, name)),
                Err(why) => refused.push((why, name)),
            }
        }
        Ok::<_, anyhow::Error>((kept, refused))
    });
    let (kept, refused) = keeping.await.map_err(WebError::fault)??;
    for (why, name) in &refused {
        errors.add("file", refusals::keep(why, name));
    }
    let added = kept.len();
    let answer = state.db.write(move |tx| {
        let mut over = Vec::new();
        for (k, name) in &kept {
            match tx.attempt(|tx| app::files::attach(tx, &actor, id, k, name, now)) {
                Ok(()) => {}
                Err(Stop::Refused(reasons)) => over.extend(reasons.into_iter().map(|r| (r, name.clone()))),
                Err(stop) => return Err(stop),
            }
        }
        Ok::<_, Stop<AttachRefusal>>(over)
    });
    let over: Vec<(AttachRefusal, String)> = settle(answer.await)?.unwrap_or_default();
    for why in &over {
        errors.add("file", refusals::attach(&why.0, &why.1, &d.rules));
    }
    if errors.is_empty() {
        let msg = Msg::new("entry-file-added").arg("n", added);
        return Ok(ctx.redirect(&format!("/entries/{}/files", id.0), msg));
    }
    refuse(&state, &ctx, id, errors).await
}

/// POST: takes a file away from the working copy.
pub async fn remove(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, file)): Path<(String, String)>,
    data: FormData,
) -> Answer {
    let id = id_of(&id)?;
    data.key()?;
    let file: i64 = file.parse().map_err(|_| WebError::NotFound)?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let answer = state.db.write(move |tx| app::files::detach(tx, &actor, id, file, now)).await;
    match settle(answer)? {
        Ok(()) => Ok(ctx.redirect(&format!("/entries/{}/files", id.0), Msg::new("entry-file-removed"))),
        Err(reasons) => {
            let d = desk(&state, &ctx, id).await?;
            let mut errors = FieldErrors::new();
            for why in &reasons {
                errors.add_form(refusals::attach(why, "", &d.rules));
            }
            refuse(&state, &ctx, id, errors).await
        }
    }
}

/// GET: a file of the working copy, for its author.
pub async fn give_draft(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    let file: i64 = file.parse().map_err(|_| WebError::NotFound)?;
    let actor = who(&ctx, id);
    let opened = read(&state, move |tx| app::files::open_draft_file(tx, &actor, id, file)).await?;
    send(&state, headers.get(header::RANGE).cloned(), opened).await
}

/// GET: a file of a version, for all who may see the entry, and for its judges.
pub async fn give(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, version, position)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| WebError::NotFound);
    let (version, position) = (number(&version)?, number(&position)?);
    let (actor, now) = (who(&ctx, id), ctx.now());
    let opened = given(&state, actor, id, version, position, now).await?;
    send(&state, headers.get(header::RANGE).cloned(), opened).await
}

/// GET: a page that plays a video of a version, so that nobody has to fetch all of it first.
pub async fn watch(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, version, position)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let id = id_of(&id)?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| WebError::NotFound);
    let (version, position) = (number(&version)?, number(&position)?);
    let (actor, now) = (who(&ctx, id), ctx.now());
    let opened = given(&state, actor, id, version, position, now).await?;
    if opened.media_type.kind() != AttachmentKind::Video {
        return Err(WebError::NotFound);
    }
    let of = opened.sha256;
    given_out(&state, of).await?;
    let copies = read(&state, move |tx| Ok(light::of(tx, &of)?)).await?;
    let src = format!("/entries/{}/versions/{version}/files/{position}", id.0);
    let (poster, light) = match &copies {
        Some(Copies::Done { poster, light }) => (poster.is_some(), *light),
        _ => (false, None),
    };
    page::show(&Watch {
        page: ctx.page_titled(opened.name.clone()),
        poster: poster.then(|| format!("{src}/poster")),
        light: light.map(|c| (format!("{src}/light"), ctx.t.bytes(c.bytes))),
        original: wanted.original.is_some(),
        note: match copies {
            Some(Copies::Waiting) => Some("entry-watch-preparing"),
            Some(Copies::Failed) => Some("entry-watch-no-light"),
            Some(Copies::Done { .. }) | None => None,
        },
        src,
        media_type: opened.media_type.name(),
        size: ctx.t.bytes(opened.bytes),
    })
}

/// `?original`: the player plays what was handed in, not the light copy.
#[derive(Deserialize)]
pub struct Wanted {
    original: Option<String>,
}

/// GET: the light copy of a video, for those who may see the video.
pub async fn give_light(
    state: State<AppState>,
    ctx: Ctx,
    path: Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    give_copy(state, ctx, path, headers, "mp4", |copies| match copies {
        Copies::Done { light, .. } => light,
        Copies::Waiting | Copies::Failed => None,
    })
    .await
}

/// GET: a picture of a video, for those who may see the video.
pub async fn give_poster(
    state: State<AppState>,
    ctx: Ctx,
    path: Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    give_copy(state, ctx, path, headers, "jpg", |copies| match copies {
        Copies::Done { poster, .. } => poster,
        Copies::Waiting | Copies::Failed => None,
    })
    .await
}

/// The question is asked of the original; the copy is found through the content that it answers with.
async fn give_copy(
    State(state): State<AppState>,
    ctx: Ctx,
    Path((id, version, position)): Path<(String, String, String)>,
    headers: HeaderMap,
    extension: &str,
    which: impl FnOnce(Copies) -> Option<Content>,
) -> Answer {
    let id = id_of(&id)?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| WebError::NotFound);
    let (version, position) = (number(&version)?, number(&position)?);
    let (actor, now) = (who(&ctx, id), ctx.now());
    let opened = given(&state, actor, id, version, position, now).await?;
    let of = opened.sha256;
    let copies = read(&state, move |tx| Ok(light::of(tx, &of)?)).await?;
    let copy = copies.and_then(which).ok_or(WebError::NotFound)?;
    let stem = opened.name.rsplit_once('.').map_or(opened.name.as_str(), |(stem, _)| stem);
    let Content { sha256, bytes, media_type } = copy;
    let copy = Opened { name: format!("{stem}-720p.{extension}"), sha256, bytes, media_type };
    send(&state, headers.get(header::RANGE).cloned(), copy).await
}

/// A file of a version: for a judge of a blind contest a copy; the first who asks has it made.
async fn given(
    state: &AppState,
    actor: Actor,
    entry: EntryId,
    version: i64,
    position: i64,
    now: Instant,
) -> Result<Opened, WebError> {
    for _ in 0..2 {
        let asker = actor.clone();
        let given = read(state, move |tx| masked::open(tx, &asker, entry, version, position, now)).await?;
        match given {
            Given::File(file) => return Ok(file),
            Given::Withheld(why) => {
                return Err(WebError::Unprocessable(vec![Msg::new(crate::judging::withheld(why))]));
            }
            Given::Make(job) => make(state, job, now).await?,
        }
    }
    Err(WebError::NotFound)
}

/// Makes a copy and keeps it.
pub(crate) async fn make(state: &AppState, job: Box<masked::Job>, now: Instant) -> Result<(), WebError> {
    given_out(state, job.of.source.sha256).await?;
    let files = state.files.clone();
    let making = tokio::task::spawn_blocking(move || masked::make(&files, &job).map(|made| (job, made)));
    let (job, made) = making.await.map_err(WebError::fault)??;
    state.db.write(move |tx| masked::save(tx, &job, made, now)).await.map_err(WebError::fault)
}

#[derive(Template)]
#[template(path = "entry/watch.html")]
struct Watch {
    page: Page,
    /// The original.
    src: String,
    poster: Option<String>,
    /// Address and size of the light copy.
    light: Option<(String, String)>,
    /// The original is to be played though there is a light copy.
    original: bool,
    note: Option<&'static str>,
    media_type: &'static str,
    size: String,
}

//! The receipt: code, PIN while this browser knows it, QR, what happens next. Printed, it is the slip.

use super::view::{self, View};
use super::{id_of, own, pin};
use crate::page::{self, Page};
use crate::{Answer, AppState, Ctx, Form, WebError};
use app::audit::checkpoint::Checkpoint;
use app::audit::log::Log;
use app::entry::OwnEntry;
use askama::Template;
use askama::filters::Safe;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;

/// What a receipt says, on the screen and on paper.
pub struct Slip {
    pub code: String,
    pub pin: Option<String>,
    pub version: i64,
    pub at_ms: i64,
    /// The first digits of the dossier's hash, in fours.
    pub hash: String,
    /// An image that leads to the look-up with the code filled in; made by `print`, which escapes its title.
    pub qr: Safe<String>,
    /// The address the image leads to.
    pub address: String,
    pub email: Option<String>,
    pub before_ms: i64,
    pub at_standing_body: bool,
    /// The checkpoint of the log at this moment, as it may be typed, and an image that leads to its comparison.
    pub checkpoint: String,
    pub checkpoint_qr: Safe<String>,
}

#[derive(Template)]
#[template(path = "entry/receipt.html")]
struct Receipt {
    page: Page,
    form: Form,
    id: i64,
    slip: Slip,
    view: View,
}

pub async fn show(
    State(state): State<AppState>,
    Extension(log): Extension<Log>,
    ctx: Ctx,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    let own = own(&state, &ctx, id).await?;
    let at = checkpoint(&state, log).await?;
    let (slip, view) = slip_of(&ctx, &own, pin::of(&headers, id), &at)?;
    page::show(&Receipt {
        page: super::page_of(&ctx, "entry-receipt-title", &own.contest),
        form: Form::new(ctx.t),
        id: id.0,
        slip,
        view,
    })
}

/// The checkpoint of the log as it is now: printed on the slip, it binds the log from outside.
pub async fn checkpoint(state: &AppState, log: Log) -> Result<Checkpoint, WebError> {
    state.db.read(move |tx| log.checkpoint(tx)).await.map_err(WebError::fault)
}

/// The receipt of an entry that was handed in; of a draft there is none.
pub fn slip_of(
    ctx: &Ctx,
    own: &OwnEntry,
    pin: Option<String>,
    bound: &Checkpoint,
) -> Result<(Slip, View), WebError> {
    let (Some((dossier, hash)), Some(at)) = (&own.dossier, own.row.submitted_at) else {
        return Err(WebError::NotFound);
    };
    let code = own.row.code.0.clone();
    let address = format!("{}/lookup?code={}", ctx.config.base_url, crate::routes::escaped(&code));
    let qr =
        print::qr::svg(&address, &ctx.t.a1("entry-receipt-qr", "code", &code)).map_err(WebError::fault)?;
    let bound = print::contest::checkpoint(&ctx.config.base_url, bound.size, &bound.root);
    let checkpoint_qr =
        print::qr::svg(&bound.says, &ctx.t.s("entry-receipt-checkpoint")).map_err(WebError::fault)?;
    let hex = data_encoding::HEXLOWER.encode(&hash[..8]);
    let fours: Vec<&str> = (0..4).filter_map(|n| hex.get(4 * n..4 * n + 4)).collect();
    let (id, version) = (own.row.id.0, own.row.version);
    let view = view::of_dossier(ctx.t, dossier, &own.rules, &own.unit_names, |n| {
        format!("/entries/{id}/versions/{version}/files/{n}")
    });
    let slip = Slip {
        code,
        pin,
        version,
        at_ms: at.0,
        hash: fours.join(" "),
        qr: Safe(qr),
        address,
        email: Some(own.email.clone()).filter(|e| !e.is_empty()),
        before_ms: own.contest.units_send_before.0,
        checkpoint: bound.text,
        checkpoint_qr: Safe(checkpoint_qr),
        at_standing_body: dossier.receiving_unit == own.rules.standing_body,
    };
    Ok((slip, view))
}

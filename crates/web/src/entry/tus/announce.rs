//! POST: announces a file by its length and name.

use super::{LENGTH, METADATA, expires, number, plain, refused, speaks};
use crate::act::settle;
use crate::entry::{desk, id_of, refusals, who};
use crate::{Answer, AppState, Ctx, Msg, WebError};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use data_encoding::BASE64;

pub async fn announce(
    State(state): State<AppState>,
    ctx: Ctx,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id = id_of(&id)?;
    if let Err(answer) = speaks(&headers) {
        return Ok(*answer);
    }
    let Some(bytes) = number(&headers, LENGTH) else {
        return Ok(refused(&ctx, StatusCode::BAD_REQUEST, &[Msg::new("entry-upload-no-length")]));
    };
    let name = file_name(&headers).ok_or_else(|| WebError::bad_request("entry-file-name-missing"))?;
    // Whose entry it is is asked before the name is looked at.
    let d = desk(&state, &ctx, id).await?;
    let (actor, now) = (who(&ctx, id), ctx.now());
    let shown = app::files::uploads::shown(&name);
    let answer =
        state.db.write(move |tx| app::files::uploads::announce(tx, &actor, id, &name, bytes, now)).await;
    let upload = match settle(answer)? {
        Ok(upload) => upload,
        Err(reasons) => {
            let status = match reasons.iter().any(|r| matches!(r, app::files::AttachRefusal::TooLarge { .. }))
            {
                true => StatusCode::PAYLOAD_TOO_LARGE,
                false => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let why: Vec<Msg> = reasons.iter().map(|r| refusals::attach(r, &shown, &d.rules)).collect();
            return Ok(refused(&ctx, status, &why));
        }
    };
    let mut response = plain(StatusCode::CREATED);
    let at = format!("/entries/{}/uploads/{}", id.0, upload.token);
    response.headers_mut().insert(header::LOCATION, HeaderValue::try_from(at).map_err(WebError::fault)?);
    expires(response.headers_mut(), &upload);
    Ok(response)
}

/// The name in `Upload-Metadata`: keys with values in Base64, between commas. Not UTF-8 is no name.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let pairs = headers.get(METADATA)?.to_str().ok()?;
    let value = |key: &str| {
        pairs.split(',').map(str::trim).find_map(|pair| pair.split_once(' ').filter(|(k, _)| *k == key))
    };
    let (_, encoded) = value("filename").or_else(|| value("name"))?;
    String::from_utf8(BASE64.decode(encoded.trim().as_bytes()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_read_from_the_metadata() {
        for (text, name) in [
            ("filename dsOtIGThu6UubXA0,filetype dmlkZW8vbXA0", Some("ví dụ.mp4")),
            ("filetype dmlkZW8vbXA0, filename YS5wZGY=", Some("a.pdf")),
            ("filename ****", None),
            ("filename /w==", None),
            ("filetype dmlkZW8vbXA0", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(METADATA, HeaderValue::from_static(text));
            assert_eq!(file_name(&headers).as_deref(), name, "{text}");
        }
    }
}

//! Reading a request's body, also where it is not wanted: a browser that can't send its request to the end shows no
//! answer but a broken connection.

use super::error::ApiError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;

/// How much of an unwanted body is read before the connection is cut.
const UNWANTED: usize = 1024 * 1024;

/// The whole body, or a clear error where it is too large. Up to four times the limit is read for the answer's sake.
pub async fn read(headers: &HeaderMap, mut body: Body, limit: u64) -> Result<Bytes, ApiError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    // The announcement is only a hint: what does not come must not be reserved for.
    let mut taken = Vec::with_capacity(announced.unwrap_or(0).min(limit).min(1024 * 1024));
    let mut seen = 0usize;
    while let Some(frame) = body.frame().await {
        let broken = |_| ApiError::new(StatusCode::BAD_REQUEST, "broken-body", "the body broke off");
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        if seen <= limit {
            taken.extend_from_slice(&data);
        } else if seen > limit.saturating_mul(4) {
            break;
        }
    }
    if seen > limit {
        let message = format!("the message has more than {limit} bytes, the most that this relay takes");
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", message));
    }
    Ok(taken.into())
}

/// Reads an unwanted body and drops it.
pub async fn drain(mut body: Body) {
    let mut seen = 0usize;
    while let Some(Ok(frame)) = body.frame().await {
        seen = seen.saturating_add(frame.data_ref().map_or(0, Bytes::len));
        if seen > UNWANTED {
            return;
        }
    }
}

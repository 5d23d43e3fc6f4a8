//! `POST /api/v1/messages` and `GET /api/v1/messages/{key}`.

use super::error::ApiError;
use super::log;
use super::running::Server;
use crate::relay::{HandedOver, Message};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mail::Address;
use relays::wire::{FROM_HEADER, Fate, KEY_HEADER, Sent, TO_HEADER, is_key};
use std::sync::Arc;
use std::time::Instant;

/// Takes one message. The hand-over goes on to its end even where the caller hangs up, so that the journal knows.
pub async fn post(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let envelope = read_envelope(&headers);
    let bytes = super::body::read(&headers, body, server.max_message_bytes).await?;
    let (from, to, key) = envelope?;
    if !has_header_section(&bytes) {
        let message = "the body is no message: it should begin with a header such as Subject: (RFC 5322)";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "not-a-message", message));
    }
    let message = Message { from, to, key, bytes };
    let key = message.key.clone();
    let (began, size) = (Instant::now(), message.bytes.len());
    server.metrics.began(size);
    let task = tokio::spawn({
        let (server, busy) = (Arc::clone(&server), server.busy.clone());
        async move {
            let outcome = server.relay.hand_over(&message).await;
            let state = server.metrics.ended(&outcome);
            let code = match &outcome {
                HandedOver::Accepted { reply, .. } => reply.code.to_string(),
                HandedOver::Refused(trouble) | HandedOver::Later(trouble) | HandedOver::Unknown(trouble) => {
                    trouble
                        .reply
                        .as_ref()
                        .map_or_else(|| trouble.code.to_owned(), |reply| reply.code.to_string())
                }
                HandedOver::KeyReused | HandedOver::NoJournal(_) => String::new(),
            };
            let millis = began.elapsed().as_millis().to_string();
            let bytes = size.to_string();
            log::event(
                "message",
                &[("state", state), ("code", &code), ("bytes", &bytes), ("millis", &millis)],
            );
            drop(busy);
            outcome
        }
    });
    match task.await {
        Ok(outcome) => answer(outcome),
        Err(_) => {
            // A bug of ours ended the task. The key must not stay in flight, or its next caller waits for ever.
            server.relay.give_up(&key).await;
            let message = "the relay broke off; nobody knows whether the message went out";
            Err(ApiError::new(StatusCode::BAD_GATEWAY, relays::wire::OUTCOME_UNKNOWN, message))
        }
    }
}

/// What became of a key.
pub async fn fate(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> Result<Json<Fate>, ApiError> {
    let fate = server.relay.journal.fate(&key).await.map_err(no_journal)?;
    fate.map(Json).ok_or_else(|| {
        ApiError::new(StatusCode::NOT_FOUND, "unknown-key", "no message came with this Idempotency-Key")
    })
}

fn answer(outcome: HandedOver) -> Result<Response, ApiError> {
    match outcome {
        HandedOver::Accepted { id, reply } => {
            Ok(Json(Sent { id, state: relays::journal::State::Accepted, reply }).into_response())
        }
        HandedOver::Refused(trouble) => Err(ApiError::told(StatusCode::UNPROCESSABLE_ENTITY, trouble)),
        HandedOver::Later(trouble) => Err(ApiError::told(StatusCode::SERVICE_UNAVAILABLE, trouble)),
        HandedOver::Unknown(trouble) => Err(ApiError::told(StatusCode::BAD_GATEWAY, trouble)),
        HandedOver::KeyReused => {
            let message = "this reader was handed this letter before, under the same Idempotency-Key; nothing was sent. A changed \
                           letter, if only by a word, goes out";
            Err(ApiError::new(StatusCode::CONFLICT, "key-reused", message))
        }
        HandedOver::NoJournal(error) => Err(no_journal(error)),
    }
}

pub fn no_journal(error: crate::relay::JournalError) -> ApiError {
    let message = format!("the journal can't be used, so nothing was sent: {error}");
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "journal", message)
}

/// The three headers.
fn read_envelope(headers: &HeaderMap) -> Result<(Option<Address>, Address, String), ApiError> {
    let bad = |code: &str, message: String| Err(ApiError::new(StatusCode::BAD_REQUEST, code, message));
    let media = headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap_or(""));
    if !media.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("message/rfc822") {
        let message = "the body should be one message, with Content-Type: message/rfc822";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", message));
    }
    let key = read_key(headers)?;
    let address = |name: &str| headers.get(name).and_then(|value| relays::decode_address(value.as_bytes()));
    let Some(from) = address(FROM_HEADER) else {
        return bad("no-sender", format!("{FROM_HEADER} is missing; it may be empty for the null sender"));
    };
    // The addresses stay out of the messages below: errors end in logs.
    let from = match from.trim() {
        "" => None,
        from => match Address::parse(from) {
            Ok(from) => Some(from),
            Err(_) => {
                return bad("bad-sender", format!("{FROM_HEADER} is no address that mail can be written to"));
            }
        },
    };
    match address(TO_HEADER).map(|to| Address::parse(to.trim())) {
        Some(Ok(to)) => Ok((from, to, key.to_owned())),
        Some(Err(_)) => {
            bad("bad-recipient", format!("{TO_HEADER} is no address that mail can be written to"))
        }
        None => bad("no-recipient", format!("{TO_HEADER} is missing")),
    }
}

/// The key under which the request goes once.
pub fn read_key(headers: &HeaderMap) -> Result<&str, ApiError> {
    let mut all = headers.get_all(KEY_HEADER).iter();
    let key = all.next().and_then(|key| key.to_str().ok()).filter(|key| is_key(key) && all.next().is_none());
    key.ok_or_else(|| {
        let limit = relays::wire::MAX_KEY_BYTES;
        let message =
            format!("{KEY_HEADER} should be 1 to {limit} printable characters without / and spaces");
        ApiError::new(StatusCode::BAD_REQUEST, "no-key", message)
    })
}

/// Whether the bytes begin with a header field (RFC 5322 §2.2): printable ASCII but the colon, then the colon.
fn has_header_section(bytes: &[u8]) -> bool {
    let name = bytes.split(|b| *b == b':').next().unwrap_or_default();
    name.len() < bytes.len() && !name.is_empty() && name.iter().all(|b| (0x21..0x7f).contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_begin_with_a_header() {
        assert!(has_header_section(b"Subject: x\r\n\r\n"));
        for bad in ["", "Hello there: x", "no colon", ": x", "From ann@x.test Mon"] {
            assert!(!has_header_section(bad.as_bytes()), "{bad}");
        }
    }
}

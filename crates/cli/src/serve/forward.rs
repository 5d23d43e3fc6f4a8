//! `POST /api/v1/forward/{preset}`: the request of a preset, built by the caller, sent with the key that is kept here.

use super::error::ApiError;
use super::log;
use super::messages::{no_journal, read_key};
use super::running::Server;
use crate::relay::{Claim, Provider, Wish, now};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use relays::journal::State as How;
use relays::wire::{Fate, OUTCOME_UNKNOWN};
use relays::{HttpRequest, HttpResponse, PresetError};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Forwards one request, unless its key says that it was. The answer is the provider's, with its own status inside.
pub async fn post(
    State(server): State<Arc<Server>>,
    Path(preset): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<HttpResponse>, ApiError> {
    let provider = server.providers.iter().find(|provider| provider.preset().id == preset).cloned();
    let Some(provider) = provider else {
        super::body::drain(body).await;
        let message = "this server forwards to no such preset";
        return Err(ApiError::new(StatusCode::NOT_FOUND, "unknown-preset", message));
    };
    let limit = u64::try_from(provider.preset().limits.bytes).unwrap_or(u64::MAX);
    let body = super::body::read(&headers, body, limit).await?;
    let key = read_key(&headers)?.to_owned();
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let digest: [u8; 32] = Sha256::digest(&body).into();
    let request = request(&provider, &key, media_type, body.to_vec())?;
    // It goes on to its end even where the caller hangs up, so that the journal knows.
    let task = tokio::spawn({
        let (server, busy) = (Arc::clone(&server), server.busy.clone());
        async move {
            let outcome = hand_over(&server, &provider, key, digest, request).await;
            drop(busy);
            outcome
        }
    });
    let answer = task.await.unwrap_or_else(|_| Err(unknown("the relay broke off")));
    let state = match &answer {
        Ok(answer) => answer.status.to_string(),
        Err(_) => "none".to_owned(),
    };
    server.metrics.forwarded(answer.is_ok());
    log::event("forward", &[("preset", &preset), ("status", &state)]);
    answer.map(Json)
}

fn request(provider: &Provider, key: &str, media_type: &str, body: Vec<u8>) -> Result<HttpRequest, ApiError> {
    let built = relays::forward(provider.preset(), provider.settings(), key, media_type, body);
    let mut request = built.map_err(|error| match error {
        PresetError::TooLarge(..) => {
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", error.to_string())
        }
        other => ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", other.to_string()),
    })?;
    provider.sign(&mut request).map_err(|error| {
        ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "relay-refused", error.to_string())
    })?;
    Ok(request)
}

async fn hand_over(
    server: &Server,
    provider: &Provider,
    key: String,
    digest: [u8; 32],
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let journal = &server.relay.journal;
    // A key of a message and one of a request never meet.
    let key = format!("forward/{}/{key}", provider.preset().id);
    let wish = Wish { key: key.clone(), digest, batch: None, at: now() };
    match journal.claim(vec![wish]).await.pop() {
        Some(Ok(Claim::Go)) => {}
        Some(Ok(Claim::Lost(loss))) if loss.age.is_some_and(|age| provider.preset().knows_key(age)) => {}
        Some(Ok(Claim::Settled(fate))) => {
            let kept = fate.message.and_then(|text| serde_json::from_str(&text).ok());
            return kept
                .ok_or_else(|| unknown("it went out before, and the relay does not know with what answer"));
        }
        Some(Ok(Claim::Lost(_))) => {
            settle(server, key, How::Unknown, None).await;
            return Err(unknown("it went out before, and its answer was lost; it is not sent again"));
        }
        Some(Ok(Claim::Reused)) => {
            let message = "another request came with this Idempotency-Key before; nothing was sent";
            return Err(ApiError::new(StatusCode::CONFLICT, "key-reused", message));
        }
        Some(Err(error)) => return Err(no_journal(error)),
        None => return Err(unknown("the journal gave no answer")),
    }
    match provider.ask(request).await {
        Ok(response) => {
            let response = shown(response);
            let state = provider.preset().answer.settles(&response);
            let kept = serde_json::to_string(&response).ok();
            settle(server, key, state, kept).await;
            Ok(response)
        }
        Err(lost) if lost.before => {
            settle(server, key, How::Later, None).await;
            Err(ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "unreachable", lost.words))
        }
        Err(lost) => {
            settle(server, key, How::Unknown, None).await;
            Err(unknown(&lost.words))
        }
    }
}

async fn settle(server: &Server, key: String, state: How, message: Option<String>) {
    let fate = Fate { key, state, id: None, reply: None, at: now(), message };
    if let Err(error) = server.relay.journal.settle(vec![fate]).await {
        eprintln!("postroom: an outcome could not be written to the journal: {error}");
    }
}

fn unknown(words: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_GATEWAY, OUTCOME_UNKNOWN, words)
}

/// The answer without what is between the provider and this server, such as cookies.
fn shown(mut response: HttpResponse) -> HttpResponse {
    response.headers.retain(|(name, _)| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-")
            || name.starts_with("ratelimit")
            || name == "retry-after"
            || name == "content-type"
    });
    response
}

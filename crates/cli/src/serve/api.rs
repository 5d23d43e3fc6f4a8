//! The relay API's routes.

use super::error::ApiError;
use super::running::Server;
use super::{forward, guard, messages, metrics};
use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use relays::wire::{FORWARD, MESSAGES, RELAY, RelayInfo};
use std::sync::Arc;

/// The document that describes the API.
const OPENAPI: &str = include_str!("../../data/openapi.json");

/// Everything below `/api/`, and the figures.
pub fn routes(server: &Arc<Server>) -> Router<Arc<Server>> {
    Router::new()
        .route(RELAY, get(relay))
        .route(MESSAGES, post(messages::post))
        .route(&format!("{MESSAGES}/{{key}}"), get(messages::fate))
        .route(&format!("{FORWARD}/{{preset}}"), post(forward::post))
        .route("/metrics", get(metrics::show))
        .route("/api/v1/openapi.json", get(openapi))
        .route("/api/{*rest}", axum::routing::any(nothing))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(server), guard::api))
}

async fn relay(State(server): State<Arc<Server>>) -> Json<RelayInfo> {
    let transport = &server.relay.transport;
    Json(RelayInfo {
        name: "postroom".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        transport: transport.kind().to_owned(),
        target: transport.describe(),
        max_message_bytes: server.max_message_bytes,
        idempotent: true,
        forwards: server.providers.iter().map(|provider| provider.preset().id.clone()).collect(),
    })
}

async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI)
}

async fn nothing() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not-found", "the API has no such path; see /api/v1/openapi.json")
}

async fn wrong_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", "this path takes another method")
}

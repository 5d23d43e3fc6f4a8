//! Errors in the relay API's one shape.

use crate::relay::Trouble;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use relays::wire::{Failure, Trouble as Wire};

/// An answer that is no yes.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    body: Box<Failure>,
}

impl ApiError {
    /// An error of the relay's own.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> ApiError {
        let error = Wire { code: code.to_owned(), message: message.into(), retry_after_secs: None };
        ApiError { status, body: Box::new(Failure { error, reply: None }) }
    }

    /// What a transport said, with the mail server's own words.
    pub fn told(status: StatusCode, trouble: Trouble) -> ApiError {
        let error = Wire {
            code: trouble.code.to_owned(),
            message: trouble.message,
            retry_after_secs: trouble.after_secs,
        };
        ApiError { status, body: Box::new(Failure { error, reply: trouble.reply }) }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let wait = self.body.error.retry_after_secs;
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

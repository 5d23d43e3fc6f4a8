//! Who may call. A page from elsewhere can make a browser send requests here, under its own name (Origin) or under a
//! name of its own that it lets point to this machine (DNS rebinding); both are refused.

use super::body;
use super::error::ApiError;
use super::running::Server;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long a caller with a wrong token waits for its answer.
const WRONG_TOKEN: Duration = Duration::from_millis(250);

/// Every request: the Host header names this server.
pub async fn host(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    if host_of(request.headers()).is_some_and(|host| is_ours(host, &server.hosts)) {
        return next.run(request).await;
    }
    let message = "the Host header names another server; allow the name with --host NAME";
    refuse(request, StatusCode::FORBIDDEN, "wrong-host", message).await
}

/// Requests to the API: they come from this origin or from no page at all, with the token where one is asked for.
pub async fn api(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    if !same_origin(request.headers()) {
        let message = "only pages that this server serves may call it";
        return refuse(request, StatusCode::FORBIDDEN, "wrong-origin", message).await;
    }
    if !server.limiter.takes() {
        server.metrics.turned_away();
        let message = "too many requests at once";
        let refused = refuse(request, StatusCode::TOO_MANY_REQUESTS, "too-many-requests", message).await;
        return ([(header::RETRY_AFTER, "1")], refused).into_response();
    }
    if let Some(token) = &server.token
        && !shows(request.headers(), token)
    {
        // Guessing gets slow.
        tokio::time::sleep(WRONG_TOKEN).await;
        let message = "this relay asks for a token: Authorization: Bearer TOKEN";
        let refused = refuse(request, StatusCode::UNAUTHORIZED, "no-token", message).await;
        return ([(header::WWW_AUTHENTICATE, "Bearer")], refused).into_response();
    }
    next.run(request).await
}

async fn refuse(request: Request, status: StatusCode, code: &str, message: &str) -> Response {
    body::drain(request.into_body()).await;
    ApiError::new(status, code, message).into_response()
}

/// The Host header, one and readable.
fn host_of(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::HOST).iter();
    let host = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(host)
}

/// A plain IP address needs no name server that could lie, `localhost` never asks one, and other names must be
/// listed.
fn is_ours(host: &str, listed: &[String]) -> bool {
    let name = without_port(host);
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let name = name.trim_end_matches('.');
    bare.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || listed.iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|b| b.is_ascii_digit()) && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

/// A browser says where a request comes from; other programs say nothing, and can't be tricked by a page.
fn same_origin(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    if !matches!(site, None | Some(b"same-origin" | b"none")) {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let theirs = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    theirs.is_some_and(|theirs| host_of(headers).is_some_and(|ours| ours.eq_ignore_ascii_case(theirs)))
}

/// Compared by their digests, so that the time taken tells nothing of the token.
fn shows(headers: &HeaderMap, token: &str) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown =
        shown.and_then(|value| value.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
    shown.is_some_and(|(_, shown)| Sha256::digest(shown.trim()) == Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_are_refused() {
        let listed = ["mail.example".to_owned()];
        for ours in [
            "127.0.0.1:8080",
            "localhost",
            "LOCALHOST:1",
            "localhost.",
            "[::1]:8080",
            "192.0.2.7",
            "Mail.Example:443",
        ] {
            assert!(is_ours(ours, &listed), "{ours}");
        }
        for other in [
            "evil.example",
            "127.0.0.1.evil.example:8080",
            "localhost.evil.example",
            "",
            "x:y",
            "mail.example.evil",
        ] {
            assert!(!is_ours(other, &listed), "{other}");
        }
    }

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], expected: bool) {
        let map: HeaderMap = headers.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
        assert_eq!(same_origin(&map), expected, "{headers:?}");
    }

    #[test]
    fn pages_of_others_are_refused() {
        check(&[("host", "127.0.0.1:8080")], true);
        check(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080")], true);
        check(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:9090")], false);
        check(&[("host", "127.0.0.1:8080"), ("origin", "https://evil.example")], false);
        check(&[("host", "127.0.0.1:8080"), ("origin", "null")], false);
        check(&[("host", "127.0.0.1:8080"), ("sec-fetch-site", "cross-site")], false);
        check(&[("host", "127.0.0.1:8080"), ("sec-fetch-site", "same-origin")], true);
    }
}

//! HTTP to a provider.

use relays::{HttpRequest, HttpResponse};
use std::io::Read;
use std::time::Duration;
use ureq::{Agent, Error, Timeout};

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(30);
/// The largest answer that is read: results of the largest batches.
const LARGEST_ANSWER: u64 = 32 * 1024 * 1024;

/// A client that keeps connections open, follows no redirect and repeats nothing by itself.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
}

/// No answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Whether it is sure that the request did not go out.
    pub before: bool,
    /// Why.
    pub words: String,
}

impl Client {
    /// A client that waits so long for an answer.
    pub fn new(patience: Duration) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_resolve(Some(CONNECT))
            .timeout_recv_response(Some(patience))
            .timeout_recv_body(Some(patience))
            // A server hangs up on idle connections; a request on such a one is lost without being sent.
            .max_idle_age(Duration::from_secs(3))
            .user_agent(concat!("Postroom/", env!("CARGO_PKG_VERSION")))
            .build();
        Client { agent: Agent::new_with_config(config) }
    }

    /// Sends one request and reads the whole answer.
    ///
    /// # Errors
    /// No answer, or half of one.
    pub fn send(&self, request: &HttpRequest) -> Result<HttpResponse, Lost> {
        let mut builder = ureq::http::Request::builder().method(request.method).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let not_sent = |words: String| Lost { before: true, words };
        let sent = if request.method == "GET" {
            self.agent.run(builder.body(()).map_err(|error| not_sent(error.to_string()))?)
        } else {
            self.agent.run(builder.body(&request.body[..]).map_err(|error| not_sent(error.to_string()))?)
        };
        let (parts, body) = sent.map_err(|error| lost(&error))?.into_parts();
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let mut bytes = Vec::new();
        let read = body.into_reader().take(LARGEST_ANSWER).read_to_end(&mut bytes);
        let body = String::from_utf8_lossy(&bytes).into_owned();
        match read {
            Ok(_) => Ok(HttpResponse { status: parts.status.as_u16(), headers, body }),
            Err(error) => Err(Lost { before: false, words: format!("the answer broke off: {error}") }),
        }
    }
}

/// What kept the answer away. Only what fails before a connection stands is sure.
fn lost(error: &Error) -> Lost {
    let refused = |error: &std::io::Error| {
        use std::io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable};
        matches!(error.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable | AddrNotAvailable)
    };
    let before = match error {
        Error::HostNotFound | Error::ConnectionFailed | Error::BadUri(_) | Error::Http(_) => true,
        Error::Tls(_) | Error::Rustls(_) | Error::InvalidProxyUrl => true,
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => true,
        Error::Io(error) => refused(error),
        _ => false,
    };
    let words = match error {
        Error::HostNotFound => "there is no such host".to_owned(),
        Error::Io(error) if refused(error) => "no server answers there".to_owned(),
        Error::Timeout(_) => "no answer in time".to_owned(),
        other => other.to_string(),
    };
    Lost { before, words }
}

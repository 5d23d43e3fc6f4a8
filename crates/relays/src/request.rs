//! Requests as values: whoever has a socket sends them.

use crate::envelope::encode_address;
use crate::wire::{FROM_HEADER, KEY_HEADER, MESSAGES, TO_HEADER};

/// One HTTP request, complete but for the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The whole URL, or a path where the base was empty.
    pub url: String,
    /// Headers in their order. Names and values are printable ASCII.
    pub headers: Vec<(String, String)>,
    /// The body; empty for `GET`.
    pub body: Vec<u8>,
}

/// The request that hands one message to Postroom's own relay. `base` is the relay's origin, such as
/// `http://127.0.0.1:8080`; empty means the page's own. `key` must satisfy [`crate::wire::is_key`]: the relay
/// refuses others.
pub fn own_relay(base: &str, from: &str, to: &str, key: &str, message: Vec<u8>) -> HttpRequest {
    let header = |name: &str, value: &str| (name.to_owned(), encode_address(value));
    HttpRequest {
        method: "POST",
        url: format!("{}{MESSAGES}", base.trim_end_matches('/')),
        headers: vec![
            ("Content-Type".to_owned(), "message/rfc822".to_owned()),
            header(KEY_HEADER, key),
            header(FROM_HEADER, from),
            header(TO_HEADER, to),
        ],
        body: message,
    }
}

/// A body as people read it: JSON is indented, everything else stays.
pub fn indented(body: &[u8]) -> String {
    let json = serde_json::from_slice::<serde_json::Value>(body);
    let pretty = json.ok().and_then(|json| serde_json::to_string_pretty(&json).ok());
    pretty.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_goes_out_as_it_is() {
        let request =
            own_relay("http://127.0.0.1:8080/", "a@x.test", "ü@y.test", "k1", b"Subject: x\r\n\r\n".to_vec());
        assert_eq!(request.method, "POST");
        assert_eq!(request.url, "http://127.0.0.1:8080/api/v1/messages");
        assert_eq!(request.body, b"Subject: x\r\n\r\n");
        let headers: Vec<_> = request.headers.iter().map(|(n, v)| format!("{n}: {v}")).collect();
        assert_eq!(
            headers,
            [
                "Content-Type: message/rfc822",
                "Idempotency-Key: k1",
                "X-Envelope-From: a@x.test",
                "X-Envelope-To: %C3%BC@y.test",
            ]
        );
    }

    #[test]
    fn an_empty_base_is_the_page_s_own_origin() {
        assert_eq!(own_relay("", "a@x.test", "b@y.test", "k", Vec::new()).url, "/api/v1/messages");
    }
}

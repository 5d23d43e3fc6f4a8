//! Addresses of pages and mailboxes in headers (RFC 2369).

/// An https, http or mailto address that may stand between angle brackets in a header: printable ASCII without
/// spaces or brackets, at most 900 characters, so that it fits a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderUri(String);

/// A line holds at most 998 characters, and a URI can't be folded.
const LONGEST: usize = 900;

impl HeaderUri {
    /// The address of a page. What a URI can't hold is percent-encoded.
    pub fn web(text: &str) -> Option<HeaderUri> {
        let text = text.trim();
        let scheme = ["https://", "http://"].into_iter().find(|scheme| starts_with(text, scheme))?;
        // A scheme alone leads nowhere.
        if text.len() == scheme.len() {
            return None;
        }
        HeaderUri::encode("", text)
    }

    /// A mail address, with or without `mailto:` before it and fields such as `?subject=` after it.
    pub fn mailto(text: &str) -> Option<HeaderUri> {
        let text = text.trim();
        let address = if starts_with(text, "mailto:") { text.get(7..)? } else { text };
        let at = address.find('@')?;
        if at == 0 || address.find('?').is_some_and(|query| query < at) {
            return None;
        }
        HeaderUri::encode("mailto:", address)
    }

    /// Whether the address is an https one, as one-click unsubscribing needs (RFC 8058 §3.1).
    pub fn is_https(&self) -> bool {
        starts_with(&self.0, "https://")
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn encode(prefix: &str, text: &str) -> Option<HeaderUri> {
        let mut uri = String::with_capacity(prefix.len() + text.len());
        uri.push_str(prefix);
        for byte in text.bytes() {
            if byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte) {
                uri.push(char::from(byte));
            } else {
                uri.push_str(&format!("%{byte:02X}"));
            }
        }
        (uri.len() <= LONGEST).then_some(HeaderUri(uri))
    }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(uri: Option<HeaderUri>, expected: Option<&str>) {
        assert_eq!(uri.as_ref().map(HeaderUri::as_str), expected);
    }

    #[test]
    fn nothing_leaves_the_brackets() {
        check(
            HeaderUri::web(" https://example.com/u/1?a=b&c=%20 "),
            Some("https://example.com/u/1?a=b&c=%20"),
        );
        check(
            HeaderUri::web("https://example.com/ü >\r\nX: y"),
            Some("https://example.com/%C3%BC%20%3E%0D%0AX:%20y"),
        );
        check(HeaderUri::web("javascript:alert(1)"), None);
        check(HeaderUri::web("https://"), None);
        check(HeaderUri::web(&format!("https://example.com/{}", "x".repeat(900))), None);
    }

    #[test]
    fn mail_addresses() {
        check(HeaderUri::mailto("unsub@example.com"), Some("mailto:unsub@example.com"));
        check(
            HeaderUri::mailto("MAILTO:u@example.com?subject=a b"),
            Some("mailto:u@example.com?subject=a%20b"),
        );
        check(HeaderUri::mailto("nobody"), None);
        check(HeaderUri::mailto("?to=a@b"), None);
    }
}

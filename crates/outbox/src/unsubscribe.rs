//! How a reader leaves the list: List-Unsubscribe (RFC 2369 §3.2) and List-Unsubscribe-Post (RFC 8058).

use crate::header::{HeaderName, HeaderUri, write_token, write_uris};
use compose::Unsubscribe;
use diag::Diagnostic;

const LIST_UNSUBSCRIBE: HeaderName = HeaderName::known("List-Unsubscribe");
const LIST_UNSUBSCRIBE_POST: HeaderName = HeaderName::known("List-Unsubscribe-Post");

/// The checked addresses of one message.
#[derive(Debug, Default)]
pub(crate) struct Leaving {
    uris: Vec<HeaderUri>,
    one_click: bool,
}

impl Leaving {
    /// Reads the merged fields. `letter` are the templates: a template that gives nothing for a recipient is an
    /// error, as that reader could not leave.
    pub(crate) fn read(letter: &Unsubscribe, merged: &Unsubscribe) -> Result<Leaving, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let url = uri(&letter.url, &merged.url, HeaderUri::web).unwrap_or_else(|()| {
            errors.push(wrong(
                "unsubscribe-url",
                "the unsubscribe address",
                "a web address such as https://example.com/u/1",
                &merged.url,
            ));
            None
        });
        let mailto = uri(&letter.mailto, &merged.mailto, HeaderUri::mailto).unwrap_or_else(|()| {
            errors.push(wrong(
                "unsubscribe-mailto",
                "the unsubscribe mail address",
                "an address such as unsub@example.com",
                &merged.mailto,
            ));
            None
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        let one_click = merged.one_click && url.as_ref().is_some_and(HeaderUri::is_https);
        Ok(Leaving { uris: url.into_iter().chain(mailto).collect(), one_click })
    }

    /// Writes the headers, the page before the mail address, as RFC 2369 asks for the preferred one first.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        if self.uris.is_empty() {
            return;
        }
        write_uris(out, &LIST_UNSUBSCRIBE, &self.uris);
        if self.one_click {
            write_token(out, &LIST_UNSUBSCRIBE_POST, ONE_CLICK);
        }
    }

    /// The same as names and values, for interfaces that take headers as JSON.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if !self.uris.is_empty() {
            let all: Vec<String> = self.uris.iter().map(|uri| format!("<{}>", uri.as_str())).collect();
            pairs.push((LIST_UNSUBSCRIBE.as_str().to_owned(), all.join(", ")));
        }
        if self.one_click {
            pairs.push((LIST_UNSUBSCRIBE_POST.as_str().to_owned(), ONE_CLICK.to_owned()));
        }
        pairs
    }

    /// What to say where the letter asks for one click and can't have it.
    pub(crate) fn note(&self, merged: &Unsubscribe) -> Option<Diagnostic> {
        (merged.one_click && !self.one_click).then(|| {
            Diagnostic::warning(
                "one-click-not-https",
                "expected an https address to unsubscribe with one click, so List-Unsubscribe-Post was left out",
            )
            .hint("Give the letter an https unsubscribe address, or turn one_click off")
            .in_field("unsubscribe")
        })
    }
}

/// The only value that RFC 8058 §3.2 knows.
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

fn uri(template: &str, merged: &str, read: fn(&str) -> Option<HeaderUri>) -> Result<Option<HeaderUri>, ()> {
    if template.trim().is_empty() && merged.trim().is_empty() {
        return Ok(None);
    }
    read(merged).map(Some).ok_or(())
}

fn wrong(code: &'static str, what: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error(code, format!("expected {what} to be {expected}, but found {found:?}"))
        .hint("Look at the letter's unsubscribe fields and at the cells that they use")
        .in_field("unsubscribe")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(url: &str, mailto: &str, one_click: bool) -> Unsubscribe {
        Unsubscribe { url: url.to_owned(), mailto: mailto.to_owned(), one_click }
    }

    #[track_caller]
    fn check(merged: &Unsubscribe, expected: &str) {
        let mut out = Vec::new();
        Leaving::read(merged, merged).unwrap().write(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn both_headers_of_rfc_8058() {
        check(
            &fields("https://example.com/u/7", "unsub@example.com", true),
            "List-Unsubscribe: <https://example.com/u/7>, <mailto:unsub@example.com>\r\n\
             List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        );
        check(&fields("", "unsub@example.com", false), "List-Unsubscribe: <mailto:unsub@example.com>\r\n");
        check(&fields("", "", false), "");
    }

    #[test]
    fn one_click_needs_https() {
        let merged = fields("http://example.com/u/7", "", true);
        check(&merged, "List-Unsubscribe: <http://example.com/u/7>\r\n");
        let note = Leaving::read(&merged, &merged).unwrap().note(&merged);
        assert_eq!(note.unwrap().code, "one-click-not-https");
    }

    #[test]
    fn a_reader_that_could_not_leave_is_an_error() {
        let errors = Leaving::read(&fields("{{ url }}", "", false), &fields("", "", false)).unwrap_err();
        assert_eq!(errors[0].code, "unsubscribe-url");
        let errors = Leaving::read(&fields("", "x", false), &fields("", "x", false)).unwrap_err();
        assert_eq!(errors[0].code, "unsubscribe-mailto");
    }
}

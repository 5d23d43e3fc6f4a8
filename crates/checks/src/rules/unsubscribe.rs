//! How a reader leaves the list: there, by a way that providers accept, and to be seen.

use crate::Look;
use diag::{Diagnostic, Severity, Span};

/// Neither an address on the web nor one for mail.
pub(crate) fn missing(look: &Look<'_>) -> Vec<Diagnostic> {
    let way = &look.merged.fields.unsubscribe;
    if !way.url.is_empty() || !way.mailto.is_empty() {
        return Vec::new();
    }
    vec![
        Diagnostic::warning("unsubscribe-missing", "the letter has no way to unsubscribe")
            .in_field("unsubscribe.url")
            .hint("give an https address or a mail address; Google and Yahoo ask bulk senders for it"),
    ]
}

/// One click without an https address (RFC 8058 §3.1).
pub(crate) fn one_click(look: &Look<'_>) -> Vec<Diagnostic> {
    let way = &look.merged.fields.unsubscribe;
    if !way.one_click || way.url.to_ascii_lowercase().starts_with("https://") {
        return Vec::new();
    }
    vec![
        Diagnostic::error("unsubscribe-one-click-no-https", "one-click unsubscribing needs an https address")
            .in_field("unsubscribe.url")
            .at(Span::new(0, look.letter.unsubscribe.url.len()))
            .hint("give an address that starts with https:// and names the reader, or switch one-click off"),
    ]
}

/// An address that is none.
pub(crate) fn address(look: &Look<'_>) -> Vec<Diagnostic> {
    let way = &look.merged.fields.unsubscribe;
    let mut out = Vec::new();
    let lower = way.url.to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    // With one-click on, the other rule asks for https.
    if !way.url.is_empty() && !is_web && !way.one_click {
        out.push(
            Diagnostic::error("unsubscribe-url", "the address to unsubscribe is no web address")
                .in_field("unsubscribe.url")
                .at(Span::new(0, look.letter.unsubscribe.url.len()))
                .hint("it starts with https://"),
        );
    } else if way.url.contains(char::is_whitespace) {
        out.push(
            Diagnostic::error("unsubscribe-url", "the address to unsubscribe has a space in it")
                .in_field("unsubscribe.url")
                .hint("encode values in it, as in `{{ email | urlencode }}`"),
        );
    }
    let mail = way.mailto.strip_prefix("mailto:").unwrap_or(&way.mailto);
    let bare = mail.split('?').next().unwrap_or("");
    if let Err(error) = mail::Address::parse(bare)
        && !way.mailto.is_empty()
    {
        out.push(
            Diagnostic::error(
                "unsubscribe-mailto",
                format!("the mail address to unsubscribe is none: {}", error.message),
            )
            .in_field("unsubscribe.mailto")
            .hint(error.hint),
        );
    }
    out
}

/// A way that stands in the headers only: many readers never see those.
pub(crate) fn visible(look: &Look<'_>) -> Vec<Diagnostic> {
    let way = &look.merged.fields.unsubscribe;
    if way.url.is_empty() && way.mailto.is_empty() {
        return Vec::new();
    }
    let words = |text: &str| {
        let lower = text.to_lowercase();
        ["unsub", "opt-out", "optout", "opt out"].iter().any(|word| lower.contains(word))
    };
    let given = |text: &str| {
        (!way.url.is_empty() && text.contains(&way.url))
            || (!way.mailto.is_empty() && text.contains(&way.mailto))
    };
    let shown = match look.merged.html {
        Some(_) => look.page.links.iter().any(|l| given(&l.href) || words(&l.href) || words(&l.text)),
        None => given(&look.merged.text) || words(&look.merged.text),
    };
    if shown {
        return Vec::new();
    }
    vec![
        crate::on_body(
            Severity::Warning,
            "unsubscribe-not-shown",
            "the letter itself shows no link to unsubscribe".into(),
            None,
        )
        .hint("the header alone is not enough; put a link at the end of the letter"),
    ]
}

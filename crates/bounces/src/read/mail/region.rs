//! What of a mail its program wrote, and whom the mail itself names.

use super::mime::{Mail, Part};
use super::text;
use diag::Span;

/// The region of the mail that its program wrote, without the returned message.
pub(crate) fn report_regions(mail: &Mail, shown: &str) -> Vec<Span> {
    let readable = |part: &&Part| {
        !matches!(
            part.kind.as_str(),
            "message/rfc822"
                | "message/global"
                | "text/rfc822-headers"
                | "message/global-headers"
                | "text/html"
        ) && !part.kind.starts_with("image/")
            && !part.kind.starts_with("application/")
            && !is_status(&part.kind)
    };
    let mut regions: Vec<Span> = mail
        .parts
        .iter()
        .filter(readable)
        .map(|part| Span::new(part.body.start, text::original_starts(shown, part.body)))
        .filter(|span| span.of(shown).is_some_and(|text| !text.trim().is_empty()))
        .collect();
    if regions.is_empty() {
        // Only a web page: its text is better than nothing.
        regions
            .extend(mail.parts.iter().filter(|part| part.kind == "text/html").map(|part| part.body).take(1));
    }
    regions.truncate(4);
    regions
}

pub(super) fn is_status(kind: &str) -> bool {
    matches!(
        kind,
        "message/delivery-status" | "message/global-delivery-status" | "message/disposition-notification"
    )
}

/// The mail's own correspondents: they are never the recipient that failed.
pub(super) fn strangers(mail: &Mail, shown: &str) -> Vec<String> {
    ["From", "To", "Reply-To", "Delivered-To", "Cc"]
        .iter()
        .filter_map(|name| mail.header(shown, name))
        .flat_map(|value| all_addresses(&value))
        .collect()
}

pub(super) fn all_addresses(value: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut rest = value;
    while let Some((address, _, after)) = text::first_address(rest) {
        list.push(address);
        rest = after;
    }
    list
}

/// The recipients that a header names as failed.
pub(super) fn failed_recipients(mail: &Mail, shown: &str) -> Vec<String> {
    mail.header(shown, "X-Failed-Recipients").map(|value| all_addresses(&value)).unwrap_or_default()
}

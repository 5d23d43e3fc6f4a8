//! The sender and the address for answers: one mailbox each (RFC 5322 §3.6.2).

use crate::Look;
use diag::Diagnostic;
use mail::Mailbox;

/// Domains whose owners forbid others to send in their name (DMARC `p=reject` or `quarantine`).
const FREE: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "ymail.com",
    "aol.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "mail.ru",
    "proton.me",
    "protonmail.com",
];

/// No sender, or not one mailbox, or one that a bulk letter can't come from.
pub(crate) fn from(look: &Look<'_>) -> Vec<Diagnostic> {
    let text = &look.merged.fields.from;
    if text.is_empty() {
        return vec![
            Diagnostic::error("from-missing", "the letter has no sender")
                .in_field("from")
                .hint("write a name and an address, such as `Ann Lee <ann@example.com>`"),
        ];
    }
    let mailbox = match Mailbox::parse(text) {
        Ok(mailbox) => mailbox,
        Err(error) => {
            return vec![wrong("from-not-a-mailbox", "sender", "from", text, &look.letter.from, &error)];
        }
    };
    let domain = mailbox.address.domain().to_string();
    if !FREE.contains(&domain.as_str()) {
        return Vec::new();
    }
    vec![
        Diagnostic::warning(
            "from-free-mail",
            format!("letters in the name of {domain} are refused when others send them"),
        )
        .in_field("from")
        .hint("send from a domain of your own; put the other address into the reply-to field"),
    ]
}

/// An address for answers that is no mailbox.
pub(crate) fn reply_to(look: &Look<'_>) -> Vec<Diagnostic> {
    let text = &look.merged.fields.reply_to;
    match Mailbox::parse(text) {
        Err(error) if !text.is_empty() => {
            vec![wrong(
                "reply-to-not-a-mailbox",
                "address for answers",
                "reply_to",
                text,
                &look.letter.reply_to,
                &error,
            )]
        }
        _ => Vec::new(),
    }
}

fn wrong(
    code: &'static str,
    what: &str,
    field: &'static str,
    merged: &str,
    written: &str,
    error: &mail::AddressError,
) -> Diagnostic {
    let mut out = Diagnostic::error(code, format!("the {what} is not one mailbox: {}", error.message))
        .in_field(field)
        .hint(error.hint.clone());
    // The error's place counts in the merged text; it is the author's only where no tag changed it.
    if merged == written {
        out.span = Some(error.span);
    }
    out
}

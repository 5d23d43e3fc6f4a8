//! Images: described, and from an address that mail programs load.

use crate::{Look, on_body};
use compose::Format;
use diag::{Diagnostic, Severity};

/// No text for readers who do not see the image. In HTML an empty `alt` says on purpose that it is decoration.
pub(crate) fn alternative(look: &Look<'_>) -> Vec<Diagnostic> {
    let markdown = look.letter.format == Format::Markdown;
    look.page
        .images
        .iter()
        .filter(|image| !image.invisible)
        .filter(|image| match &image.alt {
            None => true,
            Some(alt) => markdown && alt.trim().is_empty(),
        })
        .map(|image| {
            let hint = match markdown {
                true => "write it between the brackets: `![A boat in the harbour](…)`",
                false => "add `alt=\"…\"`, or `alt=\"\"` for decoration",
            };
            on_body(
                Severity::Warning,
                "image-no-alt",
                "this image has no text in place of it".into(),
                look.in_body(&image.src),
            )
            .hint(format!("many mail programs show no images at first; {hint}"))
        })
        .collect()
}

/// Not from https.
pub(crate) fn source(look: &Look<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for image in &look.page.images {
        let span = look.in_body(&image.src);
        let lower = image.src.to_ascii_lowercase();
        let found = if image.src.is_empty() {
            on_body(Severity::Error, "image-empty", "this image has no address".into(), span)
                .hint("give its address")
        } else if let Some(rest) = image.src.get(7..).filter(|_| lower.starts_with("http://")) {
            let found = on_body(
                Severity::Warning,
                "image-http",
                "this image is loaded without encryption".into(),
                span,
            )
            .hint("use https://; some mail programs load nothing else");
            match span {
                Some(span) => found.fix("Change to https", span, format!("https://{rest}")),
                None => found,
            }
        } else if lower.starts_with("data:") {
            on_body(
                Severity::Warning,
                "image-data",
                "this image is written into the letter itself".into(),
                None,
            )
            .hint("Gmail and Outlook do not show it; attach it, or give its address on the web")
        } else if lower.starts_with("https://") || lower.starts_with("cid:") {
            continue;
        } else {
            on_body(Severity::Error, "image-relative", format!("`{}` is no whole address", image.src), span)
                .hint("a letter has no folder of its own; write the address from https:// on, or `cid:` before the name of one of its files")
        };
        out.push(found);
    }
    out
}

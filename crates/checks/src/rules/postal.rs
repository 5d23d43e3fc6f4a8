//! The sender's postal address, which the law asks for in many countries.

use crate::{Look, on_body};
use diag::{Diagnostic, Severity};

/// No postal address, or one that the letter does not show.
pub(crate) fn missing(look: &Look<'_>) -> Vec<Diagnostic> {
    let address = &look.merged.fields.postal_address;
    if address.is_empty() {
        return vec![
            Diagnostic::warning("postal-address-missing", "the letter has no postal address")
                .in_field("postal_address")
                .hint("give the sender's; advertising must show one in the USA, the EU and elsewhere"),
        ];
    }
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if plain(&look.merged.text).contains(&plain(address)) {
        return Vec::new();
    }
    vec![
        on_body(
            Severity::Warning,
            "postal-address-not-shown",
            "the letter itself does not show the postal address".into(),
            None,
        )
        .hint("only Markdown letters get a footer; put the address at the end of the letter"),
    ]
}

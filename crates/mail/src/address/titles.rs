//! Headings for groups of addresses with the same finding.

/// What a code of this module means, in a few plain words; the code itself where it is not one of them.
pub fn title(code: &str) -> &'static str {
    TITLES.iter().find(|(known, _)| *known == code).map_or("Other problem", |(_, title)| title)
}

/// Every code of this module with its heading, errors first.
pub const TITLES: &[(&str, &str)] = &[
    ("address-empty", "No address"),
    ("address-no-at", "Missing @"),
    ("address-no-local", "Nothing before the @"),
    ("address-no-domain", "Nothing after the @"),
    ("address-two-ats", "More than one @"),
    ("address-several", "Several addresses in one cell"),
    ("address-space", "Space in the address"),
    ("address-control", "Control character"),
    ("address-invisible", "Invisible character"),
    ("address-full-width", "Full-width signs"),
    ("address-mailto", "Link instead of an address"),
    ("address-quotes", "In quotation marks"),
    ("address-angle-brackets", "In angle brackets"),
    ("address-source-route", "Route before the address"),
    ("address-with-name", "Name before the address"),
    ("address-comment", "Comment in the address"),
    ("address-trailing-dot", "Dot at the end"),
    ("address-trailing-mark", "Punctuation at the end"),
    ("address-local-character", "Sign that may not stand before the @"),
    ("address-local-dot-start", "Dot at the start"),
    ("address-local-dot-end", "Dot before the @"),
    ("address-local-double-dot", "Two dots before the @"),
    ("address-local-too-long", "Too long before the @"),
    ("address-quoted-pair", "Backslash before a sign that takes none"),
    ("address-open-quote", "Quotation mark left open"),
    ("address-after-quote", "Text after the closing quotation mark"),
    ("address-domain-character", "Sign that may not stand in a domain"),
    ("address-domain-dot-start", "Dot after the @"),
    ("address-domain-double-dot", "Two dots in the domain"),
    ("address-label-hyphen", "Hyphen at an end in the domain"),
    ("address-label-too-long", "Part of the domain too long"),
    ("address-domain-too-long", "Domain too long"),
    ("address-too-long", "Address too long"),
    ("address-a-label", "Domain with a broken xn-- form"),
    ("address-idna", "Domain that can't be registered"),
    ("address-literal", "Not an IP address"),
    ("address-literal-ipv6", "Not an IPv6 address"),
    ("address-literal-tag", "IPv6 address without its tag"),
    ("address-literal-open", "Bracket left open"),
    ("address-after-literal", "Text after the IP address"),
    ("address-likely-slip", "Domain probably mistyped"),
    ("address-domain-no-dot", "Domain without a dot"),
    ("address-numeric-tld", "Domain that ends with a number"),
    ("address-unknown-tld", "Unknown top-level domain"),
    ("address-disposable", "Throw-away mailbox"),
    ("address-mixed-scripts", "Mixed scripts"),
    ("address-typographic-sign", "Typographic sign"),
    ("address-leading-apostrophe", "Apostrophe at the start"),
    ("address-ip-literal", "IP address instead of a domain"),
    ("address-quoted-local", "Quotation marks before the @"),
    ("address-old-route", "Route in the old style"),
    ("address-role", "Office, not a person"),
    ("address-reserved-domain", "Domain for examples"),
    ("address-needs-smtputf8", "Needs SMTPUTF8"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Warning;

    #[test]
    fn every_code_in_the_sources_has_a_heading() {
        let sources = [
            include_str!("diagnose.rs"),
            include_str!("domain.rs"),
            include_str!("grammar.rs"),
            include_str!("literal.rs"),
            include_str!("local.rs"),
        ];
        for source in sources {
            for word in source.split('"').filter(|word| word.starts_with("address-") && !word.contains(' ')) {
                assert_ne!(title(word), "Other problem", "{word}");
            }
        }
        for warning in Warning::ALL {
            assert_ne!(title(warning.code()), "Other problem");
        }
    }

    #[test]
    fn the_docs_name_every_code() {
        let docs = include_str!("../../../../docs/ADDRESSES.md");
        for (code, title) in TITLES {
            assert!(docs.contains(&format!("| `{code}` | {title} |")), "docs/ADDRESSES.md: {code}");
        }
    }
}

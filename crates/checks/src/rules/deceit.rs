//! Links that show one address and lead to another: what phishing looks like.

use crate::{Look, on_body};
use diag::{Diagnostic, Severity};

/// The text names a domain, and the link leads to a different one.
pub(crate) fn other_domain(look: &Look<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for link in &look.page.links {
        let (Some(shown), Some(target)) = (shown_host(&link.text), host(&link.href)) else { continue };
        if related(&shown, &target) {
            continue;
        }
        out.push(
            on_body(
                Severity::Warning,
                "link-other-domain",
                format!("this link shows {shown} but leads to {target}"),
                look.link_words(&link.text),
            )
            .hint("filters take this for phishing; show the real address, or words instead of an address"),
        );
    }
    out
}

/// The host of an absolute web address.
fn host(url: &str) -> Option<String> {
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.to_string())
}

/// The host that a link's text names, if it is an address and not a sentence.
fn shown_host(text: &str) -> Option<String> {
    if text.contains(char::is_whitespace) || text.contains('@') {
        return None;
    }
    if let Some(host) = host(text) {
        return Some(host);
    }
    let name = text.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    let top = labels.last()?;
    let plausible = labels.len() >= 2
        && labels.iter().all(|l| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && top.len() >= 2
        && top.chars().all(char::is_alphabetic);
    // `report.pdf` is a file's name.
    let file = matches!(
        *top,
        "pdf" | "zip" | "doc" | "docx" | "xls" | "xlsx" | "png" | "jpg" | "txt" | "csv" | "html" | "md"
    );
    (plausible && !file).then_some(name)
}

/// The same host, or one within the other's domain, `www.` aside.
fn related(a: &str, b: &str) -> bool {
    let plain = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_string();
    let (a, b) = (plain(a), plain(b));
    a == b || a.ends_with(&format!(".{b}")) || b.ends_with(&format!(".{a}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_compared() {
        for (text, url, fine) in [
            ("shop.example", "https://www.shop.example/x", true),
            ("https://shop.example/a", "https://news.shop.example/", true),
            ("bank.example", "https://evil.example/bank.example", false),
            ("price-list.pdf", "https://evil.example/", true),
            ("Read more...", "https://evil.example/", true),
            ("v2.0", "https://evil.example/", true),
        ] {
            let shown = shown_host(text);
            let target = host(url).unwrap();
            assert_eq!(shown.is_none_or(|s| related(&s, &target)), fine, "{text}");
        }
    }
}

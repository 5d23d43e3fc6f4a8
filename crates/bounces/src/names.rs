//! Names in the server's words: addresses, pages, domains, tags.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The names found in some words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// Public IP addresses, as written.
    pub ips: Vec<String>,
    /// Pages, without trailing punctuation.
    pub urls: Vec<String>,
}

/// Collects addresses and pages from words.
pub(crate) fn collect(text: &str) -> Names {
    let mut names = Names::default();
    let divider = |c: char| c.is_whitespace() || "<>\"'()[]{},;".contains(c);
    for token in text.split(divider).filter(|token| token.len() >= 7) {
        let lower = token.get(..8.min(token.len())).unwrap_or_default().to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            let url = token.trim_end_matches(['.', ':', '!', '?', '\\']);
            push(&mut names.urls, url);
            continue;
        }
        let word = token.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let word = word.rsplit_once('=').map_or(word, |(_, ip)| ip);
        let ip4 = word
            .parse::<Ipv4Addr>()
            .is_ok_and(|ip| !(ip.is_loopback() || ip.is_private() || ip.is_unspecified()));
        if ip4 || (word.contains(':') && word.parse::<Ipv6Addr>().is_ok_and(|ip| !ip.is_loopback())) {
            push(&mut names.ips, word);
        }
    }
    names
}

fn push(list: &mut Vec<String>, item: &str) {
    if list.len() < 8 && !list.iter().any(|known| known == item) {
        list.push(item.to_owned());
    }
}

/// The domain that an authentication answer is about, where it names one after a telling word.
pub(crate) fn domain(words: &str) -> Option<String> {
    let mut previous = String::new();
    for token in words.split(|c: char| c.is_whitespace() || "<>\"'()[],;=".contains(c)) {
        let word = token.trim_end_matches(['.', ':']);
        let telling = matches!(
            previous.as_str(),
            "domain" | "for" | "from" | "of" | "header.from" | "d" | "identity" | "domain:" | "spf"
        );
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let shape = word.contains('.')
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
            && word
                .rsplit('.')
                .next()
                .is_some_and(|end| end.len() >= 2 && end.bytes().all(|b| b.is_ascii_alphabetic()));
        if telling && shape {
            return Some(word.to_ascii_lowercase());
        }
        if !token.is_empty() {
            previous = token.to_ascii_lowercase();
        }
    }
    None
}

/// Whether a word stands by itself in a text in lower case.
pub(crate) fn contains_word(lower: &str, word: &str) -> bool {
    let is_word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    lower.match_indices(word).any(|(at, _)| {
        let bytes = lower.as_bytes();
        !is_word(at.checked_sub(1).and_then(|i| bytes.get(i))) && !is_word(bytes.get(at + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_collected_as_written() {
        let names = collect(
            "Client host [192.0.2.1] blocked; see https://www.spamhaus.org/query/ip/192.0.2.1. IP=192.0.2.1 127.0.0.1 [2001:db8::1]",
        );
        assert_eq!(names.ips, ["192.0.2.1", "2001:db8::1"]);
        assert_eq!(names.urls, ["https://www.spamhaus.org/query/ip/192.0.2.1"]);
    }

    #[test]
    fn the_domain_is_the_one_that_is_named() {
        assert_eq!(domain("sending domain example.net does not pass DMARC").as_deref(), Some("example.net"));
        assert_eq!(domain("SPF validation failed").as_deref(), None);
        assert_eq!(
            domain("SPF [example.net] with ip: [192.0.2.1] = did not pass").as_deref(),
            Some("example.net")
        );
    }
}

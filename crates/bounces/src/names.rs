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
            // `why?sender=…&ip=192.0.2.1&receiver=…`
            let asked = url.split(['?', '&']).filter_map(|pair| pair.strip_prefix("ip="));
            asked.filter(|ip| public(ip)).for_each(|ip| push(&mut names.ips, ip));
            continue;
        }
        let word = token.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let word = word.rsplit_once('=').map_or(word, |(_, ip)| ip);
        if public(word) {
            push(&mut names.ips, word);
        }
    }
    names
}

fn public(word: &str) -> bool {
    let ip4 = word
        .parse::<Ipv4Addr>()
        .is_ok_and(|ip| !(ip.is_loopback() || ip.is_private() || ip.is_unspecified()));
    ip4 || (word.contains(':') && word.parse::<Ipv6Addr>().is_ok_and(|ip| !ip.is_loopback()))
}

fn push(list: &mut Vec<String>, item: &str) {
    if list.len() < 8 && !list.iter().any(|known| known == item) {
        list.push(item.to_owned());
    }
}

/// The domain that an authentication answer is about, where it names one after a telling word.
pub(crate) fn domain(words: &str) -> Option<String> {
    let mut previous = String::new();
    let words = words.replace("%40", "@");
    for token in words.split(|c: char| c.is_whitespace() || "<>\"'()[],;=?&".contains(c)) {
        let word = token.trim_end_matches(['.', ':']);
        let telling = matches!(
            previous.as_str(),
            "domain"
                | "for"
                | "from"
                | "of"
                | "header.from"
                | "d"
                | "identity"
                | "domain:"
                | "spf"
                | "sender"
        );
        let word = word.split_once('@').filter(|_| previous == "sender").map_or(word, |(_, domain)| domain);
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

/// Words before an address that somebody may write to.
const CONTACT: [&str; 12] = [
    "contact",
    "contacting",
    "postmaster",
    "write to",
    "mail to",
    "email to",
    "e-mail to",
    "message to",
    "forward",
    "report",
    "assistance",
    "question",
];

/// The address that the words name for questions.
pub(crate) fn contact(words: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = words.get(from..)?.find('@').map(|at| from + at) {
        let part = |c: char| c.is_ascii_alphanumeric() || "._-+=".contains(c);
        let before = words[..at].trim_end_matches(part);
        let after = words[at + 1..].trim_start_matches(part);
        let address = words[before.len()..words.len() - after.len()].trim_end_matches('.');
        let near =
            before.get(before.floor_char_boundary(before.len().saturating_sub(60))..).unwrap_or_default();
        let near = near.rsplit(['\n', '@']).next().unwrap_or_default().to_ascii_lowercase();
        if !address.starts_with('@') && CONTACT.iter().any(|word| near.contains(word)) {
            return Some(address.to_owned());
        }
        from = at + 1;
    }
    None
}

/// The domain that a list names: `Helo command [mail.example.com]`, `Sender address [a@example.com]`, `Sender domain
/// example.com`.
pub(crate) fn listed(words: &str) -> Option<String> {
    let divider = |c: char| c.is_whitespace() || "<>\"'()[],;".contains(c);
    let mut tokens = words.split(divider).filter(|token| !token.is_empty());
    while let Some(token) = tokens.next() {
        if matches!(token.to_ascii_lowercase().as_str(), "command" | "address" | "domain" | "url") {
            let Some(next) = tokens.next() else { break };
            let name = next.rsplit('@').next().unwrap_or(next).trim_end_matches(['.', ':']);
            let end = name.rsplit('.').next().unwrap_or_default();
            let shape = name.contains('.') && end.len() > 1 && end.bytes().all(|b| b.is_ascii_alphabetic());
            if shape && !name.contains('/') {
                return Some(name.to_ascii_lowercase());
            }
        }
    }
    None
}

/// Whether the words before a page send people there.
pub(crate) fn announced(words: &str, url: &str) -> bool {
    let Some(before) = words.find(url).and_then(|at| words.get(..at)) else { return false };
    let last =
        before.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit(|c: char| !c.is_alphanumeric()).next();
    let last = last.unwrap_or_default().to_ascii_lowercase();
    matches!(
        last.as_str(),
        "see"
            | "visit"
            | "at"
            | "to"
            | "page"
            | "details"
            | "information"
            | "more"
            | "help"
            | "explanation"
            | "read"
    ) || before.trim_end().ends_with([';', '-', '.'])
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
    fn whom_to_ask_and_what_is_listed() {
        assert_eq!(
            contact("IP=192.0.2.1 - (Ask your postmaster or contact tosa@rx.example to clarify.)").as_deref(),
            Some("tosa@rx.example")
        );
        assert_eq!(contact("550 <bob@example.org>: user unknown"), None);
        let helo = "Helo command [mail.example.com] blocked using dbl.spamhaus.org";
        assert_eq!(listed(helo).as_deref(), Some("mail.example.com"));
        assert_eq!(listed("Sender address [a@example.com] blocked").as_deref(), Some("example.com"));
        let words = "URL (https://bad.example/) is listed, see https://list.example/";
        assert!(announced(words, "https://list.example/") && !announced(words, "https://bad.example/"));
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

//! Names in the server's words (addresses, lists, domains, pages, tags) turned into repair steps.

use crate::fact::Fact;
use crate::rules::rules;
use crate::verdict::Verdict;
use crate::when::Setting;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Blocklists by the zone that answers name: zone, name, page that looks up and removes.
const LISTS: [(&str, &str, &str); 16] = [
    ("dbl.spamhaus.org", "Spamhaus DBL (domains)", "https://check.spamhaus.org"),
    ("spamhaus", "Spamhaus", "https://check.spamhaus.org"),
    ("spamcop", "SpamCop", "https://www.spamcop.net/bl.shtml"),
    ("barracuda", "Barracuda Reputation Block List", "https://www.barracudacentral.org/rbl/removal-request"),
    ("uceprotect", "UCEPROTECT", "https://www.uceprotect.net/en/rblcheck.php"),
    ("abuseat", "CBL, now Spamhaus XBL", "https://check.spamhaus.org"),
    ("surbl", "SURBL (links)", "https://surbl.org/surbl-analysis"),
    ("uribl", "URIBL (links)", "https://lookup.uribl.com"),
    ("psbl", "PSBL", "https://psbl.org/remove"),
    ("spamrats", "SpamRATS", "https://spamrats.com/removal.php"),
    ("mailspike", "Mailspike", "https://mailspike.io/ip_verify"),
    ("abusix", "Abusix", "https://lookup.abusix.com"),
    ("backscatterer", "Backscatterer", "https://www.backscatterer.org"),
    ("manitu", "NiX Spam (closed in 2025)", ""),
    ("sorbs", "SORBS (closed in 2024)", ""),
    ("cloudmark", "Cloudmark Sender Intelligence", "https://csi.cloudmark.com/reset-request"),
];

/// Tags that providers put into their words, and where they are explained.
const TAGS: [(&str, &str); 9] = [
    (
        "tss04",
        "Tag TSS04: Yahoo delays this server because of its volume or of complaints; join the Complaint Feedback Loop at https://senders.yahooinc.com.",
    ),
    (
        "ts03",
        "Tag TS03: Yahoo refuses this server for now; ask through https://senders.yahooinc.com/contact.",
    ),
    (
        "s3150",
        "Tag S3150: the server's network is on Microsoft's own list; ask at https://olcsupport.office.com to have the IP address looked at.",
    ),
    (
        "s3140",
        "Tag S3140: the server's network is on Microsoft's own list; ask at https://olcsupport.office.com to have the IP address looked at.",
    ),
    ("s3115", "Tag S3115: open fewer connections at a time to Microsoft's servers."),
    (
        "s775",
        "Tag S775: register the IP address at Microsoft's SNDS (https://sendersupport.olc.protection.outlook.com/snds/) and look at its complaints.",
    ),
    (
        "as16012607",
        "AS16012607: the recipient's organisation has put your server on its own block list; only its administrator can change that.",
    ),
    ("bl21", "Tag BL21: Yahoo follows a Spamhaus listing; be delisted there first."),
    ("bl23", "Tag BL23: Yahoo follows a Spamhaus listing; be delisted there first."),
];

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

/// Puts the steps that name something in front of the cause's general ones.
pub(crate) fn repair_steps(text: &str, fact: &Fact, setting: &Setting, verdict: &mut Verdict) {
    let words: String = fact.words.iter().map(|words| words.text(text)).collect::<Vec<_>>().join(" ");
    let words = &words[..words.floor_char_boundary(8_000)];
    let lower = words.to_ascii_lowercase();
    let names = collect(words);
    let mut steps = Vec::new();
    let wrong_lookup = ["127.255.255.252", "127.255.255.254", "127.255.255.255", "open resolver"];
    if wrong_lookup.iter().any(|mark| lower.contains(mark)) {
        verdict.warnings.push(
            "The blocklist answered 127.255.255.x, which is no listing: the receiver's own lookup is set up wrongly."
                .into(),
        );
        verdict.fault = "provider".into();
        steps.push("Tell the receiver's postmaster that their blocklist lookup is misconfigured; you are not listed.".into());
    } else if matches!(verdict.cause.as_str(), "blocklisted" | "bad-reputation") {
        steps.extend(listing_step(&lower, &names));
    }
    if let Some(ip) = names.ips.first()
        && verdict.cause == "reverse-dns"
    {
        steps.push(reverse_step(ip));
    }
    let own = domain(words).or_else(|| fact.sender_domain.clone());
    if verdict.cause == "authentication" {
        steps.extend(authentication_step(&lower, own.as_deref(), &names));
    }
    for (tag, step) in TAGS {
        if contains_word(&lower, tag) {
            steps.push(step.to_owned());
            break;
        }
    }
    if let Some(url) = names.urls.first() {
        steps.push(format!("Read the page that the server names: {url}"));
    } else if let Some(page) = setting.provider.and_then(|id| rules().provider(id)).map(|p| p.page)
        && !page.is_empty()
        && !matches!(verdict.fault.as_str(), "address" | "reader" | "nobody")
    {
        let name = verdict.provider.clone().unwrap_or_default();
        steps.push(format!("{name} explains its answers at {page}"));
    }
    // A step with the domain written out stands in for the general one about the same record.
    let written = |step: &String| {
        let record = step.split_once(": ").map(|(record, _)| record);
        record.is_some_and(|record| {
            RECORDS.contains(&record) && steps.iter().any(|own| own.starts_with(record))
        })
    };
    let mut general: Vec<String> =
        std::mem::take(&mut verdict.advice).into_iter().filter(|step| !written(step)).collect();
    steps.append(&mut general);
    if let Some(domain) = own {
        steps.iter_mut().for_each(|step| *step = step.replace("YOURDOMAIN", &domain));
    }
    verdict.advice = steps;
}

fn listing_step(lower: &str, names: &Names) -> Option<String> {
    let (_, list, page) = LISTS.iter().find(|(zone, ..)| lower.contains(zone))?;
    let what = names.ips.first().map_or("the sending IP address or domain", String::as_str);
    Some(if page.is_empty() {
        format!(
            "The list is {list}: nothing can be removed from it any more. Ask the receiver's postmaster to stop asking it."
        )
    } else {
        format!("The list is {list}: look up {what} at {page} and follow its way of removal.")
    })
}

fn reverse_step(ip: &str) -> String {
    match ip.parse::<Ipv4Addr>() {
        Ok(address) => {
            let [a, b, c, d] = address.octets();
            format!(
                "Have this record set by whoever provides the IP address: {d}.{c}.{b}.{a}.in-addr.arpa. PTR \
                 NAME-OF-YOUR-SERVER. and the way back: NAME-OF-YOUR-SERVER. A {ip}"
            )
        }
        Err(_) => format!(
            "Have a PTR record set for {ip} by whoever provides it, and the way back: NAME-OF-YOUR-SERVER. AAAA {ip}"
        ),
    }
}

/// How a step about a record of a proof begins.
const RECORDS: [&str; 3] = ["SPF", "DKIM", "DMARC"];

/// The records that make the three proofs pass, for the domain and the server that the answer names.
fn authentication_step(lower: &str, domain: Option<&str>, names: &Names) -> Vec<String> {
    let name = domain.unwrap_or("YOURDOMAIN");
    let mut steps = Vec::new();
    if lower.contains("dmarc") {
        steps.push(format!(
            "DMARC: publish _dmarc.{name}. TXT \"v=DMARC1; p=none\" and send with SPF or DKIM of the From address's own domain."
        ));
    }
    if lower.contains("spf") {
        let server = match names.ips.first() {
            Some(ip) if ip.contains(':') => format!("ip6:{ip}"),
            Some(ip) => format!("ip4:{ip}"),
            None => "include:YOUR-SENDING-SERVICE".into(),
        };
        steps.push(format!(
            "SPF: the TXT record of {name} must name the sending server: {name}. TXT \"v=spf1 {server} ~all\" (where there is one already, put {server} into it)."
        ));
    }
    if lower.contains("dkim") {
        steps.push(format!(
            "DKIM: sign with a key of {name}, published at SELECTOR._domainkey.{name}. TXT \"v=DKIM1; p=…\"."
        ));
    }
    steps
}

/// The domain that an authentication answer is about, where it names one after a telling word.
fn domain(words: &str) -> Option<String> {
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

fn contains_word(lower: &str, word: &str) -> bool {
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
    fn a_record_is_asked_for_once() {
        let reply = b"550 5.7.26 mail from example.com is not accepted due to domain's DMARC policy";
        let explained = crate::explain(reply, None);
        let steps = &explained.verdicts.first().unwrap().advice;
        let about = |record: &str| steps.iter().filter(|step| step.starts_with(record)).count();
        assert_eq!([about("DMARC: "), about("SPF: "), about("DKIM: ")], [1, 1, 1], "{steps:#?}");
        assert!(steps[0].contains("_dmarc.example.com"));
    }

    #[test]
    fn the_reverse_record_is_written_out() {
        assert!(reverse_step("192.0.2.7").contains("7.2.0.192.in-addr.arpa. PTR"));
        assert!(reverse_step("2001:db8::1").contains("AAAA 2001:db8::1"));
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

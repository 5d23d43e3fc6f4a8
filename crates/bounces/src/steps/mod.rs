//! Repair steps that write out what the server's words name.

mod lists;

use crate::fact::Fact;
use crate::names::{Names, announced, collect, contact, contains_word, domain, listed};
use crate::rules::rules;
use crate::verdict::Verdict;
use crate::when::Setting;
use lists::{LISTS, TAGS};
use std::net::Ipv4Addr;

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
        steps.extend(listing_step(words, &lower, &names, setting.provider.is_none()));
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
    steps.extend(TAGS.iter().find(|(tag, _)| contains_word(&lower, tag)).map(|(_, step)| (*step).to_owned()));
    let theirs = matches!(verdict.fault.as_str(), "address" | "reader" | "nobody");
    if let Some(address) = contact(words).filter(|_| !theirs) {
        steps.push(format!("The server names whom to ask: {address}"));
    }
    let page = page_step(words, &names, setting, verdict, theirs);
    // A link that stands in the step about its list already is not told twice.
    let page = page.filter(|(url, _)| !steps.iter().any(|step| step.contains(url))).map(|(_, step)| step);
    let general =
        std::mem::take(&mut verdict.advice).into_iter().filter(|step| !stands_written(step, &steps));
    let general: Vec<String> = general.collect();
    // What the reader's side should read comes after what is to do here.
    let (before, after) = if theirs { (None, page) } else { (page, None) };
    steps.extend(before);
    steps.extend(general);
    steps.extend(after);
    if let Some(domain) = own {
        steps.iter_mut().for_each(|step| *step = step.replace("YOURDOMAIN", &domain));
    }
    verdict.advice = steps;
}

/// The page to read, with its step: the one that the server names, else the provider's own.
fn page_step(
    words: &str,
    names: &Names,
    setting: &Setting,
    verdict: &Verdict,
    theirs: bool,
) -> Option<(String, String)> {
    // A link that was refused is no page to visit.
    let offending = matches!(verdict.cause.as_str(), "looks-like-spam" | "virus-or-attachment");
    if let Some(url) = names.urls.iter().find(|url| !offending || announced(words, url)) {
        return Some((url.clone(), format!("Read the page that the server names: {url}")));
    }
    let page = setting.provider.and_then(|id| rules().provider(id)).map(|p| p.page)?;
    let name = verdict.provider.clone().unwrap_or_default();
    (!page.is_empty() && !theirs)
        .then(|| (page.to_owned(), format!("The answers of {name} are explained at {page}")))
}

/// Whether a general step says what one with the names written out says already.
fn stands_written(step: &str, steps: &[String]) -> bool {
    WRITTEN.iter().any(|(general, own)| {
        step.starts_with(general) && steps.iter().any(|step| own.iter().any(|own| step.starts_with(own)))
    })
}

fn listing_step(words: &str, lower: &str, names: &Names, nobody: bool) -> Option<String> {
    let domain = listed(words);
    let what = domain.as_deref().or(names.ips.first().map(String::as_str));
    let Some((zone, list, page)) = LISTS.iter().find(|(zone, ..)| lower.contains(zone)) else {
        let what = what.filter(|_| nobody && lower.contains("list") && names.urls.is_empty())?;
        return Some(format!(
            "The server names no list, so it may keep one of its own: ask its postmaster to take {what} off."
        ));
    };
    if page.is_empty() {
        return Some(format!(
            "The list is {list}: nothing can be removed from it any more. Ask the receiver's postmaster to stop asking it."
        ));
    }
    // The page that the server names leads to the very entry.
    let home = if zone.contains("spamhaus") { "spamhaus" } else { *zone };
    let own = names.urls.iter().find(|url| url.to_ascii_lowercase().contains(home));
    let page = own.map_or(*page, String::as_str);
    let what = what.unwrap_or("the sending IP address or domain");
    Some(format!("The list is {list}: look up {what} at {page} and follow its way of removal."))
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

/// How a general step begins, and how the steps begin that stand in for it.
const WRITTEN: [(&str, &[&str]); 6] = [
    ("SPF", &["SPF"]),
    ("DKIM", &["DKIM"]),
    ("DMARC", &["DMARC"]),
    ("Find out which", &["SPF", "DKIM", "DMARC"]),
    ("Look the IP address or domain up", &["The list is", "The server names no list"]),
    ("Ask whoever provides the IP address", &["Have this record", "Have a PTR record"]),
];

/// Whether the words speak of a proof, and not only to say that it passed.
fn failed(lower: &str, proof: &str) -> bool {
    let passes = |at: usize| {
        let rest = lower.get(at + proof.len()..).unwrap_or_default();
        rest.trim_start_matches([' ', '=', ':', '(']).starts_with("pass")
    };
    lower.match_indices(proof).any(|(at, _)| !passes(at))
}

/// The records that make the three proofs pass, for the domain and the server that the answer names.
fn authentication_step(lower: &str, domain: Option<&str>, names: &Names) -> Vec<String> {
    let name = domain.unwrap_or("YOURDOMAIN");
    let mut steps = Vec::new();
    if failed(lower, "dmarc") {
        steps.push(format!(
            "DMARC: publish _dmarc.{name}. TXT \"v=DMARC1; p=none\" and send with SPF or DKIM of the From address's own domain."
        ));
    }
    if failed(lower, "spf") {
        let server = match names.ips.first() {
            Some(ip) if ip.contains(':') => format!("ip6:{ip}"),
            Some(ip) => format!("ip4:{ip}"),
            None => "include:YOUR-SENDING-SERVICE".into(),
        };
        steps.push(format!(
            "SPF: the TXT record of {name} must name the sending server: {name}. TXT \"v=spf1 {server} ~all\" (where there is one already, put {server} into it)."
        ));
    }
    if failed(lower, "dkim") {
        steps.push(format!(
            "DKIM: sign with a key of {name}, published at SELECTOR._domainkey.{name}. TXT \"v=DKIM1; p=…\"."
        ));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

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
}

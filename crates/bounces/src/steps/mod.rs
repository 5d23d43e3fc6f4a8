//! Repair steps that write out what the server's words name.

mod lists;

use crate::fact::Fact;
use crate::names::{Names, collect, contains_word, domain};
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

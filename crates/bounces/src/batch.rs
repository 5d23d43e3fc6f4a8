//! Many verdicts at once: how many of what, and the two lists that come out of them.

use crate::catalogue::catalogue;
use crate::rules::rules;
use crate::verdict::Verdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The heading under which late mails are counted: nothing has failed yet, whatever keeps them waiting.
pub const LATE: &str = "late";

/// Something, and how many verdicts have it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// What is counted: a cause's id or [`LATE`], a provider's name, a domain, a fault, an action.
    pub key: String,
    /// The word for people.
    pub name: String,
    /// How many.
    pub count: usize,
}

/// How many verdicts are of which kind. Each list has the largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// By cause; late mails under [`LATE`].
    pub causes: Vec<Count>,
    /// By provider; who has none known counts under their domain.
    pub providers: Vec<Count>,
    /// By the recipient's domain.
    pub domains: Vec<Count>,
    /// By fault.
    pub faults: Vec<Count>,
    /// By what to do with the address.
    pub actions: Vec<Count>,
}

/// Counts verdicts.
pub fn counts(verdicts: &[Verdict]) -> Counts {
    let by = |key: &dyn Fn(&Verdict) -> Option<(String, String)>| {
        let mut found: BTreeMap<String, Count> = BTreeMap::new();
        for (key, name) in verdicts.iter().filter_map(key) {
            let entry = found.entry(key.clone()).or_insert_with(|| Count { key, name, ..Count::default() });
            entry.count += 1;
        }
        let mut list: Vec<Count> = found.into_values().collect();
        list.sort_by_key(|entry| std::cmp::Reverse(entry.count));
        list
    };
    let plain = |word: &str| Some((word.to_owned(), word.to_owned()));
    Counts {
        causes: by(&|verdict| Some((cause_key(verdict).to_owned(), cause_name(cause_key(verdict))))),
        providers: by(&|verdict| plain(provider(verdict)?)),
        domains: by(&|verdict| plain(&domain(verdict)?)),
        faults: by(&|verdict| plain(&verdict.fault)),
        actions: by(&|verdict| plain(&verdict.address_action)),
    }
}

/// What a verdict counts under: its cause, or [`LATE`].
pub fn cause_key(verdict: &Verdict) -> &str {
    if verdict.is_late() { LATE } else { &verdict.cause }
}

fn cause_name(key: &str) -> String {
    match key {
        LATE => "Late, not lost".into(),
        id => catalogue().cause(id).map_or_else(|| id.to_owned(), |cause| cause.title.clone()),
    }
}

/// The provider behind an address: who answered, or whose domain it is.
fn provider(verdict: &Verdict) -> Option<&str> {
    let told = verdict.provider.as_deref();
    let domain = || verdict.recipient.as_deref().and_then(|to| Some(to.rsplit_once('@')?.1));
    told.or_else(|| domain().and_then(|host| rules().provider_of_host(host)).map(|known| known.name))
        .or_else(domain)
}

fn domain(verdict: &Verdict) -> Option<String> {
    verdict.recipient.as_deref().and_then(|to| Some(to.rsplit_once('@')?.1.to_lowercase()))
}

/// The addresses that must get no more mail, in lower case, each once, in alphabetical order.
pub fn to_suppress(verdicts: &[Verdict]) -> Vec<String> {
    let gone = |verdict: &&Verdict| matches!(verdict.address_action.as_str(), "remove" | "never");
    let mut list: Vec<String> = verdicts
        .iter()
        .filter(gone)
        .filter_map(|verdict| Some(on_your_list(verdict)?.to_lowercase()))
        .collect();
    list.sort();
    list.dedup();
    list
}

/// The address that stands on the user's list: the one that the mail was first for.
fn on_your_list(verdict: &Verdict) -> Option<&str> {
    verdict.original_recipient.as_deref().or(verdict.recipient.as_deref())
}

/// The list of the addresses to suppress, or of those to keep, as CSV (RFC 4180): a line for each address, with
/// what decided it. An address that must go anywhere in the batch is not kept.
pub fn csv(verdicts: &[Verdict], suppress: bool) -> String {
    let gone = to_suppress(verdicts);
    let mut lines: BTreeMap<String, &Verdict> = BTreeMap::new();
    for verdict in verdicts {
        let Some(address) = on_your_list(verdict).map(str::to_lowercase) else { continue };
        let goes = matches!(verdict.address_action.as_str(), "remove" | "never");
        let known = gone.binary_search(&address).is_ok();
        if goes == suppress && known == suppress {
            // The last answer of several is the present state.
            lines.insert(address, verdict);
        }
    }
    let mut out = String::from("address,action,cause,reply_code,enhanced_code,what_happened,date\r\n");
    for (address, verdict) in lines {
        let reply = verdict.reply_code.map(|code| code.to_string()).unwrap_or_default();
        let enhanced = verdict.enhanced_code.map(|code| code.to_string()).unwrap_or_default();
        let date = verdict.date.as_deref().unwrap_or_default();
        let cells =
            [&address, &verdict.address_action, &verdict.cause, &reply, &enhanced, &verdict.title, date];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        // Writing to a string can't fail.
        let _ = write!(out, "{}\r\n", cells.join(","));
    }
    out
}

/// A cell of RFC 4180. A sign by which a spreadsheet would take the cell for a formula gets a quote before it.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !cell.starts_with("--");
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
Mar  4 14:21:16 mx postfix/smtp[3]: A: to=<b@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host x said: 550 5.1.1 no such user)
Mar  4 14:21:17 mx postfix/smtp[3]: B: to=<A@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=4.2.2, status=deferred (host x said: 452 4.2.2 Mailbox full, \"sorry\")
Mar  5 14:21:17 mx postfix/smtp[3]: B: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host x said: 550 5.1.1 no such user)
Mar  5 14:21:18 mx postfix/smtp[3]: C: to=<c@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=4.2.2, status=deferred (host x said: 452 4.2.2 Mailbox full)
";

    #[test]
    fn what_is_counted_adds_up() {
        let verdicts = crate::verdicts(LOG.as_bytes());
        let counts = counts(&verdicts);
        let list = |counts: &[Count]| {
            counts.iter().map(|entry| format!("{} {}", entry.key, entry.count)).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(list(&counts.causes), "mailbox-full 2, no-such-address 2");
        assert_eq!(list(&counts.providers), "example.org 3, Gmail and Google Workspace 1");
        assert_eq!(list(&counts.domains), "example.org 3, gmail.com 1");
        assert_eq!(list(&counts.actions), "remove 2, retry 2");
        for all in [&counts.causes, &counts.providers, &counts.faults, &counts.actions] {
            assert_eq!(all.iter().map(|entry| entry.count).sum::<usize>(), verdicts.len());
        }
    }

    #[test]
    fn who_goes_anywhere_is_kept_nowhere() {
        let verdicts = crate::verdicts(LOG.as_bytes());
        assert_eq!(to_suppress(&verdicts), ["a@example.org", "b@gmail.com"]);
        let suppress = csv(&verdicts, true);
        assert!(suppress.contains("a@example.org,remove,no-such-address,550,5.1.1,"), "{suppress}");
        let keep = csv(&verdicts, false);
        assert_eq!(keep.lines().count(), 2, "{keep}");
        assert!(
            keep.contains("c@example.org,retry,mailbox-full,452,4.2.2,The mailbox is full,--03-05"),
            "{keep}"
        );
    }

    #[test]
    fn a_cell_is_no_formula() {
        assert_eq!(quoted("=1+1@example.org"), "'=1+1@example.org");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }
}

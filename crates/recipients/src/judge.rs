//! One address cell: what is in it, what is known of its domain, and whether it was there before.

use crate::hash::{MAX_ADDRESS, Seen, hash};
use crate::marks::{self, Fate};
use crate::{Suppression, Table};
use mail::Address;
use mail::address::{self, DomainFacts, PlainAddress};
use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::Arc;

/// How many domains are remembered; most lists have a few hundred. A power of two.
const DOMAINS: usize = 4096;

/// What a row's address cell holds.
pub(crate) struct Found {
    pub(crate) fate: Fate,
    /// Why it is rejected.
    pub(crate) code: &'static str,
    pub(crate) findings: u16,
    /// The first row with the same address; for a kept row with one that only looks different.
    pub(crate) original: Option<u32>,
}

impl Found {
    pub(crate) fn nothing(code: &'static str, fixable: bool) -> Found {
        let fate = if fixable { Fate::Repairable } else { Fate::Rejected };
        Found { fate, code, findings: 0, original: None }
    }
}

/// What is remembered from row to row.
pub(crate) struct Judge {
    suppression: Arc<Suppression>,
    domains: Vec<(u64, Domain)>,
    seen: Seen,
}

#[derive(Debug, Clone, Copy, Default)]
struct Domain {
    facts: DomainFacts,
    findings: u16,
    /// Whether its A-labels, if any, are good ones.
    good: bool,
}

/// The text of an address cell without the space around it, and where that begins.
pub(crate) fn written(cell: &str) -> (&str, usize) {
    let inner = cell.trim_ascii_start();
    (inner.trim_ascii_end(), cell.len() - inner.len())
}

impl Judge {
    pub(crate) fn new(rows: usize, suppression: Arc<Suppression>) -> Judge {
        address::load_lists();
        Judge { suppression, domains: vec![(0, Domain::default()); DOMAINS], seen: Seen::with_room(rows) }
    }

    /// Looks at the address cell of a row, without a thought for the other rows. `None` for what is not of the common
    /// kind: an address in lower case that folds to itself and is not suppressed.
    pub(crate) fn look(&mut self, table: &Table, row: u32, column: usize) -> Option<Ready> {
        let (text, _) = written(table.cell(row as usize, column));
        let PlainAddress { at, a_label } = address::plain(text.as_bytes())?;
        let mut buffer = [0; MAX_ADDRESS];
        // `plain` takes no more octets than the buffer has, and its `@` stands between two parts of them.
        let lower = &mut buffer[..text.len()];
        lower.copy_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        let domain = self.domain(&lower[at + 1..], a_label);
        let local = &text[..at];
        let folds = lower[..at] != text.as_bytes()[..at]
            || (domain.facts.has_labels && local.contains('+'))
            || (domain.facts.ignores_dots && local.contains('.'));
        if !domain.good || folds {
            return None;
        }
        if !self.suppression.is_empty() && self.suppression.contains_folded(std::str::from_utf8(lower).ok()?)
        {
            return None;
        }
        Some(Ready { hash: hash(lower), findings: domain.findings | local_findings(local) })
    }

    /// Asks for the places in memory that [`Judge::place_ready`] will look at, all at once, so that their ways overlap.
    pub(crate) fn touch(&self, ready: &[Option<Ready>]) {
        self.seen.touch(ready.iter().flatten().map(|ready| ready.hash));
    }

    /// Judges a row that was looked at.
    pub(crate) fn place_ready(&mut self, table: &Table, row: u32, column: usize, ready: Ready) -> Found {
        let (text, _) = written(table.cell(row as usize, column));
        let exact = LazyCell::new(|| normalized(table, row, column).unwrap_or_default());
        let mut near = None;
        let known = self.seen.find_or_insert(ready.hash, row, |other| {
            // Most duplicates are written alike, which needs no parser.
            if written(table.cell(other as usize, column)).0 == text {
                return true;
            }
            let Some(other_exact) = normalized(table, other, column) else { return false };
            let same = other_exact == *exact;
            if !same && near.is_none() && fold_again(&other_exact) == *exact {
                near = Some(other);
            }
            same
        });
        match known {
            Some(_) => Found { fate: Fate::Duplicate, code: "", findings: ready.findings, original: known },
            None => Found { fate: Fate::Kept, code: "", findings: ready.findings, original: near },
        }
    }

    /// Judges the address cell of a row that is not of the common kind.
    pub(crate) fn row(&mut self, table: &Table, row: u32, column: usize) -> Found {
        let (text, _) = written(table.cell(row as usize, column));
        match Address::parse(text) {
            Ok(address) => self.place(table, row, column, &address),
            Err(_) if text.is_empty() && is_empty(table, row) => Found::nothing("row-empty", false),
            Err(error) => Found::nothing(error.code, error.suggestion.is_some()),
        }
    }

    /// What is known of a domain in lower case.
    fn domain(&mut self, domain: &[u8], a_label: bool) -> Domain {
        let key = hash(domain);
        let place = key as usize & (DOMAINS - 1);
        // `DOMAINS` places, and the mask keeps below it.
        let (known, remembered) = self.domains[place];
        if known == key && remembered.good {
            return remembered;
        }
        let text = std::str::from_utf8(domain).unwrap_or_default();
        let facts = address::domain_facts(text);
        let good = !a_label || Address::parse(&format!("a@{text}")).is_ok();
        let found = Domain { facts, findings: marks::bits(facts.warnings), good };
        self.domains[place] = (key, found);
        found
    }

    /// Sets the row aside if its address is suppressed or stood in the list before.
    fn place(&mut self, table: &Table, row: u32, column: usize, address: &Address) -> Found {
        let domain = self.domain(address.domain().as_bytes(), false);
        let findings = domain.findings | local_findings(address.local());
        let exact = address.to_string();
        let lower = exact.to_lowercase();
        let found = |fate, original| Found { fate, code: "", findings, original };
        if !self.suppression.is_empty() && self.suppression.contains_folded(&lower) {
            return found(Fate::Suppressed, None);
        }
        // Lower case has another length in some scripts, so the `@` is counted from the end.
        let folded = fold(&lower, lower.len() - address.domain().len() - 1, domain.facts);
        if *folded == exact {
            return self.place_ready(table, row, column, Ready { hash: hash(exact.as_bytes()), findings });
        }
        let same = |other| normalized(table, other, column).is_some_and(|other| other == exact);
        if let Some(original) = self.seen.find_or_insert(hash(exact.as_bytes()), row, same) {
            return found(Fate::Duplicate, Some(original));
        }
        // Under the folded form stand the row that is written so, and the first that only folds to it.
        let same =
            |other| normalized(table, other, column).is_some_and(|other| fold_again(&other) == *folded);
        let near = self.seen.find_or_insert(hash(folded.as_bytes()), row, same);
        found(Fate::Kept, near)
    }
}

/// A row of the common kind that was looked at alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ready {
    hash: u64,
    findings: u16,
}

/// What the local part alone tells. A digit at the end is no role's, and spares the look-up for most addresses.
fn local_findings(local: &str) -> u16 {
    let bytes = local.as_bytes();
    let dull = bytes.last().is_some_and(u8::is_ascii_digit)
        && bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && local.is_ascii();
    if dull { 0 } else { marks::bits(address::local_warnings(local)) }
}

/// The normalised address of a row, or `None` where it has none.
pub(crate) fn normalized(table: &Table, row: u32, column: usize) -> Option<String> {
    let (text, _) = written(table.cell(row as usize, column));
    Address::parse(text).ok().map(|address| address.to_string())
}

/// The form that is the same for two addresses which probably reach one mailbox: lower case, and the provider's own
/// habits with dots and labels.
fn fold(lower: &str, at: usize, facts: DomainFacts) -> Cow<'_, str> {
    let (local, domain) = lower.split_at(at);
    let end = if facts.has_labels { local.find('+').filter(|plus| *plus > 0).unwrap_or(at) } else { at };
    if end == at && !(facts.ignores_dots && local.contains('.')) {
        return Cow::Borrowed(lower);
    }
    let mut folded: String = local.chars().take(end).filter(|c| !(facts.ignores_dots && *c == '.')).collect();
    folded.push_str(domain);
    Cow::Owned(folded)
}

fn fold_again(exact: &str) -> String {
    let lower = exact.to_lowercase();
    let at = lower.rfind('@').unwrap_or(0);
    let facts = address::domain_facts(lower.get(at + 1..).unwrap_or_default());
    fold(&lower, at, facts).into_owned()
}

fn is_empty(table: &Table, row: u32) -> bool {
    (0..table.columns().len()).all(|column| table.cell(row as usize, column).trim_ascii().is_empty())
}

//! One address cell: what is in it, what is known of its domain, and whether it was there before.

use crate::hash::{MAX_ADDRESS, Seen, hash};
use crate::marks::{self, Fate};
use crate::{Suppression, Table};
use mail::Address;
use mail::address::{self, DomainFacts, PlainAddress};
use std::borrow::Cow;
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

    /// Judges the address cell of a row.
    pub(crate) fn row(&mut self, table: &Table, row: u32, column: usize) -> Found {
        let (text, _) = written(table.cell(row as usize, column));
        if let Some(PlainAddress { at, a_label }) = address::plain(text.as_bytes()) {
            let mut buffer = [0; MAX_ADDRESS];
            // `plain` takes no more octets than the buffer has.
            let lower = &mut buffer[..text.len()];
            lower.copy_from_slice(text.as_bytes());
            lower.make_ascii_lowercase();
            let domain = self.domain(&lower[at + 1..], a_label);
            if domain.good {
                let same_case = lower[..at] == text.as_bytes()[..at];
                return self.place(table, row, column, &Normal { text, lower, at, same_case }, domain);
            }
        }
        match Address::parse(text) {
            Ok(address) => {
                let exact = address.to_string();
                let lower = exact.to_lowercase();
                // Lower case has other lengths in some scripts, so the `@` is found again.
                let at = lower.len() - address.domain().len() - 1;
                let domain = self.domain(address.domain().as_bytes(), false);
                let same_case = lower == exact;
                self.place(
                    table,
                    row,
                    column,
                    &Normal { text: &exact, lower: lower.as_bytes(), at, same_case },
                    domain,
                )
            }
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
    fn place(&mut self, table: &Table, row: u32, column: usize, normal: &Normal, domain: Domain) -> Found {
        let mut found = Found { fate: Fate::Kept, code: "", findings: domain.findings, original: None };
        let lower = std::str::from_utf8(normal.lower).unwrap_or_default();
        let local = lower.get(..normal.at).unwrap_or_default();
        if !self.suppression.is_empty() && self.suppression.contains_folded(lower) {
            found.fate = Fate::Suppressed;
            return found;
        }
        // A digit or the like at the end is no role's, and spares the look-up for most addresses.
        if local.bytes().last().is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii())
            || local.starts_with(['\'', '`'])
            || !local.is_ascii()
        {
            found.findings |= marks::bits(address::local_warnings(local));
        }
        let folded = fold(lower, normal.at, domain.facts);
        let plain_form = normal.same_case && matches!(folded, Cow::Borrowed(_));
        let mut near = None;
        if !plain_form {
            let exact = normal.exact();
            let same = |other| normalized(table, other, column).is_some_and(|other| other == exact);
            if let Some(original) = self.seen.find_or_insert(hash(exact.as_bytes()), row, same) {
                return Found { fate: Fate::Duplicate, original: Some(original), ..found };
            }
        }
        // Under the folded form stand the row that is written so, and the first that only folds to it.
        let same = |other| {
            let Some(other_exact) = normalized(table, other, column) else { return false };
            if plain_form && other_exact == *folded {
                return true;
            }
            near = near.or_else(|| (fold_again(&other_exact) == *folded).then_some(other));
            !plain_form && near.is_some()
        };
        let known = self.seen.find_or_insert(hash(folded.as_bytes()), row, same);
        if plain_form && known.is_some() {
            return Found { fate: Fate::Duplicate, original: known, ..found };
        }
        found.original = near;
        found
    }
}

/// A valid address in the forms that matter.
struct Normal<'t> {
    /// As written, or normalised.
    text: &'t str,
    /// All of it in lower case, the domain in A-labels.
    lower: &'t [u8],
    /// Where the `@` stands in `lower`.
    at: usize,
    /// Whether the local part is in lower case as written.
    same_case: bool,
}

impl Normal<'_> {
    /// The normalised address.
    fn exact(&self) -> String {
        let at = self.text.rfind('@').unwrap_or(0);
        let mut exact = self.text.to_owned();
        if let Some(domain) = exact.get_mut(at..) {
            domain.make_ascii_lowercase();
        }
        exact
    }
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

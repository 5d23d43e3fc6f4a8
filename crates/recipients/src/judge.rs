//! One address cell: what is in it, what is known of its domain, and whether it was there before.

use crate::Suppression;
use crate::base::Cells;
use crate::domains::Domains;
use crate::hash::{MAX_LOCAL, Seen, hash, hash_after, same};
use crate::marks::{self, Fate};
use mail::Address;
use mail::address::{self, DomainFacts};
use std::cell::LazyCell;
use std::sync::Arc;

/// What a row's address cell holds.
pub(crate) struct Found {
    pub(crate) fate: Fate,
    /// Why it is rejected.
    pub(crate) code: &'static str,
    pub(crate) findings: u32,
    /// The first row with the same address; for a kept row with one that only looks different.
    pub(crate) original: Option<u32>,
}

impl Found {
    pub(crate) fn nothing(code: &'static str, fixable: bool) -> Found {
        let fate = if fixable { Fate::Repairable } else { Fate::Rejected };
        Found { fate, code, findings: 0, original: None }
    }

    pub(crate) fn aside(fate: Fate, findings: u32) -> Found {
        Found { fate, code: "", findings, original: None }
    }
}

/// What is remembered from row to row.
pub(crate) struct Judge {
    suppression: Arc<Suppression>,
    domains: Domains,
    seen: Seen,
}

/// A valid address, looked at alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ready {
    /// Of the normalised address.
    hash: u64,
    /// Of the form that it shares with others of the same mailbox, where that is another.
    folded: Option<u64>,
    pub(crate) findings: u32,
}

/// The text of an address cell without the space around it, and where that begins.
pub(crate) fn written(cell: &str) -> (&str, usize) {
    let inner = cell.trim_ascii_start();
    (inner.trim_ascii_end(), cell.len() - inner.len())
}

impl Judge {
    pub(crate) fn new(rows: usize, suppression: Arc<Suppression>) -> Judge {
        Judge { suppression, domains: Domains::new(), seen: Seen::with_room(rows) }
    }

    /// Looks at the address cell of a row, without a thought for the other rows. `None` for what is not of the common
    /// kind, or suppressed.
    pub(crate) fn look(&mut self, cells: Cells, row: u32, column: usize) -> Option<Ready> {
        let (text, _) = written(cells.cell(row as usize, column));
        let seen = address::plain(text.as_bytes())?;
        let at = seen.at;
        // There is an `@` at `at`.
        let (local, domain) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
        let lower;
        let domain = if seen.capital_domain {
            lower = domain.to_ascii_lowercase();
            self.domains.look_up(&lower)
        } else {
            self.domains.look_up(domain)
        };
        if !domain.good || (!self.suppression.is_empty() && self.is_suppressed(text)) {
            return None;
        }
        let habits = domain.facts;
        let folds = seen.capitals || (seen.pluses && habits.has_labels) || (seen.dots && habits.ignores_dots);
        let folded = folds.then(|| {
            let mut folded = [0; MAX_LOCAL];
            let mut length = 0;
            let end = if habits.has_labels {
                memchr::memchr(b'+', local).filter(|plus| *plus > 0).unwrap_or(at)
            } else {
                at
            };
            let kept = local[..end]
                .iter()
                .filter(|b| **b != b'.' || !habits.ignores_dots)
                .map(u8::to_ascii_lowercase);
            for (to, octet) in folded.iter_mut().zip(kept) {
                *to = octet;
                length += 1;
            }
            hash_after(domain.hash, &folded[..length])
        });
        let hash = hash_after(domain.hash, local);
        let findings = domain.findings | local_findings(text.get(..at).unwrap_or_default());
        Some(Ready { hash, folded: folded.filter(|folded| *folded != hash), findings })
    }

    /// Asks for the places in memory that [`Judge::place`] will look at, all at once, so that their ways overlap.
    pub(crate) fn touch(&self, ready: &[Option<Ready>]) {
        self.seen.touch(ready.iter().flatten().map(|ready| ready.hash));
    }

    /// Judges the address cell of a row that is not of the common kind. A valid one is set aside where `aside` says so.
    pub(crate) fn row(&mut self, cells: Cells, row: u32, column: usize, aside: Option<Fate>) -> Found {
        let (text, _) = written(cells.cell(row as usize, column));
        let address = match Address::parse(text) {
            Ok(address) => address,
            Err(_) if text.is_empty() && is_empty(cells, row) => return Found::nothing("row-empty", false),
            Err(error) => return Found::nothing(error.code, error.suggestion.is_some()),
        };
        let exact = address.to_string();
        let domain = self.domains.look_up(address.domain().as_bytes());
        let findings = domain.findings | local_findings(address.local());
        if !self.suppression.is_empty() && self.is_suppressed(&exact) {
            return Found::aside(Fate::Suppressed, findings);
        }
        if let Some(fate) = aside {
            return Found::aside(fate, findings);
        }
        let folded = fold_by(&exact, domain.facts);
        let folded = (folded != exact).then(|| address_hash(&folded));
        self.place(cells, row, column, Ready { hash: address_hash(&exact), folded, findings })
    }

    /// Sets a row aside if its address stood in the list before.
    pub(crate) fn place(&mut self, cells: Cells, row: u32, column: usize, ready: Ready) -> Found {
        let text = LazyCell::new(|| written(cells.cell(row as usize, column)).0.as_bytes());
        let exact = LazyCell::new(|| normalized(cells, row, column).unwrap_or_default());
        let folded = LazyCell::new(|| fold(&exact));
        let folds_alike = |other: &str| fold(other) == *folded;
        let mut near = None;
        let known = self.seen.find_or_insert(ready.hash, row, |other| {
            // Most duplicates are written alike, which needs no parser.
            if same(written(cells.cell(other as usize, column)).0.as_bytes(), &text) {
                return true;
            }
            let Some(other_exact) = normalized(cells, other, column) else { return false };
            // Under one hash also stands the first row that only folds to this address.
            if other_exact != *exact && near.is_none() && folds_alike(&other_exact) {
                near = Some(other);
            }
            other_exact == *exact
        });
        if known.is_some() {
            return Found { fate: Fate::Duplicate, code: "", findings: ready.findings, original: known };
        }
        if let Some(hash) = ready.folded {
            let alike = |other| normalized(cells, other, column).is_some_and(|other| folds_alike(&other));
            near = self.seen.find_or_insert(hash, row, alike);
        }
        Found { fate: Fate::Kept, code: "", findings: ready.findings, original: near }
    }

    fn is_suppressed(&self, address: &str) -> bool {
        self.suppression.contains_folded(&address.to_lowercase())
    }
}

/// The hash of a normalised address, as [`Judge::look`] makes it: the domain's, and then the local part's.
fn address_hash(exact: &str) -> u64 {
    let (local, domain) = exact.rsplit_once('@').unwrap_or((exact, ""));
    hash_after(hash(domain.as_bytes()), local.as_bytes())
}

/// What the local part alone tells. A digit at the end is no role's, and spares the look-up
/// for most addresses.
fn local_findings(local: &str) -> u32 {
    let bytes = local.as_bytes();
    let dull = bytes.last().is_some_and(u8::is_ascii_digit)
        && bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && local.is_ascii()
        && memchr::memchr2(b'%', b'!', bytes).is_none();
    if dull { 0 } else { marks::bits(address::local_warnings(local)) }
}

/// The normalised address of a row, or `None` where it has none.
pub(crate) fn normalized(cells: Cells, row: u32, column: usize) -> Option<String> {
    let (text, _) = written(cells.cell(row as usize, column));
    Address::parse(text).ok().map(|address| address.to_string())
}

/// The form that is the same for two addresses which probably reach one mailbox: lower case, and the provider's own
/// habits with dots and labels. [`Judge::look`] does the same to octets.
fn fold(exact: &str) -> String {
    let domain = exact.rsplit_once('@').map_or("", |(_, domain)| domain);
    fold_by(exact, address::domain_facts(&domain.to_lowercase()))
}

/// The same where the provider's habits are known.
fn fold_by(exact: &str, habits: DomainFacts) -> String {
    let lower = exact.to_lowercase();
    let at = lower.rfind('@').unwrap_or(0);
    let (local, domain) = lower.split_at(at);
    let labelled = local.find('+').filter(|plus| *plus > 0 && habits.has_labels);
    let local = local.get(..labelled.unwrap_or(at)).unwrap_or_default();
    let mut folded: String = local.chars().filter(|c| *c != '.' || !habits.ignores_dots).collect();
    folded.push_str(domain);
    folded
}

fn is_empty(cells: Cells, row: u32) -> bool {
    (0..cells.columns().len()).all(|column| cells.cell(row as usize, column).trim_ascii().is_empty())
}

//! Addresses and mailboxes (RFC 5321 §4.1.2, RFC 5322 §3.4, RFC 6531, RFC 6532).
//!
//! An address is *valid* here when Internet mail may be written to it: the `Mailbox` of RFC 5321 §4.1.2, with
//! the UTF-8 of RFC 6531 §3.3. Comments, folding and the obsolete forms of RFC 5322 §4.4 belong to message
//! headers only; they are refused here with the address they meant as a suggestion.
//!
//! Not supported: percent-decoding, general address literals other than
//! IPv6, which are the only ones registered.

mod diagnose;
mod domain;
mod error;
mod grammar;
mod listing;
mod lists;
mod literal;
mod local;
mod mailbox;
mod plain;
mod slip;
mod text;
mod titles;
mod u_label;
mod warnings;

use serde::{Deserialize, Serialize};
use std::fmt;

pub use error::AddressError;
pub use listing::{Listed, list};
pub use mailbox::Mailbox;
pub use plain::{PlainAddress, plain};
pub use titles::{TITLES, title};
pub use warnings::{DomainFacts, Warning, Warnings, domain_facts, load_lists, local_warnings};

/// Octets of an address at most (RFC 5321 §4.5.3.1.3, without the angle brackets).
pub const LONGEST: usize = 254;

/// Whether [`Address::parse`] takes the text. Nothing is made of it, nor is it said why not.
pub fn is_valid(text: &str) -> bool {
    matches!(plain(text.as_bytes()), Some(PlainAddress { a_label: false, .. })) || grammar::read(text).is_ok()
}

/// An address that Internet mail can be written to: a local part and a domain. It exists only through
/// [`Address::parse`].
///
/// Invariant: `local` is a dot-atom or a quoted string of RFC 5321 §4.1.2 (RFC 6531 §3.3 for non-ASCII) in NFC,
/// of at most 64 octets; `domain` is lower-case A-labels of at most 63 octets each, or an address literal in
/// brackets; together with the `@` they are at most 254 octets.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    local: String,
    domain: String,
}

impl Address {
    /// Reads one address (`local@domain`), without anything before or after it.
    ///
    /// # Errors
    /// The first thing that keeps mail from being written to it.
    pub fn parse(text: &str) -> Result<Address, AddressError> {
        if let Some(PlainAddress { at, a_label: false, .. }) = plain(text.as_bytes()) {
            return Ok(Address { local: text[..at].to_owned(), domain: text[at + 1..].to_ascii_lowercase() });
        }
        grammar::read(text).map_err(|error| diagnose::explain(text, error))
    }

    /// The local part as written in SMTP, quotes included where it needs them.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The domain in A-label form, lower case, or an address literal in brackets.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The domain in Unicode, for showing.
    pub fn domain_unicode(&self) -> String {
        domain::to_unicode(&self.domain)
    }

    /// Whether a server without SMTPUTF8 (RFC 6531) can take it.
    pub fn is_ascii(&self) -> bool {
        self.local.is_ascii()
    }

    /// Whether the domain is an address literal such as `[192.0.2.1]`.
    pub fn is_literal(&self) -> bool {
        self.domain.starts_with('[')
    }
}

/// The normalised address: local part, `@`, domain in A-labels.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

impl std::str::FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Address, AddressError> {
        Address::parse(text)
    }
}

/// Kept so that `Serialize` stays with the type: an address travels as its text.
impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
        let text = String::deserialize(deserializer)?;
        Address::parse(&text).map_err(serde::de::Error::custom)
    }
}

//! Addresses and mailboxes (RFC 5321 §4.1.2, RFC 5322 §3.4, RFC 6531, RFC 6532).

use diag::{Diagnostic, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address that Internet mail can be written to: a local part and a domain. It exists only through
/// [`Address::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    local: String,
    domain: String,
}

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressError {
    /// The stable code, such as `address-no-at`.
    pub code: &'static str,
    /// Where in the text.
    pub span: Span,
    /// What was expected and what was found.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The address that was certainly meant.
    pub suggestion: Option<String>,
}

impl AddressError {
    /// The error as a diagnostic on the address.
    pub fn to_diagnostic(&self) -> Diagnostic {
        todo!()
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AddressError {}

impl Address {
    /// Reads one address (`local@domain`).
    ///
    /// # Errors
    /// The first thing that keeps mail from being written to it.
    pub fn parse(_text: &str) -> Result<Address, AddressError> {
        todo!()
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
        todo!()
    }

    /// Whether a server without SMTPUTF8 (RFC 6531) can take it.
    pub fn is_ascii(&self) -> bool {
        self.local.is_ascii()
    }
}

/// The normalised address: local part, `@`, domain in A-labels.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// An address with the name that is shown before it (RFC 5322 §3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name as people read it, without quotes.
    pub name: Option<String>,
    /// Where the mail goes.
    pub address: Address,
}

impl Mailbox {
    /// Reads `Ann Lee <ann@example.com>`, `"Lee, Ann" <…>` or a bare address.
    ///
    /// # Errors
    /// What keeps it from being one mailbox.
    pub fn parse(_text: &str) -> Result<Mailbox, AddressError> {
        todo!()
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

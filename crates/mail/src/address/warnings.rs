//! What is worth a second look in an address that is valid: each finding is separate, none stops mail.
//!
//! The lists stand in `crates/mail/data`, each with its source and date.

use super::diagnose::is_quote;
use super::lists::{self, Lists};
use super::{Address, text};
use diag::{Diagnostic, Severity};

/// One kind of finding. The discriminant is its bit in [`Warnings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Warning {
    /// One key away from the domain of a large provider.
    LikelySlip = 1,
    /// A domain without a dot, such as `ann@localhost`; RFC 5321 §2.3.5 allows it, and hardly any gets mail.
    NoDot = 1 << 1,
    /// The last label is a number, as of an IP address without its brackets.
    NumericTld = 1 << 2,
    /// The top-level domain is not delegated.
    UnknownTld = 1 << 3,
    /// The domain is kept for examples and tests (RFC 2606).
    Reserved = 1 << 4,
    /// A throw-away mailbox.
    Disposable = 1 << 5,
    /// Read by whoever is on duty, not by one person.
    Role = 1 << 6,
    /// Letters of several scripts in the local part, some of which look alike.
    MixedScripts = 1 << 7,
    /// A typographic quotation mark or dash where the keyboard has a plain one.
    Typographic = 1 << 8,
    /// An IP address in brackets instead of a domain.
    Literal = 1 << 9,
    /// The server has to know SMTPUTF8 (RFC 6531).
    Utf8 = 1 << 10,
    /// A quotation mark or apostrophe at the start of the local part, as spreadsheets leave it.
    LeadingApostrophe = 1 << 11,
    /// A local part that needs quotation marks; RFC 5321 §4.1.2 advises against such mailboxes.
    QuotedLocal = 1 << 12,
    /// A route to another address in the local part, as `ann%example.com@relay.example` or `host!ann@…`; RFC 5321
    /// appendix C and RFC 1123 §5.2.16 have left both behind.
    OldRoute = 1 << 13,
}

impl Warning {
    /// All kinds, in the order of their weight.
    pub const ALL: [Warning; 14] = [
        Warning::LikelySlip,
        Warning::NoDot,
        Warning::NumericTld,
        Warning::UnknownTld,
        Warning::Disposable,
        Warning::MixedScripts,
        Warning::Typographic,
        Warning::LeadingApostrophe,
        Warning::Literal,
        Warning::QuotedLocal,
        Warning::OldRoute,
        Warning::Role,
        Warning::Reserved,
        Warning::Utf8,
    ];

    /// The stable code, such as `address-likely-slip`.
    pub fn code(self) -> &'static str {
        match self {
            Warning::LikelySlip => "address-likely-slip",
            Warning::NoDot => "address-domain-no-dot",
            Warning::NumericTld => "address-numeric-tld",
            Warning::UnknownTld => "address-unknown-tld",
            Warning::Reserved => "address-reserved-domain",
            Warning::Disposable => "address-disposable",
            Warning::Role => "address-role",
            Warning::MixedScripts => "address-mixed-scripts",
            Warning::Typographic => "address-typographic-sign",
            Warning::Literal => "address-ip-literal",
            Warning::Utf8 => "address-needs-smtputf8",
            Warning::LeadingApostrophe => "address-leading-apostrophe",
            Warning::QuotedLocal => "address-quoted-local",
            Warning::OldRoute => "address-old-route",
        }
    }

    /// How much it matters. Reserved domains and UTF-8 are only told.
    pub fn severity(self) -> Severity {
        match self {
            Warning::Reserved | Warning::Utf8 => Severity::Info,
            _ => Severity::Warning,
        }
    }
}

/// A set of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Warnings(u16);

impl Warnings {
    /// No finding.
    pub const NONE: Warnings = Warnings(0);

    /// Whether the set has the finding.
    pub fn has(self, warning: Warning) -> bool {
        self.0 & warning as u16 != 0
    }

    /// Whether the set has none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The same with one more.
    #[must_use]
    pub fn with(self, warning: Warning) -> Warnings {
        Warnings(self.0 | warning as u16)
    }

    /// The findings of both.
    #[must_use]
    pub fn and(self, other: Warnings) -> Warnings {
        Warnings(self.0 | other.0)
    }

    /// The findings, in the order of their weight.
    pub fn iter(self) -> impl Iterator<Item = Warning> {
        Warning::ALL.into_iter().filter(move |warning| self.has(*warning))
    }
}

/// What a domain is, once for all addresses under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DomainFacts {
    /// What is worth a look.
    pub warnings: Warnings,
    /// Whether dots in the local part make no difference there.
    pub ignores_dots: bool,
    /// Whether `+word` at the end of the local part is a label of the same mailbox.
    pub has_labels: bool,
}

/// Looks a domain up: lower-case A-labels or an address literal, as [`Address::domain`] gives it.
pub fn domain_facts(domain: &str) -> DomainFacts {
    let lists = Lists::get();
    if let Some(provider) = lists.provider(domain) {
        return DomainFacts {
            warnings: Warnings::NONE,
            ignores_dots: provider.dots,
            has_labels: provider.plus,
        };
    }
    let mut warnings = Warnings::NONE;
    if domain.starts_with('[') {
        return DomainFacts { warnings: warnings.with(Warning::Literal), ..DomainFacts::default() };
    }
    let tld = domain.rsplit('.').next().unwrap_or(domain);
    let has_dot = tld.len() < domain.len();
    let reserved = lists.is_reserved(tld)
        || matches!(domain, "example.com" | "example.net" | "example.org")
        || [".example.com", ".example.net", ".example.org"].iter().any(|end| domain.ends_with(end));
    if !has_dot {
        warnings = warnings.with(Warning::NoDot);
    }
    if reserved {
        warnings = warnings.with(Warning::Reserved);
    } else if !has_dot {
        // A word alone is told as such, whether it is a top-level domain or not.
    } else if tld.bytes().all(|b| b.is_ascii_digit()) {
        warnings = warnings.with(Warning::NumericTld);
    } else if !lists.is_tld(tld) {
        warnings = warnings.with(Warning::UnknownTld);
    }
    if has_mixed_scripts_in_a_label(domain) {
        warnings = warnings.with(Warning::MixedScripts);
    }
    if lists.is_disposable(domain) {
        warnings = warnings.with(Warning::Disposable);
    } else if !reserved && lists.meant(domain).is_some() {
        warnings = warnings.with(Warning::LikelySlip);
    }
    DomainFacts { warnings, ..DomainFacts::default() }
}

/// Looks at a local part as [`Address::local`] gives it.
pub fn local_warnings(local: &str) -> Warnings {
    let mut warnings = Warnings::NONE;
    if local.starts_with('"') {
        warnings = warnings.with(Warning::QuotedLocal);
    } else if is_route(local) {
        warnings = warnings.with(Warning::OldRoute);
    }
    if local.is_ascii() {
        if local.starts_with(['\'', '`']) {
            warnings = warnings.with(Warning::LeadingApostrophe);
        }
        if Lists::get().is_role(local) {
            warnings = warnings.with(Warning::Role);
        }
        return warnings;
    }
    warnings = warnings.with(Warning::Utf8);
    if local.starts_with(|c| is_quote(c) && c != '"') {
        warnings = warnings.with(Warning::LeadingApostrophe);
    } else if local.chars().any(|c| plain_sign(c).is_some()) {
        warnings = warnings.with(Warning::Typographic);
    }
    if has_mixed_scripts(local) {
        warnings = warnings.with(Warning::MixedScripts);
    }
    warnings
}

impl Address {
    /// What is worth a second look.
    pub fn warnings(&self) -> Warnings {
        local_warnings(&self.local).and(domain_facts(&self.domain).warnings)
    }

    /// The warnings in words, about the address as `written`; spans count in it. Those that name a likely meaning have
    /// it as a fix, which a person has to confirm: it is likely, not certain.
    pub fn warning_diagnostics(&self, written: &str) -> Vec<Diagnostic> {
        self.warnings().iter().map(|warning| self.describe(warning, written)).collect()
    }

    fn describe(&self, warning: Warning, written: &str) -> Diagnostic {
        let at = written.rfind('@').unwrap_or(0);
        let (local, domain) = (0..at, (at + 1).min(written.len())..written.len());
        let (span, message, hint) = match warning {
            Warning::LikelySlip => {
                let meant = Lists::get().meant(&self.domain).unwrap_or_default();
                let meant = format!("{}@{meant}", written.get(local).unwrap_or_default());
                return Diagnostic::warning(
                    warning.code(),
                    format!("found what is probably a mistyped {meant}"),
                )
                .hint("look at the address; if it is a slip, change it")
                .at(domain)
                .fix_if_address(written, meant);
            }
            Warning::NoDot => (
                domain,
                "expected a domain with a dot, but found a single word".to_owned(),
                "hardly any top-level domain takes mail itself; complete the domain",
            ),
            Warning::NumericTld => (
                domain,
                "expected a domain that ends with a word, but found a number".to_owned(),
                "put an IP address in square brackets, or write the domain",
            ),
            Warning::UnknownTld => {
                // Any full stop that UTS 46 takes for a dot separates labels.
                let stop = written.char_indices().rfind(|(_, c)| super::domain::is_stop(*c));
                let start = stop.map_or(domain.start, |(i, c)| i + c.len_utf8()).max(domain.start);
                let tld = written.get(start..).unwrap_or_default();
                (
                    start..written.len(),
                    format!("expected a top-level domain that exists, but found .{tld}"),
                    "look at the end of the address",
                )
            }
            Warning::Reserved => (
                domain,
                "found a domain that is kept for examples and tests (RFC 2606)".to_owned(),
                "nobody reads mail there; fine for a trial",
            ),
            Warning::Disposable => (
                domain,
                "found a domain of throw-away mailboxes".to_owned(),
                "nobody may read this mailbox any more; such addresses raise the share of bounces",
            ),
            Warning::Role => (
                local,
                "found the address of an office, not of a person".to_owned(),
                "make sure that this office asked for the letter; several people may read it",
            ),
            Warning::MixedScripts if !has_mixed_scripts(&self.local) => (
                domain,
                "found letters of several scripts in the domain; some of them look alike".to_owned(),
                "make sure that the domain is the one that it looks like",
            ),
            Warning::MixedScripts => (
                local,
                "found letters of several scripts before the @; some of them look alike".to_owned(),
                "make sure that the address is the reader's own",
            ),
            Warning::Typographic => {
                let fixed: String = written.chars().map(|c| plain_sign(c).unwrap_or(c)).collect();
                let found =
                    written.chars().find(|c| plain_sign(*c).is_some()).map(text::name).unwrap_or_default();
                return Diagnostic::warning(
                    warning.code(),
                    format!("expected a plain sign from the keyboard, but found {found}"),
                )
                .hint("a word processor may have changed the sign; change it back")
                .at(local)
                .fix_if_address(written, fixed);
            }
            Warning::Literal => (
                domain,
                "expected a domain, but found an IP address".to_owned(),
                "most servers refuse such mail; ask the reader for an address with a domain",
            ),
            Warning::QuotedLocal => (
                local,
                "found a name before the @ that only quotation marks make one".to_owned(),
                "valid, but many programs refuse it; ask the reader for another address (RFC 5321 §4.1.2)",
            ),
            Warning::OldRoute => (
                local,
                "found a route to another address before the @, in the old style".to_owned(),
                "hardly any server follows it; write to the address itself (RFC 5321 appendix C)",
            ),
            Warning::Utf8 => (
                local,
                "found letters before the @ that only servers with SMTPUTF8 take (RFC 6531)".to_owned(),
                "make sure that the relay knows SMTPUTF8; older servers return such mail",
            ),
            Warning::LeadingApostrophe => {
                let fixed = written.trim_start_matches(is_quote).to_owned();
                let found = written.chars().next().unwrap_or('\'');
                return Diagnostic::warning(
                    warning.code(),
                    format!("expected a letter or digit first, but found {}", text::name(found)),
                )
                .hint("a spreadsheet or a quotation may have left it there; take it away")
                .at(0..found.len_utf8())
                .fix_if_address(written, fixed);
            }
        };
        Diagnostic::new(warning.severity(), warning.code(), message).hint(hint).at(span)
    }
}

/// A repair of a whole address, which is offered only if it gives one.
trait FixIfAddress {
    fn fix_if_address(self, written: &str, fixed: String) -> Diagnostic;
}

impl FixIfAddress for Diagnostic {
    fn fix_if_address(self, written: &str, fixed: String) -> Diagnostic {
        if Address::parse(&fixed).is_err() {
            return self;
        }
        self.fix(format!("Change to {fixed}"), 0..written.len(), fixed)
    }
}

/// The sign of the keyboard that a word processor made the typographic one of.
fn plain_sign(c: char) -> Option<char> {
    match c {
        '‘' | '’' | '‚' | '‛' | '´' => Some('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        _ => None,
    }
}

/// Whether the local part names another mailbox and the way to it: `ann%example.com` or `host!ann`.
fn is_route(local: &str) -> bool {
    let host = |text: &str| text.contains('.') && !text.starts_with('.') && !text.ends_with('.');
    local.split_once('%').is_some_and(|(name, rest)| !name.is_empty() && host(rest))
        || local.split_once('!').is_some_and(|(first, rest)| {
            !first.is_empty()
                && !rest.is_empty()
                && first.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        })
}

/// The same in a label of the domain, which is looked at in its own script.
fn has_mixed_scripts_in_a_label(domain: &str) -> bool {
    domain.contains("xn--") && super::domain::to_unicode(domain).split('.').any(has_mixed_scripts)
}

/// Whether letters of two of the three scripts that share shapes stand together: Latin, Greek, Cyrillic.
fn has_mixed_scripts(local: &str) -> bool {
    let mut scripts = [false; 3];
    for c in local.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => scripts[0] = true,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => scripts[1] = true,
            '\u{400}'..='\u{52f}' => scripts[2] = true,
            _ => {}
        }
    }
    scripts.iter().filter(|script| **script).count() > 1
}

/// Parses the lists now, so that the first address does not pay for it.
pub fn load_lists() {
    let _ = lists::Lists::get();
}

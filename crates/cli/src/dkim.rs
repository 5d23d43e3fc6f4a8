//! Signing letters (DKIM, RFC 6376 and RFC 8463), for those whose mail server does not. The key stays in this process: it
//! comes from a file that nobody else can read, and never enters a browser.

use crate::fail::Fail;
use crate::relay::private;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::pkcs8::DecodePrivateKey;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox};
use outbox::header::unfolded;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, LineEnding};
use std::fmt;
use std::path::{Path, PathBuf};

/// What is signed besides the body. A field that a letter lacks is signed as absent, so nobody can add it. RFC 8058 §4 wants
/// both fields of leaving among them.
const FIELDS: [&str; 10] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// How letters are signed
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "DKIM")]
pub struct DkimArgs {
    /// A file with the private key in PEM (RSA or Ed25519), which only you can read
    #[arg(long, value_name = "FILE", requires = "dkim_selector")]
    pub dkim_key: Option<PathBuf>,
    /// The domain that signs: the sender's, or one above it
    #[arg(long, value_name = "DOMAIN", requires = "dkim_key")]
    pub dkim_domain: Option<String>,
    /// The name under which the domain shows the public key, at SELECTOR._domainkey.DOMAIN
    #[arg(long, value_name = "NAME", requires = "dkim_domain")]
    pub dkim_selector: Option<String>,
}

impl DkimArgs {
    /// The signer, where one is wanted.
    ///
    /// # Errors
    /// A key that can't be read or that others can read, a name that can't be a domain's.
    pub fn signer(&self) -> Result<Option<Signer>, Fail> {
        match (&self.dkim_key, &self.dkim_domain, &self.dkim_selector) {
            (None, None, None) => Ok(None),
            (Some(key), Some(domain), Some(selector)) => Signer::read(key, domain, selector).map(Some),
            _ => Err(Fail::new("signing needs all of dkim_key, dkim_domain and dkim_selector")),
        }
    }
}

/// Signs letters of one domain with one key.
pub struct Signer {
    config: DkimConfig,
    fields: Vec<(&'static str, HeaderName)>,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a signer")
    }
}

impl Signer {
    fn read(path: &Path, domain: &str, selector: &str) -> Result<Signer, Fail> {
        private(path)?;
        let domain = name("--dkim-domain", domain)?;
        let selector = name("--dkim-selector", selector)?;
        let pem = std::fs::read_to_string(path).map_err(|error| Fail::file("read", path, &error))?;
        let key = key(&pem).ok_or_else(|| {
            Fail::new(format!(
                "{} holds no key that can sign: expected an RSA or Ed25519 private key in PEM, without a password",
                path.display()
            ))
        })?;
        let header = |name: &'static str| HeaderName::new_from_ascii(name.to_owned()).ok().map(|h| (name, h));
        let fields: Vec<_> = FIELDS.into_iter().filter_map(header).collect();
        let signed = fields.iter().map(|(_, header)| header.clone()).collect();
        // Relaxed: servers on the way may fold fields anew and trim lines (RFC 6376 §3.4).
        let relaxed = DkimCanonicalization {
            header: DkimCanonicalizationType::Relaxed,
            body: DkimCanonicalizationType::Relaxed,
        };
        Ok(Signer { config: DkimConfig::new(selector, domain, key, signed, relaxed), fields })
    }
}

/// A private key in PEM, PKCS #1 or PKCS #8.
fn key(pem: &str) -> Option<DkimSigningKey> {
    if let Ok(key) = ed25519_dalek::SigningKey::from_pkcs8_pem(pem) {
        let seed = STANDARD.encode(key.to_bytes());
        return DkimSigningKey::new(&seed, DkimSigningAlgorithm::Ed25519).ok();
    }
    let key = rsa::RsaPrivateKey::from_pkcs1_pem(pem).ok();
    let key = key.or_else(|| rsa::RsaPrivateKey::from_pkcs8_pem(pem).ok())?;
    let pem = key.to_pkcs1_pem(LineEnding::LF).ok()?;
    DkimSigningKey::new(&pem, DkimSigningAlgorithm::Rsa).ok()
}

/// A domain name, or a part of one, as it stands in the DNS.
fn name(option: &str, text: &str) -> Result<String, Fail> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
    match text.split('.').all(is_label) && text.len() <= 253 {
        true => Ok(text),
        false => Err(Fail::new(format!(
            "{option} expects a name as it stands in the DNS (letters, digits, hyphens and dots), but found {text:?}"
        ))),
    }
}

impl outbox::Signer for Signer {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let at = memchr::memmem::find(message, b"\r\n\r\n").ok_or("it has no body")?;
        let (head, body) = (message.get(..at).unwrap_or_default(), message.get(at + 4..).unwrap_or_default());
        let head = std::str::from_utf8(head).map_err(|_| "its header is no UTF-8")?;
        let mut signing = envelope(body)?;
        let mut room = LONGEST;
        for (name, header) in &self.fields {
            let values = values(head, name);
            match values.as_slice() {
                [] => {}
                [value] => {
                    room = room.checked_sub(value.len()).ok_or("its header is too long")?;
                    let (raw, encoded) = (value.clone(), value.clone());
                    let value = HeaderValue::dangerous_new_pre_encoded(header.clone(), raw, encoded);
                    signing.headers_mut().insert_raw(value);
                }
                _ => return Err(format!("it has {name} more than once")),
            }
        }
        signing.sign(&self.config);
        let signature = signing.headers().get_raw("DKIM-Signature").ok_or("no signature was made")?;
        Ok(folded(signature).into_bytes())
    }
}

/// Bytes of the signed fields together, at the most: far more than any letter of ours has.
const LONGEST: usize = 16 * 1024;

/// A message with this body, ready to take the fields that are signed.
fn envelope(body: &[u8]) -> Result<lettre::Message, String> {
    let nobody = Mailbox::new(None, "nobody@invalid.invalid".parse().map_err(|_| "no address")?);
    let message = lettre::Message::builder()
        .from(nobody.clone())
        .to(nobody)
        .body(Body::dangerous_pre_encoded(body.to_vec(), ContentTransferEncoding::Binary))
        .map_err(|error| error.to_string());
    message.map(|mut message| {
        message.headers_mut().clear();
        message
    })
}

/// The values of a field, unfolded.
fn values(head: &str, name: &str) -> Vec<String> {
    let fields = unfolded(head).into_iter().filter(|(found, _)| found.trim_end().eq_ignore_ascii_case(name));
    fields.map(|(_, value)| value.trim().to_owned()).collect()
}

/// The field, folded where the signature allows it: after semicolons, and within its own bytes.
fn folded(signature: &str) -> String {
    let (before, own) = signature.rsplit_once("b=").unwrap_or((signature, ""));
    let own: Vec<&str> =
        own.as_bytes().chunks(70).filter_map(|part| std::str::from_utf8(part).ok()).collect();
    let before = before.trim_end().replace("; ", ";\r\n\t");
    format!("DKIM-Signature: {before}\r\n\tb={}\r\n", own.join("\r\n\t"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_folded_where_it_may_be() {
        let own = "x".repeat(100);
        let field = folded(&format!("v=1; a=rsa-sha256; h=from:to; bh=abc=; b={own}"));
        assert!(
            field.starts_with(
                "DKIM-Signature: v=1;\r\n\ta=rsa-sha256;\r\n\th=from:to;\r\n\tbh=abc=;\r\n\tb=xxx"
            )
        );
        assert!(field.ends_with("x\r\n") && field.lines().all(|line| line.len() <= 78), "{field}");
    }

    #[test]
    fn names_of_the_dns_only() {
        assert_eq!(name("--dkim-domain", "Example.com.").unwrap(), "example.com");
        for text in ["", "a b", "a;d=evil.example", "a..b", "x\r\ny"] {
            assert!(name("--dkim-domain", text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_folded_field_is_one_value() {
        let head = "Subject: a\r\n b\r\nTo: x\r\nsubject:\r\n\tc";
        assert_eq!(values(head, "Subject"), ["a b", "c"]);
        assert_eq!(values(head, "To"), ["x"]);
    }
}

//! One finished letter to one recipient, whole and in parts: relays take the one or the other.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// A letter as it goes to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Outgoing {
    /// The same letter to the same recipient always has the same key.
    pub key: String,
    /// MAIL FROM (RFC 5321 §4.1.1.2); empty is the null sender.
    pub envelope_from: String,
    /// RCPT TO (RFC 5321 §4.1.1.3).
    pub envelope_to: String,
    /// The author.
    pub from: Person,
    /// The reader.
    pub to: Person,
    /// Where answers go, where not to the author.
    pub reply_to: Option<Person>,
    /// The subject, unencoded.
    pub subject: String,
    /// The plain text.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// Further headers in their order, unfolded and unencoded: none of those that have a field of their own here,
    /// and none that belongs to the MIME structure.
    pub headers: Vec<Header>,
    /// Attachments and inline parts.
    pub attachments: Vec<Attachment>,
    /// The whole message (RFC 5322), byte for byte.
    pub raw: Vec<u8>,
}

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// The display name; empty where there is none.
    pub name: String,
    /// The address.
    pub email: String,
}

/// A header field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A file in a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// The media type (RFC 2046).
    pub media_type: String,
    /// The Content-ID without brackets, where the HTML shows the part (RFC 2392).
    pub content_id: Option<String>,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// A file beside the letter, of its bytes in base64 (RFC 4648 §4); what is no base64 is an empty file.
    pub fn of_base64(name: String, media_type: String, content: &str) -> Attachment {
        Attachment { name, media_type, content_id: None, bytes: STANDARD.decode(content).unwrap_or_default() }
    }
}

impl Person {
    /// The person as stands in a header: `"Lee, Ann" <ann@example.com>` (RFC 5322 §3.4), letters beyond ASCII as they
    /// are, since the interfaces take UTF-8.
    pub fn mailbox(&self) -> String {
        if self.name.is_empty() {
            return self.email.clone();
        }
        let plain = |c: char| c.is_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(c);
        if self.name.chars().all(plain) {
            return format!("{} <{}>", self.name, self.email);
        }
        let quoted: String = self
            .name
            .chars()
            .filter(|c| !c.is_control())
            .flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c]))
            .collect();
        format!("\"{quoted}\" <{}>", self.email)
    }
}

impl Person {
    /// The same in ASCII: a name beyond it as encoded words (RFC 2047 §2), for interfaces that copy it into a header.
    pub fn mailbox_ascii(&self) -> String {
        if self.name.is_ascii() {
            return self.mailbox();
        }
        let mut words: Vec<String> = vec![String::new()];
        for c in self.name.chars().filter(|c| !c.is_control()) {
            // 45 bytes become 60 characters, which leaves room for what stands around them in 75 (RFC 2047 §2).
            if words.last().is_some_and(|word| word.len() + c.len_utf8() > 45) {
                words.push(String::new());
            }
            words.last_mut().into_iter().for_each(|word| word.push(c));
        }
        let encoded = words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        format!("{} <{}>", encoded.collect::<Vec<_>>().join(" "), self.email)
    }
}

/// The fields that a shape may name.
pub(crate) const FIELDS: [&str; 24] = [
    "key",
    "key_uuid",
    "from",
    "from_email",
    "from_name",
    "to",
    "to_email",
    "to_name",
    "reply_to",
    "reply_to_email",
    "reply_to_name",
    "subject",
    "text",
    "html",
    "headers",
    "raw",
    "raw_base64",
    "envelope_from",
    "envelope_to",
    "from_ascii",
    "to_ascii",
    "reply_to_ascii",
    "header_list",
    "attachments",
];

impl Outgoing {
    /// The value of a field by its name in a shape. `Null` where the letter has none, so that it is left out.
    pub(crate) fn field(&self, name: &str) -> Value {
        let text = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
        let reply_to = self.reply_to.as_ref();
        match name {
            "key" => text(&self.key),
            "key_uuid" => Value::from(uuid(&self.key)),
            "from" => text(&self.from.mailbox()),
            "from_ascii" => text(&self.from.mailbox_ascii()),
            "to_ascii" => text(&self.to.mailbox_ascii()),
            "reply_to_ascii" => reply_to.map_or(Value::Null, |who| text(&who.mailbox_ascii())),
            "from_email" => text(&self.from.email),
            "from_name" => text(&self.from.name),
            "to" => text(&self.to.mailbox()),
            "to_email" => text(&self.to.email),
            "to_name" => text(&self.to.name),
            "reply_to" => reply_to.map_or(Value::Null, |who| text(&who.mailbox())),
            "reply_to_email" => reply_to.map_or(Value::Null, |who| text(&who.email)),
            "reply_to_name" => reply_to.map_or(Value::Null, |who| text(&who.name)),
            "subject" => Value::from(self.subject.as_str()),
            "text" => self.text.as_deref().map_or(Value::Null, Value::from),
            "html" => self.html.as_deref().map_or(Value::Null, Value::from),
            "headers" => {
                let pairs = self.headers.iter().map(|h| (h.name.clone(), Value::from(h.value.as_str())));
                let all: Map<String, Value> = pairs.collect();
                if all.is_empty() { Value::Null } else { Value::Object(all) }
            }
            "raw" => Value::from(String::from_utf8_lossy(&self.raw)),
            "raw_base64" => Value::from(STANDARD.encode(&self.raw)),
            // Empty, it is the null sender, and not left out.
            "envelope_from" => Value::from(self.envelope_from.as_str()),
            "envelope_to" => text(&self.envelope_to),
            "header_list" => Value::Array(self.header_list()),
            "attachments" => Value::Array(self.attachment_list()),
            _ => Value::Null,
        }
    }

    /// The headers for a loop over `header`.
    pub(crate) fn header_list(&self) -> Vec<Value> {
        self.headers.iter().map(|h| json!({"name": h.name, "value": h.value})).collect()
    }

    /// The attachments for a loop over `attachment`.
    pub(crate) fn attachment_list(&self) -> Vec<Value> {
        let one = |a: &Attachment| {
            let disposition = if a.content_id.is_some() { "inline" } else { "attachment" };
            json!({
                "name": a.name, "type": a.media_type, "id": a.content_id, "base64": STANDARD.encode(&a.bytes),
                "disposition": disposition, "cid": a.content_id.as_ref().map(|id| format!("cid:{id}")),
            })
        };
        self.attachments.iter().map(one).collect()
    }

    /// About how many bytes the letter has in a request, to fill batches by; the request itself is measured again.
    pub fn weight(&self) -> usize {
        let parts = self.subject.len()
            + self.text.as_ref().map_or(0, String::len)
            + self.html.as_ref().map_or(0, String::len)
            + self.headers.iter().map(|h| h.name.len() + h.value.len()).sum::<usize>()
            + self.attachments.iter().map(|a| a.bytes.len()).sum::<usize>();
        512 + parts.max(self.raw.len())
    }
}

/// The key of a request: the letter's own, or one made of all letters' keys, so that the same letters in the same order
/// have the same.
pub fn batch_key(keys: &[&str]) -> String {
    match keys {
        [only] => (*only).to_owned(),
        all => {
            let mut hash = Sha256::new();
            for key in all {
                hash.update(key.as_bytes());
                hash.update(b"\n");
            }
            hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
        }
    }
}

/// A key in the form of a UUID (RFC 9562 §5.8), for relays that take nothing else: the same key, the same UUID.
pub(crate) fn uuid(key: &str) -> String {
    let mut bytes: Vec<u8> = Sha256::digest(key.as_bytes()).iter().take(16).copied().collect();
    for (at, mask, bits) in [(6, 0x0f, 0x80), (8, 0x3f, 0x80)] {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = *byte & mask | bits;
        }
    }
    let mut out = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push_str(&format!("{byte:02x}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_they_must() {
        let who = |name: &str| Person { name: name.into(), email: "a@x.test".into() }.mailbox();
        assert_eq!(who(""), "a@x.test");
        assert_eq!(who("Åse Lee"), "Åse Lee <a@x.test>");
        assert_eq!(who("Lee, Ann"), "\"Lee, Ann\" <a@x.test>");
        assert_eq!(who("A \"B\" \\ C\r\n"), "\"A \\\"B\\\" \\\\ C\" <a@x.test>");
    }

    #[test]
    fn names_beyond_ascii_become_encoded_words() {
        let who = |name: &str| Person { name: name.into(), email: "a@x.test".into() }.mailbox_ascii();
        assert_eq!(who("Lee, Ann"), "\"Lee, Ann\" <a@x.test>");
        assert_eq!(who("Åse"), "=?utf-8?B?w4VzZQ==?= <a@x.test>");
        let long = who(&"ä".repeat(60));
        assert!(long.split(' ').all(|word| word.len() <= 75), "{long}");
    }

    #[test]
    fn a_key_has_one_uuid() {
        assert_eq!(uuid("k"), uuid("k"));
        assert_ne!(uuid("k"), uuid("l"));
        assert_eq!((uuid("k").len(), uuid("k").as_bytes()[14]), (36, b'8'));
    }
}

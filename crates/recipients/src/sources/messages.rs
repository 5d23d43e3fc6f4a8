//! Addresses out of messages: an mbox (RFC 4155), or one message with its headers.

use super::{Rows, words};
use mail::address;
use std::collections::HashMap;

/// Fields that hold addresses of people, in the order of their weight.
const FIELDS: [&str; 4] = ["from", "to", "cc", "reply-to"];
/// Fields of which a message that is no mbox has to open with at least two.
const OPENING: [&str; 12] = [
    "received",
    "return-path",
    "delivered-to",
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "dkim-signature",
    "x-gmail-labels",
];

/// How many lines are looked at to tell a message's header.
const OPENING_LINES: usize = 400;

/// The addresses in the headers, each once, with the name that it came with first, the field, and in how many messages it
/// stands.
pub(super) fn table(text: &str) -> Option<String> {
    let text = text.trim_start();
    let is_mbox = text.starts_with("From ") && text.lines().nth(1).is_some_and(|line| field(line).is_some());
    if !is_mbox && !is_message(text) {
        return None;
    }
    let mut found = Found::default();
    let mut in_header = true;
    let mut blank_before = true;
    let mut header: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if is_mbox && blank_before && line.starts_with("From ") {
            found.message(std::mem::take(&mut header));
            (in_header, blank_before) = (true, false);
            continue;
        }
        blank_before = line.trim().is_empty();
        if !in_header {
            continue;
        }
        match (line.starts_with([' ', '\t']), header.last_mut(), field(line)) {
            (true, Some((_, value)), _) if !blank_before => value.push_str(line),
            (_, _, Some((name, value))) => header.push((name.to_ascii_lowercase(), value.to_owned())),
            _ => in_header = !blank_before,
        }
    }
    found.message(header);
    Some(found.csv())
}

/// Whether the first lines are the header of a message, and not a pasted To line.
fn is_message(text: &str) -> bool {
    if text.lines().next().and_then(field).is_none() {
        return false;
    }
    let header = text.lines().take(OPENING_LINES).take_while(|line| !line.trim().is_empty());
    let known = header
        .filter_map(field)
        .take(30)
        .filter(|(name, _)| OPENING.contains(&name.to_ascii_lowercase().as_str()));
    let known: Vec<&str> = known.map(|(name, _)| name).collect();
    let telling = known.iter().any(|name| !FIELDS.contains(&name.to_ascii_lowercase().as_str()));
    known.len() >= 2 && telling
}

/// A header's name and value (RFC 5322 §2.2).
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
    good.then_some((name, value))
}

/// Addresses found so far, in their order.
#[derive(Default)]
struct Found {
    places: HashMap<String, usize>,
    rows: Vec<Seen>,
    messages: usize,
}

struct Seen {
    address: String,
    name: String,
    field: &'static str,
    /// The last message that it stands in, and in how many.
    last: usize,
    count: usize,
}

impl Found {
    /// Takes the header of a message.
    fn message(&mut self, header: Vec<(String, String)>) {
        self.messages += 1;
        for field in FIELDS {
            for (_, value) in header.iter().filter(|(name, _)| name == field) {
                for entry in address::list(value) {
                    self.put(entry.address, words::decode(&entry.name), field);
                }
            }
        }
    }

    fn put(&mut self, address: String, name: String, field: &'static str) {
        // The case of a domain does not matter; that of the rest hardly ever does.
        let key = address.to_lowercase();
        let at = *self.places.entry(key).or_insert(self.rows.len());
        match self.rows.get_mut(at) {
            Some(seen) => {
                if seen.name.is_empty() {
                    seen.name = name;
                }
                seen.count += usize::from(seen.last != self.messages);
                seen.last = self.messages;
            }
            None => self.rows.push(Seen { address, name, field, last: self.messages, count: 1 }),
        }
    }

    fn csv(self) -> String {
        let mut rows = Rows::new(&["email", "name", "field", "messages"]);
        for seen in self.rows {
            rows.push(vec![seen.address, seen.name, seen.field.to_owned(), seen.count.to_string()]);
        }
        rows.csv()
    }
}

//! A pasted To line, or several: display names, comments, groups and quoted strings (RFC 5322 §3.4).

use super::{Rows, words};
use mail::address::{self, Listed};

/// What mail programs write before the addresses.
const FIELDS: [&str; 20] = [
    "to",
    "cc",
    "bcc",
    "from",
    "reply-to",
    "an",
    "von",
    "kopie",
    "à",
    "de",
    "para",
    "til",
    "fra",
    "kopi",
    "aan",
    "van",
    "till",
    "från",
    "кому",
    "копия",
];
/// How many lines are looked at.
const LINES: usize = 50;

/// The addresses of a text that is a list of mailboxes: it opens with a field such as `To:`, or every entry of its first
/// lines has an address, and some have a name before it or share a line.
pub(super) fn table(text: &str) -> Option<String> {
    let head: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    if !is_list(&head) {
        return None;
    }
    let mut rows = Rows::new(&["email", "name", "group"]);
    for mut entry in address::list(&without_fields(text)) {
        if FIELDS.contains(&entry.group.to_lowercase().as_str()) {
            entry.group.clear();
        }
        rows.push(vec![entry.address, words::decode(&entry.name), entry.group]);
    }
    Some(rows.csv())
}

fn is_list(head: &[&str]) -> bool {
    let entries = address::list(&head.join("\n"));
    let has_address = |entry: &Listed| {
        entry.address.matches('@').count() == 1
            && !entry.address.ends_with('@')
            && !entry.address.starts_with('@')
    };
    let good = entries.iter().filter(|entry| has_address(entry)).count();
    let field = head.first().is_some_and(|line| field(line).is_some());
    let named = head.iter().any(|line| line.contains('<') && line.contains('>'));
    // A line that is shared by several addresses, and by nothing else.
    let shared = entries.len() > head.len();
    good > 0 && if field { good * 2 >= entries.len() } else { good == entries.len() && (named || shared) }
}

/// What follows a field's name.
fn field(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(':')?;
    FIELDS.contains(&name.trim().to_lowercase().as_str()).then_some(rest)
}

/// The text with its field names taken away, each ending what stands before it.
fn without_fields(text: &str) -> String {
    text.lines().map(|line| field(line).map_or(line, str::trim_start)).collect::<Vec<_>>().join("\n")
}

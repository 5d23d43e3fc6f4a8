//! vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): a row for each address of each contact, and one for a contact that has
//! none, so that it is told and not lost.

use super::{Rows, words};

const NAMES: &[&str] = &["email", "name", "first_name", "last_name", "organization", "city", "country"];

/// The contacts of a text that opens with one.
pub(super) fn table(text: &str) -> Option<String> {
    let start = text.trim_start();
    if !start.get(..11).is_some_and(|first| first.eq_ignore_ascii_case("BEGIN:VCARD")) {
        return None;
    }
    let mut rows = Rows::new(NAMES);
    let mut card: Option<Card> = None;
    for line in unfold(start) {
        let Some(property) = Property::read(&line) else { continue };
        match property.name.as_str() {
            "BEGIN" => {
                // A contact that the next one cuts off is kept.
                card.replace(Card::default()).into_iter().for_each(|card| card.put(&mut rows));
            }
            "END" => card.take().into_iter().for_each(|card| card.put(&mut rows)),
            _ => card.iter_mut().for_each(|card| card.take(&property)),
        }
    }
    card.into_iter().for_each(|card| card.put(&mut rows));
    Some(rows.csv())
}

#[derive(Default)]
struct Card {
    addresses: Vec<String>,
    name: String,
    first: String,
    last: String,
    organization: String,
    city: String,
    country: String,
}

impl Card {
    fn take(&mut self, property: &Property) {
        let part = |at: usize| property.parts().get(at).cloned().unwrap_or_default();
        match property.name.as_str() {
            "EMAIL" => self.addresses.push(property.parts().join(";").trim().to_owned()),
            "FN" => self.name = property.parts().join(";"),
            "N" => (self.last, self.first) = (part(0), part(1)),
            "ORG" => self.organization = part(0),
            "ADR" => (self.city, self.country) = (part(3), part(6)),
            _ => {}
        }
    }

    fn put(self, rows: &mut Rows) {
        let addresses = if self.addresses.is_empty() { vec![String::new()] } else { self.addresses };
        for address in addresses {
            rows.push(vec![
                address,
                self.name.clone(),
                self.first.clone(),
                self.last.clone(),
                self.organization.clone(),
                self.city.clone(),
                self.country.clone(),
            ]);
        }
    }
}

/// A line of a contact.
struct Property {
    name: String,
    value: String,
}

impl Property {
    /// `item1.EMAIL;TYPE=work:ann@example.com`: name, parameters, value. Parameters may hold colons in quotes.
    fn read(line: &str) -> Option<Property> {
        let mut quoted = false;
        let colon = line.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let (head, value) = (line.get(..colon)?, line.get(colon + 1..)?);
        let mut parameters = head.split(';');
        let name = parameters.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
        let parameters: Vec<String> = parameters.map(str::to_ascii_uppercase).collect();
        let has = |word: &str| parameters.iter().any(|p| p == word || p.ends_with(&format!("={word}")));
        let charset = parameters.iter().find_map(|p| p.strip_prefix("CHARSET="));
        let value = match () {
            () if has("QUOTED-PRINTABLE") => {
                words::text(&words::quoted_printable(value, false), charset.unwrap_or("utf-8"))
            }
            () => value.to_owned(),
        };
        Some(Property { name, value })
    }

    /// The value's parts between semicolons, their escapes undone (RFC 6350 §3.4).
    fn parts(&self) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut characters = self.value.chars();
        while let Some(c) = characters.next() {
            let c = match c {
                ';' => {
                    parts.push(String::new());
                    continue;
                }
                '\\' => match characters.next() {
                    Some('n' | 'N') => ' ',
                    Some(c) => c,
                    None => '\\',
                },
                c => c,
            };
            if let Some(last) = parts.last_mut() {
                last.push(c);
            }
        }
        parts
    }
}

/// Lines with their continuations: those that begin with a space or a tab, and in vCard 2.1 those after a `=` at the end.
fn unfold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        match lines.last_mut() {
            Some(last) if last.ends_with('=') && last.to_ascii_uppercase().contains("QUOTED-PRINTABLE") => {
                last.pop();
                last.push_str(line);
            }
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(&line[1..]),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

//! Address lists as people paste them: the `address-list` of RFC 5322 §3.4 with its groups, comments and quoted strings,
//! read kindly. Nothing is judged here; what stands between two separators comes out as it is.

/// An entry of an address list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// The display name, or the comment where there is none; without quotes.
    pub name: String,
    /// What stands where the address belongs, as it is written.
    pub address: String,
    /// The group that the entry is in.
    pub group: String,
}

/// Reads a list of mailboxes, separated by commas, semicolons or line breaks. A line that begins with a space or a tab
/// goes on with the line before (RFC 5322 §2.2.3).
pub fn list(text: &str) -> Vec<Listed> {
    let mut reader = Lister::default();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        reader.take(c, next);
    }
    reader.end_entry();
    reader.found
}

/// A list on its way.
#[derive(Default)]
struct Lister {
    found: Vec<Listed>,
    group: String,
    /// Text outside comments and angle brackets.
    text: String,
    comment: String,
    angle: Option<String>,
    /// Whether the last quotation mark opened a string.
    quoted: bool,
    escaped: bool,
    depth: usize,
    in_angle: bool,
}

impl Lister {
    fn take(&mut self, c: char, next: Option<char>) {
        if std::mem::take(&mut self.escaped) {
            return self.push(c);
        }
        match c {
            '\\' if self.quoted || self.depth > 0 => {
                self.escaped = true;
                // A quoted local part keeps its escapes.
                if self.depth == 0 && self.angle.is_none() {
                    self.text.push(c);
                } else if self.in_angle {
                    self.push(c);
                }
            }
            '"' if self.depth == 0 => {
                self.quoted = !self.quoted;
                self.push(c);
            }
            // A quotation mark that nobody closes ends with its line.
            '\n' | '\r' if !matches!(next, Some(' ' | '\t')) => self.end_entry(),
            '\n' | '\r' => self.push(' '),
            c if self.quoted => self.push(c),
            '(' if !self.in_angle => self.depth += 1,
            ')' if self.depth > 0 => self.depth -= 1,
            c if self.depth > 0 => self.push(c),
            '<' => (self.in_angle, self.angle) = (true, Some(String::new())),
            '>' => self.in_angle = false,
            ',' if !self.in_angle => self.end_entry(),
            ';' if !self.in_angle => {
                self.end_entry();
                self.group.clear();
            }
            ':' if !self.in_angle && self.opens_group() => {
                self.group = plain(&std::mem::take(&mut self.text));
            }
            c => self.push(c),
        }
    }

    /// Whether what stands before a colon is the name of a group. A link's scheme is none, nor is anything with an `@`.
    fn opens_group(&self) -> bool {
        let name = self.text.trim();
        !name.is_empty()
            && !name.contains('@')
            && !name.eq_ignore_ascii_case("mailto")
            && self.angle.is_none()
    }

    fn push(&mut self, c: char) {
        match &mut self.angle {
            Some(angle) if self.in_angle => angle.push(c),
            _ if self.depth > 0 => self.comment.push(c),
            _ => self.text.push(c),
        }
    }

    fn end_entry(&mut self) {
        let (text, comment) = (std::mem::take(&mut self.text), std::mem::take(&mut self.comment));
        (self.quoted, self.escaped, self.in_angle, self.depth) = (false, false, false, 0);
        let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.angle.take() {
            Some(address) => {
                let name = Some(plain(&text)).filter(|name| !name.is_empty()).unwrap_or(comment);
                self.put(name, address.trim());
            }
            None if text.trim().is_empty() => {}
            None => {
                // Addresses parted by spaces alone are several entries.
                let words: Vec<&str> = text.split_whitespace().collect();
                if words.len() > 1
                    && !text.contains('"')
                    && words.iter().all(|word| word.matches('@').count() == 1)
                {
                    words.iter().for_each(|word| self.put(comment.clone(), word));
                } else {
                    self.put(comment, text.trim());
                }
            }
        }
    }

    fn put(&mut self, name: String, address: &str) {
        self.found.push(Listed { name, address: address.to_owned(), group: self.group.clone() });
    }
}

/// A phrase without its quotation marks and escapes, spaces squeezed.
fn plain(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    let mut escaped = false;
    for c in phrase.chars() {
        match c {
            c if std::mem::take(&mut escaped) => out.push(c),
            '\\' => escaped = true,
            '"' => {}
            c => out.push(c),
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    // Some programs write 'Ann Lee' <…>.
    let bare = out.strip_prefix('\'').and_then(|out| out.strip_suffix('\'')).map(str::to_owned);
    bare.unwrap_or(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let found = list(text);
        let found: Vec<_> =
            found.iter().map(|one| (one.name.as_str(), one.address.as_str(), one.group.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_comments_and_quotes_are_parted() {
        check(
            "Ann Lee <ann@example.com>, \"Berg, Åse\" <ase@example.org>; bo@example.net (Bo Ek),\r\n cy@example.com",
            &[
                ("Ann Lee", "ann@example.com", ""),
                ("Berg, Åse", "ase@example.org", ""),
                ("Bo Ek", "bo@example.net", ""),
                ("", "cy@example.com", ""),
            ],
        );
        check("'Ann' <ann@example.com>", &[("Ann", "ann@example.com", "")]);
        check(
            "\"a, b\"@example.com, c@example.com",
            &[("", "\"a, b\"@example.com", ""), ("", "c@example.com", "")],
        );
        check("\"A \\\"B\\\" C\" <a@example.com>", &[("A \"B\" C", "a@example.com", "")]);
        check("a@example.com b@example.com", &[("", "a@example.com", ""), ("", "b@example.com", "")]);
    }

    #[test]
    fn groups_name_their_members() {
        check(
            "Board: ann@example.com, Bo <bo@example.com>;, Staff:; cy@example.com",
            &[
                ("", "ann@example.com", "Board"),
                ("Bo", "bo@example.com", "Board"),
                ("", "cy@example.com", ""),
            ],
        );
        check("mailto:ann@example.com", &[("", "mailto:ann@example.com", "")]);
    }

    #[test]
    fn what_is_left_open_ends_with_its_line() {
        check(
            "Ann <ann@example.com\nBo (bo@example.com",
            &[("Ann", "ann@example.com", ""), ("bo@example.com", "Bo", "")],
        );
        check(
            "\"Ann <ann@example.com>\nbo@example.com",
            &[("", "\"Ann <ann@example.com>", ""), ("", "bo@example.com", "")],
        );
        check(" ,;\n , ", &[]);
    }
}

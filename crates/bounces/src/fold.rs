//! Server words made comparable: lower case, single blanks, without the codes that every line repeats.

use crate::codes::enhanced_at;
use diag::Span;

/// The most that is read of one answer. The decisive words stand near the start.
const LIMIT: usize = 2_500;

/// The comparable form of a text, with the way back to the original's bytes.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The comparable text.
    pub text: String,
    /// For each byte of `text` the byte of the original that it came from.
    origin: Vec<u32>,
}

impl Folded {
    /// Nothing yet.
    pub fn new() -> Folded {
        Folded::default()
    }

    /// Adds a piece that stands at `offset` in the original.
    pub fn push(&mut self, piece: &str, offset: usize) {
        if !self.text.is_empty() {
            self.blank(offset);
        }
        let bytes = piece.as_bytes();
        let mut opening: Option<&str> = None;
        let mut chars = piece.char_indices().peekable();
        let mut line_start = true;
        while let Some((at, c)) = chars.next() {
            if self.text.len() > LIMIT {
                return;
            }
            // A code that the first line gave already only cuts phrases in two.
            if c.is_ascii_digit() && (line_start || at == 0 || bytes[at - 1] == b' ') {
                let skipped = repeated_code(piece, at, opening);
                if let Some((code, end)) = skipped {
                    let first = opening.is_none();
                    opening = opening.or(Some(code));
                    if !first {
                        while chars.peek().is_some_and(|(next, _)| *next < end) {
                            chars.next();
                        }
                        self.blank(offset + at);
                        line_start = false;
                        continue;
                    }
                }
            }
            line_start = c == '\n';
            match c {
                '\\' if piece[at..].starts_with("\\n") => {
                    chars.next();
                    line_start = true;
                    self.blank(offset + at);
                }
                '-' if bytes[at + 1..].len() >= 4
                    && bytes[at + 1..at + 5].eq_ignore_ascii_case(b"mail")
                    && self.text.ends_with('e') => {}
                '\u{2018}' | '\u{2019}' | '`' => self.put('\'', offset + at),
                '\u{201c}' | '\u{201d}' => self.put('"', offset + at),
                c if c.is_whitespace() || c.is_control() => self.blank(offset + at),
                c if c.is_ascii() => self.put(c.to_ascii_lowercase(), offset + at),
                c => c.to_lowercase().for_each(|c| match base_letter(c) {
                    Some(base) => base.chars().for_each(|c| self.put(c, offset + at)),
                    None => self.put(c, offset + at),
                }),
            }
        }
    }

    /// Drops the local parts of addresses: `blocked@example.org` says nothing about a block.
    pub fn forget_names(&mut self) {
        let part =
            |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'=' | b'/' | b'%');
        let bytes = self.text.as_bytes();
        let mut drops: Vec<(usize, usize)> = Vec::new();
        for at in memchr::memchr_iter(b'@', bytes) {
            let floor = drops.last().map_or(0, |(_, end)| *end);
            let length = bytes[floor..at].iter().rev().take_while(|b| part(**b)).count();
            if length > 0 {
                drops.push((at - length, at));
            }
        }
        if drops.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut origin = Vec::with_capacity(self.origin.len());
        let mut from = 0;
        for (start, end) in drops.into_iter().chain([(self.text.len(), self.text.len())]) {
            // The dropped bytes are ASCII, so both ends lie on character borders.
            text.push_str(&self.text[from..start]);
            origin.extend_from_slice(&self.origin[from..start]);
            from = end;
        }
        *self = Folded { text, origin };
    }

    /// The place in the original of a range of the comparable text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let place = |i: usize| self.origin.get(i).map_or(0, |o| *o as usize);
        // The last byte's origin plus its own length: only ASCII can be last in a pattern of ASCII, and for
        // other characters the end is widened to the next byte that was kept.
        let last = end.saturating_sub(1);
        let next = self.origin.get(end).map(|o| *o as usize);
        let width = self.text.as_bytes().get(last).map_or(1, |b| if b.is_ascii() { 1 } else { 0 });
        let after = if width == 1 { place(last) + 1 } else { next.unwrap_or(place(last) + 1) };
        Span::new(place(start), after)
    }

    fn put(&mut self, c: char, origin: usize) {
        self.text.push(c);
        self.origin.resize(self.text.len(), u32::try_from(origin).unwrap_or(u32::MAX));
    }

    fn blank(&mut self, origin: usize) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.put(' ', origin);
        }
    }
}

/// A Latin letter without its accent: mail programs write both `désactivée` and `desactivee`.
fn base_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ě' | 'ę' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => "u",
        'ý' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        _ => return None,
    })
}

/// Lower-case words in the form that folded texts have.
pub(crate) fn without_accents(words: &str) -> String {
    if words.is_ascii() {
        return words.to_owned();
    }
    words.chars().fold(String::with_capacity(words.len()), |mut out, c| {
        match base_letter(c) {
            Some(base) => out.push_str(base),
            None => out.push(c),
        }
        out
    })
}

/// Finds folded words in a span of the shown text, ignoring ASCII case; the span itself where they differ.
pub(crate) fn locate(text: &str, span: Span, words: &str) -> Span {
    let Some(area) = span.of(text) else { return span };
    if words.is_empty() || area.len() > 20_000 {
        return span;
    }
    area.as_bytes()
        .windows(words.len())
        .position(|window| window.eq_ignore_ascii_case(words.as_bytes()))
        .map_or(span, |at| Span::new(span.start + at, span.start + at + words.len()))
}

/// A code at this place that may open a line: `550-5.1.1 `, `550 `. With `opening`, only one that repeats it.
fn repeated_code<'t>(piece: &'t str, at: usize, opening: Option<&str>) -> Option<(&'t str, usize)> {
    let code = piece.get(at..at + 3).filter(|code| code.bytes().all(|b| b.is_ascii_digit()))?;
    if !matches!(code.as_bytes()[0], b'4' | b'5')
        || !matches!(piece.as_bytes().get(at + 3), Some(b'-' | b' '))
    {
        return None;
    }
    if opening.is_some_and(|opening| opening != code) {
        return None;
    }
    let mut end = at + 4;
    if let Some((_, after)) = enhanced_at(piece, end) {
        end = after;
    }
    Some((code, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut folded = Folded::new();
        folded.push(text, 0);
        assert_eq!(folded.text, expected);
    }

    #[test]
    fn lines_are_joined_without_their_codes() {
        check("550-5.1.1 The Account\n550 5.1.1 does\tnot  exist", "550-5.1.1 the account does not exist");
        check("550-5.1.1 The account 550 5.1.1 does not", "550-5.1.1 the account does not");
        check("421-4.7.0 slow\\n421-4.7.0 down", "421-4.7.0 slow down");
        check("Your E-Mail isn’t", "your email isn't");
        check("550 Boîte désactivée", "550 boite desactivee");
        check("451 wait 300 seconds", "451 wait 300 seconds");
    }

    #[test]
    fn spans_lead_back_to_the_original() {
        let text = "550-5.1.1 The  Account\n550 5.1.1 is gone";
        let mut folded = Folded::new();
        folded.push(text, 0);
        let start = folded.text.find("account is gone").unwrap();
        let span = folded.span(start, start + "account is gone".len());
        assert_eq!(span.of(text), Some("Account\n550 5.1.1 is gone"));
    }
}

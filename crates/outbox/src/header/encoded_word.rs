//! Encoded words (RFC 2047): text that is not plain ASCII, in pieces of at most 75 characters.

use super::HeaderText;
use super::field::Field;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The longest encoded word that RFC 2047 §2 allows.
const LONGEST: usize = 75;
const OPEN_Q: &str = "=?utf-8?Q?";
const OPEN_B: &str = "=?utf-8?B?";
const CLOSE: &str = "?=";
const OVERHEAD: usize = OPEN_Q.len() + CLOSE.len();
/// Room for the longest character, four bytes in the Q encoding.
const LEAST_ROOM: usize = OVERHEAD + 12;

/// Writes unstructured text. From the first word that can't stand as it is to the last such word all is
/// encoded; what lies before and after stays readable.
pub(super) fn write_unstructured(field: &mut Field<'_>, text: &HeaderText<'_>, longest_word: usize) {
    let text = text.as_str();
    if text.is_empty() {
        return;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let needs = |word: &&str| needs_encoding(word, longest_word);
    let (Some(mut first), Some(mut last)) = (words.iter().position(needs), words.iter().rposition(needs))
    else {
        words.iter().for_each(|word| field.word(word));
        return;
    };
    // An empty word stands for a space at an end or beside another space. It has no letters of its own, so the
    // encoded part takes in its neighbour to have something around the space.
    if words.get(first).is_some_and(|word| word.is_empty()) {
        first = first.saturating_sub(1);
    }
    if words.get(last).is_some_and(|word| word.is_empty()) {
        last = (last + 1).min(words.len() - 1);
    }
    for (i, word) in words.iter().enumerate() {
        if i == first {
            write_encoded(field, &words.get(first..=last).unwrap_or_default().join(" "));
        } else if i < first || i > last {
            field.word(word);
        }
    }
}

/// Writes text as encoded words, split at character borders.
fn write_encoded(field: &mut Field<'_>, text: &str) {
    let encoding = Encoding::shorter(text);
    let mut rest = text;
    while !rest.is_empty() {
        field.fold_below(LEAST_ROOM);
        let payload = field.room().min(LONGEST).saturating_sub(OVERHEAD);
        let (chunk, after) = rest.split_at(encoding.prefix(rest, payload));
        field.word(&encoding.word(chunk));
        rest = after;
    }
}

/// Writes a display name as encoded words: one word where that is possible. Some readers (Python's email package
/// among them) keep the space between the encoded words of a name, which should vanish (RFC 2047 §6.2). So longer
/// names are split after spaces where they have any: a space too many then does the least harm.
pub(super) fn write_encoded_phrase(field: &mut Field<'_>, name: &str) {
    let encoding = Encoding::shorter(name);
    let payload = LONGEST - OVERHEAD;
    let mut rest = name;
    while !rest.is_empty() {
        let fits = encoding.prefix(rest, payload);
        let (chunk, _) = rest.split_at(fits);
        let end = if fits == rest.len() { fits } else { chunk.rfind(' ').map_or(fits, |space| space + 1) };
        let (chunk, after) = rest.split_at(end);
        let word = encoding.word(chunk);
        field.fold_below(word.len());
        field.word(&word);
        rest = after;
    }
}

/// Whether a word must be encoded: other than ASCII, empty (a space to keep), like an encoded word, too long.
fn needs_encoding(word: &str, longest_word: usize) -> bool {
    word.is_empty() || word.len() > longest_word || !word.is_ascii() || word.contains("=?")
}

/// The characters that stand for themselves in the Q encoding even in a phrase (RFC 2047 §5 (3)).
fn is_q_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '!' | '*' | '+' | '-' | '/')
}

/// The two encodings of RFC 2047 §4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// Like quoted-printable.
    Q,
    /// Base64.
    B,
}

impl Encoding {
    /// The one in which the text is shorter.
    fn shorter(text: &str) -> Encoding {
        let q: usize = text.chars().map(q_width).sum();
        if q <= text.len().div_ceil(3) * 4 { Encoding::Q } else { Encoding::B }
    }

    /// How many bytes of the text, whole characters, fit into this many encoded ones: at least one character.
    fn prefix(self, text: &str, room: usize) -> usize {
        let fits = match self {
            Encoding::Q => {
                let mut width = 0;
                let over = text.char_indices().find(|(_, c)| {
                    width += q_width(*c);
                    width > room
                });
                over.map_or(text.len(), |(at, _)| at)
            }
            Encoding::B => text.floor_char_boundary(room / 4 * 3),
        };
        fits.max(text.chars().next().map_or(0, char::len_utf8))
    }

    /// The text as one encoded word.
    fn word(self, text: &str) -> String {
        let mut word = String::with_capacity(LONGEST);
        match self {
            Encoding::Q => {
                word.push_str(OPEN_Q);
                text.chars().for_each(|c| push_q(&mut word, c));
            }
            Encoding::B => {
                word.push_str(OPEN_B);
                STANDARD.encode_string(text, &mut word);
            }
        }
        word.push_str(CLOSE);
        word
    }
}

fn q_width(c: char) -> usize {
    if is_q_plain(c) || c == ' ' { 1 } else { 3 * c.len_utf8() }
}

fn push_q(word: &mut String, c: char) {
    match c {
        ' ' => word.push('_'),
        c if is_q_plain(c) => word.push(c),
        c => {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| word.push_str(&format!("={byte:02X}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::HeaderName;
    use proptest::prelude::*;

    fn subject(text: &str) -> String {
        let mut out = Vec::new();
        crate::header::write_text(&mut out, &HeaderName::known("Subject"), &HeaderText::new(text), 66);
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(subject(text), expected);
    }

    #[test]
    fn plain_words_stay_plain() {
        check("Spring price list", "Subject: Spring price list\r\n");
        check("", "Subject:\r\n");
        check("Preise für Ann", "Subject: Preise =?utf-8?Q?f=C3=BCr?= Ann\r\n");
        check("a =?b", "Subject: a =?utf-8?B?PT9i?=\r\n");
    }

    #[test]
    fn spaces_are_kept() {
        check("a  b c", "Subject: =?utf-8?Q?a__b?= c\r\n");
        check(" a", "Subject: =?utf-8?Q?_a?=\r\n");
        check("a ", "Subject: =?utf-8?Q?a_?=\r\n");
        check(" ", "Subject: =?utf-8?Q?_?=\r\n");
    }

    #[test]
    fn the_shorter_encoding_is_taken() {
        check("日本", "Subject: =?utf-8?B?5pel5pys?=\r\n");
    }

    #[test]
    fn long_text_is_folded_at_spaces() {
        let text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
        check(
            text,
            "Subject: one two three four five six seven eight nine ten eleven twelve\r\n thirteen fourteen\r\n",
        );
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC{0,200}") {
            let written = subject(&text);
            prop_assert!(written.is_ascii());
            prop_assert!(written.split("\r\n").all(|line| line.len() <= 76), "{written}");
            let message = format!("{written}\r\n\r\n");
            let read = mail_parser::MessageParser::default().parse(message.as_bytes()).unwrap();
            let expected = HeaderText::new(&text);
            prop_assert_eq!(read.subject().unwrap_or_default(), expected.as_str());
        }
    }
}

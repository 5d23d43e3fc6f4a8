//! Parameters of MIME headers: tokens, quoted strings, and RFC 2231 for the rest.

use super::{Field, HeaderName};

/// Longer values go into numbered sections (RFC 2231 §3), so that no line grows long.
const SECTION: usize = 55;

/// Writes a MIME header such as Content-Type: a value and its parameters. Parameter names are Postroom's own;
/// values may hold anything, control characters are percent-encoded.
pub fn write_with_parameters(
    out: &mut Vec<u8>,
    name: &HeaderName,
    value: &'static str,
    parameters: &[(&'static str, &str)],
) {
    let sections: Vec<String> = parameters.iter().flat_map(|(key, value)| sections(key, value)).collect();
    let mut field = Field::open(out, name);
    field.word(&with_semicolon(value, !sections.is_empty()));
    for (i, section) in sections.iter().enumerate() {
        field.word(&with_semicolon(section, i + 1 < sections.len()));
    }
    field.close();
}

fn with_semicolon(text: &str, more: bool) -> String {
    if more { format!("{text};") } else { text.to_owned() }
}

fn sections(key: &str, value: &str) -> Vec<String> {
    if value.len() <= SECTION {
        if !value.is_empty() && value.bytes().all(is_token) {
            return vec![format!("{key}={value}")];
        }
        if value.bytes().all(|b| matches!(b, b' '..=b'~')) {
            return vec![format!("{key}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))];
        }
    }
    let mut encoded = vec![String::new()];
    for c in value.chars() {
        let piece = percent(c);
        match encoded.last_mut() {
            // Sections end at character borders, for readers that decode each section by itself.
            Some(last) if last.len() + piece.len() <= SECTION => last.push_str(&piece),
            _ => encoded.push(piece),
        }
    }
    if let [only] = encoded.as_slice() {
        return vec![format!("{key}*=utf-8''{only}")];
    }
    let charset = |i: usize| if i == 0 { "utf-8''" } else { "" };
    encoded.iter().enumerate().map(|(i, text)| format!("{key}*{i}*={}{text}", charset(i))).collect()
}

/// The characters of a token (RFC 2045 §5.1): printable ASCII but the specials.
fn is_token(b: u8) -> bool {
    b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&b)
}

fn percent(c: char) -> String {
    if c.is_ascii() && is_token(c as u8) && !matches!(c, '*' | '\'' | '%') {
        return c.to_string();
    }
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().map(|b| format!("%{b:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: &str) -> String {
        let mut out = Vec::new();
        let name = HeaderName::known("Content-Disposition");
        write_with_parameters(&mut out, &name, "attachment", &[("filename", value)]);
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn check(value: &str, expected: &str) {
        assert_eq!(written(value), format!("Content-Disposition: attachment; {expected}\r\n"));
    }

    #[test]
    fn the_simplest_form_that_can_say_it() {
        check("prices.pdf", "filename=prices.pdf");
        check("price list.pdf", "filename=\"price list.pdf\"");
        check("a\"b\\c", "filename=\"a\\\"b\\\\c\"");
        check("æ.pdf", "filename*=utf-8''%C3%A6.pdf");
        check("a\r\nb", "filename*=utf-8''a%0D%0Ab");
    }

    proptest! {
        #[test]
        fn any_file_name_comes_back(value in "\\PC{1,150}") {
            prop_assume!(value.trim() == value);
            let header = written(&value);
            prop_assert!(header.split("\r\n").all(|line| line.len() <= 78 && line.is_ascii()), "{header}");
            let message = format!("{header}\r\nbody\r\n");
            let read = mail_parser::MessageParser::default().parse(message.as_bytes()).unwrap();
            use mail_parser::MimeHeaders as _;
            let disposition = read.parts[0].content_disposition().unwrap();
            prop_assert_eq!(disposition.attribute("filename").unwrap_or_default(), value.as_str());
        }
    }
}

//! Several mails in one file (RFC 4155): each begins with a line `From `, after a blank line.

use crate::fact::Fact;
use crate::read::mail;

/// Where the mails of an mbox begin, or `None` where the file holds one mail only.
pub(crate) fn starts(bytes: &[u8]) -> Option<Vec<usize>> {
    if !bytes.starts_with(b"From ") {
        return None;
    }
    let mut starts = vec![0];
    for at in memchr::memmem::find_iter(bytes, b"\n\nFrom ") {
        let line_end = memchr::memchr(b'\n', &bytes[at + 2..]).map_or(bytes.len(), |i| at + 2 + i);
        let line = &bytes[at + 2..line_end];
        // A sentence may begin with "From"; a separator ends with a year and is followed by a header.
        let year = line
            .trim_ascii_end()
            .rsplit(|b| *b == b' ')
            .take(2)
            .any(|word| word.len() == 4 && word.iter().all(u8::is_ascii_digit));
        let next = bytes.get(line_end + 1..).unwrap_or_default();
        let name = next.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        if year && name > 1 && next.get(name) == Some(&b':') {
            starts.push(at + 2);
        }
    }
    (starts.len() > 1).then_some(starts)
}

/// Reads the mails one after another into one shown text.
pub(crate) fn read(bytes: &[u8], starts: &[usize], shown: &mut String) -> (String, Vec<Fact<'static>>) {
    let mut facts = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(bytes.len());
        let mut found = mail::read(&bytes[*start..end], shown).facts;
        for fact in &mut found {
            fact.input = "mbox";
        }
        facts.append(&mut found);
        shown.push('\n');
    }
    (format!("an mbox of {} mails", starts.len()), facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From MAILER-DAEMON Thu Apr 29 23:34:45 2026\nFrom: MAILER-DAEMON@mx.example.org\nSubject: failure notice\n\n<bob@example.org>:\nRemote host said: 550 5.1.1 no such user\n\n--- Below this line is a copy of the message.\n\nFrom here on it is prose.\n";

    #[test]
    fn mails_are_told_apart() {
        let two = format!("{MAIL}\n{}", MAIL.replace("bob@", "ann@"));
        assert_eq!(starts(two.as_bytes()).unwrap().len(), 2);
        assert_eq!(starts(MAIL.as_bytes()), None);
        let verdicts = crate::verdicts(two.as_bytes());
        let who: Vec<_> =
            verdicts.iter().map(|v| (v.input.as_str(), v.recipient.as_deref().unwrap())).collect();
        assert_eq!(who, [("mbox", "bob@example.org"), ("mbox", "ann@example.org")]);
    }
}

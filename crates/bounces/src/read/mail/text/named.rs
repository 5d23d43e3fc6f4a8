//! The lines of a report that name a recipient.

use super::lexicon::lexicon;

/// The recipient that a line introduces.
pub(super) fn names_recipient(line: &str) -> Option<String> {
    let bare = line.trim();
    if !bare.contains('@') || bare.len() > 600 {
        return None;
    }
    let lower = bare.to_ascii_lowercase();
    // What is said about the sender, or quoted from the message's own head, names no recipient.
    if lexicon().other.iter().any(|word| lower.starts_with(word)) {
        return None;
    }
    // Exchange wraps the address into an X.400 one: `c=US;a= ;p=Org;dda:SMTP=bob@example.org; on Fri, …`.
    if let Some(wrapped) = lower.find("smtp=").and_then(|at| bare.get(at + 5..)) {
        return first_address(wrapped)
            .filter(|(_, before, _)| before.is_empty())
            .map(|(address, ..)| address);
    }
    let (address, before, after) = first_address(bare)?;
    let head = before.trim_end_matches(['<', '"', '(', '[', '\'']).trim_end();
    let tail = after.trim_start_matches(['>', '"', ')', ']', '\'', '.', ',']);
    let lower_head = head.to_ascii_lowercase();
    if lower_head.is_empty() || lower_head.chars().all(|c| !c.is_alphanumeric()) {
        // The address opens the line: a list entry, `<a@b>: reason`, `a@b... reason`.
        let prose = tail.starts_with(" is ") || tail.starts_with(" for ");
        return (!prose).then_some(address);
    }
    // A code and then the address in brackets, as Sendmail writes it: `550 5.1.1 <a@b>... User unknown`.
    let coded = lower_head.split_whitespace().all(|word| {
        word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'(' | b')' | b'#' | b':'))
    });
    if coded {
        return (after.starts_with('>') && (tail.is_empty() || !tail.starts_with(" sender")))
            .then_some(address);
    }
    let label = lower_head.trim_end_matches([':', ' ', '=', '-', '>']);
    let labelled = lexicon().label.iter().any(|known| {
        label
            .strip_suffix(known)
            .is_some_and(|rest| rest.is_empty() || !rest.ends_with(|c: char| c.is_alphanumeric()))
    });
    let reason =
        lower_head.ends_with(':') && tail.is_empty() && label.contains(' ') && !label.ends_with("from");
    let contact = lexicon().contact.iter().any(|word| lower_head.contains(word));
    let own_header = lower_head == "to:" && !line.starts_with(">>>");
    ((labelled && !own_header && tail.len() < 120) || reason).then_some(address).filter(|_| !contact)
}

/// The first address of a line, with what stands before and after it.
pub(crate) fn first_address(line: &str) -> Option<(String, &str, &str)> {
    let mut from = 0;
    while let Some(found) = line.get(from..)?.find('@') {
        let at = from + found;
        let part = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let start = match line[..at].strip_suffix('"') {
            Some(quoted) => quoted.rfind('"').unwrap_or(at),
            None => line[..at]
                .rfind(|c: char| !part(c))
                .map_or(0, |i| i + line[i..].chars().next().map_or(1, char::len_utf8)),
        };
        // East Asian text follows without a blank; in a domain it would follow a dot.
        let domain = |c: char| {
            (c.is_alphanumeric() && (c < '\u{2e80}' || !line[at + 1..].starts_with(|c: char| c.is_ascii())))
                || c == '-'
                || c == '.'
        };
        let rest = &line[at + 1..];
        let end = at + 1 + rest.find(|c: char| !domain(c)).unwrap_or(rest.len());
        let trimmed = line[at + 1..end].trim_end_matches(['.', '-']);
        let end = at + 1 + trimmed.len();
        let start =
            start + line[start..at].len() - line[start..at].trim_start_matches(['\'', '=', '/']).len();
        if start < at && !trimmed.is_empty() {
            return Some((line[start..end].to_owned(), &line[..start], &line[end..]));
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<&str>) {
        assert_eq!(names_recipient(line).as_deref(), expected, "{line:?}");
    }

    #[test]
    fn lines_that_name_a_recipient() {
        check("<bob@example.org>: host mx.example.org said: 550 no", Some("bob@example.org"));
        check("  bob@example.org", Some("bob@example.org"));
        check("bob@example.org [User unknown]", Some("bob@example.org"));
        check("550 5.1.1 <bob@example.org>... User unknown", Some("bob@example.org"));
        check("    Recipient: <bob@example.org>", Some("bob@example.org"));
        check(">>> RCPT To:<bob@example.org>", Some("bob@example.org"));
        check("Delivery failed: bob@example.org", Some("bob@example.org"));
        check("c=US;a= ;p=Org;o=X;dda:SMTP=bob@example.org; on Fri, 4 Oct 2002", Some("bob@example.org"));
        check("User mailbox exceeds allowed size: bob@example.org", Some("bob@example.org"));
        check("There was an error delivering your mail to <bob@example.org>.", Some("bob@example.org"));
    }

    #[test]
    fn lines_that_do_not() {
        check("From: ann@example.com", None);
        check("For further assistance, please contact <support@example.com>", None);
        check(">>> MAIL From:<ann@example.com>", None);
        check("  To: bob@example.org", None);
        check("no address here", None);
    }
}

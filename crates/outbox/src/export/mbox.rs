//! mbox in the mboxrd dialect: the one whose quoting can be undone.

/// Appends a message: the separator line, the message with LF line ends and `>` before each line that reads
/// `From ` after any number of `>`, and an empty line.
pub(super) fn write_message(out: &mut Vec<u8>, sender: &str, asctime: &str, message: &[u8]) {
    // Readers split the separator at spaces, which an address can hold in quotes.
    let sender = if sender.contains(' ') { "MAILER-DAEMON" } else { sender };
    out.extend_from_slice(format!("From {sender} {asctime}\n").as_bytes());
    let mut rest = message;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let quotes = line.iter().take_while(|b| **b == b'>').count();
        if line.get(quotes..).is_some_and(|text| text.starts_with(b"From ")) {
            out.push(b'>');
        }
        out.extend_from_slice(line);
        out.push(b'\n');
        rest = after;
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoting_can_be_undone() {
        let mut out = Vec::new();
        write_message(
            &mut out,
            "a@example.com",
            "Tue Nov 24 02:00:00 2026",
            b"A: b\r\n\r\nFrom x\r\n>From y\r\nz\r\n",
        );
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "From a@example.com Tue Nov 24 02:00:00 2026\nA: b\n\n>From x\n>>From y\nz\n\n"
        );
    }
}

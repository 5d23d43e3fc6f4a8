//! The fields of a finished header section, read back.

/// The names as they are written and the values unfolded, blanks and all, in their order (RFC 5322 §2.2.3). The section's lines
/// end in CRLF; a line that is neither a field nor the continuation of one is passed over, with what continues it.
pub fn unfolded(head: &str) -> Vec<(&str, String)> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut inside = false;
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            if inside && let Some((_, value)) = fields.last_mut() {
                value.push_str(line);
            }
            continue;
        }
        let field = line.split_once(':');
        inside = field.is_some();
        fields.extend(field.map(|(name, value)| (name, value.to_owned())));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::unfolded;

    #[test]
    fn folds_are_undone_and_nothing_else() {
        let head = "To: Ann\r\n <ann@example.test>\r\nSubject:\r\n Hi \r\nno field\r\n of any\r\nX :1";
        let fields = unfolded(head);
        let expected = [("To", " Ann <ann@example.test>"), ("Subject", " Hi "), ("X ", "1")];
        assert_eq!(fields, expected.map(|(name, value)| (name, value.to_owned())));
    }
}

//! A server's lines as a [`Reply`].

use mail::{EnhancedStatusCode, Reply, ReplyCode};

/// The reply of a code and its lines. The enhanced code is taken off each line that repeats it (RFC 2034 §4).
/// `None` where the number is no reply code.
pub fn reply(code: u16, text: &str) -> Option<Reply> {
    let code = ReplyCode::new(code)?;
    let first_word = text.split_whitespace().next().unwrap_or("");
    let enhanced_code = first_word.parse::<EnhancedStatusCode>().ok().filter(|e| e.class() == code.class());
    let strip = |line: &str| {
        let line = line.trim();
        match enhanced_code {
            Some(_) => line.strip_prefix(first_word).map_or(line, str::trim_start).to_owned(),
            None => line.to_owned(),
        }
    };
    Some(Reply { code, enhanced_code, text: text.lines().map(strip).collect::<Vec<_>>().join("\n") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: u16, text: &str, expected: &str) {
        assert_eq!(relays::reply_lines(&reply(code, text).unwrap()), expected);
    }

    #[test]
    fn codes_and_words_are_told_apart() {
        check(250, "2.0.0 Ok: queued as 1", "250 2.0.0 Ok: queued as 1");
        check(250, "Ok", "250 Ok");
        check(550, "5.1.1 one\n5.1.1 two", "550-5.1.1 one\n550 5.1.1 two");
        check(550, "one\n two", "550-one\n550 two");
        // The classes contradict each other, so the word is left where it stands.
        check(550, "4.1.1 hm", "550 4.1.1 hm");
        check(421, "", "421");
        assert_eq!(reply(999, "x"), None);
    }
}

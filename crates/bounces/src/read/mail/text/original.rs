//! Where a report ends and the message that came back begins.

use super::lexicon::lexicon;
use diag::Span;

/// The place where the returned message begins, or the region's end.
pub(crate) fn original_starts(shown: &str, region: Span) -> usize {
    let text = region.of(shown).unwrap_or_default();
    let mut at = region.start;
    let mut blank_before = true;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        // A sentence that merely mentions the original goes on; an announcement is a short line.
        let announces = bare.len() < 78 && at > region.start && announces_original(bare);
        // A header at the start of a line, first in its paragraph, can only be the returned message.
        let header = (blank_before
            && ["Received:", "Return-Path:", "Return-path:", "X-Received:", "DKIM-Signature:"]
                .iter()
                .any(|name| bare.starts_with(name)))
            || bare.starts_with("Received: from ")
            || bare.starts_with("Received: by ");
        if announces || header {
            return at;
        }
        blank_before = bare.is_empty();
        at += line.len();
    }
    region.end
}

fn announces_original(line: &str) -> bool {
    let letters = line.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).as_bytes();
    lexicon()
        .original
        .iter()
        .any(|mark| letters.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_returned_message_is_cut_off() {
        let text =
            "It failed.\n\nbob@example.org\n\n--- Below this line is a copy of the message.\n\nReceived: x\n";
        let cut = original_starts(text, Span::new(0, text.len()));
        assert_eq!(&text[..cut], "It failed.\n\nbob@example.org\n\n");
    }
}

//! What a report says about a recipient: the answer, the command that it answered, and the host that gave it.

use super::lexicon::{behind, lexicon};
use super::named::first_address;
use crate::fact::command;
use diag::Span;

/// How much of a recipient's block is searched for the server and the command.
const NEAR: usize = 2_000;

/// The telling part of a block: the paragraph of its first reply code, else all of it.
pub(crate) fn telling(shown: &str, block: Span) -> Span {
    let Some(text) = block.of(shown) else { return block };
    let codes = crate::codes::scan(text);
    let Some((_, code)) = codes.reply.filter(|(code, _)| code.class() >= 4) else { return block };
    let start = text[..code.start].rfind('\n').map_or(0, |i| i + 1);
    let end = text[code.end..].find("\n\n").map_or(text.len(), |i| code.end + i);
    Span::new(block.start + start, block.start + end)
}

/// The refusal that a transcript (`>>> RCPT TO`, `<<< 550 …`) shows for a recipient, and the command that it
/// answered. Sendmail sums each up in a line that names the recipient after it.
pub(crate) fn refused(
    shown: &str,
    region: Span,
    recipient: &str,
    only: bool,
) -> Option<(Span, Option<&'static str>)> {
    let mut asked = None;
    let mut refusal: Option<(Span, Option<&'static str>)> = None;
    let mut at = region.start;
    for line in region.of(shown)?.split_inclusive('\n') {
        let bare = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if let Some(said) = bare.strip_prefix(">>>") {
            asked = command(said);
        } else if let Some(answer) = bare.strip_prefix("<<<") {
            let code = crate::codes::leading_reply(answer.trim_start());
            if code.is_some_and(|code| code.class() >= 4) && asked != Some("QUIT") {
                let span = Span::new(start, start + bare.len());
                match refusal
                    .as_mut()
                    .filter(|(last, _)| shown.get(last.end..start).is_some_and(|gap| gap.trim().is_empty()))
                {
                    Some((last, _)) => last.end = span.end,
                    None => refusal = Some((span, asked)),
                }
            }
        } else if refusal.is_some() && bare.contains("...") {
            if first_address(bare).is_some_and(|(address, ..)| address.eq_ignore_ascii_case(recipient)) {
                return refusal;
            }
            if first_address(bare).is_some() {
                refusal = None;
            }
        }
    }
    refusal.filter(|_| only)
}

/// The command that a report says was answered.
pub(crate) fn answered(text: &str) -> Option<&'static str> {
    let lower = text[..text.floor_char_boundary(NEAR)].to_ascii_lowercase();
    // The transcript's last command is the one that failed.
    let last = lower.rfind(">>> ").map(|at| at + 4);
    let asked = lexicon().asked.iter().map(|mark| behind(&lower, mark, 0)).chain([last]);
    for at in asked.flatten() {
        let rest = lower.get(at..).unwrap_or_default().trim_start();
        let rest = rest.trim_start_matches("final ").trim_start_matches("the ");
        if let Some(found) = command(rest) {
            return Some(found);
        }
    }
    lexicon().command.iter().find(|(mark, _)| lower.contains(mark)).map(|(_, name)| *name)
}

/// The host that a report says answered.
pub(crate) fn remote(text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(NEAR)];
    let lower = text.to_ascii_lowercase();
    for mark in &lexicon().host {
        let mut from = 0;
        while let Some(end) = behind(&lower, mark, from) {
            let at = end - mark.len();
            let border = at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphanumeric();
            let word = text.get(end..).unwrap_or_default().trim_start();
            let word: String =
                word.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
            let word = word.trim_matches('.').to_owned();
            let dots = word.bytes().filter(|b| *b == b'.').count();
            if border && dots >= 1 && word.len() > 5 {
                return Some(word);
            }
            from = end;
        }
    }
    None
}

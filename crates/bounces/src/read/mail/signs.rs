//! The signs by which a bounce without a standard structure is known, and ordinary mail is left alone.

use super::decode::decode_words;
use super::mime::Mail;
use crate::catalogue::rows;
use crate::fold::without_accents;
use std::sync::OnceLock;

/// The words of `data/signs.tsv`.
#[derive(Default)]
pub(super) struct Signs {
    senders: Vec<String>,
    lists: Vec<String>,
    subjects: Vec<String>,
    sentences: Vec<String>,
    goods: Vec<String>,
    late: Vec<String>,
    automatic: Vec<String>,
    /// An automatic reply says that the mailbox itself is given up.
    pub gone: Vec<String>,
    /// A filter asks its sender to confirm a mail.
    pub asks: Vec<String>,
    /// A list holds a mail for its moderator.
    pub held: Vec<String>,
    /// A list turns a mail down.
    pub turned_down: Vec<String>,
}

/// The words of the program, without accents.
pub(super) fn signs() -> &'static Signs {
    static SIGNS: OnceLock<Signs> = OnceLock::new();
    SIGNS.get_or_init(|| {
        let mut signs = Signs::default();
        for row in rows(include_str!("../../../data/signs.tsv")) {
            let [kind, words] = row[..] else { continue };
            let words = without_accents(words);
            match kind {
                "sender" => signs.senders.push(words),
                "list" => signs.lists.push(words),
                "subject" => signs.subjects.push(words),
                "sentence" => signs.sentences.push(words),
                "goods" => signs.goods.push(words),
                "automatic" => signs.automatic.push(words),
                "gone" => signs.gone.push(words),
                "asks" => signs.asks.push(words),
                "held" => signs.held.push(words),
                "turned-down" => signs.turned_down.push(words),
                _ => signs.late.push(words),
            }
        }
        signs
    })
}

/// Whether a mail is a report of failure. `Auto-Submitted: auto-replied` without any code is a program's
/// answer (RFC 3834), not a report, however it words itself.
pub(crate) fn is_bounce(mail: &Mail, shown: &str) -> bool {
    if mail.header(shown, "X-Failed-Recipients").is_some() {
        return true;
    }
    let header =
        |name| mail.header(shown, name).map(|value| without_accents(&decode_words(&value).to_lowercase()));
    let from = header("From").unwrap_or_default();
    let subject = header("Subject").unwrap_or_default();
    let daemon = signs().senders.iter().any(|name| from.contains(name.as_str()))
        || header("Return-Path").is_some_and(|path| path.trim() == "<>")
        || mail.kind == "multipart/report";
    let subject_says = subject_says_failed(&subject);
    let regions = super::report_regions(mail, shown);
    let text: String = regions
        .iter()
        .filter_map(|region| region.of(shown))
        .map(|text| without_accents(&text[..text.floor_char_boundary(4_000)].to_lowercase()))
        .collect();
    let joined = joined(&text);
    let says = signs().sentences.iter().any(|words| joined.contains(words.as_str()));
    let codes = crate::codes::scan(&text);
    let coded = codes.reply.is_some_and(|(code, _)| code.class() >= 4) || codes.enhanced.is_some();
    let replied = header("Auto-Submitted").is_some_and(|value| value.starts_with("auto-replied"));
    // The programs of lists write about other things as well.
    let list = signs().lists.iter().any(|name| from.contains(name.as_str()));
    let daemon = daemon || (list && (subject_says || coded));
    let score = u8::from(daemon) + u8::from(subject_says) + u8::from(says) + u8::from(coded);
    if replied && !coded {
        return score >= 2 && header("From").is_some_and(|from| from.contains("mailer-daemon"));
    }
    if daemon {
        return score >= 2;
    }
    // Newsletters and lists quote reports.
    if header("List-Unsubscribe").is_some() || header("List-Id").is_some() {
        return false;
    }
    // So do tickets, whose subjects open with a mark of their own.
    if subject
        .trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split(']').next())
        .is_some_and(|mark| !subject_says_failed(mark))
    {
        return false;
    }
    // People write about failed deliveries too. A stranger's mail is a report only when nobody answers in it
    // and it names a recipient as reports do.
    let answer = ["re:", "aw:", "fw:", "fwd:", "sv:", "antw:"]
        .iter()
        .any(|word| subject.trim_start().starts_with(word));
    let answer = answer || header("In-Reply-To").is_some() || header("References").is_some();
    // Parcels are delivered, or not, as well.
    let goods = || {
        signs().goods.iter().any(|words| subject.contains(words.as_str()) || joined.contains(words.as_str()))
    };
    let names = || regions.iter().any(|region| !super::text::blocks(shown, *region, &[]).is_empty());
    score >= 2 && !answer && names() && (coded || !goods())
}

/// Whether the mail's form alone says that a program reports: then it is a report, even where nothing tells why.
pub(crate) fn is_program(mail: &Mail, shown: &str) -> bool {
    const PROGRAMS: [&str; 6] =
        ["mailer-daemon", "mailer_daemon", "mdaemon", "postmaster", "mail delivery", "mail system"];
    let from = mail.header(shown, "From").map(|value| decode_words(&value).to_lowercase());
    let null = mail.header(shown, "Return-Path").is_some_and(|path| path.trim() == "<>");
    mail.kind == "multipart/report"
        || null
        || mail.header(shown, "X-Failed-Recipients").is_some()
        || from.is_some_and(|from| PROGRAMS.iter().any(|name| from.contains(name)))
}

/// Whether a subject in lower case is one that reports have.
pub(crate) fn subject_says_failed(subject: &str) -> bool {
    let subject = without_accents(subject);
    signs().subjects.iter().any(|words| subject.contains(words.as_str()))
}

/// Whether a subject in lower case opens as mail programs open those of automatic replies.
pub(super) fn opens_automatic(subject: &str) -> bool {
    let subject = without_accents(subject.trim_start_matches(['[', '(', ' ', '【', '<', '*']));
    signs().automatic.iter().any(|words| subject.starts_with(words.as_str()))
}

/// A text in one line, so that phrases are found across its line ends.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        out.push_str(word);
        out.push(' ');
    }
    out
}

/// Whether a report only warns that the mail is late.
pub(crate) fn only_late(mail: &Mail, shown: &str) -> bool {
    let regions = super::report_regions(mail, shown);
    regions.iter().filter_map(|region| region.of(shown)).any(|text| {
        let lower = without_accents(&text[..text.floor_char_boundary(4_000)].to_lowercase());
        let joined = joined(&lower);
        signs().late.iter().any(|words| joined.contains(words.as_str()))
    })
}

/// Whether a text without headers is a program's report: one of its sentences, and more than one line.
pub(crate) fn says_failed(text: &str) -> bool {
    let lower = without_accents(&text[..text.floor_char_boundary(4_000)].to_lowercase());
    let lines = lower.lines().filter(|line| !line.trim().is_empty()).take(3).count();
    let joined = joined(&lower);
    lines >= 3 && signs().sentences.iter().any(|words| joined.contains(words.as_str()))
}

/// Where fields of a delivery report begin in plain text.
pub(crate) fn status_fields(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let at_line = |name: &str| {
        lower.match_indices(name).map(|(at, _)| at).find(|at| *at == 0 || lower.as_bytes()[at - 1] == b'\n')
    };
    let recipient = at_line("final-recipient:").or_else(|| at_line("original-recipient:"))?;
    at_line("action:").or_else(|| at_line("status:"))?;
    let first = at_line("reporting-mta:").map_or(recipient, |at| at.min(recipient));
    let action = at_line("action:").map_or(first, |at| at.min(first));
    Some(action)
}

/// Whether an attached mail is a bounce that somebody forwarded, not a message that came back.
pub(crate) fn forwarded_bounce(body: &str) -> bool {
    let head = body.split("\n\n").next().unwrap_or_default().to_ascii_lowercase();
    head.contains("report-type=delivery-status")
        || head.contains("x-failed-recipients:")
        || head.contains("report-type=feedback-report")
        || head.lines().any(|line| line.starts_with("from:") && line.contains("mailer-daemon"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_read_and_in_lower_case() {
        let table = include_str!("../../../data/signs.tsv");
        let known = [
            "sender",
            "list",
            "subject",
            "sentence",
            "goods",
            "late",
            "automatic",
            "gone",
            "asks",
            "held",
            "turned-down",
        ];
        for row in rows(table) {
            assert!(row.len() == 2 && known.contains(&row[0]), "{row:?}");
            assert_eq!(row[1], row[1].to_lowercase());
        }
    }
}

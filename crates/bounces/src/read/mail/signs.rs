//! The signs by which a bounce without a standard structure is known, and ordinary mail is left alone.

use super::decode::decode_words;
use super::mime::Mail;

/// Senders that only programs have.
const DAEMONS: &[&str] = &[
    "mailer-daemon",
    "mailer_daemon",
    "mail-daemon",
    "maildaemon",
    "mdaemon",
    "postmaster",
    "post_master",
    "mail delivery",
    "mail deliver system",
    "mail administrator",
    "bounce",
    "ndr administrator",
    "mail system",
    "mailadmin",
    // Programs that keep mailing lists.
    "-admin@",
    "-request@",
    "-bounces@",
    "owner-",
];

/// Words of subjects that reports have, in the languages seen.
const SUBJECTS: &[&str] = &[
    "undeliver",
    "undelivered",
    "undeliverable",
    "delivery fail",
    "delivery failure",
    "delivery status",
    "delivery notification",
    "delivery problem",
    "delivery error",
    "delivery report",
    "failure notice",
    "failed mail",
    "mail failure",
    "mail failed",
    "mail delivery",
    "returned mail",
    "returned to sender",
    "return mail",
    "returning message",
    "returned message",
    "could not be delivered",
    "not delivered",
    "mail error",
    "mail system error",
    "message status",
    "nondeliverable",
    "non-deliverable",
    "non delivery",
    "non-delivery",
    "nondelivery",
    "not yet been delivered",
    "delayed mail",
    "mail delayed",
    "message delayed",
    "delivery delayed",
    "delivery has been delayed",
    "delivery incomplete",
    "delivery attempt",
    "delivery notice",
    "processing error",
    "error in delivery",
    "message not sent",
    "mail not sent",
    "unable to deliver",
    "rejected mail",
    "message rejected",
    "mail rejected",
    "message blocked",
    "mail status report",
    "bounced mail",
    "mail bounced",
    "unknown user",
    "unknown recipient",
    "nicht zustellbar",
    "nicht zugestellt",
    "unzustellbare",
    "zustellung fehlgeschlagen",
    "zustellungsfehler",
    "échec",
    "echec de",
    "non distribu",
    "non délivr",
    "no entregada",
    "no se ha podido entregar",
    "no se pudo entregar",
    "mensaje devuelto",
    "error de entrega",
    "falha na entrega",
    "não entregue",
    "nao entregue",
    "mancato recapito",
    "mancata consegna",
    "non recapitat",
    "niet bezorgd",
    "onbestelbaar",
    "niedostarcz",
    "nie dostarczono",
    "недоставлен",
    "не доставлен",
    "не удалось доставить",
    "kan inte levereras",
    "無法傳送",
    "无法投递",
    "投递失败",
    "系统退信",
    "送信できません",
    "不達",
    "未達",
    "반송",
    "전송 실패",
    "unzustellbar",
    "non remis",
    "no se puede entregar",
    "no entregado",
    "warning: could not",
    "user unknown",
    "not member",
    "not a member",
    "mailbox full",
    "メールエラー",
    "配信",
    "エラー",
    "退信",
];

/// Sentences that only reports have.
const SENTENCES: &[&str] = &[
    "could not be delivered",
    "was not delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "can not be delivered",
    "can't be delivered",
    "unable to deliver",
    "wasn't able to deliver",
    "not able to deliver",
    "delivery to the following",
    "delivery has failed",
    "delivery failed",
    "failed to deliver",
    "undeliverable",
    "had delivery errors",
    "had permanent fatal errors",
    "error delivering your mail",
    "not be delivered to",
    "has been failed",
    "returned mail",
    "transcript of session follows",
    "the following address",
    "following recipients",
    "failed permanently",
    "was rejected by",
    "are not member",
    "are not a member",
    "error message below",
    "original message follows",
    "message was not delivered",
    "has not yet been delivered",
    "has not been delivered",
    "not been delivered",
    "could not be sent",
    "did not reach the following",
    "has been returned",
    "being returned to you",
    "encountered an error",
    "failed recipient",
    "delivery to these recipients",
    "delivery problem",
    "undelivered",
    "problem delivering",
    "not delivered to",
    "address failed",
    "addresses failed",
    "unable to be delivered",
    "konnte nicht zugestellt",
    "nicht zugestellt werden",
    "nicht zustellbar",
    "n'a pas pu être",
    "n'a pas pu etre",
    "pas été remis",
    "no se pudo entregar",
    "no se ha podido entregar",
    "no ha podido ser entregado",
    "não pôde ser entregue",
    "não foi possível entregar",
    "impossibile recapitare",
    "non è stato recapitato",
    "kon niet worden bezorgd",
    "nie mogła zostać dostarczona",
    "не может быть доставлено",
    "не удалось доставить",
    "не доставлено",
    "无法投递",
    "无法送达",
    "被退回",
    "無法投遞",
    "届きません",
    "配信できません",
    "配送できません",
    "送信できません",
    "전달되지",
];

/// Whether a mail is a report of failure. `Auto-Submitted: auto-replied` without any code is a program's
/// answer (RFC 3834), not a report, however it words itself.
pub(crate) fn is_bounce(mail: &Mail, shown: &str) -> bool {
    if mail.header(shown, "X-Failed-Recipients").is_some() {
        return true;
    }
    let header = |name| mail.header(shown, name).map(|value| decode_words(&value).to_lowercase());
    let from = header("From").unwrap_or_default();
    let subject = header("Subject").unwrap_or_default();
    let daemon = DAEMONS.iter().any(|name| from.contains(name))
        || header("Return-Path").is_some_and(|path| path.trim() == "<>")
        || mail.kind == "multipart/report";
    let subject_says = subject_says_failed(&subject);
    let regions = super::report_regions(mail, shown);
    let text: String = regions
        .iter()
        .filter_map(|region| region.of(shown))
        .map(|text| text[..text.floor_char_boundary(4_000)].to_lowercase())
        .collect();
    let joined = joined(&text);
    let says = SENTENCES.iter().any(|words| joined.contains(words));
    let codes = crate::codes::scan(&text);
    let coded = codes.reply.is_some_and(|(code, _)| code.class() >= 4) || codes.enhanced.is_some();
    let replied = header("Auto-Submitted").is_some_and(|value| value.starts_with("auto-replied"));
    let score = u8::from(daemon) + u8::from(subject_says) + u8::from(says) + u8::from(coded);
    if replied && !coded {
        return score >= 2 && header("From").is_some_and(|from| from.contains("mailer-daemon"));
    }
    if daemon {
        return score >= 2;
    }
    // People write about failed deliveries too. A stranger's mail is a report only when nobody answers in it
    // and it names a recipient as reports do.
    let answer = ["re:", "aw:", "fw:", "fwd:", "sv:", "antw:"]
        .iter()
        .any(|word| subject.trim_start().starts_with(word));
    let answer = answer || header("In-Reply-To").is_some() || header("References").is_some();
    let names = || regions.iter().any(|region| !super::text::blocks(shown, *region, &[]).is_empty());
    score >= 2 && !answer && names()
}

/// Whether a subject in lower case is one that reports have.
pub(crate) fn subject_says_failed(subject: &str) -> bool {
    SUBJECTS.iter().any(|words| subject.contains(words))
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
    const LATE: &[&str] = &[
        "has not yet been delivered",
        "this is a warning only",
        "you do not need to resend",
        "delivery attempts will continue",
        "will be retried until",
        "we will keep trying",
        "will continue to try",
        "only a temporary failure report",
        "will keep trying to deliver",
    ];
    let regions = super::report_regions(mail, shown);
    regions.iter().filter_map(|region| region.of(shown)).any(|text| {
        let lower = text[..text.floor_char_boundary(4_000)].to_ascii_lowercase();
        let joined = joined(&lower);
        LATE.iter().any(|words| joined.contains(words))
    })
}

/// Whether a text without headers is a program's report: one of its sentences, and more than one line.
pub(crate) fn says_failed(text: &str) -> bool {
    let lower = text[..text.floor_char_boundary(4_000)].to_lowercase();
    let lines = lower.lines().filter(|line| !line.trim().is_empty()).take(3).count();
    let joined = joined(&lower);
    lines >= 3 && SENTENCES.iter().any(|words| joined.contains(words))
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

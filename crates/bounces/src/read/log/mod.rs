//! Log lines of mail servers, one at a time: Postfix, Exim, Sendmail, OpenSMTPD, qmail.

mod exim;
mod opensmtpd;
mod postfix;
mod qmail;
mod sendmail;

use crate::Delivery;
use crate::fact::{Action, Fact, Words};
use crate::read::recipient::address_in;
use diag::Span;
use std::collections::HashSet;

/// One line with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    pub text: &'t str,
    pub start: usize,
}

impl<'t> Line<'t> {
    /// The place of a piece of this line.
    pub fn span(&self, piece: &str) -> Span {
        // The piece is a slice of the line, so the distance of the two pointers is its offset.
        let start = self.start + (piece.as_ptr() as usize - self.text.as_ptr() as usize);
        Span::new(start, start + piece.len())
    }

    /// The value of `key=` up to the next comma or blank; `<…>` and `"…"` are taken whole.
    pub fn value(&self, key: &str) -> Option<&'t str> {
        let mut from = 0;
        while let Some(found) = self.text.get(from..)?.find(key) {
            let at = from + found;
            let border = at == 0
                || !self.text.as_bytes()[at - 1].is_ascii_alphanumeric()
                    && self.text.as_bytes()[at - 1] != b'_';
            if border {
                let rest = &self.text[at + key.len()..];
                let (open, close) = match rest.as_bytes().first() {
                    Some(b'<') => (1, '>'),
                    Some(b'"') => (1, '"'),
                    _ => (0, ','),
                };
                let rest = &rest[open..];
                let end = rest.find(|c: char| c == close || (open == 0 && c == ' ')).unwrap_or(rest.len());
                return Some(&rest[..end]);
            }
            from = at + key.len();
        }
        None
    }
}

/// What log lines tell.
pub(crate) struct Reading {
    pub label: String,
    pub facts: Vec<Fact<'static>>,
    /// Who got another mail, of those whom a fact is about.
    pub delivered: Vec<Delivery>,
}

/// Reads log lines; `None` where none is known.
pub(crate) fn read(text: &str) -> Option<Reading> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut delivered: Vec<(usize, Fact)> = Vec::new();
    let mut qmail = qmail::Deliveries::default();
    let most = crate::read::most(text.len());
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = Line { text: raw.trim_end(), start };
        start += raw.len();
        if facts.len() + delivered.len() >= most {
            break;
        }
        let fact = postfix::read(&line)
            .or_else(|| opensmtpd::read(&line))
            .or_else(|| sendmail::read(&line))
            .or_else(|| exim::read(&line))
            .or_else(|| qmail.read(&line));
        let fact = fact.map(|fact| Fact { date: crate::read::when::of_line(line.text), ..fact });
        match fact {
            Some(fact) if fact.action == Some(Action::Delivered) => delivered.push((facts.len(), fact)),
            Some(fact) => facts.push(fact),
            None => {}
        }
    }
    let of = |fact: &Fact| fact.recipient.as_ref().map(|recipient| recipient.to_lowercase());
    let failed: HashSet<String> = facts.iter().filter_map(of).collect();
    let got = |(after, fact): &(usize, Fact)| {
        let recipient = of(fact).filter(|to| failed.contains(to))?;
        Some(Delivery { recipient, date: fact.date.clone(), after: *after })
    };
    let got = delivered.iter().filter_map(got).collect();
    if facts.is_empty() {
        facts = delivered.into_iter().map(|(_, fact)| fact).collect();
    }
    let first = facts.first()?.input;
    let label = if facts.iter().all(|fact| fact.input == first) {
        format!("{} ({} of {first})", if facts.len() == 1 { "a log line" } else { "log lines" }, facts.len())
    } else {
        format!("log lines of several programs ({})", facts.len())
    };
    Some(Reading { label, facts, delivered: got })
}

/// A delivery that a log tells of: nothing failed.
fn delivered(mut fact: Fact<'static>, place: Span) -> Fact<'static> {
    fact.action = Some(Action::Delivered);
    fact.stated = Some(("not-a-bounce", "structure: the log says that it was delivered"));
    fact.stated_at = Some(place);
    fact
}

/// A host without its address: `mx.example.org[192.0.2.1]:25`, `mx.example.org. [192.0.2.1]`.
fn host(value: &str) -> Option<String> {
    let end = value.find(['[', ' ', ':', '(']).unwrap_or(value.len());
    let host = value[..end].trim_end_matches('.');
    (!host.is_empty() && host != "none" && host != "local").then(|| host.to_owned())
}

/// An address without its brackets.
fn address(value: &str) -> Option<String> {
    if value.contains('@') { address_in(value).or_else(|| Some(value.to_owned())) } else { None }
}

fn words(line: &Line, piece: &str) -> Vec<Words<'static>> {
    vec![Words::at(line.span(piece))]
}

#[cfg(test)]
mod tests {
    use crate::explain;

    #[track_caller]
    fn check(line: &str, input: &str, recipient: &str, cause: &str, codes: &str) {
        let explanation = explain(line.as_bytes(), None);
        let [verdict] = &explanation.verdicts[..] else {
            panic!("expected one verdict for {line:?}: {:?}", explanation.verdicts);
        };
        let reply = verdict.reply_code.map(|c| c.to_string()).unwrap_or_default();
        let enhanced = verdict.enhanced_code.map(|c| c.to_string()).unwrap_or_default();
        assert_eq!(
            (
                verdict.input.as_str(),
                verdict.recipient.as_deref().unwrap_or_default(),
                verdict.cause.as_str()
            ),
            (input, recipient, cause),
            "{line} {}",
            verdict.rule
        );
        assert_eq!(format!("{reply} {enhanced}").trim(), codes, "{line}");
        for evidence in &verdict.evidence {
            assert_eq!(evidence.span.of(&explanation.text), Some(evidence.text.as_str()));
        }
    }

    #[test]
    fn lines_of_postfix() {
        let head = "Mar  4 14:21:16 mx1 postfix/smtp[30753]: 4Tp6VT0vCvz22WHQ: to=<neko@example.fi>, ";
        check(
            &format!(
                "{head}relay=aspmx.l.google.com[192.0.2.26]:25, delay=11, delays=9.9/0/0.77/0.35, dsn=5.2.1, status=bounced (host aspmx.l.google.com[192.0.2.26] said: 550-5.2.1 The email account that you tried to reach is inactive. 550 5.2.1 Learn more (in reply to RCPT TO command))"
            ),
            "log:postfix",
            "neko@example.fi",
            "address-closed",
            "550 5.2.1",
        );
        check(
            &format!(
                "{head}relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.fi[192.0.2.1]:25: Connection timed out)"
            ),
            "log:postfix",
            "neko@example.fi",
            "cannot-connect",
            "4.4.1",
        );
        check(
            "Jan  1 00:00:00 mx postfix/smtpd[9]: NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 450 4.7.1 <neko@example.org>: Recipient address rejected: Greylisted; from=<a@example.com> to=<neko@example.org> proto=ESMTP helo=<x>",
            "log:postfix",
            "neko@example.org",
            "greylisted",
            "450 4.7.1",
        );
        check(
            &format!(
                "{head}relay=mx.example.fi[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 12345)"
            ),
            "log:postfix",
            "neko@example.fi",
            "not-a-bounce",
            "250 2.0.0",
        );
    }

    #[test]
    fn lines_of_exim() {
        check(
            "2026-01-02 03:04:05 1rKx9a-0001Ab-2C ** bob@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<bob@example.org>: 550 5.1.1 User unknown",
            "log:exim",
            "bob@example.org",
            "no-such-address",
            "550 5.1.1",
        );
        check(
            "2018-11-10 12:19:06 [6147] 1gKmyS-0007A2-F0 == ann@gmail.com (x@example.net) <x@example.net> R=lookuphost T=remote_smtp defer (-46) H=alt4.gmail-smtp-in.l.google.com [192.0.2.27]:25: SMTP error from remote mail server after end of data: 421-4.7.0 [192.0.2.1] Our system has detected an unusual rate of\\n421-4.7.0 unsolicited mail",
            "log:exim",
            "ann@gmail.com",
            "too-fast",
            "421 4.7.0",
        );
    }

    #[test]
    fn lines_of_the_others() {
        check(
            "Jan 2 03:04:05 h sm-mta[123]: 3AB12cd: to=<u@example.org>, ctladdr=<l@example.com> (1000/1000), delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120345, relay=mx.example.org. [192.0.2.1], dsn=5.1.1, stat=User unknown",
            "log:sendmail",
            "u@example.org",
            "no-such-address",
            "5.1.1",
        );
        check(
            "Mar 22 17:56:37 mercury smtpd[45037]: 8f4864084ecc48f4 mta event=delivery evpid=7077717e797a776e from=<puffy@example.com> to=<bill@hotmail.com> rcpt=<-> source=\"203.0.113.1\" relay=\"192.0.2.33 (192.0.2.33)\" delay=1s result=\"PermFail\" stat=\"550 5.7.1 Unfortunately, messages from [203.0.113.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150)\"",
            "log:opensmtpd",
            "bill@hotmail.com",
            "bad-reputation",
            "550 5.7.1",
        );
        check(
            "@400000005f0 starting delivery 3: msg 123 to remote u@example.org\n@400000005f1 delivery 3: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_user_unknown/Giving_up_on_192.0.2.1./",
            "log:qmail",
            "u@example.org",
            "no-such-address",
            "550 5.1.1",
        );
    }
}

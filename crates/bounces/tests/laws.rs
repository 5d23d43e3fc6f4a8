//! Laws that hold for any input: no panic, spans that fit, no code out of thin air, bounded size.

use proptest::prelude::*;

/// Checks the laws on one input.
fn lawful(input: &[u8]) {
    let explanation = bounces::explain(input, None);
    let text = &explanation.text;
    let mut size = text.capacity();
    for verdict in &explanation.verdicts {
        for evidence in &verdict.evidence {
            assert_eq!(evidence.span.of(text), Some(evidence.text.as_str()));
        }
        if let Some(code) = verdict.reply_code {
            assert!(text.contains(&code.to_string()), "{code} in {text:?}");
        }
        if let Some(code) = verdict.enhanced_code.filter(|_| !verdict.input.contains("kumomta")) {
            assert!(text.contains(&code.to_string()), "{code} in {text:?}");
        }
        assert!(bounces::catalogue().cause(&verdict.cause).is_some());
        size += std::mem::size_of_val(verdict);
    }
    assert!(size <= 64 * 1024 + 10 * input.len(), "{size} for {} bytes", input.len());
}

/// Pieces that the readers look for, to be thrown together.
const PIECES: &[&str] = &[
    "From MAILER-DAEMON Thu Apr 29 23:34:45 2026\n",
    "From: MAILER-DAEMON@example.org\n",
    "Subject: failure notice\n",
    "Content-Type: multipart/report; boundary=\"b\"\n",
    "Content-Type: message/delivery-status\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "\n",
    "\n\n",
    "--b\n",
    "--b--\n",
    "Final-Recipient: rfc822; a@example.org\n",
    "Action: failed\n",
    "Action: delayed\n",
    "Status: 5.1.1 (x)\n",
    "Diagnostic-Code: smtp; 550-5.1.1 é\n 550 5.1.1 no\n",
    "Feedback-Type: abuse\n",
    "Original-Rcpt-To: a@example.org\n",
    "<a@example.org>:\n",
    "550 5.1.1 <a@example.org>... User unknown\n",
    ">>> RCPT TO:<a@example.org>\n",
    "<<< 550 no\n",
    "--- Below this line is a copy of the message.\n",
    "250-x\n",
    "421\n",
    "4.7.0",
    "\u{1b}$B%f\u{1b}(B",
    "=?utf-8?B?",
    "?=",
    "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[{\"emailAddress\":\"a@b.example\",\"diagnosticCode\":\"smtp; 550 5.1.1 \\u00e9\"}]}}",
    "[{\"event\":\"bounce\",\"email\":\"a@b.example\",\"reason\":\"550 no\"}]",
    "type,timeLogged,orig,rcpt,bounceCat\n",
    "b,1,o,a@b.example,bad-mailbox\n",
    "#Fields: date-time,event-id,recipient-address,recipient-status\n",
    "x,FAIL,a@b.example,\"[{LED=550 no}]\"\n",
    "Jan 1 00:00:00 h postfix/smtp[1]: A: to=<a@b.example>, relay=x[192.0.2.1]:25, dsn=5.1.1, status=bounced (550 no)\n",
    "2026-01-02 03:04:05 id ** a@b.example R=x T=y H=z [192.0.2.1]: 550 no\n",
    "delivery 3: failure: 550_no/\n",
    "é",
    "猫@例.jp",
    "@",
    "<",
    "\"",
    "\\x{1F431}",
    "%",
    "'s",
    "127.255.255.254",
    "spamhaus",
    "[TSS04]",
    "\t",
    " ",
    "\r",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(400), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(input in proptest::collection::vec(any::<u8>(), 0..600)) {
        lawful(&input);
    }

    #[test]
    fn pieces_in_any_order(pieces in proptest::collection::vec(0..PIECES.len(), 0..40)) {
        let input: String = pieces.iter().map(|i| PIECES[*i]).collect();
        lawful(input.as_bytes());
    }

    #[test]
    fn a_cut_and_patched_mail(from in 0usize..700, to in 0usize..700, patch in proptest::collection::vec(any::<u8>(), 0..8)) {
        let mail = "From: MAILER-DAEMON@mx.example.com\nSubject: =?utf-8?q?Undelivered?= Mail\nContent-Type: multipart/report; boundary=\"b\"\n\n--b\n\n<bob@example.org>: host mx.example.org[192.0.2.1] said: 550-5.1.1 No such\n    550 5.1.1 user (in reply to RCPT TO command)\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: utf-8; b\\x{E9}b@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such user\n\n--b\nContent-Type: message/rfc822\n\nTo: bob@example.org\n\nhello\n--b--\n".as_bytes();
        let (from, to) = (from.min(mail.len()), to.min(mail.len()));
        let input = [&mail[..from], &patch, &mail[to..]].concat();
        lawful(&input);
    }
}

#[test]
fn long_inputs_stay_within_time_and_size() {
    let start = std::time::Instant::now();
    for piece in PIECES {
        let input = piece.repeat(200_000 / piece.len().max(1));
        lawful(input.as_bytes());
    }
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

//! A letter as a message that is not addressed yet: its merge tags stand in it as they are, so that it can be opened
//! again here or looked at elsewhere.

use crate::body::{attachment, delimiter, image, open_multipart};
use crate::files::Files;
use crate::head::{CONTENT_LANGUAGE, DATE, FROM, MIME_VERSION, REPLY_TO, SUBJECT, SUBJECT_WORD, date};
use crate::header::{HeaderName, HeaderText, write_mailbox, write_text, write_token};
use crate::images::shown_images;
use crate::texts::part;
use compose::{Compiled, Letter};
use diag::{Diagnostic, Report};
use mail::Mailbox;

/// `=_` can't occur in quoted-printable, so any boundary with it is right for all texts (RFC 2045 §6.7 note (5)).
const MIXED: &str = "=_postroom_m";
const RELATED: &str = "=_postroom_r";
const ALTERNATIVE: &str = "=_postroom_a";

/// Headers in which an unsubscribe address stands (RFC 2369, RFC 8058), and the mark of a draft that some programs open
/// for writing.
const LEAVE: HeaderName = HeaderName::known("List-Unsubscribe");
const LEAVE_POST: HeaderName = HeaderName::known("List-Unsubscribe-Post");
const UNSENT: HeaderName = HeaderName::known("X-Unsent");

/// Longest word that is left alone in these headers: a template is read by programs.
const WORD: usize = 900;

/// The message, and the files of the letter that are not there. `now` is its date: seconds since 1970, UTC.
pub fn draft(compiled: &Compiled, files: &dyn Files, now: i64) -> Report<Vec<u8>> {
    let letter = compiled.letter();
    let mut said = Vec::new();
    let mut out = Vec::new();
    head(&mut out, letter, now);
    let html = compiled.html_source().filter(|html| !html.is_empty());
    let mut get = |name: &str| {
        let found = files.file(name);
        if let Err(why) = &found {
            let message = format!("the file {name:?} is not in it: {why}");
            said.push(Diagnostic::warning("draft-file-missing", message));
        }
        found.ok()
    };
    // A name out of a column means another file for each reader.
    let own = letter.attachments.iter().map(|name| name.trim()).filter(|name| !name.contains('{'));
    let attached: Vec<_> = own.filter_map(&mut get).collect();
    let shown = shown_images(html.unwrap_or_default());
    let shown: Vec<_> = shown.iter().filter_map(|name| Some((name.as_str(), get(name)?))).collect();
    if !attached.is_empty() {
        open_multipart(&mut out, "multipart/mixed", &[("boundary", MIXED)], MIXED);
    }
    if !shown.is_empty() {
        let about = [("type", "multipart/alternative"), ("boundary", RELATED)];
        open_multipart(&mut out, "multipart/related", &about, RELATED);
    }
    match html {
        Some(html) => {
            open_multipart(&mut out, "multipart/alternative", &[("boundary", ALTERNATIVE)], ALTERNATIVE);
            part(&mut out, "text/plain", compiled.text_source());
            delimiter(&mut out, ALTERNATIVE, "");
            part(&mut out, "text/html", html);
            delimiter(&mut out, ALTERNATIVE, "--");
        }
        // A letter that is merged before it is laid out has no HTML of its own before that; its source is what there is.
        None if letter.format == compose::Format::Text => {
            part(&mut out, "text/plain", compiled.text_source())
        }
        None => part(&mut out, "text/html", &letter.body),
    }
    for (name, file) in &shown {
        delimiter(&mut out, RELATED, "");
        out.extend_from_slice(&image(file, name));
        out.extend_from_slice(file.encoded());
    }
    if !shown.is_empty() {
        delimiter(&mut out, RELATED, "--");
    }
    for file in &attached {
        delimiter(&mut out, MIXED, "");
        out.extend_from_slice(&attachment(file));
        out.extend_from_slice(file.encoded());
    }
    if !attached.is_empty() {
        delimiter(&mut out, MIXED, "--");
    }
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    Report::new(out, said)
}

fn head(out: &mut Vec<u8>, letter: &Letter, now: i64) {
    for (header, text) in [(&FROM, &letter.from), (&REPLY_TO, &letter.reply_to)] {
        match Mailbox::parse(text) {
            Ok(mailbox) => {
                let name = mailbox.name.as_deref().map(HeaderText::name);
                write_mailbox(out, header, name.as_ref(), &mailbox.address);
            }
            Err(_) if text.trim().is_empty() => {}
            // One with merge tags in its address.
            Err(_) => write_text(out, header, &HeaderText::new(text.trim()), WORD),
        }
    }
    write_text(out, &SUBJECT, &HeaderText::new(&letter.subject), SUBJECT_WORD);
    write_token(out, &DATE, &date(now));
    let leave = &letter.unsubscribe;
    let mailto = leave.mailto.strip_prefix("mailto:").unwrap_or(&leave.mailto);
    let ways = [
        (!leave.url.is_empty()).then(|| format!("<{}>", leave.url)),
        (!mailto.is_empty()).then(|| format!("<mailto:{mailto}>")),
    ];
    let ways: Vec<String> = ways.into_iter().flatten().collect();
    if !ways.is_empty() {
        write_text(out, &LEAVE, &HeaderText::new(&ways.join(", ")), WORD);
    }
    if leave.one_click {
        write_text(out, &LEAVE_POST, &HeaderText::new("List-Unsubscribe=One-Click"), WORD);
    }
    for (name, value) in &letter.headers {
        if let Ok(header) = HeaderName::extra(name) {
            write_text(out, &header, &HeaderText::new(value.trim()), WORD);
        }
    }
    if !letter.language.is_empty() {
        write_text(out, &CONTENT_LANGUAGE, &HeaderText::new(&letter.language), WORD);
    }
    write_token(out, &UNSENT, "1");
    write_token(out, &MIME_VERSION, "1.0");
}

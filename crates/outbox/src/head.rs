//! The header section of one message.

use crate::header::{
    Date, HeaderName, HeaderNameError, HeaderText, display_mailbox, write_mailbox, write_text, write_token,
    write_with_parameters,
};
use crate::unsubscribe::Leaving;
use compose::{Fields, Letter};
use diag::Diagnostic;
use mail::{Address, Mailbox};

pub(crate) const FROM: HeaderName = HeaderName::known("From");
pub(crate) const TO: HeaderName = HeaderName::known("To");
pub(crate) const SUBJECT: HeaderName = HeaderName::known("Subject");
pub(crate) const DATE: HeaderName = HeaderName::known("Date");
pub(crate) const MESSAGE_ID: HeaderName = HeaderName::known("Message-ID");
pub(crate) const REPLY_TO: HeaderName = HeaderName::known("Reply-To");
pub(crate) const CONTENT_LANGUAGE: HeaderName = HeaderName::known("Content-Language");
pub(crate) const MIME_VERSION: HeaderName = HeaderName::known("MIME-Version");
pub(crate) const CONTENT_TYPE: HeaderName = HeaderName::known("Content-Type");
pub(crate) const TRANSFER_ENCODING: HeaderName = HeaderName::known("Content-Transfer-Encoding");

/// A word of the subject that is longer doesn't fit its line, and is encoded so that it can be broken.
pub(crate) const SUBJECT_WORD: usize = 66;
/// Tokens in extra headers are left alone up to what a line may hold; programs read them, not people.
const EXTRA_WORD: usize = 900;

/// Everything that the header section says, checked.
pub(crate) struct Head<'f> {
    pub(crate) from: &'f Mailbox,
    pub(crate) reply_to: Option<&'f Mailbox>,
    pub(crate) subject: HeaderText<'f>,
    pub(crate) leaving: Leaving,
    pub(crate) extra: Vec<(HeaderName, HeaderText<'f>)>,
    /// What was mended or left out.
    pub(crate) notes: Vec<Diagnostic>,
}

/// Mailboxes that were read last. Sender and reply address are nearly always the same for all recipients.
#[derive(Debug, Default)]
pub(crate) struct Senders {
    from: Option<(String, Mailbox)>,
    reply_to: Option<(String, Mailbox)>,
}

impl<'f> Head<'f> {
    /// Checks the merged fields of one recipient.
    pub(crate) fn read(
        letter: &Letter,
        fields: &'f Fields,
        senders: &'f mut Senders,
    ) -> Result<Head<'f>, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut notes = Vec::new();
        let subject = HeaderText::new(&fields.subject);
        if subject.was_mended() {
            notes.push(mended("subject".to_owned()));
        }
        let Senders { from, reply_to } = senders;
        let from = mailbox(from, &fields.from, "from").map_err(|error| errors.push(*error)).ok();
        let reply_to = if fields.reply_to.trim().is_empty() {
            None
        } else {
            mailbox(reply_to, &fields.reply_to, "reply_to").map_err(|error| errors.push(*error)).ok()
        };
        let leaving = Leaving::read(&letter.unsubscribe, &fields.unsubscribe).unwrap_or_else(|mut wrong| {
            errors.append(&mut wrong);
            Leaving::default()
        });
        notes.extend(leaving.note(&fields.unsubscribe));
        let mut extra = Vec::new();
        for (name, value) in &fields.headers {
            let text = HeaderText::new(value.trim());
            match HeaderName::extra(name) {
                Err(why) => errors.push(refused(name, why)),
                // A condition in the template may leave nothing, and an empty header says nothing.
                Ok(_) if text.as_str().trim().is_empty() => {}
                Ok(header) => {
                    if text.was_mended() {
                        notes.push(mended(format!("header:{name}")));
                    }
                    extra.push((header, text));
                }
            }
        }
        match from {
            Some(from) if errors.is_empty() => Ok(Head { from, reply_to, subject, leaving, extra, notes }),
            _ => Err(errors),
        }
    }

    /// Writes the fields, all but those that depend on the body.
    pub(crate) fn write(
        &self,
        out: &mut Vec<u8>,
        to: &Address,
        to_name: Option<&HeaderText<'_>>,
        date: &str,
        message_id: &str,
    ) {
        let from_name = self.from.name.as_deref().map(HeaderText::name);
        write_mailbox(out, &FROM, from_name.as_ref(), &self.from.address);
        write_mailbox(out, &TO, to_name, to);
        write_text(out, &SUBJECT, &self.subject, SUBJECT_WORD);
        write_token(out, &DATE, date);
        write_token(out, &MESSAGE_ID, message_id);
        if let Some(reply_to) = self.reply_to {
            let name = reply_to.name.as_deref().map(HeaderText::name);
            write_mailbox(out, &REPLY_TO, name.as_ref(), &reply_to.address);
        }
        self.leaving.write(out);
        for (name, text) in &self.extra {
            write_text(out, name, text, EXTRA_WORD);
        }
    }

    /// The sender as people write it.
    pub(crate) fn sender_text(&self) -> String {
        display(self.from)
    }

    /// The reply address as people write it.
    pub(crate) fn reply_to_text(&self) -> Option<String> {
        self.reply_to.map(display)
    }

    /// The headers that JSON interfaces take as names and values: those that have no field of their own there.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = self.leaving.pairs();
        pairs.extend(
            self.extra.iter().map(|(name, text)| (name.as_str().to_owned(), text.as_str().to_owned())),
        );
        pairs
    }
}

fn display(mailbox: &Mailbox) -> String {
    display_mailbox(mailbox.name.as_deref().map(HeaderText::name).as_ref(), &mailbox.address)
}

/// The last fields that depend on the letter alone; those of the body follow them.
pub(crate) fn fixed_end(letter: &Letter) -> Vec<u8> {
    let mut out = Vec::new();
    if is_language(&letter.language) {
        write_token(&mut out, &CONTENT_LANGUAGE, letter.language.trim());
    }
    write_token(&mut out, &MIME_VERSION, "1.0");
    out
}

/// The fields of a text part.
pub(crate) fn part_fields(media_type: &'static str) -> Vec<u8> {
    let mut out = Vec::new();
    write_with_parameters(&mut out, &CONTENT_TYPE, media_type, &[("charset", "utf-8")]);
    write_token(&mut out, &TRANSFER_ENCODING, "quoted-printable");
    out
}

/// The date of all messages of a batch.
pub(crate) fn date(now: i64) -> String {
    Date::from_unix(now).to_string()
}

/// The shape of a language tag (BCP 47), not whether it is registered.
fn is_language(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.len() <= 64
        && text
            .split('-')
            .all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn mailbox<'s>(
    slot: &'s mut Option<(String, Mailbox)>,
    text: &str,
    field: &'static str,
) -> Result<&'s Mailbox, Box<Diagnostic>> {
    if slot.as_ref().is_none_or(|(known, _)| known != text) {
        let mailbox =
            Mailbox::parse(text).map_err(|error| Box::new(error.to_diagnostic().in_field(field)))?;
        *slot = Some((text.to_owned(), mailbox));
    }
    slot.as_ref().map(|(_, mailbox)| mailbox).ok_or_else(|| {
        Box::new(Diagnostic::error("address-empty", "expected an address, but found nothing").in_field(field))
    })
}

fn refused(name: &str, why: HeaderNameError) -> Diagnostic {
    let diagnostic = match why {
        HeaderNameError::Malformed => Diagnostic::error(
            "header-name",
            format!("expected a header name of letters, digits and hyphens, but found {name:?}"),
        )
        .hint("Name it like X-Campaign: printable ASCII without spaces and colons, at most 60 characters"),
        HeaderNameError::Reserved => Diagnostic::error(
            "header-reserved",
            format!("the header {name:?} can't be set by a letter, as Postroom or the mail servers write it"),
        )
        .hint("Use the letter's own fields (from, reply_to, subject, unsubscribe), or another name"),
    };
    diagnostic.in_field(format!("header:{name}"))
}

fn mended(field: String) -> Diagnostic {
    Diagnostic::warning(
        "header-line-break",
        "a line break or another control character can't stand in a header, so it was made a space",
    )
    .hint("Look at the cells that are merged here")
    .in_field(field)
}

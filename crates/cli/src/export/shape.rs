//! JSON lines as a relay's interface takes them: each line is the body of one request.

use crate::fail::Fail;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail::Mailbox;
use outbox::{LineShape, MessageMeta, Parts};
use relays::preset::{Body, Preset, Setting, Settings, Step};
use relays::{Attachment, Header, Outgoing, Person};

/// What stands for a setting while it is looked at whether a body needs any.
const UNSET: &str = "postroom-setting";

/// The shape of one relay.
pub struct Shape {
    preset: Preset,
    step: Step,
    settings: Settings,
}

impl Shape {
    /// The shape of the preset of this name.
    ///
    /// # Errors
    /// There is no such preset, or a line can't hold what it takes.
    pub fn of(name: &str) -> Result<Shape, Fail> {
        let preset = relays::preset(name).cloned().ok_or_else(|| {
            Fail::new(format!(
                "--as jsonl:{name}: there is no such preset; there are sendgrid, postmark and others"
            ))
        })?;
        let cannot =
            |why: &str| Fail::new(format!("--as jsonl:{name}: {why}; use --as zip and postroom send"));
        let step = preset.step.last().cloned().ok_or_else(|| cannot("this preset sends nothing"))?;
        if !matches!(step.body, Body::Json(_)) {
            return Err(cannot("this relay takes no JSON"));
        }
        if preset.step.len() > 1 {
            return Err(cannot("this relay takes a letter in several requests"));
        }
        let value = |setting: &Setting| match &setting.default {
            Some(value) => Some(value.clone()),
            None if setting.optional => None,
            None => Some(UNSET.to_owned()),
        };
        let settings = preset
            .settings
            .iter()
            .filter_map(|setting| Some((setting.name.clone(), value(setting)?)))
            .collect();
        Ok(Shape { preset, step, settings })
    }
}

impl LineShape for Shape {
    fn line(&self, parts: &Parts, meta: &MessageMeta, raw: &[u8]) -> Result<Vec<u8>, String> {
        let letter = Outgoing {
            key: meta.key.clone(),
            envelope_from: meta.envelope_from.clone(),
            envelope_to: meta.envelope_to.clone(),
            from: person(&parts.from)?,
            to: person(&parts.to)?,
            reply_to: parts.reply_to.as_deref().map(person).transpose()?,
            subject: parts.subject.clone(),
            text: Some(parts.text.clone()),
            html: parts.html.clone(),
            headers: parts
                .headers
                .iter()
                .map(|h| Header { name: h.name.clone(), value: h.value.clone() })
                .collect(),
            attachments: parts
                .attachments
                .iter()
                .map(|file| Attachment {
                    name: file.name.clone(),
                    media_type: file.media_type.to_owned(),
                    content_id: file.content_id.clone(),
                    // Written as base64 by ourselves.
                    bytes: STANDARD.decode(&file.content).unwrap_or_default(),
                })
                .collect(),
            raw: raw.to_vec(),
        };
        let request = relays::build(&self.preset, &self.step, &self.settings, &[&letter])
            .map_err(|error| error.to_string())?;
        match std::str::from_utf8(&request.body).is_ok_and(|body| body.contains(UNSET)) {
            false => Ok(request.body),
            true => Err(format!("a letter to {} also says what only its settings know", self.preset.name)),
        }
    }
}

/// A mailbox in its two parts.
fn person(text: &str) -> Result<Person, String> {
    let mailbox = Mailbox::parse(text).map_err(|error| error.to_string())?;
    Ok(Person { name: mailbox.name.unwrap_or_default(), email: mailbox.address.to_string() })
}

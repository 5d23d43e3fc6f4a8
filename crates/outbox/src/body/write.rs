//! The body of one message as it is written.

use super::parts::{attachment, delimiter, image, open_multipart};
use super::{Attached, Body, Carried};
use crate::files::File;
use crate::head::part_fields;
use crate::qp::{Pieces, QpWriter, Sink};
use compose::{Compiled, Context};
use diag::Diagnostic;
use std::sync::Arc;

/// What only letters with an HTML part have.
pub(super) struct Html {
    pub(super) pieces: Pieces,
    /// Lines before the text part, between the parts, and after the HTML part.
    pub(super) before: Vec<u8>,
    pub(super) between: Vec<u8>,
    pub(super) after: Vec<u8>,
}

impl Html {
    pub(super) fn new(source: &str, first_piece: usize, boundary: &str) -> Html {
        let part = |mut out: Vec<u8>, media_type| {
            out.extend_from_slice(&part_fields(media_type));
            out.extend_from_slice(b"\r\n");
            out
        };
        let mut before = Vec::new();
        open_multipart(&mut before, "multipart/alternative", &[("boundary", boundary)], boundary);
        let (mut between, mut after) = (Vec::new(), Vec::new());
        delimiter(&mut between, boundary, "");
        delimiter(&mut after, boundary, "--");
        Html {
            pieces: Pieces::new(source, first_piece),
            // RFC 2046 §5.1.4: the plainest part first.
            before: part(before, "text/plain"),
            between: part(between, "text/html"),
            after,
        }
    }
}

impl Body {
    /// Writes the body's own fields, the empty line, and the body.
    ///
    /// # Errors
    /// Why the letter can't be merged with this row. The sink then holds a part of it.
    pub(crate) fn write<S: Sink>(
        &mut self,
        compiled: &Compiled,
        cx: &Context,
        carried: &Carried,
        sink: &mut S,
    ) -> Result<(), Vec<Diagnostic>> {
        if carried.attached.is_empty() {
            return self.write_shown(compiled, cx, &carried.images, true, sink);
        }
        let boundary = self.boundaries.mixed.clone();
        open_multipart(sink.bytes(), "multipart/mixed", &[("boundary", &boundary)], &boundary);
        self.write_shown(compiled, cx, &carried.images, false, sink)?;
        for file in &carried.attached {
            delimiter(sink.bytes(), &boundary, "");
            match file {
                Attached::Shared(name) => {
                    if let Some(Some(ready)) = self.shared.get(name) {
                        sink.piece(&ready.piece, ready.id);
                    }
                }
                Attached::Own(file) => {
                    sink.bytes().extend_from_slice(&attachment(file));
                    sink.bytes().extend_from_slice(file.encoded());
                }
            }
        }
        delimiter(sink.bytes(), &boundary, "--");
        Ok(())
    }

    /// The texts, with the images that the HTML shows.
    fn write_shown<S: Sink>(
        &mut self,
        compiled: &Compiled,
        cx: &Context,
        own: &[(String, Arc<File>)],
        whole: bool,
        sink: &mut S,
    ) -> Result<(), Vec<Diagnostic>> {
        if self.images.is_empty() && own.is_empty() {
            return self.write_texts(compiled, cx, whole, sink);
        }
        let boundary = self.boundaries.related.clone();
        let parameters = [("type", "multipart/alternative"), ("boundary", boundary.as_str())];
        open_multipart(sink.bytes(), "multipart/related", &parameters, &boundary);
        self.write_texts(compiled, cx, false, sink)?;
        for image in &self.images {
            delimiter(sink.bytes(), &boundary, "");
            sink.piece(&image.piece, image.id);
        }
        for (name, file) in own {
            delimiter(sink.bytes(), &boundary, "");
            sink.bytes().extend_from_slice(&image(file, name));
            sink.bytes().extend_from_slice(file.encoded());
        }
        delimiter(sink.bytes(), &boundary, "--");
        Ok(())
    }

    /// The text part and the HTML part. `whole`: they are the message's whole body.
    fn write_texts<S: Sink>(
        &mut self,
        compiled: &Compiled,
        cx: &Context,
        whole: bool,
        sink: &mut S,
    ) -> Result<(), Vec<Diagnostic>> {
        match &self.html {
            Some(html) => sink.bytes().extend_from_slice(&html.before),
            None => {
                sink.bytes().extend_from_slice(&part_fields("text/plain"));
                sink.bytes().extend_from_slice(b"\r\n");
            }
        }
        let mut writer = QpWriter::new(sink, &mut self.text);
        compiled.write_text(cx, &mut writer)?;
        let (ended, _) = writer.finish();
        let Some(html) = &mut self.html else {
            // A message ends with a line break in SMTP and in files, whether the text does or not.
            if whole && !ended {
                sink.bytes().extend_from_slice(b"\r\n");
            }
            return Ok(());
        };
        sink.bytes().extend_from_slice(&html.between);
        let mut writer = QpWriter::new(sink, &mut html.pieces);
        compiled.write_html(cx, &mut writer)?;
        (_, self.html_bytes) = writer.finish();
        sink.bytes().extend_from_slice(&html.after);
        Ok(())
    }
}

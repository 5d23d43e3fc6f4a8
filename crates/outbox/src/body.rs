//! The body of a message: texts, images shown in the HTML, attached files, and the multiparts around them
//! (RFC 2046 §5.1, RFC 2387).

mod parts;
mod write;

pub(crate) use parts::{attachment, delimiter, image, open_multipart};

use crate::files::{File, Files};
use crate::identity::Identity;
use crate::images::{Images, can_be_shown};
use crate::message::PartFile;
use crate::qp::{Piece, Pieces};
use compose::{Compiled, Context};
use diag::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use write::Html;

/// Writes the bodies of one letter. It keeps what was encoded once.
pub(crate) struct Body {
    text: Pieces,
    html: Option<Html>,
    boundaries: Boundaries,
    files: Option<Arc<dyn Files>>,
    /// The images that the HTML shows.
    shown: Images,
    /// Those in all messages, made ready.
    images: Vec<Ready>,
    /// Images that the HTML shows and nobody has.
    missing: Vec<Diagnostic>,
    /// Files that every message may carry, by the name that the letter gives them.
    shared: BTreeMap<String, Option<Ready>>,
    next_id: usize,
    /// The size of the HTML part written last, before it was encoded.
    html_bytes: usize,
}

/// The lines between the parts of one multipart each. None is the start of another (RFC 2046 §5.1.1).
struct Boundaries {
    mixed: String,
    related: String,
    alternative: String,
}

/// A part that is the same in all messages.
struct Ready {
    id: usize,
    piece: Piece,
}

/// What a message carries beside its texts and the images in all messages.
pub(crate) struct Carried {
    attached: Vec<Attached>,
    /// Images of this recipient alone, with the names under which the HTML shows them.
    images: Vec<(String, Arc<File>)>,
}

enum Attached {
    /// A file of the letter, by its name in [`Body::shared`].
    Shared(String),
    /// A file of this recipient alone.
    Own(Arc<File>),
}

impl Body {
    pub(crate) fn new(compiled: &Compiled, identity: &Identity) -> Body {
        let boundaries = Boundaries {
            mixed: identity.boundary_of("m"),
            related: identity.boundary_of("r"),
            alternative: identity.boundary().to_owned(),
        };
        let text = Pieces::new(compiled.text_source(), 0);
        let first = text.next_source();
        let html = compiled.html_source().map(|source| Html::new(source, first, &boundaries.alternative));
        let next_id = html.as_ref().map_or(first, |html| html.pieces.next_source());
        let names = compiled.letter().attachments.iter().filter(|name| !name.contains('{'));
        let shared = names.map(|name| (name.trim().to_owned(), None)).collect();
        let mut body = Body {
            text,
            html,
            boundaries,
            files: None,
            shown: Images::of(compiled),
            images: Vec::new(),
            missing: Vec::new(),
            shared,
            next_id,
            html_bytes: 0,
        };
        body.find_images();
        body
    }

    /// The size of the HTML part written last, in bytes, before it was encoded.
    pub(crate) fn html_bytes(&self) -> usize {
        self.html_bytes
    }

    /// Takes the place where files come from.
    pub(crate) fn take_files(&mut self, files: Arc<dyn Files>) {
        self.files = Some(files);
        self.find_images();
    }

    /// Looks up what a message carries.
    ///
    /// # Errors
    /// Each file that can't be had.
    pub(crate) fn carried(
        &mut self,
        compiled: &Compiled,
        cx: &Context,
        names: &[String],
    ) -> Result<Carried, Vec<Diagnostic>> {
        let mut attached = Vec::new();
        let mut errors = self.missing.clone();
        let mut images = Vec::new();
        for name in self.shown.own(compiled, cx) {
            match self.image_of_one(&name) {
                Ok(file) => images.push((name, file)),
                Err(why) => errors.push(*why),
            }
        }
        let mut seen = BTreeSet::new();
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty() && seen.insert(*name))
        {
            if matches!(self.shared.get(name), Some(Some(_))) {
                attached.push(Attached::Shared(name.to_owned()));
                continue;
            }
            match self.file(name) {
                Ok(file) if self.shared.contains_key(name) => {
                    let ready = self.ready(&attachment(&file), &file);
                    self.shared.insert(name.to_owned(), Some(ready));
                    attached.push(Attached::Shared(name.to_owned()));
                }
                Ok(file) => attached.push(Attached::Own(file)),
                Err(why) => errors.push(
                    Diagnostic::error(
                        "attachment-missing",
                        format!("the letter attaches {name:?}, but {why}"),
                    )
                    .hint("Put the file with the letter, or take it out of the letter's attachments")
                    .in_field("attachments"),
                ),
            }
        }
        if errors.is_empty() { Ok(Carried { attached, images }) } else { Err(errors) }
    }

    /// The files of a message, for interfaces that build the MIME themselves.
    ///
    /// # Errors
    /// As [`Body::carried`].
    pub(crate) fn files(
        &mut self,
        compiled: &Compiled,
        cx: &Context,
        names: &[String],
    ) -> Result<Vec<PartFile>, Vec<Diagnostic>> {
        let carried = self.carried(compiled, cx, names)?;
        let mut files = Vec::new();
        for name in self.shown.fixed() {
            // What is not there was told by `carried`.
            files.extend(self.file(name).ok().map(|file| PartFile::new(&file, Some(name))));
        }
        files.extend(carried.images.iter().map(|(name, file)| PartFile::new(file, Some(name))));
        for file in carried.attached {
            let file = match file {
                Attached::Shared(name) => self.file(&name).ok(),
                Attached::Own(file) => Some(file),
            };
            files.extend(file.map(|file| PartFile::new(&file, None)));
        }
        Ok(files)
    }

    fn file(&self, name: &str) -> Result<Arc<File>, String> {
        match &self.files {
            Some(files) => files.file(name),
            None => Err("no files were given".to_owned()),
        }
    }

    fn ready(&mut self, head: &[u8], file: &File) -> Ready {
        let piece = Piece::ready([head, file.encoded()].concat());
        self.next_id += 1;
        Ready { id: self.next_id - 1, piece }
    }

    fn find_images(&mut self) {
        self.images.clear();
        self.missing.clear();
        for name in self.shown.fixed().to_vec() {
            match self.file(&name) {
                Ok(file) => {
                    let ready = self.ready(&image(&file, &name), &file);
                    self.images.push(ready);
                }
                Err(why) => self.missing.push(image_missing(&name, &why)),
            }
        }
    }

    /// An image of one recipient.
    fn image_of_one(&self, name: &str) -> Result<Arc<File>, Box<Diagnostic>> {
        if !can_be_shown(name) {
            let problem =
                image_missing(name, "a name in an address has plain letters, digits and . _ - @ + $ alone");
            return Err(Box::new(problem.hint("Give the file such a name, and write it so in the list")));
        }
        self.file(name).map_err(|why| Box::new(image_missing(name, &why)))
    }
}

fn image_missing(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error("image-missing", format!("the letter shows the image \"cid:{name}\", but {why}"))
        .hint("Put the image with the letter, or link to one on the web")
        .in_field("body")
}

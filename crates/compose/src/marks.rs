//! Where the blocks of a letter's HTML come from in its body, for a preview that leads from one to the other.
//!
//! A mark is a character of the second private use plane. It is put into a block before the stages that make the HTML,
//! travels through them as any character does, and is taken out where the tags are shown again: what is left is the
//! number of the block and the place of its element in the template. Nothing of it is in a letter.

use crate::html::{Piece, scan};
use crate::letter::Letter;
use crate::tags::{Tags, is_placeholder, number};
use memchr::memchr;
use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

/// The first mark.
const FIRST: u32 = 0x10_0000;
/// One past the last mark; two code points of the plane are no characters.
const LAST: u32 = 0x10_FFFE;
/// The byte with which every mark begins in UTF-8, and nothing else of text that means something.
const LEAD: u8 = 0xF4;

fn is_mark(c: char) -> bool {
    (FIRST..LAST).contains(&u32::from(c))
}

/// For each element that a block begins with: the place in a text right after the element's name, and the block's number.
/// Rising.
pub type Places = Vec<(usize, u32)>;

/// The blocks of a letter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// Whether the letter can be marked: one that has such characters itself is left alone.
    on: bool,
    /// Where each block starts in the author's body.
    pub(crate) starts: Vec<usize>,
    /// Where they stand in the template.
    pub(crate) places: Places,
}

impl Marks {
    /// No blocks yet.
    pub(crate) fn of(letter: &Letter) -> Marks {
        let texts = [
            &letter.body,
            &letter.subject,
            &letter.preheader,
            &letter.from,
            &letter.language,
            &letter.postal_address,
            &letter.unsubscribe.url,
            &letter.unsubscribe.mailto,
            &letter.theme.logo,
            &letter.theme.logo_alt,
        ];
        let on = texts.iter().all(|text| memchr(LEAD, text.as_bytes()).is_none());
        Marks { on, ..Marks::default() }
    }

    /// None, ever.
    pub(crate) fn off() -> Marks {
        Marks::default()
    }

    /// The next mark, for a block that starts here.
    pub(crate) fn begin(&mut self, start: usize) -> Option<char> {
        if !self.on {
            return None;
        }
        let code = FIRST.checked_add(u32::try_from(self.starts.len()).ok()?)?;
        let mark = (code < LAST).then(|| char::from_u32(code)).flatten()?;
        self.starts.push(start);
        Some(mark)
    }

    /// Turns the starts, which were counted in the body with hidden tags, into places of the author's body.
    pub(crate) fn unhide(&mut self, hidden: &str, source: &str, tags: &Tags) {
        // What comes after each tag: its place there, and the place in the author's body.
        let after: Vec<(usize, usize)> = hidden
            .char_indices()
            .filter(|(_, c)| is_placeholder(*c))
            .filter_map(|(at, c)| Some((at + c.len_utf8(), tags.span(number(c)?)?.end)))
            .collect();
        for start in &mut self.starts {
            let before = after.partition_point(|(there, _)| there <= start).checked_sub(1);
            let (there, here) = before.and_then(|i| after.get(i)).copied().unwrap_or((0, 0));
            *start = source.floor_char_boundary((here + (*start - there)).min(source.len()));
        }
    }

    /// A hidden body of HTML or MJML with a mark in each element that has text or a picture of its own.
    pub(crate) fn mark_up<'b>(&mut self, body: &'b str, tags: &Tags) -> Cow<'b, str> {
        if !self.on {
            return Cow::Borrowed(body);
        }
        let mut out = String::with_capacity(body.len() + body.len() / 16);
        let mut at = 0;
        // MJML's head holds settings, which are shown nowhere.
        let mut seen = !body.contains("<mj-body");
        let mut open: Option<Range<usize>> = None;
        for piece in scan(body) {
            let place = match &piece {
                Piece::Open(element) => {
                    seen |= element.name == "mj-body";
                    open = Some(element.span.clone());
                    let picture = matches!(element.name.as_str(), "img" | "mj-image");
                    element
                        .attribute("src")
                        .filter(|src| picture && !src.span.is_empty())
                        .map(|src| src.span.start)
                }
                Piece::Text(span) => first_word(body, span, tags),
                _ => None,
            };
            if let (Some(place), Some(element), true) = (place, &open, seen)
                && let Some(mark) = self.begin(element.start)
            {
                out.push_str(body.get(at..place).unwrap_or(""));
                out.push(mark);
                at = place;
            }
            if !matches!(piece, Piece::Open(_)) {
                open = None;
            }
        }
        out.push_str(body.get(at..).unwrap_or(""));
        Cow::Owned(out)
    }

    /// A text without its marks.
    pub(crate) fn bare<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.starts.is_empty() {
            true => text.into(),
            false => text.chars().filter(|c| !is_mark(*c)).collect::<String>().into(),
        }
    }

    /// Takes the marks out of a template, and notes where each one's element stands.
    pub(crate) fn take(&mut self, template: String) -> String {
        self.places.clear();
        if self.starts.is_empty() {
            return template;
        }
        let mut out = String::with_capacity(template.len());
        let mut rest = template.as_str();
        while let Some(i) = memchr(LEAD, rest.as_bytes()) {
            let (before, after) = rest.split_at(i);
            out.push_str(before);
            let Some(mark) = after.chars().next() else { break };
            rest = after.get(mark.len_utf8()..).unwrap_or("");
            if let Some(name) = out.rfind('<') {
                let element = out.get(name + 1..).unwrap_or("");
                let length = element.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(element.len());
                // An end tag or a comment is no element; the mark was moved out of its own.
                if length > 0 && self.places.last().is_none_or(|(last, _)| *last < name) {
                    self.places.push((name + 1 + length, u32::from(mark) - FIRST));
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// Where the first word of a text stands; statements are none.
fn first_word(body: &str, span: &Range<usize>, tags: &Tags) -> Option<usize> {
    let at = body.get(span.clone())?.find(|c: char| !c.is_whitespace() && !tags.is_statement(c))?;
    Some(span.start + at)
}

/// Writes a letter and notes where the blocks' elements come to stand. Static text is known by its address.
pub(crate) struct Noting<'t> {
    pub(crate) out: Vec<u8>,
    /// Where blocks stand in what was written.
    pub(crate) found: Places,
    template: &'t str,
    places: &'t [(usize, u32)],
}

impl<'t> Noting<'t> {
    /// `template` is the very text whose slices are written.
    pub(crate) fn new(template: &'t str, places: &'t [(usize, u32)]) -> Noting<'t> {
        Noting {
            out: Vec::with_capacity(template.len()),
            found: Vec::with_capacity(places.len()),
            template,
            places,
        }
    }
}

impl Write for Noting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let start = bytes.as_ptr().addr().wrapping_sub(self.template.as_ptr().addr());
        if let Some(end) = start.checked_add(bytes.len()).filter(|end| *end <= self.template.len()) {
            let first = self.places.partition_point(|(place, _)| *place < start);
            let here = self.places.iter().skip(first).take_while(|(place, _)| *place < end);
            self.found.extend(here.map(|(place, block)| (self.out.len() + (place - start), *block)));
        }
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

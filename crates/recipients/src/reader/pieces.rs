//! A file that comes in pieces: its rows are read while the next piece is still on its way. Only a plain table in UTF-8
//! can be; whatever else it is, or turns out to be, waits until all of it is there and is read as a whole.

use super::source::too_large;
use super::{Reader, State};
use crate::ReadOptions;
use crate::base::MAX_TEXT;
use crate::encoding;
use crate::rows::Scan;
use crate::sources;
use diag::Diagnostic;

/// How much of a file has to be there before its rows are read: more than anything looks at that finds out what it is.
const ENOUGH: usize = 1024 * 1024;
/// Lines that have to be in it, for the same reason.
const LINES: usize = 500;

/// What is known of a file that comes in pieces.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// Whether more is to come.
    open: bool,
    /// Whether the rows that are there are read.
    pub(crate) waiting: bool,
    /// Whether it was found that all has to be there first.
    whole: bool,
    /// The octets of a character that the last piece was cut in.
    cut: Vec<u8>,
}

impl Reader {
    /// Begins to read a file of `size` octets that comes in pieces: [`Reader::push`] takes them, and [`Reader::end`]
    /// says that it was the last. The table is the same as that of [`Reader::new`].
    pub fn in_pieces(size: usize, options: &ReadOptions) -> Reader {
        let mut reader = Reader { total: size, ..Reader::new(Vec::new(), options) };
        if size > MAX_TEXT {
            reader.state = reader.refuse(too_large(size));
            return reader;
        }
        let mut bytes = Vec::new();
        // Room is made at once, since to grow means to have both for a moment.
        if bytes.try_reserve_exact(size).is_err() {
            reader.state = reader.refuse(no_room(size));
            return reader;
        }
        reader.pieces = Pieces { open: true, waiting: true, ..Pieces::default() };
        reader.state = State::Gather(bytes);
        reader
    }

    /// Takes the next octets. They are looked at in [`Reader::step`].
    pub fn push(&mut self, piece: &[u8]) {
        self.pieces.waiting = false;
        let Reader { state, pieces, .. } = self;
        match state {
            State::Gather(bytes) => bytes.extend_from_slice(piece),
            State::Scan(scan) => {
                if !append(&mut scan.base.text, &mut pieces.cut, piece) {
                    self.once_more(piece);
                }
            }
            // Refused already, or not in pieces.
            State::Start(_) | State::Decode { .. } | State::Done(_) => {}
        }
    }

    /// Says that no more octets come.
    pub fn end(&mut self) {
        self.pieces.waiting = false;
        if !std::mem::take(&mut self.pieces.open) {
            return;
        }
        if !self.pieces.cut.is_empty() {
            self.once_more(&[]);
        }
        match &mut self.state {
            State::Gather(bytes) => self.state = State::Start(std::mem::take(bytes)),
            State::Scan(scan) => scan.open = false,
            State::Start(_) | State::Decode { .. } | State::Done(_) => {}
        }
    }

    /// Whether a step would do nothing until more octets came.
    pub fn is_waiting(&self) -> bool {
        self.pieces.open && self.pieces.waiting
    }

    /// Begins with the rows, if what is there shows that this is a plain table.
    pub(super) fn gathered(&mut self, bytes: Vec<u8>) -> State {
        self.pieces.waiting = true;
        if self.pieces.whole || bytes.len() < ENOUGH {
            return State::Gather(bytes);
        }
        // From here on it is known, one way or the other.
        self.pieces.whole = true;
        let lines = memchr::memchr_iter(b'\n', &bytes[..ENOUGH]).take(LINES).count();
        let Ok(mut guess) = encoding::guess(&bytes, self.options.encoding.as_deref()) else {
            return State::Gather(bytes);
        };
        if lines < LINES || workbook::is_workbook(&bytes) || guess.encoding != charset::Encoding::UTF_8 {
            return State::Gather(bytes);
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.utf8_error().error_len().is_none() => {
                let end = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                self.pieces.cut = bytes.split_off(end);
                String::from_utf8(bytes).unwrap_or_default()
            }
            Err(error) => return State::Gather(error.into_bytes()),
        };
        if self.options.delimiter.is_none()
            && sources::convert(text.get(guess.mark..).unwrap_or_default()).is_some()
        {
            return State::Gather(self.taken_back(text.into_bytes()));
        }
        self.diagnostics.append(&mut guess.diagnostics);
        match self.scan(text, guess.mark, &guess) {
            State::Scan(mut scan) if is_sound(&scan) => {
                scan.more_to_come(self.total);
                self.pieces.waiting = false;
                State::Scan(scan)
            }
            State::Scan(scan) => State::Gather(self.taken_back(scan.base.text.into_bytes())),
            other => other,
        }
    }

    /// Gives up what was read, since it is no UTF-8 after all.
    fn once_more(&mut self, piece: &[u8]) {
        let State::Scan(scan) = &mut self.state else { return };
        let text = std::mem::take(&mut scan.base.text).into_bytes();
        let mut bytes = self.taken_back(text);
        bytes.extend_from_slice(piece);
        self.state = State::Gather(bytes);
    }

    /// The octets as they came, and nothing said of them.
    fn taken_back(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        self.diagnostics.clear();
        if let Some(judge) = &mut self.judge {
            judge.forget();
        }
        bytes.append(&mut self.pieces.cut);
        bytes
    }
}

fn no_room(octets: usize) -> Diagnostic {
    Diagnostic::error("file-no-room", format!("there is no room in memory for a file of {octets} octets"))
        .hint("close other tabs, or split the list into several files")
}

/// Whether the columns would be the same with the whole file: the header ends before what is there ends, and leaves no
/// quotation mark open.
fn is_sound(scan: &Scan) -> bool {
    let header = scan.base.text.as_bytes().get(..scan.at).unwrap_or_default();
    scan.at < scan.base.text.len() && memchr::memchr_iter(b'"', header).count().is_multiple_of(2)
}

/// Adds a piece to the text; false where it is no UTF-8, and then nothing is added. A character that the piece is cut in
/// stays in `cut`.
fn append(text: &mut String, cut: &mut Vec<u8>, piece: &[u8]) -> bool {
    let (before, begun) = (text.len(), cut.clone());
    let good = try_append(text, cut, piece);
    if !good {
        text.truncate(before);
        *cut = begun;
    }
    good
}

fn try_append(text: &mut String, cut: &mut Vec<u8>, piece: &[u8]) -> bool {
    let mut rest = piece;
    // One octet after the other until the cut character is whole.
    while !cut.is_empty() {
        let Some((octet, after)) = rest.split_first() else { return true };
        rest = after;
        cut.push(*octet);
        match std::str::from_utf8(cut) {
            Ok(character) => {
                text.push_str(character);
                cut.clear();
            }
            Err(error) if error.error_len().is_some() => return false,
            Err(_) => {}
        }
    }
    let (whole, begun) = rest.split_at(begun_character(rest));
    let Ok(good) = simdutf8::basic::from_utf8(whole) else { return false };
    text.push_str(good);
    cut.extend_from_slice(begun);
    true
}

/// Where the last character begins, if the octets end before it does; else their end.
fn begun_character(octets: &[u8]) -> usize {
    for (back, octet) in (1..=3).zip(octets.iter().rev()) {
        let length = match octet {
            0x80..0xc0 => continue,
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0.. => 4,
            ..0x80 => 1,
        };
        return if length > back { octets.len() - back } else { octets.len() };
    }
    octets.len()
}

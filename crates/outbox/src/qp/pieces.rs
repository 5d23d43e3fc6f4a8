//! Static text, encoded once.
//!
//! The template engine writes static text as slices of the template itself. So a writer that compares addresses
//! knows what is static: inside the template's text it is, outside it is a value. Nothing about the template has
//! to be analysed, and captured or filtered text, which is a copy, takes the slow way by itself.
//!
//! This is right by construction as long as the template's text stays where it is while the pieces live, because
//! the key (offset and length in text that can't change) then can't mean anything else. [`crate::Composer`] keeps
//! the compiled letter, immutable, for as long as its pieces.

use super::encoder::{Encoder, WIDTH};
use std::io;

/// Shorter slices cost more to look up than to encode.
const SHORTEST: usize = 16;

/// Static text, encoded as if it stood at the start of a line.
#[derive(Debug)]
pub struct Piece {
    raw_len: usize,
    encoded: Vec<u8>,
    /// The length of the first encoded line.
    first_line: usize,
    one_line: bool,
    after: Encoder,
}

impl Piece {
    /// The encoded bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.encoded
    }

    /// Bytes that are encoded already and end with a line break.
    pub(crate) fn ready(encoded: Vec<u8>) -> Piece {
        Piece { raw_len: 0, first_line: 0, one_line: false, after: Encoder::default(), encoded }
    }

    fn new(raw: &[u8]) -> Piece {
        let mut encoded = Vec::with_capacity(raw.len() + raw.len() / 16);
        let mut after = Encoder::default();
        after.write(raw, &mut encoded);
        let line_end = memchr::memmem::find(&encoded, b"\r\n");
        Piece {
            raw_len: raw.len(),
            first_line: line_end.unwrap_or(encoded.len()),
            one_line: line_end.is_none(),
            after,
            encoded,
        }
    }
}

/// Takes a message's bytes, and pieces as a whole. A zip copies ready compressed blocks for pieces.
pub trait Sink {
    /// Where bytes are appended.
    fn bytes(&mut self) -> &mut Vec<u8>;

    /// Takes a piece; `id` is the same for the same piece of the same letter.
    fn piece(&mut self, piece: &Piece, id: usize);
}

impl Sink for Vec<u8> {
    fn bytes(&mut self) -> &mut Vec<u8> {
        self
    }

    #[inline]
    fn piece(&mut self, piece: &Piece, _id: usize) {
        self.extend_from_slice(&piece.encoded);
    }
}

/// The pieces of one template, found while the first messages are merged.
#[derive(Debug)]
pub struct Pieces {
    /// The address and the length of the template's text. Only compared, never read through.
    source: (usize, usize),
    /// For each offset in the source the piece that starts there, plus one; 0 is none.
    starts: Vec<u32>,
    pieces: Vec<Piece>,
    first_id: usize,
}

impl Pieces {
    /// No pieces of this text yet. The caller keeps the text alive and in its place as long as the pieces.
    /// Ids of pieces start at `first_id`.
    pub(crate) fn new(source: &str, first_id: usize) -> Pieces {
        Pieces {
            source: (source.as_ptr().addr(), source.len()),
            starts: vec![0; source.len()],
            pieces: Vec::new(),
            first_id,
        }
    }

    /// The first id that no piece of this text can have: a text has at most as many pieces as bytes.
    pub(crate) fn next_source(&self) -> usize {
        self.first_id + self.source.1
    }

    /// The piece of a slice: `None` where the slice is not the template's own text, or too short.
    #[inline]
    fn find(&mut self, text: &[u8]) -> Option<usize> {
        let (start, len) = self.source;
        let offset = text.as_ptr().addr().wrapping_sub(start);
        if offset >= len || text.len() < SHORTEST || text.len() > len - offset {
            return None;
        }
        let slot = self.starts.get_mut(offset)?;
        if let Some(known) = (*slot as usize).checked_sub(1) {
            return (self.pieces.get(known)?.raw_len == text.len()).then_some(known);
        }
        let piece = Piece::new(text);
        self.pieces.push(piece);
        *slot = u32::try_from(self.pieces.len()).ok()?;
        Some(self.pieces.len() - 1)
    }
}

/// Encodes what the template engine writes into a sink.
pub(crate) struct QpWriter<'a, S: Sink> {
    sink: &'a mut S,
    encoder: Encoder,
    pieces: &'a mut Pieces,
    /// Bytes of the text so far, before they were encoded.
    taken: usize,
}

impl<'a, S: Sink> QpWriter<'a, S> {
    pub(crate) fn new(sink: &'a mut S, pieces: &'a mut Pieces) -> QpWriter<'a, S> {
        QpWriter { sink, encoder: Encoder::default(), pieces, taken: 0 }
    }

    /// Ends the text. Returns whether the last line is ended by a line break (or there is no line), and the bytes of
    /// the text.
    pub(crate) fn finish(mut self) -> (bool, usize) {
        self.encoder.release(self.sink.bytes(), true);
        (self.encoder.column == 0, self.taken)
    }
}

impl<S: Sink> io::Write for QpWriter<'_, S> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.write_all(text).map(|()| text.len())
    }

    #[inline]
    fn write_all(&mut self, text: &[u8]) -> io::Result<()> {
        self.taken += text.len();
        // What a leading space or line break becomes can depend on the text before it. Then these bytes go the way of
        // values, and the rest is a piece with an address of its own.
        let lead = match self.encoder.is_undecided() {
            true => text.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count(),
            false => 0,
        };
        let (lead, text) = text.split_at(lead);
        self.encoder.write(lead, self.sink.bytes());
        let found = self.pieces.find(text);
        let Some((id, piece)) = found.and_then(|id| Some((id, self.pieces.pieces.get(id)?))) else {
            self.encoder.write(text, self.sink.bytes());
            return Ok(());
        };
        self.encoder.release(self.sink.bytes(), false);
        // A piece of one line may have to be followed by a soft break; the first line of others ends as it is.
        let width = if piece.one_line { WIDTH } else { WIDTH + 1 };
        if self.encoder.column + piece.first_line > width {
            self.encoder.soft_break(self.sink.bytes());
        }
        self.sink.piece(piece, self.pieces.first_id + id);
        let before = if piece.one_line { self.encoder.column } else { 0 };
        self.encoder = piece.after;
        self.encoder.column += before;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::encode;
    use super::*;
    use proptest::prelude::*;
    use std::io::Write as _;

    fn decode(encoded: &[u8]) -> Vec<u8> {
        mail_parser::decoders::quoted_printable::quoted_printable_decode(encoded).unwrap()
    }

    /// Writes static text and values in turn, three times, with the pieces kept.
    fn fast(template: &str, cuts: &[usize], values: &[String]) -> Vec<Vec<u8>> {
        let mut pieces = Pieces::new(template, 0);
        let parts = parts(template, cuts);
        (0..3)
            .map(|_| {
                let mut out = Vec::new();
                let mut writer = QpWriter::new(&mut out, &mut pieces);
                for (part, value) in parts.iter().zip(values) {
                    writer.write_all(part.as_bytes()).unwrap();
                    writer.write_all(value.as_bytes()).unwrap();
                }
                writer.finish();
                out
            })
            .collect()
    }

    fn parts<'t>(template: &'t str, cuts: &[usize]) -> Vec<&'t str> {
        let mut borders: Vec<usize> = cuts.iter().map(|c| template.floor_char_boundary(*c)).collect();
        borders.extend([0, template.len()]);
        borders.sort_unstable();
        borders.windows(2).map(|pair| &template[pair[0]..pair[1]]).collect()
    }

    proptest! {
        #[test]
        fn the_fast_way_says_what_the_plain_way_says(
            template in "([a-z .=\\r\\n\\t]{0,40}|[æ日😀]{0,9}|From |\\.\\n){0,8}",
            cuts in proptest::collection::vec(0usize..200, 0..6),
            values in proptest::collection::vec("[a-z .=\\r\\n\\tü]{0,30}", 8),
        ) {
            let rendered: String =
                parts(&template, &cuts).iter().zip(&values).flat_map(|(p, v)| [*p, v.as_str()]).collect();
            let plain = decode(&encode(rendered.as_bytes()));
            for encoded in fast(&template, &cuts, &values) {
                prop_assert_eq!(&decode(&encoded), &plain);
                prop_assert!(encoded.is_ascii());
                for line in encoded.split(|b| *b == b'\n') {
                    prop_assert!(line.len() <= 77);
                    let line = line.strip_suffix(b"\r").unwrap_or(line);
                    prop_assert!(!line.ends_with(b" ") && !line.ends_with(b"\t"));
                    prop_assert!(!line.contains(&b'\r'));
                }
            }
        }
    }
}

//! Deflate once, splice: a piece of static text is a row of ready blocks that end at a byte border; what lies
//! between two pieces is a block of its own. A piece that comes again within the window is one back reference.
//!
//! Matches inside a piece are the same in every message, whatever stands before it, so the blocks can be copied.
//! Matches across pieces can't be used there: values of unknown length lie between.

use super::bits::Bits;
use super::crc;
use super::ready::{EMPTY_STORED, Ready};
use super::repeats::{Repeats, Run, WINDOW};
use crate::qp::{Piece, Sink};

/// A block with codes costs up to ten bytes more than a stored one.
const LEAST_SAVED_BITS: usize = 96;
/// A last block without any content, with the fixed codes.
const LAST_BLOCK: [u8; 2] = [3, 0];
/// The most that one stored block holds.
const LONGEST_STORED: usize = 65_535;

/// A piece's slot: made ready once, and where it stood last in the message of a generation.
#[derive(Debug, Default)]
struct Slot {
    ready: Option<Box<Ready>>,
    message: u32,
    at: usize,
}

/// What is kept between the messages of a batch.
#[derive(Debug, Default)]
pub(crate) struct Splicer {
    slots: Vec<Slot>,
    number: u32,
    /// The bytes of the message.
    message: Vec<u8>,
    repeats: Repeats,
    /// Pieces that came again since the last ready block: where, and their back references.
    again: Vec<Again>,
    runs: Vec<Run>,
}

/// A piece that came again.
#[derive(Debug, Clone, Copy)]
struct Again {
    at: usize,
    length: usize,
    distance: usize,
}

/// The message that is written.
pub(crate) struct SpliceSink<'s> {
    splicer: &'s mut Splicer,
    out: &'s mut Vec<u8>,
    crc: u32,
    /// How much of the message is in the CRC, and how much is in `out`.
    counted: usize,
    covered: usize,
    /// Whether the header of a stored block is written, and its length is not.
    stored_open: bool,
}

/// A finished message.
pub(crate) struct Spliced {
    /// CRC-32 of the message.
    pub(crate) crc: u32,
    /// The message's size.
    pub(crate) size: usize,
}

impl Splicer {
    /// Starts a message, whose compressed bytes are appended to `out`.
    pub(crate) fn start<'s>(&'s mut self, out: &'s mut Vec<u8>) -> SpliceSink<'s> {
        self.number = self.number.wrapping_add(1);
        self.message.clear();
        self.repeats.clear();
        self.again.clear();
        SpliceSink { splicer: self, out, crc: 0, counted: 0, covered: 0, stored_open: false }
    }

    /// The bytes of the message that was written last.
    pub(crate) fn message(&self) -> &[u8] {
        &self.message
    }
}

impl Sink for SpliceSink<'_> {
    fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.splicer.message
    }

    fn piece(&mut self, piece: &Piece, id: usize) {
        self.count();
        let text = piece.bytes();
        let splicer = &mut *self.splicer;
        let at = splicer.message.len();
        splicer.message.extend_from_slice(text);
        if splicer.slots.len() <= id {
            splicer.slots.resize_with(id + 1, Slot::default);
        }
        let Some(slot) = splicer.slots.get_mut(id) else { return };
        let ready = slot.ready.get_or_insert_with(|| Box::new(Ready::new(text)));
        let distance = at - std::mem::replace(&mut slot.at, at).min(at);
        let stood_here = std::mem::replace(&mut slot.message, splicer.number) == splicer.number;
        let again = stood_here && distance <= WINDOW && text.len() >= 3;
        if !again && ready.blocks.is_empty() {
            // Counted and written with the bytes around it.
            return;
        }
        self.crc = ready.extend_crc(self.crc);
        self.counted = splicer.message.len();
        if again {
            splicer.again.push(Again { at, length: text.len(), distance });
            return;
        }
        write_gap(splicer, self.covered, at, &mut self.stored_open, self.out);
        self.covered = self.counted;
        close_stored(&mut self.stored_open, self.out);
        // The slot is looked up again, since the gap needed the whole splicer.
        if let Some(ready) = splicer.slots.get(id).and_then(|slot| slot.ready.as_ref()) {
            self.out.extend_from_slice(&ready.blocks);
        }
        self.stored_open = true;
    }
}

impl SpliceSink<'_> {
    /// Ends the stream.
    pub(crate) fn finish(mut self) -> Spliced {
        self.count();
        let end = self.splicer.message.len();
        write_gap(self.splicer, self.covered, end, &mut self.stored_open, self.out);
        close_stored(&mut self.stored_open, self.out);
        self.out.extend_from_slice(&LAST_BLOCK);
        Spliced { crc: self.crc, size: self.splicer.message.len() }
    }

    /// Takes what was written since the last call into the CRC.
    fn count(&mut self) {
        let new = self.splicer.message.get(self.counted..).unwrap_or_default();
        if !new.is_empty() {
            self.crc = crc::extend(self.crc, new);
            self.counted += new.len();
        }
    }
}

/// Writes the part of the message from `start` to `end`, which no ready block covers. Afterwards a stored block may
/// be open.
fn write_gap(splicer: &mut Splicer, start: usize, end: usize, stored_open: &mut bool, out: &mut Vec<u8>) {
    let Splicer { message, repeats, again, runs, .. } = splicer;
    runs.clear();
    let (mut from, mut saved) = (start, 0);
    for Again { at, length, distance } in again.drain(..) {
        saved += repeats.find(message, from..at, runs);
        runs.push(Run::Copy { length, distance });
        // Repeated pieces are long, or there are many: a block with codes is right.
        saved += LEAST_SAVED_BITS;
        from = at + length;
    }
    saved += repeats.find(message, from..end, runs);
    if saved >= LEAST_SAVED_BITS {
        close_stored(stored_open, out);
        write_runs(message, runs, out);
        *stored_open = true;
        return;
    }
    for part in message.get(start..end).unwrap_or_default().chunks(LONGEST_STORED) {
        if !std::mem::take(stored_open) {
            // At the very start no block has opened one: a header of its own, at a byte border.
            out.push(0);
        }
        let length = part.len() as u16;
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(part);
    }
}

/// Writes a block with the fixed codes, and opens a stored block.
fn write_runs(message: &[u8], runs: &[Run], out: &mut Vec<u8>) {
    let mut bits = Bits::new(out);
    bits.open_fixed_block();
    for run in runs {
        match run {
            Run::Copy { length, distance } => bits.copy(*length, *distance),
            Run::Literals(range) => {
                let literals = message.get(range.clone()).unwrap_or_default();
                literals.iter().for_each(|byte| bits.literal(*byte));
            }
        }
    }
    bits.close_and_open_stored_block();
}

/// Gives an open stored block the length 0.
fn close_stored(stored_open: &mut bool, out: &mut Vec<u8>) {
    if std::mem::take(stored_open) {
        out.extend_from_slice(&EMPTY_STORED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qp::{Pieces, QpWriter};
    use proptest::prelude::*;
    use std::io::{Read as _, Write as _};

    #[derive(Debug, Clone)]
    enum Part {
        Piece(usize),
        Value(String),
    }

    fn part() -> impl Strategy<Value = Part> {
        let value = prop_oneof![9 => "[a-zæ ]{0,40}", 1 => Just("x".repeat(70_005))];
        prop_oneof![(0usize..6).prop_map(Part::Piece), value.prop_map(Part::Value)]
    }

    fn write<S: Sink>(sink: &mut S, pieces: &mut Pieces, source: &str, starts: &[usize], parts: &[Part]) {
        let mut writer = QpWriter::new(sink, pieces);
        for part in parts {
            match part {
                Part::Piece(i) => writer.write_all(&source.as_bytes()[starts[*i]..starts[i + 1]]).unwrap(),
                Part::Value(text) => writer.write_all(text.as_bytes()).unwrap(),
            }
        }
        writer.finish();
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_spliced_inflates_to_what_was_written(
            messages in proptest::collection::vec(proptest::collection::vec(part(), 0..20), 1..4),
        ) {
            let texts = ["x", "<td style=\"color:red\">", &"<p>words words words</p>\n".repeat(20),
                "é".repeat(300).as_str(), &"0123456789abcdef".repeat(700), "the end of the letter"].concat();
            let starts = [0, 1, 23, 523, 1123, texts.len() - 21, texts.len()];
            let mut pieces = Pieces::new(&texts, 0);
            let mut splicer = Splicer::default();
            for parts in &messages {
                let mut plain = Vec::new();
                write(&mut plain, &mut pieces, &texts, &starts, parts);
                let mut pressed = Vec::new();
                let mut sink = splicer.start(&mut pressed);
                write(&mut sink, &mut pieces, &texts, &starts, parts);
                let spliced = sink.finish();
                let mut read = Vec::new();
                flate2::read::DeflateDecoder::new(pressed.as_slice()).read_to_end(&mut read).unwrap();
                prop_assert!(read == plain);
                prop_assert_eq!(spliced.size, plain.len());
                prop_assert_eq!(spliced.crc, crc32fast::hash(&plain));
                prop_assert!(splicer.message() == plain);
            }
        }
    }
}

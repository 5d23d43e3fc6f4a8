//! The encoder itself: a line's state between two writes.

use super::short;
use mail::octets;
use wide::u8x16;

/// A line holds 76 characters, of which the last may have to be the `=` of a soft break.
pub(super) const WIDTH: usize = 75;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Which bytes stand for themselves wherever they are: printable ASCII but `=`.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 33;
    while byte < 127 {
        table[byte] = byte != b'=' as usize;
        byte += 1;
    }
    table
};

/// Encodes text piece by piece. Line breaks of any kind (CRLF, LF, CR) become CRLF; spaces and tabs before them
/// are encoded, since servers may strip them. "From " and "." at the start of a line are encoded too, so that
/// neither an mbox nor SMTP's dot stuffing can change the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Encoder {
    /// Characters in the line so far.
    pub(super) column: usize,
    /// A space or tab that waits until it is known whether a line break follows; 0 is none.
    held: u8,
    /// Whether the last byte was CR, so that an LF is the same line break.
    after_cr: bool,
}

impl Encoder {
    /// Encodes some bytes.
    pub fn write(&mut self, text: &[u8], out: &mut Vec<u8>) {
        let mut rest = text;
        while let Some((&byte, after)) = rest.split_first() {
            if is_plain(byte) {
                rest = self.plain_run(rest, out);
                continue;
            }
            match byte {
                b'\n' if self.after_cr => self.after_cr = false,
                b'\n' | b'\r' => {
                    self.release(out, true);
                    out.extend_from_slice(b"\r\n");
                    self.column = 0;
                    self.after_cr = byte == b'\r';
                }
                b' ' | b'\t' => {
                    self.release(out, false);
                    self.after_cr = false;
                    self.held = byte;
                }
                _ => {
                    self.release(out, false);
                    self.after_cr = false;
                    self.escape(byte, out);
                }
            }
            rest = after;
        }
    }

    /// Ends the text: a space that is still held back is encoded, as the last byte must not be one.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        self.release(out, true);
        *self = Encoder::default();
    }

    /// Writes the space that waits, now that it is known what follows.
    pub(super) fn release(&mut self, out: &mut Vec<u8>, line_ends: bool) {
        match std::mem::take(&mut self.held) {
            0 => {}
            byte if line_ends => self.escape(byte, out),
            byte => self.token([byte], out),
        }
    }

    /// Whether what is written next decides what becomes of the text before it: a space waits, or a CR.
    #[inline]
    pub(super) fn is_undecided(&self) -> bool {
        self.held != 0 || self.after_cr
    }

    /// Breaks the line softly.
    pub(super) fn soft_break(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"=\r\n");
        self.column = 0;
    }

    /// Copies plain bytes, and spaces between them, as far as the line goes. Returns what is left.
    fn plain_run<'t>(&mut self, text: &'t [u8], out: &mut Vec<u8>) -> &'t [u8] {
        self.release(out, false);
        self.after_cr = false;
        if self.column >= WIDTH {
            self.soft_break(out);
        }
        if self.column == 0
            && (text.starts_with(b".") || text.starts_with(b"From "))
            && let Some((&byte, after)) = text.split_first()
        {
            self.escape(byte, out);
            return after;
        }
        let (line, _) = text.split_at(text.len().min(WIDTH - self.column));
        let end = inside(line);
        // A space at the end waits until it is known what follows. The first byte is plain, so one remains.
        let (run, _) = line.split_at(end);
        let spaces = run.iter().rev().take_while(|byte| **byte == b' ').count();
        let (run, after) = text.split_at(end - spaces);
        short::append(out, run);
        self.column += run.len();
        after
    }

    #[inline]
    fn escape(&mut self, byte: u8, out: &mut Vec<u8>) {
        let digit = |nibble: u8| HEX[usize::from(nibble & 15)];
        self.token([b'=', digit(byte >> 4), digit(byte)], out);
    }

    /// Writes what must not be torn apart.
    #[inline]
    fn token<const N: usize>(&mut self, token: [u8; N], out: &mut Vec<u8>) {
        if self.column + N > WIDTH {
            self.soft_break(out);
        }
        out.extend_from_slice(&token);
        self.column += N;
    }
}

/// Encodes a whole text: the plain way that the fast one is held against.
pub fn encode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 16);
    let mut encoder = Encoder::default();
    encoder.write(text, &mut out);
    encoder.finish(&mut out);
    out
}

/// How many bytes at the start can be copied where a plain byte stands before them and another one follows: plain ones and
/// spaces.
#[inline]
fn inside(line: &[u8]) -> usize {
    let others = |bytes: u8x16| {
        let printable = bytes.simd_ge(u8x16::splat(b' ')) & bytes.simd_lt(u8x16::splat(127));
        !printable | bytes.simd_eq(u8x16::splat(b'='))
    };
    octets::find(line, others).unwrap_or(line.len())
}

#[inline]
fn is_plain(byte: u8) -> bool {
    PLAIN[usize::from(byte)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(String::from_utf8(encode(text.as_bytes())).unwrap(), expected);
    }

    #[test]
    fn the_rules_of_rfc_2045() {
        check("", "");
        check("a = b", "a =3D b");
        check("für", "f=C3=BCr");
        check("a \nb\t\n", "a=20\r\nb=09\r\n");
        check("a  b ", "a  b=20");
        check("one\ntwo\r\nthree\rfour", "one\r\ntwo\r\nthree\r\nfour");
        check("\r\r\n\n", "\r\n\r\n\r\n");
        check("\0", "=00");
    }

    #[test]
    fn lines_that_others_would_change_are_encoded() {
        check("From here\nFrom there\n.\n..", "=46rom here\r\n=46rom there\r\n=2E\r\n=2E.");
        check("Frome", "Frome");
    }

    #[test]
    fn long_lines_are_broken_softly() {
        let text = "x".repeat(200);
        let encoded = String::from_utf8(encode(text.as_bytes())).unwrap();
        assert!(encoded.lines().all(|line| line.len() <= 76));
        assert_eq!(encoded.replace("=\r\n", ""), text);
    }
}

//! Standard output: JSON and rendered text, whole lines, quietly ended where nobody reads on.

use crate::fail::Fail;
use serde::Serialize;
use std::io::{self, BufWriter, StdoutLock, Write};

/// Standard output, buffered. What is written must be [`Output::end`]ed.
#[derive(Debug)]
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    /// Whether the reader is gone, as in `postroom … | head`.
    closed: bool,
}

impl Output {
    /// Takes standard output until it is ended.
    pub fn new() -> Output {
        Output { out: BufWriter::with_capacity(1 << 16, io::stdout().lock()), closed: false }
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    /// A disk that is full, and the like; a closed pipe is none.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Fail> {
        if self.closed {
            return Ok(());
        }
        let written = self.out.write_all(bytes);
        self.noted(written)
    }

    /// Writes one line of text.
    ///
    /// # Errors
    /// As [`Output::bytes`].
    pub fn line(&mut self, text: &str) -> Result<(), Fail> {
        self.bytes(text.as_bytes())?;
        self.bytes(b"\n")
    }

    /// Writes a value as one line of JSON.
    ///
    /// # Errors
    /// As [`Output::bytes`].
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Fail> {
        let text =
            serde_json::to_string(value).map_err(|error| Fail::new(format!("can't write JSON: {error}")))?;
        self.line(&text)
    }

    /// Writes what is still in the buffer.
    ///
    /// # Errors
    /// As [`Output::bytes`].
    pub fn end(mut self) -> Result<(), Fail> {
        if self.closed {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.noted(flushed)
    }

    fn noted(&mut self, written: io::Result<()>) -> Result<(), Fail> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(error) => Err(Fail::new(format!("can't write to standard output: {error}"))),
            Ok(()) => Ok(()),
        }
    }
}

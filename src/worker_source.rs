//! A file of the user, read by the worker piece by piece.

use js_sys::{ArrayBuffer, Uint8Array};
use std::io::{Error, Read, Result, Seek, SeekFrom};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DomException, FileReaderSync};

/// Bytes that are read at a time.
const WINDOW: u64 = 1 << 20;

/// A file and a window on it.
pub struct Source {
    blob: Blob,
    reader: FileReaderSync,
    at: u64,
    size: u64,
    window: Vec<u8>,
    start: u64,
}

impl Source {
    /// A file, whose bytes stay where they are; `None` where this is none.
    pub fn new(file: &JsValue) -> Option<Source> {
        let blob = file.dyn_ref::<Blob>()?.clone();
        let size = blob.size() as u64;
        let reader = FileReaderSync::new().ok()?;
        Some(Source { blob, reader, at: 0, size, window: Vec::new(), start: 0 })
    }

    fn look(&mut self) -> std::result::Result<(), JsValue> {
        let end = self.size.min(self.at + WINDOW);
        let part = self.blob.slice_with_f64_and_f64(self.at as f64, end as f64)?;
        let bytes: ArrayBuffer = self.reader.read_as_array_buffer(&part)?;
        self.window = Uint8Array::new(&bytes).to_vec();
        self.start = self.at;
        Ok(())
    }
}

impl Read for Source {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if self.at >= self.size || out.is_empty() {
            return Ok(0);
        }
        let inside = self.at.checked_sub(self.start).filter(|at| *at < self.window.len() as u64);
        if inside.is_none() {
            self.look().map_err(|error| {
                let words = error.dyn_ref::<DomException>().map(DomException::message);
                Error::other(words.unwrap_or_else(|| "the file can't be read any more".into()))
            })?;
        }
        let at = (self.at - self.start) as usize;
        let here = self.window.get(at..).unwrap_or_default();
        let count = here.len().min(out.len());
        for (to, from) in out.iter_mut().zip(here) {
            *to = *from;
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::other("a place before the file"))?;
        Ok(self.at)
    }
}

//! Messages as another program reads them: Python's email package, which shares no code with ours.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has to stop")]

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::project::usual_place;

/// A message, read by Python.
#[derive(Debug)]
pub struct Letter(Value);

impl Letter {
    /// A header, decoded; empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.0["headers"][name.to_lowercase()].as_str().unwrap_or_default()
    }

    /// The plain text part.
    pub fn text(&self) -> &str {
        self.0["text"].as_str().unwrap_or_default()
    }

    /// The HTML part.
    pub fn html(&self) -> &str {
        self.0["html"].as_str().unwrap_or_default()
    }

    /// Types of the message and its parts, in their order.
    pub fn types(&self) -> Vec<&str> {
        self.0["types"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Content-Transfer-Encodings of the parts.
    pub fn encodings(&self) -> Vec<&str> {
        self.0["encodings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// What Python found wrong with the message.
    pub fn defects(&self) -> Vec<&str> {
        self.0["defects"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

/// Reads an exported zip: its messages in the order of their names, and its manifest.
///
/// # Panics
/// When Python can't read it.
pub fn read_batch(path: &Path) -> (Vec<Letter>, Value) {
    let mut batch = python("zip", path);
    let manifest = batch["manifest"].take();
    (letters(batch), manifest)
}

/// Reads every message of a Maildir, wherever in it the relay delivers.
///
/// # Panics
/// When Python can't read it.
pub fn read_maildir(path: &Path) -> Vec<Letter> {
    letters(python("maildir", path))
}

fn letters(mut batch: Value) -> Vec<Letter> {
    match batch["letters"].take() {
        Value::Array(letters) => letters.into_iter().map(Letter).collect(),
        other => panic!("no letters: {other}"),
    }
}

fn python(kind: &str, path: &Path) -> Value {
    let python = std::env::var_os("POSTROOM_PYTHON").map_or_else(|| usual_place("python3"), Into::into);
    let output = Command::new(python)
        .args(["-c", include_str!("read_letters.py"), kind])
        .arg(path)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("python3 starts");
    assert!(output.status.success(), "python3 could not read {}", path.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

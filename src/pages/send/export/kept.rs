//! What the browser's store remembers of an export, so that it goes on after the tab was closed.

use crate::platform::store::Store;
use compose::Letter;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// Under this name the store keeps it.
const EXPORT: &str = "export";

/// An export that is written into the browser's storage: the same letter, date and seed give the same bytes when it goes on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The letter, as it was when it began.
    pub letter: Letter,
    /// The list's name.
    pub list: String,
    /// `zip`, `mbox`, `jsonl` or `csv`.
    pub format: String,
    /// The Date header, in seconds since 1970.
    pub now: i64,
    /// Makes boundaries and Message-IDs.
    pub seed: u64,
    /// The position of its first row.
    pub from: usize,
    /// The list's rows.
    pub rows: u64,
    /// How it ended, once it did.
    pub finished: Option<Finished>,
}

/// A batch that is whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Finished {
    /// The name that its file should get.
    pub file_name: String,
    /// Letters in it.
    pub messages: usize,
    /// Its size.
    pub bytes: u64,
    /// Where the rest of the list begins, where it ended early.
    pub rest: Option<usize>,
}

impl Kept {
    /// The name of its file in the browser's storage; each export has its own.
    pub fn place(&self) -> String {
        format!("{:016x}-{}", self.seed, self.from)
    }

    /// What the store remembers; `None` where there is nothing that can be read.
    pub async fn load(store: &Store) -> Option<Kept> {
        let text = store.get(EXPORT).await.ok()??.as_string()?;
        serde_json::from_str(&text).ok()
    }

    /// Remembers this one.
    ///
    /// # Errors
    /// The browser's words.
    pub async fn save(&self, store: &Store) -> Result<(), String> {
        let text = serde_json::to_string(self).map_err(|error| error.to_string())?;
        store.put(EXPORT, Some(&JsValue::from_str(&text))).await
    }

    /// Forgets what is remembered.
    pub async fn forget(store: &Store) {
        // What can't be forgotten is offered again, and can be dropped then.
        drop(store.put(EXPORT, None).await);
    }
}
